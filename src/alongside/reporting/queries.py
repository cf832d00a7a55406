"""Reading what the public figures are computed from. Practice never counts among real questions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.bodies.models import Body
from alongside.core.prepared import Prepared
from alongside.enquiries.domain.triage import SET_ASIDE, EnquiryState
from alongside.enquiries.models import Enquiry
from alongside.forums import listing_queries
from alongside.forums.models import Forum, Listing
from alongside.plans import queries as plans
from alongside.plans.models import Objective
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply
from alongside.reporting.domain.indicators import (
    Indicator,
    Period,
    Question,
    Unit,
    indicators,
    list_freshness,
)

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question, and whose it is."""

    body_slug: str
    body_name: str
    question: Question


def whole_period(at: datetime) -> Period:
    """Everything until the end of the minute of `at`, so that a page is the same for a minute."""
    return Period(start=None, end=at.replace(second=0, microsecond=0) + _MINUTE)


def of_practice(practice: bool, *, body: str = "body", forum: str = "forum") -> Q:
    """The rule that parts practice from the rest: either side's mark makes a row practice."""
    marked = Q(**{f"{body}__is_practice": True}) | Q(**{f"{forum}__is_practice": True})
    return marked if practice else ~marked


def logged_questions(*, practice: bool, body: Body | None = None) -> list[LoggedQuestion]:
    """Questions with their first official reply that stands, oldest first, in one query.

    Moments are cut to whole seconds, as they are published, so that figures computed from the
    published file are the same.
    """
    rows: Any = _questions(practice) if body is None else _QUESTIONS_OF[practice](body_id=body.pk)
    return [
        LoggedQuestion(
            body_slug=slug,
            body_name=name,
            question=Question(
                asked_at=whole_seconds(asked_at),
                raised_at=whole_seconds(raised_at),
                state=EnquiryState(state),
                first_reply_at=whole_seconds(replied_at) if replied_at else None,
                response_hours=hours,
                referred_at=whole_seconds(referred_at) if referred_at else None,
                declined_at=whole_seconds(declined) if declined else None,
            ),
        )
        for slug, name, asked_at, raised_at, state, replied_at, hours, referred_at, declined in rows
    ]


def _questions(practice: bool) -> QuerySet[Enquiry, Any]:
    enquiries = Enquiry.objects.practice() if practice else Enquiry.objects.real()
    return (
        enquiries.annotate(first_reply_at=first_reply_at(), declined_at=declined_at())
        .order_by("raised_at", "pk")
        .values_list(
            "body__slug",
            "body__name",
            "asked_at",
            "raised_at",
            "state",
            "first_reply_at",
            "response_hours",
            "referred_at",
            "declined_at",
        )
    )


def _questions_of(body_id: int, *, practice: bool) -> QuerySet[Enquiry, Any]:
    return _questions(practice).filter(body=body_id)


def first_reply_at() -> Subquery:
    """For a query of enquiries: when the first official reply that stands was posted, or null."""
    return Subquery(
        Reply.objects.filter(enquiry=OuterRef("pk"), state=ReplyState.LIVE.value)
        .order_by("posted_at")
        .values("posted_at")[:1]
    )


def declined_at() -> Case:
    """For a query of enquiries: when a referred one was set aside with a reason, or null."""
    return Case(
        When(
            ~Q(decision_reason=""),
            state__in=sorted(SET_ASIDE),
            referred_at__isnull=False,
            then=F("decided_at"),
        )
    )


_QUESTIONS_OF = {
    practice: Prepared(partial(_questions_of, practice=practice), body_id=int)
    for practice in (False, True)
}


def whole_seconds(moment: datetime) -> datetime:
    """The moment as it is published: without fractions of a second."""
    return moment.replace(microsecond=0)


def figures(
    *, practice: bool, at: datetime, body: Body | None = None, period: Period | None = None
) -> list[Indicator]:
    """The figures about questions: of all bodies or of one, real ones or practice, never both.

    Without a period: everything until now. One query.
    """
    period = period or whole_period(at)
    questions = [found.question for found in logged_questions(practice=practice, body=body)]
    return indicators(questions, period=period, at=period.end)


