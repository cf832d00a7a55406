"""Looks into JSON that others wrote, suspicious of every field."""

from typing import Any

from alongside.connectors.page import Page, Record
from alongside.connectors.pages import Moment
from alongside.connectors.plain_text import tree_of
from alongside.connectors.port import Figure, Unreadable
from alongside.connectors.reading import TextRules, post_words
from alongside.connectors.times import exact

NO_WORDS = TextRules()


def is_json(page: Page) -> bool:
    return page.response.body[:200].lstrip().startswith((b"{", b"["))


def record(value: Any, what: str = "part") -> Record:
    """The value as an object. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable(f"The forum's data lacks a {what} that was expected.")
    return value


def records(value: Any, what: str = "list") -> list[Record]:
    """The value as a list of objects. Raises Unreadable."""
    if not isinstance(value, list):
        raise Unreadable(f"The forum's data has no {what}.")
    return [record(item, what) for item in value]


def inner(holder: Record, name: str) -> Record:
    """An object inside another one; an empty one where there is none."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def inner_list(holder: Record, name: str) -> list[Record]:
    """The objects of a list inside an object; none where there is no list."""
    value = holder.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(holder: Record, name: str) -> str:
    """A text, "" where there is none."""
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def must_have_text(holder: Record, name: str) -> str:
    """A text. Raises Unreadable."""
    value = holder.get(name)
    if not isinstance(value, str):
        raise Unreadable(f"The forum's data has no text {name!r}.")
    return value


def number(holder: Record, name: str) -> int | None:
    """A whole number from zero up, also one written as text; None where there is none."""
    value = holder.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:18])
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return None
    return value


def must_have_number(holder: Record, name: str) -> int:
    """A whole number from zero up. Raises Unreadable."""
    if (value := number(holder, name)) is None:
        raise Unreadable(f"The forum's data has no number {name!r}.")
    return value


def flag(holder: Record, name: str) -> bool:
    """Yes or no; engines in PHP write 1 and 0."""
    value = holder.get(name)
    return value is True or value == 1 or value == "1"


def moment(holder: Record, name: str) -> Moment | None:
    """An exact time, None where there is none or it cannot be believed."""
    return exact(holder.get(name))


def figure_from(kind: str, holder: Record, *names: str) -> Figure | None:
    """A figure under the first of the names that holds one."""
    for name in names:
        if (value := number(holder, name)) is not None:
            return Figure(kind, value, f"{name}: {value}")
    return None


def html_words(html: str, rules: TextRules = NO_WORDS, *, keep_names: bool) -> str:
    """The words of a post that came as a piece of HTML."""
    body = tree_of(html).body
    return post_words(body, rules, keep_names=keep_names) if body is not None else ""


def plain(html: str) -> str:
    """A title in which "&amp;" may stand for "&", in one line."""
    return " ".join(html_words(html, keep_names=True).split()) if "&" in html else html.strip()
