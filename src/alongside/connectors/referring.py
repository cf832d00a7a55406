"""What forum software tells by itself: a moderator has passed a thread on. Pure, no connection.

A delivery is believed as far as its engine lets us: signed ones say to whom a thread was passed,
the others only at which number to look. What comes out is a number. No name, title or address of
a delivery goes further than this folder (law 4), and none of its addresses is ever asked for.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from alongside.connectors.port import ConnectorError, ForumSite

# Databases of forums count in 64 bits at most, and JavaScript in 53.
_LARGEST_NUMBER = 2**53


class NotUnderstood(ConnectorError):
    """The delivery is the forum's, and nothing that could be looked at can be read from it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was sent: headers by their names in small letters, and the bytes as they came."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Pointer:
    """At what a moderator pointed: a thread by its number, or a post in one."""

    number: str
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class AddresseeWanted:
    """Whom moderators assign a thread to, so that it is passed to the body; asked at set-up."""

    name: str
    ask: str
    is_needed: bool = True
    # Its first group is what deliveries hold; around it may stand the address that people paste.
    pattern: str = r"(.+)"
    wrong: str = "Give it as it is spelled in the forum."

    def understood(self, text: str) -> str:
        """What deliveries hold of what a person typed or pasted; "" for nothing of the kind."""
        found = re.fullmatch(self.pattern, " ".join(text.split()))
        return found[1] if found else ""


class Referrer(Protocol):
    """One engine's way of telling. `steps` say to its administrators how it is set up.

    `is_believed`: the delivery itself proves that a moderator meant the body. Otherwise its
    number is only looked at, in the forum itself, and counts if the thread stands in the board
    that the addressee names.
    """

    @property
    def kind(self) -> str: ...
    @property
    def is_believed(self) -> bool: ...
    @property
    def addressee(self) -> AddresseeWanted: ...
    @property
    def steps(self) -> tuple[str, ...]: ...

    def is_genuine(self, delivery: Delivery, *, secret: str) -> bool:
        """Whether who sent it knows the secret, told in a time that tells nothing."""
        ...

    def pointer(self, delivery: Delivery, *, addressee: str) -> Pointer | None:
        """At what it points; None: it is about something else, or meant for somebody else.

        Raises NotUnderstood.
        """
        ...

    def keys(self, delivery: Delivery) -> tuple[str, ...]:
        """By what the same delivery is known when it comes again; one of them is enough.

        Raises NotUnderstood, never for one of which `pointer` made something.
        """
        ...

    def address(self, site: ForumSite, pointer: Pointer, *, like: str) -> str:
        """Where a person finds it: of the forum's registered address and the number.

        `like` is an address that the forum itself gave one of its boards, "" if none is known:
        some software is set up to write "/threads/7/" or "/index.php?threads/7/".
        """
        ...


def is_signed(signature: str, *, name: str, body: bytes, secret: str) -> bool:
    """Whether the signature, "sha256=" and hexadecimal digits, is that of these very bytes."""
    digest = hmac.new(secret.encode(), body, name).hexdigest()
    return same(signature, f"{name}={digest}")


def same(one: str, other: str) -> bool:
    """Compares in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def key_of(*parts: str | bytes) -> str:
    """A digest of the parts, each with its length, so that none runs into the next."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode(errors="replace")
        whole.update(len(raw).to_bytes(8, "big") + raw)
    return whole.hexdigest()


def content_of(body: bytes) -> dict[str, Any]:
    """The delivery's JSON object. Raises NotUnderstood."""
    try:
        # RFC 8259: what is exchanged between systems is UTF-8.
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        # `from None`: the error holds the words that it could not read.
        raise NotUnderstood("The delivery is not JSON.") from None
    if not isinstance(content, dict):
        raise NotUnderstood("The delivery is no JSON object.")
    return content


def part_of(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object in an object. Raises NotUnderstood."""
    part = content.get(name)
    if not isinstance(part, dict):
        raise NotUnderstood(f"The delivery has no part “{name}”.")
    return part


def text_in(content: Mapping[str, Any], name: str) -> str:
    """A text, "" where there is none."""
    said = content.get(name)
    return said if isinstance(said, str) else ""


def number_in(content: Mapping[str, Any], name: str) -> str:
    """A positive whole number, as a text. Raises NotUnderstood."""
    said = content.get(name)
    if isinstance(said, str) and said.isascii() and said.isdecimal() and len(said) <= 16:
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said < _LARGEST_NUMBER:
        raise NotUnderstood(f"The delivery has no number “{name}”.")
    return str(said)


def is_named(said: str, addressee: str) -> bool:
    """Whether a group or an account is the one agreed on; capitals do not matter."""
    wanted = addressee.strip().casefold()
    return bool(wanted) and said.strip().casefold() == wanted
