"""Turns pages of phpBB 3 into our dataclasses: in the style "prosilver", in those made from it, and
in "subsilver2", which writes tables. Other styles keep a few names of theirs, and those are enough.
"""

import re
from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, query_field, words_of
from alongside.connectors.pages import (
    BoardPage,
    Moment,
    ThreadLine,
    ThreadPage,
    start_of_unanswered,
)
from alongside.connectors.phpbb import subsilver
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
    bare_figures,
    by_post,
    by_turns,
    classes_of,
    figure,
    figure_of,
    figures_in,
    first,
    link_in,
    links_of_first,
    moment_in,
    moment_on,
    next_link,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)
from alongside.connectors.times import exact

WORDS = TextRules(
    never=".notice, .attachbox dt, .signature",
    quotes="blockquote:has(cite)",
    mentions=".mention",
)
_PARTS = ("content", "author", "notice", "profile-rank", "accepted-answer")
_OTHER_BODIES = ".postbody .postcontent", ".post-content"
_LOCK = ".icon.fa-lock, .locked-icon, .buttons .locked, .button .fa-lock"
# In the button to answer: a class, a picture's name, or its words.
_LOCKED = re.compile(
    r"(?<![a-z])lock(?:ed)?\b|_locked|gesperrt|verrouill|cerrad|chius|gesloten", re.I
)
_PINNED = re.compile(r"(?<![a-z])(?:sticky|announce|global|pushpin|thumb-?tack)")
_PARTED = re.compile(r"[•|]")
_MOST_CURRENT = 4  # numbers of the page itself: above and below its posts
_START = re.compile(r"[?&;]start=(\d{1,9})(?![^&;#])", re.ASCII)
# Extensions write addresses such as /benefits-f3.html and /a-question-t15-10.html.
_REWRITTEN = re.compile(r"[-/](?P<kind>[fpt])(?P<id>\d+)(?:-\d+)?(?:\.html|/)?(?:$|[?#])")


def identifier(address: str, field: str) -> str:
    """The number of a board ("f"), thread ("t") or post ("p") in an address, "" for none."""
    given = query_field(address.replace("&amp;", "&"), field)
    if given and given.isdecimal():
        return given
    for found in _REWRITTEN.finditer(address):
        if found["kind"] == field:
            return found["id"]
    return ""


def post_of(address: str) -> str:
    """The number of the post to which an address leads, "" for none."""
    fragment = address.partition("#p")[2]
    return identifier(address, "p") or fragment * fragment.isdecimal()


def statistics(page: Page) -> ForumStatistics:
    """ "Total posts 155 • Total topics 43 • Total members 12 • Our newest member …", any language.

    Raises Unreadable.
    """
    root = root_of(page)
    for line in by_turns(root, ".statistics p", ".statistics ul", "#page-body p, .panel p, p"):
        items = line.css("li")
        pieces = [words_of(item) for item in items] or _PARTED.split(words_of(line))
        if len(line.css("strong")) >= 3 and len(pieces) >= 3:
            kinds = ("posts", "threads", "members")
            found = [figure(kind, said) for kind, said in zip(kinds, pieces, strict=False)]
            if all(found):
                return statistics_of(found)
    return statistics_of([])


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of the front page, those below them too, without figures."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css("a.forumtitle, a.forumlink, a.subforum"):
        address = link_in(link, page, site)
        number = identifier(address, "f")
        if not number or number in found:
            continue
        row = None if "subforum" in classes_of(link) else within(link, "tr", classes="row")
        if row is not None and row.css_first("dd.redirect") is not None:
            continue  # a mere link to some other page
        threads, posts = _figures_of_board(row) if row is not None else (None, None)
        found[number] = BoardStatistics(
            external_id=number,
            name=words_of(link),
            slug="",
            address=address,
            threads=threads,
            posts=posts,
        )
    return tuple(found.values())


