"""XenForo's pages: version 2, version 1 and the fork of hobby forums."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import Precision, Unreadable
from alongside.connectors.xenforo import parse
from alongside.connectors.xenforo.client import XenforoPages
from tests.connectors.answers import SITE, page

THREAD = """<html id="XF" data-content-key="thread-7"><div class="p-breadcrumbs">
<ul class="p-breadcrumbs"><li><a href="/forums/money.3/"><span>Money</span></a></li></ul></div>
<h1 class="p-title-value"><span class="label">Question</span> Council tax</h1>
<article class="message message--post" data-author="wren_t" data-content="post-41"
 id="js-post-41"><h4 class="message-name"><a class="username">wren_t</a></h4>
<h5 class="userTitle message-userTitle">Well-known member</h5>
<header class="message-attribution"><time class="u-dt" datetime="2026-11-01T08:00:00+0100"
 data-time="8:00 AM">Nov 1, 2026</time></header>
<div class="message-body"><div class="bbWrapper">Whom do I tell?</div></div>
<div class="message-lastEdit">Last edited: <time datetime="2026-11-01T09:00:00+0100">Nov 1</time>
</div><div class="reactionsBar"><a class="reactionsBar-link"><bdi>ash</bdi>, <bdi>elm</bdi> and 3
others</a></div></article>
<article class="message message--post message--solution" data-author="Borough"
 data-content="post-42" id="js-post-42"><div class="userBanner userBanner--staff"><strong>Official
account</strong></div><header class="message-attribution"><time datetime="2026-11-02T08:00:00Z">x
</time></header><div class="message-body"><div class="bbWrapper">
<blockquote class="bbCodeBlock bbCodeBlock--quote" data-quote="wren_t"><div>wren_t said:</div>Whom?
<div class="bbCodeBlock-expandLink"><a>Click to expand...</a></div></blockquote>
Your old council, <a class="username">@wren_t</a>.</div></div><div class="reactionsBar"></div>
</article><nav class="pageNav-main"><a href="/threads/tax.7/page-3">3</a></nav>
<a class="pageNav-jump pageNav-jump--next" href="/threads/tax.7/page-2">Next</a></html>"""
BOARD = """<html id="XF" data-template="forum_view"><h1 class="p-title-value">Money</h1>
<div class="structItemContainer"><div class="structItem structItem--thread js-threadListItem-7">
<i class="structItem-status structItem-status--sticky"></i>
<div class="structItem-title"><a href="/x/?prefix_id=1" class="labelLink">Q</a>
<a href="/threads/tax.7/">Council tax</a></div>
<li class="structItem-startDate"><time datetime="2026-11-01T08:00:00Z">x</time></li>
<div class="structItem-cell--meta"><dl class="pairs"><dt>Replies</dt><dd>1.2K</dd></dl></div>
<time class="structItem-latestDate" datetime="2026-11-20T08:00:00Z">x</time></div></div></html>"""


def test_posts_are_read_with_titles_thanks_and_the_solution() -> None:
    thread = parse.thread_page(page(THREAD, "/threads/tax.7/"), SITE, keep_names=False)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.board_name) == (
        "7",
        "Council tax",
        "3",
        "Money",
    )
    assert first.posted_at == datetime(2026, 11, 1, 7, tzinfo=UTC)
    assert (first.author, first.author_title, first.thanks) == ("wren_t", "Well-known member", 5)
    assert first.edited_at == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert second.text == "Your old council, @member."
    assert (second.author_title, second.author_is_staff) == ("Official account", True)
    assert second.is_accepted
    assert thread.is_solved
    assert thread.next_address == "https://forum.example/threads/tax.7/page-2"
    assert thread.last_address == "https://forum.example/threads/tax.7/page-3"


def test_law_4_a_link_to_a_member_who_wrote_nothing_here_is_a_member_all_the_same() -> None:
    asked = (
        '<div class="bbWrapper">Ask <a class="username" href="/u/5">@ash</a> or <a href="/x">x</a>.'
    )
    body = THREAD.replace('<div class="bbWrapper">Whom do I tell?', asked)

    thread = parse.thread_page(page(body), SITE, keep_names=False)

    assert thread.posts[0].text == "Ask @member or x."


def test_with_names_the_quotation_stays_without_its_button() -> None:
    thread = parse.thread_page(page(THREAD, "/threads/tax.7/"), SITE, keep_names=True)

    assert "> wren_t said:" in thread.posts[1].text
    assert "Click to expand" not in thread.posts[1].text


def test_a_board_s_line_leaves_prefixes_and_the_title_s_words_out_of_its_address() -> None:
    (line,) = parse.board_page(page(BOARD, "/forums/money.3/"), SITE, board_id="3").lines

    assert (line.title, line.replies, line.is_pinned) == ("Council tax", 1200, True)
    assert line.address == "https://forum.example/threads/7/"


def test_the_boards_and_the_statistics_stand_on_the_front_page() -> None:
    front = """<div class="node node--id3 node--forum"><h3 class="node-title">
