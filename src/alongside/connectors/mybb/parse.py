"""Turns pages of MyBB 1.6 and 1.8 into our dataclasses.

MyBB writes times by the forum's own clock and only in words; by itself it puts the month first,
and the forums of most languages change that.
"""

import re
from html import unescape

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, query_field, words_of
from alongside.connectors.pages import (
    BoardPage,
    Moment,
    ThreadLine,
    ThreadPage,
    start_of_unanswered,
)
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.reading import (
    TextRules,
    by_turns,
    classes_of,
    figures_in,
    first,
    link_in,
    moment_on,
    month_leads,
    next_link,
    post_words,
    root_of,
    statistics_of,
    with_titles,
    within,
    without_names,
)

WORDS = TextRules(
    never=".post_edit, .signature",
    quotes="blockquote:has(cite)",
    mentions="a.mentioned, a[id^='mention_'], a.mycode_mention",
)
# Of each post, in whatever theme: the scripts of the house look for it by this name.
_ANY_POST = "[id^='post_']:has([id^='pid_'])"
_REWRITTEN = {
    "tid": re.compile(r"/thread-(\d+)(?:-|\.html)", re.IGNORECASE),
    "fid": re.compile(r"/forum-(\d+)(?:-|\.html)", re.IGNORECASE),
    "pid": re.compile(r"(?:-post-|#pid|-pid-)(\d+)", re.IGNORECASE),
}


def identifier(address: str, field: str) -> str:
    """The number of a board ("fid"), thread ("tid") or post ("pid") in an address, "" for none."""
    given = query_field(address, field)
    if given and given.isdecimal():
        return given
    found = _REWRITTEN[field].search(address)
    return found[1] if found else ""


def statistics(page: Page) -> ForumStatistics:
    """ "Our members have made a total of 155 posts in 43 threads." Raises Unreadable."""
    root = root_of(page)
    figures = []
    for cell in by_turns(
        root, "#boardstats_e .smalltext, #boardstats_e td, .boardstats", ".smalltext"
    ):
        if cell.css_first("tr") is None:
            for line in re.split(r"<br\s*/?>", cell.html or ""):
                said = unescape(re.sub(r"<[^>]+>", " ", line))
                # Who is here just now is counted in the same words.
                if not re.search(r"guest|gäste|invit|online|\(", said, re.IGNORECASE):
                    figures += figures_in(said)
        if {"posts", "threads"} <= {figure.kind for figure in figures}:
            break
    return statistics_of(figures)


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of the front page, those below them too, without figures."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css("td a[href], .forumbit a[href]"):
        address = link_in(link, page, site)
        number = identifier(address, "fid") or _number_beside(link)
        header = within(link, "thead", classes="thead")
        if not number or number in found or header is not None or not words_of(link):
            continue
        if "page=" in address or "action=" in address or within(link, classes="navigation"):
            continue
        row = within(link, "tr")
        cells = row.css("td") if row is not None else []
        is_below = within(link, classes="sub_forums subforums smalltext") is not None
        figures = [
            int(re.sub(r"\D", "", words))
            for cell in cells
            if re.fullmatch(r"\d[\d.,]*(?: \(\d+\))?", words := words_of(cell))
        ]
        found[number] = BoardStatistics(
            external_id=number,
            name=words_of(link),
            slug="",
            address=address,
            threads=figures[0] if len(figures) > 1 and not is_below else None,
            posts=figures[1] if len(figures) > 1 and not is_below else None,
        )
    return tuple(found.values())


def _number_beside(link: LexborNode) -> str:
    """A board's number as the mark beside its name tells it, for addresses that have none."""
    mark = link.prev
    while mark is not None and not mark.is_element_node:
        mark = mark.prev
    if mark is None or "subforumicon" not in classes_of(mark):
        row = within(link, "tr", classes="forumbit")
        if row is None or within(link, classes="smalltext") is not None:
            return ""
        mark = row.css_first("[id^='mark_read_']")
    number = attribute(mark, "id").removeprefix("mark_read_")
    return number if number.isdecimal() else ""


