"""The boards on the front page of vBulletin 3 to 6, and the numbers in its addresses.

Where a forum's addresses are words alone, as plug-ins wrote them for versions 3 and 4, the row of a
board tells its number.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, query_field, words_of
from alongside.connectors.port import BoardStatistics, ForumSite
from alongside.connectors.reading import (
    all_of,
    ancestors,
    classes_of,
    figure_of,
    figures_in,
    first,
    labels_turned,
    link_in,
    root_of,
    within,
)

_THREAD = re.compile(
    r"(?:[?&;]t=|/threads/|/showthread\.php[/?]|/node/|/)(?P<id>\d+)(?=[-/?#&;.]|$)"
)
# As plug-ins write it in plain words: "t41-rent.html", "rent-t41-2.html", "f3/rent-1041-2.html".
_REWRITTEN = tuple(
    re.compile(place + r"(?:\.html|/(?:index\d+\.html)?)?$")
    for place in (
        r"/t(\d+)-[^/]*",
        r"-t(\d+)(?:-\d{1,3})?",
        r"/f\d+/[^/]*-(\d{4,})-\d{1,3}",
        r"/f\d+/[^/]*-(\d+)",
    )
)
# What is asked of a board, by its number, and is no board.
_NO_BOARD = re.compile(
    r"/(?:member|search|external|show(?:thread|post)|new\w+|online|private|subscription)\.php"
)
# Those below a board have pictures too: "subforum_link".
_LINK = re.compile(r"(?:^|/)forum_link")
# "forum7" is a row of version 4, "f7" a cell of version 3.
_BOARD_ID = re.compile(r"(?:forum|f|forum_statusicon_)(\d+)")
_BOARD_LINKS = (
    "h2.forumtitle a, .forumtitle a, a.forum-title, .forum-title a, td a[href], .subforumlist a"
)


def thread_of(address: str) -> str:
    """The number of a thread in an address, "" for none."""
    if given := query_field(address, "t"):
        return given if given.isdecimal() else ""
    if query_field(address, "p") or "showpost" in address:
        return ""
    plain = address.split("#")[0]
    if found := _THREAD.findall(plain):
        return str(found[-1])
    plain = re.sub(r"-post\d+(?=\.html|/?$)", "", plain)
    told = (pattern.search(plain) for pattern in _REWRITTEN)
    return next((number[1] for number in told if number), "")


def board_of(address: str) -> str:
    """The number of a board in an address, "" for none."""
    if _NO_BOARD.search(address):
        return ""
    given = query_field(address, "f")
    if given and given.isdecimal():
        return given
    found = re.search(
        r"/forums?/(?:[^?#]*/)?(\d+)(?=[-/?#]|$)|forumdisplay\.php[/?](?:f=)?(\d+)|-f(\d+)/",
        address,
    )
    return next((part for part in found.groups() if part), "") if found else ""


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The boards of the front page; those below others too, without figures."""
    found: dict[str, BoardStatistics] = {}
    for row in _rows_of_boards(root_of(page)):
        if _leads_away(row):
            continue
        for place, (number, link) in enumerate(_boards_of(row, page, site)):
            figures = _board_figures(row) if place == 0 else {}
            # A board that another one's row names may have a row of its own further down.
            if number in found and (not figures or found[number].posts is not None):
                continue
            found[number] = BoardStatistics(
                external_id=number,
                name=words_of(link),
                slug="",
                address=link_in(link, page, site),
                threads=figures.get("threads"),
                posts=figures.get("posts"),
            )
    return tuple(found.values())


def _boards_of(row: LexborNode, page: Page, site: ForumSite) -> Iterator[tuple[str, LexborNode]]:
    """A row's board, then those that it names below that one: the number and the link of each.

    Where addresses are words alone, the row tells its number, and pictures before links theirs.
    """
    cell = next((one for one in row.css("td[id^='f']") if _numbered(one)), None)
    own = _numbered(cell or row) or attribute(row, "data-forum-id")
    for link in row.css(_BOARD_LINKS) if cell is None else cell.css("a[href]"):
        address = link_in(link, page, site)
        if not address or not words_of(link) or _row_around(link) not in (None, row.mem_id):
            continue
        if number := own or _numbered(_picture_before(link)) or board_of(address):
            yield number, link
            own = ""


def _numbered(node: LexborNode | None) -> str:
    """The number of the board that an element's id names, "" for none."""
    found = _BOARD_ID.fullmatch(attribute(node, "id"))
    return found[1] if found else ""


def _leads_away(row: LexborNode) -> bool:
    """Whether a row among the boards is a mere link to some other page."""
    return "link" in classes_of(row) or any(
        _LINK.search(attribute(picture, "src")) for picture in row.css("img[src*='forum_link']")
    )


def _row_around(link: LexborNode) -> int | None:
    row = next(
        (one for one in ancestors(link) if "forumbit_post" in classes_of(one) and one.tag == "li"),
        None,
    )
    return None if row is None else row.mem_id


def _picture_before(link: LexborNode) -> LexborNode | None:
    node = link.prev
    while node is not None and not node.is_element_node:
        node = node.prev
    return node


def _rows_of_boards(root: LexborNode) -> list[LexborNode]:
    rows = all_of(root, "li.forumbit_post, tr.forum-item, .forum-item")
    if rows:
        return rows
    found = {
        row.mem_id: row
        for link in root.css(
            "td a[href*='forumdisplay'], td a[href*='/forums/'], td[id^='f'] a[href]"
        )
        if "navbar" not in attribute(link.parent, "class") and (row := _row_of(link)) is not None
    }
    # An outer table's row holds all the others; a cell with a board's name may hold a table itself.
    return [
        row for row in found.values() if len(row.css("tr")) <= 1 or len(row.css("td[id^='f']")) == 1
    ]


def _row_of(link: LexborNode) -> LexborNode | None:
    """The row of a board's link; none for that of a category above them."""
    cells = [cell for cell in ancestors(link) if cell.tag == "td"]
    if not cells or "tcat" in classes_of(cells[0]):
        return None
    named = (cell for cell in cells if re.fullmatch(r"f\d+", attribute(cell, "id")))
    return within(next(named, cells[0]), "tr")


def _board_figures(row: LexborNode) -> dict[str, int]:
    stats = first(row, ".forumstats", ".forumstats_2")
    if stats is not None:
        return {f.kind: f.value for f in figures_in(labels_turned(words_of(stats)))}
    modern = {
        "threads": figure_of(first(row, ".topics-count")),
        "posts": figure_of(first(row, ".posts-count")),
    }
    if any(value is not None for value in modern.values()):
        return {kind: value for kind, value in modern.items() if value is not None}
    cells = [
        figure_in(words)
        for cell in row.css("td")
        if re.fullmatch(r"\d[\d.,]*", words := words_of(cell))
    ]
    known = [value for value in cells if value is not None]
    return dict(zip(("threads", "posts"), known[-2:], strict=False)) if len(known) > 1 else {}
