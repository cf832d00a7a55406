"""What surveys of forums' pasts counted, by HTTP."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from alongside.api import tables
from alongside.api.interface import api
from alongside.api.shapes import Cursor, Limit, OneSlug, Slice, cursor_of, slug_behind
from alongside.api.views import ERRORS
from alongside.publishing import walks
from alongside.publishing.domain.filters import clean
from alongside.publishing.tables.surveys import SURVEYS

SurveyOut = tables.answer_of(SURVEYS, "SurveyOut")


@api.get(
    "/surveys",
    response={200: tables.slice_of(SurveyOut), **ERRORS},
    summary="What was asked in forums before, by topic: counts only",
    tags=["records"],
)
def surveys(
    request: HttpRequest,
    forum: OneSlug = "",
    body: OneSlug = "",
    topic: Annotated[str, Query(max_length=200, description="As in `topic`")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """The newest finished survey of each forum for each body."""
    found = walks.surveys_after(
        body=body,
        forum=forum,
        topic=clean(topic),
        after=slug_behind("survey", cursor),
        limit=limit + 1,
    )
    last = found[limit - 1] if len(found) > limit else None
    return Slice(
        items=[tables.row_of(SURVEYS, SurveyOut, row) for row in found[:limit]],
        next=cursor_of("survey", "/".join(walks.place_of_survey_row(last))) if last else None,
    )
