"""Whatever happens in whatever order: no refused act gets through, and each refusal has one reason.

A small world of one body, one forum and one question, in which anything may happen between two
steps: the operator holds, resumes, withdraws; agreements expire; plans are replaced, or their
review date passes; accounts are retired; roles end; periods begin and end; the clock runs. Its
people try to draft, approve and send at any moment, and ask the policy each time. What they got
through is judged by `faults_of_sending`, which knows nothing of the policy's order or code.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from alongside.agreements.domain.terms import AgreementTerms, Answer, EngagementModel
from alongside.core.opening_hours import Span
from alongside.periods.domain.terms import Mode, PeriodTerms, tightest
from alongside.plans.domain import policy
from alongside.plans.domain.policy import (
    PASSING,
    AccountTerms,
    Act,
    AdviserTerms,
    Clause,
    ObjectiveTerms,
    PlanTerms,
    ReaderTerms,
    Situation,
    ThreadTerms,
)

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 27, 10, tzinfo=UTC)  # two days later the clocks change
DAY = timedelta(days=1)
OPEN, CLINIC, LISTEN = (
    EngagementModel.OPEN_ANSWERING,
    EngagementModel.CLINIC,
    EngagementModel.LISTEN_ONLY,
)
OFFICE = (Span((0, 1, 2, 3, 4), 9 * 60, 17 * 60),)


@dataclass(frozen=True)
class Queued:
    """An approved reply: what it bears since then."""

    account: AccountTerms
    reader: ReaderTerms


@dataclass
class World:
    now: datetime = START
    asked_at: datetime = START - timedelta(hours=1)
    agreement: AgreementTerms | None = None
    plan: PlanTerms | None = None
    account: AccountTerms | None = None
    accounts: int = 0
    retired: set[str] = field(default_factory=set)
    author_answers: bool = True
    reader_reads: bool = True
    periods: list[PeriodTerms] = field(default_factory=list)
    board: str = "7"
    is_set_aside: bool = False
    is_referred: bool = False
    sent: list[date] = field(default_factory=list)
    queue: list[Queued] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    @property
    def period(self) -> PeriodTerms | None:
        today = self.today
        return tightest(
            found for found in self.periods if found.begins_on <= today <= found.ends_on
        )

    def situation(
        self, *, account: AccountTerms | None = None, reader: ReaderTerms | None = None
    ) -> Situation:
        account = account or self.account
        if account is not None:
            account = replace(account, is_retired=account.handle in self.retired)
        if reader is not None:
            reader = replace(reader, reads=self.reader_reads)
        return Situation(
            forum_name="Aldmere",
            forum_address="/forums/aldmere/",
            body_name="APS",
            body_address="/bodies/aps/",
            agreement=self.agreement,
            plan=self.plan,
            account=account,
            zone=LONDON,
            period=self.period,
            adviser=AdviserTerms(answers=self.author_answers),
            reader=reader,
            thread=ThreadTerms(
                board_id=self.board,
                asked_at=self.asked_at,
                address="/workspace/enquiries/q/",
                is_referred=self.is_referred,
                is_set_aside=self.is_set_aside,
            ),
            posts_today=self.sent.count(self.today),
        )


def faults_of_sending(world: World, reply: Queued) -> list[str]:
    """All for which the reply must not stand in the forum now: the laws, said once more."""
    terms, plan, today = world.agreement, world.plan, world.today
    if terms is None or terms.answer not in (Answer.WELCOME, Answer.WITH_CONDITIONS):
        return ["nobody agreed"]
    if plan is None or plan.objective is None:
        return ["nothing planned"]
    clock = world.now.astimezone(LONDON)
    hour = clock.hour * 60 + clock.minute
    in_office = clock.weekday() < 5 and 9 * 60 <= hour < 17 * 60
    hours_waited = (world.now - world.asked_at) / timedelta(hours=1)
    first = max(terms.peers_first_hours, plan.objective.peers_first_hours)
    listening = any(
        found.mode is Mode.LISTEN_ONLY and found.begins_on <= today <= found.ends_on
        for found in world.periods
    )
    facts_only = any(
        found.mode is Mode.FACTUAL and found.begins_on <= today <= found.ends_on
        for found in world.periods
    )
    checks = {
        "agreement begins later": terms.valid_from <= today,
        "agreement is over": terms.valid_until is None or today <= terms.valid_until,
        "operator's model": plan.objective.model in terms.models,
        "plan's model": plan.objective.model is OPEN,
        "wrong board": not terms.board_ids or world.board in terms.board_ids,
        "plan begins later": plan.effective_from <= today,
        "review is long past": (today - plan.review_on).days <= 28,
        "members first": world.is_referred or hours_waited >= first,
        "quota": terms.posts_per_day is None or world.sent.count(today) < terms.posts_per_day,
        "hours": not plan.objective.hours or in_office,
        "set aside": not world.is_set_aside,
        "account": reply.account.handle not in world.retired,
        "author": world.author_answers,
        "reader": world.reader_reads and not reply.reader.is_author,
        "listen only": not listening,
        "facts": not facts_only or listening or reply.reader.confirms_facts,
    }  # fmt: skip
    return [name for name, holds in checks.items() if not holds]


class Policy(RuleBasedStateMachine):
    """Events and attempts in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize()
    def all_is_well(self) -> None:
        self.answer(
            answer=Answer.WELCOME, days=300, models=frozenset({OPEN}), quota=1, first=0, boards=()
        )
        self.supersede(model=OPEN, starts_in=0, reviewed_in=100, first=0, hours=())
        self.open_account()
        self.approve(is_author=False, confirms=False)
        self.approve(is_author=False, confirms=True)
        assert len(self.world.queue) == 2

    # The operator

    @rule(
        answer=st.sampled_from([*[Answer.WELCOME] * 4, *Answer]),
        days=st.sampled_from([60, 60, 3, 0, -1]),
        models=st.frozensets(st.sampled_from([OPEN, CLINIC, LISTEN])) | st.just(frozenset({OPEN})),
        quota=st.sampled_from([None, 1, 1, 2, 0]),
        first=st.sampled_from([0, 0, 3, 30]),
        boards=st.sampled_from([(), (), ("7",), ("8",)]),
    )
    def answer(self, answer, days, models, quota, first, boards):
        today = self.world.today
        self.world.agreement = AgreementTerms(
            answer=answer,
            answered_on=today,
            valid_from=today,
            valid_until=today + days * DAY,
            models=models,
            allows_reading=True,
            links_allowed=True,
            posts_per_day=quota,
            peers_first_hours=first,
            board_ids=frozenset(boards),
            address="/forums/aldmere/#agreement",
        )

    @precondition(lambda self: self.world.agreement is not None)
    @rule(answer=st.sampled_from([Answer.HELD, Answer.WITHDRAWN]))
    def stop(self, answer):
        self.world.agreement = replace(self.world.agreement, answer=answer)

    @precondition(lambda self: self.world.agreement and self.world.agreement.answer is Answer.HELD)
    @rule()
    def end_hold(self):
        self.world.agreement = replace(self.world.agreement, answer=Answer.WELCOME)

    # The body

    @rule(
        model=st.sampled_from([OPEN, OPEN, OPEN, CLINIC, LISTEN, None]),
        starts_in=st.sampled_from([0, 0, 2]),
        reviewed_in=st.integers(1, 90),
        first=st.sampled_from([0, 0, 5]),
        hours=st.sampled_from([(), OFFICE]),
    )
    def supersede(self, model, starts_in, reviewed_in, first, hours):
        today = self.world.today
        self.world.plan = PlanTerms(
            name="plan of APS, version 2",
            address="/bodies/aps/plan/2/",
            effective_from=today + starts_in * DAY,
            review_on=today + reviewed_in * DAY,
            objective=ObjectiveTerms(model, 48, first, hours) if model else None,
        )

    def open_account(self):
        self.world.accounts += 1
        number = self.world.accounts
        self.world.account = AccountTerms(f"APS_{number}", f"/accounts/{number}/")

    @rule(
        what=st.sampled_from(
            ["replace account", "author's role", "reader's role", "set aside", "another board"]
        )
    )
    def people_change_something(self, what):
        """Once more, and it is as it was, but for a retired account."""
        world = self.world
        match what:
            case "replace account":
                world.retired.add(world.account.handle)
                self.open_account()
            case "author's role":
                world.author_answers = not world.author_answers
            case "reader's role":
                world.reader_reads = not world.reader_reads
            case "set aside":
                world.is_set_aside = not world.is_set_aside
            case _:
                world.board = "8" if world.board == "7" else "7"

    # Everybody

    @rule(
        mode=st.sampled_from([*Mode, Mode.LISTEN_ONLY]),
        begins_in=st.sampled_from([0, 0, 0, 2]),
        days=st.integers(0, 6),
    )
    def period(self, mode, begins_in, days):
        begins_on = self.world.today + begins_in * DAY
        self.world.periods.append(
            PeriodTerms(
                public_id=str(len(self.world.periods)),
                name="General election",
                jurisdiction="GB",
                kinds=frozenset(),
                mode=mode,
                begins_on=begins_on,
                ends_on=begins_on + days * DAY,
                address="/periods/p/",
            )
        )

    @rule(hours=st.sampled_from([1, 3, 8, 24, 24 * 7, 24 * 40]))
    def time_passes(self, hours):
        self.world.now += timedelta(hours=hours)

    # What people and the worker try

    @precondition(lambda self: len(self.world.queue) < 4)
    @rule(is_author=st.sampled_from([False, False, True]), confirms=st.booleans())
    def approve(self, is_author, confirms):
        """Somebody drafts an answer, and somebody approves it."""
        reader = ReaderTerms(is_author=is_author, reads=True, confirms_facts=confirms)
        if not self.asked(Act.DRAFT, self.world.situation()):
            return
        if self.asked(Act.APPROVE, self.world.situation(reader=reader)):
            assert not is_author
            assert self.world.reader_reads
            self.world.queue.append(Queued(self.world.account, reader))

    @precondition(lambda self: self.world.queue)
    @rule(which=st.integers(0, 3))
    def send(self, which):
        """The worker takes one that may go now."""
        free = [found for found in self.world.queue if self.may_be_sent(found)]
        if free:
            self.world.queue.remove(free[which % len(free)])
            self.world.sent.append(self.world.today)

    @invariant()
    def what_may_be_sent_now_has_no_fault_and_what_may_not_has_one(self):
        for queued in self.world.queue:
            faults = faults_of_sending(self.world, queued)
            assert self.may_be_sent(queued) == (not faults), faults

    def may_be_sent(self, queued: Queued) -> bool:
        situation = self.world.situation(account=queued.account, reader=queued.reader)
        return self.asked(Act.SEND, situation)

    def asked(self, act: Act, situation: Situation) -> bool:
        """Whether the policy allows it; what it refuses has one reason, a sentence and a place."""
        decision = policy.decide(act, situation, at=self.world.now)
        if decision is None:
            return True
        assert isinstance(decision.clause, Clause)
        assert decision.sentence.endswith(".")
        assert decision.address.startswith("/")
        assert decision == policy.decide(act, situation, at=self.world.now)
        if decision.until is not None:
            assert decision.clause in PASSING
            assert decision.until > self.world.now
        return False

    @invariant()
    def an_answer_is_as_free_as_its_last_step(self):
        """What may be sent may be approved, and what may be approved may be drafted."""
        situation = self.world.situation(
            reader=ReaderTerms(is_author=False, reads=True, confirms_facts=True)
        )
        at = self.world.now
        allowed = [act for act in (Act.DRAFT, Act.APPROVE, Act.SEND)
                   if policy.decide(act, situation, at=at) is None]  # fmt: skip
        assert allowed in (
            [], [Act.DRAFT], [Act.DRAFT, Act.APPROVE], [Act.DRAFT, Act.APPROVE, Act.SEND],
        )  # fmt: skip


Policy.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)


class TestLaw2NoSequenceOfEventsLetsARefusedActThrough(Policy.TestCase):
    """Laws 1 and 2, over sequences of events."""
