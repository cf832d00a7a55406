"""Where Flarum's pages and documents stand. Posting knows its own: `post.py`."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from alongside.connectors.flarum import parse
from alongside.connectors.flarum.post import FlarumPosting
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class FlarumPages:
    """A forum that runs on Flarum (seen with 1.8)."""

    kind: str = "flarum"
    name: str = "Flarum"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/api/tags"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not re.fullmatch(r"[\w-]+", board_id):
            raise Refused(f"{board_id!r} is no word that Flarum could have for a tag.")
        tag = quote(board_id)
        return f"{site.address.rstrip('/')}/api/discussions?filter[tag]={tag}&sort=-lastPostedAt"

    def thread_id(self, address: str) -> str:
        return parse.discussion_of(address)[0]

    def thread_address(self, site: ForumSite, address: str) -> str:
        discussion, _ = parse.discussion_of(address)
        if not discussion or not same_site(site, address):
            return ""
        return f"{site.address.rstrip('/')}/d/{discussion}"

    def page_address(self, site: ForumSite, address: str) -> str:
        # Posts are numbered with the removed ones: a number does not tell the page.
        return self.thread_address(site, address)

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def flarum() -> PagedConnector:
    """The connector for Flarum."""
    return PagedConnector(FlarumPages(), FlarumPosting())
