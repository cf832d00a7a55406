"""Posts a second out of threads' pages: our readers, against bare scripts of three parsers.

Run as `python -m benchmarks.extraction` where `requirements/bench.txt` is installed besides. A bare
script knows the page's selectors and takes everything as it stands in this one page. It fetches
what ours is asked for, and before anything is measured each has to give our reader's own answer,
field by field: of the thread its number, title, board, next and last page, how many posts, whether
it is closed; of each post its number, author, time, words without members' quotations and names,
edit, thanks, what is accepted, and what stands under the author's name. Its address the scripts
read from the page as well; ours makes it of the number. What ours does besides is its own affair:
other versions and themes of the software, times of any form with their precision, formatting of any
kind, guards against pages made to break the parser. Ours and each script are run by turns in one
process, in pairs, twenty pages a turn (what another leaves in memory and caches is no part of
either, and meets the first page of a turn alone), and the medians compared: goal 0.7 of
selectolax, 1.5 times lxml, 20 times BeautifulSoup.

`CASES` is where an engine joins: a name, pages, a reader, and selectors for the bare scripts. The
structural reader is measured by its posts alone, twice: on a page of a forum whose layout it has
learnt, as all but a forum's first page are, and on a page that it meets for the first time (for
information).
"""

import gc
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from alongside.connectors.generic import reader
from alongside.connectors.page import Page
from alongside.connectors.pages import ThreadPage
from alongside.connectors.phpbb import parse as phpbb
from alongside.connectors.port import ForumSite
from alongside.connectors.reading import MEMBER
from alongside.connectors.xenforo import parse as xenforo
from alongside.fetching.messages import Response
from benchmarks.extraction_pages import POSTS, of_own_make, of_phpbb, of_xenforo

GOALS = {"selectolax": 0.7, "lxml": 1.5, "BeautifulSoup": 20.0}
ROUNDS, PAGES = 12, 20
LARGE_ANSWER = 8_000_000
SITE = ForumSite("https://forum.example")
ADDRESS = f"{SITE.address}/topic/41"

# What is found: the thread's facts, and its posts' in their order.
Told = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
Read = Callable[[bytes], ThreadPage]
Script = Callable[[bytes], Told]


@dataclass(frozen=True)
class Case:
    """One reader with its pages, and where a bare script finds what it reads.

    Selectors are "tag.class" by descent; "" for what this software does not show. `author_in` is
    an attribute of the post; `accepted` a class of it.
    """

    name: str
    made: Callable[[int], bytes]
    read: Read
    post: str
    prefix: str
    when: str
    words: str
    permalink: str
    author: str = ""
    author_in: str = ""
    paragraphs: str = ""
    quotes: str = ""
    mentions: str = ""
    edited: str = ""
    edited_in_words: str = ""
    accepted: str = ""
    thanks: str = ""
    thanking: str = ""
    banners: str = ""
    staff: str = ""
    rank: str = ""
    title: str = ""
    number: str = ""
    board: str = ""
    board_number: str = ""
    onward: str = ""
    pages: str = ""
    count: str = ""
    closed: str = ""
    counts: bool = True


def page_of(body: bytes) -> Page:
    headers = {"content-type": "text/html; charset=utf-8", "date": "Fri, 20 Mar 2026 12:00:00 GMT"}
    return Page(Response(ADDRESS, 200, headers, body))


def by_structure(body: bytes) -> ThreadPage:
    return ThreadPage(reader.read_posts(page_of(body), keep_names=False).posts)


def by_layout(body: bytes) -> ThreadPage:
    return ThreadPage(reader.read_again(page_of(body), keep_names=False))


def by_phpbb(body: bytes) -> ThreadPage:
    return phpbb.thread_page(page_of(body), SITE, keep_names=False)


def by_xenforo(body: bytes) -> ThreadPage:
    return xenforo.thread_page(page_of(body), SITE, keep_names=False)


