"""Where django-machina's pages stand; the only file that knows its addresses."""

import re

from alongside.connectors.engine import EnginePages
from alongside.connectors.machina import parse
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class MachinaPages(EnginePages):
    """A forum that runs on django-machina in its own templates (seen with 1.3)."""

    kind = "machina"
    name = "django-machina"
    parser = parse
    board = "/forum/x-{board_id}/"

    def thread_id(self, address: str) -> str:
        return parse.place_of(address)[1]

    def thread_at(self, site: ForumSite, address: str) -> str:
        board_id, topic_id = parse.place_of(address)
        return parse.topic_address(site, board_id, topic_id) if topic_id else ""

    def page_at(self, site: ForumSite, address: str) -> str:
        start = self.thread_at(site, address)
        post = re.search(r"[?&]post=(\d+)", address)
        return f"{start}?post={post[1]}" if start and post else start


def machina() -> PagedConnector:
    """The connector for django-machina."""
    return PagedConnector(MachinaPages())
