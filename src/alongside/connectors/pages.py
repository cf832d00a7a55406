"""The one shape in which every engine's pages are read: pure functions, no address is asked.

An engine's folder holds an implementation of `ForumPages`. The conversations around it (asking
page after page, guarding against circles, finding what is new) are written once, in `paged.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from alongside.connectors.page import Page
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
)

# How much later a time may be than it is told. The forum's clock is not part of it: what is
# compared are times that the same forum told. A relative one is counted from the answer's date
# instead, so that the clock may stand in any zone of the earth.
_ROUNDING = {
    Precision.EXACT: timedelta(0),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.DAY: timedelta(days=1),
    Precision.RELATIVE: timedelta(hours=14),
}


class Moment(NamedTuple):
    """A time as a page tells it. `rounded_by` is the unit of a relative one ("3 days ago")."""

    at: datetime
    precision: Precision = Precision.EXACT
    rounded_by: timedelta = timedelta(0)

    @property
    def latest(self) -> datetime:
        """The latest time by the same clock that it may mean."""
        return self.at + max(_ROUNDING[self.precision], self.rounded_by)


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One thread in a board's list: what the engine shows there and no more."""

    external_id: str
    address: str
    title: str
    asked: Moment | None = None
    last_post: Moment | None = None
    replies: int | None = None
    board_id: str = ""
    board_name: str = ""
    is_closed: bool = False
    is_pinned: bool = False
    is_solved: bool | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of a board's list, in the forum's order; `next_address` is "" on the last."""

    lines: tuple[ThreadLine, ...]
    next_address: str = ""
    board_name: str = ""


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread. `count` is how many posts guests see in all, None if not shown.

    `events` is how many entries there were that are no posts ("closed", "moved"): a page of these
    alone is not an unreadable one.
    `address` is the first page's, `last_address` the last one's as this page links to it, "" where
    it does not.
    """

    posts: tuple[Post, ...]
    external_id: str = ""
    address: str = ""
    title: str = ""
    board_id: str = ""
    board_name: str = ""
    next_address: str = ""
    last_address: str = ""
    page: int = 1
    pages: int | None = None
    count: int | None = None
    events: int = 0
    is_closed: bool = False
    is_pinned: bool = False
    is_solved: bool | None = None


class ForumPages(Protocol):
    """How one engine writes its pages, and where they stand.

    The functions that read raise Unreadable for a page that is not what was asked for: one
    without a board, a thread list or a post is never an empty one.
    """

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...

    def front_address(self, site: ForumSite) -> str:
        """Where the boards are listed."""
        ...

    def statistics_address(self, site: ForumSite) -> str:
        """Where the forum's figures stand; most often the front page."""
        ...

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        """The first page of a board, newest posts first. Raises Refused for a strange id."""
        ...

    def thread_id(self, address: str) -> str:
        """The thread's own number as an address tells it, "" where it tells none."""
        ...

    def thread_address(self, site: ForumSite, address: str) -> str:
        """The first page of the thread to which an address leads, as it is asked for.

        Any address in a thread will do, that of a post included; "" if it is none of a thread.
        """
        ...

    def page_address(self, site: ForumSite, address: str) -> str:
        """The page of a thread on which an address (of a post, say) stands; "" if not known."""
        ...

    def statistics(self, page: Page) -> ForumStatistics: ...

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]: ...

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        """Further pages with boards that one of them leads to, none from the last."""
        ...

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage: ...

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        """One page of a thread.

        Without `keep_names` quotations of members and their names in the text are left out,
        for an excerpt may be stored; with it a post reads as any visitor sees it.
        """
        ...

    def instead(self, page: Page, site: ForumSite) -> str:
        """Where the thread stands whose page holds no post, its posts being fetched by a script;
        "" where the page leads to no such place."""
        ...


def start_of_unanswered(last_post: Moment | None, replies: int | None) -> Moment | None:
    """When a thread was started whose list tells its last post alone: with it, if nobody answered.

    None where somebody did, or where the time is so rough that opening the thread tells more.
    """
    is_told = last_post is not None and last_post.precision in (Precision.EXACT, Precision.MINUTE)
    return last_post if is_told and replies == 0 else None
