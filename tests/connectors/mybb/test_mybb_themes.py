# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""MyBB's pages in other themes, versions and languages; the shapes are theirs, all else is invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.mybb.client import MybbPages
from alongside.connectors.port import ForumStatistics, Unreadable
from tests.connectors.answers import SITE, page

PAGES = MybbPages()
FIRST, SECOND = datetime(2026, 11, 1, 8, 0, tzinfo=UTC), datetime(2026, 11, 2, 19, 15, tzinfo=UTC)


def row(number: int, title: str, last: str, icon: str = "folder") -> str:
    return f"""<tr class="inline_row"><td class="trow1"><span class="thread_status {icon}">&nbsp;</span></td><td class="trow1"><span class="subject_old" id="tid_{number}"><a href="showthread.php?tid={number}">{title}</a></span>
<div class="author smalltext"><a href="member.php?action=profile&amp;uid=5">wren</a></div></td><td class="trow1"><a href="#">0</a></td><td class="trow1">12</td>
<td class="trow1"><span class="lastpost smalltext">{last}<br /><a href="showthread.php?tid={number}&amp;action=lastpost">Last Post</a>: <a href="#">ash</a></span></td></tr>"""


def board(*rows: str, lang: str = "en") -> str:
    return f"""<html lang="{lang}"><div class="navigation"><a href="index.php">The Hearth</a> <span class="active">Money</span></div><table>{"".join(rows)}</table></html>"""


def test_a_clock_is_not_run_together_with_the_line_below_it() -> None:
    read = PAGES.board_page(
        page(board(row(41, "Heating", "11-21-2026, 07:15 PM"))), SITE, board_id="3"
    )

    (line,) = read.lines
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 21, 19, 15, tzinfo=UTC)
    assert line.asked == line.last_post  # nobody answered, and 1.6 does not say when it was asked


def test_a_moved_thread_is_not_listed_where_it_was() -> None:
    rows = (
        row(41, "Heating", "11-21-2026, 07:15 PM"),
        row(30, "Parking", "11-20-2026, 07:15 PM", "movefolder"),
    )
    read = PAGES.board_page(page(board(*rows)), SITE, board_id="3")

    assert [line.external_id for line in read.lines] == ["41"]


def post(number: int, time: str, author: str, words: str) -> str:
    return f"""<div class="post" id="post_{number}"><div class="author_information"><span class="largetext">{author}</span></div><span class="post_date">{time}</span>
<div class="post_body" id="pid_{number}">{words}</div></div>"""


@pytest.mark.parametrize(
    ("lang", "times"),
    [
        ("fr", ("01/11/2026, 08:00", "02/11/2026, 19:15")),
        ("es", ("01-11-2026, 08:00 AM", "02-11-2026, 07:15 PM")),
        ("en-GB", ("01-11-2026, 08:00", "02-11-2026, 19:15")),
        ("en", ("11-01-2026, 08:00 AM", "11-02-2026, 07:15 PM")),
    ],
)
def test_the_page_s_language_tells_which_number_is_the_month(
    lang: str, times: tuple[str, str]
) -> None:
    thread = PAGES.thread_page(
        page(
            f"<html lang={lang}>{post(410, times[0], 'wren', 'Whom do I tell?')}{post(411, times[1], 'ash', 'The old council.')}</html>",
            "/showthread.php?tid=41",
        ),
        SITE,
        keep_names=False,
    )

    assert [one.posted_at for one in thread.posts] == [FIRST, SECOND]


