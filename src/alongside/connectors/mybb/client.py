"""Where MyBB's pages stand; the only file that knows its addresses."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.mybb import parse
from alongside.connectors.page import query_field
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class MybbPages(EnginePages):
    """A forum that runs on MyBB (seen with 1.8)."""

    kind = "mybb"
    name = "MyBB"
    parser = parse
    front = "/index.php"
    board = "/forumdisplay.php?fid={board_id}"
    has_styles = True

    def board_number(self, address: str) -> str:
        return parse.identifier(address, "fid")

    def post_number(self, address: str) -> str:
        return parse.identifier(address, "pid")

    def thread_id(self, address: str) -> str:
        return parse.identifier(address, "tid")

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := parse.identifier(address, "tid"):
            return f"{site.base}/showthread.php?tid={number}"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        base = f"{site.base}/showthread.php"
        if number := parse.identifier(address, "pid"):
            return f"{base}?pid={number}"
        if number := parse.identifier(address, "tid"):
            shown = query_field(address, "page") or ""
            return f"{base}?tid={number}" + (f"&page={shown}" if shown.isdecimal() else "")
        return ""


def mybb() -> PagedConnector:
    """The connector for MyBB."""
    return PagedConnector(MybbPages())
