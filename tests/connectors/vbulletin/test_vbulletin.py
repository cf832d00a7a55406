"""vBulletin's pages: 3, 4 and 6."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import Precision, Unreadable
from alongside.connectors.vbulletin import parse
from alongside.connectors.vbulletin.client import VbulletinPages
from tests.connectors.answers import SITE, page

SESSION = "s=576caa73d70307534f3fb79e355dac0c"
VERSION_3 = f"""<div class="navbar"><a href="forumdisplay.php?{SESSION}&amp;f=3">Money</a></div>
<table><tr><td class="navbar"><strong>Council tax</strong></td></tr></table>
<input type="hidden" name="t" value="7">
<div id="edit41"><table id="post41"><tr><td class="thead"><a name="post41"></a> 11-19-02, 06:39 PM
</td></tr><tr><td class="alt2"><div id="postmenu_41"><a class="bigusername">wren_t</a></div>
<div class="smallfont">Member</div></td><td class="alt1" id="td_post_41">
<div id="post_message_41">Whom do I tell?</div><div class="smallfont"><em>Last edited by wren_t;
12-28-05 at <span class="time">10:28 PM</span>.</em></div></td></tr></table></div>
<a rel="next" href="showthread.php?{SESSION}&amp;t=7&amp;page=2">&gt;</a>"""
VERSION_4 = """<div class="breadcrumb"><ul><li class="navbit">
<a href="forums/3-Money">Money</a></li>
<li class="navbit lastnavbit"><span>Council tax</span></li></ul></div>
<span class="threadtitle">Council tax</span><li class="postcontainer" id="post_41"><div
 class="posthead"><span class="postdate"><span class="date">14.12.2019
<span class="time">21:42</span>
</span></span></div><div class="username_container"><a class="username"><strong>wren_t</strong></a>
</div><span class="usertitle">Regular</span><div class="content"><div id="post_message_41">
<blockquote class="postcontent restore">Whom?<div class="bbcode_quote"><div class="bbcode_postedby">
Quote by <strong>ash</strong></div>Nobody.</div></blockquote></div></div></li>"""
VERSION_6 = """<h1 class="main-title">Council tax</h1><li class="b-post" data-node-id="41">
<div class="author"><span itemprop="name">wren_t</span></div><div class="usertitle">Official</div>
<div class="b-post__timestamp"><time itemprop="dateCreated" datetime="2026-11-01T08:00:00+00:00">x
</time></div><div class="js-post__content-text">Whom do I tell?</div></li>
<a class="arrow right-arrow h-disabled" rel="next" href="/forum/money/7-tax/page2">x</a>"""


def test_version_3_is_read_by_the_number_on_each_text() -> None:
    thread = parse.thread_page(page(VERSION_3, "/showthread.php?t=7"), SITE, keep_names=True)
    (post,) = thread.posts

    assert (thread.external_id, thread.title, thread.board_id) == ("7", "Council tax", "3")
    assert (post.external_id, post.author, post.author_title) == ("41", "wren_t", "Member")
    assert (post.posted_at, post.precision) == (
        datetime(2002, 11, 19, 18, 39, tzinfo=UTC),
        Precision.MINUTE,
    )
    assert post.is_edited
    assert thread.next_address == "https://forum.example/showthread.php?t=7&page=2"


QUOTED_IN_3 = """<div style="margin:20px; margin-top:5px;"><div class="smallfont">Quote:</div>
<table><tr><td class="alt2" style="border:1px inset"><div>Originally Posted by <strong>ash</strong>
</div><div style="font-style:italic">Nobody ever asked me.</div></td></tr></table></div>"""
QUOTED_IN_A_THEME_OF_3 = """<div style="margin:1rem;"><div><label>Quote:</label></div>
<div class="panel alt2" style="border:1px inset"><div>Originally Posted by <strong>ash</strong>
</div>
<div style="font-style:italic">Nobody ever asked me.</div></div></div>"""
QUOTED_WITHOUT_A_TABLE_IN_3 = """<div style="margin:20px"><div class="smallfont">Quote:</div>
<div>Originally Posted by <strong>sol_88</strong> <a href="tax-post5.html#post5">View Post</a></div>
<div style="border:1px inset" class="postquote">The whole street has it.</div></div>"""
CODE_IN_3 = """<div style="margin:20px"><div class="smallfont">Code:</div>
<pre class="alt2" style="border: 1px inset">a = <strong>1</strong></pre></div>"""


@pytest.mark.parametrize(
    "quoted", [QUOTED_IN_3, QUOTED_IN_A_THEME_OF_3, QUOTED_WITHOUT_A_TABLE_IN_3]
)
def test_version_3_is_read_without_the_quotation_of_a_member(quoted: str) -> None:
    html = VERSION_3.replace("Whom do I tell?", f"{quoted}Whom do I tell?")
    (post,) = parse.thread_page(page(html, "/showthread.php?t=7"), SITE, keep_names=False).posts

    assert post.text == "Whom do I tell?"


def test_version_3_keeps_what_stands_in_a_frame_and_quotes_nobody() -> None:
    html = VERSION_3.replace("Whom do I tell?", f"{CODE_IN_3}Whom do I tell?")
    (post,) = parse.thread_page(page(html, "/showthread.php?t=7"), SITE, keep_names=False).posts

    assert "a = 1" in post.text


def test_a_quotation_copied_as_plain_text_names_nobody() -> None:
    html = VERSION_3.replace(
        "Whom do I tell?", "Originally Posted by ash<br>Nobody.<br><br>Whom do I tell?"
    )
    (post,) = parse.thread_page(page(html, "/showthread.php?t=7"), SITE, keep_names=False).posts

    assert post.text == "Nobody.\nWhom do I tell?"


def test_version_4_is_read_without_the_quotation_of_a_member() -> None:
    thread = parse.thread_page(page(VERSION_4, "/threads/7-Council-tax"), SITE, keep_names=False)
    (post,) = thread.posts

    assert (thread.external_id, thread.title, thread.board_name) == ("7", "Council tax", "Money")
    assert (post.author, post.text, post.author_title) == ("wren_t", "Whom?", "Regular")
    assert post.posted_at == datetime(2019, 12, 14, 21, 42, tzinfo=UTC)


def test_version_6_is_read_with_exact_times() -> None:
    thread = parse.thread_page(page(VERSION_6, "/forum/money/7-tax"), SITE, keep_names=True)
    (post,) = thread.posts

    assert (post.external_id, post.author, post.precision) == ("41", "wren_t", Precision.EXACT)
    assert thread.address == "https://forum.example/node/7"


def test_the_boards_of_versions_3_and_4_are_read() -> None:
    third = """<table><tr><td></td><td><a href="forumdisplay.php?f=3">Money</a></td>
