"""The client and the turns: rests, budgets, quiet hours, and what is called off while one waits."""

from dataclasses import replace
from datetime import time

import httpcore
import pytest

from alongside.fetching.errors import LedElsewhere, NotSent, TooSoon, UnfitAnswer, Unreachable
from alongside.fetching.exchanging import Answer, outcome_of
from alongside.fetching.messages import Request
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.rehearsal import http_answer
from alongside.fetching.turns import Grade, Manners, QuietHours
from tests.fetching.house import PAGE, PRACTICE, PUBLIC, House, asking, by_target, redirect

POLICY = FetchingPolicy(contact="a@b.example")


def with_manners(**manners: object) -> FetchingPolicy:
    return replace(POLICY, manners=Manners(**manners))  # type: ignore[arg-type]


def test_law_1_a_stop_that_comes_while_one_waits_for_the_turn_is_obeyed() -> None:
    house = House()
    house.ask(PAGE)
    agreed = [True]

    def sleep(seconds: float) -> None:
        House.sleep(house, seconds)
        agreed[0] = False  # the operator presses "hold" meanwhile

    house.client._sleep = sleep

    with pytest.raises(NotSent, match="called off"):
        house.client.carry_out(asking(PAGE), robots=False, go_on=lambda: agreed[0])

    assert len(house.visits) == 1


def test_a_site_that_fails_five_times_is_left_alone_and_tried_again_after_an_hour() -> None:
    house = House(site=lambda visit: http_answer(500, "broken"))
    for _ in range(5):
        house.ask(PAGE)

    with pytest.raises(TooSoon, match="left alone") as too_soon:
        house.ask(PAGE)
    assert too_soon.value.after_seconds == 3600
    assert len(house.visits) == 5

    house.now += 3600
    house.internet.site = lambda visit: http_answer(200, "mended")
    house.ask(PAGE, PAGE)

    assert len(house.visits) == 7


def test_a_site_that_cannot_be_reached_is_left_alone_as_well() -> None:
    house = House()
    house.internet.unreachable.add(PUBLIC)
    for _ in range(5):
        with pytest.raises(Unreachable):
            house.ask(PAGE)

    with pytest.raises(TooSoon, match="left alone"):
        house.ask(PAGE)


@pytest.mark.parametrize(
    ("ended", "grade"),
    [
        (200, Grade.FINE),
        (404, Grade.FINE),
        (401, Grade.FINE),
        (403, Grade.TROUBLE),
        (500, Grade.TROUBLE),
        (502, Grade.TROUBLE),
        (429, Grade.UNWELCOME),
        (503, Grade.UNWELCOME),
    ],
)
def test_an_answer_says_how_the_site_is(ended: int, grade: Grade) -> None:
    assert outcome_of(Answer(ended, httpx_headers(), b"")).grade is grade


@pytest.mark.parametrize("status", [200, 302, 403, 429, 500, 503])
def test_a_pause_that_a_site_asks_for_is_kept_whatever_its_status(status: int) -> None:
    assert outcome_of(Answer(status, httpx_headers(), b"")).pause == 600


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/octet-stream"}, b"no"),
        ({"Content-Encoding": "br"}, b"\x0b\x02\x80"),
        ({"Content-Encoding": "gzip"}, b"not packed at all"),
        ({"Content-Type": "text/html"}, b"x" * 6_000_000),
        ({"Content-Type": "text/html"}, bytes(2_000)),
    ],
)
def test_a_site_that_says_stop_is_heard_whatever_comes_with_it(
    headers: dict[str, str], body: bytes
) -> None:
    said = [*headers.items(), ("Retry-After", "600")]
    house = House(site=lambda visit: http_answer(503, body, headers=said))

    answer = house.ask(PAGE)

    assert (answer.status, answer.body) == (503, b"")
    with pytest.raises(TooSoon, match="600 seconds"):
        house.ask(PAGE)


def test_a_site_that_says_stop_and_hangs_up_is_heard() -> None:
    cut_short = http_answer(503, "x" * 100, headers=[("Retry-After", "600")])[:-50]
    house = House(site=lambda visit: cut_short)

    assert house.ask(PAGE).status == 503
    with pytest.raises(TooSoon, match="600 seconds"):
        house.ask(PAGE)


def test_a_pause_until_a_date_counts_from_now_where_the_answer_has_none() -> None:
    said = [("Retry-After", "Thu, 01 Jan 1970 00:30:00 GMT")]
    house = House(site=lambda visit: http_answer(429, "", headers=said))  # its clock says 00:16:40

    house.ask(PAGE)

    with pytest.raises(TooSoon, match="800 seconds"):
        house.ask(PAGE)


