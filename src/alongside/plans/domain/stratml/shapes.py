"""Which element holds which value, and in which order: told once, for writer and reader alike.

Source: the schema of Part 2, version 2.2.6 of 16 February 2016. Order and cardinality are its.
"""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from uuid import NAMESPACE_URL, uuid5

from alongside.plans.domain.stratml import model

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
ROOT = "PerformancePlanOrReport"
PART_1_ROOT = "StrategicPlan"
# Those that files have had, from the drafts of 2009 on, each with what a reader is told of it.
NAMESPACES = {
    NAMESPACE: "",
    "urn:ISO:std:iso:17469:tech:xsd:stratml_core": "",
    "http://www.stratml.net": "the namespace of StratML’s drafts of 2009",
    "http://www.stratml.net/PerformancePlanOrReport": "the namespace of drafts of Part 2",
    "": "no namespace",
}

# An xsd:ID in letters that every validator takes; the schema's own range is wider.
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
# An xsd:anyURI for every validator: RFC 3986 in ASCII, without addresses of IPv6.
_LETTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})"
_REST = rf"(?:{_LETTER}|[:/])*(?:\?(?:{_LETTER}|[:/?])*)?(?:#(?:{_LETTER}|[:/?])*)?"
_HOST = rf"{_LETTER}*(?::[0-9]{{1,5}})?(?=[/?#]|$)"
ADDRESS = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://{_HOST}{_REST}|(?!//){_LETTER}{_REST})"
    rf"|(?=[^:]+(?:[/?#]|$)){_LETTER}{_REST}"
)
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
LONGEST_NUMBER = 60  # signs


class StratmlError(Exception):
    """The document cannot be written or read; the message says why in a sentence."""


