"""A thread of which only an address is known is read whole, from its first page on."""

from typing import Any

import pytest

from alongside.connectors.port import Connector, Gone, Refused, Thread, Unreadable
from alongside.connectors.registry import CONNECTORS
from alongside.connectors.seeking import read_thread_at
from alongside.fetching.messages import Response
from tests.connectors.answers import SITE, answer
from tests.connectors.vanilla.test_vanilla import THREAD
from tests.factories.register import NOON

LAST_PAGE = THREAD.partition('<div class="Pager">')[0]


def played(
    connector: Connector, address: str, pages: dict[str, Response], thread_id: str = "?"
) -> tuple[Thread, list[str]]:
    """Plays the pages by their path; what was read, and which paths were asked for."""
    asked = []
    conversation = read_thread_at(connector, SITE, address=address, thread_id=thread_id, at=NOON)
    reply: Any = None
    while True:
        try:
            request = conversation.send(reply)
        except StopIteration as end:
            return end.value, asked
        path = request.url.removeprefix(SITE.address)
        asked.append(path)
        reply = pages.get(path) or Response(
            url=request.url, status=404, headers={"content-type": "text/html"}, body=b""
        )


def test_a_thread_known_by_its_number_is_read_at_once() -> None:
    pages = {"/discussion/7/x": answer(LAST_PAGE, "/discussion/7/council-tax")}

    thread, asked = played(
        CONNECTORS["vanilla"], f"{SITE.address}/discussion/7", pages, thread_id="7"
    )

    assert asked == ["/discussion/7/x"]
    assert (thread.heading.external_id, thread.heading.title) == ("7", "Council tax")
    assert thread.heading.address == f"{SITE.address}/discussion/7"
    assert len(thread.posts) == 2


def test_around_a_comment_stands_its_thread_which_is_read_from_its_beginning() -> None:
    pages = {
        "/discussion/comment/42": answer(LAST_PAGE, "/discussion/7/council-tax/p3"),
        "/discussion/7/x": answer(LAST_PAGE, "/discussion/7/council-tax"),
    }

    thread, asked = played(CONNECTORS["vanilla"], f"{SITE.address}/discussion/comment/42", pages)

    assert asked == ["/discussion/comment/42", "/discussion/7/x"]
    assert thread.heading.external_id == "7"
    assert thread.heading.address == f"{SITE.address}/discussion/7/x"


def test_a_time_that_no_page_tells_is_that_of_whoever_pointed() -> None:
    page = answer(LAST_PAGE.replace("<time datetime", "<b data-x"), "/discussion/7/council-tax")

    thread, _ = played(
        CONNECTORS["vanilla"],
        f"{SITE.address}/discussion/7",
        {"/discussion/7/x": page},
        thread_id="7",
    )

    assert thread.heading.asked_at == NOON


def test_another_thread_than_the_one_pointed_at_is_never_taken_for_it() -> None:
    pages = {"/discussion/8/x": answer(LAST_PAGE, "/discussion/7/council-tax")}

    with pytest.raises(Unreadable, match="another thread"):
        played(CONNECTORS["vanilla"], f"{SITE.address}/discussion/8", pages, thread_id="8")


def test_a_comment_that_is_gone_is_gone() -> None:
    with pytest.raises(Gone):
        played(CONNECTORS["vanilla"], f"{SITE.address}/discussion/comment/42", {})


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/discussion/comment/42", f"{SITE.address}/categories"]
)
def test_an_address_of_no_thread_here_asks_for_nothing(address: str) -> None:
    with pytest.raises(Refused):
        played(CONNECTORS["vanilla"], address, {})
