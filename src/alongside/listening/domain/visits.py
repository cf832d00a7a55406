"""When a board is read again: by its own rate, the operator's pace and what was promised. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import exp

SOONEST = timedelta(hours=1)
LATEST = timedelta(days=7)
# The practice forum is our own, on the same machine: there, people want to see things happen.
PRACTICE_INTERVAL = timedelta(seconds=10)
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
TOLD_AFTER = 5  # failures in a row, about four hours: a person should look why
BEHIND_PAUSE = timedelta(minutes=15)  # while threads wait that a visit had no room for

# How long the numbers of a day are kept: a year and the month before it, so that every month shown
# can be compared with the one of a year ago.
COUNTS_KEPT = timedelta(days=400)
# How far back a board's rate remembers: what happened a week ago counts a third.
RATE_MEMORY = timedelta(days=7)
DAY = timedelta(days=1)
# A question must be found while there is time left to answer it: within this share of what the
# plan promises.
SHARE_OF_PROMISE = 4
# Boards of one forum are put apart by lengthening our own pause, never the operator's.
MOST_SPREAD = 0.25
# "Once a day at most" means that we come once a day, for all boards together: so long may it take.
SHARE_OF_PAUSE = 6
SHORTEST_SITTING, LONGEST_SITTING = timedelta(hours=1), timedelta(hours=4)
AFTER_QUIET = timedelta(minutes=30)  # over which what waited for the end of quiet hours is spread


def rate_after(threads_a_day: float | None, *, threads: int, over: timedelta) -> float:
    """The board's rate once `threads` were started in the time `over`; None: never read before."""
    over = max(over, timedelta(minutes=1))
    seen = threads * (DAY / over)
    if threads_a_day is None:
        return seen
    weight = exp(-(over / RATE_MEMORY))
    return threads_a_day * weight + seen * (1 - weight)


def next_visit(
    *,
    threads_a_day: float | None,
    visited_at: datetime,
    promised: timedelta | None = None,
    agreed_pause: timedelta = timedelta(0),
    is_behind: bool = False,
    is_practice: bool,
    spread: float = 0.0,
) -> datetime:
    """When about one new thread is to be expected, within bounds.

    `promised` is the shortest standard for a first reply that a plan gives here, None where no
    plan promises one. `agreed_pause` is the least that the operator asked for; it counts above all.
    """
    if is_practice:
        return visited_at + max(PRACTICE_INTERVAL, agreed_pause)
    if is_behind:
        pause = BEHIND_PAUSE
    else:
        latest = max(SOONEST, min(LATEST, promised / SHARE_OF_PROMISE if promised else LATEST))
        expected = DAY / threads_a_day if threads_a_day and threads_a_day > 0.01 else latest
        pause = max(SOONEST, min(expected, latest))
    return visited_at + max(pause * (1 + spread * MOST_SPREAD), agreed_pause)


def allowed_from(
    *, pause: timedelta, visited_at: datetime | None, others: Iterable[datetime], at: datetime
) -> datetime:
    """From when the operator's pause lets a board be read; `at`, if now.

    `others` are the last visits of the forum's other boards. Boards are read one after another at
    one coming. One that comes too late for it is put off to the same moment as all, the next
    coming, where the one that was read the longest ago is first.
    """
    sitting = max(SHORTEST_SITTING, min(pause / SHARE_OF_PAUSE, LONGEST_SITTING))
    came = [moment for moment in others if moment > at - pause]
    if visited_at is not None and visited_at > at - pause:
        came.append(visited_at)
    elif not came or at - min(came) <= sitting:
        return at
    return max(came) + pause


def after_failure(
    *, failures: int, visited_at: datetime, is_practice: bool, spread: float = 0.0
) -> datetime:
    """Each failure in a row doubles the pause, up to a day. `failures` counts this one, from 1."""
    if is_practice:
        return visited_at + PRACTICE_INTERVAL
    pause = min(FIRST_PAUSE * (1 << (min(failures, 10) - 1)), LONGEST_PAUSE)
    return visited_at + pause * (1 + spread * MOST_SPREAD)


def outside_quiet_hours(
    at: datetime, *, seconds_left: Callable[[float], float], spread: float = 0.0
) -> datetime:
    """The visit, or the end of the quiet hours in which it would fall and a while after it.

    `seconds_left` says of a moment (seconds since 1970) how long they go on from there.
    """
    left = seconds_left(at.timestamp())
    return at + timedelta(seconds=left) + spread * AFTER_QUIET if left else at
