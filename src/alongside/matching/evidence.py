"""Reading finished surveys as evidence: for a plan, its public page and the page of the forum."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from alongside.matching.domain.evidence import Counted, Evidence
from alongside.matching.domain.surveys import ALL
from alongside.matching.models import Survey, SurveyCount


def newest_finished() -> QuerySet[Survey]:
    """The newest finished survey of each forum for each body."""
    newest = (
        Survey.objects.filter(
            forum=OuterRef("forum"), body=OuterRef("body"), finished_at__isnull=False
        )
        .order_by("-finished_at", "-pk")
        .values("pk")[:1]
    )
    return Survey.objects.filter(pk=Subquery(newest))


def evidence_in(
    *, forum_ids: Iterable[int], body_id: int | None = None, practice_too: bool = True
) -> list[Evidence]:
    """What the newest surveys of these forums say, in one question; newest first."""
    surveys = newest_finished().filter(forum__in=list(forum_ids))
    if body_id is not None:
        surveys = surveys.filter(body=body_id)
    if not practice_too:
        surveys = surveys.filter(body__is_practice=False)
    return evidence_of(surveys)


def evidence_of(surveys: QuerySet[Survey]) -> list[Evidence]:
    """What these surveys say, in one question; newest first.

    A survey that found no question at all says nothing.
    """
    counts = (
        SurveyCount.objects.filter(board__survey__in=surveys)
        .order_by()
        .values(
            *(f"board__survey__{name}" for name in _OF_A_SURVEY),
            *(f"board__survey__body__{name}" for name in ("slug", "name", "is_practice")),
            "topic",
            forum_slug=Coalesce(
                "board__survey__forum__merged_into__slug", "board__survey__forum__slug"
            ),
        )
        .annotate(
            all_questions=Sum("questions"), all_unanswered=Sum("unanswered"), first=Min("month")
        )
    )
    by_survey: dict[str, list[dict[str, Any]]] = {}
    for row in counts:
        by_survey.setdefault(row["board__survey__public_id"], []).append(row)
    found = [_evidence(rows) for rows in by_survey.values()]
    return sorted(found, key=lambda each: (each.surveyed_on, each.body_name), reverse=True)


def evidence_for(*, forum_id: int, body_id: int) -> Evidence | None:
    """What the newest finished survey of a forum for a body says; None for none."""
    return next(iter(evidence_in(forum_ids=[forum_id], body_id=body_id)), None)


_OF_A_SURVEY = (
    *("public_id", "forum_id", "topics", "from_month", "until_month", "finished_at"),
    "archived_until",
)


def _evidence(rows: list[dict[str, Any]]) -> Evidence:
    survey = {name: rows[0][f"board__survey__{name}"] for name in _OF_A_SURVEY}
    body = {
        name: rows[0][f"board__survey__body__{name}"] for name in ("slug", "name", "is_practice")
    }
    by_topic = {row["topic"]: row for row in rows}
    topics = [
        _counted(str(topic["key"]), str(topic["label"]), by_topic.get(topic["key"]))
        for topic in survey["topics"]
    ]
    first: date = min(row["first"] for row in rows)
    return Evidence(
        survey_id=survey["public_id"],
        forum_id=survey["forum_id"],
        forum_slug=rows[0]["forum_slug"],
        body_slug=body["slug"],
        body_name=body["name"],
        body_is_practice=body["is_practice"],
        from_month=survey["from_month"] or first,
        until_month=survey["until_month"],
        surveyed_on=timezone.localdate(survey["finished_at"]),
        whole=_counted(ALL, "", by_topic.get(ALL)),
        topics=sorted(topics, key=lambda each: (-(each.questions or 0), each.label)),
        archived_until=(
            timezone.localdate(survey["archived_until"]) if survey["archived_until"] else None
        ),
    )


def _counted(key: str, label: str, row: dict[str, Any] | None) -> Counted:
    if row is None:
        return Counted(key, label, 0, 0)
    return Counted(key, label, row["all_questions"], row["all_unanswered"])
