"""Where NodeBB's JSON stands. Posting knows its own: `post.py`."""

from dataclasses import dataclass

from alongside.connectors.nodebb import parse
from alongside.connectors.nodebb.post import NodebbPosting
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class NodebbPages:
    """A forum that runs on NodeBB (seen with 4)."""

    kind: str = "nodebb"
    name: str = "NodeBB"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/api/categories"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/nodeinfo/2.0"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that NodeBB could have given.")
        return f"{site.address.rstrip('/')}/api/category/{board_id}"

    def thread_id(self, address: str) -> str:
        return parse.topic_of(address)

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if topic := parse.topic_of(address):
            return f"{site.address.rstrip('/')}/api/topic/{topic}"
        # NodeBB leads from a post's own address to its page.
        post = parse.post_of(address)
        return f"{site.address.rstrip('/')}/post/{post}" if post else ""

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


def nodebb() -> PagedConnector:
    """The connector for NodeBB."""
    return PagedConnector(NodebbPages(), NodebbPosting())
