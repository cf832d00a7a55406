"""Where FlaskBB's pages stand; the only file that knows its addresses."""

from dataclasses import dataclass

from alongside.connectors.flaskbb import parse
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class FlaskbbPages:
    """A forum that runs on FlaskBB (seen with 2.0)."""

    kind: str = "flaskbb"
    name: str = "FlaskBB"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that FlaskBB could have given.")
        return f"{site.address.rstrip('/')}/forum/{board_id}"

    def thread_id(self, address: str) -> str:
        return parse.number_of(address, "topic")

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.number_of(address, "topic"):
            return f"{site.address.rstrip('/')}/topic/{number}"
        return self.page_address(site, address)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.number_of(address, "post"):
            return f"{site.address.rstrip('/')}/post/{number}"
        return address.split("#")[0] if parse.number_of(address, "topic") else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def flaskbb() -> PagedConnector:
    """The connector for FlaskBB."""
    return PagedConnector(FlaskbbPages())
