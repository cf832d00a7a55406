"""Steps of background work on replies: send, look, sweep. Each does one and says whether it did."""

from alongside.connectors.likeness import is_all_of
from alongside.connectors.port import (
    ConnectorError,
    OutcomeUnknown,
    Receipt,
    Refused,
    Sighting,
    TryLater,
    Unreadable,
)
from alongside.core import clock, sealed
from alongside.forums import access
from alongside.plans.domain import policy
from alongside.replies import queries, removing, sending
from alongside.replies.domain.life import HELD_LIMIT, ReplyState, Route
from alongside.replies.models import Attempt, Reply


def send_next_reply() -> bool:
    """Claim, call, record. False when nothing is due: the loop may sleep."""
    attempt = sending.claim_next_reply(at=clock.now())
    if attempt is None:
        return False
    reply = attempt.reply
    forum = reply.enquiry.forum
    try:
        receipt = _standing_already(attempt) or access.carry_out(
            access.connector_of(forum).post_reply(
                access.site_of(forum),
                credential=access.credential_of(reply.account),
                thread_id=reply.enquiry.thread_id,
                text=reply.text,
            ),
            # Posting under the operator's agreement is not crawling; robots rules are for readers.
            robots=False,
            go_on=lambda: sending.may_go_on(attempt_id=attempt.pk, at=clock.now()),
        )
    except TryLater as exc:
        sending.record_not_posted(
            attempt_id=attempt.pk,
            problem=str(exc),
            after_seconds=exc.after_seconds,
            at=clock.now(),
        )
    except (ConnectorError, sealed.CannotOpen) as exc:  # refused, or outcome unknown
        sending.record_failure(
            attempt_id=attempt.pk,
            problem=str(exc),
            is_refused=isinstance(exc, Refused | sealed.CannotOpen),
            at=clock.now(),
        )
    else:
        sending.record_posting(attempt_id=attempt.pk, receipt=receipt, at=clock.now())
    return True


def _standing_already(attempt: Attempt) -> Receipt | None:
    """Before another try the thread is read: what stands there is not posted again (law 6).

    Under whatever name: the account may have been given another one since. Where the operator has
    not agreed to reading, the record of the earlier attempts must do: it says for certain that
    nothing was posted, or a person said so. Raises ConnectorError.
    """
    reply = attempt.reply
    is_first = not reply.attempts.exclude(pk=attempt.pk).exists()
    if is_first or not _may_read(reply):
        return None
    try:
        by_anybody = _look_before(attempt, account=None)
        sighting = by_anybody and _look_before(attempt, account=reply.account.handle)
    except Unreadable as exc:
        raise TryLater(f"The thread could not be read before another try. {exc}") from exc
    if sighting is not None:
        return Receipt(external_id=sighting.external_id, address=sighting.address)
    if by_anybody is not None and is_all_of(reply.text, by_anybody.text):
        raise OutcomeUnknown(
            "The same words stand in the thread under another name: "
            f"{by_anybody.address} If your account has another name by now, give this link, and "
            "correct the name in the register. If not, take the reply back to draft."
        )
    return None  # others may quote words that stand there no more


def _look_before(attempt: Attempt, *, account: str | None) -> Sighting | None:
    reply = attempt.reply
    forum = reply.enquiry.forum
    return access.carry_out(
        access.connector_of(forum).find_reply(
            access.site_of(forum),
            thread_address=reply.enquiry.thread_address,
            text=reply.text,
            account=account,
        ),
        go_on=lambda: _may_read(reply) and sending.may_go_on(attempt_id=attempt.pk, at=clock.now()),
    )


def _may_read(reply: Reply) -> bool:
    """Whether the thread of the reply may be read by machine, now."""
    return queries.ask_policy(policy.Act.READ, reply.enquiry, at=clock.now()) is None


def look_for_next_reply() -> bool:
    """Reads a posted reply back in the forum, as a guest sees it, or sees that a removed one is
    gone."""
    reply = sending.claim_next_look(at=clock.now())
    if reply is None:
        return False
    forum = reply.enquiry.forum
    # What a person posted by hand is looked for at the address they gave, where the forum's
    # software is not known well enough to find it from the thread's.
    connector = access.connector_of(forum)
    is_known = connector.can_read and connector.kind != access.BY_HAND
    address = (
        reply.public_link
        if reply.route == Route.BY_HAND and not is_known
        else reply.enquiry.thread_address
    )
    try:
        sighting = access.carry_out(
            connector.find_reply(
                access.site_of(forum),
                thread_address=address,
                text=reply.text,
                account=reply.account.handle,
            ),
            # The operator may press "hold" while the thread is read, page by page (law 1).
            go_on=lambda: _may_read(reply),
        )
    except ConnectorError as exc:
        if reply.state == ReplyState.REMOVED:
            removing.record_unread(reply_id=reply.pk, at=clock.now())
            return True
        sending.record_not_seen(reply_id=reply.pk, problem=str(exc), at=clock.now())
        return True
    if sighting is not None:
        sending.record_sighting(reply_id=reply.pk, sighting=sighting, at=clock.now())
    elif reply.state == ReplyState.REMOVED:
        removing.record_gone(reply_id=reply.pk, at=clock.now())
    else:
        sending.record_not_seen(
            reply_id=reply.pk,
            problem=(
                f"The forum’s moderators have not let the reply through in {HELD_LIMIT.days} days: "
                f"its text was not found at {address}. Ask them what became of it."
                if reply.state == ReplyState.HELD
                else f"The reply was taken by the forum, but its text was not found at {address}."
            ),
            at=clock.now(),
        )
    return True


def sweep_next_reply() -> bool:
    """Hands a reply whose sending was interrupted to a person."""
    return sending.sweep_next_reply(at=clock.now()) is not None
