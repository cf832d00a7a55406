"""What people do about a reply that the forum's moderators look at before members see it."""

from datetime import datetime

from django.db import transaction

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.queries import Duty
from alongside.replies import actions
from alongside.replies.domain import life
from alongside.replies.domain.life import NotAllowed, ReplyError, ReplyState
from alongside.replies.models import Reply


def was_held(reply: Reply) -> bool:
    """Whether the moderators had the reply before them when it was last put into the forum."""
    if reply.state == ReplyState.HELD:
        return True
    last = reply.attempts.last()
    return last is not None and last.outcome == ReplyState.HELD.value


@transaction.atomic
def look_now(*, reply_id: int, by: Duty, at: datetime) -> Reply:
    """Somebody heard that it was let through: the worker looks for it next, not in an hour.

    Raises NotAllowed, NotPossibleNow for a reply that is not held.
    """
    reply = _locked(reply_id, by)
    # What would be moved if it is seen; nothing is moved yet.
    life.check_move(ReplyState(reply.state), ReplyState.LIVE, only_from={ReplyState.HELD})
    reply.not_before = at
    reply.save(update_fields=["not_before"])
    _tell("reply.look_asked", reply, by, at)
    return reply


@transaction.atomic
def record_rejection(*, reply_id: int, reason: str, by: Duty, at: datetime) -> Reply:
    """The moderators turned a held reply down, and somebody says so: it is looked for no more.

    The author can write another or give it up. Raises NotAllowed, NotPossibleNow for a reply that
    the moderators did not have before them, ReplyError without a reason.
    """
    reply = _locked(reply_id, by)
    if not was_held(reply):
        raise life.NotPossibleNow("The forum’s moderators did not have this reply before them.")
    life.check_move(
        ReplyState(reply.state),
        ReplyState.REJECTED,
        only_from={ReplyState.HELD, ReplyState.NEEDS_PERSON},
    )
    if not reason.strip():
        raise ReplyError("Say what the moderators said, so that nobody sends the same again.")
    actions.end_attempt(reply, ReplyState.REJECTED.value, at)
    reply.state, reply.not_before = ReplyState.REJECTED.value, None
    reply.problem, reply.problem_clause, reply.problem_address = reason.strip(), "", ""
    reply.save()
    _tell("reply.rejected", reply, by, at)
    return reply


def _locked(reply_id: int, by: Duty) -> Reply:
    reply = Reply.objects.select_for_update(of=("self",)).select_related("enquiry").get(pk=reply_id)
    if not by.may(Permission.ANSWER, body_id=reply.enquiry.body_id):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")
    return reply


def _tell(kind: str, reply: Reply, by: Duty, at: datetime) -> None:
    audit.record(kind=kind, actor=by.user.username, subject=f"reply:{reply.public_id}", at=at)
