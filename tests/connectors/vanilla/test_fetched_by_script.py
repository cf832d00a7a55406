"""Discussions whose pages hold no post, as the hosted product's newer layouts write them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.connectors import past
from alongside.connectors.pages import ThreadLine
from alongside.connectors.port import Gone, Thread, ThreadHeading, Unreadable
from alongside.connectors.vanilla.client import vanilla
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import play
from tests.connectors.answers import SITE, answer

PAGE = "/discussion/7/x"
DISCUSSION = "/api/v2/discussions/7?expand=insertUser"
COMMENTS = "/api/v2/comments?discussionID=7&expand=insertUser&limit=100"
FROM_THE_END = f"{COMMENTS}&sort=-dateInserted"
MORNING = datetime(2026, 11, 1, 8, tzinfo=UTC)

# What a search engine is given stands there, without times and numbers.
LAYOUT = """<html><head><link rel="canonical" href="https://forum.example/discussion/7/tax/p1">
</head><body><div id="app"><h1>Council tax</h1><div class="userContent">Whom do I tell?</div></div>
<script>window.__ACTIONS__ = []</script></body></html>"""


def asked(**changed: Any) -> dict[str, Any]:
    return {
        "discussionID": 7,
        "type": "discussion",
        "name": "Council tax &amp; rent",
        "body": "<p>Whom do I tell?</p>",
        "categoryID": 3,
        "dateInserted": "2026-11-01T08:00:00+00:00",
        "dateUpdated": None,
        "insertUserID": 5,
        "insertUser": {"userID": 5, "name": "wren_t", "url": "…", "photoUrl": "…"},
        "countComments": 2,
        "closed": False,
        "pinned": False,
        "attributes": {"question": {"status": "accepted"}},
    } | changed


def comment(number: int, body: str, **changed: Any) -> dict[str, Any]:
    return {
        "commentID": number,
        "discussionID": 7,
        "body": body,
        "dateInserted": f"2026-11-02T08:{number}:00+00:00",
        "dateUpdated": None,
        "insertUser": {"userID": 9, "name": "Borough", "title": "Council"},
        "attributes": {},
    } | changed


def read(answers: dict[str, Response]) -> Thread:
    heading = ThreadHeading(
        external_id="7",
        address=f"{SITE.address}{PAGE}",
        title="x",
        board_id="3",
        board_name="",
        asked_at=MORNING,
        last_post_at=MORNING,
        replies=None,
    )
    return play(vanilla().read_thread(SITE, heading), recorded(answers))


def recorded(answers: dict[str, Response]) -> dict[str, Response]:
    return {f"GET {SITE.address}{path}": given for path, given in answers.items()}


def test_a_discussion_whose_page_holds_no_post_is_read_by_the_interface() -> None:
    more = f'<{SITE.address}{COMMENTS}&page=2>; rel="next"'
    thread = read(
        {
            PAGE: answer(LAYOUT, PAGE),
            DISCUSSION: answer(asked(), DISCUSSION),
            COMMENTS: answer([comment(41, "<p>Me too, @wren_t.</p>")], COMMENTS, link=more),
            f"{COMMENTS}&page=2": answer(
                [
                    comment(
                        42,
                        '<blockquote class="UserQuote">Whom?</blockquote><p>Your council.</p>',
                        dateUpdated="2026-11-03T08:00:00+00:00",
                        attributes={"answer": {"status": "accepted"}},
                    )
                ],
                f"{COMMENTS}&page=2",
            ),
        }
    )
    first, second, third = thread.posts

    assert (thread.heading.title, thread.heading.board_id) == ("Council tax & rent", "3")
    assert (thread.heading.replies, thread.heading.is_solved) == (2, True)
    assert (first.external_id, first.author, first.posted_at) == ("discussion-7", "wren_t", MORNING)
    assert first.text == "Whom do I tell?"
    assert (second.external_id, second.author_title) == ("41", "Council")
    assert (third.text, third.is_accepted, third.is_edited) == ("Your council.", True, True)
    assert third.address == "https://forum.example/discussion/comment/42#Comment_42"


def test_a_list_of_comments_may_be_shorter_than_the_discussion_counts() -> None:
    answers = {
        PAGE: answer(LAYOUT, PAGE),
        DISCUSSION: answer(asked(countComments=1), DISCUSSION),
        COMMENTS: answer([], COMMENTS),
    }

    assert len(read(answers).posts) == 1


def test_a_discussion_without_a_comment_is_asked_for_none() -> None:
    answers = {
        PAGE: answer(LAYOUT, PAGE),
        DISCUSSION: answer(asked(countComments=0), DISCUSSION),
    }

    assert len(read(answers).posts) == 1


def test_a_page_that_names_no_discussion_leads_to_no_interface() -> None:
    with pytest.raises(Unreadable, match="without a readable post"):
        read({PAGE: answer("<html><body>Please wait</body></html>", PAGE)})
    with pytest.raises(Gone):
        read({PAGE: answer("<h1>The discussion you requested does not exist.</h1>", PAGE)})


def test_an_interface_that_answers_with_the_page_again_is_not_asked_twice() -> None:
    answers = {PAGE: answer(LAYOUT, PAGE), DISCUSSION: answer(LAYOUT, DISCUSSION)}

    with pytest.raises(Unreadable):
        read(answers)


def test_a_reply_of_ours_is_found_among_the_newest_comments() -> None:
    answers = {
        PAGE: answer(LAYOUT, PAGE),
        DISCUSSION: answer(asked(), DISCUSSION),
        FROM_THE_END: answer([comment(42, "<p>Your council.</p>")], FROM_THE_END),
    }
    found = play(
        vanilla().find_reply(
            SITE, thread_address=f"{SITE.address}{PAGE}", text="Your council.", account="Borough"
        ),
        recorded(answers),
    )

    assert found is not None
    assert found.address == "https://forum.example/discussion/comment/42#Comment_42"


def test_such_a_discussion_is_counted_up_to_its_first_answer() -> None:
    line = ThreadLine(external_id="7", address=f"{SITE.address}{PAGE}", title="x")
    answers = {
        PAGE: answer(LAYOUT, PAGE),
        DISCUSSION: answer(asked(), DISCUSSION),
        COMMENTS: answer([comment(41, "<p>Your council.</p>")], COMMENTS),
    }
    posts = play(past.read_to_first_answer(vanilla(), SITE, line), recorded(answers))

    assert [post.author for post in posts] == ["wren_t", "Borough"]
