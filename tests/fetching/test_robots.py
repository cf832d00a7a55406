from datetime import time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching.notices import kept_seconds
from alongside.fetching.robots import MOST_BYTES, RobotsMemory, rules_from_answer
from alongside.fetching.turns import QuietHours

PAGE = "https://forum.example/t/pensions/1/"


@pytest.mark.parametrize(
    ("status", "open_to_us"),
    [(200, True), (404, True), (403, True), (301, True), (429, False), (500, False), (503, False)],
)
def test_the_status_alone_opens_or_closes_a_site(status: int, open_to_us: bool) -> None:
    assert rules_from_answer(status, b"").allow(PAGE) is open_to_us


@pytest.mark.parametrize(
    ("text", "open_to_us"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /api/", True),
        (b"User-agent: *\nDisallow: /t/\nAllow: /t/pensions/", True),
        (b"User-agent: *\nDisallow: /*/1/$", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: alongside\nDisallow: /api/", True),
        (b"User-agent: *\nDisallow:\n\nUser-agent: Alongside\nDisallow: /", False),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /t/\r\n", False),
        (b"<html>no rules here</html>", True),
        # A group is for the product whose token it names, and for no other (2.2.1).
        (b"User-agent: a\nDisallow: /", True),
        (b"User-agent: along\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: along\nAllow: /", False),
        (b"User-agent: alongside-next\nDisallow: /", True),
        (b"User-agent: ALONGSIDE/0.1\nDisallow: /", False),
        (b"User-agent: Alongside/0.1 (+https://body.example/)\nDisallow: /", False),
        (b"User-agent: alongside of others\nDisallow: /", False),
        (b"User-agent: alongside*\nDisallow: /", False),
        (b"user agent alongside\nDisallow: /", False),
        (b"User-agent: *\x00\nDisallow: /", False),
        (b"User-agent: * # all of you\nDisallow: /", False),
        (b"User-agent: *\nAllow: /\n\nUser-agent: 7\nDisallow: /", True),
        (b"User-agent: Other\nUser-agent: Alongside/2\nDisallow: /", False),
        # Groups of one product are one (2.2.1).
        (
            b"User-agent: alongside\nDisallow: /api/\n\nUser-agent: Alongside/1\nDisallow: /t/",
            False,
        ),
        (b"\xff\xfe\x00broken", True),
    ],
)
def test_the_rules_are_read_as_the_standard_says(text: bytes, open_to_us: bool) -> None:
    assert rules_from_answer(200, text).allow(PAGE) is open_to_us


def test_rules_behind_the_first_half_megabyte_are_not_read() -> None:
    text = b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /"

    assert rules_from_answer(200, text).allow(PAGE)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (b"User-agent: *\nCrawl-delay: 20", 20),
        (b"User-agent: *\nRequest-rate: 1/30", 30),
        (b"User-agent: *\nCrawl-delay: 5\nRequest-rate: 2/60s", 30),
        (b"User-agent: *\nCrawl-delay: soon", 0),
        (b"User-agent: *\nCrawl-delay: inf", 0),
        (b"", 0),
    ],
)
def test_the_pause_a_site_asks_for_is_read(text: bytes, seconds: float) -> None:
    assert rules_from_answer(200, text).pause_seconds == seconds


def test_rules_are_kept_for_a_day_and_no_longer() -> None:
    now = [0.0]
    memory = RobotsMemory(now=lambda: now[0])
    memory.keep("https://forum.example", rules_from_answer(404, b""), until=kept_seconds({}))

    now[0] = 86_399
    assert memory.recall("https://forum.example") is not None
    now[0] = 86_400
    assert memory.recall("https://forum.example") is None


def test_a_pause_asked_of_a_program_with_a_name_like_ours_is_not_ours() -> None:
    text = b"User-agent: *\nCrawl-delay: 20\n\nUser-agent: along\nCrawl-delay: 1"

    assert rules_from_answer(200, text).pause_seconds == 20


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("", 86_400),
        ("max-age=7200", 7_200),
        ('public, max-age="7200"', 7_200),
        ("max-age=604800", 86_400),
        ("max-age=0", 3_600),
        ("no-store", 3_600),
        ("no-cache, max-age=7200", 3_600),
        ("max-age=soon", 86_400),
        ("max-age=-1", 86_400),
        ("nonsense,,=", 86_400),
    ],
)
def test_a_site_says_how_long_its_rules_are_kept_between_an_hour_and_a_day(
    cache_control: str, seconds: int
) -> None:
    assert kept_seconds({"cache-control": cache_control}) == seconds


def test_of_rules_that_are_too_long_no_half_line_is_read() -> None:
    beginning = b"User-agent: *\nDisallow: /api/\n"
    # Cut in its middle, this line would close the whole site.
    cut = b"#" * (MOST_BYTES - len(beginning) - len(b"\nDisallow: /")) + b"\nDisallow: /private/"
    rules = rules_from_answer(200, (beginning + cut)[:MOST_BYTES])

    assert rules.allow(PAGE)
    assert not rules.allow("https://forum.example/api/")


def test_hours_in_which_a_site_wants_no_visits_are_read() -> None:
    rules = rules_from_answer(200, b"User-agent: *\nVisit-time: 0600-0845")

    assert rules.closed_hours == QuietHours(begin=time(8, 45), end=time(6, 0), zone="UTC")
    assert rules_from_answer(200, b"").closed_hours is None


@pytest.mark.parametrize(
    "pattern",
    ["/" + "*a" * 2_000, "/" + "*" * 5_000 + "b", "/" + "a*" * 300 + "$", "/" + "%2" * 3_000],
)
def test_rules_made_to_be_slow_are_judged_in_no_time(pattern: str) -> None:
    text = f"User-agent: *\nDisallow: {pattern}\n".encode() * 20
    begun = process_time()

    rules_from_answer(200, text).allow("https://forum.example/" + "a" * 4_000)

    assert process_time() - begun < 1


def test_the_longest_file_of_rules_is_read_in_a_bounded_time() -> None:
    line = b"Disallow: /a/*/b$\n"
    text = b"User-agent: *\n" + line * (MOST_BYTES // len(line))
    begun = process_time()

    rules = rules_from_answer(200, text)
    rules.allow(PAGE)

    assert process_time() - begun < 5


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_as_rules_without_a_crash(text: bytes) -> None:
    rules = rules_from_answer(200, text)

    rules.allow(PAGE)
    assert rules.pause_seconds >= 0
    assert rules.closed_hours is None or rules.closed_hours.zone == "UTC"


def test_a_line_that_is_no_rule_parts_no_group():
    rules = rules_from_answer(
        200, b"User-agent: Alongside\nMade-by: Nell\nUser-agent: *\nDisallow: /private/"
    )

    assert not rules.allow("https://f.example/private/")
    assert rules.allow("https://f.example/")
