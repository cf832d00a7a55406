"""What was counted is kept for as long as nothing in the database has changed, and no longer."""

import threading

import pytest
from django.db import connection, transaction

from alongside.bodies.models import Body
from alongside.core.unchanged import kept_while_unchanged
from tests.factories import BodyFactory


@pytest.fixture
def count():
    """Counts bodies; how often it really counted stands in `asked`."""

    def counted():
        counted.asked += 1
        return Body.objects.count()

    counted.asked = 0
    return counted


@pytest.mark.django_db(transaction=True)
def test_nothing_is_counted_twice_while_nothing_changes(count):
    BodyFactory()

    found = [kept_while_unchanged(("test", 1), count) for _ in range(3)]

    # Another process may write to the same server at any time; at worst it is counted again.
    assert found == [1, 1, 1]
    assert count.asked <= 3


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_commits_is_counted_at_once(count):
    def add_elsewhere():
        BodyFactory()
        connection.close()

    before = kept_while_unchanged(("test", 2), count)
    other = threading.Thread(target=add_elsewhere)
    other.start()
    other.join()

    assert (before, kept_while_unchanged(("test", 2), count)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_that_has_written_nothing_is_kept(count):
    with transaction.atomic():
        BodyFactory()
        inside = kept_while_unchanged(("test", 3), count)
        transaction.set_rollback(True)

    assert (inside, kept_while_unchanged(("test", 3), count)) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_different_questions_are_kept_apart(count):
    BodyFactory()

    assert kept_while_unchanged(("test", 4), count) == 1
    assert kept_while_unchanged(("test", 5), lambda: "other") == "other"
