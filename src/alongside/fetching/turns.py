"""When a site may be asked again: pure rules over what is remembered of it. No clock, no I/O.

Two things are remembered for each request: the host, and the operator's site that it belongs to
(`sites.site_of`). Each has one connection at a time, a pause between two requests and a budget for
the day. A host that asks for a pause gets it; one that fails again and again is left alone for
longer and longer, with one careful request in between, and a person is told.

Times are seconds since 1970.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST_PAUSE_SECONDS = 24 * 3600
# A site that says "too much" without saying for how long.
PAUSE_UNASKED_SECONDS = 60.0
LONGEST_PAUSE_UNASKED_SECONDS = 3600.0
# How long after its own time limit a request counts as lost with whoever sent it.
LOST_AFTER_SECONDS = 30.0

_HOURS = re.compile(r"(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)", re.ASCII)


class Why(StrEnum):
    """Why a request has to wait."""

    INTERVAL = "interval"
    BUSY = "busy"  # another request to it is under way
    PAUSE = "pause"  # the site asked for it
    BUDGET = "budget"
    QUIET = "quiet"
    RESTING = "resting"  # it failed too often


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A time of the day in which nothing is read, in the given zone; it may span midnight."""

    begin: time
    end: time
    zone: str = "Europe/London"

    @classmethod
    def parse(cls, text: str, *, zone: str) -> "QuietHours | None":
        """Reads "22:00-06:00"; None for an empty text. Raises ValueError for anything else."""
        if not text.strip():
            return None
        found = _HOURS.fullmatch(text.strip())
        if found is None or found[1] == found[2]:
            raise ValueError("Quiet hours are written as 22:00-06:00.")
        return cls(time.fromisoformat(found[1]), time.fromisoformat(found[2]), zone)

    def seconds_left(self, now: float) -> float:
        """Seconds until they end, 0 outside of them."""
        today = datetime.fromtimestamp(now, ZoneInfo(self.zone)).date()
        spans_midnight = timedelta(days=self.end < self.begin)
        for day in (today - timedelta(days=1), today):
            # By the calendar, not by adding hours: a night with a change of clocks is longer. A
            # time that comes twice in it, or never, is the one that leaves more of the quiet.
            begins = min(self._moments(day, self.begin))
            ends = max(self._moments(day + spans_midnight, self.end))
            if begins <= now < ends:
                return ends - now
        return 0.0

    def _moments(self, day: date, clock: time) -> list[float]:
        zone = ZoneInfo(self.zone)
        return [
            datetime.combine(day, clock, zone).replace(fold=fold).timestamp() for fold in (0, 1)
        ]


@dataclass(frozen=True, slots=True)
class Manners:
    """How sites are treated, for all alike. Times in seconds."""

    requests_a_day: int = 2_000  # for each host
    requests_a_day_at_site: int = 10_000  # for all hosts of one operator together
    failures_until_rest: int = 5  # in a row
    first_rest: float = 3600.0
    longest_rest: float = 24 * 3600.0
    quiet_hours: QuietHours | None = None
    lost_after: float = 30.0 + LOST_AFTER_SECONDS

    def __post_init__(self) -> None:
        if min(self.requests_a_day, self.requests_a_day_at_site, self.failures_until_rest) < 1:
            raise ValueError("Budgets and the number of failures must be 1 or more.")


@dataclass(frozen=True, slots=True)
class Turn:
    """One request that wants to go out.

    `interval` is the pause that the host wants between two requests, `site_interval` our own
    between two requests to its operator. `bidden` is a request that a person ordered, such as a
    reply: it keeps the pauses, but neither quiet hours nor a spent budget hold it up. `closed` are
    the hours that the host itself excludes.
    """

    host: str
    site: str
    interval: float
    site_interval: float
    bidden: bool = False
    closed: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """The request may go out now. `token` proves later that it was this one."""

    turn: Turn
    token: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The request may not go out for so many seconds yet."""

    seconds: float
    why: Why


class Grade(StrEnum):
    """How a request ended for the site."""

    FINE = "fine"
    UNKNOWN = "unknown"  # nothing was learnt: it was called off, or the fault is our own
    TROUBLE = "trouble"  # no connection, no whole answer, 403, 5xx
    UNWELCOME = "unwelcome"  # 429, 503: we are told to stop


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request showed of the site. `pause` is what it asked for, `problem` for people.

    `reserved` is what it said of text and data mining, None where it said nothing.
    """

    grade: Grade = Grade.FINE
    pause: float = 0.0
    problem: str = ""
    reserved: bool | None = None
    reservation_policy: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of a host, or of an operator's site."""

    free_at: float = 0.0  # before that, nobody asks
    ended_at: float = 0.0  # when the last answer was there
    busy_until: float = 0.0  # 0: nobody is asking
    token: str = ""  # of the request under way
    paused_until: float = 0.0  # as the site asked
    day: int = 0  # days since 1970, UTC
    asked: int = 0  # on that day
    failures: int = 0  # in a row
    rest: float = 0.0  # the length of the present rest; 0: it is trusted
    resting_until: float = 0.0
    problem: str = ""

    @property
    def is_resting(self) -> bool:
        """Whether it failed so often that it is left alone, but for single careful requests."""
        return self.rest > 0


