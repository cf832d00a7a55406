"""Many rows at once, by PostgreSQL's COPY."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]

# No text of ours holds control characters, so none is taken for "no value".
_NO_VALUE = "\x01"
# So many new rows change what a table looks like to the planner of queries.
MANY = 500


def copy_rows(cursor: Any, table: str, rows: Iterable[Row]) -> None:
    """Copies rows into the table, given with its columns where they are not all: "t (a, b)".

    Values are texts, numbers, booleans or None. Goes through the csv module, which is several
    times as fast as writing row by row through psycopg where that has no compiled part.
    """
    text = io.StringIO()
    csv.writer(text).writerows(
        [_NO_VALUE if value is None else value for value in row] for row in rows
    )
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv, NULL E'\\x01')") as copy:
        copy.write(text.getvalue())


def analyse(*tables: type[models.Model], rows: int) -> None:
    """Tells the database what many new rows in the tables are like; few are left to autovacuum.

    Until autovacuum has looked, a minute or so later, pages over them would be planned as if the
    tables were still empty.
    """
    if rows < MANY:
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table._meta.db_table}")
