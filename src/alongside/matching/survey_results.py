"""Reading surveys: the open one, the newest, and what its counts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.matching.domain.surveys import ALL, WITHIN_WORDS, Tally, Topic
from alongside.matching.models import Survey, SurveyCount

COLUMNS = (
    *("survey_id", "forum_id", "body_id", "board", "month", "topic", "topic_label"),
    *("questions", "unanswered"),
    *(f"first_answer_{words.replace(' ', '_')}" for words in WITHIN_WORDS),
)


@dataclass(frozen=True, slots=True)
class Result:
    """A survey's counts by topic and by month; `whole` is every question of its boards."""

    survey: Survey
    topics: tuple[tuple[Topic, Tally], ...]
    whole: Tally
    months: tuple[tuple[date, Tally], ...]
    boards_finished: int
    boards: int
    unreadable: int

    def as_dict(self) -> dict[str, Any]:
        survey = self.survey
        return {
            "survey": survey.public_id,
            "forum": survey.forum.slug,
            "body": survey.body.slug,
            "from": f"{survey.from_month:%Y-%m}" if survey.from_month else None,
            "until": f"{survey.until_month:%Y-%m}",
            "started_at": survey.started_at.isoformat(),
            "finished_at": survey.finished_at.isoformat() if survey.finished_at else None,
            "archived_until": (
                survey.archived_until.isoformat() if survey.archived_until else None
            ),
            "boards": self.boards,
            "boards_finished": self.boards_finished,
            "threads_unreadable": self.unreadable,
            "all": self.whole.as_dict(),
            "topics": [topic.as_dict() | tally.as_dict() for topic, tally in self.topics],
            "months": [
                {"month": f"{month:%Y-%m}"} | tally.as_dict() for month, tally in self.months
            ],
        }


def open_survey(*, forum_id: int, body_id: int) -> Survey | None:
    """The survey that is not finished yet."""
    return (
        Survey.objects.select_related("forum", "body")
        .filter(forum_id=forum_id, body_id=body_id, finished_at=None)
        .first()
    )


def newest_survey(*, forum_id: int, body_id: int) -> Survey | None:
    """The newest survey, finished or not."""
    return (
        Survey.objects.select_related("forum", "body")
        .filter(forum_id=forum_id, body_id=body_id)
        .order_by("-pk")
        .first()
    )


def topics_of(survey: Survey) -> list[Topic]:
    """What it counts, as that stood when it was begun."""
    return [Topic.from_dict(record) for record in survey.topics]


def result_of(survey: Survey) -> Result:
    """What the counts say so far."""
    by_topic: dict[str, Tally] = {}
    by_month: dict[date, Tally] = {}
    for count in SurveyCount.objects.filter(board__survey=survey).order_by("month"):
        tally = _tally(count)
        by_topic.setdefault(count.topic, Tally()).join(tally)
        if count.topic == ALL:
            by_month.setdefault(count.month, Tally()).join(tally)
    rows = list(survey.boards.all())
    counted = [(topic, by_topic.get(topic.key, Tally())) for topic in topics_of(survey)]
    return Result(
        survey=survey,
        topics=tuple(sorted(counted, key=lambda each: (-each[1].questions, each[0].label))),
        whole=by_topic.get(ALL, Tally()),
        months=tuple(sorted(by_month.items())),
        boards_finished=sum(row.finished_at is not None for row in rows),
        boards=len(rows),
        unreadable=sum(row.unreadable for row in rows),
    )


def rows_of(survey: Survey) -> Iterator[tuple[Any, ...]]:
    """The counts as rows of `COLUMNS`, one for each board, month and topic."""
    labels = {topic.key: topic.label for topic in topics_of(survey)} | {ALL: "All questions"}
    counts = SurveyCount.objects.filter(board__survey=survey).select_related("board__board")
    for count in counts.order_by("board", "month", "topic"):
        yield (
            *(survey.public_id, survey.forum.slug, survey.body.slug, count.board.board.name),
            *(f"{count.month:%Y-%m}", count.topic, labels.get(count.topic, count.topic)),
            *(count.questions, count.unanswered, *count.within),
        )


def _tally(count: SurveyCount) -> Tally:
    return Tally(count.questions, count.unanswered, list(count.within))