_OWN_MAKE = {
    "made": of_own_make,
    "post": "article.post",
    "prefix": "post-",
    "author": "a.username",
    "when": "time.when",
    "words": "div.post-words",
    "paragraphs": "p",
    "permalink": "a.permalink",
}
CASES = (
    Case(
        name="phpbb",
        made=of_phpbb,
        read=by_phpbb,
        post="div.post",
        prefix="p",
        author="a.username",
        when="time",
        words="div.content",
        permalink="a.unread",
        quotes="blockquote",
        edited="div.notice",
        edited_in_words="%a %b %d, %Y %I:%M %p",
        accepted="solved",
        rank="dd.profile-rank",
        title="h2.topic-title",
        number=r"[?&]t=(\d+)",
        board="span.crumb a",
        board_number=r"[?&]f=(\d+)",
        onward="li.next a",
        pages="div.pagination a",
        count="div.pagination",
        closed="i.fa-lock",
    ),
    Case(
        name="xenforo",
        made=of_xenforo,
        read=by_xenforo,
        post="article.message",
        prefix="js-post-",
        author_in="data-author",
        when="time.u-dt",
        words="div.bbWrapper",
        permalink="li.u-concealed a",
        quotes="blockquote.bbCodeBlock--quote",
        mentions="div.bbWrapper a.username",
        edited="div.message-lastEdit time",
        accepted="message--solution",
        thanks="a.reactionsBar-link",
        thanking="bdi",
        banners="div.userBanner strong",
        staff="div.userBanner--staff",
        rank="h5.userTitle",
        title="h1.p-title-value",
        number=r"\.(\d+)/",
        board="ul.p-breadcrumbs a",
        board_number=r"\.(\d+)/",
        onward="a.pageNav-jump--next",
        pages="ul.pageNav-main a",
        closed="dd.blockStatus-message--locked",
    ),
    Case(name="generic, layout learnt", read=by_layout, **_OWN_MAKE),  # type: ignore[arg-type]
    Case(
        name="generic, first meeting",
        read=by_structure,
        counts=False,
        **_OWN_MAKE,  # type: ignore[arg-type]
    ),
)


def told_by(page: ThreadPage) -> Told:
    """Our reader's answer as the bare scripts are to give it."""
    thread = (
        *(page.external_id, page.title, page.board_id, page.board_name, page.next_address),
        *(page.last_address, page.count, page.is_closed),
    )
    posts = [
        (
            *(post.external_id, post.author, post.posted_at, post.text),
            *(post.edited_at, post.is_accepted, post.thanks),
            *(post.author_title, post.author_is_staff),
        )
        for post in page.posts
    ]
    return thread, posts


def agrees(case: Case, script: Script, body: bytes) -> bool:
    """Whether a bare script finds all that our reader finds, and an address for each post."""
    thread, posts = script(body)
    return (
        len(posts) == POSTS
        and (thread, [post[:-1] for post in posts]) == told_by(case.read(body))
        and all(re.search(rf"(?<!\d){post[0]}$", post[-1]) for post in posts)
    )


def bare_selectolax(case: Case) -> Script:
    from selectolax.lexbor import LexborHTMLParser

    def read(body: bytes) -> Told:
        page = LexborHTMLParser(body)
        if case.quotes:
            for quote in page.css(case.quotes):
                quote.decompose()
        if case.mentions:
            for mention in page.css(case.mentions):
                mention.replace_with(MEMBER)
        posts = []
        for post in page.css(case.post):
            attributes = post.attributes
            number = attributes["id"].removeprefix(case.prefix)
            when = datetime.fromisoformat(post.css_first(case.when).attributes["datetime"])
            edited = post.css_first(case.edited) if case.edited else None
            edited_at = None
            if edited is not None and case.edited_in_words:
                edited_at = time_in(edited.text(), case.edited_in_words)
            elif edited is not None:
                edited_at = datetime.fromisoformat(edited.attributes["datetime"])
            banners = [one.text() for one in post.css(case.banners)] if case.banners else ()
            rank = ", ".join(banners)
            if case.rank and not rank:
                rank = post.css_first(case.rank).text(strip=True)
            thanks = None
            if case.thanks:
                bar = post.css_first(case.thanks)
                thanks = thanks_in(bar.text(), len(bar.css(case.thanking))) if bar else 0
            words = post.css_first(case.words)
            if case.paragraphs:
                text = "\n\n".join(one.text().strip() for one in words.css(case.paragraphs))
            else:
                text = lines_of(words.text())
            posts.append(
                (
                    number,
                    attributes[case.author_in]
                    if case.author_in
                    else post.css_first(case.author).text(strip=True),
                    when,
                    text,
                    edited_at,
                    bool(case.accepted) and case.accepted in attributes["class"],
                    thanks,
                    rank,
                    post.css_first(case.staff) is not None if case.staff else False,
                    urljoin(ADDRESS, post.css_first(case.permalink).attributes["href"]),
                )
            )
        if not case.title:
            return NO_FACTS, posts
        board = page.css(case.board)[-1]
        return (
            number_in(page.css_first("link[rel=canonical]").attributes["href"], case.number),
            page.css_first(case.title).text(strip=True),
            number_in(board.attributes["href"], case.board_number),
            board.text(strip=True),
            urljoin(ADDRESS, page.css_first(case.onward).attributes["href"]),
            last_of((one.text(), one.attributes["href"]) for one in page.css(case.pages)),
            count_in(page.css_first(case.count).text()) if case.count else None,
            page.css_first(case.closed) is not None,
        ), posts

    return read


