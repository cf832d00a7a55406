"""What a list says, in our words: the same for every form of list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alongside.bodies.domain.facts import Identifier

# A body named by a list: (scheme, value), or ("", key) for the list's own key.
Reference = tuple[str, str]
Said = dict[str, Any]  # {field: value}, such as JSON holds; see `Record.said`

NEVER_CLOSED = ["", ""]


@dataclass(frozen=True, slots=True)
class LineFault:
    """Something in the list that must be put right first, and where it stands."""

    place: str  # "line 7"; "" for the whole list
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence

    def as_dict(self) -> dict[str, str]:
        return {"place": self.place, "field": self.field, "message": self.sentence}


class ImportRefused(Exception):
    """The list cannot be taken over; nothing was written. `faults` are all that was found."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        count = len(faults)
        super().__init__(
            f"The list has {count:,} {'fault' if count == 1 else 'faults'}. Nothing was imported."
        )
        self.faults = tuple(faults)


@dataclass(slots=True)
class Record:
    """One body, as the list has it.

    `said` holds only what the list speaks of: name, acronym, kind, jurisdiction, founded_on,
    remit, website (texts; days as ISO 8601), closed ([how, day or ""], ["", ""] for open), and
    other_names and topics (lists; a topic is [scheme, code, label]). Relatives are named by
    references: None where the list does not speak of them.
    """

    place: str
    key: str  # the list's own; stays the same from one edition to the next
    slug: str  # wanted for a new body
    said: Said
    identifiers: list[Identifier] = field(default_factory=list)  # first the most lasting
    # Left out when taken; a body is known by them only if its name agrees, too.
    loose_identifiers: list[Identifier] = field(default_factory=list)
    parents: list[Reference] | None = None  # the first is the parent, the others sponsor it
    successors: list[Reference] | None = None
    predecessors: list[Reference] = field(default_factory=list)
    is_known_by_name: bool = False  # the key is made of the name, since the list has none
    is_published: bool = False  # of our own published file: the key is a place in our addresses

    @property
    def name(self) -> str:
        name: str = self.said["name"]
        return name

    @property
    def is_closed(self) -> bool:
        return bool(self.said.get("closed", NEVER_CLOSED)[0])

    @property
    def jurisdiction(self) -> str:
        jurisdiction: str = self.said.get("jurisdiction", "")
        return jurisdiction


@dataclass(slots=True)
class Reading:
    """All that was read of one list."""

    form: str
    source: str  # our name of the list; what it said is kept under it
    place: str = ""  # the file or address that was read
    records: list[Record] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Whether a relative that neither the list nor the register knows is a fault of the list. A
    # list that leaves closed bodies out names such relatives every day.
    knows_all_relatives: bool = True
    # Whether an empty value says that there is none. In a table, an empty cell says nothing.
    empty_says_none: bool = False
    newest_change: date | None = None  # by the list's own words
    unread: set[str] = field(default_factory=set)  # what rows at fault, left out, may be called

    def fault(self, place: str, name: str, sentence: str) -> None:
        self.faults.append(LineFault(place, name, sentence))
