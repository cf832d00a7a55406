"""Pictures of figures, drawn as SVG on the server, one message in each.

A picture never stands alone: the page says its message as a heading, and has the table beneath it.
Grey for what is there to compare, one accent for what is meant, labels at the marks instead of a
legend, axes from zero. Wide as a phone, so that its letters can be read there.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext

from alongside.publishing.domain import dated_axis, labels
from alongside.publishing.domain.series import Point

INK, MUTED, GREY, ACCENT = "#0b0c0c", "#484949", "#9aa5a4", "#0b4f4a"
_PALE, _GRID, _PAPER = "#ccd3d2", "#e3e6e6", "#ffffff"
WIDTH, _HEIGHT = 400, 170  # pixels of the part with the marks of a picture over time
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 24, 21, 29  # what its labels take around it
BARS_WIDTH, SHARE_HEIGHT, PART_HEIGHT, BARS_ROOM = 400, 36, 46, 20  # of a picture of bars
_PRACTICE_HEIGHT = 26  # of the line above a picture of practice
# Those of the pages (ui/styles/_base.scss).
_FONT = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', "
    "'Liberation Sans', Arial, sans-serif"
)
_SIZE = 14
_LETTER = 7.8  # about the width of a digit
_FEW = 20  # points that have room
_FEW_LABELLED = 8  # points of which each may be told
_KEPT = 256  # names of kinds


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in two parts: how many are done of how many there are."""

    label: str
    done: int
    all: int


@lru_cache(maxsize=_KEPT)
def key_of(kind: str) -> str:
    """What a kind of figure is called in the address of its picture."""
    return slugify(kind) or hashlib.sha256(kind.encode()).hexdigest()[:8]


def over_time(points: Sequence[Point], *, practice: bool) -> str:
    """Figures of one kind by their dates, as SVG; the newest is the one meant.

    What stands beside a line is hollow. Without a line all are alike.
    """
    newest = max(points, key=lambda point: (point.is_on_line, point.on))
    first, last = _span(points)
    steps = labels.steps(max(float(point.value) for point in points))
    marks = _marks(points, newest, first, last, steps[-1])
    line = [number for number, point in enumerate(points) if point.is_on_line]
    placed = labels.placed(marks, line, width=WIDTH, height=_HEIGHT)
    return _picture(
        [
            *_value_axis(steps),
            *_time_axis(first, last),
            _line(marks[number] for number in line),
            *_dots(points, marks, newest),
            *(
                _text(
                    each.x,
                    each.y,
                    marks[each.mark].said,
                    anchor="middle",
                    color=ACCENT if points[each.mark] is newest else MUTED,
                    # A white edge, so that a line behind the number does not cross it out.
                    more=f' stroke="{_PAPER}" stroke-width="5" stroke-linejoin="round"'
                    ' paint-order="stroke"',
                )
                for each in placed
            ),
        ],
        width=_LEFT + WIDTH + _RIGHT,
        height=_TOP + _HEIGHT + _BOTTOM,
        left=_LEFT,
        top=_TOP,
        practice=practice,
    )


