# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Threads on pages of any make, read by their structure."""

import re
from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.edits import EDITED, tells_an_edit
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.port import Post, Precision, Unreadable
from tests.connectors.generic.invented import (
    ANSWER,
    LATER,
    POSTS,
    QUESTION,
    SHAPES,
    SITE,
    THANKS,
    Said,
    in_boxes,
    page,
    whole,
)


def read(html: str, *, keep_names: bool = True) -> tuple[Post, ...]:
    return parse.thread_page(page(html), SITE, keep_names=keep_names).posts


@pytest.mark.parametrize("shape", SHAPES)
def test_posts_are_found_whole_and_apart_in_every_shape(shape: str) -> None:
    posts = read(whole(SHAPES[shape](POSTS)))

    assert [post.author for post in posts] == ["robin_w", "kestrel", "robin_w", "marram"]
    assert [post.posted_at for post in posts] == [
        datetime(2026, 3, 3, 9, 15, tzinfo=UTC),
        datetime(2026, 3, 3, 11, 40, tzinfo=UTC),
        datetime(2026, 3, 4, 8, 2, tzinfo=UTC),
        datetime(2026, 3, 11, 20, 30, tzinfo=UTC),
    ]
    assert {post.precision for post in posts} == {Precision.MINUTE}
    assert posts[0].text.startswith("My mother moved in with us in January.")
    assert "The form asks for the old address." in posts[0].text
    assert posts[2].text.startswith("That is a relief, thank you both.")
    assert "- the new address\n- her number" in posts[3].text


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "mixed"])
def test_nothing_besides_a_posts_own_words_is_in_its_text(shape: str) -> None:
    posts = read(whole(SHAPES[shape](POSTS)))

    assert posts[1].text == (
        "> Does she still get the heating allowance?\n\n"
        "Yes, it follows the person and not the house. You only have to tell them once."
    )
    assert posts[2].text == "That is a relief, thank you both."


def test_without_names_quotations_are_left_out_and_mentions_are_nobody() -> None:
    told = Said("marram", "5 March 2026, 10:00", "<p>@kestrel is right, as far as I can tell.</p>")

    posts = read(whole(in_boxes((QUESTION, ANSWER, told))), keep_names=False)

    assert posts[1].text.startswith("Yes, it follows the person")
    assert posts[2].text == "@member is right, as far as I can tell."


def test_a_post_is_called_as_the_forum_calls_it() -> None:
    posts = read(whole(in_boxes()))

    assert [post.external_id for post in posts] == ["900", "901", "902", "903"]
    assert posts[1].address == "https://forum.example/topic/41-heating-allowance#post-901"


def test_a_post_without_any_name_is_known_by_its_time_and_words_alone() -> None:
    html = whole(SHAPES["definitions"](POSTS))

    first, again = read(html), read(html)

    assert [post.external_id for post in first] == [post.external_id for post in again]
    assert len({post.external_id for post in first}) == 4


def test_signatures_are_parted_from_posts() -> None:
    signed = (
        "<div class=signature><p>Ask me about boilers. I know them all by their names.</p></div>"
    )
    html = in_boxes().replace("<div class=tools>", f"{signed}<div class=tools>")

    assert all("boilers" not in post.text for post in read(whole(html)))


def test_a_page_with_one_post_is_a_thread_too() -> None:
    (post,) = read(whole(in_boxes((QUESTION,))))

    assert post.author == "robin_w"
    assert post.text.endswith("The form asks for the old address.")


def test_a_post_of_a_picture_alone_is_a_post() -> None:
    picture = Said("marram", "5 March 2026, 10:00", "<p><img src=/boiler.jpg alt=''></p>")

    posts = read(whole(in_boxes((QUESTION, picture, THANKS))))

    # What holds no text has no place among the texts; the others are whole all the same.
    assert [post.author for post in posts if post.text] == ["robin_w", "robin_w"]


def test_a_page_for_readers_without_scripts_may_show_no_times() -> None:
    bare = "".join(
        f"<article><div class=PostUser><h3 class=PostUser-name>{said.author}</h3></div>"
        f"<div class=Post-body>{said.html}</div></article><hr>"
        for said in POSTS
    )

    posts = read(whole(f"<noscript>{bare}</noscript>"))

    assert [post.author for post in posts] == ["robin_w", "kestrel", "robin_w", "marram"]
    assert all(post.posted_at is None for post in posts)


