"""Saving a plan that came as StratML as a body's draft."""

from datetime import datetime

from django.db import transaction

from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans import actions
from alongside.plans.models import PlanVersion
from alongside.plans.stratml_drafts import Proposal


@transaction.atomic
def save_proposal(
    *, body: Body, proposal: Proposal, seen_at: datetime | None = None, by: str, at: datetime
) -> PlanVersion:
    """Makes the proposal the body's draft of the next version, in place of the one seen.

    `seen_at` as in `actions.save_draft`, whose checks all hold and whose errors it raises. Raises
    PlanError when the proposal was made for another body, or a forum has left the register since.
    """
    if proposal.body_slug != body.slug:
        raise actions.PlanError("This was read for another body’s plan. Read the file again.")
    slugs = [objective.forum_slug for objective in proposal.objectives]
    forums = {forum.slug: forum for forum in Forum.objects.standing().filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in forums]:
        raise actions.PlanError(
            f"These forums have left the register since the file was read: {', '.join(missing)}. "
            "Read the file again."
        )
    return actions.save_draft(
        body=body,
        title=proposal.title,
        goal=proposal.goal,
        disclosure="",
        standards=proposal.standards,
        law=proposal.law,
        languages=proposal.languages,
        review_on=proposal.review_on,
        goals=proposal.goals,
        indicators=proposal.indicators,
        objectives=[
            actions.ObjectiveDraft(
                forum=forums[objective.forum_slug],
                model=objective.model,
                statement=objective.statement,
                hours=objective.hours,
                response_hours=objective.response_hours,
                peers_first_hours=objective.peers_first_hours,
                reason=objective.reason,
                goal_key=objective.goal_key,
                **objective.more,
            )
            for objective in proposal.objectives
        ],
        seen_at=seen_at,
        by=by,
        at=at,
    )
