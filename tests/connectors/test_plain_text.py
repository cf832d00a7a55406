import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors import plain_text
from alongside.connectors import simple_text as fast
from alongside.connectors.likeness import folded, stands_in
from alongside.connectors.plain_text import (
    html_to_plain,
    markdown_to_plain,
    node_to_plain,
    page_text,
)
from alongside.connectors.port import Unreadable
from alongside.connectors.simple_text import bare_text, simple_text
from alongside.fetching.messages import Response


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>One  <b>two</b>\n three</p><p>four</p>", "One two three\n\nfour"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<ul><li>a</li><li>b <i>c</i></li></ul>", "- a\n- b c"),
        ("<ol start=3><li>a</li><li><p>b</p></li></ol>", "3. a\n\n4. b"),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "- a\n\n1. b\n\n- c"),
        ("<blockquote><p>a</p><p>b<br>c</p></blockquote>d", "> a\n\n> b\n> c\n\nd"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n\n> > b"),
        ("<pre>  a\n    b</pre>", "  a\n    b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("caf&eacute; &lt;b&gt; &amp; &#128578;", "café <b> & 🙂"),
        ('<p>Well done <img class="emoji" alt=":)"><img alt="portrait"></p>', "Well done :)"),
        ("<script>no</script><style>no</style><!-- no --><template>no</template>yes", "yes"),
        ("<p hidden>no</p><p style='Display : none'>no</p><textarea>no</textarea>yes", "yes"),
        ("<noscript><p>yes</p></noscript>", "yes"),
        (
            '<a href="https://www.gov.uk/carers-allowance/how">https://www.gov.uk/car…/how</a>',
            "www.gov.uk/carers-allowance/how",
        ),
        ('<a href="https://www.gov.uk/">Read on...</a>', "Read on..."),
        ("", ""),
        ("<p> \n </p>", ""),
    ],
)
def test_html_becomes_what_a_reader_sees(html: str, plain: str) -> None:
    assert html_to_plain(html) == plain


def test_markdown_becomes_what_a_reader_sees() -> None:
    markdown = "**Hello** <b>you</b>\nsee [GOV.UK](https://www.gov.uk)\n\n* one\n* ~~two~~"

    assert markdown_to_plain(markdown) == "Hello <b>you</b>\nsee GOV.UK\n\n- one\n- two"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a  b\n\nc", "a b c"),
        ("a\u00a0b\u200b", "a b"),
        ("“It’s” – well…", '"It\'s" - well...'),
        ("- a\n- b", "• a\n• b"),
        ("> a", "a"),
        ("see https://www.gov.uk/x", "see www.gov.uk/x"),
        ("http://gov.uk", "https://gov.uk"),
        ("cafe\u0301", "café"),
        ("ﬁne", "fine"),
        ("Mon -- Fri --> by post", "Mon – Fri → by post"),
        ("10+-2", "10±2"),
        ("Good luck 🙂 📞 0300", "Good luck :slight_smile: :telephone_receiver: 0300"),
        ("Good luck :-) all", "Good luck all"),
    ],
)
def test_differences_of_typography_are_folded_away(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("£100", "£10"),
        ("£1.50", "£150"),
        ("you can", "you cannot"),
        ("gov.uk", "gov.uk.evil.example"),
        ("May", "may"),
        ("at 10:30:15", "at 10:45:15"),
        ("-5", "5"),
        ("✅ Wales", "❌ Wales"),
        ("Wales :white_check_mark:", "Wales :x:"),
        ("👍", "👎"),
    ],
)
def test_differences_of_content_are_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("place", "stands"),
    [
        ("Yes, you can.", True),
        ("Before. Yes, you can. After.", True),
        ("yes, you can.", False),
        ("No", False),
        ("", False),
    ],
)
def test_our_text_stands_in_a_place_whole_or_not_at_all(place: str, stands: bool) -> None:
    assert stands_in("Yes, **you** can.", place) is stands


