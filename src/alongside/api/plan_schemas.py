"""What the interface says of one plan: its goals, forums and indicators, and of the whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.urls import reverse
from pydantic import Field

from alongside.api.schemas import ObjectiveOut
from alongside.api.shapes import Answer
from alongside.plans.models import PlanIndicator, PlanVersion
from alongside.publishing.consultation_texts import RecordShown, records_in
from alongside.publishing.entries import PlanEntry, PlannedIndicator
from alongside.publishing.tables import absolute

_CONSULTED = "Empty: none was held; null: of before consultations were recorded"


class GoalOut(Answer):
    """A goal of a plan; `goal_id` is the same in all its versions."""

    goal_id: str
    title: str
    description: str
    forum_ids: list[str] = Field(description="Forums whose objective belongs to it")


class PlannedIndicatorOut(Answer):
    """An indicator of a plan, from where to where; numbers are exact."""

    indicator_id: str
    figure_id: str = Field(description="As in /figures; empty: the body counts it itself")
    name: str
    unit: str
    direction: str = Field(description="at_least or at_most")
    baseline: float | None
    baseline_on: date | None
    target: float | None
    target_on: date | None

    @classmethod
    def of_row(cls, indicator: PlanIndicator) -> Self:
        return cls(**_indicator_fields(indicator))


class PlanIndicatorOut(PlannedIndicatorOut):
    """An indicator of a plan, and where it stands."""

    value: float | None = Field(description="Today, in the version in force; null: no value")
    progress: str | None = Field(description="reached, not_yet or no_value; null: not computed")


class PlanConsultationOut(Answer):
    """A consultation whose record is published with the version; its comments: /plan-comments."""

    consultation_id: str
    opened_on: date
    closed_on: date
    called_off_because: str
    is_open_to_all: bool
    operators_asked: int
    operators_answered: int
    comments: int
    changed: int
    not_changed: int
    withheld: int

    @classmethod
    def of(cls, record: RecordShown) -> Self:
        return cls(
            consultation_id=record.id,
            opened_on=record.opened_on,
            closed_on=record.closed_on,
            called_off_because=record.called_off_because,
            is_open_to_all=record.is_open_to_all,
            operators_asked=len(record.asked),
            operators_answered=record.answered,
            comments=len(record.comments),
            changed=record.changed,
            not_changed=record.not_changed,
            withheld=record.withheld,
        )


_OF_THE_WHOLE_PLAN = (
    *("disclosure_line", "languages", "second_reader", "safeguarding_role", "contact_role"),
    *("contact", "corrections_contact", "lawful_basis", "legal_power"),
    *("assessment_reference", "assessed_on"),
)


def _indicator_out(planned: PlannedIndicator) -> PlanIndicatorOut:
    value = planned.today.value if planned.today else None
    return PlanIndicatorOut(
        **_indicator_fields(planned.indicator),
        value=None if value is None else float(value),
        progress=planned.progress.value if planned.progress else None,
    )


def _indicator_fields(indicator: PlanIndicator) -> dict[str, Any]:
    return {
        "indicator_id": indicator.key,
        "figure_id": indicator.figure,
        "name": indicator.name,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "baseline": None if indicator.baseline is None else float(indicator.baseline),
        "baseline_on": indicator.baseline_on,
        "target": None if indicator.target is None else float(indicator.target),
        "target_on": indicator.target_on,
    }


class WholePlanOut(Answer):
    """What a version of a plan says as a whole, and where its frozen form is."""

    body_id: str
    version: int
    title: str
    goal: str = Field(description="What will be better, in a sentence or two")
    disclosure: str = Field(description="How officials say who they are")
    effective_from: date
    review_on: date
    sha256: str = Field(description="Fingerprint of the frozen document")
    document: str = Field(description="Address of the frozen document")
    stratml: str = Field(description="Address of the same version as StratML Part 2")
    disclosure_line: str = Field(description="What each reply must hold; empty: nothing is set")
    languages: list[str]
    second_reader: str
    safeguarding_role: str
    contact_role: str
    contact: str
    corrections_contact: str
    lawful_basis: str
    legal_power: str
    assessment_reference: str
    assessed_on: date | None


class PlanOut(WholePlanOut):
    """A body's plan in force, or else the one about to take effect."""

    is_in_force: bool
    goals: list[GoalOut]
    objectives: list[ObjectiveOut]
    indicators: list[PlanIndicatorOut]
    consultations: list[PlanConsultationOut] | None = Field(description=_CONSULTED)
    versions: list[int]

    @classmethod
    def of(cls, entry: PlanEntry) -> Self:
        return cls.model_validate(
            {
                **_whole_plan(entry.version),
                "is_in_force": entry.is_in_force,
                "goals": [
                    GoalOut(
                        goal_id=goal.key,
                        title=goal.title,
                        description=goal.description,
                        forum_ids=[found.objective.forum.slug for found in entry.of_goal(goal)],
                    )
                    for goal in entry.goals
                ],
                "objectives": [ObjectiveOut.of(planned.objective) for planned in entry.objectives],
                "indicators": [_indicator_out(planned) for planned in entry.indicators],
                "consultations": _consulted(entry.consultations),
                "versions": [found.number for found in entry.versions],
            }
        )


class PlanRecord(WholePlanOut):
    """The version of a body's plan that is in force."""

    goals: list[GoalOut]
    objectives: list[ObjectiveOut]
    indicators: list[PlannedIndicatorOut] = Field(description="Their values: /plans/{slug}")
    consultations: list[PlanConsultationOut] | None = Field(description=_CONSULTED)

    @classmethod
    def of(cls, version: PlanVersion) -> Self:
        objectives = list(version.objectives.all())
        return cls.model_validate(
            {
                **_whole_plan(version),
                "goals": [
                    GoalOut(
                        goal_id=goal.key,
                        title=goal.title,
                        description=goal.description,
                        forum_ids=[one.forum.slug for one in objectives if one.goal_id == goal.pk],
                    )
                    for goal in version.goals.all()
                ],
                "objectives": [ObjectiveOut.of(objective) for objective in objectives],
                "consultations": _consulted(records_in(version.document)),
                "indicators": [
                    PlannedIndicatorOut.of_row(found) for found in version.indicators.all()
                ],
            }
        )


def _whole_plan(version: PlanVersion) -> dict[str, Any]:
    named = [version.body.slug, version.number]
    return {
        "body_id": version.body.slug,
        "version": version.number,
        "title": version.title,
        "goal": version.goal,
        "disclosure": version.disclosure,
        "effective_from": version.effective_from,
        "review_on": version.review_on,
        "sha256": version.sha256,
        "document": absolute(reverse("register:plan-document", args=named)),
        "stratml": absolute(reverse("register:plan-stratml-version", args=named)),
        **{name: getattr(version, name) for name in _OF_THE_WHOLE_PLAN},
    }


def _consulted(records: Sequence[RecordShown] | None) -> list[PlanConsultationOut] | None:
    return None if records is None else [PlanConsultationOut.of(record) for record in records]
