"""What is text with us stays text in forums whose Markdown makes more of it.

What each forum makes of which sign was read in its source; the texts were put through its own
renderer when these expectations were written.
"""

from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alongside.connectors.as_read import html_of
from alongside.connectors.by_hand import prepare_by_hand
from alongside.connectors.flavours import COMMENT, WORD_JOINER
from alongside.connectors.likeness import folded, stands_in
from alongside.connectors.plain_text import markdown_to_plain
from tests.connectors.effort import grows_with_its_text

FORUMS = ("discourse", "flarum", "lemmy", "nodebb")
every_forum = pytest.mark.parametrize("forum", FORUMS)


def sent(text: str, forum: str) -> str:
    return prepare_by_hand(text, kind=forum).source


def without_what_is_not_seen(source: str) -> str:
    return source.replace(COMMENT, "").replace(WORD_JOINER, "")


@pytest.mark.parametrize("forum", ["discourse", "lemmy", "nodebb"])
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("£12,000 (pa), section 4(c), 7(R) (tm)", r"£12,000 \(pa), section 4\(c), 7\(R) \(tm)"),
        ("+-5, wait... a -- b -> c", r"\+-5, wait\.\.. a \-- b \-> c"),
        ("Really????? a,,b", r"Really\?\???? a\,,b"),
        ("It's “so” (and 'so')", "It's “so” (and 'so')"),
    ],
)
def test_no_forum_makes_another_sign_of_one_that_was_approved(
    text: str, written: str, forum: str
) -> None:
    assert sent(text, forum) == written


@pytest.mark.parametrize(
    ("forum", "written"),
    [
        ("discourse", rf"@{COMMENT}AldmereCouncil, @{COMMENT}jane_d. help@council.example"),
        ("flarum", r"\@AldmereCouncil, \@jane_d. help@council.example"),
        ("lemmy", "@AldmereCouncil, @jane_d. help@council.example"),  # no name without its site
        ("nodebb", f"@{WORD_JOINER}AldmereCouncil, @{WORD_JOINER}jane_d. help@council.example"),
    ],
)
def test_a_reply_writes_to_nobody_whose_name_stands_in_it(forum: str, written: str) -> None:
    assert sent("@AldmereCouncil, @jane_d. help@council.example", forum) == written


def test_a_name_with_its_site_is_no_message_to_it_in_lemmy() -> None:
    assert sent("Ask @advice@forum.example", "lemmy") == r"Ask @advice\@forum.example"


@pytest.mark.parametrize(
    ("forum", "written"),
    [
        ("discourse", rf"Bye :{COMMENT}) no #{COMMENT}3, 9:00"),
        ("flarum", r"Bye \:) no \#3, 9:00"),
        ("lemmy", "Bye :) no #3, 9:00"),
        ("nodebb", f"Bye :{WORD_JOINER}) no #3, 9:00"),
    ],
)
def test_signs_of_mood_and_numbers_behind_a_cross_stay_as_they_were_typed(
    forum: str, written: str
) -> None:
    assert sent("Bye :) no #3, 9:00", forum) == written


@pytest.mark.parametrize("forum", ["discourse", "nodebb"])
def test_nothing_is_put_into_times_and_words_that_no_forum_takes_for_moods(forum: str) -> None:
    text = "10:30:15, Note:Please, Section 3:Duties, 1:2"

    assert sent(text, forum) == text
    parting = {"discourse": COMMENT, "nodebb": WORD_JOINER}[forum]
    assert sent("9:00 :house: 1:100:5 (8-)", forum) == (
        f"9:00 :{parting}house: 1:{parting}100:5 (8{parting}-)"
    )


def test_a_word_behind_a_colon_is_no_mood_in_flarum_which_looks_for_them_anywhere() -> None:
    assert sent("Section 3:Duties ;) :house:", "flarum") == (r"Section 3\:Duties ;\) \:house:")


@every_forum
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It takes ~5 to ~10 days", r"It takes \~5 to \~10 days"),
        ("£1,000*, or £500*, plus", r"£1,000\*, or £500\*, plus"),
        ("my_file and _this", r"my_file and \_this"),
        ("| a | b |", r"\| a \| b \|"),
        ("[b]form[/b] [x] [1] [poll]", r"\[b\]form\[/b\] \[x\] \[1\] \[poll\]"),
        ("[the form](https://www.gov.uk/x) `[b]`", "[the form](https://www.gov.uk/x) `[b]`"),
        ("[b][1]\n\n[1]: https://www.gov.uk/x", "[b](https://www.gov.uk/x)"),
        ("Yes!\\[x\\](y)", r"Yes!\[x\](y)"),
        ("a <b>c</b> < 5", r"a \<b>c\</b> < 5"),
        ("C:\\Users\\me", r"C:\\Users\\me"),
        ("Since\n2026\\. So\n\\# 1\n\\- 5", "Since  \n2026\\. So  \n\\# 1  \n\\- 5"),
    ],
)
def test_signs_that_were_text_make_nothing_else(text: str, written: str, forum: str) -> None:
    assert without_what_is_not_seen(sent(text, forum)) == written


