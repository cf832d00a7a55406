"""The pages on which a draft is written: saved unfinished, in the background too, and never over
what somebody else saved meanwhile (law 10)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.domain.roles import Permission
from alongside.accounts.models import User
from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import EngagementModel, Standing
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.matching.evidence import evidence_for
from alongside.plans import draft_actions, drafts
from alongside.plans.domain.errors import NoDraft, PlanError, TextsClash, Unfit
from alongside.plans.domain.merging import Rests, digests_of
from alongside.plans.domain.steps import STEP_WORDS, Content, Step, forum_step
from alongside.plans.draft_actions import Saved
from alongside.plans.models import PlanVersion
from alongside.reporting.domain.targets import FIGURES
from alongside.ui.fields import error_list
from alongside.workspace import plan_steps, resting
from alongside.workspace.forms_hours import DAY_FIELDS
from alongside.workspace.forms_plan_steps import AddForumForm, ObjectiveForm
from alongside.workspace.plan_steps import StepForms
from alongside.workspace.plan_words import texts_let_go, two_texts
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told
from alongside.workspace.views.plans import (
    draft_or_begin,
    forum_address,
    forum_of,
    led,
    missing_of,
    step_address,
)

# The script that saves in the background asks for this and for no page.
_BACKGROUND = "application/json"
_ATTEMPTS = 4  # to save what is right: taking one wrong text back may show another
_SHORT = 8  # what is no longer than a number or a date is soon typed again
_NO_TEXTS = {"csrfmiddlewaretoken", resting.RESTS_ON}


@dataclass(slots=True)
class _Page:
    """A page on which part of a draft is written."""

    body: Body
    draft: PlanVersion
    name: str  # of the step, as its saves are counted
    title: str
    template: str
    address: str
    typed: Callable[[QueryDict], StepForms]
    filled: Callable[[Content], StepForms]
    content: Content  # what the draft holds
    save: Callable[[Content, int, Rests], Saved]
    next_address: str
    context: dict[str, Any] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def plan_step(request: StaffRequest, body_slug: str, step: str) -> HttpResponse:
    """One step of the draft."""
    if step not in set(map(str, Step)) - {Step.FORUMS}:
        raise Http404(step)
    body, found = led(request, body_slug), Step(step)
    draft = draft_or_begin(request, body)
    if draft is None:
        return _gone(request, body)
    return _write(
        request,
        _Page(
            body=body,
            draft=draft,
            name=found.value,
            title=_(STEP_WORDS[found]),
            template=f"plan_{found.value}.html",
            address=step_address(body.slug, found),
            typed=lambda data: plan_steps.typed(found, data),
            filled=lambda content: plan_steps.filled(found, content),
            content=drafts.content_of(draft, found),
            save=lambda content, seen, rests: draft_actions.save_step(
                body=body,
                step=found,
                content=content,
                seen=seen,
                rests=rests,
                by=request.user.username,
                at=clock.now(),
            ),
            next_address=_after(body, found),
            context={"figures": FIGURES},
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def plan_forum(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """What the plan says about one forum."""
    body = led(request, body_slug)
    draft = draft_or_begin(request, body)
    if draft is None:
        return _gone(request, body)
    try:
        forum = forum_of(draft, forum_slug)
    except Forum.DoesNotExist:
        if request.method == "POST":
            return _gone(request, body)
        raise
    objective = draft.objectives.select_related("goal").get(forum=forum)
    goals = [(goal.key, goal.title) for goal in draft.goals.all()]
    agreement = agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    standing = agreements.standing(agreement, on=timezone.localdate(clock.now()))
    return _write(
        request,
        _Page(
            body=body,
            draft=draft,
            name=forum_step(forum.slug),
            title=forum.name,
            template="plan_forum.html",
            address=forum_address(body.slug, forum.slug),
            typed=lambda data: StepForms(Step.FORUMS, ObjectiveForm(data, goals=goals)),
            filled=lambda content: StepForms(
                Step.FORUMS,
                ObjectiveForm(
                    initial=ObjectiveForm.initial_of(content),  # type: ignore[arg-type]  # this step's
                    goals=goals,
                ),
            ),
            content=drafts.objective_text(objective),
            save=lambda content, seen, rests: draft_actions.save_objective(
                body=body,
                forum=forum,
                content=content,  # type: ignore[arg-type]  # this step's
                seen=seen,
                rests=rests,
                by=request.user.username,
                at=clock.now(),
            ),
            next_address=f"{_tasks(body)}#forums",
            context={
                "forum": forum,
                "agreement": agreement,
                "standing": standing,
                "board_names": _board_names(forum, agreement),
                "is_welcome": standing is Standing.IN_FORCE,
                "cautions": [
                    missing_of(caution, body)
                    for caution in drafts.cautions(draft, on=timezone.localdate(clock.now()))
                    if caution.forum_id == forum.slug
                ],
                "day_fields": DAY_FIELDS,
                "evidence": evidence_for(forum_id=forum.pk, body_id=body.pk),
            },
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def plan_forum_add(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Takes a forum into the draft."""
    body = led(request, body_slug)
    draft = draft_or_begin(request, body)
    if draft is None:
        return _gone(request, body)
    offered: dict[str, Any] = {
        "is_practice": body.is_practice,
        "taken": list(draft.objectives.values_list("forum_id", flat=True)),
    }
    form = AddForumForm(request.POST if request.method == "POST" else None, **offered)
    if request.method == "POST" and form.is_valid():
        forum = form.cleaned_data["forum"]
        try:
            draft_actions.add_objective(
                body=body,
                forum=forum,
                model=EngagementModel(form.cleaned_data["model"]),
                by=request.user.username,
                at=clock.now(),
            )
        except PlanError as exc:
            form.add_error("forum", str(exc))
        else:
            return redirect(forum_address(body.slug, forum.slug))
    return show(
        request,
        "plan_forum_add.html",
        {"body": body, "form": form, "draft": draft},
        status=422 if form.errors else 200,
    )