def test_the_order_of_a_thread_s_posts_tells_which_number_is_the_month() -> None:
    """As months first, the third would have been written before the others."""
    posts = (
        post(410, "05-10-2026, 08:00", "wren", "Whom do I tell?")
        + post(411, "06-10-2026, 19:15", "ash", "The old council.")
        + post(412, "02-11-2026, 19:15", "wren", "They have answered.")
    )
    thread = PAGES.thread_page(
        page(f"<html lang=en>{posts}</html>", "/showthread.php?tid=41"), SITE, keep_names=False
    )

    assert thread.posts[0].posted_at == datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "Unsere Mitglieder haben insgesamt 9.876 Beiträge in 1.204 Themen geschrieben.<br>Wir haben derzeit 310 registrierte Mitglieder.<br>Bitte begrüße unser neuestes Mitglied <b>wren_t</b>.",
        "Nos membres ont fait un total de 9&nbsp;876 messages dans 1&nbsp;204 sujets.<br>Nous avons actuellement 310 membres enregistrés.<br>Bienvenue à notre nouveau membre, <b>wren_t</b>",
    ],
    ids=["German", "French"],
)
def test_the_figures_are_read_in_other_languages(said: str) -> None:
    front = f'<table><tbody id="boardstats_e"><tr><td><span class="smalltext">{said}</span></td></tr></tbody></table>'
    statistics: ForumStatistics = PAGES.statistics(page(front))

    told = {figure.kind: figure.value for figure in statistics.figures}
    assert told == {"posts": 9876, "threads": 1204, "members": 310}
    assert not any("wren" in figure.sentence for figure in statistics.figures)


# Themes without tables keep the names that the house's scripts look for.
LINES = "".join(
    f"""<div class="inline_row trow1 {kind}"><span class="thread_status {icon}"></span><span class="subject_old" id="tid_{number}"><a href="showthread.php?tid={number}">{title}</a></span>
<div class="author smalltext"><a href="member.php?action=profile&amp;uid=5">wren</a> · <span class="thread_start_datetime">11-01-2026, 08:00 AM</span></div><div class="stats"><span>{replies} <small>Replies</small></span> <span>{replies * 20 + 31} <small>Views</small></span></div>
<span class="lastpost smalltext">11-02-2026, 07:15 PM<br><a href="showthread.php?tid={number}&amp;action=lastpost">Last Post</a>: <a href="#">ash</a></span></div>"""
    for number, title, replies, kind, icon in (
        (7, "Read this first", 4, "forumdisplay_sticky", "lockfolder"),
        (41, "Council tax after a move", 11, "", "folder"),
        (38, "Winter payment", 3, "", "folder"),
    )
)


def test_a_list_without_tables_is_read() -> None:
    read = PAGES.board_page(
        page(f"<html lang=en>{LINES}</html>", "/forumdisplay.php?fid=3"), SITE, board_id="3"
    )

    told = [(line.external_id, line.replies, line.is_pinned, line.is_closed) for line in read.lines]
    assert told == [("7", 4, True, True), ("41", 11, False, False), ("38", 3, False, False)]
    assert all(line.asked is not None and line.asked.at == FIRST for line in read.lines)


def test_posts_are_read_in_whatever_element_a_theme_puts_them() -> None:
    posts = "".join(
        f"""<article class="postbit" id="post_{number}"><aside><a href="member.php?action=profile&amp;uid=5"><img src="a.png" alt=""></a><h4><a href="member.php?action=profile&amp;uid=5">{author}</a></h4><span class="usertitle">{title}</span></aside>
<span class="post_date">{time}</span><div class="post_body" id="pid_{number}">{words}</div></article>"""
        for number, author, title, time, words in (
            (410, "wren", "Regular", "11-01-2026, 08:00 AM", "Whom do I tell?"),
            (411, "TownHall", "Council officer", "11-02-2026, 07:15 PM", "The old council first."),
        )
    )
    thread = PAGES.thread_page(
        page(
            f"<html lang=en>{posts}<div id='post_meta_410'></div></html>", "/showthread.php?tid=41"
        ),
        SITE,
        keep_names=False,
    )

    told = [(one.external_id, one.author, one.author_title, one.posted_at) for one in thread.posts]
    assert told == [
        ("410", "wren", "Regular", FIRST),
        ("411", "TownHall", "Council officer", SECOND),
    ]


