"""One body of the register: its family, its list, its plan, and how it is doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Greatest, JSONObject
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.bodies import queries as bodies
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body
from alongside.bodies.queries import Family, Relative
from alongside.core.prepared import Prepared
from alongside.enquiries.models import Enquiry
from alongside.forums.domain.listing import is_due
from alongside.forums.models import Listing, NoForumFound, OfficialAccount
from alongside.periods import queries as periods
from alongside.plans import queries as plans
from alongside.plans.models import Objective, PlanVersion
from alongside.proposals import queries as proposals
from alongside.proposals.summaries import EntryProposals, summary_of
from alongside.publishing.changes import newest_change_at, newest_change_concerning
from alongside.publishing.domain.identifiers import lookup_address, scheme_words
from alongside.publishing.entries.accounts import Account, account_of, account_row
from alongside.publishing.entries.commitments import Pledge, pledge_rows, pledges_of
from alongside.publishing.entries.finding import NotFound, check_shown
from alongside.publishing.entries.listings import ForumName, Listed, listed_of, listing_row
from alongside.publishing.entries.periods import Notice, notices_of
from alongside.publishing.entries.plan import (
    OpenConsultation,
    open_consultation_of,
    open_consultation_rows,
)
from alongside.reporting import queries as reporting
from alongside.reporting.domain import standing as whole
from alongside.reporting.domain.indicators import Indicator
from alongside.ui.formatting import capitalize_first


@dataclass(frozen=True, slots=True)
class PlacedAgreement:
    """An agreement, and whether it counts today."""

    agreement: Agreement
    standing: Standing

    @property
    def models_said(self) -> str:
        """How officials may take part, in one breath; empty: nothing was said of it."""
        return capitalize_first(", ".join(map(str.lower, self.agreement.model_words)))


@dataclass(frozen=True, slots=True)
class FoundNone:
    """The body looked for forums that matter for its work, and found none."""

    searched_on: date
    how: str


@dataclass(frozen=True, slots=True)
class BodyEntry:
    family: Family
    listings: Sequence[Listed]
    found_none: FoundNone | None  # the newest search; None where a list stands, or nobody looked
    accounts: Sequence[Account]
    agreements: Sequence[PlacedAgreement]
    objectives: Sequence[Objective]
    indicators: Sequence[Indicator]
    proposals: EntryProposals
    notices: Sequence[Notice]  # of restricted periods that bind it today
    changed_at: datetime | None  # None: nothing is on its public trail
    open_to_all: OpenConsultation | None  # on the draft of its plan
    pledges: Sequence[Pledge]  # commitments that mean it, the nearest day first
    today: date

    @property
    def body(self) -> Body:
        return self.family.body

    @property
    def children(self) -> Sequence[Relative]:
        return self.family.children

    @property
    def named_identifiers(self) -> list[tuple[str, str, str]]:
        """(what the scheme is called, value, where it can be looked up or empty)."""
        return [
            (scheme_words(scheme), value, lookup_address(scheme, value))
            for scheme, value in self.identifiers
        ]

    @property
    def parents(self) -> list[Relative | Body]:
        parent = self.body.parent
        return [*([parent] if parent else []), *self.family.other_parents]

    @property
    def identifiers(self) -> Sequence[tuple[str, str]]:
        return self.family.identifiers

    @property
    def is_practice(self) -> bool:
        return self.body.is_practice

    @property
    def plan(self) -> PlanVersion | None:
        return self.objectives[0].version if self.objectives else None

    @property
    def by_key(self) -> dict[str, Indicator]:
        return {indicator.key: indicator for indicator in self.indicators}

    def agreed_in(self, forum: ForumName) -> PlacedAgreement | None:
        """The newest answer of the forum's operator; None: there is none."""
        found = (each for each in self.agreements if each.agreement.forum.slug == forum.slug)
        return next(found, None)

    @property
    def review_passed(self) -> bool:
        return self.plan is not None and self.plan.review_on < self.today

    @property
    def listings_due(self) -> list[Listed]:
        """Listings that were last looked at too long ago."""
        return [listed for listed in self.listings if is_due(listed.looked_at_on, on=self.today)]


