"""Where Vanilla's lists and pages stand. Posting knows its own: `post.py`."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite
from alongside.connectors.vanilla import parse
from alongside.connectors.vanilla.post import VanillaPosting


class VanillaPages(EnginePages):
    """A forum that runs on Vanilla (threads seen with the open and the hosted product)."""

    kind = "vanilla"
    name = "Vanilla"
    parser = parse
    front = "/api/v2/categories?outputFormat=flat&limit=500"
    figures = "/api/v2/site-totals?counts[]=all"
    board = "/api/v2/discussions?categoryID={board_id}&sort=-dateLastComment&limit=100"

    def thread_id(self, address: str) -> str:
        return parse.discussion_of(address)

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := parse.discussion_of(address):
            return f"{site.base}/discussion/{number}/x"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        if number := parse.comment_of(address):
            return f"{site.base}/discussion/comment/{number}"
        return address.split("#")[0] if parse.discussion_of(address) else ""

    def instead(self, page: Page, site: ForumSite) -> str:
        """The hosted product's newer layouts fetch the comments, and guests may do so too."""
        number = parse.discussion_named_by(page)
        return f"{site.base}/api/v2/discussions/{number}?expand=insertUser" if number else ""


def vanilla() -> PagedConnector:
    """The connector for Vanilla."""
    return PagedConnector(VanillaPages(), VanillaPosting())
