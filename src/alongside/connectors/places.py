"""Whether an address belongs to a forum: pure rules about the words of addresses."""

import ipaddress
from urllib.parse import urljoin, urlsplit

from alongside.connectors.port import ForumSite, Refused, Unreadable


def same_site(site: ForumSite, address: str) -> bool:
    """Whether an address stands on the forum's own site.

    The scheme may differ, a leading "www." too; the port may not. A forum that lives in a
    folder of a larger site owns that folder only.
    """
    ours, theirs = _place(site.address), _place(address)
    if ours is None or theirs is None or ours[:2] != theirs[:2]:
        return False
    folder = ours[2].rstrip("/") + "/"
    return f"{theirs[2]}/".startswith(folder)


def on_site(site: ForumSite, path: str) -> str:
    """The full address of a path that the forum gave. Raises Unreadable if it leads elsewhere.

    A page's own words must not send us to another site.
    """
    address = urljoin(f"{site.base}/", path)
    if not same_site(site, address):
        raise Unreadable("The page names an address outside the forum.")
    return address


def must_hide_secrets(site: ForumSite) -> None:
    """Raises Refused for a forum to which a password would travel in the open.

    Asked before anybody signs in. The practice forum stands on this machine, so that nothing
    travels.
    """
    parts = urlsplit(site.address)
    if parts.scheme != "https" and not _is_this_machine(parts.hostname or ""):
        raise Refused(
            "The forum’s address does not begin with https://, so that the password could be read "
            "on the way. Post this reply by hand."
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _place(address: str) -> tuple[str, int, str] | None:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    if ".." in parts.path.split("/"):
        return None
    # Both default ports count as one: forums answer on both schemes and link to either.
    counted_port = 443 if port in (None, 80) else port
    return parts.hostname.removeprefix("www."), counted_port, parts.path
