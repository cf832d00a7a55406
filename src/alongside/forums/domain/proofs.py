"""What a page proves about an official account, in either direction. Pure: no request is made here.

A page of the body's own site names the account; the account's profile links back to that site.
Authority is never given to a host that many share: of such a host only the body's own folder
counts.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from alongside.forums.domain.accounts import address_of, leads_to
from alongside.forums.domain.places import place_of

NOTE_LENGTH = 300  # characters, as the register keeps them

_UNSEEN = ["script", "style", "noscript", "template", "iframe", "svg", "head"]
_MOST_LINKS = 5_000  # of one page
_ADDRESS_IN_TEXT = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()]{3,300}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at a page came to, with a sentence for people."""

    found: bool
    note: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An account, its forum and its body, as the register has them."""

    handle: str
    profile_address: str
    forum_name: str
    forum_address: str
    website: str  # of the body
    account_page: str  # the account's own page in this register


def on_bodys_site(address: str, website: str, *, shared_domains: Collection[str] = ()) -> bool:
    """Whether a page stands on the host of the body's website, or on a subdomain of it.

    A domain that many bodies share ("gov.uk") lends its name to no subdomain. Of a website in a
    folder of a larger host, only that folder counts, by whole segments of its path.
    """
    host, own = _host(address), _host(website)
    if not host or not own:
        return False
    if has_folder(website):
        return not _climbs(address) and _is_under(place_of(address), place_of(website))
    return host == own or (own not in shared_domains and host.endswith(f".{own}"))


def has_folder(website: str) -> bool:
    """Whether a website is a folder of a host, of which the rest may be others'."""
    return "/" in place_of(website)


def on_forums_site(address: str, forum_address: str) -> bool:
    """Whether a profile stands on the forum's own host."""
    host = _host(address)
    return bool(host) and host == _host(forum_address)


def names_the_account(page: str, *, address: str, claim: Claim) -> Finding:
    """Whether the page of the body names the account: by a link to its profile, or by its name
    together with the forum's. `page` is HTML, `address` that of the page."""
    tree = _seen(page)
    links = list(_links(tree, address))
    if claim.profile_address and any(
        (link := address_of(each)) and leads_to(link, claim.profile_address, handle=claim.handle)
        for each in links
    ):
        return Finding(True, "The page links to the account’s profile.")
    text = _text(tree)
    if not _has_words(text, claim.handle):
        return Finding(
            False, f"The page does not name {claim.handle} and has no link to it."[:NOTE_LENGTH]
        )
    forum = place_of(claim.forum_address)
    names_forum = _has_words(text, claim.forum_name) or (
        bool(forum) and any(_is_under(place_of(each), forum) for each in links)
    )
    if not names_forum:
        return Finding(False, "The page has the account’s name, but does not say in which forum.")
    return Finding(True, "The page names the account and the forum.")


def links_back(page: str, *, address: str, claim: Claim) -> Finding:
    """Whether the profile leads to the body's website or to the account's page in this register.

    An address that stands in the profile as text counts as well: many forums make no links of
    what members write. Of a website in a folder of a larger host, only that folder counts.
    """
    tree = _seen(page)
    website, own_page = place_of(claim.website), place_of(claim.account_page)
    written = _ADDRESS_IN_TEXT.findall(_text(tree))
    for each in (*_links(tree, address), *written):
        place = place_of(each)
        if own_page and _is_under(place, own_page):
            return Finding(True, "The profile links to the account’s page in this register.")
        if website and _is_under(place, website) and not _climbs(each):
            return Finding(True, "The profile links to the body’s website.")
        if website and not has_folder(website) and on_bodys_site(f"https://{place}", claim.website):
            return Finding(True, "The profile links to the body’s website.")
    return Finding(False, "The profile has no link to the body’s website or to this register.")


@lru_cache(maxsize=1024)  # a page names the same forum many times
def _host(address: str) -> str:
    try:
        if urlsplit(address).scheme not in ("http", "https"):
            return ""
    except ValueError:
        return ""
    return place_of(address).partition("/")[0]


def _climbs(address: str) -> bool:
    """Whether the path has steps upwards, with which a page is another than it seems."""
    path = place_of(address).partition("/")[2]
    # A server may take %252e for a point, and a backslash for a slash.
    while (plain := unquote(path)) != path:
        path = plain
    return any(step in (".", "..") for step in re.split(r"[/\\\\]", path))


def _is_under(place: str, above: str) -> bool:
    return place == above or place.startswith(f"{above}/")


def _seen(page: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(page)
    tree.strip_tags(_UNSEEN)
    return tree


def _links(tree: LexborHTMLParser, address: str) -> Iterator[str]:
    for node in tree.css("a[href]")[:_MOST_LINKS]:
        try:
            link = urljoin(address, (node.attributes.get("href") or "").strip())
        except ValueError:
            continue
        if link.lower().startswith(("http://", "https://")):
            yield link


def _text(tree: LexborHTMLParser) -> str:
    return " ".join(tree.body.text(separator=" ").split()) if tree.body else ""


def _has_words(text: str, words: str) -> bool:
    """Whether the words stand there as a whole, whatever their case."""
    wanted = " ".join(words.split())
    return bool(wanted) and bool(
        re.search(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", text, re.IGNORECASE)
    )
