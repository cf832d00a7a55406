"""The lists of the public register, the front page and the page of figures: one call each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.forums.models import Forum, Listing, Measure
from alongside.plans import queries as plans
from alongside.plans.models import PlanVersion
from alongside.publishing.domain import sizes
from alongside.publishing.domain.filters import (
    BodyFilter,
    BodyOrder,
    ForumFilter,
    ForumOrder,
    Welcome,
)
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import (
    Band,
    Indicator,
    Period,
    bands,
    indicators,
    reply_times,
)

PAGE_SIZE = 50
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ForumSummary:
    """A forum in a list: how big it is, and which bodies asked its operator."""

    forum: Forum
    size: Measure | None
    agreements: Sequence[tuple[Agreement, Standing]]

    @property
    def welcomed(self) -> list[Agreement]:
        return [
            agreement for agreement, standing in self.agreements if standing is Standing.IN_FORCE
        ]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a list can be narrowed to."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class ForumList:
    page: Page[Any]  # of ForumSummary
    bodies: Sequence[Choice]
    engines: Sequence[Choice]
    practice: Sequence[Forum]


@dataclass(frozen=True, slots=True)
class BodySummary:
    """A body in a list. None: it has published no plan."""

    body: Body
    forums_listed: int
    plan: PlanVersion | None
    review_passed: bool


@dataclass(frozen=True, slots=True)
class BodyList:
    page: Page[Any]  # of BodySummary
    practice: Sequence[Body]


@dataclass(frozen=True, slots=True)
class Home:
    """The front page: three true numbers, the newest plans, and what is missing."""

    numbers: Sequence[Indicator]
    newest_plans: Sequence[PlanVersion]
    bodies: int
    bodies_without_list: int
    bodies_without_plan: int


@dataclass(frozen=True, slots=True)
class BodyFigures:
    slug: str
    name: str
    by_key: dict[str, Indicator]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of real entries, or of practice, never both."""

    practice: bool
    period: Period
    questions: Sequence[Indicator]
    register: Sequence[Indicator]
    bands: Sequence[Band]
    times: int
    within_a_day: int
    by_body: Sequence[BodyFigures]

    @property
    def is_empty(self) -> bool:
        return not self.by_body


def forum_list(
    asked: ForumFilter,
    *,
    page: str | int = 1,
    page_size: int = PAGE_SIZE,
    practice_too: bool,
    at: datetime,
) -> ForumList:
    """The forums that fit, with size and welcome, in pages. A page beyond is the last."""
    today = timezone.localdate(at)
    found: Page[Any] = Paginator(_forums(asked, today), page_size).get_page(page)
    found.object_list = _forum_summaries(found.object_list, today)
    bodies, engines = _choices()
    practice = Forum.objects.filter(is_practice=True).order_by("name") if practice_too else ()
    return ForumList(found, bodies, engines, list(practice))


def body_list(
    asked: BodyFilter,
    *,
    page: str | int = 1,
    page_size: int = PAGE_SIZE,
    practice_too: bool,
    at: datetime,
) -> BodyList:
    """The bodies that fit, with list and plan, in pages. A page beyond is the last."""
    today = timezone.localdate(at)
    found: Page[Any] = Paginator(_bodies(asked), page_size).get_page(page)
    found.object_list = _body_summaries(found.object_list, today)
    practice = Body.objects.filter(is_practice=True).order_by("name") if practice_too else ()
    return BodyList(found, list(practice))


def forums_after(slug: str, *, limit: int, at: datetime) -> list[ForumSummary]:
    """The next forums in the order of their slugs: for programs that walk through all."""
    today = timezone.localdate(at)
    following = _forums(ForumFilter(), today).filter(slug__gt=slug).order_by("slug")
    return _forum_summaries(following[:limit], today)


def bodies_after(slug: str, *, limit: int, at: datetime) -> list[BodySummary]:
    """The next bodies in the order of their slugs: for programs that walk through all."""
    following = _bodies(BodyFilter()).filter(slug__gt=slug).order_by("slug")
    return _body_summaries(following.select_related("parent")[:limit], timezone.localdate(at))


def home(*, at: datetime) -> Home:
    """What the front page says; of real entries only."""
    register = {found.key: found for found in reporting.register_figures(practice=False, at=at)}
    questions = {found.key: found for found in reporting.figures(practice=False, at=at)}
    bodies = register["bodies"].denominator
    return Home(
        numbers=[register["forums"], questions["answered"], questions["first_reply_median"]],
        newest_plans=list(
            plans.plans_in_force(on=timezone.localdate(at))
            .filter(body__is_practice=False)
            .prefetch_related(None)
            .select_related("body")
            .defer("document")
            .order_by("-published_at")[:3]
        ),
        bodies=bodies,
        bodies_without_list=bodies - register["bodies_with_list"].denominator,
        bodies_without_plan=bodies - register["bodies_with_plan"].denominator,
    )


