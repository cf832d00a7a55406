# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""SMF's pages as its older versions write them; all that is said is invented."""

from datetime import UTC, datetime

from alongside.connectors.port import ForumStatistics
from alongside.connectors.smf.client import SmfPages
from tests.connectors.answers import SITE, page

PAGES = SmfPages()
HERE = "https://forum.example/index.php"
FIRST, SECOND = datetime(2026, 11, 1, 8, 0, tzinfo=UTC), datetime(2026, 11, 2, 19, 15, tzinfo=UTC)


def cells(
    number: int, title: str, kind: str, icon: str, *, message: str = "xx", replies: int = 4
) -> str:
    """A row of 2.0: each cell has the classes, and a picture tells the state."""
    return f"""<tr><td class="icon1 {kind}"><img src="Themes/x/images/topic/{icon}.gif" alt=""></td><td class="icon2 {kind}"><img src="Themes/x/images/post/{message}.gif" alt=""></td>
<td class="subject {kind}2"><div><span id="msg_{number}0"><a href="{HERE}?topic={number}.0">{title}</a></span><p>Started by <a href="{HERE}?action=profile;u=5">wren</a></p></div></td>
<td class="stats {kind}">{replies} Replies<br>310 Views</td><td class="lastpost {kind}2"><a href="{HERE}?topic={number}.msg99#new"><img src="last_post.gif" alt="Last post"></a>November 02, 2026, 07:15:00 PM<br>by <a href="#">ash</a></td></tr>"""


def test_a_row_of_2_0_is_the_row_and_not_its_cell() -> None:
    rows = (
        cells(7, "Read first", "stickybg locked_sticky", "normal_post_locked_sticky"),
        cells(38, "Winter payment", "lockedbg", "normal_post_locked", replies=3),
        cells(41, "Council tax", "windowbg", "normal_post", replies=0),
        cells(30, "MOVED: Parking", "lockedbg", "normal_post_locked", message="moved"),
    )
    board = PAGES.board_page(
        page(
            f'<div id="messageindex"><table>{"".join(rows)}</table></div>', "/index.php?board=3.0"
        ),
        SITE,
        board_id="3",
    )

    told = [
        (line.external_id, line.replies, line.is_pinned, line.is_closed) for line in board.lines
    ]
    assert told == [("7", 4, True, True), ("38", 3, False, True), ("41", 0, False, False)]
    assert all(line.last_post is not None and line.last_post.at == SECOND for line in board.lines)


def post(number: int, author: str, on: str, time: str, words: str) -> str:
    return f"""<div class="windowbg"><div class="post_wrapper"><div class="poster"><h4><a href="{HERE}?action=profile;u=5">{author}</a></h4><ul><li class="membergroup">Council officer</li></ul></div>
<div class="postarea"><div class="keyinfo"><h5 id="subject_{number}"><a href="{HERE}?topic=41.msg{number}#msg{number}">Re: Council tax</a></h5><div class="smalltext">&#171; <strong>{on}</strong> {time} &#187;</div></div>
<div class="post"><div class="inner" id="msg_{number}">{words}</div></div></div></div></div>"""


def test_the_way_to_the_foot_of_the_page_is_no_next_page() -> None:
    """A thread of one page would lead in a circle, and could not be read at all."""
    foot = '<div class="pagelinks">Pages: [<strong>1</strong>]  <a href="#lastPost"><strong>Go Down</strong></a></div>'
    thread = PAGES.thread_page(
        page(
            f"{foot}{post(410, 'wren', 'on:', 'November 01, 2026, 08:00:00 AM', 'Whom do I tell?')}",
            "/index.php?topic=41.0",
        ),
        SITE,
        keep_names=False,
    )

    assert [one.posted_at for one in thread.posts] == [FIRST]
    assert thread.next_address == ""


def test_a_board_s_row_is_not_the_forum_s_figures() -> None:
    front = """<table><tr><td class="stats"><p>412 Posts<br>88 Topics</p></td></tr></table>
    <span class="middletext">9876 Posts in 1204 Topics by 310 Members. Latest Member: <b>wren_t</b></span>"""
    statistics: ForumStatistics = PAGES.statistics(page(front))

    told = {figure.kind: figure.value for figure in statistics.figures}
    assert told == {"posts": 9876, "threads": 1204, "members": 310}
    assert not any("wren" in figure.sentence for figure in statistics.figures)


