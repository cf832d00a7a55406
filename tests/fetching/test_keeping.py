"""Asking again without reading again: validators for members' pages, a small memory for others."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from alongside.fetching.errors import NotSent
from alongside.fetching.keeping import MOST_BYTES_OF_ONE, Keeping
from alongside.fetching.messages import Request, Response, Validators
from alongside.fetching.rehearsal import Site, Visit, http_answer
from tests.fetching.house import PAGE, SECRET, House

ETAG = ("ETag", '"one"')
TEXT = ("Content-Type", "text/html")


def now_in_http() -> tuple[str, str]:
    return ("Date", format_datetime(datetime.now(UTC), usegmt=True))


def versioned(visit: Visit) -> bytes:
    """A page that has one version only."""
    if visit.target == "/robots.txt":
        return http_answer(404, "none")
    if visit.headers.get("if-none-match") == ETAG[1]:
        return http_answer(304, "", headers=[ETAG])
    return http_answer(200, "<p>A page</p>", headers=[TEXT, ETAG, ("Last-Modified", "yesterday")])


def saying(*headers: tuple[str, str], body: str = "<p>A page</p>") -> Site:
    return lambda visit: http_answer(200, body, headers=[TEXT, now_in_http(), *headers])


def front(house: House, **changes: object) -> Response:
    return house.ask(Request("GET", PAGE, keeps=True, **changes))  # type: ignore[arg-type]


# Members' pages


def test_an_answer_tells_its_validators_and_a_page_that_did_not_change_costs_no_body() -> None:
    house = House(site=versioned)

    first = house.ask(PAGE)
    again = house.ask(Request("GET", PAGE, known=first.validators))

    assert first.validators == Validators('"one"', "yesterday")
    assert not first.is_unchanged
    assert (again.is_unchanged, again.body) == (True, b"")
    assert house.visits[1].headers["if-modified-since"] == "yesterday"


def test_a_page_that_changed_comes_whole() -> None:
    house = House(site=versioned)

    again = house.ask(Request("GET", PAGE, known=Validators(etag='"other"')))

    assert (again.status, again.body) == (200, b"<p>A page</p>")


def test_validators_do_not_follow_to_another_site_and_are_not_sent_with_what_writes() -> None:
    house = House()

    house.ask(Request("POST", PAGE, known=Validators(etag='"one"')))

    assert "if-none-match" not in house.visits[0].headers


@pytest.mark.parametrize("etag", ['"a\r\nHost: inside"', '"\u20ac"', "\x00"])
def test_validators_cannot_smuggle_a_second_request(etag: str) -> None:
    house = House()

    with pytest.raises(NotSent):
        house.ask(Request("GET", PAGE, known=Validators(etag=etag)))

    assert house.visits == []


def test_a_version_whose_name_fits_no_header_has_no_name() -> None:
    house = House(site=lambda visit: http_answer(200, "", headers=[("ETag", "x" * 201)]))

    assert house.ask(PAGE).validators == Validators()


def test_law_4_what_members_wrote_is_not_kept_however_long_a_site_would_let_us() -> None:
    house = House(site=saying(("Cache-Control", "public, max-age=86400")))

    house.ask(PAGE, PAGE)
    house.ask(PAGE)

    assert len(house.visits) == 3


# Pages without members' words


def test_a_front_page_comes_from_memory_as_long_as_the_site_says() -> None:
    house = House(site=saying(("Cache-Control", "max-age=600")))

    first, second = front(house), front(house)

    assert [first.is_kept, second.is_kept] == [False, True]
    assert (second.status, second.body) == (200, first.body)
    assert len(house.visits) == 1
    assert house.slept == []


@pytest.mark.parametrize(
    "header",
    [
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, max-age=600"),
        ("Cache-Control", "max-age=0"),
        ("Set-Cookie", "session=1; Path=/"),
    ],
)
def test_a_page_that_may_not_be_kept_is_asked_for_again(header: tuple[str, str]) -> None:
    house = House(site=saying(header))

    front(house)
    front(house)

    assert len(house.visits) == 2


def test_a_kept_page_is_asked_after_by_its_validators_and_comes_from_memory_if_unchanged() -> None:
    def site(visit: Visit) -> bytes:
        if visit.headers.get("if-none-match"):
            return http_answer(304, "", headers=[ETAG, now_in_http()])
        return http_answer(
            200, "kept", headers=[TEXT, ETAG, now_in_http(), ("Cache-Control", "no-cache")]
        )

    house = House(site=site)

    front(house)
    again = front(house)

    assert (again.status, again.body) == (200, b"kept")
    assert [visit.headers.get("if-none-match") for visit in house.visits] == [None, '"one"']


def test_a_page_asked_for_with_a_secret_is_not_kept() -> None:
    house = House(site=saying(("Cache-Control", "max-age=600")))

    front(house, headers={"Authorization": SECRET})
    front(house)

    assert len(house.visits) == 2


def test_nothing_is_kept_for_longer_than_a_day() -> None:
    house = House(site=saying(("Cache-Control", "max-age=31536000")))

    front(house)
    house.now += 24 * 3600
    front(house)

    assert len(house.visits) == 2


def test_a_page_that_is_too_large_is_read_and_not_kept() -> None:
    large = "x" * (MOST_BYTES_OF_ONE + 1)
    house = House(site=saying(("Cache-Control", "max-age=600"), body=large))

    assert len(front(house).body) == len(large)
    front(house)

    assert len(house.visits) == 2


def test_what_was_used_longest_ago_makes_room() -> None:
    house = House(site=saying(("Cache-Control", "max-age=600"), body="x" * 400))
    house.client.journeys._keeping = Keeping(now=lambda: house.now, most_bytes=1_000)

    for path in ("a", "b", "a", "c", "a", "b"):
        house.ask(Request("GET", f"https://forum.example/{path}", keeps=True))

    assert [visit.target for visit in house.visits] == ["/a", "/b", "/c", "/b"]


def test_a_redirect_is_kept_for_itself_and_led_through_again() -> None:
    def site(visit: Visit) -> bytes:
        if visit.target == "/":
            return http_answer(302, "", headers=[("Location", "/home")])
        return saying(("Cache-Control", "max-age=600"))(visit)  # type: ignore[return-value]

    house = House(site=site)
    for _ in range(2):
        house.ask(Request("GET", "https://forum.example/", keeps=True))

    assert [visit.target for visit in house.visits] == ["/", "/home", "/"]
