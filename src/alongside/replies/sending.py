"""What the worker writes about a reply: claim, record, look, sweep.

Sending is claim, commit, call, record: no transaction is open while the network is. A reply whose
call was not recorded goes to a person, never back to the queue (law 6: rather late than twice).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.connectors.port import Receipt, Sighting
from alongside.enquiries import actions as enquiries
from alongside.plans.domain import policy
from alongside.replies import actions, queries
from alongside.replies.domain import life
from alongside.replies.domain.life import Proof, ReplyState, Route
from alongside.replies.models import Attempt, Reply


def claim_next_reply(*, at: datetime) -> Attempt | None:
    """An attempt on the next approved reply that may be sent now; None if there is none.

    The policy is asked here, in the instant before sending: what it refuses for good is stopped,
    what it refuses for now waits. Any number of workers may call this at once.
    """
    while True:
        # One reply a transaction: locks of several would make two workers wait for one another.
        with transaction.atomic():
            reply = (
                _locking(skip=True)
                .filter(Q(not_before=None) | Q(not_before__lte=at))
                .filter(state=ReplyState.APPROVED.value, route=Route.INTERFACE.value)
                .filter(account__secret_due_at=None)  # a key that nobody checked is not used
                .order_by("approved_at", "pk")
                .first()
            )
            if reply is None:
                return None
            decision = actions.refusal_to_send(reply, at=at)
            if decision is None:
                reply.state, reply.not_before = ReplyState.SENDING.value, None
                reply.save(update_fields=["state", "not_before"])
                return Attempt.objects.create(reply=reply, claimed_at=at)
            if decision.clause in policy.PASSING:
                # What it waits for may end earlier than was said, so it is asked anew every day.
                reply.not_before = min(decision.until or _next_day(at), _next_day(at))
                reply.problem = decision.sentence
                reply.save(update_fields=["not_before", "problem"])
            else:
                actions.stop(reply, decision, by=audit.WORKER, at=at)


def may_go_on(*, attempt_id: int, at: datetime) -> bool:
    """Whether the next request of an attempt may still be made; asked before each of them.

    Not when the attempt was swept or is about to be (law 6), nor when the operator has stopped
    everything since it was claimed, or plan or operator want another text (laws 1 and 2).
    """
    attempt = (
        Attempt.objects.filter(pk=attempt_id, ended_at=None, reply__state=ReplyState.SENDING.value)
        .select_related(
            *("reply__enquiry__forum", "reply__enquiry__body", "reply__enquiry__seen"),
            *("reply__account", "reply__author", "reply__approved_by"),
        )
        .first()
    )
    if attempt is None or at > attempt.claimed_at + life.SENDING_LIMIT - life.LAST_REQUEST:
        return False
    decision = queries.ask_about(policy.Act.SEND, attempt.reply, at=at)
    # The quota counts this reply itself by now.
    if decision is not None and decision.clause is not policy.Clause.QUOTA_REACHED:
        return False
    return queries.refusal_of_text(attempt.reply, at=at) is None


@transaction.atomic
def record_posting(*, attempt_id: int, receipt: Receipt, at: datetime) -> Reply:
    """The forum took the reply, or holds it for its moderators. Next it is looked for.

    A receipt that comes after the attempt was swept still counts while the reply is with a
    person; once they have decided otherwise it goes into the trail only.
    """
    reply, under_way = _reply_of(attempt_id)
    if not under_way and reply.state != ReplyState.NEEDS_PERSON:
        _tell("reply.late_receipt", reply, at, {"address": receipt.address})
        if reply.state == ReplyState.APPROVED:
            # It is queued again, and we know now that it stands: never twice. The queue lets it go
            # as if this attempt were the one under way.
            life.check_move(ReplyState.APPROVED, ReplyState.SENDING)
            reply.state = ReplyState.SENDING.value
            return _hand_over(
                reply,
                f"An earlier attempt did reach the forum: {receipt.address} Look whether the reply "
                "stands there, and give its link.",
                at,
            )
        return reply
    then = ReplyState.HELD if receipt.is_held else ReplyState.POSTED
    life.check_move(ReplyState(reply.state), then)
    reply.state = then.value
    reply.external_id, reply.public_link = receipt.external_id, receipt.address
    reply.posted_at = at
    reply.problem, reply.problem_clause, reply.problem_address = "", "", ""
    reply.looks, reply.not_before = 0, at + (life.HELD_PAUSE if receipt.is_held else timedelta(0))
    reply.save()
    actions.end_attempt(reply, then.value, at)
    _tell("reply.held" if receipt.is_held else "reply.posted", reply, at)
    return reply


@transaction.atomic
def record_not_posted(
    *, attempt_id: int, problem: str, after_seconds: int | None, at: datetime
) -> Reply:
    """Nothing was posted, for certain: it waits and is tried again, a few times.

    An attempt that was swept meanwhile changes nothing: its reply is with a person, or has been
    claimed anew, and must not come back to the queue (law 6).
    """
    reply, under_way = _reply_of(attempt_id)
    if not under_way:
        return reply
    actions.end_attempt(reply, "not posted", at)
    tries = reply.attempts.filter(outcome="not posted", claimed_at__gte=reply.approved_at)
    if tries.count() >= life.TRIES:
        return _hand_over(reply, f"It was tried {life.TRIES} times. {problem}", at)
    life.check_move(ReplyState(reply.state), ReplyState.APPROVED)
    pause = timedelta(seconds=after_seconds) if after_seconds else life.TRY_LATER_PAUSE
    reply.state, reply.not_before, reply.problem = ReplyState.APPROVED.value, at + pause, problem
    reply.save()
    _tell("reply.put_off", reply, at)
    return reply


@transaction.atomic
def record_failure(*, attempt_id: int, problem: str, is_refused: bool, at: datetime) -> Reply:
    """The forum refused it, or nobody knows whether it stands there: a person must look."""
    reply, under_way = _reply_of(attempt_id)
    if not under_way:
        return reply  # the sweep has handed it over already
    actions.end_attempt(reply, "refused" if is_refused else "unknown", at)
    return _hand_over(reply, problem, at)


@transaction.atomic
def sweep_next_reply(*, at: datetime) -> Reply | None:
    """A reply whose worker died between the call and the record goes to a person."""
    reply = (
        _locking(skip=True)
        .filter(state=ReplyState.SENDING.value, route=Route.INTERFACE.value)
        .exclude(attempts__claimed_at__gt=at - life.SENDING_LIMIT)
        .order_by("pk")
        .first()
    )
    if reply is None:
        return None
    actions.end_attempt(reply, "unknown", at)
    return _hand_over(
        reply,
        "Sending was interrupted before the forum's answer was recorded. "
        "Look in the thread whether the reply stands there.",
        at,
    )


@transaction.atomic
def claim_next_look(*, at: datetime) -> Reply | None:
    """The next posted, held or removed reply to look for in its forum; None when none is due.

    Looking is machine reading: where the operator has not agreed to it, or has stopped it, the
    reply goes to a person, who gives its public link. The next look is set before this one
    begins, so that a reader that dies delays it only.
    """
    while True:
        reply = (
            _locking(skip=True)
            .filter(state__in=_LOOKED_FOR, not_before__lte=at)
            .order_by("not_before", "pk")
            .first()
        )
        if reply is None:
            return None
        decision = queries.ask_policy(policy.Act.READ, reply.enquiry, at=at)
        if decision is None:
            reply.not_before = at + life.HELD_PAUSE
            reply.save(update_fields=["not_before"])
            return reply
        if reply.state == ReplyState.REMOVED:
            reply.not_before = None  # the word of whoever took it out stands
            reply.save(update_fields=["not_before"])
            continue
        became = (
            "The forum’s moderators have to approve the reply"
            if reply.state == ReplyState.HELD
            else "The forum took the reply"
        )
        _hand_over(
            reply,
            f"{became}, and this service may not look for it. {decision.sentence} "
            "Open the thread and give the reply's public link.",
            at,
        )


@transaction.atomic
def record_sighting(*, reply_id: int, sighting: Sighting, at: datetime) -> Reply:
    """The reply was read in the forum: it is live, with its public link.

    If somebody had said that it was removed, the reply says that it stands there still.
    """
    reply = _locking().get(pk=reply_id)
    if reply.state not in _LOOKED_FOR:
        return reply  # somebody dealt with it meanwhile
    was_removed = reply.state == ReplyState.REMOVED
    life.check_move(ReplyState(reply.state), ReplyState.LIVE)
    reply.state, reply.proof = ReplyState.LIVE.value, Proof.READ_BACK.value
    reply.live_at = reply.live_at or at
    reply.public_link = sighting.address or reply.public_link
    reply.external_id = sighting.external_id or reply.external_id
    reply.posted_at = sighting.posted_at or reply.posted_at or at
    reply.not_before, reply.problem = None, life.STILL_THERE if was_removed else ""
    reply.save()
    enquiries.mark_answered(enquiry_id=reply.enquiry_id, by=audit.WORKER, at=at)
    kind = "reply.still_there" if was_removed else "reply.live"
    _tell(kind, reply, at, {"proof": reply.proof})
    return reply


@transaction.atomic
def record_not_seen(*, reply_id: int, problem: str, at: datetime) -> Reply:
    """The reply was not seen this time: looked for again, then handed to a person."""
    reply = _locking().get(pk=reply_id)
    if reply.state not in (ReplyState.POSTED, ReplyState.HELD):
        return reply  # somebody dealt with it meanwhile
    reply.looks += 1
    if reply.state == ReplyState.HELD:
        assert reply.posted_at is not None
        waits = reply.posted_at + life.HELD_LIMIT > at
        reply.not_before = at + life.HELD_PAUSE if waits else None
    else:
        reply.not_before = life.next_look(looks=reply.looks, at=at)
    if reply.not_before is None:
        return _hand_over(reply, problem, at)
    reply.save(update_fields=["looks", "not_before"])
    return reply


_LOOKED_FOR = [ReplyState.POSTED.value, ReplyState.HELD.value, ReplyState.REMOVED.value]


def _hand_over(reply: Reply, problem: str, at: datetime) -> Reply:
    life.check_move(ReplyState(reply.state), ReplyState.NEEDS_PERSON)
    reply.state, reply.problem, reply.not_before = ReplyState.NEEDS_PERSON.value, problem, None
    reply.problem_clause, reply.problem_address = "", ""
    reply.save()
    _tell("reply.needs_person", reply, at)
    return reply


def _reply_of(attempt_id: int) -> tuple[Reply, bool]:
    """The attempt's reply, locked, and whether this attempt is still the one under way."""
    reply = _locking().get(attempts=attempt_id)
    under_way = reply.attempts.filter(pk=attempt_id, ended_at=None).exists()
    return reply, under_way and reply.state == ReplyState.SENDING


def _next_day(at: datetime) -> datetime:
    day = timezone.localtime(at).replace(hour=0, minute=1, second=0, microsecond=0)
    return day + timedelta(days=1)


def _locking(*, skip: bool = False) -> QuerySet[Reply]:
    return Reply.objects.select_for_update(of=("self",), skip_locked=skip).select_related(
        "enquiry__forum", "enquiry__body", "enquiry__seen", "account__forum"
    )


def _tell(kind: str, reply: Reply, at: datetime, details: dict[str, object] | None = None) -> None:
    audit.record(
        kind=kind, actor=audit.WORKER, subject=f"reply:{reply.public_id}", at=at, details=details
    )
