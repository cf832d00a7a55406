"""Commitments with dates: a list, a page of each, and its picture."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from alongside.core import clock
from alongside.publishing import charts
from alongside.publishing import commitments as published
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page


@public
def commitments(request: HttpRequest) -> HttpResponse:
    found = published.commitments(practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now())
    return page(request, "commitments", {"section": "across", "found": found})


@public
def commitment(request: HttpRequest, public_id: str, number: int = 1) -> HttpResponse:
    with or_not_found():
        entry = published.commitment_entry(
            public_id,
            number=number,
            practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
            at=clock.now(),
        )
    return page(request, "commitment", {"section": "across", "entry": entry})


@public
def progress_chart(request: HttpRequest, public_id: str) -> HttpResponse:
    with or_not_found():
        parts, practice = published.parts_of(
            public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    return HttpResponse(charts.parts(parts, practice=practice), content_type="image/svg+xml")
