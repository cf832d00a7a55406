"""The front page, the list of forums, and a forum."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.bodies.domain.topics import TOPICS
from alongside.core import clock
from alongside.publishing import charts, entries, forum_lists, lists
from alongside.publishing.domain.filters import ForumFilter, page_of
from alongside.publishing.formats import entry_data, linked_data
from alongside.register import narrowing
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page
from alongside.ui import words


@public
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "home", {"home": lists.home(at=clock.now())})


@public
def forums(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Narrowed by a query, or a page of the whole list, which has an address of its own."""
    params = dict(request.GET.lists()) if number == 1 else {}
    asked = ForumFilter.of(params)
    found = forum_lists.forum_list(
        asked,
        page=page_of(params) if number == 1 else number,
        practice_too=settings.ALONGSIDE_SHOW_PRACTICE,
        at=clock.now(),
    )
    if not 1 <= number <= found.page.paginator.num_pages:
        raise Http404(f"The list has no page {number}.")
    passed_over = narrowing.no_choices(asked, params, found.no_choices)
    asked = asked.without_all(found.no_choices)
    address = words.address("register:forum-list")
    context = {
        "section": "forums",
        "asked": asked,
        "canonical": narrowing.canonical(asked, "register:forum-list", page=found.page.number),
        "list": found,
        "no_choices": passed_over,
        "groups": narrowing.groups(
            asked, found.counts, address, whole=narrowing.whole_of(params, asked)
        ),
        "chosen": narrowing.chosen(asked, found.counts, address),
    }
    return page(request, "forums", context)


@public
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        try:
            entry = entries.forum_entry(
                slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
            )
        except entries.Moved as moved:
            return redirect("register:forum", moved.slug, permanent=True)
    pictures = {charts.key_of(series.kind): series for series in reversed(entry.series)}
    context = {
        "section": "forums",
        "entry": entry,
        "charts": list(reversed(pictures.items())),
        "known_topics": TOPICS,
        "feed_address": words.url("register:forum-feed", slug),
        "linked_data": linked_data.in_page(
            entry_data.forum_node(entry.forum, topics=[topic.label for topic in entry.topics])
        ),
    }
    return page(request, "forum", context)