# 1.1: tables in tables, and nothing named but the subject and the note of an edit.
OLD_FRONT = f"""<table class="bordercolor"><tr><td class="windowbg"><a href="{HERE}?action=unread;board=3.0"><img src="off.gif" alt=""></a></td><td class="windowbg2"><b><a href="{HERE}?board=3.0" name="b3">Money</a></b><br>Bills</td>
<td class="windowbg"><span class="smalltext">9876 Posts <br>1204 Topics</span></td><td class="windowbg2"><span class="smalltext"><b>Last post</b> by <a href="{HERE}?action=profile;u=6">ash</a><br>in <a href="{HERE}?topic=41.msg420#new">Re: Council tax</a></span></td></tr>
<tr><td colspan="3" class="windowbg"><span class="smalltext"><b>Child Boards</b>: <a href="{HERE}?board=9.0" title="No New Posts">Rent</a></span></td></tr></table>"""
OLD_BOARD = f"""<div class="nav"><b><a href="{HERE}" class="nav">The Hearth</a></b>&nbsp;|&nbsp;<b><a href="{HERE}?board=3.0" class="nav">Money</a></b></div><table><tr><td class="middletext">Pages: [<b>1</b>] <a class="navPages" href="{HERE}?board=3.20">2</a></td></tr></table>
<table class="bordercolor"><tr><td class="windowbg2"><img src="topic/normal_post_locked_sticky.gif" alt=""></td><td class="windowbg2"><img src="post/xx.gif" alt=""></td><td class="windowbg3"><img src="icons/quick_lock.gif" alt=""><b><span id="msg_70"><a href="{HERE}?topic=7.0">Read first</a></span></b></td>
<td class="windowbg2"><a href="{HERE}?action=profile;u=5">wren</a></td><td class="windowbg">4</td><td class="windowbg">310</td><td class="windowbg2"><a href="{HERE}?topic=7.msg99#new"><img src="last_post.gif" alt=""></a><span class="smalltext">November 02, 2026, 07:15:00 PM<br>by <a href="#">ash</a></span></td></tr></table>"""


def old_post(number: int, author: str, group: str, time: str, words: str, note: str = "") -> str:
    return f"""<tr><td><a name="msg{number}"></a><table><tr><td class="windowbg"><table><tr><td rowspan="2"><b><a href="{HERE}?action=profile;u=5">{author}</a></b><div class="smalltext">{group}<br>Newbie<br><img src="star.gif" alt="*"><br>Posts: 112</div></td>
<td><table><tr><td><div style="font-weight: bold;" id="subject_{number}"><a href="{HERE}?topic=41.msg{number}#msg{number}">Re: Council tax</a></div><div class="smalltext">&#171; <b>on:</b> {time} &#187;</div></td></tr></table><hr><div class="post">{words}</div></td></tr>
<tr><td class="smalltext"><table><tr><td class="smalltext" id="modified_{number}">{note}</td></tr></table><hr><div class="signature">May the wind be with you</div></td></tr></table></td></tr></table></td></tr>"""


OLD_THREAD = f"""<div class="nav"><b><a href="{HERE}" class="nav">The Hearth</a></b>&nbsp;|&nbsp;<b><a href="{HERE}?board=3.0" class="nav">Money</a></b>&nbsp;|&nbsp;<b><a href="{HERE}?topic=41.0" class="nav">Council tax after a move</a></b></div>
<table><tr><td class="middletext">Pages: [<b>1</b>] <a class="navPages" href="{HERE}?topic=41.15">2</a>   <a href="#bot">Go Down</a></td></tr></table>
<table class="tborder"><tr class="catbg3"><td><img src="topic/normal_post_locked.gif" alt=""></td><td> Author</td><td id="top_subject">Topic: Council tax after a move  &nbsp;(Read 230 times)</td></tr></table><table class="bordercolor">
{old_post(410, "wren", "Regular", "November 01, 2026, 08:00:00 AM", "Whom do I tell?", "&#171; <i>Last Edit: November 01, 2026, 09:10:00 AM by wren</i> &#187;")}
{old_post(411, "TownHall", "Council officer", "November 02, 2026, 07:15:00 PM", f'<div class="quoteheader"><a href="{HERE}?topic=41.msg410#msg410">Quote from: wren on November 01, 2026</a></div><div class="quote">Whom do I tell?</div>The old council first.')}</table>"""