@require_POST
@staff_page(Permission.LEAD)
def plan_forum_take_out(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """Takes a forum out of the draft; what is published stays."""
    body = led(request, body_slug)
    draft = draft_or_begin(request, body)
    if draft is None:
        return _gone(request, body)
    forum = forum_of(draft, forum_slug)
    with told(
        request, PlanError, _("%(forum)s is taken out of the draft.") % {"forum": forum.name}
    ):
        draft_actions.take_out_objective(
            body=body, forum=forum, by=request.user.username, at=clock.now()
        )
    return redirect(f"{_tasks(body)}#forums")


def _write(request: StaffRequest, page: _Page) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, page, page.filled(page.content))
    background = request.headers.get("Accept") == _BACKGROUND
    rests = resting.rests_of(request)
    forms = page.typed(request.POST)
    content = forms.content(page.content, rests.on)
    try:
        saved = None if content is None else _saved(request, page, forms, content, rests)
    except TextsClash as exc:
        return _two_windows(request, page, exc, background)
    except NoDraft:
        return _gone(request, page.body)
    if saved is None or error_list(*forms.all):
        return _refused(request, page, forms, saved, rests, background)
    others = _others(forms, saved)
    if background:
        at = timezone.localtime(saved.saved_at)
        said = _("Saved at %(time)s") % {"time": f"{at:%H:%M}"}
        return JsonResponse(
            {
                "state": "saved",
                "said": f"{said}. {others}" if others else said,
                "seen": saved.number,
                "rests_on": json.dumps(forms.rests_on(rests.on or {})),
            }
        )
    if others:
        messages.info(request, others)
    if moved := forms.moved():
        key, name, place, count = moved
        said = _("“%(name)s” is now number %(place)s of %(count)s.")
        messages.success(request, said % {"name": name, "place": place, "count": count})
        return redirect(f"{page.address}#row-{key}")
    if texts := texts_let_go(saved.let_go, _goals(page.draft)):
        # Not a redirect: the texts stand in no draft any more.
        context = {"body": page.body, "page_title": page.title, "texts": texts}
        return show(request, "plan_let_go.html", context | {"next_address": page.next_address})
    if "move" in request.POST or "more" in request.POST:
        return redirect(page.address)
    messages.success(request, _("“%(page)s” is saved.") % {"page": page.title})
    return redirect(page.next_address)


def _saved(
    request: StaffRequest, page: _Page, forms: StepForms, content: Content, rests: Rests
) -> Saved | None:
    """Saves what is right; what is not is placed beside its field. None: nothing can be saved.

    Raises TextsClash, NoDraft.
    """
    for _attempt in range(_ATTEMPTS):
        try:
            return page.save(content, _seen(request), rests)
        except Unfit as exc:
            content = forms.take_back(exc.faults, exc.content or content, page.content)
    return None


