import pytest

from alongside.fetching.robots import RobotsMemory, rules_from_answer

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
    memory = RobotsMemory(clock=lambda: now[0], keep_seconds=86_400)
    memory.keep("https://forum.example", rules_from_answer(404, b""))

    now[0] = 86_399
    assert memory.recall("https://forum.example") is not None
    now[0] = 86_400
    assert memory.recall("https://forum.example") is None


def test_a_site_that_could_not_answer_is_asked_again_soon() -> None:
    now = [0.0]
    memory = RobotsMemory(clock=lambda: now[0], keep_seconds=86_400)
    memory.keep("https://forum.example", rules_from_answer(503, b""))

    now[0] = 901

    assert memory.recall("https://forum.example") is None
