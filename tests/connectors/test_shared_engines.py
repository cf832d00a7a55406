"""Every engine's reader over captured pages of a real forum of its kind, with every fact expected.

The captures lie beside the repository, in `shared/data/forum-captures`, and are not part of it;
without them these tests are skipped. Run with `-s` for the table: engine by what was read.
"""

import json
import re
from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import ForumPages, Moment
from alongside.connectors.port import ForumSite, Post, Precision, ThreadHeading, Unreadable
from alongside.connectors.recognition import recognise
from alongside.connectors.registry import connector_for
from alongside.fetching.messages import Request, Response
from alongside.fetching.rehearsal import play

CAPTURES = Path(__file__).resolve().parents[3] / "shared" / "data" / "forum-captures"
FOLDERS = {
    "phpbb": "phpbb-3.3.10",
    "mybb": "mybb-1.8.37",
    "smf": "smf-2.1.4",
    "flarum": "flarum-1.8.1",
    "nodebb": "nodebb-4.11.2",
    "flaskbb": "flaskbb-2.0.2",
    "spirit": "spirit-0.14.3",
    "hyperkitty": "hyperkitty-1.3.12",
    "machina": "django-machina-1.3.1",
}
pytestmark = pytest.mark.skipif(
    not CAPTURES.exists(),
    reason="the captures of real forums (shared/data/forum-captures) are not beside the project",
)