def _figures_of_board(row: LexborNode) -> tuple[int | None, int | None]:
    """Threads and posts: in their own cells, in two of a table, or "12 Topics 34 Posts"."""
    threads, posts = figure_of(row.css_first("dd.topics")), figure_of(row.css_first("dd.posts"))
    if threads is not None or posts is not None:
        return threads, posts
    if len(bare := bare_figures(row)) > 1:
        return bare[0], bare[1]
    cells = (words_of(cell) for cell in row.css("td"))
    told = {one.kind: one.value for words in cells for one in figures_in(words)}
    return told.get("threads"), told.get("posts")


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a board. Raises Unreadable where there is no thread nor a board's frame."""
    root = root_of(page)
    name = words_of(
        first(
            root,
            "h2.forum-title",
            "#page-body h2",
            "h2",
            "h3 a[href*='viewforum.php'], a.maintitle[href*='viewforum.php']",
        )
    )
    lines = [
        line
        for link in root.css("a.topictitle")
        if (line := _line(link, page, site, board_id=board_id, board_name=name)) is not None
    ]
    # A board without threads still has its frame; any other page is not a board.
    if not lines and root.css_first("body.section-viewforum") is None:
        raise Unreadable("The board's page came without a readable thread.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    title = first(
        root, "h2.topic-title a", "h1.topic-title a", "h3.first a", "#page-body h2 a", "h2 a", "h2"
    )
    place = f"{site.address.rstrip('/')}/viewtopic.php"
    nodes = _nodes_of_posts(root)
    parts = by_post(root, nodes, *_PARTS)
    found = [
        post
        for node in nodes
        if (post := _post(node, parts.get(node.mem_id, {}), page, place, keep_names=keep_names))
        is not None
    ] or list(subsilver.posts(root, page, place, keep_names=keep_names))
    if any(post.thanks for post in found):  # else nobody may thank here
        found = [post._replace(thanks=post.thanks or 0) for post in found]
    posts = without_names(found, keep_names=keep_names)
    if not posts:
        raise Unreadable("The thread's page came without a readable post.")
    thread_id = _thread_id(page, root)
    board_id, board = _board(page, links_of_first(root, ".navlinks"))
    if not board_id:
        board_id, board = _board(page, root.css(".navlinks a, .breadcrumbs a, .crumb a"))
    pagination = root.css_first(".pagination")
    shown = words_of(pagination)
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=f"{place}?t={thread_id}" if thread_id else "",
        title=words_of(title),
        board_id=board_id,
        board_name=board,
        next_address=_next_address(page, site),
        last_address=_last_address(page, site),
        count=figure_in(shown) if re.match(r"\d", shown) else None,
        is_closed=_is_closed(page, root),
        is_solved=True
        if any(post.is_accepted for post in posts) or _is_marked_solved(title)
        else None,
    )


def _nodes_of_posts(root: LexborNode) -> list[LexborNode]:
    """The element around each post: called so, or numbered and with a post's words in it."""
    return (
        root.css("div.post[id]")
        or root.css("article.post[id]")
        or [
            node
            for node in root.css("[id^='p']")
            if re.fullmatch(r"p\d+", attribute(node, "id"))
            and node.css_first(".content, .postbody, .post-content") is not None
        ]
    )


def _line(
    link: LexborNode, page: Page, site: ForumSite, *, board_id: str, board_name: str
) -> ThreadLine | None:
    number = identifier(page.address(attribute(link, "href")), "t")
    row = within(link, "li", "tr")
    if not number or row is None:
        return None
    marks = _marks(row)
    if "topic_moved" in marks:
        return None  # what is left where a thread was moved away leads to it, and asks nothing
    if _boards_named(row, page) - {board_id}:
        return None  # announced in all boards, or one of the latest of all that a page may show
    if row.tag == "tr":
        asked, last_post = subsilver.asked(link, page), subsilver.last_post(row, page)
        replies = subsilver.replies(row)
    else:
        asked = _asked(first(row, ".topic-poster", ".list-inner", "dt"), page)
        last_post = moment_in(row.css_first("dd.lastpost"), page)
        replies = figure_of(row.css_first("dd.posts"))
    return ThreadLine(
        external_id=number,
        address=f"{site.address.rstrip('/')}/viewtopic.php?t={number}",
        title=words_of(link),
        asked=asked or start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=board_id,
        board_name=board_name,
        is_closed=_LOCKED.search(marks) is not None,
        is_pinned=_PINNED.search(marks) is not None,
        is_solved=True if row.css_first(".topic-solved, .fa-check-circle") else None,
    )


def _boards_named(row: LexborNode, page: Page) -> set[str]:
    links = row.css("a[href*='viewforum.php']")
    return {identifier(page.address(attribute(link, "href")), "f") for link in links} - {""}


def _marks(row: LexborNode) -> str:
    """What tells a thread's state: the classes of its row, or of the pictures in a table's."""
    marked = [row, row.css_first("dl")] if row.tag == "li" else row.css("tr, i, span, img")
    told = (attribute(one, name) for one in marked for name in ("class", "src"))
    return " ".join(filter(None, told))


def _asked(node: LexborNode | None, page: Page) -> Moment | None:
    """ "by priya_k » Fri Sep 25, 2026 2:27 am": what stands behind the arrow."""
    if node is None:
        return None
    if (time := node.css_first("time[datetime]")) is not None and "topic-poster" in classes_of(
        node
    ):
        return moment_in(time, page)
    _, arrow, said = words_of(node).rpartition("»")
    return moment_on(page, said) if arrow else None


