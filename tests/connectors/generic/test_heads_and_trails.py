# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Heads of posts, trails and pages of many threads, as later forums write them: all invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.generic.invented import (
    NOW,
    POSTS,
    QUESTION,
    SITE,
    THANKS,
    THREAD,
    Said,
    page,
    whole,
)

AUTHORS = [said.author for said in POSTS]


def thread(html: str, *, url: str = THREAD, keep_names: bool = False) -> ThreadPage:
    return parse.thread_page(page(whole(html), url=url), SITE, keep_names=keep_names)


# Names


def _in_one_line(posts: tuple[Said, ...] = POSTS, *, by: str = "by") -> str:
    return "".join(
        f"<div class=post><span class=title>Re: Heating allowance</span><br>{by} {said.author} | <span class=date>{said.time}</span><br><br>"
        f"{said.html.replace('<p>', '').replace('</p>', '<br>')}</div>"
        for said in posts
    )


@pytest.mark.parametrize("by", ["by", "posted by", "von"])
def test_a_name_before_a_time_in_the_same_line_is_the_authors_and_none_of_the_words(
    by: str,
) -> None:
    posts = thread(_in_one_line(by=by)).posts

    assert [post.author for post in posts] == AUTHORS
    assert not any(author in post.text for post in posts for author in AUTHORS)
    assert posts[2].text == "That is a relief, thank you both."


def test_words_that_speak_of_what_is_by_somebody_stay() -> None:
    first = Said("robin_w", QUESTION.time, "<p>The form was sent by robin_w and by me.</p>")
    posts = thread(_in_one_line((first, *POSTS[1:]))).posts

    assert posts[0].text == "The form was sent by robin_w and by me."


@pytest.mark.parametrize("number", ["No. {}", "Nr. {}", "№ {}"])
def test_a_posts_number_is_no_name(number: str) -> None:
    html = "</div>".join(
        f"<div class='post{' first' if n == 0 else ''}'><div class=poster_name>{said.author}</div><div class=post_date>{said.time}</div>"
        f"<div class=post_id><a name={537 + n}>{number.format(537 + n)}</a></div><br><div class=content><div class=words>{said.html}</div></div></div>"
        for n, said in enumerate(POSTS[:2])
    )
    assert [post.author for post in thread(f"<hr><div class=thread>{html}").posts] == AUTHORS[:2]


def test_a_member_who_is_called_by_name_is_named_in_no_words_though_he_writes_elsewhere() -> None:
    asked = "<p>@gannet and @old.tern wrote of it, and @DWP did; mail me at robin@mail.example or see https://x.example/@gannet/3</p>"
    html = "".join(
        f"<div class=post><b class=author>{said.author}</b> <i>{said.time}</i><div class=words>{said.html}</div></div>"
        for said in (Said("robin_w", QUESTION.time, asked), *POSTS[1:])
    )
    text = thread(html).posts[0].text

    assert text.startswith("@member and @member wrote of it, and @DWP did; mail me at robin@mail")
    assert "@gannet and" in thread(html, keep_names=True).posts[0].text


def _question(answers: str, counted: str) -> str:
    return (
        "<div><div><div><a href='/'>All questions</a></div><div><h2>Heating allowance</h2><p>My mother moved in with us in January. Does she"
        f" still get it?</p><em>Asked by robin_w</em><h4>{counted}</h4></div><div>{answers}<p>Please <a href='/login/'>log in</a>.</p></div></div></div>"
        "<div><ul><li>0 votes</li><li>2 followers</li><li>March 3, 2026</li></ul></div>"
    )


def test_who_asked_is_named_in_no_words_of_a_question() -> None:
    (post,) = thread(_question("", "0 Answers"), url="https://forum.example/41/").posts

    assert "Does she still get it?" in post.text
    assert "robin_w" not in post.text


def test_answers_without_a_time_are_not_taken_for_the_words_of_a_question() -> None:
    answers = "".join(
        f"<div><a name=c{n}></a><div><h4><a href='/comments/41/#c{n}'>#{n}</a>&nbsp;{said.author}</h4>{said.html}<small></small></div></div>"
        for n, said in enumerate(POSTS[1:], 1)
    )
    with pytest.raises(Unreadable):
        thread(_question(answers, "3 Answers"), url="https://forum.example/41/")


# Times


