"""NodeBB's JSON and its pages."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.connectors.nodebb import parse
from alongside.connectors.nodebb.client import NodebbPages
from alongside.connectors.port import Unreadable
from tests.connectors.answers import SITE, page


def post(number: int, words: str, **changes: Any) -> dict[str, Any]:
    return {
        "pid": 40 + number,
        "content": f"<p>{words}</p>",
        "timestampISO": f"2026-11-0{number}T08:00:00.000Z",
        "editedISO": "",
        "deleted": 0,
        "upvotes": 3,
        "user": {"username": "wren_t", "selectedGroups": [{"userTitle": "Official"}]},
    } | changes


def topic(*posts: dict[str, Any], page_of: tuple[int, int] = (1, 1), **more: Any) -> dict[str, Any]:
    return {
        "tid": 7,
        "cid": 3,
        "title": "Rent &lt; tax",
        "titleRaw": "Rent < tax",
        "locked": 1,
        "category": {"cid": 3, "name": "Money &amp; bills"},
        "posts": list(posts),
        "pagination": {"currentPage": page_of[0], "pageCount": page_of[1]},
    } | more


def test_posts_are_read_with_groups_edits_and_votes() -> None:
    data = topic(
        post(1, "Whom?", editedISO="2026-11-03T08:00:00.000Z"),
        post(2, "x", deleted=1, content="[[topic:post-is-deleted]]"),
        page_of=(1, 2),
        isQuestion=1,
        isSolved=1,
        solvedPid="41",
    )
    thread = parse.thread_page(page(data, "/api/topic/7"), SITE, keep_names=True)
    first, second = thread.posts

    assert (thread.title, thread.board_name, thread.is_closed) == (
        "Rent < tax",
        "Money & bills",
        True,
    )
    assert (first.author_title, first.thanks, first.is_accepted) == ("Official", 3, True)
    assert first.edited_at == datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert (second.is_hidden, second.text) == (True, "")
    assert thread.is_solved
    assert thread.next_address == "https://forum.example/api/topic/7?page=2"


def test_a_card_in_place_of_an_address_reads_as_the_address() -> None:
    card = """See</p><p dir="auto"><div class="card link-preview p-0"><div class="card-body">
<h5 class="card-title"><a href="https://www.gov.uk/x">Apply</a></h5><p>Find out how.</p></div>
<a href="https://www.gov.uk/x" class="card-footer"><p>GOV.UK</p></a></div></p><p>and ask."""
    (found,) = parse.thread_page(page(topic(post(1, card))), SITE, keep_names=True).posts

    assert found.text == "See\n\nhttps://www.gov.uk/x\n\nand ask."


def test_categories_are_read_page_by_page() -> None:
    listed = {"categories": [], "pagination": {"currentPage": 1, "pageCount": 2}}
    pages = NodebbPages()
    second = "/api/categories?page=2"

    assert pages.more_boards(page(listed), SITE) == (f"{SITE.address}{second}",)
    assert pages.more_boards(page(listed, second), SITE) == ()
    assert pages.more_boards(page({"categories": []}), SITE) == ()


def test_a_post_from_another_site_has_its_address_for_a_number() -> None:
    data = topic(post(1, "x", pid="https://elsewhere.example/notes/5"))
    (found,) = parse.thread_page(page(data), SITE, keep_names=True).posts

    assert found.external_id == "https://elsewhere.example/notes/5"
    assert found.address == "https://forum.example/post/https%3A%2F%2Felsewhere.example%2Fnotes%2F5"


def test_a_page_carries_the_same_data() -> None:
    script = json.dumps(topic(post(1, "Whom?")))
    html = f'<script id="ajaxify-data" type="application/json">{script}</script>'

    assert (
        parse.thread_page(page(html, "/topic/7/x"), SITE, keep_names=True).posts[0].text == "Whom?"
    )


def test_a_page_without_data_is_read_by_its_markup() -> None:
    html = """<ul component="topic" data-tid="7"><li component="post" data-pid="41"
 data-timestamp="1793520000000" data-username="wren_t"><div component="post/content"><p>Whom?</p>
