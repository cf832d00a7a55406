"""Corrections that somebody outside proposed: looked at, checked, and answered in public."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.core import clock
from alongside.proposals import actions, queries
from alongside.proposals.domain.fields import About, Field, fields_of
from alongside.proposals.domain.life import NotChanged, ProposalError, ProposalState, Unfounded
from alongside.proposals.models import Proposal
from alongside.workspace.correcting import edit_address, words_of_change
from alongside.workspace.forms_proposals import AnswerForm
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told

_ANSWERED_SHOWN = 20


@require_safe
@staff_page()
def proposal_list(request: StaffRequest) -> HttpResponse:
    _check(request)
    return show(
        request,
        "proposal_list.html",
        {
            "waiting": queries.waiting_for(request.duty)[: queries.PAGE_SIZE],
            "count": queries.waiting_for(request.duty).count(),
            "answered": queries.answered_for(request.duty)[:_ANSWERED_SHOWN],
            "today": timezone.localdate(clock.now()),
        },
    )


@staff_page()
def proposal(request: StaffRequest, proposal_id: str) -> HttpResponse:
    """The entry as it stands beside what was proposed, and the answer."""
    _check(request)
    found = queries.get_for(request.duty, proposal_id)
    if request.method != "POST":
        return _page(request, found)
    form = AnswerForm(request.POST, official_domains=queries.official_domains(found.entry))
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        actions.answer(
            public_id=proposal_id,
            state=ProposalState(form.cleaned_data["state"]),
            changed=form.cleaned_data["changed"],
            reason=form.cleaned_data["reason"],
            withhold=form.cleaned_data["withhold"],
            by=request.duty,
            at=clock.now(),
        )
    except Unfounded as exc:
        form.add_error(exc.field, str(exc))
        return _page(request, found, form=form, status=422)
    except NotChanged as exc:
        form.add_error("state", str(exc))
        return _page(request, found, form=form, status=422)
    except ProposalError as exc:
        # What was typed stays in the page, beside the answer that somebody else gave.
        form.add_error(None, str(exc))
        return _page(request, queries.get_for(request.duty, proposal_id), form=form, status=409)
    messages.success(request, _("Answered. The answer stands at the proposal’s public address."))
    return redirect("workspace:proposal-list")


@require_POST
@staff_page()
def take_up(request: StaffRequest, proposal_id: str) -> HttpResponse:
    _check(request)
    with told(request, ProposalError, _("It waits for an answer again.")):
        actions.take_up_again(
            public_id=queries.get_for(request.duty, proposal_id).public_id,
            by=request.duty,
            at=clock.now(),
        )
    return redirect("workspace:proposal", proposal_id)


@require_POST
@staff_page()
def withhold(request: StaffRequest, proposal_id: str) -> HttpResponse:
    _check(request)
    with told(request, ProposalError, _("The words are deleted. The answer stands.")):
        actions.withhold_words(
            public_id=queries.get_for(request.duty, proposal_id).public_id,
            by=request.duty,
            at=clock.now(),
        )
    return redirect("workspace:proposal", proposal_id)


def _check(request: StaffRequest) -> None:
    if not queries.may_answer_some(request.duty):
        raise PermissionDenied(_("Your role does not open this page. Ask your engagement lead."))


def _page(
    request: StaffRequest, found: Proposal, *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    entry, about = queries.standing_entry(found), About(found.about)
    stands = queries.said_by(entry) if entry else {}
    known = None
    if found.is_missing and about is About.FORUM:
        known = queries.forum_at(found.proposed)
    domains = queries.official_domains(entry)
    return show(
        request,
        "proposal.html",
        {
            "proposal": found,
            "entry": entry,
            "stands": [
                {"words": words, "text": stands[field], "is_it": field == found.field}
                for field, words in fields_of(about).items()
                if field in stands
            ],
            "known": known,
            "form": form or AnswerForm(official_domains=domains, initial=_initial(found)),
            "edit_address": edit_address(request, found),
            "is_unchanged": found.is_waiting and queries.stands_unchanged(found),
            "is_changed": found.is_waiting and queries.stands_changed(found),
        },
        status=status,
    )


def _initial(found: Proposal) -> dict[str, str]:
    """Once the entry says what was proposed, the answer is all but written."""
    changed = words_of_change(found) if found.is_waiting else ""
    if not changed:
        return {}
    entry = queries.standing_entry(found)
    now = queries.said_by(entry).get(Field(found.field), "") if entry else ""
    state = ProposalState.ACCEPTED if now == found.proposed else ProposalState.IN_PART
    return {"changed": changed, "state": state.value}
