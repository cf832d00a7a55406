"""Turns Misago's answers into our dataclasses: pure, and suspicious of every field.

Misago writes the data of each guest page as JSON into a script, `misago.init({…})`, because
its own front end starts from there. A page without it is not a page of Misago.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from alongside.connectors.places import on_site
from alongside.connectors.plain_text import html_to_plain, page_text, tree_of
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    Post,
    Receipt,
    ThreadHeading,
    Unreadable,
)
from alongside.connectors.posting import without_secret
from alongside.fetching.messages import Response

Record: TypeAlias = Mapping[str, Any]

# What members write is escaped, so a real script tag is always the forum's own.
_INIT = re.compile(r"<script[^>]*>\s*misago\.init\(\s*(?=\{)")
# The order is by the last post's number. A few threads are looked at, not one, because posts
# that were imported or moved may carry a number out of step with their time.
END_OF_PAGE = 5

_BOARD_PATH = re.compile(r"/c/(?P<slug>[\w-]+)/(?P<id>\d+)/")
_FIGURE = re.compile(r"\d[\d.,\s\u00a0\u202f]*")


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of a board's thread list, in the forum's order.

    `end_posted_at` is the latest post among the last few threads of the page: what comes on
    later pages is not newer. Threads pinned on top stand outside this order and do not count.
    `next_start` is the cursor of the page after it.
    """

    headings: tuple[ThreadHeading, ...]
    end_posted_at: datetime | None
    next_start: int | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread. `count` is how many posts the whole thread has for guests."""

    heading: ThreadHeading
    posts: tuple[Post, ...]
    page: int
    pages: int
    count: int


def init_data(response: Response) -> Record:
    """The JSON a page was started with. Raises Unreadable if there is none."""
    text = page_text(response)
    start = _INIT.search(text)
    if start is None:
        raise Unreadable("This is not a page of Misago, or of a version not known to us.")
    try:
        data, _ = json.JSONDecoder().raw_decode(text, start.end())
    except (ValueError, RecursionError):
        raise Unreadable("The data in the page is broken.") from None
    return _record(data)


def boards_from(response: Response, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of `/categories/`, with the figures printed there.

    The figures of a board include those of the boards below it. Raises Unreadable.
    """
    known = {
        str(_number(board, "id")): board for board in _records(init_data(response), "categoriesMap")
    }
    found: dict[str, BoardStatistics] = {}
    for row in tree_of(page_text(response)).css(".list-group-category > li"):
        link = row.css_first(".media-heading a")
        path = _BOARD_PATH.search((link.attributes.get("href") or "") if link else "")
        if link is None or path is None:
            continue
        figures = [
            _figure(cell.text()) if (cell := row.css_first(f".category-stat-{kind}")) else None
            for kind in ("threads", "posts")
        ]
        found[path["id"]] = BoardStatistics(
            external_id=path["id"],
            name=" ".join(link.text().split()),
            slug=path["slug"],
            address=on_site(site, link.attributes["href"] or ""),
            threads=figures[0],
            posts=figures[1],
        )
    # A theme may draw the rows differently; the data still says which boards there are.
    for external_id, board in known.items():
        address = _text(board, "url")
        if external_id not in found and (path := _BOARD_PATH.search(address)):
            found[external_id] = BoardStatistics(
                external_id=external_id,
                name=_text(board, "name"),
                slug=path["slug"],
                address=on_site(site, address),
            )
    return tuple(found.values())


