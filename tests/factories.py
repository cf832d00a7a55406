"""The smallest legal object of every model, states by name, and a whole line in force.

    ReplyFactory(in_review=True)        one reply waiting for a second reader, and all it needs
    line()                              body, forum, board, account, agreement, published plan,
                                        watch, people and a claimed enquiry, all in force

Times are fixed: it is noon on Wednesday, 6 May 2026, unless a test says otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from alongside.accounts.domain.roles import CENTRAL_ROLES, Role
from alongside.accounts.models import User
from alongside.agreements.domain.terms import Answer, EngagementModel
from alongside.agreements.models import Agreement
from alongside.audit.models import Event
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body, BodyIdentifier, Membership
from alongside.bodies.queries import Duty, duty_of
from alongside.core import sealed
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EnquiryState, Origin
from alongside.enquiries.models import Enquiry
from alongside.forums.domain.kinds import MeasureMethod
from alongside.forums.models import Board, Forum, Listing, Measure, OfficialAccount
from alongside.guidance.domain.checks import Check, Severity
from alongside.guidance.models import ApprovedLine, Source
from alongside.listening.models import BoardReading
from alongside.matching.models import Match, Watch
from alongside.plans import actions as plans
from alongside.plans.models import Objective, PlanVersion
from alongside.replies.domain.life import Proof, ReplyState, Route
from alongside.replies.models import Attempt, CheckResult, Reply

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
TODAY = date(2026, 5, 6)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

FIT_TEXT = (
    "A fit note can be dated back. The rule stands on https://www.gov.uk/taking-sick-leave.\n\n"
    "Aldmere Public Services"
)


class UserFactory(DjangoModelFactory[User]):
    """Somebody without any role; passwords are for tests of signing in."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@aldmere.example")
    display_name = factory.Sequence(lambda n: f"Person {n}")


class BodyFactory(DjangoModelFactory[Body]):
    class Meta:
        model = Body

    slug = factory.Sequence(lambda n: f"body-{n}")
    name = "Aldmere Public Services"
    kind = BodyKind.OTHER.value

    class Params:
        practice = factory.Trait(is_practice=True)


class BodyIdentifierFactory(DjangoModelFactory[BodyIdentifier]):
    class Meta:
        model = BodyIdentifier

    body = factory.SubFactory(BodyFactory)
    scheme = "GOVUK-SLUG"
    value = factory.Sequence(lambda n: f"body-{n}")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    body = factory.SubFactory(BodyFactory)
    role = Role.ADVISER.value

    class Params:
        central = factory.Trait(body=None, role=Role.CENTRAL_TEAM.value)


class ForumFactory(DjangoModelFactory[Forum]):
    """A forum of which nothing is known but its name and address; people post by hand."""

    class Meta:
        model = Forum

    slug = factory.Sequence(lambda n: f"forum-{n}")
    name = factory.Sequence(lambda n: f"Aldmere Forum {n}")
    address = factory.LazyAttribute(lambda forum: f"https://{forum.slug}.example")
    added_at = NOON - 90 * DAY

    class Params:
        practice = factory.Trait(is_practice=True)
        with_interface = factory.Trait(engine="misago")


class BoardFactory(DjangoModelFactory[Board]):
    class Meta:
        model = Board

    forum = factory.SubFactory(ForumFactory)
    external_id = factory.Sequence(lambda n: str(n + 1))
    name = "Sick pay"


class MeasureFactory(DjangoModelFactory[Measure]):
    class Meta:
        model = Measure

    forum = factory.SubFactory(ForumFactory)
    kind = "posts"
    value = 70_000
    unit = "posts"
    method = MeasureMethod.SHOWN.value
    asserted_by = "the forum's front page"
    source = "front page"
    dated = "2026-05"
    recorded_at = NOON


class ListingFactory(DjangoModelFactory[Listing]):
    class Meta:
        model = Listing

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    reason = "Most questions about sick pay are asked here."
    listed_on = TODAY


class OfficialAccountFactory(DjangoModelFactory[OfficialAccount]):
    class Meta:
        model = OfficialAccount

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    handle = factory.Sequence(lambda n: f"AldmereOfficial{n}")
    opened_at = NOON - 30 * DAY

    class Params:
        with_secret = factory.Trait(
            sealed_secret=factory.LazyFunction(lambda: sealed.seal("a secret of the test"))
        )
        retired = factory.Trait(retired_at=NOON - DAY)


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    body = factory.SubFactory(BodyFactory)
    title = "Taking sick leave"
    address = factory.Sequence(lambda n: f"https://www.gov.uk/page-{n}")
    checked_on = TODAY


class ApprovedLineFactory(DjangoModelFactory[ApprovedLine]):
    class Meta:
        model = ApprovedLine

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Line {n}")
    text = "The rule stands on this page."
    source = factory.SubFactory(SourceFactory, body=factory.SelfAttribute("..body"))
    agreed_on = TODAY
    expires_on = TODAY + 365 * DAY


class AgreementFactory(DjangoModelFactory[Agreement]):
    """An answer that says no; `welcome=True` covers reading and open answering everywhere."""

    class Meta:
        model = Agreement

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    answer = Answer.NOT_WELCOME.value
    answered_on = TODAY - 30 * DAY
    valid_from = TODAY - 30 * DAY
    evidence = "Asked by letter; they answered by letter."
    recorded_by = "lead"
    recorded_at = NOON - 30 * DAY

    class Params:
        welcome = factory.Trait(
            answer=Answer.WELCOME.value,
            models_allowed=[EngagementModel.OPEN_ANSWERING.value],
            allows_reading=True,
        )
        held = factory.Trait(answer=Answer.HELD.value)
        withdrawn = factory.Trait(answer=Answer.WITHDRAWN.value)
        expired = factory.Trait(welcome=True, valid_until=TODAY - DAY)


