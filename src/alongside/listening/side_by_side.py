"""Reads many places side by side: claims them as there is room, and holds the claims meanwhile.

What is read of a place, and what becomes of it, is said by errands of whoever calls. All of them
end in the caller's thread, so one connection to the database does for thousands of places.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from alongside.core import clock
from alongside.fetching.fleet import Errand
from alongside.forums import access
from alongside.listening import claims

logger = logging.getLogger(__name__)

CLAIMED_AT_ONCE = 25  # few, so that several workers share what is due
# After a stop, what was read may be taken in for so long; the rest is read again by the next one.
TAKING_IN_SECONDS = 5.0


class Claims(Protocol):
    """Rows that are the queue: who claims one reads it. See `listening.claims.BOARDS`."""

    def claim(self, *, most: int, at: datetime) -> Sequence[Any]:
        """Rows that have waited longest, claimed for a while."""
        ...

    def keep(self, ids: Collection[int], *, at: datetime) -> None:
        """Whoever reads these rows is alive: nobody else takes them up."""
        ...

    def give_back(self, ids: Collection[int]) -> None:
        """Whoever read these rows has stopped; others may take them up where they were left."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """Places of one kind. `begin` gives the first errand of one, None where it must not be read.

    The errands that `ended` returns follow it; the last of them ends with the place taken in.
    """

    claims: Claims
    begin: Callable[[Any], Errand | None]


def read_side_by_side(*kinds: Kind, stop: threading.Event | None = None) -> bool:
    """Reads all that is due, and what becomes due meanwhile. False: nothing was."""
    return _Round(kinds, stop or threading.Event()).run()


class _Round:
    """Places that are claimed until the last of their errands has ended."""

    def __init__(self, kinds: Sequence[Kind], stop: threading.Event) -> None:
        self._kinds = kinds
        self._stop = stop
        self._stopped_at: float | None = None
        self._held: list[set[int]] = [set() for _ in kinds]
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

    def _errands(self, waiting: list[tuple[int, Model]]) -> Iterator[Errand | None]:
        while True:
            for which, row in waiting:
                errand = self._begun(which, row)
                if errand is not None:
                    yield self._held_until_its_end(which, row.pk, errand)
            waiting = self._claim()
            if not waiting:
                if not any(self._held):
                    return
                yield None  # what is under way goes on; the next may be due soon

    def _claim(self) -> list[tuple[int, Model]]:
        found: list[tuple[int, Model]] = []
        for which, kind in enumerate(self._kinds):
            rows = kind.claims.claim(most=CLAIMED_AT_ONCE, at=clock.now())
            self._held[which].update(row.pk for row in rows)
            found += [(which, row) for row in rows]
        return found

    def _begun(self, which: int, row: Model) -> Errand | None:
        errand = None
        try:
            errand = self._kinds[which].begin(row)
        except Exception as exc:  # one place must not end the reading of all others
            _tell(f"{row._meta.model_name} {row.pk}", exc)
        if errand is None:
            self._held[which].discard(row.pk)
        return errand

    def _held_until_its_end(self, which: int, row_id: int, errand: Errand) -> Errand:
        def ended(learnt: Any) -> Errand | None:
            following = None
            if self._has_no_time_left():
                return None
            try:
                following = errand.ended(learnt)
            except Exception as exc:  # its claim ends by itself, and it is tried again
                _tell(f"row {row_id} of kind {which}", exc)
            if following is not None:
                return self._held_until_its_end(which, row_id, following)
            if not self._stop.is_set():
                self._held[which].discard(row_id)
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
            for kind, held in zip(self._kinds, self._held, strict=True):
                kind.claims.keep(held, at=now)
            self._kept_at = now

    def _give_back(self) -> None:
        """Claims of places whose errands came to no end, for others to take up at once."""
        for kind, held in zip(self._kinds, self._held, strict=True):
            try:
                kind.claims.give_back(held)
            except Exception as exc:  # they end by themselves; what came before must be heard
                _tell("what was to be given back", exc)


def _tell(what: str, exc: Exception) -> None:
    """Without the error's own words: a database repeats the row, which may be a member's."""
    where = traceback.extract_tb(exc.__traceback__)[-1]
    name = type(exc).__name__
    logger.error("Reading %s: %s in %s, line %s.", what, name, where.filename, where.lineno)
