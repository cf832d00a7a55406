"""What officials write, as XenForo and Vanilla show it: word for word what was approved."""

import pytest

from alongside.connectors.likeness import folded, stands_in
from alongside.connectors.markup import Markup, Style, prepare, to_bbcode
from alongside.connectors.plain_text import html_to_plain, markdown_to_plain
from alongside.connectors.port import Credential, ForumSite
from alongside.connectors.registry import poster_for
from alongside.fetching.messages import Request
from tests.connectors.xenforo.showing import CARD, FILM, TITLE, shown_by_xenforo

REPLIES = [
    "Most payments arrive within three working days.",
    "The page https://www.gov.uk/student-finance says when yours is due.",
    "https://www.gov.uk/student-finance",
    "Two pages help:\n\nhttps://www.gov.uk/a\n\nhttps://www.gov.uk/b?c=1&d=2",
    "We made a film about it: https://www.youtube.com/watch?v=abcdefghijk",
    "https://youtu.be/abcdefghijk",
    "<https://www.youtube.com/watch?v=abcdefghijk>",
    "[https://www.gov.uk/a](https://www.gov.uk/a)",
    "See www.gov.uk/council-tax, or (https://www.gov.uk/b).",
    "Use [the form](https://www.gov.uk/form) or write to <help@council.example>.",
    "[Write to us](mailto:help@council.example) or ring 01632 960 123.",
    "You need:\n\n- your passport\n- a letter with your address\n  - not older than three months",
    "You need:\n- your passport\n- a letter",
    "1. Sign in\n2. Choose **Pay**\n3. Print",
    "Then:\n\n3. Print\n4. Sign",
    "> When does it come?\n\nOn *Monday*.",
    "# Opening hours\n\nMonday to Friday, 9 to 5\nSaturday, 10 to 12",
    "It is £5\\* a week.\n\n\\* Under 18s go free, and \\*so do\\* carers.",
    "Write \\_first name\\_ in box \\`A\\`.",
    "\\- no list\n\\- only dashes",
    "\\> no quotation",
    "Tick [b] in the form; leave [/quote] and [url] as they are.",
    "The field <name> is needed if 3 < 5 & 5 > 3.",
    "Enter `[code]` or `x_1` there.",
    "```\n[b] 1 < 2\n  second line\n```",
    "~~Friday~~ Monday",
    "Gyda ni: “Ŵy’n iawn” – diolch. 10:30 a 14:45.",
    "#4021 is your reference number.",
    "*[HTML]: a note\n\n[^1] is no footnote | and | no table",
    "File name: report_2026_final.pdf (2*3 pages)",
]


@pytest.mark.parametrize("reply", REPLIES)
def test_xenforo_shows_the_words_that_were_approved(reply: str) -> None:
    shown = shown_by_xenforo(to_bbcode(reply))

    assert folded(html_to_plain(shown)) == folded(markdown_to_plain(reply))
    assert not any(other in shown for other in (TITLE, CARD, FILM))
    assert "http://mailto:" not in shown


def test_xenforo_puts_something_else_in_the_place_of_an_address_that_shows_itself() -> None:
    """What the marks around addresses are for."""
    assert TITLE in shown_by_xenforo("See [url]https://www.gov.uk/a[/url]")
    assert FILM in shown_by_xenforo("[url='https://youtu.be/a']https://youtu.be/a[/url]")
    assert CARD in shown_by_xenforo("https://www.gov.uk/a")


@pytest.mark.parametrize("reply", REPLIES)
def test_vanilla_is_sent_html_that_reads_as_what_was_approved(reply: str) -> None:
    """Its own Markdown is another one than ours, and a backslash before "<" is shown there."""
    poster = poster_for("vanilla")
    assert poster is not None

    request = next(
        poster.post_reply(
            ForumSite("https://forum.example"),
            credential=Credential("Borough", "va.key"),
            thread_id="7",
            text=reply,
        )
    )

    assert isinstance(request, Request)
    assert isinstance(request.json, dict)
    assert request.json["format"] == "wysiwyg"  # HTML, cleaned and shown as it is
    assert stands_in(reply, html_to_plain(str(request.json["body"])))


def test_vanilla_s_filter_drops_where_a_list_starts_so_its_numbers_are_written_out() -> None:
    text = "Then:\n\n3. Print\n4. *Sign*\n   - here\n\n1. a\n2. b\n\n0. c"

    sent = prepare(text, Style(Markup.HTML, counts_anew=True)).source

    assert "<p>3. Print</p>\n<p>4. <em>Sign</em></p>\n<ul>" in sent
    assert "start=" not in sent
    assert folded(html_to_plain(sent)) == folded(markdown_to_plain(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("3. - a\n4. b", "<p>3.</p>\n<ul>\n<li>a</li>\n</ul>\n<p>4. b</p>\n"),
        ("3. 1. a", "<p>3.</p>\n<ol>\n<li>a</li>\n</ol>\n"),
        ("3. 4. a", "<p>3.</p>\n<p>4. a</p>\n"),
        ("3. > a", "<p>3.</p>\n<blockquote>\n<p>a</p>\n</blockquote>\n"),
        (
            "3. ```\n   a\n   ```\n4. b",
            "<p>3.</p>\n<pre><code>a\n</code></pre>\n<p>4. b</p>\n",
        ),
        ("3. # a", "<h1>3. a</h1>\n"),
        ("3. ---\n4.\n5. a", "<p>3.</p>\n<hr />\n<p>4.</p>\n<p>5. a</p>\n"),
    ],
)
def test_a_number_stands_before_whatever_its_item_begins_with(text: str, html: str) -> None:
    sent = prepare(text, Style(Markup.HTML, counts_anew=True)).source

    assert sent == html
    assert folded(html_to_plain(sent)) == folded(markdown_to_plain(text))


@pytest.mark.parametrize("words", ["the map", "the **map**"])
def test_a_picture_that_is_shown_as_a_link_with_its_words_is_found(words: str) -> None:
    reply = f"Here it is: ![{words}](https://www.gov.uk/map.png) Follow it."

    assert stands_in(reply, html_to_plain(shown_by_xenforo(to_bbcode(reply))))
    assert stands_in(reply, "Here it is: Follow it.")
    assert not stands_in(reply, "Here it is: another map Follow it.")