<td>Today</td><td>1,204</td><td>9,876</td></tr></table>"""
    fourth = """<li class="forumbit_post"><h2 class="forumtitle">
<a href="forums/3-Money">Money</a></h2>
<ul class="forumstats"><li>Threads: 1,204</li><li>Posts: 9,876</li></ul></li>"""

    for html in (third, fourth):
        (board,) = parse.boards(page(html), SITE)
        assert (board.external_id, board.name, board.threads, board.posts) == (
            "3",
            "Money",
            1204,
            9876,
        )


# A plug-in for search engines puts words in the place of the numbers.
REWRITTEN_IN_3 = """<table><tr><td><img id="forum_statusicon_3" src="forum_old.gif"></td>
<td class="alt1Active" id="f3"><div><a href="/money-matters/"><strong>Money</strong></a></div>
<div class="smallfont">Tax, and <a href="/whats-new/">news</a>
<img id="forum_statusicon_9" src="icon/subforum_link.gif"> <a href="/rents/">Rent</a></div></td>
<td class="alt2">1,204</td><td class="alt2">9,876</td><td class="alt1"><table><tr><td>
<a href="/money-matters/41-tax.html">Tax</a> by
<a href="/member.php?find=lastposter&amp;f=3">wren_t</a></td></tr></table></td></tr>
<tr><td></td><td class="alt1Active" id="f8"><img src="icon/forum_link.gif">
<a href="/money-matters/7-rules.html">Rules</a></td><td>-</td><td>-</td></tr></table>"""
REWRITTEN_IN_4 = """<ol><li id="forum3" class="forumbit_post old L2"><div class="forumrow">
<h2 class="forumtitle"><a href="/f3-money">Money</a></h2><ol class="subforumlist">
<li><img id="forum_statusicon_9"><!-- old --> <a href="/f9-rent">Rent</a>,</li></ol>
<ul class="forumstats_2"><li>Threads: 1,204</li><li>Posts: 9,876</li></ul></div></li>
<li id="forum8" class="forumbit_post link L2"><h2 class="forumtitle">
<a href="/t7-rules.html">Rules</a></h2></li></ol>"""


@pytest.mark.parametrize("front", [REWRITTEN_IN_3, REWRITTEN_IN_4])
def test_boards_whose_addresses_are_words_keep_the_numbers_of_their_rows(front: str) -> None:
    boards = VbulletinPages().boards(page(front), SITE)

    assert [(board.external_id, board.name, board.threads, board.posts) for board in boards] == [
        ("3", "Money", 1204, 9876),
        ("9", "Rent", None, None),
    ]


def test_a_board_that_stands_below_another_one_and_in_a_row_of_its_own_keeps_its_figures() -> None:
    front = """<ol><li id="forum3" class="forumbit_post L1"><h2 class="forumtitle">
