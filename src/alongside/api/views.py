"""Forums, bodies, plans and figures by HTTP; what is asked and which call answers it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from ninja.errors import ValidationError

from alongside.api.figure_schemas import FiguresOut
from alongside.api.interface import api
from alongside.api.params import BodyParams, ForumParams
from alongside.api.plan_schemas import PlanOut
from alongside.api.record_schemas import (
    FoundForumOut,
    FoundForums,
    LookupOut,
    MeasureRecord,
    OfficialOut,
)
from alongside.api.schemas import BodyDetail, BodyOut, ForumDetail, ForumOut
from alongside.api.shapes import (
    Cursor,
    Limit,
    NoSuchCursor,
    Problem,
    Slice,
    Slug,
    cursor_of,
    number_behind,
    slug_behind,
)
from alongside.core import clock
from alongside.forums.search import find_forums
from alongside.publishing import account_words, body_lists, entries, forum_lists, lists, walks
from alongside.publishing.accounts import answer_for
from alongside.publishing.domain.filters import clean
from alongside.publishing.domain.official import Reason

ERRORS = {404: Problem, 422: Problem}
_FOUND = 50


@contextmanager
def _in_a_list(cursor: str) -> Iterator[None]:
    """Turns "the list has no such entry" into the answer to a cursor that nobody gave."""
    try:
        yield
    except LookupError:
        raise NoSuchCursor(cursor) from None


Text = Annotated[
    str,
    Query(
        max_length=2000,
        description="Words, or a sentence or two",
        examples=["carers who look after a parent"],
    ),
]


@api.get(
    "/bodies", response={200: Slice[BodyOut], **ERRORS}, summary="Public bodies", tags=["bodies"]
)
def bodies(
    request: HttpRequest, asked: Query[BodyParams], limit: Limit = 50, cursor: Cursor = ""
) -> Slice[BodyOut]:
    """In the order of their identifiers, or as `sort` says; closed ones too."""
    kind = f"body-{asked.sort}" if asked.sort else "body"
    after, walk = slug_behind(kind, cursor), body_lists.bodies_after
    if asked.sort:
        walk = body_lists.bodies_sorted
    with _in_a_list(cursor):
        found, _ = walk(asked.filter(), after, limit=limit + 1, at=clock.now())
    return Slice(
        items=[BodyOut.of(summary) for summary in found[:limit]],
        next=cursor_of(kind, found[limit - 1].slug) if len(found) > limit else None,
    )


@api.get(
    "/bodies/{slug}",
    response={200: BodyDetail, 301: Problem, **ERRORS},
    summary="One public body: its list, plan, agreements, accounts and figures",
    tags=["bodies"],
)
def body(request: HttpRequest, slug: Slug) -> BodyDetail:
    """One that was joined with another leads there (301)."""
    return BodyDetail.of(entries.body_entry(slug, practice_too=False, at=clock.now()))


@api.get("/forums", response={200: Slice[ForumOut], **ERRORS}, summary="Forums", tags=["forums"])
def forums(
    request: HttpRequest, asked: Query[ForumParams], limit: Limit = 50, cursor: Cursor = ""
) -> Slice[ForumOut]:
    """In the order of their identifiers, or as `sort` says."""
    kind = f"forum-{asked.sort}" if asked.sort else "forum"
    after, walk = slug_behind(kind, cursor), forum_lists.forums_after
    if asked.sort:
        walk = forum_lists.forums_sorted
    with _in_a_list(cursor):
        found, _ = walk(asked.filter(), after, limit=limit + 1, at=clock.now())
    return Slice(
        items=[ForumOut.of(summary) for summary in found[:limit]],
        next=cursor_of(kind, found[limit - 1].slug) if len(found) > limit else None,
    )


@api.get(
    "/forums/lookup",
    response={200: LookupOut, **ERRORS},
    summary="Which forum an address leads to, however it is spelled",
    tags=["forums"],
)
def lookup(
    request: HttpRequest,
    address: Annotated[
        str,
        Query(
            min_length=1,
            max_length=500,
            description="Address of a forum",
            examples=["https://forum.example"],
        ),
    ],
) -> LookupOut:
    return LookupOut.of(walks.forum_at(clean(address, longest=500)))


@api.get(
    "/forums/find",
    response={200: FoundForums, 422: Problem},
    summary="Forums that fit words or a need, the best first, and why",
    tags=["forums"],
)
def find(
    request: HttpRequest,
    q: Text,
    limit: Annotated[int, Query(ge=1, le=_FOUND, description="Forums in the answer")] = 20,
) -> FoundForums:
    """Not every forum has every word: rare words count more than common ones."""
    return FoundForums(items=[FoundForumOut.of(found) for found in find_forums(q, limit=limit)])


@api.get(
    "/forums/{slug}",
    response={200: ForumDetail, 301: Problem, **ERRORS},
    summary="One forum: figures, bodies and their terms, accounts and official replies",
    tags=["forums"],
)
def forum(request: HttpRequest, slug: Slug) -> ForumDetail:
    """One that was joined with another leads there (301)."""
    return ForumDetail.of(entries.forum_entry(slug, practice_too=False, at=clock.now()))


@api.get(
    "/forums/{slug}/measures",
    response={200: Slice[MeasureRecord], **ERRORS},
    summary="Every figure about one forum",
    tags=["forums"],
)
def forum_measures(
    request: HttpRequest, slug: Slug, limit: Limit = 50, cursor: Cursor = ""
) -> Slice[MeasureRecord]:
    """In the order in which they were recorded. An unknown forum has none."""
    after = number_behind("measure", cursor)
    found = walks.measures(forum=slug, after=after, limit=limit + 1)
    return Slice(
        items=[MeasureRecord.of_row(measure) for measure in found[:limit]],
        next=cursor_of("measure", found[limit - 1].pk) if len(found) > limit else None,
    )


@api.get(
    "/plans/{slug}",
    response={200: PlanOut, 301: Problem, **ERRORS},
    summary="The plan of a body",
    tags=["plans"],
)
def plan(request: HttpRequest, slug: Slug) -> PlanOut:
    """The version in force, or else the one about to take effect."""
    return PlanOut.of(entries.plan_entry(slug, practice_too=False, at=clock.now()))


@api.get(
    "/figures",
    response={200: FiguresOut, 422: Problem},
    summary="All public figures",
    tags=["figures"],
)
def figures(request: HttpRequest) -> FiguresOut:
    return FiguresOut.of(lists.all_figures(practice=False, at=clock.now()))


@api.get(
    "/official",
    response={200: OfficialOut, 422: Problem},
    summary="Is this account official?",
    tags=["accounts"],
)
def official(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(
            max_length=2000,
            description="Address of a profile or post, or a name on a forum",
            examples=["https://forum.example/u/a-name"],
        ),
    ],
) -> OfficialOut:
    """Authority is given to named accounts only, never to all that stands on a host."""
    answer = answer_for(q.replace("\0", ""), at=clock.now())
    if answer.reason is Reason.NOTHING:
        raise ValidationError(
            [{"loc": ("query", "q"), "msg": "Say which account is meant: an address, or a name."}]
        )
    return OfficialOut.model_validate(account_words.as_data(answer))