def test_a_day_in_the_threads_title_is_no_time_of_a_post() -> None:
    html = in_boxes().replace(
        "<div class=head>", "<div class=head><b>Re: Letters of 5 May 2025 please</b> "
    )

    assert read(whole(html))[0].posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


def test_numbers_above_twelve_tell_how_the_page_writes_its_dates() -> None:
    def dated(*days: str) -> tuple[Post, ...]:
        return read(
            whole(in_boxes([Said(s.author, d, s.html) for s, d in zip(POSTS, days, strict=False)]))
        )

    british = dated("03/02/2026 10:00", "04/02/2026 10:00", "14/02/2026 10:00")
    american = dated("02/03/2026 10:00", "02/04/2026 10:00", "02/14/2026 10:00")

    assert [post.posted_at for post in british] == [post.posted_at for post in american]


def test_dates_that_leave_it_open_are_read_so_that_they_rise_and_are_past() -> None:
    posts = read(
        whole(
            in_boxes(
                [
                    Said(said.author, day, said.html)
                    for said, day in zip(
                        POSTS, ("02/11/2026", "02/12/2026", "03/01/2026"), strict=False
                    )
                ]
            )
        )
    )

    assert [post.posted_at and post.posted_at.month for post in posts] == [2, 2, 3]


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><script>start()</script><div id=app></div></body></html>",
        whole("<p>Please log in to see this thread.</p>"),
        whole("<p>You need to enable JavaScript to run this app.</p>"),
        "",
    ],
)
def test_a_page_without_a_readable_post_is_unreadable_never_empty(html: str) -> None:
    with pytest.raises(Unreadable):
        read(html.replace("20 March 2026, 12:00", "").replace("1 May 2009", ""))


def listing(number: int = 12) -> str:
    return (
        "<table class=topics><tr><th>Topic<th>Replies<th>Last post</tr>"
        + "".join(
            f"<tr class=row><td><a class=topictitle href='/topic/{n}-heating-{n}'>What about heating, number "
            f"{n}{chr(96 + n)}?</a> by <a href='/user/kestrel'>kestrel</a></td><td>{n}</td>"
            f"<td>{n} March 2026, 10:00</td></tr>"
            for n in range(1, number + 1)
        )
        + "</table>"
    )


def test_a_list_of_threads_is_no_thread() -> None:
    with pytest.raises(Unreadable, match="lists threads"):
        read(whole(listing()))


def test_threads_lists_and_other_pages_are_told_apart() -> None:
    article = (
        "<article class=story><p class=by>By Jo Marsh, 3 March 2026</p>"
        + 8
        * (
            "<p>The council has published new rules for heating, and they are longer than the old.</p>"
        )
        + "</article>"
    )

    assert kind_of(page(whole(in_boxes()))).kind is Kind.THREAD
    assert (
        kind_of(page(whole(listing()), url="https://forum.example/board/heat")).kind is Kind.BOARD
    )
    assert kind_of(page(whole(article), url="https://news.example/2026/heat")).kind is Kind.NEITHER


def test_the_heading_of_a_thread_is_read() -> None:
    trail = "<ul class=breadcrumbs><li><a href='/'>Home</a><li><a href='/board/heat'>Warm houses</a></ul>"

    found = parse.thread_page(page(whole(trail + in_boxes())), SITE, keep_names=True)

    assert (found.title, found.board_name, found.board_id) == (
        "Heating allowance",
        "Warm houses",
        "/board/heat",
    )
    assert not found.is_closed


def test_authors_are_never_shown_by_repr() -> None:
    found = parse.thread_page(page(whole(in_boxes())), SITE, keep_names=True)

    assert "kestrel" not in repr(found).replace(LATER.html, "")


def test_an_exact_time_of_joining_is_no_time_of_a_post() -> None:
    html = "".join(
        f"<div class=post id=p{n}><div class=head><time datetime='2026-03-0{n + 3}T09:15:00Z'>day {n}"
        f"</time></div><div class=user><a href='/members/{said.author}'>{said.author}</a><div>Joined:"
        f"</div><div><time datetime='2019-05-0{n + 1}T10:00:00Z'>May 2019</time></div></div>"
        f"<div class=words>{said.html}</div></div>"
        for n, said in enumerate(POSTS)
    )

    found = parse.thread_page(page(whole(html)), SITE, keep_names=True)

    assert [post.posted_at.day for post in found.posts if post.posted_at] == [3, 4, 5, 6]


