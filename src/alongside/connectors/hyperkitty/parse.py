"""Turns HyperKitty's open JSON lists and its thread pages into our dataclasses.

A thread's page holds the first mail only; the others come fifteen at a time as JSON with a piece
of HTML in it. Mails are known by the hash of their Message-ID.
"""

import re
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, Record, attribute, words_of
from alongside.connectors.pages import (
    BoardPage,
    Moment,
    ThreadLine,
    ThreadPage,
    start_of_unanswered,
)
from alongside.connectors.plain_text import tree_of
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
    all_of,
    figure_of,
    first,
    post_words,
    root_of,
    without_names,
)
from alongside.connectors.records import (
    is_json,
    moment,
    must_have_text,
    number,
    record,
    records,
    text,
)
from alongside.connectors.times import moment_of

WORDS = TextRules(
    never=".quoted-switch, .email-info, .attachments", quotes=".quoted-text, blockquote"
)
_THREAD = re.compile(
    r"/list/(?P<list>[^/?#]+)/(?:thread|message)/(?P<hash>[A-Z2-7]{32})(?=[/?#]|$)"
)


def thread_of(address: str) -> tuple[str, str]:
    """List and hash of a thread or mail in an address, "" for what it does not tell."""
    found = _THREAD.search(address)
    return (unquote(found["list"]), found["hash"]) if found else ("", "")


def statistics(page: Page) -> ForumStatistics:
    raise Unreadable("HyperKitty shows figures of each list only, none of all.")


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The lists with open archives, from `/api/lists/`. Raises Unreadable."""
    return tuple(
        BoardStatistics(
            external_id=must_have_text(mailing_list, "name"),
            name=text(mailing_list, "display_name") or must_have_text(mailing_list, "name"),
            slug="",
            address=f"{site.address.rstrip('/')}/list/{must_have_text(mailing_list, 'name')}/",
        )
        for mailing_list in records(record(page.json).get("results"), "lists")
        if text(mailing_list, "archive_policy") in ("", "public")
    )


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a list's threads. Raises Unreadable."""
    answer = record(page.json)
    return BoardPage(
        lines=tuple(
            _line(thread, site, board_id=board_id)
            for thread in records(answer.get("results"), "threads")
        ),
        next_address=next_of(page, site),
    )


def next_of(page: Page, site: ForumSite) -> str:
    """The next page of any list: ten lists, or ten threads, come at once. Raises Unreadable."""
    return page.address_on(site, text(record(page.json), "next"))


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """The thread's page with its first mail, or fifteen of its replies. Raises Unreadable."""
    mailing_list, thread_id = thread_of(page.url)
    base = f"{site.address.rstrip('/')}/list/{mailing_list}/thread/{thread_id}/"
    following = ""
    if is_json(page):
        answer = record(page.json)
        root = tree_of(must_have_text(answer, "replies_html")).root
        offset = number(answer, "next_offset")
        if answer.get("more_pending") is True and offset:
            following = f"{base}replies?sort=date&offset={offset}"
    else:
        root = root_of(page)
    posts = without_names(
        (
            post
            for node in (all_of(root, ".email") if root is not None else [])
            if (post := _post(node, page, site, mailing_list, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if is_json(page):
        # Nothing follows a mail that nobody answered: said in data, that is an answer.
        said_none = int(not posts and not following)
        if not posts and not said_none:
            raise Unreadable("The thread's replies came without a readable mail.")
        return ThreadPage(
            posts=posts,
            events=said_none,
            external_id=thread_id,
            address=base,
            next_address=following,
        )
    if not posts:
        raise Unreadable("The thread came without a readable mail.")
    full = root_of(page)
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=base,
        title=words_of(first(full, "#thread-title, .thread-header h3", "h1", "h3")),
        board_id=mailing_list,
        board_name=words_of(first(full, "#thread-list-info .list-name", "h2.list-name"))
        or mailing_list,
        next_address=f"{base}replies?sort=date"
        if full.css_first(".replies, #replies") is not None
        else "",
    )


def _line(thread: Record, site: ForumSite, *, board_id: str) -> ThreadLine:
    thread_id = must_have_text(thread, "thread_id")
    last_post, replies = moment(thread, "date_active"), number(thread, "replies_count")
    return ThreadLine(
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/list/{board_id}/thread/{thread_id}/",
        title=must_have_text(thread, "subject"),
        asked=start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=board_id,
    )


def _post(
    node: LexborNode, page: Page, site: ForumSite, mailing_list: str, *, keep_names: bool
) -> Post | None:
    header, body = node.css_first(".email-header"), node.css_first(".email-body")
    identity = attribute(header, "id")
    if header is None or body is None or not identity:
        return None
    posted = _time(header, page)
    base = f"{site.address.rstrip('/')}/list/{mailing_list}"
    return Post(
        external_id=identity,
        address=f"{base}/message/{identity}/",
        author=words_of(first(header, ".name", ".email-author")),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        thanks=figure_of(node.css_first(".youlike")),
    )


def _time(header: LexborNode, page: Page) -> Moment | None:
    """ "Sender's time: Oct. 3, 2026, 9:09 a.m.", or the archive's own day and clock."""
    titled = attribute(header.css_first(".time [title]"), "title")
    day, clock = words_of(header.css_first(".date")), words_of(header.css_first(".time"))
    # The archive's clock is that of all its readers; a sender's may stand in any zone.
    return moment_of(f"{day}, {clock}", now=page.answered_at) or moment_of(
        titled.partition(":")[2], now=page.answered_at
    )
