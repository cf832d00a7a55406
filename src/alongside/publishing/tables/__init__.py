"""The tables of open data: what a row of each is, its columns, and where the rows come from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from alongside.publishing.columns import Cell, Column
from alongside.publishing.queries import ROWS_AT_A_TIME, Edition

PRACTICE_PREFIX = "practice-"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One list that is published.

    `key`: the columns by which a row is recognised in the next edition; empty: it has none.
    `row_type`: what schema.org calls a row; empty: a term of our own. `names`: what a row is called
    as linked data, from the cell of its key, where other rows or programs speak of it.
    `is_computed`: its rows are made here from others: the database alone cannot count them.
    """

    name: str
    title: str
    description: str
    columns: Sequence[Column[Any]]
    rows: Callable[[Edition], Iterable[Any]]
    key: tuple[str, ...] = ()
    row_type: str = ""
    names: Callable[[str], str] | None = None
    is_computed: bool = False

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The key, where none of its cells can be empty, as programs expect of a primary key."""
        required = {column.name for column in self.columns if column.required}
        return self.key if required.issuperset(self.key) else ()


def absolute(path: str) -> str:
    """The address of a path of this service."""
    return f"{settings.ALONGSIDE_ADDRESS}{path}"


@dataclass(frozen=True, slots=True)
class Edited:
    """A file in one edition, as it is offered for download."""

    file: DataFile
    edition: Edition

    @property
    def name(self) -> str:
        return f"{PRACTICE_PREFIX if self.edition.practice else ''}{self.file.name}"

    @property
    def title(self) -> str:
        return f"Practice: {self.file.title.lower()}" if self.edition.practice else self.file.title

    @property
    def page(self) -> str:
        """The address of the page that explains the file."""
        return absolute(reverse("register:data-set", args=[self.file.name]))

    def address(self, extension: str) -> str:
        return absolute(reverse("register:data-file", args=[self.name, extension]))

    def cells(self) -> Iterator[list[Cell]]:
        """The rows as cells in the order of the columns; a few thousand are in memory at a time."""
        values = [column.value for column in self.file.columns]
        rows = self.file.rows(self.edition)
        if isinstance(rows, QuerySet):
            rows = rows.iterator(chunk_size=ROWS_AT_A_TIME)
        for row in rows:
            yield [value(row) for value in values]
