"""Turns pages of FlaskBB 2 into our dataclasses.

Its lists say "3 days ago" for the last post and nothing of the first one.
"""

import re

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage, start_of_unanswered
from alongside.connectors.port import (
    BoardStatistics,
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.reading import (
    TextRules,
    all_of,
    figure_of,
    first,
    link_in,
    moment_in,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)

# A quotation is written as "**[name](/user/name) wrote:**" above the words in a block.
_QUOTED = "p:has(> strong:only-child > a[href*='/user/']:only-child)"
WORDS = TextRules(
    never=".post-signature, .alert",
    quotes=f"{_QUOTED}:has(+ blockquote), {_QUOTED} + blockquote",
    mentions="a[href*='/user/']",
)
_NUMBERED = re.compile(r"/(?P<kind>topic|forum|post)/(?P<id>\d+)(?=[-/?#]|$)")
_KINDS = (("members", "users:"), ("threads", "topics:"), ("posts", "posts:"))


def number_of(address: str, kind: str) -> str:
    """The number of a "topic", "forum" or "post" in an address, "" for none."""
    found = _NUMBERED.search(address)
    return found["id"] if found and found["kind"] == kind else ""


def statistics(page: Page) -> ForumStatistics:
    """ "Total number of topics: 43" on the front page. Raises Unreadable."""
    figures: list[Figure | None] = []
    for line in root_of(page).css("p.flaskbb-stats"):
        said = words_of(line)
        value = figure_of(line.css_first("strong"))
        kind = next((kind for kind, word in _KINDS if word in said.lower()), None)
        if kind is not None and value is not None and "online" not in said:
            figures.append(Figure(kind, value, said[:200]))
    return statistics_of(figures)


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of the front page."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css(".forum-name a[href]"):
        address = link_in(link, page, site)
        number = number_of(address, "forum")
        row = within(link, classes="category-row")
        if number and number not in found:
            found[number] = BoardStatistics(
                external_id=number,
                name=words_of(link),
                slug="",
                address=address,
                threads=figure_of(row.css_first(".forum-topics")) if row is not None else None,
                posts=figure_of(row.css_first(".forum-posts")) if row is not None else None,
            )
    return tuple(found.values())


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board's topics. Raises Unreadable where there is no list of topics."""
    root = root_of(page)
    name = words_of(first(root, ".forum-head a", ".breadcrumb .active"))
    lines = [
        line
        for row in all_of(root, ".forum-row")
        if (line := _line(row, page, site, board_id=board_id, board_name=name)) is not None
    ]
    if not lines and root.css_first(".forum-body") is None:
        raise Unreadable("The board's page came without a readable topic.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    posts = without_names(
        (
            post
            for node in all_of(root, ".post-row")
            if (post := _post(node, page, site, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The topic's page came without a readable post.")
    title = first(root, ".topic-head a", ".topic-head")
    here = page.address(attribute(title, "href")) or page.url
    thread_id = number_of(here, "topic") or number_of(page.url, "topic")
    crumbs = [
        link
        for link in root.css(".breadcrumb a[href]")
        if number_of(page.address(attribute(link, "href")), "forum")
    ]
    pages = [link_in(link, page, site) for link in root.css(".pagination a[href*='page=']")]
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/topic/{thread_id}" if thread_id else "",
        title=words_of(title),
        board_id=number_of(page.address(attribute(crumbs[-1], "href")), "forum") if crumbs else "",
        board_name=words_of(crumbs[-1]) if crumbs else "",
        next_address=_next_address(page, site),
        last_address=max(pages, key=lambda address: figure_in(address.rpartition("=")[2]) or 0)
        if pages
        else "",
        is_closed=root.css_first(".topic-locked, .topic-panel .fa-lock") is not None,
    )


def _line(
    row: LexborNode, page: Page, site: ForumSite, *, board_id: str, board_name: str
) -> ThreadLine | None:
    link = row.css_first(".topic-name a[href]")
    number = number_of(page.address(attribute(link, "href")), "topic")
    if link is None or not number:
        return None
    posts = figure_of(row.css_first(".topic-stats"))
    last_post = moment_in(row.css_first(".topic-last-post a"), page)
    replies = posts - 1 if posts else None
    icon = attribute(row.css_first(".topic-status .fa"), "class")
    return ThreadLine(
        external_id=number,
        address=f"{site.address.rstrip('/')}/topic/{number}",
        title=words_of(link),
        asked=start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=board_id,
        board_name=board_name,
        is_closed="lock" in icon,
        # A topic that is locked and pinned shows the lock alone.
        is_pinned="fa-star" in icon or "important" in icon or "exclamation" in icon,
    )


def _post(node: LexborNode, page: Page, site: ForumSite, *, keep_names: bool) -> Post | None:
    body = node.css_first(".post-content")
    number = attribute(body, "id").removeprefix("pid")
    if body is None or not number.isdecimal():
        return None
    posted = moment_in(first(node, ".post-meta a[href*='/post/']", ".post-meta a"), page)
    note = node.css_first(".post-meta small")  # "(Last modified: … by …)", in any language
    edited = moment_in(note, page) if note is not None else None
    return Post(
        external_id=number,
        address=f"{site.address.rstrip('/')}/post/{number}",
        author=words_of(first(node, ".author-name a", ".author-name")),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=note is not None,
        edited_at=edited.at if edited else None,
        author_title=words_of(node.css_first(".author-title")),
    )


def _next_address(page: Page, site: ForumSite) -> str:
    root = root_of(page)
    link = root.css_first(".pagination li.active + li a[href*='page=']")
    return _without_words(link_in(link, page, site))


def _without_words(address: str) -> str:
    """The address without the title's words: the number is enough."""
    return re.sub(r"(/(?:topic|forum)/\d+)-[^?#]*", r"\1", address)
