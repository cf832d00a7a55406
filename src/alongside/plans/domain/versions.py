"""From when until when each published version is in force. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Place(StrEnum):
    """Where a version stands among the others on a day."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    NEVER = "never"  # a later version took effect first, or on the same day


class Dated(NamedTuple):
    """A published version: from which day on it counts, and when that was published."""

    number: int
    first: date
    published_on: date


@dataclass(frozen=True, slots=True)
class Span:
    """`last` is None while no later version is known that ends it."""

    number: int
    first: date
    last: date | None
    is_ever: bool  # whether there is a day on which it is in force
    replaced_by: int | None
    # The version that was published, before this one's day came, for that day or an earlier one: so
    # this one never counted. None: it counted, or will; if only for hours of its first day.
    overtaken_by: int | None

    def place(self, on: date) -> Place:
        """Where it stands on that day."""
        if not self.is_ever:
            return Place.NEVER
        if on < self.first:
            return Place.TO_COME
        if self.last is not None and on > self.last:
            return Place.REPLACED
        return Place.IN_FORCE


def spans(versions: Iterable[Dated]) -> dict[int, Span]:
    """By number, of all published versions of one body.

    On any day the highest number that has begun is in force (`plans.queries.plan_in_force`), so a
    version ends on the day before the first of all later numbers begins.
    """
    found: dict[int, Span] = {}
    next_first: date | None = None
    next_number: int | None = None
    later: list[Dated] = []
    for version in sorted(versions, reverse=True):
        number, first, _published_on = version
        is_ever = next_first is None or first < next_first
        last = next_first - timedelta(days=1) if next_first else None
        found[number] = Span(
            number,
            first,
            last if is_ever else None,
            is_ever,
            next_number,
            next(
                (o.number for o in reversed(later) if o.first <= first and o.published_on < first),
                None,
            ),
        )
        later.append(version)
        if is_ever:
            next_first, next_number = first, number
    return found


def to_come(versions: Iterable[Dated], *, today: date) -> list[Dated]:
    """Those that wait for their day and will come into force as things stand, the nearest first."""
    known = list(versions)
    of_each = spans(known)
    waiting = [each for each in known if each.first > today and of_each[each.number].is_ever]
    return sorted(waiting, key=lambda each: each.first)


def overtaken(waiting: Iterable[Dated], *, first: date) -> list[Dated]:
    """Of those that wait, the ones that never come into force when a further version is published
    for this day: on any day the highest number that has begun counts."""
    return [each for each in waiting if first <= each.first]
