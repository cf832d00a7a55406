"""The way in and out: a private link, a fresh one, and ending them."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.agreements import links
from alongside.agreements.domain.links import LINK_LIVES
from alongside.agreements.domain.terms import OPERATOR
from alongside.core import clock
from alongside.operators import guarding
from alongside.operators.forms import FreshLinkForm
from alongside.operators.guarding import OperatorRequest, closed, operator_page, private
from alongside.plans import consultations
from alongside.proposals.network import sender_of
from alongside.ui import formatting


@private("GET", "HEAD", "POST")
def enter(request: HttpRequest) -> HttpResponse:
    """Opened from the letter, it changes nothing: mail scanners open every link. Its button
    exchanges the key for a cookie and leads on to an address without it."""
    at = clock.now()
    network = sender_of(request)
    key = (request.POST if request.method == "POST" else request.GET).get("key", "")
    try:
        if request.method == "POST" and not guarding.is_sent_from_elsewhere(request):
            visit_key, ends_at = links.enter(key=key, network=network, at=at)
            response = redirect("operators:home")
            guarding.set_cookie(response, visit_key, ends_at=ends_at, at=at)
            return response
        link = links.look(key=key, network=network, at=at)
    except links.NoSuchLink:
        return closed(request)
    except links.TooManyKnocks as exc:
        return _too_many(request, exc.until, at=at)
    return render(
        request,
        "operators/enter.html",
        {
            "key": key,
            "link": link,
            "contact": link.contact,
            "forums": links.forums_of(link.contact),
            "practice": link.contact.is_practice,
            "is_asked_about_a_plan": consultations.asks_contact(
                link.contact_id, on=timezone.localdate(at)
            ),
            "link_days": LINK_LIVES.days,
        },
    )


@private("GET", "HEAD", "POST")
def fresh_link(request: HttpRequest) -> HttpResponse:
    """Sends a fresh link to a mailbox that we wrote to; says the same whatever was typed."""
    at = clock.now()
    form = FreshLinkForm(request.POST if request.method == "POST" else None)
    is_sent, status = False, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                links.ask_fresh_link(
                    address=form.cleaned_data["address"], network=sender_of(request), at=at
                )
            except links.TooManyKnocks as exc:
                return _too_many(request, exc.until, at=at)
            is_sent = True
        else:
            status = guarding.UNPROCESSABLE
    return render(
        request,
        "operators/fresh_link.html",
        {"form": form, "is_sent": is_sent, "link_days": LINK_LIVES.days},
        status=status,
    )


@operator_page("POST")
def leave(request: OperatorRequest) -> HttpResponse:
    """Ends the visit on this device; the private link stays."""
    links.leave(visit_key=guarding.visit_key_of(request))
    response = closed(
        request,
        title=_("You have left your pages"),
        text=_("Nobody can open them on this device without your private link."),
        status=200,
    )
    guarding.drop_cookie(response)
    return response


@operator_page("GET", "HEAD", "POST")
def end_links(request: OperatorRequest) -> HttpResponse:
    """Ends every private link of this mailbox, on whatever device: asked once, then done."""
    if request.method != "POST":
        return guarding.show(request, "end_links.html", {})
    for contact in request.operator.contacts:
        links.revoke_links(contact=contact, by=OPERATOR, at=request.at)
    response = closed(
        request,
        title=_("Your private links have ended"),
        text=_("What you have answered stays as it is. A fresh link brings you back."),
        has_links=False,
        status=200,
    )
    guarding.drop_cookie(response)
    return response


def _too_many(request: HttpRequest, until: datetime, *, at: datetime) -> HttpResponse:
    when = formatting.due(until, now=at, zone=timezone.get_current_timezone())
    response = closed(
        request,
        title=_("Too many tries"),
        text=_("So many tries came from your network that we take no more for now. Try again %s.")
        % when,
        status=guarding.TOO_MANY,
    )
    response["Retry-After"] = str(int((until - at).total_seconds()) + 1)
    return response
