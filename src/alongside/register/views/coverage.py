"""Who covers what: public bodies by topics, the gaps in plain sight."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.core import clock
from alongside.publishing import coverage
from alongside.register.caching import public
from alongside.register.views.answers import page


@public
def whole(request: HttpRequest) -> HttpResponse:
    """Every topic, every kind of body, and the matrix itself where there are few bodies."""
    parts = coverage.coverage(practice_too=settings.ALONGSIDE_SHOW_PRACTICE, on=_today())
    return page(request, "coverage", {"section": "coverage", "parts": parts})


@public
def of_kind(request: HttpRequest, kind: str, number: int = 1) -> HttpResponse:
    """The bodies of one kind by topics; a kind of many bodies has several pages."""
    try:
        found, matrix = coverage.coverage_of_kind(kind, number=number, on=_today())
    except coverage.NotFound:
        raise Http404 from None
    context = {"section": "coverage", "kind": found, "kinds": KIND_WORDS, "matrix": matrix}
    return page(request, "coverage_kind", context)


@public
def of_topic(request: HttpRequest, code: str) -> HttpResponse:
    """One topic: who covers it, who does not, and which forums nobody lists."""
    try:
        entry = coverage.coverage_of_topic(code, on=_today())
    except coverage.NotFound:
        raise Http404 from None
    return page(request, "coverage_topic", {"section": "coverage", "entry": entry})


def _today() -> date:
    return timezone.localdate(clock.now())
