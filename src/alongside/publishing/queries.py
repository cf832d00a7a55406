"""The rows of the published files. Each file is one query, or two; practice is always apart.

What hangs on a row comes as an array within the same query, so that files of any length can be
streamed. A forum is named by the entry that stands, should its own have been merged into another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.audit import queries as audit
from alongside.audit.models import Event
from alongside.bodies.models import Body, BodyIdentifier, MergedBody, RemitTopic
from alongside.enquiries.models import Enquiry
from alongside.forums.domain.kinds import AccountDirection, AliasKind
from alongside.forums.models import (
    DuplicateCheck,
    Forum,
    ForumAlias,
    ForumTopic,
    Listing,
    Measure,
    NoForumFound,
    OfficialAccount,
    Verification,
)
from alongside.plans import queries as plans
from alongside.plans.models import Goal, Objective, PlanIndicator
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import Indicator, Period, indicators

ROWS_AT_A_TIME = 2_000  # kept in memory while a file is streamed


@dataclass(frozen=True, slots=True)
class Edition:
    """What a file is made of: real entries or practice, as known at a moment."""

    practice: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreementRow:
    agreement: Agreement
    forum_slug: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class TopicRow:
    scheme: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure; `body_slug` is empty for the figure of all bodies together."""

    body_slug: str
    indicator: Indicator
    period: Period


def body_rows(edition: Edition) -> QuerySet[Any]:
    """Bodies, with the identifiers of what hangs on them; `parent_slug` is of the same edition."""
    same = {"is_practice": edition.practice}
    return (
        Body.objects.filter(**same)
        .annotate(
            parent_slug=Subquery(Body.objects.filter(pk=OuterRef("parent"), **same).values("slug")),
            other_parent_slugs=_slugs(Body.objects.filter(other_children=OuterRef("pk"), **same)),
            successor_slugs=_slugs(Body.objects.filter(predecessors=OuterRef("pk"), **same)),
            identifier_codes=_codes(BodyIdentifier.objects.filter(body=OuterRef("pk")), "value"),
            topic_codes=_codes(RemitTopic.objects.filter(body=OuterRef("pk")), "code"),
        )
        .defer("search")
        .order_by("slug")
    )


def forum_rows(edition: Edition) -> QuerySet[Any]:
    """Forums that stand; an entry that was merged into another is found in `merged_rows`."""
    return (
        Forum.objects.standing()
        .filter(is_practice=edition.practice)
        .annotate(
            topic_codes=_codes(ForumTopic.objects.filter(forum=OuterRef("pk")), "code"),
            alias_addresses=ArraySubquery(
                ForumAlias.objects.filter(forum=OuterRef("pk"))
                .exclude(kind=AliasKind.OWN.value)
                .order_by("address")
                .values("address")
            ),
        )
        .defer("search")
        .order_by("slug")
    )


def alias_rows(edition: Edition) -> QuerySet[Any]:
    """Every address that leads to a forum, its own among them."""
    return (
        ForumAlias.objects.filter(forum__is_practice=edition.practice)
        .annotate(forum_slug=_forum_slug())
        .order_by("place")
    )


def merged_rows(edition: Edition) -> QuerySet[Any]:
    """Entries that turned out to be the same forum as another."""
    return (
        Forum.objects.filter(is_practice=edition.practice, merged_into__isnull=False)
        .annotate(
            forum_slug=Coalesce(
                "merged_into__merged_into__merged_into__slug",
                "merged_into__merged_into__slug",
                "merged_into__slug",
            )
        )
        .defer("search")
        .order_by("slug")
    )


def merged_body_rows(edition: Edition) -> QuerySet[MergedBody]:
    """Entries that turned out to be the same body as another."""
    found = MergedBody.objects.filter(body__is_practice=edition.practice)
    return found.select_related("body").defer("said", "body__search").order_by("slug")


def topic_rows(edition: Edition) -> list[TopicRow]:
    """Every topic that a body or a forum has; of several labels the first in the alphabet."""
    labels: dict[tuple[str, str], str] = {}
    of_bodies = RemitTopic.objects.filter(body__is_practice=edition.practice)
    of_forums = ForumTopic.objects.filter(
        forum__is_practice=edition.practice, forum__merged_into=None
    )
    for topics in (of_bodies, of_forums):
        found = topics.order_by().values_list("scheme", "code", "label").distinct()
        for scheme, code, label in found:
            known = labels.get((scheme, code), label)
            labels[scheme, code] = min(known, label)
    return [TopicRow(scheme, code, label) for (scheme, code), label in sorted(labels.items())]


