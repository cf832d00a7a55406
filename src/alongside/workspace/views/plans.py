"""Plans: the draft of the next version, and its publication."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.agreements.domain.terms import EngagementModel
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.plans import actions
from alongside.plans import queries as plans
from alongside.plans.models import PlanVersion
from alongside.workspace.forms import ObjectiveFormSet, PlanForm, PublishForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@require_safe
@staff_page()
def plan_list(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    visible = bodies.bodies_visible_to(request.duty)
    in_force = {version.body_id: version for version in plans.plans_in_force(on=today)}
    return show(
        request,
        "plan_list.html",
        {
            "rows": [
                {
                    "body": body,
                    "version": in_force.get(body.pk),
                    "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
                }
                for body in visible
            ],
            "today": today,
        },
    )


@staff_page(Permission.LEAD)
def plan_edit(request: StaffRequest, body_slug: str) -> HttpResponse:
    """The draft of the next version; it begins as a copy of the version in force."""
    body = _led(request, body_slug)
    if request.method != "POST":
        return _page(request, body)
    form = PlanForm(request.POST)
    objectives = ObjectiveFormSet(request.POST, prefix="objectives")
    if not (form.is_valid() and objectives.is_valid()):
        return _page(request, body, form=form, objectives=objectives, status=422)
    try:
        actions.save_draft(
            body=body,
            title=form.cleaned_data["title"],
            goal=form.cleaned_data["goal"],
            disclosure=form.cleaned_data["disclosure"],
            review_on=form.cleaned_data["review_on"],
            objectives=[_objective(row.cleaned_data) for row in objectives if _is_kept(row)],
            seen_at=form.cleaned_data["seen_at"],
            by=request.user.username,
            at=clock.now(),
        )
    except actions.ChangedMeanwhile as exc:
        theirs = plans.draft_of(body.pk)
        # The page now shows the saved text as well: saving again is a decision, not an accident.
        again = request.POST.copy()
        again["seen_at"] = theirs.drafted_at.isoformat() if theirs else ""
        form = PlanForm(again)
        form.is_valid()
        form.add_error(None, str(exc))
        return _page(request, body, form=form, objectives=objectives, theirs=theirs, status=409)
    except actions.PlanError as exc:
        form.add_error(None, str(exc))
        return _page(request, body, form=form, objectives=objectives, status=422)
    messages.success(request, _("Draft saved."))
    return redirect("workspace:plan-edit", body_slug)


@require_POST
@staff_page(Permission.LEAD)
def plan_publish(request: StaffRequest, body_slug: str) -> HttpResponse:
    body = _led(request, body_slug)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, body, publish_form=form, status=422)
    try:
        version = actions.publish_draft(
            body=body,
            effective_from=form.cleaned_data["effective_from"],
            seen_at=form.cleaned_data["seen_at"],
            by=request.user.username,
            at=clock.now(),
        )
    except actions.PlanError as exc:
        form.add_error(None, str(exc))
        return _page(request, body, publish_form=form, status=422)
    messages.success(
        request,
        _("Version %(number)s is published and frozen.") % {"number": version.number},
    )
    return redirect("workspace:plan-list")


def _led(request: StaffRequest, body_slug: str) -> Body:
    return bodies.bodies().filter(pk__in=request.duty.body_ids(Permission.LEAD)).get(slug=body_slug)


def _is_kept(row: Any) -> bool:
    return bool(row.has_changed() or row.initial) and not row.cleaned_data.get("DELETE")


def _objective(data: dict[str, Any]) -> actions.ObjectiveDraft:
    return actions.ObjectiveDraft(
        forum=data["forum"],
        model=EngagementModel(data["model"]),
        statement=data["statement"],
        hours=data["hours"],
        response_hours=data["response_hours"],
        peers_first_hours=data["peers_first_hours"],
    )


def _page(
    request: StaffRequest,
    body: Body,
    *,
    form: PlanForm | None = None,
    objectives: Any = None,
    publish_form: PublishForm | None = None,
    theirs: PlanVersion | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    draft = plans.draft_of(body.pk)
    base = draft or plans.plan_in_force(body.pk, on=today)
    return show(
        request,
        "plan_edit.html",
        {
            "body": body,
            "draft": draft,
            "in_force": plans.plan_in_force(body.pk, on=today),
            "form": form or PlanForm(initial=_head_of(base, draft, today + timedelta(days=182))),
            "objectives": objectives
            or ObjectiveFormSet(prefix="objectives", initial=_objectives_of(base)),
            "publish_form": publish_form
            or PublishForm(
                initial={
                    "effective_from": today,
                    "seen_at": draft.drafted_at.isoformat() if draft else None,
                }
            ),
            "theirs": theirs,
        },
        status=status,
    )


def _head_of(base: PlanVersion | None, draft: PlanVersion | None, review_on: Any) -> dict[str, Any]:
    if base is None:
        return {"review_on": review_on}
    return {
        "title": base.title,
        "goal": base.goal,
        "disclosure": base.disclosure,
        "review_on": base.review_on if draft else review_on,
        "seen_at": draft.drafted_at.isoformat() if draft else None,
    }


def _objectives_of(base: PlanVersion | None) -> list[dict[str, Any]]:
    if base is None:
        return []
    return [
        {
            "forum": objective.forum_id,
            "model": objective.model,
            "statement": objective.statement,
            "hours": objective.hours,
            "response_hours": objective.response_hours,
            "peers_first_hours": objective.peers_first_hours,
        }
        for objective in base.objectives.all()
    ]
