"""Taking what a survey counted as the baseline of an indicator in a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.domain.roles import Permission
from alongside.core import clock
from alongside.core.identifiers import new_identifier
from alongside.matching.domain.evidence import UNIT
from alongside.matching.evidence import evidence_for
from alongside.plans import draft_actions, drafts
from alongside.plans.domain.errors import ChangedMeanwhile, NoDraft, Unfit
from alongside.plans.domain.steps import IndicatorText, Step
from alongside.plans.domain.terms import Direction
from alongside.workspace import typed
from alongside.workspace.staff import StaffRequest, staff_page
from alongside.workspace.views.plans import (
    draft_or_begin,
    forum_address,
    forum_of,
    led,
    step_address,
)


@require_POST
@staff_page(Permission.LEAD)
def plan_forum_baseline(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """Adds an indicator of the body's own that begins from the share which a survey counted."""
    body = led(request, body_slug)
    draft = draft_or_begin(request, body)
    if draft is None:
        return redirect("workspace:plan-edit", body.slug)
    forum = forum_of(draft, forum_slug)
    back = f"{forum_address(body.slug, forum.slug)}#evidence"
    evidence = evidence_for(forum_id=forum.pk, body_id=body.pk)
    counted = evidence.counted(typed.text(request, "topic")) if evidence else None
    if evidence is None or evidence.survey_id != typed.text(request, "survey"):
        messages.error(request, _("There is a newer survey. Look at its counts first."))
        return redirect(back)
    # A plan is published: no share of so few questions that it could point at people.
    if counted is None or counted.in_public.share is None:
        messages.error(request, _("Choose a topic of which there were enough questions."))
        return redirect(back)
    indicators = drafts.content_of(draft, Step.INDICATORS)
    assert isinstance(indicators, tuple)
    name = evidence.indicator_name(counted, forum_name=forum.name)
    if any(found.name == name for found in indicators if isinstance(found, IndicatorText)):
        messages.success(request, _("This baseline is in the draft already. Give it a target."))
        return redirect(step_address(body.slug, Step.INDICATORS))
    step = draft.steps.filter(name=Step.INDICATORS.value).first()
    taken = IndicatorText(
        key=new_identifier(),
        name=name,
        unit=UNIT,
        direction=Direction.AT_MOST,
        baseline=counted.share,
        baseline_on=evidence.surveyed_on,
    )
    try:
        draft_actions.save_step(
            body=body,
            step=Step.INDICATORS,
            content=(*indicators, taken),
            seen=step.number if step else 0,
            by=request.user.username,
            at=clock.now(),
        )
    except Unfit as exc:
        messages.error(request, exc.faults[0].sentence)
        return redirect(back)
    except (ChangedMeanwhile, NoDraft) as exc:
        messages.error(request, str(exc))
        return redirect(back)
    messages.success(request, _("The baseline is in the draft. Give it a target and a day."))
    return redirect(step_address(body.slug, Step.INDICATORS))
