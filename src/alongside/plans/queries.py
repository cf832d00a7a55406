"""Reading plans, and asking the policy."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Max, OuterRef, QuerySet, Subquery, When
from django.urls import reverse
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import EngagementModel
from alongside.agreements.models import Agreement
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.core import opening_hours
from alongside.core.prepared import Prepared
from alongside.core.rows import RowsWith
from alongside.forums import queries as forums
from alongside.forums.models import Forum, OfficialAccount
from alongside.periods import queries as periods
from alongside.plans.domain import policy, versions
from alongside.plans.domain.terms import SecondReader
from alongside.plans.models import Objective, PlanVersion


def plan_in_force(body_id: int, *, on: date) -> PlanVersion | None:
    """The newest published version that has taken effect, or else the one about to."""
    published = (
        PlanVersion.objects.filter(body_id=body_id, number__isnull=False)
        .select_related("body")
        .prefetch_related("objectives__forum")
    )
    return (
        published.filter(effective_from__lte=on).order_by("-number").first()
        or published.order_by("number").first()
    )


def plans_in_force(*, on: date) -> QuerySet[PlanVersion]:
    """Of each body the version in force, in one query; practice bodies included."""
    newest = (
        PlanVersion.objects.filter(
            body=OuterRef("body"), number__isnull=False, effective_from__lte=on
        )
        .values("body")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    return (
        PlanVersion.objects.filter(number=Subquery(newest))
        .select_related("body")
        .prefetch_related("objectives__forum")
        .order_by("body__name_key", "pk")
    )


def objective_rows_of_bodies(on: date) -> ArraySubquery:
    """For a query of bodies: the objectives of `plan_in_force` by the forum's name, as JSON.

    A published plan has at least one objective, so none means that there is no plan.
    """
    shown = _nearest_version(OuterRef(OuterRef("pk")), on)
    objectives = Objective.objects.filter(version=Subquery(shown.values("pk")[:1]))
    return ArraySubquery(objectives.order_by("forum__name_key", "pk").values(row=_OF_BODIES.row()))


def objectives_in(rows: Sequence[Sequence[Any]]) -> list[Objective]:
    """Those that came with a body by `objective_rows_of_bodies`, each with version and forum."""
    return [_OF_BODIES.read(row) for row in rows]


def objective_rows_of_forums(on: date) -> ArraySubquery:
    """For a query of forums: what `objectives_for` finds, as JSON."""
    found = _objectives_for(OuterRef("pk"), on)
    return ArraySubquery(found.values(row=_OF_FORUMS.row()))


def objectives_in_forum(forum: Forum, rows: Sequence[Sequence[Any]]) -> list[Objective]:
    """Those that came with the forum by `objective_rows_of_forums`."""
    found = [_OF_FORUMS.read(row) for row in rows]
    for objective in found:
        objective.forum = forum
    return found


def _nearest_version(body_id: int | OuterRef, on: date) -> QuerySet[PlanVersion]:
    """The body's published versions, the one of `plan_in_force` first."""
    started = Case(When(effective_from__lte=on, then=1), default=0)
    nearest = Case(When(effective_from__lte=on, then=F("number")), default=-F("number"))
    return PlanVersion.objects.filter(body_id=body_id, number__isnull=False).order_by(
        started.desc(), nearest.desc()
    )


_OF_BODIES = RowsWith(
    Objective,
    ("version", "forum", "model", "response_hours"),
    version=("body", "number", "title", "effective_from", "review_on"),
    forum=("slug", "name", "is_practice"),
)
# Of forum and body only by what pages name them, and of a version what the page of an entry says.
_OWN = (
    *("version", "forum", "model", "statement", "reason"),
    *("hours", "working_hours", "response_hours", "peers_first_hours"),
)
_OF_VERSION = ("body", "number", "title", "effective_from", "review_on")
_OF_BODY = ("slug", "name", "acronym", "is_practice", "jurisdiction", "kind")
_NAMED = (
    *_OWN,
    *(f"version__{name}" for name in _OF_VERSION),
    *(f"forum__{name}" for name in ("slug", "name", "is_practice")),
    *(f"version__body__{name}" for name in _OF_BODY),
)
_OF_FORUMS = RowsWith(Objective, _OWN, version=_OF_VERSION, version__body=_OF_BODY)
_VERSION_IN_FORCE = Prepared(
    lambda body_id, on: _nearest_version(body_id, on).select_related("body")[:1],
    body_id=int,
    on=date,
)
_OBJECTIVE = Prepared(
    lambda version_id, forum_id: Objective.objects.filter(version_id=version_id, forum_id=forum_id),
    version_id=int,
    forum_id=int,
)


