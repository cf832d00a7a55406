"""What is asked of another site and what it answers, as plain data: no socket is opened here.

Connectors speak in these words only, so the same connector reads a live forum, a stored
answer or a test's page.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site calls one version of a page (RFC 9110, 8.8). They say nothing of its content,
    so they may be kept where the page itself may not."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a page says of text and data mining (W3C TDM Reservation Protocol)."""

    reserved: bool
    policy: str = ""  # address of the terms under which it is allowed all the same


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `writes` says that repeating it may do something twice.

    Headers and bodies carry passwords and tokens, so `repr` shows neither.

    `known` are the validators of an answer that was read before: where the page is still the
    same, the answer has status 304 and no body. `keeps` says that the answer holds no member's
    words (a public register) and may be kept as RFC 9111 allows; what members wrote is never kept.
    `may_leave` lets a reading request be redirected to another operator's site; else that is
    LedElsewhere.
    """

    method: Method
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: object | None = field(default=None, repr=False)
    known: Validators | None = None
    keeps: bool = False
    may_leave: bool = False

    @property
    def writes(self) -> bool:
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, its body decoded from any content coding, `url` after redirects.

    `moved_to` is the address that the site gave for good (301, 308), "" where it gave none: the
    last one before any redirect that is meant for this time only. `cookies` are all that this
    conversation holds for the answering origin, also those of earlier answers. Headers, body and
    cookies carry sessions and members' words, so `repr` shows none of them.

    `validators` are for `Request.known` next time. `reservation` is what header or page say of
    text and data mining, None where they say nothing. `is_kept` says that no request went out.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    body: bytes = field(repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    moved_to: str = ""
    validators: Validators = field(default_factory=Validators, repr=False)
    reservation: Reservation | None = None
    is_kept: bool = False

    @property
    def is_unchanged(self) -> bool:
        """Whether the page is still the one whose validators were given."""
        return self.status == 304


# A conversation yields requests, is sent the responses, and returns what it learnt.
# Errors of `fetching.errors` are thrown into it at the `yield`.
Conversation: TypeAlias = Generator[Request, Response, T]
