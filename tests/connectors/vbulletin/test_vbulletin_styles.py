# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""vBulletin's pages in its older versions and other languages; all that is said is invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import ForumStatistics, Unreadable
from alongside.connectors.vbulletin.client import VbulletinPages
from tests.connectors.answers import SITE, page

PAGES = VbulletinPages()
LAST = datetime(2026, 11, 21, 19, 15, tzinfo=UTC)

# Version 3 puts a board's name into a table of its own, within the cell.
FRONT = """<table><tbody><tr><td class="tcat" colspan="5"><a href="forumdisplay.php?f=1">Help</a></td></tr></tbody>
<tbody><tr><td class="alt1Active" id="f3"><table><tr><td><img src="forum_old.gif" alt=""></td><td><div><a href="forumdisplay.php?f=3"><strong>Money</strong></a></div>
<div class="smallfont"><strong>Sub-Forums</strong>: <a href="forumdisplay.php?f=9">Rent</a></div></td></tr></table></td>
<td class="alt2"><a href="showthread.php?goto=newpost&amp;t=41">Council tax</a></td><td class="alt1">1,204</td><td class="alt2">9,876</td></tr></tbody></table>"""


def test_a_board_s_row_is_the_one_with_its_figures_and_a_category_is_none() -> None:
    boards = PAGES.boards(page(FRONT), SITE)

    assert [(one.external_id, one.name, one.threads, one.posts) for one in boards] == [
        ("3", "Money", 1204, 9876),
        ("9", "Rent", None, None),
    ]


def test_boards_below_others_are_read_in_version_4() -> None:
    front = """<ol><li class="forumbit_post"><h2 class="forumtitle"><a href="forumdisplay.php?3-money">Money</a></h2>
    <ol class="subforumlist"><li><a href="forumdisplay.php?9-rent">Rent</a></li></ol><ul class="forumstats"><li>Threads: 1,204</li><li>Posts: 9,876</li></ul></li></ol>"""

    boards = PAGES.boards(page(front), SITE)

    assert [(one.external_id, one.threads) for one in boards] == [("3", 1204), ("9", None)]


def test_thousands_may_be_parted_by_blanks() -> None:
    front = '<div class="smallfont">Discussions: 1 204, Messages: 9 876, Membres: 310</div>'
    statistics: ForumStatistics = PAGES.statistics(page(front))

    told = {figure.kind: figure.value for figure in statistics.figures}
    assert told == {"threads": 1204, "posts": 9876, "members": 310}


def row(number: int, icon: str, replies: int = 0) -> str:
    """Version 3: nothing parts a name from a time, nor a time from the words below it."""
    return f"""<tr><td class="alt1"><img src="{icon}.gif" alt=""></td><td class="alt1" title="I read it"><div><a href="showthread.php?t={number}" id="thread_title_{number}">Thread {number}</a></div><div class="smallfont"><span>kestrel9</span></div></td>
<td class="alt2" title="Replies: {replies}, Views: 12"><div class="smallfont">11-21-2026 <span class="time">07:15 PM</span><br />by <a href="member.php?u=6">ash</a></div></td></tr>"""


def test_a_list_of_version_3_tells_times_and_no_moved_thread() -> None:
    rows = row(41, "thread") + row(42, "thread_hot_lock", 3) + row(30, "thread_moved")
    board = PAGES.board_page(
        page(f'<table id="threadslist">{rows}</table>', "/forumdisplay.php?f=3"), SITE, board_id="3"
    )

    told = [(line.external_id, line.replies, line.is_closed) for line in board.lines]
    assert told == [("41", 0, False), ("42", 3, True)]
    assert all(line.last_post is not None and line.last_post.at == LAST for line in board.lines)
    assert board.lines[0].asked == board.lines[0].last_post  # nobody answered


