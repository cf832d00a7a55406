"""One step of following: a thread with an open question is read again, and the posts forgotten.

    claim a thread → ask the policy for each body whose enquiry is open → the thread's posts
      → counts and states, the question's words where they changed → the next look

No transaction is open while the network is. What was read is dropped where nobody may read any
more when it comes (law 1).
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from alongside.agreements import queries as agreements
from alongside.connectors.port import ConnectorError, Gone, Thread, ThreadHeading, TryLater
from alongside.core import clock
from alongside.enquiries import thread_actions
from alongside.enquiries.domain import following
from alongside.enquiries.domain.triage import OPEN, EnquiryState
from alongside.enquiries.models import Enquiry, ThreadReading
from alongside.enquiries.thread_claims import THREADS
from alongside.fetching.errors import FetchingError
from alongside.fetching.fleet import Errand
from alongside.forums import access
from alongside.forums import queries as forums
from alongside.listening import actions as listening_actions
from alongside.listening import queries as listening
from alongside.listening.domain.roles import facts_of, member_names
from alongside.listening.side_by_side import Kind
from alongside.plans import queries as plans
from alongside.plans.domain import policy

logger = logging.getLogger(__name__)

# Whoever may not read asks again after this long: an operator's hold may have ended.
ASK_AGAIN = timedelta(hours=6)
_FOLLOWED = [*(state.value for state in OPEN), EnquiryState.ANSWERED.value]


@dataclass(frozen=True, slots=True)
class Found:
    """What came of reading a thread again: the thread, or that it has gone, or a problem."""

    thread: Thread | None = None
    is_gone: bool = False
    problem: str = ""
    after_seconds: int = 0  # with a problem: how long the forum wants to be left alone


@dataclass(frozen=True, slots=True)
class Leave:
    """Who may read the thread, and from when; where nobody may, the sentence that refuses."""

    body_ids: frozenset[int]
    allowed_from: datetime
    refusal: str = ""


def reread_next_thread() -> bool:
    """Reads the thread that has waited longest. False when none is due: the loop may sleep."""
    claimed = THREADS.claim(most=1, at=clock.now())
    for reading in claimed:
        errand = begin(reading)
        if errand is not None:
            try:
                learnt = access.carry_out(errand.conversation, go_on=errand.go_on)
            except Exception as exc:  # it is judged where the errand ends
                learnt = exc
            errand.ended(learnt)
    return bool(claimed)


def threads_due(stop: threading.Event | None = None) -> Kind:
    """Threads with an open question, for whoever reads many places side by side."""
    return Kind(THREADS, partial(begin, stop=stop))


def begin(reading: ThreadReading, *, stop: threading.Event | None = None) -> Errand | None:
    """The errand that reads the claimed thread; None where it is put off."""
    enquiry = followed_enquiry(reading)
    if enquiry is None:
        thread_actions.put_off(reading_id=reading.pk, until=None)
        return None
    if not may_go_on(reading, at=clock.now()):
        return None

    def ended(learnt: Any) -> None:
        if stop is not None and stop.is_set() and not isinstance(learnt, Thread):
            return  # it was broken off; whoever claims it next reads it whole
        found = found_instead(reading, learnt) if isinstance(learnt, Exception) else Found(learnt)
        take_in(reading=reading, found=found, at=clock.now())

    return Errand(
        access.connector_of(reading.forum).read_thread(
            access.site_of(reading.forum), heading_of(enquiry)
        ),
        ended,
        go_on=lambda: bool(leave_for(reading, at=clock.now()).body_ids),
    )


def followed_enquiry(reading: ThreadReading) -> Enquiry | None:
    """The enquiry whose word counts for where the thread stands; None: none needs it any more."""
    return (
        reading.enquiries.filter(state__in=_FOLLOWED)
        .select_related("forum", "body", "seen")
        .order_by("pk")
        .first()
    )


def heading_of(enquiry: Enquiry) -> ThreadHeading:
    """What a connector must know of the thread to read it."""
    return ThreadHeading(
        external_id=enquiry.thread_id,
        address=enquiry.thread_address,
        title=enquiry.title,
        board_id=enquiry.board_id,
        board_name=enquiry.board_name,
        asked_at=enquiry.asked_at,
        last_post_at=enquiry.asked_at,
        replies=None,
    )


def leave_for(reading: ThreadReading, *, at: datetime) -> Leave:
    """Which bodies with an enquiry about the thread may read it now, at the operator's pace."""
    body_ids: set[int] = set()
    allowed_from = at
    refusal = ""
    enquiries = reading.enquiries.filter(state__in=_FOLLOWED)
    for enquiry in enquiries.select_related("forum", "body", "seen").order_by("pk"):
        decision = plans.ask_policy(
            policy.Act.READ,
            forum=enquiry.forum,
            body=enquiry.body,
            thread=enquiry.thread_terms,
            at=at,
        )
        if decision is not None:
            refusal = decision.sentence
            continue
        body_ids.add(enquiry.body_id)
        agreement = agreements.newest_agreement(forum_id=enquiry.forum_id, body_id=enquiry.body_id)
        hours = agreement.reading_every_hours if agreement is not None else None
        if hours:
            board = listening.reading_of_board(enquiry.forum_id, enquiry.board_id)
            pace = following.allowed_from(
                pause=timedelta(hours=hours),
                read_at=reading.read_at,
                is_board_read=board is not None,
                board_visited_at=board.visited_at if board else None,
                board_next_visit_at=board.next_visit_at if board else None,
                at=at,
            )
            # The longest pause that the operator asked for counts: there is one reading for all.
            allowed_from = max(allowed_from, pace)
    return Leave(frozenset(body_ids), allowed_from, refusal)


