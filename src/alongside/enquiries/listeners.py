"""Who may read a board: agreement and plan, asked before each request."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.core.unchanged import state_of_tables
from alongside.listening.models import BoardReading
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from alongside.plans.models import Objective, PlanVersion


@dataclass(frozen=True, slots=True)
class Listener:
    """A body that may read the board now, and the standard its plan promises there."""

    body: Body
    response_hours: int
    pause: timedelta = timedelta(0)  # between two readings, as the operator allows it


def listeners_of(reading: BoardReading, *, at: datetime) -> tuple[list[Listener], str]:
    """Bodies that may read the board now; or, if none may, the sentence of the first refusal."""
    forum = reading.board.forum
    today = timezone.localdate(at)
    listeners: list[Listener] = []
    refusal = "No body has asked the operator of this forum."
    thread = policy.ThreadTerms(board_id=reading.board.external_id, asked_at=at)
    for agreement in agreements.newest_agreements_in(forum.pk):
        situation = plans.reading_situation(agreement, forum=forum, thread=thread, on=today)
        decision = policy.decide(policy.Act.READ, situation, at=at)
        if decision is None and situation.plan and situation.plan.objective:
            pause = timedelta(hours=agreement.reading_every_hours or 0)
            hours = situation.plan.objective.response_hours
            listeners.append(Listener(agreement.body, hours, pause))
        elif decision is not None:
            refusal = decision.sentence
    return listeners, refusal


class ReadingAllowed:
    """Whether boards may be read, for a worker that asks before each of hundreds of requests.

    The policy is asked anew as soon as an agreement, a plan or a body differs, or the day: an
    agreement begins and ends with days. Whether one differs is looked up for all boards together,
    every `looked_up_every` seconds at most: so long a stop of the operator may be on its way.
    """

    def __init__(
        self, *, looked_up_every: float = 0.2, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._every = looked_up_every
        self._clock = clock
        self._looked_up_at = float("-inf")
        self._state = ""
        self._day: date | None = None
        self._found: dict[int, tuple[list[Listener], str]] = {}

    def __call__(self, reading: BoardReading, *, at: datetime) -> bool:
        """Whether any body may read the board now."""
        return bool(self.listeners_of(reading, at=at)[0])

    def listeners_of(self, reading: BoardReading, *, at: datetime) -> tuple[list[Listener], str]:
        """As the function says, from memory where nothing differs."""
        self._forget_what_changed(timezone.localdate(at))
        if reading.pk not in self._found:
            self._found[reading.pk] = listeners_of(reading, at=at)
        return self._found[reading.pk]

    def _forget_what_changed(self, today: date) -> None:
        now = self._clock()
        if now - self._looked_up_at >= self._every:
            # The state first: what is written from here on is found at the next look.
            state = state_of_tables(Agreement, PlanVersion, Objective, Body)
            self._looked_up_at = now
            if state != self._state:
                self._state = state
                self._found.clear()
        if today != self._day:
            self._day = today
            self._found.clear()
