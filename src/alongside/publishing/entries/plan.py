"""One published version of a body's plan."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.core.rows import instance_of, whole_row
from alongside.forums.models import Board
from alongside.matching.domain.evidence import Evidence
from alongside.matching.evidence import evidence_in
from alongside.matching.models import Survey
from alongside.periods import queries as periods
from alongside.plans.domain.policy import REVIEW_GRACE
from alongside.plans.domain.terms import Direction
from alongside.plans.domain.versions import Place, Span, spans
from alongside.plans.drafts import draft_document
from alongside.plans.models import Consultation, Goal, Objective, PlanIndicator, PlanVersion
from alongside.plans.queries import DATES, dated
from alongside.publishing.consultation_texts import RecordShown, records_in
from alongside.publishing.entries.finding import NotFound, check_shown
from alongside.publishing.entries.periods import Notice, notices_of
from alongside.publishing.plan_differences import PartShown, shown
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import Indicator
from alongside.reporting.domain.targets import Progress, progress_of


@dataclass(frozen=True, slots=True)
class PlannedForum:
    """An objective, and how the forum's operator stands to it today."""

    objective: Objective
    agreement: Agreement | None
    standing: Standing
    board_names: Sequence[str] = ()  # of the boards that the agreement covers; empty: all
    evidence: Evidence | None = None  # of the newest survey, as it may be shown to everybody


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """An indicator of the plan, and its figure today.

    `today` is None for the body's own figures and for versions that are not in force;
    `progress` is None without a target or without a figure.
    """

    indicator: PlanIndicator
    today: Indicator | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A draft on which everybody can comment now."""

    id: str
    closes_on: date


@dataclass(frozen=True, slots=True)
class PlanEntry:
    version: PlanVersion
    goals: Sequence[Goal]
    objectives: Sequence[PlannedForum]
    indicators: Sequence[PlannedIndicator]
    versions: Sequence[PlanVersion]
    spans: Mapping[int, Span]
    in_force: PlanVersion | None
    notices: Sequence[Notice]  # of restricted periods that bind the body today
    today: date
    # Their records; empty: there was none. None: the version is of before they were kept here.
    consultations: Sequence[RecordShown] | None = None
    open_to_all: OpenConsultation | None = None  # on the draft of the next version

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
    def replies_have_ended(self) -> bool:
        """Whether that day is over, so that the policy refuses new replies."""
        return self.review_passed and self.replies_end_after < self.today

    @property
    def span(self) -> Span:
        """From when until when this version is in force."""
        assert self.version.number is not None
        return self.spans[self.version.number]

    @property
    def place(self) -> Place:
        return self.span.place(self.today)

    @property
    def taking_part(self) -> list[Objective]:
        """The objectives under which something is done."""
        return [found.objective for found in self.objectives if not found.objective.is_none]

    def of_goal(self, goal: Goal | None) -> list[PlannedForum]:
        """The forums of one goal; of none: those that belong to no goal."""
        key = goal.pk if goal else None
        return [found for found in self.objectives if found.objective.goal_id == key]

    @property
    def answering(self) -> list[Objective]:
        return [planned.objective for planned in self.objectives if planned.objective.is_answering]


def plan_entry(
    body_slug: str, number: int | None = None, *, practice_too: bool, at: datetime
) -> PlanEntry:
    """A published version of a body's plan; without a number the one in force. Raises NotFound."""
    today = timezone.localdate(at)
    found_versions: QuerySet[Any] = (
        PlanVersion.objects.filter(body__slug=body_slug, number__isnull=False)
        .select_related("body")
        .defer("document")
        .annotate(
            indicator_rows=ArraySubquery(
                PlanIndicator.objects.filter(version=OuterRef("pk"))
                .order_by("position", "pk")
                .values(row=whole_row(PlanIndicator))
            ),
            goal_rows=ArraySubquery(
                Goal.objects.filter(version=OuterRef("pk"))
                .order_by("position", "pk")
                .values(row=whole_row(Goal))
            ),
            open_rows=open_consultation_rows(OuterRef("body")),
            period_rows=periods.rows_in_force(today),
        )
        .order_by("-number")
    )
    versions = list(found_versions)
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
    return PlanEntry(
        version=wanted,
        goals=[instance_of(Goal, row) for row in wanted.goal_rows],
        indicators=_indicators(
            wanted,
            [instance_of(PlanIndicator, row) for row in wanted.indicator_rows],
            at=at if wanted == in_force else None,
        ),
        spans=spans(dated(versions)),
        # What was counted since is no evidence for a version that has been replaced.
        objectives=_objectives(wanted, today, with_evidence=wanted in (in_force, versions[0])),
        versions=versions,
        in_force=in_force,
        notices=notices_of(
            wanted.body,
            periods.terms_in(wanted.period_rows, practice=wanted.body.is_practice),
            on=today,
        ),
        today=today,
        consultations=records_in(wanted.document),
        open_to_all=open_consultation_of(wanted.open_rows, on=today),
    )


def open_consultation_rows(body: Any) -> ArraySubquery:
    """For a query of bodies or of what is theirs: consultations of everybody that nobody closed."""
    return ArraySubquery(
        Consultation.objects.filter(body=body, is_open_to_all=True, closed_at=None)
        .order_by("pk")
        .values(row=JSONObject(id="public_id", closes_on="closes_on"))
    )


