"""Where SMF's pages stand; the only file that knows its addresses."""

from dataclasses import dataclass

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused
from alongside.connectors.smf import parse


@dataclass(frozen=True, slots=True)
class SmfPages:
    """A forum that runs on Simple Machines Forum (seen with 2.1)."""

    kind: str = "smf"
    name: str = "Simple Machines Forum (SMF)"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/index.php"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that SMF could have given.")
        return f"{site.address.rstrip('/')}/index.php?board={board_id}.0"

    def thread_id(self, address: str) -> str:
        return parse.topic_of(address)[0]

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        topic, _ = parse.topic_of(address)
        if topic:
            return f"{site.address.rstrip('/')}/index.php?topic={topic}.0"
        return self.page_address(site, address)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        base = f"{site.address.rstrip('/')}/index.php"
        topic, start = parse.topic_of(address)
        message = parse.message_of(address)
        if topic:
            return f"{base}?topic={topic}.{f'msg{message}' if message else start or 0}"
        return f"{base}?msg={message}" if message else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def smf() -> PagedConnector:
    """The connector for Simple Machines Forum."""
    return PagedConnector(SmfPages())
