"""Pages whose encoding is right, missing, or a lie."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.fetching.text import text_of

META = '<meta charset="{}">'
XML = "<?xml version='1.0' encoding='iso-8859-2'?>"
KOI = META.format("koi8-r")


def html(charset: str = "") -> dict[str, str]:
    return {"content-type": f"text/html; charset={charset}" if charset else "text/html"}


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        (html("utf-8"), "Pensiwn – £5".encode(), "Pensiwn – £5"),
        (html(), "Pensiwn – £5".encode(), "Pensiwn – £5"),
        (html(), "£5 – ok".encode("cp1252"), "£5 – ok"),
        (html("ISO-8859-1"), "“£5”".encode("cp1252"), "“£5”"),  # as every browser reads it
        (html("us-ascii"), "£5".encode("cp1252"), "£5"),
        (html('"windows-1251"'), "форум".encode("cp1251"), "форум"),
        (html("gb2312"), "論壇".encode("gbk"), "論壇"),
        (html("Shift_JIS"), "掲示板".encode("cp932"), "掲示板"),
        ({}, KOI.encode() + "форум".encode("koi8-r"), KOI + "форум"),
        ({}, XML.encode() + b"\xb3", XML + "ł"),
        # The header is nearer to the truth than the page, the mark nearer than both.
        (html("utf-8"), (KOI + "é").encode(), KOI + "é"),
        (html("koi8-r"), "\ufeffé".encode(), "é"),
        (html("utf-8"), "\ufeffé".encode("utf-16-le"), "é"),
        (html("utf-8"), "\ufeffé".encode("utf-16-be"), "é"),
        # A page that can be read as ASCII is not in UTF-16, whatever it says.
        ({}, (META.format("utf-16") + "é").encode(), META.format("utf-16") + "é"),
        # Lies
        (html("utf-8"), b"caf\xe9", "caf\ufffd"),
        (html("zip"), b"plain", "plain"),
        (html("rot13"), b"plain", "plain"),
        (html("punycode"), b"plain", "plain"),
        (html("idna"), b"plain", "plain"),
        (html("utf-7"), b"+ADw-script+AD4-", "+ADw-script+AD4-"),
        (html("unicode_escape"), b"\\x41", "\\x41"),
        (html("hex"), b"41", "41"),
        (html("undefined"), b"plain", "plain"),
        (html("no-such-encoding"), b"plain", "plain"),
        (html("\x00"), b"plain", "plain"),
        (html("a" * 10_000), b"plain", "plain"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_has(
    headers: dict[str, str], body: bytes, text: str
) -> None:
    assert text_of(headers, body) == text


@pytest.mark.parametrize("charset", ["punycode", "idna", "zlib", "bz2", "uu", "quopri"])
def test_an_encoding_made_to_be_slow_is_not_used(charset: str) -> None:
    begun = process_time()

    text_of(html(charset), b"a" * 1_000_000 + b"-" + b"9" * 1_000_000)

    assert process_time() - begun < 1


@given(st.binary(max_size=300), st.text(max_size=30))
def test_whatever_a_page_is_it_is_read_without_a_crash(body: bytes, charset: str) -> None:
    text_of(html(charset), body)
    text_of({}, b"<meta charset=" + charset.encode("utf-8", "replace") + b">" + body)
