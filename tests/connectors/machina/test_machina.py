"""django-machina's pages in its own templates."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.machina import parse
from alongside.connectors.machina.client import MachinaPages
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.answers import SITE, page

TOPIC = "/forum/money-3/topic/council-tax-2026-7/"
THREAD = """<ol class="breadcrumb"><li><a href="/forum/money-3/">Money</a></li></ol>
<h1>Council tax 2026</h1><ul class="pagination"><li class="page-item active"><a class="page-link"
 href="?page=1">1</a></li><li class="page-item"><a class="page-link" href="?page=2">2</a></li></ul>
<div id="41" class="card post"><div class="post-content-wrapper"><small class="text-muted">By: <a
 href="/member/profile/9/">wren_t</a> on Nov. 5, 2026, 8 a.m.</small><div class="post-content"><p>
Whom do I tell?</p></div><div class="edit-info">Updated on Nov. 6, 2026, noon: typo</div></div>
<div class="username"><b>wren_t</b></div></div>"""


def test_posts_are_read_to_the_minute() -> None:
    thread = parse.thread_page(page(THREAD, TOPIC), SITE, keep_names=True)
    (post,) = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.board_name) == (
        "7",
        "Council tax 2026",
        "3",
        "Money",
    )
    assert (post.external_id, post.author, post.text) == ("41", "wren_t", "Whom do I tell?")
    assert (post.posted_at, post.precision) == (
        datetime(2026, 11, 5, 8, tzinfo=UTC),
        Precision.MINUTE,
    )
    assert post.is_edited
    assert thread.next_address == f"{SITE.address}{TOPIC}?page=2"


def test_a_list_tells_both_times() -> None:
    html = f"""<h1>Money</h1><div class="topiclist"><div class="row"><div class="topic-name"><table>
<tr><td class="topic-icon"><i class="fa-lightbulb"></i></td><td><a class="topic-name-link"
 href="{TOPIC}">Council tax 2026</a><i class="locked-indicator"></i><div class="topic-created">By:
<a>wren_t</a> on Nov. 5, 2026, 8 a.m.</div></td></tr></table></div><div class="topic-count">4</div>
<div class="topic-last-post">By: <a>ash</a><br><small>Nov. 20, 2026, 9 p.m.</small></div></div>
</div>
"""
    (line,) = parse.board_page(page(html, "/forum/money-3/"), SITE, board_id="3").lines

    assert (line.replies, line.is_pinned, line.is_closed) == (4, True, True)
    assert line.address == "https://forum.example/forum/x-3/topic/x-7/"
    assert line.asked is not None
    assert line.asked.at == datetime(2026, 11, 5, 8, tzinfo=UTC)


def test_the_boards_and_the_statistics_stand_on_the_front_page() -> None:
    html = """<div class="row"><a class="forum-name-link" href="/forum/money-3/">Money</a>
<div class="sub-forums"><a href="/forum/rent-9/">Rent</a></div><div class="forum-count">12</div>
<div class="forum-count">90</div></div><p class="statistics">Total posts: <b>90</b> &#8226; Total
topics: <b>12</b></p>"""
    money, rent = parse.boards(page(html), SITE)
    statistics = parse.statistics(page(html))

    assert (money.external_id, money.threads, money.posts) == ("3", 12, 90)
    assert (rent.external_id, rent.threads) == ("9", None)
    assert (statistics.value("threads"), statistics.value("posts")) == (12, 90)


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>No permission</p>", TOPIC), SITE, keep_names=True)


def test_any_address_in_a_topic_leads_to_it_without_the_title_s_words() -> None:
    address = f"{SITE.address}{TOPIC}?post=41#41"

    assert MachinaPages().thread_address(SITE, address) == (
        "https://forum.example/forum/x-3/topic/x-7/"
    )
    assert MachinaPages().page_address(SITE, address).endswith("/topic/x-7/?post=41")


def test_a_moved_topic_is_in_the_board_that_its_page_names() -> None:
    html = THREAD.replace(
        '<a href="/forum/money-3/">Money</a>',
        """<a href="/forum/home-8/">Home</a>
</li><li><a href="/forum/rent-9/">Rent</a></li><li><a
 href="/forum/rent-9/topic/council-tax-2026-7/">Council tax 2026</a>""",
    )
    thread = parse.thread_page(page(html, TOPIC), SITE, keep_names=True)

    assert (thread.board_id, thread.board_name) == ("9", "Rent")
    assert thread.address == "https://forum.example/forum/x-9/topic/x-7/"


def test_a_board_that_leads_to_another_site_is_none() -> None:
    html = """<div class="row"><table class="forum-data-table"><tr><td class="forum-icon link"></td>
<td><a class="forum-name-link" href="/forum/our-site-6/">Our site</a></td></tr></table></div>"""

    assert parse.boards(page(html), SITE) == ()


def test_an_announcement_stands_above_the_others() -> None:
    html = f"""<div class="topiclist"><div class="row"><table><tr><td class="topic-icon"><i
 class="fas fa-info fa-2x"></i></td><td><a class="topic-name-link" href="{TOPIC}">Rules</a></td>
</tr></table></div></div>"""
    (line,) = parse.board_page(page(html, "/forum/money-3/"), SITE, board_id="3").lines

    assert line.is_pinned


def test_the_reason_of_an_edit_is_not_its_time() -> None:
    html = THREAD.replace(
        "Updated on Nov. 6, 2026, noon: typo",
        "<small>Last edited by: <a>ash on tour</a> on Nov. 6, 2026, 9:16 a.m., edited 2 times in"
        " total.</small><br><small><b>Reason:</b> typo on the second line</small>",
    )
    (post,) = parse.thread_page(page(html, TOPIC), SITE, keep_names=True).posts

    assert post.edited_at == datetime(2026, 11, 6, 9, 16, tzinfo=UTC)


def test_the_statistics_are_read_in_any_language() -> None:
    html = """<p class="statistics">Swyddi i gyd:&nbsp;<b>139</b>&nbsp;&#8226;&nbsp;Pynciau i
gyd:&nbsp;<b>51</b></p>"""
    statistics = parse.statistics(page(html))

    assert (statistics.value("posts"), statistics.value("threads")) == (139, 51)
