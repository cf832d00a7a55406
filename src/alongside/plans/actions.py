"""Writing plans: one draft at a time, published as a frozen, numbered version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alongside.agreements.domain.terms import EngagementModel
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans import consulting, writing
from alongside.plans.domain import documents
from alongside.plans.domain.errors import ChangedMeanwhile, NoDraft, NotReady, PlanError, Unfit
from alongside.plans.domain.missing import gaps_of
from alongside.plans.domain.steps import (
    GoalText,
    IndicatorText,
    Law,
    ObjectiveText,
    Standards,
    Step,
    forum_step,
)
from alongside.plans.domain.terms import SecondReader
from alongside.plans.drafts import document_of
from alongside.plans.models import Objective, PlanVersion

__all__ = [
    "ChangedMeanwhile",
    "NoDraft",
    "NotReady",
    "ObjectiveDraft",
    "PlanError",
    "Unfit",
    "document_of",
    "publish_draft",
    "save_draft",
]


@dataclass(frozen=True, slots=True)
class ObjectiveDraft:
    """One objective as it was typed. `goal_key` names one of the draft's goals."""

    forum: Forum
    model: EngagementModel
    statement: str
    hours: str = ""
    response_hours: int = 48
    peers_first_hours: int = 0
    reason: str = ""
    goal_key: str = ""
    working_hours: Sequence[str] = ()  # as in `steps.ObjectiveText`


@transaction.atomic
def save_draft(
    *,
    body: Body,
    title: str,
    goal: str,
    disclosure: str,
    review_on: date,
    objectives: Sequence[ObjectiveDraft],
    goals: Sequence[GoalText] = (),
    indicators: Sequence[IndicatorText] = (),
    standards: Standards | None = None,
    law: Law | None = None,
    languages: Sequence[str] = (),
    seen_at: datetime | None = None,
    by: str,
    at: datetime,
) -> PlanVersion:
    """Saves the body's draft of the next version as a whole; whatever it held is replaced.

    For what comes at once, such as a file; people write it in steps (`draft_actions`).
    `disclosure` counts where `standards` has none. `seen_at` is the `drafted_at` of the draft on
    which the text was based, None when there was none; raises ChangedMeanwhile when there is a
    newer one, so that nobody's text is lost. Raises Unfit for what can be no part of a plan,
    PlanError when two objectives name one forum, or one pairs practice with what is real.
    """
    forum_ids = [objective.forum.pk for objective in objectives]
    if len(set(forum_ids)) != len(forum_ids):
        raise PlanError("A plan has one objective for each forum. Join the two into one.")
    writing.check_mixes_nothing(body, [objective.forum for objective in objectives])
    draft = PlanVersion.objects.select_for_update().filter(body=body, number=None).first()
    if draft is None:
        draft = PlanVersion(body=body)
    elif seen_at is None or draft.drafted_at > seen_at:
        raise ChangedMeanwhile(
            "Somebody else saved this draft while you were writing. Compare their text with yours "
            "below, then save again."
        )
    writing.write_standards(draft, standards or Standards())
    writing.write_law(draft, law or Law(), today=timezone.localdate(at))
    draft.title, draft.goal = title, goal
    draft.disclosure = draft.disclosure or disclosure
    draft.languages, draft.second_reader = list(languages), SecondReader.ALWAYS.value
    draft.review_on, draft.drafted_at = review_on, at
    draft.save()
    draft.objectives.all().delete()
    writing.write_goals(draft, goals)
    writing.write_indicators(draft, indicators)
    for objective in objectives:
        writing.write_objective(
            Objective(version=draft, forum=objective.forum),
            ObjectiveText(
                model=objective.model,
                goal_key=objective.goal_key,
                statement=objective.statement,
                reason=objective.reason,
                hours=objective.hours,
                response_hours=objective.response_hours,
                peers_first_hours=objective.peers_first_hours,
                working_hours=tuple(objective.working_hours),
            ),
        )
    names = [step.value for step in Step if step is not Step.FORUMS]
    names += [forum_step(objective.forum.slug) for objective in objectives]
    writing.mark_all_saved(draft, names, by=by, at=at)
    audit.record(kind="plan.drafted", actor=by, subject=f"body:{body.slug}", at=at)
    return draft


@transaction.atomic
def publish_draft(
    *,
    body: Body,
    effective_from: date,
    seen_at: datetime | None = None,
    by: str,
    at: datetime,
) -> PlanVersion:
    """Freezes the draft as the next version.

    `seen_at` is the `drafted_at` of the draft that was read, None when the caller has just read it;
    raises ChangedMeanwhile when it has changed since.
    Raises NotReady with what is missing, when its review date is past, when it would take effect
    before the day on which it is published: nobody could have kept to it; and while a consultation
    is open or has comments that nobody answered.
    """
    # The body's row is the lock: two people who publish at once get two numbers, not one.
    Body.objects.select_for_update().get(pk=body.pk)
    draft = PlanVersion.objects.select_for_update().filter(body=body, number=None).first()
    if draft is None:
        raise NotReady("There is no draft to publish. Write one first.")
    if seen_at is not None and draft.drafted_at != seen_at:
        raise ChangedMeanwhile(
            "The draft has changed since you opened this page. Read it again, then publish it."
        )
    if effective_from < timezone.localdate(at):
        raise NotReady("A plan takes effect on the day on which it is published, or later.")
    if draft.review_on <= effective_from:
        raise NotReady("The review date must come after the day on which the plan takes effect.")
    draft.second_reader = SecondReader.ALWAYS.value  # a draft of before this could be said
    objectives = list(draft.objectives.select_related("forum"))
    goals, indicators = list(draft.goals.all()), list(draft.indicators.all())
    gaps = gaps_of(document_of(draft, objectives, goals, indicators))
    if gaps:
        raise NotReady(" ".join(gap.sentence for gap in gaps), gaps)
    newest = PlanVersion.objects.filter(body=body).aggregate(newest=Max("number"))["newest"]
    draft.number = (newest or 0) + 1
    draft.effective_from = effective_from
    draft.published_by, draft.published_at = by, at
    records = consulting.records_for(draft, by=by, at=at)
    draft.document = documents.canonical(document_of(draft, objectives, goals, indicators, records))
    draft.sha256 = documents.fingerprint(draft.document)
    draft.save()
    draft.steps.all().delete()
    audit.record(
        kind="plan.published",
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={
            "name": body.name,
            "version": draft.number,
            "sha256": draft.sha256,
            "changes": {"version": [newest, draft.number]},
        },
        public=not body.is_practice,
    )
    return draft
