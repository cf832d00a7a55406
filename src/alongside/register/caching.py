"""Public pages are the same for everybody, so any cache may keep them (law 8 leans on it too)."""

import copy
import hashlib
from collections.abc import Callable
from functools import wraps
from http.cookies import SimpleCookie
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase, ResponseHeaders
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from alongside.core import clock
from alongside.core.unchanged import Store, kept_while_unchanged
from alongside.publishing.entries import address_now
from alongside.publishing.exported_pages import is_export

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
_A_YEAR = 365 * 24 * 3600  # the longest that RFC 9111 wants understood
_MOST_KEPT = 32 * 1024 * 1024  # bytes of pages in each process
_MOST_OF_ONE = 200_000


def public(view: View[Arguments]) -> View[Arguments]:
    """GET and HEAD only; kept by caches for ALONGSIDE_PUBLIC_MAX_AGE seconds.

    The view must not look at who is reading: session, sign-in or CSRF token would add a cookie or
    `Vary: Cookie`. It is not asked again on the same day while nothing changes in the database,
    unless a query narrows the page: what people type is not kept.
    """

    @require_safe
    @wraps(view)
    def kept(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        def made() -> HttpResponseBase:
            try:
                response = _cacheable(view(request, *args, **kwargs))
            except Http404:
                # The address of a body that turned out to be another leads there for good.
                if (address := address_now(request.path)) is None:
                    raise
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
            if isinstance(response, HttpResponse) and _weight(response) is not None:
                # Processors of today reckon a SHA-1 themselves: in a third of the time of the MD5
                # that Django's middleware would take, which leaves an ETag as it is.
                mark = hashlib.sha1(response.content, usedforsecurity=False).hexdigest()
                response.headers["ETag"] = f'"{mark}"'
            return response

        if request.META.get("QUERY_STRING") or is_export(request):
            return made()
        today = timezone.localdate(clock.now())
        key = ("page", request.path, translation.get_language(), today)
        return _own(kept_while_unchanged(key, made, store=PAGES))

    return kept


def public_file(view: View[Arguments]) -> View[Arguments]:
    """As `public`, for what is too long to be kept: made anew each time."""

    @require_safe
    @wraps(view)
    def made(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        return _cacheable(view(request, *args, **kwargs))

    return made


def _cacheable(response: HttpResponseBase) -> HttpResponseBase:
    if "no-store" not in response.headers.get("Cache-Control", ""):
        patch_cache_control(response, public=True, max_age=settings.ALONGSIDE_PUBLIC_MAX_AGE)
    return response


def _weight(response: HttpResponseBase) -> int | None:
    """The bytes of a page that may be kept: whole, found, not too long, and without a cookie."""
    if (
        not isinstance(response, HttpResponse)
        or response.status_code != 200
        or response.cookies
        or "Content-Encoding" in response.headers
        or len(response.content) > _MOST_OF_ONE
    ):
        return None
    return len(response.content)


PAGES = Store(_MOST_KEPT, _weight)


def _own(response: HttpResponseBase) -> HttpResponseBase:
    """The answer for one reader, to which others may still add headers."""
    own = copy.copy(response)
    own.headers = ResponseHeaders(response.headers)
    own.cookies = SimpleCookie()
    return own


def for_ever(view: View[Arguments]) -> View[Arguments]:
    """GET and HEAD only; what is published here never changes, so no cache need ask again."""

    @require_safe
    @wraps(view)
    def kept(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
        return response

    return kept
