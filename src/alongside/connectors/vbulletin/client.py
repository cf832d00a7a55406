"""Where vBulletin's pages stand; the only file that knows its addresses."""

import re
from dataclasses import dataclass

from alongside.connectors.page import Page, query_field, without_session
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused
from alongside.connectors.vbulletin import parse

_POST = re.compile(r"#post(\d+)|[?&;]p=(\d+)")


@dataclass(frozen=True, slots=True)
class VbulletinPages:
    """A forum that runs on vBulletin (threads seen with 3.8, 3.9, 4.2 and 6.0)."""

    kind: str = "vbulletin"
    name: str = "vBulletin"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that vBulletin could have given.")
        return f"{site.address.rstrip('/')}/forumdisplay.php?f={board_id}"

    def thread_id(self, address: str) -> str:
        return parse.thread_of(address)

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        base = site.address.rstrip("/")
        if number := query_field(address, "t"):
            return f"{base}/showthread.php?t={number}" if number.isdecimal() else ""
        if query_field(address, "p"):
            return self.page_address(site, address)
        if not parse.thread_of(address):
            return ""
        plain = without_session(address).split("#")[0]
        return re.sub(r"/page-?\d+/?(?=$|\?)|-page\d+(?=\.html)", "", plain)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if (found := _POST.search(address)) and "showthread.php" in address:
            return f"{site.address.rstrip('/')}/showthread.php?p={found[1] or found[2]}"
        return without_session(address).split("#")[0] if parse.thread_of(address) else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def vbulletin() -> PagedConnector:
    """The connector for vBulletin."""
    return PagedConnector(VbulletinPages())
