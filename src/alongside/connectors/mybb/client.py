"""Where MyBB's pages stand; the only file that knows its addresses."""

from dataclasses import dataclass

from alongside.connectors.mybb import parse
from alongside.connectors.page import Page, query_field
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class MybbPages:
    """A forum that runs on MyBB (seen with 1.8)."""

    kind: str = "mybb"
    name: str = "MyBB"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/index.php"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that MyBB could have given.")
        return f"{site.address.rstrip('/')}/forumdisplay.php?fid={board_id}"

    def thread_id(self, address: str) -> str:
        return parse.identifier(address, "tid")

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.identifier(address, "tid"):
            return f"{site.address.rstrip('/')}/showthread.php?tid={number}"
        return self.page_address(site, address)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        base = f"{site.address.rstrip('/')}/showthread.php"
        if number := parse.identifier(address, "pid"):
            return f"{base}?pid={number}"
        if number := parse.identifier(address, "tid"):
            shown = query_field(address, "page") or ""
            return f"{base}?tid={number}" + (f"&page={shown}" if shown.isdecimal() else "")
        return ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def mybb() -> PagedConnector:
    """The connector for MyBB."""
    return PagedConnector(MybbPages())
