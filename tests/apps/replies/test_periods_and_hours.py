"""Restricted periods, hours of work and the roles of people are obeyed at each step (law 2)."""

from datetime import timedelta

import pytest

from alongside.bodies.models import Membership
from alongside.periods import actions as periods
from alongside.plans.domain import policy
from alongside.replies import actions, jobs, queries, sending
from alongside.replies.domain.life import PolicyRefused, ReplyState
from tests.factories import DAY, FIT_TEXT, HOUR, NOON, TODAY, PeriodFactory, line, publish_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(forum_on_paper):
    found = line()
    found.body.jurisdiction = "GB"
    found.body.save()
    return found


def keep_hours(whole, *texts):
    """As a new version of the plan."""
    return publish_plan(
        whole.body, [whole.forum], effective_from=TODAY, working_hours=texts, at=NOON - HOUR
    )


def save(whole, at=NOON):
    return actions.save_draft(
        enquiry=whole.enquiry, text=FIT_TEXT, seen_at=None, by=whole.adviser, at=at
    )


# Listen only


def test_law_2_in_a_period_that_listens_only_nothing_is_drafted_or_approved(whole):
    period = PeriodFactory()

    with pytest.raises(PolicyRefused) as refused:
        save(whole)

    assert refused.value.clause == "listen_only_period"
    assert refused.value.address == period.get_absolute_url()
    reply = whole.reply(in_review=True)
    with pytest.raises(PolicyRefused):
        actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON)


def test_law_2_a_queued_reply_that_reaches_the_period_waits_and_goes_on_after(
    whole, forum_on_paper
):
    reply = whole.reply(approved=True)
    period = PeriodFactory()

    assert sending.claim_next_reply(at=NOON) is None

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == (ReplyState.APPROVED, "")
    assert period.name in reply.problem
    assert sending.claim_next_reply(at=NOON + 5 * DAY) is None
    assert sending.claim_next_reply(at=NOON + 6 * DAY).reply == reply


def test_a_period_that_is_ended_early_lets_what_waits_go_on_the_next_day(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    period = PeriodFactory()
    assert sending.claim_next_reply(at=NOON) is None
    periods.end_period_early(
        public_id=period.public_id, last_day=TODAY, reason="Over.", by="central", at=NOON
    )

    assert sending.claim_next_reply(at=NOON + HOUR) is None
    assert sending.claim_next_reply(at=NOON + DAY).reply == reply


def test_a_period_for_another_place_holds_nothing_up(whole):
    PeriodFactory(jurisdiction="GB-SCT")

    assert save(whole).state == ReplyState.DRAFT


def test_law_1_a_period_changes_nothing_in_what_the_operator_stopped(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    PeriodFactory()
    whole.answer(answer="not_welcome")

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, "not_welcome")


def test_what_is_to_be_posted_by_hand_waits_as_well(whole):
    reply = whole.reply(approved=True, by_hand=True)
    PeriodFactory()

    with pytest.raises(PolicyRefused):
        actions.begin_posting_by_hand(reply_id=reply.pk, by=whole.adviser, at=NOON)

    reply.refresh_from_db()
    assert reply.state == ReplyState.APPROVED


# Facts only


def test_law_2_in_a_factual_period_the_second_reader_confirms_and_the_answer_is_marked(whole):
    period = PeriodFactory(factual=True)
    reply = whole.reply(in_review=True)

    with pytest.raises(PolicyRefused) as refused:
        actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON)
    assert refused.value.clause == "facts_not_confirmed"
    assert refused.value.address == period.get_absolute_url()

    approved = actions.approve_reply(
        reply_id=reply.pk, confirms_facts=True, by=whole.reader, at=NOON
    )
    assert approved.facts_period == period
    assert sending.claim_next_reply(at=NOON).reply == reply


def test_a_confirmation_that_nobody_asked_for_marks_nothing(whole):
    reply = whole.reply(in_review=True)

    actions.approve_reply(reply_id=reply.pk, confirms_facts=True, by=whole.reader, at=NOON)

    reply.refresh_from_db()
    assert reply.facts_period is None


