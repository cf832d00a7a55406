"""Threads with an open question are read again: what is learnt, what is stored, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.agreements import actions as agreements
from alongside.audit.models import Event
from alongside.connectors.port import Gone, Precision, Refused, TryLater
from alongside.core import clock
from alongside.enquiries import actions, rereading
from alongside.enquiries.domain import following
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EnquiryState
from alongside.enquiries.models import Enquiry, ThreadReading
from alongside.replies import actions as replies
from alongside.replies import sending
from alongside.replies.domain.life import PolicyRefused, ReplyState
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    EnquiryFactory,
    ForumFactory,
    WatchFactory,
    line,
    publish_plan,
)
from tests.factories.hearing import hear_next_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch, forum_on_paper):
    """Sets the clock of background work."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return set_to


@pytest.fixture
def whole(forum_on_paper):
    """A question that was read, raised and claimed; its thread is due to be looked at again."""
    made = line()
    made.enquiry.delete()
    forum_on_paper.thread(
        "41",
        ("Nell", "Does my sick pay stop?"),
        board_id=made.board.external_id,
        title="Off work",
        asked_at=NOON - HOUR,
    )
    hear_next_board()
    made.enquiry = Enquiry.objects.get()
    actions.claim_enquiry(enquiry_id=made.enquiry.pk, by=made.adviser, at=NOON)
    ThreadReading.objects.update(next_visit_at=NOON)
    forum_on_paper.read.clear()
    made.enquiry.refresh_from_db()
    return made


def say(forum, *posts, **heading):
    """The thread as it is now: further posts, another heading."""
    thread = forum.threads["41"]
    made = forum.thread(
        "41",
        *((post.author, post.text) for post in thread.posts),
        *posts,
        board_id=thread.heading.board_id,
        title=thread.heading.title,
        asked_at=thread.heading.asked_at,
    )
    forum.threads["41"] = replace(made, heading=replace(made.heading, **heading))


def edit(forum, text, **values):
    """The asker edits the question."""
    thread = forum.threads["41"]
    question = thread.posts[0]._replace(text=text, **values)
    forum.threads["41"] = replace(thread, posts=(question, *thread.posts[1:]))


def look(whole):
    assert rereading.reread_next_thread()
    whole.enquiry.refresh_from_db()
    return whole.enquiry.seen


def trail(whole):
    events = Event.objects.filter(subject=f"enquiry:{whole.enquiry.public_id}").order_by("pk")
    return [event.kind for event in events if event.kind.startswith("enquiry.question")]


# What is learnt


def test_members_who_have_answered_since_are_counted_and_not_named(whole, forum_on_paper):
    say(forum_on_paper, ("Owen", "No."), ("Pia", "It goes on."), ("Owen", "Yes, it does."))

    seen = look(whole)

    assert (seen.replies, seen.members_who_replied) == (3, 2)
    assert (seen.replied_at, seen.read_at, seen.official_replied_at) == (NOON, NOON, None)
    assert whole.enquiry.members_now == 2
    assert whole.enquiry.members_who_replied == 0
    assert "Owen" not in str(list(ThreadReading.objects.values()))


def test_nothing_new_is_no_news(whole):
    seen = look(whole)

    assert (seen.replied_at, seen.changed_at, seen.solved_at, seen.gone_at) == (None,) * 4
    assert trail(whole) == []


def test_an_official_answer_is_told_apart_from_those_of_members(whole, forum_on_paper):
    say(forum_on_paper, (whole.account.handle.upper(), "It goes on."))

    seen = look(whole)

    assert (seen.members_who_replied, seen.official_replied_at) == (0, NOON)


@pytest.mark.parametrize("way", ["heading", "post"])
def test_a_thread_that_was_marked_solved_is_known_to_be(whole, forum_on_paper, way):
    say(forum_on_paper, ("Owen", "No."), is_solved=True if way == "heading" else None)
    if way == "post":
        thread = forum_on_paper.threads["41"]
        accepted = thread.posts[1]._replace(is_accepted=True)
        forum_on_paper.threads["41"] = replace(thread, posts=(thread.posts[0], accepted))

    seen = look(whole)

    assert seen.solved_at == NOON
    assert trail(whole) == ["enquiry.question_solved"]


