"""A draft in steps: what each holds, and what in it can be no part of any plan. Pure.

A step may be saved incomplete (see `missing`); what is refused here is what could never be
published: a person's name, an address of nobody, a number that is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from alongside.agreements.domain.terms import EngagementModel
from alongside.core import opening_hours
from alongside.plans.domain.roles import fault_of_contact, fault_of_role
from alongside.plans.domain.terms import Direction

LONGEST_TITLE = 200
LONGEST_TEXT = 4_000  # characters of a text that is read in public
LONGEST_LINE = 300
MOST_GOALS = 12
MOST_INDICATORS = 24
MOST_LANGUAGES = 12
LARGEST = Decimal("999999999.99")


class Step(StrEnum):
    """In the order in which they are written. FORUMS has a page for each objective."""

    ABOUT = "about"
    GOALS = "goals"
    FORUMS = "forums"
    STANDARDS = "standards"
    LAW = "law"
    INDICATORS = "indicators"


STEP_WORDS: dict[Step, str] = {
    Step.ABOUT: "About the plan",
    Step.GOALS: "Goals",
    Step.FORUMS: "Forums",
    Step.STANDARDS: "Standards and roles",
    Step.LAW: "Law and assessment",
    Step.INDICATORS: "Indicators",
}


def forum_step(forum_slug: str) -> str:
    """The name under which the page of one objective is saved."""
    return f"{Step.FORUMS}:{forum_slug}"


@dataclass(frozen=True, slots=True)
class About:
    title: str
    goal: str  # what will be better, in a sentence or two
    review_on: date
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalText:
    """One goal; `key` is its name through all versions."""

    key: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveText:
    """What the plan says about one forum."""

    model: EngagementModel
    goal_key: str = ""
    statement: str = ""
    reason: str = ""  # why no part is taken, where the model is "none"
    hours: str = ""
    response_hours: int = 48
    peers_first_hours: int = 0
    # When replies may be sent, as core.opening_hours writes it: "Mo-Fr 09:00-17:00". Empty: always.
    working_hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standards:
    disclosure: str = ""
    disclosure_line: str = ""
    safeguarding_role: str = ""
    contact_role: str = ""
    contact: str = ""
    corrections_contact: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    lawful_basis: str = ""
    legal_power: str = ""
    assessment_reference: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class IndicatorText:
    """One indicator. `figure` names a figure that is computed here; empty: one of the body's own.

    `key` is its name through all versions.
    """

    key: str
    name: str
    unit: str
    figure: str = ""
    direction: Direction = Direction.AT_LEAST
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None


Content = About | tuple[GoalText, ...] | ObjectiveText | Standards | Law | tuple[IndicatorText, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be saved: the field, a sentence, and of which row of a list."""

    field: str
    sentence: str
    row: int | None = None


def faults_of_standards(standards: Standards) -> list[Fault]:
    """Names of people and addresses of nobody, by field."""
    asked = [
        ("safeguarding_role", fault_of_role(standards.safeguarding_role)),
        ("contact_role", fault_of_role(standards.contact_role)),
        ("contact", fault_of_contact(standards.contact)),
        ("corrections_contact", fault_of_contact(standards.corrections_contact)),
    ]
    return [Fault(field, sentence) for field, sentence in asked if sentence]


def faults_of_hours(texts: Sequence[str]) -> list[Fault]:
    """Hours that name no time of the week."""
    try:
        opening_hours.all_parsed(texts)
    except opening_hours.NoHours as exc:
        return [Fault("working_hours", str(exc))]
    if len(texts) > opening_hours.MOST_SPANS:
        return [Fault("working_hours", "Say when you are there in fewer parts.")]
    return []


def faults_of_law(law: Law, *, today: date) -> list[Fault]:
    """An assessment that nobody can have made yet."""
    if law.assessed_on and law.assessed_on > today:
        return [Fault("assessed_on", "The day of the assessment must not lie in the future.")]
    return []


def faults_of_goals(goals: Sequence[GoalText]) -> list[Fault]:
    """A goal without a title, or twice the same."""
    return list(_faults_of_goals(goals))


def _faults_of_goals(goals: Sequence[GoalText]) -> Iterator[Fault]:
    if len(goals) > MOST_GOALS:
        yield Fault("title", f"A plan has at most {MOST_GOALS} goals. Join some.", MOST_GOALS)
    seen: set[str] = set()
    for row, goal in enumerate(goals):
        if not goal.title:
            yield Fault("title", "Give the goal a title, or take it out.", row)
        elif goal.title.casefold() in seen:
            yield Fault("title", f"There are two goals “{goal.title}”. Take one out.", row)
        seen.add(goal.title.casefold())


def faults_of_indicators(indicators: Sequence[IndicatorText]) -> list[Fault]:
    """Indicators without a name or unit, or twice the same figure."""
    return list(_faults_of_indicators(indicators))


def _faults_of_indicators(indicators: Sequence[IndicatorText]) -> Iterator[Fault]:
    if len(indicators) > MOST_INDICATORS:
        yield Fault("name", f"A plan has at most {MOST_INDICATORS} indicators.", MOST_INDICATORS)
    seen: set[str] = set()
    for row, indicator in enumerate(indicators):
        if not indicator.name:
            yield Fault("name", "Say what is counted, or take the indicator out.", row)
        if not indicator.unit:
            yield Fault("unit", "Say in what it is counted, such as questions or %.", row)
        if indicator.figure and indicator.figure in seen:
            yield Fault("figure", "This figure is in the plan twice. Take one out.", row)
        seen.add(indicator.figure)
        for name in ("baseline", "target"):
            value = getattr(indicator, name)
            if value is not None and not abs(value) <= LARGEST:
                yield Fault(name, f"Give a number of at most {LARGEST:,}.", row)
        if indicator.baseline is None and indicator.baseline_on is not None:
            yield Fault("baseline", "Give the value of that day, or leave the day out.", row)
        if indicator.target is None and indicator.target_on is not None:
            yield Fault("target", "Give the target for that day, or leave the day out.", row)


def fault_of_amount(value: Decimal, *, figure: str, unit: str) -> str:
    """Why a value can be none of the indicator's; empty: it can. An import keeps what it finds, so
    that this is said where people type, and before a plan is published."""
    if figure and unit == "%" and not 0 <= value <= 100:
        return "Give a share from 0 to 100 %: it can be no less and no more."
    # One of the body's own in per cent may be a change, which can go down.
    if value < 0 and (figure or unit != "%"):
        return "Give a number of 0 or more: nothing is counted less than 0 times."
    return ""
