"""The cross-government list of major forums, which bodies have none, and the criteria."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from alongside.bodies.domain.topics import TOPICS
from alongside.core import clock
from alongside.forums.domain.listing import CRITERION_EVIDENCE, CRITERION_WORDS, REVIEW_EVERY
from alongside.publishing import major_forums
from alongside.publishing.domain.major_forums import ListFilter, clean, list_filter_of, no_choices
from alongside.register.caching import public
from alongside.register.views.answers import page

_TITLES = {"topic": gettext_lazy("Topic"), "looked": gettext_lazy("Looked at by the bodies")}


@public
def lists(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Narrowed by a query, or a page of the whole list, which has an address of its own."""
    asked = list_filter_of(request.GET) if number == 1 else ListFilter()
    found = major_forums.major_forums(
        asked,
        page=number if number > 1 else request.GET.get("page", "1"),
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    if number > found.page.paginator.num_pages:
        raise Http404(f"The list has no page {number}.")
    passed_over = no_choices(request.GET) if number == 1 else ()
    context = {
        "section": "lists",
        "asked": asked,
        "list": found,
        "topics": TOPICS,
        "no_choices": [(_TITLES[name], value) for name, value in passed_over],
    }
    return page(request, "lists", context)


@public
def without_a_list(request: HttpRequest, number: int = 1) -> HttpResponse:
    text = clean(request.GET.get("q", "")) if number == 1 else ""
    found = major_forums.bodies_without_a_list(
        text=text, page=request.GET.get("page", "1") if text else number
    )
    if number > found.page.paginator.num_pages:
        raise Http404(f"The list has no page {number}.")
    return page(request, "lists_without", {"section": "lists", "list": found, "text": text})


@public
def criteria(request: HttpRequest) -> HttpResponse:
    rows = [
        {"key": criterion.value, "words": words, "evidence": CRITERION_EVIDENCE[criterion]}
        for criterion, words in CRITERION_WORDS.items()
    ]
    context = {"section": "lists", "criteria": rows, "review_days": REVIEW_EVERY.days}
    return page(request, "lists_criteria", context)
