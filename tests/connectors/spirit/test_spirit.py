"""Spirit's pages."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import Unreadable
from alongside.connectors.spirit import parse
from tests.connectors.answers import SITE, page

THREAD = """<ul class="breadcrumb_nav"><li><a href="/category/3/money/">Money</a></li></ul>
<h1 class="headline"><i class="fa fa-lock"></i> Council tax</h1>
<div class="comments_list__comment js-comment" data-number="1" data-pk="41">
<a class="comment__info__username__link" href="/user/9/wren/">wren_t</a>
<ul class="comment__info__date"><li><a href="/comment/history/41/"><i class="fa fa-pencil"></i> 1
</a></li><li title="Nov. 5, 2026, 8 a.m.">5 Nov</li></ul><div class="comment__text">
<p>Whom?</p></div></div><div class="comments_list__item js-comment" data-number="2" data-pk="42">
<div class="comments_list__item__info"><a href="/user/8/ash/">ash</a>'s comment was removed
<span title="Nov. 6, 2026, 8:30 p.m.">now</span></div></div>
<ul class="paginator"><li class="paginator__button"><a href="?page=2">2</a></li>
<li class="paginator__button"><a href="?page=2"><i class="fa fa-chevron-right"></i></a></li></ul>"""


def test_a_removed_comment_keeps_its_place() -> None:
    thread = parse.thread_page(page(THREAD, "/topic/7/council-tax/"), SITE, keep_names=True)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_id) == ("7", "Council tax", "3")
    assert thread.is_closed
    assert (first.external_id, first.is_edited) == ("41", True)
    assert first.posted_at == datetime(2026, 11, 5, 8, tzinfo=UTC)
    assert (second.is_hidden, second.text) == (True, "")
    assert second.posted_at == datetime(2026, 11, 6, 20, 30, tzinfo=UTC)
    assert thread.next_address == "https://forum.example/topic/7/council-tax/?page=2"


def test_the_menu_names_the_boards() -> None:
    html = '<a class="menu_list__link" href="/category/3/money/">Money</a>'
    (board,) = parse.boards(page(html), SITE)

    assert (board.external_id, board.name, board.slug, board.threads) == (
        "3",
        "Money",
        "money",
        None,
    )


def test_a_list_counts_comments_with_the_first() -> None:
    html = """<div class="layout__topics"><div class="layout__topics__topic"><div
 class="topic__title"><i class="fa fa-thumb-tack"></i><a class="topic__link"
 href="/topic/7/council-tax/">Council tax</a></div><div class="topic__category"><a
 href="/category/3/money/">Money</a></div><div class="topic__comments">5</div><div
 class="topic__date" title="Nov. 20, 2026, 9 a.m.">20 Nov</div></div></div>"""
    (line,) = parse.board_page(page(html, "/category/3/"), SITE, board_id="3").lines

    assert (line.replies, line.is_pinned, line.board_name) == (4, True, "Money")
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_page_without_a_comment_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>Too many submissions, wait 10s.</p>"), SITE, keep_names=True)
    with pytest.raises(Unreadable):
        parse.statistics(page(THREAD))


def test_what_a_moderator_did_to_a_topic_is_no_post() -> None:
    event = """<div class="comments_list__item js-comment" data-number="3" data-pk="43"><div
 class="comments_list__item__badge"><i class="fa fa-lock"></i></div><div
 class="comments_list__item__info"><span><a href="/user/1/hanna/">hanna</a> closed this <span
 title="Nov. 9, 2026, 9 a.m.">now</span></span></div></div>"""
    removed = event.replace("fa-lock", "fa-trash-o").replace('"43"', '"44"')
    html = THREAD.replace('<ul class="paginator">', event + removed + '<ul class="paginator">')
    thread = parse.thread_page(page(html, "/topic/7/council-tax/"), SITE, keep_names=True)

    assert [(post.external_id, post.is_hidden) for post in thread.posts] == [
        ("41", False),
        ("42", True),
        ("44", True),
    ]


def test_the_shield_of_a_moderator_is_seen() -> None:
    html = THREAD.replace(
        'class="comment__info__username__link" href="/user/9/wren/">wren_t</a>',
        'class="comment__info__username__link" href="/user/9/wren/">wren_t</a></div>',
    ).replace(
        '<a class="comment__info__username__link"',
        '<div class="comment__info__username"><i class="fa fa-shield is-mod"></i>'
        '<a class="comment__info__username__link"',
    )
    first, second = parse.thread_page(page(html, "/topic/7/x/"), SITE, keep_names=True).posts

    assert (first.author_is_staff, second.author_is_staff) == (True, False)
