"""Where django-machina's pages stand; the only file that knows its addresses."""

import re
from dataclasses import dataclass

from alongside.connectors.machina import parse
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class MachinaPages:
    """A forum that runs on django-machina in its own templates (seen with 1.3)."""

    kind: str = "machina"
    name: str = "django-machina"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that django-machina could have given.")
        return f"{site.address.rstrip('/')}/forum/x-{board_id}/"

    def thread_id(self, address: str) -> str:
        return parse.place_of(address)[1]

    def thread_address(self, site: ForumSite, address: str) -> str:
        board_id, topic_id = parse.place_of(address)
        if not topic_id or not same_site(site, address):
            return ""
        return parse.topic_address(site, board_id, topic_id)

    def page_address(self, site: ForumSite, address: str) -> str:
        start = self.thread_address(site, address)
        post = re.search(r"[?&]post=(\d+)", address)
        return f"{start}?post={post[1]}" if start and post else start

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def machina() -> PagedConnector:
    """The connector for django-machina."""
    return PagedConnector(MachinaPages())
