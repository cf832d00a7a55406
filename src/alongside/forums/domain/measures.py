"""Figures about a forum: which are usual, and what is asked of each. Pure."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from alongside.bodies.domain.facts import is_formula
from alongside.forums.domain.kinds import Bound, MeasureMethod

# Kinds of figures that are often known, each with its unit. Any other kind may be recorded as well.
SUGGESTED: Mapping[str, str] = {
    "registered users": "users",
    "members": "members",
    "active users": "users",
    "unique visitors": "unique visitors",
    "visitors": "visitors",
    "page views": "page views",
    "posts": "posts",
    "threads": "threads",
    "new members": "members",
    "new posts": "posts",
    "new threads": "threads",
    "moderators": "people",
    "volunteer moderators": "people",
    "e-mail readers": "people",
    "subscribers": "people",
    "online at once": "people",
    "boards": "boards",
}

EARLIEST_YEAR = 1970  # before the first bulletin board
MOST = Decimal(10) ** 12  # more than all people and all their posts
LONGEST = {
    "kind": 60,
    "unit": 40,
    "period": 60,
    "asserted_by": 120,
    "source": 300,
    "source_address": 500,
    "quotation": 1000,  # a quotation, not a copy
}
# Texts of the published files that no spreadsheet may carry out; a quotation stands as it is.
_SHOWN_IN_CELLS = ("kind", "unit", "period", "asserted_by", "source")
FORMULA = "“{}” begins like a formula of a spreadsheet. Begin with a letter or digit."
_DATED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/?#]+\.[^\s]+|https?://[^\s/?#]+:\d+\S*", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class NoNumber(ValueError):
    """What was typed is not a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure as somebody read it: what was counted, how many, who says so, where and when.

    `dated` is as exact as known: 2009, 2009-02 or 2009-02-27. `period` is the time that the figure
    covers, as the source writes it.
    """

    kind: str
    value: Decimal
    unit: str
    bound: Bound = Bound.EXACT
    period: str = ""
    method: MeasureMethod
    asserted_by: str
    source: str
    source_address: str = ""
    dated: str
    quotation: str = ""


def kind_of(text: str) -> str:
    """The kind with single blanks, and a usual kind as it is usually written."""
    kind = " ".join(text.split())
    return kind.lower() if kind.lower() in SUGGESTED else kind


def number_of(text: str) -> Decimal:
    """42000, 42,000 or 3.5 as a number. Raises NoNumber with what to write instead."""
    typed = "".join(text.split()).replace("\u2212", "-")
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    # A number of a million digits is no figure, and slow to read.
    if len(typed) <= 30 and _PLAIN.fullmatch(typed):
        try:
            return Decimal(typed)
        except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
            pass
    raise NoNumber("Write the figure as a number, such as 42000 or 3.5.")


def number(value: Decimal) -> int | float:
    """The value as a number of JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


def faults_of(reading: Reading, *, today: date) -> dict[str, str]:
    """What is wrong with the figure: a sentence for each field; empty when it can be recorded."""
    faults: dict[str, str] = {}
    for name, longest in LONGEST.items():
        text = str(getattr(reading, name))
        if "\x00" in text:
            faults[name] = "Leave out the character NUL, which no text holds."
        elif len(text) > longest:
            faults[name] = f"Write at most {longest} characters, not {len(text)}."
        elif name in _SHOWN_IN_CELLS and is_formula(text):
            faults[name] = FORMULA.format(text[:20])
    for name, sentence in (
        ("kind", "Say what was counted, such as members or posts."),
        ("unit", "Give the unit, such as members, posts or people."),
        ("source", "Give the source: a figure without one is not recorded."),
        ("asserted_by", "Say who states the figure, such as the forum’s operator."),
    ):
        if not getattr(reading, name).strip():
            faults[name] = sentence
    if reading.source_address and not _ADDRESS.fullmatch(reading.source_address):
        faults.setdefault("source_address", "Give the whole address, beginning with https://")
    if fault := _fault_of_value(reading.value):
        faults["value"] = fault
    if fault := _fault_of_date(reading.dated, today):
        faults["dated"] = fault
    return faults


def _fault_of_value(value: Decimal) -> str:
    if not value.is_finite():
        return "Write the figure as a number, such as 42000 or 3.5."
    if value < 0:
        return "The figure must not be below zero."
    if value > MOST:
        return "The figure is larger than anybody can count: at most 1,000,000,000,000."
    if value != round(value, 2):
        return "Give at most two digits after the point."
    return ""


@lru_cache(maxsize=4096)  # imports ask the same days again and again
def _fault_of_date(dated: str, today: date) -> str:
    found = _DATED.fullmatch(dated)
    if found is None:
        return "Write the date of the figure as 2026, 2026-05 or 2026-05-06, as exact as known."
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(max(year, 1), month)[1]:
        return f"{dated} is no real date."
    if year < EARLIEST_YEAR:
        return f"The date must lie in {EARLIEST_YEAR} or later."
    if date(year, month, day) > today:
        return "The date must not lie in the future."
    return ""
