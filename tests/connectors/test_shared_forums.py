"""The readers over real pages that nobody here wrote: posts, next pages, kinds of pages.

The pages lie beside the repository, in `shared/data`, and are not part of it; without them these
tests are skipped. Run with `-s` to see the table. The floors stand a little below what is measured,
so that a change that reads forums worse is seen.

Posts are counted as found where nine words of ten of a marked post stand in one post of ours that
holds little else, one for one. Hosts are parted in two halves by their hash, so that a rule made
for one page shows as a difference between the halves.
"""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.generic.paging import next_page
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ConnectorError, ForumSite, Post
from alongside.connectors.recognition import recognise
from alongside.connectors.registry import CONNECTORS
from alongside.fetching.messages import Response

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "forum-threads-gold").exists(),
    reason="the pages of real forums (shared/data) are not beside the project",
)

WHOLE = 0.9
LITTLE_ELSE = 0.75
SAVED = {"forum-threads-gold": datetime(2020, 6, 30, tzinfo=UTC)}


@dataclass
class Tally:
    """What was found on a set of pages."""

    pages: int = 0
    marked: int = 0
    found: int = 0
    begun: int = 0
    f1: float = 0.0

    def add(self, other: "Tally") -> None:
        for name in ("pages", "marked", "found", "begun", "f1"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def share(self) -> float:
        return self.found / max(1, self.marked)

    @property
    def mean_f1(self) -> float:
        return self.f1 / max(1, self.pages)


class Words:
    """The words of a text, counted."""

    def __init__(self, text: str) -> None:
        order = re.findall(r"\w+", re.sub(r"<[^>]+>", " ", text).lower())
        self.line = " ".join(order)
        self.counts = Counter(order)
        self.size = len(order)


def overlap(one: Words, two: Words) -> int:
    return (one.counts & two.counts).total()


def word_f1(one: Words, two: Words) -> float:
    return 2 * overlap(one, two) / (one.size + two.size) if one.size or two.size else 1.0


def page_of(body: bytes, url: str, *, at: datetime) -> Page:
    headers = {"content-type": "text/html", "date": format_datetime(at, usegmt=True)}
    return Page(Response(url, 200, headers, body))


def site_of(url: str) -> ForumSite:
    parts = urlsplit(url)
    return ForumSite(f"{parts.scheme}://{parts.netloc}")


def read_by_structure(page: Page) -> tuple[Post, ...]:
    try:
        return parse.thread_page(page, site_of(page.url), keep_names=True).posts
    except ConnectorError:
        return ()


def read_as_known(page: Page) -> tuple[Post, ...]:
    """By the connector of the page's own software where there is one, else by its structure."""
    known = recognise(page)
    connector = CONNECTORS.get(known.kind) if known is not None else None
    if isinstance(connector, PagedConnector):
        try:
            posts = connector.pages.thread_page(page, site_of(page.url), keep_names=True).posts
        except ConnectorError:
            posts = ()
        if posts:
            return posts
    return read_by_structure(page)


def counted(posts: tuple[Post, ...], marked: list[dict[str, Any]]) -> Tally:
    """What was found on one page."""
    tally = Tally(pages=1, marked=len(marked))
    ours = [Words(post.text) for post in posts]
    theirs = [Words(post["post_text"]) for post in marked]
    free = set(range(len(ours)))
    for gold in theirs:
        scores = {one: word_f1(gold, ours[one]) for one in free}
        best = max(scores, key=lambda one: scores[one], default=None)
        if best is None or (gold.size and scores[best] < 0.3):
            continue
        free.discard(best)
        same = overlap(gold, ours[best])
        tally.found += not gold.size or (
            same >= WHOLE * gold.size and same >= LITTLE_ELSE * ours[best].size
        )
        tally.begun += gold.line[:60] in ours[best].line
    tally.f1 = word_f1(
        Words(" ".join(one.line for one in theirs)), Words(" ".join(one.line for one in ours))
    )
    return tally


def gold() -> Iterator[dict[str, Any]]:
    folder = DATA / "forum-threads-gold"
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row | {"body": gzip.decompress((folder / row["file"]).read_bytes())}


def half_of(host: str) -> str:
    return "one half" if hashlib.sha256(host.encode()).digest()[0] % 2 else "other half"


def test_marked_posts_are_found_whole_and_in_their_own_post() -> None:
    tallies: dict[str, Tally] = {}
    for row in gold():
        page = page_of(row["body"], row["url"], at=SAVED["forum-threads-gold"])
        known = recognise(page)
        has_own = known is not None and isinstance(CONNECTORS.get(known.kind), PagedConnector)
        of_its_kind = "with a connector of its own" if has_own else "without one"
        for way, posts in (
            ("as known", read_as_known(page)),
            ("by structure alone", read_by_structure(page)),
        ):
            found = counted(posts, row["posts"])
            for part in ("all", half_of(row["host"]), of_its_kind):
                tallies.setdefault(f"{way}, {part}", Tally()).add(found)

    print(
        f"\n{'forum-threads-gold':48} {'pages':>5} {'posts':>5} {'whole':>6} {'begun':>6} {'F1':>6}"
    )
    for name, tally in sorted(tallies.items()):
        begun = tally.begun / max(1, tally.marked)
        print(
            f"{name:48} {tally.pages:5} {tally.marked:5} {tally.share:6.3f} {begun:6.3f} "
            f"{tally.mean_f1:6.3f}"
        )
    assert tallies["as known, all"].share >= 0.93
    assert tallies["as known, all"].mean_f1 >= 0.95
    assert tallies["by structure alone, all"].share >= 0.95
    assert tallies["by structure alone, all"].mean_f1 >= 0.97
    assert tallies["by structure alone, without one"].share >= 0.92
    for half in ("one half", "other half"):
        assert tallies[f"by structure alone, {half}"].share >= 0.92


def test_the_next_page_is_found() -> None:
    import csv

    folder = DATA / "pagination"
    right = wrong = missed = 0
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            body = gzip.decompress((folder / row["file"]).read_bytes())
            wanted = _marked_next(body, row)
            found = next_page(LexborHTMLParser(body), row["url"])
            if row["next_css"] and found and _same(found) in wanted:
                right += 1
                continue
            wrong += bool(found)
            missed += bool(row["next_css"])
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)

    print(f"\npagination: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert f1 >= 0.92


def _same(url: str) -> str:
    return urldefrag(url)[0].rstrip("/").replace("http://", "https://")


def _marked_next(body: bytes, row: dict[str, str]) -> set[str]:
    if not row["next_css"]:
        return set()
    found = set()
    for node in LexborHTMLParser(body).css(row["next_css"]):
        link = node.css_first("a[href]") if node.tag != "a" else node
        while link is None and node.parent is not None:
            node = node.parent
            link = node if node.tag == "a" else None
        if link is not None and (href := link.attributes.get("href")):
            found.add(_same(urljoin(row["url"], href.strip())))
    return found


def test_forums_are_told_from_other_pages() -> None:
    folder = DATA / "web-pages-typed"
    tally: Counter[tuple[bool, bool]] = Counter()
    with gzip.open(folder / "ground-truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            body = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
            url = row["url"] or "https://forum.example/"
            kind = kind_of(page_of(body, url, at=datetime(2026, 4, 1, tzinfo=UTC))).kind
            tally[row["page_type"] == "forum", kind is not Kind.NEITHER] += 1
    precision = tally[True, True] / (tally[True, True] + tally[False, True])
    recall = tally[True, True] / (tally[True, True] + tally[True, False])

    print(f"\nweb-pages-typed, forum or not: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.9
    # A tenth of these pages are shells of scripts, without a post in them.
    assert recall >= 0.85


def test_pages_to_sign_in_or_to_register_are_no_threads() -> None:
    folder = DATA / "forum-gates"
    pages = read = 0
    with gzip.open(folder / "labels.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not {"registration", "password/login recovery", "contact/comment"} & {*row["forms"]}:
                continue
            body = gzip.decompress((folder / row["file"]).read_bytes())
            page = page_of(body, row["url"], at=datetime(2015, 12, 1, tzinfo=UTC))
            pages += 1
            read += bool(read_by_structure(page))

    print(f"\nforum-gates: {read} of {pages} pages with such a form were read as threads")
    assert read <= 2


def test_captured_threads_of_real_engines_are_read_by_structure_alone() -> None:
    posts = found = named = 0
    for index in sorted((DATA / "forum-captures").glob("*/index.json")):
        for file in json.loads(index.read_text(encoding="utf-8"))["files"]:
            facts = (file.get("expected") or {}).get("posts")
            if not file["file"].endswith(".html") or not isinstance(facts, list):
                continue
            body = (index.parent / file["file"]).read_bytes()
            page = page_of(body, file["url"], at=datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
            ours = read_by_structure(page)
            for fact in facts:
                posts += 1
                start = Words(fact["text_starts"]).line
                same = [post for post in ours if Words(post.text).line.startswith(start)]
                found += bool(same)
                named += any(post.author == fact["author"] for post in same)

    print(f"\nforum-captures by structure alone: {found} of {posts} posts, {named} with their name")
    assert found >= 0.95 * posts
    assert named >= 0.93 * posts
