"""A body's plan in the forms of other people's programs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from alongside.core import clock
from alongside.publishing import stratml
from alongside.register.caching import public
from alongside.register.views.answers import for_programs, or_not_found


@public
def stratml_in_force(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _stratml(slug, None)


@public
def stratml_version(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    return _stratml(slug, number)


def _stratml(slug: str, number: int | None) -> HttpResponseBase:
    with or_not_found():
        content = stratml.plan_stratml(
            slug, number, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    return for_programs(HttpResponse(content, content_type=stratml.MEDIA_TYPE))