def body_entry(slug: str, *, practice_too: bool, at: datetime) -> BodyEntry:
    """One body: its list, its plan, how it is doing. Raises NotFound."""
    today = timezone.localdate(at)
    found = _found(slug, practice_too=practice_too, on=today)
    body: Body = found
    in_force = periods.terms_in(found.period_rows, practice=body.is_practice)
    listings = [listed_of(row) for row in found.listing_rows]
    placed = [
        PlacedAgreement(each, agreements.standing(each, on=today))
        for each in agreements.agreements_in(found.agreement_rows)
    ]
    objectives = plans.objectives_in(found.objective_rows)
    found_none = _found_none(found.none_rows) if not listings else None
    return BodyEntry(
        family=bodies.family_in(found),
        listings=listings,
        found_none=found_none,
        accounts=[account_of(row) for row in found.account_rows],
        agreements=placed,
        objectives=objectives,
        # Most bodies were asked nothing: what is not there is not asked for.
        indicators=reporting.figures(practice=body.is_practice, body=body, at=at)
        if found.has_questions
        else reporting.no_figures(at=at),
        proposals=summary_of(proposals.public_proposals_in(found.proposal_rows, about=body)),
        notices=notices_of(body, in_force, on=today),
        changed_at=found.changed_at,
        open_to_all=open_consultation_of(found.consultation_rows, on=today),
        pledges=[]
        if body.is_closed
        else pledges_of(
            found.pledge_rows,
            _standing(body, listings, found_none, objectives, placed, today),
        ),
        today=today,
    )


def _standing(
    body: Body,
    listings: Sequence[Listed],
    found_none: FoundNone | None,
    objectives: Sequence[Objective],
    placed: Sequence[PlacedAgreement],
    today: date,
) -> whole.Standing:
    """What commitments ask of the body, out of what its page has read already."""
    plan = objectives[0].version if objectives else None
    return whole.Standing(
        body_id=body.pk,
        slug=body.slug,
        name=body.name,
        acronym=body.acronym,
        kind=BodyKind(body.kind),
        jurisdiction=body.jurisdiction,
        on=today,
        forums_listed=len(listings),
        none_found_on=found_none.searched_on if found_none else None,
        plan_number=plan.number if plan else None,
        plan_review_on=plan.review_on if plan else None,
        agreements=whole.Agreements(
            welcome=sum(each.standing is Standing.IN_FORCE for each in placed)
        ),
    )


def body_named(slug: str, *, practice_too: bool) -> Body:
    """The body alone. Raises NotFound."""
    try:
        body = Body.objects.get(slug=slug)
    except Body.DoesNotExist:
        raise NotFound(slug) from None
    check_shown(body.is_practice, practice_too, slug)
    return body


def _found(slug: str, *, practice_too: bool, on: date) -> Any:
    """The body with its family, its list, its plan, its accounts and its trail, in one query."""
    found = _ENTRIES[practice_too](slug=slug, on=on)
    if not found:
        raise NotFound(slug)
    body: Any = found[0]
    check_shown(body.is_practice, practice_too, slug)
    return body


def _entries(slug: str, on: date, *, practice_too: bool) -> QuerySet[Body]:
    shown = {} if practice_too else {"forum__is_practice": False}
    own = {"body": OuterRef("pk")}
    return (
        bodies.families()
        .annotate(
            listing_rows=ArraySubquery(
                Listing.objects.filter(**own, delisted_on=None, **shown)
                .order_by("-leads", "forum__name_key", "pk")
                .values(row=listing_row(with_size=True))
            ),
            none_rows=ArraySubquery(
                NoForumFound.objects.filter(**own)
                .order_by("-searched_on", "-pk")
                .values(row=JSONObject(searched_on="searched_on", how="how"))[:1]
            ),
            account_rows=ArraySubquery(
                OfficialAccount.objects.filter(**own, **shown)
                .order_by("retired_at", "forum__name_key", "pk")
                .values(row=account_row())
            ),
            changed_at=Greatest(newest_change_at("body:"), newest_change_concerning()),
            agreement_rows=agreements.newest_rows_of_bodies(practice_too=practice_too),
            objective_rows=plans.objective_rows_of_bodies(on),
            has_questions=Exists(Enquiry.objects.filter(**own)),
            proposal_rows=proposals.rows_about_bodies(),
            consultation_rows=open_consultation_rows(OuterRef("pk")),
            period_rows=periods.rows_in_force(on),
            pledge_rows=pledge_rows(),
        )
        .filter(slug=slug)
    )


_ENTRIES = {
    practice_too: Prepared(partial(_entries, practice_too=practice_too), slug=str, on=date)
    for practice_too in (False, True)
}


def _found_none(rows: Sequence[dict[str, str]]) -> FoundNone | None:
    return FoundNone(date.fromisoformat(rows[0]["searched_on"]), rows[0]["how"]) if rows else None
