"""What a body does when an operator asks for one of its replies to be removed.

A person says that it is gone, and it is shown as live no more. Where the agreement allows reading,
the service looks at once; what it reads there after all is live again, and the lead is told.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from alongside.agreements import objecting
from alongside.agreements.models import Objection
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.replies.domain import life
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply


@transaction.atomic
def answer_objection(
    *, objection_id: str, body: Body, answer: str, is_removed: bool, by: str, at: datetime
) -> Objection:
    """Answers the operator, and says of the reply, if so, that it was removed.

    Raises as `objecting.answer_objection` and `record_removal`.
    """
    objection = objecting.answer_objection(
        objection_id=objection_id, body=body, answer=answer, by=by, at=at
    )
    if is_removed:
        record_removal(reply_id=objection.reply_id, body=body, by=by, at=at)
    return objection


@transaction.atomic
def record_removal(*, reply_id: str, body: Body, by: str, at: datetime) -> Reply:
    """Somebody took the reply out of the forum: it is live no more, and looked for at once.

    Raises NotPossibleNow for one that never stood there, and Reply.DoesNotExist when it is not the
    body's.
    """
    reply = Reply.objects.select_for_update(of=("self",)).get(
        public_id=reply_id, enquiry__body=body
    )
    if reply.state == ReplyState.REMOVED:
        return reply
    life.check_move(ReplyState(reply.state), ReplyState.REMOVED)
    reply.state, reply.looks, reply.not_before = ReplyState.REMOVED.value, 0, at
    reply.problem, reply.problem_clause, reply.problem_address = "", "", ""
    reply.save()
    _tell("reply.removed", reply, by, at)
    return reply


@transaction.atomic
def record_gone(*, reply_id: int, at: datetime) -> Reply:
    """The service looked for a removed reply and did not find it."""
    reply = Reply.objects.select_for_update(of=("self",)).get(pk=reply_id)
    if reply.state == ReplyState.REMOVED:  # else somebody dealt with it meanwhile
        reply.not_before = None
        reply.save(update_fields=["not_before"])
        _tell("reply.gone", reply, audit.WORKER, at)
    return reply


@transaction.atomic
def record_unread(*, reply_id: int, at: datetime) -> None:
    """The forum could not be read: looked again later, a few times; the person's word stands."""
    reply = Reply.objects.select_for_update(of=("self",)).get(pk=reply_id)
    if reply.state != ReplyState.REMOVED:
        return
    reply.looks += 1
    reply.not_before = life.next_look(looks=reply.looks, at=at)
    reply.save(update_fields=["looks", "not_before"])


def standing_after_all(body_ids: Collection[int]) -> QuerySet[Reply]:
    """Replies of which a lead told an operator that they are removed, and which were read since."""
    return (
        Reply.objects.filter(
            enquiry__body__in=body_ids, state=ReplyState.LIVE.value, problem=life.STILL_THERE
        )
        .select_related("enquiry__body", "enquiry__forum")
        .order_by("pk")
    )


def _tell(kind: str, reply: Reply, by: str, at: datetime) -> None:
    audit.record(kind=kind, actor=by, subject=f"reply:{reply.public_id}", at=at)
