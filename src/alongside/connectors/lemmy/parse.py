"""Turns Lemmy's JSON (interface version 3) into our dataclasses.

A thread is a post with comments below it: the post's answer comes first, then the comments, fifty
at a time. Texts are Markdown. The page for browsers carries the same data.
"""

import json
import re
from dataclasses import replace

from alongside.connectors.page import Page, Record, query_field
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage
from alongside.connectors.plain_text import markdown_to_plain
from alongside.connectors.port import (
    BoardStatistics,
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Unreadable,
)
from alongside.connectors.reading import MEMBER, statistics_of, without_names
from alongside.connectors.records import (
    figure_from,
    flag,
    inner,
    inner_list,
    is_json,
    moment,
    must_have_number,
    must_have_text,
    number,
    record,
    records,
    text,
)

PER_PAGE = 50
_POST = re.compile(r"/(?P<kind>post|comment)/(?P<id>\d+)(?=[/?#]|$)|[?&]post_id=(?P<asked>\d+)")
# "@name@site", bare or as the words of a link.
_MENTION = re.compile(r"\[@[\w.-]+@[\w.-]+\]\([^)\s]*\)|(?<!\w)@[\w.-]+@[\w.-]+\w")
_DATA = re.compile(r"window\.isoData\s*=\s*(?=\{)")
# The word first: what stands before it is looked at only where it is found.
_UNDEFINED = re.compile(r"undefined(?<=[:,\[]undefined)(?=[,}\]])")


def number_in(address: str, kind: str) -> str:
    """The number of a "post" or "comment" in an address, "" for none."""
    found = _POST.search(address)
    return (found["id"] or "") if found and found["kind"] == kind else ""


def statistics(page: Page) -> ForumStatistics:
    """The figures of `/api/v3/site`. Raises Unreadable."""
    counts = inner(inner(record(page.json), "site_view"), "counts")
    threads, comments = number(counts, "posts"), number(counts, "comments")
    posts = None
    if threads is not None and comments is not None:
        # What opens a thread is no comment.
        posts = Figure("posts", threads + comments, f"posts: {threads}, comments: {comments}")
    return statistics_of(
        [
            figure_from("threads", counts, "posts"),
            posts,
            figure_from("members", counts, "users"),
            figure_from("active_month", counts, "users_active_month"),
        ]
    )


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The site's own communities. Raises Unreadable."""
    found = []
    for entry in records(record(page.json).get("communities"), "communities"):
        community, counts = inner(entry, "community"), inner(entry, "counts")
        name = must_have_text(community, "name")
        threads, comments = number(counts, "posts"), number(counts, "comments")
        found.append(
            BoardStatistics(
                external_id=str(must_have_number(community, "id")),
                name=text(community, "title") or name,
                slug=name,
                address=f"{site.address.rstrip('/')}/c/{name}",
                threads=threads,
                posts=threads + comments if threads is not None and comments is not None else None,
            )
        )
    return tuple(found)


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a community's posts. Raises Unreadable."""
    answer = record(page.json)
    lines = tuple(_line(entry, site) for entry in records(answer.get("posts"), "posts"))
    cursor = text(answer, "next_page")
    base = re.sub(r"&page_cursor=[^&]*", "", page.url)
    following = f"{base}&page_cursor={cursor}" if re.fullmatch(r"\w+", cursor) and lines else ""
    return BoardPage(lines=lines, next_address=following)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """The post, or fifty of its comments, or both from a page for browsers. Raises Unreadable."""
    if not is_json(page):
        return _from_html(page, site, keep_names=keep_names)
    answer = record(page.json)
    if "post_view" in answer:
        return _opening(record(answer["post_view"]), site, keep_names=keep_names)
    asked = _POST.search(page.url)
    thread_id = (asked["asked"] or "") if asked else ""
    entries = records(answer.get("comments"), "comments")
    posts = without_names(
        (_comment(entry, site, keep_names=keep_names) for entry in entries), keep_names=keep_names
    )
    current = int((query_field(page.url, "page") or "1")[:6])
    return ThreadPage(
        posts=posts,
        # Nothing follows the last comment: said in data, that is an answer.
        events=int(not entries),
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/api/v3/post?id={thread_id}",
        next_address=comments_address(site, thread_id, current + 1)
        if len(entries) >= PER_PAGE
        else "",
        page=current,
    )


