"""The public calendar of restricted periods, and the notices of those in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from alongside.bodies.models import Body
from alongside.periods import queries as periods
from alongside.periods.domain.terms import PeriodTerms, Place, in_force_for
from alongside.periods.models import RestrictedPeriod
from alongside.publishing import changes
from alongside.publishing.changes import Change
from alongside.publishing.entries.finding import NotFound, check_shown
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply


@dataclass(frozen=True, slots=True)
class PeriodList:
    """All periods by where they stand today; practice ones apart, empty where none are shown."""

    placed: Mapping[Place, Sequence[RestrictedPeriod]]
    practice: Sequence[RestrictedPeriod]
    today: date

    @property
    def is_empty(self) -> bool:
        return not any(self.placed.values())


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    period: RestrictedPeriod
    place: Place
    bodies: Sequence[Body]  # that it is about
    marked: int  # replies that stand in forums, of which facts only was confirmed under it
    changes: Sequence[Change]
    today: date

    @property
    def is_practice(self) -> bool:
        return self.period.is_practice

    @property
    def days(self) -> int:
        return max((self.period.ends_on - self.period.begins_on).days + 1, 0)


@dataclass(frozen=True, slots=True)
class Notice:
    """A period in force on the page of something it concerns. `bodies`: of which it speaks."""

    period: PeriodTerms
    bodies: Sequence[str] = ()


def period_list(*, practice_too: bool, at: datetime) -> PeriodList:
    """The whole calendar. One query, or two with practice."""
    today = timezone.localdate(at)
    return PeriodList(
        placed=periods.by_place(periods.periods(practice=False), on=today),
        practice=list(periods.periods(practice=True)) if practice_too else [],
        today=today,
    )


def period_entry(public_id: str, *, practice_too: bool, at: datetime) -> PeriodEntry:
    """One period, whom it binds and what became of it. Four queries. Raises NotFound."""
    try:
        period = periods.get_period(public_id)
    except RestrictedPeriod.DoesNotExist:
        raise NotFound(public_id) from None
    check_shown(period.is_practice, practice_too, public_id)
    today = timezone.localdate(at)
    return PeriodEntry(
        period=period,
        place=period.place(today),
        bodies=periods.bodies_bound_by(period),
        marked=Reply.objects.filter(facts_period=period, state=ReplyState.LIVE.value).count(),
        changes=changes.changes_of(f"period:{period.public_id}"),
        today=today,
    )


def notices_of(body: Body, found: Sequence[PeriodTerms], *, on: date) -> list[Notice]:
    """Of the periods in force those that bind the body, the tightest first."""
    of_body = in_force_for(found, jurisdiction=body.jurisdiction, kind=body.kind, on=on)
    return [Notice(period) for period in of_body if period.is_binding]


def notices_in_forum(
    taking_part: Sequence[Body], found: Sequence[PeriodTerms], *, on: date
) -> list[Notice]:
    """Of the periods in force those that bind bodies which take part, with the bodies' names."""
    notices = []
    for period in found:
        names = [
            body.short_name
            for body in taking_part
            if in_force_for([period], jurisdiction=body.jurisdiction, kind=body.kind, on=on)
        ]
        if period.is_binding and names:
            notices.append(Notice(period, names))
    return notices
