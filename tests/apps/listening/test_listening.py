"""Whose turn it is to be read, and where reading was left."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from alongside.audit.models import Event
from alongside.core import clock
from alongside.fetching.turns import QuietHours
from alongside.listening import actions, jobs, queries
from alongside.listening.actions import Visited
from alongside.listening.claims import BOARDS, CLAIM
from alongside.listening.domain.catching_up import MOST_A_DAY, Place
from alongside.listening.domain.visits import (
    COUNTS_KEPT,
    FIRST_PAUSE,
    LATEST,
    MOST_SPREAD,
    PRACTICE_INTERVAL,
    SOONEST,
)
from alongside.listening.models import BoardReading, ReadingDay
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    ForumFactory,
    ReadingDayFactory,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def read(reading, *, newest_asked_at=None, **values):
    """The board was visited: up to there, and with what else is said of the visit."""
    place = Place(newest_asked_at=newest_asked_at)
    actions.record_reading(reading_id=reading.pk, visited=Visited(place, **values), at=NOON)
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


def test_of_boards_that_are_due_at_one_moment_the_one_read_longest_ago_comes_first():
    forum = ForumFactory(engine="phpbb")
    made = [
        BoardReadingFactory(board=BoardFactory(forum=forum), next_visit_at=NOON, visited_at=visited)
        for visited in (NOON - HOUR, NOON - DAY, None)
    ]

    first = BOARDS.claim(most=1, at=NOON)

    assert first == [made[2]]
    BoardReading.objects.filter(pk=made[2].pk).delete()
    assert BOARDS.claim(most=1, at=NOON) == [made[1]]


def test_a_claimed_board_is_given_to_nobody_else_until_its_reader_has_died():
    reading = BoardReadingFactory(next_visit_at=NOON)
    BOARDS.claim(most=1, at=NOON)

    assert BOARDS.claim(most=9, at=NOON + CLAIM) == []
    assert BOARDS.claim(most=9, at=NOON + CLAIM + SECOND) == [reading]


@pytest.mark.parametrize("engine", ["", "own", "punbb"])
def test_a_forum_of_any_software_is_read(engine):
    reading = BoardReadingFactory(board__forum__engine=engine, next_visit_at=NOON)

    assert BOARDS.claim(most=9, at=NOON) == [reading]


def test_a_place_that_is_closed_to_programs_is_not_read():
    BoardReadingFactory(board__forum__engine="discord", next_visit_at=NOON)

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

    part = Visited(Place(newest_asked_at=NOON - HOUR))
    actions.record_progress(reading_id=reading.pk, visited=part, at=NOON)
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

    read(reading, newest_asked_at=NOON, found_new=50, over=HOUR)

    assert (reading.claimed_until, reading.failures, reading.problem) == (None, 0, "")
    assert NOON + SOONEST <= reading.next_visit_at <= NOON + SOONEST * (1 + MOST_SPREAD)


def test_failures_in_a_row_are_counted_and_double_the_pause():
    reading = BoardReadingFactory()

    read(reading, problem="Too busy.")
    read(reading, problem="Too busy.")
    read(reading, problem="Too busy. " * 100)

    assert reading.failures == 3
    assert NOON + 4 * FIRST_PAUSE <= reading.next_visit_at <= NOON + 5 * FIRST_PAUSE
    assert len(reading.problem) == 300


def test_what_was_read_before_a_failure_counts_as_read():
    reading = BoardReadingFactory()

    read(reading, newest_asked_at=NOON, threads=2, problem="Too busy.")

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


# When, and what it came to


def test_boards_of_one_forum_are_not_due_at_one_moment():
    forum = ForumFactory(with_interface=True)
    BoardFactory.create_batch(3, forum=forum)
    actions.schedule_boards(forum=forum, at=NOON)
    first = {reading.next_visit_at for reading in BoardReading.objects.all()}
    for reading in BoardReading.objects.all():
        read(reading)

    second = {reading.next_visit_at for reading in BoardReading.objects.all()}

    assert len(first) == len(second) == 3
    assert min(first) == NOON


def test_a_quiet_board_is_read_in_time_for_what_the_plan_promises():
    reading = BoardReadingFactory()

    read(reading, promised=48 * HOUR)

    assert NOON + 12 * HOUR <= reading.next_visit_at <= NOON + 15 * HOUR


def test_a_board_is_not_read_in_quiet_hours(settings):
    settings.ALONGSIDE_QUIET_HOURS = QuietHours.parse("12:30-20:00", zone="UTC")
    reading = BoardReadingFactory()

    read(reading, found_new=50, over=HOUR)

    assert NOON + 8 * HOUR <= reading.next_visit_at <= NOON + 8.5 * HOUR


def test_a_forum_that_wants_to_be_left_alone_is(settings):
    reading = BoardReadingFactory()

    read(reading, problem="The forum is busy.", not_before=NOON + 9 * HOUR)

    assert reading.next_visit_at == NOON + 9 * HOUR


def test_threads_that_wait_bring_the_next_visit_forward_until_the_days_bound_is_reached():
    reading = BoardReadingFactory()
    waiting = {"waiting": 3, "waiting_from": NOON - HOUR, "waiting_until": NOON - HOUR}
    behind = Visited(Place(newest_asked_at=NOON, **waiting), threads=5)
    actions.record_reading(reading_id=reading.pk, visited=behind, at=NOON)
    reading.refresh_from_db()
    soon = reading.next_visit_at
    ReadingDay.objects.update(threads=MOST_A_DAY)

    actions.record_reading(reading_id=reading.pk, visited=behind, at=NOON)

    reading.refresh_from_db()
    assert NOON < soon <= NOON + SOONEST / 2
    assert reading.next_visit_at.date() == NOON.date()  # 23:00 UTC is midnight in London
    assert reading.next_visit_at >= NOON + 11 * HOUR


def test_what_a_visit_came_to_is_counted_by_board_and_day():
    reading = BoardReadingFactory()

    read(reading, threads=3, kept=1, left_out=2, is_overlong=True)
    read(reading, threads=4, kept=1)
    actions.count_look_again(forum=reading.board.forum, board_id=reading.board.external_id, at=NOON)

    (day,) = ReadingDay.objects.all()
    assert (day.visits, day.threads, day.kept) == (2, 7, 2)
    assert (day.left_out, day.overlong, day.looked_again) == (2, 1, 1)


def test_a_visit_taken_in_by_parts_is_one_visit():
    reading = BoardReadingFactory()
    part = Visited(Place(), threads=3, kept=1, left_out=5)
    actions.record_progress(reading_id=reading.pk, visited=part, at=NOON)

    read(reading, threads=2, left_out=5, counted_before=3)

    (day,) = ReadingDay.objects.all()
    assert (day.visits, day.threads, day.kept, day.left_out) == (1, 5, 1, 5)
    assert Event.objects.get().details["threads"] == 5


def test_the_place_in_a_board_is_the_same_when_it_is_read_again():
    reading = BoardReadingFactory()
    place = Place(
        newest_asked_at=NOON - HOUR,
        waiting=2,
        waiting_from=NOON - 9 * HOUR,
        waiting_until=NOON - 8 * HOUR,
        waiting_id="41",
        counts={NOON - HOUR: 3},
        counted_from=NOON - 2 * HOUR,
        looked_back_at=NOON,
    )

    actions.record_reading(reading_id=reading.pk, visited=Visited(place), at=NOON)

    assert queries.place_of(BoardReading.objects.get()) == place


def test_numbers_of_days_long_past_are_deleted():
    ReadingDayFactory(day=NOON.date() - COUNTS_KEPT)
    old = ReadingDayFactory(day=NOON.date() - COUNTS_KEPT - timedelta(days=1))

    assert actions.forget_days(at=NOON) == 1
    assert not ReadingDay.objects.filter(pk=old.pk).exists()


def test_a_board_where_nothing_is_ever_asked_is_read_once_a_week():
    reading = BoardReadingFactory()

    read(reading)

    assert NOON + LATEST <= reading.next_visit_at <= NOON + LATEST * (1 + MOST_SPREAD)


# Boards that are new


def test_a_board_that_a_person_added_is_read_once_the_operator_allows_it(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    board = BoardFactory(forum__with_interface=True)
    assert not jobs.schedule_next_boards()
    AgreementFactory(forum=board.forum, welcome=True)

    assert jobs.schedule_next_boards()

    assert BoardReading.objects.get().board == board
    assert not jobs.schedule_next_boards()


@pytest.mark.parametrize(
    "answer",
    [{"held": True}, {"welcome": True, "allows_reading": False}, {"expired": True}],
    ids=str,
)
def test_law_1_boards_that_nobody_may_read_get_no_place(monkeypatch, answer):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    AgreementFactory(forum=BoardFactory(forum__with_interface=True).forum, **answer)

    assert not jobs.schedule_next_boards()