def comments_address(site: ForumSite, thread_id: str, page: int) -> str:
    """Where a page of a thread's comments stands, the oldest first."""
    query = f"post_id={thread_id}&type_=All&sort=Old&limit={PER_PAGE}&page={page}"
    return f"{site.address.rstrip('/')}/api/v3/comment/list?{query}"


def _opening(view: Record, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    post, community = inner(view, "post"), inner(view, "community")
    thread_id = str(must_have_number(post, "id"))
    posted, edited = moment(post, "published"), moment(post, "updated")
    body = text(post, "body")
    comments = number(inner(view, "counts"), "comments")
    opening = Post(
        # Posts and comments are numbered apart.
        external_id=f"post-{thread_id}",
        address=f"{site.address.rstrip('/')}/post/{thread_id}",
        author=text(inner(view, "creator"), "name"),
        posted_at=posted.at if posted else None,
        text=_words(body or must_have_text(post, "name"), keep_names=keep_names),
        is_hidden=flag(post, "deleted") or flag(post, "removed"),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        thanks=number(inner(view, "counts"), "upvotes"),
        author_is_staff=flag(view, "creator_is_moderator") or flag(view, "creator_is_admin"),
    )
    return ThreadPage(
        posts=without_names([opening], keep_names=keep_names),
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/api/v3/post?id={thread_id}",
        title=must_have_text(post, "name"),
        board_id=str(number(community, "id") or ""),
        board_name=text(community, "title") or text(community, "name"),
        next_address=comments_address(site, thread_id, 1) if comments else "",
        is_closed=flag(post, "locked"),
        is_pinned=flag(post, "featured_community") or flag(post, "featured_local"),
    )


def _comment(entry: Record, site: ForumSite, *, keep_names: bool) -> Post:
    comment = record(entry.get("comment"), "comment")
    external_id = must_have_number(comment, "id")
    posted, edited = moment(comment, "published"), moment(comment, "updated")
    is_removed = flag(comment, "deleted") or flag(comment, "removed")
    return Post(
        external_id=str(external_id),
        address=f"{site.address.rstrip('/')}/comment/{external_id}",
        author=text(inner(entry, "creator"), "name"),
        posted_at=posted.at if posted else None,
        text="" if is_removed else _words(text(comment, "content"), keep_names=keep_names),
        is_hidden=is_removed,
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        thanks=number(inner(entry, "counts"), "upvotes"),
        author_title="Moderator" if flag(comment, "distinguished") else "",
        author_is_staff=flag(entry, "creator_is_moderator") or flag(entry, "creator_is_admin"),
    )


def _line(entry: Record, site: ForumSite) -> ThreadLine:
    post, community = inner(entry, "post"), inner(entry, "community")
    counts = inner(entry, "counts")
    thread_id = str(must_have_number(post, "id"))
    asked = moment(post, "published")
    return ThreadLine(
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/post/{thread_id}",
        title=must_have_text(post, "name"),
        asked=asked,
        last_post=moment(counts, "newest_comment_time") or asked,
        replies=number(counts, "comments"),
        board_id=str(number(community, "id") or ""),
        board_name=text(community, "title") or text(community, "name"),
        is_closed=flag(post, "locked"),
        is_pinned=flag(post, "featured_community") or flag(post, "featured_local"),
    )


def _from_html(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    found = _DATA.search(page.html)
    if found is None:
        raise Unreadable("This is not a page of Lemmy, or of a version not known to us.")
    try:
        # A script, not JSON: it knows "undefined".
        whole = _UNDEFINED.sub("null", page.html[found.end() :])
        data, _ = json.JSONDecoder().raw_decode(whole)
    except (ValueError, RecursionError):
        raise Unreadable("The data in the page is broken.") from None
    route = inner(record(data), "routeData")
    view = inner(inner(inner(route, "postRes"), "data"), "post_view")
    comments = inner_list(inner(inner(route, "commentsRes"), "data"), "comments")
    if not view:
        raise Unreadable("The page carries no post.")
    first = _opening(view, site, keep_names=keep_names)
    others = (_comment(entry, site, keep_names=keep_names) for entry in comments)
    return replace(
        first,
        posts=without_names([*first.posts, *others], keep_names=keep_names),
        next_address="",
    )


def _words(markdown: str, *, keep_names: bool) -> str:
    return markdown_to_plain(markdown if keep_names else _MENTION.sub(MEMBER, markdown))
