"""What public bodies hold here: looked at before one of them is recorded as closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from alongside.agreements import queries as agreements
from alongside.enquiries.domain.triage import OPEN
from alongside.enquiries.models import Enquiry
from alongside.forums.models import Listing, OfficialAccount
from alongside.plans import queries as plans


@dataclass(frozen=True, slots=True)
class Holdings:
    """Of one body, counted; a plan is in force or not."""

    forums_listed: int = 0
    has_plan: bool = False
    agreements: int = 0  # that welcome it and are in force
    accounts: int = 0  # in use
    open_questions: int = 0

    def __bool__(self) -> bool:
        return bool(
            self.forums_listed
            or self.has_plan
            or self.agreements
            or self.accounts
            or self.open_questions
        )


def holdings_of(slugs: Collection[str], *, on: date) -> dict[str, Holdings]:
    """Of those of these bodies that hold something, in five queries."""
    here = {"body__slug__in": list(slugs)}
    listed = _counted(Listing.objects.filter(**here, delisted_on=None))
    planned = set(
        plans.plans_in_force(on=on)
        .prefetch_related(None)
        .filter(**here)
        .order_by()
        .values_list("body__slug", flat=True)
    )
    # Each forum has its newest record alone, so that they are counted here.
    agreed: dict[str, int] = {}
    in_force = agreements.agreements_in_force(on=on).filter(**here).order_by()
    for slug in in_force.values_list("body__slug", flat=True):
        agreed[slug] = agreed.get(slug, 0) + 1
    accounts = _counted(OfficialAccount.objects.filter(**here, retired_at=None))
    asked = _counted(
        Enquiry.objects.filter(**here, state__in=sorted(state.value for state in OPEN))
    )
    return {
        slug: Holdings(
            forums_listed=listed.get(slug, 0),
            has_plan=slug in planned,
            agreements=agreed.get(slug, 0),
            accounts=accounts.get(slug, 0),
            open_questions=asked.get(slug, 0),
        )
        for slug in {*listed, *planned, *agreed, *accounts, *asked}
    }


def _counted(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("body__slug").annotate(count=Count("pk")).order_by())