_MEASURE = (
    "forum_slug",
    "kind",
    "value",
    "unit",
    "bound",
    "period",
    "method",
    "asserted_by",
    "source",
    "source_address",
    "dated",
    "quotation",
    "recorded_at",
)


def measure_rows(edition: Edition) -> QuerySet[Any]:
    """Figures that stand; light rows without models, for there may be hundreds of thousands."""
    return (
        Measure.objects.standing()
        .filter(forum__is_practice=edition.practice)
        .annotate(forum_slug=_forum_slug())
        .order_by("forum_slug", "kind", "dated", "pk")
        .values_list(*_MEASURE, named=True)
    )


def withdrawn_measure_rows(edition: Edition) -> QuerySet[Any]:
    """Figures that turned out to be wrong, the newest withdrawal first."""
    return (
        Measure.objects.filter(forum__is_practice=edition.practice, withdrawn_at__isnull=False)
        .annotate(forum_slug=_forum_slug())
        .order_by("-withdrawn_at", "pk")
        .values_list(*_MEASURE, "withdrawn_at", "withdrawn_reason", named=True)
    )


def listing_rows(edition: Edition) -> QuerySet[Any]:
    """Listings that stand."""
    return _listings(edition).filter(delisted_on=None).order_by("body__slug", "forum_slug")


def ended_listing_rows(edition: Edition) -> QuerySet[Any]:
    """Listings that have ended, the newest end first."""
    ended = _listings(edition).filter(delisted_on__isnull=False)
    return ended.order_by("-delisted_on", "body__slug", "forum_slug", "pk")


def none_found_rows(edition: Edition) -> QuerySet[NoForumFound]:
    """Searches that found no forum, the newest first."""
    return (
        NoForumFound.objects.filter(body__is_practice=edition.practice)
        .select_related("body")
        .defer("body__search")
        .order_by("-searched_on", "-pk")
    )


def account_rows(edition: Edition) -> QuerySet[Any]:
    """Official accounts, those that are no longer used too, with the newest look each way."""
    looks = {}
    for direction in AccountDirection:
        newest = Verification.objects.filter(
            account=OuterRef("pk"), direction=direction.value
        ).order_by("-checked_at", "-pk")
        for field in ("found", "checked_at", "address"):
            looks[f"{direction.value}_{field}"] = Subquery(newest.values(field)[:1])
    return (
        OfficialAccount.objects.filter(reporting.of_practice(edition.practice))
        .annotate(forum_slug=_forum_slug(), **looks)
        .select_related("body")
        .defer("body__search", "sealed_secret")
        .order_by("body__slug", "forum_slug", "opened_at", "pk")
    )


def newest_agreements(edition: Edition) -> QuerySet[Any]:
    """Of each forum and body the newest record."""
    return (
        agreements.newest_agreements()
        .filter(reporting.of_practice(edition.practice))
        .annotate(forum_slug=_forum_slug())
        .select_related("letter")
        .defer("body__search", "forum__search", "letter__content")
        .order_by("body__slug", "forum_slug", "pk")
    )


def agreement_rows(edition: Edition) -> Iterator[AgreementRow]:
    """Of each forum and body the newest record, with its standing today."""
    today = timezone.localdate(edition.at)
    for found in newest_agreements(edition).iterator(chunk_size=ROWS_AT_A_TIME):
        yield AgreementRow(found, found.forum_slug, agreements.standing(found, on=today))


def objective_rows(edition: Edition) -> QuerySet[Any]:
    """The objectives of the plans in force today."""
    in_force = plans.plans_in_force(on=timezone.localdate(edition.at)).order_by().values("pk")
    return (
        Objective.objects.filter(
            reporting.of_practice(edition.practice, body="version__body"), version__in=in_force
        )
        .annotate(forum_slug=_forum_slug())
        .select_related("version__body", "goal")
        .defer("version__document", "version__body__search")
        .order_by("version__body__slug", "forum_slug", "pk")
    )


def goal_rows(edition: Edition) -> QuerySet[Any]:
    """The goals of the plans in force today."""
    return _rows_of_plans(Goal.objects.all(), edition)


def plan_indicator_rows(edition: Edition) -> QuerySet[Any]:
    """The indicators of the plans in force today."""
    return _rows_of_plans(PlanIndicator.objects.all(), edition)


