"""What the public pages have in common: how a page is put together and answered."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.publishing import entries, lists
from alongside.publishing.export import is_export


@contextmanager
def or_not_found() -> Iterator[None]:
    """Turns "the register has no such entry" into the answer 404."""
    try:
        yield
    except entries.NotFound as exc:
        raise Http404(str(exc)) from None


def page(request: HttpRequest, name: str, context: Mapping[str, object]) -> HttpResponse:
    """The page `register/<name>.html`. As part of an export it leaves out what needs a server."""
    always = {
        "is_export": is_export(request),
        "practice_shown": settings.ALONGSIDE_SHOW_PRACTICE,
    }
    return render(request, f"register/{name}.html", {**always, **context})


def page_size(request: HttpRequest) -> int:
    """An export has no server to ask for a second page, so its lists are whole."""
    return sys.maxsize if is_export(request) else lists.PAGE_SIZE


def text(lines: list[str]) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")


def contact() -> str:
    """ALONGSIDE_CONTACT as an address to follow: a page, or a mailbox."""
    contact: str = settings.ALONGSIDE_CONTACT
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
