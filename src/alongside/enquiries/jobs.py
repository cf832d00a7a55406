"""One step of listening: read the board that is due, keep what fits a watch, forget the rest.

    claim a board → ask the policy for each body → new threads → posts, roles only
      → watches → enquiry, or nothing is kept → the place reached

No transaction is open while the network is. Enquiries and the place reached are stored together,
so a reader that dies in between reads the same threads again and raises nothing twice.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.connectors.port import ConnectorError, Refused, Thread, ThreadHeading, Unreadable
from alongside.core import clock
from alongside.enquiries import actions, queries
from alongside.enquiries.domain.triage import Origin
from alongside.forums import access
from alongside.forums import queries as forums
from alongside.forums.models import Forum
from alongside.listening import actions as listening
from alongside.listening.domain.roles import facts_of
from alongside.listening.models import BoardReading
from alongside.matching import actions as matching
from alongside.matching import queries as watches
from alongside.plans import queries as plans
from alongside.plans.domain import policy

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listener:
    """A body that may read the board now, and the standard its plan promises there."""

    body: Body
    response_hours: int
    pause: timedelta = timedelta(0)  # between two readings, as the operator allows it


def hear_next_board() -> bool:
    """Reads the board that has waited longest. False when none is due: the loop may sleep."""
    reading = listening.claim_next_board(at=clock.now())
    if reading is None:
        return False
    forum = reading.board.forum
    listeners, refusal = listeners_of(reading, at=clock.now())
    if not listeners:
        listening.skip_reading(reading_id=reading.pk, problem=refusal, at=clock.now())
        return True
    pause = max(listener.pause for listener in listeners)
    if reading.visited_at is not None and clock.now() < reading.visited_at + pause:
        # The longest pause that the operator asked for counts: there is one reading for all.
        listening.put_off_reading(reading_id=reading.pk, until=reading.visited_at + pause)
        return True
    threads: list[Thread] = []
    problem = ""
    connector, site = access.connector_of(forum), access.site_of(forum)
    try:
        headings = access.carry_out(
            connector.read_new_threads(
                site,
                board_id=reading.board.external_id,
                board_slug=reading.board.slug,
                since=reading.newest_asked_at,
            )
        )
        for heading in headings:
            # The operator may have pressed "hold" since the last page came.
            if not listeners_of(reading, at=clock.now())[0]:
                break
            try:
                threads.append(access.carry_out(connector.read_thread(site, heading)))
            except (Unreadable, Refused) as exc:
                # One broken thread must not hold up the board: people see it, the rest is read.
                problem = _problem_of(heading, str(exc))
            except ConnectorError:
                raise
            except Exception as exc:
                problem = _unforeseen(heading, exc)
    except ConnectorError as exc:
        problem = str(exc)
    take_in(reading=reading, threads=threads, problem=problem, at=clock.now())
    return True


def listeners_of(reading: BoardReading, *, at: datetime) -> tuple[list[Listener], str]:
    """Bodies that may read the board now; or, if none may, the sentence of the first refusal."""
    forum = reading.board.forum
    today = timezone.localdate(at)
    listeners: list[Listener] = []
    refusal = "No body has asked the operator of this forum."
    for agreement in agreements.newest_agreements().filter(forum=forum):
        situation = plans.situation_of(
            forum=forum,
            body=agreement.body,
            thread=policy.ThreadTerms(board_id=reading.board.external_id, asked_at=at),
            on=today,
        )
        decision = policy.decide(policy.Act.READ, situation, at=at)
        if decision is None and situation.plan and situation.plan.objective:
            pause = timedelta(hours=agreement.reading_every_hours or 0)
            hours = situation.plan.objective.response_hours
            listeners.append(Listener(agreement.body, hours, pause))
        elif decision is not None:
            refusal = decision.sentence
    return listeners, refusal


@transaction.atomic
def take_in(
    *, reading: BoardReading, threads: Sequence[Thread], problem: str = "", at: datetime
) -> int:
    """Matches the threads and raises enquiries; stores the place reached. How many were raised.

    `problem` says why reading ended before the last thread. When nobody may read here any more,
    the threads are dropped and the place reached stays where it was: once the operator lets us
    read again, they are read then.
    """
    listeners, refusal = listeners_of(reading, at=at)
    if not listeners:
        listening.skip_reading(reading_id=reading.pk, problem=refusal, at=at)
        return 0
    raised = 0
    for thread in threads:
        try:
            with transaction.atomic():
                raised += _raise(thread, listeners=listeners, forum=reading.board.forum, at=at)
        except actions.Unstorable as exc:
            problem = _problem_of(thread.heading, str(exc))
        except Exception as exc:
            problem = _unforeseen(thread.heading, exc)
    listening.record_reading(
        reading_id=reading.pk,
        # A date in the future would hide every question until then.
        newest_asked_at=max(
            (thread.heading.asked_at for thread in threads if thread.heading.asked_at <= at),
            default=None,
        ),
        threads_read=len(threads),
        problem=problem,
        at=at,
    )
    return raised


def forget_next_words() -> bool:
    """Deletes titles and excerpts whose date has come."""
    return actions.forget_words(at=clock.now()) > 0


def _problem_of(heading: ThreadHeading, what: str) -> str:
    """By number, not by address: an address may repeat the title's words (law 4)."""
    return f"Thread {actions.storable(heading.external_id)[:100]}: {what}"


def _unforeseen(heading: ThreadHeading, exc: Exception) -> str:
    """Whatever a thread holds, the board is heard on; the problem, logged, for people.

    Neither gets the error's own words: a database repeats the row, which may be a member's.
    """
    problem = _problem_of(heading, f"It could not be taken in ({type(exc).__name__}).")
    logger.error("%s", problem)
    return problem


def _raise(thread: Thread, *, listeners: Sequence[Listener], forum: Forum, at: datetime) -> int:
    """Raises an enquiry for each body one of whose watches the question fits."""
    actions.check_storable(thread.heading)  # before a match is recorded
    handles = forums.official_handles(forum.pk)
    question = thread.posts[0]
    if question.author.lower() in handles or question.is_hidden:
        return 0  # an official's own announcement, or a moderator has taken it away
    facts = facts_of(thread.posts, official_handles=handles)
    standing = watches.watches_for(
        forum_id=forum.pk, body_ids=[listener.body.pk for listener in listeners]
    )
    known = queries.threads_raised(forum_id=forum.pk, thread_ids=[thread.heading.external_id])
    raised = 0
    for listener in listeners:
        if (listener.body.pk, thread.heading.external_id) in known:
            continue
        fit = watches.first_fit(
            f"{thread.heading.title}\n{question.text}",
            [watch for watch in standing if watch.body_id == listener.body.pk],
        )
        if fit is None:
            continue  # law 4: what matched nothing is not stored
        watch, phrases = fit
        match = matching.record_match(
            watch=watch, thread_address=thread.heading.address, phrases=phrases, at=at
        )
        raised += (
            actions.raise_enquiry(
                body=listener.body,
                forum=forum,
                heading=thread.heading,
                question=question.text,
                facts=facts,
                origin=Origin.MATCH,
                match=match,
                response_hours=listener.response_hours,
                by=audit.WORKER,
                at=at,
            )
            is not None
        )
    return raised