def all_figures(*, practice: bool, at: datetime) -> Figures:
    """The page of figures, in two queries."""
    period = reporting.whole_period(at)
    logged = reporting.logged_questions(practice=practice)
    questions = [found.question for found in logged]
    times = reply_times(questions, period=period)
    names = {found.body_slug: found.body_name for found in logged}
    return Figures(
        practice=practice,
        period=period,
        questions=indicators(questions, period=period, at=period.end),
        register=reporting.register_figures(practice=practice, at=at),
        bands=bands(times),
        times=len(times),
        within_a_day=sum(time <= _A_DAY for time in times),
        by_body=[
            BodyFigures(
                slug,
                name,
                {
                    found.key: found
                    for found in indicators(
                        [each.question for each in logged if each.body_slug == slug],
                        period=period,
                        at=period.end,
                    )
                },
            )
            for slug, name in sorted(names.items(), key=lambda item: item[1])
        ],
    )


def _forum_summaries(forums: Iterable[Forum], today: date) -> list[ForumSummary]:
    shown = list(forums)
    newest: dict[int, list[tuple[Agreement, Standing]]] = defaultdict(list)
    for agreement in agreements.newest_agreements().filter(
        forum__in=[forum.pk for forum in shown], body__is_practice=False
    ):
        standing = agreements.standing(agreement, on=today)
        newest[agreement.forum_id].append((agreement, standing))
    return [
        ForumSummary(forum, sizes.leading(forum.measures.all()), newest[forum.pk])
        for forum in shown
    ]


def _body_summaries(bodies: Iterable[Any], today: date) -> list[BodySummary]:
    shown = list(bodies)
    in_force = (
        plans.plans_in_force(on=today)
        .filter(body__in=[body.pk for body in shown])
        .prefetch_related(None)
        .defer("document")
    )
    versions = {version.body_id: version for version in in_force}
    return [
        BodySummary(
            body,
            body.forums_listed,
            plan := versions.get(body.pk),
            plan is not None and plan.review_on < today,
        )
        for body in shown
    ]


def _forums(asked: ForumFilter, today: date) -> QuerySet[Forum]:
    forums = Forum.objects.filter(is_practice=False).prefetch_related("measures")
    for word in asked.text.split():
        forums = forums.filter(
            Q(name__icontains=word)
            | Q(subject__icontains=word)
            | Q(area__icontains=word)
            | Q(operator_name__icontains=word)
        )
    here = Q(forum=OuterRef("pk"), body__is_practice=False)
    welcoming = Exists(agreements.agreements_in_force(on=today).order_by().filter(here))
    answered = Exists(Agreement.objects.filter(here))
    match asked.welcome:
        case Welcome.YES:
            forums = forums.filter(welcoming)
        case Welcome.NO:
            forums = forums.filter(answered, ~welcoming)
        case Welcome.NOT_ASKED:
            forums = forums.filter(~answered)
    if asked.body:
        of_body = Q(forum=OuterRef("pk"), body__slug=asked.body)
        forums = forums.filter(
            Exists(Listing.objects.filter(of_body, delisted_on=None))
            | Exists(Agreement.objects.filter(of_body))
        )
    if asked.engine:
        forums = forums.filter(engine=asked.engine)
    match asked.order:
        case ForumOrder.SIZE:
            return forums.order_by(F("size").desc(nulls_last=True), "name")
        case ForumOrder.NEWEST:
            return forums.order_by("-added_at", "name")
        case _:
            return forums.order_by("name")


def _choices() -> tuple[list[Choice], list[Choice]]:
    """Bodies that list a forum or asked its operator, and engines, in one query."""
    of_body = Q(body=OuterRef("pk"), forum__is_practice=False)
    bodies = (
        Body.objects.filter(
            Exists(Listing.objects.filter(of_body, delisted_on=None))
            | Exists(Agreement.objects.filter(of_body)),
            is_practice=False,
        )
        .order_by()
        .values_list(Value("body"), "slug", "name")
    )
    engines = (
        Forum.objects.filter(is_practice=False)
        .exclude(engine="")
        .order_by()
        .values_list(Value("engine"), "engine", "engine")
        .distinct()
    )
    rows = sorted(bodies.union(engines), key=lambda row: row[2])
    return (
        [Choice(value, words) for kind, value, words in rows if kind == "body"],
        [Choice(value, words.capitalize()) for kind, value, words in rows if kind == "engine"],
    )


def _bodies(asked: BodyFilter) -> QuerySet[Any]:
    listed = (
        Listing.objects.filter(body=OuterRef("pk"), delisted_on=None, forum__is_practice=False)
        .order_by()
        .values("body")
        .annotate(count=Count("pk"))
        .values("count")
    )
    bodies = Body.objects.filter(is_practice=False).annotate(
        forums_listed=Coalesce(Subquery(listed), 0, output_field=IntegerField())
    )
    for word in asked.text.split():
        bodies = bodies.filter(
            Q(name__icontains=word) | Q(acronym__icontains=word) | Q(remit__icontains=word)
        )
    if asked.kind:
        bodies = bodies.filter(kind=asked.kind)
    if asked.order is BodyOrder.FORUMS:
        return bodies.order_by("-forums_listed", "name")
    return bodies.order_by("name")
