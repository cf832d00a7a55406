"""A reply is shown as it will read, and nothing in it becomes more than words and links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from alongside.connectors.as_read import Feature, features_in, html_of, html_of_signs
from alongside.connectors.by_hand import prepare_by_hand
from alongside.connectors.likeness import folded, stands_in
from alongside.connectors.markup import Markup, prepare
from alongside.connectors.plain_text import html_to_plain

ALLOWED = {
    *("p", "ul", "ol", "li", "blockquote", "strong", "em", "s", "pre", "code", "br", "hr", "a"),
    *("html", "head", "body", "-text"),
}


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    root = LexborHTMLParser(html).root
    assert root is not None
    return [(node.tag or "", node.attributes) for node in root.traverse(include_text=True)]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("**Yes** *now* ~~then~~", "<p><strong>Yes</strong> <em>now</em> <s>then</s></p>"),
        ("# Steps", '<p class="as-read__heading"><strong>Steps</strong></p>'),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("> so\n\n---", "<blockquote><p>so</p></blockquote><hr>"),
        ("a `x<y`", "<p>a <code>x&lt;y</code></p>"),
        ("a <b>c</b> & d", "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d</p>"),
        (
            "[form](https://www.gov.uk/x)",
            '<p><a class="govuk-link" href="https://www.gov.uk/x" '
            'rel="external noreferrer nofollow">form</a></p>',
        ),
        ("[form](/inside)", "<p>form</p>"),
        ("[form](javascript:alert(1))", "<p>[form](javascript:alert(1))</p>"),
    ],
)
def test_a_reply_reads_as_its_markdown_says(text: str, html: str) -> None:
    assert html_of(text) == html


def test_a_picture_is_not_loaded() -> None:
    html = html_of("![the office](https://pictures.example/a.png)")

    assert "<img" not in html
    assert ">the office</a>" in html


def test_a_picture_s_words_are_shown_without_the_marks_in_them() -> None:
    html = html_of("![the **new** `office`\n![and *b*](y)](https://pictures.example/a.png)")

    assert ">the new office\nand b</a>" in html


@given(st.text(alphabet="ab <>&[]()/*_`~-#1.\n\\!'\"@:=|jt", max_size=80))
def test_whatever_is_written_stays_words_and_links(text: str) -> None:
    for html in (html_of(text), html_of_signs(text)):
        for tag, attributes in elements(html):
            assert tag in ALLOWED
            assert set(attributes) <= {"class", "href", "rel", "start"}
            address = attributes.get("href")
            assert address is None or address.startswith(("http://", "https://", "mailto:"))
    assert folded(html_to_plain(html_of(text))) == folded(prepare(text, Markup.HTML).reads_as)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plain words.\nMore.", set()),
        ("# Steps", {Feature.HEADING, Feature.MARKS}),
        ("| a | b |\n|---|---|\n| 1 | 2 |", {Feature.TABLE}),
        ("![x](https://e.example/x.png)", {Feature.PICTURE, Feature.MARKS}),
        ("~~no~~", {Feature.STRUCK, Feature.MARKS}),
        ("7. a", {Feature.NUMBERS, Feature.MARKS}),
        ("as [b] said", {Feature.BRACKETS}),
    ],
)
def test_what_not_every_forum_shows_is_found(text: str, found: set[Feature]) -> None:
    assert features_in(text) == found


ALL_OF_IT = "# Steps\n\n~~old~~ `x` [b]\n\n3. c\n\n---\n\n![x](https://e.example/x.png)"


@pytest.mark.parametrize(
    ("kind", "markup", "not_shown"),
    [
        ("discourse", "Markdown", []),
        ("stackexchange", "Markdown (CommonMark)", []),
        ("xenforo", "BBCode", ["heading", "numbers", "picture"]),
        (
            "phpbb",
            "BBCode",
            ["brackets", "code", "heading", "numbers", "picture", "rule", "struck"],
        ),
        ("mybb", "BBCode", ["brackets", "code", "heading", "numbers", "picture"]),
        ("smf", "BBCode", ["heading", "numbers", "picture"]),
        ("vbulletin", "BBCode", ["code", "heading", "numbers", "picture", "rule", "struck"]),
        ("invision", "plain text", ["marks"]),
        ("", "plain text", ["marks"]),
    ],
)
def test_each_software_says_what_it_cannot_show(
    kind: str, markup: str, not_shown: list[str]
) -> None:
    prepared = prepare_by_hand(ALL_OF_IT, kind=kind)

    assert (prepared.markup, list(prepared.not_shown)) == (markup, not_shown)


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("phpbb", "~ a [url=https://www.gov.uk/x]b[/url]\n\n[list=1]\n[*]c\n[/list]"),
        (
            "smf",
            "~ a [url=https://www.gov.uk/x]b[/url]\n\n[list type=decimal]\n[li]c[/li]\n[/list]",
        ),
        ("xenforo", "~ a [url='https://www.gov.uk/x']b[/url]\n\n[list=1]\n[*]c\n[/list]"),
        ("hyperkitty", "~ a [b](https://www.gov.uk/x)\n\n1. c"),
    ],
)
def test_a_person_is_given_the_markup_of_the_forum(kind: str, source: str) -> None:
    assert prepare_by_hand("~ a [b](https://www.gov.uk/x)\n\n1. c", kind=kind).source == source


def test_words_in_brackets_stay_words_where_the_software_can_say_so() -> None:
    assert prepare_by_hand("[b]x", kind="smf").source == "[nobbc][b][/nobbc]x"
    assert prepare_by_hand("[b]x", kind="vbulletin").source == "[noparse][b][/noparse]x"
    assert prepare_by_hand("[b]x", kind="phpbb").source == "[b]x"


def test_marks_are_shown_as_signs_where_they_are_read_as_such() -> None:
    prepared = prepare_by_hand("**Yes**\n\nno", kind="")

    assert prepared.html == "<p>**Yes**</p><p>no</p>"
    assert stands_in("**Yes**\n\nno", prepared.reads_as)
