"""Turns pages of Simple Machines Forum 1.1 to 2.1 into our dataclasses.

SMF writes times by the forum's own clock and only in words. Its lists do not say when a thread was
started. Until 2.0 they are tables whose cells have the classes that 2.1 gives the whole row, and
tell a thread's state by pictures.
"""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage, start_of_unanswered
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
    ancestors,
    bare_figures,
    by_turns,
    classes_of,
    figures_in,
    first,
    labels_turned,
    link_in,
    moment_in,
    moment_on,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)

WORDS = TextRules(
    never=".codeheader, .code_select, .quotefooter, .quoteheader + br",
    quotes=(
        "blockquote.bbc_standard_quote:has(cite a), blockquote:has(> cite a), .quoteheader, "
        ".quoteheader + blockquote, .quoteheader + .quote"
    ),
    mentions="a.mention",
)
_TOPIC = re.compile(r"[?;&/]topic[=,](?P<id>\d+)(?:\.(?P<start>(?:msg)?\d+|new))?")
_BOARD = re.compile(r"[?;&/]board[=,](?P<id>\d+)(?:\.(?P<start>\d+))?")
_BOARD_LINK = re.compile(r"b(\d+)")
_COUNTED = {"posts", "threads", "members"}
_MESSAGE = re.compile(r"(?:[?;&]msg=|#msg|\.msg)(\d+)")


def topic_of(address: str) -> tuple[str, str]:
    """Number of a topic and the place in it ("15" or "msg64"), "" for what is not told."""
    found = _TOPIC.search(address)
    return (found["id"], found["start"] or "") if found else ("", "")


def board_of(address: str) -> str:
    found = _BOARD.search(address)
    return found["id"] if found else ""


def message_of(address: str) -> str:
    found = _MESSAGE.search(address)
    return found[1] if found else ""


def statistics(page: Page) -> ForumStatistics:
    """ "155 Posts in 43 Topics by 12 Members". Raises Unreadable."""
    for node in by_turns(
        root_of(page),
        "#upshrink_stats p, #upshrinkHeaderIC p",
        "p, li, td, div.centertext, .middletext",
    ):
        figures = figures_in(words_of(node)[:400])
        # A board's row counts posts and topics as well, but no members.
        if {figure.kind for figure in figures} >= _COUNTED:
            return statistics_of(figures)
    return statistics_of([])


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of the front page, those below them too, whose figures stand in a title."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css(
        "a.subject, a.mobile_subject, a[name^='b'][href], .children a, [id$='_children'] a, "
        "td > .smalltext > a[href*='board'], a[name^='b'] + b > a[href*='board']"
    ):
        address = link_in(link, page, site)
        number = board_of(address) or _own_number(link)
        if not address or not number or number in found or not words_of(link):
            continue
        is_below = within(link, classes="children smalltext") is not None
        row = within(link, "tr", classes="up_contain")
        stats = (
            first(row, ".board_stats, td.stats", "td:not(:has(a)) > .smalltext")
            if row is not None and not is_below
            else None
        )
        # "No New Posts (Topics: 39, Posts: 172)"
        said = attribute(link, "title") if is_below else words_of(stats)
        figures = {figure.kind: figure.value for figure in figures_in(labels_turned(said))}
        # Themes as of 1.0 have a column for each.
        if not figures and row is not None and not is_below and len(bare := bare_figures(row)) == 2:
            figures = dict(zip(("threads", "posts"), bare, strict=True))
        found[number] = BoardStatistics(
            external_id=number,
            name=words_of(link),
            slug="",
            address=address,
            threads=figures.get("threads"),
            posts=figures.get("posts"),
        )
    return tuple(found.values())


