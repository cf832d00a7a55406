"""Listening: read the boards that are due side by side, keep what fits a watch, forget the rest.

    claim a board → ask the policy for each body → new threads → posts, roles only
      → watches → enquiry, or nothing is kept → the place reached

No transaction is open while the network is. Enquiries and the place reached are stored together,
so a reader that dies in between reads the same threads again and raises nothing twice.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from alongside.audit import actions as audit
from alongside.connectors.asking import noticed
from alongside.connectors.port import (
    ConnectorError,
    Gone,
    Refused,
    Thread,
    ThreadHeading,
    Unreadable,
)
from alongside.core import clock
from alongside.enquiries import actions, queries
from alongside.enquiries.domain import following
from alongside.enquiries.domain.triage import Origin
from alongside.enquiries.listeners import Listener, ReadingAllowed, listeners_of
from alongside.enquiries.rereading import threads_due
from alongside.fetching.errors import FetchingError, LedElsewhere, NotSent
from alongside.fetching.fleet import Errand
from alongside.fetching.messages import Conversation
from alongside.forums import access
from alongside.forums import queries as forums
from alongside.forums.models import Forum
from alongside.listening import actions as listening
from alongside.listening import queries as boards
from alongside.listening.actions import Visited
from alongside.listening.claims import BOARDS
from alongside.listening.domain import catching_up, visits
from alongside.listening.domain.catching_up import Choice
from alongside.listening.domain.roles import facts_of, member_names
from alongside.listening.listing import Listed, read_board_list
from alongside.listening.models import BoardReading
from alongside.listening.side_by_side import Kind, read_side_by_side
from alongside.matching import actions as matching
from alongside.matching import queries as watches
from alongside.matching.domain.words import Expression, fits_any

logger = logging.getLogger(__name__)

# A long reading is taken in part by part: what fits is answered sooner, and a worker that dies
# loses no more than this.
TAKEN_IN_EVERY = timedelta(minutes=10)
# So many threads in a row of which none can be read are no broken threads: the forum asks its
# guests to prove that they are people, or to sign in. They are tried again, but not for ever.
TROUBLE_IN_A_ROW = 3
MOST_TRIES = 5
_ALWAYS = timedelta(days=36_500)  # the practice forum's questions are of whatever day they are


def hear_due_boards(stop: threading.Event | None = None) -> bool:
    """Reads all boards that are due side by side, until none is. False when none was.

    Threads with an open question are looked at again among them. Once `stop` is set it ends within
    seconds: what was read is taken in, and the boards are given back.
    """
    is_allowed = ReadingAllowed()

    def begin(reading: BoardReading) -> Errand | None:
        return _Visit(reading, is_allowed=is_allowed, stop=stop).begin()

    return read_side_by_side(Kind(BOARDS, begin), threads_due(stop), stop=stop)


class _Visit:
    """One reading of one board: errands that follow one another, thread by thread.

    Of what it reads no more is held than one thread, and those whose question fits a watch.
    """

    def __init__(
        self,
        reading: BoardReading,
        *,
        is_allowed: ReadingAllowed,
        stop: threading.Event | None = None,
    ) -> None:
        self._reading = reading
        self._is_allowed = is_allowed
        self._stop = stop
        self._connector = access.connector_of(reading.board.forum)
        self._site = access.site_of(reading.board.forum)
        self._watches: frozenset[Expression] = frozenset()
        self._place = boards.place_of(reading)
        self._listed: Listed | None = None  # None: the list has not come
        self._choice: Choice | None = None
        self._headings: deque[ThreadHeading] = deque()  # still to be opened
        self._fitting: list[Thread] = []
        self._passed = 0  # the others
        self._unreadable: list[ThreadHeading] = []  # as long as none could be read
        self._has_read = False
        self._has_asked = False  # a request has gone out
        self._counted = 0  # threads that were taken in before
        self._problem = ""
        self._not_before: datetime | None = None
        self._taken_in_at = clock.now()

    def begin(self) -> Errand | None:
        """The first errand; None where nobody may read here now."""
        reading, now = self._reading, clock.now()
        listeners, refusal = self._is_allowed.listeners_of(reading, at=now)
        if not listeners:
            listening.skip_reading(reading_id=reading.pk, problem=refusal, at=now)
            return None
        pause = max(listener.pause for listener in listeners)
        if pause:
            # The longest pause that the operator asked for counts: there is one reading for all.
            allowed_from = visits.allowed_from(
                pause=pause,
                visited_at=reading.visited_at,
                others=boards.visits_of_others(reading, since=now - pause),
                at=now,
            )
            if allowed_from > now:
                listening.put_off_reading(reading_id=reading.pk, until=allowed_from)
                return None
        self._watches = watches.expressions_for(
            forum_id=reading.board.forum_id, body_ids=[listener.body.pk for listener in listeners]
        )
        return self._errand(
            read_board_list(
                self._connector,
                self._site,
                board_id=reading.board.external_id,
                board_slug=reading.board.slug,
                since=catching_up.since_of(self._place, at=now),
                known=boards.validators_of(reading)
                if catching_up.asks_for_news_alone(self._place, at=now)
                else None,
            ),
            self._choose,
        )

    def _errand(
        self, conversation: Conversation[Any], ended: Callable[[Any], Errand | None]
    ) -> Errand:
        return Errand(noticed(conversation, self._notice), ended, go_on=self._may_go_on)

    def _notice(self, error: FetchingError | None) -> None:
        """Whether the forum was asked for anything; whoever leads elsewhere has been."""
        self._has_asked |= not isinstance(error, NotSent) or isinstance(error, LedElsewhere)

    def _may_go_on(self) -> bool:
        # The operator may have pressed "hold" since the last page came.
        return self._is_allowed(self._reading, at=clock.now())

    def _choose(self, learnt: Any) -> Errand | None:
        if isinstance(learnt, Exception):
            self._problem = (
                str(learnt)
                if isinstance(learnt, ConnectorError | FetchingError)
                else _unforeseen("The board", learnt)
            )
            self._not_before = _not_before(learnt)
            return self._end()
        self._listed = learnt
        if learnt.is_unchanged:
            return self._end()
        reading, now = self._reading, clock.now()
        known = self._known_to_all(learnt.headings)
        is_practice = reading.board.forum.is_practice
        self._choice = catching_up.choose(
            learnt.headings,
            place=self._place,
            is_known=lambda heading: heading.external_id in known,
            opened_today=boards.threads_today(reading, at=now),
            worth_reading=_ALWAYS if is_practice else catching_up.WORTH_READING,
            at=now,
        )
        self._headings.extend(self._choice.to_open)
        return self._next_thread()

    def _known_to_all(self, headings: Sequence[ThreadHeading]) -> frozenset[str]:
        """Numbers of threads of which every body that listens has its enquiry already."""
        listeners, _refusal = self._is_allowed.listeners_of(self._reading, at=clock.now())
        raised = queries.threads_raised(
            forum_id=self._reading.board.forum_id,
            thread_ids=[heading.external_id for heading in headings],
        )
        return frozenset(
            thread_id
            for thread_id in {thread_id for _body_id, thread_id in raised}
            if all((listener.body.pk, thread_id) in raised for listener in listeners)
        )

    def _next_thread(self) -> Errand | None:
        if not self._headings or self._is_stopped() or not self._may_go_on():
            return self._end()
        if clock.now() - self._taken_in_at >= TAKEN_IN_EVERY:
            self._take_in(is_whole=False)
        heading = self._headings.popleft()
        return self._errand(
            self._connector.read_thread(self._site, heading), partial(self._read, heading)
        )

    def _read(self, heading: ThreadHeading, learnt: Any) -> Errand | None:
        match learnt:
            case Thread():
                self._sift(learnt)
            case Gone():
                self._problem = _problem_of(heading, str(learnt))
            case Unreadable() | Refused():
                # One broken thread must not hold up the board: people see it, the rest is read.
                self._problem = _problem_of(heading, str(learnt))
                self._unreadable.append(heading)
                if len(self._put_back()) >= TROUBLE_IN_A_ROW:
                    return self._end()
            case ConnectorError() | FetchingError():
                self._problem = str(learnt)
                self._not_before = _not_before(learnt)
                self._headings.appendleft(heading)  # it waits for the next visit
                return self._end()
            case _:
                self._problem = _unforeseen(_name_of(heading), learnt)
        return self._next_thread()

    def _put_back(self) -> list[ThreadHeading]:
        """Threads that could not be read, where it may be the forum's trouble and not theirs."""
        is_of_the_forum = not self._has_read and self._reading.failures < MOST_TRIES
        return self._unreadable if is_of_the_forum else []

    def _sift(self, thread: Thread) -> None:
        self._has_read = True
        try:
            fits = fits_any(words_of(thread), self._watches)
        except Exception:  # whatever the words are, they are judged with the others'
            fits = True
        if fits:
            question, *answers = thread.posts
            bare = (post._replace(text="") for post in answers)  # nobody looks for words there
            self._fitting.append(replace(thread, posts=(question, *bare)))
        else:
            self._passed += 1

    def _end(self) -> Errand | None:
        self._take_in(is_whole=not self._is_stopped())
        return None

    def _is_stopped(self) -> bool:
        return self._stop is not None and self._stop.is_set()

    def _take_in(self, *, is_whole: bool) -> None:
        if not is_whole and not self._fitting and not self._passed:
            return
        at = clock.now()
        take_in(
            reading=self._reading,
            threads=self._fitting,
            passed=self._passed,
            visited=self._reached(at),
            problem=self._problem,
            is_whole=is_whole,
            at=at,
        )
        self._taken_in_at = at
        self._counted += len(self._fitting) + self._passed
        self._fitting, self._passed = [], 0

    def _reached(self, at: datetime) -> Visited:
        """Where the visit has come to: what was chosen and not opened yet waits."""
        choice, listed = self._choice, self._listed
        if listed is None:
            return Visited(self._place, not_before=self._not_before, has_asked=self._has_asked)
        if choice is None:
            return Visited(self._place, validators=listed.validators)
        place = catching_up.place_after(
            self._place,
            listed.headings,
            unread=[*self._put_back(), *self._headings, *choice.waiting],
            is_whole_list=listed.is_whole,
            at=at,
        )
        is_first = self._place.newest_asked_at is None
        return Visited(
            place,
            left_out=choice.left_out,
            found_new=choice.found_new,
            over=catching_up.first_span(listed.headings, at=at) if is_first else None,
            is_overlong=not listed.is_whole,
            counted_before=self._counted,
            validators=listed.validators,
            not_before=self._not_before,
        )


