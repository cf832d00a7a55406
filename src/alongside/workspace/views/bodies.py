"""Public bodies in the register, for those who keep it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.accounts.domain.roles import Permission
from alongside.bodies import actions
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.replies.closed_bodies import record_body_and_work
from alongside.reporting.holdings import Holdings, holdings_of
from alongside.workspace.correcting import correcting
from alongside.workspace.forms_bodies import BodyForm, initial_of
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.views.closed_bodies import what_became_of

PAGE_SIZE = 50
_CLOSED = {"open": False, "closed": True}


@require_safe
@staff_page(Permission.KEEP_REGISTER)
def body_list(request: StaffRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    state = request.GET.get("state", "")
    found = bodies.bodies_to_keep(text=text, closed=_CLOSED.get(state))
    return show(
        request,
        "body_list.html",
        {
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "text": text,
            "state": state if state in _CLOSED else "",
        },
    )


@staff_page(Permission.KEEP_REGISTER)
def body_add(request: StaffRequest) -> HttpResponse:
    form = BodyForm(request.POST or None, today=timezone.localdate(clock.now()))
    if request.method == "POST" and form.is_valid():
        body = _record(request, form, bodies.free_slug(form.cleaned_data["name"]))
        if body is not None:
            messages.success(
                request, _("%(body)s stands in the public register.") % {"body": body.name}
            )
            return redirect("workspace:body-edit", body.slug)
    return show(request, "body_add.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(Permission.KEEP_REGISTER)
def body_edit(request: StaffRequest, slug: str) -> HttpResponse:
    body = bodies.get_body(slug)
    today = timezone.localdate(clock.now())
    origin = correcting(request, body)
    proposed = origin.initial if origin else None
    form = BodyForm(request.POST or None, today=today, body=body, proposed=proposed)
    theirs: dict[str, object] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if _record(request, form, slug) is not None:
                messages.success(request, _("The entry is up to date."))
                return origin.back() if origin else redirect("workspace:body-edit", slug)
        except actions.ChangedMeanwhile as exc:
            # The next try is made with both texts seen.
            form = BodyForm(_seen_again(request.POST, body), today=today, body=body)
            form.add_error(None, str(exc))
            theirs = bodies.statement_of(body)
    return show(
        request,
        "body_edit.html",
        {
            "body": body,
            "form": form,
            "theirs": theirs,
            "correcting": origin,
            "holds": _holds(body, today),
            "left": _left(body, today),
        },
        status=422 if form.errors else 200,
    )


def _record(request: StaffRequest, form: BodyForm, slug: str) -> Body | None:
    """The body as it stands now, or None with the faults in the form."""
    facts: dict[str, Any] = form.facts()
    try:
        body, settled = record_body_and_work(
            slug=slug, **facts, by=request.user.username, at=clock.now()
        )
    except actions.BodyRefused as refused:
        form.add_faults(refused.faults)
        return None
    for sentence in what_became_of(settled):
        messages.info(request, sentence)
    return body


def _holds(body: Body, today: date) -> Holdings | None:
    """What it would leave behind if it were closed now; None: it has closed, or nothing."""
    return None if body.is_closed else holdings_of([body.slug], on=today).get(body.slug)


def _left(body: Body, today: date) -> Holdings | None:
    """What it left when it was closed, by an import perhaps; None: it is open, or left nothing."""
    return holdings_of([body.slug], on=today).get(body.slug) if body.is_closed else None


def _seen_again(typed: QueryDict, body: Body) -> QueryDict:
    again = typed.copy()
    again["seen"] = initial_of(body)["seen"]
    return again