def _own_number(link: LexborNode) -> str:
    """The number that a board's link bears where add-ons write addresses of words alone."""
    found = _BOARD_LINK.fullmatch(attribute(link, "id") or attribute(link, "name"))
    return found[1] if found else ""


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board's topics. Raises Unreadable where there is no list of topics."""
    root = root_of(page)
    crumbs = root.css(
        ".navigate_section li.last a, .navigate_section li:last-child a, .nav b:last-child a.nav"
    )
    name = words_of(crumbs[-1]) if crumbs else ""
    lines: dict[str, ThreadLine] = {}
    rows = set[int]()
    for link in root.css(
        "#topic_container .message_index_title a[href], #topic_container span[id^='msg_'] a[href], "
        "#messageindex .message_index_title a[href], "
        "#messageindex td.subject span[id^='msg_'] a[href], td > span[id^='msg_'] a[href], "
        "td > b > span[id^='msg_'] a[href]"
    ):
        number, _ = topic_of(page.address(attribute(link, "href")))
        # Until 2.0 each cell of a row has the classes that later the row has itself.
        row = within(link, "tr") or within(link, classes="windowbg windowbg2 approvebg up_contain")
        if not number or number in lines or row is None or row.mem_id in rows:
            continue
        if words_of(link):
            rows.add(row.mem_id)
            line = _line(row, link, number, page, site, board_id=board_id, board_name=name)
            if line is not None:
                lines[number] = line
    if not lines and first(root, "#messageindex", "#topic_container", "#topic_header") is None:
        raise Unreadable("The board's page came without a readable topic.")
    return BoardPage(
        lines=tuple(lines.values()), next_address=_next_address(page, site), board_name=name
    )


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    nodes = _nodes_of_posts(root)
    posts = without_names(
        (
            post
            for node in nodes
            if (post := _post(node, page, site, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The topic's page came without a readable post.")
    canonical = attribute(root.css_first("link[rel=canonical]"), "href")
    thread_id = topic_of(page.address(canonical))[0] or topic_of(page.url)[0]
    board_id, board = "", ""
    for crumb in root.css(".navigate_section a[href], a.nav[href]"):
        if number := board_of(page.address(attribute(crumb, "href"))):
            board_id, board = number, words_of(crumb)
    title = first(
        root, "#top_subject", ".display_title", "#display_head h2", ".navigate_section li.last a"
    )
    said = words_of(title)
    if thread_id and not said:
        said = words_of(root.css_first("title"))
    # 2.0 writes "Topic: A question  (Read 12 times)".
    said = (
        re.sub(r"^(?:Topic|Thema|Sujet|Tema)\s*:\s*|\s*\([^()]*\d+[^()]*\)\s*$", "", said)
        if title is not None and (title.tag == "td" or attribute(title, "id") != "top_subject")
        else said
    )
    lasts = [
        (int(start), address)
        for link in root.css(".pagelinks a[href]")
        if (address := link_in(link, page, site)) and (start := topic_of(address)[1]).isdecimal()
    ]
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/index.php?topic={thread_id}.0" if thread_id else "",
        title=said,
        board_id=board_id,
        board_name=board,
        next_address=_next_address(page, site),
        last_address=max(lasts)[1] if lasts else "",
        is_closed=first(
            root,
            "#display_head .lock",
            ".main_icons.lock",
            ".catbg img[src*='lock'], .catbg3 img[src*='lock']",
        )
        is not None,
    )


def _nodes_of_posts(root: LexborNode) -> list[LexborNode]:
    """2.1 numbers the block around a post, 2.0 only what stands in it, 1.1 only its subject."""
    nodes = {
        around.mem_id: around
        for inner in root.css("[data-msgid], .inner[id^='msg_']")
        if (around := within(inner, classes="post_wrapper")) is not None
    } or {
        around.mem_id: around
        for subject in root.css("[id^='subject_']")
        if (around := next((one for one in ancestors(subject) if _holds_a_post(one)), None))
        is not None
    }
    return list(nodes.values())


def _holds_a_post(node: LexborNode) -> bool:
    return (
        node.css_first(".post") is not None
        and node.css_first("a[href*='action=profile'], .smalltext") is not None
        and node.tag == "table"
        and node.css_first("[id^='modified_']") is not None
    )


def _line(
    row: LexborNode,
    link: LexborNode,
    number: str,
    page: Page,
    site: ForumSite,
    *,
    board_id: str,
    board_name: str,
) -> ThreadLine | None:
    pictures = " ".join(attribute(picture, "src") for picture in row.css("td img[src]"))
    # What is left where a topic was moved away leads to it, and asks nothing.
    if row.css_first(".icons .main_icons.move") is not None or "/moved." in pictures:
        return None
    figures = row.css_first(".board_stats, td.stats")
    last = first(row, ".lastpost p a[href*='msg']", ".lastpost", "td.lastpost")
    classes = classes_of(row) | {name for cell in row.css("td") for name in classes_of(cell)}
    last_post = moment_in(last, page) or moment_in(row.css_first(".lastpost"), page)
    if last_post is None and (unnamed := row.css("td > .smalltext")):
        last_post = moment_in(unnamed[-1], page)
    replies = (
        figure_in(words_of(figures)) if figures is not None else next(iter(bare_figures(row)), None)
    )
    return ThreadLine(
        external_id=number,
        address=f"{site.address.rstrip('/')}/index.php?topic={number}.0",
        title=words_of(link),
        asked=start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=board_id,
        board_name=board_name,
        is_closed=_says("lock", classes, pictures) or row.css_first(".main_icons.lock") is not None,
        is_pinned=_says("sticky", classes, pictures)
        or row.css_first(".main_icons.sticky") is not None,
    )


def _says(state: str, classes: Iterable[str], pictures: str) -> bool:
    """Whether a row's classes ("locked", "stickybg", "locked_sticky2") or pictures tell a state."""
    return any(state in name for name in classes) or state in pictures


def _post(node: LexborNode, page: Page, site: ForumSite, *, keep_names: bool) -> Post | None:
    body = first(node, ".inner[data-msgid]", ".post .inner", ".inner", ".post")
    if body is None:
        return None
    number = (
        attribute(body, "data-msgid")
        or attribute(body, "id").removeprefix("msg_")
        or attribute(node.css_first("[id^='subject_']"), "id").removeprefix("subject_")
    )
    if not number.isdecimal():
        return None
    posted = moment_in(first(node, ".postinfo a.smalltext", ".postinfo > .smalltext", "time"), page)
    if posted is None:
        # "« Reply #3 on: June 04, 2024, 11:23:55 AM »"
        said = words_of(
            first(
                node,
                ".keyinfo div.smalltext",
                ".keyinfo .smalltext",
                ".keyinfo",
                "[id^='subject_'] + .smalltext",
            )
        )
        posted = moment_on(page, said.partition(":")[2] or said)
    note = words_of(first(node, ".modified", f"#modified_{number}"))
    edited = moment_on(page, note.partition(":")[2]) if note else None
    group = words_of(node.css_first(".membergroup")) or words_of(node.css_first(".title"))
    likes = node.css_first(".smflikebutton + .like_count, .like_count, [id^='likes_']")
    return Post(
        external_id=number,
        address=f"{site.address.rstrip('/')}/index.php?msg={number}",
        author=words_of(
            first(node, ".poster h4 a[href*='profile']", ".poster h4", "b > a[href*='profile']")
        ),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=bool(note),
        edited_at=edited.at if edited else None,
        thanks=figure_in(words_of(likes)) if likes is not None else None,
        author_title=group
        or words_of(node.css_first(".postgroup"))
        or _first_line(node.css_first("td > b + .smalltext")),
    )


def _first_line(node: LexborNode | None) -> str:
    """What stands in a node before anything else; "" where that is a picture."""
    told = node.child if node is not None else None
    return (told.text_content or "").strip() if told is not None and told.is_text_node else ""


def _next_address(page: Page, site: ForumSite) -> str:
    root = root_of(page)
    arrow = first(root, ".pagelinks a.nav_page .next_page", ".pagelinks .next_page")
    if arrow is not None:
        return link_in(within(arrow, "a"), page, site)
    for current in root.css(
        ".pagelinks .current_page, .pagelinks strong, .middletext > b:has(+ a.navPages)"
    ):
        node = current.next
        while node is not None:
            if node.tag == "a" and not attribute(node, "href").startswith("#"):
                address = link_in(node, page, site)
                return address if re.search(r"(?:topic|board)[=,]\d+\.\d", address) else ""
            node = node.next
    return (
        link_in(root.css_first("link[rel=next]"), page, site)
        if root.css(".pagelinks") == []
        else ""
    )
