"""Invision Community's pages, 4 and 5."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.invision import parse
from alongside.connectors.invision.client import InvisionPages
from alongside.connectors.port import Unreadable
from tests.connectors.answers import SITE, page

VERSION_4 = """<link rel="canonical" href="https://forum.example/topic/7-council-tax/">
<nav class="ipsBreadcrumb"><ul><li><a href="/forum/3-money/"><span>Money</span></a></li></ul></nav>
<h1 class="ipsType_pageTitle"><span>Council tax</span></h1><article id="elComment_41" class="cPost">
<h3 class="cAuthorPane_author"><a href="/profile/9-wren/">wren_t</a></h3><ul><li data-role="group">
Members</li></ul><div class="ipsComment_meta"><time datetime="2026-11-01T08:00:00Z">x</time></div>
<div data-role="commentContent"><p>Whom do I tell?</p><span class="ipsType_reset"
 data-excludequote><em>Edited <time datetime="2026-11-02T08:00:00Z">x</time> by wren_t</em></span>
</div><span data-role="reactCount">3</span></article><article id="elComment_42" class="cPost">
<h3 class="cAuthorPane_author"><a>Borough</a></h3><time datetime="2026-11-03T08:00:00Z">x</time>
<div data-role="commentContent"><blockquote class="ipsQuote" data-ipsquote-username="wren_t"><div>
Whom?</div></blockquote><p>Your council, <a data-mentionid="9">@wren_t</a>.</p></div></article>
<li class="ipsPagination_next"><a href="https://forum.example/topic/7-council-tax/page/2/">x</a></li>
"""
VERSION_5 = """<h1 class="ipsPageHeader__title">Council tax</h1><article id="elComment_41"
 class="ipsEntry"><h3 class="ipsEntry__username"><a>wren_t</a></h3><div class="ipsEntry__group">
Members</div><div class="ipsEntry__header"><time datetime="2026-11-01T08:00:00Z">x</time></div>
<div data-role="commentContent"><p>Whom do I tell?</p></div></article>"""


def test_version_4_is_read_with_edits_groups_and_reactions() -> None:
    thread = parse.thread_page(page(VERSION_4, "/topic/7-council-tax/"), SITE, keep_names=False)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.board_name) == (
        "7",
        "Council tax",
        "3",
        "Money",
    )
    assert (first.text, first.author_title, first.thanks) == ("Whom do I tell?", "Members", 3)
    assert first.edited_at == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert second.text == "Your council, @member."
    assert thread.next_address == "https://forum.example/topic/7-council-tax/page/2/"
    assert thread.address == "https://forum.example/topic/7-x/"


def test_version_5_is_read_too() -> None:
    (post,) = parse.thread_page(page(VERSION_5, "/topic/7-tax/"), SITE, keep_names=True).posts

    assert (post.author, post.text, post.author_title) == ("wren_t", "Whom do I tell?", "Members")


def test_a_list_is_read_with_both_times() -> None:
    html = """<ol data-role="tableRows"><li class="ipsDataItem" data-rowid="7"><div
 class="ipsDataItem_main"><h4 class="ipsDataItem_title"><i class="fa-thumb-tack"></i><span><a
 href="https://forum.example/topic/7-council-tax/">Council tax</a></span></h4>By wren_t, <time
 datetime="2026-11-01T08:00:00Z">x</time></div><ul><li data-stattype="forums_comments"><span
 class="ipsDataItem_stats_number">1,204</span></li></ul><ul class="ipsDataItem_lastPoster"><time
 datetime="2026-11-20T08:00:00Z">x</time></ul></li></ol>"""
    (line,) = parse.board_page(page(html, "/forum/3-money/"), SITE, board_id="3").lines

    assert (line.external_id, line.replies, line.is_pinned) == ("7", 1204, True)
    assert line.address == "https://forum.example/topic/7-x/"
    assert line.asked is not None
    assert line.asked.at == datetime(2026, 11, 1, 8, tzinfo=UTC)


def test_the_boards_and_the_statistics_stand_on_the_front_page() -> None:
    html = """<li class="cForumRow ipsDataItem" data-forumid="3"><h4 class="ipsDataItem_title"><a
 href="https://forum.example/forum/3-money/">Money</a></h4><dl class="ipsDataItem_stats"><dt
 class="ipsDataItem_stats_number">9,876</dt><dd>posts</dd></dl></li><div class="ipsWidget"
 data-blockid="app_forums_forumStatistics"><ul><li>Total Topics 1,204</li><li>Total Posts 9,876</li>
