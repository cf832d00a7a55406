"""FlaskBB's pages."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.connectors.flaskbb import parse
from alongside.connectors.flaskbb.client import FlaskbbPages
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.answers import SITE, page

THREAD = """<ol class="breadcrumb"><li><a href="/forum/3-money">Money</a></li></ol>
<ul class="pagination"><li class="active"><a href="#">1</a></li>
<li><a href="/topic/7-council-tax?page=2">2</a></li><li><a href="/topic/7-council-tax?page=3">3</a>
</li></ul><div class="topic-head"><a href="/topic/7-council-tax">Council tax</a></div>
<div class="post-row"><div class="author-name"><a href="/user/wren_t">wren_t</a></div>
<div class="author-title">Member</div><div class="post-meta"><a href="/post/41">05 November 2026 -
08:00</a></div><div class="post-content" id="pid41"><p>Whom do I tell, <a href="/user/ash">@ash</a>?
</p></div></div>"""


def test_posts_are_read_and_pages_are_asked_for_without_the_title_s_words() -> None:
    thread = parse.thread_page(page(THREAD, "/topic/7"), SITE, keep_names=False)
    (post,) = thread.posts

    assert (thread.external_id, thread.title, thread.board_id) == ("7", "Council tax", "3")
    assert (post.external_id, post.text) == ("41", "Whom do I tell, @member?")
    assert post.posted_at == datetime(2026, 11, 5, 8, tzinfo=UTC)
    assert thread.next_address == "https://forum.example/topic/7?page=2"


def test_a_list_tells_only_how_long_ago_the_last_post_was() -> None:
    html = """<div class="forum-body"><div class="forum-row"><div class="topic-status"><span
 class="fa fa-lock"></span></div><div class="topic-name">
<a href="/topic/7-council-tax">Council tax</a></div>
<div class="topic-stats">5</div><div class="topic-last-post"><a href="/post/45">3 days ago</a>
</div></div></div>"""
    (line,) = parse.board_page(page(html, "/forum/3"), SITE, board_id="3").lines

    assert (line.title, line.replies, line.is_closed) == ("Council tax", 4, True)
    assert line.asked is None
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert line.last_post.precision is Precision.RELATIVE
    assert line.last_post.latest == line.last_post.at + timedelta(days=1)


def test_the_statistics_leave_out_who_is_here_and_who_is_new() -> None:
    html = """<p class="flaskbb-stats">Total number of registered users: <strong>310</strong></p>
<p class="flaskbb-stats">Total number of topics: <strong>12</strong></p>
<p class="flaskbb-stats">Registered users online: <strong>4</strong></p>
<p class="flaskbb-stats">Newest registered user: <a>wren_t</a></p>"""
    figures = parse.statistics(page(html)).figures

    assert [(figure.kind, figure.value) for figure in figures] == [
        ("members", 310),
        ("threads", 12),
    ]


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>Not found</p>"), SITE, keep_names=True)


def test_a_post_s_address_leads_to_its_page() -> None:
    assert FlaskbbPages().thread_address(SITE, f"{SITE.address}/post/41") == (
        f"{SITE.address}/post/41"
    )


def test_signatures_and_quotations_of_members_are_no_part_of_a_post() -> None:
    html = THREAD.replace(
        "<p>Whom do I tell, <a",
        """<div class="alert alert-warning">This post is hidden (by ash)</div><p><strong><a
 href="/user/ash">ash</a> wrote:</strong></p><blockquote><p>Ask them.</p></blockquote><blockquote>
<p>A line of the law.</p></blockquote><p>Whom do I tell, <a""",
    ).replace("?\n</p></div>", '?</p><div class="post-signature"><hr><p>Buy here</p></div></div>')
    assert "Buy here" in html
    (post,) = parse.thread_page(page(html, "/topic/7"), SITE, keep_names=False).posts

    assert post.text == "> A line of the law.\n\nWhom do I tell, @member?"


def test_a_starred_topic_stands_above_the_others() -> None:
    html = """<div class="forum-body"><div class="forum-row"><div class="topic-status"><span
 class="fa fa-star-o fa-fw topic-starred-read"></span></div><div class="topic-name"><a
 href="/topic/7-rules">Rules</a></div><div class="topic-stats">1</div></div></div>"""
    (line,) = parse.board_page(page(html, "/forum/3"), SITE, board_id="3").lines

    assert (line.is_pinned, line.is_closed) == (True, False)


def test_an_edit_is_told_with_its_time_in_any_language() -> None:
    html = THREAD.replace(
        "08:00</a></div>",
        "08:00</a><small>(Zuletzt bearbeitet: 28 November 2026 - 09:24 von <a"
        ' href="/user/ash">ash</a>.)</small></div>',
    )
    (post,) = parse.thread_page(page(html, "/topic/7"), SITE, keep_names=False).posts

    assert post.posted_at == datetime(2026, 11, 5, 8, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 11, 28, 9, 24, tzinfo=UTC)