def shares(bars: Sequence[Bar], *, practice: bool) -> str:
    """How much of each is done, as SVG: a grey bar for all, over it the accent for what is done."""
    said = [gettext("%(done)s of %(all)s") % {"done": bar.done, "all": bar.all} for bar in bars]
    scale = _bar_scale(max((bar.all for bar in bars), default=0), said)
    drawn: list[str] = []
    for number, (bar, words) in enumerate(zip(bars, said, strict=True)):
        y = number * SHARE_HEIGHT
        drawn += [
            _text(0, y + 15, bar.label),
            _rect(0, y + 20, bar.all * scale, 12, _PALE),
            _rect(0, y + 20, bar.done * scale, 12, ACCENT),
            _text(bar.all * scale + 6, y + 31, words, color=MUTED),
        ]
    return _bars(drawn, len(bars) * SHARE_HEIGHT, practice=practice)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole. `tone`: "done", "late" or "open"."""

    label: str
    count: int
    tone: str


_TONES = {"done": ACCENT, "late": "#b8700d", "open": GREY}


def parts(found: Sequence[Part], *, practice: bool) -> str:
    """The parts of one whole, as SVG: a bar for each, from zero, with its number at its end."""
    scale = _bar_scale(sum(part.count for part in found), [f"{part.count:,}" for part in found])
    drawn: list[str] = []
    for number, part in enumerate(found):
        y = number * PART_HEIGHT
        drawn += [
            _text(0, y + 17, part.label),
            _rect(0, y + 23, part.count * scale, 18, _TONES[part.tone]),
            _text(part.count * scale + 6, y + 37, f"{part.count:,}"),
        ]
    return _bars(drawn, len(found) * PART_HEIGHT, practice=practice)


def _marks(
    points: Sequence[Point], newest: Point, first: date, last: date, top: float
) -> list[labels.Mark]:
    """Each point in its place. The newest and the first are told, the highest and the lowest, and
    where there are few, of the others those that can be read beside them."""
    has_line = any(point.is_on_line for point in points)
    told = [point for point in points if point.is_on_line == has_line]
    outermost = [pick(told, key=lambda point: point.value) for pick in (max, min)]
    are_few = len(told) <= _FEW_LABELLED
    return [
        labels.Mark(
            x=WIDTH * ((point.on - first) / (last - first)),
            y=_HEIGHT * (1 - float(point.value) / top),
            said=point.said,
            must=point is newest or point is told[0],
            sought=any(point is each for each in outermost),
            may=point.is_on_line == has_line
            and (are_few or any(point is each for each in outermost)),
        )
        for point in points
    ]


def _span(points: Sequence[Point]) -> tuple[date, date]:
    """The first and last day of the axis, with room for the labels at both ends."""
    first, last = min(point.on for point in points), max(point.on for point in points)
    room = max((last - first) // 7, timedelta(days=30))
    return first - room, last + room


def _value_axis(steps: Sequence[float]) -> list[str]:
    drawn = []
    for step in steps:
        y = _HEIGHT * (1 - step / steps[-1])
        drawn += [
            _stroke(f"M0,{_n(y)}H{WIDTH}", _GRID),
            _text(-5, y + 5, _short(step), anchor="end", color=MUTED),
        ]
    return drawn


def _time_axis(first: date, last: date) -> list[str]:
    found = dated_axis.ticks(first, last, width=WIDTH, letter=_LETTER)
    drawn = [_stroke(f"M0,{_HEIGHT}H{WIDTH}", GREY)]
    for day in found.days:
        x = WIDTH * ((day - first) / (last - first))
        said = date_format(day, "M Y") if found.are_months else str(day.year)
        half = len(said) * _LETTER / 2
        drawn += [
            _stroke(f"M{_n(x)},{_HEIGHT}v5", GREY),
            _text(
                min(max(x, half - _LEFT), WIDTH + _RIGHT - half),
                _HEIGHT + 20,
                said,
                anchor="middle",
                color=MUTED,
            ),
        ]
    return drawn


def _line(marks: Iterable[labels.Mark]) -> str:
    way = "L".join(f"{_n(mark.x)},{_n(mark.y)}" for mark in marks)
    return _stroke(f"M{way}", GREY, 2) if way else ""


def _dots(points: Sequence[Point], marks: Sequence[labels.Mark], newest: Point) -> list[str]:
    has_line = any(point.is_on_line for point in points)
    # Many would grow together into a band.
    radius, edge = (5, 2) if len(points) <= _FEW else (2.5, 1)
    drawn = []
    for point, mark in zip(points, marks, strict=True):
        color = ACCENT if point is newest else GREY
        fill = _PAPER if has_line and not point.is_on_line else color
        drawn.append(
            f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{radius}" fill="{fill}" '
            f'stroke="{color}" stroke-width="{edge}"/>'
        )
    return drawn


def _short(value: float) -> str:
    """1.5M, 20k, and neither "0k" nor "500m" for a half."""
    for size, unit in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"


def _bar_scale(most: int, said: Sequence[str]) -> float:
    """Pixels for one, so that the longest bar leaves room for the longest words at its end."""
    room = 14 + max(map(len, said), default=0) * _LETTER
    return max(BARS_WIDTH - room, 40) / max(most, 1)


def _bars(drawn: Iterable[str], height: int, *, practice: bool) -> str:
    return _picture(
        drawn, width=BARS_WIDTH, height=height + BARS_ROOM, left=4, top=10, practice=practice
    )


def _picture(
    drawn: Iterable[str], *, width: int, height: int, left: int, top: int, practice: bool
) -> str:
    """The whole; `left` and `top` are where what is drawn has its zero."""
    title = ""
    if practice:
        said = gettext("Practice: made-up figures")
        title = _text(4, 20, said, more=' font-weight="bold"')
        height, top = height + _PRACTICE_HEIGHT, top + _PRACTICE_HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{_FONT}" font-size="{_SIZE}">'
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>{title}'
        f'<g transform="translate({left},{top})">{"".join(drawn)}</g></svg>'
    )


def _text(
    x: float, y: float, said: str, *, anchor: str = "", color: str = INK, more: str = ""
) -> str:
    placed = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{placed} fill="{color}"{more}>{escape(said)}</text>'


def _rect(x: float, y: float, width: float, height: float, color: str) -> str:
    if not width:
        return ""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{height}" fill="{color}"/>'


def _stroke(way: str, color: str, width: int = 1) -> str:
    return f'<path d="{way}" fill="none" stroke="{color}" stroke-width="{width}"/>'


def _n(number: float) -> str:
    """A length in a picture: a tenth of a pixel is all that anybody sees."""
    return f"{round(number, 1):g}"
