"""The policy in force: what agreement and plan allow, and the clause where they do not.

One pure function, asked at reading, drafting, approval and in the instant before sending
(law 2: the published plan is the policy in force).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from alongside.agreements.domain.terms import (
    ANSWERING_MODELS,
    MODEL_WORDS,
    AgreementTerms,
    EngagementModel,
    Standing,
    standing_of,
)


class Act(StrEnum):
    """What somebody wants to do in a forum."""

    READ = "read"  # read members' posts by machine
    DRAFT = "draft"
    APPROVE = "approve"
    SEND = "send"


ANSWERING_ACTS = frozenset({Act.DRAFT, Act.APPROVE, Act.SEND})

# A plan whose review date has passed goes on for this long, then allows no new replies.
REVIEW_GRACE = timedelta(days=28)


class Clause(StrEnum):
    """The clause that refuses; each refusal names exactly one, the first that applies."""

    NO_AGREEMENT = "no_agreement"
    NOT_WELCOME = "not_welcome"
    NO_ANSWER = "no_answer"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    READING_NOT_ALLOWED = "reading_not_allowed"
    NO_PLAN = "no_plan"
    PLAN_NOT_YET = "plan_not_yet"
    PLAN_REVIEW_PASSED = "plan_review_passed"
    NO_OBJECTIVE = "no_objective"
    MODEL_ANSWERS_NOTHING = "model_answers_nothing"
    MODEL_NOT_WELCOME = "model_not_welcome"
    NO_ACCOUNT = "no_account"
    SET_ASIDE = "set_aside"
    WRONG_BOARD = "wrong_board"
    NOT_REFERRED = "not_referred"
    NO_CLINIC = "no_clinic"
    PEERS_FIRST = "peers_first"
    QUOTA_REACHED = "quota_reached"
    # Found in the text rather than by `decide`: the operator's rule on links.
    LINKS_NOT_ALLOWED = "links_not_allowed"


# Refusals that the mere passing of time ends: what waits may go on waiting.
PASSING = frozenset({Clause.PEERS_FIRST, Clause.QUOTA_REACHED})


@dataclass(frozen=True, slots=True)
class ObjectiveTerms:
    """What the plan says for one forum."""

    model: EngagementModel
    response_hours: int
    peers_first_hours: int


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The published version in force, narrowed to one forum."""

    name: str  # how people cite it: "plan of DWP, version 2"
    address: str
    effective_from: date
    review_on: date
    objective: ObjectiveTerms | None
    disclosure_line: str = ""  # what each reply must hold, word for word; empty: nothing set