class PlanVersionFactory(DjangoModelFactory[PlanVersion]):
    """A draft without objectives. See `publish_plan` for a version in force."""

    class Meta:
        model = PlanVersion

    body = factory.SubFactory(BodyFactory)
    title = "Taking part"
    goal = "Questions about sick pay find a correct answer where they were asked."
    disclosure = "We say who we are."
    review_on = TODAY + 180 * DAY
    drafted_at = NOON - 20 * DAY


class ObjectiveFactory(DjangoModelFactory[Objective]):
    class Meta:
        model = Objective

    version = factory.SubFactory(PlanVersionFactory)
    forum = factory.SubFactory(ForumFactory)
    model = EngagementModel.OPEN_ANSWERING.value
    statement = "Answer questions about sick pay."


class BoardReadingFactory(DjangoModelFactory[BoardReading]):
    class Meta:
        model = BoardReading

    board = factory.SubFactory(BoardFactory, forum__with_interface=True)
    next_visit_at = NOON


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
        stopped = factory.Trait(
            approved=True,
            state=ReplyState.STOPPED.value,
            problem="The operator has put everything on hold.",
            problem_clause="held",
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


def person(*roles: Role, body: Body | None = None, **names: str) -> User:
    """Somebody with the roles: central ones for all bodies, the others for `body`."""
    user = UserFactory(**names)
    for role in roles:
        MembershipFactory(user=user, role=role.value, body=None if role in CENTRAL_ROLES else body)
    return user


def on_duty(*roles: Role, body: Body | None = None) -> Duty:
    """A new person with the roles, and what they may do."""
    return duty_of(person(*roles, body=body))


def publish_plan(
    body: Body,
    forums: Iterable[Forum],
    *,
    model: EngagementModel = EngagementModel.OPEN_ANSWERING,
    effective_from: date = TODAY - 20 * DAY,
    review_on: date = TODAY + 180 * DAY,
    response_hours: int = 48,
    peers_first_hours: int = 0,
    at: datetime = NOON - 20 * DAY,
) -> PlanVersion:
    """The body's next version, published through the action, with one objective a forum."""
    plans.save_draft(
        body=body,
        title="Taking part",
        goal="Questions about sick pay find a correct answer where they were asked.",
        disclosure="We say who we are.",
        review_on=review_on,
        objectives=[
            plans.ObjectiveDraft(
                forum=forum,
                model=model,
                statement="Answer questions about sick pay.",
                response_hours=response_hours,
                peers_first_hours=peers_first_hours,
            )
            for forum in forums
        ],
        by="lead",
        at=at,
    )
    return plans.publish_draft(body=body, effective_from=effective_from, by="lead", at=at)


@dataclass(slots=True)
class Line:
    """Everything that one reply needs, in force at NOON."""

    body: Body
    forum: Forum
    board: Board
    reading: BoardReading
    account: OfficialAccount
    agreement: Agreement
    plan: PlanVersion
    watch: Watch
    enquiry: Enquiry
    adviser: Duty
    reader: Duty
    lead: Duty

    def reply(self, **values: object) -> Reply:
        """A reply to the enquiry by the adviser; approved, if so, by the reader."""
        values.setdefault("enquiry", self.enquiry)
        values.setdefault("author", self.adviser.user)
        values.setdefault("account", self.account)
        if values.keys() & _APPROVED:
            values.setdefault("approved_by", self.reader.user)
        return ReplyFactory(**values)

    def another_enquiry(self, **values: object) -> Enquiry:
        """A further question in the same board, claimed by the adviser."""
        values.setdefault("claimed_by", self.adviser.user)
        return EnquiryFactory(
            body=self.body,
            forum=self.forum,
            board_id=self.board.external_id,
            claimed=True,
            **values,
        )

    def answer(self, **values: object) -> Agreement:
        """One more answer of the operator; from now on it is the one that counts."""
        values.setdefault("forum", self.forum)
        values.setdefault("body", self.body)
        return AgreementFactory(**values)


_APPROVED = {"approved", "sending", "posted", "held", "live", "stopped", "needs_person"}


def line(
    *,
    engine: str = "misago",
    practice: bool = False,
    secret: bool = True,
    agreement: dict[str, object] | None = None,
    plan: dict[str, object] | None = None,
    enquiry: dict[str, object] | None = None,
) -> Line:
    """A body, a forum that welcomes it and all that lies between, up to a claimed enquiry.

    The dictionaries change single values of the agreement, the plan (see `publish_plan`) and the
    enquiry. `engine` empty or `secret` False: replies are posted by hand.
    """
    body = BodyFactory(is_practice=practice, acronym="APS")
    forum = ForumFactory(engine=engine, is_practice=practice)
    board = BoardFactory(forum=forum)
    adviser, reader, lead = (
        on_duty(role, body=body)
        for role in (Role.ADVISER, Role.SECOND_READER, Role.ENGAGEMENT_LEAD)
    )
    return Line(
        body=body,
        forum=forum,
        board=board,
        reading=BoardReadingFactory(board=board),
        account=OfficialAccountFactory(forum=forum, body=body, with_secret=secret),
        agreement=AgreementFactory(
            **{"forum": forum, "body": body, "welcome": True, **(agreement or {})}
        ),
        plan=publish_plan(body, [forum], **(plan or {})),
        watch=WatchFactory(body=body),
        enquiry=EnquiryFactory(
            **{
                "body": body,
                "forum": forum,
                "board_id": board.external_id,
                "board_name": board.name,
                "claimed": True,
                "claimed_by": adviser.user,
                **(enquiry or {}),
            }
        ),
        adviser=adviser,
        reader=reader,
        lead=lead,
    )
