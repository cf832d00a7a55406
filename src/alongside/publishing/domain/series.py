"""Figures of one kind in the order of time, for a picture and its sentence. Pure."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import BOUND_WORDS, METHOD_WORDS
from alongside.forums.domain.sizes import WEAKNESS


class Figure(sizes.Figure, Protocol):
    value: Decimal
    bound: str
    period: str


class Point(NamedTuple):
    """A figure at its place in time. `is_on_line`: the line of its series leads through it."""

    on: date
    value: Decimal
    bound: str  # of forums.domain.kinds.Bound
    dated: str  # as exact as known
    method: str  # of forums.domain.kinds.MeasureMethod: who counted
    is_on_line: bool

    @property
    def said(self) -> str:
        """The value with its bound: over 42,000."""
        value = f"{self.value:,.2f}".rstrip("0").rstrip(".")
        return f"{BOUND_WORDS[self.bound]} {value}".strip()

    @property
    def method_words(self) -> str:
        return METHOD_WORDS[self.method]


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind over time; at least two moments, so that there is something to see.

    A line leads only through figures that were counted in the same way: between what an operator
    states and what a site shows, up and down mean nothing. All others stand beside it. Without a
    way that was told of two moments there is no line.
    """

    kind: str
    period: str  # that each figure covers, as written
    points: Sequence[Point]  # oldest first
    line: Sequence[Point]  # those on it

    @property
    def name(self) -> str:
        """What is counted, and in which time."""
        return f"{self.kind} {self.period}".rstrip()

    @property
    def has_others(self) -> bool:
        """Whether figures stand beside a line."""
        return 0 < len(self.line) < len(self.points)

    @property
    def first(self) -> Point:
        return (self.line or self.points)[0]

    @property
    def newest(self) -> Point:
        return (self.line or self.points)[-1]

    @property
    def peak(self) -> Point | None:
        """The highest of the line, where it stands out from both of its ends: by a tenth."""
        highest = max(self.line, key=lambda point: point.value, default=None)
        ends = max(self.first.value, self.newest.value)
        return highest if highest and highest.value > ends * Decimal("1.1") else None


def series_of(groups: Iterable[tuple[str, Sequence[Figure]]]) -> list[Series]:
    """Of the figures by kind, those worth a picture, in the same order."""
    found = []
    for kind, figures in groups:
        placed = _placed(figures)
        if len({on for on, _ in placed}) >= 2:
            points = _points(placed)
            line = [point for point in points if point.is_on_line]
            found.append(Series(kind, placed[-1][1].period, points, line))
    return found


def _placed(figures: Iterable[Figure]) -> list[tuple[date, Figure]]:
    """The figures that stand, oldest first, of one day the weakest first.

    One with a date that is none has no place in time. Figures of several periods, such as a month
    and all time, cannot be compared: only those of the period that the newest has are kept.
    """
    standing = [figure for figure in figures if figure.withdrawn_at is None]
    weighed = sizes.weigh(standing)
    if weighed is None:
        return []
    placed = [
        (on, figure)
        for figure in standing
        if figure.period == weighed.newest.period and (on := middle_of(figure.dated))
    ]
    return sorted(placed, key=lambda each: (each[0], -WEAKNESS[each[1].method]))


def _points(placed: Sequence[tuple[date, Figure]]) -> list[Point]:
    days: dict[str, dict[date, Figure]] = {}  # of each method, one figure a day
    for on, figure in placed:
        days.setdefault(figure.method, {})[on] = figure
    # What was told of most moments; of two such, who counted best.
    method = min(days, key=lambda name: (-len(days[name]), WEAKNESS[name]))
    line = days[method] if len(days[method]) >= 2 else {}
    return [
        Point(
            on=on,
            value=figure.value,
            bound=figure.bound,
            dated=figure.dated,
            method=figure.method,
            is_on_line=line.get(on) is figure,
        )
        for on, figure in placed
    ]


@lru_cache(maxsize=4096)  # figures of many kinds have the same dates
def middle_of(dated: str) -> date | None:
    """The day in the middle of 2009, 2009-02 or 2009-02-27; None for what is no date."""
    try:
        numbers = [int(part) for part in dated.split("-")]
        match numbers:
            case [year]:
                return date(year, 7, 1)
            case [year, month]:
                return date(year, month, (calendar.monthrange(year, month)[1] + 1) // 2)
            case [year, month, day]:
                return date(year, month, day)
            case _:
                return None
    except (ValueError, IndexError):
        return None