<a href="/forums/money.3/">Money</a></h3><div class="node-stats"><dl><dt>Threads</dt><dd>1,204</dd>
</dl><dl><dt>Messages</dt><dd>9.8K</dd></dl></div><a class="subNodeLink subNodeLink--forum"
 href="/forums/rent.9/">Rent</a></div><div data-widget-definition="forum_statistics">
<dl class="pairs"><dt>Threads</dt><dd>1,204</dd></dl><dl><dt>Messages</dt><dd>9,812</dd></dl>
<dl><dt>Members</dt><dd>310</dd></dl><dl><dt>Latest member</dt><dd>wren_t</dd></dl></div>"""
    money, rent = parse.boards(page(front), SITE)
    figures = parse.statistics(page(front)).figures

    assert (money.external_id, money.slug, money.threads, money.posts) == ("3", "money", 1204, 9800)
    assert (rent.external_id, rent.threads) == ("9", None)
    assert [(figure.kind, figure.value) for figure in figures] == [
        ("threads", 1204),
        ("posts", 9812),
        ("members", 310),
    ]


def test_figures_beside_the_block_of_statistics_are_not_the_forums() -> None:
    of_a_board = """<div class="block-body"><dl class="pairs"><dt>Threads</dt><dd>7</dd></dl>
<dl class="pairs"><dt>Messages</dt><dd>41</dd></dl></div>"""
    of_a_member = (
        """<div class="block-body"><dl class="pairs"><dt>Messages</dt><dd>5</dd></dl></div>"""
    )
    counts = """<dl class="pairs"><dt>Threads</dt><dd>1,204</dd></dl>
<dl class="pairs"><dt>Messages</dt><dd>9,812</dd></dl>
<dl class="pairs"><dt>Members</dt><dd>310</dd></dl>"""
    named = f'<div data-widget-definition="forum_statistics">{counts}</div>'
    of_a_theme = f'<div class="block-body">{counts}</div>'

    for block in (named, of_a_theme):
        figures = parse.statistics(page(f"{of_a_member}{of_a_board}{block}")).figures
        assert [figure.value for figure in figures] == [1204, 9812, 310]
    with pytest.raises(Unreadable):
        parse.statistics(page(of_a_member + of_a_board))


@pytest.mark.parametrize("keep_names", [True, False])
def test_a_card_in_place_of_an_address_reads_as_the_address(keep_names: bool) -> None:
    html = """<article class="message message--post" data-author="wren_t" id="js-post-41"
 data-content="post-41"><div class="message-body"><div class="bbWrapper">See<br>
<div class="bbCodeBlock bbCodeBlock--unfurl js-unfurl" data-url="https://www.gov.uk/council-tax">
<h3 class="contentRow-header"><a href="https://www.gov.uk/council-tax">Council Tax - GOV.UK</a></h3>
<div class="contentRow-snippet">How bands work</div></div>first.</div></div></article>"""
    thread = parse.thread_page(page(html, "/threads/tax.7/"), SITE, keep_names=keep_names)

    assert " ".join(thread.posts[0].text.split()) == "See https://www.gov.uk/council-tax first."


def test_version_1_is_read_too() -> None:
    html = """<html id="XenForo"><div class="titleBar"><h1>Council tax</h1></div>
<li id="post-41" class="message" data-author="wren_t"><h3 class="userText"><em class="userTitle">
Member</em></h3><blockquote class="messageText">Whom do I tell?</blockquote>
<div class="messageMeta"><span class="DateTime" title="Nov 1, 2026 at 8:00 AM">Nov 1, 2026</span>
</div></li></html>"""
    thread = parse.thread_page(page(html, "/threads/tax.7/"), SITE, keep_names=True)
    (post,) = thread.posts

    assert (post.external_id, post.text, post.author_title) == ("41", "Whom do I tell?", "Member")
    assert (post.posted_at, post.precision) == (
        datetime(2026, 11, 1, 8, tzinfo=UTC),
        Precision.MINUTE,
    )


def test_the_fork_s_cards_are_posts() -> None:
    html = """<html id="XF" data-project="cali" data-content-key="thread-7">
