"""Plans: the list of them, and the draft of the next version as a list of tasks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.plans import actions, consultations, draft_actions, drafts
from alongside.plans import queries as plans
from alongside.plans.domain.missing import Gap
from alongside.plans.domain.policy import REVIEW_GRACE
from alongside.plans.domain.steps import STEP_WORDS, Step, forum_step
from alongside.plans.domain.versions import Dated
from alongside.plans.models import PlanVersion
from alongside.publishing import entries
from alongside.workspace import typed
from alongside.workspace.forms_plan_steps import PublishForm, publish_form
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told

# Fields that a page shows as several boxes: a link leads to the first.
_DAYS = frozenset({"assessed_on"})


@dataclass(frozen=True, slots=True)
class Task:
    """A page of the draft on the list of tasks."""

    text: str
    href: str
    gaps: int
    is_begun: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A sentence about what is missing, and where it is filled in."""

    sentence: str
    href: str


@require_safe
@staff_page()
def plan_list(request: StaffRequest) -> HttpResponse:
    """Of each body, with what is late first."""
    today = timezone.localdate(clock.now())
    visible = bodies.bodies_visible_to(request.duty)
    in_force = {version.body_id: version for version in plans.plans_in_force(on=today)}
    to_come = plans.versions_to_come([body.pk for body in visible], on=today)
    drafted = plans.bodies_with_draft()
    rows: list[dict[str, Any]] = [
        {
            "body": body,
            "version": in_force.get(body.pk),
            "to_come": to_come.get(body.pk, []),
            "has_draft": body.pk in drafted,
            "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
        }
        for body in visible
    ]
    late = {pk for pk, version in in_force.items() if version.review_on < today}
    due = [row for row in rows if row["body"].pk in late]
    return show(
        request,
        "plan_list.html",
        {"rows": rows, "due": due, "today": today, "grace": REVIEW_GRACE},
    )


@require_safe
@staff_page(Permission.LEAD)
def plan_edit(request: StaffRequest, body_slug: str) -> HttpResponse:
    """The tasks of the draft, what is still missing, and how to begin one."""
    body = led(request, body_slug)
    today = timezone.localdate(clock.now())
    draft = plans.draft_of(body.pk)
    gaps = drafts.gaps(draft) if draft else []
    return show(
        request,
        "plan.html",
        {
            "body": body,
            "draft": draft,
            "in_force": plans.plan_in_force(body.pk, on=today),
            "newest": plans.versions_of(body.pk).first(),
            "to_come": _to_come(body, today),
            "tasks": tasks(draft, gaps) if draft else {},
            "missing": [
                *(missing_of(gap, body) for gap in gaps),
                *(standing_in_the_way(body, today) if draft else ()),
            ],
            "cautions": cautions_of(draft, today) if draft else [],
            "consulted": consulted(body, today),
            "open_consultation": consultations.open_now(on=today).filter(body=body).first(),
            "today": today,
        },
    )