@transaction.atomic
def take_in(
    *,
    reading: BoardReading,
    threads: Sequence[Thread],
    passed: int = 0,
    visited: Visited,
    problem: str = "",
    is_whole: bool = True,
    at: datetime,
) -> int:
    """Matches the threads and raises enquiries; stores the place reached. How many were raised.

    `passed`: how many further threads were read and fit no watch. `visited`: where the visit has
    come to. `problem` says why reading
    ended before the last thread. Without `is_whole` the board is still being read, or is given back
    to be read on: it stays claimed and due. When nobody may read here any more,
    the threads are dropped and the place reached stays where it was: once the operator lets us
    read again, they are read then.
    """
    listeners, refusal = listeners_of(reading, at=at)
    if not listeners:
        listening.skip_reading(reading_id=reading.pk, problem=refusal, at=at)
        return 0
    raised = kept = 0
    for thread in threads:
        try:
            with transaction.atomic():
                of_thread = _raise(thread, listeners=listeners, forum=reading.board.forum, at=at)
        except actions.Unstorable as exc:
            problem = _problem_of(thread.heading, str(exc))
        except Exception as exc:
            problem = _unforeseen(_name_of(thread.heading), exc)
        else:
            raised += of_thread
            kept += of_thread > 0
    visited = replace(
        visited,
        threads=len(threads) + passed,
        kept=kept,
        problem=problem,
        promised=timedelta(hours=min(listener.response_hours for listener in listeners)),
        agreed_pause=max(listener.pause for listener in listeners),
    )
    if is_whole:
        listening.record_reading(reading_id=reading.pk, visited=visited, at=at)
    else:
        listening.record_progress(reading_id=reading.pk, visited=visited, at=at)
    return raised