def test_a_mark_that_was_taken_back_is_not_kept(whole, forum_on_paper, at):
    say(forum_on_paper, is_solved=True, is_closed=True)
    assert look(whole).closed_at == NOON
    say(forum_on_paper, is_solved=False, is_closed=False)
    ThreadReading.objects.update(next_visit_at=at(NOON + HOUR))

    seen = look(whole)

    assert (seen.solved_at, seen.closed_at) == (None, None)


def test_a_question_that_its_asker_changed_replaces_the_excerpt_masked(whole, forum_on_paper):
    edit(forum_on_paper, "Does my sick pay stop in week 28? Call me: 020 7946 0123")

    seen = look(whole)

    assert seen.changed_at == NOON
    assert whole.enquiry.excerpt.startswith("Does my sick pay stop in week 28?")
    assert "7946" not in whole.enquiry.excerpt
    assert trail(whole) == ["enquiry.question_changed"]


def test_an_edit_beyond_the_excerpt_is_known_by_the_time_that_the_forum_tells(
    whole, forum_on_paper
):
    edit(forum_on_paper, "Does my sick pay stop?", is_edited=True, edited_at=NOON + HOUR)

    assert look(whole).changed_at == NOON


@pytest.mark.parametrize(
    "values",
    [
        {"edited_at": NOON - HOUR / 2},
        {"edited_at": NOON + HOUR, "precision": Precision.RELATIVE},
        {"is_edited": True},
    ],
    ids=str,
)
def test_an_edit_from_before_it_was_raised_or_of_no_known_time_is_no_news(
    whole, forum_on_paper, values
):
    edit(forum_on_paper, "Does my sick pay stop?", **values)

    assert look(whole).changed_at is None


def test_words_whose_date_has_come_are_not_stored_again(whole, forum_on_paper):
    Enquiry.objects.update(excerpt_until=NOON)
    actions.forget_words(at=NOON)
    edit(forum_on_paper, "Does my sick pay stop in week 28?")

    look(whole)

    assert (whole.enquiry.title, whole.enquiry.excerpt) == ("", "")


def test_the_words_of_an_official_who_raised_it_by_hand_stay(whole, forum_on_paper):
    Enquiry.objects.update(origin="hand", title="Sick pay after week 28", excerpt="")

    look(whole)

    assert (whole.enquiry.title, whole.enquiry.excerpt) == ("Sick pay after week 28", "")


def test_what_is_masked_today_and_was_not_then_is_left_out_and_is_no_change(whole, forum_on_paper):
    edit(forum_on_paper, "Call me: 020 7946 0123")
    Enquiry.objects.update(excerpt="Call me: 020 7946 0123")

    seen = look(whole)

    assert "7946" not in whole.enquiry.excerpt
    assert seen.changed_at is None


# Removed, hidden, moved


@pytest.mark.parametrize("way", ["removed", "hidden"])
def test_law_4_the_words_of_a_question_that_has_gone_are_deleted_at_once(
    whole, forum_on_paper, way
):
    other = EnquiryFactory(
        forum=whole.forum, thread_id="41", left_to_peers=True, seen=whole.enquiry.seen
    )
    if way == "removed":
        forum_on_paper.fails_with["read_thread"] = [Gone("No such thread.")]
    else:
        forum_on_paper.hide_question("41")

    seen = look(whole)

    other.refresh_from_db()
    assert seen.gone_at == NOON
    assert (whole.enquiry.title, whole.enquiry.excerpt, other.excerpt) == ("", "", "")
    assert trail(whole) == ["enquiry.question_gone"]