</div><span component="post/vote-count">3</span></li></ul><h1 component="topic/title">Rent</h1>"""
    thread = parse.thread_page(page(html, "/topic/7/x"), SITE, keep_names=True)
    (found,) = thread.posts

    assert (thread.external_id, thread.title) == ("7", "Rent")
    assert (found.external_id, found.author, found.thanks) == ("41", "wren_t", 3)


def test_categories_are_boards_and_links_elsewhere_are_none() -> None:
    below = {"cid": 5, "name": "Rent", "slug": "5/rent", "topic_count": 2, "post_count": 4}
    above = {
        "cid": 3,
        "name": "Money &amp; bills",
        "slug": "3/money",
        "topic_count": 12,
        "post_count": 30,
        "children": [below],
    }
    link = {"cid": 6, "name": "Shop", "slug": "6/shop", "link": "https://elsewhere.example"}
    boards = parse.boards(page({"categories": [above, link]}), SITE)

    assert [(board.external_id, board.name, board.slug, board.threads) for board in boards] == [
        ("3", "Money & bills", "money", 12),
        ("5", "Rent", "rent", 2),
    ]


def test_nodeinfo_counts_topics_as_posts_and_replies_as_comments() -> None:
    usage = {"users": {"total": "310", "activeMonth": 40}, "localPosts": "44", "localComments": 112}
    statistics = parse.statistics(page({"usage": usage}, "/nodeinfo/2.0"))

    assert {figure.kind: figure.value for figure in statistics.figures} == {
        "members": 310,
        "active_month": 40,
        "threads": 44,
        "posts": 156,
    }


@pytest.mark.parametrize("data", [{}, {"tid": 7, "title": "x", "posts": []}, {"posts": [{}]}, []])
def test_data_of_another_form_is_unreadable(data: Any) -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(data), SITE, keep_names=True)


def test_any_address_in_a_topic_leads_to_it() -> None:
    pages = NodebbPages()

    assert pages.thread_address(SITE, f"{SITE.address}/topic/7/rent/12").endswith("/api/topic/7")
    assert pages.thread_address(SITE, f"{SITE.address}/post/41").endswith("/post/41")
    assert pages.thread_address(SITE, f"{SITE.address}/user/wren") == ""


def test_versions_without_a_page_of_figures_are_counted_by_their_categories() -> None:
    data = {
        "categories": [
            {
                "cid": 1,
                "name": "Money",
                "topic_count": "6",
                "post_count": "53",
                "totalTopicCount": 7,
                "children": [{"cid": 2, "name": "Rent", "topic_count": 1, "post_count": 3}],
            },
            {"cid": 3, "name": "Our site", "link": "https://body.example/", "topic_count": 9},
        ]
    }
    threads, posts = parse.statistics(page(data, "/api/categories")).figures

    assert (threads.value, posts.value) == (7, 56)
    assert threads.sentence == "topic_count of 2 categories: 7"
    del data["categories"][0]["post_count"]
    assert [one.kind for one in parse.statistics(page(data)).figures] == ["threads"]


def test_who_is_quoted_above_a_block_is_left_out_with_the_quotation() -> None:
    words = (
        '<a class="plugin-mentions-a" href="/uid/2">@wren_t</a> said in <a href="/post/41">Rent'
        "</a>:</p><blockquote><p>Whom?</p></blockquote><p>The council.</p>"
        "<blockquote><p>A line of the law.</p></blockquote><p>So it says."
    )
    data = topic(post(1, words))
    (shown,) = parse.thread_page(page(data), SITE, keep_names=False).posts
    (whole,) = parse.thread_page(page(data), SITE, keep_names=True).posts

    assert shown.text == "The council.\n\n> A line of the law.\n\nSo it says."
    assert "Whom?" in whole.text
