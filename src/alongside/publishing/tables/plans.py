"""What plans say besides their forums: goals and indicators, and columns of the plan as a whole."""

from typing import Any

from alongside.publishing import queries
from alongside.publishing.columns import Column, Kind
from alongside.publishing.tables import DataFile

# Of the plan as a whole; each of its objectives has them.
WHOLE_PLAN_COLUMNS: list[Column[Any]] = [
    Column(
        "second_reader",
        lambda row: row.version.second_reader,
        "always: every reply is read by a second person; empty: a version of before this was said",
    ),
    Column(
        "disclosure_line",
        lambda row: row.version.disclosure_line,
        "The line that each reply must hold, word for word; empty: none is set",
    ),
    Column(
        "languages",
        lambda row: row.version.languages,
        "Languages in which the body answers, as tags of BCP 47",
        several=True,
    ),
    Column(
        "safeguarding_role",
        lambda row: row.version.safeguarding_role,
        "The role that leads on safeguarding",
    ),
    Column("contact_role", lambda row: row.version.contact_role, "The role operators can turn to"),
    Column("contact", lambda row: row.version.contact, "Where it is reached: a mailbox or a page"),
    Column(
        "corrections_contact",
        lambda row: row.version.corrections_contact,
        "Where mistakes are reported: a mailbox or a page",
    ),
    Column(
        "lawful_basis",
        lambda row: row.version.lawful_basis,
        "public_task, legal_obligation, consent or vital_interests (UK GDPR, article 6(1))",
    ),
    Column("legal_power", lambda row: row.version.legal_power, "The power in law it rests on"),
    Column(
        "assessment_reference",
        lambda row: row.version.assessment_reference,
        "Reference of the data protection impact assessment",
    ),
    Column("assessed_on", lambda row: row.version.assessed_on, "Day of that assessment", Kind.DAY),
]

# Of which plan and version a row is.
OF_PLAN: list[Column[Any]] = [
    Column(
        "body_id",
        lambda row: row.version.body.slug,
        "The body whose plan it is",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "version",
        lambda row: row.version.number,
        "Number of the plan's version in force",
        Kind.WHOLE,
        required=True,
        term="version",
    ),
]

GOAL_COLUMNS: list[Column[Any]] = [
    *OF_PLAN,
    Column(
        "goal_id",
        lambda row: row.key,
        "The goal's identifier, the same in all versions of the plan",
        required=True,
    ),
    Column(
        "position",
        lambda row: row.position + 1,
        "Its place in the plan; the first comes first",
        Kind.WHOLE,
        required=True,
        term="position",
    ),
    Column("title", lambda row: row.title, "The goal", required=True, term="name"),
    Column("description", lambda row: row.description, "More about it", term="description"),
]

INDICATOR_COLUMNS: list[Column[Any]] = [
    *OF_PLAN,
    Column(
        "indicator_id",
        lambda row: row.key,
        "The indicator's identifier, the same in all versions of the plan",
        required=True,
    ),
    Column(
        "figure_id",
        lambda row: row.figure,
        "The figure of this service that it is, as in figures; empty: the body counts it itself",
    ),
    Column("name", lambda row: row.name, "What is counted", required=True, term="variableMeasured"),
    Column("unit", lambda row: row.unit, "In what it is counted", required=True, term="unitText"),
    Column(
        "direction",
        lambda row: row.direction,
        "at_least or at_most: on which side of the target the value should be",
        required=True,
    ),
    Column(
        "baseline", lambda row: row.baseline, "The value before; empty: none given", Kind.NUMBER
    ),
    Column("baseline_on", lambda row: row.baseline_on, "Day of the baseline", Kind.DAY),
    Column("target", lambda row: row.target, "The value to reach; empty: none set", Kind.NUMBER),
    Column("target_on", lambda row: row.target_on, "Day by which to reach it", Kind.DAY),
]

PLAN_GOALS = DataFile(
    "plan-goals",
    "Goals of plans",
    "One row for each goal of the plans in force.",
    GOAL_COLUMNS,
    queries.goal_rows,
    key=("body_id", "goal_id"),
)
PLAN_INDICATORS = DataFile(
    "plan-indicators",
    "Indicators of plans",
    "One row for each indicator of the plans in force, with its baseline and target.",
    INDICATOR_COLUMNS,
    queries.plan_indicator_rows,
    key=("body_id", "indicator_id"),
)
