"""Addresses of the HTTP interface, under /api/v1/."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_cache_control

from alongside.api import (
    commitment_views,
    reading_views,
    record_views,
    survey_views,
    table_views,
    views,
)
from alongside.api.description import parameters_of
from alongside.api.interface import api, no_such_address, problem, unknown_parameters

# Importing them gives the interface its addresses.
_HAVE_PATHS = (
    table_views,
    views,
    record_views,
    commitment_views,
    survey_views,
    reading_views,
)


def public(view: Callable[..., HttpResponse], path: str) -> Callable[..., HttpResponse]:
    """Answers that caches may keep, to HEAD as to GET; a wrong method, and a parameter that the
    path does not have, are told in the one shape."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_head = request.method == "HEAD"
        known = parameters_of(path)
        if known is not None and (refused := unknown_parameters(request, known, request.GET)):
            return refused
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
        _path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(_pattern.pattern))
        _pattern.callback = public(_pattern.callback, f"/api/v1/{_path}")

urlpatterns = [
    path("", (_patterns, _app_name, _namespace)),
    re_path(r"^.*$", no_such_address),
]
