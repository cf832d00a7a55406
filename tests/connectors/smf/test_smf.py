"""SMF's pages, 2.1 and 2.0."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import Precision, Unreadable
from alongside.connectors.smf import parse
from alongside.connectors.smf.client import SmfPages
from tests.connectors.answers import SITE, page

SESSION = "PHPSESSID=v1utkrtf5hblc59msnghob8d0v"
THREAD = f"""<div class="navigate_section"><ul><li><a href="/index.php?{SESSION}&amp;board=3.0">
<span>Money</span></a></li><li class="last"><a href="/index.php?topic=7.0">x</a></li></ul></div>
<h2 class="display_title"><span id="top_subject">Council tax</span></h2>
<div class="pagelinks"><span class="current_page">1</span>
<a class="nav_page" href="/index.php?{SESSION}&amp;topic=7.15">2</a>
<a class="nav_page" href="/index.php?{SESSION}&amp;topic=7.15"><span class="next_page"></span></a>
</div><div class="windowbg" id="msg41"><div class="post_wrapper"><div class="poster"><h4>
<a href="/index.php?action=profile;u=4">wren_t</a></h4><ul class="user_info">
<li class="membergroup">Official</li><li class="postgroup">Newbie</li></ul></div>
<div class="postarea"><div class="postinfo"><a class="smalltext"
 title="Reply #3 - Deadline 30 June">Nov 05, 2026, 08:00 AM</a><span class="smalltext modified">Last
Edit: Nov 06, 2026, 09:00 AM by wren_t</span></div><div class="post"><div class="inner"
 data-msgid="41" id="msg_41">Whom do I tell?</div></div></div></div></div>
<div class="windowbg" id="msg42"><div class="post_wrapper"><div class="poster"><h4>ash</h4></div>
<div class="postarea"><div class="postinfo"><a class="smalltext">Today at 10:15 AM</a></div>
<div class="post"><div class="inner" data-msgid="42"><blockquote class="bbc_standard_quote"><cite>
<a href="/index.php?msg=41">Quote from: wren_t</a></cite>Whom?</blockquote>Your council.</div></div>
</div></div></div>"""


def test_posts_are_read_each_once_with_times_in_words() -> None:
    thread = parse.thread_page(page(THREAD, "/index.php?topic=7.0"), SITE, keep_names=False)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.board_name) == (
        "7",
        "Council tax",
        "3",
        "Money",
    )
    # The title of the link holds the thread's words, which may look like a date.
    assert first.posted_at == datetime(2026, 11, 5, 8, tzinfo=UTC)
    assert first.precision is Precision.MINUTE
    assert (first.author_title, first.edited_at) == (
        "Official",
        datetime(2026, 11, 6, 9, tzinfo=UTC),
    )
    assert second.posted_at == datetime(2026, 11, 25, 10, 15, tzinfo=UTC)
    assert second.text == "Your council."
    assert thread.next_address == "https://forum.example/index.php?topic=7.15"


def test_the_number_of_our_visit_leaves_every_address() -> None:
    thread = parse.thread_page(page(THREAD, "/index.php?topic=7.0"), SITE, keep_names=True)

    assert "PHPSESSID" not in thread.next_address + thread.last_address + thread.posts[0].address


def test_a_list_says_when_a_topic_was_stirred_and_not_when_it_was_started() -> None:
    html = """<div id="topic_container"><div class="windowbg sticky locked"><div
 class="message_index_title"><span id="msg_41"><a href="/index.php?topic=7.0">Council tax</a></span>
</div><div class="board_stats"><p>Replies: 1,204<br>Views: 9</p></div><div class="lastpost"><p>
<a href="/index.php?topic=7.0#msg42">Nov 20, 2026, 09:00 AM</a><br>by ash</p></div></div></div>"""
    (line,) = parse.board_page(page(html, "/index.php?board=3.0"), SITE, board_id="3").lines

    assert (line.external_id, line.replies, line.is_pinned, line.is_closed) == (
        "7",
        1204,
        True,
        True,
    )
    assert line.asked is None
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_picture_in_a_post_does_not_close_the_topic() -> None:
    picture = '<img src="https://pictures.example/clock.png" alt="" class="bbc_img">'
    shown = THREAD.replace("Whom do I tell?", f"Whom do I tell? {picture}")
    old = '<h3 class="catbg"><img src="/images/topic/normal_post_locked.gif"> Topic: Tax</h3>'

    def is_closed(html: str) -> bool:
        return parse.thread_page(
            page(html, "/index.php?topic=7.0"), SITE, keep_names=True
        ).is_closed

    assert not is_closed(shown)
    assert is_closed(old + shown)


def test_what_a_moved_topic_leaves_in_a_list_is_no_topic() -> None:
    row = """<div class="windowbg"><div class="info"><div class="icons floatright">{}</div>
