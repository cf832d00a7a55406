"""Where XenForo's pages stand. Posting knows its own: `post.py`."""

import re

from alongside.connectors.engine import EnginePages
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite
from alongside.connectors.xenforo import parse
from alongside.connectors.xenforo.post import XenforoPosting

_THREAD = re.compile(r"/threads/(?:[^/?#]*\.)?(\d+)(?=[/?#]|$)")
_POST = re.compile(r"(?:/posts/|/post-|#post-)(\d+)")


class XenforoPages(EnginePages):
    """A forum that runs on XenForo (seen with 1.5 to 2.3)."""

    kind = "xenforo"
    name = "XenForo"
    parser = parse
    board = "/forums/{board_id}/"
    has_styles = True

    def board_number(self, address: str) -> str:
        return parse.number_of(address) if "/forums/" in parse.as_path(address) else ""

    def post_number(self, address: str) -> str:
        found = _POST.search(parse.as_path(address))
        return found[1] if found else ""

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        plain = super().board_address(site, board_id=board_id, board_slug=board_slug)
        return parse.place(site, plain.removeprefix(f"{site.base}/"), like=f"/{board_slug}")

    def thread_id(self, address: str) -> str:
        found = _THREAD.search(parse.as_path(address))
        return found[1] if found else ""

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := self.thread_id(address):
            return parse.place(site, f"threads/{number}/", like=address)
        if _POST.search(parse.as_path(address)):
            return self.page_at(site, address)
        # A forum may have given its threads other addresses: they end in the number all the same.
        return address.split("#")[0] if parse.number_of(address) else ""

    def page_at(self, site: ForumSite, address: str) -> str:
        if found := _POST.search(parse.as_path(address)):
            return parse.place(site, f"posts/{found[1]}/", like=address)
        return address.split("#")[0]


def xenforo() -> PagedConnector:
    """The connector for XenForo."""
    return PagedConnector(XenforoPages(), XenforoPosting())
