"""Pictures of figures: Vega-Lite drawn as SVG on the server, one message in each.

A picture never stands alone: the page says its message as a heading, and has the table beneath it.
Grey for what is there to compare, one accent for what is meant, labels at the marks instead of a
legend, axes from zero. Wide as a phone, so that its letters can be read there.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.text import slugify
from django.utils.translation import gettext

from alongside.publishing.domain import labels
from alongside.publishing.domain.series import Point

INK, MUTED, GREY, ACCENT = "#0b0c0c", "#484949", "#9aa5a4", "#0b4f4a"
WIDTH, _HEIGHT = 400, 170  # pixels of the part with the marks
# Those of the pages (ui/styles/_base.scss).
_FONT = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', "
    "'Liberation Sans', Arial, sans-serif"
)
_SIZE = 14
_FEW = 20  # points that have room
_KEPT = 256  # drawn pictures; drawing one takes some 50 ms

_CONFIG = {
    "background": "#ffffff",
    "font": _FONT,
    "padding": {"left": 4, "right": 24, "top": 14, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": _SIZE,
        "title": None,
        "domainColor": GREY,
        "tickColor": GREY,
        "gridColor": "#e3e6e6",
    },
    "text": {"color": INK, "fontSize": _SIZE},
}


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
    has_line = any(point.is_on_line for point in points)
    newest = max(points, key=lambda point: (point.is_on_line, point.on))
    first, last = _span(points)
    ticks = labels.steps(max(float(point.value) for point in points))
    placed = {label.mark: label for label in _labels(points, newest, first, last, ticks[-1])}
    rows = [
        {
            "on": point.on.isoformat(),
            "value": float(point.value),
            "said": point.said,
            "newest": point is newest,
            "line": point.is_on_line,
            "hollow": has_line and not point.is_on_line,
            "label": number in placed,
            **({"x": placed[number].x, "y": placed[number].y} if number in placed else {}),
        }
        for number, point in enumerate(points)
    ]
    on: dict[str, Any] = {
        "field": "on",
        "type": "temporal",
        "axis": {"grid": False, "format": "%Y", "tickCount": {"interval": "year", "step": 1}},
        "scale": {"domain": [first.isoformat(), last.isoformat()], "nice": False},
    }
    years = points[-1].on.year - points[0].on.year
    if years > 5:
        on["axis"]["tickCount"] = 5
    elif years == 0:
        months = 1 if last - first < timedelta(days=150) else 3
        on["axis"] |= {"format": "%b %Y", "tickCount": {"interval": "month", "step": months}}
    value: dict[str, Any] = {
        "field": "value",
        "type": "quantitative",
        "axis": {
            "values": ticks,
            # 1.5M, 20k, and neither "0k" nor "500m" for a half.
            "labelExpr": "datum.value < 1 ? format(datum.value, '~r') : "
            "replace(format(datum.value, '~s'), 'G', 'bn')",
            "domain": False,
            "ticks": False,
        },
        "scale": {"domain": [0, ticks[-1]], "nice": False},
    }
    color = {"condition": {"test": "datum.newest", "value": ACCENT}, "value": GREY}
    fill = {
        "condition": [
            {"test": "datum.hollow", "value": "#ffffff"},
            {"test": "datum.newest", "value": ACCENT},
        ],
        "value": GREY,
    }
    label: dict[str, Any] = {"type": "text", "align": "center", "baseline": "alphabetic"}
    at = {
        axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in "xy"
    }
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": "datum.line"}],
            "mark": {"type": "line", "color": GREY, "strokeWidth": 2},
            "encoding": {"x": on, "y": value},
        },
        {
            # Many would grow together into a band.
            "mark": {
                "type": "point",
                "size": 80 if len(points) <= _FEW else 20,
                "opacity": 1,
                "strokeWidth": 2 if len(points) <= _FEW else 1,
            },
            "encoding": {"x": on, "y": value, "stroke": color, "fill": fill},
        },
        {
            # A white edge, so that a line behind the number does not cross it out.
            "transform": [{"filter": "datum.label"}],
            "mark": {**label, "stroke": "#ffffff", "strokeWidth": 5, "strokeJoin": "round"},
            "encoding": {**at, "text": {"field": "said"}},
        },
        {
            "transform": [{"filter": "datum.label"}],
            "mark": label,
            "encoding": {
                **at,
                "text": {"field": "said"},
                "color": {
                    "condition": {"test": "datum.newest", "value": ACCENT},
                    "value": MUTED,
                },
            },
        },
    ]
    return _drawn(
        {
            "width": WIDTH,
            "height": _HEIGHT,
            "data": {"values": rows},
            "layer": layers,
        },
        practice=practice,
    )


def shares(bars: Sequence[Bar], *, practice: bool) -> str:
    """How much of each is done, as SVG: a grey bar for all, over it the accent for what is done."""
    rows = [
        {
            "label": bar.label,
            "done": bar.done,
            "all": bar.all,
            "said": gettext("%(done)s of %(all)s") % {"done": bar.done, "all": bar.all},
        }
        for bar in bars
    ]
    order = [bar.label for bar in bars]
    most = max((bar.all for bar in bars), default=1)
    y = {"field": "label", "type": "nominal", "sort": order, "axis": None}
    scale = {"domain": [0, max(most, 1)]}

    def layer(field: str, color: str) -> dict[str, Any]:
        x = {"field": field, "type": "quantitative", "axis": None, "scale": scale}
        mark = {"type": "bar", "color": color, "height": 12, "yOffset": 8}
        return {"mark": mark, "encoding": {"x": x}}

    names = {"type": "text", "align": "left", "baseline": "middle", "dy": -7, "x": 0}
    values = {"type": "text", "align": "left", "baseline": "middle", "dy": 8, "dx": 6}
    return _drawn(
        {
            "width": WIDTH - 60,
            "height": {"step": 36},
            "data": {"values": rows},
            "encoding": {"y": y},
            "layer": [
                layer("all", "#ccd3d2"),
                layer("done", ACCENT),
                {"mark": names, "encoding": {"text": {"field": "label"}}},
                {
                    "mark": {**values, "color": MUTED},
                    "encoding": {
                        "x": {"field": "all", "type": "quantitative", "scale": scale},
                        "text": {"field": "said"},
                    },
                },
            ],
        },
        practice=practice,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole. `tone`: "done", "late" or "open"."""

    label: str
    count: int
    tone: str


