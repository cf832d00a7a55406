"""What comes up day by day: readings, watches, enquiries, replies, and the trail."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from alongside.audit.models import Event
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EnquiryState, Origin
from alongside.enquiries.models import Enquiry, ThreadReading
from alongside.guidance.domain.checks import Check, Severity
from alongside.listening.models import BoardReading, ReadingDay
from alongside.matching.models import Match, Survey, SurveyBoard, SurveyCount, Watch
from alongside.replies.domain.life import Proof, ReplyState, Route
from alongside.replies.models import Attempt, CheckResult, Reply
from tests.factories.register import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    BoardFactory,
    BodyFactory,
    ForumFactory,
    OfficialAccountFactory,
    UserFactory,
)

FIT_TEXT = (
    "A fit note can be dated back. The rule stands on https://www.gov.uk/taking-sick-leave.\n\n"
    "Aldmere Public Services"
)


class BoardReadingFactory(DjangoModelFactory[BoardReading]):
    class Meta:
        model = BoardReading

    board = factory.SubFactory(BoardFactory, forum__with_interface=True)
    next_visit_at = NOON


class ReadingDayFactory(DjangoModelFactory[ReadingDay]):
    class Meta:
        model = ReadingDay

    forum = factory.SubFactory(ForumFactory)
    board_id = "1"
    day = TODAY


class WatchFactory(DjangoModelFactory[Watch]):
    class Meta:
        model = Watch

    body = factory.SubFactory(BodyFactory)
    name = "Sick pay"
    any_of = "sick pay\nfit note"
    added_at = NOON - 10 * DAY


class MatchFactory(DjangoModelFactory[Match]):
    class Meta:
        model = Match

    watch = factory.SubFactory(WatchFactory)
    thread_address = factory.Sequence(lambda n: f"https://forum.example/t/{n}/")
    at = NOON


class SurveyFactory(DjangoModelFactory[Survey]):
    class Meta:
        model = Survey

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    from_month = date(2026, 1, 1)
    until_month = date(2026, 4, 1)
    started_at = NOON
    started_by = "lead"


class SurveyBoardFactory(DjangoModelFactory[SurveyBoard]):
    class Meta:
        model = SurveyBoard

    survey = factory.SubFactory(SurveyFactory)
    board = factory.SubFactory(BoardFactory, forum=factory.SelfAttribute("..survey.forum"))


class SurveyCountFactory(DjangoModelFactory[SurveyCount]):
    class Meta:
        model = SurveyCount

    board = factory.SubFactory(SurveyBoardFactory)
    month = date(2026, 3, 1)
    within = factory.LazyFunction(lambda: [0] * 7)


class ThreadReadingFactory(DjangoModelFactory[ThreadReading]):
    """A thread that is followed and was not looked at again yet."""

    class Meta:
        model = ThreadReading

    forum = factory.SubFactory(ForumFactory)
    thread_id = factory.Sequence(lambda n: str(n + 1))

    class Params:
        looked_at = factory.Trait(read_at=NOON - HOUR / 2, next_visit_at=NOON + HOUR)


class EnquiryFactory(DjangoModelFactory[Enquiry]):
    """A question asked a day ago and raised an hour ago, waiting in the queue."""

    class Meta:
        model = Enquiry

    body = factory.SubFactory(BodyFactory)
    forum = factory.SubFactory(ForumFactory)
    board_id = "1"
    board_name = "Sick pay"
    thread_id = factory.Sequence(lambda n: str(n + 1))
    thread_address = factory.LazyAttribute(
        lambda enquiry: f"{enquiry.forum.address}/t/question/{enquiry.thread_id}/"
    )
    title = "Fit note ended on Friday"
    excerpt = "My fit note ended last Friday. Does my sick pay stop?"
    excerpt_until = NOON + EXCERPT_KEPT
    origin = Origin.MATCH.value
    asked_at = NOON - DAY
    raised_at = NOON - HOUR
    response_hours = 48
    due_at = NOON + DAY

    class Params:
        claimed = factory.Trait(
            state=EnquiryState.CLAIMED.value,
            claimed_by=factory.SubFactory(UserFactory),
            claimed_at=NOON - HOUR / 2,
        )
        referred = factory.Trait(origin=Origin.REFERRAL.value, referred_at=NOON - HOUR)
        left_to_peers = factory.Trait(
            state=EnquiryState.LEFT_TO_PEERS.value, decided_at=NOON - HOUR / 2
        )
        answered = factory.Trait(
            claimed=True, state=EnquiryState.ANSWERED.value, decided_at=NOON - HOUR / 4
        )


class ReplyFactory(DjangoModelFactory[Reply]):
    """A draft on a claimed enquiry; further states by name, each with all that it must have."""

    class Meta:
        model = Reply
        skip_postgeneration_save = True

    enquiry = factory.SubFactory(EnquiryFactory, claimed=True)
    account = factory.SubFactory(
        OfficialAccountFactory,
        forum=factory.SelfAttribute("..enquiry.forum"),
        body=factory.SelfAttribute("..enquiry.body"),
    )
    text = FIT_TEXT
    author = factory.SelfAttribute("enquiry.claimed_by")
    saved_at = NOON - 30 * timedelta(minutes=1)

    class Params:
        in_review = factory.Trait(
            state=ReplyState.IN_REVIEW.value, submitted_at=NOON - 20 * timedelta(minutes=1)
        )
        approved = factory.Trait(
            in_review=True,
            state=ReplyState.APPROVED.value,
            approved_by=factory.SubFactory(UserFactory),
            approved_at=NOON - 10 * timedelta(minutes=1),
            route=Route.INTERFACE.value,
        )
        sending = factory.Trait(approved=True, state=ReplyState.SENDING.value)
        posted = factory.Trait(
            approved=True,
            state=ReplyState.POSTED.value,
            posted_at=NOON - timedelta(minutes=5),
            not_before=NOON,
        )
        held = factory.Trait(posted=True, state=ReplyState.HELD.value)
        live = factory.Trait(
            posted=True,
            state=ReplyState.LIVE.value,
            not_before=None,
            live_at=NOON - timedelta(minutes=4),
            proof=Proof.READ_BACK.value,
            public_link=factory.LazyAttribute(
                lambda reply: f"{reply.enquiry.thread_address}post/2/"
            ),
        )
        removed = factory.Trait(live=True, state=ReplyState.REMOVED.value)
        stopped = factory.Trait(
            approved=True,
            state=ReplyState.STOPPED.value,
            problem="The operator has put everything on hold.",
            problem_clause="held",
        )
        rejected = factory.Trait(
            approved=True,
            state=ReplyState.REJECTED.value,
            problem="Answers belong into the other board, they said.",
        )
        needs_person = factory.Trait(
            approved=True,
            state=ReplyState.NEEDS_PERSON.value,
            problem="Nobody knows whether it stands there.",
        )
        withdrawn = factory.Trait(state=ReplyState.WITHDRAWN.value)
        by_hand = factory.Trait(route=Route.BY_HAND.value)

    @factory.post_generation
    def attempt(self, create: bool, extracted: bool | None, **_kwargs: object) -> None:
        """What was given to a forum has its attempt; it is under way while the reply is sent."""
        sent = {ReplyState.SENDING, ReplyState.POSTED, ReplyState.HELD, ReplyState.LIVE,
                ReplyState.NEEDS_PERSON}  # fmt: skip
        if create and (extracted or (extracted is None and ReplyState(self.state) in sent)):
            AttemptFactory(reply=self, ended=self.state != ReplyState.SENDING)


class AttemptFactory(DjangoModelFactory[Attempt]):
    class Meta:
        model = Attempt

    reply = factory.SubFactory(ReplyFactory, sending=True, attempt=False)
    claimed_at = NOON - timedelta(minutes=1)

    class Params:
        ended = factory.Trait(ended_at=NOON - timedelta(seconds=50), outcome="posted")


class CheckResultFactory(DjangoModelFactory[CheckResult]):
    class Meta:
        model = CheckResult

    reply = factory.SubFactory(ReplyFactory, in_review=True)
    check_name = Check.COMMITMENT.value
    severity = Severity.WARN.value
    message = "This may read as a promise."
    override_reason = "It repeats the wording of the page."


class EventFactory(DjangoModelFactory[Event]):
    class Meta:
        model = Event

    kind = "reply.approved"
    actor = "reader"
    subject = "reply:q7c2"
    at = NOON