def test_a_short_text_is_not_found_inside_a_word() -> None:
    assert not stands_in("Yes", "Yesterday")
    assert stands_in("Yes", "Yesterday? Yes.")


def test_a_text_pasted_as_it_was_written_is_found_too() -> None:
    assert stands_in("Yes, **you** can.", "Yes, **you** can.")


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "- "])
def test_no_text_stands_nowhere(nothing: str) -> None:
    assert not stands_in(nothing, "anything")


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html; charset=utf-8", "café".encode(), "café"),
        ("text/html; charset=ISO-8859-1", "“café”".encode("cp1252"), "“café”"),
        ("text/html", b'<meta charset="windows-1251">' + "да".encode("cp1251"), "да"),
        ("text/html", b"<meta content='text/html; charset=euc-jp'>" + "日".encode("euc_jp"), "日"),
        ("text/html; charset=nonsense", "café".encode(), "café"),
        ("text/html; charset=base64", b"Y2Fm", "Y2Fm"),
        ("", b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("text/html", b"caf\xff", "caf\ufffd"),
    ],
)
def test_the_character_set_is_found(content_type: str, body: bytes, text: str) -> None:
    response = Response("https://help.example/", 200, {"content-type": content_type}, body)

    assert page_text(response).endswith(text)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<DIV>" * 50_000,
        "".join(f"<b id={n}>" for n in range(5000)) + "<p>x" * 50_000,
    ],
)
def test_a_page_that_would_cost_minutes_is_unreadable(html: str) -> None:
    with pytest.raises(Unreadable):
        html_to_plain(html)


def test_a_deep_page_within_reason_is_read() -> None:
    assert html_to_plain("<div>" * 5000 + "deep" + "</div>" * 5000) == "deep"


def holding(html: str) -> LexborNode:
    """An element with this HTML in it."""
    node = LexborHTMLParser(f"<div id=here>{html}</div>").css_first("#here")
    assert node is not None
    return node


@given(st.text())
def test_any_text_is_rendered_without_a_crash(text: str) -> None:
    html_to_plain(text)
    html_to_plain(f"<ul><li>{text}<blockquote>{text}<a href='{text}'>{text}…</a>")
    markdown_to_plain(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abc .,*_-#>\n1)[](`", min_size=1))
def test_what_we_wrote_is_found_where_it_is_shown(text: str) -> None:
    shown = markdown_to_plain(text)

    assert stands_in(text, f"Before.\n\n{shown}\n\nAfter.") or not folded(shown)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<br>", "<b>", "</b>", "<i>", " ", "\n", "\u00a0", "&amp;", "&lt;",
             "&nbsp;", "text", "- ", "1.", "\t", "\u2003", "\x0c", "\x1c", "<a href=x>", "</a>",
             "<ul><li>", "<a href=//x.uk/ab>x.uk/a...", "…", "<div>", "</div>", "<h2 id=x>",
             "<span title='<p>'>", "<span style='color:red'>", "<span style='DISPLAY: none'>",
             "<span hidden>", "</span>", "<div hidden>", "a <b> </b> b", "<img alt=x>", "<svg>",
             "<a title='a &quot; > b'>", "<code>", "<!-- a -->",
             "<img class=smilie alt='a > &amp;'>", "<img class='my emoji' alt='- '>",
             "<img title='smile.>'>", "<img hidden>"]
        )
        | st.text(max_size=3),
        max_size=15,
    ).map("".join)
)  # fmt: skip
def test_the_fast_way_for_simple_html_says_what_the_writer_says(html: str) -> None:
    node = holding(html)

    assert simple_text(node) in (None, node_to_plain(node))
    assert bare_text(node.inner_html or "") in (None, node_to_plain(node))


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<br>", "<b>", "</b>", "<em>", "</em>", " ", "\n", "&nbsp;",
             "&lt;p&gt;", "text", "- ", "1.", ' hidden="', "&amp;", "\u2003", "a <b> </b> b"]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_the_fastest_way_for_bare_html_says_what_the_writer_says(html: str) -> None:
    node = holding(html)

    assert bare_text(node.inner_html or "") in (None, node_to_plain(node))