def test_a_question_written_otherwise_takes_neither_time_nor_name_of_its_answer() -> None:
    """Of answers within answers each has its name and its day above; the question has neither so."""
    first, *others = POSTS
    answers = ""
    for said in reversed(others):
        answers = (
            f"<div class=post><div class=by><h4 class=user><a href='/user/{said.author}'>{said.author}"
            f"</a></h4><h6>{said.time.split(',')[0]}</h6></div><div class=words>{said.html}</div>"
            f"{answers}</div>"
        )
    html = (
        f"<div><h3>Heating allowance</h3><div class=note>Submitted by {first.author} on {first.time}"
        f"</div><div class=post><div class=words>{first.html}</div></div></div>{answers}"
    )

    found = parse.thread_page(page(whole(html)), SITE, keep_names=True)

    assert [post.author for post in found.posts[1:]] == [said.author for said in others]
    assert found.posts[0].author != others[0].author
    assert found.posts[0].posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


def test_the_sites_name_is_no_title_of_a_thread() -> None:
    html = "<div class=header><h1>The Hearth</h1></div><h1>Cats</h1>" + in_boxes()
    head = "<html><head><title>The Hearth: Cats</title></head><body>"

    found = parse.thread_page(page(f"{head}{html}</body></html>"), SITE, keep_names=False)

    assert found.title == "Cats"


def test_whatever_tells_an_edit_holds_one_of_the_pieces_that_are_looked_for_first() -> None:
    """Else a note would be missed where a forum's layout is known."""
    told = re.sub(r"\\b|\(\?:|\)", "", EDITED.pattern).split("|")

    assert len(told) > 40
    # These are the ends of "last update", "last change", "edit on" and "edit at".
    ends = [words for words in told if not tells_an_edit(f"x {words} y")]
    assert ends == ["update", "change", "on", "at"]


def test_a_clock_in_an_element_of_its_own_is_of_the_day_beside_it() -> None:
    posts = read(
        whole(
            "".join(
                f"<table><tr><td>by <a class=user href='/{said.author}'>{said.author}</a>:"
                f" <span class=s><b>{hour}:43pm</b> On <b>Mar 0{hour}</b></span></td></tr>"
                f"<tr><td>{said.html}</td></tr></table>"
                for hour, said in enumerate(POSTS, 3)
            )
        )
    )

    assert [post.posted_at for post in posts] == [
        datetime(2026, 3, hour, hour + 12, 43, tzinfo=UTC) for hour in range(3, 7)
    ]


def test_the_days_of_joining_tell_how_a_page_with_one_post_writes_its_dates() -> None:
    asked = Said(QUESTION.author, "03/02/2026 10:00", QUESTION.html)
    british, american = (
        read(whole(in_boxes((asked,)).replace("May 2019", joined)))[0].posted_at
        for joined in ("25/12/2019", "12/25/2019")
    )

    assert british == datetime(2026, 2, 3, 10, tzinfo=UTC)
    assert american == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_day_in_the_title_of_a_page_without_times_is_no_time_of_its_post() -> None:
    bare = (
        "<article><div class=PostUser><h3 class=PostUser-name>robin_w</h3></div>"
        f"<div class=Post-body>{QUESTION.html}</div></article>"
    )

    (post,) = read(whole(f"<noscript>{bare}</noscript>", title="Letters go out by 30 June 2025"))

    assert (post.author, post.posted_at) == ("robin_w", None)


def test_a_question_that_a_theme_shows_again_on_top_is_one_post() -> None:
    again = in_boxes((QUESTION,)).replace("id='post-900'", "id='pinned'")

    found = read(f"{again}{in_boxes()}")

    assert [post.text for post in found] == [post.text for post in read(in_boxes())]


def test_a_place_to_select_words_for_a_quotation_is_no_quotation() -> None:
    html = in_boxes().replace(
        "<div class=words>", "<div class=outer><div class='words js-selectToQuote'>"
    )
    html = html.replace("<div class=tools>", "</div><div class=tools>")

    shown = read(html, keep_names=False)

    assert [post.text for post in shown] == [
        post.text for post in read(in_boxes(), keep_names=False)
    ]


