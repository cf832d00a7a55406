"""Figures of one kind in the order of time, for a picture and its sentence. Pure."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import BOUND_WORDS, Bound, MeasureMethod


class Figure(sizes.Figure, Protocol):
    value: Decimal
    bound: str
    period: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at its place in time.

    The line leads through the strongest figure of each date. What a third party reported stands
    beside the line wherever stronger figures make one.
    """

    on: date
    value: Decimal
    said: str  # over 42,000
    dated: str  # as exact as known
    is_on_line: bool


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind over time; at least two moments, so that there is something to see."""

    kind: str
    period: str  # that each figure covers, as written
    points: Sequence[Point]

    @property
    def has_weaker(self) -> bool:
        """Whether figures stand beside the line."""
        return not all(point.is_on_line for point in self.points)

    @property
    def first(self) -> Point:
        return next(point for point in self.points if point.is_on_line)

    @property
    def newest(self) -> Point:
        return next(point for point in reversed(self.points) if point.is_on_line)


def series_of(groups: Iterable[tuple[str, Sequence[Figure]]]) -> list[Series]:
    """Of the figures by kind, those worth a picture, in the same order."""
    found = []
    for kind, figures in groups:
        points = points_of(figures)
        if len({point.on for point in points}) >= 2:
            newest = sizes.weigh(figures)
            found.append(Series(kind, newest.newest.period if newest else "", points))
    return found


def points_of(figures: Iterable[Figure]) -> list[Point]:
    """The figures that stand, oldest first. One with a date that is none has no place in time.

    Figures of several periods, such as a month and all time, cannot be compared: only those of the
    period that the newest has are kept.
    """
    standing = [figure for figure in figures if figure.withdrawn_at is None]
    weighed = sizes.weigh(standing)
    if weighed is None:
        return []
    comparable = [figure for figure in standing if figure.period == weighed.newest.period]
    dated = [(middle_of(figure.dated), figure) for figure in comparable]
    placed = [(on, figure) for on, figure in dated if on is not None]
    firm = [(on, figure) for on, figure in placed if figure.method != MeasureMethod.REPORTED]
    if len({on for on, _ in firm}) < 2:
        firm = placed
    by_day: dict[date, list[Figure]] = {}
    for on, figure in firm:
        by_day.setdefault(on, []).append(figure)
    on_line = {id(found.strongest) for day in by_day.values() if (found := sizes.weigh(day))}
    return [
        Point(
            on=on,
            value=figure.value,
            said=said(figure),
            dated=figure.dated,
            is_on_line=id(figure) in on_line,
        )
        for on, figure in sorted(placed, key=lambda each: each[0])
    ]


def said(figure: Figure) -> str:
    """The value with its bound: over 42,000."""
    value = f"{figure.value:,.2f}".rstrip("0").rstrip(".")
    return f"{BOUND_WORDS[Bound(figure.bound)]} {value}".strip()


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