class Simple(Enum):
    """How the text of an element is understood."""

    TEXT = auto()
    DAY = auto()
    NUMBER = auto()
    ADDRESS = auto()
    IDENTIFIER = auto()
    ROLE_TYPE = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A child element: its name, the field that holds it, and what it is."""

    element: str
    field: str
    kind: "Simple | Shape" = Simple.TEXT
    is_required: bool = False
    most: int = 1  # 0: any number; else more than one is a tuple too

    @property
    def is_many(self) -> bool:
        return self.most != 1


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    field: str
    words: type[StrEnum]


@dataclass(frozen=True, slots=True)
class Shape:
    """An element with children: the class of its value, and its parts in their order."""

    words: str  # what people call it
    value: type
    parts: tuple[Part, ...]
    attributes: tuple[Attribute, ...] = ()


ROLE = Shape(
    "role",
    model.Role,
    (
        Part("Name", "name", is_required=True),
        Part("Description", "description"),
        Part("RoleType", "types", Simple.ROLE_TYPE, most=2),
    ),
)
STAKEHOLDER = Shape(
    "stakeholder",
    model.Stakeholder,
    (
        Part("Name", "name", is_required=True),
        Part("Description", "description"),
        Part("Role", "roles", ROLE, most=0),
    ),
    (Attribute("StakeholderTypeType", "type", model.StakeholderType),),
)
ORGANIZATION = Shape(
    "organisation",
    model.Organization,
    (
        Part("Name", "name"),
        Part("Acronym", "acronym"),
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("Description", "description"),
        Part("Stakeholder", "stakeholders", STAKEHOLDER, most=0),
    ),
)


def _statement(words: str) -> Shape:
    return Shape(
        words,
        model.Statement,
        (
            Part("Description", "description"),
            Part("Identifier", "identifier", Simple.IDENTIFIER),
        ),
    )


VALUE = Shape("value", model.Value, (Part("Name", "name"), Part("Description", "description")))
DESCRIPTOR = Shape(
    "descriptor",
    model.Descriptor,
    (Part("DescriptorName", "name"), Part("DescriptorValue", "value")),
)


def _result(words: str) -> Shape:
    return Shape(
        words,
        model.Result,
        (
            Part("StartDate", "start", Simple.DAY),
            Part("EndDate", "end", Simple.DAY),
            Part("NumberOfUnits", "units", Simple.NUMBER),
            Part("Descriptor", "descriptor", DESCRIPTOR),
            Part("Description", "description"),
        ),
    )


MEASUREMENT = Shape(
    "measurement",
    model.Measurement,
    (
        Part("TargetResult", "targets", _result("target"), most=0),
        Part("ActualResult", "actuals", _result("result"), most=0),
    ),
)
RELATIONSHIP = Shape(
    "relationship",
    model.Relationship,
    (
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("ReferentIdentifier", "referents", most=0),
        Part("Name", "name"),
        Part("Description", "description"),
    ),
    (Attribute("RelationshipType", "type", model.RelationshipType),),
)
INDICATOR = Shape(
    "indicator",
    model.Indicator,
    (
        Part("SequenceIndicator", "sequence"),
        Part("MeasurementDimension", "dimension", is_required=True),
        Part("UnitOfMeasurement", "unit", is_required=True),
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("Relationship", "relationships", RELATIONSHIP, most=0),
        Part("MeasurementInstance", "measurements", MEASUREMENT, most=0),
        Part("OtherInformation", "other"),
    ),
    (
        Attribute("ValueChainStage", "stage", model.ValueChainStage),
        Attribute("PerformanceIndicatorType", "type", model.IndicatorType),
    ),
)
OBJECTIVE = Shape(
    "objective",
    model.Objective,
    (
        Part("Name", "name"),
        Part("Description", "description"),
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("SequenceIndicator", "sequence"),
        Part("Stakeholder", "stakeholders", STAKEHOLDER, most=0),
        Part("OtherInformation", "other"),
        Part("PerformanceIndicator", "indicators", INDICATOR, most=0),
    ),
)
GOAL = Shape(
    "goal",
    model.Goal,
    (
        Part("Name", "name", is_required=True),
        Part("Description", "description", is_required=True),
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("SequenceIndicator", "sequence"),
        Part("Stakeholder", "stakeholders", STAKEHOLDER, most=0),
        Part("OtherInformation", "other"),
        Part("Objective", "objectives", OBJECTIVE, most=0),
    ),
)
CORE = Shape(
    "core",
    model.Core,
    (
        Part("Organization", "organizations", ORGANIZATION, most=0),
        Part("Vision", "vision", _statement("vision")),
        Part("Mission", "mission", _statement("mission")),
        Part("Value", "values", VALUE, most=0),
        Part("Goal", "goals", GOAL, is_required=True, most=0),
    ),
)
ADMINISTRATION = Shape(
    "administrative information",
    model.Administration,
    (
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("StartDate", "start", Simple.DAY),
        Part("EndDate", "end", Simple.DAY),
        Part("PublicationDate", "publication", Simple.DAY),
        Part("Source", "source", Simple.ADDRESS),
    ),
)
SUBMITTER = Shape(
    "submitter",
    model.Submitter,
    (
        Part("Identifier", "identifier", Simple.IDENTIFIER),
        Part("GivenName", "given_name"),
        Part("Surname", "surname"),
        Part("PhoneNumber", "phone"),
        Part("EmailAddress", "email"),
    ),
)
PLAN = Shape(
    "plan",
    model.Plan,
    (
        Part("Name", "name", is_required=True),
        Part("Description", "description"),
        Part("OtherInformation", "other"),
        Part("StrategicPlanCore", "core", CORE, is_required=True),
        Part("AdministrativeInformation", "administration", ADMINISTRATION),
        Part("Submitter", "submitter", SUBMITTER),
    ),
    (Attribute("Type", "type", model.PlanType),),
)


def identifier_of(address: str) -> str:
    """The identifier of what has this address of ours: the same for good, another for each.

    A UUID of version 5 (RFC 9562), made of the address. An xsd:ID begins with no digit, so the
    line before it is part of it.
    """
    return f"_{uuid5(NAMESPACE_URL, address)}"