def may_go_on(reading: ThreadReading, *, at: datetime) -> bool:
    """Whether the claimed thread may be read now; where not, it is put off."""
    leave = leave_for(reading, at=at)
    if not leave.body_ids:
        thread_actions.put_off(reading_id=reading.pk, until=at + ASK_AGAIN, problem=leave.refusal)
        return False
    if leave.allowed_from > at:
        thread_actions.put_off(reading_id=reading.pk, until=leave.allowed_from)
        return False
    return True


def found_instead(reading: ThreadReading, exc: Exception) -> Found:
    """What an error in the place of the thread means. An unforeseen one is told by its kind alone:
    its words may be a member's."""
    if isinstance(exc, Gone):
        return Found(is_gone=True)
    if isinstance(exc, TryLater):
        return Found(problem=str(exc), after_seconds=exc.after_seconds or 0)
    if isinstance(exc, ConnectorError | FetchingError):
        return Found(problem=str(exc))
    logger.error("Thread reading %s failed (%s).", reading.pk, type(exc).__name__)
    return Found(problem=f"It could not be read ({type(exc).__name__}).")


@transaction.atomic
def take_in(*, reading: ThreadReading, found: Found, at: datetime) -> None:
    """Stores what was learnt, counts and states only; drops it where nobody may read any more."""
    leave = leave_for(reading, at=at)
    if not leave.body_ids:
        until = at + ASK_AGAIN if followed_enquiry(reading) else None
        thread_actions.put_off(reading_id=reading.pk, until=until, problem=leave.refusal)
        return
    thread = found.thread
    if found.is_gone or thread is not None:
        enquiry = followed_enquiry(reading)
        listening_actions.count_look_again(
            forum=reading.forum, board_id=enquiry.board_id if enquiry else "", at=at
        )
    if found.is_gone or (thread is not None and thread.posts[0].is_hidden):
        thread_actions.record_gone(reading_id=reading.pk, at=at)
    elif thread is not None:
        handles = forums.official_handles(reading.forum_id)
        thread_actions.record_look(
            reading_id=reading.pk,
            thread=thread,
            facts=facts_of(thread.posts, official_handles=handles),
            names=member_names(thread.posts, official_handles=handles),
            reader_ids=leave.body_ids,
            at=at,
        )
    else:
        thread_actions.record_problem(
            reading_id=reading.pk,
            problem=found.problem,
            not_before=at + timedelta(seconds=found.after_seconds),
            at=at,
        )