# What an engine does not show to guests, or shows otherwise than the index says, and why.
NOT_SHOWN = {
    ("flarum", "board posts"): "tags count discussions only",
    ("flarum", "statistics"): "no totals for guests; threads are added up from the tags",
    ("nodebb", "statistics"): "counts its own welcome topic as well",
    ("machina", "statistics"): "members are not counted",
    ("machina", "closed"): "guests do not see in a thread that it is closed",
    ("spirit", "board posts"): "no figures",
    ("spirit", "board threads"): "no figures",
    ("spirit", "statistics"): "no figures",
    ("hyperkitty", "board posts"): "figures on each list's own page only",
    ("hyperkitty", "board threads"): "figures on each list's own page only",
    ("hyperkitty", "statistics"): "figures on each list's own page only",
    ("flaskbb", "closed"): "guests do not see in a thread that it is closed",
}
# Pages that carry no mark of their software at all.
UNMARKED = {"printthread.html", "printpage.html", "categories-stub.html"}
NEAR = {
    Precision.EXACT: timedelta(seconds=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.DAY: timedelta(days=1),
    Precision.RELATIVE: timedelta(days=31),
}
TALLY: defaultdict[str, Counter[str]] = defaultdict(Counter)


@dataclass(frozen=True)
class Captured:
    """One engine's captures."""

    kind: str
    index: dict[str, Any]
    pages: dict[str, tuple[dict[str, Any], Page]] = field(default_factory=dict)

    @property
    def connector(self) -> PagedConnector:
        connector = connector_for(self.kind)
        assert isinstance(connector, PagedConnector)
        return connector

    @property
    def reader(self) -> ForumPages:
        return self.connector.pages

    @property
    def site(self) -> ForumSite:
        folder = "/hyperkitty" if self.kind == "hyperkitty" else ""
        return ForumSite(self.index["base_url"] + folder)

    def page(self, address: str) -> Page:
        return self.pages[plain(address)][1]

    def answer(self, request: Request) -> Response:
        return self.page(request.url).response

    def files(self, pattern: str, *, expecting: str) -> Iterator[tuple[dict[str, Any], Page]]:
        """Captured pages whose name fits and whose index expects a list of this kind."""
        for file, page in self.pages.values():
            expected = file.get("expected") or {}
            if re.match(pattern, file["file"]) and isinstance(expected.get(expecting), list):
                yield expected, page

    def counts(self, what: str, *, is_right: bool) -> bool:
        TALLY[self.kind][what if is_right else f"{what} wrong"] += 1
        return is_right


def plain(address: str) -> str:
    """An address without what engines add and leave out at will: slugs, order, closing strokes."""
    address = unquote(address).replace("/index.php?", "/?").replace("/index.php", "/")
    address = re.sub(r"([/](?:topic|forum|category|d)/\d+)[-/](?!\?)[^/?]*/?", r"\1", address)
    address = re.sub(r"(forum|topic)/[^/?]*-(\d+)", r"\1/\2", address)
    address = re.sub(r"[?&](?:sort=-\w+|limit=\d+(?!&offset)|lang=[\w-]+)", "", address)
    return address.replace("/?", "?").rstrip("/")


@cache
def captured(kind: str) -> Captured:
    folder = CAPTURES / FOLDERS[kind]
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    found = Captured(kind, index)
    answered = format_datetime(datetime.fromisoformat(index["captured_at"]))
    for file in index["files"]:
        if file["status"] == 200:
            response = Response(
                url=file["url"],
                status=200,
                headers={"content-type": file["content_type"], "date": answered},
                body=(folder / file["file"]).read_bytes(),
            )
            # The same address may have been asked for in two forms; the first one is a page.
            found.pages.setdefault(plain(file["url"]), (file, Page(response)))
    return found


@pytest.fixture(params=sorted(FOLDERS))
def engine(request: pytest.FixtureRequest) -> Captured:
    return captured(request.param)


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    """Prints, at the end, what was read of each engine."""
    yield
    columns = ("recognised", "boards", "statistics", "threads", "posts", "times", "paging")
    print("\n" + "".join(f"{name:>12}" for name in ("engine", *columns)))
    for kind, tally in sorted(TALLY.items()):
        cells = [
            f"{tally[name]}/{tally[name] + tally[f'{name} wrong']}"
            if tally[name] + tally[f"{name} wrong"]
            else "-"
            for name in columns
        ]
        print("".join(f"{cell:>12}" for cell in (kind, *cells)))


def is_near(moment: Moment | None, expected: str) -> bool:
    if moment is None:
        return False
    return abs(moment.at - datetime.fromisoformat(expected)) <= NEAR[moment.precision]


def test_each_page_is_recognised(engine: Captured) -> None:
    for file, page in engine.pages.values():
        if file["file"].endswith(".html") and file["file"] not in UNMARKED:
            found = recognise(page)
            is_right = found is not None and found.kind == engine.kind
            assert engine.counts("recognised", is_right=is_right), file["file"]


def test_the_boards_and_their_figures_are_the_expected_ones(engine: Captured) -> None:
    boards = play(engine.connector.read_boards(engine.site), engine.answer)

    for expected in engine.index["facts"]["boards"]:
        # NodeBB brings an empty board of the same name along.
        found = [board for board in boards if board.name == expected["name"]]
        board = max(found, key=lambda board: board.threads or 0)
        is_right = True
        if (engine.kind, "board threads") not in NOT_SHOWN:
            is_right = board.threads == expected["threads"]
        if (engine.kind, "board posts") not in NOT_SHOWN:
            is_right = is_right and board.posts == expected["posts"]
        assert engine.counts("boards", is_right=is_right), expected["name"]


def test_the_statistics_are_the_expected_ones_and_name_nobody(engine: Captured) -> None:
    if (engine.kind, "statistics") in NOT_SHOWN:
        pytest.skip(NOT_SHOWN[engine.kind, "statistics"])
    found = play(engine.connector.read_statistics(engine.site), engine.answer)

    facts = engine.index["facts"]
    for kind in ("threads", "posts", "members"):
        assert engine.counts("statistics", is_right=found.value(kind) == facts[kind])
    said = " ".join(figure.sentence for figure in found.figures)
    assert not any(name in said for name in engine.index.get("accounts", {}).values())


def test_the_threads_of_a_board_are_the_expected_ones(engine: Captured) -> None:
    seen = 0
    for expected, page in engine.files(r".*(?:board|category|tag)", expecting="threads"):
        if page.response.body[:1] != b"{" and engine.kind in ("nodebb", "flarum"):
            continue
        board = engine.reader.board_page(page, engine.site, board_id="")

        titles = [line.title for line in board.lines]
        assert engine.counts(
            "threads", is_right=titles == [thread["title"] for thread in expected["threads"]]
        ), page.url
        for line, thread in zip(board.lines, expected["threads"], strict=True):
            assert engine.counts("threads", is_right=line.replies == thread["replies"])
            is_right = is_near(line.last_post, thread["last_post_utc"])
            assert engine.counts("times", is_right=is_right), thread["title"]
            if line.asked is not None:
                is_right = is_near(line.asked, thread["started_utc"])
                assert engine.counts("times", is_right=is_right), thread["title"]
            seen += 1
    if engine.kind not in ("hyperkitty", "flarum"):  # no expectations stand in their index
        assert seen > 20


def test_the_posts_of_each_captured_page_are_the_expected_ones(engine: Captured) -> None:
    for expected, page in engine.files(
        r"thread|discussion|api-(?:thread|discussion|posts)", expecting="posts"
    ):
        thread = engine.reader.thread_page(page, engine.site, keep_names=True)

        if (engine.kind, "title") not in NOT_SHOWN:
            assert engine.counts("posts", is_right=thread.title == expected["title"])
        if thread.board_name and engine.kind != "hyperkitty":
            assert engine.counts("posts", is_right=thread.board_name == expected["board"])
        if (engine.kind, "closed") not in NOT_SHOWN:
            assert engine.counts("posts", is_right=thread.is_closed == expected["locked"]), page.url
        assert len(thread.posts) == len(expected["posts"]), page.url
        for post, fact in zip(thread.posts, expected["posts"], strict=True):
            is_right = post.author == fact["author"]
            is_right = is_right and post.external_id == identity(engine, fact, post)
            begins = " ".join(fact["text_starts"].split())
            is_right = is_right and " ".join(post.text.split()).startswith(begins)
            assert engine.counts("posts", is_right=is_right), (page.url, fact)
            assert post.posted_at is not None
            near = is_near(Moment(post.posted_at, post.precision), fact["time_utc"])
            assert engine.counts("times", is_right=near), (page.url, fact, post.posted_at)


def identity(engine: Captured, fact: dict[str, Any], post: Post) -> str:
    """The number that the index expects; HyperKitty shows the hash of a mail's own."""
    told = str(fact.get("id", post.external_id))
    if engine.kind == "hyperkitty":
        return b32encode(sha1(told.strip("<>").encode()).digest()).decode()
    return told


def test_a_thread_of_mails_is_read_with_its_replies() -> None:
    engine = captured("hyperkitty")
    (address,) = (
        url for url, (file, _) in engine.pages.items() if file["file"] == "thread-unicode.html"
    )
    past = datetime(2026, 1, 1, tzinfo=UTC)
    heading = ThreadHeading(address.split("/")[-1], f"{address}/", "", "", "", past, past, 0)

    def answer(request: Request) -> Response:
        return engine.page(request.url.replace("sort=date", "sort=thread")).response

    thread = play(engine.connector.read_thread(engine.site, heading), answer)

    assert engine.counts("paging", is_right=len(thread.posts) == 3)
    assert [post.author for post in thread.posts][:2] == ["tomasz82", "AldmereOfficial"]


LONG = {
    "phpbb": "/viewtopic.php?t=11",
    "mybb": "/showthread.php?tid=10",
    "smf": "/index.php?topic=11.0",
    "flarum": "/d/23",
    "nodebb": "/topic/11",
    "spirit": "/topic/10/",
}


@pytest.mark.parametrize("kind", sorted(LONG))
def test_a_long_thread_is_read_whole_page_by_page(kind: str) -> None:
    engine = captured(kind)
    past = datetime(2026, 1, 1, tzinfo=UTC)
    number = re.sub(r"\.0$|\D", "", LONG[kind])
    heading = ThreadHeading(number, engine.site.address + LONG[kind], "", "", "", past, past, 0)

    thread = play(engine.connector.read_thread(engine.site, heading), engine.answer)

    authors = Counter(post.author for post in thread.posts)
    assert len(thread.posts) == len({post.external_id for post in thread.posts})
    assert engine.counts("paging", is_right=len(thread.posts) == 35)
    assert len(authors) == 8
    assert thread.heading.asked_at.date().isoformat() == "2026-10-04"
    assert thread.heading.title.startswith("The long one: waiting times")
    times = [post.posted_at for post in thread.posts if post.posted_at]
    assert times == sorted(times)


def test_no_name_of_a_member_stands_in_a_text_that_may_be_stored() -> None:
    for kind in FOLDERS:
        engine = captured(kind)
        for expected, page in engine.files(
            r"thread|discussion|api-(?:thread|discussion|posts)", expecting="posts"
        ):
            names = {fact["author"] for fact in expected["posts"]}
            thread = engine.reader.thread_page(page, engine.site, keep_names=False)
            for post in thread.posts:
                assert not any(f"@{name}" in post.text for name in names)
                assert not any(f"{name} wrote" in post.text for name in names)
                assert post.author not in repr(post)


def test_a_page_without_a_post_is_unreadable_and_never_empty(engine: Captured) -> None:
    for body in (b"", b"<html><body><p>Just a moment...</p></body></html>", b"{}", b"[]"):
        page = Page(Response(f"{engine.site.address}/x", 200, {}, body))
        with pytest.raises(Unreadable):
            engine.reader.thread_page(page, engine.site, keep_names=False)
        with pytest.raises(Unreadable):
            engine.reader.board_page(page, engine.site, board_id="1")


def test_law_1_pages_about_members_and_figures_are_no_threads_and_no_empty_boards(
    engine: Captured,
) -> None:
    for file, page in engine.pages.values():
        if re.match(r"(?:member|showteam|team|stats|viewonline)", file["file"]):
            with pytest.raises(Unreadable):
                engine.reader.thread_page(page, engine.site, keep_names=False)
            with pytest.raises(Unreadable):
                engine.reader.board_page(page, engine.site, board_id="2")
