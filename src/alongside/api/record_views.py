"""Records by HTTP, in the order in which they were entered: what is asked, which call answers."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Query

from alongside.api.interface import api
from alongside.api.plan_schemas import PlanRecord
from alongside.api.record_schemas import (
    AgreementRecord,
    ChangeOut,
    DuplicateCheckOut,
    ListingRecord,
    MeasureRecord,
    ReleaseDetail,
    ReleaseOut,
)
from alongside.api.schemas import AccountOut, TopicOut
from alongside.api.shapes import (
    Cursor,
    Limit,
    OneSlug,
    Problem,
    Slice,
    cursor_of,
    number_behind,
    slug_behind,
)
from alongside.api.views import ERRORS
from alongside.core import clock
from alongside.forums.domain.kinds import BuildDecision, MeasureMethod
from alongside.publishing import changes as changing
from alongside.publishing import queries, releases, walks
from alongside.publishing.domain.changes import ChangeGroup
from alongside.publishing.domain.filters import clean
from alongside.publishing.domain.major_forums import TEXT_LENGTH, ListFilter, Looked
from alongside.publishing.queries import Edition


@api.get(
    "/measures",
    response={200: Slice[MeasureRecord], **ERRORS},
    summary="Figures about forums",
    tags=["records"],
)
def measures(
    request: HttpRequest,
    forum: OneSlug = "",
    kind: Annotated[
        str,
        Query(max_length=60, description="What was counted", examples=["registered users"]),
    ] = "",
    method: Annotated[MeasureMethod | None, Query(description="Who counted")] = None,
    dated_from: Annotated[
        str,
        Query(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="2009, 2009-02 or 2009-02-27"),
    ] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[MeasureRecord]:
    """Each with its source. Figures that were withdrawn are left out."""
    found = walks.measures(
        forum=forum,
        kind=clean(kind),
        method=method,
        dated_from=dated_from,
        after=number_behind("measure", cursor),
        limit=limit + 1,
    )
    return Slice(
        items=[MeasureRecord.of_row(measure) for measure in found[:limit]],
        next=cursor_of("measure", found[limit - 1].pk) if len(found) > limit else None,
    )


@api.get(
    "/listings",
    response={200: Slice[ListingRecord], **ERRORS},
    summary="Which body lists which forum as major",
    tags=["records"],
)
def listings(
    request: HttpRequest,
    body: OneSlug = "",
    forum: OneSlug = "",
    ended: Annotated[bool, Query(description="Those that do not stand any more")] = False,
    q: Annotated[str, Query(max_length=TEXT_LENGTH, description="Words that the forum has")] = "",
    topic: Annotated[
        str, Query(max_length=120, description="Code of a topic of the forum, see /topics")
    ] = "",
    looked: Annotated[
        Looked | None, Query(description="Whether its bodies have looked at the forum lately")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[ListingRecord]:
    """By words, topic and last look as on the page of the lists."""
    found = walks.listings(
        body=body,
        forum=forum,
        ended=ended,
        asked=ListFilter(text=clean(q), topic=clean(topic), looked=looked),
        after=number_behind("listing", cursor),
        limit=limit + 1,
        at=clock.now(),
    )
    return Slice(
        items=[ListingRecord.of(listing) for listing in found[:limit]],
        next=cursor_of("listing", found[limit - 1].pk) if len(found) > limit else None,
    )


@api.get(
    "/accounts",
    response={200: Slice[AccountOut], **ERRORS},
    summary="Official accounts in forums",
    tags=["accounts"],
)
def accounts(
    request: HttpRequest,
    body: OneSlug = "",
    forum: OneSlug = "",
    in_use: Annotated[
        bool | None, Query(description="False: those that are retired, or whose body has closed")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[AccountOut]:
    """Whatever is not named here is not official."""
    found = walks.accounts(
        body=body,
        forum=forum,
        in_use=in_use,
        after=number_behind("account", cursor),
        limit=limit + 1,
        at=clock.now(),
    )
    return Slice(
        items=[AccountOut.of(account) for _, account in found[:limit]],
        next=cursor_of("account", found[limit - 1][0]) if len(found) > limit else None,
    )


@api.get(
    "/agreements",
    response={200: Slice[AgreementRecord], **ERRORS},
    summary="What operators of forums have answered bodies",
    tags=["records"],
)
def agreements(
    request: HttpRequest,
    body: OneSlug = "",
    forum: OneSlug = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[AgreementRecord]:
    """Of each forum and body the newest record, which is the one that counts."""
    found = walks.newest_agreements(
        body=body,
        forum=forum,
        after=number_behind("agreement", cursor),
        limit=limit + 1,
        at=clock.now(),
    )
    more = len(found) > limit
    return Slice(
        items=[AgreementRecord.of_row(row) for row in found[:limit]],
        next=cursor_of("agreement", found[limit - 1].agreement.pk) if more else None,
    )


@api.get(
    "/plans",
    response={200: Slice[PlanRecord], **ERRORS},
    summary="The plans in force",
    tags=["plans"],
)
def plans(
    request: HttpRequest, body: OneSlug = "", limit: Limit = 50, cursor: Cursor = ""
) -> Slice[PlanRecord]:
    """Whole, in the order of the bodies' identifiers; /plans/{slug} says where figures stand."""
    after = slug_behind("plan", cursor)
    found = walks.plans_in_force(body=body, after=after, limit=limit + 1, at=clock.now())
    return Slice(
        items=[PlanRecord.of(version) for version in found[:limit]],
        next=cursor_of("plan", found[limit - 1].body.slug) if len(found) > limit else None,
    )


