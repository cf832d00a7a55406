"""Held for approval is a state of its own, whichever way a forum says so; it ends seen or said."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.connectors.port import OutcomeUnknown
from alongside.core import clock, sealed
from alongside.enquiries.models import Enquiry
from alongside.forums import access
from alongside.forums.models import Forum
from alongside.replies import actions, jobs, moderating, queries
from alongside.replies.domain.life import (
    HELD_LIMIT,
    HELD_PAUSE,
    NotAllowed,
    NotPossibleNow,
    Proof,
    ReplyError,
    ReplyState,
)
from alongside.replies.models import Reply
from tests import paper_forum
from tests.connectors.held_stages import HELD, KNOW_NO_APPROVAL, Held
from tests.connectors.posting_stages import STAGES
from tests.factories import HOUR, NOON, BodyFactory, line, on_duty

pytestmark = pytest.mark.django_db
THEY_SAID = "Please write it into the board for benefits."


@pytest.fixture
def forum_on_paper(monkeypatch):
    """Every forum is this one, in memory; it is noon for background work."""
    forum = paper_forum.PaperForum()
    monkeypatch.setattr(access, "connector_of", lambda _forum: forum)
    monkeypatch.setattr(access, "carry_out", paper_forum.carry_out)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return forum


@pytest.fixture
def whole(forum_on_paper):
    return line()


def words_of(whole, reply):
    client = Client()
    client.force_login(whole.adviser.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse("workspace:reply", args=[reply.public_id])).content
    return " ".join(LexborHTMLParser(page).css_first("main").text().split())


def test_every_engine_that_is_posted_to_is_tried_here():
    assert {stage.kind for stage in STAGES} | {"misago", "dry_run"} == {
        held.kind for held in HELD
    } | KNOW_NO_APPROVAL | {"dry_run"}


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.kind)
def test_what_a_forum_keeps_for_its_moderators_is_held_then_live_once_it_is_seen(
    held: Held, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    whole = line(engine=held.kind)
    Forum.objects.filter(pk=whole.forum.pk).update(address=held.site.address)
    Enquiry.objects.filter(pk=whole.enquiry.pk).update(
        thread_id="7", thread_address=f"{held.site.address}{held.thread}"
    )
    whole.account.handle, whole.account.sealed_secret = held.account, sealed.seal("s3cret-key")
    whole.account.save()
    reply = whole.reply(approved=True)
    answers = [*held.answers]
    monkeypatch.setattr(access, "carry_out", lambda talk, **_manners: held.play(talk, answers))

    assert jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.live_at) == (ReplyState.HELD, None)
    assert reply.not_before == NOON + HELD_PAUSE
    page = words_of(whole, reply)
    assert "Waiting for the forum's moderators" in page
    assert "The forum’s moderators have to approve it." in page

    # An hour later it is not there; another hour later it is.
    for shown, state in ((held.without_us, ReplyState.HELD), (held.with_us, ReplyState.LIVE)):
        Reply.objects.update(not_before=NOON)
        answers[:] = shown(reply.text)
        assert jobs.look_for_next_reply()
        reply.refresh_from_db()
        assert reply.state == state
    assert reply.proof == Proof.READ_BACK


def test_a_look_can_be_asked_for_once_somebody_knows_that_it_was_let_through(whole, forum_on_paper):
    forum_on_paper.holds_replies = True
    reply = whole.reply(approved=True)
    jobs.send_next_reply()
    assert jobs.look_for_next_reply() is False  # not before an hour has gone
    forum_on_paper.holds_replies = False

    moderating.look_now(reply_id=reply.pk, by=whole.adviser, at=NOON)
    assert jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert reply.state == ReplyState.LIVE


def test_what_the_moderators_turned_down_is_said_and_looked_for_no_more(whole):
    reply = whole.reply(held=True)

    moderating.record_rejection(
        reply_id=reply.pk, reason=f" {THEY_SAID}", by=whole.adviser, at=NOON
    )

    reply.refresh_from_db()
    assert (reply.state, reply.problem, reply.not_before) == (ReplyState.REJECTED, THEY_SAID, None)
    assert jobs.look_for_next_reply() is False
    assert list(queries.needing_a_person(whole.adviser)) == [reply]
    assert f"turned it down: “{THEY_SAID}”" in words_of(whole, reply)


def test_another_answer_is_written_after_a_rejection(whole):
    reply = whole.reply(rejected=True)

    again = actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    assert (again.state, again.problem, again.approved_at) == (ReplyState.DRAFT, "", None)


def test_after_a_week_without_a_word_a_person_may_say_that_it_was_turned_down(whole):
    whole.reply(approved=True)
    reply = Reply.objects.get()
    reply.attempts.create(claimed_at=NOON - HELD_LIMIT, ended_at=NOON, outcome="held")
    Reply.objects.update(state=ReplyState.HELD.value, posted_at=NOON - HELD_LIMIT, not_before=NOON)
    jobs.look_for_next_reply()
    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "The moderators turned it down" in words_of(whole, reply)

    moderating.record_rejection(reply_id=reply.pk, reason=THEY_SAID, by=whole.adviser, at=NOON)

    assert Reply.objects.get().state == ReplyState.REJECTED


def test_law_6_what_no_moderator_had_before_them_cannot_be_called_turned_down(
    whole, forum_on_paper
):
    forum_on_paper.fails_with["post_reply"] = [OutcomeUnknown("Silence.")]
    reply = whole.reply(approved=True)
    jobs.send_next_reply()

    with pytest.raises(NotPossibleNow):
        moderating.record_rejection(reply_id=reply.pk, reason="No.", by=whole.adviser, at=NOON)

    assert Reply.objects.get().state == ReplyState.NEEDS_PERSON
    assert "The moderators turned it down" not in words_of(whole, reply)


@pytest.mark.parametrize("state", ["draft", "posted", "live", "rejected"])
def test_only_what_is_held_is_looked_for_at_once(whole, state):
    reply = whole.reply(**({state: True} if state != "draft" else {}))

    with pytest.raises(NotPossibleNow):
        moderating.look_now(reply_id=reply.pk, by=whole.adviser, at=NOON)


def test_a_rejection_says_why(whole):
    reply = whole.reply(held=True)

    with pytest.raises(ReplyError, match="Say what the moderators said"):
        moderating.record_rejection(reply_id=reply.pk, reason=" ", by=whole.adviser, at=NOON)


def test_another_body_s_adviser_says_nothing_about_it(whole):
    reply = whole.reply(held=True)
    stranger = on_duty(Role.ADVISER, body=BodyFactory())

    for act in (moderating.look_now, lambda **of: moderating.record_rejection(reason="x", **of)):
        with pytest.raises(NotAllowed):
            act(reply_id=reply.pk, by=stranger, at=NOON)


def test_law_1_where_we_may_not_look_the_page_says_that_moderators_have_it(whole):
    reply = whole.reply(held=True, not_before=NOON - HOUR)
    whole.answer(welcome=True, allows_reading=False)

    assert jobs.look_for_next_reply() is False

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert reply.problem.startswith("The forum’s moderators have to approve the reply")


def test_the_page_keeps_what_was_typed_about_a_rejection(whole):
    reply = whole.reply(held=True, looks=3, not_before=NOON + timedelta(minutes=20))
    client = Client()
    client.force_login(whole.adviser.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("workspace:reply-turned-down", args=[reply.public_id])

    refused = client.post(address, {"reason": ""})
    too_long = client.post(address, {"reason": "x" * 501})
    done = client.post(address, {"reason": THEY_SAID})

    assert (refused.status_code, too_long.status_code, done.status_code) == (422, 422, 302)
    assert "x" * 501 in too_long.content.decode()
    assert Reply.objects.get().state == ReplyState.REJECTED
