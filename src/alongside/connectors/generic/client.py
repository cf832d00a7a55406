"""Forums of any make, read by the structure of their pages; replies are posted by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.engine import EnginePages
from alongside.connectors.generic import feeds, parse
from alongside.connectors.generic.addresses import first_page
from alongside.connectors.likeness import stands_in
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import ForumPages, ThreadLine
from alongside.connectors.places import same_site
from alongside.connectors.plain_text import markdown_to_plain
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    Refused,
    Sighting,
    ThreadHeading,
    TooFarBack,
    Unreadable,
)
from alongside.fetching.messages import Conversation, Request

MOST_LOOKED_THROUGH = 40


class GenericPages(EnginePages):
    """A forum of unknown make. A board's slug is its place within the site."""

    kind = "generic"
    name = "Other software (posting by hand)"
    parser = parse

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        place = board_slug or board_id
        address = urljoin(self.front_address(site), place)
        if not place.startswith("/") or not same_site(site, address):
            raise Refused(f"{place!r} is no place in this forum.")
        return address

    def thread_id(self, address: str) -> str:
        """None: addresses of unknown make may name one thread in many ways."""
        return ""

    def thread_at(self, site: ForumSite, address: str) -> str:
        return first_page(address)

    def page_at(self, site: ForumSite, address: str) -> str:
        return urldefrag(address)[0]


@dataclass(frozen=True, slots=True)
class GenericConnector(PagedConnector):
    """Reads any forum, and verifies what was posted by hand on any page."""

    pages: ForumPages = field(default_factory=GenericPages)

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        """As the port says; a site's front page may only lead to the forum, one step away.

        Where that front page lists something itself (news, the latest of all things), the forum's
        own page goes before.
        """
        front = must_be_read((yield from ask(Request("GET", self.pages.front_address(site)))))
        page, found = Page(front), tuple[BoardStatistics, ...]()
        address = parse.way_to_forum(page, site)
        try:
            found = parse.boards(page, site)
        except Unreadable:
            if not address:
                raise
        if not address or len(found) > 1:
            return found
        there = must_be_read((yield from ask(Request("GET", address))))
        try:
            return parse.boards(Page(there), site)
        except Unreadable:
            if not found:
                raise
        return found

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        """As the port says; where the list itself cannot be read, by the feed that it offers.

        Raises Unreadable where neither can be.
        """
        try:
            return (
                yield from PagedConnector.read_new_threads(
                    self, site, board_id=board_id, board_slug=board_slug, since=since
                )
            )
        except TooFarBack:
            raise  # a feed would tell of fewer, and say nothing of the others
        except Unreadable:
            address = self.pages.board_address(site, board_id=board_id, board_slug=board_slug)
            lines = yield from _lines_by_feed(site, address)
            if not lines:
                raise
        return _headings(lines, since=since)

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        """Looks for our text among the visible words of a page, then of those that follow it.

        Who wrote it cannot be told for certain on a page of unknown make, so `account` is not
        compared. Raises Refused for an address outside the forum, before and after redirects:
        our words on another site prove nothing.
        """
        if not same_site(site, thread_address):
            raise Refused("This address is not in the forum.")
        address, seen = thread_address, set[str]()
        while address and len(seen) < MOST_LOOKED_THROUGH:
            seen.add(urldefrag(address)[0])
            answer = must_be_read((yield from ask(Request("GET", address))))
            if not same_site(site, answer.url):
                raise Refused("This address leads out of the forum.")
            if stands_in(text, parse.visible_text(answer)):
                return Sighting(
                    external_id=urlsplit(address).fragment,
                    address=address,
                    posted_at=None,
                    text=markdown_to_plain(text),
                )
            address = parse.following_page(Page(answer), site)
            if urldefrag(address)[0] in seen:
                break
        return None


def _lines_by_feed(site: ForumSite, address: str) -> Conversation[tuple[ThreadLine, ...]]:
    """The threads by the first feed that a page offers and that can be read; none for none."""
    if not same_site(site, address):
        return ()
    answer = must_be_read((yield from ask(Request("GET", address))))
    for offered in feeds.feeds_offered(Page(answer), site)[:3]:
        try:
            came = must_be_read((yield from ask(Request("GET", offered))))
            if lines := feeds.lines_of(Page(came), site):
                return lines
        except (Unreadable, Refused):
            continue
    return ()


def _headings(lines: Iterable[ThreadLine], *, since: datetime | None) -> tuple[ThreadHeading, ...]:
    found = [
        ThreadHeading(
            external_id=line.external_id,
            address=line.address,
            title=line.title,
            board_id=line.board_id,
            board_name=line.board_name,
            asked_at=line.asked.at,
            last_post_at=line.last_post.at if line.last_post else line.asked.at,
            replies=line.replies,
            precision=line.asked.precision,
        )
        for line in lines
        if line.asked is not None and (since is None or line.asked.latest > since)
    ]
    return tuple(sorted(found, key=lambda heading: (heading.asked_at, heading.external_id)))
