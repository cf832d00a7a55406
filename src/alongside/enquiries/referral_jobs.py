"""One step of taking referrals in: a question that a moderator passed on becomes an enquiry.

    claim a referral → ask the policy → read the thread, roles only, where that is agreed
      → ask the policy again, with the thread's board → enquiry

No transaction is open while the network is, and only the forum's registered address with the
number is asked for. A worker that dies in between is followed by another, which reads the thread
again and raises nothing twice.
"""

import logging
from datetime import datetime

from alongside.connectors.port import (
    ConnectorError,
    ForumSite,
    Gone,
    Refused,
    Thread,
    TryLater,
    Unreadable,
)
from alongside.connectors.referrers import referrer_for
from alongside.connectors.referring import Pointer, Referrer
from alongside.connectors.seeking import read_thread_at
from alongside.core import clock
from alongside.enquiries import referral_actions as actions
from alongside.enquiries.actions import Unstorable
from alongside.enquiries.domain import referrals as rules
from alongside.enquiries.domain.threads import NotAThread, thread_id_of
from alongside.enquiries.models import Referral
from alongside.forums import access

logger = logging.getLogger(__name__)

_MUST_BE_READ = (
    "This forum’s software signs nothing, so the thread must be read before it is believed, and "
    "the operator did not agree to machine reading. Ask the moderator to use their private page."
)
_NOBODY_MAY = "The operator did not agree to machine reading."
_NO_SUCH_BOARD = "The register knows no board, or several, of the name that its page shows."
_WHICH_BOARD = (
    "So its board is not known, and the operator agreed to some boards only. Open it: if it stands "
    "in one of those, add the question by hand."
)


def take_in_next_referral() -> bool:
    """Takes the referral in that has waited longest. False when none is due."""
    referral = actions.claim_next_referral(at=clock.now())
    if referral is None:
        return False
    try:
        _take_in(referral)
    except Exception as exc:
        # By kind and number alone: an error of the database repeats the row, a member's words.
        problem = f"It could not be taken in ({type(exc).__name__})."
        logger.error("Referral %s: %s", referral.public_id, problem)
        _put_off(referral, problem)
    return True


def forget_next_referrals() -> bool:
    """Deletes what is kept of referrals for a time only."""
    return actions.forget(at=clock.now()) > 0


def _take_in(referral: Referral) -> None:
    forum = referral.forum
    referrer = referrer_for(referral.hook.kind) if referral.hook else None
    address, thread_id, strange = _address_of(referral, referrer), "", ""
    try:
        # Whose address it is, before anything is asked for: a forum may have moved meanwhile.
        thread_id = thread_id_of(
            address, forum_name=forum.name, forum_address=forum.address, engine=forum.engine
        )
    except NotAThread as exc:
        address, strange = "", str(exc)  # nobody is sent there
    # Of what is unsigned, only the board meant for the body counts, so that is asked about.
    meant = referral.hook.addressee if referral.hook and not _is_believed(referrer) else None
    reached = _reach(referral, board_id=meant)
    if reached.refusal is not None:
        _wait(referral, reached.refusal.sentence, address=address)
        return
    if not address:
        actions.give_up(claimed=referral, problem=strange, at=clock.now())
        return
    unread = _NOBODY_MAY
    thread = None
    try:
        if reached.reads and access.connector_of(forum).can_read:
            thread = _read(referral, address, thread_id)
    except TryLater as exc:
        _put_off(referral, str(exc), after_seconds=exc.after_seconds, address=address)
        return
    except (Gone, Refused, Unreadable) as exc:
        unread = str(exc)  # a moderator may vouch for it; then a person opens the link
        if isinstance(exc, Gone) or not _is_believed(referrer):
            actions.give_up(claimed=referral, problem=unread, address=address, at=clock.now())
            return
    except ConnectorError as exc:
        _put_off(referral, str(exc), address=address)
        return
    if not _is_believed(referrer):
        if thread is None:
            actions.give_up(
                claimed=referral, problem=_MUST_BE_READ, address=address, at=clock.now()
            )
            return
        if referral.hook and thread.heading.board_id != referral.hook.addressee:
            actions.leave_alone(claimed=referral, at=clock.now())
            return
    _raise(referral, address, thread, unread=unread)


