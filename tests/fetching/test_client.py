"""The client against a made-up internet: real HTTP bytes, no wire, no waiting."""

import gzip
from collections.abc import Iterable, Iterator

import httpcore
import pytest

from alongside.fetching.client import Client
from alongside.fetching.errors import NoAnswer, NotPermitted, NotSent, UnfitAnswer, Unreachable
from alongside.fetching.messages import Conversation, Request
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.rehearsal import Visit, http_answer
from tests.fetching.house import (
    PAGE,
    PRACTICE,
    PUBLIC,
    SECRET,
    House,
    asking,
    by_target,
    raising,
    redirect,
)
from tests.fetching.test_guard import INSIDE_ADDRESSES

# Conversations


def test_a_conversation_is_carried_out_to_its_value() -> None:
    house = House()

    response = house.ask("https://forum.example/a?b=c#d")

    assert (response.status, response.body) == (200, b"<p>A page</p>")
    assert response.url == "https://forum.example/a?b=c"
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert house.asked_for == ["GET forum.example/a?b=c"]


def test_a_request_carries_our_name_and_no_kept_connection() -> None:
    house = House()

    house.ask(PAGE)

    headers = house.visits[0].headers
    assert headers["user-agent"] == "alongside/0.1 (+a@b.example)"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert headers["connection"] == "close"


def test_forms_and_json_are_sent() -> None:
    house = House()

    house.ask(
        Request("POST", PAGE, form={"post": "one & two"}), Request("PUT", PAGE, json={"post": "é"})
    )

    assert house.visits[0].body == b"post=one+%26+two"
    assert house.visits[1].body == '{"post":"é"}'.encode()
    assert house.visits[1].headers["content-type"] == "application/json"


def test_an_error_is_raised_inside_the_conversation() -> None:
    house = House()

    def careful() -> Conversation[str]:
        try:
            yield Request("GET", "https://unknown.example/")
        except NotSent:
            response = yield Request("GET", PAGE)
            return f"then {response.status}"
        return "never"

    assert house.client.carry_out(careful(), robots=False) == "then 200"


def test_a_conversation_without_end_is_ended() -> None:
    house = House(policy=FetchingPolicy(contact="a@b.example", max_requests=3))

    def endless() -> Conversation[None]:
        while True:
            yield Request("GET", PAGE)

    with pytest.raises(NotSent, match="More than 3"):
        house.client.carry_out(endless(), robots=False)
    assert len(house.visits) == 3


def test_a_conversation_that_ignores_its_end_is_ended_too() -> None:
    house = House(policy=FetchingPolicy(contact="a@b.example", max_requests=3))

    def stubborn() -> Conversation[None]:
        while True:
            try:
                yield Request("GET", PAGE)
            except NotSent:
                continue

    with pytest.raises(NotSent):
        house.client.carry_out(stubborn(), robots=False)


# Cookies


def greeting(visit: Visit) -> bytes:
    return http_answer(200, "ok", headers=[("Set-Cookie", "session=abc; Path=/; HttpOnly")])


def test_cookies_last_for_one_conversation_and_no_longer() -> None:
    house = House(site=greeting)

    response = house.ask(PAGE, PAGE)
    house.ask(PAGE)

    assert response.cookies == {"session": "abc"}
    assert [visit.headers.get("cookie") for visit in house.visits] == [None, "session=abc", None]


@pytest.mark.parametrize(
    "odd", ["place=Málaga", "\xff", "a=b; expires=Thu, 99 Foo 9999 99:99:99 GMT", "=;=;"]
)
@pytest.mark.filterwarnings("ignore:http.cookiejar bug")
def test_an_odd_cookie_breaks_neither_the_conversation_nor_the_cookies_beside_it(odd: str) -> None:
    def generous(visit: Visit) -> bytes:
        answer = http_answer(
            200, "ok", headers=[("Set-Cookie", "session=abc"), ("Set-Cookie", "ODD")]
        )
        return answer.replace(b"ODD", odd.encode())

    house = House(site=generous)

    assert house.ask(PAGE, PAGE).status == 200
    assert "session=abc" in house.visits[1].headers["cookie"]


@pytest.mark.parametrize(
    "second", ["https://other.example/", "http://forum.example/", "https://www.forum.example/"]
)
def test_cookies_never_cross_to_another_origin(second: str) -> None:
    def generous(visit: Visit) -> bytes:
        return http_answer(200, "ok", headers=[("Set-Cookie", "s=1; Domain=example; Path=/")])

    house = House(site=generous)

    house.ask(PAGE, second)

    assert "cookie" not in house.visits[1].headers


