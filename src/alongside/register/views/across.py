"""Across government: who has list, plan and agreements, and who has not yet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from alongside.bodies.domain.kinds import KINDS_WORDS
from alongside.core import clock
from alongside.publishing import across, charts
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page


@public
def whole(request: HttpRequest) -> HttpResponse:
    """Every kind of body, the gaps by name, and the commitments that run."""
    found = across.across(at=clock.now())
    context = {"section": "across", "across": found, "kinds": KINDS_WORDS}
    return page(request, "across", context)


@public
def of_kind(request: HttpRequest, kind: str, number: int = 1) -> HttpResponse:
    """The bodies of one kind; a kind of many bodies has several pages."""
    with or_not_found():
        found = across.across_kind(kind, number=number, at=clock.now())
    context = {"section": "across", "found": found, "kinds": KINDS_WORDS}
    return page(request, "across_kind", context)


@public
def kinds_chart(request: HttpRequest) -> HttpResponse:
    """Of the kinds that should have a plan, how many bodies have one in force."""
    found = across.across(at=clock.now())
    bars = [
        charts.Bar(gettext(KINDS_WORDS[share.kind]), share.with_plan, share.bodies)
        for share in found.expected
    ]
    if not bars:
        raise Http404
    svg = charts.shares(bars, practice=False)
    return HttpResponse(svg, content_type="image/svg+xml")
