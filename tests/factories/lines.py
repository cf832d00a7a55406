"""People with roles, published plans, and a whole line in force."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from alongside.accounts.domain.roles import CENTRAL_ROLES, Role
from alongside.accounts.models import User
from alongside.agreements.domain.terms import EngagementModel
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty, duty_of
from alongside.enquiries.models import Enquiry
from alongside.forums.models import Board, Forum, OfficialAccount
from alongside.listening.models import BoardReading
from alongside.matching.models import Watch
from alongside.plans import actions as plans
from alongside.plans.domain.steps import GoalText, IndicatorText, Law, Standards
from alongside.plans.domain.terms import LawfulBasis
from alongside.plans.models import PlanVersion
from alongside.replies.models import Reply
from tests.factories.register import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    ForumFactory,
    MembershipFactory,
    OfficialAccountFactory,
    UserFactory,
)
from tests.factories.work import (
    BoardReadingFactory,
    EnquiryFactory,
    ReplyFactory,
    WatchFactory,
)


def person(*roles: Role, body: Body | None = None, **names: str) -> User:
    """Somebody with the roles: central ones for all bodies, the others for `body`."""
    user = UserFactory(**names)
    for role in roles:
        MembershipFactory(user=user, role=role.value, body=None if role in CENTRAL_ROLES else body)
    return user


def on_duty(*roles: Role, body: Body | None = None) -> Duty:
    """A new person with the roles, and what they may do."""
    return duty_of(person(*roles, body=body))


# Everything that a plan must say besides its forums, so that it can be published.
WHOLE_PLAN: dict[str, Any] = {
    "title": "Taking part",
    "goal": "Questions about sick pay find a correct answer where they were asked.",
    "disclosure": "We say who we are.",
    "languages": ["en"],
    "goals": [GoalText("goal-1", "Answers where questions are asked")],
    "standards": Standards(
        disclosure="We say who we are.",
        safeguarding_role="Head of Safeguarding",
        contact_role="Forum team",
        contact="forums@aldmere.example",
        corrections_contact="https://www.aldmere.example/corrections",
    ),
    "law": Law(
        lawful_basis=LawfulBasis.PUBLIC_TASK.value,
        legal_power="Aldmere Services Act 1999, section 4",
        assessment_reference="DPIA 2026/7",
        assessed_on=date(2026, 3, 2),
    ),
    "indicators": [
        IndicatorText(
            "within",
            "Within the published standard",
            "%",
            figure="within_standard",
            baseline=Decimal("60"),
            target=Decimal("80"),
        )
    ],
}


def with_the_line(disclosure_line: str) -> Standards:
    """The standards of `WHOLE_PLAN`, with a line that every reply must hold."""
    standards: Standards = WHOLE_PLAN["standards"]
    return replace(standards, disclosure_line=disclosure_line)


def publish_plan(
    body: Body,
    forums: Iterable[Forum],
    *,
    effective_from: date = TODAY - 20 * DAY,
    at: datetime = NOON - 20 * DAY,
    **whole: Any,
) -> PlanVersion:
    """The body's next version, published through the action; `whole` is for `save_plan`."""
    save_plan(body, forums, at=at, **whole)
    return plans.publish_draft(body=body, effective_from=effective_from, by="lead", at=at)


def save_plan(
    body: Body,
    forums: Iterable[Forum],
    *,
    model: EngagementModel = EngagementModel.OPEN_ANSWERING,
    review_on: date = TODAY + 180 * DAY,
    response_hours: int = 48,
    peers_first_hours: int = 0,
    working_hours: Iterable[str] = (),
    at: datetime = NOON - 20 * DAY,
    **whole: object,
) -> PlanVersion:
    """The body's draft, saved through the action, with one objective a forum.

    `whole` changes other things that `plans.save_draft` takes; see `WHOLE_PLAN`.
    """
    return plans.save_draft(
        **{**WHOLE_PLAN, **whole},
        body=body,
        review_on=review_on,
        objectives=[
            plans.ObjectiveDraft(
                forum=forum,
                model=model,
                statement="Answer questions about sick pay.",
                reason="Members answer well." if model is EngagementModel.NONE else "",
                hours="Monday to Friday, 9:00 to 17:00",
                goal_key="goal-1",
                response_hours=response_hours,
                peers_first_hours=peers_first_hours,
                working_hours=tuple(working_hours),
            )
            for forum in forums
        ],
        by="lead",
        at=at,
    )


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


_APPROVED = {"approved", "sending", "posted", "held", "live", "removed", "stopped", "needs_person"}


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