def _raise(referral: Referral, address: str, thread: Thread | None, *, unread: str) -> None:
    """Asks once more, now that the board is known and the network is over, and raises.

    `unread`: why there is no thread, where there is none.
    """
    board_id = _board_id(referral, thread)
    reached = _reach(referral, board_id=board_id)
    if reached.refusal is not None:
        if not board_id and _reach(referral).refusal is None:
            # Not the board is at fault but that nobody knows it, and asking again tells no more.
            problem = f"{_NO_SUCH_BOARD if thread else unread} {_WHICH_BOARD}"
            actions.give_up(claimed=referral, problem=problem, address=address, at=clock.now())
            return
        _wait(referral, reached.refusal.sentence, board_id=board_id, address=address)
        return
    if thread is not None and not reached.reads:
        thread = None  # the leave to read ended meanwhile: nothing that was read is kept
        if not _is_believed(referrer_for(referral.hook.kind) if referral.hook else None):
            _wait(referral, _MUST_BE_READ, address=address)
            return
    try:
        actions.take_referral(
            claimed=referral, address=address, thread=thread, reached=reached, at=clock.now()
        )
    except (Unstorable, NotAThread) as exc:
        actions.give_up(claimed=referral, problem=str(exc), address=address, at=clock.now())


def _read(referral: Referral, address: str, thread_id: str) -> Thread:
    forum = referral.forum
    thread = access.carry_out(
        read_thread_at(
            access.connector_of(forum),
            access.site_of(forum),
            address=address,
            thread_id=thread_id,
            at=referral.referred_at,
        ),
        go_on=lambda: _reach(referral).reads,
    )
    board_id = thread.heading.board_id or thread.heading.board_name
    actions.note_read(referral, board_id=board_id, at=clock.now())
    return thread


def _reach(referral: Referral, *, board_id: str | None = None) -> actions.Reached:
    return actions.reach(
        forum=referral.forum,
        body=referral.body,
        board_id=board_id if board_id is not None else (referral.board_id or None),
        at=clock.now(),
    )


def _board_id(referral: Referral, thread: Thread | None) -> str:
    """The thread's board, as it says itself; some engines name it and do not number it."""
    if thread is None:
        return referral.board_id
    if thread.heading.board_id:
        return thread.heading.board_id
    named = referral.forum.boards.filter(name__iexact=thread.heading.board_name)
    numbers = set(named.values_list("external_id", flat=True)[:2])
    # Of two boards of one name, the operator may have agreed to the other one.
    return numbers.pop() if len(numbers) == 1 else referral.board_id


def _address_of(referral: Referral, referrer: Referrer | None) -> str:
    """Of the forum's registered address and the number; the operator's own is checked."""
    if referrer is None:
        return referral.thread_address
    pointer = Pointer(referral.number, is_post=referral.is_post)
    boards = referral.forum.boards.exclude(address="").order_by("pk")
    board = boards.values_list("address", flat=True).first() or ""
    return referrer.address(ForumSite(address=referral.forum.address), pointer, like=board)


def _is_believed(referrer: Referrer | None) -> bool:
    """The operator on their own page is; software that signs nothing is not."""
    return referrer is None or referrer.is_believed


def _wait(referral: Referral, problem: str, *, board_id: str = "", address: str = "") -> None:
    at = clock.now()
    actions.put_off(
        claimed=referral,
        problem=problem,
        again_at=at + rules.ASK_AGAIN,
        board_id=board_id,
        address=address,
        at=at,
    )


def _put_off(
    referral: Referral, problem: str, *, after_seconds: int | None = None, address: str = ""
) -> None:
    at: datetime = clock.now()
    again_at = rules.next_try(tries=referral.tries, after_seconds=after_seconds, at=at)
    actions.put_off(claimed=referral, problem=problem, again_at=again_at, address=address, at=at)