_TONES = {"done": ACCENT, "late": "#b8700d", "open": "#9aa5a4"}


def parts(found: Sequence[Part], *, practice: bool) -> str:
    """The parts of one whole, as SVG: a bar for each, from zero, with its number at its end."""
    rows = [
        {"label": part.label, "count": part.count, "tone": part.tone, "said": f"{part.count:,}"}
        for part in found
    ]
    whole = sum(part.count for part in found)
    scale = {"domain": [0, max(whole, 1)]}
    x = {"field": "count", "type": "quantitative", "axis": None, "scale": scale}
    names = {"type": "text", "align": "left", "baseline": "middle", "dy": -12, "x": 0}
    values = {"type": "text", "align": "left", "baseline": "middle", "dy": 7, "dx": 6}
    tones = {"domain": list(_TONES), "range": list(_TONES.values())}
    color = {"field": "tone", "type": "nominal", "scale": tones, "legend": None}
    return _drawn(
        {
            "width": WIDTH - 60,
            "height": {"step": 46},
            "data": {"values": rows},
            "encoding": {
                "y": {
                    "field": "label",
                    "type": "nominal",
                    "sort": [part.label for part in found],
                    "axis": None,
                }
            },
            "layer": [
                {
                    "mark": {"type": "bar", "height": 18, "yOffset": 7},
                    "encoding": {"x": x, "color": color},
                },
                {"mark": names, "encoding": {"text": {"field": "label"}}},
                {"mark": values, "encoding": {"x": x, "text": {"field": "said"}}},
            ],
        },
        practice=practice,
    )


def _labels(
    points: Sequence[Point], newest: Point, first: date, last: date, top: float
) -> list[labels.Label]:
    """The newest and the first, and of the others those that can be read beside them."""
    has_line = any(point.is_on_line for point in points)
    told = [point for point in points if point.is_on_line == has_line]
    marks = [
        labels.Mark(
            x=WIDTH * (point.on - first) / (last - first),
            y=_HEIGHT * (1 - float(point.value) / top),
            said=point.said,
            must=point is newest or point is told[0],
            may=point in told,
        )
        for point in points
    ]
    line = [number for number, point in enumerate(points) if point.is_on_line]
    return labels.placed(marks, line, width=WIDTH, height=_HEIGHT)


def _span(points: Sequence[Point]) -> tuple[date, date]:
    """The first and last day of the axis, with room for the labels at both ends."""
    first, last = min(point.on for point in points), max(point.on for point in points)
    room = max((last - first) // 7, timedelta(days=30))
    return first - room, last + room


def _drawn(spec: Mapping[str, Any], *, practice: bool) -> str:
    whole: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _CONFIG,
        **spec,
    }
    if practice:
        whole["title"] = {
            "text": gettext("Practice: made-up figures"),
            "anchor": "start",
            "color": INK,
            "fontSize": _SIZE,
            "offset": 12,
        }
    return _svg(json.dumps(whole, sort_keys=True))


@lru_cache(maxsize=_KEPT)
def _svg(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
