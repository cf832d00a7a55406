"""Commitments in public: a list of all, a page of each with who has not, and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from alongside.bodies.domain.kinds import KINDS_WORDS, BodyKind
from alongside.bodies.models import Body
from alongside.core.unchanged import kept_while_unchanged
from alongside.publishing.charts import Part
from alongside.publishing.entries.finding import NotFound
from alongside.reporting import commitment_queries as queries
from alongside.reporting.commitment_queries import Mark, Progress
from alongside.reporting.domain.commitments import Scope, State
from alongside.reporting.models import Commitment
from alongside.ui.jurisdictions import jurisdiction_words

PAGE_SIZE = 50  # bodies in the table of a commitment
_NAMED = 20  # bodies of a scope that its sentence names


@dataclass(frozen=True, slots=True)
class Commitments:
    """All of them: missed ones that still stand first, then by their day."""

    missed: Sequence[Progress]
    running: Sequence[Progress]  # those of nobody too
    past: Sequence[Progress]  # kept, closed, withdrawn or changed; the newest first
    practice: Sequence[Progress]
    today: date

    @property
    def is_empty(self) -> bool:
        return not (self.missed or self.running or self.past)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One body of a commitment: as it stood on the day that is told, and today.

    `late`: it had it not on the day, and has it now.
    """

    mark: Mark
    now: Mark | None  # None: it is open no more, or no longer of those meant

    @property
    def late(self) -> bool:
        return not self.mark.met and self.now is not None and self.now.met

    @property
    def lost(self) -> bool:
        """It had it on the day, and has it no more."""
        return self.mark.met and self.now is not None and not self.now.met


@dataclass(frozen=True, slots=True)
class CommitmentEntry:
    """One commitment and a page of its bodies: those that have it not first."""

    progress: Progress
    page: Page[MarkRow]
    late: int
    earlier: Sequence[Commitment]  # what it took the place of, the newest first
    scope: str  # in words

    @property
    def not_yet(self) -> int:
        """Of the bodies that are told, those that have it not even today."""
        return self.progress.shown.missing - self.late


def commitments(*, practice_too: bool, at: datetime) -> Commitments:
    """Every commitment with its progress. Six queries at most."""
    found = queries.progress(at=at)
    ended = [each for each in found if each.state not in (State.RUNNING, State.MISSED, State.EMPTY)]
    return Commitments(
        missed=[each for each in found if each.state is State.MISSED],
        running=[each for each in found if each.state in (State.RUNNING, State.EMPTY)],
        past=ended[::-1],
        practice=queries.progress(at=at, practice=True) if practice_too else (),
        today=timezone.localdate(at),
    )


def commitment_entry(
    public_id: str, *, number: int = 1, practice_too: bool, at: datetime
) -> CommitmentEntry:
    """One commitment. Raises NotFound when there is none, or no such page of its bodies."""
    progress = _progress(public_id, practice_too=practice_too, at=at)
    rows = _rows(progress)
    pages: Paginator[MarkRow] = Paginator(rows, PAGE_SIZE)
    if not 1 <= number <= pages.num_pages:
        raise NotFound(f"{public_id}, page {number}")
    return CommitmentEntry(
        progress=progress,
        page=pages.page(number),
        late=sum(row.late for row in rows),
        earlier=_earlier(progress.commitment),
        scope=scope_words(progress.scope, names_of(progress.scope)),
    )


def parts_of(public_id: str, *, practice_too: bool, at: datetime) -> tuple[list[Part], bool]:
    """What the picture of a commitment shows, and whether it is practice. Raises NotFound."""
    progress = _progress(public_id, practice_too=practice_too, at=at)
    shown, late = progress.shown, sum(row.late for row in _rows(progress))
    if progress.on_the_day is None:
        parts = [Part(gettext("Have it"), shown.met, "done")]
    else:
        parts = [
            Part(gettext("Had it on the day"), shown.met, "done"),
            Part(gettext("Late: have it since"), late, "late"),
        ]
    missing = shown.missing - late
    label = gettext("Have it not") if progress.on_the_day else gettext("Have it not yet")
    return [*parts, Part(label, missing, "open")], progress.commitment.is_practice


def scope_words(scope: Scope, names: Mapping[str, str]) -> str:
    """Whom a commitment means: "Executive agency, Tribunal (Wales); and HM Treasury"."""
    kinds = ", ".join(gettext(KINDS_WORDS[BodyKind(kind)]) for kind in scope.kinds)
    places = ", ".join(jurisdiction_words(code) for code in scope.jurisdictions)
    if places:
        kinds = f"{kinds or gettext('Bodies of every kind')} ({places})"
    shown = [names.get(slug, slug) for slug in scope.bodies[:_NAMED]]
    if others := len(scope.bodies) - len(shown):
        shown.append(ngettext("%(num)s more", "%(num)s more", others) % {"num": others})
    return "; ".join(filter(None, (kinds, ", ".join(shown))))


def names_of(scope: Scope) -> dict[str, str]:
    """The names of the bodies that a scope names, by slug. One query at most."""
    if not scope.bodies:
        return {}
    return dict(Body.objects.filter(slug__in=scope.bodies).values_list("slug", "name"))


def _progress(public_id: str, *, practice_too: bool, at: datetime) -> Progress:
    key = ("commitment", public_id, practice_too, timezone.localdate(at))
    try:
        return kept_while_unchanged(
            key, lambda: queries.get_progress(public_id, practice_too=practice_too, at=at)
        )
    except Commitment.DoesNotExist:
        raise NotFound(public_id) from None


def _rows(progress: Progress) -> list[MarkRow]:
    now = {mark.slug: mark for mark in progress.today.marks}
    rows = [MarkRow(mark, now.get(mark.slug)) for mark in progress.shown.marks]
    return sorted(rows, key=lambda row: (row.mark.met, row.late))


def _earlier(commitment: Commitment) -> list[Commitment]:
    """Those that were changed into this one, one after another; they are few."""
    found: list[Commitment] = []
    while commitment.replaces is not None and len(found) < 20:
        commitment = commitment.replaces
        found.append(commitment)
    return found
