"""What the pages of all engines have in common; an engine's `client.py` holds what differs."""

import re
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar, Protocol
from urllib.parse import quote

from alongside.connectors import restyled
from alongside.connectors.generic.empty import says_empty
from alongside.connectors.generic.figures import statistics as figures_of
from alongside.connectors.generic.trail import title_of
from alongside.connectors.page import Page
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.places import same_site
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    ForumStatistics,
    Refused,
    Unreadable,
)
from alongside.connectors.reading import without_names

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
    # Whether others write styles for it, whose pages are read by their structure where the
    # engine's own reader finds nothing on them.
    has_styles: ClassVar[bool] = False

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

    def board_number(self, address: str) -> str:
        """The number of the board to which an address leads, "" for none."""
        return ""

    def board_of_thread(self, address: str) -> str:
        """The number of the board that a thread's address names, "" where it names none."""
        return ""

    def post_number(self, address: str) -> str:
        """The number of the post to which an address leads, "" for none."""
        return ""

    def statistics(self, page: Page) -> ForumStatistics:
        try:
            return self.parser.statistics(page)
        except Unreadable:
            if not self.has_styles:
                raise
            told = figures_of(page)
            if {figure.kind for figure in told.figures} >= {"posts", "threads"}:
                return told
            raise  # one figure alone may count anything

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        found = self.parser.boards(page, site)
        is_counted = any((board.threads, board.posts) != (None, None) for board in found)
        if is_counted or not self.has_styles:
            return found
        try:
            read = restyled.boards(page, site, self)
        except Unreadable:
            return found
        return restyled.with_figures(found, read) or read

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        """As `ForumPages` says; most engines list all boards on one page."""
        return ()

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        try:
            own = self.parser.board_page(page, site, board_id=board_id)
        except Unreadable:
            if not self.has_styles or self._is_thread(page, site):
                raise
            read = restyled.board_page(page, site, self, board_id=board_id)
            self._must_be_of_one_board(read, page, site)
            return read
        # A style may keep the frame of a list and change all that stands in it.
        is_whole = any(
            line.last_post is not None and line.replies is not None for line in own.lines
        )
        if not self.has_styles:
            return own
        if is_whole:
            return own if own.board_name else replace(own, board_name=title_of(page))
        if not own.lines and says_empty(page, plainly=True):
            return own
        if not own.lines and self._is_thread(page, site):
            raise Unreadable("The page is a thread and lists none.")
        try:
            read = restyled.board_page(page, site, self, board_id=board_id)
        except Unreadable:
            if not own.lines and not says_empty(page) and not self.parser.boards(page, site):
                raise
            return own
        if not own.lines:
            self._must_be_of_one_board(read, page, site)
        return replace(
            own,
            lines=restyled.with_more_told(own.lines, read) or read.lines,
            next_address=own.next_address or read.next_address,
            board_name=own.board_name or read.board_name,
        )

    def _must_be_of_one_board(self, read: BoardPage, page: Page, site: ForumSite) -> None:
        """Raises Unreadable where a page shows no more threads than boards with their counts: these
        are the last ones of each."""
        counted = sum(board.threads is not None for board in self.parser.boards(page, site))
        if 0 < len(read.lines) <= counted:
            raise Unreadable("The page lists boards, and no threads but their last ones.")

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        try:
            own = self.parser.thread_page(page, site, keep_names=keep_names)
        except Unreadable:
            if not self.has_styles or self._lists_boards(page, site):
                raise
            return restyled.thread_page(page, site, self, keep_names=keep_names)
        if not self.has_styles:
            return own
        if not any(post.posted_at is not None for post in own.posts):
            with suppress(Unreadable):
                read = restyled.thread_page(page, site, self, keep_names=keep_names)
                own = restyled.with_times(own, read)
                own = replace(own, posts=without_names(own.posts, keep_names=keep_names))
        if not own.title or not own.board_name:
            own = restyled.with_place(own, page, site, self)
        return own

    def _lists_boards(self, page: Page, site: ForumSite) -> bool:
        """Whether a page counts the threads of boards: what stands beside are their last ones."""
        return any(board.threads is not None for board in self.parser.boards(page, site))

    def _is_thread(self, page: Page, site: ForumSite) -> bool:
        try:
            self.parser.thread_page(page, site, keep_names=False)
        except Unreadable:
            return False
        return True

    def instead(self, page: Page, site: ForumSite) -> str:
        """As `ForumPages` says; the pages of most engines hold their posts."""
        return ""
