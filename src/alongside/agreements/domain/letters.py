"""E-mails to operators: kinds, and when one that did not go out is tried again. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class LetterKind(StrEnum):
    ASK = "ask"
    REMIND = "remind"
    FRESH_LINK = "fresh_link"
    NOTICE = "notice"
    OBJECTION = "objection"  # what a body answered to an objection


LETTER_WORDS: dict[LetterKind, str] = {
    LetterKind.ASK: "Letter",
    LetterKind.REMIND: "Reminder",
    LetterKind.FRESH_LINK: "Fresh private link",
    LetterKind.NOTICE: "Letter",
    LetterKind.OBJECTION: "Answer to an objection",
}

# A worker that died may have sent it: such a letter goes to a person, never back to the queue.
CLAIM = timedelta(hours=1)
MOST_TRIES = 8

_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=12)


def next_try(failures: int, *, at: datetime) -> datetime | None:
    """When a letter that did not go out is tried again; None: a person must look."""
    if failures >= MOST_TRIES:
        return None
    longer: timedelta = _FIRST_PAUSE * 3 ** max(failures - 1, 0)
    return at + min(longer, _LONGEST_PAUSE)
