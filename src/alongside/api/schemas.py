"""What the interface says of forums, bodies and plans: types that describe it as well."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import Field, field_serializer

from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.api.figure_schemas import FigureOut
from alongside.api.shapes import Answer, Moment
from alongside.forums.models import Forum, Measure
from alongside.plans.models import Objective
from alongside.publishing.body_lists import BodySummary
from alongside.publishing.domain.filters import HasList
from alongside.publishing.entries import Account, BodyEntry, ForumEntry, Party
from alongside.publishing.forum_lists import ForumSummary
from alongside.publishing.leading_figures import LeadingFigure
from alongside.publishing.tables import absolute
from alongside.replies.models import Reply


class MeasureOut(Answer):
    kind: str
    value: Decimal
    unit: str
    bound: str
    period: str
    method: str
    asserted_by: str
    source: str
    source_address: str
    dated: str = Field(description="As exact as known: a year, a month or a day")
    quotation: str

    @field_serializer("value")
    def _as_number(self, value: Decimal) -> float | int:
        return int(value) if value == value.to_integral_value() else float(value)

    @classmethod
    def of(cls, measure: Measure | LeadingFigure) -> Self:
        return cls(**{name: getattr(measure, name) for name in cls.model_fields})


class AgreementOut(Answer):
    """What an operator answered a body: a record that stays as it is."""

    agreement_id: str
    answer: str = Field(
        description="welcome, with_conditions, not_welcome, no_answer (which means no), held or "
        "withdrawn"
    )
    standing: Standing = Field(description="Whether it counts today")
    answered_on: date
    valid_from: date
    valid_until: date | None = Field(description="The last day; null: no end")
    models: list[str] = Field(description="Engagement models that it allows")
    allows_reading: bool = Field(description="Whether members' posts may be read by machine")
    reading_every_hours: int | None = Field(
        description="Hours between two readings by machine, at least; null: none named"
    )
    links_allowed: bool
    posts_per_day: int | None = Field(description="At most; null: no limit")
    peers_first_hours: int = Field(description="Hours in which members come first")
    board_ids: list[str] = Field(description="Empty: every board")
    officials_shown: list[str] = Field(
        description="How it is shown who is official: account_name, forum_title, signature"
    )
    officials_words: str = Field(description="Who is official, in the operator's words")
    contact_role: str = Field(description="Whom to turn to, as a role")
    conditions: str = Field(description="In the operator's words")
    letter_sha256: str = Field(
        description="Of the operator's letter, which is not published; empty: there is none"
    )
    page: str = Field(description="Where it stands on the forum's page, in words")

    @classmethod
    def of(cls, agreement: Agreement, standing: Standing) -> Self:
        return cls(
            agreement_id=agreement.public_id,
            answer=agreement.answer,
            standing=standing,
            answered_on=agreement.answered_on,
            valid_from=agreement.valid_from,
            valid_until=agreement.valid_until,
            models=agreement.models_allowed,
            allows_reading=agreement.allows_reading,
            reading_every_hours=agreement.reading_every_hours,
            links_allowed=agreement.links_allowed,
            posts_per_day=agreement.posts_per_day,
            peers_first_hours=agreement.peers_first_hours,
            board_ids=agreement.board_ids,
            officials_shown=agreement.officials_shown,
            officials_words=agreement.officials_words,
            contact_role=agreement.contact_role,
            conditions=agreement.conditions,
            letter_sha256=agreement.letter_sha256,
            page=absolute(agreement.get_absolute_url()),
        )


class ObjectiveOut(Answer):
    forum_id: str
    engagement_model: str
    statement: str
    hours: str
    working_hours: list[str] = Field(
        description="When replies are sent, as openingHours of schema.org; empty: at any hour"
    )
    response_standard_hours: int
    peers_first_hours: int
    reason: str = Field(description="Why no part is taken, where the model is none")

    @classmethod
    def of(cls, objective: Objective) -> Self:
        return cls(
            forum_id=objective.forum.slug,
            engagement_model=objective.model,
            statement=objective.statement,
            hours=objective.hours_words,
            working_hours=list(objective.working_hours),
            response_standard_hours=objective.response_hours,
            peers_first_hours=objective.peers_first_hours,
            reason=objective.reason,
        )


STANDING_WORDS = (
    "official (verified in both directions), stated (its body says so, the proof was not found in "
    "both directions) or was_official (retired, or its body has closed)"
)


class AccountOut(Answer):
    """An official account. Whatever is not named so is not official."""

    account_id: str
    handle: str
    profile_address: str
    language: str = Field(description="BCP 47, such as cy; empty: nobody said")
    forum_id: str
    body_id: str
    opened_at: Moment
    retired_at: Moment | None
    standing: str = Field(description=STANDING_WORDS)
    body_closed_how: str | None = Field(description="How its body closed; null: it is open")
    body_closed_on: date | None = Field(description="Null: it is open, or no source says the day")
    body_successor_ids: list[str] = Field(
        description="Bodies that took over from its closed body; the account may become theirs"
    )
    forum_life: str = Field(description="As of the forum: such as active, closed, moved")
    is_verified_both_ways: bool = Field(
        description="The body's page named it and its profile linked back, when last looked at"
    )
    checked_at: Moment | None = Field(description="When both ways had been looked at last")

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            account_id=account.public_id,
            handle=account.handle,
            profile_address=account.profile_address,
            language=account.language,
            forum_id=account.forum_slug,
            body_id=account.body_slug,
            opened_at=account.opened_at,
            retired_at=account.retired_at,
            standing=account.standing.value,
            body_closed_how=account.body_closed_how or None,
            body_closed_on=account.body_closed_on,
            body_successor_ids=[heir.slug for heir in account.body_successors],
            forum_life=account.forum_life,
            is_verified_both_ways=account.is_verified_both_ways,
            checked_at=account.checked_at,
        )


class ReplyOut(Answer):
    reply_id: str
    body_id: str
    posted_at: Moment | None
    proof: str
    public_link: str

    @classmethod
    def of(cls, reply: Reply) -> Self:
        return cls(
            reply_id=reply.public_id,
            body_id=reply.enquiry.body.slug,
            posted_at=reply.posted_at,
            proof=reply.proof,
            public_link=reply.public_link,
        )


class ForumOut(Answer):
    forum_id: str
    name: str
    kind: str
    address: str
    operator_name: str
    subject: str
    description: str
    area: str
    languages: list[str] = Field(description="BCP 47")
    engine: str = Field(description="Forum software; empty: not known")
    life: str
    size: MeasureOut | None = Field(description="The figure that says best how big it is")
    listed_by_body_ids: list[str] = Field(description="Who leads comes first")
    welcomed_body_ids: list[str] = Field(description="Bodies that its operator welcomes today")

    @classmethod
    def of(cls, summary: ForumSummary) -> Self:
        return cls(
            **_forum_fields(summary),
            size=MeasureOut.of(summary.size) if summary.size else None,
            listed_by_body_ids=[body.slug for body in summary.listed_by],
            welcomed_body_ids=[body.slug for body in summary.welcomed],
        )


class PartyOut(Answer):
    """One body in one forum."""

    body_id: str
    body_name: str
    listed_on: date | None
    listing_reason: str | None
    agreement: AgreementOut | None
    objective: ObjectiveOut | None
    plan_version: int | None

    @classmethod
    def of(cls, party: Party) -> Self:
        return cls(
            body_id=party.body_slug,
            body_name=party.body_name,
            listed_on=party.listing.listed_on if party.listing else None,
            listing_reason=party.listing.reason if party.listing else None,
            agreement=AgreementOut.of(party.agreement, party.standing) if party.agreement else None,
            objective=ObjectiveOut.of(party.objective) if party.objective else None,
            plan_version=party.objective.version.number if party.objective else None,
        )


class TopicOut(Answer):
    scheme: str = Field(description="The list that the code is of")
    code: str
    label: str


class BoardOut(Answer):
    board_id: str
    name: str
    address: str


class ForumDetail(Answer):
    forum_id: str
    name: str
    other_names: list[str]
    kind: str
    address: str
    operator_name: str
    subject: str
    description: str
    area: str
    languages: list[str]
    engine: str
    life: str
    house_rules_address: str
    house_rules_read_on: date | None
    report_address: str = Field(description="Where content is reported to its moderators")
    topics: list[TopicOut]
    other_addresses: list[str] = Field(description="Addresses that lead to the same forum")
    boards: list[BoardOut]
    merged_forum_ids: list[str] = Field(description="Entries that turned out to be this forum")
    measures: list[MeasureOut]
    bodies: list[PartyOut]
    accounts: list[AccountOut]
    boards_read: list[str] = Field(description="Names of boards that are read by machine")
    replies: list[ReplyOut] = Field(description="The newest official replies that stand there")

    @classmethod
    def of(cls, entry: ForumEntry) -> Self:
        forum = entry.forum
        return cls(
            **_forum_fields(forum),
            other_names=forum.other_names,
            house_rules_address=forum.house_rules_address,
            house_rules_read_on=forum.house_rules_read_on,
            report_address=forum.report_address,
            topics=[
                TopicOut(scheme=topic.scheme, code=topic.code, label=topic.label)
                for topic in entry.topics
            ],
            other_addresses=[alias.address for alias in entry.aliases],
            boards=[
                BoardOut(board_id=board.external_id, name=board.name, address=board.address)
                for board in entry.boards
            ],
            merged_forum_ids=list(entry.merged_slugs),
            measures=[MeasureOut.of(found) for _, group in entry.measures for found in group],
            bodies=[PartyOut.of(party) for party in entry.parties],
            accounts=[AccountOut.of(account) for account in entry.accounts],
            boards_read=[reading.board.name for reading in entry.boards_read],
            replies=[ReplyOut.of(reply) for reply in entry.replies],
        )


class BodyOut(Answer):
    body_id: str
    name: str
    acronym: str
    kind: str
    jurisdiction: str = Field(description="ISO 3166, such as GB-WLS; empty: not known")
    parent_body_id: str | None
    closed_how: str = Field(description="Empty: the body is open")
    closed_on: date | None
    successor_body_ids: list[str] = Field(description="Who took over from a closed body")
    predecessor_body_ids: list[str] = Field(description="Bodies whose work it took over")
    forums_listed: int
    has_list: HasList = Field(description="none-found: it searched; closed: none is missing")
    plan_version: int | None
    plan_review_on: date | None

    @classmethod
    def of(cls, summary: BodySummary) -> Self:
        return cls(
            body_id=summary.slug,
            name=summary.name,
            acronym=summary.acronym,
            kind=summary.kind,
            jurisdiction=summary.jurisdiction,
            closed_how=summary.closed_how,
            closed_on=summary.closed_on,
            successor_body_ids=[body.slug for body in summary.successors],
            predecessor_body_ids=list(summary.predecessor_slugs),
            has_list=summary.has_list,
            parent_body_id=summary.parent.slug if summary.parent else None,
            forums_listed=summary.forums_listed,
            plan_version=summary.plan_number,
            plan_review_on=summary.plan_review_on,
        )


class ListingOut(Answer):
    forum_id: str
    reason: str
    criteria: list[str]
    leads: bool = Field(description="For all bodies that list the forum")
    listed_on: date
    reviewed_on: date | None


class ForumAgreementOut(Answer):
    forum_id: str
    agreement: AgreementOut


class BodyDetail(Answer):
    body_id: str
    name: str
    acronym: str
    other_names: list[str]
    kind: str
    jurisdiction: str
    founded_on: date | None
    closed_how: str = Field(description="Empty: the body is open")
    closed_on: date | None
    parent_body_id: str | None
    other_parent_body_ids: list[str]
    child_body_ids: list[str]
    successor_body_ids: list[str]
    predecessor_body_ids: list[str]
    topics: list[TopicOut]
    identifiers: list[str] = Field(description="Each as scheme:value")
    merged_body_ids: list[str] = Field(description="Entries that turned out to be this body")
    remit: str
    website: str
    contact_email: str
    lawful_basis: str
    listings: list[ListingOut]
    plan_version: int | None
    plan_review_on: date | None
    agreements: list[ForumAgreementOut]
    accounts: list[AccountOut]
    figures: list[FigureOut]

    @classmethod
    def of(cls, entry: BodyEntry) -> Self:
        body, plan, family = entry.body, entry.plan, entry.family
        return cls(
            body_id=body.slug,
            name=body.name,
            acronym=body.acronym,
            other_names=body.other_names,
            kind=body.kind,
            jurisdiction=body.jurisdiction,
            founded_on=body.founded_on,
            closed_how=body.closed_how,
            closed_on=body.closed_on,
            parent_body_id=body.parent.slug if body.parent else None,
            other_parent_body_ids=[other.slug for other in family.other_parents],
            child_body_ids=[child.slug for child in family.children],
            successor_body_ids=[other.slug for other in family.successors],
            predecessor_body_ids=[other.slug for other in family.predecessors],
            topics=[
                TopicOut(scheme=topic.scheme, code=topic.code, label=topic.label)
                for topic in family.topics
            ],
            identifiers=[f"{scheme}:{value}" for scheme, value in entry.identifiers],
            merged_body_ids=family.merged_slugs,
            remit=body.remit,
            website=body.website,
            contact_email=body.contact_email,
            lawful_basis=body.lawful_basis,
            listings=[
                ListingOut(
                    forum_id=listing.forum.slug,
                    reason=listing.reason,
                    criteria=list(listing.criteria),
                    leads=listing.leads,
                    listed_on=listing.listed_on,
                    reviewed_on=listing.reviewed_on,
                )
                for listing in entry.listings
            ],
            plan_version=plan.number if plan else None,
            plan_review_on=plan.review_on if plan else None,
            agreements=[
                ForumAgreementOut(
                    forum_id=placed.agreement.forum.slug,
                    agreement=AgreementOut.of(placed.agreement, placed.standing),
                )
                for placed in entry.agreements
            ],
            accounts=[AccountOut.of(account) for account in entry.accounts],
            figures=[FigureOut.of(indicator) for indicator in entry.indicators],
        )


def _forum_fields(forum: Forum | ForumSummary) -> dict[str, Any]:
    return {
        "forum_id": forum.slug,
        "name": forum.name,
        "kind": forum.kind,
        "description": forum.description,
        "languages": list(forum.languages),
        "address": forum.address,
        "operator_name": forum.operator_name,
        "subject": forum.subject,
        "area": forum.area,
        "engine": forum.engine,
        "life": forum.life,
    }