@api.get(
    "/changes",
    response={200: Slice[ChangeOut], **ERRORS},
    summary="Public changes of the register, newest first",
    tags=["records"],
)
def changes(
    request: HttpRequest,
    group: Annotated[
        ChangeGroup | None, Query(description="What has changed", examples=["forums"])
    ] = None,
    kind: Annotated[
        ChangeGroup | None, Query(description="The same, by the name that it has on the page")
    ] = None,
    body: OneSlug = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[ChangeOut]:
    """What and when, never who did it."""
    found = changing.changes(
        limit=limit + 1,
        before=number_behind("change", cursor) or None,
        group=group or kind,
        body_slug=body,
    )
    return Slice(
        items=[ChangeOut.of(change, site=settings.ALONGSIDE_ADDRESS) for change in found[:limit]],
        next=cursor_of("change", found[limit - 1].id) if len(found) > limit else None,
    )


@api.get(
    "/duplicate-checks",
    response={200: Slice[DuplicateCheckOut], **ERRORS},
    summary="Records that a body looked for forums before it built one",
    tags=["records"],
)
def duplicate_checks(
    request: HttpRequest,
    body: OneSlug = "",
    decision: Annotated[BuildDecision | None, Query(description="What came of it")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[DuplicateCheckOut]:
    found = walks.duplicate_checks(
        body=body,
        decision=decision,
        after=number_behind("check", cursor),
        limit=limit + 1,
    )
    return Slice(
        items=[DuplicateCheckOut.of(check) for check in found[:limit]],
        next=cursor_of("check", found[limit - 1].pk) if len(found) > limit else None,
    )


@api.get(
    "/topics",
    response={200: Slice[TopicOut], 422: Problem},
    summary="Every topic that a body or a forum has",
    tags=["records"],
)
def topics(request: HttpRequest) -> Slice[TopicOut]:
    """All at once: there are a few hundred at most."""
    found = queries.topic_rows(Edition(practice=False, at=clock.now()))
    return Slice(
        items=[TopicOut(scheme=row.scheme, code=row.code, label=row.label) for row in found],
        next=None,
    )


@api.get(
    "/releases",
    response={200: Slice[ReleaseOut], 422: Problem},
    summary="Releases of the data, newest first",
    tags=["releases"],
)
def release_list(request: HttpRequest) -> Slice[ReleaseOut]:
    """All at once: there is one a day at most."""
    site = settings.ALONGSIDE_ADDRESS
    return Slice(
        items=[ReleaseOut.of(release, site=site) for release in releases.releases()], next=None
    )


@api.get(
    "/releases/{version}",
    response={200: ReleaseDetail, **ERRORS},
    summary="One release with its files and their fingerprints",
    tags=["releases"],
)
def release(
    request: HttpRequest,
    version: Annotated[
        str, Path(pattern=r"^[0-9][0-9.-]{0,15}$", description="Such as 2026-11-22")
    ],
) -> ReleaseDetail:
    found = walks.release(version)
    return ReleaseDetail.of_files(found, releases.files_of(found), site=settings.ALONGSIDE_ADDRESS)