<a href="/money/">Money</a></h2><ol class="subforumlist"><li><img id="forum_statusicon_9">
<a href="/rent/">Rent</a></li></ol><ul class="forumstats"><li>Threads: 5</li><li>Posts: 9</li></ul>
<ol class="childforum"><li id="forum9" class="forumbit_post L2"><h2 class="forumtitle">
<a href="/rent/">Rent</a></h2><ul class="forumstats"><li>Threads: 2</li><li>Posts: 4</li></ul></li>
</ol></li></ol>"""

    boards = parse.boards(page(front), SITE)

    assert [(board.external_id, board.posts) for board in boards] == [("3", 9), ("9", 4)]


def test_a_list_is_read_with_the_time_of_the_last_post() -> None:
    html = """<table id="threadslist"><tr><td>
<a id="thread_title_7" href="showthread.php?t=7">Council
tax</a></td><td class="alt2" title="Replies: 1,204, Views: 9">
<div class="smallfont">11-20-2026 <span
 class="time">09:00 AM</span></div></td></tr></table>"""
    (line,) = parse.board_page(page(html, "/forumdisplay.php?f=3"), SITE, board_id="3").lines

    assert (line.external_id, line.title, line.replies) == ("7", "Council tax", 1204)
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_the_statistics_name_nobody() -> None:
    html = """<td class="alt1"><div class="smallfont">Threads: 1,204, Posts: 9,876, Members: 310<br>
Welcome to our newest member, <a>wren_t</a></div></td>"""
    statistics = parse.statistics(page(html))

    assert [statistics.value(kind) for kind in ("threads", "posts", "members")] == [1204, 9876, 310]
    assert not any("wren" in figure.sentence for figure in statistics.figures)


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>Invalid Thread specified.</p>"), SITE, keep_names=True)


@pytest.mark.parametrize(
    ("path", "start"),
    [
        (f"/showthread.php?{SESSION}&t=7&page=2", "/showthread.php?t=7"),
        ("/threads/7-Council-tax/page3", "/threads/7-Council-tax"),
        ("/showthread.php?p=41#post41", "/showthread.php?p=41"),
        ("/faq.php", ""),
    ],
)
def test_any_address_in_a_thread_leads_to_it(path: str, start: str) -> None:
    found = VbulletinPages().thread_address(SITE, f"{SITE.address}{path}")

    assert found == (start and f"{SITE.address}{start}")


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/t2933-the-rent.html", "2933"),
        ("/t2933-the-rent-post705.html#post705", "2933"),
        ("/money/the-rent-t2933-2.html", "2933"),
        ("/f2/the-rent-2933-2.html", "2933"),
        ("/f2/top-10-2933.html", "2933"),
        ("/f2/the-rent-2933/index2.html", "2933"),
        ("/f2/index2.html", ""),
        ("/money/", ""),
    ],
)
def test_a_thread_s_number_is_found_in_addresses_written_in_words(path: str, number: str) -> None:
    assert VbulletinPages().thread_id(f"{SITE.address}{path}") == number


def test_version_5_tells_exact_times_beside_those_of_the_forum_s_clock() -> None:
    html = """<ul><li class="b-post" data-node-id="41" data-node-publishdate="1793520000"><div
 class="author"><a>wren_t</a></div><time itemprop="dateCreated" datetime="2026-11-01T03:00:00">
11-01-2026, 03:00 AM</time><div class="js-post__content-text">Whom do I tell?</div></li></ul>"""
    (post,) = parse.thread_page(page(html, "/forum/money/7-tax"), SITE, keep_names=False).posts

    assert post.posted_at == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert post.precision is Precision.EXACT
