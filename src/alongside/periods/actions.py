"""Writing the calendar of restricted periods. Each change is in the public trail, with its reason.

The past is not rewritten: what was in force on a day stays on record.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.bodies.domain.facts import tidy
from alongside.periods.domain import keeping
from alongside.periods.domain.keeping import (
    LONGEST_REASON,
    ChangedMeanwhile,
    Fault,
    PeriodError,
    PeriodFacts,
    PeriodRefused,
)
from alongside.periods.domain.terms import Place
from alongside.periods.models import RestrictedPeriod

__all__ = [
    "ChangedMeanwhile",
    "PeriodError",
    "PeriodRefused",
    "add_period",
    "change_period",
    "end_period_early",
    "withdraw_period",
]


@transaction.atomic
def add_period(
    *, facts: PeriodFacts, is_practice: bool = False, by: str, at: datetime
) -> RestrictedPeriod:
    """Takes a period into the calendar. Raises PeriodRefused with everything that is wrong."""
    facts = _tidied(facts)
    if faults := keeping.faults_of(facts):
        raise PeriodRefused(faults)
    period = RestrictedPeriod(is_practice=is_practice, recorded_by=by, recorded_at=at)
    _write(period, facts)
    _tell("period.recorded", period, by, at, audit.changes_between({}, _told(facts)))
    return period


@transaction.atomic
def change_period(
    *, public_id: str, facts: PeriodFacts, seen: int, reason: str, by: str, at: datetime
) -> RestrictedPeriod:
    """Changes what the calendar says of a period that is to come or in force.

    Of one that is over only name, source and note. `seen` is the `changes` of the period as it was
    shown. A change of nothing leaves no trace. Raises ChangedMeanwhile, PeriodRefused, and
    PeriodError for one that was withdrawn.
    """
    period = _held(public_id)
    facts, reason = _tidied(facts), reason.strip()
    before = period.facts
    if facts == before:
        return period
    if period.changes != seen:
        raise ChangedMeanwhile(
            "Somebody changed this period since you opened the page. Compare what you typed with "
            "the calendar, and save again."
        )
    today = timezone.localdate(at)
    place = _standing_place(period, today)
    faults = [
        *keeping.faults_of(facts),
        *keeping.faults_of_change(before, facts, place=place, on=today),
        *_faults_of_reason(reason),
    ]
    if faults:
        raise PeriodRefused(faults)
    period.changes += 1
    if facts.ends_on != before.ends_on:
        # Whoever gives it a new end says that it is not ended early any more.
        period.was_to_end_on, period.ended_reason = None, ""
    _write(period, facts)
    changes = audit.changes_between(_told(before), _told(facts))
    _tell("period.changed", period, by, at, changes, reason=reason)
    return period


@transaction.atomic
def end_period_early(
    *, public_id: str, last_day: date, reason: str, by: str, at: datetime
) -> RestrictedPeriod:
    """Ends a period that is in force before its day; yesterday as last day ends it at once.

    Raises PeriodRefused, and PeriodError when it is not in force.
    """
    period = _held(public_id)
    today, reason = timezone.localdate(at), reason.strip()
    if _standing_place(period, today) is not Place.IN_FORCE:
        raise PeriodError("Only a period that is in force can end early. Open it again.")
    faults = _faults_of_reason(reason)
    if fault := keeping.fault_of_early_end(
        last_day=last_day, begins_on=period.begins_on, ends_on=period.ends_on, on=today
    ):
        faults.insert(0, Fault("last_day", fault))
    if faults:
        raise PeriodRefused(faults)
    before = period.ends_on
    period.was_to_end_on = period.was_to_end_on or before
    period.ends_on, period.ended_reason = last_day, reason
    period.changes += 1
    period.save()
    changes: dict[str, list[object]] = {"ends_on": [before.isoformat(), last_day.isoformat()]}
    _tell("period.ended", period, by, at, changes, reason=reason)
    return period


@transaction.atomic
def withdraw_period(*, public_id: str, reason: str, by: str, at: datetime) -> RestrictedPeriod:
    """Says that the period should never have been in the calendar; it counts no more.

    It stays to be read, with the reason. Raises PeriodRefused, and PeriodError when it was
    withdrawn already.
    """
    period = _held(public_id)
    _standing_place(period, timezone.localdate(at))
    reason = reason.strip()
    if faults := _faults_of_reason(reason):
        raise PeriodRefused(faults)
    period.withdrawn_at, period.withdrawn_by, period.withdrawn_reason = at, by, reason
    period.changes += 1
    period.save()
    _tell("period.withdrawn", period, by, at, {}, reason=reason)
    return period


def _held(public_id: str) -> RestrictedPeriod:
    return RestrictedPeriod.objects.select_for_update().get(public_id=public_id)


def _standing_place(period: RestrictedPeriod, today: date) -> Place:
    place = period.place(today)
    if place is Place.WITHDRAWN:
        raise PeriodError("This period was withdrawn. Record it anew if it does count.")
    return place


def _faults_of_reason(reason: str) -> list[Fault]:
    if not reason:
        return [Fault("reason", "Say why. The reason is public.")]
    if len(reason) > LONGEST_REASON:
        return [Fault("reason", f"Say it in at most {LONGEST_REASON:,} characters.")]
    return []


def _tidied(facts: PeriodFacts) -> PeriodFacts:
    return PeriodFacts(
        name=tidy(facts.name),
        jurisdiction=facts.jurisdiction.strip().upper(),
        kinds=tuple(sorted(set(facts.kinds))),
        mode=facts.mode,
        begins_on=facts.begins_on,
        ends_on=facts.ends_on,
        source_address=facts.source_address.strip(),
        note=facts.note.strip(),
    )


def _write(period: RestrictedPeriod, facts: PeriodFacts) -> None:
    period.name, period.jurisdiction = facts.name, facts.jurisdiction
    period.kinds, period.mode = list(facts.kinds), facts.mode.value
    period.begins_on, period.ends_on = facts.begins_on, facts.ends_on
    period.source_address, period.note = facts.source_address, facts.note
    period.save()


def _told(facts: PeriodFacts) -> dict[str, object]:
    """The facts as the trail keeps them."""
    return {
        "name": facts.name,
        "jurisdiction": facts.jurisdiction,
        "body_kinds": list(facts.kinds),
        "mode": facts.mode.value,
        "begins_on": facts.begins_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "source_address": facts.source_address,
        "note": facts.note,
    }


def _tell(
    kind: str,
    period: RestrictedPeriod,
    by: str,
    at: datetime,
    changes: dict[str, list[object]],
    *,
    reason: str = "",
) -> None:
    if reason:
        changes = {**changes, "reason": [None, reason]}
    audit.record(
        kind=kind,
        actor=by,
        subject=f"period:{period.public_id}",
        at=at,
        details={
            "name": period.name,
            "begins_on": period.begins_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "changes": changes,
        },
        public=not period.is_practice,
    )
