# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""phpBB's pages in styles that others wrote; the shapes are theirs, all that is said is invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.page import Page
from alongside.connectors.phpbb import parse
from alongside.connectors.phpbb.client import PhpbbPages
from alongside.connectors.port import ForumStatistics, Unreadable
from tests.connectors.answers import SITE, page

PAGES = PhpbbPages()
FIRST, SECOND = datetime(2026, 11, 1, 8, 0, tzinfo=UTC), datetime(2026, 11, 2, 19, 15, tzinfo=UTC)

# "subsilver2": tables, and pictures that tell a thread's state.
TABLE_FRONT = """<body class="ltr"><table class="tablebg"><tr><th colspan="2">Forum</th><th>Topics</th><th>Posts</th><th>Last post</th></tr>
<tr><td class="row1"><img src="forum_read.gif" alt="No unread posts"></td><td class="row1"><a class="forumlink" href="./viewforum.php?f=3">Money &amp; bills</a>
<p class="forumdesc">All of it</p><p class="forumdesc"><strong>Subforums:</strong> <a href="./viewforum.php?f=9" class="subforum read">Rent</a></p></td>
<td class="row2"><p class="topicdetails">1204</p></td><td class="row2"><p class="topicdetails">9876</p></td>
<td class="row2"><p class="topicdetails">Sat Nov 21, 2026 7:15 pm</p><p class="topicdetails"><a href="./memberlist.php?u=6" class="username">ash</a> <a href="./viewtopic.php?f=3&amp;p=44#p44"><img alt="View the latest post"></a></p></td></tr></table>
<p class="genmed">Total posts <strong>9876</strong> | Total topics <strong>1204</strong> | Total members <strong>310</strong> | Our newest member <strong><a href="#">wren_t</a></strong></p>
Powered by <a href="http://www.phpbb.com/">phpBB</a></body>"""


def table_row(number: int, title: str, icon: str, replies: int, views: int) -> str:
    return f"""<tr><td class="row1"><img src="./styles/subsilver2/imageset/{icon}.gif" alt="No unread posts"></td>
<td class="row1"><a title="Posted: Sun Nov 01, 2026 8:00 am" href="./viewtopic.php?f=3&amp;t={number}" class="topictitle">{title}</a>
<p class="gensmall"> [ Go to page: <a href="./viewtopic.php?f=3&amp;t={number}">1</a><span class="page-sep">, </span><a href="./viewtopic.php?f=3&amp;t={number}&amp;start=10">2</a> ] </p></td>
<td class="row2"><p class="topicauthor"><a class="username">wren_t</a></p></td><td class="row1"><p class="topicdetails">{replies}</p></td><td class="row2"><p class="topicdetails">{views}</p></td>
<td class="row1"><p class="topicdetails">Mon Nov 02, 2026 7:15 pm</p><p class="topicdetails"><a class="username">may_5_2019</a> <a href="./viewtopic.php?p=99#p99"><img alt="Last"></a></p></td></tr>"""


TABLE_BOARD = f"""<body class="ltr"><h2><a class="titles" href="./viewforum.php?f=3">Money &amp; bills</a></h2>
<b><a href="#" onclick="jumpto();">Go to page</a> <strong>1</strong><span class="page-sep">, </span><a href="./viewforum.php?f=3&amp;start=25">2</a></b>
<table class="tablebg">{table_row(7, "Read first", "sticky_read_locked", 4, 310)}{table_row(41, "Council tax after a move", "topic_read", 11, 230)}
{table_row(30, "Parking", "topic_moved", 2, 9)}</table>Powered by <a href="http://www.phpbb.com/">phpBB</a></body>"""


def table_post(number: int, author: str, rank: str, time: str, words: str, note: str = "") -> str:
    return f"""<table class="tablebg"><tr class="row1"><td><a name="p{number}"></a><b class="postauthor">{author}</b></td>
<td><table><tr><td class="gensmall"><div>&nbsp;<b>Post subject:</b> Re: Moved on 2 May 2019</div><div><a href="./viewtopic.php?p={number}#p{number}"><img alt="Post"></a><b>Posted:</b> {time}&nbsp;</div></td></tr></table></td></tr>
<tr class="row1"><td class="profile"><table><tr><td class="postdetails">{rank}</td></tr></table><span class="postdetails"><br><b>Joined:</b> Thu May 02, 2019 10:00 am<br><b>Posts:</b> 112</span></td>
<td><table><tr><td><div class="postbody">{words}</div><div class="postbody"><br>_________________<br>May the wind be with you</div>{note}</td></tr></table></td></tr></table>"""