def versions_of(body_id: int) -> QuerySet[PlanVersion]:
    """Published versions, newest first."""
    return (
        PlanVersion.objects.filter(body_id=body_id, number__isnull=False)
        .select_related("body")
        .order_by("-number")
    )


DATES = ("number", "effective_from", "published_at")


def dated(published: Iterable[PlanVersion]) -> list[versions.Dated]:
    """The versions as the rules about their days read them; drafts are left out."""
    return [
        versions.Dated(each.number, each.effective_from, timezone.localdate(each.published_at))
        for each in published
        if each.number and each.effective_from and each.published_at
    ]


def versions_to_come(body_ids: Collection[int], *, on: date) -> dict[int, list[versions.Dated]]:
    """By body: published versions that wait for their day, the nearest first. Without those that a
    later version has overtaken: they never come into force."""
    of_body: dict[int, list[PlanVersion]] = {}
    # Only a version with a day to come can wait, and whatever overtakes it has a higher number.
    waiting = PlanVersion.objects.filter(body=OuterRef("body"), effective_from__gt=on)
    newest = PlanVersion.objects.filter(
        body__in=body_ids, number__gte=Subquery(waiting.order_by("number").values("number")[:1])
    )
    for version in newest.only("body", *DATES):
        of_body.setdefault(version.body_id, []).append(version)
    found = {pk: versions.to_come(dated(each), today=on) for pk, each in of_body.items()}
    return {pk: each for pk, each in found.items() if each}


def draft_of(body_id: int) -> PlanVersion | None:
    """The body's draft of the next version, if there is one."""
    return (
        PlanVersion.objects.filter(body_id=body_id, number=None)
        .select_related("body")
        .prefetch_related("objectives__forum")
        .first()
    )


def bodies_with_draft() -> set[int]:
    """Of which bodies there is a draft of the next version."""
    return set(PlanVersion.objects.filter(number=None).values_list("body_id", flat=True))


def bodies_with_plan(body_ids: Collection[int]) -> set[int]:
    """Which of them have published a version, of whatever day."""
    published = PlanVersion.objects.filter(body__in=body_ids, number__isnull=False)
    return set(published.order_by().values_list("body_id", flat=True).distinct())


def reviews_passed(body_ids: Collection[int], *, on: date) -> QuerySet[PlanVersion]:
    """Plans in force of these bodies whose review date has passed, the longest passed first."""
    in_force = plans_in_force(on=on).prefetch_related(None)
    return in_force.filter(body__in=body_ids, review_on__lt=on).order_by("review_on", "pk")


def objectives_for(forum_id: int, *, on: date) -> list[Objective]:
    """What the plans in force of all bodies say about the forum."""
    return _OBJECTIVES_FOR(forum_id=forum_id, on=on)


def _objectives_for(forum_id: int | OuterRef, on: date) -> QuerySet[Objective]:
    in_force = plans_in_force(on=on).order_by().values("pk")
    found = Objective.objects.filter(forum_id=forum_id, version__in=in_force)
    return found.order_by("version__body__name_key", "pk")


_OBJECTIVES_FOR = Prepared(
    lambda forum_id, on: (
        _objectives_for(forum_id, on).select_related("version__body", "forum").only(*_NAMED)
    ),
    forum_id=int,
    on=date,
)


