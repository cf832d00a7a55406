"""What the cells of a file say, without the guards that keep spreadsheets from misreading them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from django.utils.text import slugify

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
        """Raises ImportRefused."""
        if self.found:
            raise ImportRefused(self.found)


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


def check_columns(table: Table, *, needed: Collection[Collection[str]]) -> None:
    """One column of each group must be there. Raises ImportRefused with all that are missing."""
    missing = [group for group in needed if not set(group) & set(table.columns)]
    if missing:
        found = ", ".join(filter(None, table.columns))[:300]
        raise ImportRefused(
            [
                *(
                    LineFault("line 1", "", f"There is no column {' or '.join(group)}.")
                    for group in missing
                ),
                LineFault("line 1", "", f"The columns found are: {found or 'none'}."),
                *table.faults,
            ]
        )
    if not table.rows and not table.faults:
        refuse("The file holds no row below its columns.")


def name_of_file(path: Path) -> str:
    """What a file is called when nobody names it: its name without the ending."""
    return slugify(path.name.split(".")[0])[:LONGEST_SOURCE] or "file"


def unused_columns(table: Table, *, known: Collection[str]) -> list[str]:
    return [column for column in table.columns if column and column not in known]


def refuse(sentence: str) -> NoReturn:
    raise ImportRefused([LineFault("", "", sentence)])


Json = dict[str, Any]
