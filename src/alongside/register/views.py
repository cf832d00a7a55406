"""The public pages. Each is one call into the domain; none asks who is reading."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.core import clock
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EXCERPT_LENGTH
from alongside.publishing import entries, files, lists
from alongside.publishing.domain.filters import body_filter_of, forum_filter_of
from alongside.publishing.export import is_export
from alongside.publishing.queries import Edition
from alongside.register.caching import public

# RFC 9116 asks for less than a year; by the day, so that caches see the same text all day.
_SECURITY_VALID = timedelta(days=180)


@public
def home(request: HttpRequest) -> HttpResponse:
    return _page(request, "home", {"home": lists.home(at=clock.now())})


@public
def forums(request: HttpRequest) -> HttpResponse:
    asked = forum_filter_of(request.GET)
    found = lists.forum_list(
        asked,
        page=request.GET.get("page", "1"),
        page_size=_page_size(request),
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    return _page(request, "forums", {"section": "forums", "asked": asked, "list": found})


@public
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    with _or_not_found():
        entry = entries.forum_entry(
            slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    return _page(request, "forum", {"section": "forums", "entry": entry})


@public
def bodies(request: HttpRequest) -> HttpResponse:
    asked = body_filter_of(request.GET)
    found = lists.body_list(
        asked,
        page=request.GET.get("page", "1"),
        page_size=_page_size(request),
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    context = {"section": "bodies", "asked": asked, "list": found, "kinds": KIND_WORDS}
    return _page(request, "bodies", context)


@public
def body(request: HttpRequest, slug: str) -> HttpResponse:
    with _or_not_found():
        entry = entries.body_entry(
            slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    return _page(request, "body", {"section": "bodies", "entry": entry})


@public
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    return _plan(request, slug, None)


@public
def plan_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _plan(request, slug, number)


@public
def plan_document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The frozen bytes, so that their SHA-256 is the plan's fingerprint."""
    with _or_not_found():
        version = entries.plan_document(slug, number, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    return HttpResponse(version.document.encode(), content_type="application/json")


@public
def figures(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    parts = [lists.all_figures(practice=False, at=at)]
    if settings.ALONGSIDE_SHOW_PRACTICE:
        parts.append(lists.all_figures(practice=True, at=at))
    return _page(request, "figures", {"section": "figures", "parts": parts})


@public
def data(request: HttpRequest) -> HttpResponse:
    editions = [False, True] if settings.ALONGSIDE_SHOW_PRACTICE else [False]
    at = clock.now()
    parts = [files.data_files(Edition(practice=practice, at=at)) for practice in editions]
    return _page(request, "data", {"section": "data", "parts": parts, "licence": files.LICENCE})


@public
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    try:
        found = files.get_data_file(name, at=clock.now())
    except files.NoSuchFile:
        raise Http404 from None
    if form == "csv":
        return HttpResponse(found.csv(), content_type="text/csv; charset=utf-8; header=present")
    return HttpResponse(found.json(), content_type="application/json")


@public
def about(request: HttpRequest) -> HttpResponse:
    return _page(request, "about", {"section": "about", "contact": _contact()})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "accessibility", {"section": "accessibility", "contact": _contact()})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "privacy",
        "contact": _contact(),
        "excerpt_days": EXCERPT_KEPT.days,
        "excerpt_length": EXCERPT_LENGTH,
    }
    return _page(request, "privacy", context)


@public
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /workspace/", "Disallow: /sign-in/"]
    return _text(lines)


@public
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    address = f"{settings.ALONGSIDE_ADDRESS}{reverse('register:security')}"
    return _text(
        [
            f"Contact: {_contact()}",
            f"Expires: {today + _SECURITY_VALID:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en, cy",
            f"Canonical: {address}",
        ]
    )


@contextmanager
def _or_not_found() -> Iterator[None]:
    """Turns "the register has no such entry" into the answer 404."""
    try:
        yield
    except entries.NotFound as exc:
        raise Http404(str(exc)) from None


def _plan(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    with _or_not_found():
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
    return _page(request, "plan", context)


def _page(request: HttpRequest, name: str, context: Mapping[str, object]) -> HttpResponse:
    """The page `register/<name>.html`. As part of an export it leaves out what needs a server."""
    always = {
        "is_export": is_export(request),
        "practice_shown": settings.ALONGSIDE_SHOW_PRACTICE,
    }
    return render(request, f"register/{name}.html", {**always, **context})


def _page_size(request: HttpRequest) -> int:
    """An export has no server to ask for a second page, so its lists are whole."""
    return sys.maxsize if is_export(request) else lists.PAGE_SIZE


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")


def _contact() -> str:
    """ALONGSIDE_CONTACT as an address to follow: a page, or a mailbox."""
    contact: str = settings.ALONGSIDE_CONTACT
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
