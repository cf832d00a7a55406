"""What all answers have in common: the shape of errors, of parts of lists, and of their cursors."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field, PlainSerializer, WithJsonSchema

from alongside.publishing.columns import moment_text

Item = TypeVar("Item")

Moment = Annotated[
    datetime,
    PlainSerializer(moment_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""As in the data files: in UTC, in whole seconds, with a Z."""

SLUG = r"^[-a-zA-Z0-9_]{1,100}$"
LIMIT = 200


class Answer(Schema):
    model_config = ConfigDict(extra="forbid")


class Problem(Answer):
    """Every error has this shape."""

    error: str = Field(description="A word for programs: not_found, not_valid …")
    message: str = Field(description="A sentence for people")
    details: list[dict[str, str]] = Field(description="What was wrong, part by part; or empty")


class Slice(Answer, Generic[Item]):
    """Part of a list. Ask for more with `cursor` set to `next`; null means that this is the end.

    What is added meanwhile shifts nothing: no entry comes twice, and none is passed over.
    """

    items: list[Item]
    next: str | None


Slug = Annotated[str, Path(pattern=SLUG, description="The entry's identifier")]
Limit = Annotated[int, Query(ge=1, le=LIMIT, description="Entries in one answer")]
Cursor = Annotated[
    str,
    Query(max_length=300, pattern=r"^[-A-Za-z0-9_]*$", description="`next` of the answer before"),
]
OneSlug = Annotated[
    str, Query(max_length=100, pattern=r"^[-a-zA-Z0-9_]*$", description="Identifier of an entry")
]


class NoSuchCursor(Exception):
    """No answer gave this cursor for this list."""


def cursor_of(kind: str, last: str | int) -> str:
    """A cursor behind the entry `last` of a list of this kind, as letters without a meaning."""
    return base64.urlsafe_b64encode(f"{kind}:{last}".encode()).decode().rstrip("=")


def slug_behind(kind: str, cursor: str) -> str:
    """The slug that the cursor stands behind; empty at the beginning. Raises NoSuchCursor."""
    if not cursor:
        return ""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        raise NoSuchCursor(cursor) from None
    found, parted, last = text.partition(":")
    if found != kind or not parted or not last.isascii() or not last.isprintable():
        raise NoSuchCursor(cursor)
    return last


def number_behind(kind: str, cursor: str) -> int:
    """The number that the cursor stands behind; 0 at the beginning. Raises NoSuchCursor."""
    last = slug_behind(kind, cursor)
    if last and not (last.isdecimal() and len(last) < 19):
        raise NoSuchCursor(cursor)
    return int(last or 0)
