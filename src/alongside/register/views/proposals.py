"""Corrections that anybody proposed, and how they were answered. Writing them is no part of this
site; `visitors` has the forms."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from alongside.proposals import queries
from alongside.proposals.domain.fields import About
from alongside.proposals.domain.life import ANSWER_WITHIN, ProposalState
from alongside.proposals.models import Proposal
from alongside.publishing.domain.filters import clean
from alongside.register.caching import public
from alongside.register.views.answers import page

_GONE = 410
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}", re.ASCII)
# What the list can be narrowed to, in the order of its links.
_STATES = (
    ProposalState.WAITING,
    ProposalState.ACCEPTED,
    ProposalState.IN_PART,
    ProposalState.DECLINED,
)


@public
def proposals(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Narrowed by a query, or a page of the whole list, which has an address of its own."""
    asked = clean(request.GET.get("state", "")) if number == 1 else ""
    state = ProposalState(asked) if asked in set(_STATES) else None
    entry = _entry_of(request) if number == 1 else None
    found = queries.proposal_list(
        state,
        entry=entry,
        page=number if number > 1 else request.GET.get("page", "1"),
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
    )
    if number > found.page.paginator.num_pages:
        raise Http404(f"The list has no page {number}.")
    context = {
        "list": found,
        "state": state,
        "states": _STATES,
        "answer_days": ANSWER_WITHIN.days,
        "entry": entry,
        "query": urlencode(
            ({"state": state.value} if state else {})
            | ({entry[0].value: entry[1]} if entry else {})
        ),
        "no_choices": [(gettext("Show"), asked[:100])] if asked and state is None else [],
    }
    return page(request, "proposals", context)


def _entry_of(request: HttpRequest) -> tuple[About, str] | None:
    """The forum or body that the list is narrowed to."""
    for about in About:
        slug = request.GET.get(about.value, "")
        if _SLUG.fullmatch(slug):
            return about, slug
    return None


@public
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """One proposal at its permanent address; of a rejected one only that it was withdrawn."""
    try:
        found = queries.get_public(public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    except Proposal.DoesNotExist:
        raise Http404 from None
    response = page(request, "proposal", {"proposal": found, "answer_days": ANSWER_WITHIN.days})
    if found.state is ProposalState.REJECTED:
        response.status_code = _GONE
    return response
