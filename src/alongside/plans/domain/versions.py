"""From when until when each published version is in force. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Place(StrEnum):
    """Where a version stands among the others on a day."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    NEVER = "never"  # a later version took effect first


@dataclass(frozen=True, slots=True)
class Span:
    """`last` is None while no later version is known that ends it."""

    number: int
    first: date
    last: date | None
    is_ever: bool  # whether there is a day on which it is in force
    replaced_by: int | None

    def place(self, on: date) -> Place:
        """Where it stands on that day."""
        if not self.is_ever:
            return Place.NEVER
        if on < self.first:
            return Place.TO_COME
        if self.last is not None and on > self.last:
            return Place.REPLACED
        return Place.IN_FORCE


def spans(versions: Iterable[tuple[int, date]]) -> dict[int, Span]:
    """By number, of (number, first day) of all published versions of one body.

    On any day the highest number that has begun is in force (`plans.queries.plan_in_force`), so a
    version ends on the day before the first of all later numbers begins.
    """
    found: dict[int, Span] = {}
    next_first: date | None = None
    next_number: int | None = None
    for number, first in sorted(versions, reverse=True):
        is_ever = next_first is None or first < next_first
        last = next_first - timedelta(days=1) if next_first else None
        found[number] = Span(number, first, last if is_ever else None, is_ever, next_number)
        if is_ever:
            next_first, next_number = first, number
    return found
