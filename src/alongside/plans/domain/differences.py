"""What differs between two versions of a plan, by its parts: two documents in, a list out. Pure.

Objectives are matched by their forum, goals by the key that they keep through all versions, and so
are indicators of the body's own; a figure of this service is itself in every version. Every value
of a document lies at one place (`places_of`); every place at which the two documents differ is
named by exactly one difference. What a later format says besides is compared as text, so that
nothing is passed over in silence.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from alongside.plans.domain.documents import Document, as_current


class Kind(StrEnum):
    """What became of a part of the plan."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Part(StrEnum):
    """The parts of a plan, in the order in which they are read."""

    ABOUT = "about"
    GOALS = "goals"
    OBJECTIVES = "objectives"
    STANDARDS = "standards"
    LAW = "law"
    INDICATORS = "indicators"
    OTHER = "other"


class Says(StrEnum):
    """What kind of value a field holds, and so how it is said."""

    TEXT = "text"  # compared word by word
    WORDS = "words"  # a short text, compared as a whole
    HOURS = "hours"
    DAY = "day"
    MODEL = "model"
    GOAL = "goal"  # the key of a goal
    SECOND_READER = "second_reader"
    LAWFUL_BASIS = "lawful_basis"
    LANGUAGES = "languages"
    DIRECTION = "direction"
    OPENING = "opening"  # texts as core.opening_hours writes them
    ORDER = "order"  # keys in their order


# The fields of each part in the order in which they are read.
FIELDS: dict[Part, dict[str, Says]] = {
    Part.ABOUT: {
        "title": Says.WORDS,
        "goal": Says.TEXT,
        "languages": Says.LANGUAGES,
        "review_on": Says.DAY,
    },
    Part.GOALS: {"title": Says.WORDS, "description": Says.TEXT},
    Part.OBJECTIVES: {
        "forum_name": Says.WORDS,
        "engagement_model": Says.MODEL,
        "goal": Says.GOAL,
        "statement": Says.TEXT,
        "reason": Says.TEXT,
        "hours": Says.WORDS,
        "working_hours": Says.OPENING,
        "response_standard_hours": Says.HOURS,
        "peers_first_hours": Says.HOURS,
    },
    Part.STANDARDS: {
        "second_reader": Says.SECOND_READER,
        "disclosure": Says.TEXT,
        "disclosure_line": Says.TEXT,
        "safeguarding_role": Says.WORDS,
        "contact_role": Says.WORDS,
        "contact": Says.WORDS,
        "corrections_contact": Says.WORDS,
    },
    Part.LAW: {
        "lawful_basis": Says.LAWFUL_BASIS,
        "legal_power": Says.TEXT,
        "assessment_reference": Says.WORDS,
        "assessed_on": Says.DAY,
    },
    Part.INDICATORS: {
        "name": Says.WORDS,
        "unit": Says.WORDS,
        "figure_id": Says.WORDS,
        "direction": Says.DIRECTION,
        "baseline": Says.WORDS,
        "baseline_on": Says.DAY,
        "target": Says.WORDS,
        "target_on": Says.DAY,
    },
}
# What names the version, or tells how it came to be, rather than being promised by it. Each version
# has consultations of its own: to compare them would say that all of the old were removed.
_NAMES_THE_VERSION = frozenset(
    {"format", "version", "body", "is_practice", "effective_from", "consultations"}
)
_LISTS = {"goals": Part.GOALS, "objectives": Part.OBJECTIVES, "indicators": Part.INDICATORS}
_PART_OF = {name: part for part in (Part.ABOUT, Part.STANDARDS, Part.LAW) for name in FIELDS[part]}

Place: TypeAlias = tuple[Part, str, str]  # part, item ("" for the plan itself), field
Value: TypeAlias = str | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One value that differs. None or empty: nothing was said."""

    field: str
    says: Says
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the plan that was added, removed or changed, with the values that differ.

    `item`: the forum's identifier or the key of goal or indicator; empty for the plan itself.
    `name`: what the item is called after the change, or before it was removed.
    """

    kind: Kind
    part: Part
    item: str
    name: str
    fields: tuple[FieldDifference, ...]


