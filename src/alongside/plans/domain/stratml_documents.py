"""The document of a plan as its StratML file tells it: the way back of `stratml_mapping`. Pure.

Elements and labelled lines tell the parts by the names of our documents; what they cannot tell
stands in a line of JSON beside them, and is taken from there.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from alongside.agreements.domain.terms import MODEL_WORDS
from alongside.plans.domain import stratml, stratml_lines
from alongside.plans.domain.terms import DIRECTION_WORDS, LAWFUL_BASIS_WORDS, SECOND_READER_WORDS

# What our own files say in texts, for which StratML has no element. The words are part of the form.
BODY = "Body"
FORMAT = "Format"
FINGERPRINT = "SHA-256 of the plan as JSON"
LANGUAGES = "Languages"
DISCLOSURE = "How officials say who they are"
DISCLOSURE_LINE = "What each reply holds"
SECOND_READER = "Second reader"
CORRECTIONS = "Where a mistake can be reported"
LAWFUL_BASIS = "Lawful basis"
LEGAL_POWER = "Power in law"
ASSESSMENT = "Data protection impact assessment"
ASSESSED_ON = "Day of the assessment"
KEY = "Key"
HOLDS = "What it holds"
MODEL = "Engagement model"
FORUM = "Forum"
HOURS = "When advisers are there"
PEERS_FIRST = "Members first, in hours"
REASON = "Why no part is taken"
NUMBER = "Number in the plan"
FIGURE = "Figure"
DIRECTION = "Direction"
MORE = "More, as JSON"
NOT_SAID = "Does not say"

PLAN_LABELS = (
    *(FORMAT, FINGERPRINT, BODY, LANGUAGES, DISCLOSURE, DISCLOSURE_LINE, SECOND_READER),
    *(CORRECTIONS, LAWFUL_BASIS, LEGAL_POWER, ASSESSMENT, ASSESSED_ON, MORE, NOT_SAID),
)
GOAL_LABELS = (KEY, HOLDS, MORE, NOT_SAID)
OBJECTIVE_LABELS = (MODEL, FORUM, HOURS, PEERS_FIRST, REASON, NUMBER, MORE, NOT_SAID)
INDICATOR_LABELS = (KEY, FIGURE, DIRECTION, MORE, NOT_SAID)

# StratML has indicators inside of objectives, and objectives inside of goals; our indicators are of
# the whole plan, and an old plan has no goals. What bears them is told from goals by these words.
WHOLE_PLAN = "the plan as a whole"
NO_GOAL = "objectives of no goal"
MEASURED = "the indicators of the plan"

SAFEGUARDING = "Leads on safeguarding"
CONTACT = "Contact of operators"
STANDARD = "Time to a first reply"
STANDARD_UNIT = "hours"
MEMBERS = "Members of {forum}"
WHICH = "Version {version} of the plan by which {body} takes part in forums."
PRACTICE = "Practice data, about nobody real. "

FIRST_FORMAT = "alongside.plan/1"  # whose documents do not name it
_HOURS_UNSAID = 48  # what documents say where nobody answers
_WHICH_VERSION = re.compile(
    f"({re.escape(PRACTICE)})?{re.escape(WHICH)}".replace(r"\{version\}", "([0-9]{1,5})").replace(
        r"\{body\}", "(.*)"
    ),
    re.DOTALL,
)


def is_ours(plan: stratml.Plan) -> bool:
    """Whether the file was written here, as far as it says itself."""
    return FORMAT in stratml_lines.read(plan.other, PLAN_LABELS)[0]


def document_of(plan: stratml.Plan) -> dict[str, Any]:
    """The document that the plan was made of, when it is ours; of others as much as is told.

    A line of JSON that cannot be read is as if it were not there.
    """
    return _besides(document_told(plan), plan.other, PLAN_LABELS)


def document_told(plan: stratml.Plan) -> dict[str, Any]:
    """What elements and lines tell of the plan, by the names of our documents."""
    lines, _ = stratml_lines.read(plan.other, PLAN_LABELS)
    which = _WHICH_VERSION.fullmatch(plan.description)
    core, days = plan.core, plan.administration or stratml.Administration()
    roles = {
        role.name: found
        for organization in core.organizations
        for found in organization.stakeholders
        for role in found.roles
    }
    contact = roles.get(CONTACT, stratml.Stakeholder())
    languages = lines.get(LANGUAGES, "")
    return {
        "format": lines.get(FORMAT, ""),
        "body": {
            "id": _last_of(lines.get(BODY, "")),
            "name": core.organizations[0].name if core.organizations else "",
        },
        "version": int(which[2]) if which else None,
        "is_practice": bool(which and which[1]),
        "title": plan.name,
        "goal": core.vision.description if core.vision else "",
        "languages": languages.split(", ") if languages else [],
        "disclosure": lines.get(DISCLOSURE, ""),
        "disclosure_line": lines.get(DISCLOSURE_LINE, ""),
        "second_reader": stratml_lines.code_of(lines.get(SECOND_READER, ""), SECOND_READER_WORDS),
        "safeguarding_role": roles.get(SAFEGUARDING, stratml.Stakeholder()).name,
        "contact_role": contact.name,
        "contact": contact.description,
        "corrections_contact": lines.get(CORRECTIONS, ""),
        "lawful_basis": stratml_lines.code_of(lines.get(LAWFUL_BASIS, ""), LAWFUL_BASIS_WORDS),
        "legal_power": lines.get(LEGAL_POWER, ""),
        "assessment_reference": lines.get(ASSESSMENT, ""),
        "assessed_on": lines.get(ASSESSED_ON) or None,
        "effective_from": days.start.isoformat() if days.start else None,
        "review_on": days.end.isoformat() if days.end else None,
        "goals": [
            _besides(goal_told(goal), goal.other, GOAL_LABELS)
            for goal in plan.goals
            if not holds(goal)
        ],
        "objectives": [objective_of(found, goal) for found, goal in _in_order(plan)],
        "indicators": [
            indicator_of(found)
            for goal in plan.goals
            if holds(goal) == MEASURED
            for objective in goal.objectives
            for found in objective.indicators
        ],
    }


def objective_of(objective: stratml.Objective, goal_key: str) -> dict[str, Any]:
    """The objective as the document has it; `goal_key` is that of the goal it stands in."""
    return _besides(objective_told(objective, goal_key), objective.other, OBJECTIVE_LABELS)


def indicator_of(indicator: stratml.Indicator) -> dict[str, Any]:
    """The indicator as the document has it."""
    return _besides(indicator_told(indicator), indicator.other, INDICATOR_LABELS)


def which_version(plan: stratml.Plan) -> str:
    """The body of whose plan it says that it is a version; empty when it does not."""
    found = _WHICH_VERSION.fullmatch(plan.description)
    return found[3] if found else ""


def counted(plan: stratml.Plan) -> dict[str, int]:
    """How many goals, objectives and indicators it has, without what only bears ours."""
    return {
        "goals": sum(not holds(goal) for goal in plan.goals),
        "objectives": len(_in_order(plan)),
        "indicators": sum(not is_standard(found) for found in plan.indicators),
    }


def goal_told(goal: stratml.Goal) -> dict[str, Any]:
    lines, _ = stratml_lines.read(goal.other, GOAL_LABELS)
    return {"id": lines.get(KEY, ""), "title": goal.name, "description": goal.description}


def holds(goal: stratml.Goal) -> str:
    """What is in it, where it is no goal of the plan; else empty."""
    return stratml_lines.read(goal.other, GOAL_LABELS)[0].get(HOLDS, "")


def objective_told(objective: stratml.Objective, goal_key: str) -> dict[str, Any]:
    lines, _ = stratml_lines.read(objective.other, OBJECTIVE_LABELS)
    standard = standard_of(objective.indicators)
    peers_first = lines.get(PEERS_FIRST, "")
    return {
        "forum": {"id": _last_of(lines.get(FORUM, "")), "name": objective.name},
        "engagement_model": stratml_lines.code_of(lines.get(MODEL, ""), MODEL_WORDS),
        "goal": goal_key,
        "statement": objective.description,
        "reason": lines.get(REASON, ""),
        "hours": lines.get(HOURS, ""),
        "response_standard_hours": _HOURS_UNSAID if standard is None else _whole_hours(standard),
        "peers_first_hours": int(peers_first) if re.fullmatch("[0-9]{1,6}", peers_first) else 0,
    }


def is_standard(indicator: stratml.Indicator) -> bool:
    """Whether it is the response standard of an objective."""
    dimension, unit = (" ".join(text.split()) for text in (indicator.dimension, indicator.unit))
    return dimension.casefold() == STANDARD.casefold() and unit.casefold() == STANDARD_UNIT


def standard_of(indicators: Sequence[stratml.Indicator]) -> Decimal | None:
    """The response standard, as it is told."""
    return next(
        (
            target.units
            for indicator in indicators
            if is_standard(indicator)
            for measurement in indicator.measurements
            for target in measurement.targets
            if target.units is not None
        ),
        None,
    )


def indicator_told(indicator: stratml.Indicator) -> dict[str, Any]:
    lines, _ = stratml_lines.read(indicator.other, INDICATOR_LABELS)
    target = next((found for one in indicator.measurements for found in one.targets), None)
    baseline = next((found for one in indicator.measurements for found in one.actuals), None)
    return {
        "id": lines.get(KEY, ""),
        "figure_id": lines.get(FIGURE, ""),
        "name": indicator.dimension,
        "unit": indicator.unit,
        "direction": stratml_lines.code_of(lines.get(DIRECTION, ""), DIRECTION_WORDS),
        "baseline": number_text(baseline.units) if baseline else None,
        "baseline_on": baseline.end.isoformat() if baseline and baseline.end else None,
        "target": number_text(target.units) if target else None,
        "target_on": target.end.isoformat() if target and target.end else None,
    }


def number_text(value: Decimal | None) -> str | None:
    """71.5, 24: as documents write numbers, without noughts that say nothing."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _in_order(plan: stratml.Plan) -> list[tuple[stratml.Objective, str]]:
    """The objectives with the key of the goal of each, in the order that the document has."""
    found = [
        (objective, goal_told(goal)["id"] if not holds(goal) else "")
        for goal in plan.goals
        if holds(goal) != MEASURED
        for objective in goal.objectives
    ]
    numbers = [
        stratml_lines.read(one.other, OBJECTIVE_LABELS)[0].get(NUMBER, "") for one, _ in found
    ]
    if not all(re.fullmatch("[0-9]{1,6}", number) for number in numbers):
        return found
    order = sorted(range(len(found)), key=lambda place: int(numbers[place]))
    return [found[place] for place in order]


def _besides(told: dict[str, Any], other: str, labels: Sequence[str]) -> dict[str, Any]:
    lines, _ = stratml_lines.read(other, labels)
    more = stratml_lines.of_json_line(lines.get(MORE, "")) or {}
    unsaid = set(lines.get(NOT_SAID, "").split(", "))
    return {name: value for name, value in told.items() if name not in unsaid} | more


def _last_of(address: str) -> str:
    """The identifier in an address of ours: https://…/forums/well/ is of “well”."""
    return address.rstrip("/").rpartition("/")[2]


def _whole_hours(hours: Decimal) -> int:
    return int(hours) if hours == hours.to_integral_value() and abs(hours) < 10**6 else 0
