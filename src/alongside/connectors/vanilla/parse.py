"""Turns Vanilla's open JSON lists and its thread pages into our dataclasses."""

import re

from selectolax.lexbor import LexborNode

from alongside.connectors.page import (
    Page,
    Record,
    attribute,
    figure_in,
    query_field,
    words_of,
)
from alongside.connectors.pages import BoardPage, Moment, ThreadLine, ThreadPage
from alongside.connectors.port import (
    BoardStatistics,
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.reading import (
    TextRules,
    all_of,
    first,
    link_in,
    moment_in,
    next_link,
    post_words,
    root_of,
    statistics_of,
    without_names,
)
from alongside.connectors.records import (
    flag,
    html_words,
    inner,
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

WORDS = TextRules(
    never=".Signature, .QuoteFolding",
    quotes=(
        "blockquote.Quote:has(a.QuoteUser), blockquote.UserQuote, .embedExternal.embedQuote, "
        "blockquote:has(> .QuoteAuthor), .js-embed[data-embedjson*='quote']"
    ),
    mentions="a.atMention, a[data-username]",
)
_DISCUSSION = re.compile(r"/discussion/(?P<id>\d+)(?=[/?#]|$)")
_COMMENT = re.compile(r"/discussion/comment/(\d+)|#Comment_(\d+)")
_NEXT = re.compile(r"<([^>]+)>\s*;\s*rel=\"?next\"?")


def discussion_of(address: str) -> str:
    found = _DISCUSSION.search(address)
    return found["id"] if found else ""


def comment_of(address: str) -> str:
    found = _COMMENT.search(address)
    return (found[1] or found[2]) if found else ""


def discussion_named_by(page: Page) -> str:
    """The discussion of which a page says that it is its own; "" for a page of another kind."""
    if is_json(page):
        return ""
    return discussion_of(_canonical(root_of(page)))


def statistics(page: Page) -> ForumStatistics:
    """The figures of `/api/v2/site-totals`. Raises Unreadable."""
    counts = inner(record(page.json), "counts")
    values = {
        kind: number(inner(counts, name), "count")
        for kind, name in (("threads", "discussion"), ("replies", "comment"), ("members", "user"))
    }
    threads, replies, members = values["threads"], values["replies"], values["members"]
    figures: list[Figure | None] = [
        Figure("threads", threads, f"discussion: {threads}") if threads is not None else None,
        Figure("members", members, f"user: {members}") if members is not None else None,
    ]
    if threads is not None and replies is not None:
        # The first post of each discussion is not a comment.
        said = f"discussion: {threads}, comment: {replies}"
        figures.append(Figure("posts", threads + replies, said))
    return statistics_of(figures)


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The categories of `/api/v2/categories`, those below others too. Raises Unreadable."""
    found: list[BoardStatistics] = []
    waiting = records(page.json, "categories")
    while waiting:
        category = waiting.pop(0)
        below = category.get("children")
        if isinstance(below, list):
            waiting[:0] = [child for child in below if isinstance(child, dict)]
        if text(category, "displayAs") == "heading" or (number(category, "categoryID") or 0) < 1:
            continue
        threads, comments = number(category, "countDiscussions"), number(category, "countComments")
        slug = text(category, "urlcode")
        found.append(
            BoardStatistics(
                external_id=str(must_have_number(category, "categoryID")),
                name=plain(must_have_text(category, "name")),
                slug=slug,
                address=page.address_on(site, text(category, "url"))
                or f"{site.address.rstrip('/')}/categories/{slug}",
                threads=threads,
                posts=threads + comments if threads is not None and comments is not None else None,
            )
        )
    return tuple(found)


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of `/api/v2/discussions`. Raises Unreadable."""
    lines = tuple(
        _line(entry, site, board_id=board_id)
        for entry in records(page.json, "discussions")
        if text(entry, "type") != "redirect"  # what is left where a discussion was moved away
    )
    return BoardPage(lines=lines, next_address=_following(page, site))


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a discussion, as HTML or as JSON. Raises Unreadable for HTML without a post."""
    if is_json(page):
        told = page.json
        if isinstance(told, list):
            return _comments(records(told, "comments"), page, site, keep_names=keep_names)
        return _discussion(record(told), site, keep_names=keep_names)
    root = root_of(page)
    thread_id = (
        attribute(root.css_first("[id^='Discussion_']"), "id").removeprefix("Discussion_")
        or discussion_of(_canonical(root))
        or discussion_of(page.url)
    )
    found = (
        _post(node, page, site, thread_id=thread_id, keep_names=keep_names)
        for node in all_of(root, ".ItemDiscussion, .ItemComment")
    )
    # A best answer is shown at the top and again in its place.
    unique: dict[str, Post] = {}
    for post in found:
        if post is not None:
            unique[post.external_id] = post
    posts = without_names(unique.values(), keep_names=keep_names)
    if not posts:
        raise Unreadable("The discussion's page came without a readable post.")
    crumbs = root.css(
        ".Breadcrumbs .CrumbLabel a[href*='/categories/'], .Category a[href*='/categories/']"
    )
    title = first(root, ".PageTitle h1", ".DiscussionHeader h1", "h1")
    states = words_of(first(root, ".Tag-QnA-Answered", ".Tag-Answered", ".QnA-Tag-Answered"))
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/discussion/{thread_id}/x" if thread_id else "",
        title=words_of(title),
        board_name=words_of(crumbs[-1]) if crumbs else "",
        next_address=next_link(page, site, ".Pager a.Next", ".PagerWrap a.Next"),
        last_address=link_in(root.css_first(".Pager a.LastPage"), page, site),
        is_closed=first(
            root,
            ".Tag-Closed",
            ".MItem-Closed",
            ".DiscussionClosed",
            ".Note.Closed:not(.SignInOrRegister)",
        )
        is not None,
        is_pinned=first(root, ".Tag-Announcement") is not None,
        is_solved=True if states or any(post.is_accepted for post in posts) else None,
    )


def _canonical(root: LexborNode) -> str:
    return attribute(root.css_first("link[rel=canonical]"), "href")


def _following(page: Page, site: ForumSite) -> str:
    found = _NEXT.search(page.headers.get("link", ""))
    return page.address_on(site, found[1]) if found else ""


def _discussion(told: Record, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """`/api/v2/discussions/<id>`: the opening post; the comments are a list of their own."""
    number_of_thread = must_have_number(told, "discussionID")
    address = f"{site.address.rstrip('/')}/discussion/{number_of_thread}/x"
    comments = f"{site.base}/api/v2/comments?discussionID={number_of_thread}&expand=insertUser"
    has_comments = number(told, "countComments") != 0
    status = _status(told, "question")
    return ThreadPage(
        posts=without_names(
            [_told(told, f"discussion-{number_of_thread}", address, keep_names=keep_names)],
            keep_names=keep_names,
        ),
        external_id=str(number_of_thread),
        address=address,
        title=plain(must_have_text(told, "name")),
        board_id=str(number(told, "categoryID") or ""),
        next_address=f"{comments}&limit=100" if has_comments else "",
        last_address=f"{comments}&limit=100&sort=-dateInserted" if has_comments else "",
        is_closed=flag(told, "closed"),
        is_pinned=flag(told, "pinned"),
        is_solved=status == "accepted" if status else None,
    )


def _comments(told: list[Record], page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of `/api/v2/comments?discussionID=`."""
    base = site.address.rstrip("/")
    found = (
        _told(
            entry,
            number_of_post := str(must_have_number(entry, "commentID")),
            f"{base}/discussion/comment/{number_of_post}#Comment_{number_of_post}",
            keep_names=keep_names,
        )
        for entry in told
    )
    return ThreadPage(
        posts=without_names(found, keep_names=keep_names),
        external_id=query_field(page.url, "discussionID") or "",
        next_address=_following(page, site),
        # The discussion's count of comments may be behind: an empty list is its end.
        events=0 if told else 1,
    )


def _told(entry: Record, external_id: str, address: str, *, keep_names: bool) -> Post:
    """An opening post or a comment as the interface tells it."""
    user = inner(entry, "insertUser")
    posted, edited = moment(entry, "dateInserted"), moment(entry, "dateUpdated")
    return Post(
        external_id=external_id,
        address=address,
        author=text(user, "name"),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=html_words(must_have_text(entry, "body"), WORDS, keep_names=keep_names),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=_status(entry, "answer") == "accepted",
        author_title=plain(text(user, "title") or text(user, "label")),
    )


def _status(entry: Record, of: str) -> str:
    return text(inner(inner(entry, "attributes"), of), "status")


def _line(entry: Record, site: ForumSite, *, board_id: str) -> ThreadLine:
    thread_id = str(must_have_number(entry, "discussionID"))
    asked = moment(entry, "dateInserted")
    status = _status(entry, "question")
    return ThreadLine(
        external_id=thread_id,
        # Any word leads to the discussion; the title's own are kept for a short time only.
        address=f"{site.address.rstrip('/')}/discussion/{thread_id}/x",
        title=plain(must_have_text(entry, "name")),
        asked=asked,
        last_post=moment(entry, "dateLastComment") or asked,
        replies=number(entry, "countComments"),
        board_id=str(number(entry, "categoryID") or board_id),
        is_closed=flag(entry, "closed"),
        is_pinned=flag(entry, "pinned"),
        is_solved=status == "accepted" if status else None,
    )


def _post(
    node: LexborNode, page: Page, site: ForumSite, *, thread_id: str, keep_names: bool
) -> Post | None:
    identity = attribute(node, "id")
    body = first(node, ".Message", ".userContent")
    if body is None or not re.fullmatch(r"(?:Discussion|Comment)_\d+", identity):
        return None
    kind, _, number_of_post = identity.partition("_")
    base = site.address.rstrip("/")
    # The first post has no number among the comments; it is the discussion itself.
    is_first = kind == "Discussion"
    posted = moment_in(first(node, ".DateCreated time", "time"), page)
    edited = _edited(node, page)
    classes = attribute(node, "class")
    likes = words_of(first(node, ".ThankedByBox .ThankedBy span", ".ReactButton-Like .Count"))
    return Post(
        external_id=f"discussion-{number_of_post}" if is_first else number_of_post,
        address=f"{base}/discussion/{thread_id}/x"
        if is_first
        else f"{base}/discussion/comment/{number_of_post}#Comment_{number_of_post}",
        author=words_of(first(node, ".Author .Username", ".Username", ".Author a")),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted="QnA-Answer-Accepted" in classes
        or node.css_first(".QnA-Tag-Accepted, .Tag-QnA-Accepted, .AcceptedAnswer") is not None,
        thanks=figure_in(likes) if likes else None,
        author_title=words_of(
            first(node, ".RoleTitle", ".AuthorInfo .Rank", ".AuthorInfo .RankTitle")
        ),
        author_is_staff=bool(re.search(r"\b(?:Role_|Rank-)(?:Admin|Moderator|Staff)", classes)),
    )


def _edited(node: LexborNode, page: Page) -> Moment | None:
    return moment_in(node.css_first(".DateUpdated"), page)
