"""IP.Board 3: tables of boards and topics, and blocks of posts. `parse.py` has newer versions."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from alongside.connectors.invision.addresses import number_of, short_address, slug_of
from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import Moment, ThreadLine, start_of_unanswered
from alongside.connectors.port import BoardStatistics, Figure, ForumSite, Post, Precision
from alongside.connectors.reading import (
    TextRules,
    classes_of,
    figure_of,
    first,
    link_in,
    moment_in,
    moment_on,
    post_words,
)

WORDS = TextRules(
    never="p.edit, .signature, .rep_bar",
    quotes=(
        "p.citation, p.citation + .blockquote, p.citation + blockquote, "
        "blockquote[data-author]:not([data-author=''])"
    ),
)
CLOSED = ".topic_buttons img[src*='lock'], .topic_buttons img[src*='closed']"
_TOPIC_ID = re.compile(r"ipb\.topic\.topic_id\s*=\s*(\d+)")
# What a badge before a title also says: that there is a poll.
_POLL = re.compile(r"poll|umfrage|sond|encuesta|enquete|peiling|ankiet|опрос|anket", re.IGNORECASE)


def topic_of(page: Page) -> str:
    """The number that a topic's page tells its scripts, "" for none."""
    found = _TOPIC_ID.search(page.html) if page.held("ipb.topic.topic_id") else None
    return found[1] if found else ""


def figures(root: LexborNode) -> list[Figure]:
    """Posts and members, the first two entries at the foot of the front page, in any language."""
    entries = [words_of(entry) for entry in root.css("#board_stats li:has(.value)")]
    told = zip(("posts", "members"), entries, strict=False)
    return [
        Figure(kind, value, said[:200])
        for kind, said in told
        if (value := figure_in(said)) is not None
    ]


def boards(root: LexborNode, page: Page, site: ForumSite) -> Iterator[BoardStatistics]:
    """The boards in the tables of the categories, and those that they name below them.

    A table counts topics and replies; each topic is a post as well.
    """
    for row in root.css(".category_block tr"):
        link = row.css_first("h4 a[href]")
        if link is None or "redirect_forum" in classes_of(row):
            continue
        counts = [figure_of(entry) for entry in row.css("td.col_c_stats li, td.stats li")]
        threads, replies = counts[:2] if len(counts) > 1 else (None, None)
        for place, named in enumerate((link, *row.css(".subforums a[href]"))):
            address = link_in(named, page, site)
            if not (number := number_of(address, "forum")):
                continue
            is_counted = place == 0 and threads is not None and replies is not None
            yield BoardStatistics(
                external_id=number,
                name=words_of(named),
                slug=slug_of(site, address),
                address=address,
                threads=threads if is_counted else None,
                posts=(threads or 0) + (replies or 0) if is_counted else None,
            )


def lines(
    root: LexborNode, page: Page, site: ForumSite, *, board_id: str, board_name: str
) -> Iterator[ThreadLine]:
    """The topics of a board's table, without what is left where one was moved away."""
    for row in root.css("tr.__topic[id^='trow_']"):
        link = row.css_first("a.topic_title[href]")
        address = page.address_on(site, attribute(link, "href"))
        number = number_of(address, "topic")
        icon = attribute(row.css_first("td img[src]"), "src")
        replies = _replies(row)
        if not number or link is None or "moved" in icon or replies is None:
            continue
        last_post = _last_post(row, page)
        badge = words_of(first(row, ".ipsBadge_green", ".topic_prefix"))
        yield ThreadLine(
            external_id=number,
            address=short_address(address),
            title=words_of(link),
            asked=_asked(row, link, page) or start_of_unanswered(last_post, replies),
            last_post=last_post,
            replies=replies,
            board_id=board_id,
            board_name=board_name,
            is_closed="closed" in icon or "lock" in icon,
            is_pinned="pinned" in icon or bool(badge and not _POLL.search(badge)),
        )


def _replies(row: LexborNode) -> int | None:
    counted = attribute(row.css_first("meta[itemprop=interactionCount]"), "content")
    told = figure_in(counted.partition(":")[2])
    return told if told is not None else figure_of(first(row, ".col_f_views li", "td.stats li"))


def _asked(row: LexborNode, link: LexborNode, page: Page) -> Moment | None:
    """ "Council tax - started 01 November 2026 - 08:00 AM": a title may hold a day as well."""
    said = attribute(link, "title").removeprefix(words_of(link))
    told = moment_on(page, said)
    return told or moment_in(row.css_first("[itemprop=dateCreated]"), page)


def _last_post(row: LexborNode, page: Page) -> Moment | None:
    """In the words of a link to the last post; beside it stands a name, which may tell a day."""
    for link in row.css(".last_post a[href*='getlastpost']"):
        told = moment_on(page, words_of(link))
        if told is not None:
            return told
    return None


def posts(root: LexborNode, page: Page, *, address: str, keep_names: bool) -> Iterator[Post]:
    """Each block that bears a post's number and holds its words."""
    if not page.held("post_id_"):
        return
    for block in root.css(".post_block[id^='post_id_']"):
        number = attribute(block, "id").removeprefix("post_id_")
        body = first(block, ".entry-content", "[itemprop=commentText]")
        if not number.isdecimal() or body is None:
            continue
        posted = moment_in(first(block, "abbr.published", ".posted_info"), page)
        note = words_of(block.css_first("p.edit"))
        # "Edited by wren, 18 July 2026 - 07:20 AM." A name may tell a day.
        said = note.partition(",")[2] or note
        edited = moment_on(page, said) if note else None
        liked = first(block, ".rep_bar .positive, .rep_bar .zero", ".rep_bar [class^='rep_']")
        yield Post(
            external_id=number,
            address=f"{address}{'&' if '?' in address else '?'}view=findpost&p={number}",
            author=words_of(
                first(block, ".author [itemprop=name]", ".author a", ".author", "h3 .guest")
            ),
            posted_at=posted.at if posted else None,
            precision=posted.precision if posted else Precision.EXACT,
            text=post_words(body, WORDS, keep_names=keep_names),
            is_hidden="moderated" in classes_of(block),
            is_edited=bool(note),
            edited_at=edited.at if edited else None,
            thanks=figure_of(liked),
            author_title=words_of(first(block, ".group_title", ".member_title")),
        )
