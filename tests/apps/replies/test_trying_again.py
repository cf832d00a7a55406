"""What went wrong on the way to the forum, and what happens before another try (law 6)."""

from datetime import timedelta

import pytest

from alongside.audit.models import Event
from alongside.connectors.port import OutcomeUnknown, Receipt, Refused, TryLater, Unreadable
from alongside.core import clock
from alongside.replies import actions, jobs, queries, sending
from alongside.replies.domain.life import SENDING_LIMIT, TRIES, TRY_LATER_PAUSE, ReplyState
from alongside.replies.models import Attempt, Reply
from tests.factories import DAY, HOUR, NOON, line

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def whole(forum_on_paper):
    return line()


def outcomes():
    return list(Attempt.objects.values_list("outcome", flat=True))


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


# Before another try


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
