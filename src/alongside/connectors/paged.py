"""The conversations of every engine that is read page by page; an engine gives the pages.

What is guarded here is guarded for all: pages that lead in a circle, threads without end, a page
that comes without a post, another thread than the one asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.markup import prepare
from alongside.connectors.page import Page
from alongside.connectors.pages import BoardPage, ForumPages, Moment, ThreadLine, ThreadPage
from alongside.connectors.places import must_hide_secrets, same_site
from alongside.connectors.port import (
    BoardStatistics,
    Credential,
    CredentialWanted,
    ForumSite,
    ForumStatistics,
    Gone,
    Post,
    Prepared,
    Receipt,
    Refused,
    Sighting,
    Thread,
    ThreadHeading,
    TooFarBack,
    TryLater,
    Unreadable,
)
from alongside.connectors.posting import Posting
from alongside.connectors.removed import says_gone
from alongside.connectors.search import Search
from alongside.fetching.messages import Conversation, Request

MOST_THREAD_PAGES = 200
MOST_BOARD_PAGES = 40
MOST_LIST_PAGES = 20  # of a list of boards
MOST_POSTS = 20_000

# A few threads at a page's end are looked at, not one: moved ones stand out of their order.
END_OF_PAGE = 5
# Threads opened only to learn when they were started. They are numbered in the order of their
# start, so a few old ones in a row end the search.
OLD_IN_A_ROW = 2
MOST_OPENED = 100

_NO_POSTING = "There is no interface to post by in this forum; a person posts the reply by hand."


@dataclass(frozen=True, slots=True)
class PagedConnector:
    """Reads a forum by its pages as any guest sees them; without `posting` people post by hand."""

    pages: ForumPages
    posting: Posting | None = None
    can_read: bool = True

    @property
    def can_post(self) -> bool:
        return self.posting is not None

    @property
    def kind(self) -> str:
        return self.pages.kind

    @property
    def name(self) -> str:
        return self.pages.name

    def read_statistics(self, site: ForumSite) -> Conversation[ForumStatistics]:
        address, front = self.pages.statistics_address(site), self.pages.front_address(site)
        try:
            page = yield from _read(site, address)
        except Gone:
            if address == front:
                raise
            page = yield from _read(site, front)  # a version without a page of figures
        return self.pages.statistics(page)

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        """As the port says; of a list on many pages, those of the first twenty."""
        addresses = [self.pages.front_address(site)]
        boards: dict[str, BoardStatistics] = {}
        for place in range(MOST_LIST_PAGES):
            if place == len(addresses):
                break
            page = yield from _read(site, addresses[place])
            before = len(boards)
            for board in self.pages.boards(page, site):
                boards.setdefault(board.external_id, board)
            if len(boards) > before:
                more = self.pages.more_boards(page, site)
                addresses += [address for address in more if address not in addresses]
        if not boards:
            raise Unreadable("No board could be read from the forum's front page.")
        return tuple(boards.values())

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        """As the port says. Raises TooFarBack where `since` is more than 40 pages back, or behind
        pages that lead in a circle.

        Where the list does not say when a thread was started, the thread's first page is asked;
        where that would be more than 100 threads, TooFarBack has those that were found.
        """
        lines = yield from self._lines_since(
            site, board_id=board_id, board_slug=board_slug, since=since
        )
        found: list[ThreadHeading] = []
        unknown: list[ThreadLine] = []
        for line in lines:
            if line.asked is None:
                unknown.append(line)
            elif since is None or line.asked.latest > since:
                found.append(_heading(line, line.asked))
        opened, is_whole = yield from self._headings_of(site, unknown, since=since)
        found += opened
        in_order = tuple(sorted(found, key=lambda each: (each.asked_at, each.external_id)))
        if since is not None and not is_whole:
            raise TooFarBack(
                f"The list does not say when threads were started, and more than {MOST_OPENED} "
                f"would have to be opened to learn which were since {since}.",
                found=in_order,
            )
        return in_order

    def read_thread(self, site: ForumSite, heading: ThreadHeading) -> Conversation[Thread]:
        """As the port says. Raises TryLater where posts were removed while it was read."""
        start = self.pages.thread_address(site, heading.address) or heading.address
        first = yield from self.thread_page(site, start)
        if first.external_id and first.external_id != heading.external_id:
            raise Unreadable("The forum showed another thread than the one asked for.")
        if not first.posts:
            raise Unreadable("The thread's first page came without a readable post.")
        posts = {post.external_id: post for post in first.posts}
        last = first
        seen = {start}
        while last.next_address:
            if len(seen) >= MOST_THREAD_PAGES or len(posts) >= MOST_POSTS:
                raise Unreadable(f"The thread has more than {MOST_THREAD_PAGES} pages.")
            last = yield from self._next_thread_page(site, last, seen)
            new = {post.external_id: post for post in last.posts}
            if new and new.keys() <= posts.keys():
                raise Unreadable("The thread's pages lead in a circle.")
            for number, post in new.items():
                # A question that every page repeats stands where it stood first.
                posts.setdefault(number, post)
        if first.count is not None and len(posts) < first.count and last is not first:
            raise TryLater("The thread changed while it was read.")
        return Thread(
            heading=_heading_of_thread(heading, first, tuple(posts.values())),
            posts=tuple(posts.values()),
        )

    def number_at(self, site: ForumSite, address: str) -> Conversation[tuple[str, str]]:
        """The number of the thread in which an address stands, that of a post say, and the address
        of its first page; the number is "" where the page tells none.

        Raises Refused for an address of no thread, and what reading raises.
        """
        named = self.pages.page_address(site, address) or self.pages.thread_address(site, address)
        if not named:
            raise Refused("This is not the address of a thread in this forum.")
        page = yield from self.thread_page(site, named)
        return page.external_id, page.address or named

    def post_reply(
        self, site: ForumSite, *, credential: Credential, thread_id: str, text: str
    ) -> Conversation[Receipt]:
        if not text.strip():
            raise Refused("An empty reply is not posted.")
        posting = self._posting()
        must_hide_secrets(site)
        return (
            yield from posting.post(
                site,
                credential=credential,
                thread_id=thread_id,
                source=prepare(text, posting.markup).source,
            )
        )

    @property
    def credential_wanted(self) -> CredentialWanted:
        """As the port says. Raises Refused where there is no interface."""
        return self._posting().wanted

    def prepare(self, text: str) -> Prepared:
        """As the port says. Raises Refused where there is no interface."""
        return prepare(text, self._posting().markup)

    def check_credential(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        posting = self._posting()
        must_hide_secrets(site)
        yield from posting.check(site, credential=credential)

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        """As the port says: the page that was named first, then the last one, then all."""
        if not same_site(site, thread_address):
            raise Refused("This address is not in the forum.")
        start = self.pages.thread_address(site, thread_address)
        if not start:
            raise Refused("This is not the address of a thread in this forum.")
        named = self.pages.page_address(site, thread_address) or start
        page = yield from self.thread_page(site, named, keep_names=True)
        seen = {named}
        search = Search(text, account)
        if search.ends_with(page.posts):
            return search.sighting
        start = page.address or start
        if (last := page.last_address) and last not in seen:
            seen.add(last)
            at_end = yield from self.thread_page(site, last, keep_names=True)
            if search.ends_with(at_end.posts):
                return search.sighting
        if start not in seen:
            page = yield from self.thread_page(site, start, keep_names=True)
            if search.ends_with(page.posts):
                return search.sighting
        walked = {start}
        while page.next_address and page.next_address not in walked:
            if len(walked) >= MOST_THREAD_PAGES:
                raise Unreadable(f"The thread has more than {MOST_THREAD_PAGES} pages.")
            page = yield from self._next_thread_page(site, page, walked, keep_names=True)
            if search.ends_with(page.posts):
                break
        return search.sighting

    def _posting(self) -> Posting:
        if self.posting is None:
            raise Refused(_NO_POSTING)
        return self.posting

    def _lines_since(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[list[ThreadLine]]:
        """The board's threads with a post after `since`, or those of its first page."""
        address = self.pages.board_address(site, board_id=board_id, board_slug=board_slug)
        lines: dict[str, ThreadLine] = {}
        seen: set[str] = set()
        while True:
            seen.add(address)
            answer = yield from _read(site, address)
            page = self.pages.board_page(answer, site, board_id=board_id)
            new = {line.external_id for line in page.lines} - lines.keys()
            lines.update((line.external_id, line) for line in page.lines if _is_newer(line, since))
            if since is None or not page.next_address or _ends_before(page, since):
                return list(lines.values())
            if page.next_address in seen or not new:
                # No list is gone through to its end so, and the board must not be deaf for it.
                raise TooFarBack("The board's pages lead in a circle.")
            if len(seen) >= MOST_BOARD_PAGES:
                raise TooFarBack(
                    f"More than {MOST_BOARD_PAGES} pages of threads since {since}: choose a later "
                    "start."
                )
            address = page.next_address

    def _headings_of(
        self, site: ForumSite, lines: Iterable[ThreadLine], *, since: datetime | None
    ) -> Conversation[tuple[list[ThreadHeading], bool]]:
        """Opens threads, the youngest first, until they are older than `since`; and whether it came
        so far."""
        found: list[ThreadHeading] = []
        undated: list[ThreadLine] = []
        old, dated = 0, False
        lines = sorted(lines, key=_by_number, reverse=True)
        are_numbered = all(line.external_id.isdecimal() for line in lines)
        for opened, line in enumerate(lines):
            if opened == MOST_OPENED:
                return found, False
            try:
                start = self.pages.thread_address(site, line.address) or line.address
                page = yield from self.thread_page(site, start)
            except Gone:
                continue  # taken away since the list was made
            first = next(iter(page.posts), None)
            if first is None or first.posted_at is None:
                # One mail sent from 1970 must not make the whole board unreadable.
                undated.append(line)
                continue
            dated = True
            asked = Moment(first.posted_at, first.precision)
            if since is not None and asked.latest <= since:
                old += 1
                if are_numbered and old == OLD_IN_A_ROW:
                    break
                continue
            old = 0
            found.append(_heading(line, asked))
        # A thread of which the list tells no time either comes up at every visit, alone.
        if undated and not dated and (since is None or any(line.last_post for line in undated)):
            raise Unreadable("The forum does not say when a thread was started.")
        return found, True

    def thread_page(
        self, site: ForumSite, address: str, *, keep_names: bool = False
    ) -> Conversation[ThreadPage]:
        """One page of a thread, or what stands instead of one that a script fills. Raises
        Unreadable for one without a post, Gone where it says that the thread was removed."""
        answer = yield from _read(site, address)
        try:
            return self._with_posts(answer, site, keep_names=keep_names)
        except Unreadable:
            if says_gone(answer):
                raise Gone("The forum says that there is no such thread any more.") from None
            if not (instead := self.pages.instead(answer, site)):
                raise
        answer = yield from _read(site, instead)
        return self._with_posts(answer, site, keep_names=keep_names)

    def _with_posts(self, answer: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        page = self.pages.thread_page(answer, site, keep_names=keep_names)
        if not page.posts and not page.events:
            raise Unreadable("The thread's page came without a readable post.")
        return page

    def _next_thread_page(
        self, site: ForumSite, page: ThreadPage, seen: set[str], *, keep_names: bool = False
    ) -> Conversation[ThreadPage]:
        if page.next_address in seen:
            raise Unreadable("The thread's pages lead in a circle.")
        seen.add(page.next_address)
        following = yield from self.thread_page(site, page.next_address, keep_names=keep_names)
        if following.external_id != page.external_id:
            raise Unreadable("The thread's next page belongs to another thread.")
        return following


def _read(site: ForumSite, address: str) -> Conversation[Page]:
    """Asks for a page of the forum. Raises Refused for one elsewhere, also after redirects."""
    if not same_site(site, address):
        raise Refused("This address is not in the forum.")
    answer = must_be_read((yield from ask(Request("GET", address))))
    if not same_site(site, answer.url):
        raise Refused("This address leads out of the forum.")
    return Page(answer)


def _is_newer(line: ThreadLine, since: datetime | None) -> bool:
    return since is None or line.last_post is None or line.last_post.latest > since


def _ends_before(page: BoardPage, since: datetime) -> bool:
    """Whether what comes on later pages is not newer. Pinned threads stand outside the order."""
    times = [line.last_post for line in page.lines if not line.is_pinned]
    known = [moment.latest for moment in times if moment is not None][-END_OF_PAGE:]
    return bool(known) and max(known) <= since


def _heading(line: ThreadLine, asked: Moment) -> ThreadHeading:
    return ThreadHeading(
        external_id=line.external_id,
        address=line.address,
        title=line.title,
        board_id=line.board_id,
        board_name=line.board_name,
        asked_at=asked.at,
        last_post_at=line.last_post.at if line.last_post is not None else asked.at,
        replies=line.replies,
        is_closed=line.is_closed,
        is_pinned=line.is_pinned,
        is_solved=line.is_solved,
        precision=asked.precision,
    )


def _heading_of_thread(
    heading: ThreadHeading, page: ThreadPage, posts: tuple[Post, ...]
) -> ThreadHeading:
    """The heading as the thread's own pages know it; the list's word where they say nothing."""
    times = [post.posted_at for post in posts if post.posted_at is not None]
    asked_at = posts[0].posted_at
    known = {
        "title": page.title or heading.title,
        "board_id": page.board_id or heading.board_id,
        "board_name": page.board_name or heading.board_name,
    }
    return replace(
        heading,
        title=known["title"],
        board_id=known["board_id"],
        board_name=known["board_name"],
        asked_at=asked_at or heading.asked_at,
        precision=posts[0].precision if asked_at else heading.precision,
        last_post_at=max(times, default=heading.last_post_at),
        replies=len(posts) - 1,
        is_closed=page.is_closed or heading.is_closed,
        is_pinned=page.is_pinned or heading.is_pinned,
        is_solved=page.is_solved if page.is_solved is not None else heading.is_solved,
    )


def _by_number(line: ThreadLine) -> int:
    return int(line.external_id) if line.external_id.isdecimal() else 0