def test_a_site_that_is_left_alone_is_not_trusted_again_by_a_request_that_was_called_off() -> None:
    house = House(site=lambda visit: http_answer(500, "broken"))
    for _ in range(5):
        house.ask(PAGE)
    house.now += 3600
    asked: list[bool] = []

    def is_agreed() -> bool:
        asked.append(True)
        return len(asked) < 2  # the operator says stop once the turn has come

    with pytest.raises(NotSent, match="called off"):
        house.client.carry_out(asking(PAGE), robots=False, go_on=is_agreed)

    assert house.client.pacing.record_of("forum.example").is_resting
    house.ask(PAGE)
    with pytest.raises(TooSoon, match="left alone"):
        house.ask(PAGE)


def httpx_headers() -> object:
    import httpx

    return httpx.Headers({"retry-after": "600"})


def test_a_page_that_does_not_fit_says_nothing_against_its_site() -> None:
    assert outcome_of(UnfitAnswer("a picture")).grade is Grade.FINE


def test_a_budget_that_is_spent_sends_reading_home_until_the_next_day() -> None:
    house = House(policy=with_manners(requests_a_day=2))
    house.ask(Request("GET", PAGE), robots=True)  # and robots.txt

    with pytest.raises(TooSoon, match="as often today"):
        house.ask(PAGE, robots=True)
    house.ask(Request("POST", PAGE, json={}))  # a reply that a person ordered

    assert [visit.method for visit in house.visits] == ["GET", "GET", "POST"]


def test_in_quiet_hours_nothing_is_read_and_replies_go_out() -> None:
    quiet = QuietHours(time(0, 0), time(6, 0), "UTC")
    house = House(policy=with_manners(quiet_hours=quiet))

    with pytest.raises(TooSoon, match="this time of the day") as too_soon:
        house.ask(PAGE, robots=True)
    house.ask(Request("POST", PAGE, json={}))

    assert too_soon.value.after_seconds == 6 * 3600 - 1000
    assert [visit.method for visit in house.visits] == ["POST"]


def test_a_sites_own_hours_are_kept() -> None:
    rules = http_answer(200, "User-agent: *\nVisit-time: 0600-0845")
    house = House(site=by_target({"forum.example/robots.txt": rules}))

    with pytest.raises(TooSoon, match="this time of the day"):
        house.ask(PAGE, robots=True)

    assert house.asked_for == ["GET forum.example/robots.txt"]


def test_two_hosts_of_one_operator_share_a_pace() -> None:
    house = House()

    house.ask(PAGE, "https://www.forum.example/")

    assert house.slept == [5]


def test_http_and_https_of_one_host_share_a_pace() -> None:
    house = House()

    house.ask(PAGE, "http://forum.example/")

    assert house.slept == [5]


def test_a_fault_of_our_own_gives_the_turn_back() -> None:
    house = House()

    def broken(visit: object) -> bytes:
        raise ZeroDivisionError

    house.internet.site = broken
    with pytest.raises(ZeroDivisionError):
        house.ask(PAGE)
    house.internet.site = lambda visit: http_answer(200, "fine")

    assert house.ask(PAGE).status == 200
    assert house.slept == [5]


def test_law_6_an_answer_is_not_lost_where_its_turn_cannot_be_given_back() -> None:
    house = House()

    def broken(done: object) -> None:
        raise ConnectionError("the database has gone")

    house.client.pacing.give_back = broken  # type: ignore[method-assign]

    assert house.ask(Request("POST", PAGE, json={})).status == 200


def test_this_machine_is_never_left_alone() -> None:
    house = House(site=lambda visit: http_answer(500, "broken"))

    house.ask(*[PRACTICE] * 10)

    assert (len(house.visits), house.slept) == (10, [])


# Redirects to others


def leading_to(location: str) -> House:
    return House(site=by_target({"forum.example/t/1/": redirect(location)}))


def test_law_1_a_forum_that_leads_to_another_operator_is_not_followed_there() -> None:
    house = leading_to("https://other.example/t/1/")

    with pytest.raises(LedElsewhere) as led:
        house.ask(PAGE)

    assert led.value.location == "https://other.example/t/1/"
    assert len(house.visits) == 1


def test_another_host_of_the_same_operator_is_followed() -> None:
    assert leading_to("https://www.forum.example/t/1/").ask(PAGE).status == 404


def test_a_request_that_may_leave_is_followed_to_another_operator() -> None:
    house = leading_to("https://other.example/t/1/")

    assert house.ask(Request("GET", PAGE, may_leave=True)).url == "https://other.example/t/1/"


def test_a_way_back_from_another_host_does_not_widen_where_it_may_go() -> None:
    house = House(
        site=by_target(
            {
                "forum.example/t/1/": redirect("https://www.forum.example/"),
                "www.forum.example/": redirect("https://other.example/"),
            }
        )
    )

    with pytest.raises(LedElsewhere):
        house.ask(PAGE)


def test_an_error_of_the_wire_is_trouble_of_the_site() -> None:
    house = House()

    def broken(visit: object) -> bytes:
        raise httpcore.ReadError("gone")

    house.internet.site = broken
    for _ in range(5):
        with pytest.raises(Exception, match="broke"):
            house.ask(PAGE)

    with pytest.raises(TooSoon):
        house.ask(PAGE)
