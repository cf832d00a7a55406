"""One answer of a forum, looked at as HTML or as JSON; each is parsed once."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.places import same_site
from alongside.connectors.plain_text import page_read, tree_of
from alongside.connectors.port import ForumSite, Unreadable
from alongside.fetching.messages import Response

if TYPE_CHECKING:
    from alongside.connectors.dates import DateReader

Record: TypeAlias = Mapping[str, Any]

# What forums hang on their links for visitors without cookies; it names a visit, not a page.
_SESSION_FIELDS = frozenset({"sid", "phpsessid", "s", "osid"})
_MAY_NAME_A_SESSION = re.compile(r"(?:sid|phpsessid|s)=", re.IGNORECASE)
_SESSION_ID = re.compile(r"[0-9a-f]{16,64}|[0-9a-z]{26,}", re.IGNORECASE)
_FIGURE = re.compile(r"(\d[\d.,'’\s\u00a0\u202f]*)([kKmM]\b)?")
_CLASSES = re.compile(r"lass\s*=\s*[\"']?([^\"'>]*)")
# Letters of a page in which it says where its links lead from: before the first of them (HTML
# standard, 4.2.3).
_HEAD = 8_000
_CLOCKS = 1991, 2200  # years in which a site's clock may stand


class Page:
    """An answer with the views that readers take of it. Everything is read when first asked for."""

    def __init__(self, response: Response) -> None:
        self.response = response
        self._addresses: dict[str, str] = {}
        self._held: dict[str, bool] = {}
        # By whether the month comes first in its dates: what `reading.moment_on` reads them with.
        self.date_readers: dict[bool | None, DateReader] = {}

    @property
    def url(self) -> str:
        return self.response.url

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    @cached_property
    def _read(self) -> tuple[str, bytes]:
        return page_read(self.response)

    @property
    def html(self) -> str:
        return self._read[0]

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page. Raises Unreadable for one nested too deep."""
        return tree_of(*self._read)

    @cached_property
    def words(self) -> str:
        """All words of the page's body in one line; those of two elements are never one word."""
        body = self.tree.body
        return " ".join(body.text(deep=True, separator=" ").split()) if body is not None else ""

    def held(self, *words: str) -> str:
        """The first of the words that stands anywhere in the markup, "" for none: no node has it.

        Looked for from the end, which Python does in a third of the time that `in` takes.
        """
        return next(filter(self._holds, words), "")

    def _holds(self, word: str) -> bool:
        if word not in self._held:
            self._held[word] = self.html.rfind(word) >= 0
        return self._held[word]

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes that the markup gives to elements, and some words besides.

        Found in the time in which ten of them are looked for one by one.
        """
        values = set(_CLASSES.findall(self.html))
        if self.held("CLASS"):
            values.update(re.findall(r"CLASS([^>]*)", self.html))
        return frozenset(re.split(r"[\s\"'=]+", " ".join(values)))

    @cached_property
    def json(self) -> Any:
        """The body as JSON. Raises Unreadable."""
        try:
            return json.loads(self.response.body)
        except (ValueError, RecursionError):
            raise Unreadable("The forum answered with something else than data.") from None

    @cached_property
    def answered_at(self) -> datetime | None:
        """When the site says it answered; "3 days ago" is counted back from here.

        None also where its clock is out by so much that nothing can be counted from it.
        """
        try:
            moment = parsedate_to_datetime(self.headers.get("date", ""))
        except (ValueError, TypeError, OverflowError):
            return None
        if not _CLOCKS[0] <= moment.year < _CLOCKS[1]:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @cached_property
    def language(self) -> str:
        """The page's own word for its language ("de", "en-GB"), "" where it has none."""
        root = self.tree.root
        return attribute(root, "lang") or attribute(root, "xml:lang")

    @cached_property
    def base(self) -> str:
        """From where the page's links lead: its own address, or the one that its head names."""
        for tag in ("<base", "<BASE"):
            if self.html.rfind(tag, 0, _HEAD) >= 0:  # from the end, as in `held`
                return base_of(self.tree, self.url)
        return self.url

    def address(self, link: str | None) -> str:
        """A link of this page in full, without the number of our visit; "" if it is no address."""
        if not link:
            return ""
        known = self._addresses.get(link)
        if known is None:
            # A place within the page stays there, whatever the head says: scripts see to that.
            base = self.url if link.lstrip()[:1] == "#" else self.base
            try:
                known = without_session(urljoin(base, link.strip()))
            except ValueError:
                known = ""
            self._addresses[link] = known
        return known

    def address_on(self, site: ForumSite, link: str | None) -> str:
        """A link of this page in full if it stays on the forum's site, else ""."""
        address = self.address(link)
        return address if address and same_site(site, address) else ""


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """From where links of a page lead: `<base href>`, which stands in its head, else `url`.

    One that names the page's own site by another scheme, or without its "www.", is taken for the
    site as it was asked.
    """
    named = attribute(tree.css_first("base[href]"), "href").strip()
    if not named:
        return url
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, named))
        hosts = {(part.hostname or "").removeprefix("www.") for part in (here, there)}
    except ValueError:
        return url
    if len(hosts) == 1:
        there = there._replace(scheme=here.scheme, netloc=here.netloc)
    return urlunsplit(there)


