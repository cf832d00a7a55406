"""The policy in force: what agreement and plan allow, and the clause where they do not.

One pure function, asked at reading, drafting, approval and in the instant before sending
(law 2: the published plan is the policy in force). What it looks at is in `situation`.
"""

from datetime import date, datetime, time, timedelta, tzinfo

from alongside.agreements.domain.terms import (
    ANSWERING_MODELS,
    MODEL_WORDS,
    EngagementModel,
    Standing,
    standing_of,
)
from alongside.core import opening_hours
from alongside.periods.domain.terms import Mode
from alongside.plans.domain.situation import (
    A_COLLEAGUE,
    ANSWERING_ACTS,
    LEAVING_ACTS,
    PASSING,
    SOMEBODY,
    AccountTerms,
    Act,
    AdviserTerms,
    Clause,
    Decision,
    ObjectiveTerms,
    PlanTerms,
    ReaderTerms,
    Refused,
    Situation,
    ThreadTerms,
)

__all__ = [
    "ANSWERING_ACTS",
    "A_COLLEAGUE",
    "LEAVING_ACTS",
    "PASSING",
    "REVIEW_GRACE",
    "SOMEBODY",
    "AccountTerms",
    "Act",
    "AdviserTerms",
    "Clause",
    "Decision",
    "ObjectiveTerms",
    "PlanTerms",
    "ReaderTerms",
    "Refused",
    "Situation",
    "ThreadTerms",
    "decide",
]

# A plan whose review date has passed goes on for this long, then allows no new replies.
REVIEW_GRACE = timedelta(days=28)


def decide(act: Act, situation: Situation, *, at: datetime) -> Decision:
    """Whether the act is allowed now; the first clause that refuses it otherwise.

    The operator's word comes first, then whether the body is still there, then what binds all
    bodies of the jurisdiction, then the plan, then the account and the people, then the conditions
    on this thread.
    """
    now = at.astimezone(situation.zone)
    today = now.date()
    return (
        _agreement_refuses(act, situation, today)
        or _closing_refuses(situation)
        or _period_refuses(act, situation)
        or _plan_refuses(act, situation, today)
        or _account_refuses(act, situation)
        or _people_refuse(act, situation)
        or _thread_refuses(act, situation, now)
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
            terms.address if terms else situation.forum_address,
        )
    if act is Act.READ and terms is not None and not terms.allows_reading:
        return Refused(
            Clause.READING_NOT_ALLOWED,
            f"The operator of {situation.forum_name} did not agree to machine reading "
            f"({terms.name}).",
            terms.address,
        )
    return None


def _closing_refuses(situation: Situation) -> Decision:
    """The operator agreed with this body, not with whoever took over its work."""
    if not situation.body_has_closed:
        return None
    return Refused(
        Clause.BODY_CLOSED,
        f"{situation.body_name} has closed: nobody reads or answers for it any more. Whoever took "
        f"over its work asks the operator of {situation.forum_name} themselves.",
        situation.body_address,
    )


def _period_refuses(act: Act, situation: Situation) -> Decision:
    period = situation.period
    if act not in ANSWERING_ACTS or period is None or period.mode is not Mode.LISTEN_ONLY:
        return None
    return Refused(
        Clause.LISTEN_ONLY_PERIOD,
        f"In the period “{period.name}” {situation.body_name} listens only: no official answers "
        f"until {_day(period.ends_on)}.",
        period.address,
        until=_day_after(period.ends_on, situation.zone),
    )


def _plan_refuses(act: Act, situation: Situation, today: date) -> Decision:
    plan = situation.plan
    if plan is None:
        return Refused(
            Clause.NO_PLAN,
            f"{situation.body_name} has published no plan. Publish one that names "
            f"{situation.forum_name}.",
            situation.body_address,
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
            plan.review_address,
        )
    if plan.objective is None:
        return Refused(
            Clause.NO_OBJECTIVE,
            f"The {plan.name} has no objective for {situation.forum_name}.",
            plan.objectives_address,
        )
    model = plan.objective.model
    if act in ANSWERING_ACTS and model not in ANSWERING_MODELS:
        return Refused(
            Clause.MODEL_ANSWERS_NOTHING,
            f"The {plan.name} says “{MODEL_WORDS[model].lower()}” for {situation.forum_name}, "
            "so no reply is written there.",
            plan.objective_address,
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
            plan.objective_address,
        )
    return None


def _account_refuses(act: Act, situation: Situation) -> Decision:
    if act not in ANSWERING_ACTS:
        return None
    account = situation.account
    if account is None:
        return Refused(
            Clause.NO_ACCOUNT,
            f"{situation.body_name} has no official account in use in {situation.forum_name}. "
            "Register one first.",
            situation.forum_address,
        )
    if not (account.is_of_body and account.is_in_forum):
        return Refused(
            Clause.ACCOUNT_ELSEWHERE,
            f"The account {account.handle} is not an official account of {situation.body_name} in "
            f"{situation.forum_name}. Take the reply back to draft, so that the right one is used.",
            account.address,
        )
    if account.is_retired:
        return Refused(
            Clause.ACCOUNT_RETIRED,
            f"{situation.body_name} no longer uses the account {account.handle}. "
            "Take the reply back to draft, so that the present account is used.",
            account.address,
        )
    return None


