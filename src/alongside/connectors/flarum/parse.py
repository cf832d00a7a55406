"""Turns Flarum's JSON:API documents into our dataclasses.

Each page of Flarum carries the document that its script starts from (`flarum-json-payload`), the
same that the interface answers with. Both are read here.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from alongside.connectors.page import Page, Record, query_field
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage
from alongside.connectors.port import (
    BoardStatistics,
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Unreadable,
)
from alongside.connectors.reading import TextRules, root_of, statistics_of, without_names
from alongside.connectors.records import (
    flag,
    html_words,
    inner,
    inner_list,
    is_json,
    moment,
    must_have_text,
    number,
    record,
    records,
    text,
)

WORDS = TextRules(
    quotes="blockquote:has(> p > .PostMention:first-child), blockquote:has(> .PostMention)",
    mentions=".PostMention, .UserMention, .GroupMention",
)
PER_PAGE = 20
_DISCUSSION = re.compile(r"/d/(?P<id>\d+)(?:-[^/?#]*)?(?:/(?P<near>\d+))?(?=[/?#]|$)")

Known = Mapping[tuple[str, str], Record]


def discussion_of(address: str) -> tuple[str, str]:
    """Number of a discussion and of the post in it, "" for what an address does not tell."""
    found = _DISCUSSION.search(address)
    return (found["id"], found["near"] or "") if found else ("", "")


def document_of(page: Page) -> Record:
    """The JSON:API document of an answer or inside a page. Raises Unreadable."""
    if is_json(page):
        return record(page.json, "document")
    payload = _payload(page)
    document = payload.get("apiDocument")
    if not isinstance(document, dict):
        raise Unreadable("The page carries no document of a discussion or of a list.")
    return document


def statistics(page: Page) -> ForumStatistics:
    """Flarum shows guests no totals; the tags that every discussion has one of are added up."""
    primary = [
        tag for tag in _tags(page) if not flag(tag, "isChild") and tag.get("position") is not None
    ]
    counts = [count for tag in primary if (count := number(tag, "discussionCount")) is not None]
    if not counts:
        raise Unreadable("The forum shows no figures about itself.")
    said = " + ".join(f"{text(tag, 'name')}: {number(tag, 'discussionCount')}" for tag in primary)
    return statistics_of([Figure("threads", sum(counts), f"discussions by tag: {said}"[:200])])


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The tags of `/api/tags`. Raises Unreadable."""
    return tuple(
        BoardStatistics(
            # What people see in a board's address is its word; its number they never see.
            external_id=must_have_text(tag, "slug"),
            name=must_have_text(tag, "name"),
            slug=must_have_text(tag, "slug"),
            address=f"{site.address.rstrip('/')}/t/{must_have_text(tag, 'slug')}",
            threads=number(tag, "discussionCount"),
        )
        for tag in _tags(page)
    )


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a list of discussions. Raises Unreadable."""
    document = document_of(page)
    known = _known(document)
    lines = tuple(
        _line(entry, site, known, board_id=board_id)
        for entry in records(document.get("data"), "discussions")
        if not flag(inner(entry, "attributes"), "isHidden")
    )
    return BoardPage(
        lines=lines,
        next_address=page.address_on(site, text(inner(document, "links"), "next")),
    )


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a discussion, from its page or from the interface. Raises Unreadable."""
    document = document_of(page)
    known = _known(document)
    data = document.get("data")
    if isinstance(data, list):
        shown = records(data, "posts")
        discussion = next(
            (entry for (kind, _), entry in known.items() if kind == "discussions"), None
        )
        following = page.address_on(site, text(inner(document, "links"), "next"))
    else:
        discussion = record(data, "discussion")
        shown = [entry for (kind, _), entry in known.items() if kind == "posts"]
        following = ""
    if discussion is None:
        raise Unreadable("The document names no discussion.")
    thread_id = must_have_text(discussion, "id")
    shown = [entry for entry in shown if _related(entry, "discussion") in ("", thread_id)]
    shown.sort(key=lambda entry: number(inner(entry, "attributes"), "number") or 0)
    best = _related(discussion, "bestAnswerPost")
    attributes = inner(discussion, "attributes")
    if not best and (chosen := number(attributes, "hasBestAnswer")) is not None and chosen > 1:
        best = str(chosen)
    ids = [text(entry, "id") for entry in _related_list(discussion, "posts")]
    if ids and len(ids) > len(shown):
        # A best answer of another page comes along; what belongs to this page stands in a row.
        shown = [entry for entry in shown if text(entry, "id") in _window(ids, page, len(shown))]
    posts = without_names(
        (
            _post(entry, site, known, thread_id=thread_id, best=best, keep_names=keep_names)
            for entry in shown
            if text(inner(entry, "attributes"), "contentType") == "comment"
        ),
        keep_names=keep_names,
    )
    if not shown:
        raise Unreadable("The discussion came without a readable post.")
    base = f"{site.address.rstrip('/')}/d/{thread_id}"
    current = _page_number(page)
    pages = max(1, math.ceil(len(ids) / PER_PAGE)) if ids else None
    if pages is not None and current < pages:
        following = f"{base}?page={current + 1}"
    tag = known.get(("tags", next(iter(_tag_ids(discussion)), "")))
    solved = attributes.get("hasBestAnswer")
    return ThreadPage(
        posts=posts,
        events=len(shown) - len(posts),
        external_id=thread_id,
        address=base,
        title=text(attributes, "title"),
        board_id=text(inner(tag, "attributes"), "slug") if tag else "",
        board_name=text(inner(tag, "attributes"), "name") if tag else "",
        next_address=following,
        last_address=f"{base}?page={pages}" if pages and pages > 1 else "",
        page=current,
        pages=pages,
        is_closed=flag(attributes, "isLocked"),
        is_pinned=flag(attributes, "isSticky"),
        is_solved=bool(best) if solved is not None else None,
    )


