"""Where phpBB's pages stand; the only file that knows its addresses."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.page import query_field, without_session
from alongside.connectors.paged import PagedConnector
from alongside.connectors.phpbb import parse
from alongside.connectors.port import ForumSite


class PhpbbPages(EnginePages):
    """A forum that runs on phpBB (seen with 3.0 to 3.3)."""

    kind = "phpbb"
    name = "phpBB"
    parser = parse
    front = "/index.php"
    board = "/viewforum.php?f={board_id}"
    has_styles = True

    def board_number(self, address: str) -> str:
        return "" if "viewtopic" in address else parse.identifier(address, "f")

    def board_of_thread(self, address: str) -> str:
        return parse.identifier(address, "f")

    def post_number(self, address: str) -> str:
        return parse.post_of(address)

    def thread_id(self, address: str) -> str:
        return parse.identifier(address, "t")

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := parse.identifier(address, "t"):
            return f"{site.base}/viewtopic.php?t={number}"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        base = f"{site.base}/viewtopic.php"
        if number := parse.post_of(address):
            return f"{base}?p={number}"
        if number := parse.identifier(address, "t"):
            start = query_field(without_session(address), "start") or ""
            return f"{base}?t={number}" + (f"&start={start}" if start.isdecimal() else "")
        return ""


def phpbb() -> PagedConnector:
    """The connector for phpBB."""
    return PagedConnector(PhpbbPages())
