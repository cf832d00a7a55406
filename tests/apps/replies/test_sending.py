"""Claim, call, record: what is sent, in which order, and what stops it while the network is."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from alongside.audit.models import Event
from alongside.connectors.port import Receipt
from alongside.connectors.posting import LONGEST_ADDRESS
from alongside.enquiries.domain.triage import EnquiryState
from alongside.replies import actions, jobs, queries, sending
from alongside.replies.domain.life import SENDING_LIMIT, NotPossibleNow, ReplyState
from alongside.replies.models import Attempt, Reply
from tests.factories import (
    FIT_TEXT,
    HOUR,
    NOON,
    TODAY,
    ReplyFactory,
    line,
    publish_plan,
    with_the_line,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
OTHER_LINE = "I answer for Aldmere Public Services, and nobody pays me for it."


@pytest.fixture
def whole(forum_on_paper):
    return line()


# Sending


def test_an_approved_reply_is_posted_word_for_word_by_the_official_account(whole, forum_on_paper):
    reply = whole.reply(approved=True)

    assert jobs.send_next_reply()

    reply.refresh_from_db()
    assert forum_on_paper.posted == [(whole.enquiry.thread_id, whole.account.handle, reply.text)]
    assert (reply.state, reply.external_id, reply.posted_at) == (ReplyState.POSTED, "p1", NOON)
    assert reply.public_link.endswith("/post/p1/")
    assert list(Attempt.objects.values_list("outcome", flat=True)) == ["posted"]


def test_law_6_a_reply_that_the_forum_took_is_not_called_live_before_it_was_seen(whole):
    reply = whole.reply(approved=True)

    jobs.send_next_reply()

    reply.refresh_from_db()
    whole.enquiry.refresh_from_db()
    assert (reply.live_at, reply.proof) == (None, "")
    assert whole.enquiry.state == EnquiryState.CLAIMED


def test_the_longest_link_that_a_forum_may_give_is_kept_whole(whole):
    reply = whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)
    link = "https://f.example/".ljust(LONGEST_ADDRESS, "x")

    sending.record_posting(
        attempt_id=attempt.pk, receipt=Receipt(external_id="p1", address=link), at=NOON
    )

    reply.refresh_from_db()
    assert reply.public_link == link
    assert Reply._meta.get_field("public_link").max_length == LONGEST_ADDRESS


def test_a_held_reply_is_not_live(whole, forum_on_paper):
    forum_on_paper.holds_replies = True
    reply = whole.reply(approved=True)

    jobs.send_next_reply()
    jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.live_at) == (ReplyState.HELD, None)


def test_no_transaction_is_open_while_the_network_is(whole, forum_on_paper):
    whole.reply(approved=True)
    depth = len(connection.savepoint_ids)
    seen = []
    forum_on_paper.meanwhile = lambda _method: seen.append(
        (len(connection.savepoint_ids), Reply.objects.get().state)
    )

    jobs.send_next_reply()

    assert seen == [(depth, ReplyState.SENDING)]


def test_replies_are_sent_in_the_order_of_their_approval(whole, forum_on_paper):
    later = whole.reply(approved=True, text=f"{FIT_TEXT} Later.", approved_at=NOON - HOUR)
    whole.reply(
        approved=True,
        enquiry=whole.another_enquiry(),
        text=f"{FIT_TEXT} Earlier.",
        approved_at=NOON - 2 * HOUR,
    )

    while jobs.send_next_reply():
        pass

    assert forum_on_paper.posted[1][2] == later.text


def test_nothing_due_means_that_the_loop_may_sleep(whole):
    whole.reply(approved=True, not_before=NOON + SECOND)

    assert jobs.send_next_reply() is False


# Two workers


@pytest.mark.django_db(transaction=True)
def test_law_6_two_workers_started_at_once_never_get_the_same_reply(forum_on_paper):
    whole = line()
    replies = [whole.reply(approved=True, enquiry=whole.another_enquiry()) for _ in range(4)]
    claimed, problems = [], []
    start = threading.Barrier(3)

    def work():
        try:
            start.wait()
            while (attempt := sending.claim_next_reply(at=NOON)) is not None:
                claimed.append(attempt.reply_id)
        except Exception as exc:
            problems.append(exc)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert problems == []
    assert sorted(claimed) == sorted(reply.pk for reply in replies)
    assert Attempt.objects.count() == len(replies)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_keep_the_operators_number_of_posts(forum_on_paper):
    whole = line(agreement={"posts_per_day": 1})
    for _ in range(3):
        whole.reply(approved=True, enquiry=whole.another_enquiry())
    claimed = []
    start = threading.Barrier(3)

    def work():
        try:
            start.wait()
            claimed.append(sending.claim_next_reply(at=NOON))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len([attempt for attempt in claimed if attempt]) == 1
    assert Reply.objects.filter(state=ReplyState.SENDING).count() == 1


# What a person sees of it


def test_what_is_on_its_way_is_shown_until_it_is_live(whole):
    waiting = [
        whole.reply(**{state: True}, enquiry=whole.another_enquiry())
        for state in ("approved", "sending", "posted", "held")
    ]
    whole.reply(live=True)

    assert set(queries.on_their_way(whole.adviser)) == set(waiting)


def test_every_step_of_the_way_is_in_the_trail(whole):
    reply = whole.reply(approved=True)
    jobs.send_next_reply()
    jobs.look_for_next_reply()

    kinds = Event.objects.filter(subject=f"reply:{reply.public_id}").order_by("pk")

    assert [event.kind for event in kinds] == ["reply.posted", "reply.live"]


def test_a_reply_that_was_given_up_while_queued_is_not_sent(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    actions.withdraw_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    assert jobs.send_next_reply() is False
    assert forum_on_paper.posted == []


def test_what_is_being_sent_is_not_given_up(whole):
    reply = whole.reply(approved=True)
    sending.claim_next_reply(at=NOON)

    with pytest.raises(NotPossibleNow):
        actions.withdraw_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    assert ReplyFactory._meta.model.objects.get().state == ReplyState.SENDING


# Laws 1, 2 and 6 while the network is


def test_law_6_no_request_begins_so_late_that_the_attempt_may_be_swept_meanwhile(whole):
    whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)

    assert sending.may_go_on(attempt_id=attempt.pk, at=NOON + SENDING_LIMIT / 2)
    assert not sending.may_go_on(attempt_id=attempt.pk, at=NOON + SENDING_LIMIT * 0.7)


def test_law_1_a_hold_pressed_while_the_worker_signs_in_stops_the_post(whole):
    whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)

    whole.answer(held=True)

    assert not sending.may_go_on(attempt_id=attempt.pk, at=NOON)


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole.answer(welcome=True, links_allowed=False),
        lambda whole: publish_plan(
            whole.body, [whole.forum], effective_from=TODAY, standards=with_the_line(OTHER_LINE)
        ),
    ],
    ids=["no links any more", "another line"],
)
def test_law_2_a_text_that_is_not_allowed_any_more_stops_while_the_worker_signs_in(whole, change):
    whole.reply(approved=True, text=FIT_TEXT)
    attempt = sending.claim_next_reply(at=NOON)
    assert sending.may_go_on(attempt_id=attempt.pk, at=NOON)

    change(whole)

    assert not sending.may_go_on(attempt_id=attempt.pk, at=NOON)


def test_a_quota_of_one_does_not_stop_the_reply_that_uses_it(forum_on_paper):
    whole = line(agreement={"posts_per_day": 1})
    whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)

    assert sending.may_go_on(attempt_id=attempt.pk, at=NOON)


def test_a_reply_waits_while_the_key_of_its_account_is_not_checked(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    whole.account.secret_due_at = NOON + HOUR
    whole.account.save()

    assert not jobs.send_next_reply()
    assert forum_on_paper.posted == []

    whole.account.secret_due_at = None
    whole.account.save()
    assert jobs.send_next_reply()
    reply.refresh_from_db()
    assert reply.state == ReplyState.POSTED
