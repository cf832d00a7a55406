"""How often the proof of an official account is looked at. Pure."""

from datetime import datetime, timedelta

LOOK_EVERY = timedelta(days=30)
# A worker that died gives its account back after this long. Looking twice harms nobody.
CLAIM = timedelta(hours=1)
# Until the operator agrees, nothing is asked of the forum: only our own record is looked at again.
AGREEMENT_EVERY = timedelta(days=1)

_FIRST_PAUSE = timedelta(hours=1)
_LONGEST_PAUSE = timedelta(days=7)


def is_due(checked_at: datetime | None, *, asked_at: datetime | None, at: datetime) -> bool:
    """Whether a direction whose newest look was at `checked_at` is to be looked at."""
    if checked_at is None or checked_at <= at - LOOK_EVERY:
        return True
    return asked_at is not None and checked_at < asked_at


def pause_after(failures: int, *, wanted_seconds: int = 0) -> timedelta:
    """The pause after so many failures in a row, at least as long as the site wants it."""
    longer: timedelta = _FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 10)
    return min(max(longer, timedelta(seconds=wanted_seconds)), _LONGEST_PAUSE)