<div class="message_index_title"><span id="msg_4{}"><a href="/index.php?topic={}.0">{}</a></span>
</div></div><div class="board_stats"><p>Replies: 0<br>Views: 9</p></div>
<div class="lastpost"><p><a href="/index.php?topic={}.msg4">Nov 05, 2026, 08:00 AM</a></p></div>
</div>"""
    moved = row.format('<span class="main_icons move"></span>', 1, 8, "MOVED: Tax", 8)
    rows = moved + row.format('<span class="main_icons lock"></span>', 2, 9, "Rent", 9)
    listed = f'<div id="messageindex"><div id="topic_container">{rows}</div></div>'

    (line,) = parse.board_page(page(listed), SITE, board_id="3").lines

    assert (line.title, line.is_closed) == ("Rent", True)


def test_the_boards_and_the_statistics_stand_on_the_front_page() -> None:
    html = """<div id="board_3" class="up_contain"><div class="info"><a class="subject"
 href="/index.php?board=3.0" id="b3">Money</a></div><div class="board_stats"><p>Posts: 9,876<br>
Topics: 1,204</p></div></div><div id="upshrink_stats">
<p class="inline">9,876 Posts in 1,204 Topics by
310 Members - Latest Member: <strong><a>wren_t</a></strong></p></div>"""
    (board,) = parse.boards(page(html), SITE)
    statistics = parse.statistics(page(html))

    assert (board.external_id, board.threads, board.posts) == ("3", 1204, 9876)
    assert [statistics.value(kind) for kind in ("posts", "threads", "members")] == [9876, 1204, 310]
    assert not any("wren" in figure.sentence for figure in statistics.figures)


def test_the_first_boards_figures_are_not_those_of_the_forum() -> None:
    html = """<table><tr><td class="info">Money</td><td class="stats windowbg"><p>876 Posts<br>
204 Topics</p></td></tr></table><div id="upshrinkHeaderIC">
<p>9876 Posts in 1204 Topics by 310 Members</p></div>"""
    statistics = parse.statistics(page(html))

    assert [statistics.value(kind) for kind in ("posts", "threads", "members")] == [9876, 1204, 310]


def test_version_2_0_is_read_too() -> None:
    html = """<div class="navigate_section"><ul><li class="last"><a href="/index.php?topic=7.0">
Council tax</a></li></ul></div><div class="pagelinks">Pages: [<strong>1</strong>]
<a class="navPages" href="/index.php?topic=7.15">2</a></div><div class="post_wrapper">
<div class="poster"><h4><a href="/index.php?action=profile;u=4">wren_t</a></h4></div>
<div class="postarea"><div class="keyinfo"><div class="smalltext">&laquo;
<strong>Reply #3 on:</strong>
November 05, 2026, 08:00:30 AM &raquo;</div></div><div class="post">
<div class="inner" id="msg_41">Whom
do I tell?</div></div></div></div>"""
    thread = parse.thread_page(page(html, "/index.php?topic=7.0"), SITE, keep_names=True)

    assert thread.posts[0].posted_at == datetime(2026, 11, 5, 8, 0, 30, tzinfo=UTC)
    assert thread.next_address == "https://forum.example/index.php?topic=7.15"


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>The topic is off limits to you.</p>"), SITE, keep_names=True)


def test_any_address_in_a_topic_leads_to_it() -> None:
    address = f"{SITE.address}/index.php?topic=7.msg42#msg42"

    assert SmfPages().thread_address(SITE, address) == f"{SITE.address}/index.php?topic=7.0"
    assert SmfPages().page_address(SITE, address) == f"{SITE.address}/index.php?topic=7.msg42"