def no_figures(*, at: datetime) -> list[Indicator]:
    """The figures of a body of which no question was logged, as `figures` gives them. No query."""
    period = whole_period(at)
    return indicators([], period=period, at=period.end)


def register_figures(*, practice: bool, at: datetime) -> list[Indicator]:
    """What the register holds, in one query; each can be counted again in a published file."""
    counts = _counts(practice, at)
    holds = [_held(key, counts) for key in _REGISTER_WORDS]
    return [*holds, _freshness(counts)]


def list_figures(*, practice: bool, at: datetime) -> list[Indicator]:
    """Of the figures of the register those about lists of major forums, in one query."""
    counts = _counts(practice, at, only={"bodies", "bodies_with_list", "listings"})
    return [_held("bodies", counts), _held("bodies_with_list", counts), _freshness(counts)]


def _counts(practice: bool, at: datetime, only: Collection[str] = ()) -> dict[str, int]:
    today = timezone.localdate(at)
    in_force = plans.plans_in_force(on=today).order_by().values("pk")
    welcoming = agreements.agreements_in_force(on=today).filter(of_practice(practice))
    listings = Listing.objects.filter(of_practice(practice), delisted_on=None)
    if not practice:
        # The same by two indexes, in half the time: an entry that was merged keeps no listing.
        listings = Listing.objects.filter(
            body__is_practice=False,
            forum__in=Forum.objects.real().values("pk"),
            delisted_on=None,
        )
    live = Reply.objects.filter(
        of_practice(practice, body="enquiry__body", forum="enquiry__forum"),
        state=ReplyState.LIVE.value,
    )
    # One look at all listings tells both.
    due_or_fresh = Case(
        When(listing_queries.due(today), then=Value("listings_due")),
        default=Value("listings_fresh"),
    )
    counted: list[tuple[str, QuerySet[Any], str]] = [
        ("forums", Forum.objects.standing().filter(is_practice=practice), "pk"),
        ("bodies", Body.objects.filter(is_practice=practice, closed_how=""), "pk"),
        ("bodies_with_list", listings.filter(body__closed_how=""), "body"),
        ("listings", listings, "pk"),
        (
            "bodies_with_plan",
            Objective.objects.filter(
                of_practice(practice, body="version__body"),
                version__in=in_force,
                version__body__closed_how="",
            ),
            "version__body",
        ),
        ("welcoming_forums", welcoming, "forum"),
        ("replies", live, "pk"),
    ]
    first, *others = (
        rows.order_by()
        .values(key=due_or_fresh if key == "listings" else Value(key))
        .annotate(count=Count(field, distinct=field != "pk"))
        .values_list("key", "count")
        for key, rows, field in counted
        if not only or key in only
    )
    return dict(first.union(*others, all=True))


def _held(key: str, counts: Mapping[str, int]) -> Indicator:
    name, definition = _REGISTER_WORDS[key]
    count = counts.get(key, 0)
    return Indicator(key, name, Decimal(count), Unit.ENTRIES, None, count, definition)


def _freshness(counts: Mapping[str, int]) -> Indicator:
    fresh = counts.get("listings_fresh", 0)
    return list_freshness(fresh=fresh, listed=fresh + counts.get("listings_due", 0))


_REGISTER_WORDS = {
    "forums": (
        "Forums in the register",
        "Online places where members help each other that this register knows. Others run them.",
    ),
    "bodies": (
        "Public bodies in the register",
        "Organisations that carry out public functions and are open, whether or not they "
        "take part.",
    ),
    "bodies_with_list": (
        "Bodies that publish a list",
        "Public bodies that are open and name at least one forum as major for their work.",
    ),
    "bodies_with_plan": (
        "Bodies with a plan in force",
        "Public bodies that are open and have published how they take part in at least one forum.",
    ),
    "welcoming_forums": (
        "Forums that welcome officials",
        "Forums whose operator has welcomed at least one body, in an agreement in force.",
    ),
    "replies": (
        "Official replies that stand",
        "Replies of public bodies that were seen in the forum, or whose public link is given.",
    ),
}
