"""The HTTP interface: everything public, read only, without a key. Each answer is one call."""

import logging
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError

from alongside.api.schemas import (
    BodyDetail,
    BodyOut,
    FiguresOut,
    ForumDetail,
    ForumOut,
    PlanOut,
    Problem,
    Slice,
)
from alongside.core import clock
from alongside.publishing import entries, lists

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Alongside",
    version="1",
    description="Forums, public bodies that take part in them, and how well they answer.",
    urls_namespace="api",
    docs_url=None,  # its page loads scripts from elsewhere
    openapi_url="/openapi.json",
)

SLUG = r"^[-a-zA-Z0-9_]*$"
Limit = Annotated[int, Query(ge=1, le=200, description="Entries in one answer")]
Cursor = Annotated[
    str, Query(max_length=100, pattern=SLUG, description="`next` of the answer before")
]
Slug = Annotated[str, Path(max_length=100, pattern=SLUG)]


@api.get("/bodies", response={200: Slice[BodyOut], 422: Problem}, summary="Public bodies")
def bodies(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Slice[BodyOut]:
    found = lists.bodies_after(cursor, limit=limit + 1, at=clock.now())
    return Slice(
        items=[BodyOut.of(summary) for summary in found[:limit]],
        next=found[limit - 1].body.slug if len(found) > limit else None,
    )


@api.get(
    "/bodies/{slug}",
    response={200: BodyDetail, 404: Problem, 422: Problem},
    summary="One public body: its list, plan, agreements, accounts and figures",
)
def body(request: HttpRequest, slug: Slug) -> BodyDetail:
    return BodyDetail.of(entries.body_entry(slug, practice_too=False, at=clock.now()))


@api.get("/forums", response={200: Slice[ForumOut], 422: Problem}, summary="Forums")
def forums(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Slice[ForumOut]:
    found = lists.forums_after(cursor, limit=limit + 1, at=clock.now())
    return Slice(
        items=[ForumOut.of(summary) for summary in found[:limit]],
        next=found[limit - 1].forum.slug if len(found) > limit else None,
    )


@api.get(
    "/forums/{slug}",
    response={200: ForumDetail, 404: Problem, 422: Problem},
    summary="One forum: figures, bodies and their terms, accounts and official replies",
)
def forum(request: HttpRequest, slug: Slug) -> ForumDetail:
    return ForumDetail.of(entries.forum_entry(slug, practice_too=False, at=clock.now()))


@api.get(
    "/plans/{slug}",
    response={200: PlanOut, 404: Problem, 422: Problem},
    summary="The plan of a body",
)
def plan(request: HttpRequest, slug: Slug) -> PlanOut:
    entry = entries.plan_entry(slug, practice_too=False, at=clock.now())
    path = reverse("register:plan-document", args=[slug, entry.version.number])
    return PlanOut.of(entry, document=f"{settings.ALONGSIDE_ADDRESS}{path}")


@api.get("/figures", response=FiguresOut, summary="All public figures")
def figures(request: HttpRequest) -> FiguresOut:
    return FiguresOut.of(lists.all_figures(practice=False, at=clock.now()))


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
def _not_found(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(request, 404, "not_found", "The register has no such entry.")


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    details = [
        {"where": ".".join(str(part) for part in error["loc"]), "problem": str(error["msg"])}
        for error in exc.errors
    ]
    return problem(
        request, 422, "not_valid", "The question cannot be understood as it stands.", details
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