_LEFT_OUT = ["<blockquote class=q>Words of<p>another</blockquote>", "<span class=q>gone</span>"]
_SAID = ["<a class=m href=/u>@name</a>", "<i class=m>@name</i>"]


@given(
    st.lists(
        st.sampled_from(
            [*_LEFT_OUT, *_SAID, "<div class=q>", "</div>", "<p>", "<br>", "<b>", "</b>", "&amp;",
             " text ", "\n", "- ", "<span>", "</span>", "<span class=q>", "<div>", "&nbsp;",
             "<a href=/u>@name</a>", "<a title='<i class=&quot;m&quot;>@name</i>'>", "</a>",
             "<blockquote>", "<span>gone</span>"]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_the_fast_way_leaves_out_and_says_otherwise_what_the_writer_does(html: str) -> None:
    node = holding(html)
    without, said = node.css(".q"), [(one, "@member") for one in node.css(".m")]

    fast = simple_text(node, without=without, said=said)

    assert fast in (
        None,
        node_to_plain(
            node,
            without={one.mem_id for one in without},
            said={one.mem_id: words for one, words in said},
        ),
    )


@pytest.mark.parametrize(
    "html",
    [
        "Words of our own.<blockquote class=q>Others.</blockquote>",
        "Ask <a class=m href=/u>@name</a> about it.<br>Or me.",
    ],
)
def test_a_quotation_or_a_name_does_not_make_the_way_slow(html: str) -> None:
    node = holding(html)

    said = [(one, "@member") for one in node.css(".m")]

    assert simple_text(node, without=node.css(".q"), said=said) is not None


@pytest.mark.parametrize(
    "html",
    [
        "See <a href=/about>the page</a>.<br>And &nbsp;<span class=big>that</span>.",
        "<div class=advert></div><div>One</div>two<h3 id=three>three</h3>",
        "Yes <img class=smilies src=/s.gif alt=':)' title='Smile > Wink'>.<br>See <img src=/a>",
    ],
)
def test_links_blocks_and_pictures_do_not_make_the_way_slow(html: str) -> None:
    node = holding(html)

    assert simple_text(node) == node_to_plain(node)


def test_law_4_no_tag_of_a_post_is_kept_once_it_is_read() -> None:
    assert simple_text(holding("Ask <a href=/members/robin>them</a>.")) == "Ask them."
    assert not [name for name, held in vars(fast).items() if hasattr(held, "cache_info")]


@pytest.mark.parametrize(
    "html", ["<a href=/u>@name</a>", "<b class=m>@name</b>", "<blockquote>a</blockquote>", "<cite>"]
)
def test_what_a_selector_may_name_is_not_passed_over(html: str) -> None:
    node = LexborHTMLParser(f"<div id=here>Ask {html}</div>").css_first("#here")
    assert node is not None

    assert bare_text(node.inner_html or "") is None


def test_hundreds_of_names_are_left_to_the_writer_who_goes_through_a_post_once() -> None:
    names = "".join(f"<a class=m href=/{number}>@{number}</a> " for number in range(101))
    node = LexborHTMLParser(f"<div id=here>{names}</div>").css_first("#here")
    assert node is not None
    said = [(one, "@member") for one in node.css(".m")]

    assert simple_text(node, said=said) is None
    assert simple_text(node, said=said[:2]) is not None


def test_what_is_left_out_is_not_taken_for_its_like_that_is_not() -> None:
    html = "<p><a href=/u>@name</a></p><div class=q><a href=/u>@name</a></div>"
    node = holding(html)

    assert simple_text(node, without=node.css(".q > a")) is None
    assert simple_text(node, without=node.css(".q")) == "@name"


@pytest.mark.parametrize("before", range(16_380, 16_388))
def test_a_closing_tag_is_counted_once_wherever_the_page_is_cut(before: int) -> None:
    html = f"{'<' * before}</b>{'.' * 20_000}</b>"

    assert plain_text._closes(html, 2)
    assert not plain_text._closes(html, 3)
