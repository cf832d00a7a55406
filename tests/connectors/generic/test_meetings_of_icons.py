# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What a forum does that is built of a kit of parts, in Chinese: icons that are words, rows that are
links, and a question that tells no time but that of its last change. All that is said is invented."""

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.addresses import thread_key
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.port import ForumSite, Precision, Unreadable
from tests.connectors.generic.invented import SITE, page

QUESTION = "My mother moved in with us in January, and the form asks for the old address."
ANSWER = "The allowance follows the person and not the house, so tell them only once."
THANKS = "That is a relief, thank you both for writing it down so plainly."
HEAD = "<header><div class=toolbar><span><a href='/'>The Hearth</a></span><a href='/search' class=btn><i class='kit material-icons'>search</i></a></div></header>"
STATES = "<i class='icon material-icons' mdui-tooltip=\"{content: '讨论已被锁定'}\">lock</i>"


def _reply(author: str, day: str, html: str) -> str:
    return (
        f"<div class=divider></div><br><div class='row gapless'><div class=col-xs-1><a href='/u/7'><img src=a.png></a></div><div class=col-xs-9>"
        f"<a href='/u/7' style='font-weight:500'>{author}</a> 回复于 {day}<br><br><div class=typo>{html}</div></div></div>"
    )


def _thread(*replies: str, states: str = "", question: str = QUESTION) -> str:
    form = "<form method=POST action='/postreply/41'><textarea name=body></textarea><button disabled>登入后回复</button></form>"
    return (
        f"<html lang=zh><head><title>Heating - The Hearth</title></head><body>{HEAD}<div class=container><h1>Heating</h1>"
        f"<p><i class='kit material-icons'>chat_bubble</i><a href='/t/4'>Warm homes</a> > <a href='/p/41'>Heating</a> {states}<i class='kit material-icons'>remove_red_eye</i> 浏览 83</p>"
        "<div class='row gapless'><div class=col-xs-10><div class='row gapless'><div class=col-xs-1><a href='/u/6'><img src=b.png></a></div>"
        f"<div class=col-xs-9><a href='/u/6' style='font-weight:500'>robin_w </a>最后编辑于 2026/03/03<div class=typo><br><p>{question}</p></div></div></div>"
        "<div class='row gapless'><div class=col-xs-1><i class='icon material-icons'>more_vert</i><ul class=menu><li><a href='/stared/41'><i class='icon material-icons'>star_border</i>设为星标</a></li></ul></div></div>"
        f"{''.join(replies)}<div id=reply>{form}</div></div>"
        "<div class=col-xs-2><div class=container><button>登入后回复</button><h3><i class='icon material-icons'>supervisor_account</i> 参与者</h3>"
        "<ul class=list><a href='/u/6' class=item><div class=content>robin_w</div></a></ul></div></div></div></div></body></html>"
    )


def thread(*replies: str, keep_names: bool = True, states: str = "") -> ThreadPage:
    read = page(_thread(*replies, states=states), url="https://forum.example/p/41")
    return parse.thread_page(read, SITE, keep_names=keep_names)


QUOTING = f"<p>回复<code>robin_w</code></p><blockquote><p>{QUESTION} {QUESTION}</p></blockquote><p>{ANSWER}</p>"
FIRST = _reply("kestrel", "2026/03/04", QUOTING)
SECOND = _reply("robin_w", "2026/03/05", f"<p>{THANKS}</p>")


@pytest.mark.parametrize("replies", [(FIRST,), (FIRST, SECOND)])
def test_a_question_that_tells_when_it_was_changed_alone_stands_before_its_answers(
    replies: tuple[str, ...],
) -> None:
    read = thread(*replies, keep_names=False)

    said = [QUESTION, ANSWER, THANKS][: len(replies) + 1]
    assert [post.text for post in read.posts] == said
    assert [post.author for post in read.posts] == ["robin_w", "kestrel", "robin_w"][: len(said)]
    assert read.posts[0].posted_at is None
    assert {post.precision for post in read.posts[1:]} == {Precision.DAY}


def test_a_lone_question_is_read_without_pictures_that_are_words_and_without_who_took_part() -> (
    None
):
    (post,) = thread().posts

    assert (post.author, post.text) == ("robin_w", QUESTION)


def test_pictures_that_are_words_are_none_in_a_post() -> None:
    html = f"<p><i class='material-icons'>lock</i>{THANKS} <span class='material-symbols-outlined'>more_vert</span></p>"
    read = thread(FIRST, _reply("robin_w", "2026/03/05", html))

    assert read.posts[-1].text == THANKS


def test_what_is_shown_when_one_points_at_a_lock_closes_a_thread() -> None:
    assert thread(FIRST, SECOND, states=STATES).is_closed
    assert not thread(FIRST, SECOND).is_closed


def test_a_form_to_reply_to_all_that_is_said_makes_a_thread() -> None:
    address = "https://hearth.example/p/41"  # says nothing of forums

    assert kind_of(page(_thread(FIRST), url=address)).kind is Kind.THREAD
    elsewhere = _thread(FIRST).replace("/postreply/41", "/subscribe").replace("登入后回复", "OK")
    assert kind_of(page(elsewhere, url=address)).kind is Kind.NEITHER


# Lists

THREADS = (
    (41, "Heating allowance", "robin_w 发布于 2026/03/03", ""),
    (42, "Council tax after moving house", "kestrel 回复于 2026/03/05", STATES),
    (43, "Damp in the back bedroom", "marram 回复于 2026/03/02", ""),
    (
        44,
        "Who pays for the meter?",
        "robin_w 回复于 2026/03/01",
        "<i class='icon material-icons'>push_pin</i>",
    ),
)


def _list() -> str:
    rows = "".join(
        f"<li class=item><div class=avatar><img src=a.png></div><div class=content><a href='/p/{number}' style='color:black'><h3 class=subheading>{title}</h3> <small>{state}</small>"
        f"<p class=body>{QUESTION[:40].upper()} {number}</p></a></div>{signs}<br></li><div class=divider></div>"
        for number, title, state, signs in THREADS
    )
    boards = "".join(
        f"<li class='item ripple'><i class='icon material-icons'>chat_bubble</i><div class=content><a href='/t/{number}'>{name}</a></div></li>"
        for number, name in enumerate(("Warm homes", "Money", "Repairs"), 3)
    )
    return (
        f"<html lang=zh><head><title>Money - The Hearth</title></head><body>{HEAD}<div class=container><header><div class=headline>The Hearth</div><div class=subheading>A place for people who keep houses warm</div></header>"
        f"<div class=row><div class=col-xs-2><ul class=list>{boards}</ul></div><div class=col-xs-9>{rows}</div></div></div></body></html>"
    )


def board() -> BoardPage:
    return parse.board_page(page(_list(), url="https://forum.example/t/4"), SITE)


def test_a_row_that_is_a_link_is_called_by_the_heading_in_it() -> None:
    lines = board().lines

    assert [line.title for line in lines] == [title for _, title, _, _ in THREADS]
    assert [line.address for line in lines] == [
        f"https://forum.example/p/{number}" for number, *_ in THREADS
    ]
    days = [line.last_post.at.day if line.last_post else 0 for line in lines]
    assert days == [3, 5, 2, 1]


def test_pictures_that_are_words_tell_what_is_closed_and_pinned() -> None:
    lines = board().lines

    assert [line.is_closed for line in lines] == [False, True, False, False]
    assert [line.is_pinned for line in lines] == [False, False, False, True]


def test_rows_that_say_who_answered_are_a_list_of_threads_and_no_post_stands_above_them() -> None:
    read = page(_list(), url="https://hearth.example/t/4")

    assert kind_of(read).kind is Kind.BOARD
    with pytest.raises(Unreadable):
        parse.thread_page(read, ForumSite("https://hearth.example"), keep_names=True)


def test_a_number_below_p_names_a_thread_where_nothing_else_does() -> None:
    assert thread_key("https://forum.example/p/41") == "/p/41"
    assert thread_key("https://forum.example/heat/p2") == "/heat"
    assert thread_key("https://forum.example/heat/p/2") == "/heat"
