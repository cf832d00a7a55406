"""What the workspace says of a thread that was looked at again: queue, question, draft, reading."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.audit import actions as audit
from tests.factories import HOUR, NOON, Line, ThreadReadingFactory, line
from tests.interfaces.test_workspace import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def whole() -> Line:
    return line()


def see(whole: Line, **values: object) -> None:
    """The thread of the question was looked at, and this was seen."""
    whole.enquiry.seen = ThreadReadingFactory(
        forum=whole.forum, thread_id=whole.enquiry.thread_id, looked_at=True, **values
    )
    whole.enquiry.save()


def words_of(client: Client, name: str, *args: str, select: str = "main") -> str:
    page = LexborHTMLParser(client.get(reverse(f"workspace:{name}", args=args)).content)
    return " ".join(" ".join(node.text(separator=" ") for node in page.css(select)).split())


def question(whole: Line, select: str = "main") -> str:
    return words_of(browser_of(whole.adviser), "enquiry", whole.enquiry.public_id, select=select)


def test_the_page_of_a_question_says_what_was_seen_since(whole: Line) -> None:
    see(
        whole,
        members_who_replied=3,
        replied_at=NOON - 10 * MINUTE,
        solved_at=NOON - 10 * MINUTE,
        closed_at=NOON - 10 * MINUTE,
        official_replied_at=NOON - 10 * MINUTE,
        moved_at=NOON - 10 * MINUTE,
    )

    said = question(whole)

    assert "No member had replied when it was read first" in said
    assert "3 members have replied by now, seen 10 minutes ago" in said
    assert "Marked as solved in the forum, seen 10 minutes ago" in said
    assert "Closed to further posts" in said
    assert "An official account has answered" in said
    assert "moved to the board “Sick pay”" in said
    assert "Last looked at 30 minutes ago" in said
    assert "Looked at again today at 14:00" in said


def test_where_nothing_new_was_seen_the_page_says_so(whole: Line) -> None:
    see(whole)

    assert "Nothing new was seen in the thread." in question(whole)


def test_a_question_that_is_not_followed_says_so(whole: Line) -> None:
    assert "The thread is not looked at again by machine." in question(whole)


def test_a_look_that_failed_is_told_with_its_reason(whole: Line) -> None:
    see(whole, problem="The forum is busy.")

    assert "The last look failed: The forum is busy." in question(whole)


def test_a_draft_in_hand_says_what_came_since_it_was_saved_and_nothing_older(whole: Line) -> None:
    whole.reply(saved_at=NOON - HOUR)
    see(whole, changed_at=NOON - 5 * MINUTE, solved_at=NOON - 2 * HOUR)

    said = question(whole, ".seen-since")

    assert "Since this draft was saved" in said
    assert "The question was changed, seen 5 minutes ago" in said
    assert "solved" not in said


def test_a_draft_in_hand_with_nothing_new_is_left_in_peace(whole: Line) -> None:
    whole.reply(saved_at=NOON - HOUR)
    see(whole, changed_at=NOON - 2 * HOUR)

    assert question(whole, ".seen-since") == ""


def test_the_second_reader_sees_what_came_since_the_answer_was_written(whole: Line) -> None:
    reply = whole.reply(in_review=True, saved_at=NOON - HOUR)
    see(whole, members_who_replied=1, replied_at=NOON - 5 * MINUTE)

    said = words_of(browser_of(whole.reader), "reply", reply.public_id, select=".seen-since")

    assert "Since this answer was written" in said
    assert "1 member has replied by now" in said


def test_the_queue_says_in_few_words_what_was_seen(whole: Line) -> None:
    see(
        whole,
        members_who_replied=2,
        solved_at=NOON,
        official_replied_at=NOON,
        changed_at=NOON,
        closed_at=NOON,
    )

    said = words_of(browser_of(whole.adviser), "queue", select=".queue__facts")

    assert "2 members have replied · marked as solved · an official account has answered" in said
    assert "the question was changed · closed to further posts" in said


def test_a_question_that_has_gone_is_to_be_set_aside_and_cannot_be_answered(whole: Line) -> None:
    whole.enquiry.title, whole.enquiry.excerpt = "", ""
    whole.reply(text="What I wrote so far.")
    see(whole, gone_at=NOON - MINUTE)
    browser = browser_of(whole.adviser)

    queue = words_of(browser, "queue")
    page = question(whole)
    answer = browser.post(
        reverse("workspace:reply-save", args=[whole.enquiry.public_id]), {"text": "An answer."}
    )

    assert "The question is not in the forum any more. Set it aside" in queue
    assert "This question is not in" in page
    assert "The question was removed, and its words were deleted here." in page
    assert "No official answer is needed" in page
    assert answer.status_code == 422
    assert "so it cannot be answered" in answer.content.decode()
    assert "An answer." in answer.content.decode()


def test_the_trail_tells_what_happened_to_the_question(whole: Line) -> None:
    for kind in ("changed", "solved", "moved", "gone", "back"):
        audit.record(
            kind=f"enquiry.question_{kind}",
            actor=audit.WORKER,
            subject=f"enquiry:{whole.enquiry.public_id}",
            at=NOON,
        )

    said = question(whole)

    assert "enquiry.question" not in said
    assert "Gone from the forum; its words were deleted here" in said
