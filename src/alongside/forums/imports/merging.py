"""What a row makes of an entry: the register, the row, and what the file said the last time. Pure.

The rule is that of the import of bodies (`bodies.imports.difference`): what a file newly says is
taken over where the register still says what the file said before, or nothing. What people entered
or corrected stays, and the report names it, once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from alongside.bodies.domain.topics import TOPICS
from alongside.forums.domain.facts import ForumFacts, alike, names_of
from alongside.forums.domain.kinds import ForumKind, ForumLife
from alongside.forums.domain.places import place_of

# {field: value of JSON}; what a file does not say, or leaves empty, is not in it.
Said = Mapping[str, Any]

PLAIN = (
    "name",
    "address",
    "kind",
    "operator_name",
    "subject",
    "description",
    "area",
    "engine",
    "life",
    "house_rules_address",
    "house_rules_read_on",
    "report_address",
)
SEVERAL = ("other_names", "languages", "topics")
SEPARATOR = "; "  # of the published files
_UNSAID = (None, "", ForumLife.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Kept:
    """A field in which the register says otherwise than the file, and goes on saying so."""

    field: str
    ours: Any
    theirs: Any


def facts_from(said: Said, *, known: ForumFacts | None = None) -> ForumFacts:
    """The facts as `said`, upon those that are known."""
    values = dict(said)
    values.pop("aliases", None)
    for name in SEVERAL:
        if name in values:
            values[name] = tuple(values[name])
    if "kind" in values:
        values["kind"] = ForumKind(values["kind"])
    if "life" in values:
        values["life"] = ForumLife(values["life"])
    if "house_rules_read_on" in values:
        values["house_rules_read_on"] = date.fromisoformat(values["house_rules_read_on"])
    return replace(known or ForumFacts(name=""), **values)


def said_by(facts: ForumFacts, names: Iterable[str]) -> dict[str, Any]:
    """Those of the facts that are named, as values of JSON."""
    found: dict[str, Any] = {}
    for name in names:
        value = getattr(facts, name)
        if isinstance(value, date):
            value = value.isoformat()
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def merged(before: ForumFacts, base: Said, said: Said) -> tuple[ForumFacts, list[Kept]]:
    """What the entry becomes, and what stays otherwise than the file says.

    `base` is what the file said the last time.
    """
    ours = said_by(before, (*PLAIN, *SEVERAL))
    after: dict[str, Any] = {}
    kept: list[Kept] = []
    for name in PLAIN:
        if name not in said:
            continue
        theirs, was = said[name], base.get(name)
        after[name] = _merged(name, ours[name], was, theirs)
        if after[name] != theirs and not _same(name, ours[name], theirs) and theirs != was:
            kept.append(Kept(name, ours[name], theirs))
    for name in SEVERAL:
        # Names that hold the sign by which names are parted are still the same names.
        if name in said and SEPARATOR.join(said[name]) != SEPARATOR.join(ours[name]):
            after[name] = _united(ours[name], base.get(name, []), said[name])
    if "topics" in after:
        after["topics"] = [code for code in TOPICS if code in after["topics"]]
    # Whichever name stays, the forum is found by the other one, too.
    name = after.get("name", before.name)
    others = [*after.get("other_names", before.other_names)]
    if "name" in said and said["name"] != base.get("name"):
        others += [one for one in (before.name, said["name"]) if alike(one) != alike(name)]
    after["other_names"] = names_of(others, besides=name)
    if after["other_names"] == before.other_names:
        del after["other_names"]
    return facts_from(after, known=before), kept


def _merged(name: str, ours: Any, base: Any, theirs: Any) -> Any:
    if theirs in (base, ours):
        return ours
    if _same(name, ours, theirs):
        # One place, written in another way; only from http to https it is followed, and in the
        # slash at its end.
        is_slash = ours.rstrip("/") == theirs.rstrip("/")
        return theirs if ours == base and (is_slash or theirs.startswith("https:")) else ours
    if ours in _UNSAID and base in _UNSAID:
        return theirs
    return theirs if base is not None and _same(name, ours, base) else ours


def _same(name: str, one: Any, other: Any) -> bool:
    if name == "address" and one and other:
        return place_of(one) == place_of(other)
    return bool(one == other)


def _united(ours: list[str], base: list[str], theirs: list[str]) -> list[str]:
    """Value by value: what the file dropped goes if it came from there; what people added stays."""
    dropped = [one for one in base if one not in theirs]
    added = [one for one in theirs if one not in base and one not in ours]
    return [*(one for one in ours if one not in dropped), *added]
