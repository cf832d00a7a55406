"""Counting over a forum's past: topics, months, times to the first answer. Pure.

A survey keeps numbers only (law 4): no title, no post, no address or number of a thread.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from alongside.matching.domain.words import Expression, NoWords, expression_of, matched_phrases

ALL = ""  # the key of the row that counts every question, whatever its topic
WITHIN_HOURS = (1, 4, 24, 72, 168)
# Answered within each of these, later, and at a time that the forum does not tell well enough.
WITHIN_WORDS = ("1 hour", "4 hours", "1 day", "3 days", "7 days", "later", "time not told")
PLACES = len(WITHIN_WORDS)
LINES_A_PAGE = 20  # of a list of threads, where nothing better is known
SECONDS_AN_ANSWER = 1.0  # that a forum takes on average
_AND = re.compile(r"\s*(?:,|;|/|\band\b|&)\s*", re.IGNORECASE)
# Words of a remit's labels that stand in questions of every kind.
_SAYS_NOTHING = frozenset(
    {"local", "community", "general", "other", "services", "information", "international"}
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What is counted, and by which words: a topic of the remit, or one of the body's watches."""

    key: str
    label: str
    origin: str  # "remit" or "watch"
    any_of: tuple[str, ...]
    none_of: tuple[str, ...] = ()

    def is_touched_by(self, text: str) -> bool:
        return bool(matched_phrases(text, Expression(self.any_of, self.none_of)))

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label": self.label,
            "origin": self.origin,
            "any_of": list(self.any_of),
            "none_of": list(self.none_of),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Topic":
        return cls(
            key=str(record["key"]),
            label=str(record["label"]),
            origin=str(record["origin"]),
            any_of=tuple(record["any_of"]),
            none_of=tuple(record["none_of"]),
        )


def topic_of_label(key: str, label: str) -> Topic | None:
    """A topic of a remit by the words of its label; None where they say nothing of their own."""
    parts = [part for part in _AND.split(label) if part.casefold() not in _SAYS_NOTHING]
    try:
        expression = expression_of("\n".join(parts))
    except NoWords:
        return None
    return Topic(key, label, "remit", expression.any_of)


@dataclass(frozen=True, slots=True)
class Question:
    """One thread as it is counted. `text` lives in memory for as long as it is matched."""

    asked_at: datetime
    text: str = field(repr=False)
    is_answered: bool
    answered_after: timedelta | None = None  # None: not answered, or the forum tells it badly


@dataclass(slots=True)
class Tally:
    """Counts of one month and topic."""

    questions: int = 0
    unanswered: int = 0
    within: list[int] = field(default_factory=lambda: [0] * PLACES)

    def add(self, question: Question) -> None:
        self.questions += 1
        if question.is_answered:
            self.within[place_of(question.answered_after)] += 1
        else:
            self.unanswered += 1

    def join(self, other: "Tally") -> None:
        self.questions += other.questions
        self.unanswered += other.unanswered
        self.within = [one + two for one, two in zip(self.within, other.within, strict=True)]

    @property
    def unanswered_share(self) -> float | None:
        """None where there is no question: no value, not 0 % (law 7)."""
        return self.unanswered / self.questions if self.questions else None

    @property
    def half_within(self) -> str | None:
        """By when half of the answered questions had their first answer, None where unknown."""
        timed = self.within[:-1]
        reached, half = 0, sum(timed) / 2
        for place, count in enumerate(timed):
            reached += count
            if half and reached >= half:
                return WITHIN_WORDS[place]
        return None

    def as_dict(self) -> dict[str, Any]:
        return {
            "questions": self.questions,
            "unanswered": self.unanswered,
            "unanswered_share": self.unanswered_share,
            "first_answer": dict(zip(WITHIN_WORDS, self.within, strict=True)),
            "half_answered_within": self.half_within,
        }


Key = tuple[date, str]  # first of the month, topic


def place_of(after: timedelta | None) -> int:
    """The place in `WITHIN_WORDS` of a time to the first answer."""
    if after is None:
        return PLACES - 1
    hours = max(after, timedelta(0)) / timedelta(hours=1)
    return next(
        (place for place, most in enumerate(WITHIN_HOURS) if hours <= most), len(WITHIN_HOURS)
    )


def count(questions: Iterable[Question], topics: Sequence[Topic]) -> dict[Key, Tally]:
    """The questions by month and topic; one that touches two counts for both, once in all."""
    tallies: dict[Key, Tally] = {}
    for question in questions:
        month = question.asked_at.date().replace(day=1)
        keys = [ALL, *(topic.key for topic in topics if topic.is_touched_by(question.text))]
        for key in keys:
            tallies.setdefault((month, key), Tally()).add(question)
    return tallies


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many requests a survey needs at most, and how long that takes at the forum's pace."""

    boards: int
    threads: int | None  # None: the forum does not tell how many threads it has
    requests: int | None
    pause_seconds: float
    requests_a_day: int
    seconds: float | None
    days: int | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "boards": self.boards,
            "threads_at_most": self.threads,
            "requests_at_most": self.requests,
            "pause_seconds": self.pause_seconds,
            "requests_a_day": self.requests_a_day,
            "seconds_at_most": self.seconds,
            "days_at_most": self.days,
        }


def estimate(
    threads: Sequence[int | None], *, pause_seconds: float, requests_a_day: int
) -> Estimate:
    """From the count of threads of each board that is left: one request a thread, and the lists."""
    known = [number for number in threads if number is not None]
    boards = len(threads)
    if len(known) < boards:
        return Estimate(boards, None, None, pause_seconds, requests_a_day, None, None)
    requests = sum(number + max(1, ceil(number / LINES_A_PAGE)) for number in known)
    seconds = requests * (pause_seconds + SECONDS_AN_ANSWER)
    days = max(1, ceil(requests / requests_a_day), ceil(seconds / 86_400))
    return Estimate(boards, sum(known), requests, pause_seconds, requests_a_day, seconds, days)
