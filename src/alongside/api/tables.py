"""Rows of the published tables as answers: the columns that are declared for the files, once more.

So the interface and the files say the same in the same words, of whatever is published.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, WithJsonSchema, create_model

from alongside.api.shapes import Answer, Moment, Slice, cursor_of, number_behind
from alongside.core import clock
from alongside.publishing import walks
from alongside.publishing.columns import Column, Kind, json_value
from alongside.publishing.tables import DataFile

_Number = Annotated[
    Decimal, PlainSerializer(json_value), WithJsonSchema({"type": "number"}, mode="serialization")
]
_TYPES: Mapping[Kind, Any] = {
    Kind.WHOLE: int,
    Kind.NUMBER: _Number,
    Kind.TRUTH: bool,
    Kind.DAY: date,
    Kind.MOMENT: Moment,
}


def answer_of(file: DataFile, name: str) -> type[Answer]:
    """The type of a row of the file, for the description of the interface."""
    fields: dict[str, Any] = {
        column.name: (_type_of(column), Field(description=column.description))
        for column in file.columns
    }
    return create_model(name, __base__=Answer, __doc__=file.description, **fields)


def slice_of(answer: type[Answer]) -> Any:
    """The type of a part of a table whose rows are of a type that was made by `answer_of`."""
    return Slice.__class_getitem__(answer)


def row_of(file: DataFile, answer: type[Answer], row: Any) -> Answer:
    cells = {column.name: column.value(row) for column in file.columns}
    return answer(**{name: _plain(cell) for name, cell in cells.items()})


def part_of(
    file: DataFile, answer: type[Answer], *, walk: str, limit: int, cursor: str, **narrowed: Any
) -> Slice[Any]:
    """Part of a table, in the order in which its rows were entered. `walk`: of its cursors."""
    found = walks.rows_of_table(
        file, after=number_behind(walk, cursor), limit=limit + 1, narrowed=narrowed, at=clock.now()
    )
    return Slice(
        items=[row_of(file, answer, row) for _, row in found[:limit]],
        next=cursor_of(walk, found[limit - 1][0]) if len(found) > limit else None,
    )


def _type_of(column: Column[Any]) -> Any:
    if column.several:
        return list[str]
    found = _TYPES.get(column.kind, str)
    return found if column.required else found | None


def _plain(cell: Any) -> Any:
    if isinstance(cell, Sequence) and not isinstance(cell, str):
        return list(cell)
    return cell
