"""Where Discourse's JSON stands. Posting knows its own: `post.py`."""

import re

from alongside.connectors.discourse import parse
from alongside.connectors.discourse.post import DiscoursePosting
from alongside.connectors.engine import EnginePages
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite, Refused


class DiscoursePages(EnginePages):
    """A forum that runs on Discourse (seen with 2.5 to 3.6).

    Posts are numbered with the removed ones, so that a number does not tell the page.
    """

    kind = "discourse"
    name = "Discourse"
    parser = parse
    front = "/categories.json?include_subcategories=true"
    figures = "/about.json"
    board = "/c/{board_slug}/{board_id}.json"

    def more_boards(self, page: Page, site: ForumSite, *, number: int) -> str:
        """Large sites give twenty top categories at once, and some less than all below them."""
        return f"{site.base}{self.front}&page={number}" if parse.may_go_on(page) else ""

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        slug = board_slug or "-"
        if not re.fullmatch(r"[\w%.-]+", slug):
            raise Refused(f"{slug!r} is no name that Discourse could have given to a category.")
        return super().board_address(site, board_id=board_id, board_slug=slug)

    def thread_id(self, address: str) -> str:
        return parse.topic_of(address)[0]

    def thread_at(self, site: ForumSite, address: str) -> str:
        topic, _ = parse.topic_of(address)
        return f"{site.base}/t/{topic}.json" if topic else ""


def discourse() -> PagedConnector:
    """The connector for Discourse."""
    return PagedConnector(DiscoursePages(), DiscoursePosting())
