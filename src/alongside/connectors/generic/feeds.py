"""RSS and Atom: which feeds a page offers, and what stands in one. feedparser reads the bytes."""

import io
import re
from dataclasses import dataclass, field
from time import struct_time

import feedparser

from alongside.connectors.generic.addresses import LONGEST_THREAD, short_key, thread_key
from alongside.connectors.page import Page
from alongside.connectors.pages import Moment, ThreadLine
from alongside.connectors.plain_text import html_to_plain
from alongside.connectors.port import ForumSite, Unreadable
from alongside.connectors.times import exact

LARGEST_FEED = 5_000_000
MOST_ENTRIES = 1_000
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_FEED_PLACE = re.compile(
    r"(?:[/.?&=]|\b)(?:rss|atom|feed|feeds|xml)(?:\.xml|\.php|\.rss|/|$|[?&=])|type=rss|\.rss$",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:re|aw|sv|vs|odp|antw|отв|rép)\s*:\s*|\s*•\s*re\s*:\s*", re.IGNORECASE)
# An entity that is made of others: nothing in a feed needs one, and a bomb is made so.
_NESTED_ENTITY = re.compile(rb"<!ENTITY\s+[^>]{0,200}&[a-zA-Z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `author` lives in memory only."""

    address: str
    identity: str
    title: str
    text: str
    author: str = field(repr=False)
    moment: Moment | None = None
    updated: Moment | None = None
    replies: int | None = None
    is_reply: bool = False


def feeds_offered(page: Page, site: ForumSite) -> tuple[str, ...]:
    """The addresses of the feeds that a page offers on its own site, those in its head first."""
    found: dict[str, None] = {}
    for link in page.tree.css("link[href][type]"):
        relation = (link.attributes.get("rel") or "").casefold().split()
        kind = (link.attributes.get("type") or "").casefold().split(";")[0].strip()
        if "alternate" not in relation or kind not in _FEED_TYPES:
            continue
        if address := page.address_on(site, link.attributes.get("href")):
            found.setdefault(address)
    for link in page.tree.css("a[href]")[:5_000]:
        href = link.attributes.get("href") or ""
        if _FEED_PLACE.search(href) and (address := page.address_on(site, href)):
            found.setdefault(address)
    return tuple(found)[:20]


def is_feed(page: Page) -> bool:
    """Whether an answer is a feed, by its first bytes."""
    start = page.response.body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        sign in start for sign in (b"<rss", b"<feed", b"<rdf:rdf")
    )


def entries_of(page: Page) -> tuple[Entry, ...]:
    """What stands in a feed, in its order. Raises Unreadable for one that is none, or a bomb."""
    body = page.response.body
    if len(body) > LARGEST_FEED:
        raise Unreadable("The feed is larger than any forum's feed.")
    if _NESTED_ENTITY.search(body[:100_000]):
        raise Unreadable("The feed is built of entities within entities.")
    try:
        # A stream, not the bytes: those might be taken for a file's name.
        parsed = feedparser.parse(
            io.BytesIO(body),
            response_headers={
                "content-type": page.headers.get("content-type", ""),
                "content-location": page.url,
            },
            resolve_relative_uris=True,
            sanitize_html=False,
        )
    except Exception as error:  # feedparser lets through whatever its many readers raise
        raise Unreadable("The feed cannot be read.") from error
    if not parsed.get("version") and not parsed.entries:
        raise Unreadable("The answer is not a feed.")
    return tuple(_entry(page, entry) for entry in parsed.entries[:MOST_ENTRIES])


def lines_of(page: Page, site: ForumSite) -> tuple[ThreadLine, ...]:
    """The threads that a board's feed tells of: of several posts of one thread the earliest."""
    found: dict[str, ThreadLine] = {}
    for entry in entries_of(page):
        address = page.address_on(site, entry.address)
        if not address:
            continue
        key = thread_key(address)
        known = found.get(key)
        asked = None if entry.is_reply else entry.moment
        moments = [entry.moment, entry.updated, known.last_post if known is not None else None]
        last = max(
            (moment for moment in moments if moment is not None),
            key=lambda moment: moment.at,
            default=None,
        )
        if known is not None and known.asked is not None:
            earlier = asked is None or known.asked.at <= asked.at
            asked = known.asked if earlier else asked
        found[key] = ThreadLine(
            external_id=short_key(address, most=LONGEST_THREAD),
            address=known.address if known else address.split("#")[0],
            title=_REPLY.sub("", entry.title) or (known.title if known else ""),
            asked=asked,
            last_post=last,
            replies=entry.replies,
        )
    return tuple(found.values())


def _entry(page: Page, entry: "feedparser.FeedParserDict") -> Entry:
    title = _plain(_text(_given(entry, "title")))
    content = _given(entry, "content")
    html = ""
    if isinstance(content, list) and content and isinstance(content[0], dict):
        html = _text(content[0].get("value"))
    html = html or _text(_given(entry, "summary"))
    return Entry(
        address=page.address(_text(_given(entry, "link")) or _text(_given(entry, "id"))),
        identity=_text(_given(entry, "id")),
        title=" ".join(title.split()),
        text=_plain(html),
        author=_text(_given(entry, "author"))[:100],
        moment=_moment(entry, "published")
        or _moment(entry, "created")
        or _moment(entry, "updated"),
        updated=_moment(entry, "updated"),
        replies=_count(_given(entry, "slash_comments") or _given(entry, "thr_total")),
        is_reply=bool(_REPLY.match(title)) or bool(_given(entry, "thr_in-reply-to")),
    )


def _moment(entry: "feedparser.FeedParserDict", name: str) -> Moment | None:
    if (written := _text(_given(entry, name))) and (found := exact(written)) is not None:
        return found
    parsed = _given(entry, f"{name}_parsed")
    if not isinstance(parsed, struct_time):
        return None
    return exact(
        f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}T"
        f"{parsed.tm_hour:02}:{parsed.tm_min:02}:{parsed.tm_sec:02}Z"
    )


def _given(entry: "feedparser.FeedParserDict", name: str) -> object:
    """What an entry has of its own; feedparser itself would give one time for another."""
    return dict.get(entry, name)


def _plain(html: str) -> str:
    if "<" not in html and "&" not in html:
        return html.strip()
    try:
        return html_to_plain(html)
    except Unreadable:
        return ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:9])
    return None
