"""Where Flarum's pages and documents stand. Posting knows its own: `post.py`."""

import re

from alongside.connectors.engine import EnginePages
from alongside.connectors.flarum import parse
from alongside.connectors.flarum.post import FlarumPosting
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class FlarumPages(EnginePages):
    """A forum that runs on Flarum (seen with 1.8).

    Posts are numbered with the removed ones, so that a number does not tell the page.
    """

    kind = "flarum"
    name = "Flarum"
    parser = parse
    front = "/api/tags"
    board = "/api/discussions?filter[tag]={board_id}&sort=-lastPostedAt"
    board_ids = re.compile(r"[\w-]+")

    def thread_id(self, address: str) -> str:
        return parse.discussion_of(address)[0]

    def thread_at(self, site: ForumSite, address: str) -> str:
        discussion, _ = parse.discussion_of(address)
        return f"{site.base}/d/{discussion}" if discussion else ""


def flarum() -> PagedConnector:
    """The connector for Flarum."""
    return PagedConnector(FlarumPages(), FlarumPosting())
