"""Claim, call, record, sweep: rather late than twice (law 6)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from alongside.audit.models import Event
from alongside.connectors.port import OutcomeUnknown, Receipt, Refused, TryLater, Unreadable
from alongside.connectors.posting import LONGEST_ADDRESS
from alongside.core import clock
from alongside.enquiries.domain.triage import EnquiryState
from alongside.replies import actions, jobs, queries, sending
from alongside.replies.domain.life import (
    SENDING_LIMIT,
    TRIES,
    TRY_LATER_PAUSE,
    NotPossibleNow,
    ReplyState,
)
from alongside.replies.models import Attempt, Reply
from tests.factories import (
    DAY,
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


def outcomes():
    return list(Attempt.objects.values_list("outcome", flat=True))


# Sending


def test_an_approved_reply_is_posted_word_for_word_by_the_official_account(whole, forum_on_paper):
    reply = whole.reply(approved=True)

    assert jobs.send_next_reply()

    reply.refresh_from_db()
    assert forum_on_paper.posted == [(whole.enquiry.thread_id, whole.account.handle, reply.text)]
    assert (reply.state, reply.external_id, reply.posted_at) == (ReplyState.POSTED, "p1", NOON)
    assert reply.public_link.endswith("/post/p1/")
    assert outcomes() == ["posted"]


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


# What can go wrong on the way


def test_a_forum_that_is_busy_is_tried_again_after_the_pause_it_asks_for(whole, forum_on_paper):
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.", after_seconds=300)]
    reply = whole.reply(approved=True)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem) == (ReplyState.APPROVED, "Busy.")
    assert reply.not_before == NOON + timedelta(seconds=300)
    assert outcomes() == ["not posted"]


def test_a_forum_that_names_no_pause_is_tried_again_after_ours(whole, forum_on_paper):
    forum_on_paper.fails_with["post_reply"] = [TryLater("Not reached.")]
    reply = whole.reply(approved=True)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert reply.not_before == NOON + TRY_LATER_PAUSE


def test_after_a_few_tries_that_posted_nothing_a_person_looks(whole, forum_on_paper):
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.") for _ in range(TRIES)]
    reply = whole.reply(approved=True)

    for _ in range(TRIES):
        Reply.objects.update(not_before=NOON)
        jobs.send_next_reply()

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert f"{TRIES} times" in reply.problem
    assert forum_on_paper.posted == []


@pytest.mark.parametrize(
    "failure",
    [Refused("The thread is closed."), OutcomeUnknown("No whole answer came.")],
    ids=lambda failure: type(failure).__name__,
)
def test_law_6_refused_or_unknown_goes_to_a_person_and_never_back_to_the_queue(
    whole, forum_on_paper, failure
):
    forum_on_paper.fails_with["post_reply"] = [failure]
    reply = whole.reply(approved=True)

    jobs.send_next_reply()
    again = jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem) == (ReplyState.NEEDS_PERSON, str(failure))
    assert again is False
    assert outcomes() == ["refused" if isinstance(failure, Refused) else "unknown"]
    assert list(queries.needing_a_person(whole.adviser)) == [reply]


def test_a_secret_that_cannot_be_opened_goes_to_a_person(whole, forum_on_paper, settings):
    settings.ALONGSIDE_ENCRYPTION_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    reply = whole.reply(approved=True)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, forum_on_paper.posted) == (ReplyState.NEEDS_PERSON, [])
    assert "ALONGSIDE_ENCRYPTION_KEYS" in reply.problem


# A worker that died


def test_law_6_a_reply_whose_worker_died_goes_to_a_person(whole):
    reply = whole.reply(approved=True)
    sending.claim_next_reply(at=NOON - SENDING_LIMIT)

    assert jobs.sweep_next_reply()

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "interrupted" in reply.problem
    assert outcomes() == ["unknown"]


def test_a_call_under_way_is_left_alone(whole):
    reply = whole.reply(approved=True)
    sending.claim_next_reply(at=NOON - SENDING_LIMIT + SECOND)

    assert jobs.sweep_next_reply() is False

    reply.refresh_from_db()
    assert reply.state == ReplyState.SENDING


def test_a_person_who_posts_by_hand_may_take_their_time(whole):
    whole.reply(sending=True, by_hand=True, attempt=False)

    assert sending.sweep_next_reply(at=NOON + DAY) is None


def test_law_6_the_end_of_a_swept_attempt_does_not_bring_the_reply_back_to_the_queue(whole):
    reply = whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)
    sending.sweep_next_reply(at=NOON + SENDING_LIMIT)

    sending.record_not_posted(
        attempt_id=attempt.pk, problem="Busy.", after_seconds=None, at=NOON + HOUR
    )
    sending.record_failure(
        attempt_id=attempt.pk, problem="Refused.", is_refused=True, at=NOON + HOUR
    )

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "interrupted" in reply.problem


def test_law_6_the_end_of_a_swept_attempt_does_not_disturb_the_one_after_it(whole):
    reply = whole.reply(approved=True)
    first = sending.claim_next_reply(at=NOON)
    sending.sweep_next_reply(at=NOON + SENDING_LIMIT)
    actions.send_again(reply_id=reply.pk, by=whole.reader, at=NOON + HOUR)
    second = sending.claim_next_reply(at=NOON + HOUR)

    sending.record_not_posted(
        attempt_id=first.pk, problem="Busy.", after_seconds=None, at=NOON + HOUR
    )

    reply.refresh_from_db()
    second.refresh_from_db()
    assert (reply.state, second.ended_at) == (ReplyState.SENDING, None)


def test_a_late_receipt_counts_while_a_person_has_the_reply(whole):
    reply = whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)
    sending.sweep_next_reply(at=NOON + SENDING_LIMIT)

    receipt = Receipt(external_id="p1", address="https://f.example/t/1/post/p1/")
    sending.record_posting(attempt_id=attempt.pk, receipt=receipt, at=NOON + HOUR)

    reply.refresh_from_db()
    assert (reply.state, reply.external_id) == (ReplyState.POSTED, "p1")


def test_a_receipt_that_comes_after_a_persons_word_goes_into_the_trail(whole):
    reply = whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)
    sending.sweep_next_reply(at=NOON + SENDING_LIMIT)
    actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON + HOUR)

    receipt = Receipt(external_id="p1", address="https://f.example/t/1/post/p1/")
    sending.record_posting(attempt_id=attempt.pk, receipt=receipt, at=NOON + HOUR)

    reply.refresh_from_db()
    assert reply.state == ReplyState.DRAFT
    assert Event.objects.get(kind="reply.late_receipt").details == {"address": receipt.address}


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


# Law 6 and law 1 while the network is


def test_law_6_a_late_receipt_of_a_reply_queued_again_goes_to_a_person_not_out_again(
    whole, forum_on_paper
):
    reply = whole.reply(approved=True)
    first = sending.claim_next_reply(at=NOON)
    sending.sweep_next_reply(at=NOON + SENDING_LIMIT)
    actions.send_again(reply_id=reply.pk, by=whole.reader, at=NOON + SENDING_LIMIT)

    receipt = Receipt(external_id="p1", address=f"{whole.forum.address}/t/1/post/p1/")
    sending.record_posting(attempt_id=first.pk, receipt=receipt, at=NOON + SENDING_LIMIT)

    reply.refresh_from_db()
    assert reply.state == ReplyState.NEEDS_PERSON
    assert receipt.address in reply.problem
    assert jobs.send_next_reply() is False


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


def test_law_6_before_another_try_the_thread_is_read_and_nothing_is_posted_twice(
    whole, forum_on_paper, monkeypatch
):
    reply = whole.reply(approved=True)
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.", after_seconds=300)]
    jobs.send_next_reply()
    assert forum_on_paper.read == []  # the first try has nothing to look for
    # The forum said that it took nothing, and it stands there all the same.
    forum_on_paper.posted.append((whole.enquiry.thread_id, whole.account.handle, reply.text))
    monkeypatch.setattr(clock, "now", lambda: NOON + HOUR)

    assert jobs.send_next_reply()

    reply.refresh_from_db()
    assert len(forum_on_paper.posted) == 1
    assert (reply.state, reply.external_id) == (ReplyState.POSTED, "p1")
    assert outcomes() == ["not posted", "posted"]


def test_law_6_what_stands_there_under_another_name_is_not_posted_again(
    whole, forum_on_paper, monkeypatch
):
    """The answer was lost, and the forum gave the account another name before the next try."""
    reply = whole.reply(approved=True)
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.")]
    jobs.send_next_reply()
    forum_on_paper.posted.append((whole.enquiry.thread_id, "a new name", reply.text))
    monkeypatch.setattr(clock, "now", lambda: NOON + HOUR)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert len(forum_on_paper.posted) == 1
    assert (reply.state, outcomes()) == (ReplyState.NEEDS_PERSON, ["not posted", "unknown"])
    assert reply.problem.startswith("The same words stand in the thread under another name: http")


def test_words_of_ours_that_another_only_quotes_do_not_keep_a_reply_back(
    whole, forum_on_paper, monkeypatch
):
    reply = whole.reply(approved=True)
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.")]
    jobs.send_next_reply()
    quoted = (whole.enquiry.thread_id, "a member", f"They said: {reply.text}")
    forum_on_paper.posted.append(quoted)
    monkeypatch.setattr(clock, "now", lambda: NOON + HOUR)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, len(forum_on_paper.posted)) == (ReplyState.POSTED, 2)


def test_law_6_a_later_quotation_does_not_hide_what_stands_there_under_another_name(
    whole, forum_on_paper, monkeypatch
):
    reply = whole.reply(approved=True)
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.")]
    jobs.send_next_reply()
    forum_on_paper.posted += [
        (whole.enquiry.thread_id, "a new name", reply.text),
        (whole.enquiry.thread_id, "a member", f"They said: {reply.text}"),
    ]
    monkeypatch.setattr(clock, "now", lambda: NOON + HOUR)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert len(forum_on_paper.posted) == 2
    assert reply.state == ReplyState.NEEDS_PERSON
    assert "/post/p1/ If your account has another name by now" in reply.problem


def test_another_try_waits_where_the_thread_cannot_be_read(whole, forum_on_paper, monkeypatch):
    reply = whole.reply(approved=True)
    forum_on_paper.fails_with["post_reply"] = [TryLater("Busy.")]
    jobs.send_next_reply()
    forum_on_paper.fails_with["find_reply"] = [Unreadable("A page without a post.")]
    monkeypatch.setattr(clock, "now", lambda: NOON + HOUR)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert forum_on_paper.posted == []
    assert (reply.state, outcomes()) == (ReplyState.APPROVED, ["not posted", "not posted"])
