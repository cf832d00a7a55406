"""How long threads are followed, and when each is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alongside.enquiries.domain import following
from alongside.enquiries.domain.following import Standing, allowed_from, followed_until, next_look
from alongside.enquiries.domain.triage import EnquiryState

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("quiet_for", "pause"),
    [
        (timedelta(0), HOUR),
        (3 * HOUR, HOUR),
        (12 * HOUR, 4 * HOUR),
        (3 * DAY, DAY),
        (40 * DAY, 3 * DAY),
    ],
)
def test_a_lively_thread_is_looked_at_often_and_a_quiet_one_rarely(quiet_for, pause):
    at = next_look(liveliest_at=NOON - quiet_for, at=NOON, until=NOON + 99 * DAY, is_practice=False)

    assert at == NOON + pause


@given(
    quiet_for=st.timedeltas(timedelta(days=-9), timedelta(days=900)),
    left=st.timedeltas(timedelta(0), timedelta(days=60)),
    spread=st.floats(0, 1),
)
def test_a_look_is_never_too_soon_and_never_after_the_end(quiet_for, left, spread):
    until = NOON + left
    at = next_look(
        liveliest_at=NOON - quiet_for, at=NOON, until=until, is_practice=False, spread=spread
    )

    assert at is None if not left else NOON < at <= until
    assert at is None or at == until or following.SOONEST <= at - NOON <= 1.25 * following.RAREST


def test_threads_of_one_age_are_not_due_at_one_moment():
    looks = {
        next_look(liveliest_at=NOON, at=NOON, until=NOON + DAY, is_practice=False, spread=part / 10)
        for part in range(10)
    }

    assert len(looks) == 10


def test_the_enquiry_that_needs_a_thread_longest_counts():
    ends = followed_until(
        [
            Standing(EnquiryState.NEW, NOON - 40 * DAY, None),
            Standing(EnquiryState.ANSWERED, NOON - 80 * DAY, NOON - DAY),
            Standing(EnquiryState.NOT_OURS, NOON, NOON),
        ]
    )

    assert ends == NOON - 40 * DAY + following.FOLLOWED_OPEN


def test_a_thread_that_everybody_set_aside_is_followed_by_nobody():
    assert followed_until([Standing(EnquiryState.LEFT_TO_PEERS, NOON, NOON)]) is None
    assert followed_until([]) is None


def pace(**values):
    return allowed_from(
        **{
            "pause": 24 * HOUR,
            "read_at": NOON - 25 * HOUR,
            "is_board_read": True,
            "board_visited_at": NOON - 2 * HOUR,
            "board_next_visit_at": NOON + 22 * HOUR,
            "at": NOON,
            **values,
        }
    )


def test_where_no_pause_was_named_a_thread_may_be_looked_at_now():
    assert pace(pause=timedelta(0)) == NOON


def test_with_a_pause_a_thread_goes_along_with_its_board():
    assert pace() == NOON + 22 * HOUR
    assert pace(board_visited_at=NOON - HOUR) == NOON


def test_a_board_that_is_overdue_is_read_first():
    assert pace(board_visited_at=None, board_next_visit_at=NOON) > NOON


def test_a_thread_of_a_board_that_is_not_read_keeps_the_pause_by_itself():
    nowhere = {"is_board_read": False, "board_visited_at": None, "board_next_visit_at": None}

    assert pace(**nowhere) == NOON
    assert pace(**nowhere, read_at=NOON - HOUR) == NOON + 23 * HOUR
    assert pace(**nowhere, read_at=None) == NOON


@given(
    st.integers(-26 * 4, 26 * 4).map(lambda quarters: quarters * timedelta(minutes=15)),
    st.timedeltas(timedelta(minutes=-1), timedelta(minutes=1)),
)
def test_a_clock_in_another_zone_tells_of_the_same_question(off, rounded):
    assume(abs(off + rounded) <= timedelta(hours=26))

    assert not following.is_another_question(NOON, NOON + off + rounded)


@pytest.mark.parametrize(
    "off",
    [timedelta(minutes=7), -timedelta(minutes=20), HOUR / 2 + HOUR / 12, 27 * HOUR, 400 * DAY],
)
def test_another_time_is_that_of_another_question(off):
    assert following.is_another_question(NOON, NOON + off)


def test_a_time_that_is_not_told_says_nothing():
    assert not following.is_another_question(None, NOON)
    assert not following.is_another_question(NOON, None)
