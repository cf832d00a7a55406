"""A thread in which another post stands where the question stood: that post is not ours to keep."""

from dataclasses import replace

import pytest

from alongside.connectors.port import Precision
from alongside.enquiries.domain.triage import Origin
from alongside.enquiries.models import Enquiry, ThreadReading
from tests.apps.enquiries.test_rereading import at, look, say, trail, whole
from tests.factories import DAY, HOUR, NOON
from tests.names_search import all_stored, named_in

__all__ = ["at", "whole"]  # fixtures
pytestmark = pytest.mark.django_db


def only_the_answer_is_left(forum, *, posted_at, **values):
    """A moderator takes the question away; the answer moves up to its place."""
    say(forum, ("Owen", "My own dog is called Biscuit."))
    thread = forum.threads["41"]
    answer = thread.posts[1]._replace(posted_at=posted_at, **values)
    forum.threads["41"] = replace(thread, posts=(answer,))


def test_law_4_an_answer_that_moved_up_to_the_questions_place_is_not_kept(whole, forum_on_paper):
    only_the_answer_is_left(forum_on_paper, posted_at=NOON - HOUR + HOUR / 7)

    seen = look(whole)

    assert seen.gone_at == NOON
    assert (whole.enquiry.title, whole.enquiry.excerpt) == ("", "")
    assert trail(whole) == ["enquiry.question_gone"]
    assert named_in(all_stored(), ["Biscuit"]) == []


def test_law_4_a_number_that_a_forum_gave_to_another_thread_brings_no_other_words(
    whole, forum_on_paper
):
    forum_on_paper.thread(
        "41",
        ("Owen", "My own dog is called Biscuit."),
        board_id=whole.board.external_id,
        title="Biscuit and I",
        asked_at=NOON - 900 * DAY,
    )

    assert look(whole).gone_at == NOON
    assert named_in(all_stored(), ["Biscuit"]) == []


def test_a_question_that_is_put_back_has_its_words_again(whole, forum_on_paper):
    before = forum_on_paper.threads["41"]
    only_the_answer_is_left(forum_on_paper, posted_at=NOON - 2 * DAY)
    look(whole)
    forum_on_paper.threads["41"] = before
    ThreadReading.objects.update(next_visit_at=NOON)

    assert look(whole).gone_at is None
    assert whole.enquiry.excerpt == "Does my sick pay stop?"


@pytest.mark.parametrize(
    "values",
    [
        {"posted_at": NOON},  # an hour later: the forum's clocks have changed
        {"posted_at": NOON - HOUR + HOUR / 120},  # rounded to the minute now
        {"posted_at": NOON - 3 * DAY, "precision": Precision.RELATIVE},
        {"posted_at": NOON - 3 * DAY, "precision": Precision.DAY},
        {"posted_at": None},
    ],
    ids=str,
)
def test_a_time_that_may_be_the_same_is_the_same(whole, forum_on_paper, values):
    thread = forum_on_paper.threads["41"]
    forum_on_paper.threads["41"] = replace(
        thread, posts=(thread.posts[0]._replace(text="Does it stop now?", **values),)
    )

    assert look(whole).gone_at is None
    assert whole.enquiry.excerpt == "Does it stop now?"


def test_a_thread_that_was_followed_before_times_were_kept_is_judged_from_the_next_look_on(
    whole, forum_on_paper
):
    ThreadReading.objects.update(question_at=None)

    assert look(whole).question_at == NOON - HOUR


def test_a_question_that_a_person_added_is_not_judged_by_the_first_post_of_its_page(
    whole, forum_on_paper
):
    Enquiry.objects.update(origin=Origin.HAND.value, title="As an official wrote it")
    only_the_answer_is_left(forum_on_paper, posted_at=NOON - 2 * DAY)

    assert look(whole).gone_at is None
    assert whole.enquiry.title == "As an official wrote it"


def test_a_question_that_says_the_same_is_the_same_whatever_its_time(whole, forum_on_paper):
    """As after a move to other software, which told the day of the move."""
    thread = forum_on_paper.threads["41"]
    moved = thread.posts[0]._replace(posted_at=NOON + 300 * DAY + HOUR / 7)
    forum_on_paper.threads["41"] = replace(thread, posts=(moved,))

    assert look(whole).gone_at is None
    assert whole.enquiry.seen.question_at == moved.posted_at
