"""Where Lemmy's interface answers. Posting knows its own: `post.py`."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.lemmy import parse
from alongside.connectors.lemmy.post import LemmyPosting
from alongside.connectors.page import Page, page_number
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class LemmyPages(EnginePages):
    """A forum that runs on Lemmy 0.19."""

    kind = "lemmy"
    name = "Lemmy"
    parser = parse
    front = "/api/v3/community/list?type_=Local&sort=TopAll&limit=50"
    figures = "/api/v3/site"
    board = "/api/v3/post/list?community_id={board_id}&sort=NewComments&limit=50"

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        if len(self.boards(page, site)) < parse.PER_PAGE:
            return ()
        return (f"{site.base}{self.front}&page={page_number(page.url) + 1}",)

    def thread_id(self, address: str) -> str:
        return parse.number_in(address, "post")

    def thread_at(self, site: ForumSite, address: str) -> str:
        number = parse.number_in(address, "post")
        return f"{site.base}/api/v3/post?id={number}" if number else ""


def lemmy() -> PagedConnector:
    """The connector for Lemmy."""
    return PagedConnector(LemmyPages(), LemmyPosting())
