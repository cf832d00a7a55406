"""Watches: what a body looks out for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.domain.roles import Permission
from alongside.bodies import queries as bodies
from alongside.core import clock
from alongside.matching import actions
from alongside.matching import queries as matching
from alongside.matching.models import Watch
from alongside.workspace.forms import WatchForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@staff_page()
def watch_list(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = WatchForm(request.POST, duty=request.duty)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    actions.add_watch(
        body=form.cleaned_data["body"],
        forum=None,
        name=form.cleaned_data["name"],
        any_of=form.cleaned_data["any_of"],
        none_of=form.cleaned_data["none_of"],
        by=request.user.username,
        at=clock.now(),
    )
    messages.success(request, _("The watch stands. It looks at threads from the next visit on."))
    return redirect("workspace:watch-list")


@require_POST
@staff_page(Permission.LEAD)
def watch_end(request: StaffRequest, watch_id: str) -> HttpResponse:
    watch = Watch.objects.filter(body_id__in=request.duty.body_ids(Permission.LEAD)).get(
        public_id=watch_id
    )
    actions.end_watch(watch_id=watch.pk, by=request.user.username, at=clock.now())
    messages.success(request, _("The watch has ended."))
    return redirect("workspace:watch-list")


def _page(
    request: StaffRequest, *, form: WatchForm | None = None, status: int = 200
) -> HttpResponse:
    may_lead = request.duty.may(Permission.LEAD)
    return show(
        request,
        "watch_list.html",
        {
            "groups": [
                {
                    "body": body,
                    "watches": matching.watches_of(body.pk),
                    "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
                }
                for body in bodies.bodies_visible_to(request.duty).filter(
                    pk__in=Watch.objects.filter(ended_at=None).values("body")
                )
            ],
            "form": (form or WatchForm(duty=request.duty)) if may_lead else None,
        },
        status=status,
    )
