"""A plan brought in from a file: uploaded, shown with all that was repaired, then confirmed.

Nothing is saved before the confirmation. What was shown travels with the page, signed for this
person and this body, so that what is saved is what was read.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.domain.roles import Permission
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.plans import actions, stratml_actions
from alongside.plans import queries as plans
from alongside.plans.domain import stratml
from alongside.plans.domain.terms import DIRECTION_WORDS, LAWFUL_BASIS_WORDS
from alongside.plans.stratml_drafts import Proposal, propose, reading_as_dict
from alongside.workspace.forms_plans import StratmlFileForm
from alongside.workspace.staff import StaffRequest, show, staff_page

KEPT_FOR = timedelta(hours=12)
LONGEST_SHOWN = 1_500_000  # letters of a page's hidden field; Django takes 2.5 MB of typed text


@staff_page(Permission.LEAD)
def plan_import(request: StaffRequest, body_slug: str) -> HttpResponse:
    """The upload, and then what the file holds and would make."""
    body = _led(request, body_slug)
    if request.method != "POST":
        return _upload(request, body, StratmlFileForm())
    form = StratmlFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, body, form, status=422)
    try:
        reading = stratml.read(form.cleaned_data["file"].chunks())
    except stratml.StratmlError as exc:
        form.add_error("file", str(exc))
        return _upload(request, body, form, status=422)
    proposal = propose(reading.plan, body=body, today=timezone.localdate(clock.now()))
    read = reading_as_dict(reading) | {"file": form.cleaned_data["file"].name}
    answer = _report(request, body, proposal, read)
    if answer is None:
        form.add_error(
            "file",
            _(
                "The plan is too long to be shown on a page. Ask an administrator to bring it in "
                "by the command “alongside plans import-stratml”."
            ),
        )
        return _upload(request, body, form, status=422)
    return answer


@require_POST
@staff_page(Permission.LEAD)
def plan_import_save(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Saves what was shown as the body's draft."""
    body = _led(request, body_slug)
    try:
        shown = signing.loads(
            request.POST.get("shown", ""), salt=_salt(request, body), max_age=KEPT_FOR
        )
    except signing.BadSignature:
        messages.error(
            request, _("The page was too old, or not complete. Nothing is saved: upload it again.")
        )
        return redirect("workspace:plan-import", body_slug)
    proposal = Proposal.of_dict(shown["proposal"])
    seen_at = datetime.fromisoformat(shown["seen_at"]) if shown["seen_at"] else None
    try:
        stratml_actions.save_proposal(
            body=body, proposal=proposal, seen_at=seen_at, by=request.user.username, at=clock.now()
        )
    except actions.ChangedMeanwhile:
        return _again(
            request,
            body,
            proposal,
            shown["read"],
            _("Somebody has saved a draft since you uploaded the file. Read it before you go on."),
        )
    except actions.PlanError as exc:
        return _again(request, body, proposal, shown["read"], str(exc))
    messages.success(
        request, _("The draft is saved. Look it through, add what is missing, then publish it.")
    )
    return redirect("workspace:plan-edit", body_slug)


def _led(request: StaffRequest, body_slug: str) -> Body:
    return bodies.bodies().filter(pk__in=request.duty.body_ids(Permission.LEAD)).get(slug=body_slug)


def _upload(
    request: StaffRequest, body: Body, form: StratmlFileForm, *, status: int = 200
) -> HttpResponse:
    context = {"body": body, "form": form}
    return show(request, "plan_import.html", context, status=status)


def _again(
    request: StaffRequest, body: Body, proposal: Proposal, read: dict[str, Any], trouble: str
) -> HttpResponse:
    answer = _report(request, body, proposal, read, trouble=trouble, status=409)
    assert answer is not None  # it fitted before
    return answer


def _report(
    request: StaffRequest,
    body: Body,
    proposal: Proposal,
    read: dict[str, Any],
    *,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse | None:
    """The page that asks for the confirmation; None where it would be too long."""
    draft = plans.draft_of(body.pk)
    shown = {
        "proposal": proposal.as_dict(),
        "read": read,
        "seen_at": draft.drafted_at.isoformat() if draft else "",
    }
    signed = signing.dumps(shown, salt=_salt(request, body), compress=True)
    if len(signed) > LONGEST_SHOWN:
        return None
    context = {
        "body": body,
        "draft": draft,
        "proposal": proposal,
        "read": read,
        "shown": signed,
        "trouble": trouble,
        "direction_words": DIRECTION_WORDS,
        "basis_words": LAWFUL_BASIS_WORDS,
    }
    return show(request, "plan_import_report.html", context, status=status)


def _salt(request: StaffRequest, body: Body) -> str:
    return f"plan-import:{request.user.pk}:{body.pk}"
