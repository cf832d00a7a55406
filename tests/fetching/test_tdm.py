"""The W3C TDM Reservation Protocol: what is read, and what is refused because of it."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching import tdm
from alongside.fetching.errors import ReservedByOwner
from alongside.fetching.messages import Request, Reservation
from alongside.fetching.rehearsal import Site, http_answer
from tests.fetching.house import PAGE, House, by_target

META = b'<html><head><meta name="tdm-reservation" content="1"></head>'
POLICY = "https://forum.example/terms.json"


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        ({}, b"<p>Nothing</p>", None),
        ({"tdm-reservation": "1"}, b"", Reservation(True)),
        ({"tdm-reservation": " 0 "}, b"", Reservation(False)),
        ({"tdm-reservation": "yes"}, b"", None),
        ({"tdm-reservation": "1, 1"}, b"", Reservation(True)),  # set by forum and proxy
        ({"tdm-reservation": "0, 1"}, b"", Reservation(True)),
        ({"tdm-reservation": "0, 0"}, b"", Reservation(False)),
        ({"tdm-reservation": "1, yes"}, b"", None),
        ({"tdm-reservation": ","}, b"", None),
        ({"tdm-reservation": "1", "tdm-policy": POLICY}, b"", Reservation(True, POLICY)),
        ({"tdm-reservation": "1", "tdm-policy": "/terms.json"}, b"", Reservation(True, POLICY)),
        ({"tdm-policy": POLICY}, b"", None),
        ({"tdm-reservation": "1", "tdm-policy": "javascript:x"}, b"", Reservation(True)),
        ({}, META, Reservation(True)),
        ({}, b"<META CONTENT='1' NAME='TDM-Reservation'/>", Reservation(True)),
        ({}, b"<meta name=tdm-reservation content=0>", Reservation(False)),
        ({"tdm-reservation": "0"}, META, Reservation(True)),  # the page is nearer
        ({}, META + b'<meta name="tdm-policy" content="/terms.json">', Reservation(True, POLICY)),
        ({}, b"x" * 70_000 + META, None),  # no head is that long
        ({}, b"<p>We talk of tdm-reservation here.</p>", None),
    ],
)
def test_page_and_header_say_whether_mining_is_reserved(
    headers: dict[str, str], body: bytes, said: Reservation | None
) -> None:
    assert tdm.of_page(PAGE, headers, body) == said


def rules(*entries: object) -> bytes:
    return json.dumps(list(entries)).encode()


@pytest.mark.parametrize(
    ("location", "path", "fits"),
    [
        ("/", "/t/1/", True),
        ("/t/", "/t/1/", True),
        ("/t/", "/c/1/", False),
        ("/*.pdf$", "/files/a.pdf", True),
        ("/*.pdf$", "/files/a.pdf?x", False),
        ("/a*b*c", "/a-b-b-c-d", True),
        ("/a*c*b$", "/a-b-c", False),
        ("/t/1/$", "/t/1/", True),
        ("/t/$", "/t/1/", False),
        ("*", "/anything", True),
        ("/a*a$", "/a", False),
    ],
)
def test_a_rule_of_the_origin_fits_as_one_of_robots_does(
    location: str, path: str, fits: bool
) -> None:
    text = rules({"location": location, "tdm-reservation": 1})

    said = tdm.of_origin(text, f"https://forum.example{path}")

    assert said == (Reservation(True) if fits else None)


def test_of_the_rules_of_an_origin_the_first_that_fits_counts() -> None:
    text = rules(
        {"location": "/open/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": POLICY},
    )

    assert tdm.of_origin(text, "https://forum.example/open/1") == Reservation(False)
    assert tdm.of_origin(text, "https://forum.example") == Reservation(True, POLICY)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"not json",
        b"{}",
        b"[1, null, [], {}]",
        b'[{"location": 1, "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": "maybe"}]',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_none_says_nothing(text: bytes) -> None:
    assert tdm.of_origin(text, PAGE) is None


def test_a_rule_made_to_be_slow_is_judged_in_no_time() -> None:
    text = rules(*[{"location": "/" + "a*" * 300 + "b$", "tdm-reservation": 1}] * 100)
    begun = process_time()

    tdm.of_origin(text, "https://forum.example/" + "a" * 4_000)
    tdm.of_page(PAGE, {}, b"<meta " + b"tdm-reservation=" * 4_000)

    assert process_time() - begun < 1


@given(st.binary(max_size=500), st.text(max_size=50))
def test_whatever_a_page_holds_is_read_without_a_crash(body: bytes, value: str) -> None:
    tdm.of_page(PAGE, {"tdm-reservation": value, "tdm-policy": value}, b"<meta tdm- " + body)
    tdm.of_origin(body, PAGE)


# The client


def with_rules(text: bytes, *, page: bytes = b"<p>A page</p>") -> Site:
    return by_target(
        {
            "forum.example/.well-known/tdmrep.json": http_answer(200, text),
            "forum.example/t/1/": http_answer(200, page),
        }
    )


def mine(house: House, request: Request) -> object:
    def conversation():
        return (yield request)

    return house.client.carry_out(conversation(), robots=True, mining=True)


def test_reading_a_thread_is_not_mining_and_asks_no_file() -> None:
    house = House(site=with_rules(rules({"location": "/", "tdm-reservation": 1}), page=META))

    assert house.ask(PAGE, robots=True).reservation == Reservation(True)
    assert "GET forum.example/.well-known/tdmrep.json" not in house.asked_for


def test_mining_a_reserved_origin_is_refused_before_its_pages_are_asked_for() -> None:
    house = House(site=with_rules(rules({"location": "/t/", "tdm-reservation": 1})))

    with pytest.raises(ReservedByOwner):
        mine(house, Request("GET", PAGE))

    assert "GET forum.example/t/1/" not in house.asked_for


def test_mining_a_reserved_page_is_refused_and_the_page_is_not_handed_on() -> None:
    house = House(site=with_rules(b"[]", page=META))

    with pytest.raises(ReservedByOwner):
        mine(house, Request("GET", PAGE))


def test_what_is_not_reserved_may_be_mined_and_the_file_is_asked_for_once_a_day() -> None:
    house = House(site=with_rules(rules({"location": "/secret/", "tdm-reservation": 1})))

    mine(house, Request("GET", PAGE))
    mine(house, Request("GET", PAGE))

    assert house.asked_for.count("GET forum.example/.well-known/tdmrep.json") == 1
    assert house.asked_for.count("GET forum.example/t/1/") == 2
