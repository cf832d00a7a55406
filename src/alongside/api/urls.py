"""Addresses of the HTTP interface, under /api/v1/."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_cache_control

from alongside.api import record_views, views
from alongside.api.interface import api, no_such_address, problem

_HAVE_PATHS = (views, record_views)  # importing them gives the interface its addresses


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers that caches may keep, to HEAD as to GET; a wrong method is told in the one shape."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"  # the server leaves the body away
        response = view(request, *args, **kwargs)
        if is_head:
            request.method = "HEAD"
        if isinstance(response, HttpResponseNotAllowed):
            refused = problem(request, 405, "method_not_allowed", "This address is read only.")
            refused.headers["Allow"] = "GET, HEAD"
            return refused
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=settings.ALONGSIDE_PUBLIC_MAX_AGE)
        return response

    return kept


_patterns, _app_name, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = public(_pattern.callback)

urlpatterns = [
    path("", (_patterns, _app_name, _namespace)),
    re_path(r"^.*$", no_such_address),
]
