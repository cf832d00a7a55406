"""The entries that pages of an export search by a script, for there is no server to ask."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from alongside.publishing import search_index
from alongside.register.caching import public_file


@public_file
def search_entries(request: HttpRequest, kind: str) -> HttpResponse:
    text = search_index.script(kind, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")