def situation_of(
    *,
    forum: Forum,
    body: Body,
    account: OfficialAccount | None = None,
    adviser: policy.AdviserTerms | None = None,
    reader: policy.ReaderTerms | None = None,
    thread: policy.ThreadTerms | None = None,
    posts_today: int = 0,
    on: date,
) -> policy.Situation:
    """Gathers what the policy looks at, in five queries.

    `account`: that of a reply which has one; without it, the one in use.
    """
    agreement = agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    account = account or forums.account_in_use(forum_id=forum.pk, body_id=body.pk)
    return policy.Situation(
        forum_name=forum.name,
        forum_address=reverse("register:forum", args=[forum.slug]),
        body_name=body.short_name,
        body_address=reverse("register:body", args=[body.slug]),
        body_has_closed=body.is_closed,
        agreement=agreement.terms if agreement else None,
        plan=_plan_terms(body_id=body.pk, forum=forum, on=on),
        account=_account_terms(account, forum=forum, body=body) if account else None,
        zone=timezone.get_default_timezone(),
        period=periods.period_for(body, on=on),
        adviser=adviser,
        reader=reader,
        thread=thread,
        posts_today=posts_today,
    )


def reading_situation(
    agreement: Agreement, *, forum: Forum, thread: policy.ThreadTerms, on: date
) -> policy.Situation:
    """What the policy looks at for reading alone, in two queries: neither account nor period."""
    body = agreement.body
    return policy.Situation(
        forum_name=forum.name,
        forum_address=reverse("register:forum", args=[forum.slug]),
        body_name=body.short_name,
        body_address=reverse("register:body", args=[body.slug]),
        body_has_closed=body.is_closed,
        agreement=agreement.terms,
        plan=_plan_terms(body_id=body.pk, forum=forum, on=on),
        account=None,
        zone=timezone.get_default_timezone(),
        thread=thread,
    )


def _plan_terms(*, body_id: int, forum: Forum, on: date) -> policy.PlanTerms | None:
    """What the version of `plan_in_force` says of one forum: it may name thousands."""
    for version in _VERSION_IN_FORCE(body_id=body_id, on=on):
        found = _OBJECTIVE(version_id=version.pk, forum_id=forum.pk)
        return _terms(version, found[0] if found else None, forum)
    return None


def _account_terms(account: OfficialAccount, *, forum: Forum, body: Body) -> policy.AccountTerms:
    return policy.AccountTerms(
        handle=account.handle,
        address=reverse("register:account", args=[account.public_id]),
        is_of_body=account.body_id == body.pk,
        is_in_forum=account.forum_id == forum.pk,
        is_retired=account.retired_at is not None,
    )


def adviser_terms(duty: Duty, *, body_id: int) -> policy.AdviserTerms:
    """The person as the policy sees somebody who answers for the body."""
    return policy.AdviserTerms(answers=duty.may(Permission.ANSWER, body_id=body_id))


def _terms(version: PlanVersion, found: Objective | None, forum: Forum) -> policy.PlanTerms:
    assert version.effective_from is not None
    return policy.PlanTerms(
        name=version.name,
        address=version.get_absolute_url(),
        effective_from=version.effective_from,
        review_on=version.review_on,
        objective=policy.ObjectiveTerms(
            model=EngagementModel(found.model),
            response_hours=found.response_hours,
            peers_first_hours=found.peers_first_hours,
            hours=opening_hours.all_parsed(found.working_hours),
            anchor=f"objective-{forum.slug}",
        )
        if found
        else None,
        disclosure_line=version.disclosure_line,
        # A version of before this could be said promises what every other one does.
        needs_second_reader=version.second_reader in ("", SecondReader.ALWAYS),
    )


def ask_policy(
    act: policy.Act,
    *,
    forum: Forum,
    body: Body,
    account: OfficialAccount | None = None,
    adviser: policy.AdviserTerms | None = None,
    reader: policy.ReaderTerms | None = None,
    thread: policy.ThreadTerms | None = None,
    posts_today: int = 0,
    at: datetime,
) -> policy.Decision:
    """The policy's decision on one act, now."""
    situation = situation_of(
        forum=forum,
        body=body,
        account=account,
        adviser=adviser,
        reader=reader,
        thread=thread,
        posts_today=posts_today,
        on=timezone.localdate(at),
    )
    return policy.decide(act, situation, at=at)
