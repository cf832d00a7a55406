"""What a piece of work asks of the database, and whether it would be answered the same today.

Work that does nothing but ask comes out the same as long as each of its questions is answered the
same: what it asks first is settled by its code, and each further question by the answers before.
So nobody need say of which tables, rows or columns it is made; it is heard while it asks.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection

# A question may lead to many rows; of an answer only a digest is held.
Asked = dict[str, str]  # digests of answers by their questions, in SQL with the values in it
Result = TypeVar("Result")

_READS = re.compile(r"\s*\(*\s*(SELECT|WITH|VALUES)\b", re.IGNORECASE)
_STEP = re.compile(r"\s*(SAVEPOINT|RELEASE SAVEPOINT)\b")  # of a transaction around the questions


class Answers:
    """Digests of what the database answers, each asked for once and held."""

    def __init__(self) -> None:
        self._known: Asked = {}

    def of(self, question: str) -> str:
        """A digest of all rows in their order, as PostgreSQL writes them. One query at first."""
        if (known := self._known.get(question)) is None:
            known = self._known[question] = _digest(question)
        return known

    def are_the_same(self, asked: Mapping[str, str]) -> bool:
        """Whether every question would be answered as it was. Stops at the first that is not."""
        return all(self.of(question) == answer for question, answer in asked.items())


class Heard:
    """What was asked. `is_whole`: all of it can be asked again, and would mean the same."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.asked: Asked = {}
        self.is_whole = True

    def also(self, other: "Heard") -> None:
        """What another piece of work asked, whose result is used in this."""
        self.asked |= other.asked
        self.is_whole &= other.is_whole

    def nested(self) -> "Heard":
        return Heard(self._answers)

    def note(self, sql: object, params: Sequence[Any] | None, many: bool) -> None:
        """Notes a question before it is asked: its answer is then never newer than what follows."""
        if isinstance(sql, str) and _STEP.match(sql):
            return
        # A moment is the clock's: tomorrow's work would ask with another, and hear of more.
        if (
            many
            or not isinstance(sql, str)
            or not _READS.match(sql)
            or any(isinstance(value, datetime) for value in params or ())
        ):
            self.is_whole = False
        else:
            ours: Any = connection.ops
            question = str(ours.compose_sql(sql, params))
            self.asked[question] = self._answers.of(question)


_listening: ContextVar[Heard | None] = ContextVar("listening", default=None)


@contextmanager
def listening(answers: Answers) -> Iterator[Heard]:
    """Hears what is asked of the database inside."""
    heard = Heard(answers)

    def hear(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if (now := _listening.get()) is not None:
            now.note(sql, params, many)
        return execute(sql, params, many, context)

    entered = _listening.set(heard)
    try:
        with connection.execute_wrapper(hear):
            yield heard
    finally:
        _listening.reset(entered)


@contextmanager
def unheard() -> Iterator[None]:
    """For questions about the state of the database, on which no result depends."""
    entered = _listening.set(None)
    try:
        yield
    finally:
        _listening.reset(entered)


def is_heard() -> bool:
    """Whether somebody listens."""
    return _listening.get() is not None


def overheard(found: Callable[[], Result]) -> tuple[Result, Heard]:
    """What `found` finds, and what it asked, to be kept together. Only while somebody listens."""
    outer = _listening.get()
    assert outer is not None
    heard = outer.nested()
    entered = _listening.set(heard)
    try:
        return found(), heard
    finally:
        _listening.reset(entered)
        outer.also(heard)


def repeat(heard: Heard) -> None:
    """Tells who listens what was asked when something kept was found."""
    if (outer := _listening.get()) is not None:
        outer.also(heard)


def _digest(question: str) -> str:
    digest = hashlib.sha256()
    connection.ensure_connection()
    ours: Any = connection.connection
    # COPY runs the very question, in its own order, and nobody turns the rows into objects.
    with (
        connection.wrap_database_errors,
        ours.cursor() as cursor,
        cursor.copy(f"COPY ({question}) TO STDOUT") as answer,
    ):
        for part in answer:
            digest.update(part)
    return digest.hexdigest()[:32]