TABLE_THREAD = f"""<body class="ltr"><h2><a class="titles" href="./viewtopic.php?f=3&amp;t=41">Council tax after a move</a></h2>
<a href="./posting.php?mode=reply&amp;f=3&amp;t=41"><img src="button_topic_locked.gif" alt="This topic is locked"></a>
<td class="gensmall"><b>Go to page <strong>1</strong><span class="page-sep">, </span><a href="./viewtopic.php?f=3&amp;t=41&amp;start=2">2</a> &nbsp;<a href="./viewtopic.php?f=3&amp;t=41&amp;start=2">Next</a></b></td>
{table_post(41, "wren_t", "Regular", "Sun Nov 01, 2026 8:00 am", "I moved in October. Whom do I tell?", '<br><span class="gensmall">Last edited by <a href="#">wren_t</a> on Sun Nov 01, 2026 9:10 am, edited 1 time in total.</span>')}
{table_post(42, "TownHall", "Council officer", "Mon Nov 02, 2026 7:15 pm", '<div class="quotetitle">wren_t wrote:</div><div class="quotecontent">Whom do I tell?</div>The old council first.')}
<p class="breadcrumbs"><a href="./index.php">Board index</a> &#187; <a href="./viewforum.php?f=3">Money &amp; bills</a></p>Powered by <a href="http://www.phpbb.com/">phpBB</a></body>"""


def test_boards_in_tables_are_read_with_their_figures() -> None:
    money, rent = PAGES.boards(page(TABLE_FRONT), SITE)

    assert (money.external_id, money.name, money.threads, money.posts) == (
        "3",
        "Money & bills",
        1204,
        9876,
    )
    assert (rent.external_id, rent.threads) == ("9", None)


@pytest.mark.parametrize(
    "front",
    [
        TABLE_FRONT,
        """<div class="stat-block statistics"><h3>Statistics</h3><ul><li>Total posts <strong>9876</strong></li><li>Total topics <strong>1204</strong></li>
        <li>Total members <strong>310</strong></li><li>Our newest member <strong><a href="#">wren_t</a></strong></li></ul></div>""",
    ],
    ids=["parted by lines", "in a list"],
)
def test_the_figures_are_read_however_a_style_parts_them(front: str) -> None:
    statistics: ForumStatistics = PAGES.statistics(page(front))

    told = {figure.kind: figure.value for figure in statistics.figures}
    assert told == {"posts": 9876, "threads": 1204, "members": 310}
    assert not any("wren" in figure.sentence for figure in statistics.figures)


def test_a_table_s_rows_tell_state_replies_and_times_and_no_moved_thread() -> None:
    board = PAGES.board_page(page(TABLE_BOARD, "/viewforum.php?f=3"), SITE, board_id="3")

    first, second = board.lines
    assert [(line.external_id, line.replies) for line in board.lines] == [("7", 4), ("41", 11)]
    assert (first.is_pinned, first.is_closed) == (True, True)
    assert (second.is_pinned, second.is_closed) == (False, False)
    assert first.asked is not None
    assert first.asked.at == FIRST
    assert first.last_post is not None
    assert first.last_post.at == SECOND
    assert board.next_address == "https://forum.example/viewforum.php?f=3&start=25"


def test_posts_in_tables_are_read_whole() -> None:
    thread = PAGES.thread_page(
        page(TABLE_THREAD, "/viewtopic.php?f=3&t=41"), SITE, keep_names=False
    )

    asked, answered = thread.posts
    assert (asked.external_id, asked.author, asked.posted_at) == ("41", "wren_t", FIRST)
    assert (asked.text, asked.is_edited) == ("I moved in October. Whom do I tell?", True)
    assert (answered.text, answered.author_title) == ("The old council first.", "Council officer")
    assert answered.posted_at == SECOND
    assert (thread.external_id, thread.board_id) == ("41", "3")
    assert thread.is_closed
    assert thread.next_address == "https://forum.example/viewtopic.php?f=3&t=41&start=2"


def bootstrap_post(number: int, author: str, time: str, words: str) -> str:
    """No class that says "post", no line that says who and when in its usual place."""
    return f"""<div id="p{number}" class="clearfix"><article><div class="well"><div class="postbody col-md-9"><h3><a href="#p{number}">Re: Council tax</a></h3>
<div class="timepost"><a href="./viewtopic.php?p={number}#p{number}">#{number}</a> by <strong><a class="username" href="./memberlist.php?u=5">{author}</a></strong><br>{time}</div>
<div class="content">{words}</div></div><div class="col-md-3" id="profile{number}"><div class="tag">Username</div><div class="out"><a class="username" href="./memberlist.php?u=5">{author}</a></div></div></div></article></div>"""


