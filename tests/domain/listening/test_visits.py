"""When a board is read again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching.turns import QuietHours
from alongside.listening.domain.visits import (
    AFTER_QUIET,
    BEHIND_PAUSE,
    FIRST_PAUSE,
    LATEST,
    LONGEST_PAUSE,
    MOST_SPREAD,
    PRACTICE_INTERVAL,
    SOONEST,
    after_failure,
    allowed_from,
    next_visit,
    outside_quiet_hours,
    rate_after,
)

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def pause(threads_a_day, **values):
    values = {"visited_at": NOON, "is_practice": False, **values}
    return next_visit(threads_a_day=threads_a_day, **values) - NOON


@pytest.mark.parametrize(
    ("threads_a_day", "expected"),
    [(1000, SOONEST), (24, SOONEST), (6, 4 * HOUR), (1, DAY), (0.5, 2 * DAY), (0, LATEST)],
)
def test_a_board_is_read_when_about_one_new_thread_is_to_be_expected(threads_a_day, expected):
    assert pause(threads_a_day) == expected


def test_a_board_of_which_nothing_is_known_is_taken_for_quiet():
    assert pause(None) == LATEST


@pytest.mark.parametrize(("hours", "expected"), [(48, 12 * HOUR), (4, HOUR), (1, SOONEST)])
def test_a_question_is_found_while_there_is_time_left_of_what_the_plan_promises(hours, expected):
    assert pause(0, promised=hours * HOUR) == expected


def test_a_busy_board_is_not_read_less_often_because_much_time_was_promised():
    assert pause(12, promised=48 * HOUR) == 2 * HOUR


def test_while_threads_wait_the_next_visit_is_soon():
    assert pause(0, is_behind=True) == BEHIND_PAUSE


@given(
    threads_a_day=st.none() | st.floats(0, 10_000),
    promised=st.none() | st.timedeltas(HOUR, 90 * DAY),
    agreed_pause=st.timedeltas(timedelta(0), 30 * DAY),
    is_behind=st.booleans(),
    is_practice=st.booleans(),
    spread=st.floats(0, 1),
)
def test_law_1_no_board_is_read_sooner_than_the_operator_asked_for(
    threads_a_day, agreed_pause, **values
):
    found = pause(threads_a_day, agreed_pause=agreed_pause, **values)

    assert found >= agreed_pause
    assert found <= max(LATEST, agreed_pause) * (1 + MOST_SPREAD)


def test_boards_of_one_forum_are_not_due_at_one_moment():
    assert len({pause(1, spread=part / 10) for part in range(10)}) == 10


# The board's rate


def test_the_first_list_tells_the_rate():
    assert rate_after(None, threads=25, over=5 * DAY) == 5


def test_a_rate_follows_what_happens_and_forgets_slowly():
    busy = rate_after(10, threads=0, over=HOUR)
    quiet = rate_after(10, threads=0, over=30 * DAY)

    assert 9.9 < busy < 10
    assert quiet < 0.2


@given(rate=st.floats(0, 1000), threads=st.integers(0, 500), hours=st.floats(0.1, 1000))
def test_a_rate_lies_between_what_it_was_and_what_was_seen(rate, threads, hours):
    seen = threads * 24 / hours

    found = rate_after(rate, threads=threads, over=hours * HOUR)

    assert min(rate, seen) - 1e-6 <= found <= max(rate, seen) + 1e-6


def test_two_visits_in_one_moment_make_no_endless_rate():
    assert rate_after(None, threads=1, over=timedelta(0)) == 24 * 60


# Failures, quiet hours, practice


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
    found = after_failure(failures=failures, visited_at=NOON, is_practice=False) - NOON

    assert FIRST_PAUSE <= found <= LONGEST_PAUSE


def test_a_visit_in_quiet_hours_waits_for_their_end_and_not_all_at_once():
    quiet = QuietHours.parse("22:00-06:00", zone="UTC")
    night = NOON.replace(hour=23)
    morning = NOON.replace(hour=6) + DAY

    first = outside_quiet_hours(night, seconds_left=quiet.seconds_left)
    last = outside_quiet_hours(night, seconds_left=quiet.seconds_left, spread=1.0)

    assert (first, last) == (morning, morning + AFTER_QUIET)
    assert outside_quiet_hours(NOON, seconds_left=quiet.seconds_left, spread=1.0) == NOON


def test_the_practice_forum_is_read_at_once_so_that_people_see_things_happen():
    after_problem = after_failure(failures=9, visited_at=NOON, is_practice=True)

    assert pause(None, is_practice=True) == after_problem - NOON == PRACTICE_INTERVAL


# Once a day means that we come once a day


def comings(boards, *, pause, days, rates, takes):
    """When a forum's boards are visited by a worker that looks what is due every ten minutes."""
    last = dict.fromkeys(range(boards))
    due = dict.fromkeys(range(boards), NOON)
    seen = []
    at = NOON

    def in_line(board):
        return due[board], last[board] or NOON, board

    while at < NOON + days * DAY:
        for board in sorted((each for each in due if due[each] <= at), key=in_line):
            others = [moment for each, moment in last.items() if each != board and moment]
            allowed = allowed_from(pause=pause, visited_at=last[board], others=others, at=at)
            if allowed > at:
                due[board] = allowed
                continue
            at += takes
            seen.append((at, board))
            last[board] = at
            due[board] = next_visit(
                threads_a_day=rates[board % len(rates)],
                visited_at=at,
                agreed_pause=pause,
                is_practice=False,
                spread=board / boards,
            )
        at += timedelta(minutes=10)
    return seen


def test_law_1_all_boards_of_a_forum_are_read_at_one_coming_a_day():
    seen = comings(12, pause=DAY, days=20, rates=[9.0, 0.3, 1.0], takes=timedelta(minutes=3))

    begun = [
        at
        for at, before in zip(seen, [None, *seen], strict=False)
        if before is None or at[0] - before[0] > 4 * HOUR
    ]
    assert 15 <= len(begun) <= 20
    for (one, _), (other, _) in pairwise(begun):
        assert other - one >= DAY
    # A busy board is read at each of them.
    assert len([1 for _, board in seen if board == 0]) >= len(begun) - 1


@given(
    pause=st.integers(1, 14 * 24).map(lambda hours: hours * HOUR),
    boards=st.integers(1, 15),
    takes=st.integers(1, 40).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_law_1_no_board_is_read_within_the_operators_pause_and_none_is_forgotten(
    pause, boards, takes
):
    days = 1 + 6 * (pause + boards * takes) / DAY
    seen = comings(boards, pause=pause, days=days, rates=[24.0], takes=takes)

    for board in range(boards):
        times = [at for at, each in seen if each == board]
        assert times
        assert all(b - a >= pause for a, b in pairwise(times))
