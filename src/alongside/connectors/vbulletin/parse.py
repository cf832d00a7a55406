"""Turns pages of vBulletin 3 to 6, and of the fork that big hobby sites run, into our dataclasses.

Versions 3 and 4 write times by the forum's own clock and only in words. What all of them share is
the number on a post's text (`post_message_123`); 5 and 6 number the block around it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from alongside.connectors.page import (
    Page,
    attribute,
    figure_in,
    without_session,
    words_apart,
    words_of,
)
from alongside.connectors.pages import (
    BoardPage,
    Moment,
    ThreadLine,
    ThreadPage,
    start_of_unanswered,
)
from alongside.connectors.port import (
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.reading import (
    TextRules,
    all_of,
    by_turns,
    figure_of,
    figures_in,
    first,
    labels_turned,
    link_in,
    links_of_first,
    moment_in,
    moment_on,
    month_comes_first,
    month_leads,
    next_link,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)
from alongside.connectors.selectors import shown_on
from alongside.connectors.times import exact
from alongside.connectors.vbulletin.boards import board_of, boards, thread_of

__all__ = ["board_of", "board_page", "boards", "statistics", "thread_of", "thread_page"]

WORDS = TextRules(
    never=(
        ".bbcode_description, .after_content, .signature, .b-post__edit-note, "
        "div.smallfont:first-child, div:has(> label):has(+ .alt2)"
    ),
    quotes=(
        ".bbcode_quote:has(.bbcode_postedby), .bbcode_quote:has(.bbcode_quote_container strong), "
        ".quotearea:has(strong), blockquote:has(> .bbcode_postedby), "
        # Version 3 gives a quotation no class of its own; where its frame goes with it, the rest is
        # read faster.
        "div:has(> .smallfont:first-child + table .alt2[style*=inset] > div:first-child > strong), "
        ".alt2[style*=inset]:has(> div:first-child > strong), "
        "div:has(> .smallfont:first-child + div > strong):has(> div[style*=inset]:last-child)"
    ),
    mentions="a.b-bbcode-user, a.bbcode_user, a[data-userid]",
)


class _Parts(NamedTuple):
    """Selectors of a post's parts, each in the order in which the versions go before each other."""

    words: Sequence[str] = (".postcontent",)
    # Told to programs, and in words.
    time: Sequence[str] = ("time[itemprop=dateCreated]", ".b-post__timestamp time", "time")
    date: Sequence[str] = (".postdate .date", ".date", ".postdate", ".thead")
    author: Sequence[str] = (
        ".author [itemprop=name]",
        ".author a",
        ".author",
        ".bigusername",
        ".username_container .username",
        ".username",
    )
    title: Sequence[str] = (".usertitle", "[id^='postmenu_'] ~ .smallfont")
    edited: Sequence[str] = (
        ".lastedited",
        ".postbody .after_content .time",
        ".b-post__edit-note",
        ".smallfont em",
    )
    thanks: Sequence[str] = (".js-post__like-count, .votecount, [id^='post_thanks_box_'] .alt2",)


_PARTS = _Parts()
_TITLES = (
    ".threadtitle",
    "h1.main-title",
    ".b-post__title",
    "h1",
    "td.navbar strong",
    ".navbar strong",
)
_CRUMBS = (
    ".breadcrumb .navbit:not(.lastnavbit) a[href]",
    ".b-breadcrumbs a[href], #breadcrumbs a[href], .breadcrumbs a[href]",
    ".navbar a[href*='forumdisplay']",
    "span.navbar ~ span.navbar a[href]",  # behind the first, which leads home
    ".crumb a[href]",
)
_NEXT = ("a.right-arrow:not(.h-disabled)", ".prev_next a[rel=next]")
_REPLY_BUTTONS = ("a[href*='newreply']", ".newcontent_textcontrol", ".b-button--closed")
_CLOSED = re.compile(r"lock|closed", re.IGNORECASE)
# On the button of version 4, which is text.
_CLOSED_IN_WORDS = re.compile(r"closed|geschlossen|fermé|cerrad|chius|gesloten", re.IGNORECASE)
_PAGE = re.compile(r"(?:[?&;]page=|[/-]page-?)(\d{1,9})(?!\d)")
# A thread's number in the forms and scripts of its page.
_FIELD = re.compile(r"name=[\"']t[\"']\s+(?:id=[\"'][^\"']*[\"']\s+)?value=[\"'](\d+)")
_TOLD = re.compile(r"\bthreadid\s*[=:]\s*[\"']?(\d+)|[\"']?nodeid[\"']?\s*:\s*[\"']?(\d+)")