def bit(number: int, classes: str, name: str = "kestrel9") -> str:
    return f"""<li class="threadbit {classes.partition(" ")[2]}" id="thread_{number}"><div class="rating0 {classes.partition(" ")[0]}"><h3 class="threadtitle"><a class="title" href="showthread.php?{number}-x" id="thread_title_{number}">Thread {number}</a></h3>
<ul class="threadstats"><li>Replies: <a href="#">4</a></li><li>Views: 90</li></ul><dl class="threadlastpost"><dt class="lastpostby hidden">Last Post By</dt><dd><a class="username"><strong>{name}</strong></a></dd><dd>11-21-2026, <em class="time">07:15 PM</em></dd></dl></div></li>"""


def test_a_list_of_version_4_tells_what_is_pinned_and_no_moved_thread() -> None:
    rows = bit(7, "sticky lock") + bit(41, "nonsticky hot") + bit(30, "nonsticky moved")
    board = PAGES.board_page(
        page(f'<ol id="threads">{rows}</ol>', "/forumdisplay.php?3-x"), SITE, board_id="3"
    )

    told = [(line.external_id, line.is_pinned, line.is_closed) for line in board.lines]
    assert told == [("7", True, True), ("41", False, False)]
    # A name that ends in a figure is no part of the date behind it.
    assert all(line.last_post is not None and line.last_post.at == LAST for line in board.lines)


def post(number: int, time: str) -> str:
    return f"""<li id="post_{number}"><span class="postdate"><span class="date">{time}</span></span><a class="username">ash</a>
<div id="post_message_{number}"><blockquote class="postcontent">The old council first.</blockquote></div></li>"""


@pytest.mark.parametrize(
    ("words", "is_closed"),
    [
        ("<span>+</span> Reply to Thread", False),
        ("Closed Thread", True),
        ("Thema geschlossen", True),
        ("Discussion fermée", True),
    ],
)
def test_the_button_of_version_4_says_in_words_that_a_thread_is_closed(
    words: str, is_closed: bool
) -> None:
    button = f'<a href="newreply.php?p=1" class="newcontent_textcontrol">{words}</a>'
    thread = PAGES.thread_page(
        page(button + post(410, "11-21-2026, 07:15 PM"), "/showthread.php?t=41"),
        SITE,
        keep_names=False,
    )

    assert thread.is_closed is is_closed


def test_the_order_of_a_thread_s_posts_tells_which_number_is_the_month() -> None:
    """As days first, the last would have been written before the others."""
    posts = (
        post(410, "10-05-2026, 08:00 AM")
        + post(411, "10-06-2026, 09:00 AM")
        + post(412, "11-02-2026, 07:15 PM")
    )
    thread = PAGES.thread_page(page(posts, "/showthread.php?t=41"), SITE, keep_names=False)

    assert thread.posts[0].posted_at == datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "https://forum.example/showthread.php?41-council-tax",
        "https://forum.example/showthread.php?41-council-tax/page2",
    ],
)
def test_an_address_as_version_4_writes_it_leads_to_its_thread(address: str) -> None:
    assert PAGES.thread_id(address) == "41"
    assert PAGES.thread_address(SITE, address) == (
        "https://forum.example/showthread.php?41-council-tax"
    )


def test_a_list_of_version_4_tells_in_the_title_of_a_name_when_a_thread_was_started() -> None:
    html = """<ol id="threads"><li class="threadbit" id="thread_41"><div class="nonsticky"><div class="threadinfo" title="I read it in May 2011"><h3 class="threadtitle"><a class="title" href="showthread.php?t=41" id="thread_title_41">Council tax</a></h3><div class="author"><span class="label"><a href="member.php?u=5" class="username understate" title="Started on Jun 2nd 2026 5:49 pm">wren</a></span></div></div>
    <ul class="threadstats"><li>Replies: <a href="misc.php">4</a></li></ul><dl class="threadlastpost"><dd><a class="username" href="member.php?u=6">ash</a></dd><dd>Jun 9th 2026 <em class="time">5:11 pm</em></dd></dl></div></li></ol>"""

    (line,) = PAGES.board_page(page(html, "/forumdisplay.php?f=3"), SITE, board_id="3").lines

    assert line.asked is not None
    assert line.asked.at == datetime(2026, 6, 2, 17, 49, tzinfo=UTC)
    assert line.replies == 4


