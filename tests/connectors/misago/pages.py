"""Pages and answers in the form Misago gives them, written here with invented people."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from alongside.connectors.port import Credential, ForumSite
from alongside.fetching.messages import Response

SITE = ForumSite("https://help.example")
ACCOUNT = Credential(account="TamworthCouncil", secret="a-long-and-secret-phrase")
THREAD_PATH = "/t/council-tax-after-a-move/12/"
THREAD = f"{SITE.address}{THREAD_PATH}"
BOARD_NAMES = {3: "Council tax", 4: "Parking", 9: "Announcements"}

Json = dict[str, Any]


def answer(
    body: str | bytes = "",
    *,
    status: int = 200,
    url: str = THREAD,
    kind: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
    cookies: Mapping[str, str] | None = None,
) -> Response:
    content = body.encode() if isinstance(body, str) else body
    return Response(url, status, {"content-type": kind, **(headers or {})}, content, cookies or {})


def json_answer(data: object, *, status: int = 200, **more: Any) -> Response:
    return answer(json.dumps(data), status=status, kind="application/json", **more)


def page(data: Json, *, content: str = "", **more: Any) -> Response:
    """A guest page: some markup, then the script that hands the data to the front end."""
    script = json.dumps(data).replace("<", "\\u003C")
    html = (
        "<!doctype html><html><head><title>Help</title></head>"
        f'<body class="misago-anonymous"><main>{content}</main>'
        f"<script>\n      misago.init({script});\n    </script></body></html>"
    )
    return answer(html, cookies={"csrftoken": "guest-token"}, **more)


def categories_page(
    boards: Sequence[tuple[int, str, str, str]], *, figures: bool = True
) -> Response:
    """The page of boards; each is (id, name, threads line, posts line)."""
    rows = "".join(
        '<ul class="list-group list-group-category"><li class="list-group-item">'
        f'<h4 class="media-heading"><a href="/c/board-{number}/{number}/"> {escape(name)} </a></h4>'
        f'<ul><li class="category-stat-threads">{threads}</li>'
        f'<li class="category-stat-posts">{posts}</li></ul></li></ul>'
        for number, name, threads, posts in boards
    )
    known = [
        {"id": number, "name": name, "url": f"/c/board-{number}/{number}/"}
        for number, name, _, _ in boards
    ]
    return page({"categoriesMap": known}, content=rows if figures else "")


def heading(
    number: int,
    *,
    asked: str,
    last: str | None = None,
    board: int = 3,
    weight: int = 0,
    **more: Any,
) -> Json:
    return {
        "id": number,
        "category": board,
        "title": f"Question {number}",
        "replies": 1,
        "started_on": asked,
        "last_post_on": last or asked,
        "weight": weight,
        "is_closed": False,
        "is_hidden": False,
        "url": {"index": f"/t/question-{number}/{number}/"},
        **more,
    }


def board_page(*headings: Json, next_start: int | None = None) -> Response:
    return page(
        {
            "CATEGORIES": [{"id": number, "name": name} for number, name in BOARD_NAMES.items()],
            "THREADS": {"results": list(headings), "next": next_start},
        }
    )


def post(
    number: int,
    content: str | None = None,
    *,
    author: str = "rose_b",
    at: str = "2026-03-02T09:00:00Z",
    **more: Any,
) -> Json:
    return {
        "id": number,
        "poster_name": author,
        "content": f"<p>Post number {number}.</p>" if content is None else content,
        "posted_on": at,
        "is_hidden": False,
        "is_unapproved": False,
        "is_event": False,
        "url": {"index": f"{THREAD_PATH}post/{number}/"},
        **more,
    }


def thread_page(
    *posts: Json, number: int = 1, pages: int = 1, count: int | None = None, **thread: Any
) -> Response:
    return page(
        {
            "THREAD": {
                **heading(12, asked="2026-03-02T09:00:00Z", last="2026-03-02T12:00:00.5Z"),
                "title": "Council tax after a move",
                "url": {"index": THREAD_PATH},
                "category": {"id": 3, "name": "Council tax"},
                **thread,
            },
            "POSTS": {
                "results": list(posts),
                "page": number,
                "pages": pages,
                "count": len(posts) if count is None else count,
            },
        }
    )
