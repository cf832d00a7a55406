"""What of a board's list is opened at a visit, and where that leaves the reading of the board."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.connectors.port import Precision, ThreadHeading
from alongside.listening.domain import catching_up
from alongside.listening.domain.catching_up import Place, choose, place_after, since_of

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def heading(number, asked_at, precision=Precision.EXACT):
    return ThreadHeading(
        external_id=str(number),
        address=f"https://f.example/t/{number}/",
        title="A question",
        board_id="1",
        board_name="Pay",
        asked_at=asked_at,
        last_post_at=asked_at,
        replies=0,
        precision=precision,
    )


class Board:
    """A board's list, and our place in it; `visit` reads as the worker does."""

    def __init__(self, **bounds):
        self.threads = {}
        self.place = Place()
        self.bounds = bounds
        self.left_out = 0

    def ask(self, number, at, precision=Precision.EXACT):
        self.threads[number] = heading(number, at, precision)

    def list(self, since):
        """As connectors do: rounded times count as late as they may be."""
        rounded = catching_up._ROUNDED_BY
        return [
            each
            for each in self.threads.values()
            if since is None or each.asked_at + rounded[each.precision] > since
        ]

    def visit(self, at, *, breaks_after=None, known=()):
        listed = self.list(since_of(self.place, at=at))
        choice = choose(
            listed,
            place=self.place,
            is_known=lambda each: int(each.external_id) in known,
            opened_today=0,
            at=at,
            **self.bounds,
        )
        opened = choice.to_open[:breaks_after]
        unread = [*choice.to_open[len(opened) :], *choice.waiting]
        self.place = place_after(self.place, listed, unread=unread, at=at)
        self.left_out += choice.left_out
        return [int(each.external_id) for each in opened]


@pytest.fixture
def board():
    """A board that was read first at noon, with one thread."""
    made = Board()
    made.ask(1, NOON - HOUR)
    assert made.visit(NOON) == [1]
    return made


def test_what_was_opened_is_not_opened_again(board):
    assert board.visit(NOON + HOUR) == []


def test_what_is_new_is_opened_the_newest_first(board):
    board.ask(2, NOON + MINUTE)
    board.ask(3, NOON + 2 * MINUTE)

    assert board.visit(NOON + HOUR) == [3, 2]
    assert board.place.newest_asked_at == NOON + 2 * MINUTE


def test_the_first_visit_opens_what_is_worth_reading_and_counts_nothing_as_left_out():
    board = Board()
    board.ask(1, NOON - 400 * DAY)
    board.ask(2, NOON - DAY)

    assert board.visit(NOON) == [2]
    assert board.left_out == 0


# Catching up


def test_after_an_outage_a_visit_opens_no_more_than_its_bound_and_the_others_wait(board):
    board.bounds = {"most_a_visit": 2}
    for number in range(2, 7):
        board.ask(number, NOON + number * HOUR)

    visits = [board.visit(NOON + DAY + part * HOUR) for part in range(4)]

    assert visits == [[6, 5], [4, 3], [2], []]
    assert (board.place.waiting, board.left_out) == (0, 0)


def test_whoever_asks_while_others_wait_comes_first(board):
    board.bounds = {"most_a_visit": 2}
    for number in range(2, 6):
        board.ask(number, NOON + number * HOUR)
    board.visit(NOON + DAY)
    board.ask(9, NOON + DAY + MINUTE)

    assert board.visit(NOON + DAY + HOUR) == [9, 3]
    assert board.place.waiting == 1


def test_a_visit_that_was_broken_off_goes_on_where_it_ended(board):
    for number in range(2, 6):
        board.ask(number, NOON + number * HOUR)

    assert board.visit(NOON + DAY, breaks_after=1) == [5]
    assert board.place.waiting == 3
    assert board.visit(NOON + DAY + HOUR) == [4, 3, 2]


