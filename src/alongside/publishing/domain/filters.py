"""What a reader asks of a list, read from an address and written as one. Pure.

Nonsense is passed over. Several values of one facet mean either of them; several facets mean all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Self
from urllib.parse import urlencode

from alongside.bodies.domain.kinds import BodyKind
from alongside.forums.domain.kinds import ForumLife

TEXT_LENGTH = 200  # characters of a search that are looked at
_VALUE_LENGTH = 120
_MOST_VALUES = 20  # of one facet

Params = Mapping[str, Sequence[str]]  # {name: values}, as QueryDict.lists() gives them


class Welcome(StrEnum):
    """How a forum stands to public bodies."""

    YES = "yes"  # an agreement that welcomes is in force
    NO = "no"  # asked, and no agreement is in force
    NOT_ASKED = "not-asked"


class SizeBand(StrEnum):
    """By people who come or belong, which can be compared; the least of the band in its name."""

    UNDER_1000 = "0"
    FROM_1000 = "1000"
    FROM_10_000 = "10000"
    FROM_100_000 = "100000"
    FROM_1_000_000 = "1000000"
    OTHER_FIGURES = "other-figures"  # of posts or of kinds of its own, but none of people
    NOT_KNOWN = "not-known"  # no figure at all


class HasList(StrEnum):
    """What a body says of the forums that matter for its work."""

    YES = "yes"
    NONE_FOUND = "none-found"  # it looked, and found none
    NO = "no"
    CLOSED = "closed"  # it has closed: nobody waits for its list


class HasPlan(StrEnum):
    YES = "yes"  # a published version is in force
    NO = "no"


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class ForumOrder(StrEnum):
    BEST = "best"  # how well it fits the words; without words by name
    NAME = "name"
    SIZE = "size"
    NEWEST = "newest"


class BodyOrder(StrEnum):
    BEST = "best"
    NAME = "name"
    FORUMS = "forums"


NOT_KNOWN = "not-known"  # of a facet's values: the register does not say


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Words, values of facets, and an order. Empty text and no values mean: all.

    `chosen` is in the order of FACETS, without those of which nothing is chosen.
    """

    FACETS: ClassVar[tuple[str, ...]] = ()
    KNOWN: ClassVar[Mapping[str, type[StrEnum]]] = {}  # facets of which we know every value
    EXACT: ClassVar[tuple[str, ...]] = ()  # facets that name one entry, and offer no choice
    ORDERS: ClassVar[type[StrEnum]]

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: str = "best"

    @classmethod
    def of(cls, params: Params) -> Self:
        """The filter that `?q=…&topic=…&topic=…&sort=…` asks for."""
        order = _first(params, "sort")
        return cls(
            text=clean(_first(params, "q")),
            chosen=tuple(
                (name, values)
                for name in cls.FACETS
                if (values := cls._values(name, params.get(name, ())))
            ),
            order=order if order in set(cls.ORDERS) else "best",
        )

    @classmethod
    def _values(cls, name: str, given: Sequence[str]) -> tuple[str, ...]:
        known = cls.KNOWN.get(name)
        cleaned = dict.fromkeys(clean(value[:_VALUE_LENGTH]) for value in given)
        allowed = (value for value in cleaned if value and (known is None or value in set(known)))
        return tuple(allowed)[:_MOST_VALUES]

    @classmethod
    def no_choices(cls, params: Params) -> tuple[tuple[str, str], ...]:
        """Values that were asked for and are no choice of their facet, as (facet, value)."""
        return tuple(
            (name, value)
            for name, known in cls.KNOWN.items()
            for value in dict.fromkeys(
                clean(given[:_VALUE_LENGTH]) for given in params.get(name, ())
            )
            if value and value not in set(known)
        )[:_MOST_VALUES]

    def values(self, facet: str) -> tuple[str, ...]:
        return dict(self.chosen).get(facet, ())

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def is_plain(self) -> bool:
        """Whether this is the whole list in its usual order, whose pages have own addresses."""
        return not self.narrows and self.sorted_by == "name"

    @property
    def is_of_one_reader(self) -> bool:
        """Whether words, an order or several values were chosen: a question, not a subject."""
        several = sum(len(values) for _, values in self.chosen) > 1
        return bool(self.text) or several or self.order != "best"

    @property
    def sorted_by(self) -> str:
        """The order in which entries come: without words there is no best."""
        return "name" if self.order == "best" and not self.text else self.order

    def without(self, facet: str, value: str) -> Self:
        """The same, with one value of a facet taken away."""
        kept = tuple(found for found in self.values(facet) if found != value)
        return self._with(dict(self.chosen) | {facet: kept})

    def without_all(self, chosen: Iterable[tuple[str, str]]) -> Self:
        """The same, with each of these facets' values taken away."""
        found = self
        for facet, value in chosen:
            found = found.without(facet, value)
        return found

    def only(self, facet: str, *values: str) -> Self:
        """The same, with these values of the facet alone; with an empty value, with none."""
        kept = dict(self.chosen) | {facet: tuple(value for value in values if value)}
        return self._with(kept)

    def also(self, facet: str, *values: str) -> Self:
        """The same, with these values of the facet besides."""
        both = dict.fromkeys((*self.values(facet), *values))
        return self._with(dict(self.chosen) | {facet: tuple(both)})

    def _with(self, chosen: Mapping[str, tuple[str, ...]]) -> Self:
        ordered = ((name, chosen[name]) for name in self.FACETS if chosen.get(name))
        return replace(self, chosen=tuple(ordered))

    def without_text(self) -> Self:
        return replace(self, text="")

    def by(self, order: str) -> Self:
        return replace(self, order=order)

    def query(self, page: int = 1) -> str:
        """As the query of an address, "?" before it; empty for the whole list."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.chosen for value in values]
        if self.order != "best":
            pairs.append(("sort", self.order))
        if page > 1:
            pairs.append(("page", str(page)))
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True, slots=True)
class ForumFilter(ListFilter):
    FACETS = ("welcome", "topic", "size", "life", "area", "engine", "language", "body", "address")
    KNOWN = {"welcome": Welcome, "size": SizeBand, "life": ForumLife}
    EXACT = ("address",)
    ORDERS = ForumOrder

    @property
    def is_address(self) -> bool:
        """Whether the words may be the address of one forum, rather than words."""
        return "." in self.text and " " not in self.text


@dataclass(frozen=True, slots=True)
class BodyFilter(ListFilter):
    FACETS = ("list", "plan", "topic", "kind", "jurisdiction", "state", "letter", "identifier")
    KNOWN = {"list": HasList, "plan": HasPlan, "state": State, "kind": BodyKind}
    EXACT = ("identifier",)
    ORDERS = BodyOrder

    @property
    def is_identifier(self) -> bool:
        """Whether the words may be one body's identifier in some list, rather than words."""
        return any(letter.isdigit() for letter in self.text) and " " not in self.text

    @property
    def shows_closed(self) -> bool:
        """Closed bodies are shown to those who ask for them only."""
        return State.CLOSED in self.values("state")


def clean(text: str, *, longest: int = TEXT_LENGTH) -> str:
    """The text as PostgreSQL can hold it, with single blanks, and not too long.

    NUL cannot stand in its text, and halves of surrogate pairs cannot be encoded.
    """
    printable = "".join(
        character
        for character in text[:longest]
        if character != "\x00" and not 0xD800 <= ord(character) <= 0xDFFF
    )
    return " ".join(printable.split())


def page_of(params: Params) -> int:
    """The number of the page that is asked for; 1 when it is none."""
    asked = _first(params, "page")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 10 else 1


def _first(params: Params, name: str) -> str:
    values = params.get(name, ())
    return values[0] if values else ""
