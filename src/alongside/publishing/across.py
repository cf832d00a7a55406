"""Across government: who has list, plan, consultations and agreements, kind by kind and by name.

The lists of bodies and forums say what each holds; this says who should have it and has it not.
Real bodies only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from alongside.bodies.domain.kinds import BodyKind
from alongside.core.unchanged import kept_while_unchanged
from alongside.publishing.entries.finding import NotFound
from alongside.reporting.commitment_queries import Progress, promises
from alongside.reporting.commitment_queries import progress as all_progress
from alongside.reporting.domain.commitments import Committed, State
from alongside.reporting.domain.standing import (
    EXPECTED_KINDS,
    Due,
    KindShare,
    Promise,
    Standing,
    due_from,
    urgency,
)
from alongside.reporting.standings import Days, Everybody, Part, everybody

PAGE_SIZE = 50  # bodies in one table
_NAMED = 12  # of one gap on the first page; the page of the kind names all
_COMMITMENTS = 5  # on the first page


@dataclass(frozen=True, slots=True)
class Gap:
    """Bodies of a kind that should have something and have it not, by name."""

    kind: BodyKind
    what: Committed
    bodies: int  # of the kind
    missing: int
    named: Sequence[Standing]  # the first ones

    @property
    def others(self) -> int:
        return self.missing - len(self.named)


@dataclass(frozen=True, slots=True)
class Across:
    """All kinds, the kinds that should have list and plan first; gaps; and running commitments."""

    on: date
    shares: Sequence[KindShare]
    first: "AcrossKind | None"  # of the kind that is asked first; None: there is no body
    gaps: Sequence[Gap]
    commitments: Sequence[Progress]  # that run, the nearest day first
    commitments_count: int  # of all, those that ended too
    missed: Sequence[Progress]  # whose day has passed, and which still stand

    @property
    def expected(self) -> list[KindShare]:
        return [share for share in self.shares if share.kind in EXPECTED_KINDS]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in a table, with what is due from it, most urgent first."""

    body: Standing
    due: Sequence[Due]
    place: int = 0  # by name, among those that it was read with

    @property
    def is_late(self) -> bool:
        """Whether a day has passed."""
        return any(due.by is not None and due.by < self.body.on for due in self.due)


@dataclass(frozen=True, slots=True)
class AcrossKind:
    """One page of the bodies of a kind."""

    on: date
    share: KindShare
    page: Page[BodyRow]


def across(*, at: datetime) -> Across:
    """The whole of government today. Four queries, one while nothing changes."""
    today = timezone.localdate(at)
    return kept_while_unchanged(("across", today), lambda: _across(today, at))


def _across(today: date, at: datetime) -> Across:
    days = Days()
    found, progress = days[today], all_progress(at=at, days=days)
    promised = [each.promise for each in progress if each.end is None]
    first = found.shares[0].kind if found.shares else None
    return Across(
        on=today,
        shares=found.shares,
        first=_of_kind(found, first, promised, number=1) if first else None,
        gaps=_gaps(found, first),
        commitments=[each for each in progress if each.state is State.RUNNING][:_COMMITMENTS],
        commitments_count=len(progress),
        missed=[each for each in progress if each.state is State.MISSED],
    )


def across_kind(kind: str, *, number: int = 1, at: datetime) -> AcrossKind:
    """The bodies of one kind by name, in pages. Raises NotFound for a kind or page there is not."""
    today = timezone.localdate(at)
    return kept_while_unchanged(
        ("across kind", kind, number, today),
        lambda: _of_kind(
            everybody(on=today, part=Part(kinds=(kind,))), kind, promises(), number=number
        ),
    )


def _of_kind(
    found: Everybody, kind: str, promised: Sequence[Promise], *, number: int
) -> AcrossKind:
    share = next((share for share in found.shares if share.kind == kind), None)
    if share is None:
        raise NotFound(kind)
    bodies = [body for body in found.bodies if body.kind == kind]
    pages: Paginator[Any] = Paginator(bodies, PAGE_SIZE)
    if not 1 <= number <= pages.num_pages:
        raise NotFound(f"{kind}, page {number}")
    page = pages.page(number)
    page.object_list = [_row(body, promised) for body in page.object_list]
    return AcrossKind(found.on, share, page)


def all_rows(*, practice: bool, at: datetime) -> list[BodyRow]:
    """Every open body with what is due from it, whose day comes first before the others.

    For public servants: with consultations of operators alone.
    Kept as long as nothing changes; readers share it.
    """
    today = timezone.localdate(at)
    return kept_while_unchanged(
        ("all rows", practice, today), lambda: _all_rows(Days(practice=practice), at)
    )


def _all_rows(days: Days, at: datetime) -> list[BodyRow]:
    promised = [
        each.promise
        for each in all_progress(at=at, practice=days.practice, days=days)
        if each.end is None
    ]
    bodies = days[timezone.localdate(at)].bodies
    found = [
        BodyRow(body, due_from(body, promised, inside=True), place)
        for place, body in enumerate(bodies)
    ]
    return sorted(found, key=lambda row: urgency(row.due))


def _row(body: Standing, promised: Sequence[Promise]) -> BodyRow:
    return BodyRow(body, due_from(body, promised))


def _gaps(present: Everybody, first: BodyKind | None) -> list[Gap]:
    """Of the kinds that should have both; not of the first where its table names them all."""
    found = []
    for kind in EXPECTED_KINDS:
        those = [body for body in present.bodies if body.kind is kind]
        if kind is first and len(those) <= PAGE_SIZE:
            continue
        for what in (Committed.PLAN, Committed.LIST):
            missing = [body for body in those if not body.has(what)]
            if missing:
                found.append(Gap(kind, what, len(those), len(missing), missing[:_NAMED]))
    return found
