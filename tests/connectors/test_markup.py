"""A reply reads in every forum as it was approved."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alongside.connectors.by_hand import prepare_by_hand
from alongside.connectors.likeness import folded, stands_in
from alongside.connectors.markup import Markup, Style, prepare, to_bbcode
from alongside.connectors.plain_text import html_to_plain, markdown_to_plain
from tests.connectors.effort import grows_with_its_text


@pytest.mark.parametrize(
    ("markdown", "bbcode"),
    [
        (
            "**Yes**, *soon* ~~late~~ `x=1`",
            "[b]Yes[/b], [i]soon[/i] [s]late[/s] [icode]x=1[/icode]",
        ),
        ("One\ntwo\n\nthree", "One\ntwo\n\nthree"),
        ("# Steps", "[b]Steps[/b]"),
        ("- a\n- b\n  - c", "[list]\n[*]a\n[*]b\n[list]\n[*]c\n[/list]\n[/list]"),
        ("1. a\n2. b", "[list=1]\n[*]a\n[*]b\n[/list]"),
        ("3. a\n4. b", "3. a\n4. b"),  # BBCode cannot count from three
        ("> as you said\n\nYes", "[quote]as you said[/quote]\n\nYes"),
        ("```\na [b] c\n```", "[code]a [b] c[/code]"),
        ("[the form](https://www.gov.uk/x)", "[url='https://www.gov.uk/x']the form[/url]"),
        ("<me@council.example>", "[email='me@council.example']me@council.example[/email]"),
        ("[b]not bold[/b]", "[plain][b][/plain]not bold[plain][/b][/plain]"),
        (
            "[x](https://e.example/']%5B/url%5D)",
            "[url='https://e.example/%27%5D%5B/url%5D']x[/url]",
        ),
        ("a <b>c</b>", "a <b>c</b>"),
        (
            "See https://www.gov.uk/x_y.",
            "See [url='https://www.gov.uk/x_y'][plain]https://www.gov.uk/x_y[/plain][/url].",
        ),
        ("See www.gov.uk/x.", "See [url='http://www.gov.uk/x']www.gov.uk/x[/url]."),
    ],
)
def test_bbcode_says_the_same(markdown: str, bbcode: str) -> None:
    assert to_bbcode(markdown) == bbcode


def test_a_long_row_of_signs_in_a_word_is_written_as_fast_as_any_word() -> None:
    assert grows_with_its_text(to_bbcode, lambda size: f"a{'_' * size}b", of=2_000)


@pytest.mark.parametrize(
    ("signs", "bbcode"),
    [
        ("\\_a\\_", "[plain]_[/plain]a[plain]_[/plain]"),
        ("a\\_\\_b", "a__b"),
        ("a\\*\\_b", "a*[plain]_[/plain]b"),
        ("a\\_\\*b\\_ \\`", "a[plain]_[/plain]*b[plain]_[/plain] [plain]`[/plain]"),
    ],
)
def test_signs_of_markdown_at_the_edge_of_a_word_are_marked_as_text(
    signs: str, bbcode: str
) -> None:
    assert to_bbcode(signs) == bbcode


def test_html_of_a_reply_is_only_text() -> None:
    prepared = prepare("See <script>alert(1)</script> **now**", Markup.HTML)

    assert "<script" not in prepared.source
    assert html_to_plain(prepared.source) == "See <script>alert(1)</script> now"
    assert prepared.reads_as == "See <script>alert(1)</script> now"


def test_bbcode_stays_text_where_html_is_searched_for_it_too() -> None:
    text = "Tick [b] and [/b], `[i]`, [1]. [Form \\[x\\]](https://www.gov.uk/[b])\n\n    [code]"

    sent = prepare(text, Style(Markup.HTML, knows_bbcode=True)).source

    pieces = re.split(r"<[^>]*>", sent)
    assert not [piece for piece in pieces if re.search(r"\[/?(?:b|i|code|x)\]", piece)]
    assert html_to_plain(sent) == html_to_plain(prepare(text, Markup.HTML).source)


@pytest.mark.parametrize(
    ("markdown", "sent"),
    [
        ("a <b>c</b>", r"a \<b>c\</b>"),
        ("a < b, 3 <4", "a < b, 3 <4"),
        (r"a \<b>", r"a \<b>"),
        ("`<b>` and ``a`<i>``", "`<b>` and ``a`<i>``"),
        ("```\n<b>\n```\n<b>", "```\n<b>\n```\n\\<b>"),
        (
            "<https://www.gov.uk/x> <me@council.example>",
            "<https://www.gov.uk/x> <me@council.example>",
        ),
        ("<!-- hidden -->", r"\<!-- hidden -->"),
    ],
)
def test_markdown_that_forums_would_read_as_html_stays_text(markdown: str, sent: str) -> None:
    assert prepare(markdown, Markup.MARKDOWN).source == sent


def test_a_line_break_stays_one_where_markdown_is_strict() -> None:
    prepared = prepare("Office\nHigh Street\n\n```\na\nb\n```", Markup.STRICT_MARKDOWN)

    assert prepared.source == "Office  \nHigh Street\n\n```\na\nb\n```"


def test_code_that_goes_over_two_lines_gets_no_blanks() -> None:
    assert prepare("1`\n1 `\na", Markup.STRICT_MARKDOWN).source == "1`\n1 `  \na"


def test_code_does_not_go_from_one_paragraph_into_the_next() -> None:
    assert prepare("`\n\n`<a`", Markup.MARKDOWN).source == "`\n\n`<a`"


@example("1`\n1 `")
@given(st.text(alphabet="ab <>&[]/*_`~-#1.\n\\!'\"@:", max_size=60))
def test_what_is_sent_as_markdown_or_html_reads_as_what_was_approved(text: str) -> None:
    approved = folded(markdown_to_plain(text))

    assert folded(html_to_plain(prepare(text, Markup.HTML).source)) == approved
    assert folded(markdown_to_plain(prepare(text, Markup.STRICT_MARKDOWN).source)) == approved


def test_a_sent_reply_is_found_by_the_text_that_was_approved() -> None:
    text = "You **can**.\n\n1. Call\n2. Write\n\nSee <https://www.gov.uk/x>"

    assert stands_in(text, html_to_plain(prepare(text, Markup.HTML).source))


@pytest.mark.parametrize(
    ("markdown", "sent"),
    [
        ("See https://www.gov.uk/x_y.", "See <https://www.gov.uk/x_y>."),
        ("Lists:\n- https://www.gov.uk/a?b=1&c=2", "Lists:\n- <https://www.gov.uk/a?b=1&c=2>"),
        (
            "(https://www.gov.uk/a) **https://www.gov.uk/b**",
            "(<https://www.gov.uk/a>) **<https://www.gov.uk/b>**",
        ),
        ("https://en.example/Wales_(UK), too", "<https://en.example/Wales_(UK)>, too"),
        ("[https://www.gov.uk](https://www.gov.uk/x)",) * 2,
        ("<https://www.gov.uk/x> `https://www.gov.uk/y`",) * 2,
        ("```\nhttps://www.gov.uk/x\n```",) * 2,
        ("[the form][1]\n\n[1]: https://www.gov.uk/x",) * 2,
        ("https:// and http:// and www.",) * 2,
        ("See www.gov.uk/x, too", "See [www.gov.uk/x](http://www.gov.uk/x), too"),
        ("[www.gov.uk/x](https://www.gov.uk/x)",) * 2,
    ],
)
def test_an_address_is_marked_where_a_forum_would_put_a_card_in_its_place(
    markdown: str, sent: str
) -> None:
    prepared = prepare(markdown, Style(Markup.MARKDOWN, marks_addresses=True))

    assert prepared.source == sent
    assert folded(markdown_to_plain(sent)) == folded(prepared.reads_as)


@pytest.mark.parametrize(
    ("markdown", "sent"),
    [
        ("[b]not bold[/b]", r"\[b\]not bold\[/b\]"),
        ("[quote=x]y[/quote]\n\n[hr]", r"\[quote=x\]y\[/quote\]" + "\n\n" + r"\[hr\]"),
        ("[url](https://www.gov.uk/x) [name] [1]",) * 2,
        ("`[b]`\n\n```\n[i]\n```",) * 2,
        (r"\[b]",) * 2,
        ("[b][1]\n\n[1]: https://www.gov.uk/x",) * 2,
        ("[b]\n\n[b]: https://www.gov.uk/x",) * 2,
    ],
)
def test_bbcode_stays_text_where_markdown_knows_it_too(markdown: str, sent: str) -> None:
    assert prepare_by_hand(markdown, kind="misago").source == sent


@given(
    st.text(alphabet="ab <>[]()*_`\n.https:/&", max_size=40),
    st.sampled_from(["https://www.gov.uk/a", "www.gov.uk/a"]),
)
def test_marking_an_address_changes_no_word(text: str, address: str) -> None:
    text = f"{text}{address}{text}"

    sent = prepare(text, Style(Markup.MARKDOWN, marks_addresses=True)).source

    assert markdown_to_plain(sent) == markdown_to_plain(prepare(text, Markup.MARKDOWN).source)


def test_a_bare_address_is_a_link_in_every_forum_and_no_mark_that_one_may_lack() -> None:
    text = "See https://www.gov.uk/x?a=1&b=2"
    link = '<a href="https://www.gov.uk/x?a=1&amp;b=2">https://www.gov.uk/x?a=1&amp;b=2</a>'

    assert prepare(text, Markup.HTML).source == f"<p>See {link}</p>\n"
    assert 'href="https://www.gov.uk/x?a=1&amp;b=2"' in prepare(text, Markup.MARKDOWN).html
    as_typed = prepare_by_hand(text, kind="unknown")
    assert (as_typed.source, as_typed.not_shown) == (text, ())
    assert prepare_by_hand(text, kind="phpbb").source == text  # it makes links of them by itself
