"""What the public pages have in common: how a page is put together and answered."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template import engines
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from alongside.publishing import entries
from alongside.publishing.exported_pages import is_export
from alongside.publishing.packing import unpacked


@contextmanager
def or_not_found() -> Iterator[None]:
    """Turns "the register has no such entry" into the answer 404."""
    try:
        yield
    except entries.NotFound as exc:
        raise Http404(str(exc)) from None


def page(request: HttpRequest, name: str, context: Mapping[str, object]) -> HttpResponse:
    """The page `register/<name>.html`. As part of an export it leaves out what needs a server.

    Without the token and the messages that Django gives every page: these are for one reader each.
    """
    always = {
        "request": request,
        "is_export": is_export(request),
        "practice_shown": settings.ALONGSIDE_SHOW_PRACTICE,
    }
    pages: Any = engines["jinja2"]
    template = pages.env.get_template(f"register/{name}.html")
    return HttpResponse(template.render({**always, **context}))


def moved_to(name: str) -> Callable[..., HttpResponsePermanentRedirect]:
    """A view of an address of earlier days, whose page stands at another now."""

    @require_safe
    def moved(_request: HttpRequest, **kwargs: object) -> HttpResponsePermanentRedirect:
        return HttpResponsePermanentRedirect(reverse(name, kwargs=kwargs))

    return moved


def text(lines: list[str]) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")


Answer = TypeVar("Answer", bound=HttpResponseBase)
# gzip among what the reader takes (RFC 9110, 12.5.3), unless its weight is 0.
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def for_programs(response: Answer) -> Answer:
    """Data that pages of any site may read with a script; it carries no cookie and no secret."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def packed_answer(
    request: HttpRequest, content: bytes, *, sha256: str, size: int, media_type: str
) -> HttpResponseBase:
    """A file that is kept compressed by gzip: as it is to whoever takes that, else unpacked.

    `sha256` and `size` are of the unpacked file.
    """
    response: HttpResponseBase
    if _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(content, content_type=media_type)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{sha256}-gzip"'
    else:
        response = StreamingHttpResponse(unpacked(content), content_type=media_type)
        response.headers["Content-Length"] = str(size)
        response.headers["ETag"] = f'"{sha256}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    return for_programs(response)


def contact() -> str:
    """ALONGSIDE_CONTACT as an address to follow: a page, or a mailbox."""
    contact: str = settings.ALONGSIDE_CONTACT
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact


def refused(where: str, problem: str) -> HttpResponse:
    """A question by a program that cannot be answered, in the one shape that all errors have."""
    message = gettext("The question cannot be understood as it stands.")
    details = [{"where": where, "problem": problem}]
    body = {"error": "not_valid", "message": message, "details": details}
    return JsonResponse(body, status=422)
