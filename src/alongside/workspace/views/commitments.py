"""Recording commitments: what was said, whom it means today, changing and ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.core import clock
from alongside.publishing.commitments import names_of, scope_words
from alongside.reporting import actions
from alongside.reporting.commitment_queries import Count, count_in, get_progress
from alongside.reporting.domain.commitments import Ended, Unfit
from alongside.reporting.models import Commitment
from alongside.reporting.standings import Everybody, everybody
from alongside.workspace.forms_central import ChangeForm, CommitmentForm, EndForm, initial_of
from alongside.workspace.staff import StaffRequest, show, staff_page

_NAMED = 200  # bodies that the check names


@staff_page(Permission.COMMIT)
def add(request: StaffRequest) -> HttpResponse:
    """First whom it means, then, when nothing has been changed since, the record."""
    present = _present(request)
    form = CommitmentForm(
        request.POST or None, present=present, is_practice=request.user.is_practice
    )
    if request.method == "POST" and form.is_valid() and _is_confirmed(request, form):
        try:
            made = actions.record_commitment(
                wording=form.wording(), by=request.duty, at=clock.now()
            )
        except Unfit as exc:
            form.add_error(exc.field or None, str(exc))
        else:
            messages.success(request, _("The commitment is recorded, and stands in public."))
            return redirect("workspace:commitment", made.public_id)
    return _form_page(request, form, present)


@require_safe
@staff_page(Permission.OVERSEE)
def commitment(request: StaffRequest, commitment_id: str) -> HttpResponse:
    return _commitment_page(request, commitment_id, EndForm())


@staff_page(Permission.COMMIT)
def change(request: StaffRequest, commitment_id: str) -> HttpResponse:
    """Another commitment in its place."""
    old = Commitment.objects.get(public_id=commitment_id, is_practice=request.user.is_practice)
    present = _present(request)
    form = ChangeForm(
        request.POST or None,
        present=present,
        is_practice=request.user.is_practice,
        initial=initial_of(old),
    )
    if request.method == "POST" and form.is_valid() and _is_confirmed(request, form):
        try:
            made = actions.change_commitment(
                commitment_id=old.pk,
                wording=form.wording(),
                reason=form.cleaned_data["reason"],
                by=request.duty,
                at=clock.now(),
            )
        except Unfit as exc:
            form.add_error(exc.field or None, str(exc))
        except actions.CommitmentError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("The commitment is changed. Both stand in public."))
            return redirect("workspace:commitment", made.public_id)
    return _form_page(request, form, present, old=old)


@require_POST
@staff_page(Permission.COMMIT)
def end(request: StaffRequest, commitment_id: str) -> HttpResponse:
    found = Commitment.objects.get(public_id=commitment_id, is_practice=request.user.is_practice)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.end_commitment(
                commitment_id=found.pk,
                how=Ended(form.cleaned_data["how"]),
                reason=form.cleaned_data["reason"],
                by=request.duty,
                at=clock.now(),
            )
        except Unfit as exc:
            form.add_error(exc.field or None, str(exc))
        except actions.CommitmentError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("The commitment has ended. It stays in public, with why."))
            return redirect("workspace:commitment", commitment_id)
    return _commitment_page(request, commitment_id, form, status=422)


def _commitment_page(
    request: StaffRequest, commitment_id: str, form: EndForm, *, status: int = 200
) -> HttpResponse:
    progress = get_progress(commitment_id, practice_too=True, at=clock.now())
    context = {
        "progress": progress,
        "scope": scope_words(progress.scope, names_of(progress.scope)),
        "form": form,
        "may_commit": request.duty.may(Permission.COMMIT)
        and progress.commitment.is_practice == request.user.is_practice,
    }
    return show(request, "commitment.html", context, status=status)


def _form_page(
    request: StaffRequest, form: CommitmentForm, present: Everybody, old: Commitment | None = None
) -> HttpResponse:
    """The form; once what it says is valid, with whom that means today."""
    context: dict[str, Any] = {"form": form, "old": old, "count": None, "named": _NAMED}
    if form.is_bound and form.is_valid():
        context["count"] = _meant(form, present)
        context["mark"] = form.mark
    return show(request, "commitment_form.html", context, status=422 if form.errors else 200)


def _is_confirmed(request: StaffRequest, form: CommitmentForm) -> bool:
    """Whether the person pressed "record", having seen whom exactly this text means."""
    return request.POST.get("step") == "record" and form.is_checked


def _meant(form: CommitmentForm, present: Everybody) -> Count:
    wording = form.wording()
    return count_in(present, wording.scope, wording.what)


def _present(request: StaffRequest) -> Everybody:
    today = timezone.localdate(clock.now())
    return everybody(on=today, practice=request.user.is_practice)
