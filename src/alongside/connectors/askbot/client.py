"""Where an Askbot site's pages stand; the only file that knows its addresses."""

import re

from alongside.connectors.askbot import parse
from alongside.connectors.engine import EnginePages
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class AskbotPages(EnginePages):
    """A site that runs on Askbot (seen with 0.13; older templates by their source)."""

    kind = "askbot"
    name = "Askbot"
    parser = parse
    front = "/tags/"
    figures = "/questions/"
    board = "/questions/scope:all/sort:activity-desc/tags:{board_id}/page:1/"
    board_ids = re.compile(r"[\w.#+-]+")

    def thread_id(self, address: str) -> str:
        return parse.question_of(address)

    def thread_at(self, site: ForumSite, address: str) -> str:
        number = parse.question_of(address)
        return parse.question_address(site, number) if number else ""

    def page_at(self, site: ForumSite, address: str) -> str:
        start, answer = self.thread_at(site, address), parse.answer_of(address)
        return f"{start}?answer={answer}" if start and answer else start


def askbot() -> PagedConnector:
    """The connector for Askbot."""
    return PagedConnector(AskbotPages())
