"""Columns of open-data files: declared once, for each form of the file, its page and its papers."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

Row = TypeVar("Row")
Cell = str | int | bool | Decimal | date | datetime | Sequence[str] | None

SEPARATOR = "; "  # between several values in one cell of CSV
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Kind(StrEnum):
    """What the cells of a column are, for programs that read the file."""

    TEXT = "text"
    ADDRESS = "address"  # of a page; absolute
    MAILBOX = "mailbox"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"  # yes or no
    DAY = "day"
    MOMENT = "moment"  # in UTC, in whole seconds
    PARTIAL_DAY = "partial_day"  # a year, month or day, as exact as known


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its name, how to get it from a row, and what it means, in a sentence.

    `required`: no cell is empty. `several`: a cell holds any number of values. `refers_to`: the
    file whose key the cells are ("bodies" for a column of body_id). `term`: the property of
    schema.org that says the same; a column without one has a term of our own. `linked`: turns one
    value into what JSON-LD says of it, where that is more than the value.
    """

    name: str
    value: Callable[[Row], Cell]
    description: str
    kind: Kind = Kind.TEXT
    required: bool = False
    several: bool = False
    refers_to: str = ""
    term: str = ""
    linked: Callable[[str], Mapping[str, object]] | None = None


def csv_line(cells: Sequence[str]) -> str:
    """One line of CSV by RFC 4180: commas, CRLF, quotes only where needed."""
    lines: list[str] = []
    csv.writer(_Lines(lines), lineterminator="\r\n").writerow(cells)
    return "".join(lines)


def csv_lines() -> Callable[[Sequence[str]], str]:
    """A function that does the same for line after line, faster."""
    lines: list[str] = []
    write = csv.writer(_Lines(lines), lineterminator="\r\n").writerow

    def line(cells: Sequence[str]) -> str:
        write(cells)
        return lines.pop()

    return line


@dataclass(frozen=True, slots=True)
class _Lines:
    """A file for the writer of CSV, which writes each line at once."""

    lines: list[str]

    def write(self, line: str) -> None:
        self.lines.append(line)


def csv_cell(cell: Cell) -> str:
    """The cell as text. Nothing is an empty cell; several values are parted by "; ".

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    match cell:
        case str():
            return f"'{cell}" if cell.startswith(_FORMULA) else cell
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime() | date() | Decimal() | int():
            return _plain(cell)
        case _:
            return csv_cell(SEPARATOR.join(cell))


def moment_text(value: datetime) -> str:
    """2026-05-06T12:00:00Z: in UTC, in whole seconds, as every moment is published."""
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def json_value(cell: Cell) -> object:
    """The cell as a value of JSON; a moment is text in UTC, an exact number stays exact."""
    match cell:
        case None | bool() | str() | int():
            return cell
        case Decimal():
            return int(cell) if cell == cell.to_integral_value() else float(cell)
        case datetime() | date():
            return _plain(cell)
        case _:
            return list(cell)


def _plain(value: datetime | date | Decimal | int) -> str:
    match value:
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            # 42000.00 is written 42000; 3.50 is written 3.5; never 4.2E+4.
            return f"{value.normalize():f}"
        case _:
            return str(value)
