"""Rows of one table that travel as JSON within a row of another, and become its objects again.

A page that shows an entry with its figures asks one question instead of two. Values without names:
of two hundred figures the names would take most of the way.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import (
    CharField,
    DecimalField,
    F,
    Field,
    Func,
    JSONField,
    Model,
    TextField,
)
from django.db.models.functions import Cast

from alongside.core.objects import stored

Row = TypeVar("Row", bound=Model)
# What JSON holds as it is needs no reading.
_PLAIN = {"CharField", "TextField", "URLField", "BooleanField", "JSONField", "BigAutoField"}
# PostgreSQL writes these in one way only; Django's own readers try several, in ten times the time.
_READERS: dict[str, Callable[[str], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "DecimalField": Decimal,
}


def whole_row(model: type[Model]) -> Func:
    """For a query of the model: each row whole, as JSON that `instance_of` reads."""
    return Func(
        # Exact: JSON would have a decimal as a number with a point.
        *(
            Cast(field.attname, CharField())
            if isinstance(field, DecimalField)
            else F(field.attname)
            for field in model._meta.concrete_fields
        ),
        function="JSONB_BUILD_ARRAY",
        output_field=JSONField(),
    )


class RowsAsText(JSONBAgg):
    """Whole rows of a table in one piece, as JSON that `rows_in` reads; null where there is none.

    Of two hundred rows, each as JSON of its own takes three times as long.
    """

    function = "JSON_AGG"
    template = f"({JSONBAgg.template})::text"
    output_field = TextField()  # type: ignore[assignment]  # as text it is parsed once, by us

    def __init__(self, model: type[Model], *, order_by: Sequence[str]) -> None:
        row = whole_row(model)
        row.function = "JSON_BUILD_ARRAY"
        super().__init__(row, order_by=order_by)


def rows_in(model: type[Row], text: str | None) -> list[Row]:
    """The objects of the rows that came as text."""
    return [instance_of(model, row) for row in json.loads(text or "[]")]


def instance_of(model: type[Row], row: Sequence[Any]) -> Row:
    """The object of a row that came as JSON, as if it had been asked for by itself."""
    names, readers = _readers(model)
    values = list(row)
    for place, read in readers:
        if values[place] is not None:
            values[place] = read(values[place])
    return stored(model, zip(names, values, strict=True))


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names of the columns, and how those are read that JSON cannot hold as they are."""
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    return (
        [field.attname for field in fields],
        [
            (place, _READERS.get(field.get_internal_type(), field.to_python))
            for place, field in enumerate(fields)
            if field.get_internal_type() not in _PLAIN and not field.is_relation
        ],
    )
