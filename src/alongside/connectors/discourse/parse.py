"""Turns Discourse's JSON, and its pages for readers without JavaScript, into our dataclasses."""

import json
import math
import re
from typing import Any

from selectolax.lexbor import LexborNode

from alongside.connectors.page import (
    Page,
    Record,
    attribute,
    figure_in,
    page_number,
    query_field,
    words_of,
)
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage
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
    first,
    moment_in,
    next_link,
    post_words,
    root_of,
    statistics_of,
    without_names,
)
from alongside.connectors.records import (
    figure_from,
    flag,
    html_words,
    inner,
    inner_list,
    is_json,
    moment,
    must_have_number,
    must_have_text,
    number,
    plain,
    record,
    records,
    text,
)
from alongside.connectors.times import exact

WORDS = TextRules(
    never=".cooked-selection-barrier, .meta",
    quotes="aside.quote[data-username], aside.quote:has(.title img.avatar)",
    mentions="a.mention, span.mention, a.mention-group",
    cards="aside.onebox, a.inline-onebox, a.inline-onebox-loading",
)
# Posts and notices by moderators; 3 is "closed", "pinned" and the like, 4 a whisper among staff.
_POSTS = frozenset({1, 2})
_CHUNK = 20
_TOP_CATEGORIES = 20
_LIKE = 2
# Of a post on the page for crawlers, in one walk through it: told apart by what they are for.
_PARTS = (
    "[itemprop=text], [itemprop=articleBody], time[itemprop=datePublished], "
    "[itemprop=dateModified], [itemprop=name], .post-likes"
)
_CATEGORIES = (
    ".topic-category a:not([rel=tag], .discourse-tag), .topic-category .badge-wrapper, "
    ".category-title"
)
_TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(?P<id>\d+)(?:/(?P<number>\d+))?(?=[/?#.]|$)")


def topic_of(address: str) -> tuple[str, str]:
    """Number of the topic and of the post in it, "" for what an address does not tell."""
    found = _TOPIC.search(address)
    return (found["id"], found["number"] or "") if found else ("", "")


def statistics(page: Page) -> ForumStatistics:
    """The figures of `/about.json`. Raises Unreadable."""
    about = inner(record(page.json), "about")
    stats = inner(about, "stats")
    return statistics_of(
        [
            figure_from("threads", stats, "topics_count", "topic_count"),
            figure_from("posts", stats, "posts_count", "post_count"),
            figure_from("members", stats, "users_count", "user_count"),
            figure_from("active_month", stats, "active_users_30_days"),
        ]
    )


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The categories of `/categories.json`, those below others too. Raises Unreadable."""
    found: list[BoardStatistics] = []
    for board in _with_those_below(page):
        external_id, slug = str(must_have_number(board, "id")), text(board, "slug") or "-"
        found.append(
            BoardStatistics(
                external_id=external_id,
                name=plain(must_have_text(board, "name")),
                slug=slug,
                address=f"{site.address.rstrip('/')}/c/{slug}/{external_id}",
                threads=number(board, "topic_count"),
                posts=number(board, "post_count"),
            )
        )
    return tuple(found)


def may_go_on(page: Page) -> bool:
    """Whether a page of the list may be a part of it (`CATEGORIES_PER_PAGE`, in its source).

    One of the twenty may be left out: that of topics without a category.
    """
    above = query_field(page.url, "parent_category_id")
    listed = [
        board for board in _categories(page) if above or number(board, "parent_category_id") is None
    ]
    return len(listed) in (_TOP_CATEGORIES - 1, _TOP_CATEGORIES)


def cut_short(page: Page) -> tuple[int, ...]:
    """Categories with others below them that the page does not all list."""
    boards = _with_those_below(page)
    listed = {number(board, "id") for board in boards}
    return tuple(
        must_have_number(board, "id")
        for board in boards
        if isinstance(ids := board.get("subcategory_ids"), list)
        and any(isinstance(one, int) and one not in listed for one in ids)
    )


def _with_those_below(page: Page) -> list[Record]:
    found: list[Record] = []
    waiting = _categories(page)
    while waiting:
        found.append(waiting.pop(0))
        waiting[:0] = inner_list(found[-1], "subcategory_list")  # up to three levels
    return found


def _categories(page: Page) -> list[Record]:
    return records(inner(record(page.json), "category_list").get("categories"), "categories")


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a category's topics. Raises Unreadable."""
    listed = record(record(page.json).get("topic_list"), "list of topics")
    lines = tuple(
        _line(topic, site, board_id=board_id)
        for topic in records(listed.get("topics"), "topics")
        if topic.get("visible") is not False
    )
    more = text(listed, "more_topics_url")
    following = ""
    if more:
        path, _, query = more.partition("?")
        path = path if path.endswith(".json") else f"{path}.json"
        following = page.address_on(site, f"{path}?{query}" if query else path)
    return BoardPage(lines=lines, next_address=following)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic, as JSON or as a reader without JavaScript sees it. Raises Unreadable."""
    if is_json(page):
        return _from_json(page, site, keep_names=keep_names)
    return _from_html(page, site, keep_names=keep_names)


def _from_json(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    topic = record(page.json)
    topic_id = str(must_have_number(topic, "id"))
    stream = record(topic.get("post_stream"), "stream of posts")
    entries = records(stream.get("posts"), "posts")
    accepted = number(inner(topic, "accepted_answer"), "post_number")
    posts = without_names(
        (
            _post(entry, site, topic_id=topic_id, accepted=accepted, keep_names=keep_names)
            for entry in entries
            if number(entry, "post_type") in _POSTS
        ),
        keep_names=keep_names,
    )
    if not entries:
        raise Unreadable("The topic came without a readable post.")
    base = f"{site.address.rstrip('/')}/t/{topic_id}.json"
    shown = page_number(page.url)
    ids: Any = stream.get("stream")
    all_ids = len(ids) if isinstance(ids, list) else number(topic, "posts_count") or 0
    pages = max(1, math.ceil(all_ids / (number(topic, "chunk_size") or _CHUNK)))
    return ThreadPage(
        posts=posts,
        events=len(entries) - len(posts),
        external_id=topic_id,
        address=base,
        title=plain(must_have_text(topic, "title")),
        board_id=str(number(topic, "category_id") or ""),
        next_address=f"{base}?page={shown + 1}" if shown < pages else "",
        last_address=f"{base}?page={pages}" if pages > 1 else "",
        page=shown,
        pages=pages,
        is_closed=flag(topic, "closed") or flag(topic, "archived"),
        is_pinned=flag(topic, "pinned") or flag(topic, "pinned_globally"),
        is_solved=True
        if accepted is not None or any(post.is_accepted for post in posts)
        else (False if any("can_accept_answer" in entry for entry in entries) else None),
    )


def _line(topic: Record, site: ForumSite, *, board_id: str) -> ThreadLine:
    topic_id = str(must_have_number(topic, "id"))
    posts = number(topic, "posts_count")
    solved = topic.get("has_accepted_answer")
    return ThreadLine(
        external_id=topic_id,
        # Any word leads to the topic; the title's own words are kept for a short time only.
        address=f"{site.address.rstrip('/')}/t/-/{topic_id}",
        title=plain(must_have_text(topic, "title")),
        asked=moment(topic, "created_at"),
        # The list is in the order of `bumped_at`, which is never before the last post.
        last_post=moment(topic, "bumped_at") or moment(topic, "last_posted_at"),
        replies=posts - 1 if posts else None,
        board_id=str(number(topic, "category_id") or board_id),
        is_closed=flag(topic, "closed") or flag(topic, "archived"),
        is_pinned=flag(topic, "pinned") or flag(topic, "pinned_globally"),
        is_solved=solved if isinstance(solved, bool) else None,
    )


def _post(
    entry: Record, site: ForumSite, *, topic_id: str, accepted: int | None, keep_names: bool
) -> Post:
    place = must_have_number(entry, "post_number")
    posted = moment(entry, "created_at")
    edited = moment(entry, "updated_at") if (number(entry, "version") or 1) > 1 else None
    likes = [
        number(action, "count") or 0
        for action in inner_list(entry, "actions_summary")
        if number(action, "id") == _LIKE
    ]
    return Post(
        external_id=str(must_have_number(entry, "id")),
        address=f"{site.address.rstrip('/')}/t/-/{topic_id}/{place}",
        author=must_have_text(entry, "username"),
        posted_at=posted.at if posted else None,
        text=html_words(must_have_text(entry, "cooked"), WORDS, keep_names=keep_names),
        is_hidden=flag(entry, "hidden")
        or flag(entry, "user_deleted")
        or bool(entry.get("deleted_at")),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=flag(entry, "accepted_answer") or place == accepted,
        thanks=sum(likes),
        author_title=text(entry, "user_title") or text(entry, "primary_group_name"),
        author_is_staff=flag(entry, "staff") or flag(entry, "moderator") or flag(entry, "admin"),
    )


def _from_html(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """The page for crawlers: it numbers posts by their place and does not tell their own ids."""
    root = root_of(page)
    best = _accepted_in(root)
    address = attribute(root.css_first("link[rel=canonical]"), "href") or page.url
    topic_id, _ = topic_of(address)
    if not topic_id:
        topic_id, _ = topic_of(page.url)
    base = f"{site.address.rstrip('/')}/t/-/{topic_id}"
    posts = without_names(
        (
            post
            for node in root.css(".crawler-post")
            if (post := _crawler_post(node, page, base, best=best, keep_names=keep_names))
            is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The page shows no post to a reader without JavaScript.")
    # Tags stand in the same place; they are no boards.
    head = root.css_first("#topic-title") or root
    categories = head.css(_CATEGORIES) or root.css(_CATEGORIES)
    return ThreadPage(
        posts=posts,
        external_id=topic_id,
        address=f"{site.address.rstrip('/')}/t/{topic_id}.json" if topic_id else "",
        title=words_of(first(root, "#topic-title h1 a", "#topic-title h1", "h1 a", "h1")),
        board_name=words_of(categories[-1]) if categories else "",
        next_address=next_link(page, site),
        is_solved=True if any(post.is_accepted for post in posts) else None,
    )


def _accepted_in(root: LexborNode) -> str:
    """The place of the post that the page's data for search engines calls accepted; "" for none."""
    for node in root.css("script[type='application/ld+json']"):
        try:
            data = json.loads(node.text(deep=True))
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            answer = inner(inner(data, "mainEntity"), "acceptedAnswer")
            if place := topic_of(text(answer, "url"))[1]:
                return place
    return ""


def _crawler_post(
    node: LexborNode, page: Page, base: str, *, best: str, keep_names: bool
) -> Post | None:
    """`base`: where the topic's posts stand, by their place."""
    parts: dict[str, LexborNode] = {}
    for part in node.css(_PARTS):
        told = part.attrs
        parts.setdefault(told.get("itemprop") or told.get("class") or "", part)
    body = parts.get("text") or parts.get("articleBody") or node.css_first(".post")
    if body is None:
        return None
    attributes = node.attrs
    place = (attributes.get("id") or "").removeprefix("post_")
    if not (place.isascii() and place.isdecimal()):
        place = str(figure_in(words_of(node.css_first("[itemprop=position]"))) or "")
    time = parts.get("datePublished") or node.css_first("time[datetime]")
    posted = moment_in(time, page)
    changed = attribute(parts.get("dateModified"), "content")
    edited = exact(changed) if changed and changed != attribute(time, "datetime") else None
    if edited is not None and (posted is None or edited.at <= posted.at):
        edited = None
    likes = words_of(parts.get("post-likes"))
    return Post(
        external_id=place,
        address=f"{base}/{place}",
        author=words_of(parts.get("name") or first(node, ".creator a", ".creator")),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted="acceptedAnswer" in (attributes.get("itemprop") or "")
        or (bool(best) and place == best),
        thanks=figure_in(likes) if likes else None,
    )