@dataclass(frozen=True, slots=True)
class ThreadTerms:
    """Where and when the question was asked.

    `is_referred`: a moderator asked for us. `is_set_aside`: a colleague decided that no official
    answers it.
    """

    board_id: str
    asked_at: datetime
    is_referred: bool = False
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the policy looks at. None means that there is no such thing."""

    forum_name: str
    body_name: str
    agreement: AgreementTerms | None
    plan: PlanTerms | None
    has_account: bool
    thread: ThreadTerms | None = None
    posts_today: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """No, because of one clause. `sentence` is for people; `address` shows the clause."""

    clause: Clause
    sentence: str
    address: str = ""


Decision = Refused | None  # None: allowed


def decide(act: Act, situation: Situation, *, at: datetime, today: date) -> Decision:
    """Whether the act is allowed now; the first clause that refuses it otherwise.

    `today` is the day of `at` in the site's calendar. The operator's word comes first,
    then the plan, then the account, then the conditions on this thread.
    """
    return (
        _agreement_refuses(act, situation, today)
        or _plan_refuses(act, situation, today)
        or _account_refuses(act, situation)
        or _thread_refuses(act, situation, at)
    )


_STANDING_CLAUSES: dict[Standing, tuple[Clause, str]] = {
    Standing.NONE: (
        Clause.NO_AGREEMENT,
        "The operator of {forum} has not agreed that {body} takes part. Ask them first.",
    ),
    Standing.NOT_WELCOME: (
        Clause.NOT_WELCOME,
        "The operator of {forum} said that {body} is not welcome ({agreement}).",
    ),
    Standing.NO_ANSWER: (
        Clause.NO_ANSWER,
        "The operator of {forum} has not answered, which means no ({agreement}).",
    ),
    Standing.HELD: (
        Clause.HELD,
        "The operator of {forum} has put everything on hold ({agreement}). "
        "Nothing is read or sent until they end it.",
    ),
    Standing.WITHDRAWN: (
        Clause.WITHDRAWN,
        "The operator of {forum} has withdrawn their agreement ({agreement}).",
    ),
    Standing.EXPIRED: (
        Clause.EXPIRED,
        "The agreement with the operator of {forum} ended on {until} ({agreement}). "
        "Ask them whether it goes on.",
    ),
    Standing.NOT_YET: (
        Clause.NOT_YET,
        "The agreement with the operator of {forum} begins on {start} ({agreement}).",
    ),
}


def _agreement_refuses(act: Act, situation: Situation, today: date) -> Decision:
    terms = situation.agreement
    standing = standing_of(terms, on=today)
    if standing is not Standing.IN_FORCE:
        clause, sentence = _STANDING_CLAUSES[standing]
        return Refused(
            clause,
            sentence.format(
                forum=situation.forum_name,
                body=situation.body_name,
                agreement=terms.name if terms else "",
                until=_day(terms.valid_until) if terms and terms.valid_until else "",
                start=_day(terms.valid_from) if terms else "",
            ),
            terms.address if terms else "",
        )
    if act is Act.READ and terms is not None and not terms.allows_reading:
        return Refused(
            Clause.READING_NOT_ALLOWED,
            f"The operator of {situation.forum_name} did not agree to machine reading "
            f"({terms.name}).",
            terms.address,
        )
    return None


def _plan_refuses(act: Act, situation: Situation, today: date) -> Decision:
    plan = situation.plan
    if plan is None:
        return Refused(
            Clause.NO_PLAN,
            f"{situation.body_name} has published no plan. Publish one that names "
            f"{situation.forum_name}.",
        )
    if today < plan.effective_from:
        return Refused(
            Clause.PLAN_NOT_YET,
            f"The {plan.name} takes effect on {_day(plan.effective_from)}.",
            plan.address,
        )
    if act in ANSWERING_ACTS and today - REVIEW_GRACE > plan.review_on:
        return Refused(
            Clause.PLAN_REVIEW_PASSED,
            f"The {plan.name} was to be reviewed by {_day(plan.review_on)}. "
            "Review it and publish the next version.",
            plan.address,
        )
    if plan.objective is None:
        return Refused(
            Clause.NO_OBJECTIVE,
            f"The {plan.name} has no objective for {situation.forum_name}.",
            plan.address,
        )
    model = plan.objective.model
    if act in ANSWERING_ACTS and model not in ANSWERING_MODELS:
        return Refused(
            Clause.MODEL_ANSWERS_NOTHING,
            f"The {plan.name} says “{MODEL_WORDS[model].lower()}” for {situation.forum_name}, "
            "so no reply is written there.",
            plan.address,
        )
    if (
        act in ANSWERING_ACTS
        and situation.agreement is not None
        and model not in situation.agreement.models
    ):
        return Refused(
            Clause.MODEL_NOT_WELCOME,
            f"The operator of {situation.forum_name} did not agree to “"
            f"{MODEL_WORDS[model].lower()}” ({situation.agreement.name}).",
            situation.agreement.address,
        )
    if act is Act.READ and model is EngagementModel.NONE:
        return Refused(
            Clause.MODEL_ANSWERS_NOTHING,
            f"The {plan.name} says that {situation.body_name} takes no part in "
            f"{situation.forum_name}.",
            plan.address,
        )
    return None


def _account_refuses(act: Act, situation: Situation) -> Decision:
    if act in ANSWERING_ACTS and not situation.has_account:
        return Refused(
            Clause.NO_ACCOUNT,
            f"{situation.body_name} has no official account in use in {situation.forum_name}. "
            "Register one first.",
        )
    return None


def _thread_refuses(act: Act, situation: Situation, at: datetime) -> Decision:
    thread, terms = situation.thread, situation.agreement
    plan, objective = situation.plan, situation.plan.objective if situation.plan else None
    if thread is None or terms is None or plan is None or objective is None:
        return None
    if act in (Act.APPROVE, Act.SEND) and thread.is_set_aside:
        return Refused(
            Clause.SET_ASIDE,
            f"{situation.body_name} has set this question aside: no official answers it. "
            "Take it up again first, if you see it otherwise.",
        )
    if terms.board_ids and thread.board_id not in terms.board_ids:
        return Refused(
            Clause.WRONG_BOARD,
            f"The operator of {situation.forum_name} agreed to other boards than this one "
            f"({terms.name}).",
            terms.address,
        )
    if act in ANSWERING_ACTS and (refusal := _model_refuses(situation, plan, objective, thread)):
        return refusal
    # Drafting may begin while members have the word; nothing is approved or sent before.
    if act in (Act.APPROVE, Act.SEND) and not thread.is_referred:
        hours = max(terms.peers_first_hours, objective.peers_first_hours)
        opens_at = thread.asked_at + timedelta(hours=hours)
        if at < opens_at:
            by_operator = terms.peers_first_hours >= objective.peers_first_hours
            return Refused(
                Clause.PEERS_FIRST,
                f"Members come first for {hours} hours after a question "
                f"({terms.name if by_operator else plan.name}). "
                f"From {opens_at:%d %B, %H:%M} UTC an official may answer.",
                terms.address if by_operator else plan.address,
            )
    if (
        act is Act.SEND
        and terms.posts_per_day is not None
        and situation.posts_today >= terms.posts_per_day
    ):
        return Refused(
            Clause.QUOTA_REACHED,
            f"The operator of {situation.forum_name} agreed to {terms.posts_per_day} posts a day "
            f"({terms.name}), and today's are used up. Send it tomorrow.",
            terms.address,
        )
    return None


def _model_refuses(
    situation: Situation, plan: PlanTerms, objective: ObjectiveTerms, thread: ThreadTerms
) -> Decision:
    """Under referral and clinic an official answers only what was brought to them that way."""
    words = MODEL_WORDS[objective.model].lower()
    if objective.model is EngagementModel.REFERRAL and not thread.is_referred:
        return Refused(
            Clause.NOT_REFERRED,
            f"The {plan.name} says “{words}” for {situation.forum_name}, and no moderator has "
            "referred this question.",
            plan.address,
        )
    if objective.model is EngagementModel.CLINIC:
        # No question has a clinic as its origin yet, so none can be answered under this model.
        return Refused(
            Clause.NO_CLINIC,
            f"The {plan.name} says “{words}” for {situation.forum_name}, and this question was "
            "not asked in a clinic.",
            plan.address,
        )
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
