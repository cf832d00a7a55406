"""Where FlaskBB's pages stand; the only file that knows its addresses."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.flaskbb import parse
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class FlaskbbPages(EnginePages):
    """A forum that runs on FlaskBB (seen with 2.0)."""

    kind = "flaskbb"
    name = "FlaskBB"
    parser = parse
    board = "/forum/{board_id}"

    def thread_id(self, address: str) -> str:
        return parse.number_of(address, "topic")

    def thread_at(self, site: ForumSite, address: str) -> str:
        if number := parse.number_of(address, "topic"):
            return f"{site.base}/topic/{number}"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        if number := parse.number_of(address, "post"):
            return f"{site.base}/post/{number}"
        return address.split("#")[0] if parse.number_of(address, "topic") else ""


def flaskbb() -> PagedConnector:
    """The connector for FlaskBB."""
    return PagedConnector(FlaskbbPages())
