# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""IP.Board 2 and 3, the forerunners of Invision Community; all that is said is invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.invision.client import InvisionPages
from tests.connectors.answers import SITE, page

PAGES = InvisionPages()
HERE = "https://forum.example/index.php?"
FRONT = "".join(
    f"<tr><td><img src='bf_nonew.gif'></td><td><b><a href='{HERE}showforum={number}'>{name}</a></b><br>All of it</td><td>{number * 10}</td><td>{number * 90}</td><td><span>Nov 21 2026, 07:15 PM<br><a href='{HERE}showtopic=41&amp;view=getnewpost'>Council tax</a></span></td></tr>"
    for number, name in ((3, "Money"), (4, "Heating"), (5, "Councils"))
)
BOARD = "".join(
    f"<tr><td><img src='{icon}.gif' alt=''></td><td><span><a id='tid-link-{number}' href='{HERE}showtopic={number}' title='This topic was started: 01 November 2026 - 08:00 AM'>{title}</a></span></td><td><a href='javascript:who({number});'>{replies}</a></td><td><a href='{HERE}showuser=5'>wren</a></td><td>{replies * 20 + 31}</td><td><span>Nov 02 2026, 07:15 PM<br><a href='{HERE}showtopic={number}&amp;view=getlastpost'>Last post by:</a> <b><a href='{HERE}showuser=6'>ash</a></b></span></td></tr>"
    for number, title, icon, replies in (
        (7, "Read this first", "f_closed", 4),
        (41, "Council tax after a move", "f_norm", 11),
        (38, "Winter payment and a new address", "f_norm", 3),
    )
)
THREAD = "".join(
    f"<table><tr><td><a name='entry{number}'></a><span class='normalname'><a href='{HERE}showuser=5'>{author}</a></span></td><td><span class='postdetails'>{time}</span></td></tr><tr><td><span class='postdetails'>Group: Members<br>Posts: 112</span></td><td id='post-main-{number}'><div class='postcolor' id='post-{number}'>{words}</div></td></tr></table>"
    for number, author, time, words in (
        (
            410,
            "wren",
            "Nov 01 2026, 08:00 AM",
            "I moved in October and still get letters for the old flat. Whom do I tell first?",
        ),
        (
            411,
            "ash",
            "Nov 02 2026, 07:15 PM",
            "The old council first, and keep the receipt that they send.",
        ),
    )
)


def whole(inner: str, *, title: str) -> str:
    trail = f"<div id='navstrip'><a href='{HERE}act=idx'>The Hearth</a> &gt; <a href='{HERE}showforum=3'>Money</a></div>"
    return f"<html lang=en><head><title>{title}</title></head><body>{trail}{inner}</body></html>"


def test_its_boards_keep_their_numbers_and_are_asked_for_where_they_stand() -> None:
    boards = PAGES.boards(
        page(
            whole(
                f"<table><tr><th>&nbsp;<th>Forum<th>Topics<th>Replies<th>Last Post Info</tr>{FRONT}</table>",
                title="The Hearth",
            )
        ),
        SITE,
    )

    assert [(one.external_id, one.threads) for one in boards] == [("3", 30), ("4", 40), ("5", 50)]
    asked_at = PAGES.board_address(SITE, board_id="3", board_slug=boards[0].slug)
    assert asked_at == f"{HERE}showforum=3"


@pytest.mark.parametrize("slug", ["money", "/index.php?showforum=9", "https://elsewhere.example/"])
def test_no_slug_leads_to_another_board(slug: str) -> None:
    asked_at = PAGES.board_address(SITE, board_id="3", board_slug=slug)

    assert asked_at == "https://forum.example/forum/3-x/"


def test_its_threads_keep_their_numbers() -> None:
    heads = "<tr><th>&nbsp;<th>Topic Title<th>Replies<th>Topic Starter<th>Views<th>Last Action</tr>"
    board = PAGES.board_page(
        page(whole(f"<table>{heads}{BOARD}</table>", title="Money"), "/index.php?showforum=3"),
        SITE,
        board_id="3",
    )

    told = [(line.external_id, line.replies, line.is_closed) for line in board.lines]
    assert told == [("7", 4, True), ("41", 11, False), ("38", 3, False)]
    assert board.lines[1].address == f"{HERE}showtopic=41"


def test_its_posts_keep_their_numbers() -> None:
    thread = PAGES.thread_page(
        page(
            whole(f"<h1>Council tax after a move</h1>{THREAD}", title="Council tax after a move"),
            "/index.php?showtopic=41",
        ),
        SITE,
        keep_names=False,
    )

    assert [(one.external_id, one.posted_at) for one in thread.posts] == [
        ("410", datetime(2026, 11, 1, 8, 0, tzinfo=UTC)),
        ("411", datetime(2026, 11, 2, 19, 15, tzinfo=UTC)),
    ]
    assert (thread.external_id, thread.address) == ("41", f"{HERE}showtopic=41")
    assert (thread.board_id, thread.board_name) == ("3", "Money")
