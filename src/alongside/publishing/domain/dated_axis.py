"""Which days an axis of time names, so that their words do not run into one another. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

_MONTHS, _YEARS = (1, 2, 3), (1, 2, 5, 10, 20, 50, 100)
_MONTH_LETTERS, _YEAR_LETTERS = 8, 4  # "May 2026", "2026"
_GAP = 14.0  # pixels between two of them
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30.4, 365.25


@dataclass(frozen=True, slots=True)
class Ticks:
    """First days of months, or of years."""

    days: Sequence[date]
    are_months: bool


def ticks(first: date, last: date, *, width: float, letter: float) -> Ticks:
    """Months or years at even distances, as close as words of this size can be read."""
    day = width / max((last - first).days, 1)
    for step in _MONTHS:
        if step * _DAYS_OF_MONTH * day >= _MONTH_LETTERS * letter + _GAP:
            return Ticks([*_months(first, last, step)], are_months=True)
    wanted = _YEAR_LETTERS * letter + _GAP
    step = next((years for years in _YEARS if years * _DAYS_OF_YEAR * day >= wanted), _YEARS[-1])
    years = range(first.year + 1, last.year + 1)
    return Ticks([date(year, 1, 1) for year in years if year % step == 0], are_months=False)


def _months(first: date, last: date, step: int) -> Iterator[date]:
    for number in range(first.year * 12, last.year * 12 + 12, step):
        day = date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            yield day
