"""What the interface says of single records: figures, listings, accounts, changes and the like."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.urls import reverse
from pydantic import Field

from alongside.api.schemas import (
    STANDING_WORDS,
    AgreementOut,
    MeasureOut,
)
from alongside.api.shapes import Answer, Moment
from alongside.forums.models import DuplicateCheck, ForumAlias, Listing, Measure
from alongside.forums.search import FoundForum
from alongside.proposals.domain.fields import About
from alongside.proposals.queries import PublicProposal
from alongside.publishing import walks
from alongside.publishing.changes import Change
from alongside.publishing.models import Release, ReleaseFile
from alongside.publishing.queries import AgreementRow


class MeasureRecord(MeasureOut):
    """One figure about a forum, with its source."""

    forum_id: str
    recorded_at: Moment

    @classmethod
    def of_row(cls, measure: Measure) -> Self:
        values = {name: getattr(measure, name) for name in MeasureOut.model_fields}
        return cls(**values, forum_id=measure.forum.slug, recorded_at=measure.recorded_at)


class ListingRecord(Answer):
    """A body lists a forum as major for its work."""

    body_id: str
    forum_id: str
    reason: str
    criteria: list[str]
    leads: bool = Field(description="For all bodies that list the forum")
    listed_on: date
    reviewed_on: date | None = Field(description="The last time that it was looked at again")
    delisted_on: date | None
    delisted_reason: str

    @classmethod
    def of(cls, listing: Listing) -> Self:
        row: Any = listing
        return cls(
            body_id=listing.body.slug,
            forum_id=row.forum_slug,
            reason=listing.reason,
            criteria=listing.criteria,
            leads=listing.leads,
            listed_on=listing.listed_on,
            reviewed_on=listing.reviewed_on,
            delisted_on=listing.delisted_on,
            delisted_reason=listing.delisted_reason,
        )


class AgreementRecord(AgreementOut):
    """The newest answer of a forum's operator to a body."""

    forum_id: str
    body_id: str

    @classmethod
    def of_row(cls, row: AgreementRow) -> Self:
        known = AgreementOut.of(row.agreement, row.standing).model_dump()
        return cls(**known, forum_id=row.forum_slug, body_id=row.agreement.body.slug)


class DifferenceOut(Answer):
    """A field before and after, as text; empty is nothing."""

    field: str
    before: str
    after: str
    removed: list[str] = Field(description="Of a list: the items that were taken away")
    added: list[str] = Field(description="Of a list: the items that were added")


class ChangeOut(Answer):
    """A public change of the register: what and when, never who did it."""

    change_id: int
    at: Moment
    kind: str = Field(description="noun.past, such as forum.added")
    entry_kind: str = Field(description="What was changed: forum, body, account and the like")
    entry_id: str = Field(description="Its identifier, as in the list of its kind")
    name: str = Field(description="The entry's name at that time")
    sentence: str
    address: str = Field(description="Its page today; empty: it has none")
    body_id: str = Field(description="A body that it concerns besides; empty: none")
    source: str = Field(description="The list from which an import took it; empty: people made it")
    source_file: str = Field(description="The file or the address of that list")
    import_id: int | None = Field(
        description="The change that tells of all that the same import did; none where it did one"
    )
    differences: list[DifferenceOut]

    @classmethod
    def of(cls, change: Change, *, site: str) -> Self:
        return cls(
            change_id=change.id,
            at=change.at,
            kind=change.kind,
            entry_kind=change.subject.partition(":")[0],
            entry_id=change.subject.partition(":")[2],
            name=change.name,
            sentence=change.sentence,
            address=f"{site}{change.address}" if change.address else "",
            body_id=change.body_slug,
            source=change.source.list_id if change.source else "",
            source_file=change.source.file if change.source else "",
            import_id=change.import_id,
            differences=[
                DifferenceOut(
                    field=each.field,
                    before=each.before,
                    after=each.after,
                    removed=list(each.items.removed) if each.items else [],
                    added=list(each.items.added) if each.items else [],
                )
                for each in change.differences
            ],
        )


