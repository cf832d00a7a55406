"""Lemmy's JSON, and the data in its pages."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.connectors.lemmy import parse
from alongside.connectors.lemmy.client import LemmyPages
from alongside.connectors.page import Page
from alongside.connectors.port import Unreadable
from tests.connectors.answers import SITE, page


def view(**changes: Any) -> dict[str, Any]:
    return {
        "post": {
            "id": 7,
            "name": "Council tax",
            "body": "Whom do I tell? [@ash@other.example](https://other.example/u/ash)",
            "published": "2026-11-01T08:00:00.123456Z",
            "locked": True,
        },
        "creator": {"name": "wren_t"},
        "community": {"id": 3, "name": "money", "title": "Money"},
        "counts": {"comments": 2, "upvotes": 5, "newest_comment_time": "2026-11-03T08:00:00Z"},
    } | changes


def comment(number: int, words: str, **changes: Any) -> dict[str, Any]:
    return {
        "comment": {"id": number, "content": words, "published": f"2026-11-02T0{number}:00:00Z"}
        | changes,
        "creator": {"name": "ash"},
        "counts": {"upvotes": number},
    }


def test_the_post_comes_first_and_leads_to_its_comments() -> None:
    thread = parse.thread_page(
        page({"post_view": view()}, "/api/v3/post?id=7"), SITE, keep_names=False
    )
    (post,) = thread.posts

    assert (thread.external_id, thread.title, thread.board_name, thread.is_closed) == (
        "7",
        "Council tax",
        "Money",
        True,
    )
    assert (post.external_id, post.thanks, post.text) == ("post-7", 5, "Whom do I tell? @member")
    assert thread.next_address == (
        "https://forum.example/api/v3/comment/list?post_id=7&type_=All&sort=Old&limit=50&page=1"
    )


def test_comments_come_fifty_a_page() -> None:
    full = [comment(number % 10, "x") for number in range(50)]
    address = "/api/v3/comment/list?post_id=7&type_=All&sort=Old&limit=50&page=1"

    first = parse.thread_page(page({"comments": full}, address), SITE, keep_names=True)
    last = parse.thread_page(page({"comments": full[:3]}, address), SITE, keep_names=True)
    none = parse.thread_page(page({"comments": []}, address), SITE, keep_names=True)

    assert first.next_address.endswith("&page=2")
    assert (last.next_address, last.external_id) == ("", "7")
    assert (none.posts, none.events) == ((), 1)


def test_a_removed_comment_keeps_its_place_and_edits_are_told() -> None:
    data = {
        "comments": [
            comment(1, "x", removed=True),
            comment(2, "**Ask** @wren@a.example", updated="2026-11-04T08:00:00Z"),
        ]
    }
    address = "/api/v3/comment/list?post_id=7&page=1"
    removed, edited = parse.thread_page(page(data, address), SITE, keep_names=False).posts

    assert (removed.is_hidden, removed.text) == (True, "")
    assert (edited.text, edited.edited_at) == (
        "Ask @member",
        datetime(2026, 11, 4, 8, tzinfo=UTC),
    )


def test_the_page_for_browsers_carries_both() -> None:
    data = {
        "routeData": {
            "postRes": {"data": {"post_view": view()}},
            "commentsRes": {"data": {"comments": [comment(1, "The council.")]}},
        },
        "x": "UNDEFINED",
    }
    script = json.dumps(data).replace('"UNDEFINED"', "undefined").replace(": ", ":")
    html = f"<script>window.isoData = {script}; if (1) {{}}</script>"
    thread = parse.thread_page(page(html, "/post/7"), SITE, keep_names=True)

    assert [post.external_id for post in thread.posts] == ["post-7", "1"]
    assert thread.next_address == ""


def test_a_list_leads_on_by_its_cursor() -> None:
    listed = {"posts": [view()], "next_page": "P1a2b3"}
    board = parse.board_page(page(listed, "/api/v3/post/list?community_id=3"), SITE, board_id="3")
    (line,) = board.lines

    assert (line.replies, line.is_closed) == (2, True)
    assert line.last_post is not None
    assert line.last_post.at == datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert board.next_address.endswith("community_id=3&page_cursor=P1a2b3")


def test_communities_are_boards_and_the_site_tells_its_figures() -> None:
    entry = {
        "community": {"id": 3, "name": "money", "title": "Money"},
        "counts": {"posts": 12, "comments": 30},
    }
    (board,) = parse.boards(page({"communities": [entry]}), SITE)
    counts = {"users": 310, "posts": 12, "comments": 30, "users_active_month": 40}
    statistics = parse.statistics(page({"site_view": {"counts": counts}}))

    assert (board.external_id, board.name, board.threads, board.posts) == ("3", "Money", 12, 42)
    assert statistics.value("members") == 310


def test_communities_are_read_fifty_at_a_time() -> None:
    def listed(count: int) -> Page:
        return page(
            {
                "communities": [
                    {"community": {"id": number, "name": "x"}, "counts": {}}
                    for number in range(1, count + 1)
                ]
            }
        )

    (address,) = LemmyPages().more_boards(listed(50), SITE)

    assert address.startswith(f"{SITE.address}/api/v3/community/list?")
    assert address.endswith("&page=2")
    assert LemmyPages().more_boards(listed(49), SITE) == ()


@pytest.mark.parametrize("data", [{}, {"post_view": {}}, {"comments": {}}, []])
def test_data_of_another_form_is_unreadable(data: Any) -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(data), SITE, keep_names=True)


def test_a_page_without_data_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<script>window.isoData = {broken</script>"), SITE, keep_names=True)


def test_a_post_s_address_leads_to_its_answer() -> None:
    assert LemmyPages().thread_address(SITE, f"{SITE.address}/post/7") == (
        f"{SITE.address}/api/v3/post?id=7"
    )
