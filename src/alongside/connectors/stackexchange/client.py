"""Where a Stack Exchange site's pages stand; the only file that knows its addresses."""

import re

from alongside.connectors.engine import EnginePages
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite
from alongside.connectors.stackexchange import parse


class StackExchangePages(EnginePages):
    """A site of Stack Exchange (a question seen in a saved page)."""

    kind = "stackexchange"
    name = "Stack Exchange"
    parser = parse
    front = "/tags"
    figures = "/questions"
    board = "/questions/tagged/{board_id}?tab=Active"
    board_ids = re.compile(r"[\w.#+-]+")

    def thread_id(self, address: str) -> str:
        return parse.question_of(address)

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := parse.question_of(address):
            return f"{site.base}/questions/{number}"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        if number := parse.answer_of(address):
            return f"{site.base}/a/{number}"
        number = parse.question_of(address)
        return f"{site.base}/questions/{number}" if number else ""


def stackexchange() -> PagedConnector:
    """The connector for Stack Exchange."""
    return PagedConnector(StackExchangePages())
