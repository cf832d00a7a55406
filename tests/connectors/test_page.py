"""An answer looked at as HTML or as data; addresses and figures in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from alongside.connectors.generic import parse
from alongside.connectors.page import Page, figure_in, query_field, without_session
from alongside.connectors.plain_text import html_to_plain, page_text, with_ends
from alongside.connectors.port import ForumSite, Unreadable
from alongside.connectors.reading import figures_in, labels_turned, month_comes_first
from alongside.fetching.messages import Response
from tests.connectors.answers import SITE, page


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/viewtopic.php?t=7&sid=0123456789abcdef0123456789abcdef", "/viewtopic.php?t=7"),
        ("/viewtopic.php?sid=0123456789abcdef0123456789abcdef&t=7", "/viewtopic.php?t=7"),
        ("/index.php?PHPSESSID=v1utkrtf5hblc59msnghob8d0v&topic=7.0", "/index.php?topic=7.0"),
        ("/index.php?PHPSESSID=v1utkrtf5hblc59msnghob8d0v&", "/index.php"),
        ("/showthread.php?s=576caa73d70307534f3fb79e355dac0c&t=7", "/showthread.php?t=7"),
        ("/index.php?topic=7.0;wap2", "/index.php?topic=7.0;wap2"),
        ("/search?s=council", "/search?s=council"),  # a word that somebody looks for
    ],
)
def test_the_number_of_a_visit_leaves_an_address(address: str, kept: str) -> None:
    assert without_session(f"https://forum.example{address}") == f"https://forum.example{kept}"


def test_links_are_whole_and_stay_in_the_forum() -> None:
    found = page("", "/topic/7/")
    folder = ForumSite("https://forum.example/community")

    assert found.address_on(SITE, "../8/#x") == "https://forum.example/topic/8/#x"
    assert found.address_on(SITE, "https://elsewhere.example/") == ""
    assert found.address_on(SITE, "javascript:alert(1)") == ""
    assert found.address_on(SITE, "http://[broken") == ""
    assert found.address_on(folder, "/topic/8/") == ""
    assert found.address_on(SITE, None) == ""


def test_fields_are_parted_by_either_sign() -> None:
    assert query_field("https://forum.example/?action=x;topic=7", "topic") == "7"
    assert query_field("https://forum.example/?action=x&topic=7", "topic") == "7"
    assert query_field("https://forum.example/?action=x", "topic") is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1,204", 1204),
        ("1.204", 1204),
        ("1 204 567", 1204567),
        ("12", 12),
        ("3.5K", 3500),
        ("1,2k views", 1200),
        ("2M", 2000000),
        ("Replies: 4, Views: 90", 4),
        ("none", None),
        ("", None),
        ("4 Members", 4),  # no million
    ],
)
def test_figures_are_read_however_their_thousands_are_parted(text: str, figure: int | None) -> None:
    assert figure_in(text) == figure


@given(st.text(max_size=100))
def test_no_text_breaks_the_reader_of_figures(text: str) -> None:
    found = figure_in(text)

    assert found is None or found >= 0
    assert all(figure.value >= 0 for figure in figures_in(text))


def test_figures_are_told_with_the_words_before_the_last_one_only() -> None:
    figures = figures_in("155 Posts in 43 Topics by 12 Members - Latest Member: wren_t")

    assert [(figure.kind, figure.value) for figure in figures] == [
        ("posts", 155),
        ("threads", 43),
        ("members", 12),
    ]
    assert {figure.sentence for figure in figures} == {"155 Posts in 43 Topics by 12 Members"}


def test_figures_behind_their_labels_are_told_in_the_words_of_the_page() -> None:
    said = "Total posts: 155 \u2022 Total topics: 43 \u2022 Newest member: wren_t"

    figures = figures_in(said, read_as=labels_turned(said))

    assert {(figure.kind, figure.value) for figure in figures} == {("posts", 155), ("threads", 43)}
    assert {figure.sentence for figure in figures} == {
        "Total posts: 155 \u2022 Total topics: 43",
    }


def test_figures_are_told_in_other_languages() -> None:
    said = "9.876 Beiträge in 1.204 Themen von 310 Mitgliedern"

    assert [figure.value for figure in figures_in(said)] == [9876, 1204, 310]


def test_dates_that_can_be_read_one_way_tell_the_others() -> None:
    assert month_comes_first(["05-06-2026", "11-25-2026"]) is True
    assert month_comes_first(["05-06-2026", "25-11-2026"]) is False
    assert month_comes_first(["05-06-2026"]) is None


@pytest.mark.parametrize("body", [b"", b"{", b"<p>", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_data_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        _ = Page(Response("https://forum.example/", 200, {}, body)).json


def test_a_page_tells_which_of_some_words_stands_in_its_markup() -> None:
    shown = page('<i class="edited">x</i><i class="note">y</i>')

    assert shown.held("notice", "note", "edited") == "note"
    assert shown.held("locked") == ""


@pytest.mark.parametrize(
    "written",
    [
        'class="a b-c"',
        "class='a b-c'",
        "CLASS='a b-c'",
        'Class = "a\n b-c"',
        "id=x class=a class=b-c",
    ],
)
def test_a_page_tells_which_classes_its_markup_gives(written: str) -> None:
    classes = page(f"<p title=glass {written}>words</p>").classes

    assert {"a", "b-c"} <= classes
    assert not {"title", "words", "p"} & classes


def test_the_answer_s_own_date_is_known_or_nothing() -> None:
    assert page("").answered_at is not None
    broken = Response("https://forum.example/", 200, {"date": "yesterday"}, b"")
    assert Page(broken).answered_at is None


def test_a_clock_at_the_end_of_time_is_no_date_of_an_answer() -> None:
    """Nothing can be added to it: "2 hours ago" on such a page was an error without a name."""
    html = "".join(
        f"<div class=post><b class=author>wren{n}</b> <time>2 hours ago</time>"
        f"<p class=body>The form wants the old number, and I have the {n}th of them here.</p></div>"
        for n in range(3)
    )
    headers = {"date": "Fri, 31 Dec 9999 23:59:59 GMT"}
    told = Page(Response(f"{SITE.address}/t/1", 200, headers, html.encode()))

    assert told.answered_at is None
    assert len(parse.thread_page(told, SITE, keep_names=False).posts) == 3


def test_a_page_that_calls_itself_latin_and_is_utf_8_is_read_as_utf_8() -> None:
    body = '<meta charset="iso-8859-1"><p>Überzahlung</p>'

    assert "Überzahlung" in page_text(Response("x", 200, {}, body.encode()))
    assert "Überzahlung" in page_text(Response("x", 200, {}, body.encode("cp1252")))


@given(
    st.sampled_from(["utf-8", "iso-8859-1", "windows-1251", "shift_jis", "utf-16", "gb18030"]),
    st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
)
def test_the_parser_reads_what_the_page_says_in_whatever_bytes(named: str, body: bytes) -> None:
    answer = Page(Response("x", 200, {"content-type": f"text/html; charset={named}"}, body))

    assert answer.tree.html == LexborHTMLParser(with_ends(page_text(answer.response))).html


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ('<p><i class="lock"/>Council</p><p>tax</p>', "Council\n\ntax"),
        ("<p>a<br/>b</p>", "a\nb"),
        ("<p><a href=/topics/>words</a></p>", "words"),
        ('<script src="x"/><p>seen</p>', "seen"),
        ('<svg><path d="x"/></svg>after', "after"),
    ],
)
def test_what_is_closed_as_in_xml_is_closed(html: str, plain: str) -> None:
    assert html_to_plain(html) == plain


def test_strokes_without_end_are_looked_through_once() -> None:
    html = "/>" * 1_500_000

    assert with_ends(html) is html  # it took half a minute when each looked back to the beginning


@pytest.mark.parametrize(
    ("html", "closed"),
    [
        ('<i class="a"/><i class="b"/>', '<i class="a"></i><i class="b"></i>'),
        ('<br /><i class="a" />x', '<br /><i class="a" ></i>x'),
        ("<i>/></i><u/>", "<i>/></i><u></u>"),
    ],
)
def test_each_stroke_closes_its_own_tag(html: str, closed: str) -> None:
    assert with_ends(html) == closed


def test_pages_that_need_no_ends_stay_as_they_are() -> None:
    html = "<p>a<br/><a href=/x/>b</a></p>"

    assert with_ends(html) is html


@pytest.mark.parametrize("year", ["9999", "1970"])
def test_a_day_on_which_nothing_can_be_counted_is_not_believed(year: str) -> None:
    told = Page(Response(SITE.address, 200, {"date": f"Fri, 31 Dec {year} 23:59:59 GMT"}, b""))

    assert told.answered_at is None


def test_links_lead_from_where_the_page_s_head_says() -> None:
    html = '<head><base href="https://forum.example/"></head><a href="threads/x.41/page-2">2</a>'
    looked_at = page(html, "/threads/x.41/")

    assert looked_at.address("threads/x.41/page-2") == "https://forum.example/threads/x.41/page-2"
    # Scripts keep a place within the page where it is.
    assert looked_at.address("#post-7") == "https://forum.example/threads/x.41/#post-7"


def test_a_site_that_names_itself_by_another_scheme_in_its_head_is_the_same_site() -> None:
    html = '<head><base href="http://www.forum.example/talk/"></head><a href="t/41">x</a>'

    assert page(html, "/talk/x/").address("t/41") == "https://forum.example/talk/t/41"
