"""Records that a body looked for existing forums before it built one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.bodies import queries as bodies
from alongside.core import clock
from alongside.forums import duplicate_checks as actions
from alongside.forums.actions import ForumError
from alongside.forums.domain.building import ABOUT_LENGTH, DECISION_WORDS, FOUND_KEPT, NEED_LENGTH
from alongside.forums.domain.kinds import BuildDecision
from alongside.forums.models import DuplicateCheck
from alongside.forums.search import find_forums
from alongside.workspace.forms_lists import CheckForm, ConsultedForm, DecisionForm
from alongside.workspace.staff import StaffRequest, show, staff_page

_SHOWN = 200  # records of one's own bodies; the public list holds them all


@require_safe
@staff_page()
def board(request: StaffRequest) -> HttpResponse:
    """The records of the bodies that one works for, those without a decision first."""
    visible = bodies.bodies_visible_to(request.duty).order_by().values("pk")
    records = (
        DuplicateCheck.objects.filter(body__in=visible)
        .select_related("body")
        .defer("found", "body__search")
        .order_by("-looked_at", "-pk")
    )
    still_open = BuildDecision.OPEN.value
    return show(
        request,
        "check_board.html",
        {
            "open": records.filter(decision=still_open)[:_SHOWN],
            "decided": records.exclude(decision=still_open)[:_SHOWN],
            "words": DECISION_WORDS,
            "may_add": bool(request.duty.body_ids(Permission.SEE_WORKSPACE)),
        },
    )


@staff_page()
def add(request: StaffRequest) -> HttpResponse:
    """What exists for a need, and the form by which the look is kept."""
    if request.method == "POST":
        form = CheckForm(request.POST, duty=request.duty)
        need = request.POST.get("need", "")
        if form.is_valid():
            data = form.cleaned_data
            try:
                check = actions.record_duplicate_check(
                    body=data["body"],
                    need=data["need"],
                    consulted=data["consulted"],
                    by=request.duty,
                    at=clock.now(),
                )
            except ForumError as exc:
                form.add_error(None, str(exc))
            else:
                messages.success(
                    request, _("The record is kept and stands in public at a permanent address.")
                )
                return redirect("workspace:duplicate-check", check.public_id)
    else:
        need = request.GET.get("need", "")
        form = CheckForm(initial={"need": need[:NEED_LENGTH]}, duty=request.duty)
    need = " ".join(need[:NEED_LENGTH].replace("\x00", "").split())
    looked = len(need) >= ABOUT_LENGTH
    practice = form.is_for_practice
    return show(
        request,
        "check_add.html",
        {
            "form": form,
            "looked": looked,
            "found": find_forums(need, limit=FOUND_KEPT, practice=practice) if looked else [],
            "may_add": bool(request.duty.body_ids(Permission.SEE_WORKSPACE)),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@staff_page()
def check(request: StaffRequest, check_id: str) -> HttpResponse:
    return _page(request, _check(request, check_id))


@require_POST
@staff_page(Permission.LEAD)
def consulted(request: StaffRequest, check_id: str) -> HttpResponse:
    record = _led(request, check_id)
    form = ConsultedForm(request.POST)
    if form.is_valid():
        try:
            actions.record_consultation(
                public_id=record.public_id,
                consulted=form.cleaned_data["consulted"],
                by=request.duty,
                at=clock.now(),
            )
        except ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("Whom you consulted stands in the record."))
            return redirect("workspace:duplicate-check", check_id)
    return _page(request, record, consulted_form=form, status=422)


@require_POST
@staff_page(Permission.LEAD)
def decide(request: StaffRequest, check_id: str) -> HttpResponse:
    record = _led(request, check_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(
                public_id=record.public_id,
                decision=BuildDecision(form.cleaned_data["decision"]),
                reason=form.cleaned_data["why"],
                by=request.duty,
                at=clock.now(),
            )
        except ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("The decision stands in the record, which is frozen now."))
            return redirect("workspace:duplicate-check", check_id)
    return _page(request, record, decision_form=form, status=422)


def _page(
    request: StaffRequest,
    record: DuplicateCheck,
    *,
    consulted_form: ConsultedForm | None = None,
    decision_form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_lead = request.duty.may(Permission.LEAD, body_id=record.body_id)
    return show(
        request,
        "check.html",
        {
            "check": record,
            "decision_words": DECISION_WORDS[BuildDecision(record.decision)],
            "is_open": record.decision == BuildDecision.OPEN,
            "may_lead": may_lead,
            "consulted_form": consulted_form
            or ConsultedForm(initial={"consulted": record.consulted}),
            "decision_form": decision_form or DecisionForm(),
        },
        status=status,
    )


def _check(request: StaffRequest, check_id: str) -> DuplicateCheck:
    visible = bodies.bodies_visible_to(request.duty).order_by().values("pk")
    return DuplicateCheck.objects.select_related("body").get(body__in=visible, public_id=check_id)


def _led(request: StaffRequest, check_id: str) -> DuplicateCheck:
    """The record, if the person leads its body. Raises DuplicateCheck.DoesNotExist."""
    led = request.duty.body_ids(Permission.LEAD)
    return DuplicateCheck.objects.select_related("body").get(body__in=led, public_id=check_id)
