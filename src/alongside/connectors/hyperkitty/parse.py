"""Turns HyperKitty's open JSON lists and its thread pages into our dataclasses.

A thread's page holds the first mail only; the others come fifteen at a time as JSON with a piece
of HTML in it. Mails are known by the hash of their Message-ID.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from alongside.connectors.mail_words import own_words
from alongside.connectors.page import Page, Record, attribute, words_of
from alongside.connectors.pages import (
    BoardPage,
    Moment,
    ThreadLine,
    ThreadPage,
    start_of_unanswered,
)
from alongside.connectors.plain_text import node_to_plain, tree_of
from alongside.connectors.port import (
    BoardStatistics,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.reading import (
    all_of,
    figure_of,
    first,
    moment_on,
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

_NO_WORDS = ".quoted-switch, .email-info, .attachments"
# Older versions and marks of PGP have quotations that are no `<blockquote>`.
_QUOTED = "div.quoted-text"
_SIGNED = ".text-muted, .pgp"
_CLOCKS_APART = timedelta(hours=15)  # of the archive and a sender, whose zones may be any
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
        for mailing_list in _listed(page, "lists")
        if text(mailing_list, "archive_policy") in ("", "public")
    )


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a list's threads. Raises Unreadable."""
    return BoardPage(
        lines=tuple(_line(thread, site, board_id=board_id) for thread in _listed(page, "threads")),
        next_address=next_of(page, site),
    )


def next_of(page: Page, site: ForumSite) -> str:
    """The next page of any list; a bare one is whole. Raises Unreadable."""
    if isinstance(page.json, list):
        return ""
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
        _posts(root, page, site, mailing_list, keep_names=keep_names), keep_names=keep_names
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


def _listed(page: Page, what: str) -> list[Record]:
    """The entries of a list in data: part by part with a way to the next one, or all of them bare.

    Which of the two comes is up to the site's `PAGE_SIZE`, and its own stock settings name none.
    """
    answer = page.json
    bare = answer if isinstance(answer, list) and answer else None
    return records(bare or record(answer).get("results"), what)


def _line(thread: Record, site: ForumSite, *, board_id: str) -> ThreadLine:
    thread_id = must_have_text(thread, "thread_id")
    last_post, replies = moment(thread, "date_active"), number(thread, "replies_count")
    return ThreadLine(
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/list/{board_id}/thread/{thread_id}/",
        title=text(thread, "subject") or "(no subject)",
        asked=start_of_unanswered(last_post, replies),
        last_post=last_post,
        replies=replies,
        board_id=board_id,
    )


def _posts(
    root: LexborNode | None, page: Page, site: ForumSite, mailing_list: str, *, keep_names: bool
) -> Iterator[Post]:
    """The mails in order. A day is shown only where it is another one than the mail's before."""
    day = ""
    for node in all_of(root, ".email") if root is not None else []:
        header, body = node.css_first(".email-header"), node.css_first(".email-body")
        identity = attribute(header, "id")
        if header is None or body is None or not identity:
            continue
        day = words_of(header.css_first(".date")) or day
        posted = _time(header, day, page)
        base = f"{site.address.rstrip('/')}/list/{mailing_list}"
        yield Post(
            external_id=identity,
            address=f"{base}/message/{identity}/",
            author=words_of(first(header, ".name", ".email-author")),
            posted_at=posted.at if posted else None,
            precision=posted.precision if posted else Precision.EXACT,
            text=_words(body, keep_names=keep_names),
            thanks=figure_of(node.css_first(".youlike")),
        )


def _words(body: LexborNode, *, keep_names: bool) -> str:
    """A mail's words. Its lines stand in the page as they were sent, and are shown so."""
    without = {one.mem_id for one in body.css(_NO_WORDS)}
    if keep_names:
        return node_to_plain(body, without=without, keeps_lines=True)
    without |= {one.mem_id for one in body.css(_SIGNED)}
    said = {one.mem_id: "\n>\n" for one in body.css(_QUOTED)}
    return own_words(node_to_plain(body, without=without, said=said, keeps_lines=True))


def _time(header: LexborNode, day: str, page: Page) -> Moment | None:
    """The archive's day and clock ("12 Nov", "2 p.m."), which are the same for all its readers.

    Only the first mail's day has a year; the others take it from the sender's own time, which is
    told in full ("Sender's time: Oct. 3, 2026, 9:09 a.m.") and may be of any zone.
    """
    told = moment_on(page, attribute(header.css_first(".time [title]"), "title"))
    clock = words_of(header.css_first(".time"))
    if told is None:
        return moment_on(page, f"{day}, {clock}")
    years = (told.at.year, told.at.year - 1, told.at.year + 1)
    for words in (f"{day}, {clock}", *(f"{day} {year}, {clock}" for year in years)):
        # Without a year it is the last such day there was, of now.
        found = moment_on(page, words)
        if found is not None and abs(found.at - told.at) <= _CLOCKS_APART:
            return found
    return told
