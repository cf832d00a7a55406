"""CSS selectors, looked for only where the markup has a sign of what they find.

The parser reads a selector anew and walks through all that stands in a node each time that it is
asked. To see that a class is nowhere in the markup takes a fifth of that.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page

_ATTRIBUTE = re.compile(
    r"""\[\s*(?P<name>[\w-]+)\s*(?:[~|^$*]?=\s*(?P<value>"[^"]*"|'[^']*'|[^\]\s]*)[^\]]*)?\]"""
)
_CLASS = re.compile(r"\.([\w-]+)")
_ID = re.compile(r"#([\w-]+)")
_TAG = re.compile(r"(?:^|[\s>+~(])([a-zA-Z][\w-]*)")
# Written in markup as in the selector.
_PLAIN = re.compile(r"[\w.:/-]{2,}")
# Attributes whose values tell little: addresses, and what some write in capitals.
_VALUES_ANYHOW = frozenset({"href", "src", "rel", "type"})
# Attributes that stand in nearly all markup.
_ON_ALL_PAGES = _VALUES_ANYHOW | {"id", "class", "name", "style", "title"}


class _Part(NamedTuple):
    """One of the selectors that commas part, and what all markup has in which it finds anything.

    `classes`, and `names` (ids and values of attributes), are as they are written, those of the
    elements around what is found too. `mark` and `marks`, in small letters, are signs of what is
    found itself and of what stands in it: these, and the names of attributes and elements.
    """

    selector: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    mark: str
    marks: tuple[str, ...]


@lru_cache(maxsize=512)
def parts_of(selector: str) -> tuple[_Part, ...]:
    return tuple(map(_part, _parted(selector)))


def find(node: LexborNode, selector: str, written: str) -> list[LexborNode]:
    """What a selector finds in a node whose HTML is `written`, in small letters."""
    shown = ""
    for part, _, _, mark, others in parts_of(selector):
        # From the end, as in `Page.held`.
        if written.rfind(mark) >= 0 and all(other in written for other in others):
            shown = f"{shown}, {part}" if shown else part
    return node.css(shown) if shown else []


def shown_on(page: Page, *selectors: str) -> tuple[str, ...]:
    """Those of the selectors that may find anything on a page, in their order."""
    return tuple(
        selector
        for selector in selectors
        if any(
            page.classes.issuperset(part.classes) and all(map(page.held, part.names))
            for part in parts_of(selector)
        )
    )


def _parted(selector: str) -> Iterator[str]:
    """The selectors that commas part, but for commas in brackets and in quotation marks."""
    start = 0
    for place in _outside(selector, ","):
        yield selector[start:place].strip()
        start = place + 1
    if last := selector[start:].strip():
        yield last


def _outside(selector: str, signs: str) -> Iterator[int]:
    """Where one of some signs stands outside of all brackets and quotation marks."""
    depth, quoted = 0, ""
    for place, sign in enumerate(selector):
        if quoted or sign in "\"'":
            quoted = "" if sign == quoted else quoted or sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif not depth and sign in signs:
            yield place


def _part(selector: str) -> _Part:
    said = _that_must_stand(selector)
    found = said[max(_outside(said, " >+~"), default=-1) + 1 :]
    classes, names, _ = _signs(said)
    own = (mark.lower() for marks in _signs(found) for mark in marks)
    mark, *marks = dict.fromkeys(own) or ("",)
    return _Part(selector, tuple(classes), tuple(names), mark, tuple(marks))


def _signs(selector: str) -> tuple[list[str], list[str], list[str]]:
    """The classes that a selector names, its ids and values, and its attributes and elements."""
    names: list[str] = []
    others: list[str] = []

    def without_attribute(found: re.Match[str]) -> str:
        name, value = found["name"], (found["value"] or "").strip("\"'")
        if name not in _ON_ALL_PAGES:
            others.append(name)
        if value and name not in _VALUES_ANYHOW and _PLAIN.fullmatch(value):
            names.append(value)
        return ""

    plain = _ATTRIBUTE.sub(without_attribute, selector)
    names += _ID.findall(plain)
    classes = _CLASS.findall(plain)
    plain = re.sub(r":[\w-]+|[.#][\w-]+", "", plain)
    others += [f"<{tag}" for tag in _TAG.findall(plain)]
    return classes, names, others


def _that_must_stand(selector: str) -> str:
    """A selector without the conditions that need not stand anywhere: `:not(…)`, and one thing or
    another."""
    kept, place = "", 0
    for found in re.finditer(r":([\w-]+)\(", selector):
        if found.start() < place:
            continue
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(selector[end], 0)
            end += 1
        if found[1] != "has" or "," in selector[found.end() : end - 1]:
            kept += selector[place : found.start()]
            place = end
    return kept + selector[place:]
