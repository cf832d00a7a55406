"""Across government: who has list, plan, consultations and agreements, kind by kind and by name.

The lists of bodies and forums say what each holds; this says who should have it and has it not.
Real bodies only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from alongside.bodies.domain.kinds import BodyKind
from alongside.core.unchanged import kept_while_unchanged
from alongside.publishing.entries.finding import NotFound
from alongside.reporting.commitment_queries import Progress, progress_and_days, promises
from alongside.reporting.domain.commitments import Committed, State
from alongside.reporting.domain.standing import (
    EXPECTED_KINDS,
    Due,
    KindShare,
    Promise,
    Standing,
    due_from,
    shares,
    urgency,
)
from alongside.reporting.standings import Everybody, Part, everybody, kind_shares

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
    both: bool = False  # they have neither plan nor list: the same bodies are named once

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
        first = self.due[0].by if self.due else None
        return first is not None and first < self.body.on


@dataclass(frozen=True, slots=True)
class AcrossKind:
    """One page of the bodies of a kind."""

    on: date
    share: KindShare
    page: Page[BodyRow]


def across(*, at: datetime) -> Across:
    """The whole of government today. Five queries, one while nothing changes."""
    today = timezone.localdate(at)
    return kept_while_unchanged(("across", today), lambda: _across(today, at))


def _across(today: date, at: datetime) -> Across:
    kinds = kind_shares(on=today)
    first = kinds[0] if kinds else None
    # Of other kinds no body is named here, so they are only counted.
    named = Part(kinds=(*EXPECTED_KINDS, first.kind) if first else ())
    progress, days = progress_and_days(at=at, besides=named)
    promised = [each.promise for each in progress if each.end is None]
    found = days[today]
    return Across(
        on=today,
        shares=kinds,
        first=_of_kind(found, first, promised, number=1) if first else None,
        gaps=_gaps(found, first.kind if first else None),
        commitments=[each for each in progress if each.state is State.RUNNING][:_COMMITMENTS],
        commitments_count=len(progress),
        missed=[each for each in progress if each.state is State.MISSED],
    )


def across_kind(kind: str, *, number: int = 1, at: datetime) -> AcrossKind:
    """The bodies of one kind by name, in pages. Raises NotFound for a kind or page there is not."""
    today = timezone.localdate(at)
    return kept_while_unchanged(
        ("across kind", kind, number, today),
        lambda: _across_kind(today, kind, number),
    )


def _across_kind(today: date, kind: str, number: int) -> AcrossKind:
    found = everybody(on=today, part=Part(kinds=(kind,)))
    share = next(iter(shares(found.bodies)), None)
    if share is None:
        raise NotFound(kind)
    return _of_kind(found, share, promises(), number=number)


def _of_kind(
    found: Everybody, share: KindShare, promised: Sequence[Promise], *, number: int
) -> AcrossKind:
    kind = share.kind
    bodies = [body for body in found.bodies if body.kind is kind]
    pages: Paginator[Any] = Paginator(bodies, PAGE_SIZE)
    if not 1 <= number <= pages.num_pages:
        raise NotFound(f"{kind}, page {number}")
    page = pages.page(number)
    page.object_list = [_row(body, promised) for body in page.object_list]
    return AcrossKind(found.on, share, page)


def all_rows(
    *, practice: bool, at: datetime, kinds: Collection[BodyKind] | None = None
) -> list[BodyRow]:
    """Every open body, or each of these kinds, with what is due from it: the first day first.

    For public servants: with consultations of operators alone.
    Kept as long as nothing changes; readers share it.
    """
    today = timezone.localdate(at)
    return kept_while_unchanged(
        ("all rows", practice, today, kinds and sorted(kinds)),
        lambda: _all_rows(today, practice, kinds),
    )


def _all_rows(today: date, practice: bool, kinds: Collection[BodyKind] | None) -> list[BodyRow]:
    part = None if kinds is None else Part(kinds=tuple(sorted(kinds)))
    bodies = everybody(on=today, practice=practice, part=part).bodies
    promised = promises(practice=practice)
    # Most bodies are of kinds that no commitment means.
    of_kind = {
        kind: [found for found in promised if found.scope.may_hold(kind)]
        for kind in {body.kind for body in bodies}
    }
    found = [
        BodyRow(body, due_from(body, of_kind[body.kind], inside=True), place)
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
        missing = {
            what: [body for body in those if not body.has(what)]
            for what in (Committed.PLAN, Committed.LIST)
        }
        both = missing[Committed.PLAN] == missing[Committed.LIST]
        found += [
            Gap(kind, what, len(those), len(bodies), bodies[:_NAMED], both)
            for what, bodies in missing.items()
            if bodies and not (both and what is Committed.LIST)
        ]
    return found
