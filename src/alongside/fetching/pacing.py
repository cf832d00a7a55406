"""Who keeps the turns: the port that workers share, one for a single process, and `Retry-After`.

The rules are in `turns`; here they meet a memory. A pacing that several machines share keeps its
records where all of them look, and decides with the same two functions, `allot` and `settle`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil
from secrets import token_hex
from threading import Lock
from typing import Literal, Protocol

from alongside.fetching import turns
from alongside.fetching.turns import (
    LONGEST_PAUSE_SECONDS,
    Leave,
    Manners,
    Outcome,
    Record,
    Turn,
    Wait,
)

_LONGEST_HEADER = 1000
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")

Key = tuple[Literal["host", "site"], str]


@dataclass(frozen=True, slots=True)
class Done:
    """A request that had leave, and how it ended."""

    leave: Leave
    outcome: Outcome


class Pacing(Protocol):
    """Who keeps the turns of all requests. Several at once are asked about together."""

    def take(self, wanted: Sequence[Turn]) -> list[Leave | Wait]:
        """For each turn either leave, which must be given back, or how long to wait."""
        ...

    def give_back(self, done: Sequence[Done]) -> None:
        """The requests have ended; from here their sites' pauses are counted."""
        ...


class PacingInMemory:
    """Keeps the turns of one process; threads share it safely."""

    def __init__(self, *, now: Callable[[], float], manners: Manners) -> None:
        self._now = now
        self._manners = manners
        self._records: dict[Key, Record] = {}
        self._lock = Lock()

    def take(self, wanted: Sequence[Turn]) -> list[Leave | Wait]:
        with self._lock:
            return allot(wanted, self._records, manners=self._manners, now=self._now())

    def give_back(self, done: Sequence[Done]) -> None:
        with self._lock:
            settle(done, self._records, manners=self._manners, now=self._now())

    def record_of(self, host: str) -> Record:
        """What is remembered of a host."""
        with self._lock:
            return self._records.get(("host", host), Record())


def keys_of(wanted: Iterable[Turn]) -> set[Key]:
    """The records that turns are decided by."""
    keys: set[Key] = set()
    for turn in wanted:
        keys.update({("host", turn.host), ("site", turn.site)})
    return keys


def allot(
    wanted: Sequence[Turn], records: MutableMapping[Key, Record], *, manners: Manners, now: float
) -> list[Leave | Wait]:
    """Gives leave to the turns that may go out, in their order, and writes it into the records."""
    answers: list[Leave | Wait] = []
    for turn in wanted:
        host_key, site_key = _keys(turn)
        host, site = records.get(host_key, Record()), records.get(site_key, Record())
        wait = turns.hold_up(host, site, turn, manners, now)
        if wait is not None:
            answers.append(wait)
            continue
        token = token_hex(8)
        records[host_key] = turns.begun(
            host, interval=turn.interval, token=token, manners=manners, now=now
        )
        records[site_key] = turns.begun(
            site, interval=turn.site_interval, token=token, manners=manners, now=now
        )
        answers.append(Leave(turn, token))
    return answers


def settle(
    done: Sequence[Done], records: MutableMapping[Key, Record], *, manners: Manners, now: float
) -> None:
    """Writes into the records how requests ended."""
    for each in done:
        turn, token = each.leave.turn, each.leave.token
        host_key, site_key = _keys(turn)
        host = turns.ended(
            records.get(host_key, Record()), interval=turn.interval, token=token, now=now
        )
        records[host_key] = turns.judged(host, each.outcome, manners, now)
        records[site_key] = turns.ended(
            records.get(site_key, Record()), interval=turn.site_interval, token=token, now=now
        )


def _keys(turn: Turn) -> tuple[Key, Key]:
    return ("host", turn.host), ("site", turn.site)


def retry_after_seconds(headers: Mapping[str, str]) -> int | None:
    """The pause a `Retry-After` header asks for, in seconds (RFC 9110, 10.2.3), or None.

    A date is measured against the answer's own `Date`, so that the two clocks need not agree. Of
    several, which a proxy may have added, the longest counts.
    """
    value = headers.get("retry-after", "")[:_LONGEST_HEADER]
    date = headers.get("date", "")
    # A date has a comma of its own, behind a weekday that nobody needs.
    pauses = [_pause(each.strip(), date) for each in (value, *value.split(","))]
    known = [pause for pause in pauses if pause is not None]
    return ceil(max(0, min(max(known), LONGEST_PAUSE_SECONDS))) if known else None


def _pause(value: str, date: str) -> float | None:
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        until = _utc(parsedate_to_datetime(value))
        since = _utc(parsedate_to_datetime(date))
        return (until - since).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
