"""Which addresses a forum's entry may hold: such as anybody on the internet can open."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from alongside.fetching.errors import NotPermitted
from alongside.fetching.guard import check_url
from alongside.forums.domain.facts import ForumFacts
from alongside.forums.domain.places import as_kept, place_of

LONGEST_PLACE = 300  # ForumAlias.place
FRONT_PAGE = "Give the address of the forum’s front page, without anything after ? or #."


@dataclass(frozen=True, slots=True)
class Judged:
    """An address as it is kept, or the sentence that says why it is not."""

    address: str = ""
    fault: str = ""


def front_page(address: str) -> Judged:
    """The forum's own address: its host in lower case and no query.

    Old forums have http alone. They may be visited and linked; nobody signs in there.
    """
    found = web_address(address)
    if found.fault:
        return found
    parts = urlsplit(found.address)
    if parts.query or parts.fragment:
        return Judged(fault=FRONT_PAGE)
    kept = as_kept(f"{parts.scheme}://{parts.netloc.lower()}{parts.path}")
    if len(place_of(kept)) > LONGEST_PLACE:
        return Judged(fault="The address is too long.")
    return Judged(kept)


def web_address(address: str) -> Judged:
    """Any page that can be opened from the internet, http included."""
    address = address.strip()
    try:
        check_url(address)
        parts = urlsplit(address)
    except (NotPermitted, ValueError) as exc:
        return Judged(fault=str(exc))
    if len(address) > 500 or len(place_of(address)) > LONGEST_PLACE:
        return Judged(fault="The address is too long.")
    return Judged(parts._replace(scheme=parts.scheme.lower()).geturl())


def judged(facts: ForumFacts, *, known: ForumFacts | None) -> tuple[ForumFacts, dict[str, str]]:
    """The facts with their addresses as they are kept, and a sentence for each refused one.

    An address that is `known` already is kept as it is: the practice forum stands on this machine.
    """
    kept: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, judge in (
        ("address", front_page),
        ("house_rules_address", web_address),
        ("report_address", web_address),
    ):
        typed = getattr(facts, name)
        if not typed or (known is not None and typed == getattr(known, name)):
            continue
        found = judge(typed)
        if found.fault:
            faults[name] = found.fault
        else:
            kept[name] = found.address
    return replace(facts, **kept), faults