# The guard


def test_the_connection_goes_to_the_checked_address_and_keeps_the_name() -> None:
    house = House()

    house.ask(PAGE)

    visit = house.visits[0]
    assert (visit.address, visit.port) == (PUBLIC, 443)
    assert visit.headers["host"] == "forum.example"
    assert visit.tls_name == "forum.example"


def test_a_name_is_looked_up_once_for_each_connection() -> None:
    house = House()
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return [PUBLIC] if len(looked_up) == 1 else ["127.0.0.1"]

    client = Client(house.policy, resolve=rebinding, backend=house.internet)
    client.carry_out(asking(PAGE), robots=False)

    assert looked_up == ["forum.example"]
    assert house.visits[0].address == PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "http://inside.example/",
        "http://metadata.example/latest/meta-data/",
        "https://rebound.example/",
        "http://127.0.0.1/",
        "http://127.0.0.1:8901/",
        "http://user:password@forum.example/",
        "file:///etc/passwd",
    ],
)
def test_an_inside_address_is_never_connected_to(url: str) -> None:
    house = House()

    with pytest.raises(NotPermitted):
        house.ask(url)

    assert house.visits == []


@pytest.mark.parametrize("address", INSIDE_ADDRESSES)
def test_a_name_of_which_one_address_is_inside_is_never_connected_to(address: str) -> None:
    house = House(site=by_target({"forum.example/t/1/": redirect("https://www.forum.example/")}))
    house.internet.names["www.forum.example"] = [PUBLIC, address]

    for url in ("https://www.forum.example/", PAGE):  # by name, and by a redirect to the name
        with pytest.raises(NotPermitted):
            house.ask(url)

    assert {visit.headers["host"] for visit in house.visits} == {"forum.example"}


def test_the_practice_forum_is_reached_on_its_own_port() -> None:
    house = House()

    house.ask(f"{PRACTICE}/t/1/")

    assert (house.visits[0].address, house.visits[0].port) == ("127.0.0.1", 8900)


def test_the_second_address_is_tried_where_the_first_is_dead() -> None:
    house = House()
    house.internet.names["forum.example"] = ["1.1.1.1", PUBLIC]
    house.internet.unreachable.add("1.1.1.1")

    house.ask(PAGE)

    assert house.visits[0].address == PUBLIC


@pytest.mark.parametrize("name", ["Host", "cookie", "Content-Length", "User-Agent"])
def test_a_connector_cannot_set_the_headers_that_are_ours(name: str) -> None:
    house = House()

    with pytest.raises(NotSent):
        house.ask(Request("GET", PAGE, headers={name: "other.example"}))

    assert house.visits == []


def test_a_header_cannot_smuggle_a_second_request() -> None:
    house = House()

    with pytest.raises(NotSent):
        house.ask(Request("GET", PAGE, headers={"X-Token": "a\r\nHost: inside"}))

    assert house.visits == []


# Redirects


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ([], ""),
        ([302], ""),
        ([301], "https://forum.example/1"),
        ([308, 301], "https://forum.example/2"),
        ([301, 307], "https://forum.example/1"),
        ([302, 301], ""),
    ],
)
def test_an_address_that_is_given_for_good_is_told(statuses: list[int], moved_to: str) -> None:
    steps = {
        f"forum.example/{step}": redirect(f"/{step + 1}", status)
        for step, status in enumerate(statuses)
    }
    house = House(site=by_target({**steps, f"forum.example/{len(statuses)}": http_answer(200)}))

    response = house.ask("https://forum.example/0")

    assert (response.status, response.moved_to) == (200, moved_to)


def test_a_reading_request_follows_redirects_and_tells_where_it_ended() -> None:
    house = House(
        site=by_target(
            {
                "forum.example/old": redirect("/new", 301),
                "forum.example/new": redirect("https://www.forum.example/t/?x=1#post-2", 308),
                "www.forum.example/t/?x=1": http_answer(200, "here"),
            }
        )
    )

    response = house.ask("http://forum.example/old")

    assert response.body == b"here"
    assert response.url == "https://www.forum.example/t/?x=1"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8900/",  # open to us, not to whoever we visit
        "http://inside.example/",
        "http://metadata.example/",
        "//inside.example/",
        "http://[::1]/",
        "http://0x7f000001/",
        "file:///etc/passwd",
        "ftp://other.example/",
        "http://user@other.example/",
        "http://other.example:22/",
        "http://[bad/",
    ],
)
def test_a_redirect_to_the_inside_is_refused(location: str) -> None:
    house = House(site=by_target({"forum.example/": redirect(location)}))

    with pytest.raises(NotPermitted):
        house.ask("https://forum.example/")

    assert len(house.visits) == 1