BOOTSTRAP_THREAD = f"""<title>The Hearth &bull; View topic - Council tax after a move</title><body id="phpbb" class="section-viewtopic"><ol class="breadcrumb"><li><a href="./index.php">Board index</a></li><li><a href="./viewforum.php?f=3">Money</a></li></ol>
<div class="side"><h3><a href="./viewtopic.php?f=3&amp;t=41">Council tax after a move</a></h3></div>
{bootstrap_post(41, "wren_t", "Sun Nov 01, 2026 8:00 am", "I moved in October and still get letters. Whom do I tell?")}
{bootstrap_post(42, "ash", "Mon Nov 02, 2026 7:15 pm", "The old council first, and keep the receipt.")}</body>"""


def test_a_style_s_missing_pieces_are_found_by_the_page_s_structure() -> None:
    thread = PAGES.thread_page(
        page(BOOTSTRAP_THREAD, "/viewtopic.php?f=3&t=41"), SITE, keep_names=False
    )

    assert [(post.external_id, post.posted_at) for post in thread.posts] == [
        ("41", FIRST),
        ("42", SECOND),
    ]
    assert (thread.title, thread.board_id, thread.board_name) == (
        "Council tax after a move",
        "3",
        "Money",
    )


def bootstrap_row(number: int, title: str, mark: str, replies: int) -> str:
    return f"""<tr><td><i class="row-icon {mark}"></i><a href="./viewtopic.php?f=3&amp;t={number}" class="topictitle">{title}</a><br>by <a class="username" href="./memberlist.php?u=5">wren_t</a> <small>Sun Nov 01, 2026 8:00 am</small></td>
<td>{replies} Replies<br>{replies * 20 + 31} Views</td><td>by <a class="username" href="./memberlist.php?u=6">ash</a> <a href="./viewtopic.php?p=9{number}#p9{number}"><i class="fa"></i></a><br><small>Mon Nov 02, 2026 7:15 pm</small></td></tr>"""


BOOTSTRAP_BOARD = f"""<body id="phpbb" class="section-viewforum"><h3><a href="./viewforum.php?f=3">Money</a></h3><table class="table"><thead><tr><th>Topics</th><th>Statistics</th><th>Last post</th></tr></thead>
{bootstrap_row(7, "Read this first", "icon-pushpin2", 4)}{bootstrap_row(41, "Council tax after a move", "icon", 11)}{bootstrap_row(38, "Winter payment", "fa fa-lock", 3)}</table></body>"""


def test_a_list_s_missing_pieces_are_found_by_the_page_s_structure() -> None:
    board = PAGES.board_page(page(BOOTSTRAP_BOARD, "/viewforum.php?f=3"), SITE, board_id="3")

    told = [
        (line.external_id, line.replies, line.is_pinned, line.is_closed) for line in board.lines
    ]
    assert told == [("7", 4, True, False), ("41", 11, False, False), ("38", 3, False, True)]
    assert all(line.asked is not None and line.asked.at == FIRST for line in board.lines)
    assert board.board_name == "Money"


PLAIN_THREAD = BOOTSTRAP_THREAD.replace('class="content"', 'class="words"').replace(
    "postbody", "main"
)


def test_a_style_that_keeps_no_name_is_read_by_its_structure_and_keeps_the_numbers() -> None:
    thread = PAGES.thread_page(
        page(PLAIN_THREAD, "/viewtopic.php?f=3&t=41"), SITE, keep_names=False
    )

    assert [(post.external_id, post.author) for post in thread.posts] == [
        ("41", "wren_t"),
        ("42", "ash"),
    ]
    assert (thread.external_id, thread.address) == (
        "41",
        "https://forum.example/viewtopic.php?t=41",
    )
    assert (thread.board_id, thread.board_name) == ("3", "Money")


def test_a_thread_reached_by_a_post_is_known_by_where_its_links_lead() -> None:
    links = (
        '<a href="./viewtopic.php?t=41&amp;start=10">2</a><a href="./viewtopic.php?t=12">Other</a>'
    )
    thread = PAGES.thread_page(
        page(PLAIN_THREAD.replace("</body>", f"{links}</body>"), "/viewtopic.php?p=42"),
        SITE,
        keep_names=False,
    )

    assert thread.external_id == "41"


