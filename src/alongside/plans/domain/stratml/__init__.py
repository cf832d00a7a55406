"""StratML, the XML of strategic and performance plans: written strictly, read leniently. Pure.

It knows nothing of our own plans; `stratml_mapping` says which part of them goes where.
"""

from alongside.plans.domain.stratml.model import (
    Administration,
    Core,
    Descriptor,
    Goal,
    Indicator,
    IndicatorType,
    Measurement,
    Objective,
    Organization,
    Plan,
    PlanType,
    Relationship,
    RelationshipType,
    Result,
    Role,
    RoleType,
    Stakeholder,
    StakeholderType,
    Statement,
    Submitter,
    Value,
    ValueChainStage,
)
from alongside.plans.domain.stratml.parsing import MOST_BYTES, PIECE, too_big
from alongside.plans.domain.stratml.reading import Note, Reading, read
from alongside.plans.domain.stratml.shapes import StratmlError, identifier_of
from alongside.plans.domain.stratml.writing import writable, write

__all__ = [
    "MOST_BYTES",
    "PIECE",
    "Administration",
    "Core",
    "Descriptor",
    "Goal",
    "Indicator",
    "IndicatorType",
    "Measurement",
    "Note",
    "Objective",
    "Organization",
    "Plan",
    "PlanType",
    "Reading",
    "Relationship",
    "RelationshipType",
    "Result",
    "Role",
    "RoleType",
    "Stakeholder",
    "StakeholderType",
    "Statement",
    "StratmlError",
    "Submitter",
    "Value",
    "ValueChainStage",
    "identifier_of",
    "read",
    "too_big",
    "writable",
    "write",
]
