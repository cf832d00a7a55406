"""Of the files that sites put up for programs the rules are kept, and nothing else that came."""

import json

from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching import robots, tdm

PAGE = b"""<!DOCTYPE html><html><title>404</title><p>Online: Nell
User-agent: in the middle of a page, of Nell</p><p>Disallow : maybe</html>"""
FILE = """\ufeff# Kept by Nell
User-agent: *   # Nell's own words
Disallow: /private/
Allow: /private/open$
Crawl-delay: 7
Request-rate: 1/9
Visit-time: 0600-0845
Sitemap: https://f.example/s.xml
Made-by: Nell
Disalow: /misspelt/
Disallow /without/

User-agent: Alongside
Disallow:
""".encode()


def test_a_page_for_people_in_the_place_of_a_file_leaves_no_name():
    assert robots.rules_alone(b"<p>Online: Nell</p>") == b""
    assert tdm.rules_alone(PAGE) == b""
    assert b"Online" not in robots.rules_alone(PAGE)


def test_comments_and_unknown_lines_are_not_kept_and_rules_mean_the_same():
    kept = robots.rules_alone(FILE)
    before, after = (robots.rules_from_answer(200, body) for body in (FILE, kept))

    assert b"Nell" not in kept
    for path in ("/", "/private/", "/private/open", "/misspelt/", "/without/"):
        address = f"https://f.example{path}"
        assert before.allow(address) == after.allow(address)
    assert before.pause_seconds == after.pause_seconds
    assert before.closed_hours == after.closed_hours


def test_a_file_that_is_too_long_is_cut_before_its_rules_are_taken():
    long = b"User-agent: *\n" + b"Disallow: /a\n" * (robots.MOST_BYTES // 13) + b"Disallow: /b/c"

    kept = robots.rules_alone(long[: robots.MOST_BYTES])

    assert kept.endswith(b"Disallow: /a\n")


def test_of_a_reservation_the_parts_that_count_are_kept():
    said = [{"location": "/", "tdm-reservation": 1, "assigner": "Nell", "tdm-policy": "/p"}, "Nell"]
    text = json.dumps(said).encode()

    kept = tdm.rules_alone(text)

    assert b"Nell" not in kept
    assert tdm.of_origin(kept, "https://f.example/x") == tdm.of_origin(text, "https://f.example/x")


@given(st.lists(st.sampled_from(FILE.decode().splitlines()), max_size=30))
def test_rules_alone_always_mean_what_the_file_meant(lines):
    body = "\n".join(lines).encode()
    before, after = (
        robots.rules_from_answer(200, each) for each in (body, robots.rules_alone(body))
    )

    for path in ("/", "/private/", "/private/open", "/misspelt/", "/without/"):
        assert before.allow(f"https://f.example{path}") == after.allow(f"https://f.example{path}")


@given(st.binary(max_size=200))
def test_whatever_came_it_is_sifted_without_failing(body):
    assert isinstance(robots.rules_alone(body), bytes)
    assert isinstance(tdm.rules_alone(body), bytes)