@require_POST
@staff_page(Permission.LEAD)
def plan_begin(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Begins the draft: a copy of the newest version, or an empty one."""
    body = led(request, body_slug)
    draft_actions.begin_draft(body=body, by=request.user.username, at=clock.now())
    return redirect("workspace:plan-edit", body_slug)


@require_safe
@staff_page(Permission.LEAD)
def plan_preview(request: StaffRequest, body_slug: str) -> HttpResponse:
    """The draft as it will stand, and the button that freezes it."""
    return _preview(request, led(request, body_slug))


@require_POST
@staff_page(Permission.LEAD)
def plan_publish(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Freezes the draft as the next version."""
    body = led(request, body_slug)
    waiting = _to_come(body, timezone.localdate(clock.now()))
    form = PublishForm(request.POST, waiting=waiting)
    if not form.is_valid():
        return _preview(request, body, form=form, status=422)
    try:
        version = actions.publish_draft(
            body=body,
            effective_from=form.cleaned_data["effective_from"],
            seen_at=form.cleaned_data["seen_at"],
            by=request.user.username,
            at=clock.now(),
        )
    except actions.NotReady as exc:
        # What is missing is said with links above; everything else beside the button.
        if not exc.gaps:
            form.add_error("effective_from", str(exc))
        return _preview(request, body, form=form, status=422)
    except actions.PlanError as exc:
        form.add_error(None, str(exc))
        return _preview(request, body, form=form, status=409)
    messages.success(
        request,
        _("Version %(number)s is published and frozen.") % {"number": version.number},
    )
    return redirect("workspace:plan-edit", body_slug)


@require_POST
@staff_page(Permission.LEAD)
def plan_discard(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Throws the draft away, as it was when the page was opened."""
    body = led(request, body_slug)
    with told(request, actions.PlanError, _("The draft is thrown away.")):
        draft_actions.discard_draft(
            body=body,
            seen_at=typed.moment(request, "seen_at") or typed.NEVER,
            by=request.user.username,
            at=clock.now(),
        )
    return redirect("workspace:plan-edit", body_slug)


def led(request: StaffRequest, body_slug: str) -> Body:
    """The body, if this person leads it. Raises Body.DoesNotExist, as if it never was."""
    return bodies.bodies().filter(pk__in=request.duty.body_ids(Permission.LEAD)).get(slug=body_slug)


def tasks(draft: PlanVersion, gaps: list[Gap]) -> dict[str, list[Task]]:
    """By section: the pages of the draft, each with how much it lacks."""
    saved = drafts.saved_steps(draft)
    slug = draft.body.slug

    def of_step(step: Step) -> Task:
        return Task(
            text=_(STEP_WORDS[step]),
            href=step_address(slug, step),
            gaps=sum(gap.step is step for gap in gaps),
            is_begun=step.value in saved,
        )

    forums = [
        Task(
            text=objective.forum.name,
            href=forum_address(slug, objective.forum.slug),
            gaps=sum(gap.forum_id == objective.forum.slug for gap in gaps),
            is_begun=forum_step(objective.forum.slug) in saved,
        )
        for objective in draft.objectives.select_related("forum")
    ]
    return {
        "plan": [of_step(step) for step in (Step.ABOUT, Step.GOALS)],
        "forums": forums,
        "promises": [of_step(step) for step in (Step.STANDARDS, Step.LAW, Step.INDICATORS)],
    }


def missing_of(gap: Gap, body: Body) -> Missing:
    """The gap's sentence, with the address of the field that fills it."""
    if gap.forum_id:
        href = forum_address(body.slug, gap.forum_id)
    elif gap.step is Step.FORUMS:
        href = reverse("workspace:plan-forum-add", args=[body.slug])
    else:
        href = step_address(body.slug, gap.step)
    field = {"goal": "goal_key"}.get(gap.field, gap.field) if gap.forum_id else gap.field
    anchor = f"#id_{field}{'_day' if field in _DAYS else ''}" if field else ""
    return Missing(gap.sentence, f"{href}{anchor}")


def cautions_of(draft: PlanVersion, today: date) -> list[Missing]:
    """Where the draft promises what operators do not allow, with the address of the field."""
    return [missing_of(caution, draft.body) for caution in drafts.cautions(draft, on=today)]


def standing_in_the_way(body: Body, today: date) -> list[Missing]:
    """What of consultations must be done before the draft can be published."""
    found = []
    for obstacle in consultations.obstacles(body.pk, on=today):
        asked = obstacle.consultation.public_id
        if obstacle.comment is None:
            href = f"{reverse('workspace:consultation', args=[body.slug])}#round-{asked}"
        else:
            names = [body.slug, asked, obstacle.comment.public_id]
            href = reverse("workspace:consultation-comment", args=names)
        found.append(Missing(obstacle.sentence, href))
    return found


def consulted(body: Body, today: date) -> tuple[str, str]:
    """Where the consultation of the draft stands, in words and a tone of the tags."""
    rounds = consultations.unpublished(body.pk)
    if not rounds:
        return _("Not asked"), ""
    if any(found.is_open(today) for found in rounds):
        return _("Open"), "govuk-tag--blue"
    if consultations.obstacles(body.pk, on=today):
        return _("To answer"), "govuk-tag--yellow"
    return _("Complete"), ""


def step_address(body_slug: str, step: Step) -> str:
    """Where a step is written."""
    return reverse("workspace:plan-step", args=[body_slug, step.value])


def forum_address(body_slug: str, forum_slug: str) -> str:
    """Where the page of one forum is written."""
    return reverse("workspace:plan-forum", args=[body_slug, forum_slug])


def draft_or_begin(request: StaffRequest, body: Body) -> PlanVersion | None:
    """The draft; without one, None after saying so."""
    draft = plans.draft_of(body.pk)
    if draft is None:
        messages.error(request, _("There is no draft. Begin the next version first."))
    return draft


def forum_of(draft: PlanVersion, forum_slug: str) -> Forum:
    """A forum that is in the draft. Raises Forum.DoesNotExist."""
    return Forum.objects.get(slug=forum_slug, pk__in=draft.objectives.values("forum"))


def _to_come(body: Body, today: date) -> list[Dated]:
    return plans.versions_to_come([body.pk], on=today).get(body.pk, [])


def _preview(
    request: StaffRequest, body: Body, *, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    draft = draft_or_begin(request, body)
    if draft is None:
        return redirect("workspace:plan-edit", body.slug)
    at = clock.now()
    today: date = timezone.localdate(at)
    newest = plans.versions_of(body.pk).first()
    waiting = _to_come(body, today)
    return show(
        request,
        "plan_preview.html",
        {
            "body": body,
            "draft": draft,
            "entry": entries.preview_entry(draft, at=at),
            "newest": newest,
            "changes": entries.draft_differences(newest, draft) if newest else [],
            "missing": [
                *(missing_of(gap, body) for gap in drafts.gaps(draft)),
                *standing_in_the_way(body, today),
            ],
            "cautions": cautions_of(draft, today),
            "was_consulted": bool(consultations.unpublished(body.pk)),
            "to_come": waiting,
            "form": form or publish_form(today, draft.drafted_at.isoformat(), waiting),
            "practice_shown": True,
        },
        status=status,
    )
