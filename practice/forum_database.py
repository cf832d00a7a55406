"""Makes and drops the forum's database, on whatever server it is to live."""

from collections.abc import Mapping
from typing import Any

import psycopg
from forum_problem import PracticeProblem
from psycopg import errors, sql


class DatabaseProblem(PracticeProblem):
    """The server cannot be reached, or the database is not there."""


def create_if_missing(database: Mapping[str, str]) -> bool:
    """Creates the database that the connection parameters name; says whether it had to.

    Raises DatabaseProblem if the server cannot be reached.
    """
    if _exists(database):
        return False
    try:
        # From template0, because the encoding of template1 is whatever the machine once had.
        _run_beside(
            database,
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(database["dbname"])
            ),
        )
    except errors.DuplicateDatabase:
        return False  # somebody else was quicker
    return True


def check_prepared(database: Mapping[str, str]) -> None:
    """Raises DatabaseProblem if there is no database, or no forum in it."""
    if _exists(database):
        with psycopg.connect(**database) as connection:  # type: ignore[arg-type]
            row = connection.execute("SELECT to_regclass('misago_threads_post')").fetchone()
        if row is not None and row[0] is not None:
            return
    raise DatabaseProblem(f"There is no forum in {database['dbname']} yet. Run prepare first.")


def drop(database: Mapping[str, str]) -> None:
    """Drops the database with all that is in it, and ends whoever is connected to it.

    Raises DatabaseProblem if the server cannot be reached.
    """
    _run_beside(
        database,
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
            sql.Identifier(database["dbname"])
        ),
    )


def _exists(database: Mapping[str, str]) -> bool:
    with _connect_beside(database) as connection:
        row = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [database["dbname"]]
        ).fetchone()
    return row is not None


def _run_beside(database: Mapping[str, str], statement: sql.Composed) -> None:
    with _connect_beside(database) as connection:
        try:
            connection.execute(statement)
        except errors.InsufficientPrivilege as problem:
            raise DatabaseProblem(
                f"The user may not create or drop {database['dbname']}: {problem}"
            ) from problem


def _connect_beside(database: Mapping[str, str]) -> psycopg.Connection[tuple[Any, ...]]:
    server = {**database, "dbname": "postgres"}
    try:
        return psycopg.connect(**server, autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as problem:
        raise DatabaseProblem(f"The database server does not answer: {problem}") from problem
