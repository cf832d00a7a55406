"""What all engines' readers of HTML need: links, times, figures and the words of a post."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import Moment
from alongside.connectors.plain_text import node_to_plain
from alongside.connectors.port import Figure, ForumSite, ForumStatistics, Post, Unreadable
from alongside.connectors.times import exact, moment_of

MEMBER = "@member"


@dataclass(frozen=True, slots=True)
class TextRules:
    """CSS selectors for what is no part of a post's own words.

    `never` is left out always (buttons, signatures, notes of edits). `quotes` are quotations that
    name the member who is quoted, `mentions` links to members: without names, the first are left
    out and the second become "@member".
    """

    never: str = ""
    quotes: str = ""
    mentions: str = ""


def post_words(node: LexborNode, rules: TextRules, *, keep_names: bool) -> str:
    """A post's own words as plain text."""
    without = _ids(node, rules.never)
    if keep_names:
        return node_to_plain(node, without=without)
    without |= _ids(node, rules.quotes)
    said = dict.fromkeys(_ids(node, rules.mentions), MEMBER)
    return node_to_plain(node, without=without, said=said)


def without_names(posts: Iterable[Post], *, keep_names: bool) -> tuple[Post, ...]:
    """The posts with "@name" of any author among them as "@member": names are never stored."""
    posts = tuple(posts)
    if keep_names:
        return posts
    names = sorted({post.author for post in posts if len(post.author) > 1}, key=len, reverse=True)
    if not names or not any("@" in post.text for post in posts):
        return posts
    pattern = re.compile(rf"@(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    return tuple(_with_text(post, pattern.sub(MEMBER, post.text)) for post in posts)


def moment_in(
    node: LexborNode | None, page: Page, *, month_first: bool | None = None
) -> Moment | None:
    """The time that a node shows: by `<time datetime>`, a title, or its words."""
    if node is None:
        return None
    for time in (node, node.css_first("time, [data-time], [data-timestamp]")):
        for name in ("datetime", "data-timestamp", "data-time"):
            if (said := attribute(time, name)) and (stamped := exact(said)) is not None:
                return stamped
    titled = node.css_first("[title]") if not attribute(node, "title") else node
    for text in (attribute(titled, "title"), words_of(node)):
        if text and (moment := moment_of(text, now=page.answered_at, month_first=month_first)):
            return moment
    return None


def first(node: LexborNode, *selectors: str) -> LexborNode | None:
    """The first node that one of the selectors finds, the selectors in order."""
    for selector in selectors:
        if (found := node.css_first(selector)) is not None:
            return found
    return None


def root_of(page: Page) -> LexborNode:
    """The page's element. Raises Unreadable for a page without any."""
    root = page.tree.root
    if root is None:
        raise Unreadable("The page is empty.")
    return root


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag not in ("-undef", "-document", "html"):
        yield parent
        parent = parent.parent


def within(node: LexborNode, *tags: str, classes: str = "") -> LexborNode | None:
    """The nearest element around a node with one of these tags, or one of these classes."""
    wanted = set(classes.split())
    for parent in ancestors(node):
        if parent.tag in tags or (wanted and wanted & classes_of(parent)):
            return parent
    return None


def classes_of(node: LexborNode | None) -> set[str]:
    return set(attribute(node, "class").split())


def link_in(node: LexborNode | None, page: Page, site: ForumSite) -> str:
    """Where the node, or the first link in it, leads on the forum's site; "" for nowhere."""
    if node is None:
        return ""
    link = node if node.tag == "a" else node.css_first("a[href]")
    return page.address_on(site, attribute(link, "href"))


def next_link(page: Page, site: ForumSite, *selectors: str) -> str:
    """The next page's address: by the engine's own selectors, then by rel="next"; "" for none."""
    root = root_of(page)
    for selector in (*selectors, "link[rel=next]", "a[rel=next]"):
        for link in root.css(selector):
            address = page.address_on(site, attribute(link, "href"))
            if address and address.split("#")[0] != page.address(page.url).split("#")[0]:
                return address.split("#")[0]
    return ""


def figure_of(node: LexborNode | None) -> int | None:
    return figure_in(words_of(node)) if node is not None else None


def statistics_of(figures: Iterable[Figure | None]) -> ForumStatistics:
    """The figures that were found. Raises Unreadable where there are none."""
    known: dict[str, Figure] = {}
    for figure in figures:
        if figure is not None:
            known.setdefault(figure.kind, figure)
    if not known:
        raise Unreadable("The page shows no figures about the forum.")
    return ForumStatistics(tuple(known.values()))


def figure(kind: str, sentence: str) -> Figure | None:
    """A figure from the words around it; None if they hold no number."""
    sentence = " ".join(sentence.split())
    value = figure_in(sentence)
    return Figure(kind, value, sentence[:200]) if value is not None else None


def _ids(node: LexborNode, selector: str) -> set[int]:
    return {found.mem_id for found in node.css(selector)} if selector else set()


def _with_text(post: Post, text: str) -> Post:
    return replace(post, text=text) if text != post.text else post
