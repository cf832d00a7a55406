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


def topic(
    number: int, title: str, *, icon: str = "t_read", badge: str = "", replies: int = 4
) -> str:
    """A row of version 3: each has a button that unfolds it and is called "closed"."""
    place = f"https://forum.example/topic/{number}-x/"
    return f"""<tr class='__topic expandable' id='trow_{number}' data-tid="{number}"><td class='col_f_icon'><img src='{icon}.png'></td><td class='col_f_content'>{badge}<h4><a href="{place}" title='{title} - started 01 November 2026 - 08:00 AM' class='topic_title'><span itemprop="name">{title}</span></a></h4><span class='desc'>Started by <a href='/user/7-wren/'>wren</a>, <span itemprop="dateCreated">01 Nov 2026</span></span></td>
<td class='col_f_preview'><a href='{place}' class='expander closed'>&nbsp;</a></td><td class='col_f_views'><ul><li>{replies:,} replies<meta itemprop="interactionCount" content="UserComments:{replies}"></li><li class='views'>12,310 views</li></ul></td><td class='col_f_post'><ul class='last_post'><li><a href='/user/8-ash/'>12 May 2011</a></li><li><a href='{place}?view=getlastpost'>02 November 2026 - 07:15 PM</a></li></ul></td></tr>"""


def test_the_table_of_version_3_tells_what_is_closed_and_pinned() -> None:
    green = "<span class='ipsBadge ipsBadge_green'>{}</span>"
    rows = (
        topic(41, "Council tax", badge=green.format("Pinned"), replies=1204)
        + topic(42, "Rent from 5 May 2012", badge=green.format("Poll"))
        + topic(43, "Heating", icon="t_closed", replies=0)
        + topic(44, "Moved away", icon="t_moved")
    )
    html = whole(f"<h1 class='ipsType_pagetitle'>Money</h1><table>{rows}</table>", title="Money")
    board = PAGES.board_page(page(html, "/forum/3-money/"), SITE, board_id="3")

    told = [(one.external_id, one.replies, one.is_closed, one.is_pinned) for one in board.lines]
    assert told == [("41", 1204, False, True), ("42", 4, False, False), ("43", 0, True, False)]
    assert {one.asked.at for one in board.lines if one.asked} == {
        datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    }
    assert {one.last_post.at for one in board.lines if one.last_post} == {
        datetime(2026, 11, 2, 19, 15, tzinfo=UTC)
    }


def test_the_front_page_of_version_3_counts_topics_and_replies_of_boards_and_posts_of_all() -> None:
    front = """<div class='category_block'><h3 class='maintitle'><a href="/forum/1-help/">Help</a></h3><table class='ipb_table'><tr class='row1'><td class='col_c_icon'></td><td class='col_c_forum'><h4><a href="/forum/3-money/">Money</a></h4><ol class='subforums'><li><a href="/forum/9-rent/">Rent</a></li></ol></td><td class='col_c_stats'><ul><li><strong>1,204</strong> sujets</li><li><strong>9,876</strong> réponses</li></ul></td><td><ul class='last_post'><li><a href='/topic/77-x/?view=getlastpost'>Tax</a></li></ul></td></tr>
<tr class='redirect_forum'><td></td><td class='col_c_forum'><h4><a href="/forum/8-rules/">Rules</a></h4></td><td class='col_c_stats'>12 visites</td></tr></table></div>
<div id='board_stats'><ul><li><span class='value'>10,752</span> Messages au total</li><li><span class='value'>310</span> Membres</li><li><span class='value'><a>mo_lane</a></span> Dernier membre</li><li><span class='value'>88</span> Record</li></ul></div>"""
    read = page(whole(front, title="The Hearth"))

    assert [(one.external_id, one.threads, one.posts) for one in PAGES.boards(read, SITE)] == [
        ("3", 1204, 11080),
        ("9", None, None),
    ]
    figures = PAGES.statistics(read).figures
    assert [(one.kind, one.value) for one in figures] == [("posts", 10752), ("members", 310)]


def test_the_posts_of_version_3_tell_edits_groups_and_the_topic_s_own_number() -> None:
    post = """<div class='post_block hentry' id='post_id_{0}'><a id='entry{0}'></a><div class='post_wrap'><h3><span class="author vcard"><a href="/user/7-x/"><span itemprop="name">{1}</span></a></span></h3><div class='author_info'><ul><li class='group_title'>Members</li></ul></div><div class='post_body'><p class='posted_info'>Posted <abbr class="published" title="{2}">x</abbr></p><div class='post entry-content'>{3}</div>
<div class='rep_bar'><span class='reputation positive'>3</span></div><div class='signature'>Ask me anything</div></div></div></div>"""
    posts = post.format(410, "wren", "2026-11-01T08:00:00+00:00", "Whom do I tell?") + post.format(
        411,
        "ash",
        "2026-11-02T19:15:00+00:00",
        "<p class='citation'>wren, on 01 November 2026 - 08:00 AM, said:</p><div class='blockquote'><div class='quote'>Whom do I tell?</div></div><blockquote class='ipsBlockquote' data-author='wren'><p>Whom?</p></blockquote>The council.<p class='edit'>Edited by ash, 02 November 2026 - 08:20 PM.</p>",
    )
    script = "<script>ipb.topic.topic_id = 41;</script>"
    html = whole(f"{script}<h1>Council tax</h1>{posts}", title="Council tax")
    thread = PAGES.thread_page(page(html, "/money/council-tax.html"), SITE, keep_names=False)

    assert (thread.external_id, thread.address) == ("41", f"{HERE}showtopic=41")
    assert [(one.external_id, one.author, one.text) for one in thread.posts] == [
        ("410", "wren", "Whom do I tell?"),
        ("411", "ash", "The council."),
    ]
    assert [(one.is_edited, one.author_title, one.thanks) for one in thread.posts] == [
        (False, "Members", 3),
        (True, "Members", 3),
    ]
    assert thread.posts[1].edited_at == datetime(2026, 11, 2, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/topic/41-council-tax/#entry410", "/topic/41-x/?view=findpost&p=410"),
        ("/topic/41-council-tax/page__view__findpost__p__410", "/topic/41-x/?view=findpost&p=410"),
        (
            "/index.php?showtopic=41&view=findpost&p=410",
            "/index.php?showtopic=41&view=findpost&p=410",
        ),
    ],
)
def test_a_post_s_page_is_asked_for_in_the_way_that_it_knows(path: str, place: str) -> None:
    assert PAGES.page_address(SITE, f"{SITE.address}{path}") == f"{SITE.address}{place}"
