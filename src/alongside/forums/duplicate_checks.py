"""The record that a body looked for existing forums before it built one. Frozen once decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.forums.actions import ForumError, NotAllowed
from alongside.forums.domain import building as rules
from alongside.forums.domain.kinds import BuildDecision
from alongside.forums.models import DuplicateCheck
from alongside.forums.search import find_forums


class CheckError(ForumError):
    """The record cannot be kept so; the message is for the person who asked."""


class Decided(CheckError):
    """The record is frozen."""


@transaction.atomic
def record_duplicate_check(
    *, body: Body, need: str, consulted: str = "", by: Duty, at: datetime
) -> DuplicateCheck:
    """Looks for forums that serve the need, and keeps what was found at this moment.

    Whoever works for the body may keep a record. Raises NotAllowed, and CheckError for a closed
    body and for a need that is too short or too long.
    """
    if body.pk not in by.body_ids(Permission.SEE_WORKSPACE):
        raise NotAllowed("Only people of this body keep records in its name.")
    if body.is_closed:
        raise CheckError(f"{body.name} has closed. Choose the body that does its work now.")
    with _refusals():
        kept = {
            "need": rules.checked_need(need),
            "consulted": rules.checked_consulted(consulted),
        }
    found = [
        {"slug": each.slug, "name": each.name, "address": each.address, "why": each.told}
        for each in find_forums(kept["need"], limit=rules.FOUND_KEPT, practice=body.is_practice)
    ]
    check = DuplicateCheck.objects.create(body=body, found=found, looked_at=at, **kept)
    changes = audit.changes_between({}, {**kept, "found": len(found)})
    _tell("duplicate_check.recorded", check, by, at, changes)
    return check


@transaction.atomic
def record_consultation(
    *, public_id: str, consulted: str, by: Duty, at: datetime
) -> DuplicateCheck:
    """Writes down which operators and users were consulted, in words, without a person's name.

    Raises NotAllowed for anybody but the body's engagement lead, Decided once it is frozen, and
    CheckError without a text.
    """
    check = _open(public_id, by)
    with _refusals():
        text = rules.checked_consulted(consulted)
    if not text:
        raise CheckError("Say which operators and users were consulted, and what they said.")
    changes = audit.changes_between({"consulted": check.consulted}, {"consulted": text})
    if changes:
        check.consulted = text
        check.save(update_fields=["consulted"])
        _tell("duplicate_check.consulted", check, by, at, changes)
    return check


@transaction.atomic
def decide(
    *, public_id: str, decision: BuildDecision, reason: str, by: Duty, at: datetime
) -> DuplicateCheck:
    """Writes down what was decided, and why. From then on the record is frozen.

    Raises NotAllowed for anybody but the body's engagement lead, Decided once it is frozen, and
    CheckError without a reason, or when a forum would be built and nobody was consulted.
    """
    check = _open(public_id, by)
    with _refusals():
        text = rules.checked_decision(decision, reason, consulted=check.consulted)
    check.decision, check.decision_reason, check.decided_at = decision.value, text, at
    check.save(update_fields=["decision", "decision_reason", "decided_at"])
    changes = audit.changes_between(
        {"decision": BuildDecision.OPEN.value, "decision_reason": ""},
        {"decision": check.decision, "decision_reason": text},
    )
    _tell("duplicate_check.decided", check, by, at, changes)
    return check


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns what the rules refuse into this module's error."""
    try:
        yield
    except rules.Refused as exc:
        raise CheckError(str(exc)) from exc


def _open(public_id: str, by: Duty) -> DuplicateCheck:
    """The record, held until the change is done. Raises NotAllowed and Decided."""
    check = (
        DuplicateCheck.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(public_id=public_id)
    )
    if not by.may(Permission.LEAD, body_id=check.body_id):
        raise NotAllowed("Only an engagement lead of this body adds to the record.")
    if check.decision != BuildDecision.OPEN:
        raise Decided(
            "This record was decided and is frozen. If things have changed, look again: "
            "that makes a new record."
        )
    return check


def _tell(
    kind: str, check: DuplicateCheck, by: Duty, at: datetime, changes: dict[str, list[object]]
) -> None:
    audit.record(
        kind=kind,
        actor=by.user.username,
        subject=f"duplicate_check:{check.public_id}",
        at=at,
        details={"name": check.body.name, "body": check.body.slug, "changes": changes},
        public=not check.body.is_practice,
    )
