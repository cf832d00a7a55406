"""Atom feeds: every change of the register, of one entry, and the releases of the data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from alongside.core import clock
from alongside.publishing import feeds
from alongside.publishing.formats.atom import MEDIA_TYPE
from alongside.register.caching import public
from alongside.register.views.answers import for_programs


@public
def changes(request: HttpRequest) -> HttpResponseBase:
    return _answer(feeds.all_changes(at=clock.now()))


@public
def forum(request: HttpRequest, slug: str) -> HttpResponseBase:
    try:
        return _answer(feeds.changes_of_forum(slug, at=clock.now()))
    except feeds.NoSuchEntry:
        raise Http404 from None


@public
def body(request: HttpRequest, slug: str) -> HttpResponseBase:
    try:
        return _answer(feeds.changes_of_body(slug, at=clock.now()))
    except feeds.NoSuchEntry:
        raise Http404 from None


@public
def releases(request: HttpRequest) -> HttpResponseBase:
    return _answer(feeds.all_releases(at=clock.now()))


@public
def commitments(request: HttpRequest) -> HttpResponseBase:
    return _answer(feeds.all_commitments(at=clock.now()))


def _answer(feed: bytes) -> HttpResponseBase:
    return for_programs(HttpResponse(feed, content_type=f"{MEDIA_TYPE}; charset=utf-8"))