def test_a_thread_that_guests_may_not_see_just_now_has_not_gone(whole, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [Refused("Not for guests (403).")]

    seen = look(whole)

    assert (seen.gone_at, seen.problem) == (None, "Not for guests (403).")
    assert whole.enquiry.excerpt


def test_a_question_that_comes_back_has_its_words_again(whole, forum_on_paper, at):
    forum_on_paper.fails_with["read_thread"] = [Gone("No such thread.")]
    gone = look(whole)
    at(gone.next_visit_at)

    seen = look(whole)

    assert gone.next_visit_at == NOON + following.GONE_PAUSE
    assert (seen.gone_at, whole.enquiry.title) == (None, "Off work")
    assert whole.enquiry.excerpt == "Does my sick pay stop?"
    assert trail(whole) == ["enquiry.question_gone", "enquiry.question_back"]


def test_what_has_gone_is_looked_for_a_few_times_and_then_no_more(whole, forum_on_paper, at):
    forum_on_paper.fails_with["read_thread"] = [Gone("No such thread.") for _ in range(9)]
    looks = 1
    seen = look(whole)
    while seen.next_visit_at is not None:
        at(seen.next_visit_at)
        seen = look(whole)
        looks += 1

    assert looks == following.MOST_LOOKS_FOR_GONE
    assert trail(whole) == ["enquiry.question_gone"]


def test_a_question_that_has_gone_cannot_be_answered(whole, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [Gone("No such thread.")]
    look(whole)

    with pytest.raises(PolicyRefused) as refusal:
        replies.save_draft(
            enquiry=whole.enquiry, text="It goes on.", seen_at=None, by=whole.adviser, at=NOON
        )

    assert str(refusal.value) == (
        f"This question is not in {whole.forum.name} any more, so it cannot be answered."
    )


def test_law_2_an_approved_answer_to_a_question_that_has_gone_is_not_sent(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    forum_on_paper.fails_with["read_thread"] = [Gone("No such thread.")]
    look(whole)

    assert sending.claim_next_reply(at=NOON) is None

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, "question_gone")


def test_law_1_a_thread_moved_to_a_board_that_the_operator_left_out_is_read_no_more(
    whole, forum_on_paper, at
):
    whole.answer(welcome=True, board_ids=[whole.board.external_id])
    say(forum_on_paper, board_id="99", board_name="Chatter")
    seen = look(whole)
    ThreadReading.objects.update(next_visit_at=at(NOON + DAY))
    forum_on_paper.read.clear()

    again = look(whole)

    assert seen.moved_at == NOON
    assert (whole.enquiry.board_id, whole.enquiry.board_name) == ("99", "Chatter")
    assert forum_on_paper.read == []
    assert "other boards" in again.problem


# Law 1: consent first


@pytest.mark.parametrize(
    "answer",
    [
        {"held": True},
        {"withdrawn": True},
        {"expired": True},
        {"welcome": True, "valid_from": TODAY + DAY},
        {"welcome": True, "allows_reading": False},
    ],
    ids=str,
)
def test_law_1_where_the_operator_does_not_let_us_read_no_thread_is_looked_at(
    whole, forum_on_paper, answer
):
    whole.answer(**answer)

    seen = look(whole)

    assert forum_on_paper.read == []
    assert whole.forum.name in seen.problem
    assert (seen.read_at, seen.next_visit_at) == (None, NOON + rereading.ASK_AGAIN)


def test_law_1_what_was_read_while_a_hold_was_pressed_is_dropped(whole, forum_on_paper):
    say(forum_on_paper, ("Owen", "No."))

    def hold(method):
        agreements.hold_agreement(
            forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON
        )

    forum_on_paper.meanwhile = hold

    seen = look(whole)

    assert (seen.replies, seen.read_at) == (0, None)


def test_a_body_that_may_not_read_gets_no_new_words(whole, forum_on_paper):
    other = BodyFactory()
    AgreementFactory(forum=whole.forum, body=other, welcome=True, allows_reading=False)
    theirs = EnquiryFactory(
        body=other, forum=whole.forum, thread_id="41", excerpt="Before", seen=whole.enquiry.seen
    )
    edit(forum_on_paper, "After")

    look(whole)

    theirs.refresh_from_db()
    assert (theirs.excerpt, whole.enquiry.excerpt) == ("Before", "After")


def test_one_reading_serves_every_body_whose_question_it_is(whole, forum_on_paper):
    other = BodyFactory()
    AgreementFactory(forum=whole.forum, body=other, welcome=True)
    publish_plan(other, [whole.forum])
    WatchFactory(body=other, any_of="sick pay")
    whole.reading.next_visit_at, whole.reading.newest_asked_at = NOON, None
    whole.reading.save()
    hear_next_board()
    forum_on_paper.read.clear()
    say(forum_on_paper, ("Owen", "No."))

    look(whole)

    assert forum_on_paper.read == ["41"]
    assert [enquiry.members_now for enquiry in Enquiry.objects.all()] == [1, 1]


def test_law_1_once_a_day_means_along_with_the_board_and_not_at_another_hour(
    whole, forum_on_paper, at
):
    whole.answer(welcome=True, reading_every_hours=24)
    whole.reading.refresh_from_db()
    whole.reading.visited_at, whole.reading.next_visit_at = NOON - 5 * HOUR, NOON + 19 * HOUR
    whole.reading.save()

    put_off = look(whole)
    whole.reading.visited_at = at(NOON + 19 * HOUR)
    whole.reading.save()
    whole.reading.next_visit_at = NOON + 43 * HOUR
    whole.reading.save()
    seen = look(whole)
    at(NOON + 19 * HOUR + timedelta(minutes=5))
    ThreadReading.objects.update(next_visit_at=NOON + 19 * HOUR)
    again = look(whole)

    assert put_off.next_visit_at == NOON + 19 * HOUR
    assert forum_on_paper.read == ["41"]  # once for each visit of the board
    assert seen.read_at == again.read_at == NOON + 19 * HOUR
    assert again.next_visit_at == NOON + 43 * HOUR


# When


def test_a_young_thread_is_looked_at_soon_and_an_old_one_rarely(whole, forum_on_paper, at):
    soon = look(whole)
    ThreadReading.objects.update(next_visit_at=at(NOON + 30 * DAY))

    late = look(whole)

    assert following.SOONEST <= soon.next_visit_at - NOON <= 1.25 * following.SOONEST
    assert late.next_visit_at - (NOON + 30 * DAY) >= following.RAREST


def test_following_ends_with_the_date_of_the_words(whole, forum_on_paper, at):
    ThreadReading.objects.update(next_visit_at=at(NOON + EXCERPT_KEPT))

    assert look(whole).next_visit_at is None


def test_a_thread_whose_question_was_set_aside_rests_until_somebody_takes_it_up(
    whole, forum_on_paper
):
    actions.set_enquiry_aside(
        enquiry_id=whole.enquiry.pk,
        decision=EnquiryState.LEFT_TO_PEERS,
        reason="",
        by=whole.adviser,
        at=NOON,
    )

    resting = look(whole)
    actions.release_enquiry(enquiry_id=whole.enquiry.pk, by=whole.adviser, at=NOON)

    assert (resting.next_visit_at, forum_on_paper.read) == (None, [])
    assert ThreadReading.objects.get().next_visit_at is not None


def test_what_becomes_of_our_own_answer_is_watched_for_two_weeks(whole, forum_on_paper, at):
    actions.mark_answered(enquiry_id=whole.enquiry.pk, by="worker", at=NOON)
    ThreadReading.objects.update(next_visit_at=at(NOON + 13 * DAY))
    last = look(whole)
    ThreadReading.objects.update(next_visit_at=at(NOON + 14 * DAY))

    ended = look(whole)

    assert last.next_visit_at == NOON + 14 * DAY
    assert ended.next_visit_at is None


def test_a_forum_in_trouble_is_asked_later_and_later_and_then_no_more(whole, forum_on_paper, at):
    forum_on_paper.fails_with["read_thread"] = [
        TryLater("The forum is busy.", after_seconds=7200) for _ in range(20)
    ]
    pauses = []
    moment = NOON
    seen = look(whole)
    while seen.next_visit_at is not None:
        pauses.append(seen.next_visit_at - moment)
        moment = at(seen.next_visit_at)
        seen = look(whole)

    assert pauses[0] == timedelta(hours=2)
    assert pauses == sorted(pauses)
    assert len(pauses) == following.MOST_FAILURES - 1
    assert seen.problem == "The forum is busy."


def test_an_error_that_nobody_foresaw_tells_nobodys_words(whole, forum_on_paper, caplog):
    def break_down(method):
        raise ValueError("what Nell wrote")

    forum_on_paper.meanwhile = break_down

    seen = look(whole)

    assert seen.problem == "It could not be read (ValueError)."
    assert "Nell" not in caplog.text


def test_a_thread_in_a_forum_that_no_program_reads_is_not_due(forum_on_paper):
    forum = ForumFactory(engine="discord")
    ThreadReading.objects.create(forum=forum, thread_id="7", next_visit_at=NOON)

    assert rereading.reread_next_thread() is False


def test_a_claimed_thread_is_given_to_nobody_else(whole, forum_on_paper):
    ThreadReading.objects.update(claimed_until=NOON + HOUR)

    assert rereading.reread_next_thread() is False
