"""Where HyperKitty's lists and pages stand; the only file that knows its addresses."""

import re

from alongside.connectors.engine import EnginePages
from alongside.connectors.hyperkitty import parse
from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite


class HyperkittyPages(EnginePages):
    """An archive of mailing lists that runs on HyperKitty (seen with 1.3).

    The site's address is that of the archive, most often ending in /hyperkitty or /archives.
    """

    kind = "hyperkitty"
    name = "HyperKitty (Mailman 3)"
    parser = parse
    # A limit makes the answer come in parts also where the site sets no size of its own for them.
    front = "/api/lists/?format=json&limit=1000"
    figures = "/"
    board = "/api/list/{board_id}/threads/?format=json&limit=50"
    board_ids = re.compile(r"[\w.+-]+@[\w.-]+")

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        following = parse.next_of(page, site)
        return (following,) if following else ()

    def thread_id(self, address: str) -> str:
        return parse.thread_of(address)[1] if "/thread/" in address else ""

    def thread_at(self, site: ForumSite, address: str) -> str:
        mailing_list, identity = parse.thread_of(address)
        if not identity:
            return ""
        kind = "message" if "/message/" in address else "thread"
        return f"{site.base}/list/{mailing_list}/{kind}/{identity}/"


def hyperkitty() -> PagedConnector:
    """The connector for HyperKitty."""
    return PagedConnector(HyperkittyPages())
