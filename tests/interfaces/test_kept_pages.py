"""Public pages are kept while nothing changes in the database, and never any longer."""

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from alongside.core.unchanged import Store, kept_while_unchanged
from alongside.register.caching import PAGES
from tests.factories import BodyFactory, ForumFactory


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    return response, len(queries)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_made_once_and_anew_after_every_write(client):
    forum = ForumFactory(name="Ferry")
    address = f"/forums/{forum.slug}/"

    first, _ = asked(client, address)
    answers = [asked(client, address) for _ in range(3)]
    forum.name = "Harbour"
    forum.save()
    after, _ = asked(client, address)

    # Another process may write to the same server at any time; at worst a page is made again.
    assert min(queries for _, queries in answers) == 1
    assert all(answer.content == first.content for answer, _ in answers)
    assert b"Ferry" in first.content
    assert b"Harbour" in after.content


@pytest.mark.django_db(transaction=True)
def test_readers_share_nothing_but_the_content(client):
    BodyFactory()
    first = client.get("/bodies/")
    again = client.get("/bodies/")

    again.headers["X-Mine"] = "only"

    assert first.headers["ETag"] == again.headers["ETag"]
    assert "X-Mine" not in client.get("/bodies/").headers
    assert not again.cookies


@pytest.mark.django_db(transaction=True)
def test_what_people_type_is_not_kept(client):
    PAGES.forget()
    ForumFactory(name="Ferry")

    client.get("/forums/?q=ferry")

    assert len(PAGES) == 0
    client.get("/forums/")
    assert len(PAGES) <= 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_of_no_change_is_given_for_a_kept_page(client):
    ForumFactory()
    tag = client.get("/forums/").headers["ETag"]

    assert client.get("/forums/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_a_missing_page_is_not_kept(client):
    assert client.get("/forums/ferry/").status_code == 404
    ForumFactory(slug="ferry")

    assert client.get("/forums/ferry/").status_code == 200


def test_a_store_forgets_what_was_not_asked_for_longest_once_it_is_full():
    store = Store(most=10, weigh=lambda text: len(text) if text else None)
    for mark, text in ((b"1", "aaaa"), (b"2", "bbbb"), (b"3", "")):
        store.keep(mark, "state", text)
    store.get(b"1", "state")
    store.keep(b"4", "state", "cccc")
    store.keep(b"5", "state", "d" * 11)

    found = [store.get(mark, "state")[1] for mark in (b"1", b"2", b"3", b"4", b"5")]

    assert found == ["aaaa", None, None, "cccc", None]
    assert store.get(b"1", "another state") == (False, None)


@pytest.mark.django_db(transaction=True)
def test_without_a_database_what_needs_none_is_found(monkeypatch):
    def broken(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(connections["default"], "planned_rows", broken)

    assert kept_while_unchanged(("no database",), lambda: "said") == "said"
