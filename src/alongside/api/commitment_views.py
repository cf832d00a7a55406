"""Who has what across government, and commitments with dates, by HTTP."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from alongside.api import tables
from alongside.api.interface import api
from alongside.api.shapes import Answer, Cursor, Limit, OneSlug, Slice, cursor_of, slug_behind
from alongside.api.views import ERRORS
from alongside.bodies.domain.kinds import BodyKind
from alongside.core import clock
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile, commitments
from alongside.reporting.domain.commitments import Committed, Occasion
from alongside.reporting.domain.commitments import State as CommitmentState

StandingOut = tables.answer_of(commitments.WHO_HAS_WHAT, "StandingOut")
CommitmentOut = tables.answer_of(commitments.COMMITMENTS, "CommitmentOut")
CommitmentBodyOut = tables.answer_of(commitments.COMMITMENT_BODIES, "CommitmentBodyOut")
CommitmentResultOut = tables.answer_of(commitments.COMMITMENT_RESULTS, "CommitmentResultOut")

OneCommitment = Annotated[
    str, Query(max_length=12, pattern=r"^[a-z0-9]*$", description="A commitment’s identifier")
]
Met = Annotated[bool | None, Query(description="Whether the body has, or had, it")]


@api.get(
    "/who-has-what",
    response={200: tables.slice_of(StandingOut), **ERRORS},
    summary="List, plan, consultations and operators’ answers of every open body",
    tags=["records"],
)
def who_has_what(
    request: HttpRequest,
    body: OneSlug = "",
    kind: Annotated[BodyKind | None, Query(description="Kind of body")] = None,
    lacks: Annotated[
        Literal["list", "plan", "agreement"] | None, Query(description="What it has not")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """In the order of the bodies' identifiers. A search without a find counts as a list here."""
    edition = _edition()
    rows = (
        row
        for row in commitments.standing_rows(edition)
        if body in ("", row.slug)
        and kind in (None, row.kind)
        and (lacks is None or not row.has(Committed(lacks)))
    )
    return _part(
        commitments.WHO_HAS_WHAT, StandingOut, rows, lambda row: str(row.slug), limit, cursor
    )


@api.get(
    "/commitments",
    response={200: tables.slice_of(CommitmentOut), **ERRORS},
    summary="What bodies have committed to, by which day, and how many keep it",
    tags=["records"],
)
def commitment_list(
    request: HttpRequest,
    state: Annotated[CommitmentState | None, Query(description="As in `state`")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """In the order in which they were recorded, those that ended too."""
    rows = sorted(
        (row for row in commitments.commitment_rows(_edition()) if state in (None, row.state)),
        key=lambda row: row.commitment.pk,
    )
    return _part(
        commitments.COMMITMENTS,
        CommitmentOut,
        rows,
        lambda row: _number(row.commitment.pk),
        limit,
        cursor,
    )


@api.get(
    "/commitment-bodies",
    response={200: tables.slice_of(CommitmentBodyOut), **ERRORS},
    summary="Who keeps which commitment today",
    tags=["records"],
)
def commitment_bodies(
    request: HttpRequest,
    commitment: OneCommitment = "",
    body: OneSlug = "",
    met: Met = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """Of commitments that nobody closed, withdrew or changed."""
    rows = sorted(
        (
            row
            for row in commitments.mark_rows(_edition())
            if commitment in ("", row.commitment.public_id)
            and body in ("", row.mark.slug)
            and met in (None, row.mark.met)
        ),
        key=lambda row: (row.commitment.pk, row.mark.slug),
    )
    return _part(
        commitments.COMMITMENT_BODIES,
        CommitmentBodyOut,
        rows,
        lambda row: f"{_number(row.commitment.pk)}/{row.mark.slug}",
        limit,
        cursor,
    )


@api.get(
    "/commitment-results",
    response={200: tables.slice_of(CommitmentResultOut), **ERRORS},
    summary="Who kept a commitment on its day, frozen",
    tags=["records"],
)
def commitment_results(
    request: HttpRequest,
    commitment: OneCommitment = "",
    body: OneSlug = "",
    occasion: Annotated[Occasion | None, Query(description="Its day, or its end")] = None,
    met: Met = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Slice[Any]:
    """What stood on the day does not change any more."""
    rows = sorted(
        (
            row
            for row in commitments.result_rows(_edition())
            if commitment in ("", row.result.commitment.public_id)
            and body in ("", row.mark.slug)
            and occasion in (None, row.result.occasion)
            and met in (None, row.mark.met)
        ),
        key=lambda row: (row.result.pk, row.mark.slug),
    )
    return _part(
        commitments.COMMITMENT_RESULTS,
        CommitmentResultOut,
        rows,
        lambda row: f"{_number(row.result.pk)}/{row.mark.slug}",
        limit,
        cursor,
    )


def _edition() -> Edition:
    return Edition(practice=False, at=clock.now())


def _number(pk: int) -> str:
    """Numbers as text that sorts as they do."""
    return f"{pk:018}"


def _part(
    file: DataFile,
    answer: type[Answer],
    rows: Iterable[Any],
    key: Callable[[Any], str],
    limit: int,
    cursor: str,
) -> Slice[Any]:
    """Those behind the cursor, of rows in the order of their keys."""
    after = slug_behind(file.name, cursor)
    found = [row for row in rows if key(row) > after][: limit + 1]
    return Slice(
        items=[tables.row_of(file, answer, row) for row in found[:limit]],
        next=cursor_of(file.name, key(found[limit - 1])) if len(found) > limit else None,
    )
