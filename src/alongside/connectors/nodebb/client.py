"""Where NodeBB's JSON stands. Posting knows its own: `post.py`."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.nodebb import parse
from alongside.connectors.nodebb.post import NodebbPosting
from alongside.connectors.page import Page, page_number
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class NodebbPages(EnginePages):
    """A forum that runs on NodeBB (seen with 1.4 and 4)."""

    kind = "nodebb"
    name = "NodeBB"
    parser = parse
    front = "/api/categories"
    figures = "/nodeinfo/2.0"
    board = "/api/category/{board_id}"

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        """Fifty top categories at once, as it is delivered."""
        following = page_number(page.url) + 1
        if following > parse.pages_of(page):
            return ()
        return (f"{site.base}{self.front}?page={following}",)

    def thread_id(self, address: str) -> str:
        return parse.topic_of(address)

    def thread_at(self, site: ForumSite, address: str) -> str:
        if topic := parse.topic_of(address):
            return f"{site.base}/api/topic/{topic}"
        # NodeBB leads from a post's own address to its page.
        post = parse.post_of(address)
        return f"{site.base}/post/{post}" if post else ""


def nodebb() -> PagedConnector:
    """The connector for NodeBB."""
    return PagedConnector(NodebbPages(), NodebbPosting())
