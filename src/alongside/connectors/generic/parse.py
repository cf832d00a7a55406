"""Turns pages of unknown make into our dataclasses."""

import re
from collections.abc import Collection

from alongside.connectors.generic import feeds, lists, structured
from alongside.connectors.generic.addresses import (
    LONGEST_BOARD,
    LONGEST_PLACE,
    belongs_to,
    board_place,
    is_within,
    short_key,
    thread_key,
)
from alongside.connectors.generic.closing import is_closed
from alongside.connectors.generic.empty import says_empty
from alongside.connectors.generic.figures import statistics as statistics
from alongside.connectors.generic.gates import is_door, is_of_member, shows_gate, shows_many
from alongside.connectors.generic.kinds import Kind, verdict_of
from alongside.connectors.generic.listed import are_of_a_list
from alongside.connectors.generic.lone import holds_more_than_a_post
from alongside.connectors.generic.outline import Outline, outline_of
from alongside.connectors.generic.paging import count_of, declared_next_page, next_page
from alongside.connectors.generic.reader import (
    date_reader,
    forget,
    read_again,
    read_posts,
)
from alongside.connectors.generic.trail import board_of, title_of
from alongside.connectors.generic.weights import Weights
from alongside.connectors.mail_words import has_attribution, is_signed, own_words
from alongside.connectors.page import Page, words_of
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.plain_text import html_to_plain, page_text
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    Post,
    Unreadable,
)
from alongside.fetching.messages import Response

_FORUM_WORDS = re.compile(
    r"(?:the |our )?(?:discussion |community |message )?(?:forums?|boards?|discussions?|community)"
    r"|foren|fforwm|foro|fórum",
    re.IGNORECASE,
)


def visible_text(response: Response) -> str:
    """All that a reader without JavaScript sees. Raises Unreadable if that is nothing."""
    if not (text := html_to_plain(page_text(response))):
        raise Unreadable("The page shows no text to a reader without JavaScript.")
    return text


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable for a page without a readable post.

    A page that only lists threads is no thread without posts, and neither is one whose posts
    come by JavaScript alone: both are unreadable, never empty.
    """
    if feeds.is_feed(page):
        return ThreadPage(posts=_posts_of_feed(page, site), address=page.url)
    counted = count_of(page.tree)
    posts, is_solved = read_again(page, keep_names=keep_names), None
    if not posts:
        posts, is_solved = _posts_by_structure(page, site, keep_names=keep_names)
    if not keep_names:
        posts = tuple(
            post._replace(text=own_words(post.text))
            if has_attribution(post.text) or is_signed(post.text)
            else post
            for post in posts
        )
    title = title_of(page)
    board_name, board_id = board_of(page, site, title=title)
    return ThreadPage(
        posts=posts,
        title=title,
        board_id=board_id,
        board_name=board_name,
        next_address=following_page(page, site),
        page=counted.page if counted else 1,
        pages=counted.pages if counted else None,
        is_closed=is_closed(page, title=title, words_of_posts=[post.text for post in posts]),
        is_solved=is_solved,
    )


def _posts_by_structure(
    page: Page, site: ForumSite, *, keep_names: bool
) -> tuple[tuple[Post, ...], bool | None]:
    """The posts, and whether a question is solved, None where it is none. Raises Unreadable."""
    reading = read_posts(page, keep_names=keep_names)
    lines = lists.thread_lines(page, reading.outline, reading.finder.weights, site)
    is_list = len(lines.lines) >= lists.FEWEST_LINES
    if not reading.posts and not is_list:
        raise Unreadable("The page shows no post to a reader without JavaScript.")
    if (
        not reading.posts
        or are_of_a_list(page, reading, lines, site)
        or (is_list and verdict_of(page, reading, lines, is_counted=False).kind is Kind.BOARD)
    ):
        forget(page)
        raise Unreadable("The page lists threads and is none.")
    if len(reading.posts) == 1 and holds_more_than_a_post(reading.posts[0].text):
        raise Unreadable("The page's only post cannot be told from what stands around it.")
    if shows_many(page.url):
        forget(page)
        raise Unreadable("The page shows what is said in many threads, and is none.")
    if is_door(page.url) or shows_gate(reading):
        raise Unreadable("The page shows no post; it may ask visitors to sign in first.")
    if is_of_member(page.url):
        forget(page)
        raise Unreadable("The page tells of a member and is no thread.")
    if not any(post.kind in structured.QUESTIONS for post in reading.described):
        return reading.posts, None
    return reading.posts, any(post.is_accepted for post in reading.described)


def board_page(page: Page, site: ForumSite, *, board_id: str = "") -> BoardPage:
    """One page of a thread list, or a feed.

    Raises Unreadable for a page without a thread, unless the forum itself says that there is none.
    """
    if feeds.is_feed(page):
        lines = feeds.lines_of(page, site)
    else:
        outline = outline_of(page.tree)
        found = lists.thread_lines(page, outline, Weights(outline, date_reader(page)), site)
        # An empty board still shows the latest threads of all boards beside.
        are_others = found.are_beside and says_empty(page, plainly=True)
        lines = () if are_others else found.lines
    if not lines and (feeds.is_feed(page) or not says_empty(page)):
        raise Unreadable("No thread could be read from the page.")
    threads = {thread_key(line.address) for line in lines}
    following = "" if feeds.is_feed(page) else following_page(page, site, threads=threads)
    return BoardPage(lines=lines, next_address=following, board_name=title_of(page))


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of a front page; one that lists threads itself is the only board.

    Raises Unreadable where neither boards nor threads can be told from other links.
    """
    outline = outline_of(page.tree)
    weights = Weights(outline, date_reader(page))
    found = lists.boards_of(page, outline, weights, site)
    if len(found) < lists.FEWEST_BOARDS:  # one alone may be an entry of a menu
        found = _board_of_threads(page, outline, weights, site) or found
    if not found:
        raise Unreadable("No board could be read from the page.")
    return found