def test_a_thread_s_board_is_named_where_its_address_is_words() -> None:
    trail = """<div class="breadcrumb"><span class="navbar"><a href="/">The Hearth</a></span> <span class="navbar">&gt; <a href="/help/">Help</a></span> <span class="navbar">&gt; <a href="/money-matters/">Money</a></span> <strong>Council tax</strong></div>"""
    html = f"""{trail}<div id="post410"><div class="thead">11-01-2026, 08:00 AM</div><div id="post_message_410">Whom do I tell?</div></div>"""

    thread = PAGES.thread_page(page(html, "/money-matters/41-tax.html"), SITE, keep_names=False)

    assert (thread.external_id, thread.board_id, thread.board_name) == ("41", "", "Money")


@pytest.mark.parametrize("frame", ["<ol>{}</ol>", "<div id='threads'><ol>{}</ol></div>"])
def test_law_1_the_last_threads_of_all_boards_are_no_list_of_one(frame: str) -> None:
    """A board that is gone may lead to the front page, whose addresses are words."""
    front = "".join(
        f"""<li id="forum{n}" class="forumbit_post L2"><h2 class="forumtitle"><a href="/{name}/">{name}</a></h2><ul class="forumstats"><li>Threads: {n}</li><li>Posts: {n * 9}</li></ul><div class="forumlastpost"><p class="lastposttitle"><a href="/{name}/41{n}-the-{name}-question.html" class="threadtitle">The {name} question</a></p><p class="lastpostdate">11-0{n}-2026, <span class="time">07:15 PM</span></p></div></li>"""
        for n, name in ((3, "money"), (4, "heating"), (5, "councils"), (6, "gardens"))
    )

    with pytest.raises(Unreadable):
        PAGES.board_page(page(frame.format(front), "/forumdisplay.php?f=9"), SITE, board_id="9")


def test_what_is_called_nonsticky_is_not_pinned() -> None:
    rows = "".join(
        f"""<tr class="threadbit hot {kind}" id="thread_{n}"><td class="threadinfo"><h3 class="threadtitle"><a class="title" href="showthread.php?t={n}" id="thread_title_{n}">Thread {n}</a></h3></td><td class="threadlastpost"><dl><dd>11-21-2026 07:15 PM</dd></dl></td><td class="threadreplies"><a href="misc.php">{n}</a></td></tr>"""
        for n, kind in ((41, "nonsticky"), (42, "sticky"))
    )
    html = f"<table id='threads'>{rows}</table>"

    board = PAGES.board_page(page(html, "/forumdisplay.php?f=3"), SITE, board_id="3")

    assert [(line.replies, line.is_pinned) for line in board.lines] == [(41, False), (42, True)]


@pytest.mark.parametrize(
    ("onward", "last"),
    [
        ("", "/showthread.php?t=41&page=3"),
        (
            '<a class="smallfont" href="showthread.php?t=41&amp;page=12">Last &raquo;</a>',
            "/showthread.php?t=41&page=12",
        ),
    ],
)
def test_the_last_page_of_a_thread_is_the_one_with_the_highest_number(
    onward: str, last: str
) -> None:
    """Behind the numbers stands an arrow to the next page."""
    pages = (
        '<div class="pagenav"><strong>1</strong> <a class="smallfont" href="showthread.php?t=41&amp;page=2">2</a> '
        '<a class="smallfont" href="showthread.php?t=41&amp;page=3">3</a> '
        f'<a rel="next" class="smallfont" href="showthread.php?t=41&amp;page=2">&gt;</a> {onward}</div>'
    )
    thread = PAGES.thread_page(
        page(pages + post(410, "11-21-2026, 07:15 PM"), "/showthread.php?t=41"),
        SITE,
        keep_names=False,
    )

    assert thread.last_address == f"{SITE.address}{last}"
    assert thread.next_address == f"{SITE.address}/showthread.php?t=41&page=2"
