"""Posts that a page describes for programs: JSON-LD, microdata and RDFa of schema.org and SIOC.

Whatever is missing or of a wrong type is left out; no page is unreadable for a fault in these.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.outline import Outline
from alongside.connectors.page import Page
from alongside.connectors.pages import Moment
from alongside.connectors.plain_text import html_to_plain
from alongside.connectors.port import Unreadable
from alongside.connectors.times import exact

MOST_ITEMS = 3_000
MOST_DEPTH = 60
LONGEST_DOCUMENT = 4_000_000

QUESTIONS = frozenset({"Question"})
OPENINGS = frozenset({"DiscussionForumPosting", "Question", "SocialMediaPosting", "ForumPosting"})
REPLIES = frozenset({"Answer", "Comment", "Reply", "UserComments", "CorrectionComment"})
POSTS = OPENINGS | REPLIES
# The same in SIOC, as Drupal and others write it in RDFa.
_SIOC = {
    "Post": "DiscussionForumPosting",
    "BoardPost": "DiscussionForumPosting",
    "Comment": "Comment",
    "Item": "DiscussionForumPosting",
}
# Questions that a site asks and answers itself.
_NO_DISCUSSIONS = frozenset({"FAQPage", "Quiz"})
_TEXTS = ("articleBody", "text", "commentText", "reviewBody", "content:encoded", "sioc:content")
_TITLES = ("headline", "name", "title", "dc:title")
_TIMES = (
    "datePublished", "dateCreated", "dc:date", "dc:created", "dcterms:created", "uploadDate",
    "commentTime",
)  # fmt: skip
_AUTHORS = ("author", "creator", "sioc:has_creator", "foaf:maker", "dc:creator")
_REPLIES_IN = ("suggestedAnswer", "acceptedAnswer", "comment", "comments", "hasPart", "reply")
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*$", re.DOTALL | re.MULTILINE)
_TYPE = re.compile(r"[A-Z]\w{2,39}", re.ASCII)
_VOCABULARY = "schema.org"
_TYPE_OF_POST = re.compile(rf"[\"'/](?:{'|'.join(sorted(POSTS))})[\"'\s>]")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TAGS = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|ul|ol|li|blockquote|code|pre|span|img)\b", re.I)


@dataclass(frozen=True, slots=True)
class Described:
    """One post as the page describes it; `element` is where in the outline, -1 for JSON-LD.

    `text_element` is the element that holds its words. `author` lives in memory only.
    """

    kind: str
    text: str = ""
    title: str = ""
    author: str = field(default="", repr=False)
    moment: Moment | None = None
    edited: Moment | None = None
    address: str = ""
    identity: str = ""
    thanks: int | None = None
    replies: int | None = None
    is_accepted: bool = False
    element: int = -1
    text_element: int = -1


def from_json(tree: LexborHTMLParser) -> tuple[Described, ...]:
    """The posts of the page's JSON-LD, openings before their replies, in its own order."""
    found: list[Described] = []
    for script in tree.css('script[type*="ld+json"]'):
        document = _document(script.text(deep=True) or "")
        for record in _records(document):
            if _types(record) & OPENINGS and not any(_same(record, one) for one in found):
                _add(found, record, is_accepted=False, depth=0)
    return tuple(found[:MOST_ITEMS])


def _document(text: str) -> Any:
    """JSON as pages write it: comments, control characters and trailing commas forgiven."""
    if len(text) > LONGEST_DOCUMENT:
        return None
    for repair in (
        lambda words: words,
        lambda words: _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", words)),
        lambda words: html.unescape(words),
    ):
        try:
            return json.loads(repair(text).strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _records(document: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a document down to a depth, outer ones first."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    seen = 0
    while waiting and seen < MOST_ITEMS:
        value, depth = waiting.pop(0)
        if depth > MOST_DEPTH:
            continue
        if isinstance(value, dict):
            seen += 1
            if _types(value) & _NO_DISCUSSIONS:
                continue
            yield value
            waiting += [
                (inner, depth + 1) for inner in value.values() if isinstance(inner, dict | list)
            ]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value[:MOST_ITEMS]]


def _types(record: Mapping[str, Any]) -> frozenset[str]:
    given = record.get("@type")
    names = given if isinstance(given, list) else [given]
    return frozenset(
        name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)
    )


