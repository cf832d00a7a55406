"""Reading what the public figures are computed from. Practice never counts among real questions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.bodies.models import Body
from alongside.enquiries.domain.triage import EnquiryState
from alongside.enquiries.models import Enquiry
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
    enquiries = Enquiry.objects.practice() if practice else Enquiry.objects.real()
    if body is not None:
        enquiries = enquiries.filter(body=body)
    rows = (
        enquiries.annotate(first_reply_at=first_reply_at())
        .order_by("raised_at", "pk")
        .values_list(
            "body__slug",
            "body__name",
            "asked_at",
            "raised_at",
            "state",
            "first_reply_at",
            "response_hours",
        )
    )
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
            ),
        )
        for slug, name, asked_at, raised_at, state, replied_at, hours in rows
    ]


def first_reply_at() -> Subquery:
    """For a query of enquiries: when the first official reply that stands was posted, or null."""
    return Subquery(
        Reply.objects.filter(enquiry=OuterRef("pk"), state=ReplyState.LIVE.value)
        .order_by("posted_at")
        .values("posted_at")[:1]
    )


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


def register_figures(*, practice: bool, at: datetime) -> list[Indicator]:
    """What the register holds, in one query; each can be counted again in a published file."""
    today = timezone.localdate(at)
    in_force = plans.plans_in_force(on=today).order_by().values("pk")
    welcoming = agreements.agreements_in_force(on=today).filter(of_practice(practice))
    live = Reply.objects.filter(
        of_practice(practice, body="enquiry__body", forum="enquiry__forum"),
        state=ReplyState.LIVE.value,
    )
    counted: list[tuple[str, QuerySet[Any], str]] = [
        ("forums", Forum.objects.filter(is_practice=practice), "pk"),
        ("bodies", Body.objects.filter(is_practice=practice), "pk"),
        (
            "bodies_with_list",
            Listing.objects.filter(of_practice(practice), delisted_on=None),
            "body",
        ),
        (
            "bodies_with_plan",
            Objective.objects.filter(
                of_practice(practice, body="version__body"), version__in=in_force
            ),
            "version__body",
        ),
        ("welcoming_forums", welcoming, "forum"),
        ("replies", live, "pk"),
    ]
    first, *others = (
        rows.order_by()
        .values(key=Value(key))
        .annotate(count=Count(field, distinct=True))
        .values_list("key", "count")
        for key, rows, field in counted
    )
    counts = dict(first.union(*others, all=True))
    return [
        Indicator(
            key=key,
            name=name,
            value=Decimal(counts.get(key, 0)),
            unit=Unit.ENTRIES,
            numerator=None,
            denominator=counts.get(key, 0),
            definition=definition,
        )
        for key, (name, definition) in _REGISTER_WORDS.items()
    ]


_REGISTER_WORDS = {
    "forums": (
        "Forums in the register",
        "Online places where members help each other that this register knows. Others run them.",
    ),
    "bodies": (
        "Public bodies in the register",
        "Organisations that carry out public functions, whether or not they take part.",
    ),
    "bodies_with_list": (
        "Bodies that publish a list",
        "Public bodies that name at least one forum as major for their work.",
    ),
    "bodies_with_plan": (
        "Bodies with a plan in force",
        "Public bodies that have published how they take part in at least one forum.",
    ),
    "welcoming_forums": (
        "Forums that welcome officials",
        "Forums whose operator has welcomed at least one body, in an agreement in force today.",
    ),
    "replies": (
        "Official replies that stand",
        "Replies of public bodies that were seen in the forum, or whose public link is given.",
    ),
}
