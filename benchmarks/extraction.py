# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Posts a second out of threads' pages: our readers, against bare scripts of three parsers.

Run as `python -m benchmarks.extraction` where `requirements/bench.txt` is installed besides. Each
bare script knows the page's selectors and fetches name, time and text of each post as they stand
there; ours also tells the time, turns the text into paragraphs and guards against pages made to
break it. All are run by turns in one process, and the medians compared: goal 0.7 of selectolax,
1.5 times lxml, 20 times BeautifulSoup.

`readers` is where an engine joins: a name, pages, a reader, and selectors for the bare scripts.
The structural reader is measured twice: on a page of a forum whose layout it has learnt, as all
but a forum's first page are, and on a page that it meets for the first time (for information).
"""

import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from alongside.connectors.generic import reader
from alongside.connectors.page import Page
from alongside.fetching.messages import Response

GOALS = {"selectolax": 0.7, "lxml": 1.5, "BeautifulSoup": 20.0}
ROUNDS, PAGES, POSTS = 30, 4, 20
_WORDS = (  # noqa: SIM905
    "heat house north room window letter form allowance council boiler insurance number office "
    "address winter money question answer again year since about never always could would send told"
).split()


@dataclass(frozen=True)
class Reader:
    """One reader with its pages, and where a bare script finds what it reads."""

    name: str
    pages: list[bytes]
    read: Callable[[bytes], int]
    post: str
    author: str
    when: str
    words: str


def response(body: bytes) -> Page:
    headers = {"content-type": "text/html; charset=utf-8", "date": "Fri, 20 Mar 2026 12:00:00 GMT"}
    return Page(Response("https://forum.example/topic/41", 200, headers, body))


def invented(seed: int) -> bytes:
    """A thread's page as forum software writes it: some 6 kB of markup for each post."""
    chance = random.Random(seed)
    posts = []
    for number in range(POSTS):
        paragraphs = "".join(
            f"<p>{' '.join(chance.choices(_WORDS, k=chance.randint(8, 60))).capitalize()}.</p>"
            for _ in range(chance.randint(1, 4))
        )
        tools = "".join(
            f"<li class='tool tool-{name}'><a href='/post/{number}/{name}' title='{name}' rel=nofollow>"
            f"<i class='icon icon-{name}' aria-hidden=true></i><span class=hint>{name}</span></a></li>"
            for name in (
                "report",
                "quote",
                "reply",
                "share",
                "bookmark",
                "history",
                "thank",
                "link",
            )
        )
        facts = "".join(
            f"<dl class='fact fact-{name}'><dt>{name}</dt><dd>{chance.randint(1, 9999)}</dd></dl>"
            for name in ("posts", "thanks", "level", "topics", "badges")
        )
        posts.append(
            f"<article class='post box js-post' id='post-{seed * 1000 + number}' data-kind=post>"
            f"<div class='post-side'><a class='username' href='/members/{number % 7}'>member{number % 7}"
            f"</a><img class=avatar src='/a/{number}.png' alt='' width=96 height=96>{facts}</div>"
            f"<div class='post-main'><header class='post-head'><a class='permalink' "
            f"href='#post-{seed * 1000 + number}'><time class='when' "
            f"datetime='2026-03-{number % 19 + 1:02}T09:{number:02}:00+00:00'>March</time></a></header>"
            f"<div class='post-words'>{paragraphs}</div><ul class='tools'>{tools}</ul></div></article>"
        )
    links = "".join(
        f"<li class=nav-item><a href='/board/{n}'>Board {n}</a></li>" for n in range(120)
    )
    scripts = "".join(
        f"<script>var part{n} = {{a: {list(range(60))}}};</script>" for n in range(20)
    )
    return (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Heat - Forum</title>"
        f"{scripts}</head><body><ul class=menu>{links}</ul><h1>Heat</h1>{''.join(posts)}"
        f"<footer>{links}</footer></body></html>"
    ).encode()


def by_structure(body: bytes) -> int:
    return len(reader.read_posts(response(body), keep_names=True).posts)


def by_layout(body: bytes) -> int:
    return len(reader.read_again(response(body), keep_names=True))


def bare_selectolax(case: Reader) -> Callable[[bytes], int]:
    from selectolax.lexbor import LexborHTMLParser

    def read(body: bytes) -> int:
        found = []
        for post in LexborHTMLParser(body).css(case.post):
            author, when, words = (
                post.css_first(one) for one in (case.author, case.when, case.words)
            )
            found.append(
                (
                    author.text(strip=True),
                    when.attributes.get("datetime"),
                    words.text(separator="\n", strip=True),
                    post.attributes.get("id"),
                )
            )
        return len(found)

    return read


def bare_lxml(case: Reader) -> Callable[[bytes], int]:
    from lxml import etree, html

    def xpath(selector: str, start: str) -> "etree.XPath":
        tag, _, name = selector.partition(".")
        return etree.XPath(
            f"{start}{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        )

    posts = xpath(case.post, "//")
    parts = [xpath(one, ".//") for one in (case.author, case.when, case.words)]

    def read(body: bytes) -> int:
        found = []
        for post in posts(html.document_fromstring(body)):
            author, when, words = (part(post)[0] for part in parts)
            text = "\n".join(piece.strip() for piece in words.itertext() if piece.strip())
            found.append(
                (author.text_content().strip(), when.get("datetime"), text, post.get("id"))
            )
        return len(found)

    return read


def bare_soup(case: Reader) -> Callable[[bytes], int]:
    from bs4 import BeautifulSoup

    def read(body: bytes) -> int:
        found = []
        for post in BeautifulSoup(body, "lxml").select(case.post):
            author, when, words = (
                post.select_one(one) for one in (case.author, case.when, case.words)
            )
            text = words.get_text("\n", strip=True)
            found.append((author.get_text(strip=True), when.get("datetime"), text, post.get("id")))
        return len(found)

    return read


def readers() -> list[Reader]:
    pages = [invented(seed) for seed in range(PAGES)]
    selectors = ("article.post", "a.username", "time.when", "div.post-words")
    return [
        Reader("generic, layout learnt", pages, by_layout, *selectors),
        Reader("generic, first meeting", pages, by_structure, *selectors),
    ]


def timed(read: Callable[[bytes], int], pages: list[bytes]) -> float:
    started = time.process_time()
    for body in pages:
        assert read(body) == POSTS
    return time.process_time() - started


def main() -> int:
    missed = False
    for case in readers():
        by_structure(case.pages[0])  # whatever is learnt is learnt now
        bare = {
            "selectolax": bare_selectolax(case),
            "lxml": bare_lxml(case),
            "BeautifulSoup": bare_soup(case),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ("ours", *bare)}
        for _ in range(ROUNDS):
            for name, read in (("ours", case.read), *bare.items()):
                seconds[name].append(timed(read, case.pages))
        ours = statistics.median(seconds["ours"])
        ratios = {name: statistics.median(seconds[name]) / ours for name in bare}
        counts = case.name != "generic, first meeting"
        reached = all(ratios[name] >= goal for name, goal in GOALS.items())
        missed = missed or (counts and not reached)
        print(
            json.dumps(
                {
                    "benchmark": "extraction",
                    "reader": case.name,
                    "pages_a_second": round(len(case.pages) / ours),
                    **{f"times_{name}": round(ratio, 2) for name, ratio in ratios.items()},
                    "goals": GOALS if counts else None,
                    "reached": reached if counts else None,
                }
            )
        )
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
