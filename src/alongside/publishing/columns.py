"""Columns of open-data files: declared once, for the file, its page and its documentation."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

Row = TypeVar("Row")
Cell = str | int | bool | Decimal | date | datetime | Sequence[str] | None

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its name, how to get it from a row, and what it means, in a sentence."""

    name: str
    value: Callable[[Row], Cell]
    description: str


def csv_text(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> str:
    """The rows as CSV by RFC 4180: a header, commas, CRLF, quotes only where needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerows([csv_cell(column.value(row)) for column in columns] for row in rows)
    return out.getvalue()


def csv_cell(cell: Cell) -> str:
    """The cell as text. Nothing is an empty cell; several values are parted by "; ".

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case str():
            return f"'{cell}" if cell.startswith(_FORMULA) else cell
        case datetime() | date() | Decimal() | int():
            return _plain(cell)
        case _:
            return csv_cell("; ".join(cell))


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


def json_text(
    columns: Sequence[Column[Row]], rows: Iterable[Row], *, about: dict[str, object]
) -> str:
    """The rows as a JSON object: what `about` says, then "columns", then "rows" as objects."""
    document = {
        **about,
        "columns": [{"name": column.name, "description": column.description} for column in columns],
        "rows": [
            {column.name: json_value(column.value(row)) for column in columns} for row in rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(value: datetime | date | Decimal | int) -> str:
    match value:
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return value.isoformat()
        case Decimal():
            # 42000.00 is written 42000; 3.50 is written 3.5; never 4.2E+4.
            return f"{value.normalize():f}"
        case _:
            return str(value)
