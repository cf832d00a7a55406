"""Consulting operators and the public on the draft of a plan. Pure.

What makes a consultation a fair one was said in R v Brent London Borough Council, ex parte Gunning
(1985) 84 LGR 168, and by the Supreme Court in R (Moseley) v Haringey LBC [2014] UKSC 56. People
are asked while the proposal is still being formed; they are told enough to judge it; they have
time enough to answer; and what they said is conscientiously taken into account. So a draft is
consulted on, never a version; with its goals and forums, or nobody could judge it; for so many
days at least; and nothing is published before each comment was answered.

The Cabinet Office's "Consultation principles: guidance" (2018) adds that responses are published
where the consultation was, within twelve weeks, and say how many answered and what became of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alongside.agreements.domain.asking import (
    DAY_MARK,
    LETTER_LENGTH,
    LINK_MARK,
    QUESTION_MARK,
    UnfitLetter,
    checked_letter,
)
from alongside.plans.domain.differences import Part, differences
from alongside.plans.domain.documents import Document
from alongside.plans.domain.errors import PlanError
from alongside.plans.domain.missing import Gap
from alongside.plans.domain.steps import STEP_WORDS, Step

SHORTEST = timedelta(days=14)
USUAL = timedelta(days=28)
LONGEST = timedelta(days=182)
RESPOND_WITHIN = timedelta(weeks=12)

INTRODUCTION_LENGTH = 3_000  # characters, as are all lengths here
WORDS_LENGTH = 2_000
ANSWER_LENGTH = 2_000
REASON_LENGTH = 300
OPEN_COMMENTS = 500  # unanswered, of people without an account; more of them nobody would read

WHOLE = "whole"
_FORUM = "forum:"
# What must be said before anybody can be asked about it.
_NEEDED = frozenset({Step.ABOUT, Step.GOALS, Step.FORUMS})


class ConsultationError(PlanError):
    """The consultation cannot be opened, changed or answered so."""


class NotOpen(ConsultationError):
    """The consultation has closed, or was called off."""


class Verdict(StrEnum):
    """What became of a comment."""

    CHANGED = "changed"
    NOT_CHANGED = "not_changed"


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.CHANGED: "Changed",
    Verdict.NOT_CHANGED: "Not changed",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the plan that can be commented on; of a forum's part its identifier and name."""

    key: str
    words: str  # empty for the part of a forum
    forum_id: str = ""
    forum_name: str = ""


def sections_of(document: Document) -> list[Section]:
    """The parts of the draft in the order of its steps, the whole plan first.

    Each forum is a part of its own. Law and indicators are parts even while they say nothing: what
    is missing may be what people want to speak of.
    """
    found = [Section(WHOLE, "The plan as a whole")]
    for step in Step:
        if step is Step.FORUMS:
            found += [
                Section(
                    f"{_FORUM}{objective['forum']['id']}",
                    "",
                    objective["forum"]["id"],
                    objective["forum"]["name"],
                )
                for objective in document["objectives"]
            ]
        else:
            found.append(Section(step.value, STEP_WORDS[step]))
    return found


def sections_for(sections: Iterable[Section], forum_ids: Sequence[str]) -> list[Section]:
    """What the operator of these forums is asked about: their own forum first, then all that
    concerns every forum."""
    own = [section for section in sections if section.forum_id in forum_ids and section.forum_id]
    return own + [section for section in sections if not section.forum_id]


def changed_sections(before: Document, after: Document) -> set[str]:
    """The keys of the parts that do not say any more what they said; of the whole, when any does
    not. What became of a forum that was left out is a change of its part."""
    found = {
        f"{_FORUM}{each.item}" if each.part is Part.OBJECTIVES else each.part.value
        for each in differences(before, after)
    }
    return found | {WHOLE} if found else found


def is_open(*, closed: bool, closes_on: date, on: date) -> bool:
    """Whether comments are taken; the last day counts, whether or not a worker closed it."""
    return not closed and on <= closes_on


def answers_due_on(closed_on: date) -> date:
    """The day by which the answers are published ("within 12 weeks of the consultation")."""
    return closed_on + RESPOND_WITHIN


def gaps_to_fill(gaps: Iterable[Gap]) -> list[Gap]:
    """Of what the draft lacks, what those who are asked must be able to read."""
    return [gap for gap in gaps if gap.step in _NEEDED]


def check_days(closes_on: date, *, today: date) -> None:
    """Raises ConsultationError when there would be too little time to answer, or no end."""
    if closes_on < today + SHORTEST:
        raise ConsultationError(
            f"Give people at least {SHORTEST.days} days: the first possible day is "
            f"{_day(today + SHORTEST)}."
        )
    if closes_on > today + LONGEST:
        raise ConsultationError(
            f"Close it within {LONGEST.days} days, by {_day(today + LONGEST)}. You can give more "
            "time later."
        )


def check_longer(closes_on: date, *, before: date, today: date) -> None:
    """Raises ConsultationError unless there is more time: what was promised is not taken back."""
    if closes_on <= before:
        raise ConsultationError(
            f"People were promised until {_day(before)}. Give them more time, or leave it so."
        )
    if closes_on > today + LONGEST:
        raise ConsultationError(f"Close it by {_day(today + LONGEST)} at the latest.")


def may_close_early(*, is_open_to_all: bool, has_answered: Sequence[bool]) -> bool:
    """Whether nobody is left whose time would be cut short.

    Of the public nobody knows who would still have written.
    """
    return not is_open_to_all and bool(has_answered) and all(has_answered)


def filled_letter(subject: str, letter: str, *, question: str, closes_on: date) -> tuple[str, str]:
    """Subject and letter as they may go out, with the last day and the question in their places.

    Raises UnfitLetter: whoever gets it must read what is asked, and until when.
    """
    if "{" in question or "}" in question:
        raise UnfitLetter("What you ask stands in the letter: write it without braces.")
    subject, letter = checked_letter(subject, letter, marks=(LINK_MARK, DAY_MARK, QUESTION_MARK))
    letter = letter.replace(DAY_MARK, _day(closes_on)).replace(QUESTION_MARK, question)
    if len(letter) > LETTER_LENGTH:
        raise UnfitLetter(
            f"With what you ask in its place the letter has {len(letter):,} characters. Make one "
            f"of the two shorter: at most {LETTER_LENGTH:,} together."
        )
    return checked_letter(subject, letter)


def cleaned_words(text: str, *, most: int) -> str:
    """The text as it is kept. Raises ConsultationError when it is too long."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        raise ConsultationError(f"Make it shorter: at most {most:,} characters.")
    return re.sub(r"\n{3,}", "\n\n", text)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
