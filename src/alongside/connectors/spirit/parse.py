"""Turns pages of Spirit into our dataclasses.

Times are written by the forum's own clock, in words. Lists do not say when a topic was started,
and the forum shows no figures about itself.
"""

import re

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import (
    BoardPage,
    Moment,
    ThreadLine,
    ThreadPage,
    start_of_unanswered,
)
from alongside.connectors.port import (
    BoardStatistics,
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
    moment_on,
    post_words,
    root_of,
    within,
    without_names,
)

WORDS = TextRules(
    quotes="blockquote:has(> p > a.comment-mention)",
    mentions="a.comment-mention, a[href^='/user/']",
)
_STAFF = ".comment__info__username .is-admin, .comment__info__username .is-mod"
_NUMBERED = re.compile(
    r"/(?P<kind>topic|category|comment)/(?P<id>\d+)(?:/(?P<slug>[^/?#]+))?(?=[/?#]|$)"
)


def number_of(address: str, kind: str) -> str:
    """The number of a "topic", "category" or "comment" in an address, "" for none."""
    found = _NUMBERED.search(address)
    return found["id"] if found and found["kind"] == kind else ""


def statistics(page: Page) -> ForumStatistics:
    raise Unreadable("Spirit shows no figures about the forum.")


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The categories in the front page's menu; Spirit shows no figures of them."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css("a.menu_list__link[href*='/category/'], .topic__category a"):
        address = link_in(link, page, site)
        told = _NUMBERED.search(address)
        if told and told["kind"] == "category" and told["id"] not in found:
            found[told["id"]] = BoardStatistics(
                external_id=told["id"],
                name=words_of(link),
                slug=told["slug"] or "",
                address=address,
            )
    return tuple(found.values())


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a category's topics. Raises Unreadable where there is no list of topics."""
    root = root_of(page)
    lines = [
        line
        for row in all_of(root, ".layout__topics__topic, .topic__title")
        if (line := _line(row, page, site, board_id=board_id)) is not None
    ]
    unique = {line.external_id: line for line in lines}
    if not unique and root.css_first(".layout__topics") is None:
        raise Unreadable("The category's page came without a readable topic.")
    name = next((line.board_name for line in lines if line.board_id == board_id), "")
    return BoardPage(
        lines=tuple(unique.values()), next_address=_next_address(page, site), board_name=name
    )


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    nodes = all_of(root, ".js-comment[data-pk]")
    posts = without_names(
        (
            post
            for node in nodes
            if (post := _post(node, page, site, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The topic's page came without a readable post.")
    thread_id = number_of(page.url, "topic")
    publish = page.address(
        attribute(root.css_first("a[href*='/comment/'][href$='/publish/']"), "href")
    )
    thread_id = thread_id or number_of(publish, "comment")
    crumbs = root.css(".breadcrumb_nav a[href*='/category/']")
    pages = [
        (number, address)
        for link in root.css(".paginator a[href*='page=']")
        if (address := link_in(link, page, site))
        and (number := figure_in(address.rpartition("page=")[2])) is not None
    ]
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=page.address(page.url).split("?")[0].split("#")[0],
        title=words_of(root.css_first("h1.headline")),
        board_id=number_of(page.address(attribute(crumbs[-1], "href")), "category")
        if crumbs
        else "",
        board_name=words_of(crumbs[-1]) if crumbs else "",
        next_address=_next_address(page, site),
        last_address=max(pages)[1] if pages else "",
        is_closed=root.css_first("h1.headline .fa-lock") is not None,
        is_pinned=root.css_first("h1.headline .fa-thumb-tack") is not None,
    )


def _line(row: LexborNode, page: Page, site: ForumSite, *, board_id: str) -> ThreadLine | None:
    row = within(row, classes="layout__topics__topic") or row
    link = row.css_first("a.topic__link[href]")
    address = link_in(link, page, site)
    number = number_of(address, "topic")
    if link is None or not number:
        return None
    board = row.css_first(".topic__category a")
    comments = figure_of(row.css_first(".topic__comments"))
    last_post = _titled(row.css_first(".topic__date"), page)
    replies = comments - 1 if comments else None
    return ThreadLine(
        external_id=number,
        # The short address loses the page; without the slug Spirit leads to the first one.
        address=f"{site.address.rstrip('/')}/topic/{number}/",
        title=words_of(link),
        asked=start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=number_of(page.address(attribute(board, "href")), "category") or board_id,
        board_name=words_of(board),
        is_closed=row.css_first(".topic__title .fa-lock") is not None,
        is_pinned=row.css_first(".topic__title .fa-thumb-tack") is not None,
    )


def _post(node: LexborNode, page: Page, site: ForumSite, *, keep_names: bool) -> Post | None:
    number = attribute(node, "data-pk")
    body = node.css_first(".comment__text")
    if not number.isdecimal() or (body is None and _is_event(node)):
        return None
    posted = _titled(first(node, ".comment__info__date li[title]", "[title]"), page)
    return Post(
        external_id=number,
        address=f"{site.address.rstrip('/')}/comment/{number}/find/",
        author=words_of(
            first(node, ".comment__info__username__link", ".comments_list__item__info a")
        ),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        # A removed comment keeps its place: "…'s comment was removed".
        text=post_words(body, WORDS, keep_names=keep_names) if body is not None else "",
        is_hidden=body is None,
        is_edited=node.css_first(".comment__info__date .fa-pencil") is not None,
        author_is_staff=node.css_first(_STAFF) is not None,
        thanks=figure_of(node.css_first(".js-like-count, .comment__actions .fa-heart + span")),
    )


def _is_event(node: LexborNode) -> bool:
    """Whether a row says what a moderator did to the topic (closed, pinned, moved it)."""
    badge = node.css_first(".comments_list__item__badge")
    return badge is not None and badge.css_first(".fa-trash-o") is None


def _titled(node: LexborNode | None, page: Page) -> Moment | None:
    return moment_on(page, attribute(node, "title")) if node is not None else None


def _next_address(page: Page, site: ForumSite) -> str:
    arrow = root_of(page).css_first(".paginator .paginator__button a .fa-chevron-right")
    return link_in(within(arrow, "a"), page, site) if arrow is not None else ""