def _others(forms: StepForms, saved: Saved) -> str:
    """A sentence, where the page does not show what others changed meanwhile and is kept."""
    if forms.rests_on({}) == {
        part: on for part, on in digests_of(saved.content).items() if part not in forms.wrong
    }:
        return ""
    return _("What was changed elsewhere meanwhile is kept: open this page again to see it.")


def _refused(
    request: StaffRequest,
    page: _Page,
    forms: StepForms,
    saved: Saved | None,
    rests: Rests,
    background: bool,
) -> HttpResponse:
    """What is wrong, beside its field with the text that was typed; all else is saved."""
    rests_on = forms.rests_on(rests.on or {}) if saved else rests.on
    seen = saved.number if saved else _seen(request)
    problems = error_list(*forms.all)
    if not background:
        return _shown(
            request,
            page,
            forms,
            status=422,
            seen=seen,
            rests_on=None if rests_on is None else json.dumps(rests_on),
            kept={} if saved else dict(rests.keep or {}),
            is_partly_saved=saved is not None,
        )
    sentence = problems[0]["text"] if problems else ""
    said = _("All but this is saved: %(problem)s") if saved else _("Not saved yet. %(problem)s")
    answer: dict[str, Any] = {
        "state": "problem",
        "said": said % {"problem": sentence},
        "problems": problems,
    }
    if saved:
        answer |= {"seen": seen, "rests_on": json.dumps(rests_on)}
    return JsonResponse(answer, status=422)


def _two_windows(
    request: StaffRequest, page: _Page, exc: TextsClash, background: bool
) -> HttpResponse:
    """What both changed, side by side. Saving again from here is a decision, not an accident."""
    if background:
        said = _("Not saved: this page was saved elsewhere. Press Save to see both texts.")
        return JsonResponse({"state": "conflict", "said": said}, status=409)
    step = page.draft.steps.get(name=page.name)
    who = User.objects.filter(username=step.saved_by).first()
    return _shown(
        request,
        page,
        page.filled(exc.merged.content),
        status=409,
        texts=two_texts(exc.merged.clashes, _goals(page.draft)),
        undecided=resting.undecided_in(request),
        saved_by=_("you, in another window")
        if step.saved_by == request.user.username
        else str(who or step.saved_by),
    )


def _board_names(forum: Forum, agreement: Agreement | None) -> list[str]:
    """The boards to which the operator limits it; empty: all."""
    if agreement is None or not agreement.board_ids:
        return []
    names = dict(forum.boards.values_list("external_id", "name"))
    return [names.get(board, board) for board in agreement.board_ids]


def _goals(draft: PlanVersion) -> dict[str, str]:
    return {goal.key: goal.title for goal in draft.goals.all()}


def _shown(
    request: StaffRequest, page: _Page, forms: StepForms, *, status: int = 200, **context: Any
) -> HttpResponse:
    step = page.draft.steps.filter(name=page.name).first()
    gaps = [
        gap
        for gap in drafts.gaps(page.draft)
        if (forum_step(gap.forum_id) if gap.forum_id else gap.step.value) == page.name
    ]
    return show(
        request,
        page.template,
        {
            "body": page.body,
            "draft": page.draft,
            "page_title": page.title,
            "address": page.address,
            "forms": forms,
            "step": step,
            "seen": step.number if step else 0,
            "rests_on": json.dumps(digests_of(page.content)),
            "kept": {},
            "missing": [missing_of(gap, page.body) for gap in gaps] if step else [],
            **page.context,
            **context,
        },
        status=status,
    )


def _gone(request: StaffRequest, body: Body) -> HttpResponse:
    if request.headers.get("Accept") == _BACKGROUND:
        said = _("Not saved: the draft is gone. Copy your text before you leave this page.")
        return JsonResponse({"state": "problem", "said": said}, status=409)
    if request.method != "POST":
        return redirect("workspace:plan-edit", body.slug)
    texts = [
        (name, value.replace("\x00", ""))
        for name, value in request.POST.items()
        if isinstance(value, str) and len(value) > _SHORT and name not in _NO_TEXTS
    ]
    return show(request, "plan_gone.html", {"body": body, "texts": texts}, status=409)


def _seen(request: StaffRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _tasks(body: Body) -> str:
    return redirect("workspace:plan-edit", body.slug).url


def _after(body: Body, step: Step) -> str:
    """Where saving leads: to the next step that has a page, or back to the tasks."""
    if step is Step.ABOUT:
        return step_address(body.slug, Step.GOALS)
    return _tasks(body)
