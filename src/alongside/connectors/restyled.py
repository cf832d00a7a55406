"""Pages of known software in a style that its own reader does not know, read by their structure.

Most forums run a style that others wrote. What such a page shows is found as on a page of unknown
make; what the software numbers (threads, posts, boards) keeps its number, by the page's own
addresses, so that it is the same wherever it is read. What has no such number is not believed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from alongside.connectors.generic import parse
from alongside.connectors.generic.addresses import thread_key
from alongside.connectors.generic.empty import says_empty
from alongside.connectors.generic.gates import says_wall
from alongside.connectors.generic.links import is_of_author, leads_to_board
from alongside.connectors.generic.lists import Lines, leads_to_thread, thread_lines
from alongside.connectors.generic.outline import Outline, outline_of
from alongside.connectors.generic.reader import date_reader
from alongside.connectors.generic.rows import containers_of
from alongside.connectors.generic.trail import board_of, title_of
from alongside.connectors.generic.weights import Weights
from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage
from alongside.connectors.port import BoardStatistics, ForumSite, Post, Unreadable
from alongside.connectors.removed import says_gone

_FEW = 5  # one in so many may be no post, though it tells a time
_MOST_LINKS = 4_000  # of a page, that are looked through for a number


class Numbers(Protocol):
    """What an engine's addresses tell; "" for what they do not."""

    def board_number(self, address: str) -> str: ...

    def board_of_thread(self, address: str) -> str: ...

    def thread_id(self, address: str) -> str: ...

    def post_number(self, address: str) -> str: ...

    def thread_at(self, site: ForumSite, address: str) -> str: ...


