"""What an import would do, told body by body and as a whole. Pure."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from alongside.bodies.domain.facts import Identifier
from alongside.bodies.imports.records import Said
from alongside.bodies.imports.standing import Fields


@dataclass(frozen=True, slots=True)
class Kept:
    """A field in which the register says otherwise than the list, and goes on saying so."""

    slug: str
    name: str
    field: str
    ours: Any
    theirs: Any


@dataclass(slots=True)
class Change:
    """One body before and after. `pk` is None until a new body is written."""

    slug: str
    pk: int | None
    before: Fields
    after: Fields
    new_identifiers: list[Identifier]
    key: str
    said: Said
    is_told_anew: bool  # whether the list says something else than the last time
    place: str = ""
    like: list[tuple[str, str]] = field(default_factory=list)  # (slug, name) of the register

    @property
    def name(self) -> str:
        name: str = self.after["name"]
        return name

    @property
    def is_new(self) -> bool:
        return not self.before

    @property
    def fields(self) -> list[str]:
        """Names of the fields that change."""
        return [name for name, value in self.after.items() if self.before.get(name) != value]

    @property
    def changes_register(self) -> bool:
        return self.is_new or bool(self.fields) or bool(self.new_identifiers)

    @property
    def closes(self) -> bool:
        return not self.is_new and not self.before["closed"][0] and bool(self.after["closed"][0])


@dataclass(slots=True)
class Difference:
    """All that an import would do."""

    form: str
    source: str
    record_count: int
    changes: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # (slug, name) of bodies that the list had before, by name.
    not_listed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def closed(self) -> list[Change]:
        return [change for change in self.changes if change.closes]

    @property
    def changed(self) -> list[Change]:
        """Standing bodies of which something else changes than that they close."""
        return [
            change
            for change in self.changes
            if change.changes_register and not change.is_new and not change.closes
        ]

    @property
    def unchanged_count(self) -> int:
        return self.record_count - sum(
            1 for change in self.changes if change.changes_register and change.place
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the register would change."""
        return not any(change.changes_register for change in self.changes)

    @property
    def fingerprint(self) -> str:
        """The same for the same changes: tells whether what was shown is what will be written."""
        stated = [
            (change.slug, change.before, change.after, change.new_identifiers, change.said)
            for change in self.changes
        ]
        return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()
