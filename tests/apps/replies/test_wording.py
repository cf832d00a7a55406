"""What was approved is what is put into the forum, sign by sign (laws 2 and 5, decision 33)."""

from dataclasses import replace

import pytest

from alongside.forums import access
from alongside.forums.models import Forum
from alongside.replies import actions, jobs
from alongside.replies.domain.life import NotPossibleNow, ReplyState, Route
from alongside.replies.models import Attempt, Reply
from alongside.replies.wording import mark_of, wording_of, wording_to
from tests.factories import FIT_TEXT, NOON, line

pytestmark = pytest.mark.django_db
TEXT = f"{FIT_TEXT}\n\n- **First** <b>x</b>\n- Second"


@pytest.fixture
def whole(forum_on_paper):
    return line(engine="discourse")


@pytest.fixture
def by_hand(forum_on_paper):
    forum_on_paper.can_post = False
    return line(engine="phpbb", secret=False)


def approve(whole, reply, **seen):
    return actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON, **seen)


def test_an_approval_settles_the_text_in_the_forum_s_own_markup(whole, by_hand):
    sent = approve(whole, whole.reply(in_review=True, text=TEXT))

    assert r"\<b>x\</b>" in sent.prepared_text


def test_a_person_posts_the_markup_of_the_forum_s_software(by_hand):
    reply = approve(by_hand, by_hand.reply(in_review=True, text=TEXT))

    assert reply.route == Route.BY_HAND
    assert "[list]\n[*][b]First[/b]" in reply.prepared_text


def test_law_5_another_markup_than_the_page_showed_is_not_approved(whole):
    reply = whole.reply(in_review=True, text=TEXT)
    seen = mark_of(wording_of(reply))
    Forum.objects.filter(pk=whole.forum.pk).update(engine="xenforo")

    with pytest.raises(NotPossibleNow, match="way in which this text is put"):
        approve(whole, reply, seen_mark=seen)

    reply.refresh_from_db()
    assert (reply.state, reply.prepared_text) == (ReplyState.IN_REVIEW, "")


def test_law_5_a_text_that_would_be_sent_otherwise_than_it_was_read_is_stopped(
    whole, forum_on_paper
):
    reply = approve(whole, whole.reply(in_review=True, text=TEXT))
    Forum.objects.filter(pk=whole.forum.pk).update(engine="xenforo")

    assert not jobs.send_next_reply()

    reply.refresh_from_db()
    assert forum_on_paper.posted == []
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, "written_otherwise")
    assert "otherwise than it was approved" in reply.problem
    assert not Attempt.objects.exists()


def test_law_5_another_way_of_writing_for_the_same_software_stops_it_too(
    whole, forum_on_paper, monkeypatch
):
    approve(whole, whole.reply(in_review=True, text=TEXT))
    before = access.prepare_reply

    def changed(text, **way):
        written = before(text, **way)
        return replace(written, source=f"{written.source} ")

    monkeypatch.setattr(access, "prepare_reply", changed)

    assert not jobs.send_next_reply()

    assert forum_on_paper.posted == []
    assert Reply.objects.get().state == ReplyState.STOPPED


def test_law_5_nobody_is_handed_another_text_to_post_by_hand(by_hand):
    reply = approve(by_hand, by_hand.reply(in_review=True, text=TEXT))
    Forum.objects.filter(pk=by_hand.forum.pk).update(engine="smf")

    stopped = actions.begin_posting_by_hand(reply_id=reply.pk, by=by_hand.adviser, at=NOON)

    assert (stopped.state, stopped.problem_clause) == (ReplyState.STOPPED, "written_otherwise")


def test_read_again_in_its_new_markup_it_can_be_sent(whole):
    reply = whole.reply(stopped=True, text=TEXT, prepared_text="old")

    again = actions.send_again(
        reply_id=reply.pk, seen_mark=mark_of(wording_of(reply)), by=whole.reader, at=NOON
    )

    assert again.state == ReplyState.APPROVED
    assert again.prepared_text == wording_of(again).text


def test_a_reply_taken_back_to_draft_forgets_what_was_approved(whole):
    reply = approve(whole, whole.reply(in_review=True, text=TEXT))

    back = actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    assert back.prepared_text == ""


def test_what_was_approved_before_these_texts_were_kept_is_sent(whole, forum_on_paper):
    whole.reply(approved=True, text=TEXT)

    assert jobs.send_next_reply()

    assert len(forum_on_paper.posted) == 1


def test_without_an_account_a_draft_reads_as_somebody_would_post_it_by_hand(by_hand):
    found = wording_to(by_hand.enquiry, "# Steps")

    assert (found.by_hand, found.markup, found.not_shown) == (True, "BBCode", ("heading",))
