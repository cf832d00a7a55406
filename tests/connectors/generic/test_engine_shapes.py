# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Threads in the shapes of engines of thirty years, and what stands beside and between posts.

The shapes are those of real software; the pages and all that is said in them are invented.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.plain_text import html_to_plain
from alongside.connectors.port import Post
from tests.connectors.generic.engines import (
    ENGINES,
    hackernews,
    lobsters,
    question2answer,
    ubb_classic,
)
from tests.connectors.generic.invented import POSTS, QUESTION, SITE, Said, page, whole

TWO = (
    Said("robin_w", "3 March 2026, 09:15", "<p>How long does it take? Mine ends in April.</p>"),
    Said("kestrel", "3 March 2026, 11:40", "<p>About six weeks here.</p>"),
)
QUOTED = (
    POSTS[0],
    Said(
        "kestrel",
        POSTS[1].time,
        "<blockquote><p><b>robin_w wrote:</b></p><blockquote>Who pays?</blockquote><p>The office does.</p></blockquote>"
        "<p>It does indeed, and on time as well.</p>",
    ),
    *POSTS[2:],
)


REMARK = "<div class=remarks><div class=remark>Good point. <a href='/users/tern'>tern</a> <span>12 March 2026, 10:00</span></div></div>"


def boxes(ps: Sequence[Said], *, after: str = "") -> str:
    """Plain boxes; `after` stands behind the first."""
    return "".join(
        f"<div class=msg id=m{n + 50}><div class=who><a href='/u/{n}'>{s.author}</a></div><div class=when>{s.time}</div><div class=txt>{s.html}</div></div>{'' if n else after}"
        for n, s in enumerate(ps)
    )


def ads_between(ps: Sequence[Said]) -> str:
    return boxes(
        ps,
        after="<div class=ad><p>Advertisement</p><p>Keep your house warm with the new boiler of the Example Company. Order today and save.</p></div>",
    )


def sticky_notice(ps: Sequence[Said]) -> str:
    return (
        "<div class=notice><b>Please read</b><p>Before you ask, read the rules of the house. They were changed by <a href='/u/9'>admin</a> on 1 January 2026. Thank you for keeping this place friendly.</p></div>"
        + boxes(ps)
    )


def notice_dated(ps: Sequence[Said]) -> str:
    return (
        "<div class=announcement><h3>Maintenance on Sunday</h3><p>The forum will be away on Sunday for an hour while we move it to a new machine.</p><span>Posted by <a href='/u/9'>admin</a>, 1 March 2026</span></div>"
        + boxes(ps)
    )


def poll(ps: Sequence[Said]) -> str:
    return (
        "<form class=poll><h3>Does your office answer?</h3><ul><li><label>Yes, within a week</label> 12 votes</li><li><label>Yes, after a month</label> 30 votes</li><li><label>It never does.</label> 4 votes</li></ul><p>This poll closes on 1 April 2026. Total votes: 46.</p></form>"
        + boxes(ps)
    )


def quick_reply(ps: Sequence[Said]) -> str:
    return (
        boxes(ps)
        + "<div class=quick><h3>Quick reply</h3><p>You must log in to reply here. It takes a minute, and costs nothing.</p><textarea></textarea></div>"
    )


def newest_members(ps: Sequence[Said]) -> str:
    return (
        boxes(ps)
        + "<div class=box><h4>Newest members</h4><ul><li><a href='/u/31'>tern</a> 19 March 2026</li><li><a href='/u/32'>gull</a> 18 March 2026</li><li><a href='/u/33'>plover</a> 17 March 2026</li></ul></div>"
    )


def started_by(ps: Sequence[Said]) -> str:
    return (
        f"<p class=start>Discussion in '<a href='/f/3'>Pay</a>' started by <a href='/u/0'>{ps[0].author}</a>, {ps[0].time}.</p>"
        + boxes(ps)
    )


def last_post_line(ps: Sequence[Said]) -> str:
    return (
        boxes(ps)
        + f"<p class=last>Last post by <a href='/u/5'>{ps[-1].author}</a> on {ps[-1].time}. There are {len(ps)} posts in this thread.</p>"
    )


def best_answer_above(ps: Sequence[Said]) -> str:
    a = ps[-1]
    return (
        f"<div class=best><b>Best answer</b><div class=btxt>{a.html}</div>by <a href='/u/7'>{a.author}</a> {a.time}</div>"
        + boxes(ps)
    )


def web_components(ps: Sequence[Said]) -> str:
    return (
        "<x-thread>"
        + "".join(
            f"<x-post post-id={n + 50}><x-head><x-user name='{s.author}'>{s.author}</x-user><x-time>{s.time}</x-time></x-head><x-body>{s.html}</x-body></x-post>"
            for n, s in enumerate(ps)
        )
        + "</x-thread>"
    )


