"""Reading the calendar of restricted periods."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from alongside.bodies.models import Body
from alongside.core.prepared import Prepared
from alongside.periods.domain.terms import (
    Mode,
    PeriodTerms,
    Place,
    in_force_for,
    places,
    tightest,
)
from alongside.periods.models import PeriodQuerySet, RestrictedPeriod

# In which order the places are shown.
PLACES = (Place.IN_FORCE, Place.COMING, Place.OVER, Place.WITHDRAWN)


def periods(*, practice: bool) -> PeriodQuerySet:
    """All periods, withdrawn ones included, the latest first."""
    return RestrictedPeriod.objects.filter(is_practice=practice)


def get_period(public_id: str) -> RestrictedPeriod:
    """One period. Raises RestrictedPeriod.DoesNotExist."""
    return RestrictedPeriod.objects.get(public_id=public_id)


def by_place(found: Iterable[RestrictedPeriod], *, on: date) -> dict[Place, list[RestrictedPeriod]]:
    """The periods by where they stand on a day: what comes next first, what is over latest first.

    Every place is there, also an empty one.
    """
    placed: dict[Place, list[RestrictedPeriod]] = {place: [] for place in PLACES}
    for period in found:
        placed[period.place(on)].append(period)
    placed[Place.COMING].sort(key=lambda period: (period.begins_on, period.pk))
    return placed


def periods_in_force(*, on: date, practice: bool) -> list[PeriodTerms]:
    """The periods that count on a day. One query."""
    return [found.terms for found in _IN_FORCE[practice](on=on)]


_IN_FORCE = {
    practice: Prepared(
        lambda on, practice=practice: RestrictedPeriod.objects.in_force(on).filter(
            is_practice=practice
        ),
        on=date,
    )
    for practice in (False, True)
}


def period_for(body: Body, *, on: date) -> PeriodTerms | None:
    """The period that binds the body on that day, the tightest of several; None: none does."""
    return tightest(notices_for(body, periods_in_force(on=on, practice=body.is_practice), on=on))


def notices_for(body: Body, found: Sequence[PeriodTerms], *, on: date) -> list[PeriodTerms]:
    """Those of the periods that are about the body on that day, the tightest first."""
    return in_force_for(found, jurisdiction=body.jurisdiction, kind=body.kind, on=on)


def rows_in_force(on: date) -> ArraySubquery:
    """For a query of other things: the periods in force, practice ones included; see `terms_in`."""
    return ArraySubquery(
        RestrictedPeriod.objects.in_force(on)
        .order_by("pk")
        .values(row=JSONObject(**{name: name for name in _OF_TERMS}))
    )


_OF_TERMS = (
    *("public_id", "name", "jurisdiction", "kinds", "mode", "begins_on", "ends_on"),
    "is_practice",
)


def terms_in(rows: Iterable[Mapping[str, Any]], *, practice: bool) -> list[PeriodTerms]:
    """What `rows_in_force` found, of real periods or of practice ones."""
    return [
        PeriodTerms(
            public_id=row["public_id"],
            name=row["name"],
            jurisdiction=row["jurisdiction"],
            kinds=frozenset(row["kinds"]),
            mode=Mode(row["mode"]),
            begins_on=date.fromisoformat(row["begins_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            address=reverse("register:period", args=[row["public_id"]]),
        )
        for row in rows
        if row["is_practice"] == practice
    ]


def bodies_bound_by(period: RestrictedPeriod) -> list[Body]:
    """The open bodies that the period is about, by name. One query, narrowed in memory."""
    of_country = Body.objects.filter(
        is_practice=period.is_practice,
        closed_how="",
        jurisdiction__startswith=period.jurisdiction[:2],
    ).only("slug", "name", "acronym", "jurisdiction", "kind")
    terms = period.terms
    return [body for body in of_country if terms.binds(body.jurisdiction, body.kind)]


def places_known() -> set[str]:
    """Where a period can count: the jurisdictions of the register and what they lie within."""
    return places(Body.objects.order_by().values_list("jurisdiction", flat=True).distinct())


def bodies_without_jurisdiction(*, practice: bool = False) -> int:
    """How many open bodies no period can bind, because nobody said where they work."""
    return Body.objects.filter(is_practice=practice, closed_how="", jurisdiction="").count()
