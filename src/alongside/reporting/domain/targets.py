"""Figures that a plan may set targets for, and whether a target is reached. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from alongside.plans.domain.terms import Direction
from alongside.reporting.domain.indicators import Period, indicators


class Progress(StrEnum):
    REACHED = "reached"
    NOT_YET = "not_yet"
    NO_VALUE = "no_value"  # there is nothing to count from: neither reached nor missed


# Of the others a body can only hope that they are few, so that a target would tempt.
_NO_TARGET = frozenset({"set_aside"})
_SMALL_IS_GOOD = frozenset({"first_reply_median", "first_reply_p90"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be in a plan. `direction`: on which side of a target it should be."""

    key: str
    name: str
    unit: str
    definition: str
    direction: Direction


def _figures() -> dict[str, Figure]:
    never = datetime(2000, 1, 1, tzinfo=UTC)
    return {
        found.key: Figure(
            found.key,
            found.name,
            found.unit.value,
            found.definition,
            Direction.AT_MOST if found.key in _SMALL_IS_GOOD else Direction.AT_LEAST,
        )
        for found in indicators([], period=Period(None, never), at=never)
        if found.key not in _NO_TARGET
    }


# By key, in the order in which they are published.
FIGURES: dict[str, Figure] = _figures()


def progress_of(value: Decimal | None, *, target: Decimal, direction: Direction) -> Progress:
    """Whether the value is on the wished side of the target; on the target it is reached."""
    if value is None:
        return Progress.NO_VALUE
    reached = value <= target if direction is Direction.AT_MOST else value >= target
    return Progress.REACHED if reached else Progress.NOT_YET