def test_what_waited_for_too_long_is_left_out_and_counted_once(board):
    board.ask(2, NOON + HOUR)
    board.ask(3, NOON + 19 * DAY)

    assert board.visit(NOON + 20 * DAY) == [3]
    assert board.visit(NOON + 20 * DAY + HOUR) == []
    assert board.left_out == 1


def test_a_days_bound_holds_over_all_its_visits():
    listed = [heading(number, NOON - number * MINUTE) for number in range(9)]

    choice = choose(
        listed, place=Place(), is_known=lambda _: False, opened_today=7, most_a_day=10, at=NOON
    )

    assert len(choice.to_open) == 3
    assert len(choice.waiting) == 6


def test_a_thread_of_which_every_body_has_its_enquiry_is_not_opened_again(board):
    board.ask(2, NOON + MINUTE)

    assert board.visit(NOON + HOUR, known={2}) == []


def test_a_forum_whose_clock_is_ahead_is_asked_for_each_thread_once(board):
    """As one that tells the summer time of its country and names no zone."""
    ahead = 90 * MINUTE
    opened = []
    for visit in range(1, 9):
        at = NOON + visit * HOUR
        board.ask(10 + visit, at - 10 * MINUTE + ahead, Precision.MINUTE)
        opened += board.visit(at)

    assert opened == list(range(11, 19))


def test_threads_that_come_late_into_an_hour_ahead_are_read_with_it(board):
    board.ask(2, NOON + 3 * HOUR)
    assert board.visit(NOON + 10 * MINUTE) == [2]
    board.ask(3, NOON + 3 * HOUR + MINUTE)

    assert board.visit(NOON + 20 * MINUTE) == [3, 2]
    assert board.visit(NOON + 30 * MINUTE) == []
    assert board.visit(NOON + 4 * HOUR) == []


def test_a_thread_dated_ahead_that_could_not_be_read_is_read_at_the_next_visit(board):
    board.ask(2, NOON + 3 * HOUR)

    board.visit(NOON + 10 * MINUTE, breaks_after=0)

    assert board.visit(NOON + 20 * MINUTE) == [2]


def test_a_list_of_nothing_but_the_future_is_read_once_as_well():
    made = Board()
    made.ask(1, NOON + 900 * DAY)

    assert [made.visit(NOON + hour * HOUR) for hour in range(3)] == [[1], [], []]
    assert made.place.newest_asked_at is None


def test_a_date_in_the_future_hides_nothing_that_is_asked_later(board):
    board.ask(2, NOON + 900 * DAY)
    board.visit(NOON + HOUR)
    board.ask(3, NOON + 2 * HOUR)

    assert 3 in board.visit(NOON + 3 * HOUR)
    assert board.place.newest_asked_at == NOON + 2 * HOUR


@given(
    asked=st.lists(st.integers(0, 60 * 24 * 2), min_size=1, max_size=30),
    clock=st.integers(-14 * 60, 14 * 60),
    every=st.integers(10, 300),
)
def test_law_10_nothing_is_lost_whatever_the_forums_clock_says(asked, clock, every):
    made = Board()
    waiting = sorted(asked)
    opened = set()
    for minute in range(0, 60 * 24 * 3, every):
        while waiting and waiting[0] <= minute:
            number = len(made.threads) + 1
            told = NOON + (waiting.pop(0) + clock) * MINUTE
            made.ask(number, told, Precision.MINUTE)
        opened.update(made.visit(NOON + minute * MINUTE))

    assert opened == set(made.threads)


