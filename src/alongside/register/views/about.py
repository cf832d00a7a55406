"""What this service is, and what robots and finders of weaknesses need to know."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from alongside.core import clock
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EXCERPT_LENGTH
from alongside.proposals.domain.life import REJECTED_KEPT
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
    return text(lines)


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
