"""When a board is read again. Pure."""

from datetime import datetime, timedelta

SOONEST = timedelta(hours=1)
LATEST = timedelta(days=7)
# The practice forum is our own, on the same machine: there, people want to see things happen.
PRACTICE_INTERVAL = timedelta(seconds=10)
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)


def next_visit(
    *, newest_asked_at: datetime | None, visited_at: datetime, is_practice: bool
) -> datetime:
    """Quiet boards are read less often, but never less than once a week."""
    if is_practice:
        return visited_at + PRACTICE_INTERVAL
    quiet_for = visited_at - newest_asked_at if newest_asked_at else LATEST
    return visited_at + max(SOONEST, min(quiet_for / 4, LATEST))


def after_failure(*, failures: int, visited_at: datetime, is_practice: bool) -> datetime:
    """Each failure in a row doubles the pause, up to a day. `failures` counts this one, from 1."""
    if is_practice:
        return visited_at + PRACTICE_INTERVAL
    return visited_at + min(FIRST_PAUSE * (1 << (min(failures, 10) - 1)), LONGEST_PAUSE)
