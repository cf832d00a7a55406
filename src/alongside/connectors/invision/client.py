"""Where Invision Community's pages stand. Posting knows its own: `post.py`."""

from dataclasses import dataclass

from alongside.connectors.invision import parse
from alongside.connectors.invision.post import InvisionPosting
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class InvisionPages:
    """A forum that runs on Invision Community (threads seen with 4 and 5)."""

    kind: str = "invision"
    name: str = "Invision Community"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that Invision Community could have given.")
        # Any word after the number leads to the right one.
        return f"{site.address.rstrip('/')}/forum/{board_id}-x/"

    def thread_id(self, address: str) -> str:
        return parse.number_of(address, "topic")

    def thread_address(self, site: ForumSite, address: str) -> str:
        return parse.short_address(address) if same_site(site, address) else ""

    def page_address(self, site: ForumSite, address: str) -> str:
        start = self.thread_address(site, address)
        comment = parse.comment_of(address)
        if start and comment:
            return f"{start}{'&' if '?' in start else '?'}do=findComment&comment={comment}"
        return address.split("#")[0] if start else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def invision() -> PagedConnector:
    """The connector for Invision Community."""
    return PagedConnector(InvisionPages(), InvisionPosting())
