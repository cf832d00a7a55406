"""The list of public bodies, a body, and its plans."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.core import clock
from alongside.publishing import entries, lists
from alongside.publishing.domain.filters import body_filter_of
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page, page_size


@public
def bodies(request: HttpRequest) -> HttpResponse:
    asked = body_filter_of(request.GET)
    found = lists.body_list(
        asked,
        page=request.GET.get("page", "1"),
        page_size=page_size(request),
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    context = {"section": "bodies", "asked": asked, "list": found, "kinds": KIND_WORDS}
    return page(request, "bodies", context)


@public
def body(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        entry = entries.body_entry(
            slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    return page(request, "body", {"section": "bodies", "entry": entry})


@public
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    return _plan(request, slug, None)


@public
def plan_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _plan(request, slug, number)


@public
def plan_document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The frozen bytes, so that their SHA-256 is the plan's fingerprint."""
    with or_not_found():
        version = entries.plan_document(slug, number, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    return HttpResponse(version.document.encode(), content_type="application/json")


def _plan(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    with or_not_found():
        entry = entries.plan_entry(
            slug, number, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    version = entry.version
    document = reverse("register:plan-document", args=[version.body.slug, version.number])
    context = {
        "section": "bodies",
        "entry": entry,
        "document_address": f"{settings.ALONGSIDE_ADDRESS}{document}",
    }
    return page(request, "plan", context)