def _with_spans(times: tuple[str, ...]) -> str:
    return "".join(
        f"<li><div class=message><div class=body>{said.html}</div><div class=footer><div class=author>{said.author}</div>"
        f"<div class=time>{time}</div></div></div></li>"
        for said, time in zip(POSTS, times, strict=False)
    )


def test_a_day_in_short_numbers_with_its_clock_says_more_than_a_span_beside_it() -> None:
    posts = thread(
        _with_spans(("02/25/26 09:15:00 (3 weeks ago)", "02/26/26 10:00:12 (3 weeks ago)"))
    ).posts

    assert [post.posted_at for post in posts] == [
        datetime(2026, 2, 25, 9, 15, tzinfo=UTC),
        datetime(2026, 2, 26, 10, 0, 12, tzinfo=UTC),
    ]
    assert {post.precision for post in posts} == {Precision.MINUTE}


@pytest.mark.parametrize(
    ("time", "month", "day"),
    [("01/02/26 05:24:00 (11 weeks ago)", 1, 2), ("01/02/26 05:24:00 (7 weeks ago)", 2, 1)],
)
def test_a_span_beside_a_day_in_numbers_tells_which_of_them_is_the_month(
    time: str, month: int, day: int
) -> None:
    (post,) = thread(_with_spans((time,)) + "<a href='#reply'>Reply</a>").posts

    assert NOW.month == 3
    assert post.posted_at == datetime(2026, month, day, 5, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "time",
    [
        "00/05/26 05:24:00 (3 months ago)",
        "01/02/26 05:24:00 (99999999999999 years ago)",
        "01/02/0000 (3 weeks ago)",
    ],
)
def test_days_and_spans_that_no_calendar_has_are_no_fault_of_the_reader(time: str) -> None:
    posts = thread(_with_spans((QUESTION.time, time, THANKS.time))).posts

    assert len(posts) >= 1


# What posts are called


def test_the_only_reply_is_called_as_it_will_be_among_others() -> None:
    def html(posts: tuple[Said, ...]) -> str:
        first, *replies = posts
        return (
            f"<div class=topic><a name=topic></a><div class=message><div class=body>{first.html}</div><div class=footer><div class=author>{first.author}</div><div class=time>{first.time}</div></div></div></div>"
            + "".join(
                f"<li><div class=message><a name=message_{n}></a><div class=body>{said.html}</div><div class=footer><div class=author>{said.author}</div><div class=time>{said.time}</div></div></div></li>"
                for n, said in enumerate(replies, 42)
            )
        )

    few, more = thread(html(POSTS[:2])).posts, thread(html(POSTS)).posts

    assert [post.external_id for post in few] == [post.external_id for post in more[:2]]
    assert few[1].external_id == "42"


# Boards


def _posts() -> str:
    return "".join(
        f"<div class=post><b class=author>{said.author}</b> <i>{said.time}</i><div class=words>{said.html}</div></div>"
        for said in POSTS
    )


def test_of_a_row_of_all_boards_the_one_below_which_a_thread_lies_is_its_own() -> None:
    row = "[ <a href='/'>Home</a> ] [ / <a href='/warm'>warm</a> / <a href='/trains'>trains</a> / <a href='/school'>school</a> / ]"

    assert thread(f"{row}{_posts()}", url="https://forum.example/warm/41").board_name == "warm"


def test_without_a_trail_the_place_above_a_threads_own_address_is_its_board() -> None:
    bar = "<nav><a href='/forum'>Forum</a></nav><div><a href='/forum/warm-houses-1'>Warm houses</a> <a href='/forum/warm-houses-1/people'>People</a></div>"
    found = thread(bar + _posts(), url="https://forum.example/forum/warm-houses-1/question/oil-7")

    assert found.board_name == "Warm houses"


def test_a_link_back_and_the_forums_front_page_are_no_boards() -> None:
    url = "https://forum.example/heat/warm/41"

    assert thread(f"<a href='/heat/warm'>Back to all</a>{_posts()}", url=url).board_name == ""
    assert thread(f"<a href='/heat'>Discussions</a>{_posts()}", url=url).board_name == ""


# Pages that are no thread


@pytest.mark.parametrize(
    "place", ["search?q=oil", "timeline", "recent-activity", "forum/search/results", "users/"]
)
def test_a_page_of_what_is_said_in_many_threads_is_none(place: str) -> None:
    url = f"https://forum.example/{place}"

    with pytest.raises(Unreadable):
        thread(_posts(), url=url)
    assert kind_of(page(whole(_posts()), url=url)).kind is not Kind.THREAD


