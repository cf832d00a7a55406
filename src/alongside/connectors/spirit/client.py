"""Where Spirit's pages stand; the only file that knows its addresses."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite
from alongside.connectors.spirit import parse


class SpiritPages(EnginePages):
    """A forum that runs on Spirit (seen with 0.14)."""

    kind = "spirit"
    name = "Spirit"
    parser = parse
    board = "/category/{board_id}/"

    def thread_id(self, address: str) -> str:
        return parse.number_of(address, "topic")

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := parse.number_of(address, "topic"):
            return f"{site.base}/topic/{number}/"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        if number := parse.number_of(address, "comment"):
            return f"{site.base}/comment/{number}/find/"
        return address.split("#")[0] if parse.number_of(address, "topic") else ""


def spirit() -> PagedConnector:
    """The connector for Spirit."""
    return PagedConnector(SpiritPages())
