"""What this service is, and what robots and finders of weaknesses need to know."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from alongside.core import clock
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EXCERPT_LENGTH
from alongside.proposals.domain.life import REJECTED_KEPT
from alongside.publishing import sitemap as maps
from alongside.publishing.tables import absolute
from alongside.register.caching import public
from alongside.register.views.answers import contact, page, text

# RFC 9116 asks for less than a year; by the day, so that caches see the same text all day.
_SECURITY_VALID = timedelta(days=180)


@public
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "about", {"section": "about", "contact": contact()})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "accessibility", {"section": "accessibility", "contact": contact()})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "privacy",
        "contact": contact(),
        "excerpt_days": EXCERPT_KEPT.days,
        "excerpt_length": EXCERPT_LENGTH,
        "rejected_days": REJECTED_KEPT.days,
    }
    return page(request, "privacy", context)


@public
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /workspace/", "Disallow: /sign-in/"]
    return text([*lines, "", f"Sitemap: {absolute(reverse('register:sitemap'))}"])


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the maps for search engines."""
    return HttpResponse(maps.index(), content_type=maps.MEDIA_TYPE)


@public
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    try:
        found = maps.one_map(kind, number)
    except maps.NoSuchMap:
        raise Http404 from None
    return HttpResponse(found, content_type=maps.MEDIA_TYPE)


@public
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    address = f"{settings.ALONGSIDE_ADDRESS}{reverse('register:security')}"
    return text(
        [
            f"Contact: {contact()}",
            f"Expires: {today + _SECURITY_VALID:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en, cy",
            f"Canonical: {address}",
        ]
    )