@pytest.mark.parametrize("forum", ["flarum", "lemmy"])
def test_nothing_is_raised_or_lowered(forum: str) -> None:
    assert sent("10^-3, H~2~O [^1]", forum) == r"10\^-3, H\~2\~O \[\^1\]"


def test_no_box_to_tick_is_made_in_nodebb() -> None:
    assert sent("- [x] done", "nodebb") == rf"- \[{WORD_JOINER}x\] done"


def test_an_address_without_its_beginning_keeps_its_words_in_discourse() -> None:
    """Behind a link that it makes by itself, the page's title would stand for the address."""
    text = "Go to gov.uk/apply-now or form.It by 1.4.2026. help@council.gov.uk"

    assert sent(text, "discourse") == (
        r"Go to gov\.uk/apply-now or form\.It by 1.4.2026. help@council.gov.uk"
    )


def test_an_address_alone_in_a_paragraph_gives_way_to_no_card_in_nodebb() -> None:
    text = "See:\n\nhttps://www.gov.uk/x\n\nand https://www.gov.uk/y"

    assert sent(text, "nodebb") == (
        f"See:\n\n<https://www.gov.uk/x>{WORD_JOINER}\n\nand <https://www.gov.uk/y>"
    )


def test_no_page_s_title_stands_for_a_name_that_is_an_address_too() -> None:
    assert sent("Ask @hmrc.gov.uk", "discourse") == rf"Ask @{COMMENT}hmrc\.gov\.uk"
    assert sent("Seehttps://www.gov.uk", "discourse") == r"Seehttps\://www\.gov\.uk"


def test_a_name_in_an_address_is_no_message_to_it_in_nodebb() -> None:
    """NodeBB looks for names everywhere but in marked links and code."""
    text = "https://video.example/@aldmere and more"

    assert sent(text, "nodebb") == (
        f"[https://video.example/@{WORD_JOINER}aldmere](https://video.example/@aldmere) and more"
    )


def test_figures_before_a_name_do_not_hide_it_from_nodebb() -> None:
    assert sent("5@noon, info2@council.example", "nodebb") == (
        f"5@{WORD_JOINER}noon, info2@council.example"
    )


@every_forum
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Kind regards\nAldmere\n---", "Kind regards  \nAldmere\n---"),
        ("C#\n---", r"## C\#"),
        ("## Steps \\##", r"## Steps \#\#"),
        ("- a\n\n  ***", "- a\n\n  ___"),
        ("Yes!www.gov.uk/x", r"Yes\![www.gov.uk/x](http://www.gov.uk/x)"),
    ],
)
def test_headings_and_lines_and_links_stay_what_they_were(
    text: str, written: str, forum: str
) -> None:
    source = without_what_is_not_seen(sent(text, forum)).replace("-   a", "- a")

    assert source.replace("    ___", "  ___") == written


def test_a_list_behind_a_list_of_another_kind_is_not_counted_on_in_flarum() -> None:
    text = "1. a\n2. b\n\n- c"

    assert sent(text, "flarum") == f"1.  a\n2.  b\n\n{WORD_JOINER}\n\n-   c"
    assert sent(text, "nodebb") == text


@every_forum
def test_the_signs_of_an_address_are_shown_as_they_were_approved(forum: str) -> None:
    """Between angle brackets forums show "%20" as a blank."""
    text = "https://www.gov.uk/a%20b_c"

    shown = r"[https://www.gov.uk/a%20b_c](https://www.gov.uk/a%20b_c)"
    assert without_what_is_not_seen(sent(text, forum)) == shown


@every_forum
def test_a_line_break_holds_where_a_forum_has_switched_it_off(forum: str) -> None:
    assert sent("Office\nHigh Street", forum) == "Office  \nHigh Street"


def test_lists_in_lists_are_moved_in_so_far_that_flarum_sees_them() -> None:
    text = "1) a\n   - b\n     - c\n2) d"

    assert sent(text, "flarum") == "1.  a\n    -   b\n        -   c\n2.  d"
    assert sent(text, "nodebb") == "1) a\n   - b\n     - c\n2) d"


def test_what_html_calls_by_name_is_text_where_names_are_not_known() -> None:
    assert sent("&amp;pound; &amp; R&D", "flarum") == "&pound; & R&D"
    assert sent("&amp;pound; &amp; R&D", "discourse") == r"\&pound; & R&D"


@every_forum
@pytest.mark.parametrize(
    "text",
    [
        "> You asked:\n> when?\n\nOn *Monday*, **at ten**.\n\n---\n\n3. a\n4. b\n\n   more",
        "## Steps\n\n- a `x` ``y`z``\n\n  ```\n  1 < 2\n  ```\n\n- ~~b~~",
        "***a** b* [form](https://x.example/a_(b)) ![logo](https://x.example/l.png)",
        "Mae'r ffurflen yma: https://llyw.cymru/tŷ\n\nDiolch",
        '[x](https://x.example "a \\"b\\"") <me@x.example> www.gov.uk',
    ],
)
def test_marks_that_were_meant_are_kept(text: str, forum: str) -> None:
    source = without_what_is_not_seen(sent(text, forum))

    assert unquote(html_of(source)) == unquote(html_of(text))
    assert stands_in(text, markdown_to_plain(source))