class FoundThenOut(Answer):
    """A forum as it was found at the time."""

    forum_id: str
    name: str
    address: str
    why: str


class DuplicateCheckOut(Answer):
    """A dated record that a body looked for existing forums before it built one."""

    check_id: str
    body_id: str
    need: str
    looked_at: Moment
    found: list[FoundThenOut]
    consulted: str
    decision: str
    decision_reason: str
    decided_at: Moment | None

    @classmethod
    def of(cls, check: DuplicateCheck) -> Self:
        return cls(
            check_id=check.public_id,
            body_id=check.body.slug,
            need=check.need,
            looked_at=check.looked_at,
            found=[
                FoundThenOut(
                    forum_id=str(each.get("slug", "")),
                    name=str(each.get("name", "")),
                    address=str(each.get("address", "")),
                    why=str(each.get("why", "")),
                )
                for each in check.found
            ],
            consulted=check.consulted,
            decision=check.decision,
            decision_reason=check.decision_reason,
            decided_at=check.decided_at,
        )


class ReleaseOut(Answer):
    """Every file of one moment, kept for good."""

    version: str
    note: str
    made_at: Moment
    address: str

    @classmethod
    def of(cls, release: Release, *, site: str) -> Self:
        return cls(
            version=release.version,
            note=release.note,
            made_at=release.made_at,
            address=f"{site}{release.get_absolute_url()}",
        )


class ReleaseFileOut(Answer):
    name: str
    table: str = Field(description="Empty: the file is about the release itself")
    media_type: str
    sha256: str
    bytes: int
    rows: int | None = Field(description="Of CSV files")
    address: str

    @classmethod
    def of(cls, file: ReleaseFile, *, site: str) -> Self:
        return cls(
            name=file.name,
            table=file.table,
            media_type=file.media_type,
            sha256=file.sha256,
            bytes=file.size,
            rows=file.rows,
            address=f"{site}{file.get_absolute_url()}",
        )


class ReleaseDetail(ReleaseOut):
    files: list[ReleaseFileOut]

    @classmethod
    def of_files(cls, release: Release, files: Sequence[ReleaseFile], *, site: str) -> Self:
        known = ReleaseOut.of(release, site=site).model_dump()
        return cls(**known, files=[ReleaseFileOut.of(file, site=site) for file in files])


class LookupOut(Answer):
    """The forum that an address leads to."""

    forum_id: str
    name: str
    address: str = Field(description="The forum's own address")
    alias_address: str = Field(description="The known address that fits the one that was given")
    alias_kind: str = Field(description="own, spelling, redirect, moved or merged")

    @classmethod
    def of(cls, alias: ForumAlias) -> Self:
        forum = walks.standing_forum(alias.forum)
        return cls(
            forum_id=forum.slug,
            name=forum.name,
            address=forum.address,
            alias_address=alias.address,
            alias_kind=alias.kind,
        )


class ReasonOut(Answer):
    """Words of the question that were found, and where."""

    place: str
    words: list[str]
    details: list[str] = Field(
        description="What stands there: subject, topics, boards, bodies, a piece of the description"
    )


class FoundForumOut(Answer):
    """A forum that fits a question, and why."""

    forum_id: str
    name: str
    address: str
    rank: float = Field(description="To compare within one answer only")
    is_close: bool = Field(
        description="It is about what was asked, or has much of it; else it shares a word or two"
    )
    missing: list[str] = Field(description="Subjects that were asked for and do not stand there")
    why: list[ReasonOut]

    @classmethod
    def of(cls, found: FoundForum) -> Self:
        return cls(
            forum_id=found.slug,
            name=found.name,
            address=found.address,
            rank=found.rank,
            is_close=found.is_close,
            missing=list(found.missing),
            why=[
                ReasonOut(
                    place=reason.place, words=list(reason.words), details=list(reason.details)
                )
                for reason in found.reasons
            ],
        )


class FoundForums(Answer):
    items: list[FoundForumOut]


