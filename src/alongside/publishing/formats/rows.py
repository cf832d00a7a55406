"""The forms of a table's rows: CSV, JSON, JSON-LD. Each is written row by row, in one pass."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from alongside.publishing.columns import Cell, csv_cell, csv_line, csv_lines, json_value
from alongside.publishing.formats import linked_data
from alongside.publishing.licence import licence
from alongside.publishing.packing import QUICK, Packer
from alongside.publishing.tables import Edited

RowWriter = Callable[[Sequence[Cell]], str]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a table: what stands before its rows, a row, and what stands after.

    `between` parts one row from the next, `first` the first row from what stands before it.
    """

    extension: str
    words: str
    media_type: str
    head: Callable[[Edited], str]
    row: Callable[[Edited], RowWriter]
    between: str = ""
    tail: str = ""
    first: str = ""


class Writer:
    """Writes one file in one form, piece by piece; a table is read once for all its forms."""

    def __init__(self, form: Form, edited: Edited) -> None:
        self.form = form
        self._edited = edited
        self._row = form.row(edited)
        self._parting = form.first

    def head(self) -> str:
        return self.form.head(self._edited)

    def row(self, cells: Sequence[Cell]) -> str:
        text = self._parting + self._row(cells)
        self._parting = self.form.between
        return text

    def tail(self) -> str:
        return self.form.tail


def packed(form: Form, edited: Edited) -> Packer:
    """The whole file, compressed.

    It is written whole before its first byte is sent: an error half-way is told, never a file that
    ends early; and who has this very file already is told so.
    """
    packer = Packer(level=QUICK)
    for piece in _pieces(form, edited):
        packer.write(piece)
    return packer


def _pieces(form: Form, edited: Edited) -> Iterator[str]:
    writer = Writer(form, edited)
    yield writer.head()
    for cells in edited.cells():
        yield writer.row(cells)
    yield writer.tail()


def _csv_head(edited: Edited) -> str:
    return csv_line([column.name for column in edited.file.columns])


def _csv_row(_edited: Edited) -> RowWriter:
    line = csv_lines()
    return lambda cells: line([csv_cell(cell) for cell in cells])


def _json_head(edited: Edited) -> str:
    """What the file is, and its columns; the rows follow, one in each line."""
    document = {
        "title": edited.title,
        "description": edited.file.description,
        "licence": licence().address,
        "practice": edited.edition.practice,
        "documentation": edited.page,
        "columns": [
            {"name": column.name, "description": column.description}
            for column in edited.file.columns
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)[:-2] + ',\n "rows": [\n'


def _json_row(edited: Edited) -> RowWriter:
    names = [column.name for column in edited.file.columns]
    return lambda cells: json.dumps(
        {name: json_value(cell) for name, cell in zip(names, cells, strict=True)},
        ensure_ascii=False,
    )


FORMS: dict[str, Form] = {
    form.extension: form
    for form in (
        Form("csv", "CSV", "text/csv; charset=utf-8; header=present", _csv_head, _csv_row),
        Form("json", "JSON", "application/json", _json_head, _json_row, ",\n", "\n]}\n"),
        Form(
            "jsonld",
            "JSON-LD",
            "application/ld+json",
            linked_data.head,
            linked_data.row_writer,
            ",\n",
            "\n]}\n",
            ",\n",  # the graph begins with what the file is
        ),
    )
}
