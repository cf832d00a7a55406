"""Reading commitments: how far each is, counted from the records, never typed in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from alongside.core.unchanged import kept_while_unchanged
from alongside.reporting.domain.commitments import (
    SOON_DAYS,
    Committed,
    Ended,
    Occasion,
    Scope,
    State,
    state_of,
)
from alongside.reporting.domain.standing import Promise, Standing
from alongside.reporting.models import Commitment, CommitmentEnd, CommitmentResult
from alongside.reporting.standings import NOBODY, Days, Everybody, Part


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether one body of a commitment had it on a day; `evidence` names the record in words."""

    slug: str
    name: str
    met: bool
    since: date | None
    evidence: str

    def as_row(self) -> dict[str, object]:
        """As it is frozen."""
        return {
            "body": self.slug,
            "name": self.name,
            "met": self.met,
            "since": self.since.isoformat() if self.since else None,
            "evidence": self.evidence,
        }

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> "Mark":
        since = date.fromisoformat(row["since"]) if row["since"] else None
        return cls(row["body"], row["name"], row["met"], since, row["evidence"])


@dataclass(frozen=True)
class Count:
    """How many of a commitment's bodies had it on a day, and who: pages of many ask for no names.

    `frozen_at`: None while it may still change.
    """

    on: date
    bodies: int
    met: int
    named: Callable[[], Sequence[Mark]]
    frozen_at: datetime | None = None

    @cached_property
    def marks(self) -> Sequence[Mark]:
        """Each of its bodies, by name."""
        return self.named()

    @property
    def missing(self) -> int:
        return self.bodies - self.met

    @property
    def percent(self) -> int | None:
        """In whole per cent, never rounded up to 100; None where nobody is meant."""
        return self.met * 100 // self.bodies if self.bodies else None

    @property
    def have_not(self) -> list[Mark]:
        return [mark for mark in self.marks if not mark.met]

    @property
    def have(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.met]


@dataclass(frozen=True, slots=True)
class Progress:
    """A commitment and how far it is.

    `today`: what stands now, None once its end or day has made it history. `on_the_day`: what stood
    on its day, None before. `at_the_end`: what stood when it was closed, withdrawn or changed.
    """

    commitment: Commitment
    end: CommitmentEnd | None
    replaced_by: Commitment | None
    today: Count
    on_the_day: Count | None
    at_the_end: Count | None
    state: State

    @property
    def shown(self) -> Count:
        """The count that tells how the commitment is doing, or did."""
        return self.on_the_day or self.at_the_end or self.today

    @property
    def days_left(self) -> int:
        """Until its day; below zero: since then."""
        return (self.commitment.due_on - self.today.on).days

    @property
    def is_soon(self) -> bool:
        return self.state is State.RUNNING and self.days_left <= SOON_DAYS

    @property
    def scope(self) -> Scope:
        return self.commitment.scope

    @property
    def promise(self) -> Promise:
        return promise_of(self.commitment)

    @property
    def what(self) -> Committed:
        return Committed(self.commitment.what)


def commitments(*, practice: bool = False) -> QuerySet[Commitment]:
    """All commitments, those of the nearest day first, with their ends and results."""
    return (
        Commitment.objects.filter(is_practice=practice)
        .select_related("end", "replaced_by", "replaces")
        .prefetch_related("results")
        .order_by("due_on", "pk")
    )


def standing_commitments(*, practice: bool | OuterRef = False) -> QuerySet[Commitment]:
    """Those that nobody closed, withdrew or changed, whether or not their day has passed."""
    ended = CommitmentEnd.objects.filter(commitment=OuterRef("pk"))
    return Commitment.objects.filter(~Exists(ended), is_practice=practice).order_by("due_on", "pk")


def progress_of(commitment: Commitment, *, at: datetime, days: Days | None = None) -> Progress:
    """How far it is. `days` of the same kind of bodies, where several are asked about."""
    days = days or days_for(commitment)
    today = timezone.localdate(at)
    end: CommitmentEnd | None = getattr(commitment, "end", None)
    frozen = {Occasion(result.occasion): result for result in commitment.results.all()}
    on_the_day = None
    if Occasion.DAY in frozen:
        on_the_day = _thawed(frozen[Occasion.DAY])
    elif commitment.due_on < today:
        # The worker freezes it soon; until then the same is counted from dated records.
        on_the_day = count_of(commitment, on=commitment.due_on, days=days)
    counted = (on_the_day.met, on_the_day.bodies) if on_the_day else None
    return Progress(
        commitment=commitment,
        end=end,
        replaced_by=getattr(commitment, "replaced_by", None),
        today=count_of(commitment, on=today, days=days),
        on_the_day=on_the_day,
        at_the_end=_thawed(frozen[Occasion.END]) if Occasion.END in frozen else None,
        state=state_of(
            due_on=commitment.due_on,
            ended=Ended(end.how) if end else None,
            counted=counted,
            on=today,
        ),
    )


