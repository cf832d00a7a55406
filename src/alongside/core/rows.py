"""Rows of one table that travel as JSON within a row of another, and become its objects again.

A page that shows an entry with its figures asks one question instead of two. Values without names:
of two hundred figures the names would take most of the way.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar

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
_PLAIN = {
    "CharField", "TextField", "SlugField", "URLField", "BooleanField", "JSONField", "BigAutoField",
    "PositiveSmallIntegerField",
}  # fmt: skip
# PostgreSQL writes these in one way only; Django's own readers try several, in ten times the time.
_READERS: dict[str, Callable[[str], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "DecimalField": Decimal,
}


def whole_row(model: type[Model]) -> Func:
    """For a query of the model: each row whole, as JSON that `instance_of` reads."""
    return _array(("", field) for field in model._meta.concrete_fields)


def _array(columns: Iterable[tuple[str, "Field[Any, Any]"]]) -> Func:
    """Values of one row without their names. The columns are (what leads to them, field)."""
    return Func(
        # Exact: JSON would have a decimal as a number with a point.
        *(
            Cast(f"{way}{field.attname}", CharField())
            if isinstance(field, DecimalField)
            else F(f"{way}{field.attname}")
            for way, field in columns
        ),
        function="JSONB_BUILD_ARRAY",
        output_field=JSONField(),
    )


class RowsWith(Generic[Row]):
    """Rows of a model with parts of those that they lead to, as JSON: `row` asks, `read` reads.

    `fields` names what is wanted of the model besides its key, None all, and each of `others` what
    of a relation besides its key, `version__body` after `version`. Anything else of them is asked
    for when it is wanted.
    """

    def __init__(
        self, model: type[Row], fields: Sequence[str] | None = None, **others: Sequence[str]
    ) -> None:
        self._model = model
        meta = model._meta
        own: Sequence[Any] = meta.concrete_fields
        if fields is not None:
            own = [meta.pk, *map(meta.get_field, fields)]
        self._columns = [("", field) for field in own]
        self._names = [field.attname for _, field in self._columns]
        self._others: list[tuple[str, str, Any, int, list[str]]] = []
        metas = {"": meta}
        for name, wanted in others.items():
            way, _, own_name = name.rpartition("__")
            relation: Any = metas[way].get_field(own_name)
            theirs = metas[name] = relation.related_model._meta
            parts = [theirs.pk, *map(theirs.get_field, wanted)]
            names = [part.attname for part in parts]
            self._others.append((name, way, relation, len(self._columns), names))
            self._columns += [(f"{name}__", part) for part in parts]
        self._readers = _readers_of([field for _, field in self._columns])

    def row(self) -> Func:
        """For a query of the model: a row with its others, as JSON that `read` reads."""
        return _array(self._columns)

    def read(self, row: Sequence[Any]) -> Row:
        """The object of a row, with those that it leads to."""
        values = _read(row, self._readers)
        found = stored(self._model, zip(self._names, values, strict=False))
        read: dict[str, Any] = {"": found}
        for name, way, relation, place, names in self._others:
            other = None
            if values[place] is not None:
                parts = zip(names, values[place:], strict=False)
                other = read[name] = stored(relation.related_model, parts)
            if way in read:
                relation.set_cached_value(read[way], other)
        return found


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
    return stored(model, zip(names, _read(row, readers), strict=True))


def _read(row: Sequence[Any], readers: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for place, read in readers:
        if values[place] is not None:
            values[place] = read(values[place])
    return values


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names of the columns, and how those are read that JSON cannot hold as they are."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], _readers_of(fields)


def _readers_of(fields: Iterable["Field[Any, Any]"]) -> list[tuple[int, Any]]:
    return [
        (place, _READERS.get(field.get_internal_type(), field.to_python))
        for place, field in enumerate(fields)
        if field.get_internal_type() not in _PLAIN and not field.is_relation
    ]