</ul></div><div class="ipsWidget"><ul><li>Total Members 310</li><li>Newest Member wren_t</li>
<li>Most Online 9</li></ul></div>"""
    (board,) = parse.boards(page(html), SITE)
    statistics = parse.statistics(page(html))

    assert (board.external_id, board.name, board.posts) == ("3", "Money", 9876)
    assert [statistics.value(kind) for kind in ("threads", "posts", "members")] == [1204, 9876, 310]
    assert not any("wren" in figure.sentence for figure in statistics.figures)


def test_boards_are_found_however_deep_their_names_stand() -> None:
    html = """<ol><li class="cForumRow ipsDataItem" data-forumid="3"><div class="ipsDataItem_main">
    <h4 class="ipsDataItem_title"><a href="https://forum.example/forum/3-money/">Money</a></h4>
    <ul class="ipsDataItem_subList"><li><a href="https://forum.example/forum/9-rent/">Rent</a></li>
    </ul></div><dl><dt class="ipsDataItem_stats_number">9,876</dt></dl></li></ol>"""

    boards = parse.boards(page(html), SITE)

    assert [(board.external_id, board.slug, board.posts) for board in boards] == [
        ("3", "money", 9876),
        ("9", "rent", None),
    ]


def test_a_figure_is_parted_from_the_words_below_it() -> None:
    html = """<div class="ipsWidget" data-blockid="app_core_stats"><div class="ipsGrid_span6">
    <span>310</span><br><b>Total Members</b></div></div>"""

    assert parse.statistics(page(html)).value("members") == 310


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>You do not have permission.</p>"), SITE, keep_names=True)


@pytest.mark.parametrize("before", ["/", "/index.php?/", "/forums/"])
def test_any_address_in_a_topic_leads_to_it(before: str) -> None:
    address = f"{SITE.address}{before}topic/7-council-tax/page/2/"

    assert InvisionPages().thread_address(SITE, address) == f"{SITE.address}{before}topic/7-x/"


def test_a_comment_s_address_leads_to_its_page() -> None:
    address = f"{SITE.address}/topic/7-council-tax/?do=findComment&comment=42"

    assert InvisionPages().page_address(SITE, address) == (
        f"{SITE.address}/topic/7-x/?do=findComment&comment=42"
    )


def test_boards_of_a_forum_whose_server_rewrites_no_addresses_are_read_at_its_script() -> None:
    front = """<li class="cForumRow ipsDataItem" data-forumid="3"><h4 class="ipsDataItem_title">
<a href="/index.php?/forum/3-money/">Money</a></h4></li>"""

    (board,) = parse.boards(page(front), SITE)

    address = InvisionPages().board_address(SITE, board_id=board.external_id, board_slug=board.slug)
    assert address == f"{SITE.address}/index.php?/forum/3-x/"


NUMBER = """<li><span class="ipsDataItem_stats_number">{}</span></li>"""
NAMED = """<li><span class="ipsDataItem_stats_number" itemprop="commentCount">{}</span></li>"""


@pytest.mark.parametrize(
    "counts",
    [
        NUMBER.format(12) + NUMBER.format(310),
        NUMBER.format(5) + NUMBER.format(12) + NUMBER.format(310),  # votes come first
        NUMBER.format(5) + NAMED.format(12),
        NUMBER.format(12),
    ],
)
def test_a_question_s_votes_are_no_replies(counts: str) -> None:
    html = f"""<ol class="cTopicList"><li class="ipsDataItem" data-rowid="7"><h4
 class="ipsDataItem_title"><a href="/topic/7-tax/">Tax</a></h4>
<ul class="ipsDataItem_stats">{counts}</ul></li></ol>"""

    (line,) = parse.board_page(page(html, "/forum/3-money/"), SITE, board_id="3").lines

    assert line.replies == 12


def test_a_link_among_the_forums_is_no_board() -> None:
    row = """<li class="cForumRow" data-forumid="{0}"><span class="ipsItemStatus {1}"></span><h4
 class="ipsDataItem_title"><a href="/forum/{0}-x/">Board</a></h4><dl><dt
 class="ipsDataItem_stats_number">9,876</dt><dd>posts</dd></dl></li>"""
    front = row.format(3, "") + row.format(8, "cForumIcon_redirect")

    boards = parse.boards(page(f"<ol>{front}</ol>"), SITE)

    assert [(board.external_id, board.posts) for board in boards] == [("3", 9876)]