def hashed_classes(ps: Sequence[Said]) -> str:
    return "".join(
        f"<div class='css-1q8k' data-testid=comment><div class='css-9ab2'><div class='css-77x'><a class='css-k2' href='/profile/{n}'>{s.author}</a><div class='css-m1'>Level {n + 1}</div></div><span class='css-z0'>{s.time}</span></div><div class='css-p55'>{s.html}</div><div class='css-tt'><span>{n + 2}</span><span>Helpful</span></div></div>"
        for n, s in enumerate(ps)
    )


def author_below(ps: Sequence[Said]) -> str:
    return "".join(
        f"<section class=entry id=e{n + 50}><div class=entry__text>{s.html}</div><p class=entry__foot>— <a href='/p/{n}'>{s.author}</a>, {s.time} · <a href='#'>Reply</a> · <a href='#'>Report</a></p></section>"
        for n, s in enumerate(ps)
    )


def question_in_a_box(ps: Sequence[Said]) -> str:
    f, *o = ps
    return (
        f"<div class=question><h1 class=t>Heating allowance</h1><div class=qbody>{f.html}</div><div class=meta>Asked by <a href='/users/{f.author}'>{f.author}</a> on <span>{f.time}</span></div></div><div class=answers>"
        + "".join(
            f"<div class=answer id=a{n + 60}><div class=abody>{s.html}</div><div class=meta>Answered by <a href='/users/{s.author}'>{s.author}</a> on <span>{s.time}</span></div>{REMARK if len(o) > 1 else ''}</div>"
            for n, s in enumerate(o)
        )
        + "</div>"
    )


BESIDE: tuple[Callable[[Sequence[Said]], str], ...] = (
    ads_between,
    sticky_notice,
    notice_dated,
    poll,
    quick_reply,
    newest_members,
    started_by,
    last_post_line,
    best_answer_above,
    web_components,
    hashed_classes,
    author_below,
    question_in_a_box,
)


def read(html: str) -> tuple[Post, ...]:
    return parse.thread_page(page(html), SITE, keep_names=True).posts


@pytest.mark.parametrize("said", [POSTS, TWO, QUOTED], ids=["usual", "two", "quoted"])
@pytest.mark.parametrize("shape", [*ENGINES, *BESIDE], ids=lambda shape: shape.__name__)
def test_each_post_of_any_engine_is_read_with_its_author_and_time(
    shape: Callable[[Sequence[Said]], str], said: Sequence[Said]
) -> None:
    posts = read(whole(shape(said)))

    assert [(post.author, post.text) for post in posts] == [
        (one.author, html_to_plain(one.html)) for one in said
    ]
    assert all(post.posted_at for post in posts)


@pytest.mark.parametrize(
    "shape",
    [shape for shape in (*ENGINES, *BESIDE) if shape not in (ubb_classic, sticky_notice)],
    ids=lambda shape: shape.__name__,
)
def test_a_question_without_an_answer_is_the_only_post_of_any_engine(
    shape: Callable[[Sequence[Said]], str],
) -> None:
    (post,) = read(whole(shape((QUESTION,))))

    assert (post.author, post.text) == (QUESTION.author, html_to_plain(QUESTION.html))
    assert post.posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC) or shape in (
        lobsters,
        hackernews,
    )


def test_a_mail_in_an_archive_is_read_with_its_lines() -> None:
    mail = (
        "<b>robin_w</b> <a href='mailto:x'>robin_w at forum.example</a><br><i>3 March 2026, 09:15</i><p><ul><li>Previous"
        " message: <a href='000041.html'>[Heat] The boiler</a></li></ul><hr><pre>My mother moved in with us in January.\n"
        "Does she still get the heating allowance?\n\nRobin</pre><hr>"
    )

    (post,) = read(whole(mail))

    assert post.author == "robin_w"
    assert post.text == (
        "My mother moved in with us in January.\nDoes she still get the heating allowance?\n\nRobin"
    )


def test_answers_are_read_after_a_question_without_any_was_seen() -> None:
    read(whole(question2answer((QUESTION,))))

    assert len(read(whole(question2answer(POSTS)))) == len(POSTS)


def test_a_time_behind_the_day_on_which_somebody_joined_is_the_posts() -> None:
    html = "".join(
        f"<table><tr><td rowspan=2><b>{said.author}</b><br>Joined: Mar. 2019</td><td>Posted: {said.time}</td></tr>"
        f"<tr><td><div class=said>{said.html}</div></td></tr></table>"
        for said in POSTS
    )

    assert [post.author for post in read(whole(html))] == [said.author for said in POSTS]