def test_law_2_a_reply_approved_before_a_factual_period_waits_unless_it_is_read_again(
    whole, forum_on_paper
):
    reply = whole.reply(approved=True)
    PeriodFactory(factual=True)

    assert sending.claim_next_reply(at=NOON) is None
    actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)
    actions.submit_reply(reply_id=reply.pk, override_reasons={}, by=whole.adviser, at=NOON)
    actions.approve_reply(reply_id=reply.pk, confirms_facts=True, by=whole.reader, at=NOON)

    assert sending.claim_next_reply(at=NOON).reply == reply


def test_a_reply_that_goes_back_to_draft_loses_its_mark(whole):
    reply = whole.reply(approved=True, facts_period=PeriodFactory(factual=True))

    actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    reply.refresh_from_db()
    assert reply.facts_period is None


# Hours


def test_law_2_outside_the_hours_of_the_plan_a_queued_reply_waits_until_they_begin(
    whole, forum_on_paper
):
    keep_hours(whole, "Mo-Fr 14:00-17:00")  # it is 13:00 on a Wednesday
    reply = whole.reply(approved=True)

    assert sending.claim_next_reply(at=NOON) is None

    reply.refresh_from_db()
    assert reply.state == ReplyState.APPROVED
    assert reply.not_before == NOON + HOUR
    assert sending.claim_next_reply(at=NOON + HOUR).reply == reply


def test_drafting_and_approving_go_on_outside_the_hours(whole):
    keep_hours(whole, "Sa 09:00-10:00")
    reply = save(whole)
    actions.submit_reply(reply_id=reply.pk, override_reasons={}, by=whole.adviser, at=NOON)

    approved = actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON)

    assert approved.state == ReplyState.APPROVED


def test_what_is_being_sent_when_the_hours_end_goes_no_further(whole, forum_on_paper):
    keep_hours(whole, "We 12:00-13:01")
    whole.reply(approved=True)
    attempt = sending.claim_next_reply(at=NOON)

    assert sending.may_go_on(attempt_id=attempt.pk, at=NOON + timedelta(seconds=59))
    assert not sending.may_go_on(attempt_id=attempt.pk, at=NOON + timedelta(seconds=60))


# People


def end_roles(duty):
    Membership.objects.filter(user=duty.user).delete()


@pytest.mark.parametrize(
    ("who", "clause"), [("adviser", "role_ended"), ("reader", "reader_role_ended")]
)
def test_law_2_a_queued_reply_is_stopped_when_the_role_of_its_people_has_ended(
    whole, forum_on_paper, who, clause
):
    reply = whole.reply(approved=True)
    end_roles(getattr(whole, who))

    assert jobs.send_next_reply() is False

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == (ReplyState.STOPPED, clause)
    assert reply.problem_address == f"/bodies/{whole.body.slug}/" or who == "reader"
    assert forum_on_paper.posted == []


def test_law_2_an_author_whose_role_has_ended_is_not_approved(whole):
    reply = whole.reply(in_review=True)
    end_roles(whole.adviser)

    with pytest.raises(PolicyRefused) as refused:
        actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON)

    assert refused.value.clause == "role_ended"


def test_somebody_who_may_no_longer_sign_in_answers_for_nobody(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    whole.adviser.user.is_active = False
    whole.adviser.user.save()

    jobs.send_next_reply()

    reply.refresh_from_db()
    assert reply.problem_clause == "role_ended"


def test_a_colleague_takes_over_what_was_stopped_for_a_role(whole, forum_on_paper):
    reply = whole.reply(approved=True)
    end_roles(whole.adviser)
    jobs.send_next_reply()

    actions.redraft_reply(reply_id=reply.pk, by=whole.lead, at=NOON)
    enquiry = whole.enquiry
    enquiry.claimed_by = whole.lead.user
    enquiry.save()
    saved = actions.save_draft(
        enquiry=enquiry, text=f"{FIT_TEXT} Again.", seen_at=NOON, by=whole.lead, at=NOON
    )

    assert saved.author == whole.lead.user
    assert queries.ask_about(policy.Act.APPROVE, saved, reader=policy.A_COLLEAGUE, at=NOON) is None
