"""Turns pages of django-machina in its own templates into our dataclasses.

Times are words by the forum's clock.
"""

import re

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import BoardPage, Moment, ThreadLine, ThreadPage
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
    figures_in,
    first,
    labels_turned,
    link_in,
    moment_on,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)

WORDS = TextRules(never=".edit-info, .signature")
_COUNTED = ("posts", "threads")
_PINNED = ".topic-icon .fa-lightbulb, .topic-icon .fa-thumbtack, .topic-icon .fa-info"
_PLACE = re.compile(r"/forum/[^/?#]*?(?P<forum>\d+)/(?:topic/[^/?#]*?(?P<topic>\d+)(?=[/?#]|$))?")


def place_of(address: str) -> tuple[str, str]:
    """Numbers of board and topic in an address, "" for what it does not tell."""
    found = _PLACE.search(address)
    return (found["forum"], found["topic"] or "") if found else ("", "")


def topic_address(site: ForumSite, board_id: str, topic_id: str) -> str:
    """A topic's address without the title's words: the numbers are enough."""
    return f"{site.address.rstrip('/')}/forum/x-{board_id}/topic/x-{topic_id}/"


def statistics(page: Page) -> ForumStatistics:
    """ "Total posts: 155 • Total topics: 43", posts first in every language. Raises Unreadable."""
    line = root_of(page).css_first("p.statistics, .forum-page-statistics p")
    said = words_of(line)
    if figures := figures_in(said, read_as=labels_turned(said)):
        return statistics_of(figures)
    counts = [figure_of(count) for count in line.css("b")] if line is not None else []
    if len(counts) != len(_COUNTED):
        counts = []
    return statistics_of(
        Figure(kind, count, said[:200]) if count is not None else None
        for kind, count in zip(_COUNTED, counts, strict=False)
    )


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of the front page, those below them too, without figures."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css("a.forum-name-link, .sub-forums a[href]"):
        address = link_in(link, page, site)
        number, _ = place_of(address)
        if not number or number in found or _leads_elsewhere(link):
            continue
        row = within(link, classes="row") if "forum-name-link" in attribute(link, "class") else None
        counts = row.css(".forum-count") if row is not None else []
        found[number] = BoardStatistics(
            external_id=number,
            name=words_of(link),
            slug="",
            address=address,
            threads=figure_of(counts[0]) if counts else None,
            posts=figure_of(counts[1]) if len(counts) > 1 else None,
        )
    return tuple(found.values())


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board's topics. Raises Unreadable where there is no list of topics."""
    root = root_of(page)
    name = words_of(root.css_first("h1"))
    lines = [
        line
        for link in root.css("a.topic-name-link")
        if (line := _line(link, page, site, board_name=name)) is not None
    ]
    if not lines and root.css_first(".topiclist, .forum-actions-block") is None:
        raise Unreadable("The board's page came without a readable topic.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    board_id, thread_id = place_of(page.url)
    posts = without_names(
        (
            post
            for node in all_of(root, ".post[id]")
            if (post := _post(node, page, site, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The topic's page came without a readable post.")
    crumbs = [
        (number, link)
        for link in root.css(".breadcrumb a[href]")
        if (place := place_of(page.address(attribute(link, "href")))) and not place[1]
        if (number := place[0])
    ]
    # A topic answers under its old board's address too, after it was moved.
    board_id = crumbs[-1][0] if crumbs else board_id
    pages = [
        link_in(link, page, site) for link in root.css(".pagination a.page-link[href*='page=']")
    ]
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=topic_address(site, board_id, thread_id) if thread_id else "",
        title=words_of(first(root, "h1", "h2")),
        board_id=board_id,
        board_name=words_of(crumbs[-1][1]) if crumbs else "",
        next_address=_next_address(page, site),
        last_address=max(pages, key=lambda one: figure_in(one.rpartition("page=")[2]) or 0)
        if pages
        else "",
        is_closed=root.css_first(".locked-indicator, .topic-locked") is not None,
    )


def _leads_elsewhere(link: LexborNode) -> bool:
    """Whether a board is but a way to another site."""
    table = within(link, classes="forum-data-table")
    return table is not None and table.css_first(".forum-icon.link") is not None


def _line(link: LexborNode, page: Page, site: ForumSite, *, board_name: str) -> ThreadLine | None:
    board_id, number = place_of(page.address(attribute(link, "href")))
    row = within(link, classes="row")
    if not number or row is None:
        return None
    created = row.css_first(".topic-created")
    return ThreadLine(
        external_id=number,
        address=topic_address(site, board_id, number),
        title=words_of(link),
        asked=_moment(created, page),
        last_post=_moment(row.css_first(".topic-last-post small"), page),
        replies=figure_of(row.css_first(".topic-count")),
        board_id=board_id,
        board_name=board_name,
        is_closed=row.css_first(".locked-indicator") is not None,
        # Announcements (fa-info) stand above all others, as pinned topics do.
        is_pinned=row.css_first(_PINNED) is not None,
    )


def _post(node: LexborNode, page: Page, site: ForumSite, *, keep_names: bool) -> Post | None:
    number = attribute(node, "id")
    body = node.css_first(".post-content")
    if not number.isdecimal() or body is None:
        return None
    posted = _moment(
        node.css_first(".post-content-wrapper small.text-muted, small.text-muted"), page
    )
    note = node.css_first(".edit-info")
    # The reason below the note is free text.
    edited = _moment(first(note, "small") or note, page) if note is not None else None
    board_id, thread_id = place_of(page.url)
    return Post(
        external_id=number,
        address=f"{topic_address(site, board_id, thread_id)}?post={number}#{number}",
        author=words_of(first(node, ".username", "small.text-muted a")),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=note is not None,
        edited_at=edited.at if edited else None,
    )


def _moment(node: LexborNode | None, page: Page) -> Moment | None:
    """ "By: wren_t on Sept. 22, 2026, 8:13 a.m.": the name may look like a date."""
    said = words_of(node)
    return moment_on(page, said.rpartition(" on ")[2] or said)


def _next_address(page: Page, site: ForumSite) -> str:
    link = root_of(page).css_first(".pagination li.active + li a.page-link[href*='page=']")
    return link_in(link, page, site)
