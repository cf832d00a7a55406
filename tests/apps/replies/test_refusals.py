"""What plan and agreement do not allow is refused at each step, with the clause named.

The policy itself is tested in tests/domain/plans; here it is asked at drafting, at submission, at
approval and in the instant before sending (law 2), and its word stops what is queued (law 1).
"""

import pytest
from django.utils import timezone

from alongside.agreements import actions as agreements
from alongside.agreements.domain.terms import EngagementModel
from alongside.bodies.models import Body
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from alongside.replies import actions, jobs, queries, sending
from alongside.replies.domain.life import NotPossibleNow, PolicyRefused, ReplyState, Route
from alongside.replies.models import Reply
from tests.factories import (
    DAY,
    FIT_TEXT,
    HOUR,
    NOON,
    TODAY,
    EnquiryFactory,
    ForumFactory,
    OfficialAccountFactory,
    line,
    publish_plan,
    with_the_line,
)

pytestmark = pytest.mark.django_db


def hold(whole):
    agreements.hold_agreement(forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON)


def withdraw(whole):
    agreements.withdraw_agreement(
        forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON
    )


def expire(whole):
    whole.answer(expired=True)


def drop_objective(whole):
    publish_plan(whole.body, [ForumFactory()], effective_from=TODAY)


def retire_account(whole):
    whole.account.retired_at = NOON
    whole.account.save()


CHANGES = {
    "held": hold,
    "withdrawn": withdraw,
    "expired": expire,
    "not_welcome": lambda whole: whole.answer(answer="not_welcome"),
    "no_objective": drop_objective,
    "model_not_welcome": lambda whole: whole.answer(welcome=True, models_allowed=["clinic"]),
    "model_answers_nothing": lambda whole: publish_plan(
        whole.body, [whole.forum], model=EngagementModel.LISTEN_ONLY, effective_from=TODAY
    ),
    "wrong_board": lambda whole: whole.answer(welcome=True, board_ids=["another"]),
    "no_account": retire_account,
}
# A reply that is approved has an account, which is looked at rather than looked for.
CLAUSE_AT_SENDING = {"no_account": "account_retired"}


@pytest.fixture
def whole(forum_on_paper):
    return line()


def save(whole):
    return actions.save_draft(
        enquiry=whole.enquiry, text=FIT_TEXT, seen_at=None, by=whole.adviser, at=NOON
    )


def submit(whole):
    return actions.submit_reply(
        reply_id=Reply.objects.get().pk, override_reasons={}, by=whole.adviser, at=NOON
    )


def approve(whole):
    return actions.approve_reply(reply_id=Reply.objects.get().pk, by=whole.reader, at=NOON)


def send_again(whole):
    return actions.send_again(reply_id=Reply.objects.get().pk, by=whole.reader, at=NOON)


STEPS = {
    "drafting": (None, save),
    "submission": ("draft", submit),
    "approval": ("in_review", approve),
    "sending again": ("needs_person", send_again),
}


@pytest.mark.parametrize("clause", CHANGES)
@pytest.mark.parametrize("step", STEPS)
def test_laws_1_and_2_each_step_is_refused_and_names_the_clause(whole, clause, step):
    state, act = STEPS[step]
    if state:
        whole.reply(**({state: True} if state != "draft" else {}))
    before = list(Reply.objects.values())
    CHANGES[clause](whole)

    with pytest.raises(PolicyRefused) as refused:
        act(whole)

    assert refused.value.clause == clause
    assert str(refused.value).endswith(".")
    assert list(Reply.objects.values()) == before


@pytest.mark.parametrize("clause", CHANGES)
def test_law_1_a_queued_reply_is_stopped_in_the_instant_before_sending(
    whole, forum_on_paper, clause
):
    reply = whole.reply(approved=True)
    CHANGES[clause](whole)

    assert jobs.send_next_reply() is False

    reply.refresh_from_db()
    assert forum_on_paper.posted == []
    expected = CLAUSE_AT_SENDING.get(clause, clause)
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, expected)
    assert reply.problem
    assert reply.problem_address
    assert list(queries.needing_a_person(whole.adviser)) == [reply]