def _rows_of_plans(rows: QuerySet[Any], edition: Edition) -> QuerySet[Any]:
    # A plan is practice as its objectives are: by its body or by a forum.
    return (
        rows.filter(version__in=objective_rows(edition).order_by().values("version"))
        .select_related("version__body")
        .defer("version__document", "version__body__search")
        .order_by("version__body__slug", "position", "pk")
    )


def enquiry_rows(edition: Edition) -> QuerySet[Any]:
    """No title, no words, and no link: whoever asked did not ask to stand in a file."""
    enquiries = Enquiry.objects.practice() if edition.practice else Enquiry.objects.real()
    return (
        enquiries.annotate(
            first_reply_at=reporting.first_reply_at(),
            declined_at=reporting.declined_at(),
            forum_slug=_forum_slug(),
            body_slug=F("body__slug"),
        )
        .order_by("raised_at", "pk")
        .values_list(
            "public_id",
            "body_slug",
            "forum_slug",
            "origin",
            "asked_at",
            "raised_at",
            "state",
            "response_hours",
            "first_reply_at",
            "referred_at",
            "declined_at",
            named=True,
        )
    )


def reply_rows(edition: Edition) -> QuerySet[Any]:
    """Official replies that stand in forums."""
    return (
        Reply.objects.filter(
            reporting.of_practice(edition.practice, body="enquiry__body", forum="enquiry__forum"),
            state=ReplyState.LIVE.value,
        )
        .annotate(
            enquiry_id_here=F("enquiry__public_id"),
            body_slug=F("enquiry__body__slug"),
            forum_slug=_forum_slug("enquiry__forum"),
            facts_period_id_here=F("facts_period__public_id"),
        )
        .order_by("posted_at", "pk")
        .values_list(
            "public_id",
            "enquiry_id_here",
            "body_slug",
            "forum_slug",
            "posted_at",
            "proof",
            "public_link",
            "facts_period_id_here",
            named=True,
        )
    )


def check_rows(edition: Edition) -> QuerySet[DuplicateCheck]:
    """Records that a body looked before it built a forum, the newest first."""
    return (
        DuplicateCheck.objects.filter(body__is_practice=edition.practice)
        .select_related("body")
        .defer("body__search")
        .order_by("-looked_at", "-pk")
    )


def change_rows(edition: Edition) -> QuerySet[Event]:
    """Public changes of the register, oldest first; practice makes none, and has none shown."""
    if edition.practice:
        return Event.objects.none()
    practice = Body.objects.filter(slug=OuterRef("of_body"), is_practice=True)
    return (
        audit.public_events()
        .alias(of_body=KeyTextTransform("body", "details"))
        .filter(~Exists(practice))
        .order_by("at", "pk")
    )


def figure_rows(edition: Edition) -> list[FigureRow]:
    """All figures: of all bodies together, then of each body that has logged a question."""
    period = reporting.whole_period(edition.at)
    logged = reporting.logged_questions(practice=edition.practice)
    rows = [
        FigureRow("", indicator, period)
        for indicator in (
            *reporting.register_figures(practice=edition.practice, at=edition.at),
            *indicators((found.question for found in logged), period=period, at=period.end),
        )
    ]
    for slug in sorted({found.body_slug for found in logged}):
        of_body = [found.question for found in logged if found.body_slug == slug]
        rows += [
            FigureRow(slug, indicator, period)
            for indicator in indicators(of_body, period=period, at=period.end)
        ]
    return rows


def _listings(edition: Edition) -> QuerySet[Any]:
    return (
        Listing.objects.filter(reporting.of_practice(edition.practice))
        .annotate(forum_slug=_forum_slug())
        .select_related("body")
        .defer("body__search")
    )


def _forum_slug(forum: str = "forum") -> Coalesce:
    """The slug of the entry that stands, over up to three merges."""
    into = [f"{forum}{'__merged_into' * merges}__slug" for merges in (3, 2, 1, 0)]
    return Coalesce(*into)


def _slugs(bodies: QuerySet[Body]) -> ArraySubquery:
    return ArraySubquery(bodies.order_by("slug").values("slug"))


def _codes(rows: QuerySet[Any], code: str) -> ArraySubquery:
    """scheme:code of each row."""
    text: Concat = Concat("scheme", Value(":"), code, output_field=CharField())
    return ArraySubquery(rows.order_by("scheme", code).values(text=text))
