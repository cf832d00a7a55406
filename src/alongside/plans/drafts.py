"""Reading the draft of a plan: its steps, the document that it would be, and what it lacks.

`draft_actions` writes what is read here.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import EngagementModel
from alongside.plans.domain import documents
from alongside.plans.domain.cautions import cautions_of
from alongside.plans.domain.missing import Gap, gaps_of
from alongside.plans.domain.steps import (
    About,
    Content,
    GoalText,
    IndicatorText,
    Law,
    ObjectiveText,
    Standards,
    Step,
)
from alongside.plans.domain.terms import Direction
from alongside.plans.models import DraftStep, Goal, Objective, PlanIndicator, PlanVersion


def document_of(
    version: PlanVersion,
    objectives: Sequence[Objective],
    goals: Sequence[Goal] = (),
    indicators: Sequence[PlanIndicator] = (),
    consultations: Sequence[Mapping[str, object]] = (),
) -> dict[str, object]:
    """The version as the document that is frozen. Dates are ISO 8601 days; hours are hours.

    Values of indicators are decimal numbers as texts, since JSON knows no exact ones.
    `consultations`: the records of those that it was consulted on in (`consultations.record_of`).
    """
    keys = {goal.pk: goal.key for goal in goals}
    return {
        "format": documents.FORMAT,
        "body": {"id": version.body.slug, "name": version.body.name},
        "version": version.number,
        "title": version.title,
        "goal": version.goal,
        "languages": list(version.languages),
        "disclosure": version.disclosure,
        "disclosure_line": version.disclosure_line,
        "second_reader": version.second_reader,
        "safeguarding_role": version.safeguarding_role,
        "contact_role": version.contact_role,
        "contact": version.contact,
        "corrections_contact": version.corrections_contact,
        "lawful_basis": version.lawful_basis,
        "legal_power": version.legal_power,
        "assessment_reference": version.assessment_reference,
        "assessed_on": version.assessed_on.isoformat() if version.assessed_on else None,
        "effective_from": version.effective_from.isoformat() if version.effective_from else None,
        "review_on": version.review_on.isoformat(),
        "is_practice": version.body.is_practice,
        "goals": [
            {"id": goal.key, "title": goal.title, "description": goal.description} for goal in goals
        ],
        "objectives": [
            {
                "forum": {"id": objective.forum.slug, "name": objective.forum.name},
                "engagement_model": objective.model,
                "goal": keys.get(objective.goal_id or 0, ""),
                "statement": objective.statement,
                "reason": objective.reason,
                "hours": "" if objective.is_none else objective.hours_words,
                "working_hours": list(objective.working_hours) if objective.is_answering else [],
                "response_standard_hours": objective.response_hours,
                "peers_first_hours": objective.peers_first_hours,
            }
            for objective in objectives
        ],
        "indicators": [
            {
                "id": indicator.key,
                "figure_id": indicator.figure,
                "name": indicator.name,
                "unit": indicator.unit,
                "direction": indicator.direction,
                "baseline": _number(indicator.baseline),
                "baseline_on": indicator.baseline_on.isoformat() if indicator.baseline_on else None,
                "target": _number(indicator.target),
                "target_on": indicator.target_on.isoformat() if indicator.target_on else None,
            }
            for indicator in indicators
        ],
        "consultations": list(consultations),
    }


def draft_document(draft: PlanVersion) -> dict[str, object]:
    """The draft as the document that it would be."""
    return document_of(
        draft,
        list(draft.objectives.select_related("forum")),
        list(draft.goals.all()),
        list(draft.indicators.all()),
    )


def gaps(draft: PlanVersion) -> list[Gap]:
    """What the draft lacks before it can be published."""
    return gaps_of(draft_document(draft))


def cautions(draft: PlanVersion, *, on: date) -> list[Gap]:
    """Where it promises what operators do not allow on that day; none of it stops publishing."""
    document = draft_document(draft)
    newest = agreements.newest_agreements().filter(
        body=draft.body_id, forum__in=draft.objectives.values("forum")
    )
    agreed = {
        found.forum.slug: (agreements.standing(found, on=on), found.terms) for found in newest
    }
    return cautions_of(document, agreed)


def saved_steps(draft: PlanVersion) -> dict[str, DraftStep]:
    """By name, the steps that were saved in this draft."""
    return {step.name: step for step in draft.steps.all()}


def content_of(draft: PlanVersion, step: Step) -> Content:
    """What a step of the draft holds. FORUMS has no content of its own: see `objective_text`."""
    if step is Step.ABOUT:
        return About(
            title=draft.title,
            goal=draft.goal,
            review_on=draft.review_on,
            languages=tuple(draft.languages),
        )
    if step is Step.GOALS:
        return tuple(
            GoalText(key=goal.key, title=goal.title, description=goal.description)
            for goal in draft.goals.all()
        )
    if step is Step.STANDARDS:
        return Standards(
            disclosure=draft.disclosure,
            disclosure_line=draft.disclosure_line,
            safeguarding_role=draft.safeguarding_role,
            contact_role=draft.contact_role,
            contact=draft.contact,
            corrections_contact=draft.corrections_contact,
        )
    if step is Step.LAW:
        return Law(
            lawful_basis=draft.lawful_basis,
            legal_power=draft.legal_power,
            assessment_reference=draft.assessment_reference,
            assessed_on=draft.assessed_on,
        )
    if step is Step.INDICATORS:
        return tuple(indicator_text(indicator) for indicator in draft.indicators.all())
    raise ValueError(f"{step} has a page for each forum.")


def objective_text(objective: Objective) -> ObjectiveText:
    """What the page of one forum holds."""
    return ObjectiveText(
        model=EngagementModel(objective.model),
        goal_key=objective.goal.key if objective.goal else "",
        statement=objective.statement,
        reason=objective.reason,
        hours=objective.hours,
        response_hours=objective.response_hours,
        peers_first_hours=objective.peers_first_hours,
        working_hours=tuple(objective.working_hours),
    )


def indicator_text(indicator: PlanIndicator) -> IndicatorText:
    """What is written about one indicator."""
    return IndicatorText(
        key=indicator.key,
        figure=indicator.figure,
        name=indicator.name,
        unit=indicator.unit,
        direction=Direction(indicator.direction),
        baseline=indicator.baseline,
        baseline_on=indicator.baseline_on,
        target=indicator.target,
        target_on=indicator.target_on,
    )


def _number(value: object) -> str | None:
    """71.5, 24: without noughts that say nothing."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
