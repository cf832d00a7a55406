"""Turns in the memory of one process, and `Retry-After`. The rules are in `test_turns`."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching.pacing import Done, PacingInMemory, retry_after_seconds
from alongside.fetching.turns import Leave, Manners, Outcome, Turn, Wait, Why

FORUM = Turn(host="forum.example", site="forum.example", interval=5, site_interval=5)
TALK = Turn(host="talk.forum.example", site="forum.example", interval=5, site_interval=5)
OTHER = Turn(host="other.example", site="other.example", interval=5, site_interval=5)


class Time:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def pacing_in(moment: Time) -> PacingInMemory:
    return PacingInMemory(now=moment, manners=Manners())


def ask(pacing: PacingInMemory, turn: Turn) -> Leave | Wait:
    return pacing.take([turn])[0]


def asked(pacing: PacingInMemory, turn: Turn) -> None:
    leave = ask(pacing, turn)
    assert isinstance(leave, Leave)
    pacing.give_back([Done(leave, Outcome())])


def test_the_second_request_waits_out_the_interval_which_counts_from_the_answer() -> None:
    moment = Time()
    pacing = pacing_in(moment)
    leave = ask(pacing, FORUM)
    assert isinstance(leave, Leave)
    moment.now += 20  # a slow site
    pacing.give_back([Done(leave, Outcome())])
    moment.now += 2

    assert ask(pacing, FORUM) == Wait(3, Why.INTERVAL)


def test_while_one_request_is_under_way_no_other_goes_to_the_site() -> None:
    moment = Time()
    pacing = pacing_in(moment)
    ask(pacing, FORUM)
    moment.now += 10

    assert ask(pacing, FORUM) == Wait(1, Why.BUSY)
    assert ask(pacing, TALK) == Wait(1, Why.BUSY)
    assert isinstance(ask(pacing, OTHER), Leave)


def test_turns_that_are_asked_for_together_do_not_get_the_same_moment() -> None:
    answers = pacing_in(Time()).take([FORUM, OTHER, FORUM, TALK])

    assert [type(answer) for answer in answers] == [Leave, Leave, Wait, Wait]


def test_all_hosts_of_an_operator_share_one_pace() -> None:
    moment = Time()
    pacing = pacing_in(moment)
    asked(pacing, FORUM)
    moment.now += 1

    assert ask(pacing, TALK) == Wait(4, Why.INTERVAL)


def test_of_many_threads_one_gets_the_turn() -> None:
    pacing = PacingInMemory(now=time.time, manners=Manners())
    answers: list[Leave | Wait] = []
    start = threading.Barrier(8)

    def take() -> None:
        start.wait()
        answers.extend(pacing.take([FORUM]))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [type(answer) for answer in answers].count(Leave) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "99999999999999999999"}, 86_400),
        (
            {
                "retry-after": "Sun, 22 Nov 2026 10:01:00 GMT",
                "date": "Sun, 22 Nov 2026 10:00:00 GMT",
            },
            60,
        ),
        (
            {
                "retry-after": "Sun, 22 Nov 2026 09:00:00 GMT",
                "date": "Sun, 22 Nov 2026 10:00:00 GMT",
            },
            0,
        ),
        ({"retry-after": "Sun, 22 Nov 2026 10:01:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "120.5"}, 121),
        ({"retry-after": "600, 30"}, 600),
        ({"retry-after": "00000000000000000600"}, 600),
        ({"retry-after": "9" * 900}, 86_400),
        ({"retry-after": "9" * 9_000}, 86_400),
        (
            {
                "retry-after": "30, Sun, 22 Nov 2026 10:01:00 GMT",
                "date": "Sun, 22 Nov 2026 10:00:00 GMT",
            },
            60,
        ),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -2359", "date": "x"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(
    headers: dict[str, str], seconds: int | None
) -> None:
    assert retry_after_seconds(headers) == seconds


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_site_asks_for_is_a_pause_of_a_day_at_most_or_none(
    value: str, date: str
) -> None:
    seconds = retry_after_seconds({"retry-after": value, "date": date})

    assert seconds is None or 0 <= seconds <= 86_400