def _rows_of_threads(root: LexborNode) -> list[LexborNode]:
    """A table's rows, or what stands for them in themes without tables."""
    rows = root.css("tr.inline_row")
    if not rows:
        around = (within(link, "tr") for link in root.css("[id^='tid_']"))
        rows = list({row.mem_id: row for row in around if row is not None}.values())
    return rows or root.css(".inline_row")


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board's threads. Raises Unreadable where there is no list of threads."""
    root = root_of(page)
    crumb = root.css_first(".navigation .active")
    name = words_of(crumb)
    rows = _rows_of_threads(root)
    dates = [with_titles(cell) for row in rows for cell in row.css(".smalltext")]
    month_first = month_leads(page, (), besides=dates, in_english=True)
    lines = [
        line
        for row in rows
        if (line := _line(row, page, site, board_id, name, month_first=month_first)) is not None
    ]
    if not lines and not _is_board(page, root, site):
        raise Unreadable("The board's page came without a readable thread.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def _is_board(page: Page, root: LexborNode, site: ForumSite) -> bool:
    """Whether a page without threads is a board's all the same: by the form that sorts them, or by
    its address where it shows boards."""
    if root.css_first("form[action*='forumdisplay'] input[name='fid']") is not None:
        return True
    return bool(identifier(page.url, "fid")) and bool(boards(page, site))


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    nodes = [
        node
        for node in root.css("div.post[id^='post_'], table[id^='post_']") or root.css(_ANY_POST)
        if attribute(node, "id").removeprefix("post_").isdecimal()
    ]
    month_first = month_leads(page, [with_titles(_date(node)) for node in nodes], in_english=True)
    posts = without_names(
        (
            post
            for node in nodes
            if (post := _post(node, page, site, keep_names, month_first=month_first)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The thread's page came without a readable post.")
    thread_id = _thread_id(page, root)
    board_id, board = "", ""
    for crumb in root.css(".navigation a[href]"):
        if within(crumb, classes="pagination") is None and (
            number := identifier(page.address(attribute(crumb, "href")), "fid")
        ):
            board_id, board = number, words_of(crumb)
    if not board_id and len(crumbs := root.css(".navigation > a[href]")) > 1:
        board = words_of(crumbs[-1])  # add-ons give boards addresses without their number
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/showthread.php?tid={thread_id}" if thread_id else "",
        title=words_of(root.css_first(".navigation .active")),
        board_id=board_id,
        board_name=board,
        next_address=_next_address(page, site),
        last_address=link_in(
            first(root, "a.pagination_last", ".pagination > a.pagination_page:nth-last-of-type(2)"),
            page,
            site,
        ),
        is_closed=first(
            root, "a.closed_button", "img[src*='newreply_closed'], img[src*='threadclosed']"
        )
        is not None,
    )


def _line(
    row: LexborNode,
    page: Page,
    site: ForumSite,
    board_id: str,
    board_name: str,
    *,
    month_first: bool | None,
) -> ThreadLine | None:
    link = first(row, "[id^='tid_'] a[href]", "[class*='subject_'] a[href]")
    number = identifier(page.address(attribute(link, "href")), "tid") or attribute(
        row.css_first("[id^='tid_']"), "id"
    ).removeprefix("tid_")
    # What is left where a thread was moved away leads to it, and asks nothing.
    is_moved = row.css_first(".movefolder, img[src*='movefolder']") is not None
    if link is None or not number.isdecimal() or is_moved:
        return None
    answered = next(
        (
            figure_in(words_of(cell))
            for cell in row.css("td")
            if re.fullmatch(r"-|\d[\d.,]*", words_of(cell))
        ),
        None,
    )
    kinds = " ".join(attribute(cell, "class") for cell in (row, *row.css("td, .thread_status")))
    asked = _moment(row.css_first(".thread_start_datetime"), page, month_first)
    last_post = _moment(row.css_first(".lastpost"), page, month_first)
    return ThreadLine(
        external_id=number,
        address=f"{site.address.rstrip('/')}/showthread.php?tid={number}",
        title=words_of(link),
        asked=asked or start_of_unanswered(last_post, answered),
        last_post=last_post,
        replies=answered,
        board_id=board_id,
        board_name=board_name,
        is_closed=bool(re.search(r"lockfolder|closefolder", row.html or "")),
        is_pinned="forumdisplay_sticky" in kinds,
    )


def _post(
    node: LexborNode, page: Page, site: ForumSite, keep_names: bool, *, month_first: bool | None
) -> Post | None:
    number = attribute(node, "id").removeprefix("post_")
    body = first(node, ".post_body", "[id^='pid_']")
    if not number.isdecimal() or body is None:
        return None
    posted = _moment(_date(node), page, month_first)
    note = node.css_first(f"#edited_by_{number}")
    edited = _moment(note, page, month_first)
    information = words_of(
        first(node, ".author_information .smalltext", "td.post_author .smalltext", ".usertitle")
    )
    return Post(
        external_id=number,
        address=f"{site.address.rstrip('/')}/showthread.php?pid={number}#pid{number}",
        author=words_of(
            first(
                node,
                ".author_information .largetext",
                ".largetext",
                ".author_information a",
                "a[href*='action=profile']:not(:has(img))",
                "[class*='author'] a[href]:not(:has(img))",
            )
        ),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_hidden=bool(classes_of(node) & {"unapproved_post", "deleted_post"}),
        is_edited=bool(words_of(note)),
        edited_at=edited.at if edited else None,
        author_title=attribute(
            node.css_first(".author_information img[title]:not(.buddy_status)"), "title"
        )
        or information,
    )


def _date(node: LexborNode) -> LexborNode | None:
    return first(node, ".post_date", ".post_head .smalltext", "td.tcat .smalltext", ".tcat")


def _moment(node: LexborNode | None, page: Page, month_first: bool | None) -> Moment | None:
    if node is None:
        return None
    return moment_on(page, with_titles(node), month_first=month_first)


def _thread_id(page: Page, root: LexborNode) -> str:
    for node in root.css("input[name=tid]"):
        if (value := attribute(node, "value")).isdecimal():
            return value
    links = root.css(
        "a[href*='printthread.php?tid='], a[href*='newreply.php?tid='], link[rel=canonical]"
    )
    for address in (page.url, *(page.address(attribute(link, "href")) for link in links)):
        if number := identifier(address, "tid"):
            return number
    return ""


def _next_address(page: Page, site: ForumSite) -> str:
    return next_link(page, site, ".pagination:not(.pagination_breadcrumb) a.pagination_next")
