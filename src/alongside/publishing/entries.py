"""Entries of the public register: everything that one page, or one answer of the API, says.

Each function is the one call of its page, in at most six queries. `practice_too` is the setting
that shows practice; without it, a practice entry is not found, as if it never was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.bodies.queries import Child
from alongside.forums import queries as forums
from alongside.forums.models import Forum, Listing, Measure, OfficialAccount
from alongside.forums.queries import AccountThere, ListedBy
from alongside.listening import queries as listening
from alongside.listening.models import BoardReading
from alongside.plans import queries as plans
from alongside.plans.domain.policy import REVIEW_GRACE
from alongside.plans.models import Objective, PlanVersion
from alongside.publishing.domain import sizes
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import Indicator

REPLIES_SHOWN = 10  # on a forum's page; the file holds them all


class NotFound(Exception):
    """The register has no such entry, or does not show it."""


@dataclass(slots=True)
class Party:
    """One body in one forum: what it says and may do there. Empty parts are None."""

    body_slug: str
    body_name: str
    is_practice: bool
    listing: ListedBy | None = None
    agreement: Agreement | None = None
    standing: Standing = Standing.NONE
    objective: Objective | None = None
    accounts: list[AccountThere] = field(default_factory=list)

    @property
    def accounts_in_use(self) -> list[AccountThere]:
        return [account for account in self.accounts if account.retired_at is None]


@dataclass(frozen=True, slots=True)
class ForumEntry:
    forum: Forum
    parties: Sequence[Party]
    measures: Sequence[tuple[str, Sequence[Measure]]]
    readings: Sequence[BoardReading]
    replies: Sequence[Reply]
    has_more_replies: bool

    @property
    def is_practice(self) -> bool:
        return self.forum.is_practice

    @property
    def leading_measure(self) -> Measure | None:
        return self.measures[0][1][0] if self.measures else None

    @property
    def taking_part(self) -> list[Party]:
        """Bodies that the operator welcomes today."""
        return [party for party in self.parties if party.standing is Standing.IN_FORCE]

    @property
    def may_be_read(self) -> bool:
        """Whether an operator's agreement in force lets members' posts be read by machine."""
        return any(party.agreement and party.agreement.allows_reading for party in self.taking_part)

    @property
    def accounts(self) -> list[AccountThere]:
        return [account for party in self.parties for account in party.accounts]

    def board_name(self, board_id: str) -> str:
        names = {reading.board.external_id: reading.board.name for reading in self.readings}
        return names.get(board_id, board_id)


@dataclass(frozen=True, slots=True)
class PlacedAgreement:
    """An agreement, and whether it counts today."""

    agreement: Agreement
    standing: Standing


@dataclass(frozen=True, slots=True)
class BodyEntry:
    body: Body
    children: Sequence[Child]
    identifiers: Sequence[tuple[str, str]]
    listings: Sequence[Listing]
    accounts: Sequence[OfficialAccount]
    agreements: Sequence[PlacedAgreement]
    objectives: Sequence[Objective]
    indicators: Sequence[Indicator]
    today: date

    @property
    def is_practice(self) -> bool:
        return self.body.is_practice

    @property
    def plan(self) -> PlanVersion | None:
        return self.objectives[0].version if self.objectives else None

    @property
    def review_passed(self) -> bool:
        return self.plan is not None and self.plan.review_on < self.today


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


def forum_entry(slug: str, *, practice_too: bool, at: datetime) -> ForumEntry:
    """One forum, and who from government is there on what terms. Raises NotFound."""
    today = timezone.localdate(at)
    try:
        forum, listings, accounts = forums.get_forum_with_bodies(slug)
    except Forum.DoesNotExist:
        raise NotFound(slug) from None
    _check_shown(forum.is_practice, practice_too, slug)
    shown = {} if practice_too else {"enquiry__body__is_practice": False}
    replies = list(
        Reply.objects.filter(enquiry__forum=forum, state=ReplyState.LIVE.value, **shown)
        .select_related("enquiry__body", "account")
        .order_by("-posted_at", "-pk")[: REPLIES_SHOWN + 1]
    )
    return ForumEntry(
        forum=forum,
        parties=_parties(
            listings,
            accounts,
            agreements.newest_agreements().filter(forum=forum),
            plans.objectives_for(forum.pk, on=today),
            practice_too=practice_too,
            today=today,
        ),
        measures=sizes.by_kind(forum.measures.all()),
        readings=list(listening.readings_of(forum.pk)),
        replies=replies[:REPLIES_SHOWN],
        has_more_replies=len(replies) > REPLIES_SHOWN,
    )


def body_entry(slug: str, *, practice_too: bool, at: datetime) -> BodyEntry:
    """One body: its list, its plan, how it is doing. Raises NotFound."""
    today = timezone.localdate(at)
    try:
        body, children, identifiers = bodies.get_body_with_family(slug)
    except Body.DoesNotExist:
        raise NotFound(slug) from None
    _check_shown(body.is_practice, practice_too, slug)
    shown = {} if practice_too else {"forum__is_practice": False}
    newest = agreements.newest_agreements().filter(body=body, **shown).order_by("forum__name")
    return BodyEntry(
        body=body,
        children=children,
        identifiers=identifiers,
        listings=list(forums.listings_of(body.pk).filter(**shown)),
        accounts=list(forums.accounts_of(body.pk).filter(**shown)),
        agreements=[
            PlacedAgreement(found, agreements.standing(found, on=today)) for found in newest
        ],
        objectives=plans.objectives_in_force(body.pk, on=today),
        indicators=reporting.figures(practice=body.is_practice, body=body, at=at),
        today=today,
    )


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
    _check_shown(wanted.body.is_practice, practice_too, body_slug)
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
            for objective in wanted.objectives.select_related("forum").order_by("forum__name")
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
    _check_shown(version.body.is_practice, practice_too, body_slug)
    return version


def _check_shown(is_practice: bool, practice_too: bool, what: str) -> None:
    if is_practice and not practice_too:
        raise NotFound(what)


def _parties(
    listings: Sequence[ListedBy],
    accounts: Sequence[AccountThere],
    newest: Iterable[Agreement],
    objectives: Sequence[Objective],
    *,
    practice_too: bool,
    today: date,
) -> list[Party]:
    """Everything about a forum, put together by body. Who is welcome comes first."""
    parties: dict[str, Party] = {}

    def of(slug: str, name: str, is_practice: bool) -> Party:
        return parties.setdefault(slug, Party(slug, name, is_practice))

    for listing in listings:
        of(listing.body_slug, listing.body_name, listing.body_is_practice).listing = listing
    for account in accounts:
        party = of(account.body_slug, account.body_name, account.body_is_practice)
        party.accounts.append(account)
    for agreement in newest:
        body = agreement.body
        party = of(body.slug, body.name, body.is_practice)
        party.agreement, party.standing = agreement, agreements.standing(agreement, on=today)
    for objective in objectives:
        body = objective.version.body
        of(body.slug, body.name, body.is_practice).objective = objective
    return sorted(
        (party for party in parties.values() if practice_too or not party.is_practice),
        key=lambda party: (party.standing is not Standing.IN_FORCE, party.body_name),
    )
