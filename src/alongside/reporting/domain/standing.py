"""What one body has on a day, and what is due from it, most urgent first. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from alongside.agreements.domain.asking import RENEW_BEFORE
from alongside.bodies.domain.kinds import BodyKind
from alongside.forums.domain.listing import REVIEW_EVERY, SEARCH_COUNTS_FOR
from alongside.plans.domain.consulting import answers_due_on
from alongside.reporting.domain.commitments import SOON_DAYS, Committed, Scope

# Whom the recommendation asks first, "Departmental plans", and those that answer the public for a
# department. Every body may have a list and a plan; these are named where they have none.
EXPECTED_KINDS = (
    BodyKind.MINISTERIAL_DEPARTMENT,
    BodyKind.NON_MINISTERIAL_DEPARTMENT,
    BodyKind.EXECUTIVE_AGENCY,
    BodyKind.DEVOLVED_GOVERNMENT,
    BodyKind.FEDERAL_AGENCY,
)


@dataclass(frozen=True, slots=True)
class Agreements:
    """How many operators gave a body which newest answer. An answer that has run out is expired."""

    welcome: int = 0
    with_conditions: int = 0
    not_welcome: int = 0
    no_answer: int = 0  # which means no
    held: int = 0  # or withdrawn: nothing happens there
    expired: int = 0
    not_yet: int = 0
    open_requests: int = 0  # asked, and the operator has not answered yet
    since: date | None = None  # the first day of the oldest in force
    next_end: date | None = None  # of those in force that end, the first
    ending: int = 0  # in force, and ending within 60 days

    @property
    def in_force(self) -> int:
        return self.welcome + self.with_conditions

    @property
    def answers(self) -> int:
        return (
            self.in_force
            + self.not_welcome
            + self.no_answer
            + self.held
            + self.expired
            + self.not_yet
        )


@dataclass(frozen=True, slots=True)
class Consulting:
    """A consultation on the draft of a plan whose record is not published yet."""

    id: str
    is_open: bool
    ends_on: date  # the last day on which comments are taken, or were
    is_open_to_all: bool
    unanswered: int = 0  # comments neither answered nor withheld; for public servants alone

    @property
    def answers_due_on(self) -> date:
        return answers_due_on(self.ends_on)


@dataclass(frozen=True, slots=True)
class Consultations:
    """The consultations of a body that were not called off.

    What operators alone are asked is nobody else's business before it is published (decision 21):
    `inside` tells of it to public servants.
    """

    published: int = 0  # their records, each with a version of the plan
    unpublished: tuple[Consulting, ...] = ()  # at most one of them is open

    def going_on(self, *, inside: bool = False) -> Consulting | None:
        """The one in which comments are taken."""
        return next((each for each in self._told(inside) if each.is_open), None)

    def open_until(self, *, inside: bool = False) -> date | None:
        """Its last day; None: none is open."""
        found = self.going_on(inside=inside)
        return found.ends_on if found else None

    def to_answer(self, *, inside: bool = False) -> list[Consulting]:
        """Those that have closed, and wait for the version that answers them."""
        return [each for each in self._told(inside) if not each.is_open]

    def answers_due_on(self, *, inside: bool = False) -> date | None:
        """The first day by which answers are due; None: nobody waits for any."""
        return min((each.answers_due_on for each in self.to_answer(inside=inside)), default=None)

    def _told(self, inside: bool) -> list[Consulting]:
        return [each for each in self.unpublished if inside or each.is_open_to_all]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a body has on a day."""

    body_id: int
    slug: str
    name: str
    acronym: str
    kind: BodyKind
    jurisdiction: str
    on: date
    forums_listed: int = 0
    listed_since: date | None = None
    looked_at_on: date | None = None  # the newest look at a listing
    oldest_look: date | None = None
    reviews_due: int = 0  # listings that must be looked at again
    none_found_on: date | None = None  # the newest search without a result
    plan_number: int | None = None
    plan_from: date | None = None
    plan_review_on: date | None = None
    agreements: Agreements = field(default_factory=Agreements)
    consultations: Consultations = field(default_factory=Consultations)

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    @property
    def is_expected(self) -> bool:
        """Whether it is of a kind that should have a list and a plan."""
        return self.kind in EXPECTED_KINDS

    @property
    def found_none(self) -> bool:
        """Whether it searched lately and found no forum; that is an answer, silence is not."""
        return (
            not self.forums_listed
            and self.none_found_on is not None
            and self.none_found_on >= self.on - SEARCH_COUNTS_FOR
        )

    @property
    def has_list(self) -> bool:
        return self.forums_listed > 0

    @property
    def has_plan(self) -> bool:
        return self.plan_number is not None

    @property
    def review_passed(self) -> bool:
        return self.plan_review_on is not None and self.plan_review_on < self.on

    def has(self, what: Committed) -> bool:
        """Whether it has what a commitment asks for."""
        match what:
            case Committed.LIST:
                return self.has_list or self.found_none
            case Committed.PLAN:
                return self.has_plan
            case Committed.FRESH_PLAN:
                return self.has_plan and not self.review_passed
            case Committed.AGREEMENT:
                return self.agreements.in_force > 0

    def since(self, what: Committed) -> date | None:
        """Since when it has that; None: it has it not."""
        if not self.has(what):
            return None
        match what:
            case Committed.LIST:
                return self.listed_since if self.has_list else self.none_found_on
            case Committed.PLAN | Committed.FRESH_PLAN:
                return self.plan_from
            case Committed.AGREEMENT:
                return self.agreements.since


