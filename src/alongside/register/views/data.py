"""Figures, and the data as files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from alongside.core import clock
from alongside.publishing import files, lists
from alongside.publishing.queries import Edition
from alongside.register.caching import public
from alongside.register.views.answers import page


@public
def figures(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    parts = [lists.all_figures(practice=False, at=at)]
    if settings.ALONGSIDE_SHOW_PRACTICE:
        parts.append(lists.all_figures(practice=True, at=at))
    return page(request, "figures", {"section": "figures", "parts": parts})


@public
def data(request: HttpRequest) -> HttpResponse:
    editions = [False, True] if settings.ALONGSIDE_SHOW_PRACTICE else [False]
    at = clock.now()
    parts = [files.data_files(Edition(practice=practice, at=at)) for practice in editions]
    return page(request, "data", {"section": "data", "parts": parts, "licence": files.LICENCE})


@public
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    try:
        found = files.get_data_file(name, at=clock.now())
    except files.NoSuchFile:
        raise Http404 from None
    if form == "csv":
        return HttpResponse(found.csv(), content_type="text/csv; charset=utf-8; header=present")
    return HttpResponse(found.json(), content_type="application/json")
