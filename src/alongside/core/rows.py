"""Rows of one table that travel as JSON within a row of another, and become its objects again.

A page that shows an entry with its figures asks one question instead of two.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from django.db.models import CharField, DecimalField, F, Field, Model
from django.db.models.functions import Cast, JSONObject

Row = TypeVar("Row", bound=Model)


def whole_row(model: type[Model]) -> JSONObject:
    """For a query of the model: each row whole, as JSON that `instance_of` reads."""
    return JSONObject(
        # Exact: JSON would have a decimal as a number with a point.
        **{
            field.attname: Cast(field.attname, CharField())
            if isinstance(field, DecimalField)
            else F(field.attname)
            for field in model._meta.concrete_fields
        }
    )


def instance_of(model: type[Row], row: Mapping[str, Any]) -> Row:
    """The object of a row that came as JSON, as if it had been asked for by itself."""
    names, readers = _readers(model)
    values = [
        read(row[name]) if read and row[name] is not None else row[name]
        for name, read in zip(names, readers, strict=True)
    ]
    return model.from_db(None, names, values)


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[Any]]:
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    # What JSON holds as it is needs no reading.
    plain = {"CharField", "TextField", "URLField", "BooleanField", "JSONField", "BigAutoField"}
    return (
        [field.attname for field in fields],
        [
            None if field.get_internal_type() in plain or field.is_relation else field.to_python
            for field in fields
        ],
    )