@given(
    asked=st.lists(st.integers(0, 60 * 24 * 13), min_size=1, max_size=60),
    bound=st.integers(1, 9),
    broken=st.lists(st.none() | st.integers(0, 3), min_size=6, max_size=6),
)
def test_law_10_nothing_is_lost_however_visits_are_bounded_and_broken_off(asked, bound, broken):
    board = Board(most_a_visit=bound)
    board.ask(0, NOON - HOUR)
    board.visit(NOON)
    for number, minutes in enumerate(asked, start=1):
        board.ask(number, NOON + minutes * MINUTE)
    opened = set()
    at = NOON + 13 * DAY
    for breaks_after in [*broken, *[None] * (len(asked) + 1)]:
        opened.update(board.visit(at, breaks_after=breaks_after))
        at += MINUTE

    assert opened >= set(range(1, len(asked) + 1))
    assert (board.place.waiting, board.left_out) == (0, 0)


# Threads that were let through late


def test_a_thread_that_a_moderator_let_through_late_is_found_within_a_day(board):
    board.ask(2, NOON + 5 * MINUTE)
    board.ask(3, NOON + 3 * HOUR)
    board.visit(NOON + 4 * HOUR)
    board.ask(9, NOON + 10 * MINUTE)

    assert board.visit(NOON + 5 * HOUR) == []
    assert sorted(board.visit(NOON + 29 * HOUR)) == [2, 9]  # all of its hour: none is remembered
    assert board.visit(NOON + 30 * HOUR) == []


def test_law_4_of_what_matched_nothing_no_number_is_kept(board):
    board.ask(7654321, NOON + 5 * MINUTE)
    board.visit(NOON + HOUR)

    assert "7654321" not in repr(board.place)
    assert board.place.counts[NOON] == 1


def test_a_thread_that_was_let_through_after_days_is_not_looked_for(board):
    board.ask(2, NOON + 5 * DAY)
    board.visit(NOON + 5 * DAY + HOUR)
    board.ask(9, NOON + DAY)

    assert board.visit(NOON + 7 * DAY) == []


def test_counts_are_kept_for_three_days_and_no_longer(board):
    for day in range(1, 9):
        board.ask(day + 1, NOON + day * DAY)
        board.visit(NOON + day * DAY + HOUR)

    assert len(board.place.counts) == 3
    assert board.place.counted_from == NOON + 5 * DAY + HOUR


# Times that are rounded


def test_a_board_that_tells_minutes_opens_its_newest_thread_once():
    board = Board()
    board.ask(1, NOON + MINUTE, Precision.MINUTE)
    board.visit(NOON + 2 * MINUTE)

    assert board.visit(NOON + HOUR) == []


def test_two_threads_of_one_minute_are_both_opened():
    board = Board()
    board.ask(1, NOON + MINUTE, Precision.MINUTE)
    board.visit(NOON + 2 * MINUTE)
    board.ask(2, NOON + MINUTE, Precision.MINUTE)

    assert 2 in board.visit(NOON + HOUR)


@pytest.mark.parametrize("precision", [Precision.DAY, Precision.RELATIVE])
def test_a_board_that_tells_days_misses_no_thread_of_the_day(precision):
    midnight = NOON.replace(hour=0)
    board = Board()
    board.ask(1, midnight, precision)
    board.visit(NOON)
    board.ask(2, midnight, precision)

    assert 2 in board.visit(NOON + HOUR)


def test_a_list_that_ended_early_counts_nothing_from_before(board):
    place = place_after(
        board.place, [heading(5, NOON + DAY)], unread=(), is_whole_list=False, at=NOON + 2 * DAY
    )

    assert place.newest_asked_at == NOON + DAY
    assert (dict(place.counts), place.counted_from) == ({}, NOON + 2 * DAY)


def test_a_list_is_asked_for_news_alone_unless_threads_wait_or_it_looks_back(board):
    def alone(at):
        return catching_up.asks_for_news_alone(board.place, at=at)

    assert alone(NOON + HOUR)
    assert not alone(NOON + 25 * HOUR)
    board.bounds = {"most_a_visit": 1}
    board.ask(2, NOON + MINUTE)
    board.ask(3, NOON + MINUTE)
    board.visit(NOON + HOUR)
    assert not alone(NOON + HOUR)
    assert not catching_up.asks_for_news_alone(Place(), at=NOON)
