"""Going through a board's past: its list page by page, each thread to its first answer.

For counting (`alongside survey`): whoever calls keeps the place reached, so that the way can be
gone on another day. Engines that are read by `ForumPages`, and Misago.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.misago import parse as misago
from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.page import Page, without_session
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import Moment, ThreadLine
from alongside.connectors.places import same_site
from alongside.connectors.port import (
    Connector,
    ForumSite,
    Post,
    Precision,
    Refused,
    ThreadHeading,
    Unreadable,
)
from alongside.fetching.messages import Conversation, Request

_MISAGO_THREAD = re.compile(r"/t/[\w-]+/(?P<number>\d+)/$")
# An asker who goes on alone for longer than this counts as unanswered.
MOST_PAGES_TO_ANSWER = 5


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a board's list. `next_address` is "" on the last one."""

    lines: tuple[ThreadLine, ...]
    next_address: str = ""


def can_be_surveyed(connector: Connector) -> bool:
    """Whether a connector can go through a forum's past page by page."""
    return isinstance(connector, PagedConnector | MisagoConnector)


def read_list_page(
    connector: Connector, site: ForumSite, *, board_id: str, board_slug: str, address: str
) -> Conversation[ListPage]:
    """The page of a board's list at `address`, the first one for "". Raises ConnectorError."""
    if isinstance(connector, PagedConnector):
        address = address or connector.pages.board_address(
            site, board_id=board_id, board_slug=board_slug
        )
        page = yield from _read(site, address)
        found = connector.pages.board_page(page, site, board_id=board_id)
        return ListPage(found.lines, found.next_address)
    if not isinstance(connector, MisagoConnector):
        raise Refused(f"{connector.name} cannot be gone through page by page.")
    if not (board_id.isascii() and board_id.isdigit()):
        raise Refused(f"{board_id!r} is no number that Misago could have given.")
    board = f"{site.base}/c/{board_slug}/{board_id}/"
    page = yield from _read(site, address or board)
    listed = misago.board_page_from(page.response, site, board_id=board_id)
    onward = f"{board}?start={listed.next_start}" if listed.next_start is not None else ""
    return ListPage(tuple(_line(heading) for heading in listed.headings), onward)


def read_to_first_answer(
    connector: Connector, site: ForumSite, line: ThreadLine
) -> Conversation[tuple[Post, ...]]:
    """A thread's posts up to the page with the first one that is not the asker's.

    Raises ConnectorError. The posts live in memory only.
    """
    if not isinstance(connector, PagedConnector):
        thread = yield from connector.read_thread(site, _heading(line))
        return thread.posts
    address = connector.pages.thread_address(site, line.address) or line.address
    posts: dict[str, Post] = {}
    seen: set[str] = set()
    while address and address not in seen and len(seen) < MOST_PAGES_TO_ANSWER:
        found = yield from connector.thread_page(site, address)
        if not seen and found.page > 1:
            raise Unreadable("Another page came in the place of the thread's first one.")
        seen.add(address)
        posts.update((post.external_id, post) for post in found.posts)
        if first_answer(tuple(posts.values())) is not None:
            break
        address = found.next_address
    if not posts:
        raise Unreadable("The thread's page came without a readable post.")
    return tuple(posts.values())


def names_of(connector: Connector, site: ForumSite, address: str) -> tuple[str, ...]:
    """The addresses by which a page at an address in the forum is asked for here, the plain first.

    We ask for threads by their numbers, and the forum leads on to the address with the title. A
    web archive leads nowhere, and may hold a page under the address of somebody's session.
    """
    plain = without_session(address)
    named = ""
    if isinstance(connector, PagedConnector):
        named = connector.pages.thread_address(site, address)
    elif (found := _MISAGO_THREAD.search(plain)) is not None:
        named = f"{site.base}/t/-/{found['number']}/"
    return tuple(dict.fromkeys((plain, named or plain)))


def first_answer(posts: tuple[Post, ...]) -> Post | None:
    """The first post that guests see and that somebody else than the asker wrote."""
    if not posts:
        return None
    asker = posts[0].author
    return next((post for post in posts[1:] if not post.is_hidden and post.author != asker), None)


def is_told_well(post: Post) -> bool:
    """Whether the time of a post is told to the minute at least."""
    return post.posted_at is not None and post.precision in (Precision.EXACT, Precision.MINUTE)


def _read(site: ForumSite, address: str) -> Conversation[Page]:
    if not same_site(site, address):
        raise Refused("This address is not in the forum.")
    answer = must_be_read((yield from ask(Request("GET", address))))
    if not same_site(site, answer.url):
        raise Refused("This address leads out of the forum.")
    return Page(answer)


def _line(heading: ThreadHeading) -> ThreadLine:
    return ThreadLine(
        external_id=heading.external_id,
        address=heading.address,
        title=heading.title,
        asked=Moment(heading.asked_at, heading.precision),
        last_post=Moment(heading.last_post_at),
        replies=heading.replies,
        board_id=heading.board_id,
        board_name=heading.board_name,
        is_closed=heading.is_closed,
        is_pinned=heading.is_pinned,
    )


def _heading(line: ThreadLine) -> ThreadHeading:
    """What `read_thread` needs to know of a thread; the times are the thread's own afterwards."""
    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    asked_at = line.asked.at if line.asked else epoch
    return ThreadHeading(
        external_id=line.external_id or urlsplit(line.address).path,
        address=line.address,
        title=line.title,
        board_id=line.board_id,
        board_name=line.board_name,
        asked_at=asked_at,
        last_post_at=line.last_post.at if line.last_post else asked_at,
        replies=line.replies,
    )
