"""What the policy looks at, as plain data, and what it answers with. Pure.

`policy.decide` is the one function over it. Whoever asks gathers everything before
(`plans.queries.situation_of`), so that a decision does no I/O of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from alongside.agreements.domain.terms import AgreementTerms, EngagementModel
from alongside.core.opening_hours import Span
from alongside.periods.domain.terms import PeriodTerms


class Act(StrEnum):
    """What somebody wants to do in a forum."""

    READ = "read"  # read members' posts by machine
    DRAFT = "draft"
    APPROVE = "approve"
    SEND = "send"


ANSWERING_ACTS = frozenset({Act.DRAFT, Act.APPROVE, Act.SEND})
LEAVING_ACTS = frozenset({Act.APPROVE, Act.SEND})  # after which it stands in the forum


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
    BODY_CLOSED = "body_closed"
    LISTEN_ONLY_PERIOD = "listen_only_period"
    NO_PLAN = "no_plan"
    PLAN_NOT_YET = "plan_not_yet"
    PLAN_REVIEW_PASSED = "plan_review_passed"
    NO_OBJECTIVE = "no_objective"
    MODEL_ANSWERS_NOTHING = "model_answers_nothing"
    MODEL_NOT_WELCOME = "model_not_welcome"
    NO_ACCOUNT = "no_account"
    ACCOUNT_ELSEWHERE = "account_elsewhere"
    ACCOUNT_RETIRED = "account_retired"
    NO_ADVISER = "no_adviser"
    ROLE_ENDED = "role_ended"
    NO_SECOND_READER = "no_second_reader"
    OWN_SECOND_READER = "own_second_reader"
    READER_ROLE_ENDED = "reader_role_ended"
    FACTS_NOT_CONFIRMED = "facts_not_confirmed"
    SET_ASIDE = "set_aside"
    QUESTION_GONE = "question_gone"
    WRONG_BOARD = "wrong_board"
    NOT_REFERRED = "not_referred"
    NO_CLINIC = "no_clinic"
    PEERS_FIRST = "peers_first"
    OUTSIDE_HOURS = "outside_hours"
    QUOTA_REACHED = "quota_reached"
    # Found in the text rather than by `decide`: the operator's rule on links, and the line by which
    # the plan promises that officials say who they are.
    LINKS_NOT_ALLOWED = "links_not_allowed"
    DISCLOSURE_MISSING = "disclosure_missing"
    # Found when the text is put into the forum's markup: it would not be what was read.
    WRITTEN_OTHERWISE = "written_otherwise"


# Refusals that the mere passing of time ends: what waits may go on waiting.
PASSING = frozenset(
    {
        Clause.LISTEN_ONLY_PERIOD,
        Clause.FACTS_NOT_CONFIRMED,
        Clause.PEERS_FIRST,
        Clause.OUTSIDE_HOURS,
        Clause.QUOTA_REACHED,
    }
)


@dataclass(frozen=True, slots=True)
class ObjectiveTerms:
    """What the plan says for one forum. No hours: at any hour."""

    model: EngagementModel
    response_hours: int
    peers_first_hours: int
    hours: tuple[Span, ...] = ()
    anchor: str = "objectives"  # of its part in the page of the plan


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The published version in force, narrowed to one forum."""

    name: str  # how people cite it: "plan of DWP, version 2"
    address: str
    effective_from: date
    review_on: date
    objective: ObjectiveTerms | None
    disclosure_line: str = ""  # what each reply must hold, word for word; empty: nothing set
    needs_second_reader: bool = True  # what the plan promises of replies outside any period

    @property
    def review_address(self) -> str:
        """Where the page of the plan says when it is to be reviewed."""
        return f"{self.address}#review"

    @property
    def standards_address(self) -> str:
        """Where it says who reads answers before they are sent."""
        return f"{self.address}#standards"

    @property
    def disclosure_address(self) -> str:
        """Where it says how officials tell who they are."""
        return f"{self.address}#disclosure"

    @property
    def objectives_address(self) -> str:
        """Where it names the forums."""
        return f"{self.address}#objectives"

    @property
    def objective_address(self) -> str:
        """Where it speaks of this forum."""
        return f"{self.address}#{self.objective.anchor if self.objective else 'objectives'}"


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """The account in whose name a reply is posted."""

    handle: str
    address: str  # of its public page
    is_of_body: bool = True
    is_in_forum: bool = True  # it is an account of the forum where the question was asked
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class AdviserTerms:
    """Who answers: the author of the reply, or whoever is about to be."""

    answers: bool  # holds a role that answers for the body, now


@dataclass(frozen=True, slots=True)
class ReaderTerms:
    """Who has read the answer for a second time, or is about to approve it."""

    is_author: bool
    reads: bool  # holds a role that reads for the body, now
    # Says that the answer states facts about services and nothing else.
    confirms_facts: bool = False


# For a page that asks what would be if the right person came: nobody in particular.
SOMEBODY = AdviserTerms(answers=True)
A_COLLEAGUE = ReaderTerms(is_author=False, reads=True, confirms_facts=True)


@dataclass(frozen=True, slots=True)
class ThreadTerms:
    """Where and when the question was asked.

    `is_referred`: a moderator asked for us. `is_set_aside`: a colleague decided that no official
    answers it. `is_gone`: it was removed, or guests do not see it any more.
    """

    board_id: str
    asked_at: datetime
    address: str = ""  # of our own page about the question
    is_referred: bool = False
    is_set_aside: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the policy looks at. None means that there is no such thing.

    `zone` is the site's: days and hours are those of its clocks.
    """

    forum_name: str
    forum_address: str  # of its public page; so the body's
    body_name: str
    body_address: str
    agreement: AgreementTerms | None
    plan: PlanTerms | None
    account: AccountTerms | None
    zone: tzinfo
    period: PeriodTerms | None = None  # the tightest that binds the body
    adviser: AdviserTerms | None = None
    reader: ReaderTerms | None = None
    thread: ThreadTerms | None = None
    posts_today: int = 0
    body_has_closed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """No, because of one clause. `sentence` is for people; `address` shows the clause.

    `until`: before this moment asking again is of no use; None: nobody knows.
    """

    clause: Clause
    sentence: str
    address: str
    until: datetime | None = None


Decision = Refused | None  # None: allowed
