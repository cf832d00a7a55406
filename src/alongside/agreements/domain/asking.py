"""How an operator is asked: days, outcomes, and what a letter must hold. Pure.

"In consultation with the administrators" (Power of Information Taskforce 2009, recommendation 1.1):
they are asked once, reminded once, and no answer means no.
"""

import re
from collections.abc import Sequence
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

# Of a letter about a draft: the last day for comments, and what the lead asks.
DAY_MARK, QUESTION_MARK = "{day}", "{question}"
_MARKED = {
    LINK_MARK: "the private link will stand. Without it, the operator cannot answer.",
    DAY_MARK: "the last day will stand. Without it, nobody knows how long they have.",
    QUESTION_MARK: "your question will stand. Without it, nobody knows what you ask.",
}
_ONCE = {
    LINK_MARK: "the page is one, and a second copy of its link is one more that can get lost.",
    DAY_MARK: "there is one last day.",
    QUESTION_MARK: "your question is asked once.",
}
_BRACES = re.compile(r"\{[^{}\n]{0,40}\}|[{}]")


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


def checked_letter(
    subject: str, letter: str, *, marks: Sequence[str] = (LINK_MARK,)
) -> tuple[str, str]:
    """Subject and letter as they may go out. Raises UnfitLetter.

    `marks`: what this service fills in; each stands once. Any other brace was meant for somebody to
    fill in, and would go out as it stands.
    """
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
    for mark in marks:
        if mark not in letter:
            raise UnfitLetter(f"The letter must hold {mark} once, where {_MARKED[mark]}")
        if letter.count(mark) > 1:
            raise UnfitLetter(
                f"The letter holds {mark} {letter.count(mark)} times. Leave one of them: "
                f"{_ONCE[mark]}"
            )
    if "{" in subject or "}" in subject:
        raise UnfitLetter("Nothing is filled in in the subject. Write it without braces.")
    if found := _BRACES.search(_without(letter, marks)):
        raise UnfitLetter(
            f"“{found[0]}” would go out as it stands: this service fills in only "
            f"{' and '.join(marks)}. Write what should stand there, without braces."
        )
    return subject, letter


def _without(letter: str, marks: Sequence[str]) -> str:
    for mark in marks:
        letter = letter.replace(mark, "")
    return letter


def ends_soon(valid_until: date | None, *, on: date) -> bool:
    """Whether an agreement in force ends within 60 days."""
    return valid_until is not None and on <= valid_until <= on + RENEW_BEFORE
