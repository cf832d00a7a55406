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
class Request:
    """One request. `writes` says that repeating it may do something twice.

    Headers and bodies carry passwords and tokens, so `repr` shows neither.
    """

    method: Method
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: object | None = field(default=None, repr=False)

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
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    body: bytes = field(repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    moved_to: str = ""


# A conversation yields requests, is sent the responses, and returns what it learnt.
# Errors of `fetching.errors` are thrown into it at the `yield`.
Conversation: TypeAlias = Generator[Request, Response, T]
