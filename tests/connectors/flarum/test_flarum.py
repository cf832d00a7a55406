"""Flarum's documents, from the interface and inside its pages."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.connectors.flarum import parse
from alongside.connectors.flarum.client import FlarumPages
from alongside.connectors.port import Refused, Unreadable
from tests.connectors.answers import SITE, page

TAG = {
    "type": "tags",
    "id": "3",
    "attributes": {"name": "Money", "slug": "money", "discussionCount": 12, "position": 0},
}


def refers(kind: str, *ids: str) -> dict[str, Any]:
    return {"data": [{"type": kind, "id": one} for one in ids]}


def post(number: int, words: str, **changes: Any) -> dict[str, Any]:
    return {
        "type": "posts",
        "id": str(40 + number),
        "attributes": {
            "number": number,
            "createdAt": f"2026-11-0{number}T08:00:00+00:00",
            "contentType": "comment",
            "contentHtml": f"<p>{words}</p>",
            "isApproved": True,
            "likesCount": 2,
        }
        | changes,
        "relationships": {
            "user": {"data": {"type": "users", "id": "9"}},
            "discussion": {"data": {"type": "discussions", "id": "7"}},
        },
    }


def discussion(*posts: dict[str, Any], ids: int | None = None, **changes: Any) -> dict[str, Any]:
    listed = [entry["id"] for entry in posts]
    listed += [str(900 + extra) for extra in range((ids or len(posts)) - len(posts))]
    author = {
        "type": "users",
        "id": "9",
        "attributes": {"username": "wren_t"},
        "relationships": {"groups": refers("groups", "5")},
    }
    group = {"type": "groups", "id": "5", "attributes": {"nameSingular": "Official"}}
    return {
        "data": {
            "type": "discussions",
            "id": "7",
            "attributes": {"title": "Council tax", "isLocked": True, "hasBestAnswer": 42} | changes,
            "relationships": {"posts": refers("posts", *listed), "tags": refers("tags", "3")},
        },
        "included": [*posts, author, group, TAG],
    }


def test_posts_are_read_with_groups_edits_and_the_best_answer() -> None:
    document = discussion(
        post(1, "Whom do I tell?", editedAt="2026-11-03T08:00:00+00:00"),
        post(2, '<a class="UserMention">@wren_t</a>, your council.'),
        post(3, "", contentType="discussionLocked"),
    )
    thread = parse.thread_page(page(document, "/api/discussions/7"), SITE, keep_names=False)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.board_name) == (
        "7",
        "Council tax",
        "money",
        "Money",
    )
    assert (thread.is_closed, thread.is_solved, thread.events) == (True, True, 1)
    assert first.edited_at == datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert (first.author_title, first.thanks) == ("Official", 2)
    assert second.is_accepted
    assert second.text == "@member, your council."


@pytest.mark.parametrize(
    "changes", [{"isApproved": False}, {"isHidden": True}, {"contentHtml": None}]
)
def test_a_post_that_waits_or_was_hidden_is_marked(changes: dict[str, Any]) -> None:
    document = discussion(post(1, "x", **changes))

    assert parse.thread_page(page(document), SITE, keep_names=True).posts[0].is_hidden


def test_a_page_carries_the_same_document_and_leads_to_the_next() -> None:
    document = discussion(*(post(n, "x") for n in range(1, 10)), ids=25)
    payload = json.dumps({"resources": [TAG], "apiDocument": document})
    html = f'<script id="flarum-json-payload" type="application/json">{payload}</script>'

    first = parse.thread_page(page(html, "/d/7-council-tax"), SITE, keep_names=True)
    last = parse.thread_page(page(html, "/d/7?page=2"), SITE, keep_names=True)

    assert (first.next_address, last.next_address) == ("https://forum.example/d/7?page=2", "")
    assert first.pages == 2


def test_the_tags_are_the_boards_and_add_up_to_the_threads() -> None:
    below = {"type": "tags", "id": "4", "attributes": TAG["attributes"] | {"isChild": True}}  # type: ignore[operator]
    answer = page({"data": [TAG, below]}, "/api/tags")

    board = parse.boards(answer, SITE)[0]
    assert (board.external_id, board.name, board.threads) == ("money", "Money", 12)
    assert parse.statistics(answer).value("threads") == 12


def test_a_list_leads_on_by_its_own_link() -> None:
    listed = {
        "links": {"next": "https://forum.example/api/discussions?page[offset]=20"},
        "data": [
            {
                "type": "discussions",
                "id": "7",
                "attributes": {
                    "title": "Council tax",
                    "commentCount": 5,
                    "createdAt": "2026-11-01T08:00:00+00:00",
                    "lastPostedAt": "2026-11-20T08:00:00+00:00",
                    "isSticky": True,
                },
                "relationships": {"tags": refers("tags", "3")},
            }
        ],
        "included": [TAG],
    }
    board = parse.board_page(page(listed, "/api/discussions"), SITE, board_id="money")
    (line,) = board.lines

    assert (line.replies, line.is_pinned, line.board_id) == (4, True, "money")
    assert line.address == "https://forum.example/d/7"
    assert board.next_address.endswith("page[offset]=20")


def test_a_way_out_of_the_forum_is_not_taken() -> None:
    listed = {"links": {"next": "https://elsewhere.example/api"}, "data": []}

    assert parse.board_page(page(listed), SITE, board_id="3").next_address == ""


@pytest.mark.parametrize("data", [{}, {"data": None}, {"data": [{"type": "posts"}]}, {"data": {}}])
def test_data_of_another_form_is_unreadable(data: Any) -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(data), SITE, keep_names=True)


def test_a_tag_s_word_is_part_of_the_address() -> None:
    with pytest.raises(Refused):
        FlarumPages().board_address(SITE, board_id="money&sort=x", board_slug="")
    assert (
        FlarumPages()
        .board_address(SITE, board_id="money", board_slug="")
        .endswith("/api/discussions?filter[tag]=money&sort=-lastPostedAt")
    )
