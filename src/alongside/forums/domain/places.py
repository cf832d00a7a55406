"""What different spellings of one address have in common. Pure."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SAFE_IN_PATH = "/!$&'()*+,;=:@"  # RFC 3986, 3.3: what a path may hold as it is
# Closing slashes, and the file that a server gives for a folder.
_ENDING = re.compile(r"(?:/+(?:(?:index|default)\.(?:php\d?|s?html?|aspx?|jsp|cgi|pl))?)+$")
# Second levels under which a country registers names: forum.org.uk belongs to one holder.
_SHARED_CODES = """
ac ad asn co com edu gob gov gouv gv id info ltd me mil muni ne net nhs nom or org plc police sch
school
"""
_SHARED = frozenset(_SHARED_CODES.split())
_WWW = re.compile(r"^(?:www\.)+(?=[^.]+\.)")


def place_of(address: str) -> str:
    """The address without scheme, user, "www.", default port, closing slash, query, fragment and
    case of letters, with the host as it is looked up (punycode, RFC 3492).

    Two addresses with one place are the same forum. A place is its own place. Empty for an empty
    address; what no program can read as an address is its own letters in lower case.
    """
    written = _without_blanks(address)
    scheme = _SCHEME.match(written)
    try:
        parts = urlsplit("//" + written[scheme.end() if scheme else 0 :].lstrip("/"))
        host, port = parts.hostname, parts.port
    except ValueError:
        return written.lower()
    if not host:
        return written.lower()
    if scheme and port == _DEFAULT_PORTS.get(scheme[1].lower()):
        port = None
    path = _ENDING.sub("", _plain_path(parts.path))
    return f"{_plain_host(host)}{'' if port is None else f':{port}'}{path}"


def around(place: str) -> list[str]:
    """The place and those that hold it: its folders, and last its host."""
    parts = place.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def as_kept(address: str) -> str:
    """The address without the slash after its host, which says nothing. In a folder, the closing
    slash stays or is missing as its site has it: the other spelling may lead there by a detour, or
    nowhere.
    """
    without = address.rstrip("/")
    return address if "/" in without.partition("://")[2] else without


def host_of(address: str) -> str:
    """The host of an address as places have it: without "www." and a default port."""
    return place_of(address).partition("/")[0]


def same_host(one: str, other: str) -> bool:
    """Whether two addresses stand on one host, "www." aside."""
    return host_of(one) == host_of(other)


def within(address: str, forum_address: str) -> str:
    """What follows the forum's address in that of one of its pages, the query included.

    Empty for the forum's own address and for one that stands elsewhere. Scheme, "www.", the closing
    slash of the forum's address and the case of letters keep no page out.
    """
    if not same_host(address, forum_address) or not host_of(address):
        return ""
    parts = urlsplit(_without_blanks(address))
    folder = [each for each in place_of(forum_address).split("/")[1:] if each]
    path = [each for each in parts.path.split("/") if each]
    if [_plain_path(each) for each in path[: len(folder)]] != folder:
        return ""
    rest = "/".join(path[len(folder) :])
    if parts.query:
        return f"{rest}?{parts.query}"
    return "" if place_of(address) == place_of(forum_address) else rest


def same_holder(one: str, other: str) -> bool:
    """Whether two addresses stand under one registered name: m.forum.org.uk and forum.org.uk."""
    first, second = _registered(one), _registered(other)
    return first != "" and first == second


def _registered(address: str) -> str:
    host = place_of(address).partition("/")[0].partition(":")[0]
    labels = host.split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3 if is_shared else -2 :])


def _without_blanks(text: str) -> str:
    return "".join(
        letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cc"
    )


def _plain_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"  # an IPv6 address
    plain = _without_blanks(unicodedata.normalize("NFKC", host)).lower()
    plain = plain.replace("。", ".").rstrip(".")
    return _WWW.sub("", ".".join(map(_ascii_label, plain.split("."))))


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    return f"xn--{label.encode('punycode', 'replace').decode('ascii')}"


def _plain_path(path: str) -> str:
    letters = unicodedata.normalize("NFC", unquote(path).lower())
    return quote(letters, safe=_SAFE_IN_PATH, errors="replace")
