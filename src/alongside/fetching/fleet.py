"""Carries out thousands of conversations side by side, each at its site's pace.

A conversation that waits for its turn costs a parked generator, not a thread: one thread keeps the
calendar, asks for all turns that are due together, and does the thinking; a few others wait for
sites to answer.
"""

import heapq
import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from alongside.fetching.client import Client, too_soon
from alongside.fetching.errors import FetchingError, NotSent
from alongside.fetching.exchanging import Answer, Exchange, outcome_of
from alongside.fetching.journeys import Journey
from alongside.fetching.messages import Conversation
from alongside.fetching.pacing import Done
from alongside.fetching.turns import Grade, Leave, Outcome, Turn, Wait, Why

MOST_TURNS_AT_ONCE = 200  # asked for together
_BEGUN_AT_ONCE = 50  # before what is under way is looked at again
_GATHERING = 0.02  # seconds in which turns may gather, so that one question does for all
_LONGEST_SLEEP = 0.5  # seconds; then it looks whether it should stop
_ASKED_AGAIN = 1.0  # seconds until a source that had nothing is asked again
# A request that cannot go out only because others go to the same site has nothing to complain of.
_LONGEST_QUEUE = 3600.0


@dataclass(frozen=True, slots=True)
class Errand:
    """A conversation to carry out. `ended` is called with what it learnt, or what went wrong.

    What `ended` is given besides values are errors of `fetching.errors` and whatever the
    conversation raised itself. It may return an errand that goes on from there and takes the same
    place. The other arguments are those of `Client.carry_out`.
    """

    conversation: Conversation[Any]
    ended: Callable[[Any], "Errand | None"]
    robots: bool = True
    mining: bool = False
    go_on: Callable[[], bool] | None = None


@dataclass(slots=True)
class _Trip:
    errand: Errand
    journey: Journey[Any]
    exchange: Exchange
    waited_since: float
    leave: Leave | None = None
    is_given_up: bool = False  # it awaits an answer that nobody takes up any more


