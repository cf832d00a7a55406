"""A StratML plan as plain values: the elements of Part 2, which hold those of Part 1.

Part 2 is "Performance plans and reports" (ANSI/AIIM 22, schema 2.2.6 of 16 February 2016), Part 1
"Strategic plans" (ISO 17469-1, schema 1.1 of 1 April 2014). A text that is left out is empty; the
order of everything is the document's.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class PlanType(StrEnum):
    STRATEGIC_PLAN = "Strategic_Plan"
    PERFORMANCE_PLAN = "Performance_Plan"
    PERFORMANCE_REPORT = "Performance_Report"


class StakeholderType(StrEnum):
    PERSON = "Person"
    ORGANIZATION = "Organization"
    GENERIC_GROUP = "Generic_Group"


class RoleType(StrEnum):
    PERFORMER = "Performer"
    BENEFICIARY = "Beneficiary"


class ValueChainStage(StrEnum):
    INPUT = "Input"
    INPUT_PROCESSING = "Input_Processing"
    OUTPUT = "Output"
    OUTPUT_PROCESSING = "Output_Processing"
    OUTCOME = "Outcome"


class IndicatorType(StrEnum):
    QUANTITATIVE = "Quantitative"
    QUALITATIVE = "Qualitative"


class RelationshipType(StrEnum):
    BROADER_THAN = "Broader_Than"
    PEER_TO = "Peer_To"
    NARROWER_THAN = "Narrower_Than"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a stakeholder does or receives; at most two types."""

    name: str = ""
    description: str = ""
    types: tuple[RoleType, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    name: str = ""
    description: str = ""
    roles: tuple[Role, ...] = ()
    type: StakeholderType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    name: str = ""
    acronym: str = ""
    identifier: str = ""
    description: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A vision or a mission."""

    description: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A principle."""

    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A result in words, such as a grade."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A target, or what was achieved, in a period."""

    start: date | None = None
    end: date | None = None
    units: Decimal | None = None
    descriptor: Descriptor | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A measurement instance: targets, and what was achieved."""

    targets: tuple[Result, ...] = ()
    actuals: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """How an indicator stands to parts of this document or of others."""

    identifier: str = ""
    referents: tuple[str, ...] = ()
    name: str = ""
    description: str = ""
    type: RelationshipType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A performance indicator: what is measured (`dimension`), and in which unit."""

    sequence: str = ""
    dimension: str = ""
    unit: str = ""
    identifier: str = ""
    relationships: tuple[Relationship, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    other: str = ""
    stage: ValueChainStage | None = None
    type: IndicatorType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    name: str = ""
    description: str = ""
    identifier: str = ""
    sequence: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()
    other: str = ""
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    name: str = ""
    description: str = ""
    identifier: str = ""
    sequence: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()
    other: str = ""
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    organizations: tuple[Organization, ...] = ()
    vision: Statement | None = None
    mission: Statement | None = None
    values: tuple[Value, ...] = ()
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    identifier: str = ""
    start: date | None = None
    end: date | None = None
    publication: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who hands the document in. We write a team's mailbox, never a person."""

    identifier: str = ""
    given_name: str = ""
    surname: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    name: str = ""
    description: str = ""
    other: str = ""
    core: Core = Core()
    administration: Administration | None = None
    submitter: Submitter | None = None
    type: PlanType = PlanType.PERFORMANCE_PLAN

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.core.goals

    @property
    def objectives(self) -> tuple[Objective, ...]:
        return tuple(objective for goal in self.goals for objective in goal.objectives)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(found for objective in self.objectives for found in objective.indicators)
