# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Answers that stand in what they answer, beside its bare words; all that is said is invented."""

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import ThreadPage
from tests.connectors.generic.invented import SITE, THREAD, page

TITLE = "Heating after moving house"
QUESTION = "My mother moved in with us in January. Does she still get the heating allowance?"
FIRST = "Yes, it follows the person and not the house. You only have to tell them once."
SECOND = "We had the same, and sent the new address together with her number in February."
THIRD = "That is a relief, thank you both. The form asks for the old address, though."
FOURTH = "Leave that field empty, they know it. Ours was paid in the third week."
OPENING = (
    f"<ul class=breadcrumb><li><a href='/forum/'>Forum</a></li><li><a href='/forum/warm/'>Warm homes</a></li><li class=active>{TITLE}</li></ul>"
    f"<div class=well><h2>{TITLE}</h2><small>posted by <a href='/users/robin_w/'> robin_w </a> on March 3, 2026 at 9:15 a.m.</small> {QUESTION}</div><br>"
)


def _answer(author: str, time: str, words: str, *within: str) -> str:
    return (
        "<div class=media><a class=pull-left><img class=media-object src=a.svg></a><div class=media-body><h4 class=media-heading><div class=reply-control><a onclick='reply()'><i class='fa fa-reply'></i></a></div>"
        f"<span><small>by <a href='/users/{author}/'>{author}</a> at {time}</small></span></h4><span>{words}"
        f"<div class=reply-from><form action='/reply/' method=POST style='display: none'><textarea name=body></textarea></form></div>{''.join(within)}</span></div></div>"
    )


def _page(*answers: str) -> str:
    return (
        f"<html><head><title>{TITLE} | The Hearth</title></head><body><nav><a href='/'>The Hearth</a></nav><div class=row>{OPENING}<ul>{''.join(answers)}</ul>"
        "<p><a href='/login/'>Login</a> or <a href='/signup/'>Register</a> to join the discussion!</p></div><footer><p>A meeting place.</p></footer></body></html>"
    )


def thread(*answers: str, keep_names: bool = True) -> ThreadPage:
    return parse.thread_page(page(_page(*answers), url=THREAD), SITE, keep_names=keep_names)


A_THIRD = _answer("robin_w", "March 5, 2026, 8 a.m.", THIRD)
A_FOURTH = _answer("kestrel", "March 6, 2026, 7 p.m.", FOURTH)
A_SECOND = _answer("marram", "March 4, 2026, 8:02 a.m.", SECOND)


@pytest.mark.parametrize("keep_names", [True, False])
@pytest.mark.parametrize(
    "answers",
    [
        (_answer("kestrel", "March 3, 2026, 11:40 a.m.", FIRST, A_SECOND, A_THIRD), A_FOURTH),
        (
            _answer(
                "kestrel",
                "March 3, 2026, 11:40 a.m.",
                FIRST,
                _answer("marram", "March 4, 2026, 8:02 a.m.", SECOND, A_THIRD),
            ),
            A_FOURTH,
        ),
        (_answer("kestrel", "March 3, 2026, 11:40 a.m.", FIRST), A_SECOND, A_THIRD, A_FOURTH),
    ],
    ids=["beside one another", "within one another", "flat"],
)
def test_answers_within_what_they_answer_are_posts_of_their_own(
    answers: tuple[str, ...], keep_names: bool
) -> None:
    posts = thread(*answers, keep_names=keep_names).posts

    assert [post.text for post in posts] == [QUESTION, FIRST, SECOND, THIRD, FOURTH]
    if keep_names:
        names = ["robin_w", "kestrel", "marram", "robin_w", "kestrel"]
        assert [post.author for post in posts] == names
        days = [post.posted_at.day if post.posted_at else 0 for post in posts]
        assert days == [3, 3, 4, 5, 6]


def test_words_behind_an_answer_stay_with_what_they_were_written_in() -> None:
    quoted = f"<div class=media-body>{SECOND}</div> And this is what I said then, for all of you."
    posts = thread(
        _answer("kestrel", "March 3, 2026, 11:40 a.m.", f"{FIRST} {quoted}"), A_FOURTH
    ).posts

    assert [post.author for post in posts] == ["robin_w", "kestrel", "kestrel"]
    assert SECOND in posts[1].text


def test_the_time_in_a_question_is_its_own_though_that_of_the_answer_stands_nearer() -> None:
    posts = thread(_answer("kestrel", "March 3, 2026, 11:40 a.m.", FIRST[:40])).posts

    assert [post.author for post in posts] == ["robin_w", "kestrel"]
    assert [post.posted_at.hour if post.posted_at else 0 for post in posts] == [9, 11]
    assert posts[0].text == QUESTION


def test_one_may_be_asked_to_sign_in_to_join_the_discussion_of_a_lone_question() -> None:
    read = page(_page(), url="https://hearth.example/forum/warm/heating/")

    assert kind_of(read).kind is Kind.THREAD
    (post,) = parse.thread_page(read, SITE, keep_names=True).posts
    assert (post.author, post.text) == ("robin_w", QUESTION)
