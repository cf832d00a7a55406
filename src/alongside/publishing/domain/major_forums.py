"""What a reader asks of the cross-government list, read from an address. Nonsense is passed over.

Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from alongside.bodies.domain.topics import TOPICS

TEXT_LENGTH = 100  # characters of a search that are looked at
NEED_LENGTH = 600  # characters of a described need that are looked at


class Looked(StrEnum):
    """Whether the bodies that list a forum have looked at it lately."""

    FRESH = "fresh"  # each of them has
    DUE = "due"  # at least one must look again


class ListOrder(StrEnum):
    NAME = "name"
    SIZE = "size"
    BODIES = "bodies"  # named by most bodies first


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Empty text and None mean: all."""

    text: str = ""
    topic: str = ""
    body: str = ""
    looked: Looked | None = None
    order: ListOrder = ListOrder.NAME

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.topic or self.body or self.looked)

    @property
    def query(self) -> str:
        """What narrows it, as the query of an address; empty for the whole list."""
        looked = self.looked.value if self.looked else ""
        pairs = [("q", self.text), ("topic", self.topic), ("body", self.body), ("looked", looked)]
        narrowing = [(name, value) for name, value in pairs if value]
        return f"?{urlencode(narrowing)}" if narrowing else ""

    @property
    def is_plain(self) -> bool:
        """Whether this is the list as it stands, whose pages have addresses of their own."""
        return not self.narrows and self.order is ListOrder.NAME


def list_filter_of(params: Mapping[str, str]) -> ListFilter:
    """The filter that `?q=…&topic=…&body=…&looked=…&sort=…` asks for."""
    topic = clean(params.get("topic", ""))
    looked = clean(params.get("looked", ""))
    order = clean(params.get("sort", ""))
    return ListFilter(
        text=clean(params.get("q", "")),
        topic=topic if topic in TOPICS else "",
        body=clean(params.get("body", "")),
        looked=Looked(looked) if looked in set(Looked) else None,
        order=ListOrder(order) if order in set(ListOrder) else ListOrder.NAME,
    )


def no_choices(params: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Values that were asked for and are no choice, as (name of the filter, value)."""
    known: Mapping[str, Collection[str]] = {"topic": TOPICS, "looked": [*Looked]}
    asked = ((name, clean(params.get(name, ""))) for name in known)
    return tuple((name, value) for name, value in asked if value and value not in known[name])


def need_of(params: Mapping[str, str]) -> str:
    """The audience and need that `?q=…` describes, in one line."""
    return clean(params.get("q", ""), NEED_LENGTH)


def clean(text: str, length: int = TEXT_LENGTH) -> str:
    """The first characters of what was typed, in one line, without those nobody can store."""
    # PostgreSQL refuses NUL in text, and halves of surrogate pairs cannot be encoded.
    printable = "".join(
        character
        for character in text[:length]
        if character != "\x00" and not 0xD800 <= ord(character) <= 0xDFFF
    )
    return " ".join(printable.split())
