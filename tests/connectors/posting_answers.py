"""One engine as those who post meet it, and what its answers are made of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.connectors.port import Credential, ForumSite
from alongside.fetching.messages import Response

SITE = ForumSite("https://forum.example")
ACCOUNT = Credential(account="Borough", secret="s3cret_key-of-ours")
TEXT = "You can **apply online**.\n\nSee https://www.gov.uk/council-tax"
SHOWN = (
    "<p>You can <strong>apply online</strong>.</p>"
    '<p>See <a href="https://www.gov.uk/council-tax">https://www.gov.uk/council-tax</a></p>'
)
NOT_LET_IN = Response(SITE.address, 403, {"content-type": "application/json"}, b"{}")


def said(data: object, status: int = 200, **headers: str) -> Response:
    """An answer with data."""
    kind = {"content-type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Response(SITE.address, status, kind, json.dumps(data).encode())


def shown(html: str, path: str) -> Response:
    """A page at a path."""
    return Response(
        f"{SITE.address}{path}", 200, {"content-type": "text/html; charset=utf-8"}, html.encode()
    )


@dataclass(frozen=True)
class Stage:
    """One engine's answers. `thread` is the address of thread 7, `link` that of the reply."""

    kind: str
    thread: str
    asked_for: str
    headers: Mapping[str, str]
    taken: Response
    link: str
    refused: Response
    page: Any  # (author, html of the second post) → the answers to looking into the thread
    fits: Sequence[Response]
    sent_json: object | None = None
    sent_form: Mapping[str, str] | None = None
    held: Response | None = None  # what a forum says that keeps it for a moderator
    hasty: Sequence[tuple[Response, int | None]] = ()
    gone: Sequence[Response] = (said({}, 404), said({}, 410))
    without_interface: Sequence[Response] = ()  # of a version that cannot be posted to, in data
    unclear: Sequence[Response] = ()
    too_wide: Mapping[str, Sequence[Response]] = field(default_factory=dict)


RAW = {"Accept": "application/json"}
DATE = "2026-11-25T12:00:00Z"
