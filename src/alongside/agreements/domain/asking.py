"""How an operator is asked: days, outcomes, and what a letter must hold. Pure.

"In consultation with the administrators" (Power of Information Taskforce 2009, recommendation 1.1):
they are asked once, reminded once, and no answer means no.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from alongside.agreements.domain.terms import Answer

REMIND_AFTER = timedelta(days=14)
CLOSE_AFTER = timedelta(days=28)
# After the one reminder, whenever it went out, at least so long is waited.
CLOSE_AFTER_REMINDER = timedelta(days=14)
# An agreement that ends makes work for the lead from this many days before.
RENEW_BEFORE = timedelta(days=60)

LINK_MARK = "{link}"  # where the worker writes the private link as the letter goes out
SUBJECT_LENGTH = 150
LETTER_LENGTH = 6000


class Outcome(StrEnum):
    """How asking an operator ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"  # means no
    CALLED_OFF = "called_off"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.ANSWERED: "Answered",
    Outcome.NO_ANSWER: "No answer, which means no",
    Outcome.CALLED_OFF: "Called off",
}


class Step(StrEnum):
    """What is due for a request that is open."""

    REMIND = "remind"
    CLOSE = "close"


class UnfitLetter(Exception):
    """The letter cannot go out so; the message is for the person who wrote it."""


def step_due(*, sent_at: datetime, reminded_at: datetime | None, at: datetime) -> Step | None:
    """What is due for an open request; None: nothing yet.

    Nobody's silence is taken for a no before they were reminded, even when no worker ran for weeks.
    """
    if reminded_at is None:
        return Step.REMIND if at >= sent_at + REMIND_AFTER else None
    return Step.CLOSE if at >= closes_at(sent_at=sent_at, reminded_at=reminded_at) else None


def closes_at(*, sent_at: datetime, reminded_at: datetime | None) -> datetime:
    """From when on no answer counts as no."""
    last = sent_at + CLOSE_AFTER
    return last if reminded_at is None else max(last, reminded_at + CLOSE_AFTER_REMINDER)


def is_silence_recorded(newest: Answer | None, *, is_expired: bool) -> bool:
    """Whether no answer to a request becomes a record of its own.

    What the operator once said is not taken back by their silence to a second letter: an agreement
    in force runs on until its date, and a no stays the no it was.
    """
    return newest is None or newest is Answer.NO_ANSWER or is_expired


def checked_letter(subject: str, letter: str) -> tuple[str, str]:
    """Subject and letter as they may go out. Raises UnfitLetter."""
    subject = " ".join(subject.split())
    letter = letter.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not subject:
        raise UnfitLetter("Give the letter a subject.")
    if len(subject) > SUBJECT_LENGTH:
        raise UnfitLetter(f"Make the subject shorter: at most {SUBJECT_LENGTH} characters.")
    if not letter:
        raise UnfitLetter("Write the letter.")
    if len(letter) > LETTER_LENGTH:
        raise UnfitLetter(f"Make the letter shorter: at most {LETTER_LENGTH} characters.")
    if letter.count(LINK_MARK) != 1:
        raise UnfitLetter(
            f"The letter must hold {LINK_MARK} once, where the private link will stand. Without "
            "it, the operator cannot answer."
        )
    return subject, letter


def ends_soon(valid_until: date | None, *, on: date) -> bool:
    """Whether an agreement in force ends within 60 days."""
    return valid_until is not None and on <= valid_until <= on + RENEW_BEFORE
