"""Turns NodeBB's JSON, and its pages, into our dataclasses."""

import json
import re
from urllib.parse import quote

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, Record, attribute, figure_in, query_field, words_of
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage
from alongside.connectors.port import (
    BoardStatistics,
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Unreadable,
)
from alongside.connectors.reading import (
    TextRules,
    all_of,
    first,
    link_in,
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

# "@name said in [title](/post/12):" stands above the words in a block; from version 4 on, in it.
_QUOTED = "p:has(> [class*=plugin-mentions]):has(> a[href*='/post/'])"
WORDS = TextRules(
    quotes=(
        "blockquote:has(> p > a[href*='/post/']), blockquote:has(> p > a.plugin-mentions-user), "
        f"{_QUOTED}:has(+ blockquote), {_QUOTED} + blockquote"
    ),
    mentions="a.plugin-mentions-a, a.plugin-mentions-user, a.mention, .plugin-mentions-group",
    cards=".link-preview",
)
_REMOVED = "[[topic:post-is-deleted]]"
_TOPIC = re.compile(r"/topic/(?P<id>\d+)(?:/[^/?#]+)?(?:/(?P<place>\d+))?(?=[/?#]|$)")
_POST = re.compile(r"/post/(\d+)")


def topic_of(address: str) -> str:
    found = _TOPIC.search(address)
    return found["id"] if found else ""


def post_of(address: str) -> str:
    found = _POST.search(address)
    return found[1] if found else ""


def statistics(page: Page) -> ForumStatistics:
    """The figures of `/nodeinfo/2.0`, which counts topics as "posts" and replies as "comments".

    Versions before 4 have no such page: there, those of `/api/categories` are added up. Raises
    Unreadable.
    """
    told = record(page.json)
    if "categories" in told:
        return _statistics_of(_categories(told))
    usage = inner(told, "usage")
    users = inner(usage, "users")
    topics, replies = number(usage, "localPosts"), number(usage, "localComments")
    posts = None
    if topics is not None and replies is not None:
        said = f"localPosts: {topics}, localComments: {replies}"
        posts = Figure("posts", topics + replies, said)
    return statistics_of(
        [
            figure_from("members", users, "total"),
            figure_from("active_month", users, "activeMonth"),
            figure_from("threads", usage, "localPosts"),
            posts,
        ]
    )


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The categories of `/api/categories`, those below others too. Raises Unreadable."""
    found: list[BoardStatistics] = []
    for category in _categories(record(page.json)):
        external_id = str(must_have_number(category, "cid"))
        found.append(
            BoardStatistics(
                external_id=external_id,
                name=plain(must_have_text(category, "name")),
                slug=text(category, "slug").partition("/")[2],
                address=f"{site.address.rstrip('/')}/category/{external_id}",
                threads=number(category, "topic_count"),
                posts=number(category, "post_count"),
            )
        )
    return tuple(found)


def pages_of(page: Page) -> int:
    """How many pages a list has. Raises Unreadable."""
    return number(inner(record(page.json), "pagination"), "pageCount") or 1


def _categories(told: Record) -> list[Record]:
    """All that hold topics of their own, in the order of the page."""
    waiting = records(told.get("categories"), "categories")
    found: list[Record] = []
    while waiting:
        category = waiting.pop(0)
        waiting[:0] = inner_list(category, "children")
        if not text(category, "link") and not flag(category, "disabled"):
            found.append(category)  # the others are ways elsewhere
    return found


def _statistics_of(categories: list[Record]) -> ForumStatistics:
    """Sums of what each category counts of its own, without those below it."""
    figures: list[Figure | None] = []
    for kind, name in (("threads", "topic_count"), ("posts", "post_count")):
        counts = [number(category, name) for category in categories]
        known = [count for count in counts if count is not None]
        if known and len(known) == len(counts):
            said = f"{name} of {len(known)} categories: {sum(known)}"
            figures.append(Figure(kind, sum(known), said))
    return statistics_of(figures)


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a category. Raises Unreadable."""
    category = record(page.json)
    lines = tuple(
        _line(topic, site, board_id=board_id)
        for topic in records(category.get("topics"), "topics")
        if not flag(topic, "deleted") and not flag(topic, "scheduled")
    )
    external_id = number(category, "cid")
    base = f"{site.address.rstrip('/')}/api/category/{external_id or board_id}"
    return BoardPage(
        lines=lines,
        next_address=_following(category, base),
        board_name=plain(text(category, "name")),
    )


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic, as JSON or as HTML. Raises Unreadable, also for one without a post."""
    if is_json(page):
        return _from_json(record(page.json), site, keep_names=keep_names)
    # A page carries its data for its own script.
    data = root_of(page).css_first("script#ajaxify-data")
    try:
        topic = json.loads(data.text(deep=True)) if data is not None else None
    except (ValueError, RecursionError):
        topic = None
    if isinstance(topic, dict) and topic.get("posts"):
        return _from_json(topic, site, keep_names=keep_names)
    return _from_html(page, site, keep_names=keep_names)


def _from_json(topic: Record, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    if "response" in topic:
        topic = inner(topic, "response")
    entries = records(topic.get("posts"), "posts")
    if not entries:
        raise Unreadable("The topic came without a readable post.")
    topic_id = str(must_have_number(topic, "tid"))
    solved = number(topic, "isSolved")
    best = number(topic, "solvedPid")
    posts = without_names(
        (_post(entry, site, best=best, keep_names=keep_names) for entry in entries),
        keep_names=keep_names,
    )
    category = inner(topic, "category")
    pagination = inner(topic, "pagination")
    pages = number(pagination, "pageCount")
    base = f"{site.address.rstrip('/')}/api/topic/{topic_id}"
    return ThreadPage(
        posts=posts,
        external_id=topic_id,
        address=base,
        title=_title(topic),
        board_id=str(number(topic, "cid") or number(category, "cid") or ""),
        board_name=plain(text(category, "name")),
        next_address=_following(topic, base),
        last_address=f"{base}?page={pages}" if pages and pages > 1 else "",
        page=number(pagination, "currentPage") or 1,
        pages=pages,
        is_closed=flag(topic, "locked"),
        is_pinned=flag(topic, "pinned"),
        is_solved=bool(solved) if solved is not None and flag(topic, "isQuestion") else None,
    )


def _following(holder: Record, base: str) -> str:
    pagination = inner(holder, "pagination")
    current, pages = number(pagination, "currentPage"), number(pagination, "pageCount")
    if current is None or pages is None or current >= pages:
        return ""
    return f"{base}?page={current + 1}"


def _title(topic: Record) -> str:
    # Newer versions escape `title` for HTML and give the plain one beside it.
    return text(topic, "titleRaw") or plain(must_have_text(topic, "title"))


def _line(topic: Record, site: ForumSite, *, board_id: str) -> ThreadLine:
    topic_id = str(must_have_number(topic, "tid"))
    posts = number(topic, "postcount")
    category = inner(topic, "category")
    solved = number(topic, "isSolved")
    return ThreadLine(
        external_id=topic_id,
        # Without the title's words, which are kept for a short time only; the number is enough.
        address=f"{site.address.rstrip('/')}/topic/{topic_id}",
        title=_title(topic),
        asked=moment(topic, "timestampISO") or moment(topic, "timestamp"),
        last_post=moment(topic, "lastposttimeISO") or moment(topic, "lastposttime"),
        replies=posts - 1 if posts else None,
        board_id=str(number(topic, "cid") or board_id),
        board_name=plain(text(category, "name")),
        is_closed=flag(topic, "locked"),
        is_pinned=flag(topic, "pinned"),
        is_solved=bool(solved) if solved is not None and flag(topic, "isQuestion") else None,
    )


def _post(entry: Record, site: ForumSite, *, best: int | None, keep_names: bool) -> Post:
    # Posts from other sites (ActivityPub) have their address for a number.
    external_id = str(number(entry, "pid") or must_have_text(entry, "pid"))
    user = inner(entry, "user")
    posted = moment(entry, "timestampISO") or moment(entry, "timestamp")
    edited = moment(entry, "editedISO")
    content = must_have_text(entry, "content")
    groups = [
        title for group in inner_list(user, "selectedGroups") if (title := text(group, "userTitle"))
    ]
    is_removed = flag(entry, "deleted") or content == _REMOVED
    return Post(
        external_id=external_id,
        address=f"{site.address.rstrip('/')}/post/{quote(external_id, safe='')}",
        author=text(user, "username") or text(user, "displayname"),
        posted_at=posted.at if posted else None,
        text="" if is_removed else html_words(content, WORDS, keep_names=keep_names),
        is_hidden=is_removed,
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=best is not None and external_id == str(best),
        thanks=number(entry, "upvotes"),
        author_title=", ".join(groups),
        author_is_staff=flag(user, "isAdmin") or flag(user, "isGlobalModerator"),
    )


def _from_html(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    root = root_of(page)
    posts = without_names(
        (
            post
            for node in all_of(root, "[component=post][data-pid]")
            if (post := _html_post(node, site, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The topic's page came without a readable post.")
    topic_id = (
        attribute(root.css_first("[component=topic][data-tid]"), "data-tid")
        or topic_of(attribute(root.css_first("link[rel=canonical]"), "href"))
        or topic_of(page.url)
    )
    crumbs = root.css(
        ".breadcrumb a[href*='/category/'], [component='breadcrumb/item'] a[href*='/category/']"
    )
    board = re.search(r"/category/(\d+)", attribute(crumbs[-1], "href")) if crumbs else None
    return ThreadPage(
        posts=posts,
        external_id=topic_id,
        address=f"{site.address.rstrip('/')}/api/topic/{topic_id}" if topic_id else "",
        title=words_of(first(root, "[component='topic/title']", "h1")),
        board_id=board[1] if board else "",
        board_name=words_of(crumbs[-1]) if crumbs else "",
        next_address=next_link(page, site, "li.next:not(.disabled) a[rel=next]"),
        last_address=link_in(
            root.css_first(".pagination .page a[data-page]:last-of-type"), page, site
        ),
        is_solved=True if any(post.is_accepted for post in posts) else None,
        page=figure_in(query_field(page.url, "page") or "1") or 1,
    )


def _html_post(node: LexborNode, site: ForumSite, *, keep_names: bool) -> Post | None:
    number_of_post = attribute(node, "data-pid")
    body = node.css_first("[component='post/content']")
    if not number_of_post or body is None:
        return None
    posted = exact(attribute(node, "data-timestamp"))
    edited = exact(attribute(node.css_first("[component='post/editor'] .timeago"), "title"))
    votes = words_of(node.css_first("[component='post/vote-count']"))
    return Post(
        external_id=number_of_post,
        address=f"{site.address.rstrip('/')}/post/{quote(number_of_post, safe='')}",
        author=attribute(node, "data-username"),
        posted_at=posted.at if posted else None,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_hidden="deleted" in attribute(node, "class").split(),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=node.css_first(".accepted-answer, .solved-post, .best-answer") is not None,
        thanks=figure_in(votes) if votes else None,
        author_title=", ".join(
            words_of(badge) for badge in node.css("a.badge[href*='/groups/'], .group-label")
        ),
    )