def bare_lxml(case: Case) -> Script:
    from lxml import etree, html

    def xpath(selector: str, start: str) -> "etree.XPath":
        path = start
        for step in selector.split():
            tag, _, name = step.partition(".")
            path += f"//{tag}"
            if name:
                path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        return etree.XPath(path)

    names = ("post", "quotes", "mentions", "title", "board", "onward", "pages", "count", "closed")
    of_page = {name: xpath(getattr(case, name) or "none", "") for name in names}
    names = ("author", "when", "words", "paragraphs", "edited", "thanks", "thanking")
    names += ("banners", "staff", "rank", "permalink")
    within = {name: xpath(getattr(case, name) or "none", ".") for name in names}
    canonical = etree.XPath("//link[@rel='canonical']/@href")

    def read(body: bytes) -> Told:
        page = html.document_fromstring(body)
        if case.quotes:
            for quote in of_page["quotes"](page):
                quote.drop_tree()
        if case.mentions:
            for mention in of_page["mentions"](page):
                mention.text = MEMBER
        posts = []
        for post in of_page["post"](page):
            number = post.get("id").removeprefix(case.prefix)
            when = datetime.fromisoformat(within["when"](post)[0].get("datetime"))
            edited = within["edited"](post) if case.edited else ()
            edited_at = None
            if edited and case.edited_in_words:
                edited_at = time_in(edited[0].text_content(), case.edited_in_words)
            elif edited:
                edited_at = datetime.fromisoformat(edited[0].get("datetime"))
            banners = within["banners"](post) if case.banners else ()
            rank = ", ".join(one.text_content() for one in banners)
            if case.rank and not rank:
                rank = within["rank"](post)[0].text_content().strip()
            thanks = None
            if case.thanks:
                bar = within["thanks"](post)
                thanks = (
                    thanks_in(bar[0].text_content(), len(within["thanking"](bar[0]))) if bar else 0
                )
            words = within["words"](post)[0]
            if case.paragraphs:
                text = "\n\n".join(
                    one.text_content().strip() for one in within["paragraphs"](words)
                )
            else:
                text = lines_of(words.text_content())
            posts.append(
                (
                    number,
                    post.get(case.author_in)
                    if case.author_in
                    else within["author"](post)[0].text_content().strip(),
                    when,
                    text,
                    edited_at,
                    bool(case.accepted) and case.accepted in post.get("class"),
                    thanks,
                    rank,
                    bool(within["staff"](post)) if case.staff else False,
                    urljoin(ADDRESS, within["permalink"](post)[0].get("href")),
                )
            )
        if not case.title:
            return NO_FACTS, posts
        board = of_page["board"](page)[-1]
        return (
            number_in(canonical(page)[0], case.number),
            of_page["title"](page)[0].text_content().strip(),
            number_in(board.get("href"), case.board_number),
            board.text_content().strip(),
            urljoin(ADDRESS, of_page["onward"](page)[0].get("href")),
            last_of((one.text_content(), one.get("href")) for one in of_page["pages"](page)),
            count_in(of_page["count"](page)[0].text_content()) if case.count else None,
            bool(of_page["closed"](page)),
        ), posts

    return read