def test_a_redirect_that_is_not_followed_is_not_said_of_the_address_that_was_asked_for() -> None:
    house = House(site=by_target({"forum.example/": redirect("http://169.254.169.254/")}))

    with pytest.raises(NotPermitted, match=r"forum\.example redirects to an address that"):
        house.ask("https://forum.example/")


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    def further(visit: Visit) -> bytes:
        step = int(visit.target[1:])
        return http_answer(200, "end") if step == 5 else redirect(f"/{step + 1}")

    house = House(site=further)

    assert house.ask("https://forum.example/0").body == b"end"
    with pytest.raises(UnfitAnswer):
        house.ask("https://forum.example/-1")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_writing_request_is_not_redirected(status: int) -> None:
    house = House(site=by_target({"forum.example/post": redirect("/elsewhere", status)}))

    response = house.ask(Request("POST", "https://forum.example/post", json={"post": "text"}))

    assert (response.status, response.headers["location"]) == (status, "/elsewhere")
    assert len(house.visits) == 1


def test_a_connectors_headers_do_not_follow_to_another_site() -> None:
    house = House(
        site=by_target(
            {
                "forum.example/a": redirect("/b"),
                "forum.example/b": redirect("https://other.example/"),
                "other.example/": http_answer(200, "ok"),
            }
        )
    )

    house.ask(
        Request("GET", "https://forum.example/a", headers={"X-Token": SECRET}, may_leave=True)
    )

    assert [visit.headers.get("x-token") for visit in house.visits] == [SECRET, SECRET, None]


# What may have arrived, and what cannot have


def test_an_unknown_name_is_certainly_not_sent() -> None:
    with pytest.raises(Unreachable):
        House().ask(Request("POST", "https://unknown.example/"))


def test_a_dead_address_is_certainly_not_sent() -> None:
    house = House()
    house.internet.unreachable.add(PUBLIC)

    with pytest.raises(Unreachable):
        house.ask(Request("POST", PAGE))


@pytest.mark.parametrize(
    "error",
    [
        httpcore.ReadTimeout("slow"),
        httpcore.ReadError("gone"),
        httpcore.WriteError("gone"),
        ConnectionResetError("gone"),
    ],
)
def test_a_connection_lost_after_sending_leaves_the_outcome_open(error: Exception) -> None:
    with pytest.raises(NoAnswer):
        House(site=raising(error)).ask(Request("POST", PAGE))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_an_answer_that_is_no_answer_leaves_the_outcome_open(answer: bytes) -> None:
    with pytest.raises(NoAnswer):
        House(site=lambda visit: answer).ask(Request("POST", PAGE))


def test_an_answer_that_drips_for_ever_ends_at_the_time_limit() -> None:
    house = House()

    def dripping(visit: Visit) -> Iterable[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            house.now += 4
            yield b"."

    house.internet.site = dripping

    with pytest.raises(NoAnswer):
        house.ask(PAGE)
    assert house.now <= 1000 + 30 + 4


def test_headers_that_drip_for_ever_end_at_the_time_limit() -> None:
    house = House()

    def dripping(visit: Visit) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            house.now += 4
            yield b"X: y\r\n"

    house.internet.site = dripping

    with pytest.raises(NoAnswer):
        house.ask(PAGE)
    assert house.now <= 1000 + 30 + 4


# Sizes


def test_a_page_over_the_limit_is_not_read() -> None:
    house = House(site=lambda visit: http_answer(200, b"x" * 5_000_001))

    with pytest.raises(UnfitAnswer):
        house.ask(PAGE)


def test_an_endless_page_ends_at_the_limit() -> None:
    def endless(visit: Visit) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"x" * 65_536

    with pytest.raises(UnfitAnswer):
        House(site=endless).ask(PAGE)


def test_a_compressed_page_is_decoded_and_a_bomb_is_not() -> None:
    coded = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    fine = House(site=lambda visit: http_answer(200, gzip.compress(b"fine"), headers=coded))
    bomb = gzip.compress(b"\0" * 20_000_000)
    bad = House(site=lambda visit: http_answer(200, bomb, headers=coded))

    assert fine.ask(PAGE).body == b"fine"
    with pytest.raises(UnfitAnswer):
        bad.ask(PAGE)


def test_a_picture_is_not_read() -> None:
    house = House(
        site=lambda visit: http_answer(200, b"x", headers=[("Content-Type", "image/png")])
    )

    with pytest.raises(UnfitAnswer):
        house.ask(PAGE)
