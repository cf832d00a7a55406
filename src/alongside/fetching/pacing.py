"""When an origin may be asked again, and how to read that it wants to be left alone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil
from threading import Lock
from typing import Protocol

from alongside.fetching.errors import TooSoon

LONGEST_PAUSE_SECONDS = 24 * 3600


class Pacing(Protocol):
    """Who keeps the intervals. Several workers may share one that looks into a database."""

    def wait_for_turn(self, origin: str, *, interval: float) -> None:
        """Returns when the origin may be asked; raises TooSoon where that is too far off."""
        ...

    def answered(self, origin: str, *, interval: float, pause: float) -> None:
        """The origin has answered: count the interval from here, or the pause it asked for."""
        ...


class PacingInMemory:
    """Keeps the intervals of one process; threads share it safely. Times in seconds."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        longest_wait_seconds: float,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._longest_wait_seconds = longest_wait_seconds
        self._free_at: dict[str, float] = {}
        self._lock = Lock()

    def wait_for_turn(self, origin: str, *, interval: float) -> None:
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(origin, now))
            if turn - now > self._longest_wait_seconds:
                seconds = ceil(turn - now)
                raise TooSoon(
                    f"{origin} wants a pause of another {seconds} seconds.", after_seconds=seconds
                )
            # The turn is taken before sleeping, so that two threads never get the same one.
            self._free_at[origin] = turn + interval
        if turn > now:
            self._sleep(turn - now)

    def answered(self, origin: str, *, interval: float, pause: float) -> None:
        with self._lock:
            until = self._clock() + max(interval, min(pause, LONGEST_PAUSE_SECONDS))
            self._free_at[origin] = max(self._free_at.get(origin, until), until)


def retry_after_seconds(headers: Mapping[str, str]) -> int | None:
    """The pause a `Retry-After` header asks for, in seconds (RFC 9110, 10.2.3), or None.

    A date is measured against the answer's own `Date`, so that the two clocks need not agree.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), LONGEST_PAUSE_SECONDS)
    try:
        until = _utc(parsedate_to_datetime(value))
        since = _utc(parsedate_to_datetime(headers.get("date", "")))
    except (TypeError, ValueError):
        return None
    return max(0, min(ceil((until - since).total_seconds()), LONGEST_PAUSE_SECONDS))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