def progress(*, at: datetime, practice: bool = False) -> list[Progress]:
    """Of all commitments, those of the nearest day first. Kept as long as nothing is written."""
    return kept_while_unchanged(
        ("commitments", practice, timezone.localdate(at)),
        lambda: progress_and_days(at=at, practice=practice)[0],
    )


def progress_and_days(
    *, at: datetime, practice: bool = False, besides: Part | None = NOBODY
) -> tuple[list[Progress], Days]:
    """Of all commitments, and what their bodies and those besides have. `besides` None: all."""
    found = list(commitments(practice=practice))
    part = part_meant((each.scope for each in found), besides=besides)
    days = Days(practice=practice, part=part)
    return [progress_of(commitment, at=at, days=days) for commitment in found], days


def get_progress(public_id: str, *, practice_too: bool, at: datetime) -> Progress:
    """Of one commitment. Raises Commitment.DoesNotExist."""
    shown = [False, True] if practice_too else [False]
    found = (
        Commitment.objects.filter(is_practice__in=shown)
        .select_related("end", "replaced_by", "replaces")
        .prefetch_related("results")
        .get(public_id=public_id)
    )
    return progress_of(found, at=at)


def count_of(commitment: Commitment, *, on: date, days: Days | None = None) -> Count:
    """Who of its bodies has it on the day, as the records say now."""
    days = days or days_for(commitment)
    return count_in(days[on], commitment.scope, Committed(commitment.what))


def days_for(commitment: Commitment) -> Days:
    """Days of the bodies that the commitment means, and of not many others."""
    return Days(practice=commitment.is_practice, part=part_meant([commitment.scope]))


def part_meant(scopes: Iterable[Scope], besides: Part | None = NOBODY) -> Part | None:
    """The bodies that any of the scopes may mean, and those besides; None: all of them.

    Where only a place is named, bodies of every kind may fit.
    """
    if besides is None:
        return None
    part = besides
    for scope in scopes:
        if scope.jurisdictions and not scope.kinds:
            return None
        part = part.with_also(Part(scope.kinds, scope.bodies))
    return part


def count_in(present: Everybody, scope: Scope, what: Committed) -> Count:
    """Who of those that the scope means has it."""
    meant = within(scope, present.bodies)
    return Count(
        present.on,
        len(meant),
        sum(body.has(what) for body in meant),
        lambda: [_mark(body, what) for body in meant],
    )


def within(scope: Scope, bodies: Iterable[Standing]) -> list[Standing]:
    """Those of the bodies that the scope means, in their order."""
    return [
        body
        for body in bodies
        if scope.holds(slug=body.slug, kind=body.kind, jurisdiction=body.jurisdiction)
    ]


def promises(*, practice: bool = False) -> list[Promise]:
    """What standing commitments ask of their bodies, in one query."""
    return [promise_of(found) for found in standing_commitments(practice=practice)]


def promise_of(commitment: Commitment) -> Promise:
    """What it asks of its bodies."""
    return Promise(commitment.scope, Committed(commitment.what), commitment.due_on)


def _mark(body: Standing, what: Committed) -> Mark:
    return Mark(body.slug, body.name, body.has(what), body.since(what), evidence_of(body, what))


def evidence_of(body: Standing, what: Committed) -> str:
    """Which records of the published files show that the body has it; empty: it has it not."""
    if not body.has(what):
        return ""
    match what:
        case Committed.LIST if not body.has_list:
            return f"no-forum-found: searched on {body.none_found_on}"
        case Committed.LIST:
            return f"listings: {body.forums_listed}"
        case Committed.PLAN | Committed.FRESH_PLAN:
            return f"plans: version {body.plan_number}"
        case Committed.AGREEMENT:
            return f"agreements: {body.agreements.in_force}"


def _thawed(result: CommitmentResult) -> Count:
    return Count(
        result.stood_on,
        result.bodies,
        result.met,
        lambda: [Mark.of_row(row) for row in result.rows],
        result.frozen_at,
    )
