"""What the pages of all engines have in common; an engine's `client.py` holds what differs."""

import re
from abc import ABC, abstractmethod
from typing import ClassVar, Protocol
from urllib.parse import quote

from alongside.connectors.page import Page
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import BoardStatistics, ForumSite, ForumStatistics, Refused

A_NUMBER = re.compile(r"[0-9]+")


class Parser(Protocol):
    """An engine's `parse.py`: the module itself is one."""

    def statistics(self, page: Page, /) -> ForumStatistics: ...

    def boards(self, page: Page, site: ForumSite, /) -> tuple[BoardStatistics, ...]: ...

    def board_page(self, page: Page, site: ForumSite, /, *, board_id: str) -> BoardPage: ...

    def thread_page(self, page: Page, site: ForumSite, /, *, keep_names: bool) -> ThreadPage: ...


class EnginePages(ABC):
    """A `ForumPages` whose addresses are written as places below the forum's own address.

    `board` holds "{board_id}" and may hold "{board_slug}"; ids of boards that `board_ids` does
    not know are refused, for they could lead to another address.
    """

    kind: ClassVar[str]
    name: ClassVar[str]
    parser: Parser  # a ClassVar takes no module from mypy 2.4 on
    front: ClassVar[str] = "/"
    figures: ClassVar[str] = ""  # where the front shows none
    board: ClassVar[str]
    board_ids: ClassVar[re.Pattern[str]] = A_NUMBER

    @abstractmethod
    def thread_id(self, address: str) -> str:
        """As `ForumPages` says."""

    @abstractmethod
    def thread_at(self, site: ForumSite, address: str) -> str:
        """As `ForumPages.thread_address`, of an address that is known to be in the forum."""

    def page_at(self, site: ForumSite, address: str) -> str:
        """As `ForumPages.page_address`, of one in the forum; else where no post has its own."""
        return self.thread_at(site, address)

    def front_address(self, site: ForumSite) -> str:
        return f"{site.base}{self.front}"

    def statistics_address(self, site: ForumSite) -> str:
        return f"{site.base}{self.figures or self.front}"

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        if not self.board_ids.fullmatch(board_id):
            raise Refused(f"{board_id!r} is no id that {self.name} could have given to a board.")
        place = self.board.format(board_id=quote(board_id, safe="@"), board_slug=board_slug)
        return f"{site.base}{place}"

    def thread_address(self, site: ForumSite, address: str) -> str:
        return self.thread_at(site, address) if same_site(site, address) else ""

    def page_address(self, site: ForumSite, address: str) -> str:
        return self.page_at(site, address) if same_site(site, address) else ""

    def statistics(self, page: Page) -> ForumStatistics:
        return self.parser.statistics(page)

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return self.parser.boards(page, site)

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        """As `ForumPages` says; most engines list all boards on one page."""
        return ()

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        return self.parser.board_page(page, site, board_id=board_id)

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        return self.parser.thread_page(page, site, keep_names=keep_names)

    def instead(self, page: Page, site: ForumSite) -> str:
        """As `ForumPages` says; the pages of most engines hold their posts."""
        return ""