@pytest.mark.parametrize("clause", CHANGES)
def test_law_1_a_reply_to_be_posted_by_hand_is_stopped_likewise(whole, clause):
    reply = whole.reply(approved=True, by_hand=True)
    CHANGES[clause](whole)

    stopped = actions.begin_posting_by_hand(reply_id=reply.pk, by=whole.adviser, at=NOON)

    expected = CLAUSE_AT_SENDING.get(clause, clause)
    assert (stopped.state, stopped.problem_clause) == (ReplyState.STOPPED, expected)


def test_law_1_a_hold_stops_every_queued_reply_and_sends_the_others(whole, forum_on_paper):
    queued = [whole.reply(approved=True, enquiry=whole.another_enquiry()) for _ in range(3)]
    elsewhere = line()
    other = elsewhere.reply(approved=True, text=f"{FIT_TEXT} Elsewhere.")
    hold(whole)

    while jobs.send_next_reply():
        pass

    assert [text for _thread, _account, text in forum_on_paper.posted] == [other.text]
    assert {reply.state for reply in Reply.objects.filter(pk__in=[r.pk for r in queued])} == {
        ReplyState.STOPPED
    }


def test_law_2_a_queued_reply_with_a_link_is_stopped_once_the_operator_wants_none(
    whole, forum_on_paper
):
    reply = whole.reply(approved=True, text=FIT_TEXT)
    whole.answer(welcome=True, links_allowed=False)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == ("stopped", "links_not_allowed")
    assert forum_on_paper.posted == []


def test_law_2_a_queued_reply_without_the_line_of_the_next_plan_is_stopped(whole, forum_on_paper):
    line_of_plan = "I answer for Aldmere Public Services in working hours."
    reply = whole.reply(approved=True, text=FIT_TEXT)
    publish_plan(
        whole.body, [whole.forum], effective_from=TODAY, standards=with_the_line(line_of_plan)
    )

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == ("stopped", "disclosure_missing")
    assert line_of_plan in reply.problem
    assert reply.problem_address.endswith("/plan/2/#disclosure")
    assert forum_on_paper.posted == []