def board_page_from(response: Response, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board's threads, in the forum's order. Raises Unreadable.

    A board's page also lists the threads of boards below it and those pinned everywhere;
    they belong to their own boards and are left out here.
    """
    data = init_data(response)
    names = {_number(board, "id"): _text(board, "name") for board in _records(data, "CATEGORIES")}
    threads = _record(data.get("THREADS"))
    headings: list[ThreadHeading] = []
    unpinned: list[datetime] = []
    for record in _records(threads, "results"):
        heading = _heading(record, site, _number(record, "category"), names)
        if _number(record, "weight") == 0:
            unpinned.append(heading.last_post_at)
        if heading.board_id == board_id and not _flag(record, "is_hidden"):
            headings.append(heading)
    return BoardPage(
        headings=tuple(headings),
        end_posted_at=max(unpinned[-END_OF_PAGE:], default=None),
        next_start=_optional_number(threads, "next"),
    )


def thread_page_from(response: Response, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable, also for a page without a single post.

    With `keep_names` members who are addressed with @ keep their names in the text, else
    they become "@member": an excerpt may be stored, and names never are.
    """
    data = init_data(response)
    thread = _record(data.get("THREAD"))
    category = _record(thread.get("category"))
    board_id = _number(category, "id")
    heading = _heading(thread, site, board_id, {board_id: _text(category, "name")})
    page = _record(data.get("POSTS"))
    posts = tuple(
        _post(record, site, keep_names=keep_names)
        for record in _records(page, "results")
        if not _flag(record, "is_event")
    )
    if not posts:
        raise Unreadable("The thread's page came without a post.")
    return ThreadPage(
        heading=heading,
        posts=posts,
        page=_number(page, "page"),
        pages=_number(page, "pages"),
        count=_number(page, "count"),
    )


def receipt_from(response: Response, site: ForumSite) -> Receipt:
    """What Misago answered on taking a reply. Raises Unreadable."""
    record = json_from(response)
    return Receipt(
        external_id=str(_number(record, "id")),
        address=on_site(site, _text(_record(record.get("url")), "index")),
        is_held=_flag(record, "is_unapproved"),
    )


def json_from(response: Response) -> Record:
    """The body as a JSON object. Raises Unreadable."""
    try:
        return _record(json.loads(response.body))
    except (ValueError, RecursionError):
        raise Unreadable("The forum answered with something else than data.") from None


def sentence_from(response: Response, *, secret: str) -> str:
    """What the forum says about a refusal, in its own words, one line of at most 300 signs.

    The secret is not repeated, should the forum do so.
    """
    try:
        said = " ".join(_sentences(json_from(response)))
    except Unreadable:
        said = ""
    words = without_secret(secret, html_to_plain(without_secret(secret, said)))
    return " ".join(words.split())[:300] or f"(answer {response.status})"


def _sentences(value: Any, *, depth: int = 0) -> Iterator[str]:
    """`{"detail": "…"}`, `{"post": ["…"]}`, or a ban's `{"detail": {"message": {"plain": …}}}`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < 4:
        for item in value:
            yield from _sentences(item, depth=depth + 1)
    elif isinstance(value, Mapping) and depth < 4:
        for name, item in value.items():
            if name not in ("code", "html", "expires_on"):
                yield from _sentences(item, depth=depth + 1)


def _heading(
    record: Record, site: ForumSite, board_id: int, board_names: Mapping[int, str]
) -> ThreadHeading:
    number = _number(record, "id")
    on_site(site, _text(_record(record.get("url")), "index"))  # one that leads elsewhere is no page
    return ThreadHeading(
        external_id=str(number),
        # The forum's own address repeats the title's words, which are kept for a short time
        # only. Misago redirects from any slug.
        address=f"{site.address.rstrip('/')}/t/-/{number}/",
        title=_text(record, "title"),
        board_id=str(board_id),
        board_name=board_names.get(board_id, ""),
        asked_at=_moment(record, "started_on"),
        last_post_at=_moment(record, "last_post_on"),
        replies=_number(record, "replies"),
        is_closed=_flag(record, "is_closed"),
    )


def _post(record: Record, site: ForumSite, *, keep_names: bool) -> Post:
    content = record.get("content")
    if content is not None and not isinstance(content, str):
        raise Unreadable("A post's text has an unknown form.")
    return Post(
        external_id=str(_number(record, "id")),
        address=on_site(site, _text(_record(record.get("url")), "index")),
        author=_text(record, "poster_name"),
        posted_at=_moment(record, "posted_on"),
        text=_post_text(content or "", keep_names=keep_names),
        # Misago also withholds a text whose checksum is wrong; guests see neither.
        is_hidden=_flag(record, "is_hidden") or content is None,
    )


def _post_text(html: str, *, keep_names: bool) -> str:
    """A post's own words.

    A quotation of another member repeats a post we read anyway, under a name we do not keep,
    so it is left out. A quotation without an author may be a letter that the member received:
    it stays, marked.
    """
    if "<aside" in html or "/u/" in html:
        tree = tree_of(html)
        # One after the other, since a quotation may hold another one.
        while (words := tree.css_first("aside.quote-block > blockquote[data-author]")) is not None:
            (words.parent or words).decompose()
        for heading in tree.css(".quote-heading"):
            heading.decompose()
        for mention in [] if keep_names else tree.css("a[data-quote^='@'], a[href^='/u/']"):
            mention.replace_with("@member")
        html = tree.html or ""
    return html_to_plain(html)


def _figure(text: str) -> int | None:
    found = _FIGURE.search(text)
    return int(re.sub(r"\D", "", found[0])) if found else None


def _record(value: Any) -> Record:
    if not isinstance(value, dict):
        raise Unreadable("The forum's data lacks a part that was expected.")
    return value


def _records(record: Record, name: str) -> list[Record]:
    value = record.get(name)
    if not isinstance(value, list):
        raise Unreadable(f"The forum's data has no list {name!r}.")
    return [_record(item) for item in value]


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise Unreadable(f"The forum's data has no text {name!r}.")
    return value


def _number(record: Record, name: str) -> int:
    value = record.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unreadable(f"The forum's data has no number {name!r}.")
    return value


def _optional_number(record: Record, name: str) -> int | None:
    return None if record.get(name) is None else _number(record, name)


def _flag(record: Record, name: str) -> bool:
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise Unreadable(f"The forum's data has no yes or no for {name!r}.")
    return value


def _moment(record: Record, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(record, name))
    except ValueError:
        raise Unreadable(f"The forum's data has no time {name!r}.") from None
    if moment.tzinfo is None:
        raise Unreadable(f"The time {name!r} has no time zone.")
    return moment
