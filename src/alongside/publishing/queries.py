"""The rows of the published files. Each file is one query, or a few; practice is always apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.enquiries.models import Enquiry
from alongside.forums.models import Forum, Listing, Measure
from alongside.plans import queries as plans
from alongside.plans.models import Objective
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import Indicator, Period, indicators


@dataclass(frozen=True, slots=True)
class Edition:
    """What a file is made of: real entries or practice, as known at a moment."""

    practice: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreementRow:
    agreement: Agreement
    standing: Standing


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    enquiry: Enquiry
    first_reply_at: datetime | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure; `body_slug` is empty for the figure of all bodies together."""

    body_slug: str
    indicator: Indicator
    period: Period


def body_rows(edition: Edition) -> QuerySet[Body]:
    return (
        Body.objects.filter(is_practice=edition.practice)
        .select_related("parent")
        .prefetch_related("identifiers")
        .order_by("slug")
    )


def forum_rows(edition: Edition) -> QuerySet[Forum]:
    return Forum.objects.filter(is_practice=edition.practice).order_by("slug")


def measure_rows(edition: Edition) -> QuerySet[Measure]:
    return (
        Measure.objects.filter(forum__is_practice=edition.practice)
        .select_related("forum")
        .order_by("forum__slug", "kind", "dated", "pk")
    )


def listing_rows(edition: Edition) -> QuerySet[Listing]:
    """Listings that stand."""
    return (
        Listing.objects.filter(reporting.of_practice(edition.practice), delisted_on=None)
        .select_related("forum", "body")
        .order_by("body__slug", "forum__slug")
    )


def agreement_rows(edition: Edition) -> Iterable[AgreementRow]:
    """Of each forum and body the newest record, with its standing today."""
    today = timezone.localdate(edition.at)
    newest = (
        agreements.newest_agreements()
        .filter(reporting.of_practice(edition.practice))
        .order_by("body__slug", "forum__slug")
    )
    return [AgreementRow(found, agreements.standing(found, on=today)) for found in newest]


def objective_rows(edition: Edition) -> QuerySet[Objective]:
    """The objectives of the plans in force today."""
    in_force = plans.plans_in_force(on=timezone.localdate(edition.at)).order_by().values("pk")
    return (
        Objective.objects.filter(
            reporting.of_practice(edition.practice, body="version__body"), version__in=in_force
        )
        .select_related("version__body", "forum")
        .defer("version__document")
        .order_by("version__body__slug", "forum__slug")
    )


def enquiry_rows(edition: Edition) -> Iterable[EnquiryRow]:
    """No title, no words, and no link: whoever asked did not ask to stand in a file."""
    enquiries = Enquiry.objects.practice() if edition.practice else Enquiry.objects.real()
    rows: QuerySet[Any] = (
        enquiries.annotate(first_reply=reporting.first_reply_at())
        .select_related("forum", "body")
        .defer("title", "excerpt", "decision_reason")
        .order_by("raised_at", "pk")
    )
    return [EnquiryRow(row, row.first_reply) for row in rows]


def reply_rows(edition: Edition) -> QuerySet[Reply]:
    """Official replies that stand in forums."""
    return (
        Reply.objects.filter(
            reporting.of_practice(edition.practice, body="enquiry__body", forum="enquiry__forum"),
            state=ReplyState.LIVE.value,
        )
        .select_related("enquiry__forum", "enquiry__body")
        .order_by("posted_at", "pk")
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
