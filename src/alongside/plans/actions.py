"""Writing plans: one draft at a time, published as a frozen, numbered version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from alongside.agreements.domain.terms import EngagementModel
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans.domain import documents
from alongside.plans.models import Objective, PlanVersion


class PlanError(Exception):
    """The plan cannot be saved or published so; the message is for the person who wrote it."""


class NotReady(PlanError):
    """Something a published plan must have is missing."""


class ChangedMeanwhile(PlanError):
    """Somebody else saved the draft since this page was opened."""


@dataclass(frozen=True, slots=True)
class ObjectiveDraft:
    """One objective as it was typed."""

    forum: Forum
    model: EngagementModel
    statement: str
    hours: str = ""
    response_hours: int = 48
    peers_first_hours: int = 0


@transaction.atomic
def save_draft(
    *,
    body: Body,
    title: str,
    goal: str,
    disclosure: str,
    review_on: date,
    objectives: Sequence[ObjectiveDraft],
    seen_at: datetime | None = None,
    by: str,
    at: datetime,
) -> PlanVersion:
    """Saves the body's draft of the next version; its objectives are replaced.

    `seen_at` is the `drafted_at` of the draft on which the text was based, None when there was
    none; raises ChangedMeanwhile when there is a newer one, so that nobody's text is lost.
    Raises PlanError when two objectives name one forum, or one pairs practice with what is real.
    """
    forum_ids = [objective.forum.pk for objective in objectives]
    if len(set(forum_ids)) != len(forum_ids):
        raise PlanError("A plan has one objective for each forum. Join the two into one.")
    if any(objective.forum.is_practice != body.is_practice for objective in objectives):
        raise PlanError(
            "The plan of a practice body names practice forums only, the plan of a real body "
            "real ones."
        )
    draft = PlanVersion.objects.select_for_update().filter(body=body, number=None).first()
    if draft is None:
        draft = PlanVersion(body=body)
    elif seen_at is None or draft.drafted_at > seen_at:
        raise ChangedMeanwhile(
            "Somebody else saved this draft while you were writing. Compare their text with yours "
            "below, then save again."
        )
    draft.title, draft.goal, draft.disclosure = title, goal, disclosure
    draft.review_on, draft.drafted_at = review_on, at
    draft.save()
    draft.objectives.all().delete()
    Objective.objects.bulk_create(
        Objective(
            version=draft,
            forum=objective.forum,
            model=objective.model.value,
            statement=objective.statement,
            hours=objective.hours,
            response_hours=objective.response_hours,
            peers_first_hours=objective.peers_first_hours,
        )
        for objective in objectives
    )
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
    Raises NotReady when there is no draft, it has no objective, or its review date is past.
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
    objectives = list(draft.objectives.select_related("forum"))
    if not objectives:
        raise NotReady("Add at least one objective: a forum, and what you will do there.")
    if draft.review_on <= effective_from:
        raise NotReady("The review date must come after the day on which the plan takes effect.")
    newest = PlanVersion.objects.filter(body=body).aggregate(newest=Max("number"))["newest"]
    draft.number = (newest or 0) + 1
    draft.effective_from = effective_from
    draft.published_by, draft.published_at = by, at
    draft.document = documents.canonical(document_of(draft, objectives))
    draft.sha256 = documents.fingerprint(draft.document)
    draft.save()
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


def document_of(version: PlanVersion, objectives: Sequence[Objective]) -> dict[str, object]:
    """The version as the document that is frozen. Dates are ISO 8601 days; hours are hours."""
    return {
        "body": {"id": version.body.slug, "name": version.body.name},
        "version": version.number,
        "title": version.title,
        "goal": version.goal,
        "disclosure": version.disclosure,
        "effective_from": version.effective_from.isoformat() if version.effective_from else None,
        "review_on": version.review_on.isoformat(),
        "is_practice": version.body.is_practice,
        "objectives": [
            {
                "forum": {"id": objective.forum.slug, "name": objective.forum.name},
                "engagement_model": objective.model,
                "statement": objective.statement,
                "hours": objective.hours,
                "response_standard_hours": objective.response_hours,
                "peers_first_hours": objective.peers_first_hours,
            }
            for objective in objectives
        ],
    }
