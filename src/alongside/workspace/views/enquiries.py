"""One question: the thread on one side, the answer on the other."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.agreements import queries as agreements
from alongside.audit.queries import events_of
from alongside.core import clock
from alongside.enquiries import actions
from alongside.enquiries import queries as enquiries
from alongside.enquiries.domain.triage import SET_ASIDE, EnquiryError, EnquiryState
from alongside.enquiries.models import Enquiry
from alongside.guidance import queries as guidance
from alongside.guidance.domain.checks import CHECK_WORDS, Check
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from alongside.replies import actions as reply_actions
from alongside.replies import queries as replies
from alongside.replies import wording as wordings
from alongside.replies.domain.life import ReplyError, ReplyState
from alongside.workspace import typed
from alongside.workspace.forms import SetAsideForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@require_safe
@staff_page()
def enquiry(request: StaffRequest, enquiry_id: str) -> HttpResponse:
    found = enquiries.get_enquiry_for(request.duty, enquiry_id)
    return _page(request, found)


@require_POST
@staff_page(Permission.ANSWER)
def claim(request: StaffRequest, enquiry_id: str) -> HttpResponse:
    found = enquiries.get_enquiry_for(request.duty, enquiry_id)
    try:
        actions.claim_enquiry(enquiry_id=found.pk, by=request.duty, at=clock.now())
    except EnquiryError as exc:
        messages.error(request, str(exc))
    return redirect("workspace:enquiry", enquiry_id)


@require_POST
@staff_page(Permission.ANSWER)
def release(request: StaffRequest, enquiry_id: str) -> HttpResponse:
    found = enquiries.get_enquiry_for(request.duty, enquiry_id)
    try:
        actions.release_enquiry(enquiry_id=found.pk, by=request.duty, at=clock.now())
    except EnquiryError as exc:
        messages.error(request, str(exc))
        return redirect("workspace:enquiry", enquiry_id)
    messages.success(request, _("The question is back in the queue."))
    return redirect("workspace:queue")


@require_POST
@staff_page(Permission.ANSWER)
def set_aside(request: StaffRequest, enquiry_id: str) -> HttpResponse:
    found = enquiries.get_enquiry_for(request.duty, enquiry_id)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, set_aside_form=form, status=422)
    try:
        actions.set_enquiry_aside(
            enquiry_id=found.pk,
            decision=EnquiryState(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            by=request.duty,
            at=clock.now(),
        )
    except actions.ReasonMissing as exc:
        form.add_error("reason", str(exc))
        return _page(request, found, set_aside_form=form, status=422)
    except EnquiryError as exc:
        messages.error(request, str(exc))
        return redirect("workspace:enquiry", enquiry_id)
    messages.success(request, _("Your decision is recorded and counted."))
    return redirect("workspace:queue")


@require_POST
@staff_page(Permission.ANSWER)
def save_reply(request: StaffRequest, enquiry_id: str) -> HttpResponse:
    """Saves the draft; with the button "submit" it is sent for second reading as well.

    Whatever goes wrong, the page comes back with the text that was typed.
    """
    found = enquiries.get_enquiry_for(request.duty, enquiry_id)
    text = typed.text(request, "text")
    reasons = _reasons(request)
    try:
        saved = reply_actions.save_draft(
            enquiry=found,
            text=text,
            seen_at=typed.moment(request, "seen_at"),
            by=request.duty,
            at=clock.now(),
        )
        if request.POST.get("then") != "submit":
            messages.success(request, _("Draft saved."))
            return redirect("workspace:enquiry", enquiry_id)
        reply_actions.submit_reply(
            reply_id=saved.pk, override_reasons=reasons, by=request.duty, at=clock.now()
        )
    except ReplyError as exc:
        return _page(
            request, found, text=text, reasons=reasons, problem=exc, checked=True, status=422
        )
    messages.success(request, _("Sent for second reading. A colleague will look at it."))
    return redirect("workspace:reply", saved.public_id)


@require_POST
@staff_page(Permission.ANSWER)
def check_reply(request: StaffRequest, enquiry_id: str) -> HttpResponse:
    """The checks alone, as one types. Nothing is stored."""
    found = enquiries.get_enquiry_for(request.duty, enquiry_id)
    text = typed.text(request, "text")
    return render(
        request,
        "workspace/parts/checks.html",
        {
            "checks": _checks(found, text),
            "reasons": _reasons(request),
            "has_text": bool(text.strip()),
            "enquiry": found,
            "wording": wordings.wording_to(found, text),
            "is_update": True,
        },
    )


def _page(
    request: StaffRequest,
    found: Enquiry,
    *,
    text: str | None = None,
    reasons: dict[str, str] | None = None,
    problem: ReplyError | None = None,
    checked: bool = False,
    set_aside_form: SetAsideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    today = timezone.localdate(at)
    reply = replies.reply_to(found)
    shown = text if text is not None else (reply.text if reply else "")
    is_mine = found.claimed_by_id == request.user.pk
    may_answer = request.duty.may(Permission.ANSWER, body_id=found.body_id)
    situation = plans.situation_of(forum=found.forum, body=found.body, on=today)
    writing = (
        may_answer
        and is_mine
        and found.state == EnquiryState.CLAIMED
        and (reply is None or reply.state == ReplyState.DRAFT)
    )
    return show(
        request,
        "enquiry.html",
        {
            "enquiry": found,
            "reply": reply,
            "text": shown,
            "seen_at": reply.saved_at.isoformat() if reply else "",
            "saved_text": reply.text if reply and text is not None and reply.text != text else "",
            "writing": writing,
            "may_answer": may_answer,
            "is_mine": is_mine,
            "may_release": may_answer
            and (
                found.state in SET_ASIDE
                or (
                    found.state == EnquiryState.CLAIMED
                    and (is_mine or request.duty.may(Permission.LEAD, body_id=found.body_id))
                )
            ),
            "checks": _checks(found, shown) if shown.strip() else [],
            "wording": wordings.wording_of(reply)
            if reply is not None and text is None
            else wordings.wording_to(found, shown),
            "checked": checked,
            "reasons": reasons or {},
            "problem": problem,
            "refusal": replies.ask_policy(policy.Act.DRAFT, found, adviser=policy.SOMEBODY, at=at),
            # What would hold up the answer, once it is written and read by a colleague.
            "later": replies.ask_policy(
                policy.Act.SEND,
                found,
                adviser=policy.SOMEBODY,
                reader=policy.A_COLLEAGUE,
                at=at,
            ),
            "situation": situation,
            "agreement": agreements.newest_agreement(
                forum_id=found.forum_id, body_id=found.body_id
            ),
            "version": plans.plan_in_force(found.body_id, on=today),
            "lines": guidance.lines_of(found.body_id, on=today),
            "sources": guidance.sources_of(found.body_id),
            "set_aside_form": set_aside_form or SetAsideForm(),
            "events": events_of(f"enquiry:{found.public_id}"),
        },
        status=status,
    )


def _checks(found: Enquiry, text: str) -> list[dict[str, object]]:
    """Every rule with what it found: passed rules are shown too, so that people trust them."""
    findings = replies.findings_for(found, text, at=clock.now())
    return [
        {
            "name": check.value,
            "words": CHECK_WORDS[check],
            "findings": [finding for finding in findings if finding.check is check],
        }
        for check in Check
    ]


def _reasons(request: StaffRequest) -> dict[str, str]:
    return {check.value: typed.text(request, f"reason-{check.value}")[:300] for check in Check}
