"""Looks for names in all that was stored and logged: every column of every table, every record.

Law 4 is proved by what it does not find, and by tests in which it does.
"""

import html
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from django.db import connection

# What PostgreSQL itself keeps, and no row of ours.
_COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
"""


def forms_of(name: str) -> set[str]:
    """The ways in which a name may have been written down, in lower case."""
    forms = {
        name,
        html.escape(name),
        html.escape(name, quote=False),
        quote(name),
        quote_plus(name),
        json.dumps(name)[1:-1],
        json.dumps(name, ensure_ascii=False)[1:-1],
        # A text of JSON within JSON.
        json.dumps(json.dumps(name)[1:-1])[1:-1],
        json.dumps(json.dumps(name, ensure_ascii=False)[1:-1], ensure_ascii=False)[1:-1],
        name.encode("utf-8").hex(),
        repr(name)[1:-1],
        name.encode("unicode_escape").decode("ascii"),
    }
    return {form.casefold() for form in forms if form}


def named_in(texts: Iterable[tuple[str, str]], names: Iterable[str]) -> list[str]:
    """The places among (place, text) whose text holds a name in any form, with the name."""
    wanted = {name: forms_of(name) for name in names}
    found = set()
    for place, text in texts:
        folded = text.casefold()
        for name, forms in wanted.items():
            if any(form in folded for form in forms):
                found.add(f"{place}: {name}")
    return sorted(found)


def all_stored() -> Iterator[tuple[str, str]]:
    """Each value of each column of each table, as text; bytes as hexadecimal digits."""
    tables: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            as_text = f"encode(\"{column}\", 'hex')" if kind == "bytea" else f'"{column}"::text'
            tables[table].append((column, as_text))
        for table, columns in tables.items():
            wanted = ", ".join(as_text for _column, as_text in columns)
            cursor.execute(f'SELECT {wanted} FROM "{table}"')
            for row in cursor.fetchall():
                for (column, _as_text), value in zip(columns, row, strict=True):
                    if value:
                        yield f"{table}.{column}", value


@dataclass
class Logged(logging.Handler):
    """Every record of every logger, with its arguments, its traceback and what stands in it."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.NOTSET)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        parts = [record.getMessage(), repr(record.args), repr(record.__dict__)]
        if record.exc_info:
            parts.append(logging.Formatter().formatException(record.exc_info))
        self.lines.append((f"log {record.name}", "\n".join(parts)))


@contextmanager
def everything_logged() -> Iterator[Logged]:
    """All that is logged meanwhile, at every level, of loggers that pass nothing on as well."""
    handler = Logged()
    known = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    alone = [logger for logger in known if not logger.propagate]
    levels = {logger: logger.level for logger in [logging.root, *known]}
    try:
        for logger in [logging.root, *alone]:
            logger.addHandler(handler)
        for logger in levels:
            # What the database is told stands in the tables already, if it is kept.
            logger.setLevel(logging.INFO if "django.db" in logger.name else logging.DEBUG)
        yield handler
    finally:
        for logger in [logging.root, *alone]:
            logger.removeHandler(handler)
        for logger, level in levels.items():
            logger.setLevel(level)
