"""phpBB in the style "subsilver2" and those made from it: tables in which few cells are named."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.pages import Moment
from alongside.connectors.port import Post, Precision
from alongside.connectors.reading import (
    TextRules,
    bare_figures,
    first,
    moment_in,
    moment_on,
    post_words,
    within,
)

WORDS = TextRules(quotes=".quotetitle, .quotetitle + .quotecontent")
_ANCHOR = re.compile(r"p(\d+)")


def asked(link: LexborNode, page: Page) -> Moment | None:
    """ "Posted: Sun Nov 01, 2026 8:00 am", in the title of a thread's link."""
    told = attribute(link, "title").partition(":")[2]
    return moment_on(page, told) if told else None


def replies(row: LexborNode) -> int | None:
    """The first cell that holds a number and no more; views stand behind it."""
    return next(iter(bare_figures(row)), None)


def last_post(row: LexborNode, page: Page) -> Moment | None:
    """The time in a line of its own in the last cell: the name beside it may look like one."""
    cells = row.css("td")
    return moment_in(first(cells[-1], "p", "time", "small") or cells[-1], page) if cells else None


def posts(root: LexborNode, page: Page, place: str, *, keep_names: bool) -> Iterator[Post]:
    """Each table with an anchor "p123" and a post's words."""
    seen = set[int]()
    for anchor in root.css("a[name^='p']"):
        numbered = _ANCHOR.fullmatch(attribute(anchor, "name"))
        block = within(anchor, "table")
        if numbered is None or block is None or block.mem_id in seen:
            continue
        seen.add(block.mem_id)
        body = block.css_first("div.postbody")
        if body is None:
            continue
        posted = _posted(block, page)
        edited = _edited(block, body, page)
        yield Post(
            external_id=numbered[1],
            address=f"{place}?p={numbered[1]}#p{numbered[1]}",
            author=words_of(block.css_first(".postauthor")),
            posted_at=posted.at if posted else None,
            precision=posted.precision if posted else Precision.EXACT,
            text=post_words(body, WORDS, keep_names=keep_names),
            is_edited=edited is not None,
            edited_at=edited.at if edited else None,
            author_title=words_of(block.css_first("td.postdetails")),
        )


def _posted(block: LexborNode, page: Page) -> Moment | None:
    """ "Posted: Sun Nov 01, 2026 8:00 am", behind the post's subject, which may tell a day too."""
    for label in reversed(block.css("td.gensmall b")):
        said = words_of(label.parent).partition(words_of(label))[2]
        if (posted := moment_on(page, said)) is not None:
            return posted
    return None


def _edited(block: LexborNode, body: LexborNode, page: Page) -> Moment | None:
    """What is said under a post in small letters, beside its words."""
    cell = within(body, "td")
    notes = cell.css("span.gensmall") if cell is not None else []
    for note in notes:
        if (told := moment_on(page, words_of(note))) is not None:
            return told
    return None
