"""Public pages are the same for everybody, so any cache may keep them (law 8 leans on it too)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
_A_YEAR = 365 * 24 * 3600  # the longest that RFC 9111 wants understood


def public(view: View[Arguments]) -> View[Arguments]:
    """GET and HEAD only; kept by caches for ALONGSIDE_PUBLIC_MAX_AGE seconds.

    The view must not look at who is reading: session, sign-in or CSRF token would add a cookie or
    `Vary: Cookie`. The entity tag comes from ConditionalGetMiddleware.
    """

    @require_safe
    @wraps(view)
    def kept(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=settings.ALONGSIDE_PUBLIC_MAX_AGE)
        return response

    return kept


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