def _same(record: Mapping[str, Any], known: Described) -> bool:
    """Whether an object was met before: pages give a thread once as itself, once as a part."""
    address = _text(record.get("url")) or _text(record.get("@id"))
    if address and known.address:
        return address == known.address
    return bool(known.text) and _words(record, _TEXTS)[:200] == known.text[:200]


def _add(
    found: list[Described], record: Mapping[str, Any], *, is_accepted: bool, depth: int
) -> None:
    kinds = _types(record) & POSTS
    if not kinds or len(found) >= MOST_ITEMS or depth > MOST_DEPTH:
        return
    post = Described(
        kind=min(kinds, key=lambda kind: kind not in OPENINGS),
        text=_words(record, _TEXTS),
        title=_line(record, _TITLES),
        author=_author(record.get("author") or record.get("creator")),
        moment=_moment(record, _TIMES),
        edited=_moment(record, ("dateModified",)),
        address=_text(record.get("url")) or _text(record.get("@id")),
        identity=_text(record.get("identifier")),
        thanks=_count(record.get("upvoteCount")),
        replies=_first_count(record.get("answerCount"), record.get("commentCount")),
        is_accepted=is_accepted,
    )
    if post.text or post.title:
        found.append(post)
    for name in _REPLIES_IN:
        inner = record.get(name)
        for reply in inner if isinstance(inner, list) else [inner]:
            if isinstance(reply, dict):
                _add(found, reply, is_accepted=name == "acceptedAnswer", depth=depth + 1)


def _words(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """A text that may be plain or a piece of HTML, escaped or not."""
    for name in names:
        if words := _text(record.get(name)):
            if "&lt;" in words and "<" not in words:
                words = html.unescape(words)
            if _TAGS.search(words) or "&" in words:
                try:
                    return html_to_plain(words)
                except Unreadable:
                    return ""
            return words.strip()
    return ""


def _line(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if words := _text(record.get(name)):
            return " ".join(html.unescape(words).split())[:500]
    return ""


def _author(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("alternateName")
        if isinstance(value, list):
            value = value[0] if value else None
    return html.unescape(value).strip()[:100] if isinstance(value, str) else ""


def _moment(record: Mapping[str, Any], names: tuple[str, ...]) -> Moment | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and (moment := exact(value)) is not None:
            return moment
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:9])
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value >= 0 else None


def _first_count(*values: Any) -> int | None:
    return next((count for value in values if (count := _count(value)) is not None), None)


def may_describe_posts(page: Page) -> bool:
    """Whether a page's markup has the type of a post, for programs; most pages have none.

    Trails, sites and their search boxes are described by the same means, and tell no post.
    """
    return page.held(_VOCABULARY) != "" and _TYPE_OF_POST.search(page.html) is not None


def from_markup(page: Outline) -> tuple[Described, ...]:
    """The posts of the page's microdata and RDFa in the page's order."""
    scopes: dict[int, _Scope] = {}
    around = _scopes(page, scopes)
    if not any(scope.kind in POSTS for scope in scopes.values()):
        return ()
    for element, attributes in enumerate(page.attributes):
        names = attributes.get("itemprop") or " ".join(
            filter(None, (attributes.get("property"), attributes.get("rel")))
        )
        if not names:
            continue
        owner = page.parents[element] if element in scopes else element
        holder = scopes.get(around[owner]) if owner >= 0 else None
        if holder is None:
            continue
        for name in names.split():
            holder.properties.setdefault(name.removeprefix("schema:"), element)
    posts = []
    for scope in sorted(scopes.values(), key=lambda scope: scope.element):
        if scope.kind in POSTS and (post := _described(page, scope, scopes)) is not None:
            posts.append(post)
            if len(posts) >= MOST_ITEMS:
                break
    return tuple(posts)


_ASIDE = "aside"


@dataclass(slots=True)
class _Scope:
    element: int
    kind: str  # a kind of post, "" for anything else, _ASIDE for what is no discussion
    properties: dict[str, int] = field(default_factory=dict)


def _scopes(page: Outline, scopes: dict[int, _Scope]) -> list[int]:
    """Notes the elements that begin an item; tells of each element the item around it, or -1."""
    around = [-1] * len(page)
    for element, attributes in enumerate(page.attributes):
        parent = page.parents[element]
        around[element] = around[parent] if parent >= 0 else -1
        typed = attributes.get("itemtype") or attributes.get("typeof")
        if typed or "itemscope" in attributes:
            outer = scopes.get(around[element])
            kind = _kind(typed or "")
            if (outer is not None and outer.kind == _ASIDE) or any(
                name in (typed or "") for name in _NO_DISCUSSIONS
            ):
                kind = _ASIDE
            scopes[element] = _Scope(element, kind)
            around[element] = element
    return around


def _kind(typed: str) -> str:
    for name in typed.split():
        vocabulary, short = name[: -len(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1])], name
        short = name.rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]
        if short in _SIOC and "sioc" in vocabulary.casefold():
            return _SIOC[short]
        if short in POSTS:
            return short
    return ""


