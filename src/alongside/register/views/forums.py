"""The front page, the list of forums, and a forum."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from alongside.core import clock
from alongside.publishing import entries, lists
from alongside.publishing.domain.filters import forum_filter_of
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page, page_size


@public
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "home", {"home": lists.home(at=clock.now())})


@public
def forums(request: HttpRequest) -> HttpResponse:
    asked = forum_filter_of(request.GET)
    found = lists.forum_list(
        asked,
        page=request.GET.get("page", "1"),
        page_size=page_size(request),
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    return page(request, "forums", {"section": "forums", "asked": asked, "list": found})


@public
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        entry = entries.forum_entry(
            slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    return page(request, "forum", {"section": "forums", "entry": entry})