def _people_refuse(act: Act, situation: Situation) -> Decision:
    """Who answers still answers for the body; where a colleague must have read it, one has."""
    if act not in ANSWERING_ACTS:
        return None
    adviser, body = situation.adviser, situation.body_name
    if adviser is None:
        return Refused(
            Clause.NO_ADVISER,
            f"Nobody answers this question for {body}. Claim it first.",
            situation.body_address,
        )
    if not adviser.answers:
        return Refused(
            Clause.ROLE_ENDED,
            f"Whoever wrote this answer does not answer for {body} any more. A colleague can take "
            "it back to draft and take it over.",
            situation.body_address,
        )
    return _reader_refuses(situation) if act in LEAVING_ACTS else None


def _reader_refuses(situation: Situation) -> Decision:
    reader, plan, period = situation.reader, situation.plan, situation.period
    facts_only = period if period is not None and period.mode is Mode.FACTUAL else None
    if plan is None or not (plan.needs_second_reader or facts_only):
        return None
    address = (
        plan.standards_address
        if plan.needs_second_reader or facts_only is None
        else facts_only.address
    )
    if reader is None:
        return Refused(
            Clause.NO_SECOND_READER,
            f"A second person must read every answer of {situation.body_name} before it is sent "
            f"({plan.name if plan.needs_second_reader else 'restricted period'}).",
            address,
        )
    if reader.is_author:
        return Refused(
            Clause.OWN_SECOND_READER,
            f"Somebody else of {situation.body_name} than the author must read the answer "
            f"({plan.name}).",
            address,
        )
    if not reader.reads:
        return Refused(
            Clause.READER_ROLE_ENDED,
            f"Whoever approved this answer does not read answers for {situation.body_name} any "
            "more. Another second reader must look at it.",
            address,
        )
    if facts_only is not None and not reader.confirms_facts:
        return Refused(
            Clause.FACTS_NOT_CONFIRMED,
            f"In the period “{facts_only.name}” a second reader confirms of each answer of "
            f"{situation.body_name} that it states facts about services only, and nobody has "
            "confirmed it of this one. It waits "
            f"until {_day(facts_only.ends_on)}, or take it back to draft and have it read again.",
            facts_only.address,
            until=_day_after(facts_only.ends_on, situation.zone),
        )
    return None


def _thread_refuses(act: Act, situation: Situation, now: datetime) -> Decision:
    thread, terms = situation.thread, situation.agreement
    plan, objective = situation.plan, situation.plan.objective if situation.plan else None
    if terms is None or plan is None or objective is None:
        return None
    if thread is not None and (refusal := _question_refuses(act, situation, thread, now)):
        return refusal
    if act is Act.SEND and not opening_hours.is_within(objective.hours, now):
        opens_at = opening_hours.next_beginning(objective.hours, now)
        return Refused(
            Clause.OUTSIDE_HOURS,
            f"The {plan.name} says that advisers are in {situation.forum_name} on "
            f"{opening_hours.words_of(objective.hours)}. The next time begins on "
            f"{opens_at:%A}, {_day(opens_at.date())}, at {opens_at:%H:%M}.",
            plan.objective_address,
            until=opens_at,
        )
    if (
        act is Act.SEND
        and terms.posts_per_day is not None
        and situation.posts_today >= terms.posts_per_day
    ):
        return Refused(
            Clause.QUOTA_REACHED,
            f"The operator of {situation.forum_name} agreed to "
            f"{_counted(terms.posts_per_day, 'post')} a day "
            f"({terms.name}), and no more can go out today. Send it tomorrow.",
            terms.address,
            until=_day_after(now.date(), situation.zone),
        )
    return None


def _question_refuses(
    act: Act, situation: Situation, thread: ThreadTerms, now: datetime
) -> Decision:
    terms, plan = situation.agreement, situation.plan
    objective = plan.objective if plan else None
    assert terms is not None  # for the type checker: looked at before
    assert plan is not None
    assert objective is not None
    if act in LEAVING_ACTS and thread.is_set_aside:
        return Refused(
            Clause.SET_ASIDE,
            f"{situation.body_name} has set this question aside: no official answers it. "
            "Take it up again first, if you see it otherwise.",
            thread.address or plan.address,
        )
    if act in ANSWERING_ACTS and thread.is_gone:
        return Refused(
            Clause.QUESTION_GONE,
            f"This question is not in {situation.forum_name} any more, so it cannot be answered.",
            thread.address or plan.address,
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
    if act in LEAVING_ACTS and not thread.is_referred:
        hours = max(terms.peers_first_hours, objective.peers_first_hours)
        opens_at = thread.asked_at + timedelta(hours=hours)
        if now < opens_at:
            by_operator = terms.peers_first_hours >= objective.peers_first_hours
            opens = opens_at.astimezone(situation.zone)
            return Refused(
                Clause.PEERS_FIRST,
                f"Members come first for {_counted(hours, 'hour')} after a question "
                f"({terms.name if by_operator else plan.name}). "
                f"From {_day(opens.date())}, {opens:%H:%M}, an official may answer.",
                terms.address if by_operator else plan.objective_address,
                until=opens,
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
            plan.objective_address,
        )
    if objective.model is EngagementModel.CLINIC:
        # No question has a clinic as its origin yet, so none can be answered under this model.
        return Refused(
            Clause.NO_CLINIC,
            f"The {plan.name} says “{words}” for {situation.forum_name}, and clinics cannot be "
            "held with this service yet: until they can, no question is answered there. Choose "
            "another way in the next version of the plan.",
            plan.objective_address,
        )
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _day_after(day: date, zone: tzinfo) -> datetime:
    """The first moment after the day, by the site's clocks."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)


def _counted(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