@dataclass(slots=True)
class _Calendar:
    """Trips by the time at which they may next ask."""

    entries: list[tuple[float, int, _Trip]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def add(self, at: float, trip: _Trip) -> None:
        heapq.heappush(self.entries, (at, next(self.numbers), trip))

    def due(self, now: float, most: int) -> list[_Trip]:
        found: list[_Trip] = []
        while self.entries and self.entries[0][0] <= now and len(found) < most:
            found.append(heapq.heappop(self.entries)[2])
        return found

    def seconds_to_next(self, now: float) -> float | None:
        return max(0.0, self.entries[0][0] - now) if self.entries else None


class Fleet:
    """Drives many conversations with one client.

    `most_under_way` conversations are begun at a time, `threads` of them wait for an answer at the
    same moment. `ended` of an errand, `go_on` and the shared memory of turns are called in the
    thread that runs the fleet, which therefore needs one connection to a database; the others
    only know the network. Once it is to stop, answers that are awaited have `grace` seconds left;
    those that come later are never taken up, and their sites count them as lost.
    """

    def __init__(
        self,
        client: Client,
        *,
        threads: int = 32,
        most_under_way: int = 2_000,
        grace: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if threads < 1 or most_under_way < 1:
            raise ValueError("A fleet needs a thread and a place.")
        self._client = client
        self._threads = threads
        self._most = most_under_way
        self._grace = grace
        self._clock = clock
        self._calendar = _Calendar()
        self._under_way = 0
        self._awaited: dict[int, _Trip] = {}  # by identity: who waits for a site's answer
        self._crew: list[threading.Thread] = []
        self._orders: queue.SimpleQueue[_Trip | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[tuple[_Trip, Answer | BaseException]] = queue.SimpleQueue()
        self._returned: deque[tuple[_Trip, Answer | BaseException]] = deque()

    def run(
        self,
        errands: Iterable[Errand | None],
        *,
        stop: threading.Event | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Carries the errands out, in their order of coming, until there are no more.

        None among them says that there is nothing to do at present; a second later the next is
        asked for. `meanwhile` is called again and again, at least twice a second.

        Once `stop` is set, no further request goes out: conversations under way are ended with a
        NotSent, those that await an answer after the fleet's `grace` at the latest.
        """
        source = iter(errands)
        try:
            self._loop(source, stop, meanwhile)
        finally:
            for _ in self._crew:
                self._orders.put(None)
            if not self._awaited:
                for thread in self._crew:
                    thread.join()
            self._crew.clear()

    def _loop(
        self,
        source: Iterator[Errand | None],
        stop: threading.Event | None,
        meanwhile: Callable[[], None] | None,
    ) -> None:
        source_is_empty, ask_source_at = False, 0.0
        give_up_at: float | None = None
        while True:
            now = self._clock()
            stopping = stop is not None and stop.is_set()
            if stopping:
                give_up_at = now + self._grace if give_up_at is None else give_up_at
                self._end_waiting()
                if now >= give_up_at:
                    self._give_up()
            elif not source_is_empty and now >= ask_source_at:
                for _ in range(min(self._most - self._under_way, _BEGUN_AT_ONCE)):
                    try:
                        errand = next(source)
                    except StopIteration:
                        source_is_empty = True
                        break
                    if errand is None:
                        ask_source_at = now + _ASKED_AGAIN
                        break
                    self._under_way += 1
                    self._begin(errand)
            if meanwhile is not None:
                meanwhile()
            if not self._under_way and (source_is_empty or stopping):
                return
            if not stopping:
                self._send_out()
            self._collect(until=give_up_at)

    # Out

    def _send_out(self) -> None:
        room = min(self._threads - len(self._awaited), MOST_TURNS_AT_ONCE)
        if room <= 0:
            return
        now = self._clock()
        waiting: list[_Trip] = []
        for trip in self._calendar.due(now, room):
            if trip.exchange.turn is None:
                self._order(trip)
            else:
                waiting.append(trip)
        if not waiting:
            return
        turns = [trip.exchange.turn for trip in waiting if trip.exchange.turn is not None]
        for trip, turn, answer in zip(waiting, turns, self._client.pacing.take(turns), strict=True):
            if isinstance(answer, Leave):
                trip.leave = answer
                self._order(trip)
            elif now + answer.seconds - trip.waited_since > self._longest_wait(turn, answer):
                self._step(trip, too_soon(turn, answer))
            else:
                self._calendar.add(now + answer.seconds, trip)

    def _longest_wait(self, turn: Turn, wait: Wait) -> float:
        # Waiting costs nothing here, so a site that asks for longer pauses is read in its own time.
        if wait.why in (Why.BUSY, Why.INTERVAL):
            return max(_LONGEST_QUEUE, 2 * turn.interval)
        return max(self._client.policy.longest_wait_seconds, 2 * turn.interval)

    def _order(self, trip: _Trip) -> None:
        self._awaited[id(trip)] = trip
        try:
            trip.exchange.check_go_on()
        except Exception as error:  # whatever it is, the leave must be given back
            self._back.put((trip, error))
            return
        if len(self._crew) < min(self._threads, len(self._awaited)):
            # A daemon: a site that does not answer must not hold up the end of the process.
            number = len(self._crew)
            thread = threading.Thread(target=self._work, name=f"fleet-{number}", daemon=True)
            thread.start()
            self._crew.append(thread)
        self._orders.put(trip)

    def _work(self) -> None:
        while (trip := self._orders.get()) is not None:
            try:
                self._back.put((trip, self._client.wire.exchange(trip.exchange)))
            except Exception as error:  # whatever it is, the trip must come back
                self._back.put((trip, error))

    # Back

    def _collect(self, *, until: float | None) -> None:
        """Waits for answers or for the next turn that is due, and takes up what came back."""
        now = self._clock()
        seconds = self._calendar.seconds_to_next(now)
        full = len(self._awaited) >= self._threads
        wait = _LONGEST_SLEEP if full or seconds is None else min(seconds, _LONGEST_SLEEP)
        if until is not None:
            wait = max(0.0, min(wait, until - now))
        if not self._awaited:
            time.sleep(wait)
            return
        try:
            self._returned.append(self._back.get(timeout=max(wait, _GATHERING)))
        except queue.Empty:
            return
        time.sleep(_GATHERING)  # what comes back in the meantime is given back together
        while not self._back.empty():
            self._returned.append(self._back.get())
        for trip, _ in self._returned:
            del self._awaited[id(trip)]  # kept until now, so that nobody else has this number
        self._client.give_back(
            [
                Done(trip.leave, _outcome(ended))
                for trip, ended in self._returned
                if trip.leave is not None
            ]
        )
        while self._returned:
            trip, ended = self._returned.popleft()
            trip.leave = None
            if not trip.is_given_up:
                self._step(trip, ended)

    def _give_up(self) -> None:
        """Ends the trips whose answers are still awaited; nobody takes those up any more.

        Their leave is not given back: the sites may still be at work on them, so they count as
        lost, with the pause that follows from it.
        """
        for trip in list(self._awaited.values()):
            if not trip.is_given_up:
                trip.is_given_up = True
                self._step_to_its_end(trip)

    # Single trips

    def _begin(self, errand: Errand, *, after: Turn | None = None) -> None:
        """Begins an errand that has a place, and those that follow it without a request.

        `after` is the turn of the request before it, whose pause is waited for.
        """
        going: Errand | None = errand
        while going is not None:
            journey = self._client.journeys.journey(
                going.conversation, robots=going.robots, mining=going.mining, go_on=going.go_on
            )
            try:
                exchange = next(journey)
            except StopIteration as stop:
                going = going.ended(stop.value)
            except Exception as error:
                going = going.ended(error)
            else:
                self._wait(_Trip(going, journey, exchange, waited_since=self._clock()), after)
                return
        self._under_way -= 1

    def _step(self, trip: _Trip, given: Answer | BaseException) -> None:
        turn = trip.exchange.turn
        try:
            if isinstance(given, Answer):
                trip.exchange = trip.journey.send(given)
            else:
                trip.exchange = trip.journey.throw(given)
        except StopIteration as stop:
            self._end(trip.errand, stop.value, after=turn)
        except Exception as error:  # one broken conversation must not end all the others
            self._end(trip.errand, error, after=turn)
        else:
            trip.waited_since = self._clock()
            self._wait(trip, turn)

    def _wait(self, trip: _Trip, after: Turn | None) -> None:
        """Lets it ask for its turn once the pause after the request before it is over."""
        turn = trip.exchange.turn
        is_same = turn is not None and after is not None and turn.host == after.host
        pause = turn.interval if turn is not None and is_same else 0.0
        self._calendar.add(trip.waited_since + pause, trip)

    def _end(self, errand: Errand, ended: object, *, after: Turn | None = None) -> None:
        following = errand.ended(ended)
        if following is None:
            self._under_way -= 1
        else:
            self._begin(following, after=after)

    def _end_waiting(self) -> None:
        for trip in self._calendar.due(float("inf"), len(self._calendar.entries)):
            self._step_to_its_end(trip)

    def _step_to_its_end(self, trip: _Trip) -> None:
        try:
            trip.journey.throw(NotSent("It was called off before the next request."))
        except StopIteration as stop:
            self._end(trip.errand, stop.value)
        except Exception as error:
            self._end(trip.errand, error)
        else:
            trip.journey.close()
            self._end(trip.errand, NotSent("It was called off before the next request."))


def _outcome(ended: Answer | BaseException) -> Outcome:
    if isinstance(ended, Answer | FetchingError):
        return outcome_of(ended)
    return Outcome(Grade.UNKNOWN)  # our own fault, not the site's
