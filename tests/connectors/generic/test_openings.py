# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Software of many a maker writes a question in a look of its own, above the list of its answers."""

from collections.abc import Callable
from itertools import product

import pytest

from alongside.connectors.generic import parse, reader
from tests.connectors.generic.frames import FRAMES
from tests.connectors.generic.invented import POSTS, QUESTION, SITE, Said, page

Frame = Callable[[str], str]
TOOLS = "<ul class=tools><li><a href='/report/41'>Report</a></li><li><a href='/share/41'>Share</a></li></ul>"


def head_in_one(said: Said) -> str:
    """A head, the words, what may be done: three parts side by side."""
    return (
        f"<div class=q-top><img src=/a/1.png alt=''><a href='/profile/{said.author}'>{said.author}</a>"
        f" | Posted in <a href='/c/pay'>Pay and allowances</a> on <time>{said.time}</time></div>"
        f"<div class=q-words>{said.html}</div>{TOOLS}"
    )


def head_in_pieces(said: Said) -> str:
    """Name and day in parts of their own."""
    return (
        f"<p class=asker>Asked by <a href='/profile/{said.author}'>{said.author}</a></p>"
        f"<p class=asked>{said.time}</p><section class=question>{said.html}</section>{TOOLS}"
    )


def foot(said: Said) -> str:
    """Who asked and when stands below the words."""
    return (
        f"<div class=question>{said.html}</div>"
        f"<div class=asked>Asked by <a href='/profile/{said.author}'>{said.author}</a> on {said.time}</div>{TOOLS}"
    )


def around(said: Said) -> str:
    """One element around all of it."""
    return f"<article class=question>{head_in_one(said)}</article>"


def answers_in_a_list(said: tuple[Said, ...]) -> str:
    rows = "".join(
        f"<li id='comment-{600 + number}'><div class=info><a href='/profile/{one.author}'>{one.author}</a> | "
        f"<time>{one.time}</time> | <a href='#comment-{600 + number}'>#{number}</a></div>"
        f"<div class=text>{one.html}</div></li>"
        for number, one in enumerate(said)
    )
    return f"<div class=replies><h3>Replies</h3><ol>{rows}</ol></div>"


def answers_with_a_side(said: tuple[Said, ...]) -> str:
    rows = "".join(
        f"<div class='reply' data-id='{600 + number}'><div class=left><a href='/profile/{one.author}'>{one.author}</a>"
        f"</div><div class=right><span class=when>{one.time}</span><div class=said>{one.html}</div>"
        f"<a href='/like/{number}'>Like</a></div></div>"
        for number, one in enumerate(said)
    )
    return f"<h2>{len(said)} answers</h2><div class=answers>{rows}</div>"


QUESTIONS = (head_in_one, head_in_pieces, foot, around)
ANSWERS = (answers_in_a_list, answers_with_a_side)


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


@pytest.mark.parametrize(
    ("asked", "answered", "frame", "said"),
    [
        pytest.param(*case, POSTS[:count], id=f"{'-'.join(part.__name__ for part in case)}-{count}")
        for case in product(QUESTIONS, ANSWERS, FRAMES)
        for count in (2, 4)
    ],
)
def test_a_question_is_read_with_its_answers_however_it_is_written(
    asked: Callable[[Said], str],
    answered: Callable[[tuple[Said, ...]], str],
    frame: Frame,
    said: tuple[Said, ...],
) -> None:
    html = frame(f"{asked(said[0])}{answered(said[1:])}")

    posts = parse.thread_page(page(html), SITE, keep_names=True).posts

    assert [post.author for post in posts] == [one.author for one in said]
    assert posts[0].text.startswith("My mother moved in with us in January.")
    assert posts[0].text.endswith("The form asks for the old address.")
    assert [post.posted_at.day for post in posts if post.posted_at] == [3, 3, 4, 11][: len(said)]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_notice_below_the_head_of_a_thread_is_no_question(frame: Frame) -> None:
    head = f"<div class=topic-head>By <a href='/profile/{QUESTION.author}'>{QUESTION.author}</a>, <time>{QUESTION.time}</time></div>"
    notice = "<div class=message><b>Kept</b><p>This topic is kept for reading and takes no further replies.</p></div>"
    html = frame(f"{head}{notice}{answers_in_a_list(POSTS)}")

    posts = parse.thread_page(page(html), SITE, keep_names=True).posts

    assert [post.author for post in posts] == [one.author for one in POSTS]
    assert posts[0].text.startswith("My mother moved in with us in January.")
