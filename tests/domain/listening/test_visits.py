"""When a board is read again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.listening.domain.visits import (
    FIRST_PAUSE,
    LATEST,
    LONGEST_PAUSE,
    PRACTICE_INTERVAL,
    SOONEST,
    after_failure,
    next_visit,
)

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet_for", "pause"),
    [
        (timedelta(0), SOONEST),
        (timedelta(hours=4), timedelta(hours=1)),
        (timedelta(days=2), timedelta(hours=12)),
        (timedelta(days=28), LATEST),
        (timedelta(days=400), LATEST),
    ],
)
def test_quiet_boards_are_read_less_often_but_once_a_week(quiet_for, pause):
    at = next_visit(newest_asked_at=NOON - quiet_for, visited_at=NOON, is_practice=False)

    assert at - NOON == pause


def test_a_board_without_any_thread_is_taken_for_quiet():
    at = next_visit(newest_asked_at=None, visited_at=NOON, is_practice=False)

    assert at - NOON == LATEST / 4


def test_a_forum_whose_clock_is_ahead_is_not_read_in_a_hurry():
    at = next_visit(newest_asked_at=NOON + timedelta(days=3), visited_at=NOON, is_practice=False)

    assert at - NOON == SOONEST


def test_failures_double_the_pause_up_to_a_day():
    pauses = [
        after_failure(failures=failures, visited_at=NOON, is_practice=False) - NOON
        for failures in range(1, 10)
    ]

    assert pauses[:4] == [FIRST_PAUSE * factor for factor in (1, 2, 4, 8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


@given(failures=st.integers(min_value=1, max_value=1000))
def test_no_number_of_failures_pauses_for_more_than_a_day(failures):
    pause = after_failure(failures=failures, visited_at=NOON, is_practice=False) - NOON

    assert FIRST_PAUSE <= pause <= LONGEST_PAUSE


def test_the_practice_forum_is_read_at_once_so_that_people_see_things_happen():
    after_reading = next_visit(newest_asked_at=None, visited_at=NOON, is_practice=True)
    after_problem = after_failure(failures=9, visited_at=NOON, is_practice=True)

    assert after_reading == after_problem == NOON + PRACTICE_INTERVAL