def open_consultation_of(rows: Sequence[Mapping[str, str]], *, on: date) -> OpenConsultation | None:
    """The one of these rows that is open on the day."""
    found = [OpenConsultation(row["id"], date.fromisoformat(row["closes_on"])) for row in rows]
    return next((each for each in found if each.closes_on >= on), None)


def preview_entry(draft: PlanVersion, *, at: datetime) -> PlanEntry:
    """A draft as its page would stand if it were in force now. Practice and real alike."""
    today = timezone.localdate(at)
    return PlanEntry(
        version=draft,
        goals=list(draft.goals.all()),
        objectives=_objectives(draft, today, with_evidence=True),
        indicators=_indicators(draft, list(draft.indicators.all()), at=at),
        versions=[],
        spans={},
        in_force=None,
        notices=[],
        today=today,
    )


def _objectives(version: PlanVersion, today: date, *, with_evidence: bool) -> list[PlannedForum]:
    place = Func(
        OuterRef("board_ids"),
        F("external_id"),
        function="array_position",
        output_field=IntegerField(),
    )
    covered = Board.objects.alias(place=place).filter(forum=OuterRef("forum"), place__gte=1)
    answers: QuerySet[Any] = (
        agreements.newest_agreements()
        .filter(body_id=version.body_id)
        .annotate(
            boards=ArraySubquery(covered.values(said=JSONObject(id="external_id", name="name")))
        )
    )
    newest = {found.forum_id: found for found in answers}
    names = {
        (forum_id, board["id"]): board["name"]
        for forum_id, found in newest.items()
        for board in found.boards
    }
    surveyed = Survey.objects.filter(
        forum=OuterRef("forum"), body=version.body_id, finished_at__isnull=False
    )
    objectives: list[Any] = list(
        version.objectives.select_related("forum", "goal")
        .annotate(is_surveyed=Exists(surveyed))
        .order_by("forum__name_key", "pk")
    )
    forum_ids = [found.forum_id for found in objectives if found.is_surveyed and with_evidence]
    evidence = {
        found.forum_id: found.in_public
        for found in (
            evidence_in(forum_ids=forum_ids, body_id=version.body_id) if forum_ids else []
        )
    }
    return [
        PlannedForum(
            objective,
            agreement := newest.get(objective.forum_id),
            agreements.standing(agreement, on=today),
            [
                names.get((objective.forum_id, board_id), board_id)
                for board_id in (agreement.board_ids if agreement else ())
            ],
            evidence.get(objective.forum_id),
        )
        for objective in objectives
    ]


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


@dataclass(frozen=True, slots=True)
class DifferencesEntry:
    """Two published versions of a body's plan, the earlier first, and what differs."""

    before: PlanVersion
    after: PlanVersion
    parts: Sequence[PartShown]
    numbers: Sequence[int]  # of all versions, the first one first
    spans: Mapping[int, Span]


def plan_differences(
    body_slug: str, before: int, after: int, *, practice_too: bool
) -> DifferencesEntry:
    """What differs between two published versions. Raises NotFound."""
    versions = {
        found.number: found
        for found in PlanVersion.objects.filter(
            body__slug=body_slug, number__in=[before, after]
        ).select_related("body")
    }
    if not {before, after} <= versions.keys():
        raise NotFound(f"{body_slug}, versions {before} and {after}")
    old, new = versions[before], versions[after]
    check_shown(new.body.is_practice, practice_too, body_slug)
    every = dated(PlanVersion.objects.filter(body=new.body, number__isnull=False).only(*DATES))
    return DifferencesEntry(
        before=old,
        after=new,
        parts=shown(json.loads(old.document), json.loads(new.document)),
        numbers=sorted(each.number for each in every),
        spans=spans(every),
    )


def draft_differences(newest: PlanVersion, draft: PlanVersion) -> list[PartShown]:
    """What the draft changes in the newest published version."""
    return shown(json.loads(newest.document), draft_document(draft))


def plan_numbers(body_slug: str, *, practice_too: bool) -> list[int]:
    """The numbers of the published versions, the first one first. Raises NotFound."""
    versions = PlanVersion.objects.filter(body__slug=body_slug, number__isnull=False)
    found = versions.order_by("number").values_list("number", "body__is_practice")
    if not found:
        raise NotFound(body_slug)
    check_shown(found[0][1], practice_too, body_slug)
    return [number for number, _practice in found if number is not None]


def _indicators(
    version: PlanVersion, planned: Sequence[PlanIndicator], *, at: datetime | None
) -> list[PlannedIndicator]:
    """With today's figures at `at`; None: without."""
    figures: dict[str, Indicator] = {}
    if at is not None and any(indicator.figure for indicator in planned):
        figures = {
            figure.key: figure
            for figure in reporting.figures(
                practice=version.body.is_practice, at=at, body=version.body
            )
        }
    return [
        PlannedIndicator(
            indicator,
            today := figures.get(indicator.figure),
            progress_of(
                today.value, target=indicator.target, direction=Direction(indicator.direction)
            )
            if today is not None and indicator.target is not None
            else None,
        )
        for indicator in planned
    ]
