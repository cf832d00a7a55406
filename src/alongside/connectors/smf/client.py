"""Where SMF's pages stand; the only file that knows its addresses."""

from alongside.connectors.engine import EnginePages
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite
from alongside.connectors.smf import parse


class SmfPages(EnginePages):
    """A forum that runs on Simple Machines Forum (seen with 1.1 to 2.1)."""

    kind = "smf"
    name = "Simple Machines Forum (SMF)"
    parser = parse
    front = "/index.php"
    board = "/index.php?board={board_id}.0"
    has_styles = True

    def board_number(self, address: str) -> str:
        return parse.board_of(address)

    def post_number(self, address: str) -> str:
        return parse.message_of(address)

    def thread_id(self, address: str) -> str:
        return parse.topic_of(address)[0]

    def thread_at(self, site: ForumSite, address: str) -> str:
        topic, _ = parse.topic_of(address)
        if topic:
            return f"{site.base}/index.php?topic={topic}.0"
        return self.page_at(site, address)

    def page_at(self, site: ForumSite, address: str) -> str:
        base = f"{site.base}/index.php"
        topic, start = parse.topic_of(address)
        message = parse.message_of(address)
        if topic:
            return f"{base}?topic={topic}.{f'msg{message}' if message else start or 0}"
        return f"{base}?msg={message}" if message else ""


def smf() -> PagedConnector:
    """The connector for Simple Machines Forum."""
    return PagedConnector(SmfPages())
