"""Rows of one table that travel as JSON within a row of another, and become its objects again.

A page that shows an entry with its figures asks one question instead of two. Values without names:
of two hundred figures the names would take most of the way.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db.models import CharField, DecimalField, F, Field, Func, JSONField, Model
from django.db.models.functions import Cast

Row = TypeVar("Row", bound=Model)
# What JSON holds as it is needs no reading.
_PLAIN = {"CharField", "TextField", "URLField", "BooleanField", "JSONField", "BigAutoField"}


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


def instance_of(model: type[Row], row: Sequence[Any]) -> Row:
    """The object of a row that came as JSON, as if it had been asked for by itself."""
    names, readers = _readers(model)
    values = list(row)
    for place, read in readers:
        if values[place] is not None:
            values[place] = read(values[place])
    return model.from_db(None, names, values)


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names of the columns, and how those are read that JSON cannot hold as they are."""
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    return (
        [field.attname for field in fields],
        [
            (place, field.to_python)
            for place, field in enumerate(fields)
            if field.get_internal_type() not in _PLAIN and not field.is_relation
        ],
    )
