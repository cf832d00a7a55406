"""Where vBulletin's pages stand; the only file that knows its addresses."""

import re

from alongside.connectors.engine import EnginePages
from alongside.connectors.page import query_field, without_session
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite
from alongside.connectors.vbulletin import parse

_POST = re.compile(r"#post(\d+)|[?&;]p=(\d+)")


class VbulletinPages(EnginePages):
    """A forum that runs on vBulletin (threads seen with 3.8, 3.9, 4.2 and 6.0)."""

    kind = "vbulletin"
    name = "vBulletin"
    parser = parse
    board = "/forumdisplay.php?f={board_id}"
    has_styles = True

    def board_number(self, address: str) -> str:
        return parse.board_of(address)

    def post_number(self, address: str) -> str:
        found = _POST.search(address)
        return (found[1] or found[2]) if found else ""

    def thread_id(self, address: str) -> str:
        return parse.thread_of(address)

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := query_field(address, "t"):
            return f"{site.base}/showthread.php?t={number}" if number.isdecimal() else ""
        if query_field(address, "p"):
            return self.page_at(site, address)
        if not parse.thread_of(address):
            return ""
        plain = without_session(address).split("#")[0]
        return re.sub(r"/page-?\d+/?(?=$|\?)|-page\d+(?=\.html)", "", plain)

    def page_at(self, site: ForumSite, address: str) -> str:
        if (found := _POST.search(address)) and "showthread.php" in address:
            return f"{site.base}/showthread.php?p={found[1] or found[2]}"
        return without_session(address).split("#")[0] if parse.thread_of(address) else ""


def vbulletin() -> PagedConnector:
    """The connector for vBulletin."""
    return PagedConnector(VbulletinPages())
