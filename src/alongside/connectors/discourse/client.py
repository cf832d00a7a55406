"""Where Discourse's JSON stands. Posting knows its own: `post.py`."""

import re
from dataclasses import dataclass

from alongside.connectors.discourse import parse
from alongside.connectors.discourse.post import DiscoursePosting
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused


@dataclass(frozen=True, slots=True)
class DiscoursePages:
    """A forum that runs on Discourse (seen with 2.5 to 3.6)."""

    kind: str = "discourse"
    name: str = "Discourse"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/categories.json?include_subcategories=true"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/about.json"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        slug = board_slug or "-"
        if not (board_id.isascii() and board_id.isdigit() and re.fullmatch(r"[\w%.-]+", slug)):
            raise Refused(f"{board_id!r} is no category that Discourse could have numbered so.")
        return f"{site.address.rstrip('/')}/c/{slug}/{board_id}.json"

    def thread_id(self, address: str) -> str:
        return parse.topic_of(address)[0]

    def thread_address(self, site: ForumSite, address: str) -> str:
        topic, _ = parse.topic_of(address)
        if not topic or not same_site(site, address):
            return ""
        return f"{site.address.rstrip('/')}/t/{topic}.json"

    def page_address(self, site: ForumSite, address: str) -> str:
        # Posts are numbered with the removed ones: a number does not tell the page.
        return self.thread_address(site, address)

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def discourse() -> PagedConnector:
    """The connector for Discourse."""
    return PagedConnector(DiscoursePages(), DiscoursePosting())
