"""Files that a site puts up for programs, and how long one may go by them.

robots.txt (RFC 9309) and tdmrep.json (W3C TDM Reservation Protocol). They are about the site and
hold nobody's words, so they may be kept, and several workers may share them.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock
from typing import Protocol

from alongside.fetching.messages import Validators

LONGEST_SECONDS = 24 * 3600.0  # RFC 9309, 2.4: no copy older than a day
# A site that forbids keeping the file is not asked for it before every page all the same.
SHORTEST_SECONDS = 3600.0
# A site that could not say what it allows is asked again soon, not after a day.
SECONDS_UNTIL_ASKED_AGAIN = 900.0


class NoticeKind(StrEnum):
    """Which file; its value is the path on the origin."""

    ROBOTS = "/robots.txt"
    TDM = "/.well-known/tdmrep.json"


@dataclass(frozen=True, slots=True)
class Notice:
    """What an origin answered when it was asked for the file. Status 0: nothing was learnt."""

    status: int
    body: bytes
    fetched_at: float  # seconds since 1970
    keep_until: float
    validators: Validators = field(default_factory=Validators)

    def as_of(self, now: float, headers: Mapping[str, str]) -> "Notice":
        """The same file, which the site says has not changed."""
        return replace(self, fetched_at=now, keep_until=now + kept_seconds(headers))


class Notices(Protocol):
    """Where notices are kept. Several workers may share one that looks into a database."""

    def recall(self, origin: str, kind: NoticeKind) -> Notice | None:
        """The newest notice, however old; whoever asks looks at `keep_until`."""
        ...

    def keep(self, origin: str, kind: NoticeKind, notice: Notice) -> None: ...


def kept_seconds(headers: Mapping[str, str]) -> float:
    """How long a notice may be kept: as its Cache-Control says, between an hour and a day."""
    for directive in headers.get("cache-control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name in ("no-store", "no-cache"):
            return SHORTEST_SECONDS
        value = value.strip('"')
        if name == "max-age" and value.isascii() and value.isdigit():
            return max(SHORTEST_SECONDS, min(float(value[:9]), LONGEST_SECONDS))
    return LONGEST_SECONDS


class NoticesInMemory:
    """Keeps notices in this process: the `most` used last. Threads share it safely."""

    def __init__(self, *, most: int = 1_000) -> None:
        self._most = most
        self._known: OrderedDict[tuple[str, NoticeKind], Notice] = OrderedDict()
        self._lock = Lock()

    def recall(self, origin: str, kind: NoticeKind) -> Notice | None:
        with self._lock:
            if (notice := self._known.get((origin, kind))) is not None:
                self._known.move_to_end((origin, kind))
            return notice

    def keep(self, origin: str, kind: NoticeKind, notice: Notice) -> None:
        with self._lock:
            self._known[origin, kind] = notice
            self._known.move_to_end((origin, kind))
            while len(self._known) > self._most:
                self._known.popitem(last=False)


def unreachable(now: float, because: str = "") -> Notice:
    """The notice of a site that could not say what it allows; its body is the reason."""
    return Notice(0, because.encode(), fetched_at=now, keep_until=now + SECONDS_UNTIL_ASKED_AGAIN)