def differences(before: Document, after: Document) -> list[Difference]:
    """Everything that differs between two documents of any format, in the order of reading."""
    return list(_differences(as_current(before), as_current(after)))


def places_of(document: Document) -> dict[Place, Value]:
    """Every value that the document says, by its place; the order of lists is not among them."""
    return {
        (part, item, field): value
        for part, item, _name_of_it, fields in _items(as_current(document))
        for field, value in fields.items()
        if value is not None
    }


def _differences(before: Document, after: Document) -> Iterator[Difference]:
    old = {(part, item): (name, fields) for part, item, name, fields in _items(before)}
    new = {(part, item): (name, fields) for part, item, name, fields in _items(after)}
    for part in Part:
        # What is new or stays in today's order, then what is gone.
        of_part = [key for key in new if key[0] is part]
        of_part += [key for key in old if key[0] is part and key not in new]
        for key in of_part:
            old_name, old_fields = old.get(key, ("", {}))
            new_name, new_fields = new.get(key, ("", {}))
            changed = tuple(_fields(part, old_fields, new_fields))
            if key not in old:
                yield Difference(Kind.ADDED, part, key[1], new_name, changed)
            elif key not in new:
                yield Difference(Kind.REMOVED, part, key[1], old_name, changed)
            elif changed:
                yield Difference(Kind.CHANGED, part, key[1], new_name, changed)
        yield from _order(part, before, after)


def _order(part: Part, before: Document, after: Document) -> Iterator[Difference]:
    """Goals and indicators are read in the order that their writers chose."""
    name = {Part.GOALS: "goals", Part.INDICATORS: "indicators"}.get(part)
    if name is None:
        return
    old, new = ([_key(part, found) for found in said[name]] for said in (before, after))
    both = set(old) & set(new)
    old, new = ([key for key in keys if key in both] for keys in (old, new))
    if old != new:
        order = FieldDifference("order", Says.ORDER, tuple(old), tuple(new))
        yield Difference(Kind.CHANGED, part, "", "", (order,))


def _fields(
    part: Part, old: Mapping[str, Value], new: Mapping[str, Value]
) -> Iterator[FieldDifference]:
    for field in dict.fromkeys([*new, *old]):
        before, after = old.get(field), new.get(field)
        if before != after:
            yield FieldDifference(field, FIELDS.get(part, {}).get(field, Says.TEXT), before, after)


def _items(document: Document) -> Iterator[tuple[Part, str, str, dict[str, Value]]]:
    """(part, item, name, fields) of everything in the document, in the order of reading."""
    for part in (Part.ABOUT, Part.STANDARDS, Part.LAW):
        yield part, "", "", {name: _value(document[name]) for name in FIELDS[part]}
    for list_name, part in _LISTS.items():
        for found in document[list_name]:
            yield part, _key(part, found), _name(part, found), _said(part, found)
    known = {*_PART_OF, *_LISTS, *_NAMES_THE_VERSION}
    besides = {name: _value(document[name]) for name in sorted(document) if name not in known}
    if besides:
        yield Part.OTHER, "", "", besides


def _said(part: Part, found: Document) -> dict[str, Value]:
    fields = dict(found)
    fields.pop("id", None)  # how an item is known, not what it says
    if part is Part.OBJECTIVES:
        fields["forum_name"] = fields.pop("forum")["name"]
    order = [*FIELDS[part], *sorted(name for name in fields if name not in FIELDS[part])]
    return {name: _value(fields.get(name)) for name in order}


def _key(part: Part, found: Document) -> str:
    if part is Part.OBJECTIVES:
        return str(found["forum"]["id"])
    return str((part is Part.INDICATORS and found.get("figure_id")) or found["id"])


def _name(part: Part, found: Document) -> str:
    if part is Part.OBJECTIVES:
        return str(found["forum"]["name"])
    return str(found["title"] if part is Part.GOALS else found["name"])


def _value(value: Any) -> Value:
    """Texts, whole numbers and lists of texts as they are; anything else as JSON."""
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
