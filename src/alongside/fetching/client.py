"""Carries conversations out against the network: the only code that leaves the house."""

import logging
import time
from collections.abc import Callable, Sequence
from math import ceil

import hishel
import httpcore

from alongside.fetching.connecting import Resolve, resolve_by_system
from alongside.fetching.errors import FetchingError, TooSoon
from alongside.fetching.exchanging import Answer, Exchange, Wire, outcome_of
from alongside.fetching.journeys import Journeys
from alongside.fetching.messages import Conversation, T
from alongside.fetching.notices import Notices, NoticesInMemory
from alongside.fetching.pacing import Done, Pacing, PacingInMemory
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.turns import Grade, Leave, Outcome, Turn, Wait, Why

log = logging.getLogger(__name__)

# At DEBUG these print the headers of answers, session cookies among them.
for _name in ("httpcore", "httpx"):
    logging.getLogger(_name).setLevel(logging.WARNING)
# A page that could not be kept is asked for, and nobody needs to know.
logging.getLogger("hishel").setLevel(logging.CRITICAL)

_REASONS = {
    Why.INTERVAL: "wants a pause of another {seconds} seconds",
    Why.BUSY: "is being asked by another worker",
    Why.PAUSE: "asked for a pause of another {seconds} seconds",
    Why.BUDGET: "was asked as often today as we allow ourselves",
    Why.QUIET: "is not read at this time of the day",
    Why.RESTING: "failed too often and is left alone for another {seconds} seconds",
}


class Client:
    """One house's way out, to be shared by everything in a process.

    `clock` and `sleep` count seconds and are given by tests, `now` is the time of day in seconds
    since 1970; `resolve` and `backend` stand for the name service and the wires. Without `pacing`
    the turns are kept in this process, and without `kept` so are the files sites put up for
    programs. `storage` is where pages are kept that a request `keeps` (`keeping.kept_in`); without
    one, none are.
    """

    def __init__(
        self,
        policy: FetchingPolicy,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
        resolve: Resolve = resolve_by_system,
        backend: httpcore.NetworkBackend | None = None,
        pacing: Pacing | None = None,
        kept: Notices | None = None,
        storage: hishel.BaseStorage | None = None,
    ) -> None:
        self.policy = policy
        self.pacing = pacing or PacingInMemory(now=now, manners=policy.manners)
        self.journeys = Journeys(policy, now=now, kept=kept or NoticesInMemory(), storage=storage)
        self.wire = Wire(
            policy,
            clock=clock,
            now=now,
            resolve=resolve,
            backend=backend or httpcore.SyncBackend(),
        )
        self._sleep = sleep

    def carry_out(
        self,
        conversation: Conversation[T],
        *,
        robots: bool,
        mining: bool = False,
        go_on: Callable[[], bool] | None = None,
    ) -> T:
        """Runs a conversation to its end and returns what it learnt.

        Every conversation has cookies of its own. With `robots` its reading requests obey the
        sites' robots.txt, quiet hours and budgets; writing through an official account with the
        operator's agreement is not crawling and never consults them. With `mining` a page that its
        owner reserves from text and data mining is a ReservedByOwner. `go_on` is asked before each
        request, and again when its turn has come; its no is a NotSent. Whatever of
        `fetching.errors` goes wrong is raised inside the conversation, at its `yield`, and comes
        out of here only if the conversation lets it pass.
        """
        journey = self.journeys.journey(conversation, robots=robots, mining=mining, go_on=go_on)
        try:
            exchange = next(journey)
            while True:
                try:
                    answer = self._exchange(exchange)
                except FetchingError as error:
                    exchange = journey.throw(error)
                else:
                    exchange = journey.send(answer)
        except StopIteration as stop:
            learnt: T = stop.value
            return learnt
        finally:
            journey.close()

    def _exchange(self, exchange: Exchange) -> Answer:
        if exchange.turn is None:
            exchange.check_go_on()
            return self.wire.exchange(exchange)
        leave = self._leave(exchange.turn)
        # Whatever is not of `fetching.errors` is our own fault, and says nothing of the site.
        outcome = Outcome(Grade.UNKNOWN)
        try:
            exchange.check_go_on()
            answer = self.wire.exchange(exchange)
            outcome = outcome_of(answer)
        except FetchingError as error:
            outcome = outcome_of(error)
            raise
        finally:
            self.give_back([Done(leave, outcome)])
        method, origin = exchange.outgoing.method, exchange.destination.origin
        log.debug("%s %s answered %s", method, origin, answer.status)
        return answer

    def give_back(self, done: Sequence[Done]) -> None:
        """Gives leave back; where that fails, it counts as lost after its time.

        An answer that is here must not be lost over it: it may say that a reply stands.
        """
        try:
            self.pacing.give_back(done)
        except Exception:  # whoever keeps the turns may fail in any way; the answer is here
            log.exception("%s turns could not be given back and count as lost.", len(done))

    def _leave(self, turn: Turn) -> Leave:
        """Sits through pauses, as long as they are short. Raises TooSoon."""
        patience = self.policy.longest_wait_seconds
        while True:
            answer = self.pacing.take([turn])[0]
            if isinstance(answer, Leave):
                return answer
            if answer.seconds > patience:
                raise too_soon(turn, answer)
            # A little at least: a clock may not see how little is missing.
            self._sleep(max(answer.seconds, 0.001))
            patience -= answer.seconds


def too_soon(turn: Turn, wait: Wait) -> TooSoon:
    """The error of a request whose wait is longer than anybody sits through."""
    seconds = ceil(wait.seconds)
    reason = _REASONS[wait.why].format(seconds=seconds)
    return TooSoon(f"{turn.host} {reason}.", after_seconds=seconds)
