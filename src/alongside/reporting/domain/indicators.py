"""The public figures: pure functions of questions, so that anyone can compute them again (law 7).

Rules of all figures: a period is [start, end); where nothing is counted from, the value is None
("no value"), never 0 %; every figure says from how many cases it comes. Questions that were set
aside are not questions for the body, so no rate counts them; they are shown as counts of their own,
and "left to peers" is a success (law 3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from alongside.enquiries.domain.triage import SET_ASIDE, EnquiryState

# A question has had its chance after this long (indicator 5 of our list of measures).
ANSWER_WINDOW = timedelta(days=28)
_SECOND = timedelta(seconds=1)
_TENTH = Decimal("0.1")


class Unit(StrEnum):
    QUESTIONS = "questions"
    PERCENT = "%"
    HOURS = "hours"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Question:
    """What a figure needs of one question. All moments are aware."""

    asked_at: datetime
    raised_at: datetime  # when the question was logged here
    state: EnquiryState
    first_reply_at: datetime | None  # when the first official reply came to stand in the forum
    response_hours: int  # the plan's standard, from the time of asking
    referred_at: datetime | None = None  # when a moderator passed it on
    declined_at: datetime | None = None  # when it was set aside with a reason that they read


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end). Without a start: everything before the end."""

    start: datetime | None
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return (self.start is None or self.start <= moment) and moment < self.end


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: its value, from how many cases, and a sentence that says what it is.

    `value` is None where there is nothing to count from. `numerator` is None for figures that are
    no ratio. `denominator` is n, the number of cases behind the value.
    """

    key: str
    name: str
    value: Decimal | None
    unit: Unit
    numerator: int | None
    denominator: int
    definition: str

    @property
    def value_words(self) -> str:
        """71.5 %, 12 questions, or: no value."""
        return "no value" if self.value is None else f"{self.value:,f} {self.unit.value}"

    def as_dict(self) -> dict[str, str | int | float | None]:
        """For JSON; `value` is a number or null."""
        return {
            "figure_id": self.key,
            "name": self.name,
            "value": None if self.value is None else float(self.value),
            "unit": self.unit.value,
            "numerator": self.numerator,
            "n": self.denominator,
            "definition": self.definition,
        }


@dataclass(frozen=True, slots=True)
class Band:
    """How many first replies came within a length of time, and not within the one before."""

    words: str
    up_to: timedelta | None  # None: longer than all others
    count: int


def indicators(questions: Iterable[Question], *, period: Period, at: datetime) -> list[Indicator]:
    """All figures about questions, as known at `at`; replies from then on are not yet there."""
    known = [_as_of(question, at) for question in questions]
    ours = [question for question in known if question.state not in SET_ASIDE]
    times = sorted(reply_times(ours, period=period))
    return [
        _count(
            "questions_logged",
            "Questions logged",
            sum(question.raised_at in period for question in ours),
            "Questions in the forums that a body noticed, or that were passed to it, in the "
            "period. Questions that were set aside are not counted.",
        ),
        *_answered(ours, period, at),
        _hours(
            "first_reply_median",
            "Median time to the first official reply",
            _median(times),
            len(times),
            "Half of the first official replies of the period came within this time of the "
            "question, half took longer. Counted from the question in the forum until the reply "
            "stands there, nights and weekends included.",
        ),
        _hours(
            "first_reply_p90",
            "Nine in ten first official replies came within",
            _ninth_tenth(times),
            len(times),
            "The 90th percentile (nearest rank) of the time to the first official reply, over the "
            "same replies as the median.",
        ),
        _within_standard(ours, period),
        _referrals_answered(known, period),
        _count(
            "left_to_peers",
            "Left to peers",
            _logged_as(known, period, {EnquiryState.LEFT_TO_PEERS}),
            "Questions logged in the period that no official answered because members of the "
            "forum answer them well. This is a success.",
        ),
        _count(
            "set_aside",
            "Set aside for other reasons",
            _logged_as(known, period, SET_ASIDE - {EnquiryState.LEFT_TO_PEERS}),
            "Questions logged in the period that were not the body's business, or no questions.",
        ),
    ]


def list_freshness(*, fresh: int, listed: int) -> Indicator:
    """Indicator 2: of all entries of the published lists, the share looked at lately.

    `fresh` counts those for which `forums.domain.listing.is_due` says no on the day of the figure.
    """
    return _percent(
        "list_freshness",
        "List freshness",
        fresh,
        listed,
        "Of the forums that public bodies list as major, each counted once for each body that "
        "lists it, the share that the body listed or looked at again on the day of the figure or "
        "in the 91 days before it.",
    )


def reply_times(questions: Iterable[Question], *, period: Period) -> list[timedelta]:
    """From question to first official reply, for first replies of the period; set aside ones not.

    A reply dated before its question (a forum's clock was put back) counts as at once.
    """
    return [
        max(question.first_reply_at - question.asked_at, timedelta(0))
        for question in questions
        if question.state not in SET_ASIDE
        and question.first_reply_at is not None
        and question.first_reply_at in period
    ]


_BANDS = (
    ("within an hour", timedelta(hours=1)),
    ("1 to 4 hours", timedelta(hours=4)),
    ("4 to 24 hours", timedelta(hours=24)),
    ("1 to 2 days", timedelta(days=2)),
    ("2 to 7 days", timedelta(days=7)),
    ("longer than 7 days", None),
)


def bands(times: Sequence[timedelta]) -> list[Band]:
    """How the times spread, as counts that add up to how many there are."""
    found: list[Band] = []
    counted = 0
    for words, up_to in _BANDS:
        reached = len(times) if up_to is None else sum(time <= up_to for time in times)
        found.append(Band(words, up_to, reached - counted))
        counted = reached
    return found


def _as_of(question: Question, at: datetime) -> Question:
    if question.first_reply_at is not None and question.first_reply_at >= at:
        question = replace(question, first_reply_at=None)
    if question.declined_at is not None and question.declined_at >= at:
        question = replace(question, declined_at=None)
    return question


def _answered(ours: Sequence[Question], period: Period, at: datetime) -> list[Indicator]:
    logged = [question for question in ours if question.raised_at in period]
    answered = sum(_answered_in_window(question) for question in logged)
    # Only questions that have had their days: to count the young ones once they are answered, and
    # not before, would let every share begin at 100 %.
    ripe = [question for question in logged if question.raised_at + ANSWER_WINDOW <= at]
    return [
        _count(
            "answered",
            "Questions answered",
            answered,
            "Questions logged in the period in which an official reply came to stand within 28 "
            "days of the day they were logged.",
        ),
        _percent(
            "answered_rate",
            "Answered within 28 days",
            sum(_answered_in_window(question) for question in ripe),
            len(ripe),
            "Of the questions logged in the period, the share with an official reply within 28 "
            "days. Questions younger than 28 days are left out, answered or not.",
        ),
    ]


def _answered_in_window(question: Question) -> bool:
    return (
        question.first_reply_at is not None
        and question.first_reply_at <= question.raised_at + ANSWER_WINDOW
    )


def _within_standard(ours: Sequence[Question], period: Period) -> Indicator:
    fell_due = [
        (question, due)
        for question in ours
        if (due := question.asked_at + timedelta(hours=question.response_hours)) in period
    ]
    kept = sum(
        question.first_reply_at is not None and question.first_reply_at <= due
        for question, due in fell_due
    )
    return _percent(
        "within_standard",
        "Within the published standard",
        kept,
        len(fell_due),
        "Of the questions whose response standard fell due in the period, unanswered ones "
        "included, the share first answered within it. The standard is the one of the body's "
        "published plan when the question was logged, counted from the time of the question.",
    )


def _referrals_answered(known: Sequence[Question], period: Period) -> Indicator:
    """Indicator 8: the moderator waits, so the standard runs from their word."""
    fell_due = [
        (question, due)
        for question in known
        if question.referred_at is not None
        and (due := question.referred_at + timedelta(hours=question.response_hours)) in period
    ]
    kept = sum(
        any(
            moment is not None and moment <= due
            for moment in (question.first_reply_at, question.declined_at)
        )
        for question, due in fell_due
    )
    return _percent(
        "referrals_answered",
        "Referrals answered in time",
        kept,
        len(fell_due),
        "Of the questions that a forum's moderators passed to a body and whose response standard "
        "fell due in the period, counted from when they were passed on, the share that was "
        "answered within it, or declined within it with a reason that the moderators can read.",
    )


def _logged_as(
    questions: Sequence[Question], period: Period, states: Iterable[EnquiryState]
) -> int:
    wanted = frozenset(states)
    return sum(question.state in wanted and question.raised_at in period for question in questions)


def _count(key: str, name: str, count: int, definition: str) -> Indicator:
    return Indicator(key, name, Decimal(count), Unit.QUESTIONS, None, count, definition)


def _percent(key: str, name: str, numerator: int, denominator: int, definition: str) -> Indicator:
    value = _rounded(Decimal(100 * numerator) / denominator) if denominator else None
    return Indicator(key, name, value, Unit.PERCENT, numerator, denominator, definition)


def _hours(key: str, name: str, time: timedelta | None, n: int, definition: str) -> Indicator:
    value = None if time is None else _rounded(Decimal(time // _SECOND) / 3600)
    return Indicator(key, name, value, Unit.HOURS, None, n, definition)


def _median(ordered: Sequence[timedelta]) -> timedelta | None:
    """The middle one; of an even number, half way between the two in the middle."""
    if not ordered:
        return None
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2


def _ninth_tenth(ordered: Sequence[timedelta]) -> timedelta | None:
    """The 90th percentile by nearest rank: a time that did occur, as long as nine in ten."""
    # In whole numbers: 0.9 cannot be written in binary, and the rank must not jump for it.
    return ordered[-(-9 * len(ordered) // 10) - 1] if ordered else None


def _rounded(value: Decimal) -> Decimal:
    """To one place, halves away from zero, as people do it by hand."""
    return value.quantize(_TENTH, ROUND_HALF_UP)
