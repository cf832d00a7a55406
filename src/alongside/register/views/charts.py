"""Pictures of figures, each at an address of its own: pages stay light, and caches keep them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from alongside.core import clock
from alongside.publishing import charts, coverage, entries
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found


@public
def forum_chart(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One kind of figure of a forum over time."""
    with or_not_found():
        try:
            forum, series = entries.forum_series(
                slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE
            )
        except entries.Moved as moved:
            return redirect("register:forum-chart", moved.slug, key, permanent=True)
    found = next((each for each in series if charts.key_of(each.kind) == key), None)
    if found is None:
        raise Http404
    return _picture(charts.over_time(found.points, practice=forum.is_practice))


@public
def coverage_chart(request: HttpRequest) -> HttpResponse:
    """How many of the bodies with a topic in their remit list a forum of it."""
    [found] = coverage.coverage(on=timezone.localdate(clock.now()))
    bars = [
        charts.Bar(topic.label, topic.covering, topic.bodies)
        for topic in found.topics
        if topic.bodies
    ]
    if not bars:
        raise Http404
    return _picture(charts.shares(bars, practice=False))


def _picture(svg: str) -> HttpResponse:
    return HttpResponse(svg, content_type="image/svg+xml")
