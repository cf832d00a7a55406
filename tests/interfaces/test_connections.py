"""A connection that is used again is found to be gone before a page needs it."""

import psycopg
import pytest
from django.db import connection
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
