"""The Misago reader over captured pages of a real forum, with every fact its index expects.

The captures lie beside the repository, in `shared/data/forum-captures`, and are not part of
it; without them these tests are skipped.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alongside.connectors.misago import parse
from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.port import (
    Credential,
    ForumSite,
    Refused,
    Thread,
    ThreadHeading,
    TryLater,
)
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import Answer, play

CAPTURES = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "forum-captures" / "misago-0.39.6"
)
pytestmark = pytest.mark.skipif(
    not (CAPTURES / "index.json").exists(),
    reason="the captures of real forums (shared/data/forum-captures) are not beside the project",
)
MISAGO = MisagoConnector()


@pytest.fixture(scope="module")
def index() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CAPTURES / "index.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def site(index: dict[str, Any]) -> ForumSite:
    return ForumSite(index["base_url"])


def captured(file: dict[str, Any]) -> Response:
    return Response(
        url=file["url"],
        status=file["status"],
        headers={"content-type": file["content_type"]},
        body=(CAPTURES / file["file"]).read_bytes(),
        cookies={"csrftoken": "a"},
    )


def html_pages(index: dict[str, Any]) -> dict[str, Answer]:
    return {
        f"GET {file['url']}": captured(file)
        for file in index["files"]
        if file["file"].endswith(".html")
    }


def thread_files(index: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for file in index["files"]:
        if file["file"].startswith("thread-") and file["file"].endswith(".html"):
            yield file


def read_thread(site: ForumSite, index: dict[str, Any], address: str, number: int) -> Thread:
    past = datetime(2026, 1, 1, tzinfo=UTC)
    heading = ThreadHeading(str(number), address, "", "", "", past, past, 0)
    return play(MISAGO.read_thread(site, heading), html_pages(index))


def thread_number(index: dict[str, Any], expected: dict[str, Any]) -> int:
    return int(index["ids"][expected["thread_index"]]["thread_id"])


def test_the_boards_and_their_figures_are_the_expected_ones(
    index: dict[str, Any], site: ForumSite
) -> None:
    boards = play(MISAGO.read_boards(site), html_pages(index))

    filled = [board for board in boards if board.threads]
    assert [(b.name, b.slug, b.threads, b.posts) for b in filled] == [
        (b["name"], b["slug"], b["threads"], b["posts"]) for b in index["facts"]["boards"]
    ]
    assert sum(board.threads or 0 for board in boards) == index["facts"]["threads"]
    assert sum(board.posts or 0 for board in boards) == index["facts"]["posts"]


def test_each_captured_page_of_a_thread_holds_the_expected_posts(
    index: dict[str, Any], site: ForumSite
) -> None:
    seen = 0
    for file in thread_files(index):
        expected = file["expected"]
        page = parse.thread_page_from(captured(file), site, keep_names=False)

        assert page.heading.title == expected["title"]
        assert page.heading.board_name == expected["board"]
        assert page.heading.replies == expected["replies"]
        assert page.heading.is_closed == expected["locked"]
        assert page.heading.external_id == str(thread_number(index, expected))
        assert page.count == expected["total_posts"]
        assert [post.external_id for post in page.posts] == [
            str(post["id"]) for post in expected["posts"]
        ]
        for post, fact in zip(page.posts, expected["posts"], strict=True):
            assert post.author == fact["author"]
            assert post.posted_at == datetime.fromisoformat(fact["time_utc"])
            assert " ".join(post.text.split()).startswith(fact["text_starts"].strip())
            seen += 1
    assert seen == 5 + 18 + 18 + 3 + 5


def test_each_captured_thread_is_read_whole(index: dict[str, Any], site: ForumSite) -> None:
    for file in thread_files(index):
        expected = file["expected"]
        number = thread_number(index, expected)

        thread = read_thread(site, index, file["url"], number)

        ids = index["ids"][expected["thread_index"]]["post_ids"]
        assert [int(post.external_id) for post in thread.posts] == ids
        assert len(thread.posts) == expected["total_posts"]


def test_the_threads_of_the_board_are_the_ones_the_interface_lists(
    index: dict[str, Any], site: ForumSite
) -> None:
    listed = json.loads((CAPTURES / "api-threads-category.json").read_text(encoding="utf-8"))
    first_page = [entry for entry in listed["results"] if entry["category"] == 4]

    found = play(
        MISAGO.read_new_threads(site, board_id="4", board_slug="student-finance", since=None),
        html_pages(index),
    )

    assert {heading.external_id for heading in found} == {str(entry["id"]) for entry in first_page}
    assert [heading.asked_at for heading in found] == sorted(
        datetime.fromisoformat(entry["started_on"]) for entry in first_page
    )
    assert {heading.board_name for heading in found} == {"Student finance"}


def test_only_the_threads_since_the_last_visit_are_new(
    index: dict[str, Any], site: ForumSite
) -> None:
    since = datetime(2026, 11, 14, 23, 16, tzinfo=UTC)  # thread 40 was started then

    found = play(
        MISAGO.read_new_threads(site, board_id="4", board_slug="student-finance", since=since),
        html_pages(index),
    )

    assert [heading.external_id for heading in found] == ["41", "42", "43"]


def test_a_reply_posted_by_the_probe_is_understood_and_found(
    index: dict[str, Any], site: ForumSite
) -> None:
    probe = json.loads((CAPTURES / "writes.json").read_text(encoding="utf-8"))
    files = {file["file"]: file for file in probe["files"]}
    receipt = parse.receipt_from(captured(files["after-write-1-reply.json"]), site)
    edited = files["after-write-2-edited.html"]

    sighting = play(
        MISAGO.find_reply(
            site,
            thread_address=receipt.address,
            text=edited["expected"]["text"],
            account=index["accounts"]["official"],
        ),
        {f"GET {edited['url']}": captured(edited)},
    )

    assert not receipt.is_held
    assert sighting is not None
    assert (sighting.external_id, sighting.address) == (receipt.external_id, receipt.address)


def test_the_captured_refusals_mean_what_they_should(
    index: dict[str, Any], site: ForumSite
) -> None:
    probe = json.loads((CAPTURES / "writes.json").read_text(encoding="utf-8"))
    (flood,) = (file for file in probe["files"] if file["file"] == "after-write-7-flood.json")
    (guest,) = (file for file in index["files"] if file["file"] == "api-post-403.json")
    thread = next(thread_files(index))
    signed_in = Response(site.address, 200, {}, b'{"id": 3}')

    for refusal, outcome in ((flood, TryLater), (guest, Refused)):
        before = [html_pages(index)[f"GET {thread['url']}"], signed_in, captured(refusal)]
        with pytest.raises(outcome):
            play(
                MISAGO.post_reply(
                    site, credential=Credential("AldmereOfficial", "-"), thread_id="3", text="Hello"
                ),
                before,
            )