def statistics(page: Page) -> ForumStatistics:
    """ "Threads: 43, Posts: 155, Members: 12" at the foot of the front page. Raises Unreadable."""
    root = root_of(page)
    blocks = by_turns(
        root,
        "#wgo_stats, .b-statistics, .statistics-widget, [id*='statistics']",
        ".smallfont, td.alt1, .wgo_block",
    )
    for block in blocks:
        said = words_of(block)[:400]
        pairs = [
            f"{words_of(pair.css_first('dd'))} {words_of(pair.css_first('dt'))}"
            for pair in block.css("dl")
        ]
        figures = (
            figures_in(", ".join(pairs)) if pairs else figures_in(said, read_as=labels_turned(said))
        )
        if {"threads", "posts"} <= {figure.kind for figure in figures}:
            return statistics_of(figures)
    return statistics_of([])


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board's threads. Raises Unreadable where there is no list of threads."""
    root = root_of(page)
    name = words_of(
        first(root, ".forumtitle", "h1", ".lastnavbit", "td.navbar strong", ".navbar strong")
    )
    rows = {
        row.mem_id: (row, link)
        for link in root.css(
            "a[id^='thread_title_'], .topic-title, a.topic-title, .threadtitle a.title"
        )
        if (row := within(link, "tr", classes="threadbit topic-item trow")) is not None
    }
    month_first = month_comes_first(words_apart(row) for row, _ in rows.values())
    lines = [
        line
        for row, link in rows.values()
        if (line := _line(row, link, page, site, board_id, name, month_first=month_first))
        is not None
    ]
    if not lines and first(root, "#threads", "#threadslist", ".topic-list-container") is None:
        raise Unreadable("The board's page came without a readable thread.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    parts = _Parts(*(shown_on(page, *selectors) for selectors in _PARTS))
    if not page.held("<time", "<TIME"):
        parts = parts._replace(time=())
    found = list(_numbered_posts(page, root, parts))
    said = [
        words_of(first(block, *parts.date))[:80] if time is None else ""
        for _, block, _, time in found
    ]
    month_first = month_leads(page, list(filter(None, said)))
    posts = without_names(
        (
            _post(number, block, body, time, words, parts, page, site, keep_names, month_first)
            for (number, block, body, time), words in zip(found, said, strict=True)
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The thread's page came without a readable post.")
    thread_id = _thread_id(page, root)
    board_id, board = _board(page, root)
    title = first(root, *shown_on(page, *_TITLES))
    is_modern = page.held("b-post") != "" and root.css_first(".b-post") is not None
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=thread_address(site, thread_id, modern=is_modern),
        title=words_of(title),
        board_id=board_id,
        board_name=board,
        next_address=_next_address(page, site),
        last_address=_last_address(page, site),
        is_closed=_is_closed(page, root),
    )


def _is_closed(page: Page, root: LexborNode) -> bool:
    """By the button to reply: its class, its picture, or its words."""
    shown = shown_on(page, *_REPLY_BUTTONS)
    marks, words = set(), set()
    for button in root.css(", ".join(shown)) if shown else ():
        picture = button.first_child
        if picture is not None and (picture.tag != "img" or picture.next is not None):
            picture = button.css_first("img")
            words.add(words_of(button))
        marks |= {attribute(button, "class"), attribute(picture, "src")}
    return any(map(_CLOSED.search, marks)) or any(map(_CLOSED_IN_WORDS.search, words))


def thread_address(site: ForumSite, thread_id: str, *, modern: bool) -> str:
    if not thread_id:
        return ""
    base = site.address.rstrip("/")
    return f"{base}/node/{thread_id}" if modern else f"{base}/showthread.php?t={thread_id}"


def _numbered_posts(
    page: Page, root: LexborNode, parts: _Parts
) -> Iterator[tuple[str, LexborNode, LexborNode, LexborNode | None]]:
    """Number, block and text of each post, each number once, and the element that tells its time
    to programs."""
    seen = set()
    for body in root.css("[id^='post_message_']"):
        number = (body.id or "").removeprefix("post_message_")
        block = _around(body, f"post_{number}", f"post{number}", f"edit{number}")
        if number.isdecimal() and number not in seen and block is not None:
            seen.add(number)
            yield number, block, first(body, *parts.words) or body, first(block, *parts.time)
    for block in all_of(root, ".b-post") if page.held("b-post") else ():
        anchor = block.css_first("a[id^='post'].anchor")
        number = attribute(block, "data-node-id") or attribute(anchor, "id").removeprefix("post")
        body_found = first(block, ".js-post__content-text", ".b-post__content [itemprop=text]")
        if number.isdecimal() and number not in seen and body_found is not None:
            seen.add(number)
            yield number, block, body_found, first(block, *parts.time)


def _around(node: LexborNode, *identities: str) -> LexborNode | None:
    """The nearest element around a node that bears one of these ids."""
    parent = node.parent
    while parent is not None and parent.id not in identities:
        parent = parent.parent
    return parent


def _post(
    number: str,
    block: LexborNode,
    body: LexborNode,
    time: LexborNode | None,
    said: str,
    parts: _Parts,
    page: Page,
    site: ForumSite,
    keep_names: bool,
    month_first: bool,
) -> Post:
    # Version 5 writes the time by the forum's clock, and beside it the seconds since 1970.
    published = attribute(block, "data-node-publishdate")
    posted = (exact(published) if published else None) or (
        moment_in(time, page)
        if time is not None
        else moment_on(page, said, month_first=month_first)
    )
    edited = _edited(first(block, *parts.edited), page, month_first)
    thanked = first(block, *parts.thanks)
    classes = attribute(block, "class")
    base = site.address.rstrip("/")
    return Post(
        external_id=number,
        address=f"{base}/node/{number}#post{number}"
        if "b-post" in classes.split()
        else f"{base}/showthread.php?p={number}#post{number}",
        author=words_of(first(block, *parts.author)),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_hidden="deleted" in classes
        and not {"b-post--deleted", "postbitdeleted"}.isdisjoint(classes.split()),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        thanks=figure_in(words_of(thanked)) if thanked is not None else None,
        author_title=words_of(first(block, *parts.title)),
    )


def _edited(note: LexborNode | None, page: Page, month_first: bool) -> Moment | None:
    said = words_of(note)
    # "Last edited by Herm; 12-28-05 at 10:28 PM." The name may look like a date.
    told = said.partition(";")[2] or said
    return moment_on(page, told, month_first=month_first) if told else None


def _thread_id(page: Page, root: LexborNode) -> str:
    if page.held('name="t"', "name='t'") and (field := _FIELD.search(page.html)) is not None:
        return field[1]
    canonical = attribute(root.css_first("link[rel=canonical]"), "href")
    return (
        thread_of(without_session(canonical))
        or thread_of(without_session(page.url))
        or _told_to_scripts(page)
    )


def _told_to_scripts(page: Page) -> str:
    told = _TOLD.search(page.html) if page.held("threadid", "nodeid") else None
    return next((part for part in told.groups() if part), "") if told else ""


def _board(page: Page, root: LexborNode) -> tuple[str, str]:
    crumbs = next(filter(None, map(root.css, shown_on(page, *_CRUMBS))), [])
    named = [crumb for crumb in crumbs if words_of(crumb)]
    if not named:
        return "", ""
    return board_of(page.address(attribute(named[-1], "href"))), words_of(named[-1])


def _line(
    row: LexborNode,
    link: LexborNode,
    page: Page,
    site: ForumSite,
    board_id: str,
    board_name: str,
    *,
    month_first: bool | None,
) -> ThreadLine | None:
    number = (
        attribute(link, "id").removeprefix("thread_title_")
        or attribute(row, "data-node-id")
        or thread_of(page.address(attribute(link, "href")))
    )
    if not number.isdecimal():
        return None
    # Version 4 alone says who started a thread and when.
    started = first(row, ".threadinfo .author .label", ".threadinfo .author", ".topic-info .date")
    last = first(
        row,
        ".threadlastpost",
        ".lastpost-date",
        ".post-date",
        ".cell-lastpost",
        "td[title^='Replies']",
        "td.alt2 > .smallfont",
    )
    # Older versions show a thread's state by a picture only.
    marks = [attribute(row, "class"), *(attribute(picture, "src") for picture in row.css("img"))]
    state = " ".join(marks)
    if re.search(r"\bmoved\b|thread_moved", state):
        return None  # what is left where a thread was moved away leads to it, and asks nothing
    # Or the name's title alone does.
    said = words_apart(started), attribute(first(row, ".threadinfo .author .username"), "title")
    told = (moment_on(page, words, month_first=month_first) for words in said if words)
    asked = next(filter(None, told), None)
    last_post, replies = moment_in(last, page, month_first=month_first), _replies(row)
    return ThreadLine(
        external_id=number,
        address=thread_address(site, number, modern="topic-item" in state),
        title=words_of(link),
        asked=asked or start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=board_id,
        board_name=board_name,
        is_closed=bool(re.search(r"\block\b|_lock|closed", state)),
        is_pinned=re.search(r"(?<!non)sticky", state) is not None
        or row.css_first(".sticky") is not None,
    )


def _replies(row: LexborNode) -> int | None:
    """From a cell of its own, or from the title "Replies: 4, Views: 90" of another one."""
    shown = first(row, ".threadstats", ".posts-count", ".replies-count", ".threadreplies")
    if shown is not None:
        return figure_of(shown)
    titled = attribute(row.css_first("td[title*=':']"), "title")
    return figure_in(titled.partition(":")[2])


def _next_address(page: Page, site: ForumSite) -> str:
    return next_link(page, site, *shown_on(page, *_NEXT))


def _last_address(page: Page, site: ForumSite) -> str:
    """The page with the highest number; the arrow to the next one stands behind it."""
    root = root_of(page)
    for bar in shown_on(page, ".pagination", ".pagenav"):
        first_bar, all_bars = links_of_first(root, bar), f"{bar} a"
        if numbered := _numbered_links(first_bar) or _numbered_links(root.css(all_bars)):
            return link_in(numbered[max(numbered)], page, site)
    return ""


def _numbered_links(links: Iterable[LexborNode]) -> dict[int, LexborNode]:
    found = ((_PAGE.search(attribute(link, "href")), link) for link in links)
    return {int(number[1]): link for number, link in found if number is not None}
