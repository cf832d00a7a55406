"""Where phpBB's pages stand; the only file that knows its addresses."""

from dataclasses import dataclass

from alongside.connectors.page import Page, query_field, without_session
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.phpbb import parse
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class PhpbbPages:
    """A forum that runs on phpBB (seen with 3.0 to 3.3)."""

    kind: str = "phpbb"
    name: str = "phpBB"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/index.php"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that phpBB could have given.")
        return f"{site.address.rstrip('/')}/viewforum.php?f={board_id}"

    def thread_id(self, address: str) -> str:
        return parse.identifier(address, "t")

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.identifier(address, "t"):
            return f"{site.address.rstrip('/')}/viewtopic.php?t={number}"
        return self.page_address(site, address)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        base = f"{site.address.rstrip('/')}/viewtopic.php"
        fragment = address.partition("#p")[2]
        if number := parse.identifier(address, "p") or fragment * fragment.isdecimal():
            return f"{base}?p={number}"
        if number := parse.identifier(address, "t"):
            start = query_field(without_session(address), "start") or ""
            return f"{base}?t={number}" + (f"&start={start}" if start.isdecimal() else "")
        return ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def phpbb() -> PagedConnector:
    """The connector for phpBB."""
    return PagedConnector(PhpbbPages())
