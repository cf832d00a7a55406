"""One published version of a body's plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.plans.domain.policy import REVIEW_GRACE
from alongside.plans.models import Objective, PlanVersion
from alongside.publishing.entries.finding import NotFound, check_shown


@dataclass(frozen=True, slots=True)
class PlannedForum:
    """An objective, and how the forum's operator stands to it today."""

    objective: Objective
    agreement: Agreement | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class PlanEntry:
    version: PlanVersion
    objectives: Sequence[PlannedForum]
    versions: Sequence[PlanVersion]
    in_force: PlanVersion | None
    today: date

    @property
    def is_practice(self) -> bool:
        return self.version.body.is_practice

    @property
    def is_in_force(self) -> bool:
        return self.in_force == self.version

    @property
    def is_to_come(self) -> bool:
        return self.version.effective_from is not None and self.today < self.version.effective_from

    @property
    def review_passed(self) -> bool:
        return self.is_in_force and self.version.review_on < self.today

    @property
    def replies_end_after(self) -> date:
        """Last day on which the plan allows replies unless it is reviewed."""
        return self.version.review_on + REVIEW_GRACE

    @property
    def answering(self) -> list[Objective]:
        return [planned.objective for planned in self.objectives if planned.objective.is_answering]


def plan_entry(
    body_slug: str, number: int | None = None, *, practice_too: bool, at: datetime
) -> PlanEntry:
    """A published version of a body's plan; without a number the one in force. Raises NotFound."""
    today = timezone.localdate(at)
    versions = list(
        PlanVersion.objects.filter(body__slug=body_slug, number__isnull=False)
        .select_related("body")
        .defer("document")
        .order_by("-number")
    )
    started = [
        found for found in versions if found.effective_from and found.effective_from <= today
    ]
    in_force = started[0] if started else None
    wanted = in_force or (versions[-1] if versions else None)
    if number is not None:
        wanted = next((found for found in versions if found.number == number), None)
    if wanted is None:
        raise NotFound(f"{body_slug}, version {number}")
    check_shown(wanted.body.is_practice, practice_too, body_slug)
    newest = {
        found.forum_id: found
        for found in agreements.newest_agreements().filter(body_id=wanted.body_id)
    }
    return PlanEntry(
        version=wanted,
        objectives=[
            PlannedForum(
                objective,
                newest.get(objective.forum_id),
                agreements.standing(newest.get(objective.forum_id), on=today),
            )
            for objective in wanted.objectives.select_related("forum").order_by("forum__name_key")
        ],
        versions=versions,
        in_force=in_force,
        today=today,
    )


def plan_document(body_slug: str, number: int, *, practice_too: bool) -> PlanVersion:
    """The version with its frozen document. Raises NotFound."""
    try:
        version = PlanVersion.objects.select_related("body").get(
            body__slug=body_slug, number=number
        )
    except PlanVersion.DoesNotExist:
        raise NotFound(f"{body_slug}, version {number}") from None
    check_shown(version.body.is_practice, practice_too, body_slug)
    return version
