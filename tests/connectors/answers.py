"""Invented answers of forums: no word of them is of a real member."""

import json
from typing import Any

from alongside.connectors.page import Page
from alongside.connectors.port import ForumSite
from alongside.fetching.messages import Response

SITE = ForumSite("https://forum.example")
ANSWERED = "Wed, 25 Nov 2026 12:00:00 GMT"


def answer(body: str | dict[str, Any] | list[Any], path: str = "/", **headers: str) -> Response:
    """What the forum answered at a path: HTML, or data as JSON."""
    is_html = isinstance(body, str)
    kind = "text/html; charset=utf-8" if is_html else "application/json"
    return Response(
        url=f"{SITE.address}{path}",
        status=200,
        headers={"content-type": kind, "date": ANSWERED} | headers,
        body=body.encode() if isinstance(body, str) else json.dumps(body).encode(),
    )


def page(body: str | dict[str, Any] | list[Any], path: str = "/", **headers: str) -> Page:
    return Page(answer(body, path, **headers))
