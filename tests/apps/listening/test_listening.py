"""Whose turn it is to be read, and where reading was left."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from alongside.audit.models import Event
from alongside.listening import actions, queries
from alongside.listening.claims import BOARDS, CLAIM
from alongside.listening.domain.visits import FIRST_PAUSE, PRACTICE_INTERVAL, SOONEST
from alongside.listening.models import BoardReading
from tests.factories import HOUR, NOON, BoardFactory, BoardReadingFactory, ForumFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def read(reading, **values):
    actions.record_reading(
        **{
            "reading_id": reading.pk,
            "newest_asked_at": None,
            "threads_read": 0,
            "at": NOON,
            **values,
        }
    )
    reading.refresh_from_db()


def test_every_board_gets_its_place_once_and_keeps_it():
    forum = ForumFactory()
    BoardFactory.create_batch(2, forum=forum)
    actions.schedule_boards(forum=forum, at=NOON)
    BoardReading.objects.update(newest_asked_at=NOON)
    BoardFactory(forum=forum)

    actions.schedule_boards(forum=forum, at=NOON + HOUR)

    assert BoardReading.objects.filter(newest_asked_at=NOON).count() == 2
    assert queries.readings_of(forum.pk).count() == 3


def test_the_board_that_has_waited_longest_comes_first():
    BoardReadingFactory(next_visit_at=NOON - HOUR)
    longest = BoardReadingFactory(next_visit_at=NOON - 2 * HOUR)
    BoardReadingFactory(next_visit_at=NOON + SECOND)

    assert BOARDS.claim(most=1, at=NOON) == [longest]


def test_a_claimed_board_is_given_to_nobody_else_until_its_reader_has_died():
    reading = BoardReadingFactory(next_visit_at=NOON)
    BOARDS.claim(most=1, at=NOON)

    assert BOARDS.claim(most=9, at=NOON + CLAIM) == []
    assert BOARDS.claim(most=9, at=NOON + CLAIM + SECOND) == [reading]


def test_a_forum_without_an_interface_is_not_read():
    BoardReadingFactory(board__forum__engine="", next_visit_at=NOON)

    assert BOARDS.claim(most=9, at=NOON) == []


def test_boards_are_claimed_as_many_as_there_is_room_for():
    readings = [BoardReadingFactory(next_visit_at=NOON - n * SECOND) for n in range(3)]

    assert BOARDS.claim(most=2, at=NOON) == [readings[2], readings[1]]


def test_of_one_forum_one_board_is_read_at_a_time():
    first = BoardReadingFactory(next_visit_at=NOON - 2 * SECOND)
    beside = BoardFactory(forum=first.board.forum)
    second = BoardReadingFactory(board=beside, next_visit_at=NOON - SECOND)
    elsewhere = BoardReadingFactory(next_visit_at=NOON)

    assert BOARDS.claim(most=9, at=NOON) == [first, elsewhere]
    assert BOARDS.claim(most=9, at=NOON) == []
    BOARDS.give_back([first.pk])
    read(first)
    assert BOARDS.claim(most=9, at=NOON) == [second]


def test_a_reader_that_lives_keeps_its_boards_as_long_as_it_takes():
    reading = BoardReadingFactory(next_visit_at=NOON)
    BOARDS.claim(most=1, at=NOON)

    BOARDS.keep([reading.pk], at=NOON + CLAIM)

    assert BOARDS.claim(most=1, at=NOON + CLAIM + SECOND) == []


def test_a_board_that_is_given_back_is_read_by_the_next_reader_from_where_it_was_left():
    reading = BoardReadingFactory(next_visit_at=NOON)
    BOARDS.claim(most=1, at=NOON)

    actions.record_progress(reading_id=reading.pk, newest_asked_at=NOON - HOUR, at=NOON)
    BOARDS.give_back([reading.pk])

    (found,) = BOARDS.claim(most=1, at=NOON)
    assert (found, found.newest_asked_at) == (reading, NOON - HOUR)


def test_the_place_reached_never_goes_back():
    reading = BoardReadingFactory()
    read(reading, newest_asked_at=NOON - HOUR)

    read(reading, newest_asked_at=NOON - 2 * HOUR)
    read(reading, newest_asked_at=None)

    assert reading.newest_asked_at == NOON - HOUR


def test_the_place_reached_is_never_in_the_future():
    reading = BoardReadingFactory()

    read(reading, newest_asked_at=NOON + 70 * 365 * 24 * HOUR)

    assert reading.newest_asked_at == NOON


def test_a_reading_sets_the_next_visit_and_ends_the_claim():
    reading = BoardReadingFactory(claimed_until=NOON + HOUR, failures=3, problem="Too busy.")

    read(reading, newest_asked_at=NOON)

    assert (reading.claimed_until, reading.failures, reading.problem) == (None, 0, "")
    assert reading.next_visit_at == NOON + SOONEST


def test_failures_in_a_row_are_counted_and_double_the_pause():
    reading = BoardReadingFactory()

    read(reading, problem="Too busy.")
    read(reading, problem="Too busy.")
    read(reading, problem="Too busy. " * 100)

    assert reading.failures == 3
    assert reading.next_visit_at == NOON + 4 * FIRST_PAUSE
    assert len(reading.problem) == 300


def test_what_was_read_before_a_failure_counts_as_read():
    reading = BoardReadingFactory()

    read(reading, newest_asked_at=NOON, threads_read=2, problem="Too busy.")

    assert reading.newest_asked_at == NOON
    assert Event.objects.get().details == {"board": reading.board.external_id, "threads": 2}


def test_a_reading_of_nothing_leaves_no_event():
    read(BoardReadingFactory())

    assert not Event.objects.exists()


def test_a_board_that_nobody_may_read_keeps_its_place_and_is_looked_at_again():
    reading = BoardReadingFactory(newest_asked_at=NOON - HOUR, claimed_until=NOON + HOUR)

    actions.skip_reading(reading_id=reading.pk, problem="On hold.", at=NOON)

    reading.refresh_from_db()
    assert (reading.newest_asked_at, reading.problem) == (NOON - HOUR, "On hold.")
    assert (reading.claimed_until, reading.next_visit_at) == (None, NOON + SOONEST)


def test_the_practice_forum_is_read_every_few_seconds():
    reading = BoardReadingFactory(board__forum__practice=True)

    read(reading, newest_asked_at=NOON - 30 * HOUR)

    assert reading.next_visit_at == NOON + PRACTICE_INTERVAL


@pytest.mark.django_db(transaction=True)
def test_two_readers_never_read_one_board_at_once():
    readings = [BoardReadingFactory(next_visit_at=NOON) for _ in range(6)]
    claimed = []
    start = threading.Barrier(3)

    def claim():
        try:
            start.wait()
            while readings := BOARDS.claim(most=2, at=NOON):
                claimed.extend(reading.pk for reading in readings)
        finally:
            connection.close()

    readers = [threading.Thread(target=claim) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert sorted(claimed) == sorted(reading.pk for reading in readings)
