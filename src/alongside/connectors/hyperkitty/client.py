"""Where HyperKitty's lists and pages stand; the only file that knows its addresses."""

import re
from dataclasses import dataclass

from alongside.connectors.hyperkitty import parse
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused

_LIST = re.compile(r"[\w.+-]+@[\w.-]+")


@dataclass(frozen=True, slots=True)
class HyperkittyPages:
    """An archive of mailing lists that runs on HyperKitty (seen with 1.3).

    The site's address is that of the archive, most often ending in /hyperkitty or /archives.
    """

    kind: str = "hyperkitty"
    name: str = "HyperKitty (Mailman 3)"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/api/lists/?format=json"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not _LIST.fullmatch(board_id):
            raise Refused(f"{board_id!r} is no name of a mailing list.")
        return f"{site.address.rstrip('/')}/api/list/{board_id}/threads/?format=json"

    def thread_id(self, address: str) -> str:
        return parse.thread_of(address)[1] if "/thread/" in address else ""

    def thread_address(self, site: ForumSite, address: str) -> str:
        mailing_list, identity = parse.thread_of(address)
        if not identity or not same_site(site, address):
            return ""
        kind = "message" if "/message/" in address else "thread"
        return f"{site.address.rstrip('/')}/list/{mailing_list}/{kind}/{identity}/"

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


def hyperkitty() -> PagedConnector:
    """The connector for HyperKitty."""
    return PagedConnector(HyperkittyPages())
