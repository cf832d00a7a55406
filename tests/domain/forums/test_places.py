"""Which spellings of an address are one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.forums.domain.places import place_of, same_host

PLACE = "forum.example/talk"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://forum.example/talk",
        "http://forum.example/talk/",
        "HTTPS://WWW.Forum.Example:443/Talk//",
        "http://www.www.forum.example.:80/talk/index.php",
        "//forum.example/talk",
        "forum.example/talk",
        "https://someone:secret@forum.example/talk",
        "https://forum.example/talk?sid=4f#top",
        " https://forum.example/\ttalk\n",
        "https://forum.example/t%61lk",
        "https://forum.example/talk/default.aspx",
        "https://ｆｏｒｕｍ.example/talk",
    ],
)
def test_spellings_of_one_place_are_one_place(spelling):
    assert place_of(spelling) == PLACE


@pytest.mark.parametrize(
    "other",
    [
        "https://forum.example",
        "https://forum.example/talk2",
        "https://forum.example:8443/talk",
        "https://talk.forum.example/talk",
        "https://forum.example.org/talk",
        "https://forum.example/talk/health",
        "http://forum.example:443/talk",
    ],
)
def test_another_place_is_another_place(other):
    assert place_of(other) != PLACE


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("https://Bücher.example", "xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("https://BÜCHER。example", "xn--bcher-kva.example"),
        # Two names since 2010 (RFC 5894, 7.2): not one forum.
        ("https://straße.example", "xn--strae-oqa.example"),
        ("https://strasse.example", "strasse.example"),
        ("https://forum.example/Über", "forum.example/%C3%BCber"),
        ("https://forum.example/%c3%9cber", "forum.example/%C3%BCber"),
        ("https://[2001:DB8::1]:8080/a", "[2001:db8::1]:8080/a"),
        ("https://www.com", "www.com"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_hosts_and_paths_in_other_letters_are_written_as_they_are_looked_up(spelling, place):
    assert place_of(spelling) == place


@pytest.mark.parametrize(
    "broken", ["https://[half", "https://forum.example:99999/", "http://a℀b", "https://"]
)
def test_what_is_no_address_is_its_own_letters(broken):
    assert place_of(broken) == broken.lower()


labels = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
addresses = st.builds(
    lambda scheme, user, host, port, path, rest: f"{scheme}{user}{host}{port}{path}{rest}",
    st.sampled_from(["https://", "http://", "HTTP://", "//", ""]),
    st.sampled_from(["", "user@", "user:pass@"]),
    st.lists(
        labels | st.sampled_from(["www", "bücher", "ÜBER", "xn--bcher-kva"]), min_size=1, max_size=4
    ).map(".".join),
    st.sampled_from(["", ":80", ":443", ":8080", ":"]),
    st.lists(st.text(max_size=6), max_size=3).map(
        lambda parts: "".join(f"/{part}" for part in parts)
    ),
    st.sampled_from(["", "/", "?a=b", "#c", "/index.php", "//"]),
)


@given(st.text(max_size=40) | addresses)
def test_a_place_is_its_own_place(address):
    place = place_of(address)

    assert place_of(place) == place


@given(
    host=st.lists(labels, min_size=2, max_size=3)
    .map(".".join)
    .filter(lambda host: host[:4] != "www."),
    path=st.lists(st.from_regex(r"[a-z0-9~_-]{1,8}", fullmatch=True), max_size=2),
    scheme=st.sampled_from(["http", "https", "HTTPS"]),
    www=st.booleans(),
    ending=st.sampled_from(["", "/", "//", "/index.html", "/?page=2", "#top"]),
)
def test_spelling_makes_no_difference(host, path, scheme, www, ending):
    plain = "/".join([host, *path])

    spelled = f"{scheme}://{'WWW.' if www else ''}{plain.upper()}{ending}"

    assert place_of(spelled) == plain


def test_two_addresses_of_one_host_are_told_from_those_of_two():
    assert same_host("https://www.forum.example/a", "http://forum.example/b/c")
    assert not same_host("https://forum.example/a", "https://forum.example.org/a")
