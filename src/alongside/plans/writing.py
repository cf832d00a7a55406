"""The rows of a draft, written inside the caller's transaction, with the draft's row held."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F

from alongside.bodies.models import Body
from alongside.core.opening_hours import all_parsed
from alongside.forums.models import Forum
from alongside.plans.domain import steps
from alongside.plans.domain.errors import NoDraft, PlanError, Unfit
from alongside.plans.domain.steps import GoalText, IndicatorText, Law, ObjectiveText, Standards
from alongside.plans.models import DraftStep, Goal, Objective, PlanIndicator, PlanVersion


def held_draft(body: Body) -> PlanVersion:
    """The body's draft, its row held until the transaction ends. Raises NoDraft."""
    draft = (
        PlanVersion.objects.select_for_update(of=("self",))
        .select_related("body")
        .filter(body=body, number=None)
        .first()
    )
    if draft is None:
        raise NoDraft("There is no draft to write in. It was published or taken away; begin anew.")
    return draft


def check_mixes_nothing(body: Body, forums: Iterable[Forum]) -> None:
    """Raises PlanError when the plan would pair practice with what is real."""
    if any(forum.is_practice != body.is_practice for forum in forums):
        raise PlanError(
            "The plan of a practice body names practice forums only, the plan of a real body "
            "real ones."
        )


def write_standards(draft: PlanVersion, standards: Standards) -> None:
    """Sets the fields; the caller saves the draft. Raises Unfit."""
    if faults := steps.faults_of_standards(standards):
        raise Unfit(faults)
    draft.disclosure = standards.disclosure
    draft.disclosure_line = standards.disclosure_line
    draft.safeguarding_role = standards.safeguarding_role
    draft.contact_role = standards.contact_role
    draft.contact = standards.contact
    draft.corrections_contact = standards.corrections_contact


def write_law(draft: PlanVersion, law: Law, *, today: date) -> None:
    """Sets the fields; the caller saves the draft. Raises Unfit."""
    if faults := steps.faults_of_law(law, today=today):
        raise Unfit(faults)
    draft.lawful_basis, draft.legal_power = law.lawful_basis, law.legal_power
    draft.assessment_reference, draft.assessed_on = law.assessment_reference, law.assessed_on


def write_goals(draft: PlanVersion, goals: Sequence[GoalText]) -> None:
    """Makes the goals those given, in their order; objectives of a goal that goes have none.

    Raises Unfit.
    """
    if faults := steps.faults_of_goals(goals):
        raise Unfit(faults)
    draft.goals.exclude(key__in=[goal.key for goal in goals]).delete()
    for position, goal in enumerate(goals):
        Goal.objects.update_or_create(
            version=draft,
            key=goal.key,
            defaults={
                "position": position,
                "title": goal.title,
                "description": goal.description,
            },
        )


def write_indicators(draft: PlanVersion, indicators: Sequence[IndicatorText]) -> None:
    """Makes the indicators those given, in their order. Raises Unfit."""
    if faults := steps.faults_of_indicators(indicators):
        raise Unfit(faults)
    draft.indicators.all().delete()
    PlanIndicator.objects.bulk_create(
        PlanIndicator(
            version=draft,
            key=indicator.key,
            position=position,
            figure=indicator.figure,
            name=indicator.name,
            unit=indicator.unit,
            direction=indicator.direction.value,
            baseline=indicator.baseline,
            baseline_on=indicator.baseline_on,
            target=indicator.target,
            target_on=indicator.target_on,
        )
        for position, indicator in enumerate(indicators)
    )


def write_objective(objective: Objective, text: ObjectiveText) -> None:
    """Saves the row with what its page says. A goal that is no longer in the draft is no goal.

    Raises Unfit for hours that are none.
    """
    if faults := steps.faults_of_hours(text.working_hours):
        raise Unfit(faults)
    objective.goal = Goal.objects.filter(version_id=objective.version_id, key=text.goal_key).first()
    objective.model = text.model.value
    objective.statement, objective.reason = text.statement, text.reason
    objective.hours = text.hours
    objective.working_hours = [str(span) for span in all_parsed(text.working_hours)]
    objective.response_hours = text.response_hours
    objective.peers_first_hours = text.peers_first_hours
    objective.save()


def mark_all_saved(draft: PlanVersion, names: Iterable[str], *, by: str, at: datetime) -> None:
    """The whole draft was written: whoever has a page of it open has an old one."""
    draft.steps.update(number=F("number") + 1, saved_by=by, saved_at=at)
    DraftStep.objects.bulk_create(
        (DraftStep(draft=draft, name=name, number=1, saved_by=by, saved_at=at) for name in names),
        ignore_conflicts=True,
    )
