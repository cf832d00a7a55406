"""The conversations with a forum of unknown make."""

from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.connectors.generic.client import GenericConnector
from alongside.connectors.port import Refused, ThreadHeading, Unreadable
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.generic.invented import LATER, POSTS, SITE, THREAD, in_boxes, page, whole
from tests.connectors.generic.test_lists import BOARD, RSS, listing

GENERIC = GenericConnector()
HEADING = ThreadHeading(
    "/topic/41-heating-allowance", THREAD, "Heating", "/board/heat", "Heat",
    datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), 0,
)  # fmt: skip


def answers(**pages: str) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for path, html in pages.items():
        url = path.replace("THREAD", THREAD).replace("BOARD", BOARD)
        found[f"GET {url}"] = page(html, url=url).response
    return found


def read(pages: dict[str, Answer]) -> Any:
    return play(GENERIC.read_thread(SITE, HEADING), pages)


def test_a_front_page_that_leads_to_the_forum_is_followed_one_step() -> None:
    front = whole("<p><a href='/'>Home</a> <a href='/talk'>Forum</a></p>", title="The Hearth")
    pages = {
        f"GET {url}": page(html, url=url).response
        for url, html in (
            ("https://forum.example/", front),
            ("https://forum.example/talk", whole(listing(), title="Talk")),
        )
    }

    (board,) = play(GENERIC.read_boards(SITE), pages)

    assert (board.name, board.slug) == ("Talk", "/talk")


def test_a_front_page_that_lists_news_does_not_stand_for_the_forum() -> None:
    news = "".join(
        f"<li><a href='/news/{n}-what-is-new'>What is new in part {n} of the town</a> {n + 1} March"
        " 2026</li>"
        for n in range(5)
    )
    front = whole(f"<p><a href='/talk'>Forum</a></p><ul>{news}</ul>", title="The Hearth")
    pages = {
        f"GET {url}": page(html, url=url).response
        for url, html in (
            ("https://forum.example/", front),
            ("https://forum.example/talk", whole(listing(), title="Talk")),
        )
    }

    (board,) = play(GENERIC.read_boards(SITE), pages)

    assert (board.name, board.slug) == ("Talk", "/talk")


def test_a_front_page_that_leads_to_no_forum_is_unreadable() -> None:
    front = page(whole("<p><a href='/shop'>Shop</a></p>"), url="https://forum.example/")

    with pytest.raises(Unreadable):
        play(GENERIC.read_boards(SITE), {"GET https://forum.example/": front.response})


def test_a_thread_is_read_page_by_page_until_the_last() -> None:
    following = "<p class=pagination><a href='/topic/41-heating-allowance?page=2'>Next</a></p>"
    second = in_boxes(POSTS[2:]).replace("90", "91")

    thread = read(
        answers(
            **{"THREAD": whole(in_boxes(POSTS[:2]) + following), "THREAD?page=2": whole(second)}
        )
    )

    assert [post.author for post in thread.posts] == ["robin_w", "kestrel", "robin_w", "marram"]
    assert thread.heading.replies == 3
    assert thread.heading.last_post_at == datetime(2026, 3, 11, 20, 30, tzinfo=UTC)


def test_pages_that_lead_in_a_circle_are_no_thread() -> None:
    circle = "<a href='/topic/41-heating-allowance?page={}'>Next</a>"

    with pytest.raises(Unreadable, match="circle"):
        read(
            answers(
                **{
                    "THREAD": whole(in_boxes(POSTS[:2]) + circle.format(2)),
                    "THREAD?page=2": whole(in_boxes(POSTS[:2]) + circle.format(3)),
                    "THREAD?page=3": whole(in_boxes(POSTS[:2]) + circle.format(4)),
                }
            )
        )


def test_a_board_is_read_by_its_list() -> None:
    headings = play(
        GENERIC.read_new_threads(SITE, board_id="/board/heat", board_slug="", since=None),
        answers(BOARD=whole(listing())),
    )

    assert [heading.external_id for heading in headings] == [f"/topic/{n}-t" for n in range(40, 44)]


def test_a_board_whose_list_cannot_be_read_is_read_by_its_feed() -> None:
    app = (
        "<html><head><link rel=alternate type='application/rss+xml' href='/board/heat.rss'></head>"
        "<body><div id=app></div></body></html>"
    )
    pages = answers(BOARD=app)
    pages[f"GET {BOARD}.rss"] = Response(
        f"{BOARD}.rss", 200, {"content-type": "application/rss+xml"}, RSS.encode()
    )

    (heading,) = play(
        GENERIC.read_new_threads(SITE, board_id="/board/heat", board_slug="", since=None), pages
    )

    assert heading.title == "Damp in the north room"
    assert heading.asked_at == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_board_with_neither_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        play(
            GENERIC.read_new_threads(SITE, board_id="/board/heat", board_slug="", since=None),
            answers(BOARD="<html><body><div id=app></div></body></html>"),
        )


@pytest.mark.parametrize("board_id", ["https://other.example/", "//other.example/", "board", ""])
def test_a_board_outside_the_forum_is_refused_unvisited(board_id: str) -> None:
    with pytest.raises(Refused):
        play(
            GENERIC.read_new_threads(SITE, board_id=board_id, board_slug="", since=None),
            answers(BOARD=whole(listing())),
        )


def test_a_reply_on_a_later_page_is_found_from_the_threads_address() -> None:
    following = "<a rel=next href='/topic/41-heating-allowance?page=2'>Next</a>"
    pages = answers(
        **{
            "THREAD": whole(in_boxes(POSTS[:2]) + following),
            "THREAD?page=2": whole(in_boxes((LATER,))),
        }
    )
    text = "We had the same. Things to send:\n\n- the new address\n- her number"

    sighting = play(
        GENERIC.find_reply(SITE, thread_address=THREAD, text=text, account="marram"), pages
    )

    assert sighting is not None
    assert sighting.address == f"{THREAD}?page=2"
