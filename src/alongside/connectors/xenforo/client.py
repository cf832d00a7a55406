"""Where XenForo's pages stand. Posting knows its own: `post.py`."""

import re
from dataclasses import dataclass

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused
from alongside.connectors.xenforo import parse
from alongside.connectors.xenforo.post import XenforoPosting

_POST = re.compile(r"(?:/posts/|/post-|#post-)(\d+)")


@dataclass(frozen=True, slots=True)
class XenforoPages:
    """A forum that runs on XenForo (seen with 1.5 to 2.3)."""

    kind: str = "xenforo"
    name: str = "XenForo"

    def front_address(self, site: ForumSite) -> str:
        return f"{site.address.rstrip('/')}/"

    def statistics_address(self, site: ForumSite) -> str:
        return self.front_address(site)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not (board_id.isascii() and board_id.isdigit()):
            raise Refused(f"{board_id!r} is no number that XenForo could have given.")
        return f"{site.address.rstrip('/')}/forums/{board_id}/"

    def thread_id(self, address: str) -> str:
        found = re.search(r"/threads/(?:[^/?#]*\.)?(\d+)(?=[/?#]|$)", address)
        return found[1] if found else ""

    def thread_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if found := re.search(r"/threads/(?:[^/?#]*\.)?(\d+)(?=[/?#]|$)", address):
            return f"{site.address.rstrip('/')}/threads/{found[1]}/"
        if _POST.search(address):
            return self.page_address(site, address)
        # A forum may have given its threads other addresses: they end in the number all the same.
        return address.split("#")[0] if parse.number_of(address) else ""

    def page_address(self, site: ForumSite, address: str) -> str:
        if not same_site(site, address):
            return ""
        if found := _POST.search(address):
            return f"{site.address.rstrip('/')}/posts/{found[1]}/"
        return address.split("#")[0]

    def statistics(self, page: Page) -> ForumStatistics:
        return parse.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return parse.boards(page, site)

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return parse.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return parse.thread_page(page, site, keep_names=keep_names)


def xenforo() -> PagedConnector:
    """The connector for XenForo."""
    return PagedConnector(XenforoPages(), XenforoPosting())