def _post(
    node: LexborNode,
    parts: Mapping[str, Sequence[LexborNode]],
    page: Page,
    place: str,
    *,
    keep_names: bool,
) -> Post | None:
    attributes = node.attrs
    number = (attributes.get("id") or "").removeprefix("post").removeprefix("p").removeprefix("_")
    body = parts["content"][0] if "content" in parts else first(node, *_OTHER_BODIES)
    if not number.isdecimal() or body is None:
        return None
    line = next((one for one in parts.get("author", ()) if one.tag == "p"), None)
    if line is None:
        line = first(node, ".author", ".post-head", ".post-meta")
    posted = _posted(line, page)
    author = words_of(
        (first(line, ".username", ".username-coloured") if line is not None else None)
        or first(
            node,
            ".author .username, .author .username-coloured",
            ".postprofile .username, .postprofile .username-coloured",
            ".author strong",
            ".username, .username-coloured",
            ".postprofile dt",
        )
    )
    edited, thanks = None, None
    if notes := parts.get("notice", ()):
        # Who thanked for a post, and when, stands in a notice as well, and in a list.
        lists = [listed for note in notes if (listed := note.css_first("dl")) is not None]
        thanks = sum(map(_thanks, lists)) if lists else None
        said = " ".join(words_of(note) for note in notes if note.css_first("dl") is None)
        edited = moment_on(page, said) if said else None
    return Post(
        external_id=number,
        address=f"{place}?p={number}#p{number}",
        author=author,
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted="accepted-answer" in parts
        or "solved" in (attributes.get("class") or "").split(),
        thanks=thanks,
        author_title=_rank(node, parts.get("profile-rank", ()), author),
    )


def _rank(node: LexborNode, told: Sequence[LexborNode], author: str) -> str:
    """What stands under the author's name. Until 3.1 it has no class; then it is the first entry,
    where the others have a label."""
    if not told:
        entry = node.css_first(".postprofile dd")
        return words_of(entry) if entry is not None and entry.css_first("strong") is None else ""
    # Some styles give the name itself the class of a rank.
    return next((words for words in map(words_of, told) if words and words != author), "")


def _thanks(listed: LexborNode) -> int:
    """ "These users thanked the author ash for the post (total 2):", and their names."""
    said = words_of(listed.css_first("dt"))
    for name in listed.css("dt a"):
        said = said.replace(words_of(name), " ", 1)  # a name may hold figures
    return figure_in(said) or len(listed.css("dd a"))


def _is_marked_solved(title: LexborNode | None) -> bool:
    around = title.parent if title is not None and title.tag == "a" else title
    return around is not None and around.css_first(".fa-check-circle") is not None


def _posted(line: LexborNode | None, page: Page) -> Moment | None:
    if line is None:
        return None
    if (time := line.css_first("time[datetime]")) is not None:
        return exact(time.attrs.get("datetime")) or moment_in(time, page)
    said = words_of(line)
    # The name stands before the arrow and may look like a date.
    return moment_on(page, said.rpartition("»")[2])


def _board(page: Page, crumbs: Sequence[LexborNode]) -> tuple[str, str]:
    for crumb in reversed(crumbs):
        href = attribute(crumb, "href")
        if "viewtopic" in href or href.startswith("#"):
            continue  # the ways to the print view and to larger letters
        if number := identifier(page.address(href), "f"):
            return number, words_of(crumb)
    return "", ""


def _is_closed(page: Page, root: LexborNode) -> bool:
    # The button to answer stands in the first bar; styles without one are looked through whole.
    bar = first(root, ".action-bar", ".topic-actions")
    if bar is None and not page.held("fa-lock", "locked"):
        return False
    if (bar or root).css_first(_LOCK) is not None:
        return True
    button = (bar or root).css_first("a[href*='mode=reply']")
    return button is not None and _LOCKED.search(button.html or "") is not None


def _thread_id(page: Page, root: LexborNode) -> str:
    canonical = attribute(root.css_first("link[rel=canonical]"), "href")
    if number := identifier(canonical, "t"):
        return number
    links = root.css("h2 a, .topic-title a, a[href*='view=print']")
    for address in (*(page.address(attribute(link, "href")) for link in links), page.url):
        if number := identifier(address, "t"):
            return number
    return ""


def _next_address(page: Page, site: ForumSite) -> str:
    # Whatever is an arrow and "next" is "next".
    address = next_link(page, site, ".pagination .next a")
    if address:
        return address
    # Older versions only number the pages: "1, 2, 3" with this one in bold.
    selectors = ".pagination span > strong, .pagination > strong"
    if page.held("page-sep", "subSilver"):
        selectors += ", strong:has(+ .page-sep), b:has(+ a[href*='start='])"
    for current in root_of(page).css(selectors)[:_MOST_CURRENT]:
        node = current.next
        while node is not None:
            if node.tag == "a" and (found := page.address_on(site, attribute(node, "href"))):
                return found.split("#")[0]
            node = node.next
    return ""


def _last_address(page: Page, site: ForumSite) -> str:
    hrefs = (attribute(link, "href") for link in links_of_first(root_of(page), ".pagination"))
    starts = {int(found[1]): href for href in hrefs if (found := _START.search(href))}
    ordered = (page.address_on(site, starts[start]) for start in sorted(starts, reverse=True))
    return next((address.split("#")[0] for address in ordered if address), "")
