"""Over the real records and actions: whatever happens in between, nothing goes that must not.

The pure policy is walked in tests/domain/plans/test_policy_sequences.py, far longer; here a few
walks show that what the policy looks at is gathered from the database as it stands.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.accounts.domain.roles import Role
from alongside.agreements import actions as agreements
from alongside.agreements.domain.terms import EngagementModel
from alongside.agreements.models import Agreement
from alongside.bodies.models import Membership
from alongside.connectors.port import Receipt
from alongside.enquiries import jobs as listening
from alongside.forums.models import OfficialAccount
from alongside.periods.models import RestrictedPeriod
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from alongside.replies import actions, sending
from alongside.replies.domain.life import PolicyRefused, ReplyState
from alongside.replies.models import Reply
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    ForumFactory,
    MembershipFactory,
    OfficialAccountFactory,
    PeriodFactory,
    line,
    publish_plan,
)

pytestmark = pytest.mark.django_db


class Walk:
    """One line, a clock of its own, and what happens to both."""

    def __init__(self):
        self.whole = line(agreement={"posts_per_day": 1})
        self.whole.body.jurisdiction = "GB"
        self.whole.body.save()
        self.now = NOON
        self.sent = []

    @property
    def today(self):
        return timezone.localdate(self.now)

    # Events

    def hold(self):
        self._stop(agreements.hold_agreement)

    def withdraw(self):
        self._stop(agreements.withdraw_agreement)

    def _stop(self, action):
        pair = {"forum": self.whole.forum, "body": self.whole.body}
        with suppress(agreements.NothingToHold):
            action(**pair, reason="", by="operator", at=self.now)

    def end_hold(self):
        self._stop(agreements.resume_agreement)

    def welcome(self):
        self._answer()

    def expire_tomorrow(self):
        self._answer(valid_until=self.today)

    def other_boards(self):
        self._answer(board_ids=["another"])

    def members_first(self):
        self._answer(peers_first_hours=72)

    def _answer(self, **changed):
        self.whole.answer(
            **{"welcome": True, "posts_per_day": 1, "answered_on": self.today,
               "valid_from": self.today, "recorded_at": self.now, **changed}
        )  # fmt: skip

    def supersede(self):
        self._publish(self.whole.forum)

    def drop_forum(self):
        self._publish(ForumFactory())

    def listen_only_plan(self):
        self._publish(self.whole.forum, model=EngagementModel.LISTEN_ONLY)

    def office_hours(self):
        self._publish(self.whole.forum, working_hours=["Mo-Fr 12:30-13:30"])

    def review_soon(self):
        self._publish(self.whole.forum, review_on=self.today + DAY)

    def _publish(self, forum, **changed):
        changed = {"review_on": self.today + 60 * DAY, **changed}
        publish_plan(self.whole.body, [forum], effective_from=self.today, at=self.now, **changed)

    def retire_account(self):
        OfficialAccount.objects.filter(retired_at=None).update(retired_at=self.now)

    def open_account(self):
        if not OfficialAccount.objects.filter(retired_at=None).exists():
            OfficialAccountFactory(forum=self.whole.forum, body=self.whole.body, with_secret=True)

    def end_role(self):
        Membership.objects.filter(user=self.whole.adviser.user).delete()

    def give_role(self):
        if not Membership.objects.filter(user=self.whole.adviser.user).exists():
            MembershipFactory(
                user=self.whole.adviser.user, body=self.whole.body, role=Role.ADVISER.value
            )

    def period_of_silence(self):
        PeriodFactory(begins_on=self.today, ends_on=self.today + DAY)

    def period_of_facts(self):
        PeriodFactory(factual=True, begins_on=self.today, ends_on=self.today + DAY)

    def periods_are_withdrawn(self):
        RestrictedPeriod.objects.filter(withdrawn_at=None).update(
            withdrawn_at=self.now, withdrawn_by="central", withdrawn_reason="A mistake."
        )

    def an_hour_passes(self):
        self.now += HOUR

    def a_day_passes(self):
        self.now += DAY

    def a_month_passes(self):
        self.now += 30 * DAY

    # Attempts

    def approve(self):
        self._approve(confirms_facts=False)

    def approve_facts(self):
        self._approve(confirms_facts=True)

    def _approve(self, *, confirms_facts):
        enquiry = self.whole.another_enquiry(asked_at=self.now - DAY)
        reply = self.whole.reply(in_review=True, enquiry=enquiry)
        refused = None
        try:
            actions.approve_reply(
                reply_id=reply.pk, confirms_facts=confirms_facts, by=self.whole.reader, at=self.now
            )
        except PolicyRefused as exc:
            refused = exc
        if refused is None:
            self.check(reply, reading_only=True)
            return
        assert refused.clause in set(policy.Clause)
        assert refused.address.startswith("/")
        reply.refresh_from_db()
        assert reply.state == ReplyState.IN_REVIEW

    def worker(self):
        attempt = sending.claim_next_reply(at=self.now)
        for stopped in Reply.objects.filter(state=ReplyState.STOPPED.value):
            assert stopped.problem_clause in set(policy.Clause) - policy.PASSING
            assert stopped.problem.endswith(".")
            assert stopped.problem_address.startswith("/")
        if attempt is None:
            return
        self.check(attempt.reply)
        self.sent.append(self.today)
        assert self.sent.count(self.today) == 1  # the operator's number
        sending.record_posting(
            attempt_id=attempt.pk,
            receipt=Receipt(external_id="7", address=f"{attempt.reply.enquiry.thread_address}p7"),
            at=self.now,
        )

    def check(self, reply, *, reading_only=False):
        """What the records say, read anew and judged without the policy."""
        newest = Agreement.objects.order_by("-pk").filter(body=self.whole.body).first()
        assert newest.answer in ("welcome", "with_conditions")
        assert newest.valid_until is None or self.today <= newest.valid_until
        assert newest.board_ids in ([], [reply.enquiry.board_id])
        version = plans.plan_in_force(self.whole.body.pk, on=self.today)
        objective = version.objectives.get(forum=self.whole.forum)
        assert objective.model == "open_answering"
        assert self.today <= version.review_on + timedelta(days=28)
        reply = Reply.objects.get(pk=reply.pk)
        assert reply.account.retired_at is None
        assert Membership.objects.filter(user=reply.author).exists()
        assert self.now >= reply.enquiry.asked_at + newest.peers_first_hours * HOUR
        periods = RestrictedPeriod.objects.in_force(self.today)
        assert not periods.filter(mode="listen_only").exists()
        if periods.filter(mode="factual").exists():
            assert reply.facts_period is not None
        if objective.working_hours and not reading_only:
            clock = timezone.localtime(self.now)
            assert clock.weekday() < 5
            assert (12, 30) <= (clock.hour, clock.minute) < (13, 30)


STEPS = [
    name
    for name, found in vars(Walk).items()
    if callable(found) and not name.startswith("_") and name not in ("check",)
]
# Whatever happens, people and the worker go on trying.
WALKS = st.lists(
    st.sampled_from(STEPS) | st.sampled_from(["approve", "approve_facts", "worker", "worker"]),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=WALKS)
def test_law_2_no_sequence_of_events_sends_what_must_not_be_sent(forum_on_paper, steps):
    with transaction.atomic():
        walk = Walk()
        for step in ["approve", *steps, "worker"]:
            getattr(walk, step)()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "steps",
    [
        ["approve", "hold", "worker", "end_hold", "worker"],
        ["approve", "period_of_silence", "worker", "a_day_passes", "a_day_passes", "worker"],
        ["approve", "period_of_facts", "worker", "approve_facts", "worker"],
        ["approve", "approve", "worker", "worker", "a_day_passes", "worker"],
        ["approve", "retire_account", "open_account", "worker", "approve", "worker"],
        ["office_hours", "approve", "an_hour_passes", "worker", "a_day_passes", "worker"],
        ["review_soon", "a_month_passes", "approve", "supersede", "approve", "worker"],
    ],
    ids=" ".join,
)
def test_law_2_the_walks_of_the_issue_end_with_what_may_stand(forum_on_paper, steps):
    walk = Walk()

    for step in steps:
        getattr(walk, step)()


def test_law_2_reading_drafting_approval_and_sending_ask_one_function(forum_on_paper, monkeypatch):
    whole = line()
    in_review = whole.reply(in_review=True)
    queued = whole.reply(approved=True, enquiry=whole.another_enquiry())
    asked = []

    def refuse(act, situation, *, at):
        asked.append(act)
        return policy.Refused(policy.Clause.HELD, "No.", "/forums/x/")

    monkeypatch.setattr(policy, "decide", refuse)

    listeners, sentence = listening.listeners_of(whole.reading, at=NOON)
    assert (listeners, sentence) == ([], "No.")
    with pytest.raises(PolicyRefused, match="No"):
        actions.save_draft(
            enquiry=whole.another_enquiry(), text="A", seen_at=None, by=whole.adviser, at=NOON
        )
    with pytest.raises(PolicyRefused, match="No"):
        actions.approve_reply(reply_id=in_review.pk, by=whole.reader, at=NOON)
    assert sending.claim_next_reply(at=NOON) is None

    queued.refresh_from_db()
    assert (queued.state, queued.problem) == (ReplyState.STOPPED, "No.")
    assert asked == [policy.Act.READ, policy.Act.DRAFT, policy.Act.APPROVE, policy.Act.SEND]