@pytest.mark.parametrize("place", ["search/41-oil", "heat/activities/my-first-boiler"])
def test_a_thread_in_a_board_that_is_called_so_is_one(place: str) -> None:
    assert len(thread(_posts(), url=f"https://forum.example/{place}").posts) == len(POSTS)


_SAID = (
    "We asked the office twice about the oil and were sent away.",
    "Ring them early in the morning, the queue is shorter then.",
    "Which of the two forms is the one for the winter payment?",
    "The second one, and keep the envelope, for the stamp counts.",
    "Our loft is damp since the new windows came, is that usual?",
    "It was so with us. A small fan in the north wall did the rest.",
)


def _previews(reply: str) -> str:
    return "<hr>".join(
        "<div class=thread>"
        + "".join(
            f"<div class=post><div class=link>{reply.format(40 + at) if at % 2 == 0 else ''}</div><div class=poster_name>{AUTHORS[at % 4]}</div>"
            f"<div class=post_date>{at + 3} March 2026 18:37</div><br><div class=content>{_SAID[at]}</div></div>"
            for at in (first, first + 1)
        )
        + "</div>"
        for first in (0, 2, 4)
    )


def test_a_board_that_shows_the_first_posts_of_its_threads_is_no_thread() -> None:
    with pytest.raises(Unreadable):
        thread(_previews("<a href='/warm/{}'>Reply</a>"), url="https://forum.example/warm")
    with pytest.raises(Unreadable):
        thread(_previews("[<a href='/warm/{}'>Reply</a>]"), url="https://forum.example/warm/page/2")


def test_a_thread_whose_posts_may_each_be_answered_is_one() -> None:
    html = _previews("<a href='/warm/7/reply/{}'>Reply</a>")

    assert len(thread(html, url="https://forum.example/warm/7").posts) == 6


def test_a_title_with_its_state_above_the_first_post_is_none_of_its_words() -> None:
    subject = "<div class=subject>Heating allowance <span class=icon>unsolved</span></div>"
    html = "".join(
        f"<div class=post>{subject if said is QUESTION else ''}<b class=author>{said.author}</b> <i class=date>{said.time}</i><br>{said.html[3:-4]}</div>"
        for said in (
            QUESTION,
            POSTS[2],
            Said("kestrel", "5 March 2026, 10:00", "<p>No more of it.</p>"),
        )
    )
    assert thread(html).posts[0].text.startswith("My mother moved in")


# Remarks


def _answers(remark: str) -> str:
    question, *answers = POSTS
    return (
        f"<div class=question><div class=question-block><h1>Heating allowance</h1><div><span>By </span><a href='/forum/user/1'>{question.author}</a>"
        f"<span> on </span><span>{question.time}</span></div><div><span>{question.html}</span></div></div></div>"
        + "".join(
            f"<div class=mt{n}><div class=answer><div class=question-block><div class=box><a href='/forum/user/{n}'>{said.author}</a>"
            f"<div><a href='#answer_{n}'>On</a> <span>{said.time}</span></div></div><div class=clearfix><span>{said.html}</span></div>{remark.format(n)}</div></div></div>"
            for n, said in enumerate(answers, 2)
        )
    )


def test_a_remark_below_an_answer_is_none_of_its_words_and_names_nobody_there() -> None:
    remark = (
        "<div class=row><div class='comment grey'><small><div><span><p>I had that too, in the {}th year of it.</p></span></div>"
        "<a href='/forum/partner/51'>gannet</a> on <span>9 March 2026, 10:00</span></small></div></div>"
    )
    posts, alone = thread(_answers(remark)).posts, thread(_answers("")).posts

    assert [post.text for post in posts] == [post.text for post in alone]
    assert [post.author for post in posts] == AUTHORS


def test_what_is_called_a_comment_and_holds_the_words_of_a_post_is_kept() -> None:
    html = "".join(
        f"<li class=item><p>Re:</p><div class='comment body'><b class=author>{said.author}</b> <i>{said.time}</i>{said.html}</div></li>"
        for said in POSTS
    )
    assert thread(html).posts[2].text.endswith("That is a relief, thank you both.")
