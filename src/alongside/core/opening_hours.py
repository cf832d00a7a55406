"""Hours of the week, in the notation of schema.org: "Mo-Fr 09:00-17:00". Pure.

https://schema.org/openingHours: days are Mo, Tu, We, Th, Fr, Sa, Su, one by one or from-to; times
are of 24 hours. Several texts are several stretches. Times are those of clocks on the wall, in the
time zone that goes with them; none begins on one day and ends on the next.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_WORDS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_SPANS = 21
_MIDNIGHT = 24 * 60  # the end of a day, written 24:00
_SPAN = re.compile(r"([A-Za-z,\- ]+?)\s+(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?", re.IGNORECASE)


class NoHours(ValueError):
    """The text does not say hours of the week; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one minute of the day to another, on some days of the week (0 is Monday)."""

    days: tuple[int, ...]
    begins: int  # minutes after midnight
    ends: int  # the first minute that is outside; 1440 is midnight

    def __str__(self) -> str:
        return f"{_days_text(self.days)} {clock_text(self.begins)}-{clock_text(self.ends)}"


def span_of(days: Iterable[int], begins: int, ends: int) -> Span:
    """A span of these days. Raises NoHours."""
    kept = tuple(sorted(set(days)))
    if not kept:
        raise NoHours("Choose at least one day.")
    if not 0 <= begins < ends <= _MIDNIGHT:
        raise NoHours("The end must come after the beginning, on the same day.")
    return Span(kept, begins, ends)


def parsed(text: str) -> Span:
    """The span of one text such as "Mo-Fr 09:00-17:00". Raises NoHours."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise NoHours(f"“{text}” does not say hours. Write them as in Mo-Fr 09:00-17:00.")
    hours = [int(part) for part in match.groups()[1:]]
    return span_of(
        _days(match[1]), _minutes(hours[0], hours[1], text), _minutes(hours[2], hours[3], text)
    )


def all_parsed(texts: Iterable[str]) -> tuple[Span, ...]:
    """The spans of several texts. Raises NoHours."""
    return tuple(parsed(text) for text in texts)


def minutes_of(text: str) -> int:
    """Minutes after midnight of a time as people type it: 9, 9:30, 9.30, 5pm. Raises NoHours."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise NoHours("Give a time such as 9:00 or 17:30.")
    hour, half = int(match[1]), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise NoHours("Give a time such as 9:00 or 17:30.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return _minutes(hour, int(match[2] or 0), text)


def clock_text(minutes: int) -> str:
    """09:00 of 540."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def words_of(
    spans: Sequence[Span], *, days: Sequence[str] = DAY_WORDS, to: str = "to", joint: str = "and"
) -> str:
    """As people read it: Monday to Friday, 9:00 to 17:00. Empty: at any hour."""
    return "; ".join(
        f"{_days_words(span.days, days, to, joint)}, "
        f"{clock_text(span.begins).removeprefix('0')} {to} "
        f"{clock_text(span.ends).removeprefix('0')}"
        for span in spans
    )


def times_of(text: str) -> list[tuple[int, int]]:
    """Of one day as people type it: 9 to 17, or 9:00-12:00, 13:00-16:30. Raises NoHours."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]|\band\b", text))):
        ends = [end for end in re.split(r"\s*(?:-|–|—|\bto\b|\bi\b)\s*", part) if end]
        if len(ends) != 2:
            raise NoHours("Write the hours as in 9:00 to 17:00.")
        found.append((minutes_of(ends[0]), minutes_of(ends[1])))
    for begins, last in found:
        if last <= begins:
            raise NoHours("The end must come after the beginning, on the same day.")
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise NoHours("These hours lie over one another. Join them.")
    return found


def times_text(spans: Iterable[Span], day: int) -> str:
    """The hours of one day, as `times_of` reads them; empty: nobody is there."""
    return ", ".join(
        f"{clock_text(span.begins).removeprefix('0')} to {clock_text(span.ends).removeprefix('0')}"
        for span in sorted(spans, key=lambda span: span.begins)
        if day in span.days
    )


def spans_of(times_by_day: Mapping[int, Iterable[tuple[int, int]]]) -> tuple[Span, ...]:
    """The hours of all days: days of the same hours together, in the order of the week."""
    days_of: dict[tuple[int, int], list[int]] = {}
    for day, times in sorted(times_by_day.items()):
        for found in times:
            days_of.setdefault(found, []).append(day)
    return tuple(
        span_of(days, *times)
        for times, days in sorted(days_of.items(), key=lambda found: (found[1], found[0]))
    )


def is_within(spans: Sequence[Span], at: datetime) -> bool:
    """Whether the clock on the wall at `at` is within a span; with no span it always is."""
    minute = at.hour * 60 + at.minute
    return not spans or any(
        at.weekday() in span.days and span.begins <= minute < span.ends for span in spans
    )


def next_beginning(spans: Sequence[Span], at: datetime) -> datetime:
    """When the next span after `at` begins, in the zone of `at`. There is at least one span."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    later = (
        datetime.combine(
            (midnight + timedelta(days=ahead)).date(),
            time(span.begins // 60, span.begins % 60),
            tzinfo=at.tzinfo,
        )
        for ahead in range(8)
        for span in spans
        if (midnight.weekday() + ahead) % 7 in span.days
    )
    return min(begins for begins in later if begins > at)


def _minutes(hour: int, minute: int, text: str) -> int:
    minutes = hour * 60 + minute
    if minute > 59 or minutes > _MIDNIGHT:
        raise NoHours(f"“{text.strip()}” is no time of day. Give one such as 9:00 or 17:30.")
    return minutes


def _days(text: str) -> Iterable[int]:
    names = {name.lower(): number for number, name in enumerate(DAYS)}
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        begins, ends = names.get(first.lower()), names.get((last or first).lower())
        if begins is None or ends is None or begins > ends:
            raise NoHours(f"“{part}” names no days. Write them as in Mo-Fr or Mo,We.")
        yield from range(begins, ends + 1)


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days that follow one another, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _days_text(days: Sequence[int]) -> str:
    return ",".join(
        DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
        for first, last in _runs(days)
    )


def _days_words(days: Sequence[int], names: Sequence[str], to: str, joint: str) -> str:
    parts: list[str] = []
    for first, last in _runs(days):
        if last - first > 1:
            parts.append(f"{names[first]} {to} {names[last]}")
        else:
            parts += [names[day] for day in range(first, last + 1)]
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
