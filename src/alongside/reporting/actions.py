"""Recording commitments, ending them, and freezing what stood on their day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.reporting import commitment_queries as queries
from alongside.reporting.domain import commitments as rules
from alongside.reporting.domain.commitments import Committed, Ended, Occasion, Scope
from alongside.reporting.models import Commitment, CommitmentEnd, CommitmentResult


class CommitmentError(ValueError):
    """The commitment cannot be changed so; the message is for the person who asked."""


class NotAllowed(CommitmentError):
    """Only the central team records commitments."""


class Ending(CommitmentError):
    """It has ended: what ended stays as it is."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a commitment says, as it was typed."""

    statement: str
    what: Committed
    scope: Scope
    due_on: date
    source_address: str


@transaction.atomic
def record_commitment(*, wording: Wording, by: Duty, at: datetime) -> Commitment:
    """Records that some bodies shall have something by a day.

    Raises NotAllowed, and Unfit with the field for what makes no commitment: no statement, nobody
    meant, a body or kind that is not in the register, or a day that has come.
    """
    _check_allowed(by)
    return _record(wording, by=by, at=at)


@transaction.atomic
def change_commitment(
    *, commitment_id: int, wording: Wording, reason: str, by: Duty, at: datetime
) -> Commitment:
    """A new record in the place of one that stands; the old one stays, with the reason.

    What stood on that day is frozen, and the old one's own day is counted all the same: nobody
    escapes a date by moving it. Raises NotAllowed, Unfit, Ending, and CommitmentError when nothing
    would change.
    """
    _check_allowed(by)
    old = _standing(commitment_id)
    if _wording_of(old) == wording:
        raise CommitmentError("Nothing would change. Change what is different, then save.")
    _end(old, how=Ended.CHANGED, reason=reason, by=by, at=at)
    return _record(wording, by=by, at=at, replaces=old)


@transaction.atomic
def end_commitment(
    *, commitment_id: int, how: Ended, reason: str, by: Duty, at: datetime
) -> CommitmentEnd:
    """Closes or withdraws a commitment, with a reason that is published.

    Raises NotAllowed, Unfit without a reason, and Ending when it has ended.
    """
    _check_allowed(by)
    if how is Ended.CHANGED:
        raise CommitmentError("Say what it is changed to.")
    return _end(_standing(commitment_id), how=how, reason=reason, by=by, at=at)


@transaction.atomic
def freeze_next_result(*, at: datetime) -> CommitmentResult | None:
    """Freezes what stood on the day of one commitment whose day has passed; None: none is due.

    Of every commitment, ended ones too: its day was public.
    """
    done = CommitmentResult.objects.filter(occasion=Occasion.DAY.value).values("commitment")
    commitment = (
        Commitment.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(due_on__lt=timezone.localdate(at))
        .exclude(pk__in=done)
        .order_by("due_on", "pk")
        .first()
    )
    if commitment is None:
        return None
    result = _freeze(commitment, Occasion.DAY, on=commitment.due_on, at=at)
    audit.record(
        kind="commitment.counted",
        actor=audit.WORKER,
        subject=f"commitment:{commitment.public_id}",
        at=at,
        details={
            "name": commitment.statement,
            "changes": {"met": [None, result.met], "bodies_in_scope": [None, result.bodies]},
        },
        public=not commitment.is_practice,
    )
    return result


def _check_allowed(by: Duty) -> None:
    if not by.may(Permission.COMMIT):
        raise NotAllowed("Only the central team records commitments.")


def _standing(commitment_id: int) -> Commitment:
    """The commitment, locked. Raises Ending when it has ended."""
    found = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment_id)
    if CommitmentEnd.objects.filter(commitment=found).exists():
        raise Ending("Somebody has closed, withdrawn or changed this commitment. See its page.")
    return found


def _record(
    wording: Wording, *, by: Duty, at: datetime, replaces: Commitment | None = None
) -> Commitment:
    practice = by.user.is_practice
    bodies = Body.objects.filter(is_practice=practice)
    scope = rules.checked_scope(
        wording.scope,
        kinds=set(BodyKind),
        jurisdictions=_jurisdictions(practice),
        bodies=set(
            bodies.filter(slug__in=wording.scope.bodies, closed_how="").values_list(
                "slug", flat=True
            )
        ),
    )
    commitment = Commitment.objects.create(
        statement=rules.checked_statement(wording.statement),
        what=wording.what.value,
        kinds=list(scope.kinds),
        jurisdictions=list(scope.jurisdictions),
        bodies=list(scope.bodies),
        due_on=rules.checked_day(wording.due_on, today=timezone.localdate(at)),
        source_address=wording.source_address,
        replaces=replaces,
        is_practice=practice,
        recorded_by=by.user.username,
        recorded_at=at,
    )
    before = _said(replaces) if replaces else {}
    audit.record(
        kind="commitment.recorded",
        actor=by.user.username,
        subject=f"commitment:{commitment.public_id}",
        at=at,
        details={
            "name": commitment.statement,
            "changes": audit.changes_between(before, _said(commitment)),
        },
        public=not practice,
    )
    return commitment


def _jurisdictions(practice: bool) -> set[str]:
    """Those of the register's bodies, and the countries that they are parts of."""
    found = set(
        Body.objects.filter(is_practice=practice)
        .exclude(jurisdiction="")
        .values_list("jurisdiction", flat=True)
    )
    return found | {code.partition("-")[0] for code in found}


def _end(
    commitment: Commitment, *, how: Ended, reason: str, by: Duty, at: datetime
) -> CommitmentEnd:
    end = CommitmentEnd.objects.create(
        commitment=commitment,
        how=how.value,
        reason=rules.checked_reason(reason),
        ended_by=by.user.username,
        ended_at=at,
    )
    _freeze(commitment, Occasion.END, on=timezone.localdate(at), at=at)
    audit.record(
        kind=f"commitment.{how.value}",
        actor=by.user.username,
        subject=f"commitment:{commitment.public_id}",
        at=at,
        details={"name": commitment.statement, "changes": {"reason": [None, end.reason]}},
        public=not commitment.is_practice,
    )
    return end


def _freeze(
    commitment: Commitment, occasion: Occasion, *, on: date, at: datetime
) -> CommitmentResult:
    count = queries.count_of(commitment, on=on)
    return CommitmentResult.objects.create(
        commitment=commitment,
        occasion=occasion.value,
        stood_on=on,
        bodies=count.bodies,
        met=count.met,
        rows=[mark.as_row() for mark in count.marks],
        frozen_at=at,
    )


def _wording_of(commitment: Commitment) -> Wording:
    return Wording(
        statement=commitment.statement,
        what=Committed(commitment.what),
        scope=commitment.scope,
        due_on=commitment.due_on,
        source_address=commitment.source_address,
    )


def _said(commitment: Commitment) -> dict[str, object]:
    """What the trail keeps of it."""
    return {
        "statement": commitment.statement,
        "what": commitment.what,
        "kinds": commitment.kinds,
        "jurisdictions": commitment.jurisdictions,
        "bodies": commitment.bodies,
        "due_on": commitment.due_on.isoformat(),
        "source_address": commitment.source_address,
    }
