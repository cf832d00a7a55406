"""Which addresses may be visited at all: pure rules against server-side request forgery.

Nothing here resolves a name or opens a socket. `check_url` judges the words of an address
before a name is looked up, `check_addresses` judges every address the name resolved to.
The client asks both again at each redirect.

Sources: the IANA special-purpose address registries (RFC 6890) as `ipaddress` knows them,
RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4291 (mapped, compatible), RFC 5214 (ISATAP).
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import httpx

from alongside.fetching.errors import NotPermitted

LONGEST_URL = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}
PERMITTED_PORTS = frozenset(DEFAULT_PORTS.values())

# Names that mean "in this house", by definition (RFC 6761, 6762, 8375, 9476, ICANN on .internal) or
# by the habit of those who run houses (ICANN on collisions of names; .svc inside of Kubernetes).
INSIDE_SUFFIXES = (
    *("localhost", "local", "internal", "home.arpa", "onion", "invalid", "alt"),
    *("lan", "intranet", "localdomain", "corp", "home", "mail", "private", "svc", "i2p"),
)

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_PUBLIC_NAME = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
# A last label that is a number makes the whole host an IPv4 address to browsers and C
# libraries: 127.1, 0x7f000001, 017700000001, 2130706433.
_ENDS_IN_A_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$")

# What libraries read as a number and we do not: +80, digits of other scripts, six of them.
_ODD_PORT = re.compile(r":(?![0-9]{0,5}$)[^\]:]*$")

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# `is_global` of older Pythons says yes to these.
_REFUSED_NETWORKS = (
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays, withdrawn by RFC 7526
    ipaddress.ip_network("192.0.0.0/24"),  # protocol assignments
    ipaddress.ip_network("2001::/23"),  # protocol assignments, Teredo among them
    ipaddress.ip_network("3fff::/20"),  # documentation, RFC 9637
    # Public by its number, and inside of every machine of one cloud: where it hands out its keys.
    ipaddress.ip_network("168.63.129.16/32"),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """An address whose words passed; its name is still to be resolved and checked."""

    url: httpx.URL
    origin: str
    host: str
    port: int
    is_loopback: bool


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port (left out where it is the scheme's own), as `policy` writes them."""
    host = url.raw_host.decode("ascii").lower()
    shown_host = f"[{host}]" if ":" in host else host
    port = url.port
    suffix = "" if port in (None, DEFAULT_PORTS.get(url.scheme)) else f":{port}"
    return f"{url.scheme}://{shown_host}{suffix}"


def check_url(url: str, *, loopback_origins: frozenset[str] = frozenset()) -> Destination:
    """Judges an address by its words alone.

    `loopback_origins` are exact origins, port included, such as `http://127.0.0.1:8900`, that
    may be visited although they stand on this machine. Raises NotPermitted with a sentence
    for the person who gave the address.
    """
    if not url or len(url) > LONGEST_URL:
        raise NotPermitted(f"An address must have 1 to {LONGEST_URL} characters.")
    if "\\" in url or any(_is_invisible(character) for character in url):
        raise NotPermitted("The address holds blanks, backslashes or invisible characters.")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotPermitted("This is not an address that can be read.") from None
    if parsed.scheme not in DEFAULT_PORTS:
        raise NotPermitted("Only addresses that start with http:// or https:// are visited.")
    authority = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]
    if "@" in authority:
        raise NotPermitted("The address holds a user name or password; leave them out.")
    if _ODD_PORT.search(authority):
        raise NotPermitted("The port of the address is not written as a number.")
    host = parsed.raw_host.decode("ascii").lower()
    if not host:
        raise NotPermitted("The address names no site.")
    origin = origin_of(parsed)
    port = DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if origin in loopback_origins:
        return Destination(parsed, origin, host, port, is_loopback=True)
    if port not in PERMITTED_PORTS:
        raise NotPermitted(f"Only the ports 80 and 443 are visited, not {port}.")
    _check_name(host)
    return Destination(parsed, origin, host, port, is_loopback=False)


def check_loopback_origin(origin: str) -> None:
    """Judges one entry of a policy's `loopback_origins`. Raises ValueError with the reason."""
    try:
        parsed = httpx.URL(origin)
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    if parsed.scheme not in DEFAULT_PORTS or origin_of(parsed) != origin:
        raise ValueError(f"{origin!r} must be written as scheme://host:port and nothing more.")
    host = parsed.raw_host.decode("ascii")
    if host != "localhost" and not is_loopback_literal(host):
        raise ValueError(f"{origin!r} does not stand on this machine.")


def check_addresses(destination: Destination, addresses: Sequence[str]) -> None:
    """Judges every address that a name resolved to: one bad one condemns the name.

    A name with one public and one inside address is the way a rebinding attack looks.
    Raises NotPermitted.
    """
    if not addresses:
        raise NotPermitted(f"{destination.host} has no address.")
    if destination.is_loopback:
        if not all(is_loopback_literal(address) for address in addresses):
            raise NotPermitted(f"{destination.host} was expected on this machine and is not.")
        return
    if not all(is_public(address) for address in addresses):
        # The address itself is left out: it would tell an outsider about the inside.
        raise NotPermitted(f"{destination.host} leads to an address that is not public.")


def is_public(address: str) -> bool:
    """Whether anybody on the internet could reach this IP address, however it is wrapped."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        if parsed.scope_id is not None:
            return False
        embedded = tuple(_embedded_ipv4(parsed))
        if not all(_is_public_plain(inner) for inner in embedded):
            return False
        if parsed in _NAT64 or parsed.ipv4_mapped is not None:
            return True  # judged by the IPv4 address inside, just now
        if parsed not in _GLOBAL_UNICAST:
            return False
    return _is_public_plain(parsed)


def is_loopback_literal(host: str) -> bool:
    """Whether the host is a number address of this very machine, such as 127.0.0.1."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_public_plain(address: IPv4Address | IPv6Address) -> bool:
    if any(address.version == net.version and address in net for net in _REFUSED_NETWORKS):
        return False
    # `is_global`, not `not is_private`: 100.64.0.0/10 is neither on Python 3.11.
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_loopback
        and not address.is_link_local
        and not (isinstance(address, IPv6Address) and address.is_site_local)
    )


def _embedded_ipv4(address: IPv6Address) -> Iterable[IPv4Address]:
    """Every IPv4 address that some gateway may read out of this one."""
    low = IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64 or address in _IPV4_COMPATIBLE:
        yield low
    if (int(address) >> 32) & 0xFDFF_FFFF == 0x0000_5EFE:  # ISATAP interface identifier
        yield low


def _check_name(host: str) -> None:
    if ":" in host or _ENDS_IN_A_NUMBER.search(host):
        raise NotPermitted("Give the site's name, not a number address.")
    if len(host) > 253 or not _PUBLIC_NAME.fullmatch(host):
        raise NotPermitted("The name of the site is not a public one.")
    if any(host == suffix or host.endswith(f".{suffix}") for suffix in INSIDE_SUFFIXES):
        raise NotPermitted("The name of the site belongs to an inside network.")


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs")
