"""What a reader asks of a list, read from an address. Nonsense is passed over. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

TEXT_LENGTH = 100  # characters of a search that are looked at


class Welcome(StrEnum):
    """How a forum stands to public bodies."""

    YES = "yes"  # an agreement that welcomes is in force
    NO = "no"  # asked, and no agreement is in force
    NOT_ASKED = "not-asked"


class ForumOrder(StrEnum):
    NAME = "name"
    SIZE = "size"
    NEWEST = "newest"


class BodyOrder(StrEnum):
    NAME = "name"
    FORUMS = "forums"


@dataclass(frozen=True, slots=True)
class ForumFilter:
    """Empty text and None mean: all."""

    text: str = ""
    welcome: Welcome | None = None
    body: str = ""
    engine: str = ""
    order: ForumOrder = ForumOrder.NAME

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.welcome or self.body or self.engine)


@dataclass(frozen=True, slots=True)
class BodyFilter:
    text: str = ""
    kind: str = ""
    order: BodyOrder = BodyOrder.NAME

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.kind)


def forum_filter_of(params: Mapping[str, str]) -> ForumFilter:
    """The filter that `?q=…&welcome=…&body=…&engine=…&sort=…` asks for."""
    welcome = _clean(params.get("welcome", ""))
    order = _clean(params.get("sort", ""))
    return ForumFilter(
        text=_clean(params.get("q", "")),
        welcome=Welcome(welcome) if welcome in set(Welcome) else None,
        body=_clean(params.get("body", "")),
        engine=_clean(params.get("engine", "")),
        order=ForumOrder(order) if order in set(ForumOrder) else ForumOrder.NAME,
    )


def body_filter_of(params: Mapping[str, str]) -> BodyFilter:
    """The filter that `?q=…&kind=…&sort=…` asks for."""
    order = _clean(params.get("sort", ""))
    return BodyFilter(
        text=_clean(params.get("q", "")),
        kind=_clean(params.get("kind", "")),
        order=BodyOrder(order) if order in set(BodyOrder) else BodyOrder.NAME,
    )


def _clean(text: str) -> str:
    # PostgreSQL refuses NUL in text, and halves of surrogate pairs cannot be encoded.
    printable = "".join(
        character
        for character in text[:TEXT_LENGTH]
        if character != "\x00" and not 0xD800 <= ord(character) <= 0xDFFF
    )
    return " ".join(printable.split())
