"""A reply is live once it was read in the forum; where we may not look, a person does (law 6)."""

from datetime import timedelta

import pytest

from alongside.connectors.port import Sighting, TryLater
from alongside.enquiries.domain.triage import EnquiryState
from alongside.forums import access
from alongside.replies import jobs, queries, sending
from alongside.replies.domain.life import (
    HELD_LIMIT,
    HELD_PAUSE,
    READ_BACK_PAUSES,
    Proof,
    ReplyState,
)
from alongside.replies.models import Reply
from tests.factories import FIT_TEXT, HOUR, NOON, AttemptFactory, line

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def whole(forum_on_paper):
    return line()


def test_law_6_a_reply_is_live_once_it_was_read_in_the_forum(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    jobs.send_next_reply()

    assert jobs.look_for_next_reply()

    reply.refresh_from_db()
    whole.enquiry.refresh_from_db()
    assert (reply.state, reply.proof, reply.live_at) == (
        ReplyState.LIVE,
        Proof.READ_BACK,
        NOON,
    )
    assert reply.public_link.endswith("/post/p1/")
    assert whole.enquiry.state == EnquiryState.ANSWERED
    assert list(queries.live_replies(whole.adviser)) == [reply]


def test_the_forums_own_time_of_the_post_is_kept(whole):
    reply = whole.reply(posted=True)

    sending.record_sighting(
        reply_id=reply.pk,
        sighting=Sighting(
            external_id="p9",
            address="https://f.example/t/1/post/p9/",
            posted_at=NOON - HOUR,
            text=FIT_TEXT,
        ),
        at=NOON,
    )

    reply.refresh_from_db()
    assert (reply.posted_at, reply.external_id) == (NOON - HOUR, "p9")


def test_a_reply_not_seen_yet_is_looked_for_again_at_growing_pauses(whole):
    reply = whole.reply(posted=True)

    for looks, pause in enumerate(READ_BACK_PAUSES[1:], start=1):
        Reply.objects.update(not_before=NOON)
        jobs.look_for_next_reply()
        reply.refresh_from_db()
        assert (reply.looks, reply.not_before) == (looks, NOON + pause)


def test_law_6_a_reply_that_is_never_seen_goes_to_a_person(whole):
    reply = whole.reply(posted=True)

    for _ in READ_BACK_PAUSES:
        Reply.objects.update(not_before=NOON)
        jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "was not found" in reply.problem


def test_a_forum_in_trouble_while_we_look_is_looked_at_again(whole, forum_on_paper):
    forum_on_paper.fails_with["find_reply"] = [TryLater("Busy.")]
    reply = whole.reply(posted=True)

    assert jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.looks) == (ReplyState.POSTED, 1)


def test_a_held_reply_is_looked_for_until_the_moderators_let_it_through(whole, forum_on_paper):
    forum_on_paper.holds_replies = True
    reply = whole.reply(approved=True)
    jobs.send_next_reply()
    Reply.objects.update(not_before=NOON)
    jobs.look_for_next_reply()
    reply.refresh_from_db()
    assert (reply.state, reply.not_before) == (ReplyState.HELD, NOON + HELD_PAUSE)
    forum_on_paper.holds_replies = False
    Reply.objects.update(not_before=NOON)

    jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert reply.state == ReplyState.LIVE


def test_a_reply_held_for_a_week_goes_to_a_person(whole, forum_on_paper):
    reply = whole.reply(held=True, posted_at=NOON - HELD_LIMIT)

    jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "have not let the reply through in 7 days" in reply.problem


@pytest.mark.parametrize(
    "answer", [{"held": True}, {"withdrawn": True}, {"welcome": True, "allows_reading": False}]
)
def test_law_1_where_we_may_not_read_we_do_not_look_and_a_person_gives_the_link(
    whole, forum_on_paper, answer
):
    reply = whole.reply(posted=True)
    whole.answer(**answer)

    assert jobs.look_for_next_reply() is False

    reply.refresh_from_db()
    assert forum_on_paper.read == []
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "give the reply's public link" in reply.problem


@pytest.mark.parametrize("is_second_try", [False, True], ids=["looking", "before another try"])
def test_law_1_a_hold_pressed_while_a_thread_is_read_ends_the_reading(
    whole, monkeypatch, is_second_try
):
    reply = whole.reply(**({"approved": True} if is_second_try else {"posted": True}))
    if is_second_try:
        AttemptFactory(reply=reply, ended=True, outcome="not posted")
    may_go_on = []

    def carry_out(_conversation, *, go_on, **_manners):
        may_go_on.append(go_on())
        whole.answer(welcome=True, allows_reading=False)
        may_go_on.append(go_on())
        raise TryLater("It was called off before the next request.")

    monkeypatch.setattr(access, "carry_out", carry_out)

    jobs.send_next_reply() if is_second_try else jobs.look_for_next_reply()

    assert may_go_on == [True, False]


def test_a_reader_that_dies_delays_the_next_look_only(whole):
    reply = whole.reply(posted=True)

    assert sending.claim_next_look(at=NOON) == reply
    assert sending.claim_next_look(at=NOON) is None
    assert sending.claim_next_look(at=NOON + HELD_PAUSE) == reply


@pytest.mark.parametrize("state", ["needs_person", "live", "withdrawn"])
def test_law_6_a_late_look_changes_nothing_that_a_person_has_settled(whole, state):
    reply = whole.reply(**{state: True})
    before = Reply.objects.values().get()

    sending.record_sighting(
        reply_id=reply.pk,
        sighting=Sighting(external_id="p9", address="", posted_at=None, text=FIT_TEXT),
        at=NOON,
    )
    sending.record_not_seen(reply_id=reply.pk, problem="Not found.", at=NOON)

    assert Reply.objects.values().get() == before
