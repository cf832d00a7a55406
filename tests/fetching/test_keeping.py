"""Asking again without reading again: validators for members' pages, a small store for others."""

import sqlite3
import time
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from alongside.fetching import keeping
from alongside.fetching.errors import NotSent
from alongside.fetching.keeping import kept_in
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


@pytest.fixture
def storage(tmp_path):
    return kept_in(tmp_path / "kept" / "pages.sqlite")


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


def test_law_4_what_members_wrote_is_not_kept_however_long_a_site_would_let_us(storage) -> None:
    house = House(site=saying(("Cache-Control", "public, max-age=86400")), storage=storage)

    house.ask(PAGE, PAGE)
    house.ask(PAGE)

    assert len(house.visits) == 3


# Pages without members' words, where there is a place to keep them


def test_a_front_page_comes_from_the_store_as_long_as_the_site_says(storage) -> None:
    house = House(site=saying(("Cache-Control", "max-age=600")), storage=storage)

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
def test_a_page_that_may_not_be_kept_is_asked_for_again(storage, header: tuple[str, str]) -> None:
    house = House(site=saying(header), storage=storage)

    front(house)
    front(house)

    assert len(house.visits) == 2


def test_a_kept_page_is_asked_after_by_its_validators_and_comes_from_the_store_if_unchanged(
    storage,
) -> None:
    def site(visit: Visit) -> bytes:
        if visit.headers.get("if-none-match"):
            return http_answer(304, "", headers=[ETAG, now_in_http()])
        return http_answer(
            200, "kept", headers=[TEXT, ETAG, now_in_http(), ("Cache-Control", "no-cache")]
        )

    house = House(site=site, storage=storage)

    front(house)
    again = front(house)

    assert (again.status, again.body) == (200, b"kept")
    assert [visit.headers.get("if-none-match") for visit in house.visits] == [None, '"one"']


def test_a_page_asked_for_with_a_secret_is_not_kept(storage) -> None:
    house = House(site=saying(("Cache-Control", "max-age=600")), storage=storage)

    front(house, headers={"Authorization": SECRET})
    front(house)

    assert len(house.visits) == 2


def test_nothing_is_kept_for_longer_than_an_hour(storage, monkeypatch) -> None:
    house = House(site=saying(("Cache-Control", "max-age=31536000")), storage=storage)

    front(house)
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    front(house)

    assert len(house.visits) == 2


def test_how_long_a_page_may_be_kept_is_not_guessed_from_its_age(storage) -> None:
    last_year = ("Last-Modified", "Sat, 30 Nov 2024 10:00:00 GMT")
    house = House(site=saying(last_year), storage=storage)

    front(house)
    front(house)

    assert [visit.headers.get("if-modified-since") for visit in house.visits] == [
        None,
        last_year[1],
    ]


def test_what_another_process_kept_is_kept(tmp_path) -> None:
    site = saying(("Cache-Control", "max-age=600"))
    file = tmp_path / "kept" / "pages.sqlite"

    front(House(site=site, storage=kept_in(file)))
    again = House(site=site, storage=kept_in(file))

    assert front(again).is_kept
    assert again.visits == []


def test_the_newest_answer_takes_the_place_of_the_one_before(storage) -> None:
    bodies = iter(["first", "second"])
    house = House(site=lambda visit: saying(ETAG, body=next(bodies))(visit), storage=storage)

    front(house)
    front(house)

    assert [b"".join(entry.response.stream) for entry in storage.get_entries(PAGE)] == [b"second"]


def test_a_page_that_is_too_large_is_read_and_not_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(keeping, "MOST_BYTES_OF_ONE", 1000)
    house = House(
        site=saying(("Cache-Control", "max-age=600"), body="x" * 1001),
        storage=kept_in(tmp_path / "kept" / "pages.sqlite"),
    )

    assert len(front(house).body) == 1001
    front(house)

    assert len(house.visits) == 2


@pytest.mark.parametrize("fault", ["no database", "another version", "a folder", "no place"])
def test_a_file_that_keeps_nothing_costs_no_more_than_the_request(tmp_path, fault, caplog) -> None:
    file = tmp_path / "pages.sqlite"
    match fault:
        case "no database":
            file.write_bytes(b"no database" * 1000)
        case "another version":
            with sqlite3.connect(file) as database:
                database.execute("create table entries (id blob, cache_key blob)")
        case "a folder":
            file.mkdir()
        case "no place":
            (tmp_path / "a file").touch()
            file = tmp_path / "a file" / "pages.sqlite"
    house = House(site=saying(("Cache-Control", "max-age=600")), storage=kept_in(file))

    assert [front(house).status, front(house).status] == [200, 200]
    assert len(house.visits) == (1 if fault == "another version" else 2)
    assert caplog.text == ""


def test_without_a_place_to_keep_it_a_page_is_asked_for_again() -> None:
    house = House(site=saying(("Cache-Control", "max-age=600")))

    assert [front(house).is_kept, front(house).is_kept] == [False, False]


def test_a_redirect_is_kept_for_itself_and_led_through_again(storage) -> None:
    def site(visit: Visit) -> bytes:
        if visit.target == "/":
            return http_answer(302, "", headers=[("Location", "/home")])
        return saying(("Cache-Control", "max-age=600"))(visit)  # type: ignore[return-value]

    house = House(site=site, storage=storage)
    for _ in range(2):
        house.ask(Request("GET", "https://forum.example/", keeps=True))

    assert [visit.target for visit in house.visits] == ["/", "/home", "/"]
