"""What the addresses of Invision Community and of IP.Board tell."""

import re

from alongside.connectors.port import ForumSite

_NUMBER = re.compile(
    r"(?P<before>^.*?(?:/|\?/))(?P<kind>topic|forum)/(?P<id>\d+)-?(?P<slug>[^/?#&]*)"
)
SCRIPT = "index.php?/"  # stands before the place where the server rewrites no addresses
# As versions 2 and 3 write it without a plain place: index.php?showtopic=41.
_SHOWN = re.compile(r"(?P<before>^[^?]*)\?(?:[^#]*[&;])?show(?P<kind>topic|forum)=(?P<id>\d+)")
_COMMENT = re.compile(r"(?:[?&;#](?:comment[=-]|findComment-|p=|pid=)|#entry|findpost__p__)(\d+)")


def number_of(address: str, kind: str) -> str:
    """The number of a "topic" or "forum" in an address, "" for none."""
    found = _NUMBER.search(address) or _SHOWN.search(address)
    return found["id"] if found and found["kind"] == kind else ""


def comment_of(address: str) -> str:
    found = _COMMENT.search(address)
    return found[1] if found else ""


def slug_of(site: ForumSite, address: str) -> str:
    """The words after a forum's number, behind the script where its address has one; the place
    within the site where an address has no words."""
    if _SHOWN.search(address) and address.startswith(f"{site.base}/"):
        return address.removeprefix(site.base)
    found = _NUMBER.search(address)
    script = SCRIPT if f"/{SCRIPT}" in address else ""
    return f"{script}{found['slug']}" if found else script


def short_address(address: str) -> str:
    """A topic's address without the title's words: the number is enough, any word leads there."""
    if (found := _NUMBER.search(address)) is not None:
        return f"{found['before']}topic/{found['id']}-x/" if found["kind"] == "topic" else ""
    shown = _SHOWN.search(address)
    is_topic = shown is not None and shown["kind"] == "topic"
    return f"{shown['before']}?showtopic={shown['id']}" if shown is not None and is_topic else ""
