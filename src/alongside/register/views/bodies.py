"""The list of public bodies, a body, and its plans."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from alongside.bodies.domain.topics import TOPICS
from alongside.core import clock
from alongside.publishing import body_lists, entries
from alongside.publishing.domain.filters import BodyFilter, page_of
from alongside.publishing.formats import entry_data, linked_data
from alongside.register import narrowing
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page
from alongside.ui import words


@public
def bodies(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Narrowed by a query, or a page of the whole list, which has an address of its own."""
    params = dict(request.GET.lists()) if number == 1 else {}
    asked = BodyFilter.of(params)
    found = body_lists.body_list(
        asked,
        page=page_of(params) if number == 1 else number,
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    if not 1 <= number <= found.page.paginator.num_pages:
        raise Http404(f"The list has no page {number}.")
    passed_over = narrowing.no_choices(asked, params, found.no_choices)
    asked = asked.without_all(found.no_choices)
    address = words.address("register:body-list")
    context = {
        "section": "bodies",
        "asked": asked,
        "canonical": narrowing.canonical(asked, "register:body-list", page=found.page.number),
        "list": found,
        "no_choices": passed_over,
        "groups": narrowing.groups(
            asked, found.counts, address, whole=narrowing.whole_of(params, asked)
        ),
        "letters": narrowing.letters(asked, found.counts),
        "chosen": narrowing.chosen(asked, found.counts, address),
    }
    return page(request, "bodies", context)


@public
def body(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        entry = entries.body_entry(
            slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    context = {
        "section": "bodies",
        "entry": entry,
        "known_topics": TOPICS,
        "jurisdiction": narrowing.jurisdiction_words(entry.body.jurisdiction),
        "feed_address": words.url("register:body-feed", slug),
        "linked_data": linked_data.in_page(
            entry_data.body_node(entry.body, merged_slugs=entry.family.merged_slugs)
        ),
    }
    return page(request, "body", context)


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
