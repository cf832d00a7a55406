"""What a site says of text and data mining: the W3C TDM Reservation Protocol (2024). Pure.

Three places may speak: the answer's headers, the page's meta elements, and
`/.well-known/tdmrep.json` for the whole origin. The nearest to the page counts, in this order:
page, header, file. A reservation never closes a page to reading; it closes it to mining, which
here is whatever counts over many threads at once.
"""

import json
import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urljoin, urlsplit

from alongside.fetching.messages import Reservation

MOST_BYTES = 64 * 1024
_MOST_RULES = 200
_HEAD_BYTES = 64 * 1024  # where a page's meta elements stand
_META = re.compile(rb"<meta\s[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def of_page(url: str, headers: Mapping[str, str], body: bytes) -> Reservation | None:
    """What the answer itself says, or None. Header names are in lower case."""
    said, policy = _said(headers.get("tdm-reservation", "")), headers.get("tdm-policy", "")
    if b"tdm-" in body[:_HEAD_BYTES].lower():
        named = _meta(body[:_HEAD_BYTES])
        in_page = _said(named.get("tdm-reservation", ""))
        if in_page is not None:
            said, policy = in_page, named.get("tdm-policy", policy)
    return None if said is None else Reservation(said, _address(url, policy))


def of_origin(text: bytes, url: str) -> Reservation | None:
    """What tdmrep.json says of an address on its origin: the first rule that fits, or None.

    A file that is not what the protocol describes says nothing.
    """
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rules, list):
        return None
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    for rule in rules[:_MOST_RULES]:
        if not isinstance(rule, dict):
            continue
        location, said = rule.get("location"), _said(str(rule.get("tdm-reservation", "")))
        if said is None or not isinstance(location, str) or not _fits(location, path):
            continue
        policy = rule.get("tdm-policy")
        return Reservation(said, _address(url, policy if isinstance(policy, str) else ""))
    return None


def rules_alone(text: bytes) -> bytes:
    """The rules of tdmrep.json, and nothing else of what came: what may be kept.

    A page for people in its place may name who is online; it says nothing, so nothing is kept.
    """
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        return b""
    if not isinstance(rules, list):
        return b""
    known = ("location", "tdm-reservation", "tdm-policy")
    kept = [
        {name: rule[name] for name in known if isinstance(rule.get(name), str | int)}
        for rule in rules[:_MOST_RULES]
        if isinstance(rule, dict)
    ]
    return json.dumps(kept).encode()


def _said(value: str) -> bool | None:
    # A header that a proxy set once more is "1, 1". Of two that differ, the reservation counts.
    said = {part.strip() for part in value.split(",")}
    return "1" in said if said <= {"0", "1"} else None


def _meta(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in _META.findall(head):
        attributes = {
            name.lower(): unescape(one or two or three)
            for name, one, two, three in _ATTRIBUTE.findall(element.decode("latin-1"))
        }
        name = attributes.get("name", "").lower()
        if name in ("tdm-reservation", "tdm-policy"):
            found.setdefault(name, attributes.get("content", ""))
    return found


def _address(url: str, policy: str) -> str:
    """The policy's address, if it is one that a person can open."""
    if not policy or len(policy) > 500:
        return ""
    try:
        whole = urljoin(url, policy.strip())
    except ValueError:
        return ""
    return whole if whole.startswith(("https://", "http://")) and whole.isprintable() else ""


def _fits(location: str, path: str) -> bool:
    """As in robots.txt: a path's beginning, `*` for anything, `$` for its end."""
    ends = location.endswith("$")
    pieces = location.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    if len(pieces) == 1:
        return not ends or path == pieces[0]
    place = len(pieces[0])
    # Each piece at the first place it fits: no pattern takes longer than the path is long.
    for piece in pieces[1:-1]:
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    last = pieces[-1]
    if ends:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0