def forget_next_words() -> bool:
    """Deletes titles and excerpts whose date has come."""
    return actions.forget_words(at=clock.now()) > 0


def words_of(thread: Thread) -> str:
    """Where watches look: the question and its title, not the answers."""
    return f"{thread.heading.title}\n{thread.posts[0].text}"


def _name_of(heading: ThreadHeading) -> str:
    """By number, not by address, nor by what stands for a number where a forum has none: either may
    repeat the title's words (law 4)."""
    number = actions.storable(heading.external_id)
    is_number = number.isascii() and number.isdecimal()
    return f"Thread {number[:100]}" if is_number else "A thread"


def _problem_of(heading: ThreadHeading, what: str) -> str:
    return f"{_name_of(heading)}: {what}"


def _not_before(exc: Exception) -> datetime | None:
    """When the forum, or our own manners, would have the board asked for again."""
    seconds = getattr(exc, "after_seconds", None)
    return clock.now() + timedelta(seconds=seconds) if seconds else None


def _unforeseen(name: str, exc: Exception) -> str:
    """Whatever a thread holds, the board is heard on; the problem, logged, for people.

    Neither gets the error's own words: a database repeats the row, which may be a member's.
    """
    problem = f"{name}: It could not be taken in ({type(exc).__name__})."
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
            words_of(thread),
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
                names=member_names(thread.posts, official_handles=handles),
                origin=Origin.MATCH,
                match=match,
                response_hours=listener.response_hours,
                question_at=following.question_at(thread),
                by=audit.WORKER,
                at=at,
            )
            is not None
        )
    return raised
