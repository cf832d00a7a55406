"""Writing figures about forums. None is ever deleted: a wrong one is withdrawn, with a reason."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.bodies.queries import Duty
from alongside.forums.actions import FactsRefused, ForumError, check_keeps_forums, check_standing
from alongside.forums.domain.kinds import Bound, MeasureMethod
from alongside.forums.domain.measures import Reading, faults_of, kind_of, number
from alongside.forums.models import Forum, Measure
from alongside.forums.sizes import refresh_sizes

LONGEST_REASON = 300


class MeasureRefused(FactsRefused):
    """The figure cannot be recorded; `faults` holds a sentence for each field."""


class ToldAlready(ForumError):
    """The same kind of figure, of the same date and source, stands already: `measure`."""

    def __init__(self, measure: Measure) -> None:
        super().__init__(
            "A figure of this kind, date and source is recorded already. "
            "If it is wrong, withdraw it first."
        )
        self.measure = measure


@transaction.atomic
def record_measure(
    *,
    forum: Forum,
    kind: str,
    value: Decimal,
    unit: str,
    bound: Bound,
    period: str,
    method: MeasureMethod,
    asserted_by: str,
    source: str,
    dated: str,
    source_address: str = "",
    quotation: str = "",
    by: str,
    at: datetime,
) -> Measure:
    """Adds one figure, once: the same kind from the same source and date is not told twice.

    Raises MeasureRefused for a figure without a source or of the future, and EntryMerged.
    """
    reading = Reading(
        kind=kind_of(kind),
        value=value,
        unit=" ".join(unit.split()),
        bound=bound,
        period=" ".join(period.split()),
        method=method,
        asserted_by=" ".join(asserted_by.split()),
        source=" ".join(source.split()),
        source_address=source_address.strip(),
        dated=dated.strip(),
        quotation=quotation.strip(),
    )
    return _record(forum, reading, by=by, at=at)[0]


@transaction.atomic
def add_measure(*, forum_id: int, reading: Reading, by: Duty, at: datetime) -> Measure:
    """Adds what a person read. Raises NotAllowed, MeasureRefused, EntryMerged and ToldAlready."""
    check_keeps_forums(by)
    forum = Forum.objects.select_related("merged_into").get(pk=forum_id)
    measure, added = _record(forum, reading, by=by.user.username, at=at)
    if not added:
        raise ToldAlready(measure)
    return measure


@transaction.atomic
def withdraw_measure(*, measure_id: int, reason: str, by: Duty, at: datetime) -> Measure:
    """Marks a wrong figure as withdrawn. It stays to be seen, and counts no more.

    Raises NotAllowed and MeasureRefused without a reason. Withdrawing twice keeps the first.
    """
    check_keeps_forums(by)
    measure = (
        Measure.objects.select_for_update(of=("self",)).select_related("forum").get(pk=measure_id)
    )
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise MeasureRefused({"reason": "Say why the figure is wrong: the reason is published."})
    if len(reason) > LONGEST_REASON:
        raise MeasureRefused({"reason": f"Write at most {LONGEST_REASON} characters."})
    if measure.withdrawn_at is None:
        measure.withdrawn_at, measure.withdrawn_reason = at, reason
        measure.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        refresh_sizes([measure.forum_id])
        audit.record(
            kind="measure.withdrawn",
            actor=by.user.username,
            subject=f"forum:{measure.forum.slug}",
            at=at,
            details={
                "name": measure.forum.name,
                "kind": measure.kind,
                "dated": measure.dated,
                "reason": reason,
                "changes": {"value": [number(measure.value), None], "reason": [None, reason]},
            },
            public=not measure.forum.is_practice,
        )
    return measure


def _record(forum: Forum, reading: Reading, *, by: str, at: datetime) -> tuple[Measure, bool]:
    check_standing(forum)
    if faults := faults_of(reading, today=timezone.localdate(at)):
        raise MeasureRefused(faults)
    measure, added = Measure.objects.get_or_create(
        forum=forum,
        kind=reading.kind,
        source=reading.source,
        dated=reading.dated,
        period=reading.period,
        withdrawn_at=None,
        defaults={
            "value": reading.value,
            "unit": reading.unit,
            "bound": reading.bound.value,
            "method": reading.method.value,
            "asserted_by": reading.asserted_by,
            "source_address": reading.source_address,
            "quotation": reading.quotation,
            "recorded_at": at,
        },
    )
    if added:
        refresh_sizes([forum.pk])
        stated = {
            "kind": reading.kind,
            "value": number(reading.value),
            "unit": reading.unit,
            "bound": reading.bound.value,
            "period": reading.period,
            "method": reading.method.value,
            "dated": reading.dated,
            "source": reading.source,
        }
        audit.record(
            kind="measure.recorded",
            actor=by,
            subject=f"forum:{forum.slug}",
            at=at,
            details={
                "name": forum.name,
                "kind": reading.kind,
                "dated": reading.dated,
                "changes": audit.changes_between(
                    {}, {name: value for name, value in stated.items() if value != ""}
                ),
            },
            public=not forum.is_practice,
        )
    return measure, added