class DueKind(StrEnum):
    COMMITMENT = "commitment"
    PLAN_REVIEW = "plan_review"
    AGREEMENTS_END = "agreements_end"
    LIST_REVIEW = "list_review"
    ANSWERS = "answers"  # to what people said in a consultation
    NO_LIST = "no_list"
    NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due from a body. Without a day it is missing, and nobody named a day."""

    kind: DueKind
    by: date | None = None
    count: int = 0
    what: Committed | None = None  # of a commitment

    @property
    def key(self) -> tuple[bool, date, str]:
        return self.by is None, self.by or date.max, self.kind.value


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that counts today, as far as it makes something due."""

    scope: Scope
    what: Committed
    due_on: date


def due_from(
    body: Standing, promises: Iterable[Promise], *, inside: bool = False
) -> tuple[Due, ...]:
    """All that is due from the body now or soon, most urgent first: days before what has none.

    `inside`: for public servants, with comments counted, and consultations of operators alone.
    """
    soon = body.on + timedelta(days=SOON_DAYS)
    due = [
        Due(DueKind.COMMITMENT, promise.due_on, what=promise.what)
        for promise in promises
        if promise.due_on <= soon
        and not body.has(promise.what)
        and promise.scope.holds(slug=body.slug, kind=body.kind, jurisdiction=body.jurisdiction)
    ]
    promised = {found.what for found in due}
    if body.plan_review_on is not None and body.plan_review_on <= body.on + RENEW_BEFORE:
        due.append(Due(DueKind.PLAN_REVIEW, body.plan_review_on))
    if body.agreements.ending:
        due.append(Due(DueKind.AGREEMENTS_END, body.agreements.next_end, body.agreements.ending))
    if body.reviews_due and body.oldest_look is not None:
        due.append(Due(DueKind.LIST_REVIEW, body.oldest_look + REVIEW_EVERY, body.reviews_due))
    if body.consultations.unpublished:
        due += _answers_due(body.consultations, inside)
    if body.is_expected:
        if not body.has(Committed.LIST) and Committed.LIST not in promised:
            due.append(Due(DueKind.NO_LIST))
        if not body.has_plan and not promised & {Committed.PLAN, Committed.FRESH_PLAN}:
            due.append(Due(DueKind.NO_PLAN))
    return tuple(sorted(due, key=lambda found: found.key) if len(due) > 1 else due)


def _answers_due(told: Consultations, inside: bool) -> list[Due]:
    by = told.answers_due_on(inside=inside)
    if by is None:
        return []
    waiting = told.to_answer(inside=True) if inside else []
    return [Due(DueKind.ANSWERS, by, sum(each.unanswered for each in waiting))]


def urgency(due: Sequence[Due]) -> tuple[bool, date, int]:
    """For sorting bodies: the earliest day first, then who lacks most, last who owes nothing."""
    if not due:
        return True, date.max, 1
    return due[0].by is None, due[0].by or date.max, -len(due)


@dataclass(frozen=True, slots=True)
class KindShare:
    """Of the bodies of one kind, how many have what."""

    kind: BodyKind
    bodies: int
    with_list: int
    found_none: int  # searched, and found no forum
    with_plan: int
    review_passed: int  # of these plans
    with_agreement: int
    with_consultation: int  # whose record is published


def shares(bodies: Iterable[Standing]) -> list[KindShare]:
    """By kind, the expected kinds first, then the kinds of most bodies."""
    by_kind: dict[BodyKind, list[Standing]] = {}
    for body in bodies:
        by_kind.setdefault(body.kind, []).append(body)
    found = [
        KindShare(
            kind=kind,
            bodies=len(those),
            with_list=sum(body.has_list for body in those),
            found_none=sum(body.found_none for body in those),
            with_plan=sum(body.has_plan for body in those),
            review_passed=sum(body.review_passed for body in those),
            with_agreement=sum(body.agreements.in_force > 0 for body in those),
            with_consultation=sum(body.consultations.published > 0 for body in those),
        )
        for kind, those in by_kind.items()
    ]
    return in_order(found)


def in_order(found: Iterable[KindShare]) -> list[KindShare]:
    """The expected kinds first, then the kinds of most bodies."""
    return sorted(found, key=lambda share: (kind_rank(share.kind), -share.bodies, share.kind))


def kind_rank(kind: BodyKind) -> int:
    """Ministerial departments first, then the other expected kinds, then all others alike."""
    return EXPECTED_KINDS.index(kind) if kind in EXPECTED_KINDS else len(EXPECTED_KINDS)
