"""The calendar of restricted periods, for those who keep it: the central team."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.audit.queries import events_of
from alongside.core import clock
from alongside.periods import actions, queries
from alongside.periods.domain.keeping import PeriodError
from alongside.periods.domain.terms import PLACE_WORDS, Place
from alongside.periods.models import RestrictedPeriod
from alongside.ui.jurisdictions import jurisdiction_words
from alongside.workspace.forms_periods import (
    MODE_HINTS,
    EndPeriodForm,
    PeriodForm,
    WithdrawPeriodForm,
    add_faults,
)
from alongside.workspace.staff import StaffRequest, show, staff_page


@require_safe
@staff_page()
def period_list(request: StaffRequest) -> HttpResponse:
    """For everybody who works here; only who keeps the register changes anything."""
    today = timezone.localdate(clock.now())
    return show(
        request,
        "period_list.html",
        {
            "jurisdiction_words": jurisdiction_words,
            "placed": queries.by_place(queries.periods(practice=False), on=today),
            "practice": queries.by_place(queries.periods(practice=True), on=today),
            "place_words": PLACE_WORDS,
            "may_keep": request.duty.may(Permission.KEEP_REGISTER),
            "homeless": queries.bodies_without_jurisdiction(),
        },
    )


@staff_page(Permission.KEEP_REGISTER)
def period_add(request: StaffRequest) -> HttpResponse:
    form = PeriodForm(request.POST or None, practice_shown=settings.ALONGSIDE_SHOW_PRACTICE)
    if request.method == "POST" and form.is_valid():
        try:
            period = actions.add_period(
                facts=form.facts(),
                is_practice=form.cleaned_data.get("is_practice", False),
                by=request.user.username,
                at=clock.now(),
            )
        except actions.PeriodRefused as refused:
            form.add_faults(refused.faults)
        else:
            messages.success(
                request, _("“%(name)s” stands in the public calendar.") % {"name": period.name}
            )
            return redirect("workspace:period", period.public_id)
    return show(
        request,
        "period_add.html",
        {"form": form, "mode_hints": MODE_HINTS},
        status=422 if form.errors else 200,
    )


@staff_page()
def period(request: StaffRequest, period_id: str) -> HttpResponse:
    """What the calendar says of it, and, for who keeps it, how to change that."""
    found = queries.get_period(period_id)
    if request.method != "POST":
        return _page(request, found)
    if not request.duty.may(Permission.KEEP_REGISTER):
        raise PermissionDenied(_("Your role does not open this page. Ask your engagement lead."))
    form = PeriodForm(request.POST, period=found)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        actions.change_period(
            public_id=period_id,
            facts=form.facts(),
            seen=form.cleaned_data["seen"] or 0,
            reason=form.cleaned_data["reason"],
            by=request.user.username,
            at=clock.now(),
        )
    except actions.PeriodRefused as refused:
        form.add_faults(refused.faults)
        return _page(request, found, form=form, status=422)
    except actions.ChangedMeanwhile as exc:
        # The next try is made with both seen.
        found = queries.get_period(period_id)
        form = PeriodForm(_seen_again(request.POST, found), period=found)
        form.add_error(None, str(exc))
        return _page(request, found, form=form, status=409)
    except PeriodError as exc:
        form.add_error(None, str(exc))
        return _page(request, queries.get_period(period_id), form=form, status=409)
    messages.success(request, _("The calendar is up to date."))
    return redirect("workspace:period", period_id)


@require_POST
@staff_page(Permission.KEEP_REGISTER)
def period_end(request: StaffRequest, period_id: str) -> HttpResponse:
    found = queries.get_period(period_id)
    form = EndPeriodForm(request.POST)
    if not form.is_valid():
        return _page(request, found, end_form=form, status=422)
    try:
        actions.end_period_early(
            public_id=period_id,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            by=request.user.username,
            at=clock.now(),
        )
    except actions.PeriodRefused as refused:
        add_faults(form, refused.faults)
        return _page(request, found, end_form=form, status=422)
    except PeriodError as exc:
        form.add_error(None, str(exc))
        return _page(request, queries.get_period(period_id), end_form=form, status=409)
    messages.success(request, _("It ends early. The reason stands on its public page."))
    return redirect("workspace:period", period_id)


@require_POST
@staff_page(Permission.KEEP_REGISTER)
def period_withdraw(request: StaffRequest, period_id: str) -> HttpResponse:
    found = queries.get_period(period_id)
    form = WithdrawPeriodForm(request.POST)
    if not form.is_valid():
        return _page(request, found, withdraw_form=form, status=422)
    try:
        actions.withdraw_period(
            public_id=period_id,
            reason=form.cleaned_data["reason"],
            by=request.user.username,
            at=clock.now(),
        )
    except PeriodError as exc:
        form.add_error(None, str(exc))
        return _page(request, queries.get_period(period_id), withdraw_form=form, status=409)
    messages.success(request, _("Withdrawn. It counts no more; its page stays, with the reason."))
    return redirect("workspace:period", period_id)


def _page(
    request: StaffRequest,
    found: RestrictedPeriod,
    *,
    form: PeriodForm | None = None,
    end_form: EndPeriodForm | None = None,
    withdraw_form: WithdrawPeriodForm | None = None,
    status: int = 200,
) -> HttpResponse:
    place = found.place(timezone.localdate(clock.now()))
    may_keep = request.duty.may(Permission.KEEP_REGISTER) and place is not Place.WITHDRAWN
    return show(
        request,
        "period.html",
        {
            "period": found,
            "jurisdiction_words": jurisdiction_words,
            "place": place,
            "place_words": PLACE_WORDS[place],
            "bodies": queries.bodies_bound_by(found),
            "form": (form or PeriodForm(period=found)) if may_keep else None,
            "end_form": (end_form or EndPeriodForm())
            if may_keep and place is Place.IN_FORCE
            else None,
            "withdraw_form": (withdraw_form or WithdrawPeriodForm()) if may_keep else None,
            "mode_hints": MODE_HINTS,
            "events": events_of(f"period:{found.public_id}"),
        },
        status=status,
    )


def _seen_again(typed: QueryDict, period: RestrictedPeriod) -> QueryDict:
    again = typed.copy()
    again["seen"] = str(period.changes)
    return again