PLAIN_BOARD = BOOTSTRAP_BOARD.replace("topictitle", "entry")


def test_a_full_list_is_never_an_empty_one_because_its_style_renamed_the_titles() -> None:
    board = PAGES.board_page(page(PLAIN_BOARD, "/viewforum.php?f=3"), SITE, board_id="3")

    assert [line.external_id for line in board.lines] == ["7", "41", "38"]
    assert board.lines[0].address == "https://forum.example/viewtopic.php?t=7"


def test_a_board_without_threads_but_with_boards_below_lists_none() -> None:
    below = "".join(
        f"""<tr><td><a class="forumtitle" href="./viewforum.php?f={n}">Part {n}</a></td><td>{n} Topics</td><td>{n * 3} Posts</td>
        <td><a href="./viewtopic.php?f={n}&amp;t=8{n}">Something that was said</a> Mon Nov 02, 2026 7:15 pm</td></tr>"""
        for n in (4, 5, 6)
    )
    board = PAGES.board_page(
        page(
            f'<body id="phpbb" class="section-viewforum"><h2>Help</h2><table>{below}</table></body>',
            "/viewforum.php?f=1",
        ),
        SITE,
        board_id="1",
    )

    assert board.lines == ()


def test_a_page_of_the_forum_that_is_no_thread_stays_unreadable() -> None:
    error = """<body id="phpbb"><h1>The Hearth</h1><p>It is currently Wed Nov 25, 2026 12:00 pm</p><div class="panel"><h2>Information</h2>
    <p>You are not authorised to read this forum. Please log in, or write to us if you think that this is a mistake.</p></div></body>"""

    with pytest.raises(Unreadable):
        PAGES.thread_page(page(error, "/viewtopic.php?t=41"), SITE, keep_names=False)


def prosilver_post(parts: str, rank: str = "") -> Page:
    return page(
        f"""<body id="phpbb"><h2 class="topic-title"><a href="./viewtopic.php?t=41">Council tax</a></h2><div id="p42" class="post">
        <dl class="postprofile"><dt><a class="username">ash</a></dt>{rank}<dd><strong>Posts:</strong> 112</dd></dl><div class="postbody">
        <p class="author">by <strong><a class="username">ash</a></strong> &raquo; Mon Nov 02, 2026 7:15 pm</p><div class="content">The old council first.</div>{parts}</div></div></body>""",
        "/viewtopic.php?t=41",
    )


def test_thanks_are_counted_and_are_no_edit() -> None:
    thanks = """<div id="list_thanks42"><div class="notice"><dl><dt>These users thanked the author <a href="#">ash_77</a> for the post (total 3):</dt>
    <dd><a class="username">wren_t</a> (Wed Nov 04, 2026 7:07 am) • <a class="username">kes</a></dd></dl></div></div>"""
    (post,) = PAGES.thread_page(prosilver_post(thanks), SITE, keep_names=False).posts

    assert (post.thanks, post.is_edited) == (3, False)


@pytest.mark.parametrize(
    ("rank", "title"),
    [
        ("<dd>Council officer<br><img src=r.gif></dd><dd>&nbsp;</dd>", "Council officer"),
        ("", ""),
        (
            '<dd class="profile-rank"><a class="username">ash</a></dd><dd class="profile-rank">Council officer</dd>',
            "Council officer",
        ),
    ],
    ids=["as until 3.0", "none", "with the name in one too"],
)
def test_an_author_s_rank_is_read_and_is_never_the_name(rank: str, title: str) -> None:
    (post,) = PAGES.thread_page(prosilver_post("", rank), SITE, keep_names=False).posts

    assert post.author_title == title


def test_the_pages_and_the_unanswered_threads_of_version_2_are_known() -> None:
    row = """<tr><td><img src="templates/subSilver/images/folder_lock.gif" alt=""></td><td><span class="topictitle"><a href="viewtopic.php?t=41" class="topictitle">Heating</a></span></td>
    <td><span class="postdetails">0</span></td><td><span class="name">wren</span></td><td><span class="postdetails">12</span></td><td><span class="postdetails">Mon Nov 02, 2026 7:15 pm<br><a href="#">ash_77</a></span></td></tr>"""
    pager = 'Goto page <b>1</b>, <a href="viewforum.php?f=3&amp;start=50">2</a>'
    head = '<a class="maintitle" href="viewforum.php?f=3">Money</a>'
    board = PAGES.board_page(
        page(f"{head}{pager}<table>{row}</table>", "/viewforum.php?f=3"), SITE, board_id="3"
    )

    (line,) = board.lines
    assert line.asked is not None
    assert (line.asked.at, line.is_closed) == (SECOND, True)
    assert (board.board_name, board.next_address) == (
        "Money",
        "https://forum.example/viewforum.php?f=3&start=50",
    )


