"""What the cells of a file say, without the guards that keep spreadsheets from misreading them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.utils.text import slugify

from alongside.bodies.imports.merging import by_place
from alongside.bodies.imports.reading import Table
from alongside.bodies.imports.records import ImportRefused, LineFault
from alongside.bodies.imports.words import unguarded

LONGEST_SOURCE = 40  # ForumSourceRecord.source
SEPARATOR = ";"  # between several values in one cell

E = TypeVar("E", bound=StrEnum)


@dataclass(slots=True)
class Faults:
    """All that is wrong with a file, by line."""

    found: list[LineFault] = field(default_factory=list)

    def add(self, place: str, name: str, sentence: str) -> None:
        self.found.append(LineFault(place, name, sentence))

    def add_all(self, place: str, faults: Mapping[str, str]) -> None:
        for name, sentence in faults.items():
            self.add(place, name, f"{name}: {sentence}")

    def refuse_if_any(self) -> None:
        """Raises ImportRefused, with the faults in the order of their lines."""
        if self.found:
            raise ImportRefused(sorted(self.found, key=by_place))


def cell(row: Mapping[str, str], name: str) -> str:
    """The text of a cell; empty where the file has no such column."""
    return unguarded(row.get(name, "").strip())


def several(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values of a cell that holds any number of them."""
    return tuple(filter(None, (part.strip() for part in cell(row, name).split(SEPARATOR))))


@lru_cache(maxsize=256)  # files say the same in many rows
def one_of(choices: type[E], text: str) -> E | None:
    """The member that the text names, whatever its letters; None for another text."""
    plain = text.lower().replace("-", "_").replace(" ", "_")
    return next((member for member in choices if member == plain), None)


def no_such(choices: type[StrEnum], text: str) -> str:
    return f"“{text[:60]}” is none of {', '.join(choices)}."


def missing_columns(
    table: Table, faults: Faults, *, needed: Collection[Collection[str]]
) -> set[str]:
    """Columns that are missing; each is a fault. One of each group must be there."""
    missing = [group for group in needed if not set(group) & set(table.columns)]
    for group in missing:
        faults.add("line 1", "", f"There is no column {' or '.join(group)}.")
    if missing:
        found = ", ".join(filter(None, table.columns))[:300]
        faults.add("line 1", "", f"The columns found are: {found or 'none'}.")
    if not table.rows and not table.faults:
        faults.add("", "", "The file holds no row below its columns.")
    return {name for group in missing for name in group}


def name_of_file(path: Path) -> str:
    """What a file is called when nobody names it: its name without the ending."""
    return slugify(path.name.split(".")[0])[:LONGEST_SOURCE] or "file"


def unused_columns(table: Table, *, known: Collection[str]) -> list[str]:
    return [column for column in table.columns if column and column not in known]


Json = dict[str, Any]
