"""When a site may be asked again: the rules, without a clock or a memory."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching import turns
from alongside.fetching.turns import (
    Grade,
    Manners,
    Outcome,
    QuietHours,
    Record,
    Turn,
    Wait,
    Why,
    judged,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
HOUR = 3600.0
MANNERS = Manners()
UNKNOWN = Record()
TURN = Turn(host="talk.forum.example", site="forum.example", interval=5, site_interval=5)
BIDDEN = replace(TURN, bidden=True)
TROUBLE = Outcome(Grade.TROUBLE, problem="It answered with status 500.")
TODAY = int(NOON // 86_400)


def hold_up(
    host: Record = UNKNOWN,
    site: Record = UNKNOWN,
    turn: Turn = TURN,
    *,
    manners: Manners = MANNERS,
    now: float = NOON,
) -> Wait | None:
    return turns.hold_up(host, site, turn, manners, now)


def after(
    record: Record, *outcomes: Outcome, at: float = NOON, manners: Manners = MANNERS
) -> Record:
    for outcome in outcomes:
        record = judged(record, outcome, manners, at)
    return record


# Pauses


def test_a_site_that_nobody_knows_may_be_asked() -> None:
    assert hold_up() is None


def test_the_longest_of_all_pauses_counts() -> None:
    host, site = Record(free_at=NOON + 3), Record(free_at=NOON + 4)

    assert hold_up(host, site) == Wait(4, Why.INTERVAL)
    assert hold_up(replace(host, paused_until=NOON + 9), site) == Wait(9, Why.PAUSE)


def test_a_pause_that_became_longer_since_the_last_request_counts_from_that_request() -> None:
    host = Record(ended_at=NOON - 8, free_at=NOON - 3)

    assert hold_up(host, turn=replace(TURN, interval=20)) == Wait(12, Why.INTERVAL)


def test_a_request_nobody_heard_of_again_counts_as_lost_once_it_must_have_ended() -> None:
    begun = turns.begun(Record(), interval=5, token="one", manners=MANNERS, now=NOON)

    lost = NOON + MANNERS.lost_after
    assert hold_up(begun, now=lost - 0.5) == Wait(0.5, Why.BUSY)
    # It may have arrived in the last moment: the pause counts from there.
    assert hold_up(begun, now=lost) == Wait(5, Why.INTERVAL)
    assert hold_up(begun, now=lost + 5) is None


def test_an_answer_to_a_request_that_was_given_up_frees_nobody_elses_connection() -> None:
    first = turns.begun(Record(), interval=5, token="one", manners=MANNERS, now=NOON)
    second = turns.begun(first, interval=5, token="two", manners=MANNERS, now=NOON + 90)

    ended = turns.ended(second, interval=5, token="one", now=NOON + 91)

    assert (ended.busy_until, ended.token) == (second.busy_until, "two")


def test_no_site_may_ask_for_a_pause_of_more_than_a_day() -> None:
    record = after(Record(), Outcome(Grade.UNWELCOME, pause=1e12))

    assert record.paused_until == NOON + 24 * HOUR


def test_a_site_that_says_too_much_without_saying_for_how_long_gets_longer_and_longer_pauses() -> (
    None
):
    told_to_stop = Outcome(Grade.UNWELCOME)
    record = after(Record(), told_to_stop)
    assert record.paused_until == NOON + 60

    record = after(record, told_to_stop, told_to_stop)

    assert record.paused_until == NOON + 240


# Budgets


def test_once_the_budget_of_the_day_is_spent_a_host_waits_for_the_next() -> None:
    spent = Record(day=TODAY, asked=MANNERS.requests_a_day)

    assert hold_up(spent) == Wait(12 * HOUR, Why.BUDGET)
    assert hold_up(spent, now=NOON + 12 * HOUR) is None


def test_an_operator_has_one_budget_for_all_hosts() -> None:
    spent = Record(day=TODAY, asked=MANNERS.requests_a_day_at_site)

    assert hold_up(site=spent) == Wait(12 * HOUR, Why.BUDGET)


def test_requests_are_counted_by_the_day() -> None:
    record = Record(day=TODAY - 1, asked=700)

    begun = turns.begun(record, interval=5, token="one", manners=MANNERS, now=NOON)

    assert (begun.day, begun.asked) == (TODAY, 1)


def test_what_a_person_ordered_is_held_up_by_no_budget_and_no_quiet_hours_but_by_pauses() -> None:
    spent = Record(day=TODAY, asked=10**6, paused_until=NOON + 7)
    manners = Manners(quiet_hours=QuietHours(time(11), time(14), "UTC"))

    assert hold_up(spent, turn=BIDDEN, manners=manners) == Wait(7, Why.PAUSE)


@pytest.mark.parametrize(
    "values", [{"requests_a_day": 0}, {"requests_a_day_at_site": 0}, {"failures_until_rest": 0}]
)
def test_manners_that_nobody_could_keep_are_an_error_at_the_start(values: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Manners(**values)  # type: ignore[arg-type]


# Quiet hours


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("hours", "moment", "seconds"),
    [
        (("22:00-06:00", "Europe/London"), "2026-11-23T21:59:00+00:00", 0),
        (("22:00-06:00", "Europe/London"), "2026-11-23T22:00:00+00:00", 8 * HOUR),
        (("22:00-06:00", "Europe/London"), "2026-11-24T05:59:00+00:00", 60),
        (("22:00-06:00", "Europe/London"), "2026-11-24T06:00:00+00:00", 0),
        (("12:00-13:00", "Europe/London"), "2026-07-01T11:30:00+00:00", 30 * 60),  # in summer
        (("12:00-13:00", "Europe/London"), "2026-07-01T12:30:00+00:00", 0),
        # The night in which clocks go back is nine hours long, the other one seven.
        (("22:00-06:00", "Europe/London"), "2026-10-24T21:00:00+00:00", 9 * HOUR),
        (("22:00-06:00", "Europe/London"), "2026-03-28T22:00:00+00:00", 7 * HOUR),
        (("08:45-06:00", "UTC"), "2026-11-23T12:00:00+00:00", 18 * HOUR),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(
    hours: tuple[str, str], moment: str, seconds: float
) -> None:
    quiet = QuietHours.parse(hours[0], zone=hours[1])

    assert quiet is not None
    assert quiet.seconds_left(at(moment)) == seconds


@pytest.mark.parametrize(
    ("hours", "moment"),
    [
        # Clocks go back at 02:00: what is 01:10 comes twice, the second time within the quiet.
        ("01:30-06:00", "2026-10-25T00:40:00+00:00"),
        ("01:30-06:00", "2026-10-25T01:10:00+00:00"),
        ("22:00-01:30", "2026-10-25T01:10:00+00:00"),
        # Clocks go forward at 01:00: there is no 01:30, and 02:10 is behind it.
        ("01:30-06:00", "2026-03-29T01:10:00+00:00"),
    ],
)
def test_a_change_of_clocks_opens_no_gap_in_the_quiet(hours: str, moment: str) -> None:
    quiet = QuietHours.parse(hours, zone="Europe/London")

    assert quiet is not None
    assert quiet.seconds_left(at(moment)) > 0


@given(
    st.tuples(st.times(), st.times()).filter(lambda hours: hours[0] != hours[1]),
    st.sampled_from(["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "UTC"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)),
)
def test_whatever_the_clock_on_the_wall_calls_quiet_is(
    hours: tuple[time, time], zone: str, moment: datetime
) -> None:
    begin, end = hours
    now = moment.replace(tzinfo=UTC).timestamp()
    wall = datetime.fromtimestamp(now, ZoneInfo(zone)).time()
    left = QuietHours(begin, end, zone).seconds_left(now)

    if begin < end:
        assert left > 0 or not begin <= wall < end
    else:
        assert left > 0 or end <= wall < begin
    assert left <= 25 * HOUR


@pytest.mark.parametrize("text", ["22:00", "22-06-07", "22:00-22:00", "late-early", "25:00-06:00"])
def test_quiet_hours_that_cannot_be_read_are_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        QuietHours.parse(text, zone="UTC")


def test_without_quiet_hours_there_are_none() -> None:
    assert QuietHours.parse("  ", zone="UTC") is None


def test_our_quiet_hours_and_the_hosts_own_hold_reading_up() -> None:
    quiet = QuietHours(time(11), time(14), "UTC")

    assert hold_up(manners=Manners(quiet_hours=quiet)) == Wait(2 * HOUR, Why.QUIET)
    assert hold_up(turn=replace(TURN, closed=quiet)) == Wait(2 * HOUR, Why.QUIET)


# A site that fails


def test_a_host_that_fails_five_times_in_a_row_is_left_alone_for_an_hour() -> None:
    record = after(Record(), *[TROUBLE] * 4)
    assert not record.is_resting

    record = after(record, TROUBLE)

    assert record.is_resting
    assert hold_up(record) == Wait(HOUR, Why.RESTING)
    assert record.problem == "It answered with status 500."


def test_one_good_answer_in_between_and_counting_begins_anew() -> None:
    record = after(Record(), *[TROUBLE] * 4, Outcome(), *[TROUBLE] * 4)

    assert not record.is_resting


def test_after_the_rest_one_careful_request_decides() -> None:
    record = after(Record(), *[TROUBLE] * 5)
    later = NOON + HOUR
    assert hold_up(record, now=later) is None

    worse, better = after(record, TROUBLE, at=later), after(record, Outcome(), at=later)

    assert hold_up(worse, now=later) == Wait(2 * HOUR, Why.RESTING)
    assert not better.is_resting
    assert (better.failures, better.problem) == (0, "")


def test_no_rest_is_longer_than_a_day() -> None:
    record = after(Record(), *[TROUBLE] * 30)

    assert hold_up(record) == Wait(24 * HOUR, Why.RESTING)


def test_a_host_that_is_left_alone_gets_no_reply_either() -> None:
    record = after(Record(), *[TROUBLE] * 5)

    assert hold_up(record, turn=BIDDEN) == Wait(HOUR, Why.RESTING)


def test_a_person_lets_one_careful_request_out_and_trust_comes_back_with_its_answer() -> None:
    record = turns.forgiven(after(Record(), *[TROUBLE] * 5))

    assert hold_up(record) is None
    assert record.is_resting
    assert hold_up(after(record, TROUBLE)) == Wait(2 * HOUR, Why.RESTING)


def test_a_request_of_which_nothing_was_learnt_changes_nobodys_standing() -> None:
    record = after(Record(), *[TROUBLE] * 5)

    assert after(record, Outcome(Grade.UNKNOWN), at=NOON + 2 * HOUR) == record


# Whatever happens

moves = st.lists(
    st.tuples(
        st.floats(0, 200),  # seconds until somebody asks again
        st.floats(0, 40),  # seconds until the answer is there
        st.booleans(),  # whether whoever asked dies on the way
        st.sampled_from([*Grade]),
        st.floats(5, 60),  # what the host wants as a pause
    ),
    max_size=30,
)


@given(moves)
def test_law_1_no_site_ever_sees_two_requests_within_its_interval(
    moves: list[tuple[float, float, bool, Grade, float]],
) -> None:
    host = site = Record()
    now = NOON
    arrived: list[float] = []
    for number, (pause, takes, dies, grade, interval) in enumerate(moves):
        now += pause
        turn = replace(TURN, interval=interval)
        if turns.hold_up(host, site, turn, MANNERS, now) is not None:
            continue
        token = str(number)
        if arrived:
            # Not their difference: of seconds since 1970 it is rounded to less than it is.
            assert now >= arrived[-1] + interval
        host = turns.begun(host, interval=interval, token=token, manners=MANNERS, now=now)
        site = turns.begun(site, interval=5, token=token, manners=MANNERS, now=now)
        # At the latest it arrives when its time is over.
        arrived.append(now + takes if not dies else now + MANNERS.lost_after)
        if not dies:
            now += takes
            host = turns.ended(host, interval=interval, token=token, now=now)
            host = judged(host, Outcome(grade), MANNERS, now)
            site = turns.ended(site, interval=5, token=token, now=now)
