"""The interface itself: how it describes itself, and how it says no."""

import logging
from collections.abc import Collection, Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from alongside.api.shapes import NoSuchCursor
from alongside.publishing import entries
from alongside.publishing.releases import NoSuchRelease

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Alongside",
    version="1",
    description="Forums, public bodies that take part in them, and how well they answer. "
    "Everything public, read only, without a key. Lists come in parts: ask for the next with "
    "`cursor`. Answers may be kept for as long as their Cache-Control says; ask again with their "
    "entity tag in If-None-Match. Every error has the shape `Problem`; a parameter that an address "
    "does not have is one. Moments are in UTC and whole seconds, as in the data files.",
    urls_namespace="api",
    docs_url=None,  # its page loads scripts from elsewhere
    openapi_url="/openapi.json",
    servers=[{"url": settings.ALONGSIDE_ADDRESS, "description": "This service"}],
    openapi_extra={
        "info": {
            "license": {
                "name": settings.ALONGSIDE_LICENCE_NAME,
                "url": settings.ALONGSIDE_LICENCE_ADDRESS,
            }
        }
    },
)


def problem(
    request: HttpRequest,
    status: int,
    error: str,
    message: str,
    details: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """An error in the one shape that all errors have."""
    body = {"error": error, "message": message, "details": details or []}
    return api.create_response(request, body, status=status)


@csrf_exempt  # nothing is written here
def no_such_address(request: HttpRequest) -> HttpResponse:
    """For every address below the interface's own that nothing else answers."""
    return problem(request, 404, "not_found", "The interface has no such address.")


@api.exception_handler(Http404)
@api.exception_handler(entries.NotFound)
@api.exception_handler(NoSuchRelease)
def _not_found(request: HttpRequest, exc: Exception) -> HttpResponse:
    if address := entries.address_now(request.path):
        answer = problem(request, 301, "moved", "This entry was joined with another.")
        answer.headers["Location"] = address
        return answer
    return problem(request, 404, "not_found", "The register has no such entry.")


@api.exception_handler(entries.Moved)
def _moved(request: HttpRequest, exc: entries.Moved) -> HttpResponse:
    """An entry that was merged into another leads to it for good."""
    answer = problem(request, 301, "moved", "This entry was joined with another.")
    match = request.resolver_match
    assert match is not None  # or no view would have been called
    answer.headers["Location"] = reverse(match.view_name, kwargs={"slug": exc.slug})
    return answer


@api.exception_handler(NoSuchCursor)
def _no_such_cursor(request: HttpRequest, exc: NoSuchCursor) -> HttpResponse:
    return problem(
        request,
        404,
        "no_such_cursor",
        "No answer to this question gave that cursor. Begin again without one.",
    )


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    details = [
        {"where": ".".join(str(part) for part in error["loc"]), "problem": str(error["msg"])}
        for error in exc.errors
    ]
    return problem(
        request, 422, "not_valid", "The question cannot be understood as it stands.", details
    )


def unknown_parameters(
    request: HttpRequest, known: Collection[str], given: Iterable[str]
) -> HttpResponse | None:
    """The refusal of parameters that an address does not have: what they were to narrow would
    come unnarrowed. None: all are known."""
    unknown = sorted(set(given) - set(known))
    if not unknown:
        return None
    choices = f"It has {', '.join(known)}." if known else "It has none."
    words = f"This address has no such parameter. {choices}"
    return problem(
        request,
        422,
        "not_valid",
        "The question cannot be understood as it stands.",
        [
            {
                "where": f"query.{name[:100]}",
                "problem": words,
            }
            for name in unknown[:20]
        ],
    )


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return problem(request, exc.status_code, "refused", str(exc))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, exc: Exception) -> HttpResponse:
    logger.error("The interface failed at %s", request.path, exc_info=exc)
    return problem(
        request, 500, "failed", "Something went wrong on our side. Try again in a few minutes."
    )