def bare_soup(case: Case) -> Script:
    from bs4 import BeautifulSoup

    def read(body: bytes) -> Told:
        page = BeautifulSoup(body, "lxml")
        if case.quotes:
            for quote in page.select(case.quotes):
                quote.decompose()
        if case.mentions:
            for mention in page.select(case.mentions):
                mention.string = MEMBER
        posts = []
        for post in page.select(case.post):
            number = post["id"].removeprefix(case.prefix)
            when = datetime.fromisoformat(post.select_one(case.when)["datetime"])
            edited = post.select_one(case.edited) if case.edited else None
            edited_at = None
            if edited is not None and case.edited_in_words:
                edited_at = time_in(edited.get_text(), case.edited_in_words)
            elif edited is not None:
                edited_at = datetime.fromisoformat(edited["datetime"])
            banners = post.select(case.banners) if case.banners else ()
            rank = ", ".join(one.get_text() for one in banners)
            if case.rank and not rank:
                rank = post.select_one(case.rank).get_text(strip=True)
            thanks = None
            if case.thanks:
                bar = post.select_one(case.thanks)
                thanks = thanks_in(bar.get_text(), len(bar.select(case.thanking))) if bar else 0
            words = post.select_one(case.words)
            if case.paragraphs:
                text = "\n\n".join(one.get_text().strip() for one in words.select(case.paragraphs))
            else:
                text = lines_of(words.get_text())
            posts.append(
                (
                    number,
                    post[case.author_in]
                    if case.author_in
                    else post.select_one(case.author).get_text(strip=True),
                    when,
                    text,
                    edited_at,
                    bool(case.accepted) and case.accepted in post["class"],
                    thanks,
                    rank,
                    post.select_one(case.staff) is not None if case.staff else False,
                    urljoin(ADDRESS, post.select_one(case.permalink)["href"]),
                )
            )
        if not case.title:
            return NO_FACTS, posts
        board = page.select(case.board)[-1]
        return (
            number_in(page.select_one("link[rel=canonical]")["href"], case.number),
            page.select_one(case.title).get_text(strip=True),
            number_in(board["href"], case.board_number),
            board.get_text(strip=True),
            urljoin(ADDRESS, page.select_one(case.onward)["href"]),
            last_of((one.get_text(), one["href"]) for one in page.select(case.pages)),
            count_in(page.select_one(case.count).get_text()) if case.count else None,
            page.select_one(case.closed) is not None,
        ), posts

    return read


# What all bare scripts do with what they found; a thread of which nothing but posts is asked.
NO_FACTS = ("", "", "", "", "", "", None, False)
_EDIT = re.compile(r" on (.{20,30}?[ap]m),")
_OTHERS = re.compile(r"(\d+) others?$")


def time_in(said: str, form: str) -> datetime:
    found = _EDIT.search(said)
    assert found is not None
    return datetime.strptime(found[1], form).replace(tzinfo=UTC)


def thanks_in(said: str, names: int) -> int:
    others = _OTHERS.search(said)
    return names + int(others[1]) if others else names


def lines_of(text: str) -> str:
    """Both engines end the line after each line break, and nowhere else."""
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def number_in(address: str, pattern: str) -> str:
    found = re.search(pattern, address)
    assert found is not None
    return found[1]


def last_of(links: Iterable[tuple[str, str]]) -> str:
    """The last link that is called by a number."""
    return urljoin(ADDRESS, [address for words, address in links if words.isdecimal()][-1])


def count_in(said: str) -> int:
    return int(said.partition(" ")[0])


def timed(read: Callable[[bytes], object], pages: list[bytes]) -> float:
    gc.collect()  # so that none pays for what the one before it left
    started = time.process_time()
    for body in pages:
        read(body)
    return time.process_time() - started


def measure(case: Case) -> dict[str, Any]:
    pages = [case.made(seed) for seed in range(1, PAGES + 1)]
    by_structure(pages[0])  # whatever is learnt is learnt now
    bare = {
        "selectolax": bare_selectolax(case),
        "lxml": bare_lxml(case),
        "BeautifulSoup": bare_soup(case),
    }
    for body in pages:
        for name, script in bare.items():
            assert agrees(case, script, body), f"{name} finds something else than ours: {case.name}"
    chance, ratios, ours = random.Random(1), {}, 0.0
    for name, script in bare.items():
        seconds: dict[str, list[float]] = {"ours": [], name: []}
        turns = [("ours", case.read), (name, script)]
        for _ in range(ROUNDS):
            chance.shuffle(turns)
            for whose, read in turns:
                seconds[whose].append(timed(read, pages))
        median = statistics.median(seconds["ours"])
        ratios[name] = statistics.median(seconds[name]) / median
        ours = ours or median  # beside selectolax
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


def settle_memory() -> None:
    """Lets the allocator keep what is freed, as it does in a worker that has met a large answer.

    Until then glibc gives each page's tree back to the system and asks for it again, or not, by
    chance of what was measured before: half as long again for one reader and not for another.
    """
    large = bytearray(LARGE_ANSWER)
    del large


def main() -> int:
    missed = False
    settle_memory()
    for case in CASES:
        if sys.argv[1:] and not case.name.startswith(sys.argv[1]):
            continue
        found = measure(case)
        missed = missed or found["reached"] is False
        print(json.dumps(found), flush=True)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