@every_forum
@pytest.mark.parametrize(
    "text",
    [
        "```\na @b\n\n```",
        "```\n```",
        "```",
        "As follows:\n\n```\na @b",
        "- a\n\n  ```\n  b\n    \n  c\n\n  ```",
        "> ```\n> b\n>\n> ```",
        "~~~ a`b\n~~\n```\n~~~",
        "See https://b\u00fccher.example/t\u0177, [x](https://b\u00fccher.example)",
        "<https://b\u00fccher.example/>",
        "![the **new** `logo` [a](b)](https://x.example/l.png)",
        "![a\nb *c* ![d **e**](x)](https://x.example/l.png)",
        "![a\n\\- b](https://x.example/l.png)",
        "1. a\n2. b\n\n1) c\n2) d",
        "1. a\n1) b",
        "_https://www.gov.uk/x_",
        "_www.gov.uk/x_",
        "a\n\n\u00a0\n\nb",
    ],
)
def test_whatever_else_stands_in_a_reply_its_signs_are_written_as_text(
    forum: str, text: str
) -> None:
    text = f"It takes ~5 [b] |\n\n{text}"

    source = sent(text, forum)

    assert source.startswith(r"It takes \~5 \[b\] \|")
    assert folded(markdown_to_plain(source)) == folded(markdown_to_plain(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("```\na\n\n```", "```\na\n\n```"),
        ("```\na", "```\na\n```"),
        ("```", "```\n```"),
        ("~~~ a`b\nc\n~~~", "~~~ a`b\nc\n~~~"),
        ("![a *b* `c`](https://x.example/l.png)", "![a b c](https://x.example/l.png)"),
        ("![by @jane](https://x.example/l.png)", "![by @jane](https://x.example/l.png)"),
        (
            "See https://b\u00fccher.example/x",
            "See [https://b\u00fccher.example/x](https://b\u00fccher.example/x)",
        ),
        (
            "[x](https://x.example/?a=1&amp;lt;=2 '&amp;amp;')",
            r'[x](https://x.example/?a=1\&lt;=2 "\&amp;")',
        ),
        ("a\n\n\u00a0\n\nb", "a\n\nb"),
    ],
)
def test_code_and_pictures_and_addresses_are_written_as_they_were_meant(
    text: str, written: str
) -> None:
    assert sent(text, "discourse") == written


def test_lists_that_end_their_numbers_otherwise_stay_two_in_every_forum() -> None:
    text = "1. a\n2. b\n\n1) c"

    assert sent(text, "discourse") == text
    assert sent(text, "flarum") == f"1.  a\n2.  b\n\n{WORD_JOINER}\n\n1.  c"


# Marks so entangled that they cannot be written anew.
ENTANGLED = "**](x)<a* :](x)**]"


@pytest.mark.parametrize(
    ("forum", "signs", "item"),
    [
        ("discourse", rf"\(c) @{COMMENT}jane \~5 \[b\]", rf"#{COMMENT}3 gov\.uk/x \~6"),
        ("nodebb", rf"\(c) @{WORD_JOINER}jane \~5 [b]", r"#3 gov.uk/x \~6"),
        ("lemmy", r"\(c) @jane \~5 [b]", r"#3 gov.uk/x \~6"),
        ("flarum", r"(c) \@jane \~5 \[b\]", r"\#3 gov.uk/x \~6"),
    ],
)
def test_what_cannot_be_written_anew_has_its_signs_kept_text_all_the_same(
    forum: str, signs: str, item: str
) -> None:
    kept = "[z](https://a.example/~b|c) ~~no~~ `@c ~`\n\n```\n@x ~\n```"

    source = sent(f"{ENTANGLED} (c) @jane ~5 [b]\n\n- #3 gov.uk/x ~6\n\n{kept}", forum)

    assert source == rf"**](x)\<a* :](x)**] {signs}" + f"\n\n- {item}\n\n{kept}"


def test_a_long_row_of_blanks_is_written_as_fast_as_any_words() -> None:
    assert grows_with_its_text(
        lambda text: sent(text, "discourse"), lambda size: f"`a{' ' * size}b`", of=10_000
    )


@every_forum
@pytest.mark.parametrize("text", ["*" * 3000 + "a" + "*" * 3000, "*a " * 2000 + "b*" * 2000])
def test_marks_within_marks_are_written_however_deep_they_are(forum: str, text: str) -> None:
    assert sent(text, forum)


@pytest.mark.parametrize("forum", ["discourse", "lemmy", "nodebb"])
@example("`\n\n`<a`")
@example("- a\n* b\n1) c")
@example(f"{ENTANGLED} ^~|\n\n- ~~a~~ |\n\n    ~")
@given(st.text(alphabet="ab <>&[]()/*_`~-#1.\n\\!'\"@:^|+;", max_size=60))
def test_whatever_is_sent_reads_as_what_was_approved(forum: str, text: str) -> None:
    source = without_what_is_not_seen(sent(text, forum))

    assert folded(markdown_to_plain(source)) == folded(markdown_to_plain(text))
