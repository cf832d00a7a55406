"""A thread that a forum says is gone, with status 200, is gone and not unreadable."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.mybb.client import mybb
from alongside.connectors.port import ForumSite, Gone, ThreadHeading, Unreadable
from alongside.connectors.removed import says_gone
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import play
from tests.connectors.answers import page

SITE = ForumSite("https://forum.example")
ADDRESS = "https://forum.example/showthread.php?tid=7"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HEADING = ThreadHeading("7", ADDRESS, "Council tax", "3", "Money", NOW, NOW, 0)


def whole(said: str) -> str:
    return f"<html><body><ul><li>Home</li><li>Search</li></ul><div>{said}</div></body></html>"


SAID = [
    "The specified thread does not exist.",
    "The requested topic does not exist.",
    "The topic or board you are looking for appears to be missing. This topic has been removed.",
    "Invalid Thread specified. If you followed a valid link, please notify the administrator",
    "No Thread specified.",
    "The thread you requested could not be found.",
    "Sorry, the discussion you were looking for no longer exists.",
    "Das Thema existiert nicht.",
    "Das gewünschte Thema wurde gelöscht.",
    "Le sujet que vous avez demandé n’existe pas.",
    "El tema solicitado no existe.",
]


@pytest.mark.parametrize("said", SAID)
def test_a_page_without_a_post_that_says_so_is_of_a_thread_that_is_gone(said: str) -> None:
    answer = Response(ADDRESS, 200, {"content-type": "text/html"}, whole(said).encode())

    with pytest.raises(Gone):
        play(mybb().read_thread(SITE, HEADING), {f"GET {ADDRESS}": answer})


@pytest.mark.parametrize(
    "said",
    [
        "Please sign in to read this.",
        "Checking your browser before you enter.",
        "You do not have permission to view this thread.",
        "The page does not exist in your language.",
        "There is no topic on this that I know of, and my question was never answered.",
    ],
)
def test_a_page_without_a_post_that_says_something_else_is_unreadable(said: str) -> None:
    answer = Response(ADDRESS, 200, {"content-type": "text/html"}, whole(said).encode())

    assert not says_gone(page(whole(said)))
    with pytest.raises(Unreadable) as raised:
        play(mybb().read_thread(SITE, HEADING), {f"GET {ADDRESS}": answer})
    assert not isinstance(raised.value, Gone)


def test_a_long_page_says_nothing_by_a_few_words_in_it() -> None:
    assert not says_gone(page(whole("The thread does not exist. " + "Something else. " * 2_000)))