def test_boards_of_1_1_are_read_with_their_figures() -> None:
    boards = PAGES.boards(page(OLD_FRONT), SITE)

    assert [(one.external_id, one.threads, one.posts) for one in boards] == [
        ("3", 1204, 9876),
        ("9", None, None),
    ]


def test_a_list_of_1_1_is_read() -> None:
    board = PAGES.board_page(page(OLD_BOARD, "/index.php?board=3.0"), SITE, board_id="3")

    (line,) = board.lines
    assert (line.external_id, line.replies, line.is_pinned, line.is_closed) == ("7", 4, True, True)
    assert line.last_post is not None
    assert line.last_post.at == SECOND
    assert board.board_name == "Money"
    assert board.next_address == f"{HERE}?board=3.20"


def test_a_thread_of_1_1_is_read() -> None:
    thread = PAGES.thread_page(page(OLD_THREAD, "/index.php?topic=41.0"), SITE, keep_names=False)

    asked, answered = thread.posts
    assert (asked.external_id, asked.author, asked.posted_at, asked.is_edited) == (
        "410",
        "wren",
        FIRST,
        True,
    )
    assert (answered.text, answered.author_title) == ("The old council first.", "Council officer")
    assert (thread.title, thread.board_id, thread.is_closed) == (
        "Council tax after a move",
        "3",
        True,
    )
    assert thread.next_address == f"{HERE}?topic=41.15"


def test_boards_in_a_theme_of_1_0_are_read_with_the_figures_of_two_columns() -> None:
    front = """<table><tr><td>Board name</td><td>Topics</td><td>Posts</td><td>Last post</td></tr>
    <tr><td class="windowbg"><img src="off.gif"></td><td class="windowbg2"><a name="b24"></a> <b><a href="/index.php?board=24.0">Allotments</a></b><br>For all.
    <i class="smalltext"><br>Child Boards: <a href="/index.php?board=29.0">Seeds</a></i></td><td class="windowbg">312</td><td class="windowbg">1267</td>
    <td class="windowbg2"><span class="smalltext">November 27, 2025, 06:03:03 AM<br>in <a href="/index.php?topic=59.msg153#new">Re: Fences</a></span></td></tr></table>"""

    boards = PAGES.boards(page(front), SITE)

    assert [(one.external_id, one.name, one.threads, one.posts) for one in boards] == [
        ("24", "Allotments", 312, 1267),
        ("29", "Seeds", None, None),
    ]


def test_a_board_below_another_one_is_counted_in_its_title() -> None:
    front = """<table><tr><td rowspan="2"></td><td class="windowbg2"><b><a href="/index.php?board=24.0" name="b24">Allotments</a></b></td><td class="windowbg"><span class="smalltext">1267 Posts<br>312 Topics</span></td><td><span class="smalltext">in <a href="/index.php?topic=59.msg153#new">Re: Fences</a></span></td></tr>
    <tr><td colspan="3"><span class="smalltext"><b>Child Boards</b>: <a href="/index.php?board=29.0" title="No New Posts (Topics: 39, Posts: 172)">Seeds</a></span></td></tr></table>"""

    boards = PAGES.boards(page(front), SITE)

    assert [(one.external_id, one.threads, one.posts) for one in boards] == [
        ("24", 312, 1267),
        ("29", 39, 172),
    ]


def test_boards_whose_addresses_are_words_bear_their_numbers_themselves() -> None:
    rows = """<table><tr id="board_3" class="windowbg2"><td class="info"><a class="subject" href="/money/" name="b3">Money</a></td><td class="stats"><p>90 Posts<br>12 Topics</p></td></tr></table>
    <div id="board_4" class="up_contain"><div class="info"><a class="subject" href="/heat/" id="b4">Heating</a></div><div class="board_stats"><p>Posts: 80<br>Topics: 7</p></div></div>"""

    boards = PAGES.boards(page(rows), SITE)

    assert [(one.external_id, one.threads, one.posts) for one in boards] == [
        ("3", 12, 90),
        ("4", 7, 80),
    ]
