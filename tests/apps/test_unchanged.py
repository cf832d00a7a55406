"""What was counted is kept for as long as nothing in the database has changed, and no longer."""

import threading

import pytest
from django.db import connection, transaction

from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.core.unchanged import kept_while_unchanged, state_of_tables
from tests.factories import AgreementFactory, BodyFactory


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


@pytest.mark.django_db
def test_the_state_of_tables_tells_of_each_row_added_changed_or_deleted():
    states = [state_of_tables(Body, Agreement)]
    body = BodyFactory()
    states.append(state_of_tables(Body, Agreement))
    with transaction.atomic():
        Body.objects.filter(pk=body.pk).update(name="Other")
    agreement = AgreementFactory(body=body)
    states.append(state_of_tables(Body, Agreement))
    other = BodyFactory()
    states.append(state_of_tables(Body, Agreement))
    other.delete()
    states.append(state_of_tables(Body, Agreement))

    assert state_of_tables(Body, Agreement) == states[-1]
    assert agreement.pk
    assert len(set(states[:4])) == 4
    assert states[4] != states[3]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_only_changed_gives_tables_another_state():
    body = BodyFactory()
    before = state_of_tables(Body)

    Body.objects.filter(pk=body.pk).update(name="Other")

    assert state_of_tables(Body) != before
    assert state_of_tables(Agreement) == state_of_tables(Agreement)