def _line(entry: Record, site: ForumSite, known: Known, *, board_id: str) -> ThreadLine:
    attributes = record(entry.get("attributes"), "attributes")
    thread_id = must_have_text(entry, "id")
    comments = number(attributes, "commentCount")
    tags = _tag_ids(entry)
    words = [text(inner(known.get(("tags", tag), {}), "attributes"), "slug") for tag in tags]
    # A discussion may bear several tags; the board that was asked for is one of them.
    place = words.index(board_id) if board_id in words else 0
    tag = known.get(("tags", tags[place]), {}) if tags else {}
    solved = attributes.get("hasBestAnswer")
    return ThreadLine(
        external_id=thread_id,
        # Without the title's words, which are kept for a short time only; the number is enough.
        address=f"{site.address.rstrip('/')}/d/{thread_id}",
        title=must_have_text(attributes, "title"),
        asked=moment(attributes, "createdAt"),
        last_post=moment(attributes, "lastPostedAt"),
        replies=comments - 1 if comments else None,
        board_id=text(inner(tag, "attributes"), "slug") or board_id,
        board_name=text(inner(tag, "attributes"), "name"),
        is_closed=flag(attributes, "isLocked"),
        is_pinned=flag(attributes, "isSticky"),
        is_solved=bool(solved) if solved is not None else None,
    )


def _post(
    entry: Record, site: ForumSite, known: Known, *, thread_id: str, best: str, keep_names: bool
) -> Post:
    external_id = must_have_text(entry, "id")
    attributes = inner(entry, "attributes")
    author = known.get(("users", _related(entry, "user")), {})
    groups = [
        group
        for held in _related_list(author, "groups")
        if (group := known.get(("groups", text(held, "id")))) is not None
    ]
    posted, edited = moment(attributes, "createdAt"), moment(attributes, "editedAt")
    content = attributes.get("contentHtml")
    likes = inner(inner(entry, "relationships"), "likes").get("data")
    return Post(
        external_id=external_id,
        address=f"{site.address.rstrip('/')}/d/{thread_id}/{number(attributes, 'number') or ''}",
        # A member who left the forum has no name any more.
        author=text(inner(author, "attributes"), "username"),
        posted_at=posted.at if posted else None,
        text=html_words(content, WORDS, keep_names=keep_names) if isinstance(content, str) else "",
        is_hidden=flag(attributes, "isHidden")
        or attributes.get("isApproved") is False
        or not isinstance(content, str),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=external_id == best,
        thanks=number(attributes, "likesCount")
        if "likesCount" in attributes
        else (len(likes) if isinstance(likes, list) else None),
        author_title=", ".join(
            text(inner(group, "attributes"), "nameSingular") for group in groups
        ),
        author_is_staff=bool(groups),
    )


def _window(ids: list[str], page: Page, shown: int) -> frozenset[str]:
    start = (_page_number(page) - 1) * PER_PAGE
    window = ids[start : start + PER_PAGE]
    # A page opened near a post shows the posts around it; then nothing can be said.
    return frozenset(window if shown <= len(window) + 1 else ids)


def _page_number(page: Page) -> int:
    given = query_field(page.url, "page") or ""
    return int(given[:6]) if given.isascii() and given.isdigit() else 1


def _payload(page: Page) -> Record:
    node = root_of(page).css_first("script#flarum-json-payload")
    if node is None:
        raise Unreadable("This is not a page of Flarum, or of a version not known to us.")
    try:
        return record(json.loads(node.text(deep=True)), "payload")
    except (ValueError, RecursionError):
        raise Unreadable("The data in the page is broken.") from None


def _tags(page: Page) -> list[Record]:
    """The tags of an answer or of any page, in the forum's order. Raises Unreadable."""
    listed: Any = (
        record(page.json).get("data") if is_json(page) else _payload(page).get("resources")
    )
    found = [
        inner(entry, "attributes")
        for entry in records(listed, "tags")
        if entry.get("type") == "tags"
    ]
    if not found:
        raise Unreadable("The forum shows no tags.")
    return sorted(
        found, key=lambda tag: (tag.get("position") is None, number(tag, "position") or 0)
    )


def _known(document: Record) -> Known:
    """What a document includes, by kind and number."""
    entries: Iterable[Record] = inner_list(document, "included")
    return {(text(entry, "type"), text(entry, "id")): entry for entry in entries}


def _related(entry: Record, name: str) -> str:
    return text(inner(inner(inner(entry, "relationships"), name), "data"), "id")


def _related_list(entry: Record, name: str) -> list[Record]:
    return inner_list(inner(inner(entry, "relationships"), name), "data")


def _tag_ids(entry: Record) -> list[str]:
    return [text(tag, "id") for tag in _related_list(entry, "tags")]