def _described(page: Outline, scope: _Scope, scopes: Mapping[int, _Scope]) -> Described | None:
    given = scope.properties
    text_at = next((given[name] for name in _TEXTS if name in given), -1)
    if text_at < 0:
        return None
    time_at = next((given[name] for name in _TIMES if name in given), -1)
    accepted = "acceptedAnswer" in (page.attributes[scope.element].get("itemprop") or "").split()
    return Described(
        kind=scope.kind,
        title=next((_value(page, given[name]) for name in _TITLES if name in given), ""),
        author=_author_of(page, scope, scopes),
        moment=exact(_value(page, time_at)) if time_at >= 0 else None,
        edited=exact(_value(page, given["dateModified"])) if "dateModified" in given else None,
        address=_address_of(page, scope),
        thanks=_count(_value(page, given["upvoteCount"])) if "upvoteCount" in given else None,
        is_accepted=accepted,
        element=scope.element,
        text_element=text_at,
    )


def _address_of(page: Outline, scope: _Scope) -> str:
    """Where a post stands; its author's page is not that, though markup may say so."""
    element = scope.properties.get("url")
    address = _value(page, element) if element is not None else ""
    return "" if is_of_author(address) else address


def _author_of(page: Outline, scope: _Scope, scopes: Mapping[int, _Scope]) -> str:
    for name in _AUTHORS:
        if (element := scope.properties.get(name)) is None:
            continue
        person = scopes.get(element)
        if person is None:
            person = next(
                (inner for at, inner in scopes.items() if page.contains(element, at)), None
            )
        if person is not None:
            # In RDFa a link may be the person and bear the name as well.
            if "foaf:name" in (page.attributes[person.element].get("property") or "").split():
                return _value(page, person.element)[:100]
            for inner in ("name", "foaf:name", "alternateName"):
                if inner in person.properties:
                    return _value(page, person.properties[inner])[:100]
        return _value(page, element)[:100]
    return ""


def _value(page: Outline, element: int) -> str:
    attributes = page.attributes[element]
    for name in ("content", "datetime"):
        if value := attributes.get(name):
            return value.strip()
    tag = page.tags[element]
    if tag in ("a", "link", "area") and (words := attributes.get("href")):
        return (
            words
            if not page.words(element) or "url" in (attributes.get("itemprop") or "")
            else page.words(element)
        )
    return page.words(element)[:500]


def types_named(tree: LexborHTMLParser) -> Mapping[tuple[str, str], int]:
    """How often a page names each type for programs: by (way of writing, type), both short.

    Only the names of types are read, so that nobody's words come out of it.
    """
    found: Counter[tuple[str, str]] = Counter()
    for script in tree.css('script[type*="ld+json"]'):
        for record in _records(_document(script.text(deep=True) or "")):
            found.update(("JSON-LD", name) for name in _types(record) if _TYPE.fullmatch(name))
    for way, attribute in (("microdata", "itemtype"), ("RDFa", "typeof")):
        for node in tree.css(f"[{attribute}]")[:MOST_ITEMS]:
            for typed in (node.attributes.get(attribute) or "").split()[:10]:
                name = re.split(r"[/#:]", typed)[-1]
                if _TYPE.fullmatch(name):
                    found[way, name] += 1
    return found