def test_a_question_written_otherwise_than_many_replies_is_read() -> None:
    question = (
        "<div class=box><small>By <a href=/profile/1/>robin_w</a> at Feb. 2, 2026, 2:27 a.m.</small>"
        f"<div class=topic_content>{QUESTION.html}</div></div>"
    )
    replies = "".join(
        f"<div class='cell reply' id=r{n}><small>#{n} - Feb. 3, 2026, 9:0{n} a.m.</small><strong>"
        f"<a href=/profile/{n % 3 + 2}/>member{n % 3}</a></strong><div class=reply_content>"
        f"<p>{'I would ask them again, for the '}{n}th time if need be, and write it down.</p></div></div>"
        for n in range(1, 8)
    )

    found = read(whole(f"{question}{replies}"))

    assert len(found) == 8
    assert (found[0].author, found[0].posted_at) == (
        "robin_w",
        datetime(2026, 2, 2, 2, 27, tzinfo=UTC),
    )


def test_days_in_titles_are_read_by_each_other() -> None:
    titles = ("02/11/2026 02:27 AM", "02/13/2026 03:15 PM", "02/14/2026 04:00 PM")
    html = "".join(
        f"<div class=message id=message-{n}><h4>Added by <a class=user href=/users/{n}>{said.author}</a> "
        f"<a title='{title}' href=/activity?day={n}>{27 - n} days</a> ago</h4>"
        f"<div class=wiki>{said.html}</div></div>"
        for n, (title, said) in enumerate(zip(titles, (QUESTION, THANKS, LATER), strict=True), 1)
    )

    found = read(whole(html))

    assert [post.posted_at and post.posted_at.day for post in found] == [11, 13, 14]
    assert {post.posted_at and post.posted_at.month for post in found} == {2}


@pytest.mark.parametrize(
    ("note", "is_left_out"),
    [
        ("Edited 1 time(s). Last edit at March 11, 2026 08:45PM by marram.", True),
        ("[Edited on 11-3-2026 at 08:45 PM by marram]", True),
        ("This message was edited 1 time. Last update was at 11/03/2026 20:45", True),
        ("Edited to add: the office wrote on 11 March.", False),
    ],
)
def test_a_note_of_an_edit_right_behind_the_words_is_no_part_of_them(
    note: str, is_left_out: bool
) -> None:
    said = Said("marram", "11 March 2026, 20:30", f"We had the same.<br><br>{note}")
    found = parse.thread_page(page(whole(in_boxes((*POSTS[:2], said)))), SITE, keep_names=False)

    assert found.posts[-1].text.split("\n")[-1] == ("We had the same." if is_left_out else note)


@pytest.mark.parametrize("href", ["/users/tern", "./memberlist.php?mode=viewprofile&u=9"])
def test_law_4_a_link_to_a_members_page_in_a_post_names_nobody(href: str) -> None:
    words = f"<p>As <a href='{href}'>tern</a> says, it follows the person. Read <a href='https://www.gov.uk/people/jane-doe'>what Jane Doe wrote</a>.</p>"
    told = Said("marram", "5 March 2026, 10:00", words)

    posts = read(whole(in_boxes((QUESTION, ANSWER, told))), keep_names=False)

    assert posts[2].text == ("As @member says, it follows the person. Read what Jane Doe wrote."), (
        posts[2].text
    )


def test_a_member_who_is_quoted_in_rows_of_a_table_is_not_named() -> None:
    quoted = (
        "<table><tr><td><b>robin_w wrote:</b></td></tr>"
        "<tr><td class=quote>Does she still get the heating allowance?</td></tr></table>"
        "<p>Yes, it follows the person and not the house. You only have to tell them once.</p>"
    )
    html = whole(in_boxes((QUESTION, Said("kestrel", ANSWER.time, quoted), THANKS)))
    posts = read(html, keep_names=False)

    assert posts[1].text == (
        "Yes, it follows the person and not the house. You only have to tell them once."
    )


def test_the_board_that_a_post_says_it_stands_in_is_none_of_its_words() -> None:
    field = "<div class='field field-name-taxonomy-forums'><div>Forums:&nbsp;</div><a href='/forum/3'>Money</a></div>"
    first = Said(QUESTION.author, QUESTION.time, f"{field}{QUESTION.html}")
    posts = read(whole(in_boxes((first, ANSWER, THANKS))))

    assert posts[0].text.startswith("My mother moved in")
