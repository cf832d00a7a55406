"""Posting by hand, for forums without an interface; and a person's word on what is unsure."""

import pytest

from alongside.accounts.domain.roles import Role
from alongside.enquiries.domain.triage import EnquiryState
from alongside.replies import actions, jobs, queries
from alongside.replies.domain.life import (
    NotAllowed,
    NotPossibleNow,
    NotYours,
    Proof,
    ReplyError,
    ReplyState,
    Route,
)
from alongside.replies.models import Attempt, Reply
from tests.factories import NOON, BodyFactory, line, on_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(forum_on_paper):
    forum_on_paper.can_post = False
    return line(secret=False)


@pytest.fixture
def unread(forum_on_paper):
    """A forum that welcomes replies and lets no machine read."""
    forum_on_paper.can_post = False
    return line(secret=False, agreement={"allows_reading": False})


def begin(whole, reply):
    return actions.begin_posting_by_hand(reply_id=reply.pk, by=whole.adviser, at=NOON)


def give_link(whole, reply, link=None):
    return actions.give_link(
        reply_id=reply.pk,
        link=link or f"{whole.forum.address}/t/1/post/2/",
        by=whole.adviser,
        at=NOON,
    )


def test_an_approved_reply_waits_for_a_person_who_posts_it(whole):
    reply = whole.reply(in_review=True)

    actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON)

    assert list(queries.to_post_by_hand(whole.adviser)) == [reply]
    reply.refresh_from_db()
    assert reply.state_words == "Approved, to be posted by hand"


def test_a_person_takes_it_posts_it_and_the_service_reads_it_back(whole, forum_on_paper):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)
    forum_on_paper.posted.append((whole.enquiry.thread_id, whole.account.handle, reply.text))

    posted = give_link(whole, reply)
    assert (posted.state, posted.live_at) == (ReplyState.POSTED, None)
    jobs.look_for_next_reply()

    reply.refresh_from_db()
    whole.enquiry.refresh_from_db()
    assert (reply.state, reply.proof) == (ReplyState.LIVE, Proof.READ_BACK)
    assert whole.enquiry.state == EnquiryState.ANSWERED


def test_law_6_a_link_without_our_text_behind_it_is_not_live_where_we_may_look(whole):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)
    give_link(whole, reply)

    jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.looks) == (ReplyState.POSTED, 1)


def test_law_6_where_we_may_not_read_the_link_that_a_person_gives_is_the_proof(
    unread, forum_on_paper
):
    reply = unread.reply(approved=True, by_hand=True)
    begin(unread, reply)

    live = give_link(unread, reply)

    unread.enquiry.refresh_from_db()
    assert (live.state, live.proof, live.live_at) == (ReplyState.LIVE, Proof.LINK_GIVEN, NOON)
    assert live.public_link == f"{unread.forum.address}/t/1/post/2/"
    assert unread.enquiry.state == EnquiryState.ANSWERED
    assert forum_on_paper.read == []


@pytest.mark.parametrize("can_read", [True, False])
def test_a_reply_is_looked_for_in_its_thread_or_at_the_address_that_was_given(
    whole, forum_on_paper, can_read
):
    forum_on_paper.can_read = can_read
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)
    give_link(whole, reply)

    jobs.look_for_next_reply()

    reply.refresh_from_db()
    expected = whole.enquiry.thread_address if can_read else reply.public_link
    assert forum_on_paper.read == [expected]


@pytest.mark.parametrize(
    "link",
    ["", "https://elsewhere.example/t/1/", "javascript:alert(1)", "/t/1/post/2/"],
)
def test_law_10_an_address_outside_the_forum_is_refused_in_words(whole, link):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)

    with pytest.raises(ReplyError, match="It begins with"):
        give_link(whole, reply, link or " ")

    reply.refresh_from_db()
    assert reply.state == ReplyState.SENDING


def test_an_address_that_only_begins_like_the_forum_is_refused(whole):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)

    with pytest.raises(ReplyError):
        give_link(whole, reply, f"{whole.forum.address}.elsewhere.example/t/1/")


def test_a_person_who_did_not_post_it_puts_it_back(whole):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)

    actions.leave_posting_by_hand(reply_id=reply.pk, by=whole.adviser, at=NOON)

    reply.refresh_from_db()
    assert (reply.state, reply.route) == (ReplyState.APPROVED, Route.BY_HAND)
    assert Attempt.objects.get().outcome == "not posted"
    assert begin(whole, reply).state == ReplyState.SENDING


@pytest.mark.parametrize("state", ["approved", "posted", "held", "stopped", "needs_person", "live"])
def test_law_6_only_what_somebody_is_posting_is_put_back(whole, state):
    reply = whole.reply(**{state: True}, by_hand=True)

    with pytest.raises(NotPossibleNow):
        actions.leave_posting_by_hand(reply_id=reply.pk, by=whole.adviser, at=NOON)

    reply.refresh_from_db()
    assert reply.state == state


def test_two_people_do_not_post_the_same_reply(whole):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)

    with pytest.raises(NotPossibleNow):
        actions.begin_posting_by_hand(
            reply_id=reply.pk, by=on_duty(Role.ADVISER, body=whole.body), at=NOON
        )


def test_an_adviser_of_another_body_posts_nothing(whole):
    stranger = on_duty(Role.ADVISER, body=BodyFactory())
    reply = whole.reply(approved=True, by_hand=True)

    for action in (actions.begin_posting_by_hand, actions.leave_posting_by_hand):
        with pytest.raises(NotAllowed):
            action(reply_id=reply.pk, by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        actions.give_link(reply_id=reply.pk, link="x", by=stranger, at=NOON)


# Outcome unknown


def test_a_person_who_found_the_reply_gives_its_link(whole, forum_on_paper):
    reply = whole.reply(needs_person=True)
    forum_on_paper.posted.append((whole.enquiry.thread_id, whole.account.handle, reply.text))

    give_link(whole, reply)
    jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem) == (ReplyState.LIVE, "")


def test_no_link_is_given_while_the_service_is_sending(whole):
    reply = whole.reply(sending=True)

    with pytest.raises(NotPossibleNow, match="sending this reply"):
        give_link(whole, reply)


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "stopped", "withdrawn"])
def test_law_6_no_link_is_given_for_what_nobody_posted(whole, state):
    reply = whole.reply(**({} if state == "draft" else {state: True}))

    with pytest.raises(NotPossibleNow):
        give_link(whole, reply)

    assert Reply.objects.get().state == state


def test_law_6_the_same_link_given_again_after_a_look_that_found_nothing_is_a_persons_word(whole):
    link = f"{whole.forum.address}/t/1/post/2/"
    reply = whole.reply(needs_person=True, by_hand=True, public_link=link, looks=5)

    stands = give_link(whole, reply, link)

    assert (stands.state, stands.proof) == (ReplyState.LIVE, Proof.LINK_GIVEN)


def test_another_link_is_looked_at_first(whole):
    reply = whole.reply(
        needs_person=True, by_hand=True, public_link=f"{whole.forum.address}/t/1/", looks=5
    )

    assert give_link(whole, reply).state == ReplyState.POSTED


def test_law_6_only_who_took_a_reply_to_post_or_a_lead_says_that_it_was_not_posted(whole):
    reply = whole.reply(approved=True, by_hand=True)
    begin(whole, reply)

    with pytest.raises(NotYours, match="is posting this reply"):
        actions.leave_posting_by_hand(reply_id=reply.pk, by=whole.reader, at=NOON)

    assert actions.leave_posting_by_hand(reply_id=reply.pk, by=whole.lead, at=NOON).state == (
        ReplyState.APPROVED
    )
