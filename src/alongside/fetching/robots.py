"""The robots exclusion protocol, RFC 9309: pure rules and a memory, no requests of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from protego import Protego

from alongside.fetching.policy import PRODUCT

# RFC 9309, 2.5 asks for at least 500 KiB; what stands behind that is not read.
MOST_BYTES = 512 * 1024
# A site that could not say what it allows is asked again soon, not after a day.
SECONDS_UNTIL_ASKED_AGAIN = 900.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows. `unreachable` closes it all until the file can be read."""

    parsed: Protego | None
    unreachable: bool = False

    def allow(self, url: str) -> bool:
        if self.unreachable:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))

    @property
    def pause_seconds(self) -> float:
        """The pause the site asks for: Crawl-delay or Request-rate, the longer of both.

        Neither is in the RFC; both are read as what they are, a request by the operator.
        """
        if self.parsed is None:
            return 0.0
        delay = self.parsed.crawl_delay(PRODUCT) or 0.0
        rate = self.parsed.request_rate(PRODUCT)
        per_request = rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0
        return max((pause for pause in (delay, per_request) if isfinite(pause)), default=0.0)


OPEN = Rules(parsed=None)
CLOSED = Rules(parsed=None, unreachable=True)


def rules_from_answer(status: int, body: bytes) -> Rules:
    """What an answer to `/robots.txt` means (RFC 9309, 2.3.1).

    4xx means there are no rules, 5xx means everything is closed. 429 is a 4xx that says "you
    disturb", so it closes as well. A redirect that is left over after five means no rules.
    """
    if 200 <= status < 300:
        return Rules(parsed=Protego.parse(body[:MOST_BYTES].decode("utf-8-sig", "replace")))
    if status >= 500 or status == 429 or status < 300:
        return CLOSED
    return OPEN


class RobotsMemory:
    """The rules of visited origins, in this process only, each no longer than a day."""

    def __init__(self, *, clock: Callable[[], float], keep_seconds: float) -> None:
        self._clock = clock
        self._keep_seconds = keep_seconds
        self._known: dict[str, tuple[float, Rules]] = {}

    def recall(self, origin: str) -> Rules | None:
        """The origin's rules, or None if they must be fetched (again)."""
        if (known := self._known.get(origin)) is None:
            return None
        until, rules = known
        return rules if self._clock() < until else None

    def keep(self, origin: str, rules: Rules) -> None:
        seconds = self._keep_seconds
        if rules.unreachable:
            seconds = min(seconds, SECONDS_UNTIL_ASKED_AGAIN)
        self._known[origin] = (self._clock() + seconds, rules)