def test_a_queued_reply_to_a_question_that_was_set_aside_is_stopped(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    whole.enquiry.state, whole.enquiry.decided_at = "left_to_peers", NOON
    whole.enquiry.save()

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == ("stopped", "set_aside")
    assert forum_on_paper.posted == []


def test_law_1_the_end_of_a_hold_does_not_send_what_was_stopped(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    hold(whole)
    jobs.send_next_reply()
    agreements.resume_agreement(
        forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON
    )

    assert jobs.send_next_reply() is False

    reply.refresh_from_db()
    assert (reply.state, forum_on_paper.posted) == (ReplyState.STOPPED, [])
    actions.send_again(reply_id=reply.pk, by=whole.reader, at=NOON)
    assert jobs.send_next_reply()


def test_a_refusal_shows_where_the_clause_stands(whole):
    drop_objective(whole)

    with pytest.raises(PolicyRefused) as refused:
        save(whole)

    assert refused.value.address.endswith("/2/#objectives")


# Law 3: peers first


def test_law_3_a_draft_may_be_written_while_members_have_the_word_and_not_be_approved(
    forum_on_paper,
):
    whole = line(agreement={"peers_first_hours": 30})
    save(whole)
    submit(whole)

    with pytest.raises(PolicyRefused) as refused:
        approve(whole)

    assert refused.value.clause == "peers_first"
    assert Reply.objects.get().state == ReplyState.IN_REVIEW


def test_law_3_a_queued_reply_waits_when_the_operator_asks_for_more_time(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    whole.answer(welcome=True, peers_first_hours=48)

    assert jobs.send_next_reply() is False

    reply.refresh_from_db()
    assert (reply.state, forum_on_paper.posted) == (ReplyState.APPROVED, [])
    assert "Members come first" in reply.problem
    assert reply.not_before > NOON


# The operator's number of posts a day


def test_the_operators_number_of_posts_a_day_is_kept_and_the_rest_waits(forum_on_paper):
    whole = line(agreement={"posts_per_day": 2})
    replies = [
        whole.reply(approved=True, enquiry=whole.another_enquiry(), text=f"{FIT_TEXT} {number}")
        for number in range(3)
    ]

    while jobs.send_next_reply():
        pass

    last = Reply.objects.get(pk=replies[2].pk)
    assert len(forum_on_paper.posted) == 2
    assert last.state == ReplyState.APPROVED
    assert "2 posts a day" in last.problem
    assert timezone.localdate(last.not_before) == TODAY + DAY


def test_what_waited_for_the_next_day_is_sent_then(forum_on_paper):
    whole = line(agreement={"posts_per_day": 1})
    first = whole.reply(approved=True, enquiry=whole.another_enquiry())
    second = whole.reply(approved=True)
    sending.claim_next_reply(at=NOON)
    assert sending.claim_next_reply(at=NOON + HOUR) is None

    attempt = sending.claim_next_reply(at=NOON + DAY)

    assert attempt.reply == second
    assert first != second


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("sending", 1),
        ("posted", 1),
        ("held", 1),
        ("live", 1),
        ("needs_person", 1),  # it may stand there
        ("approved", 0),
        ("stopped", 0),
        ("withdrawn", 0),
    ],
)
def test_everything_that_may_stand_in_the_forum_counts_against_the_number(whole, state, counts):
    whole.reply(**{state: True})

    today = queries.posts_today(forum_id=whole.forum.pk, body_id=whole.body.pk, at=NOON)

    assert today == counts


def test_posts_of_another_day_forum_or_body_do_not_count(whole):
    whole.reply(live=True)

    count = queries.posts_today
    assert count(forum_id=whole.forum.pk, body_id=whole.body.pk, at=NOON + DAY) == 0
    assert count(forum_id=ForumFactory().pk, body_id=whole.body.pk, at=NOON) == 0
    assert count(forum_id=whole.forum.pk, body_id=line().body.pk, at=NOON) == 0


def test_a_reply_by_hand_waits_for_the_number_and_is_not_stopped(forum_on_paper):
    whole = line(agreement={"posts_per_day": 1})
    whole.reply(live=True, enquiry=whole.another_enquiry())
    reply = whole.reply(approved=True, by_hand=True)

    with pytest.raises(PolicyRefused) as refused:
        actions.begin_posting_by_hand(reply_id=reply.pk, by=whole.adviser, at=NOON)

    reply.refresh_from_db()
    assert (refused.value.clause, reply.state) == ("quota_reached", ReplyState.APPROVED)


# The body


def test_law_1_what_was_agreed_with_a_body_ends_with_it(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    Body.objects.filter(pk=whole.body.pk).update(closed_how="merged", closed_on=TODAY)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, "body_closed")
    assert forum_on_paper.posted == []
    read = plans.ask_policy(
        policy.Act.READ, forum=whole.forum, body=Body.objects.get(pk=whole.body.pk), at=NOON
    )
    assert read.clause is policy.Clause.BODY_CLOSED


# The account


def test_a_reply_approved_for_an_account_that_was_replaced_is_stopped(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    retire_account(whole)
    OfficialAccountFactory(forum=whole.forum, body=whole.body, with_secret=True)

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, "account_retired")
    assert "no longer uses the account" in reply.problem


def test_the_service_leaves_alone_what_is_to_be_posted_by_hand(whole, forum_on_paper):
    reply = whole.reply(approved=True, by_hand=True)

    assert jobs.send_next_reply() is False

    reply.refresh_from_db()
    assert (reply.state, reply.route) == (ReplyState.APPROVED, Route.BY_HAND)


@pytest.mark.parametrize("state", ["draft", "in_review", "stopped", "needs_person", "withdrawn"])
def test_law_5_nothing_is_sent_that_is_not_approved(whole, forum_on_paper, state):
    whole.reply(**({} if state == "draft" else {state: True}))

    assert jobs.send_next_reply() is False
    assert forum_on_paper.posted == []


def test_what_the_service_sends_is_not_posted_by_hand(whole):
    with pytest.raises(NotPossibleNow, match="sent by the service"):
        actions.begin_posting_by_hand(
            reply_id=whole.reply(approved=True).pk, by=whole.adviser, at=NOON
        )


def test_a_moderators_referral_does_not_wait_for_members(forum_on_paper):
    whole = line(agreement={"peers_first_hours": 30}, enquiry={"referred": True})
    whole.reply(in_review=True)

    assert approve(whole).state == ReplyState.APPROVED
    assert EnquiryFactory._meta.model.objects.get().thread_terms.is_referred
