"""Rows of a compiled question as what its queryset gives: objects, or values.

Objects are made as Django makes them, without the signals and the defaults of new ones, which
nobody here waits for: in a quarter of the time.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS
from django.db.models import JSONField, Model
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

Row = TypeVar("Row", bound=Model)


def stored(model: type[Row], values: Iterable[tuple[str, Any]]) -> Row:
    """The object whose columns have these values; any others are asked for when they are wanted."""
    found = model.__new__(model)
    found.__dict__.update(values)
    state = found._state = ModelState()
    state.db, state.adding = DEFAULT_DB_ALIAS, False
    return found


def reader_of(iterable: Any, compiler: Any) -> Callable[[Sequence[Any]], list[Any]]:
    """What reads the rows of a question: `iterable` is its queryset's, `compiler` compiled it.

    Raises NotImplementedError for models that share columns with a parent's table.
    """
    fields = [column[0] for column in compiler.select[: compiler.col_count]]
    # Which columns need converting Django asks of each anew with every answer.
    converters = compiler.get_converters(fields)
    for place, field in enumerate(fields):
        if _is_rows(field.output_field):
            converters[place] = ([_rows], field)

    def converted(rows: Sequence[Any]) -> Iterable[Any]:
        return compiler.apply_converters(rows, converters) if converters else rows

    if iterable is not ModelIterable:
        return lambda rows: list(iterable(_Answered(compiler.query, converted(rows))))
    objects = _Objects(compiler.klass_info, compiler.select)
    annotations = compiler.annotation_col_map or {}
    return lambda rows: [objects.of(row, annotations) for row in converted(rows)]


def _is_rows(field: Any) -> bool:
    """Whether it is of an `ArraySubquery` of objects as JSON, as they come along with entries."""
    return (
        isinstance(field, ArrayField)
        and type(field.base_field) is JSONField
        and field.base_field.decoder is None
    )


def _rows(texts: list[str] | None, *_: Any) -> list[Any] | None:
    """Read at once: of one after the other, beginning takes longer than reading."""
    read: list[Any] | None = json.loads(f"[{','.join(texts)}]") if texts else texts
    return read


class _Objects:
    """Makes objects of one model, with those they are selected with, out of columns of rows."""

    def __init__(self, info: Mapping[str, Any], select: Sequence[Any]) -> None:
        if info.get("from_parent"):
            raise NotImplementedError("Columns of a parent's table are not told apart here.")
        places = info["select_fields"]
        self._model: type[Any] = info["model"]
        self._columns = slice(places[0], places[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._columns]]
        self._key = places[self._names.index(self._model._meta.pk.attname)]
        self._related = [
            (_Objects(related, select), related["local_setter"], related["remote_setter"])
            for related in info.get("related_klass_infos", ())
        ]

    def of(self, row: Sequence[Any], annotations: Mapping[str, int] = MappingProxyType({})) -> Any:
        found = stored(self._model, zip(self._names, row[self._columns], strict=True))
        for name, place in annotations.items():
            setattr(found, name, row[place])
        for related, set_here, set_there in self._related:
            other = None if row[related._key] is None else related.of(row)
            set_here(found, other)
            if other is not None:
                set_there(other, found)
        return found


class _Answered:
    """What Django's iterables of values ask of a queryset, its query and its compiler.

    All in one, with the answer; nothing is written to the compiler itself, which threads share.
    """

    db = DEFAULT_DB_ALIAS
    _fields = None

    def __init__(self, query: Any, rows: Iterable[Any]) -> None:
        self._query = query
        self._rows = rows

    @property
    def query(self) -> "_Answered":
        return self

    def get_compiler(self, *_: Any, **__: Any) -> "_Answered":
        return self

    def results_iter(self, *, tuple_expected: bool = False, **_: Any) -> Iterable[Any]:
        return map(tuple, self._rows) if tuple_expected else self._rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)
