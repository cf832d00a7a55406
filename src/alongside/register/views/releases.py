"""Releases of the data: all of them, one, and its files byte by byte."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from alongside.publishing import releases as published
from alongside.publishing.formats import linked_data
from alongside.publishing.licence import licence
from alongside.register.caching import for_ever, public
from alongside.register.views.answers import packed_answer, page


@public
def releases(request: HttpRequest) -> HttpResponse:
    context = {"section": "data", "releases": published.releases_with_sizes()}
    return page(request, "releases", context)


@public
def release(request: HttpRequest, version: str) -> HttpResponse:
    try:
        found = published.release_entry(version)
    except published.NoSuchRelease:
        raise Http404 from None
    context = {
        "section": "data",
        "found": found,
        "licence": licence(),
        "linked_data": linked_data.in_page(linked_data.released(found.release, found.files)),
    }
    return page(request, "release", context)


@for_ever
def release_file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """The file as it was published."""
    try:
        found = published.release_file(version, name)
    except published.NoSuchRelease:
        raise Http404 from None
    return packed_answer(
        request,
        bytes(found.content),
        sha256=found.sha256,
        size=found.size,
        media_type=found.media_type,
    )
