"""What people paste, and when two names are one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.forums.domain.accounts import (
    CONFUSABLES,
    MOST_CHARACTERS,
    MOST_READINGS,
    Reading,
    address_of,
    clean_name,
    folded,
    is_plain,
    leads_to,
    leads_to_post,
    looks_like,
    places_above,
    profile_name,
    skeleton,
    understand,
)

WELL = ("well.example",)


def addresses(pasted):
    return [address.place for address in understand(pasted).addresses]


def placed(pasted):
    return [
        (reading.name, reading.where) for reading in understand(pasted).readings if reading.where
    ]


# What is pasted


@pytest.mark.parametrize(
    ("pasted", "place"),
    [
        ("https://well.example/u/aldmere/", "well.example/u/aldmere"),
        ("  <https://www.well.example/u/Aldmere?ref=1#top> ", "well.example/u/aldmere"),
        ("see https://well.example/u/aldmere, is it official?", "well.example/u/aldmere"),
        ("(https://well.example/wiki/Aldmere_(town))", "well.example/wiki/aldmere_(town)"),
        ("[them](https://well.example/u/aldmere).", "well.example/u/aldmere"),
        ("www.well.example/u/aldmere", "well.example/u/aldmere"),
        ("well.example/u/aldmere", "well.example/u/aldmere"),
        ("//well.example/u/aldmere", "well.example/u/aldmere"),
        ("HTTPS://WELL.EXAMPLE/U/ALDMERE", "well.example/u/aldmere"),
    ],
)
def test_an_address_is_found_whatever_stands_around_it(pasted, place):
    assert addresses(pasted) == [place]


def test_the_host_is_the_one_that_is_visited_not_the_one_that_is_shown():
    assert addresses("https://well.example@evil.example/u/aldmere") == ["evil.example/u/aldmere"]
    assert addresses("https://well.example:8443/u/x") == ["well.example:8443/u/x"]


def test_a_name_in_another_script_is_the_host_as_it_is_looked_up():
    (cyrillic,) = addresses("https://wеll.example/u/aldmere")  # its second letter is Cyrillic

    assert cyrillic.startswith("xn--")
    assert addresses("https://xn--fiqs8s/") == ["xn--fiqs8s"]


@pytest.mark.parametrize(
    "pasted",
    [
        "javascript:alert(1)",
        "javascript://well.example/u/aldmere",
        "data:text/html,<script>alert(1)</script>",
        "ftp://well.example/u/aldmere",
        "https://",
        "http://[::1",
        "https://:80/",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_of_the_web_is_a_name_that_nobody_has(pasted):
    assert addresses(pasted) == []


def test_law_4_a_mail_address_is_no_account_and_names_none():
    """Law 4, and the rule that authority is never given to a mail domain."""
    pasted = understand("advice@aldmere.example")

    assert pasted.has_mail
    assert pasted.addresses == ()
    assert pasted.readings == ()


def test_a_name_and_its_forum_are_told_apart():
    assert placed("AldmereAdvice on The Well") == [("AldmereAdvice", "The Well")]
    assert placed("AldmereAdvice (The Well)") == [("AldmereAdvice", "The Well")]
    assert ("AldmereAdvice", "The Well") in placed("The Well: AldmereAdvice")
    assert ("AldmereAdvice", "The Well") in placed("Is @AldmereAdvice on The Well official?")
    assert understand("AldmereAdvice at https://well.example/").names == (
        "AldmereAdvice at",
        "AldmereAdvice",
    )


def test_words_that_may_be_part_of_a_name_are_kept_in_one_reading():
    pasted = understand("Men in Sheds on Money on Demand")

    assert pasted.readings[0] == Reading("Men in Sheds on Money", "Demand", is_stated=True)
    assert Reading("Men in Sheds", "Money on Demand", is_stated=True) in pasted.readings
    assert "Men in Sheds on Money on Demand" in pasted.names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" “Advice”? ", "Advice"),
        ("(Advice)", "Advice"),
        ("Advice (DWP)", "Advice (DWP)"),
        ("Advice)", "Advice"),
        ("Advice_", "Advice_"),
        ("Advice.", "Advice."),
        ("Advice!", "Advice!"),
    ],
)
def test_quotes_go_and_what_may_tell_two_names_apart_stays(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize("pasted", ["", " ", "\x00\x01", "???", "\u200b\ufeff", "\n\n"])
def test_nothing_is_nothing(pasted):
    assert understand(pasted).is_empty


def test_what_no_database_holds_is_left_out():
    assert understand("Ald\x00mere\ud800").names == ("Ald mere",)


HUGE = [
    "a" * 100_000, "@" * 5_000, "a." * 5_000, "a@" * 5_000, "on " * 5_000, "( " * 5_000,
    "https://" * 2_000, "a@a." * 2_000, "x" * 63 + "@" + "a" * 5_000, " official" * 1_000,
    "https://a.example/" + "(" * 5_000, "a-" * 3_000 + "@", "\u0301" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("pasted", HUGE, ids=range(len(HUGE)))
def test_what_is_huge_costs_no_more_than_its_beginning(pasted):
    started = time.process_time()

    found = understand(pasted)

    assert time.process_time() - started < 0.25  # seconds; some milliseconds on a quiet machine
    assert len(found.readings) <= MOST_READINGS
    assert all(len(name) <= MOST_CHARACTERS for name in found.names)


@given(st.text(max_size=300))
def test_anything_may_be_pasted(pasted):
    found = understand(pasted)

    for text in (*found.names, *(address.place for address in found.addresses)):
        assert "\x00" not in text
        assert text.encode()


# Names


def test_case_and_blanks_make_no_other_name():
    assert folded("Aldmere  ADVICE") == folded("aldmere advice")
    assert folded("Llŷn") == folded("LLY\u0302N".replace("Y\u0302", "Ŷ"))


@pytest.mark.parametrize(
    "name",
    [
        "AldmereOfficiaI",  # a capital i at the end
        "A1dmereOfficial",
        "АldmereOfficial",  # a Cyrillic А
        "Aldmere_Official",
        "AldmereOfficial_",
        "Aldmere-Official.",
        "Aldmere\u200bOfficial",
        "ＡｌｄｍｅｒｅOfficial",
        "AldrnereOfficial",
        "AldmereOfficail",
        "AldmereOficial",
        "AldmereOfficialHelp",
        "TheAldmereOfficial",
        "AldmereOffícial",
    ],
)
def test_a_name_that_looks_official_is_another_name_and_is_noticed(name):
    assert folded(name) != folded("AldmereOfficial")
    assert looks_like(name, "AldmereOfficial")


@pytest.mark.parametrize("name", ["aldmereofficial", "BramleyAdvice", "", "Official", "A"])
def test_other_names_and_the_name_itself_do_not_look_like_it(name):
    assert not looks_like(name, "AldmereOfficial")


def test_short_names_are_confused_only_when_they_look_the_same():
    assert looks_like("DWP_", "DWP")
    assert not looks_like("DWF", "DWP")
    assert not looks_like("DWP fan club", "DWP")


def test_every_letter_that_looks_like_another_becomes_plain():
    assert all(letter.isascii() and letter.islower() for letter in CONFUSABLES.values())
    assert {skeleton(letter) for letter in CONFUSABLES} <= {*"abcdefghijklmnopqrstuvwxyz"}


@given(st.text(max_size=60))
def test_a_skeleton_is_its_own_skeleton(name):
    once = skeleton(name)

    # A pair that is read as one letter may leave another pair.
    assert skeleton(once) == once or "rn" in once or "vv" in once


@pytest.mark.parametrize(
    "handle", ["Ald\u200bmere", "Ald\x07mere", "", " ", "Ald\u202emere", "\ue000"]
)
def test_a_handle_with_letters_that_nobody_sees_is_not_plain(handle):
    assert not is_plain(handle)


def test_a_handle_in_welsh_is_plain():
    assert is_plain("Cyngor Tŷ Ddewi")


# Addresses of profiles and posts


def is_profile(pasted, registered, handle="AldmereAdvice", places=WELL):
    return leads_to(address_of(pasted), registered, handle=handle, places=places)


@pytest.mark.parametrize(
    "pasted",
    [
        "https://well.example/u/aldmereadvice/12/",
        "http://www.well.example/U/AldmereAdvice/12",
        "https://well.example/u/aldmereadvice/12/?utm_source=mail#top",
        "https://well.example/u/aldmereadvice/12/posts/",
        "https://forum.old.example/u/aldmereadvice/12/",
    ],
)
def test_a_profile_is_found_by_its_address_however_it_is_spelled(pasted):
    registered = "https://well.example/u/aldmereadvice/12/"

    assert is_profile(pasted, registered, places=("well.example", "forum.old.example"))


@pytest.mark.parametrize(
    "pasted",
    [
        "https://well.example/u/aldmereadvice/13/",
        "https://well.example/u/aldmereadvice/",
        "https://well.example/u/aldmereadvice/123/",
        "https://well.example/",
        "https://evil.example/u/aldmereadvice/12/",
        "https://well.example.evil.example/u/aldmereadvice/12/",
    ],
)
def test_another_profile_is_another_account(pasted):
    assert not is_profile(pasted, "https://well.example/u/aldmereadvice/12/")


def test_a_profile_that_is_told_by_its_query_is_found_by_it():
    registered = "https://well.example/member.php?u=12"

    assert is_profile("https://well.example/member.php?tab=posts&u=12", registered)
    assert not is_profile("https://well.example/member.php?u=13", registered)
    assert not is_profile("https://well.example/member.php", registered)


@pytest.mark.parametrize(
    "registered", ["https://well.example/", "https://well.example", "https://well.example/#x"]
)
def test_law_4_authority_is_never_given_to_a_whole_host(registered):
    """Law 4, and the rule that authority belongs to named accounts only."""
    assert not is_profile("https://well.example/u/anybody", registered)
    assert not is_profile("https://well.example/", registered)


def test_a_folder_of_profiles_makes_nobody_in_it_official():
    assert not is_profile("https://well.example/members/anybody", "https://well.example/members/")


def test_the_name_is_read_from_an_address_that_tells_it_by_name_alone():
    def name(pasted):
        return profile_name(address_of(pasted), WELL)

    assert name("https://well.example/u/AldmereAdvice/") == "aldmereadvice"
    assert name("https://well.example/@AldmereAdvice") == "aldmereadvice"
    # Forums that go by a number show whoever has it, whatever name stands before.
    assert name("https://well.example/members/aldmereadvice/99/") == ""
    assert name("https://well.example/members/99") == ""
    assert name("https://well.example/t/aldmereadvice") == ""


def test_a_post_is_this_very_post_and_no_other_on_its_page():
    link = "https://well.example/t/sick-pay?page=2#post-17"

    assert leads_to_post(address_of("http://www.well.example/t/sick-pay/?page=2#post-17"), link)
    assert not leads_to_post(address_of("https://well.example/t/sick-pay?page=2#post-18"), link)
    assert not leads_to_post(address_of("https://well.example/t/sick-pay?page=2"), link)
    assert not leads_to_post(address_of("https://well.example/t/sick-pay#post-17"), link)
    assert not leads_to_post(address_of("https://well.example/"), "https://well.example/")


def test_a_forum_may_stand_at_each_place_above_the_address():
    assert places_above(address_of("https://big.example/forum/t/1")) == [
        "big.example/forum/t/1",
        "big.example/forum/t",
        "big.example/forum",
        "big.example",
    ]
