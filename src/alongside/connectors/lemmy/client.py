"""Where Lemmy's interface answers. Posting knows its own: `post.py`."""

from dataclasses import dataclass

from alongside.connectors.lemmy import parse
from alongside.connectors.lemmy.post import LemmyPosting
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class LemmyPages:
    """A forum that runs on Lemmy 0.19."""

    kind: str = "lemmy"
    name: str = "Lemmy"

    def front_address(self, site: ForumSite) -> str:
        query = "type_=Local&sort=TopAll&limit=50"
        return f"{site.address.rstrip('/')}/api/v3/community/list?{query}"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/api/v3/site"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that Lemmy could have given.")
        query = f"community_id={board_id}&sort=NewComments&limit=50"
        return f"{site.address.rstrip('/')}/api/v3/post/list?{query}"

    def thread_id(self, address: str) -> str:
        return parse.number_in(address, "post")

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        number = parse.number_in(address, "post")
        return f"{site.address.rstrip('/')}/api/v3/post?id={number}" if number else ""

    def page_address(self, site: ForumSite, address: str) -> str:
        return self.thread_address(site, address)

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def lemmy() -> PagedConnector:
    """The connector for Lemmy."""
    return PagedConnector(LemmyPages(), LemmyPosting())
