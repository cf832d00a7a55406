"""Where a Stack Exchange site's pages stand; the only file that knows its addresses."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused
from alongside.connectors.stackexchange import parse


@dataclass(frozen=True, slots=True)
class StackExchangePages:
    """A site of Stack Exchange (a question seen in a saved page)."""

    kind: str = "stackexchange"
    name: str = "Stack Exchange"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/tags"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/questions"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not re.fullmatch(r"[\w.#+-]+", board_id):
            raise Refused(f"{board_id!r} is no tag that a Stack Exchange site could have.")
        return f"{site.address.rstrip('/')}/questions/tagged/{quote(board_id)}?tab=Active"

    def thread_id(self, address: str) -> str:
        return parse.question_of(address)

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.question_of(address):
            return f"{site.address.rstrip('/')}/questions/{number}"
        return self.page_address(site, address)

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if number := parse.answer_of(address):
            return f"{site.address.rstrip('/')}/a/{number}"
        number = parse.question_of(address)
        return f"{site.address.rstrip('/')}/questions/{number}" if number else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def stackexchange() -> PagedConnector:
    """The connector for Stack Exchange."""
    return PagedConnector(StackExchangePages())