def thread_page(page: Page, site: ForumSite, numbers: Numbers, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable, also where no post bears the engine's number."""
    read = parse.thread_page(page, site, keep_names=keep_names)
    address = _address_of_thread(page, site, numbers)
    thread = numbers.thread_id(address)
    numbered = tuple(_numbered(read.posts, numbers))
    if _told_of(read.posts) - _told_of(numbered) > max(1, len(read.posts) // _FEW):
        raise Unreadable("The page shows posts without a number among others that have one.")
    posts = tuple(post for post in numbered if numbers.thread_id(post.address) in ("", thread))
    # A notice or an advertisement among the posts has no number; a page that is no thread has none.
    if not address or 2 * len(posts) < len(read.posts) or not posts:
        raise Unreadable("The page shows no post that bears a number.")
    # What such a page shows besides are the latest posts of other threads.
    words = [post.text for post in posts]
    if says_gone(page, besides=words):
        raise Unreadable("The page says that there is no such thread any more.")
    if says_wall(page, besides=words):
        raise Unreadable("The page says that the thread is not for every visitor.")
    return replace(
        read,
        posts=posts,
        external_id=thread,
        address=numbers.thread_at(site, address),
        board_id=_number_of_board(page, numbers, read.board_name),
        last_address="",
    )


def board_page(page: Page, site: ForumSite, numbers: Numbers, *, board_id: str) -> BoardPage:
    """One page of a board's threads. Raises Unreadable where no line bears the engine's number.

    The latest threads of all boards, which many pages show beside their own, are none of this one.
    """
    if says_gone(page) or says_wall(page):
        raise Unreadable("The page says that the board is not there, or not for every visitor.")
    outline = outline_of(page.tree)
    found = thread_lines(page, outline, Weights(outline, date_reader(page)), site)
    others = _of_other_boards(page, outline, found, numbers, board_id)
    lines: dict[str, ThreadLine] = {}
    # Where most are of others, the list is none of this board's: each row is a board with its last.
    is_other = found.are_beside or 2 * len(others) > len(found.lines)
    for line in () if is_other else found.lines:
        number = numbers.thread_id(line.address)
        if number and line.address not in others:
            address = numbers.thread_at(site, line.address)
            lines.setdefault(
                number, replace(line, external_id=number, address=address, board_id=board_id)
            )
    if not lines and not says_empty(page, plainly=True):
        raise Unreadable("The page lists no thread of this board.")
    threads = {thread_key(line.address) for line in found.lines}
    return BoardPage(
        lines=tuple(lines.values()),
        next_address=parse.following_page(page, site, threads=threads),
        board_name=title_of(page),
    )


def _of_other_boards(
    page: Page, outline: Outline, found: Lines, numbers: Numbers, board_id: str
) -> set[str]:
    """The addresses of threads that are said to be in another board: by themselves, or by a link
    to that board in their row."""
    rows: Sequence[int] = containers_of(outline, found.links)
    if len(rows) == 1:
        rows = [_row_around(outline, found.links[0])]
    others = set()
    for link, row in zip(found.links, rows, strict=True):
        address = page.address(outline.attributes[link].get("href")).split("#")[0]
        within = range(row, outline.last[row] + 1)
        hrefs = (outline.attributes[one].get("href") for one in within if outline.tags[one] == "a")
        told = {numbers.board_of_thread(address)} | {
            numbers.board_number(place)
            for href in hrefs
            if href and not numbers.thread_id(place := page.address(href))
        }
        if told - {"", board_id}:
            others.add(address)
    return others


def _row_around(outline: Outline, element: int) -> int:
    """The row of a table or list around an element, else the element: of one alone nothing else
    tells how far its row goes."""
    around = element
    while around > 0:
        if outline.tags[around] in ("tr", "li", "article"):
            return around
        around = outline.parents[around]
    return element


def boards(page: Page, site: ForumSite, numbers: Numbers) -> tuple[BoardStatistics, ...]:
    """The boards of a front page, each with its place within the site as its slug.

    Raises Unreadable where none bears the engine's number.
    """
    found: dict[str, BoardStatistics] = {}
    for board in parse.boards(page, site):
        if number := numbers.board_number(board.address):
            found.setdefault(number, replace(board, external_id=number))
    if not found:
        raise Unreadable("No board could be read from the page.")
    return tuple(found.values())


def with_figures(
    boards: Iterable[BoardStatistics], read: Iterable[BoardStatistics]
) -> tuple[BoardStatistics, ...]:
    """The boards with the figures that the page's structure tells of them."""
    told = {board.external_id: board for board in read}
    return tuple(
        replace(board, threads=other.threads, posts=other.posts)
        if board.posts is None and (other := told.get(board.external_id)) is not None
        else board
        for board in boards
    )


def with_more_told(lines: Iterable[ThreadLine], read: BoardPage) -> tuple[ThreadLine, ...]:
    """The lines with what the page's structure tells of them and the engine's reader did not."""
    told = {line.external_id: line for line in read.lines}
    return tuple(_completed(line, told.get(line.external_id)) for line in lines)


def with_times(own: ThreadPage, read: ThreadPage) -> ThreadPage:
    """The thread with the times, names and further pages that the page's structure tells."""
    told = {post.external_id: post for post in read.posts}
    posts = tuple(
        post._replace(
            posted_at=other.posted_at, precision=other.precision, author=post.author or other.author
        )
        if (other := told.get(post.external_id)) is not None
        else post
        for post in own.posts
    )
    return replace(own, posts=posts, next_address=own.next_address or read.next_address)


def with_place(own: ThreadPage, page: Page, site: ForumSite, numbers: Numbers) -> ThreadPage:
    """The thread with its title and its board by the page's head and its trail."""
    title = own.title or title_of(page)
    name = own.board_name or board_of(page, site, title=title)[0]
    number = own.board_id or _number_of_board(page, numbers, name)
    return replace(own, title=title, board_name=name, board_id=number)


def _completed(line: ThreadLine, other: ThreadLine | None) -> ThreadLine:
    if other is None:
        return line
    return replace(
        line,
        asked=line.asked or other.asked,
        last_post=line.last_post or other.last_post,
        replies=line.replies if line.replies is not None else other.replies,
        is_closed=line.is_closed or other.is_closed,
        is_pinned=line.is_pinned or other.is_pinned,
        is_solved=line.is_solved if line.is_solved is not None else other.is_solved,
    )


def _told_of(posts: Iterable[Post]) -> int:
    """How many posts tell a time, which a notice among them seldom does."""
    return sum(post.posted_at is not None for post in posts)


def _numbered(posts: Sequence[Post], numbers: Numbers) -> Iterator[Post]:
    told = [numbers.post_number(post.address) or post.external_id for post in posts]
    # Numbers that count up from the thread's first post, by no address, are places in the thread.
    if told[0] == "1" and told == [str(place) for place in range(1, len(told) + 1)]:
        return
    for post, number in zip(posts, told, strict=True):
        if number.isdecimal():
            yield post._replace(external_id=number)


def _address_of_thread(page: Page, site: ForumSite, numbers: Numbers) -> str:
    """By which address the page says what thread it is: its own, else the one that its links lead
    to most often (to later pages, to posts, to the form for an answer)."""
    canonical = attribute(page.tree.css_first("link[rel=canonical]"), "href")
    for address in (page.address_on(site, canonical), page.url):
        if numbers.thread_id(address):
            return address
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    for link in page.tree.css("a[href]")[:_MOST_LINKS]:
        address = page.address_on(site, attribute(link, "href"))
        if is_of_author(address) or (leads_to_board(address) and not leads_to_thread(address)):
            continue  # where any number in an address may be a thread's
        if address and (number := numbers.thread_id(address)):
            counted[number] += 1
            first.setdefault(number, address)
    often = counted.most_common(2)
    if not often or (len(often) > 1 and often[0][1] == often[1][1]):
        return ""
    return first[often[0][0]]


def _number_of_board(page: Page, numbers: Numbers, name: str) -> str:
    for link in page.tree.css("a[href]")[:_MOST_LINKS] if name else ():
        if words_of(link) == name and (
            number := numbers.board_number(page.address(attribute(link, "href")))
        ):
            return number
    return ""
