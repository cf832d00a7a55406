"""Where numbers stand in a picture, so that none lies over a point or another number. Pure.

In pixels, from the upper left corner of the part with the marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

_LETTER, _HEIGHT = 7.8, 13.0  # about the size of a digit of 14 pixels
_POINT = 7.0  # half of the width of a point with its edge
# What lies under a label, from unpleasant to unreadable. A line may: the label has a white edge.
_OVER_LINE, _OVER_POINT, _OVER_LABEL, _OUTSIDE = 1, 10, 30, 100
_READABLE = _OVER_POINT  # whoever need not be there must cost less
_MOST = 6  # labels side by side; the table has them all


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the picture, and what is said of it, which is never left out if it `must` stand
    there, and never stands there unless it `may`; those that are `sought` come before others."""

    x: float
    y: float
    said: str
    must: bool = False
    sought: bool = False
    may: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """The words of the mark of this number; the middle of their lower edge."""

    mark: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def steps(most: float, *, wanted: int = 4) -> list[float]:
    """Round numbers from zero to the first that is no less than `most`, for an axis."""
    if most <= 0:
        return [0, 1]
    rough = most / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.99)
    step = max(step, 1) if most >= 1 else step  # of what is counted there is no half
    return [number * step for number in range(ceil(most / step - 1e-9) + 1)]


def placed(
    marks: Sequence[Mark], line: Sequence[int], *, width: float, height: float
) -> list[Label]:
    """Labels for as many marks as can be read, those that must be there first.

    `line`: the numbers of the marks that a line joins, in its order.
    """
    points = [
        _Box(mark.x - _POINT, mark.y - _POINT, mark.x + _POINT, mark.y + _POINT) for mark in marks
    ]
    pieces = [
        piece for one, other in pairwise(line) for piece in _between(marks[one], marks[other])
    ]
    field = _Box(-8, -14, width + 24, height - 1)
    boxes: list[_Box] = []
    found: list[Label] = []
    asked = [number for number, mark in enumerate(marks) if mark.may or mark.must]
    order = sorted(asked, key=lambda each: (not marks[each].must, not marks[each].sought, -each))
    for number in order:
        mark = marks[number]
        options = [
            (_cost(box, points, pieces, boxes, field), rank, x, y, box)
            for rank, (x, y) in enumerate(_options(mark))
            for box in [_box(x, y, mark.said)]
        ]
        cost, _rank, x, y, box = min(options, key=lambda option: option[:2])
        is_apart = all(abs(marks[each.mark].x - mark.x) >= width / _MOST for each in found)
        if mark.must or ((is_apart or mark.sought) and cost < _READABLE):
            boxes.append(box)
            found.append(Label(number, x, y))
    return found


def _options(mark: Mark) -> list[tuple[float, float]]:
    """Above, below, aside, and obliquely: the middle of the lower edge of the words."""
    half = len(mark.said) * _LETTER / 2
    above, below, beside = mark.y - 12, mark.y + 24, mark.y + 5
    aside = half + _POINT + 4
    return [
        (mark.x, above),
        (mark.x, below),
        (mark.x - half, above),
        (mark.x + half, above),
        (mark.x - half, below),
        (mark.x + half, below),
        (mark.x - aside, beside),
        (mark.x + aside, beside),
        (mark.x, above - 14),
        (mark.x, below + 14),
    ]


def _box(x: float, y: float, said: str) -> _Box:
    half = len(said) * _LETTER / 2
    return _Box(x - half - 3, y - _HEIGHT, x + half + 3, y + 2)


def _between(one: Mark, other: Mark) -> list[_Box]:
    """The line between two marks, in pieces."""
    count = max(2, int(abs(other.x - one.x) // 6))
    return [
        _Box(x - 1, y - 1, x + 1, y + 1)
        for share in (number / count for number in range(count + 1))
        for x, y in [(one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share)]
    ]


def _cost(
    box: _Box,
    points: Sequence[_Box],
    pieces: Sequence[_Box],
    boxes: Sequence[_Box],
    field: _Box,
) -> int:
    is_outside = (
        box.left < field.left
        or box.right > field.right
        or box.top < field.top
        or box.bottom > field.bottom
    )
    return (
        _OUTSIDE * is_outside
        + _OVER_LABEL * sum(map(box.meets, boxes))
        + _OVER_POINT * sum(map(box.meets, points))
        + _OVER_LINE * any(map(box.meets, pieces))
    )
