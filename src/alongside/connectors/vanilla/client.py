"""Where Vanilla's lists and pages stand. Posting knows its own: `post.py`."""

from dataclasses import dataclass

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused
from alongside.connectors.vanilla import parse
from alongside.connectors.vanilla.post import VanillaPosting


@dataclass(frozen=True, slots=True)
class VanillaPages:
    """A forum that runs on Vanilla (threads seen with the open and the hosted product)."""

    kind: str = "vanilla"
    name: str = "Vanilla"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/api/v2/categories?outputFormat=flat&limit=500"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/api/v2/site-totals?counts[]=all"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that Vanilla could have given.")
        query = f"categoryID={board_id}&sort=-dateLastComment&limit=100"
        return f"{site.address.rstrip('/')}/api/v2/discussions?{query}"

    def thread_id(self, address: str) -> str:
        return parse.discussion_of(address)

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.discussion_of(address):
            return f"{site.address.rstrip('/')}/discussion/{number}/x"
        return self.page_address(site, address)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.comment_of(address):
            return f"{site.address.rstrip('/')}/discussion/comment/{number}"
        return address.split("#")[0] if parse.discussion_of(address) else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def vanilla() -> PagedConnector:
    """The connector for Vanilla."""
    return PagedConnector(VanillaPages(), VanillaPosting())