def without_session(address: str) -> str:
    """An address without the session that a forum without cookies writes into it."""
    if "?" not in address or _MAY_NAME_A_SESSION.search(address) is None:
        return address
    parts = urlsplit(address)
    # Some engines part their fields by ";": only what is a session goes, the rest stays.
    kept = [
        field
        for field in re.split(r"(?<=[&;])", parts.query)
        if not _is_session(field.rstrip("&;"))
    ]
    return urlunsplit(parts._replace(query="".join(kept).rstrip("&;")))


def with_query(address: str, **fields: str | int) -> str:
    """An address with these fields set in its query, and without a fragment."""
    parts = urlsplit(address)
    names = {name.replace("__", "."): str(value) for name, value in fields.items()}
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in names]
    return urlunsplit(parts._replace(query=urlencode([*kept, *names.items()]), fragment=""))


def query_field(address: str, name: str) -> str | None:
    """A field of an address's query; fields may be parted by "&" or ";"."""
    try:
        query = urlsplit(address).query
    except ValueError:
        return None
    for field in re.split(r"[&;]", query):
        key, _, value = field.partition("=")
        if key == name:
            return value
    return None


def page_number(address: str) -> int:
    """Which page of its list an address asks for: 1 where its query does not say."""
    given = query_field(address, "page") or ""
    return int(given[:6]) if given.isascii() and given.isdigit() else 1


def words_of(node: LexborNode | None) -> str:
    """A node's words in one line; "" for no node."""
    return " ".join(node.text(deep=True).split()) if node is not None else ""


def words_apart(node: LexborNode | None) -> str:
    """A node's words in one line; those of two elements are never one word: "7 PM<br>by ash"."""
    return " ".join(node.text(deep=True, separator=" ").split()) if node is not None else ""


def attribute(node: LexborNode | None, name: str) -> str:
    return (node.attrs.get(name) or "") if node is not None else ""


def figure_in(text: str) -> int | None:
    """The first whole number in a text, however its thousands are parted; "12.3K" is 12300."""
    found = _FIGURE.search(text)
    if found is None:
        return None
    number, unit = found[1].strip(), (found[2] or "").lower()
    if unit:
        try:
            factor = 1000 if unit == "k" else 1_000_000
            return round(float(number.replace(",", ".")) * factor)
        except ValueError:
            return None
    if number.isdecimal():
        return int(number[:15])
    # "1,234", "1.234", "1 234", "1'234": groups of three; anything after is another number.
    grouped = re.match(r"\d{1,3}(?:[.,'’\s\u00a0\u202f]\d{3})+(?!\d)|\d+", number)
    return int(re.sub(r"\D", "", grouped[0])[:15]) if grouped else None


def _is_session(field: str) -> bool:
    name, _, value = field.partition("=")
    return name.casefold() in _SESSION_FIELDS and bool(_SESSION_ID.fullmatch(value))