def test_a_thread_that_is_gone_is_not_read_from_the_latest_posts_beside_the_notice() -> None:
    gone = '<div class="panel"><h2>Information</h2><p>The requested topic does not exist.</p></div>'
    html = PLAIN_THREAD.replace('<div class="side">', f'{gone}<div class="side">')

    with pytest.raises(Unreadable):
        PAGES.thread_page(page(html, "/viewtopic.php?t=99"), SITE, keep_names=False)


def test_a_thread_in_which_somebody_says_that_another_is_gone_is_read() -> None:
    html = PLAIN_THREAD.replace("keep the receipt", "the topic does not exist any more there")
    thread = PAGES.thread_page(page(html, "/viewtopic.php?t=41"), SITE, keep_names=False)

    assert [post.external_id for post in thread.posts] == ["41", "42"]


def test_a_thread_is_no_list_and_a_list_of_boards_no_thread() -> None:
    """A forum may answer with another page than the one asked for."""
    with pytest.raises(Unreadable):
        PAGES.board_page(page(TABLE_THREAD, "/viewforum.php?f=3"), SITE, board_id="3")
    with pytest.raises(Unreadable):
        PAGES.thread_page(page(TABLE_FRONT, "/viewtopic.php?t=41"), SITE, keep_names=False)


def test_one_figure_alone_is_none_of_the_forum() -> None:
    with pytest.raises(Unreadable):
        PAGES.statistics(page("<div><p>This board has 12 topics in it.</p></div>"))


def test_law_1_threads_of_other_boards_that_a_board_s_page_shows_are_not_listed_in_it() -> None:
    """What is announced in all boards says whose it is; so do the latest threads of all boards."""
    row = """<li class="row"><dl class="row-item"><dt><a href="./viewtopic.php?t={n}" class="topictitle">Thread {n}</a> {where}</dt><dd class="posts">4</dd><dd class="lastpost">Mon Nov 02, 2026 7:15 pm</dd></dl></li>"""
    rows = row.format(n=7, where='&raquo; in <a href="./viewforum.php?f=9">Rent</a>') + row.format(
        n=41, where='&raquo; in <a href="./viewforum.php?f=3">Money</a>'
    )
    board = PAGES.board_page(
        page(f'<body class="section-viewforum"><ul>{rows}</ul>', "/viewforum.php?f=3"),
        SITE,
        board_id="3",
    )

    assert [line.external_id for line in board.lines] == ["41"]


def test_a_link_among_the_boards_is_no_board() -> None:
    front = """<ul class="topiclist forums"><li class="row"><dl><dt><a href="./viewforum.php?f=7" class="forumtitle">Wiki</a></dt><dd class="redirect"><span>Total redirects: 120</span></dd></dl></li>
    <li class="row"><dl><dt><a href="./viewforum.php?f=3" class="forumtitle">Money</a></dt><dd class="topics">12</dd><dd class="posts">90</dd></dl></li></ul>"""

    boards = PAGES.boards(page(front), SITE)

    assert [(one.external_id, one.threads, one.posts) for one in boards] == [("3", 12, 90)]


def test_posts_whose_number_stands_behind_a_line_are_all_read() -> None:
    """As a large host of phpBB writes them; by structure half of its posts had no number."""
    guest = """<span class="username" itemprop="name">wren</span><a itemprop="url" href="/tax-t41.html#p409">#1</a>"""
    member = """<a href="./memberlist.php?mode=viewprofile&amp;u=410" class="username-coloured" itemprop="url"><span itemprop="name">ash</span></a>"""
    posts = "".join(
        f"""<div id="p_{n}" itemscope itemtype="https://schema.org/UserComments" class="post postrow"><i id="p{n}"></i><dl class="postprofile"><dt>{who}</dt></dl><div class="postbody"><p class="author"><time itemprop="commentTime" datetime="2026-11-0{n - 408}T08:00:00+00:00">x</time></p><div itemprop="commentText" class="content">{said}</div></div></div>"""
        for n, who, said in ((409, guest, "Whom do I tell?"), (410, member, "The old council."))
    )

    thread = parse.thread_page(page(posts, "/tax-t41.html"), SITE, keep_names=False)

    assert [(one.external_id, one.author) for one in thread.posts] == [
        ("409", "wren"),
        ("410", "ash"),
    ]
