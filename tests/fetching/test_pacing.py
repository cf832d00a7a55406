import pytest

from alongside.fetching.errors import TooSoon
from alongside.fetching.pacing import PacingInMemory, retry_after_seconds

FORUM, OTHER = "https://forum.example", "https://other.example"


class Time:
    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def pacing_in(time: Time) -> PacingInMemory:
    return PacingInMemory(clock=time.clock, sleep=time.sleep, longest_wait_seconds=60)


def test_the_second_request_waits_out_the_interval() -> None:
    time = Time()
    pacing = pacing_in(time)
    pacing.wait_for_turn(FORUM, interval=5)
    time.now += 2

    pacing.wait_for_turn(FORUM, interval=5)

    assert time.slept == [3]


def test_the_interval_counts_from_the_answer() -> None:
    time = Time()
    pacing = pacing_in(time)
    pacing.wait_for_turn(FORUM, interval=5)
    time.now += 20  # a slow site
    pacing.answered(FORUM, interval=5, pause=0)

    pacing.wait_for_turn(FORUM, interval=5)

    assert time.slept == [5]


def test_another_site_need_not_wait() -> None:
    time = Time()
    pacing = pacing_in(time)
    pacing.wait_for_turn(FORUM, interval=5)

    pacing.wait_for_turn(OTHER, interval=5)

    assert time.slept == []


def test_a_pause_that_is_too_long_is_handed_back() -> None:
    time = Time()
    pacing = pacing_in(time)
    pacing.answered(FORUM, interval=5, pause=3600)

    with pytest.raises(TooSoon) as too_soon:
        pacing.wait_for_turn(FORUM, interval=5)

    assert too_soon.value.after_seconds == 3600
    assert time.slept == []


def test_no_site_may_ask_for_more_than_a_day() -> None:
    time = Time()
    pacing = pacing_in(time)
    pacing.answered(FORUM, interval=5, pause=1e12)

    time.now = 86_400

    pacing.wait_for_turn(FORUM, interval=5)


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
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(
    headers: dict[str, str], seconds: int | None
) -> None:
    assert retry_after_seconds(headers) == seconds
