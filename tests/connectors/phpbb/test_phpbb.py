"""phpBB's pages, newer and older styles."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.phpbb import parse
from alongside.connectors.phpbb.client import PhpbbPages
from alongside.connectors.port import Precision, Refused, Unreadable
from tests.connectors.answers import SITE, page

SID = "sid=0123456789abcdef0123456789abcdef"
FRONT = f"""<body id="phpbb" class="section-index"><ul class="topiclist forums"><li class="row"><dl>
<dt><a href="./viewforum.php?f=3&amp;{SID}" class="forumtitle">Money &amp; bills</a>
<a href="./viewforum.php?f=9" class="subforum read">Rent</a></dt>
<dd class="topics">1,204 <dfn>Topics</dfn></dd><dd class="posts">9.876 <dfn>Posts</dfn></dd></dl>
</li></ul><div class="stat-block statistics"><h3>Statistics</h3><p>Total posts <strong>9876</strong>
&bull; Total topics <strong>1204</strong> &bull; Total members <strong>310</strong> &bull; Our
newest member <strong><a href="#">wren_t</a></strong></p></div></body>"""
BOARD = f"""<body id="phpbb" class="section-viewforum"><h2 class="forum-title">Money</h2>
<ul class="topiclist topics"><li class="row sticky"><dl class="topic_read_locked"><dt>
<div class="list-inner"><a href="./viewtopic.php?t=7&amp;{SID}" class="topictitle">Read first</a>
<div class="topic-poster">by <a class="username">wren_t</a> &raquo;
<time datetime="2026-11-01T08:00:00+00:00">Sun</time></div></div></dt>
<dd class="posts">4</dd><dd class="lastpost"><span>by <a class="username">ash</a><br>
<time datetime="2026-11-20T09:30:00+00:00">Fri</time></span></dd></dl></li></ul>
<div class="pagination"><ul><li class="active"><span>1</span></li>
<li class="arrow next"><a rel="next" href="./viewforum.php?f=3&amp;{SID}&amp;start=25">Next</a></li>
</ul></div></body>"""
THREAD = f"""<body id="phpbb" class="section-viewtopic"><ul class="navlinks"><li>
<a href="./viewforum.php?f=3&amp;{SID}">Money</a></li></ul>
<h2 class="topic-title"><a href="./viewtopic.php?t=7&amp;{SID}">Council tax after a move</a></h2>
<div class="pagination">12 posts <ul><li class="active"><span>1</span></li>
<li><a href="./viewtopic.php?t=7&amp;{SID}&amp;start=10">2</a></li>
<li class="arrow next"><a rel="next" href="./viewtopic.php?t=7&amp;{SID}&amp;start=10">&gt;</a></li>
</ul></div>
<div id="p41" class="post"><dl class="postprofile"><dd class="profile-rank">Regular</dd></dl>
<p class="author">by <strong><a class="username">wren_t</a></strong> &raquo;
<time datetime="2026-11-01T08:00:00+00:00">Sun Nov 01</time></p>
<div class="content">I moved in October.<br>Whom do I tell?</div>
<div class="notice">Last edited by <a>wren_t</a> on Sun Nov 01, 2026 9:00 am, edited once.</div>
<div class="signature">May the wind be with you</div></div>
<div id="p42" class="post"><p class="author">by <strong><a class="username">ash</a></strong>
&raquo; Mon Nov 02, 2026 7:15 pm</p><div class="content"><blockquote><div><cite>wren_t wrote:</cite>
Whom do I tell?</div></blockquote>Ask @wren_t's old council first.</div></div></body>"""


def test_the_boards_are_read_with_their_figures_and_those_below_without() -> None:
    money, rent = parse.boards(page(FRONT, "/index.php"), SITE)

    assert (money.external_id, money.name, money.threads, money.posts) == (
        "3",
        "Money & bills",
        1204,
        9876,
    )
    assert money.address == "https://forum.example/viewforum.php?f=3"  # without our visit's number
    assert (rent.external_id, rent.threads) == ("9", None)


