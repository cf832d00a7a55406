"""The module that Django looks for in an engine of this name."""

import re
import select
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.types.numeric import Int2, Int4, Int8

_PLACE = re.compile(r"%([s%])")
_FORGOTTEN = ("26000", "0A000")  # no such statement; it gives rows of another form by now
# How values of these kinds are told to the server. A text is of whatever kind its place has.
_KINDS: dict[type, int] = {
    str: 0,
    bool: 16,
    int: 20,
    Int2: 21,
    Int4: 23,
    Int8: 20,
    date: 1082,
    datetime: 1184,
    Decimal: 1700,
    type(None): 0,
}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection for many short questions.

    It is asked "are you still there?" only when there is cause to: Django's health check asks the
    server at the start of every request that uses the database. A server that ended the connection
    has said so to its socket, and nothing else ever waits there between requests.
    """

    def get_new_connection(self, conn_params: Any) -> Any:
        self._plans: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._numbers = count()
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        if self.connection is not None and not self.errors_occurred and _is_silent(self.connection):
            return True
        return bool(super().is_usable())

    def planned_rows(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a question that is asked again and again, whose plan the server keeps.

        Says the question to the server directly: the ways of a cursor take three times as long as
        the answer of a short question (measured: 60 us of the 85). Where somebody watches a cursor
        is used, and in a transaction: psycopg begins it, and a plan that is gone would end it.
        """
        self.ensure_connection()
        rows = None if self._is_watched() else self._direct(sql, params)
        if rows is None:
            bare: Any = _KeptPlan(self.connection)
            # A question that is logged is said with its values in it, by a cursor of Django's own.
            opened = self.cursor() if self.queries_logged else self.make_cursor(bare)
            with self.wrap_database_errors, opened as cursor:
                cursor.execute(sql, params)
                rows = cursor.fetchall()
        return rows

    def _is_watched(self) -> bool:
        connection: Any = self.connection
        return bool(self.queries_logged or self.execute_wrappers or not connection.autocommit)

    def _direct(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]] | None:
        """The rows, or None for a value or a state that needs the ways of a cursor."""
        connection: Any = self.connection
        oids = tuple(_KINDS.get(type(value), -1) for value in params)
        if -1 in oids:
            return None
        server = connection.pgconn
        with self.wrap_database_errors:
            name = self._plans.get((sql, oids))
            if name is None:
                name = b"alongside_%d" % next(self._numbers)
                _checked(server.prepare(name, _numbered(sql), oids), connection)
                self._plans[sql, oids] = name
            result = server.exec_prepared(name, [_told(value) for value in params])
            if result.status != pq.ExecStatus.TUPLES_OK:
                state = result.error_field(pq.DiagnosticField.SQLSTATE) or b""
                if state.decode() in _FORGOTTEN:  # psycopg forgets all plans after a DROP
                    self._plans.clear()
                    return None
                _checked(result, connection)
        read = Transformer(connection)
        read.set_pgresult(result)
        rows: list[tuple[Any, ...]] = read.load_rows(0, result.ntuples, tuple)
        return rows


class _KeptPlan(psycopg.Cursor[Any]):
    """Binds values on the server, which keeps the question's plan for the connection."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, params, prepare=True, **how)


def _numbered(sql: str) -> bytes:
    """ "%s" as $1, $2 ..., in their order; "%%" is a per cent sign."""
    number = 0

    def place(match: re.Match[str]) -> str:
        nonlocal number
        if match[1] == "%":
            return "%"
        number += 1
        return f"${number}"

    return _PLACE.sub(place, sql).encode()


def _told(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, str):
        if "\x00" in value:
            raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return value.encode()
    return (value.isoformat() if isinstance(value, date) else str(value)).encode()


def _checked(result: Any, connection: Any) -> None:
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result, encoding=connection.info.encoding)


def _is_silent(connection: Any) -> bool:
    """Whether the socket is open and nothing waits in it."""
    try:
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return not poll.poll(0)
    except (OSError, ValueError, psycopg.Error):  # closed on our side
        return False
