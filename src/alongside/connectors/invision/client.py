"""Where Invision Community's pages stand. Posting knows its own: `post.py`."""

import re
from urllib.parse import urljoin

from alongside.connectors.engine import EnginePages
from alongside.connectors.invision import parse
from alongside.connectors.invision.post import InvisionPosting
from alongside.connectors.paged import PagedConnector
from alongside.connectors.places import same_site
from alongside.connectors.port import ForumSite

# How IP.Board leads to a post, which knows no other way.
_OLDER = re.compile(r"#entry|findpost|[?&;]pid=")


class InvisionPages(EnginePages):
    """A forum that runs on Invision Community (threads seen with 4 and 5), or on its forerunners.

    A board's slug is its place within the site where that was read by the page's structure.
    """

    kind = "invision"
    name = "Invision Community"
    parser = parse
    # Any word after the number leads to the right one.
    board = "/forum/{board_id}-x/"
    has_styles = True

    def board_number(self, address: str) -> str:
        return parse.number_of(address, "forum")

    def post_number(self, address: str) -> str:
        return parse.comment_of(address)

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        plain = super().board_address(site, board_id=board_id, board_slug=board_slug)
        if board_slug.startswith("/"):
            address = urljoin(plain, board_slug)
            if same_site(site, address) and self.board_number(address) == board_id:
                return address
        script = parse.SCRIPT if board_slug.startswith(parse.SCRIPT) else ""
        return f"{site.base}/{script}{plain.removeprefix(f'{site.base}/')}"

    def thread_id(self, address: str) -> str:
        return parse.number_of(address, "topic")

    def thread_at(self, site: ForumSite, address: str) -> str:
        return parse.short_address(address)

    def page_at(self, site: ForumSite, address: str) -> str:
        start = self.thread_at(site, address)
        comment = parse.comment_of(address)
        if start and comment:
            way = "view=findpost&p=" if _OLDER.search(address) else "do=findComment&comment="
            return f"{start}{'&' if '?' in start else '?'}{way}{comment}"
        return address.split("#")[0] if start else ""


def invision() -> PagedConnector:
    """The connector for Invision Community."""
    return PagedConnector(InvisionPages(), InvisionPosting())
