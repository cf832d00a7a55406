"""Where Discourse's JSON stands. Posting knows its own: `post.py`."""

import re

from alongside.connectors.discourse import parse
from alongside.connectors.discourse.post import DiscoursePosting
from alongside.connectors.engine import EnginePages
from alongside.connectors.page import Page, page_number, query_field
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

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        """Large sites give twenty categories at once, and five below each; old ones none below."""
        above = query_field(page.url, "parent_category_id")
        of_list = f"{site.base}{self.front}{f'&parent_category_id={above}' if above else ''}"
        following = (
            (f"{of_list}&page={page_number(page.url) + 1}",) if parse.may_go_on(page) else ()
        )
        below = (
            f"{site.base}{self.front}&parent_category_id={number}"
            for number in parse.cut_short(page)
        )
        return (*following, *below)

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
