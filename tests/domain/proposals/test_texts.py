"""What may stand in a proposal."""

import pytest

from alongside.proposals.domain import texts

GOV = frozenset({"gov.uk"})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  plain  ", "plain"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("pay\u202elive\u202c\u2066x\u2069", "paylivex"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("Dŵr a thân 👍🏽", "Dŵr a thân 👍🏽"),
        ("\x00", ""),
    ],
)
def test_a_text_is_kept_without_signs_that_nobody_meant(typed, kept):
    assert texts.cleaned(typed) == kept


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", 0),
        ("see https://a.example and HTTP://b.example or www.c.example", 3),
        ("[url=https://a.example]buy[/url] <a href='https://b.example'>", 2),
        ("the wwwyoming forum", 0),
    ],
)
def test_links_are_counted_however_they_are_written(text, links):
    assert texts.count_links(text) == links


def found_in(text):
    return [found.kind for found in texts.details_in(text, official_domains=GOV)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Write to jane@posts.example", ["e-mail address"]),
        ("The mailbox is help@service.gov.uk", []),
        ("https://posts.example/?to=jane@posts.example", ["e-mail address"]),
        ("https://jane:secret@posts.example/", ["e-mail address"]),
        ("Call 07700 900123", ["telephone number"]),
        ("https://posts.example/threads/07700900123", []),
        ("QQ 12 34 56 C", ["National Insurance number"]),
        ("Founded in 2004 with 42,000 members", []),
    ],
)
def test_personal_details_are_found_and_numbers_of_pages_are_not_taken_for_them(text, kinds):
    assert found_in(text) == kinds


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://forum.example/rules?x=1#top", "https://forum.example/rules?x=1#top"),
        ("http://forum.example", "http://forum.example"),
        ("see https://forum.example", ""),
        ("https://forum.example two", ""),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT://forum.example/%0aalert(1)", ""),
        ("data:text/html,<b>", ""),
        ('https://forum.example/"onclick="x', ""),
        ("https://user@forum.example/", ""),
        ("https://", ""),
        ("The Gazette of 3 May, page 2", ""),
    ],
)
def test_only_a_whole_address_of_the_web_becomes_a_link(source, address):
    assert texts.address_of(source) == address


def test_the_same_text_is_the_same_whatever_its_case_and_blanks():
    first = texts.fingerprint("forum:well", "It  moved.\n", "x")

    assert texts.fingerprint("forum:well", "it moved.", "X") == first
    assert texts.fingerprint("forum:well", "it moved", "X") != first
    assert texts.fingerprint("forum:wellit moved.", "", "x") != first
    assert len(first) == 64