class LookOut(Answer):
    """The newest look at one direction of an account's proof."""

    found: bool
    checked_at: Moment
    checked_by: str
    address: str
    note: str


class OfficialAccountOut(Answer):
    account_id: str
    handle: str
    forum_id: str
    forum: str
    body_id: str
    body: str
    body_closed_on: date | None = Field(description="Null: it is open, or no source says the day")
    body_closed_how: str | None = Field(description="How its body closed; null: it is open")
    body_successors: list[str] = Field(description="body_id of each that took over from it")
    forum_life: str = Field(description="As of the forum: such as active, closed, moved")
    standing: str = Field(description=STANDING_WORDS)
    opened_at: Moment
    retired_at: Moment | None
    profile_address: str | None
    language: str | None = Field(description="BCP 47, such as cy; null: nobody said")
    page: str
    is_verified_both_ways: bool
    missing: list[str] = Field(
        description="What is missing until it is verified, and since when, a sentence for each"
    )
    body_names_it: LookOut | None
    links_back: LookOut | None
    is_practice: bool


class OfficialOut(Answer):
    """The answer to "is this account official?". What was asked is kept nowhere."""

    verdict: str = Field(
        description="official (verified in both directions), stated (its body says so, the proof "
        "was not found in both directions), was_official (retired, or its body has closed), "
        "not_official, not_known (the forum is not in the register) or ask"
    )
    reason: str = Field(description="What the verdict rests on")
    statement: str
    account: OfficialAccountOut | None
    posts: list[str] = Field(description="Public links of official replies")
    easily_taken_for: list[OfficialAccountOut]
    compare: list[OfficialAccountOut]
    is_practice: bool
    as_of: date | None


class ProposalOut(Answer):
    """A proposed correction. While it waits, its words are empty: nobody has looked at them."""

    proposal_id: str
    about: str = Field(description="forum or body")
    forum_id: str | None = Field(description="The forum that it would correct")
    body_id: str | None = Field(description="The body that it would correct")
    name: str = Field(description="Name of the entry; empty: a missing one that waits")
    field: str = Field(description="What it would correct, or missing")
    state: str = Field(description="waiting, accepted, accepted_in_part or declined")
    proposed_at: Moment
    due_on: date = Field(description="The day by which it is answered")
    answered_at: Moment | None
    said: str = Field(description="What the register said then")
    proposed: str = Field(description="What it should say")
    source: str = Field(description="Where it can be checked")
    words: str = Field(description="Whatever else was said")
    changed: str = Field(description="What was changed in the register")
    reason: str = Field(description="Why it was answered so")
    is_withheld: bool = Field(description="The words held something about a person: they are gone")
    page: str

    @classmethod
    def of(cls, seen: PublicProposal, *, site: str) -> Self:
        entry = seen.entry_slug or None
        return cls(
            proposal_id=seen.public_id,
            about=seen.about.value,
            forum_id=entry if seen.about is About.FORUM else None,
            body_id=entry if seen.about is About.BODY else None,
            name=seen.entry_name,
            field=seen.field.value,
            state=seen.state.value,
            proposed_at=seen.proposed_on,
            due_on=seen.due_on,
            answered_at=seen.answered_on,
            said=seen.said,
            proposed=seen.proposed,
            source=seen.source,
            words=seen.words,
            changed=seen.changed,
            reason=seen.reason,
            is_withheld=seen.is_withheld,
            page=f"{site}{reverse('register:proposal', args=[seen.public_id])}",
        )


class CriterionOut(Answer):
    """A published criterion, as in `criteria` of a listing."""

    criterion: str
    words: str
    evidence: str = Field(description="How anybody can look for themselves whether it is met")


class EndpointOut(Answer):
    """An address of the interface; {places} are to be filled in."""

    address: str
    summary: str
    parameters: list[str] = Field(description="What may be asked there")


class IndexOut(Answer):
    """What the interface has."""

    version: str
    description: str
    openapi: str = Field(description="Address of the description for programs")
    page: str = Field(description="Address of the description for people")
    licence: str = Field(description="Address of the licence of the data")
    endpoints: list[EndpointOut]
