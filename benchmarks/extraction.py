"""Posts a second out of threads' pages: our readers, against bare scripts of three parsers.

Run as `python -m benchmarks.extraction` where `requirements/bench.txt` is installed besides. Each
bare script knows the page's selectors and fetches what ours is asked for: the thread's title and
the next page, and of each post its number, author, time, permalink and words. It takes them as they
stand in this one page; ours also knows the software's other versions, tells the time by its zone
and precision, leaves members' quotations and signatures out of the words, keeps their paragraphs,
looks for notes of edits and accepted answers, and guards against pages made to break it. All are
run by turns in one process, and the medians compared: goal 0.7 of selectolax, 1.5 times lxml, 20
times BeautifulSoup.

`CASES` is where an engine joins: a name, pages, a reader, and selectors for the bare scripts. The
structural reader is measured twice: on a page of a forum whose layout it has learnt, as all but a
forum's first page are, and on a page that it meets for the first time (for information).
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from alongside.connectors.generic import reader
from alongside.connectors.page import Page
from alongside.connectors.phpbb import parse as phpbb
from alongside.connectors.port import ForumSite
from alongside.connectors.xenforo import parse as xenforo
from alongside.fetching.messages import Response
from benchmarks.extraction_pages import POSTS, of_own_make, of_phpbb, of_xenforo

GOALS = {"selectolax": 0.7, "lxml": 1.5, "BeautifulSoup": 20.0}
ROUNDS, PAGES = 30, 4
SITE = ForumSite("https://forum.example")
ADDRESS = f"{SITE.address}/topic/41"

Read = Callable[[bytes], int]


@dataclass(frozen=True)
class Case:
    """One reader with its pages, and where a bare script finds what it reads."""

    name: str
    made: Callable[[int], bytes]
    read: Read
    post: str
    author: str
    when: str
    words: str
    permalink: str
    title: str
    onward: str
    counts: bool = True


def page_of(body: bytes) -> Page:
    headers = {"content-type": "text/html; charset=utf-8", "date": "Fri, 20 Mar 2026 12:00:00 GMT"}
    return Page(Response(ADDRESS, 200, headers, body))


def by_structure(body: bytes) -> int:
    return len(reader.read_posts(page_of(body), keep_names=True).posts)


def by_layout(body: bytes) -> int:
    return len(reader.read_again(page_of(body), keep_names=True))


def by_phpbb(body: bytes) -> int:
    return len(phpbb.thread_page(page_of(body), SITE, keep_names=False).posts)


def by_xenforo(body: bytes) -> int:
    return len(xenforo.thread_page(page_of(body), SITE, keep_names=False).posts)


_OWN_MAKE = {
    "made": of_own_make,
    "post": "article.post",
    "author": "a.username",
    "when": "time.when",
    "words": "div.post-words",
    "permalink": "a.permalink",
    "title": "h1",
    "onward": "a.onward",
}
CASES = (
    Case(
        name="phpbb",
        made=of_phpbb,
        read=by_phpbb,
        post="div.post",
        author="a.username",
        when="time",
        words="div.content",
        permalink="a.unread",
        title="h2.topic-title",
        onward="li.next a",
    ),
    Case(
        name="xenforo",
        made=of_xenforo,
        read=by_xenforo,
        post="article.message",
        author="a.username",
        when="time.u-dt",
        words="div.bbWrapper",
        permalink="li.u-concealed a",
        title="h1.p-title-value",
        onward="a.pageNav-jump--next",
    ),
    Case(name="generic, layout learnt", read=by_layout, **_OWN_MAKE),  # type: ignore[arg-type]
    Case(
        name="generic, first meeting",
        read=by_structure,
        counts=False,
        **_OWN_MAKE,  # type: ignore[arg-type]
    ),
)


def bare_selectolax(case: Case) -> Read:
    from selectolax.lexbor import LexborHTMLParser

    def read(body: bytes) -> int:
        page = LexborHTMLParser(body)
        found = []
        for post in page.css(case.post):
            author, when, words, link = (
                post.css_first(one) for one in (case.author, case.when, case.words, case.permalink)
            )
            found.append(
                (
                    post.attributes["id"],
                    author.text(strip=True),
                    datetime.fromisoformat(when.attributes["datetime"]),
                    words.text(separator="\n", strip=True),
                    urljoin(ADDRESS, link.attributes["href"]),
                )
            )
        title, onward = page.css_first(case.title), page.css_first(case.onward)
        return _count(found, title.text(strip=True), urljoin(ADDRESS, onward.attributes["href"]))

    return read


def bare_lxml(case: Case) -> Read:
    from lxml import etree, html

    def xpath(selector: str, start: str) -> "etree.XPath":
        path = start
        for step in selector.split():
            tag, _, name = step.partition(".")
            path += f"//{tag}"
            if name:
                path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        return etree.XPath(path)

    posts, title, onward = (xpath(one, "") for one in (case.post, case.title, case.onward))
    parts = [xpath(one, ".") for one in (case.author, case.when, case.words, case.permalink)]

    def read(body: bytes) -> int:
        page = html.document_fromstring(body)
        found = []
        for post in posts(page):
            author, when, words, link = (part(post)[0] for part in parts)
            found.append(
                (
                    post.get("id"),
                    author.text_content().strip(),
                    datetime.fromisoformat(when.get("datetime")),
                    "\n".join(piece.strip() for piece in words.itertext() if piece.strip()),
                    urljoin(ADDRESS, link.get("href")),
                )
            )
        return _count(
            found,
            title(page)[0].text_content().strip(),
            urljoin(ADDRESS, onward(page)[0].get("href")),
        )

    return read


def bare_soup(case: Case) -> Read:
    from bs4 import BeautifulSoup

    def read(body: bytes) -> int:
        page = BeautifulSoup(body, "lxml")
        found = []
        for post in page.select(case.post):
            author, when, words, link = (
                post.select_one(one) for one in (case.author, case.when, case.words, case.permalink)
            )
            found.append(
                (
                    post.get("id"),
                    author.get_text(strip=True),
                    datetime.fromisoformat(when.get("datetime")),
                    words.get_text("\n", strip=True),
                    urljoin(ADDRESS, link.get("href")),
                )
            )
        title, onward = page.select_one(case.title), page.select_one(case.onward)
        return _count(found, title.get_text(strip=True), urljoin(ADDRESS, onward.get("href")))

    return read


def _count(found: list[Any], title: str, onward: str) -> int:
    assert title == "Heat"
    assert onward.startswith(SITE.address)
    return len(found)


def timed(read: Read, pages: list[bytes]) -> float:
    started = time.process_time()
    for body in pages:
        assert read(body) == POSTS
    return time.process_time() - started


def measure(case: Case) -> dict[str, Any]:
    pages = [case.made(seed) for seed in range(1, PAGES + 1)]
    by_structure(pages[0])  # whatever is learnt is learnt now
    bare = {
        "selectolax": bare_selectolax(case),
        "lxml": bare_lxml(case),
        "BeautifulSoup": bare_soup(case),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ("ours", *bare)}
    for _ in range(ROUNDS):
        for name, read in (("ours", case.read), *bare.items()):
            seconds[name].append(timed(read, pages))
    ours = statistics.median(seconds["ours"])
    ratios = {name: statistics.median(seconds[name]) / ours for name in bare}
    reached = all(ratios[name] >= goal for name, goal in GOALS.items())
    return {
        "benchmark": "extraction",
        "reader": case.name,
        "kilobytes": len(pages[0]) // 1000,
        "pages_a_second": round(len(pages) / ours),
        **{f"times_{name}": round(ratio, 2) for name, ratio in ratios.items()},
        "goals": GOALS if case.counts else None,
        "reached": reached if case.counts else None,
    }


def main() -> int:
    missed = False
    for case in CASES:
        if sys.argv[1:] and not case.name.startswith(sys.argv[1]):
            continue
        found = measure(case)
        missed = missed or found["reached"] is False
        print(json.dumps(found), flush=True)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
