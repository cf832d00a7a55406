"""Reads many boards side by side: claims them as there is room, and holds the claims meanwhile.

What is read of a board, and what becomes of it, is said by errands of whoever calls. All of them
end in the caller's thread, so one connection to the database does for thousands of boards.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from alongside.core import clock
from alongside.fetching.fleet import Errand
from alongside.forums import access
from alongside.listening import claims
from alongside.listening.models import BoardReading

logger = logging.getLogger(__name__)

CLAIMED_AT_ONCE = 25  # few, so that several workers share what is due
# After a stop, what was read may be taken in for so long; the rest is read again by the next one.
TAKING_IN_SECONDS = 5.0

Begin = Callable[[BoardReading], Errand | None]


def read_boards(begin: Begin, *, stop: threading.Event | None = None) -> bool:
    """Reads all boards that are due, and those that become due meanwhile. False: none was.

    `begin` gives the first errand of a board, or None where it must not be read. The errands that
    `ended` returns follow it; the last one ends with the board taken in.
    """
    return _Round(begin, stop or threading.Event()).run()


class _Round:
    """Boards that are claimed until the last of their errands has ended."""

    def __init__(self, begin: Begin, stop: threading.Event) -> None:
        self._begin = begin
        self._stop = stop
        self._stopped_at: float | None = None
        self._held: set[int] = set()
        self._kept_at = clock.now()

    def run(self) -> bool:
        waiting = self._claim()
        if not waiting:
            return False
        try:
            access.fleet().run(self._errands(waiting), stop=self._stop, meanwhile=self._keep_claims)
        finally:
            self._give_back()
        return True

    def _errands(self, waiting: list[BoardReading]) -> Iterator[Errand | None]:
        while True:
            for reading in waiting:
                errand = self._begun(reading)
                if errand is not None:
                    yield self._held_until_its_end(reading.pk, errand)
            waiting = self._claim()
            if not waiting:
                if not self._held:
                    return
                yield None  # what is under way goes on; the next may be due soon

    def _claim(self) -> list[BoardReading]:
        claimed = claims.claim_boards(most=CLAIMED_AT_ONCE, at=clock.now())
        self._held.update(reading.pk for reading in claimed)
        return claimed

    def _begun(self, reading: BoardReading) -> Errand | None:
        errand = None
        try:
            errand = self._begin(reading)
        except Exception as exc:  # one board must not end the reading of all others
            self._tell(reading.pk, exc)
        if errand is None:
            self._held.discard(reading.pk)
        return errand

    def _held_until_its_end(self, reading_id: int, errand: Errand) -> Errand:
        def ended(learnt: Any) -> Errand | None:
            following = None
            if self._has_no_time_left():
                return None
            try:
                following = errand.ended(learnt)
            except Exception as exc:
                self._tell(reading_id, exc)
            if following is not None:
                return self._held_until_its_end(reading_id, following)
            if not self._stop.is_set():
                self._held.discard(reading_id)
            return None

        return replace(errand, ended=ended)

    def _has_no_time_left(self) -> bool:
        if not self._stop.is_set():
            return False
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()
        return time.monotonic() - self._stopped_at > TAKING_IN_SECONDS

    def _keep_claims(self) -> None:
        now = clock.now()
        if now - self._kept_at >= claims.KEPT_EVERY:
            claims.keep_claims(self._held, at=now)
            self._kept_at = now

    def _give_back(self) -> None:
        """Claims of boards whose errands came to no end, for others to take up at once."""
        try:
            claims.give_back(self._held)
        except Exception as exc:  # they end by themselves; what went wrong before must be heard
            self._tell(None, exc)

    def _tell(self, reading_id: int | None, exc: Exception) -> None:
        """Without the error's own words: a database repeats the row, which may be a member's.

        The board stays claimed until that ends by itself, and is then tried again.
        """
        where = traceback.extract_tb(exc.__traceback__)[-1]
        logger.error(
            "Reading %s failed: %s in %s, line %s.",
            f"{reading_id}" if reading_id is not None else "of boards",
            *(type(exc).__name__, where.filename, where.lineno),
        )
