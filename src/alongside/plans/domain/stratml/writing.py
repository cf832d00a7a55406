"""Writing StratML Part 2, strictly: what its schema would refuse is refused here, in a sentence.

The same plan gives the same bytes.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from alongside.plans.domain.stratml import shapes
from alongside.plans.domain.stratml.model import Plan
from alongside.plans.domain.stratml.shapes import Part, Shape, Simple, StratmlError

# What no XML 1.0 document can hold, not even escaped (section 2.2). U+FFFD says that it was there.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A parser takes a bare return for a new line (section 2.11), so it is written by its number.
_BY_NUMBER = {"\r": "&#13;"}


def write(plan: Plan) -> bytes:
    """The plan as a Part 2 document, in UTF-8.

    Control characters, which XML cannot hold, become U+FFFD. Raises StratmlError when the plan has
    no goal, or an identifier, an address or a number is not what the schema allows; the schema's
    own rule that each identifier stands once is held here too, for not every validator holds it.
    """
    if not plan.goals:
        raise StratmlError("StratML needs at least one goal, and the plan has none.")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += _element(shapes.ROOT, plan, shapes.PLAN, 0, set(), f' xmlns="{shapes.NAMESPACE}"')
    return ("\n".join(lines) + "\n").encode()


def writable(text: str) -> str:
    """The text as a document holds it: U+FFFD where XML has no place for a character."""
    return _NOT_XML.sub("\ufffd", text)


def _element(
    name: str, value: Any, shape: Shape, depth: int, seen: set[str], namespace: str = ""
) -> Iterator[str]:
    indent = "  " * depth
    attributes = "".join(
        f" {attribute.name}={quoteattr(str(found))}"
        for attribute in shape.attributes
        if (found := getattr(value, attribute.field)) is not None
    )
    children = [line for part in shape.parts for line in _part(part, value, depth + 1, seen)]
    if not children:
        yield f"{indent}<{name}{namespace}{attributes}/>"
        return
    yield f"{indent}<{name}{namespace}{attributes}>"
    yield from children
    yield f"{indent}</{name}>"


def _part(part: Part, holder: Any, depth: int, seen: set[str]) -> Iterator[str]:
    held = getattr(holder, part.field)
    values = list(held) if part.is_many else [held]
    if part.most and len(values) > part.most:
        raise StratmlError(f"{part.element} may stand {part.most} times at most.")
    for value in values:
        if isinstance(part.kind, Shape):
            if value is not None:
                yield from _element(part.element, value, part.kind, depth, seen)
        elif part.is_many or part.is_required or value not in (None, ""):
            text = escape(_text(part, value, seen), _BY_NUMBER)
            yield f"{'  ' * depth}<{part.element}>{text}</{part.element}>"


def _text(part: Part, value: Any, seen: set[str]) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
    text = str(value)
    if part.kind is Simple.IDENTIFIER:
        if not shapes.IDENTIFIER.fullmatch(text):
            raise StratmlError(
                f"{text!r} cannot be an identifier: it begins with a letter or a line, and holds "
                "letters, digits, full stops and lines."
            )
        if text in seen:
            raise StratmlError(f"Two parts of the plan have the identifier {text!r}.")
        seen.add(text)
    elif part.kind is Simple.ADDRESS and not shapes.ADDRESS.fullmatch(text):
        raise StratmlError(f"{text!r} cannot be the source’s address.")
    return writable(text)


def _number(value: Decimal) -> str:
    # Looked at before it is spelt out: 1E+999999 has a million digits.
    if not value.is_finite() or abs(value.adjusted()) > shapes.LONGEST_NUMBER:
        raise StratmlError(f"{value} is no number that can be written out.")
    text = format(value, "f")
    if len(text) > shapes.LONGEST_NUMBER:
        raise StratmlError(f"{value} has more than {shapes.LONGEST_NUMBER} signs.")
    return text