def test_the_statistics_name_no_member() -> None:
    figures = parse.statistics(page(FRONT)).figures

    assert [(figure.kind, figure.value) for figure in figures] == [
        ("posts", 9876),
        ("threads", 1204),
        ("members", 310),
    ]
    assert not any("wren" in figure.sentence for figure in figures)


def test_a_board_s_line_says_what_stands_there() -> None:
    board = parse.board_page(page(BOARD, "/viewforum.php?f=3"), SITE, board_id="3")
    (line,) = board.lines

    assert (line.external_id, line.title, line.replies) == ("7", "Read first", 4)
    assert line.address == "https://forum.example/viewtopic.php?t=7"
    assert line.is_pinned
    assert line.is_closed
    assert line.asked is not None
    assert line.asked.at == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert board.next_address == "https://forum.example/viewforum.php?f=3&start=25"


def test_posts_are_read_with_their_times_as_exact_as_they_are_told() -> None:
    thread = parse.thread_page(page(THREAD, "/viewtopic.php?t=7"), SITE, keep_names=True)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_name, thread.count) == (
        "7",
        "Council tax after a move",
        "Money",
        12,
    )
    assert thread.next_address == "https://forum.example/viewtopic.php?t=7&start=10"
    assert thread.last_address == thread.next_address
    assert first.text == "I moved in October.\nWhom do I tell?"
    assert first.precision is Precision.EXACT
    assert first.is_edited
    assert first.edited_at == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert first.author_title == "Regular"
    assert (second.author, second.posted_at) == ("ash", datetime(2026, 11, 2, 19, 15, tzinfo=UTC))
    assert second.precision is Precision.MINUTE
    assert "> wren_t wrote:" in second.text


def test_without_names_quotations_go_and_those_addressed_are_members() -> None:
    thread = parse.thread_page(page(THREAD, "/viewtopic.php?t=7"), SITE, keep_names=False)

    assert thread.posts[1].text == "Ask @member's old council first."
    assert "ash" not in repr(thread.posts[1])


def test_older_pages_number_the_next_one_only() -> None:
    old = """<div id="p5" class="post"><p class="author">by <b><strong>ash</strong></b> &raquo;
2 Nov 2012</p><div class="content">Yes.</div></div>
<div class="pagination"><a href="#">Page <strong>1</strong> of
<strong>2</strong></a> <span><strong>1</strong>, <a href="./viewtopic.php?t=7&amp;start=15">2</a>
</span></div>"""
    thread = parse.thread_page(page(old, "/viewtopic.php?t=7"), SITE, keep_names=True)

    assert thread.next_address == "https://forum.example/viewtopic.php?t=7&start=15"
    assert thread.posts[0].precision is Precision.DAY


@pytest.mark.parametrize("body", ["", "<p>Checking your browser</p>", "<div class='post' id='p1'>"])
def test_a_page_without_a_post_is_unreadable(body: str) -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(body), SITE, keep_names=True)
    with pytest.raises(Unreadable):
        parse.board_page(page(body), SITE, board_id="3")


@pytest.mark.parametrize(
    ("address", "thread", "shown"),
    [
        ("/viewtopic.php?f=3&t=7&start=10#p41", "/viewtopic.php?t=7", "/viewtopic.php?p=41"),
        ("/viewtopic.php?t=7&start=10", "/viewtopic.php?t=7", "/viewtopic.php?t=7&start=10"),
        ("/viewtopic.php?p=41#p41", "/viewtopic.php?p=41", "/viewtopic.php?p=41"),
        ("/money/a-move-t7-10.html", "/viewtopic.php?t=7", "/viewtopic.php?t=7"),
        ("/index.php", "", ""),
    ],
)
def test_any_address_in_a_thread_leads_to_it(address: str, thread: str, shown: str) -> None:
    pages = PhpbbPages()
    whole = f"{SITE.address}{address}"

    assert pages.thread_address(SITE, whole) == (thread and f"{SITE.address}{thread}")
    assert pages.page_address(SITE, whole) == (shown and f"{SITE.address}{shown}")
    assert pages.thread_address(SITE, f"https://elsewhere.example{address}") == ""


def test_a_board_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused):
        PhpbbPages().board_address(SITE, board_id="3&mode=x", board_slug="")