def test_boards_whose_addresses_have_no_number_are_known_by_their_marks() -> None:
    front = """<table><tr><td><span class="forum_status" id="mark_read_3"></span></td><td><strong><a href="Forum-Money">Money</a></strong>
<div class="smalltext">Bills<br><div class="subforumicon" id="mark_read_9"></div><a href="Forum-Rent">Rent</a></div></td><td>1,204</td><td>9,876</td>
<td><span class="smalltext"><a href="Thread-Heating?action=lastpost">Heating</a></span></td></tr></table>"""

    boards = PAGES.boards(page(front), SITE)

    assert [(one.external_id, one.name, one.threads) for one in boards] == [
        ("3", "Money", 1204),
        ("9", "Rent", None),
    ]


def test_figures_of_boards_are_found_wherever_a_theme_puts_them() -> None:
    front = "".join(
        f"""<div class="forumbit"><a class="forum-title" href="forumdisplay.php?fid={number}">{name}</a><div class="stats"><span>{number * 10} <small>Threads</small></span> <span>{number * 90} <small>Posts</small></span></div>
<div>11-02-2026, 07:15 PM</div></div>"""
        for number, name in ((3, "Money"), (4, "Heating"), (5, "Councils"))
    )

    boards = PAGES.boards(page(f"<html lang=en>{front}</html>"), SITE)

    assert [(one.external_id, one.threads, one.posts) for one in boards] == [
        ("3", 30, 270),
        ("4", 40, 360),
        ("5", 50, 450),
    ]


def test_an_author_whose_address_is_words_is_known_by_where_the_name_stands() -> None:
    html = """<input type="hidden" name="tid" value="41"><div class="post" id="post_410"><div class="post__author"><a href="/User-wren"><img src="a.png"></a><div><a href="/User-wren"><strong>wren</strong></a></div></div>
    <div class="post_content"><div class="post_head"><span class="post_date">11-01-2026, 08:00 AM</span></div><div class="post_body" id="pid_410">Whom do I tell? <a href="/User-ash">ash</a> knows.</div></div></div>"""

    (post,) = PAGES.thread_page(page(html, "/Thread-tax"), SITE, keep_names=True).posts

    assert (post.author, post.posted_at) == ("wren", FIRST)


BELOW = """<table><tr><td><span class="forum_status"></span></td><td><strong><a href="forumdisplay.php?fid=9">Rent</a></strong></td><td>12</td><td>34</td>
<td><span class="lastpost smalltext"><a href="showthread.php?tid=41&amp;action=lastpost">Heating</a><br>11-02-2026, 07:15 PM</span></td></tr></table>"""
SORTED = (
    '<form action="forumdisplay.php" method="get"><input type="hidden" name="fid" value="3"></form>'
)


@pytest.mark.parametrize(
    ("html", "address"),
    [(BELOW, "/forumdisplay.php?fid=3"), (SORTED, "/forumdisplay.php?fid=3&page=1")],
    ids=["with boards below", "with a form that sorts nothing"],
)
def test_a_board_without_threads_lists_none(html: str, address: str) -> None:
    said = "<p>Sorry, but there are currently no threads in this forum.</p>"

    assert PAGES.board_page(page(f"{html}{said}", address), SITE, board_id="3").lines == ()


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (f"<p>Posts: 9,876</p><a href='forumdisplay.php?fid=3'>Money</a>{BELOW}", "/stats.php"),
        (post(410, "11-01-2026, 08:00 AM", "wren", "Whom do I tell?"), "/showthread.php?tid=41"),
    ],
    ids=["figures", "a thread"],
)
def test_law_1_another_page_is_no_empty_board(html: str, address: str) -> None:
    with pytest.raises(Unreadable):
        PAGES.board_page(
            page(f"{html}<a href='forumdisplay.php?fid=3'>Money</a>", address), SITE, board_id="3"
        )
