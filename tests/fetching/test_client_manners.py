"""Robots rules, pauses, and the silence about secrets, against a made-up internet."""

import logging
import traceback

import httpcore
import pytest

from alongside.fetching.errors import ClosedByRobots, FetchingError, TooSoon, Unreachable
from alongside.fetching.messages import Request, Response
from alongside.fetching.rehearsal import Site, http_answer
from tests.fetching.house import (
    PAGE,
    PRACTICE,
    PUBLIC,
    SECRET,
    House,
    by_target,
    raising,
    redirect,
)

# Robots


def robots_saying(text: bytes, status: int = 200) -> Site:
    return by_target(
        {
            "forum.example/robots.txt": http_answer(status, text),
            "forum.example/t/1/": http_answer(200, "thread"),
            "forum.example/api/": http_answer(200, "{}"),
        }
    )


def test_a_closed_page_is_not_read() -> None:
    house = House(site=robots_saying(b"User-agent: *\nDisallow: /api/"))

    assert house.ask(PAGE, robots=True).body == b"thread"
    with pytest.raises(ClosedByRobots):
        house.ask("https://forum.example/api/", robots=True)
    assert "GET forum.example/api/" not in house.asked_for


def test_robots_is_asked_once_a_day() -> None:
    house = House(site=robots_saying(b""))

    house.ask(PAGE, PAGE, robots=True)
    house.now += 24 * 3600
    house.ask(PAGE, robots=True)

    assert house.asked_for.count("GET forum.example/robots.txt") == 2


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_that_cannot_say_its_rules_is_closed(status: int) -> None:
    house = House(site=robots_saying(b"", status))

    with pytest.raises(Unreachable) as closed:
        house.ask(PAGE, robots=True)

    assert closed.value.after_seconds == 900
    assert house.asked_for == ["GET forum.example/robots.txt"]


def test_a_site_without_rules_is_open() -> None:
    assert House(site=robots_saying(b"", 404)).ask(PAGE, robots=True).body == b"thread"


def test_an_unreachable_site_is_closed() -> None:
    house = House()
    house.internet.unreachable.add(PUBLIC)

    with pytest.raises(Unreachable):
        house.ask(PAGE, robots=True)


def test_rules_that_redirect_to_the_inside_are_not_followed() -> None:
    house = House(site=by_target({"forum.example/robots.txt": redirect("http://127.0.0.1:8900/")}))

    with pytest.raises(Unreachable):
        house.ask(PAGE, robots=True)
    assert len(house.visits) == 1


def test_rules_that_redirect_in_a_circle_are_no_rules() -> None:
    site = by_target(
        {
            "forum.example/robots.txt": redirect("/robots.txt"),
            "forum.example/t/1/": http_answer(200, "thread"),
        }
    )

    assert House(site=site).ask(PAGE, robots=True).body == b"thread"


def test_a_redirect_asks_the_rules_of_the_other_site_too() -> None:
    house = House(
        site=by_target(
            {
                "forum.example/t/1/": redirect("https://other.example/t/1/"),
                "other.example/robots.txt": http_answer(200, "User-agent: *\nDisallow: /"),
            }
        )
    )

    with pytest.raises(ClosedByRobots):
        house.ask(Request("GET", PAGE, may_leave=True), robots=True)


def test_writing_and_unbidden_reading_never_ask_for_rules() -> None:
    house = House(site=robots_saying(b"User-agent: *\nDisallow: /"))

    house.ask(PAGE, robots=False)
    house.ask(Request("POST", PAGE), robots=True)

    assert "GET forum.example/robots.txt" not in house.asked_for


def test_a_crawl_delay_is_kept_from_the_first_page_on() -> None:
    house = House(site=robots_saying(b"User-agent: *\nCrawl-delay: 20"))

    house.ask(PAGE, PAGE, robots=True)

    assert house.slept == [20, 20]


# Manners


def test_two_requests_to_one_site_are_five_seconds_apart() -> None:
    house = House()

    house.ask(PAGE)
    house.ask(PAGE, "https://other.example/")

    assert house.slept == [5]


def test_the_practice_forum_is_asked_without_a_pause() -> None:
    house = House()

    house.ask(PRACTICE, PRACTICE, PRACTICE)

    assert house.slept == []


def test_a_site_that_asks_for_a_long_pause_gets_it() -> None:
    busy = http_answer(429, "busy", headers=[("Retry-After", "600")])
    house = House(site=lambda visit: busy)

    assert house.ask(PAGE).headers["retry-after"] == "600"
    with pytest.raises(TooSoon) as too_soon:
        house.ask(PAGE)

    assert too_soon.value.after_seconds == 600
    assert len(house.visits) == 1


# Secrets


def everything_said_about(error: BaseException) -> str:
    """The text of an error, of all it remembers, and its traceback."""
    said = ["".join(traceback.format_exception(error))]
    seen: BaseException | None = error
    while seen is not None:
        said.append(f"{seen!r} {seen} {seen.args}")
        seen = seen.__cause__ or seen.__context__
    return "\n".join(said)


SECRET_REQUESTS = [
    Request("POST", PAGE, json={"username": "us", "password": SECRET}),
    Request("POST", PAGE, form={"password": SECRET}),
    Request("POST", PAGE, headers={"Authorization": SECRET}),
    Request("POST", PAGE, headers={"Authorization": f"{SECRET}\r\n"}),
    Request("POST", PAGE, headers={"Authorization": f"{SECRET}\u20ac"}),
    Request("POST", PAGE, headers={f"X {SECRET[:3]}": SECRET}),
    Request("POST", PAGE, json={"password": SECRET, "other": object()}),
]
TROUBLED_SITES: list[Site] = [
    raising(httpcore.ReadTimeout("slow")),
    raising(httpcore.RemoteProtocolError("odd")),
    lambda visit: b"nonsense\r\n\r\n",
    lambda visit: http_answer(200, b"x", headers=[("Content-Encoding", "br")]),
]


@pytest.mark.parametrize("site", TROUBLED_SITES)
@pytest.mark.parametrize("request_", SECRET_REQUESTS)
def test_no_error_and_no_log_line_holds_a_secret(
    request_: Request, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(FetchingError) as failure:
        House(site=site).ask(request_)

    assert SECRET not in everything_said_about(failure.value)
    assert SECRET not in caplog.text


def test_no_log_line_holds_what_a_site_answered(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = http_answer(200, SECRET, headers=[("Set-Cookie", f"session={SECRET}")])

    House(site=lambda visit: answer).ask(PAGE, PAGE)

    assert SECRET not in caplog.text


def test_the_plain_data_shows_no_secret_either() -> None:
    request = Request("POST", PAGE, headers={"a": SECRET}, form={"a": SECRET}, json=[SECRET])
    response = Response(PAGE, 200, {"a": SECRET}, SECRET.encode(), {"a": SECRET})

    assert SECRET not in repr(request) + repr(response)