def hold_up(host: Record, site: Record, turn: Turn, manners: Manners, now: float) -> Wait | None:
    """What a request has to wait for, the longest of all; None where it may go out now."""
    waits = [
        Wait(host.paused_until - now, Why.PAUSE),
        Wait(host.resting_until - now, Why.RESTING),
        _connection(host, turn.interval, now),
        _connection(site, turn.site_interval, now),
    ]
    if not turn.bidden:
        if _asked(host, now) >= manners.requests_a_day:
            waits.append(Wait(_until_tomorrow(now), Why.BUDGET))
        if _asked(site, now) >= manners.requests_a_day_at_site:
            waits.append(Wait(_until_tomorrow(now), Why.BUDGET))
        waits += [
            Wait(hours.seconds_left(now), Why.QUIET)
            for hours in (manners.quiet_hours, turn.closed)
            if hours is not None
        ]
    longest = max(waits, key=lambda wait: wait.seconds)
    return longest if longest.seconds > 0 else None


def _connection(record: Record, interval: float, now: float) -> Wait:
    if record.busy_until > now:
        # It will be over long before the time after which it counts as lost: look again soon.
        return Wait(min(1.0, record.busy_until - now), Why.BUSY)
    # What the site asks for may have become longer since the last request.
    return Wait(max(record.free_at, record.ended_at + interval) - now, Why.INTERVAL)


def begun(record: Record, *, interval: float, token: str, manners: Manners, now: float) -> Record:
    """The record once a request has gone out.

    If nothing is heard of it again, it may have arrived as late as its time limit allows; the
    pause counts from there.
    """
    return replace(
        record,
        busy_until=now + manners.lost_after,
        free_at=now + manners.lost_after + interval,
        ended_at=now + manners.lost_after,
        token=token,
        day=_day(now),
        asked=_asked(record, now) + 1,
    )


def ended(record: Record, *, interval: float, token: str, now: float) -> Record:
    """The record once the answer is there: the pause counts from now."""
    if record.token != token:
        # It counted as lost, and another one is under way.
        free_at = max(record.free_at, now + interval)
        return replace(record, free_at=free_at, ended_at=max(record.ended_at, now))
    return replace(record, busy_until=0.0, token="", free_at=now + interval, ended_at=now)


def judged(record: Record, outcome: Outcome, manners: Manners, now: float) -> Record:
    """The host's record with what the answer said of it."""
    if outcome.grade is Grade.UNKNOWN:
        return record
    pause = min(outcome.pause, LONGEST_PAUSE_SECONDS)
    if outcome.grade is Grade.FINE:
        return replace(
            record,
            failures=0,
            rest=0.0,
            resting_until=0.0,
            problem="",
            paused_until=max(record.paused_until, now + pause) if pause else record.paused_until,
        )
    failures = record.failures + 1
    if outcome.grade is Grade.UNWELCOME:
        unasked = PAUSE_UNASKED_SECONDS * 2 ** min(failures - 1, 10)
        pause = max(pause, min(unasked, LONGEST_PAUSE_UNASKED_SECONDS))
    rest, resting_until = record.rest, record.resting_until
    if failures >= manners.failures_until_rest:
        # The one careful request after a rest failed as well: the next rest is twice as long.
        rest = min(rest * 2, manners.longest_rest) if rest else manners.first_rest
        resting_until = now + rest
    return replace(
        record,
        failures=failures,
        rest=rest,
        resting_until=resting_until,
        problem=outcome.problem[:300],
        paused_until=max(record.paused_until, now + pause) if pause else record.paused_until,
    )


def forgiven(record: Record) -> Record:
    """The record after a person said "try again": one careful request may go out.

    A pause that the site itself asked for stays; nobody of ours may shorten it.
    """
    return replace(record, resting_until=0.0)


def _asked(record: Record, now: float) -> int:
    return record.asked if record.day == _day(now) else 0


def _day(now: float) -> int:
    return int(now // 86_400)


def _until_tomorrow(now: float) -> float:
    tomorrow = datetime.fromtimestamp(now, UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC).timestamp() - now