def way_to_forum(page: Page, site: ForumSite) -> str:
    """Where a site's own front page leads to its forum, "" if no link says so."""
    for link in page.tree.css("a[href]")[: lists.MOST_LINKS]:
        address = page.address_on(site, link.attributes.get("href")).split("#")[0]
        if address and address != page.url and _FORUM_WORDS.fullmatch(words_of(link)):
            return address
    return ""


def _board_of_threads(
    page: Page, outline: Outline, weights: Weights, site: ForumSite
) -> tuple[BoardStatistics, ...]:
    """The page itself as a board, if it lists threads: small forums have but one."""
    lines = lists.thread_lines(page, outline, weights, site).lines
    place = board_place(page.url)
    if len(lines) < lists.FEWEST_LINES or len(place) > LONGEST_PLACE:
        return ()
    return (
        BoardStatistics(
            external_id=short_key(page.url, most=LONGEST_BOARD),
            name=title_of(page) or place,
            slug=place,
            address=page.url.split("#")[0],
            threads=None,
            posts=None,
        ),
    )


def following_page(page: Page, site: ForumSite, *, threads: Collection[str] = ()) -> str:
    """The next page of the same list on the forum's site, "" for none.

    `threads` are the keys of those that the page lists: "1 2 3" beside a title are its own pages.
    """
    following = next_page(
        page.tree,
        page.url,
        by_counting=True,
        is_other=(lambda address: is_within(address, threads)) if threads else None,
    )
    for address in (following, declared_next_page(page.tree, page.url)):
        address = page.address(address).split("#")[0]
        if address and same_site(site, address) and belongs_to(page.url, address):
            return address
    return ""


def _posts_of_feed(page: Page, site: ForumSite) -> tuple[Post, ...]:
    posts = []
    for entry in feeds.entries_of(page):
        address = page.address_on(site, entry.address)
        if address and entry.text and entry.moment is not None:
            posts.append(
                Post(
                    external_id=entry.identity or address,
                    address=address,
                    author=entry.author,
                    posted_at=entry.moment.at,
                    text=entry.text,
                    precision=entry.moment.precision,
                )
            )
    if not posts:
        raise Unreadable("The feed holds no post.")
    posts.sort(key=lambda post: post.posted_at.timestamp() if post.posted_at else 0)
    return tuple(posts)