<h1 class="MessageCard__thread-title">Council tax</h1><div class="MessageCard js-messageCard"
 id="js-post-41"><a class="MessageCard__user-info__name">wren_t</a>
<a class="MessageCard__date-created"><time datetime="2026-11-01T08:00:00-0500">x</time></a>
<article class="message-body"><div class="bbWrapper">Whom?</div></article>
<aside class="message-signature"><div class="bbWrapper">Yours</div></aside></div></html>"""
    (post,) = parse.thread_page(page(html, "/threads/t.7/"), SITE, keep_names=True).posts

    assert (post.author, post.text) == ("wren_t", "Whom?")


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("/threads/tax.7/page-3#post-9", "/threads/7/"),
        ("/threads/7/", "/threads/7/"),
        ("/posts/41/", "/posts/41/"),
        ("/forum/money.3/tax.7.html", "/forum/money.3/tax.7.html"),
        ("/help/terms", ""),
    ],
)
def test_any_address_in_a_thread_leads_to_it(path: str, start: str) -> None:
    found = XenforoPages().thread_address(SITE, f"{SITE.address}{path}")

    assert found == (start and f"{SITE.address}{start}")


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(
            page("<html id='XF'><p>You must be logged in.</p>"), SITE, keep_names=True
        )


def test_the_way_on_of_version_1_stands_behind_the_present_page_and_leads_from_the_base() -> None:
    pager = """<div class="PageNav"><nav><a href="threads/x.41/" class="text">&lt; Prev</a>
    <a href="threads/x.41/">1</a> <a href="threads/x.41/page-2" class="currentPage">2</a>
    <a href="threads/x.41/page-3" class="text">Next &gt;</a></nav></div>"""
    post = """<li id="post-7" class="message" data-author="wren">
    <blockquote class="messageText">Whom do I tell?</blockquote>
    <span class="DateTime" title="3 Novembre 2026 à 10:02">3 Novembre 2026</span></li>"""
    head = '<html id="XenForo"><head><base href="https://forum.example/"></head>'
    html = f"{head}{pager}{post}</html>"

    thread = parse.thread_page(page(html, "/threads/x.41/page-2"), SITE, keep_names=False)

    assert thread.next_address == "https://forum.example/threads/x.41/page-3"


def test_a_forum_whose_server_rewrites_no_addresses_is_read_at_its_script() -> None:
    pages = XenforoPages()
    front = """<div class="node node--forum"><h3 class="node-title">
<a href="/index.php?forums/money.3/">Money</a></h3></div>"""

    (board,) = parse.boards(page(front), SITE)
    listed = pages.board_address(SITE, board_id=board.external_id, board_slug=board.slug)
    lines = parse.board_page(
        page(BOARD.replace('"/threads/', '"/index.php?threads/'), "/index.php?forums/money.3/"),
        SITE,
        board_id="3",
    )
    thread = parse.thread_page(
        page(THREAD.replace('"/threads/', '"/index.php?threads/'), "/index.php?threads/tax.7/"),
        SITE,
        keep_names=False,
    )

    script = f"{SITE.address}/index.php?"
    assert (board.external_id, listed) == ("3", f"{script}forums/3/")
    assert lines.lines[0].address == thread.address == f"{script}threads/7/"
    assert thread.posts[0].address == f"{script}posts/41/"
    assert thread.next_address == f"{script}threads/tax.7/page-2"
    assert pages.thread_id(f"{script}threads/tax.7/page-2#post-41") == "7"
    assert pages.thread_address(SITE, f"{script}threads/tax.7/page-2") == f"{script}threads/7/"
    assert pages.page_address(SITE, f"{script}threads/tax.7/post-41") == f"{script}posts/41/"
    assert pages.thread_address(SITE, f"{script}posts/41/") == f"{script}posts/41/"


@pytest.mark.parametrize(
    "front",
    [
        """<div data-widget-definition="forum_statistics"><dl class="pairs count--threads">
