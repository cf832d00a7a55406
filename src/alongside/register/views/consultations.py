"""Drafts of plans on which everybody is asked, and the records of what became of it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from alongside.core import clock
from alongside.publishing import consultations as reading
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page


@public
def consultations(request: HttpRequest) -> HttpResponse:
    """Those that are open now, and what became of the others."""
    found = reading.consultation_list(practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now())
    return page(request, "consultations", {"section": "bodies", "list": found})


@public
def consultation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The draft part by part while it is open; the comments and answers once they are published."""
    with or_not_found():
        entry = reading.consultation_entry(
            slug, public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    document = reverse("register:consultation-document", args=[slug, public_id])
    context = {
        "section": "bodies",
        "entry": entry,
        "document_address": f"{settings.ALONGSIDE_ADDRESS}{document}",
    }
    return page(request, "consultation", context)


@public
def document(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The frozen draft, byte for byte, so that its SHA-256 can be checked."""
    with or_not_found():
        found = reading.consultation_document(
            slug, public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE
        )
    return HttpResponse(found.document.encode(), content_type="application/json")
