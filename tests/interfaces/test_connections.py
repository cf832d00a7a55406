"""A connection that is used again is found to be gone before a page needs it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.environment import DATABASE_URL


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_made_anew(client):
    assert client.get("/bodies/").status_code == 200
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    with psycopg.connect(DATABASE_URL, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

    connection.health_check_enabled, connection.health_check_done = True, False
    answer = client.get("/bodies/")

    assert answer.status_code == 200
    assert connection.connection.info.backend_pid != process


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_alive_is_not_asked_whether_it_is(monkeypatch):
    connection.ensure_connection()
    connection.health_check_enabled, connection.health_check_done = True, False
    told = []
    monkeypatch.setattr(
        psycopg.Connection, "cursor", lambda *a, **k: told.append(a) or pytest.fail("asked")
    )

    assert connection.is_usable()
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_after_an_error_the_server_is_asked():
    connection.ensure_connection()
    connection.errors_occurred = True

    with CaptureQueriesContext(connection):
        assert connection.is_usable()
    connection.errors_occurred = False


@pytest.mark.django_db(transaction=True)
def test_a_question_whose_rows_have_changed_their_form_is_asked_anew():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_form (a int)")
        try:
            cursor.execute("INSERT INTO test_form VALUES (7)")
            question = "SELECT * FROM test_form WHERE a = %s AND 'a%%' <> ''"
            before = connection.planned_rows(question, [7])
            cursor.execute("ALTER TABLE test_form ADD COLUMN b text DEFAULT 'new'")

            after = connection.planned_rows(question, [7])
        finally:
            cursor.execute("DROP TABLE test_form")

    assert (before, after) == ([(7,)], [(7, "new")])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        2**40,
        -1,
        "text with %s, “marks” and 'quotes'",
        "",
        date(2026, 5, 6),
        datetime(2026, 5, 6, 12, 30, 15, 99, tzinfo=UTC),
        Decimal("12.50"),
    ],
)
def test_values_go_to_the_server_and_come_back_as_they_were(value):
    kind = {bool: "boolean", int: "bigint", date: "date", Decimal: "numeric"}.get(
        type(value), "timestamptz" if isinstance(value, datetime) else "text"
    )

    assert connection.planned_rows(f"SELECT %s::{kind}", [value]) == [(value,)]


@pytest.mark.django_db(transaction=True)
def test_what_the_server_refuses_is_an_error_of_django():
    with pytest.raises(DataError):
        connection.planned_rows("SELECT 1 / %s::int", [0])
    with pytest.raises(ProgrammingError):
        connection.planned_rows("SELECT nonsense", [])
    with pytest.raises(DataError):
        connection.planned_rows("SELECT %s::text", ["\x00"])


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_somebody_threw_away_is_made_anew():
    question = "SELECT %s::int + 1"
    connection.planned_rows(question, [1])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    assert [connection.planned_rows(question, [n]) for n in (1, 2)] == [[(2,)], [(3,)]]


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_that_is_yet_to_begin_the_question_begins_it():
    with transaction.atomic():
        connection.planned_rows("SELECT 1", [])
        inside = connection.connection.info.transaction_status

    assert inside == psycopg.pq.TransactionStatus.INTRANS
