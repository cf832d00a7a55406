# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Lists of boards and of threads are no threads, though their rows have names, times and words."""

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.port import Unreadable
from tests.connectors.generic.invented import SITE, in_boxes, page, whole

FRONT, BOARD = "https://forum.example/forums/", "https://forum.example/forums/forum/heat/"
BOARDS = {
    "Boilers": "Which one to buy, and how to keep it going through the winter without a repair.",
    "Windows": "Draughts, double glazing and what the council says about old houses.",
    "Grants": "Who pays for what, and how long it takes until they answer your letter.",
}
TITLES = ("Heating allowance after a move", "Appeal", "Damp in the north room", "Grant refused")


def front() -> str:
    rows = "".join(
        f"<ul class='forum hentry'><li class=forum-info><a href='/forums/forum/{name.lower()}/'>{name}</a><div class=forum-content>{said}</div></li><li class=forum-topic-count>{n + 20}</li><li class=forum-reply-count>{n + 90}</li><li><a href='/forums/topic/t{n}/'>2 weeks ago</a> <a href='/forums/users/kestrel/'>kestrel</a></li></ul>"
        for n, (name, said) in enumerate(BOARDS.items())
    )
    return f"<div class=forums>{rows}</div>"


def listing(row: str, *, around: str = "{}") -> str:
    rows = "".join(
        row.format(at=f"/topic/{40 + n}/", title=title, r=n * 3, day=n + 5)
        for n, title in enumerate(TITLES)
    )
    return around.format(f"<div class=topics>{rows}</div>")


NOTICES = (
    "<div class='template-notice info'><p class=forum-description>This forum has 20 topics, 90 replies, and was last updated 2 weeks ago.</p></div>{}"
    "<div class=template-notice><p>You must be logged in to create new topics.</p></div>"
)
NAMED = (
    "<div class='template-notice info'><ul><li class=forum-description>This forum has 20 topics, 90 replies, and was last updated <a href='/forums/topic/t1/'>2 weeks, 1 day ago</a> by <a href='/users/tern/' class=author-link><span class=avatar></span><span class=author-name>tern</span></a>.</li></ul></div>{}"
    "<div class=template-notice><ul><li>You must be logged in to create new topics.</li></ul></div>"
)
AMONG_NOTICES = "<ul class=topic><li><a href='{at}'>{title}</a><p>Started by <a href='/users/kestrel/'>kestrel</a></p></li><li class=reply-count>{r}</li><li>{day} March 2026, 18:30 <a href='/users/marram/'>marram</a></li></ul>"
IN_FEW_WORDS = "<article class='topic reply' id='topic-{day}'><h3><a href='{at}'>{title}</a></h3><p>by kestrel</p><ul><li><b>{r}</b> <span>replies</span></li><li><b>{day} March 2026, 18:30</b> by <a href='/users/marram/'>marram</a></li></ul></article>"


def test_a_front_page_whose_rows_count_threads_is_no_thread() -> None:
    assert kind_of(page(whole(front()), url=FRONT)).kind is not Kind.THREAD
    with pytest.raises(Unreadable):
        parse.thread_page(page(whole(front()), url=FRONT), SITE, keep_names=False)


@pytest.mark.parametrize(
    "html",
    [
        listing(AMONG_NOTICES, around=NOTICES),
        listing(AMONG_NOTICES, around=NAMED),
        listing(IN_FEW_WORDS),
    ],
    ids=["notices", "notices that name a member", "rows"],
)
def test_a_list_of_threads_among_notices_or_with_few_words_in_its_rows_is_a_list(html: str) -> None:
    assert kind_of(page(whole(html), url=BOARD)).kind is Kind.BOARD


def test_nothing_is_learnt_of_how_posts_are_written_from_a_page_that_may_be_a_list() -> None:
    reader._layouts.clear()

    assert kind_of(page(whole(in_boxes()))).kind is Kind.THREAD
    assert not reader._layouts


def test_comments_with_short_titles_of_their_own_stay_posts() -> None:
    said = ("Thanks for that, I will.", "Same here in the north.", "Six weeks, as a rule.")
    html = "".join(
        f"<div class=comment id='comment-{70 + n}'><h3><a href='/comment/{70 + n}#comment-{70 + n}'>{words[:18]}</a></h3><p class=by><a href='/user/{n}'>marram{n}</a> <span>{n + 5} March 2026, 18:30</span></p><div class=comment-body><p>{words}</p></div></div>"
        for n, words in enumerate(said)
    )

    found = parse.thread_page(page(whole(html)), SITE, keep_names=False)

    assert [post.text for post in found.posts] == list(said)


def test_one_author_s_articles_each_with_a_page_of_its_own_are_no_thread() -> None:
    titles = "The letter", "Heating in March", "Whom to ask", "What came of it", "Again"
    articles = "".join(
        f"<div class=post id=post-{n}><h2><a href='/{title.lower().replace(' ', '-')}/'>{title}</a></h2><div class=meta>by <a href='/author/wren/'>wren</a>, {20 - n} March 2026, 09:0{n}</div><div class=entry><p>{'The council wrote once more and nobody knew what it meant for us. ' * 3}</p></div></div>"
        for n, title in enumerate(titles)
    )

    assert kind_of(page(whole(articles))).kind is not Kind.THREAD


def test_a_board_in_the_words_of_a_title_is_no_board_of_a_forum() -> None:
    rows = "".join(
        f"<li><a href='/2026/03/1{n}/{word}-inspiration-board/'>{word.title()} inspiration board</a> <time datetime='2026-03-1{n}T09:00:00Z'>{n} days ago</time></li>"
        for n, word in enumerate(("storm", "sailor", "ivy", "frozen", "winter"))
    )

    assert (
        kind_of(page(whole(f"<ul>{rows}</ul>"), url="https://wren.example/blog/")).kind
        is Kind.NEITHER
    )
