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
from alongside.fetching.turns import Leave, Outcome, Turn

MOST_TURNS_AT_ONCE = 200  # asked for together
_BEGUN_AT_ONCE = 50  # before what is under way is looked at again
_GATHERING = 0.02  # seconds in which turns may gather, so that one question does for all
_LONGEST_SLEEP = 0.5  # seconds; then it looks whether it should stop


@dataclass(frozen=True, slots=True)
class Errand:
    """A conversation to carry out. `ended` is called with what it learnt, or what went wrong.

    What `ended` is given besides values are errors of `fetching.errors` and whatever the
    conversation raised itself. The other arguments are those of `Client.carry_out`.
    """

    conversation: Conversation[Any]
    ended: Callable[[Any], None]
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
    same moment. `ended` of an errand is called in the thread that runs the fleet.
    """

    def __init__(
        self,
        client: Client,
        *,
        threads: int = 32,
        most_under_way: int = 2_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if threads < 1 or most_under_way < 1:
            raise ValueError("A fleet needs a thread and a place.")
        self._client = client
        self._threads = threads
        self._most = most_under_way
        self._clock = clock
        self._calendar = _Calendar()
        self._under_way = 0
        self._asking = 0
        self._orders: queue.SimpleQueue[_Trip | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[tuple[_Trip, Answer | BaseException]] = queue.SimpleQueue()
        self._returned: deque[tuple[_Trip, Answer | BaseException]] = deque()

    def run(self, errands: Iterable[Errand], *, stop: threading.Event | None = None) -> None:
        """Carries the errands out, in their order of coming, until there are no more.

        Once `stop` is set, no further request goes out: conversations under way are ended with a
        NotSent, after the answers that are still awaited.
        """
        source = iter(errands)
        crew = [
            threading.Thread(target=self._work, name=f"fleet-{number}", daemon=True)
            for number in range(self._threads)
        ]
        for thread in crew:
            thread.start()
        try:
            self._loop(source, stop)
        finally:
            for _ in crew:
                self._orders.put(None)
            for thread in crew:
                thread.join()

    def _loop(self, source: Iterator[Errand], stop: threading.Event | None) -> None:
        source_is_empty = False
        while True:
            stopping = stop is not None and stop.is_set()
            if stopping:
                self._end_waiting()
            room = 0 if stopping or source_is_empty else self._most - self._under_way
            for _ in range(min(room, _BEGUN_AT_ONCE)):
                errand = next(source, None)
                if errand is None:
                    source_is_empty = True
                    break
                self._begin(errand)
            if not self._under_way and (source_is_empty or stopping):
                return
            if not stopping:
                self._send_out()
            self._collect()

    # Out

    def _send_out(self) -> None:
        room = min(self._threads - self._asking, MOST_TURNS_AT_ONCE)
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
            elif now + answer.seconds - trip.waited_since > self._longest_wait(turn):
                self._step(trip, too_soon(turn, answer))
            else:
                self._calendar.add(now + answer.seconds, trip)

    def _longest_wait(self, turn: Turn) -> float:
        # Waiting costs nothing here, so a site that asks for longer pauses is read in its own time.
        return max(self._client.policy.longest_wait_seconds, 2 * turn.interval)

    def _order(self, trip: _Trip) -> None:
        self._asking += 1
        try:
            trip.exchange.check_go_on()
        except Exception as error:  # whatever it is, the leave must be given back
            self._back.put((trip, error))
        else:
            self._orders.put(trip)

    def _work(self) -> None:
        while (trip := self._orders.get()) is not None:
            try:
                self._back.put((trip, self._client.wire.exchange(trip.exchange)))
            except Exception as error:  # whatever it is, the trip must come back
                self._back.put((trip, error))

    # Back

    def _collect(self) -> None:
        """Waits for answers or for the next turn that is due, and takes up what came back."""
        seconds = self._calendar.seconds_to_next(self._clock())
        full = self._asking >= self._threads
        wait = _LONGEST_SLEEP if full or seconds is None else min(seconds, _LONGEST_SLEEP)
        if self._asking == 0:
            time.sleep(wait)
            return
        try:
            self._returned.append(self._back.get(timeout=max(wait, _GATHERING)))
        except queue.Empty:
            return
        time.sleep(_GATHERING)  # what comes back in the meantime is given back together
        while not self._back.empty():
            self._returned.append(self._back.get())
        self._asking -= len(self._returned)
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
            self._step(trip, ended)

    # Single trips

    def _begin(self, errand: Errand) -> None:
        journey = self._client.journeys.journey(
            errand.conversation, robots=errand.robots, mining=errand.mining, go_on=errand.go_on
        )
        self._under_way += 1
        try:
            exchange = next(journey)
        except StopIteration as stop:
            self._end(errand, stop.value)
        except Exception as error:
            self._end(errand, error)
        else:
            now = self._clock()
            self._calendar.add(now, _Trip(errand, journey, exchange, waited_since=now))

    def _step(self, trip: _Trip, given: Answer | BaseException) -> None:
        asked = trip.exchange.destination.host
        try:
            if isinstance(given, Answer):
                trip.exchange = trip.journey.send(given)
            else:
                trip.exchange = trip.journey.throw(given)
        except StopIteration as stop:
            self._end(trip.errand, stop.value)
        except Exception as error:  # one broken conversation must not end all the others
            self._end(trip.errand, error)
        else:
            now = self._clock()
            trip.waited_since = now
            turn = trip.exchange.turn
            pause = turn.interval if turn is not None and turn.host == asked else 0.0
            self._calendar.add(now + pause, trip)

    def _end(self, errand: Errand, ended: object) -> None:
        self._under_way -= 1
        errand.ended(ended)

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
    return Outcome()  # our own fault, not the site's
