"""What each field of a body becomes by an import, and what a new body is called. Pure."""

import hashlib
from datetime import date
from typing import Any

from alongside.bodies.domain.facts import LONGEST_SLUG, Facts
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.imports.changes import Change
from alongside.bodies.imports.records import NEVER_CLOSED, LineFault, Record
from alongside.bodies.imports.standing import SET_FIELDS

EMPTY: tuple[object, ...] = ("", [], NEVER_CLOSED)
_TOLD_IN_FULL = ("closed", "parent", "other_parents", "successors")


def merged(name: str, ours: Any, base: Any, theirs: Any) -> Any:
    """What a field of a standing body becomes. `base`: what the list said last; None for nothing.

    Lists are merged by their members: what the list added is added, what it dropped goes only if
    it came from there. Names stay: a former name is still looked for.
    """
    if name in SET_FIELDS:
        dropped = [] if name == "other_names" else [one for one in base or [] if one not in theirs]
        kept = [one for one in ours if one not in dropped]
        known = [_same_in_set(one) for one in kept]
        added = [
            one for one in theirs if one not in (base or []) and _same_in_set(one) not in known
        ]
        return sorted([*kept, *added]) if added or kept != list(ours) else ours
    if theirs in (base, ours):
        return ours
    is_unsaid = ours in EMPTY or (name == "kind" and ours == BodyKind.OTHER)
    if is_unsaid and base in (None, *EMPTY):
        return theirs
    if base is None:
        return ours
    return theirs if ours == base else ours


def _same_in_set(one: Any) -> Any:
    """A topic by scheme and code: in other words it is the same one."""
    return one[:2] if isinstance(one, list) else one


def says_nothing(name: str, value: Any, *, empty_says_none: bool) -> bool:
    """Whether the value of a field is none: what the list said before goes on counting then.

    Some lists tell states and relatives in full, so that an empty one is a statement.
    """
    return value in EMPTY and not (empty_says_none and name in _TOLD_IN_FULL)


def matters(change: Change) -> bool:
    return change.changes_register or change.is_told_anew


def facts_of(record: Record) -> Facts:
    said = record.said
    how, closed_on = said.get("closed", NEVER_CLOSED)
    founded_on = said.get("founded_on", "")
    return Facts(
        name=said["name"],
        acronym=said.get("acronym", ""),
        other_names=said.get("other_names", []),
        jurisdiction=said.get("jurisdiction", ""),
        founded_on=date.fromisoformat(founded_on) if founded_on else None,
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
        closed_how=how,
        remit=said.get("remit", ""),
        website=said.get("website", ""),
        topics=[(scheme, code, label) for scheme, code, label in said.get("topics", [])],
        identifiers=[*record.identifiers, *record.loose_identifiers],
    )


def free_slug(record: Record, source: str, taken: set[str]) -> str:
    """The record's place in our addresses: from its name, told apart by country, then number."""
    country = record.jurisdiction[:2].lower()
    wanted = record.slug[: LONGEST_SLUG - len("-gb-999")].strip("-_").lower()
    if not wanted:
        # Names in other letters than ours make no address; this stays the same every time.
        digest = hashlib.sha256(f"{source} {record.key}".encode()).hexdigest()
        wanted = f"{country or 'body'}-{digest[:10]}"
    candidates = [wanted, f"{wanted}-{country}"] if country else [wanted]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def by_place(fault: LineFault) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, fault.place))
    return (int(digits) if digits else 0, fault.field)