<dt>Wątki</dt><dd>1 204</dd></dl><dl class="pairs count--messages"><dt>Wiadomości</dt>
<dd>9 876</dd></dl><dl class="pairs count--users"><dt>Użytkownicy</dt><dd>310</dd></dl>
<dl><dt>Najnowszy</dt><dd><a class="username">wren_t</a></dd></dl></div>""",
        """<div id="boardStats"><dl class="discussionCount"><dt>Темы:</dt><dd>1.204</dd></dl>
<dl class="messageCount"><dt>Сообщения:</dt><dd>9.876</dd></dl><dl class="memberCount">
<dt>Пользователи:</dt><dd>310</dd></dl></div>""",
    ],
)
def test_the_block_of_statistics_is_read_in_any_language(front: str) -> None:
    figures = parse.statistics(page(front)).figures

    assert [(figure.kind, figure.value) for figure in figures] == [
        ("threads", 1204),
        ("posts", 9876),
        ("members", 310),
    ]


def test_what_a_moved_thread_leaves_in_a_list_is_no_thread() -> None:
    second = """<div class="structItem structItem--thread"><i class="structItem-status
 structItem-status--redirect"></i><div class="structItem-title"><a href="/threads/rent.8/">Rent</a>
</div></div><div class="structItem structItem--thread"><div class="structItem-title">
<a href="/threads/tax.7/">Tax</a></div></div>"""
    first = """<ol class="discussionList"><li id="thread-8" class="discussionListItem"><div
 class="iconKey"><span class="redirect" title="Moved"></span></div><h3 class="title"><a
 href="/threads/rent.8/">Rent</a></h3></li><li id="thread-7" class="discussionListItem">
<h3 class="title"><a href="/threads/tax.7/">Tax</a></h3></li></ol>"""

    for html in (first, second):
        board = parse.board_page(page(html, "/forums/money.3/"), SITE, board_id="3")
        assert [line.external_id for line in board.lines] == ["7"]


def test_boards_whose_addresses_are_words_keep_the_numbers_of_their_blocks() -> None:
    second = """<div class="node node--id3 node--depth2 node--forum"><h3 class="node-title">
<a href="/forums/money/">Money</a></h3><ol class="node-subNodesFlat"><li><a
 class="subNodeLink subNodeLink--forum" href="/forums/rent.9/">Rent</a></li></ol>
<div class="node-stats"><dl><dt>Threads</dt><dd>1,204</dd></dl><dl><dt>Messages</dt><dd>9,876</dd>
</dl></div></div>"""
    first = """<ol><li class="node forum node_3"><div class="nodeText"><h3 class="nodeTitle">
<a href="/forums/Money/">Money</a></h3><div class="nodeStats"><dl><dt>Discussions:</dt>
<dd>1,204</dd></dl><dl><dt>Messages:</dt><dd>9,876</dd></dl></div>
</div>
<ol class="subForumList">
<li class="node forum level-n node_9"><h4 class="nodeTitle"><a href="/forums/Rent/">Rent</a></h4>
</li></ol></li></ol>"""

    for html in (first, second):
        boards = parse.boards(page(html), SITE)
        assert [(board.external_id, board.threads, board.posts) for board in boards] == [
            ("3", 1204, 9876),
            ("9", None, None),
        ]
        asked_at = XenforoPages().board_address(SITE, board_id="3", board_slug=boards[0].slug)
        assert asked_at == "https://forum.example/forums/3/"


@pytest.mark.parametrize(
    "html",
    [
        """<html id="XF" data-container-key="node-3"><ul class="p-breadcrumbs"><li>
<a href="/forums/money/">Money</a></li></ul><article class="message" id="js-post-41"
 data-content="post-41"><div class="message-body"><div class="bbWrapper">Whom?</div></div>
</article>""",
        """<html id="XenForo"><fieldset class="breadcrumb">
<a href="misc/quick-navigation-menu?selected=node-3" class="jumpMenuTrigger"></a>
<a class="crumb" href="/forums/Money/">Money</a></fieldset><ol><li id="post-41" class="message">
<blockquote class="messageText">Whom?</blockquote></li></ol>""",
    ],
)
def test_a_thread_tells_its_board_s_number_where_that_board_s_address_has_none(html: str) -> None:
    thread = parse.thread_page(page(html, "/threads/tax.7/"), SITE, keep_names=False)

    assert (thread.board_id, thread.board_name) == ("3", "Money")
