"""Bare scripts of three parsers beside which `benchmarks.extraction` measures our readers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from alongside.connectors.pages import ThreadPage
from alongside.connectors.reading import MEMBER

# What is found: the thread's facts, and its posts' in their order.
Told = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
Read = Callable[[bytes], ThreadPage]
Script = Callable[[bytes], Told]

ADDRESS = "https://forum.example/topic/41"


@dataclass(frozen=True)
class Case:
    """One reader with its pages, and where a bare script finds what it reads.

    Selectors are "tag.class" or "tag[attribute^=value]" by descent; "" for what this software does
    not show. `author_in` is an attribute of the post; `accepted` a class of it. `when_in_words` and
    `edited_in_words` are forms of times in words; `edited_said` finds the second in its note, and
    `edited_in` is the attribute that holds it where it is no word.
    """

    name: str
    made: Callable[[int], bytes]
    read: Read
    post: str
    prefix: str
    when: str
    words: str
    permalink: str
    when_in_words: str = ""
    author: str = ""
    author_in: str = ""
    paragraphs: str = ""
    quotes: str = ""
    mentions: str = ""
    smileys: str = ""
    edited: str = ""
    edited_in: str = "datetime"
    edited_in_words: str = ""
    edited_said: str = ""
    accepted: str = ""
    thanks: str = ""
    thanking: str = ""
    banners: str = ""
    staff: str = ""
    rank: str = ""
    title: str = ""
    thread: str = "link[rel=canonical]"
    thread_in: str = "href"
    number: str = ""
    board: str = ""
    board_number: str = ""
    onward: str = ""
    pages: str = ""
    count: str = ""
    closed: str = ""
    counts: bool = True


_STEP = re.compile(
    r"(?P<tag>\w*)(?:\.(?P<name>[\w-]+))?"
    r"(?:\[(?P<attribute>[\w-]+)(?:(?P<how>[*^]?)='?(?P<value>[^'\]]+)'?)?\])?"
)
_CONDITIONS = {
    "": "[@{}='{}']",
    "^": "[starts-with(@{}, '{}')]",
    "*": "[contains(@{}, '{}')]",
}


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
        if case.smileys:
            for smiley in page.css(case.smileys):
                smiley.replace_with(smiley.attributes["alt"])
        posts = []
        for post in page.css(case.post):
            attributes = post.attributes
            number = attributes["id"].removeprefix(case.prefix)
            time = post.css_first(case.when)
            if case.when_in_words:
                when = time_of(time.text().strip(), case.when_in_words)
            else:
                when = datetime.fromisoformat(time.attributes["datetime"])
            edited = post.css_first(case.edited) if case.edited else None
            edited_at = None
            if edited is not None and case.edited_in_words:
                edited_at = time_in(edited.text(), case.edited_said, case.edited_in_words)
            elif edited is not None:
                edited_at = datetime.fromisoformat(edited.attributes[case.edited_in])
            banners = [one.text() for one in post.css(case.banners)] if case.banners else ()
            rank = ", ".join(banners)
            if case.rank and not rank:
                rank = post.css_first(case.rank).text(strip=True)
            thanks = None
            if case.thanks:
                bar = post.css_first(case.thanks)
                thanks = thanks_in(bar.text(), len(bar.css(case.thanking or "bdi"))) if bar else 0
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
                    later(edited_at, when),
                    bool(case.accepted) and case.accepted in attributes["class"],
                    thanks,
                    rank,
                    post.css_first(case.staff) is not None if case.staff else False,
                    urljoin(ADDRESS, post.css_first(case.permalink).attributes["href"])
                    if case.permalink
                    else "",
                )
            )
        if not case.title:
            return NO_FACTS, posts
        board = page.css(case.board)[-1]
        return (
            number_in(page.css_first(case.thread).attributes[case.thread_in], case.number),
            page.css_first(case.title).text(strip=True),
            number_in(board.attributes["href"], case.board_number) if case.board_number else "",
            board.text(strip=True),
            urljoin(ADDRESS, page.css_first(case.onward).attributes["href"]),
            last_of((one.text(), one.attributes["href"]) for one in page.css(case.pages))
            if case.pages
            else "",
            count_in(page.css_first(case.count).text()) if case.count else None,
            page.css_first(case.closed) is not None if case.closed else False,
        ), posts

    return read


def bare_lxml(case: Case) -> Script:
    from lxml import etree, html

    def xpath(selector: str, start: str) -> "etree.XPath":
        path = start
        for step in selector.split():
            found = _STEP.fullmatch(step)
            assert found is not None
            path += f"//{found['tag'] or '*'}"
            if name := found["name"]:
                path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            if attribute := found["attribute"]:
                path += _CONDITIONS[found["how"] or ""].format(attribute, found["value"])
        return etree.XPath(path)

    names = ("post", "quotes", "mentions", "smileys", "title", "thread", "board", "onward", "pages")
    names += ("count", "closed")
    of_page = {name: xpath(getattr(case, name) or "none", "") for name in names}
    names = ("author", "when", "words", "paragraphs", "edited", "thanks", "thanking")
    names += ("banners", "staff", "rank", "permalink")
    within = {name: xpath(getattr(case, name) or "none", ".") for name in names}

    def read(body: bytes) -> Told:
        page = html.document_fromstring(body)
        if case.quotes:
            for quote in of_page["quotes"](page):
                quote.drop_tree()
        if case.mentions:
            for mention in of_page["mentions"](page):
                mention.text = MEMBER
        if case.smileys:
            for smiley in of_page["smileys"](page):
                smiley.tag, smiley.text = "span", smiley.get("alt")
        posts = []
        for post in of_page["post"](page):
            number = post.get("id").removeprefix(case.prefix)
            time = within["when"](post)[0]
            if case.when_in_words:
                when = time_of(time.text_content().strip(), case.when_in_words)
            else:
                when = datetime.fromisoformat(time.get("datetime"))
            edited = within["edited"](post) if case.edited else ()
            edited_at = None
            if edited and case.edited_in_words:
                edited_at = time_in(
                    edited[0].text_content(), case.edited_said, case.edited_in_words
                )
            elif edited:
                edited_at = datetime.fromisoformat(edited[0].get(case.edited_in))
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
                    later(edited_at, when),
                    bool(case.accepted) and case.accepted in post.get("class"),
                    thanks,
                    rank,
                    bool(within["staff"](post)) if case.staff else False,
                    urljoin(ADDRESS, within["permalink"](post)[0].get("href"))
                    if case.permalink
                    else "",
                )
            )
        if not case.title:
            return NO_FACTS, posts
        board = of_page["board"](page)[-1]
        return (
            number_in(of_page["thread"](page)[0].get(case.thread_in), case.number),
            of_page["title"](page)[0].text_content().strip(),
            number_in(board.get("href"), case.board_number) if case.board_number else "",
            board.text_content().strip(),
            urljoin(ADDRESS, of_page["onward"](page)[0].get("href")),
            last_of((one.text_content(), one.get("href")) for one in of_page["pages"](page))
            if case.pages
            else "",
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
        if case.smileys:
            for smiley in page.select(case.smileys):
                smiley.replace_with(smiley["alt"])
        posts = []
        for post in page.select(case.post):
            number = post["id"].removeprefix(case.prefix)
            time = post.select_one(case.when)
            if case.when_in_words:
                when = time_of(time.get_text().strip(), case.when_in_words)
            else:
                when = datetime.fromisoformat(time["datetime"])
            edited = post.select_one(case.edited) if case.edited else None
            edited_at = None
            if edited is not None and case.edited_in_words:
                edited_at = time_in(edited.get_text(), case.edited_said, case.edited_in_words)
            elif edited is not None:
                edited_at = datetime.fromisoformat(edited[case.edited_in])
            banners = post.select(case.banners) if case.banners else ()
            rank = ", ".join(one.get_text() for one in banners)
            if case.rank and not rank:
                rank = post.select_one(case.rank).get_text(strip=True)
            thanks = None
            if case.thanks:
                bar = post.select_one(case.thanks)
                thanks = (
                    thanks_in(bar.get_text(), len(bar.select(case.thanking or "bdi"))) if bar else 0
                )
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
                    later(edited_at, when),
                    bool(case.accepted) and case.accepted in post["class"],
                    thanks,
                    rank,
                    post.select_one(case.staff) is not None if case.staff else False,
                    urljoin(ADDRESS, post.select_one(case.permalink)["href"])
                    if case.permalink
                    else "",
                )
            )
        if not case.title:
            return NO_FACTS, posts
        board = page.select(case.board)[-1]
        return (
            number_in(page.select_one(case.thread)[case.thread_in], case.number),
            page.select_one(case.title).get_text(strip=True),
            number_in(board["href"], case.board_number) if case.board_number else "",
            board.get_text(strip=True),
            urljoin(ADDRESS, page.select_one(case.onward)["href"]),
            last_of((one.get_text(), one["href"]) for one in page.select(case.pages))
            if case.pages
            else "",
            count_in(page.select_one(case.count).get_text()) if case.count else None,
            page.select_one(case.closed) is not None if case.closed else False,
        ), posts

    return read


# What all bare scripts do with what they found; a thread of which nothing but posts is asked.
NO_FACTS = ("", "", "", "", "", "", None, False)
_OTHERS = re.compile(r"(\d+) others?$")


def time_in(said: str, pattern: str, form: str) -> datetime:
    found = re.search(pattern, said)
    assert found is not None
    return time_of(found[1], form)


def time_of(said: str, form: str) -> datetime:
    return datetime.strptime(said, form).replace(tzinfo=UTC)


def later(edited: datetime | None, posted: datetime) -> datetime | None:
    return edited if edited is not None and edited > posted else None


def thanks_in(said: str, names: int) -> int:
    if said[0].isdecimal():
        return count_in(said)
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
