"""Vanilla's open lists and its pages."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import Unreadable
from alongside.connectors.vanilla import parse
from alongside.connectors.vanilla.client import VanillaPages
from tests.connectors.answers import SITE, page

THREAD = """<span class="Breadcrumbs"><span class="CrumbLabel"><a href="/categories/money">Money</a>
</span></span><div class="PageTitle"><h1>Council tax</h1></div><div id="Discussion_7"
 class="Item ItemDiscussion Role_Member"><span class="Author"><a class="Username">wren_t</a></span>
<span class="AuthorInfo"><span class="RoleTitle">Member</span></span><span class="DateCreated">
<time datetime="2026-11-01T08:00:00+00:00" title="x">November</time></span><span class="DateUpdated"
 title="Edited November 2, 2026 8:30AM by wren_t.">edited</span><div class="Message">Whom do I
tell?</div><div class="ThankedByBox"><span class="ThankedBy">Thanked by <span>2</span></span></div>
</div><ul><li id="Comment_42" class="Item ItemComment Role_Moderator QnA-Answer-Accepted">
<a class="Username">Borough</a><span class="DateCreated">
<time datetime="2026-11-02T08:00:00+00:00">x</time></span>
<div class="Message"><blockquote class="Quote UserQuote"><a class="QuoteUser">wren_t
</a> said: Whom?</blockquote>Your council, <a class="atMention">@wren_t</a>.</div></li></ul>
<div class="Pager"><a class="Next" href="/discussion/7/council-tax/p2">Next</a></div>"""


def test_the_opening_post_and_the_comments_are_read() -> None:
    thread = parse.thread_page(page(THREAD, "/discussion/7/council-tax"), SITE, keep_names=False)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_name) == ("7", "Council tax", "Money")
    assert first.external_id == "discussion-7"  # it has no number among the comments
    assert (first.author_title, first.thanks, first.is_edited) == ("Member", 2, True)
    assert second.text == "Your council, @member."
    assert (second.is_accepted, second.author_is_staff) == (True, True)
    assert second.address == "https://forum.example/discussion/comment/42#Comment_42"
    assert thread.next_address == "https://forum.example/discussion/7/council-tax/p2"


def test_a_closed_discussion_says_so_at_its_foot() -> None:
    note = (
        '<div class="Foot Closed"><div class="Note Closed">This discussion is closed.</div></div>'
    )
    address = "/discussion/7/council-tax"

    assert parse.thread_page(page(THREAD + note, address), SITE, keep_names=False).is_closed
    # What guests are told on every page is written alike.
    guests = (
        '<div class="Foot Closed"><div class="Note Closed SignInOrRegister">Sign in</div></div>'
    )
    assert not parse.thread_page(page(THREAD + guests, address), SITE, keep_names=False).is_closed


def test_the_list_leads_on_by_the_link_header() -> None:
    entry = {
        "discussionID": 7,
        "name": "A &amp; B",
        "categoryID": 3,
        "dateInserted": "2026-11-01T08:00:00+00:00",
        "dateLastComment": None,
        "countComments": 0,
        "closed": False,
        "pinned": True,
        "attributes": {"question": {"status": "accepted"}},
    }
    link = '<https://forum.example/api/v2/discussions?page=2>; rel="next"'
    # A discussion that was moved away may leave a way to it.
    left = entry | {"discussionID": 8, "name": "Moved: C", "type": "redirect", "closed": True}
    listed = page([entry, left], "/api/v2/discussions", link=link)
    board = parse.board_page(listed, SITE, board_id="3")
    (line,) = board.lines

    assert (line.title, line.replies, line.is_pinned, line.is_solved) == ("A & B", 0, True, True)
    assert line.last_post == line.asked  # nobody answered yet
    assert board.next_address == "https://forum.example/api/v2/discussions?page=2"


def test_categories_are_boards_and_headings_are_none() -> None:
    heading = {"categoryID": 1, "name": "All", "displayAs": "heading", "children": []}
    money = {
        "categoryID": 3,
        "name": "Money",
        "urlcode": "money",
        "url": "https://forum.example/categories/money",
        "countDiscussions": 12,
        "countComments": 30,
    }
    (board,) = parse.boards(page([heading, money]), SITE)

    assert (board.external_id, board.slug, board.threads, board.posts) == ("3", "money", 12, 42)


def test_the_first_post_of_each_discussion_counts_as_a_post() -> None:
    counts = {"discussion": {"count": 12}, "comment": {"count": 30}, "user": {"count": 9}}
    statistics = parse.statistics(page({"counts": counts}))

    assert [statistics.value(kind) for kind in ("threads", "posts", "members")] == [12, 42, 9]


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>Permission Problem</p>"), SITE, keep_names=True)


def test_any_address_in_a_discussion_leads_to_it() -> None:
    pages = VanillaPages()

    assert pages.thread_address(SITE, f"{SITE.address}/discussion/7/tax/p2").endswith("/7/x")
    assert pages.thread_address(SITE, f"{SITE.address}/discussion/comment/42#Comment_42") == (
        f"{SITE.address}/discussion/comment/42"
    )


def test_times_are_exact() -> None:
    thread = parse.thread_page(page(THREAD, "/discussion/7/x"), SITE, keep_names=True)

    assert thread.posts[0].posted_at == datetime(2026, 11, 1, 8, tzinfo=UTC)
