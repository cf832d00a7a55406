"""Reading proposals: what waits for whom, and what everybody may see of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
)
from django.db.models.functions import Coalesce, TruncDate

from alongside.accounts.domain.roles import Permission
from alongside.audit import queries as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.core.letters import name_key
from alongside.core.prepared import Prepared
from alongside.core.rows import instance_of, whole_row
from alongside.forums.domain.kinds import ForumLife
from alongside.forums.domain.places import host_of, place_of
from alongside.forums.models import Forum, ForumAlias, Listing
from alongside.proposals.domain.fields import About, Field
from alongside.proposals.domain.life import PUBLISHED, ProposalState
from alongside.proposals.models import Proposal, ProposalQuerySet

PAGE_SIZE = 50
OF_AN_ENTRY = 50  # looked at for the page of a forum or body; the list has them all
OF_PRACTICE = 10
A_DAY = timedelta(days=1)


# For whoever answers them


def may_answer_some(duty: Duty) -> bool:
    """Whether the person answers proposals at all."""
    return duty.may(Permission.LEAD) or _answers_all(duty)


def for_duty(duty: Duty) -> ProposalQuerySet:
    """Proposals that the person may answer.

    Engagement leads: of their own body, of forums that it lists, and of forums that no body lists,
    missing ones included: what is nobody's is everybody's. The central team: all.
    """
    proposals = Proposal.objects.select_related("forum", "body", "body__parent")
    if _answers_all(duty):
        return proposals
    led = duty.body_ids(Permission.LEAD)
    if not led:
        return proposals.none()
    standing = Coalesce(OuterRef("forum__merged_into"), OuterRef("forum"))
    listed = Listing.objects.filter(forum_id=standing, delisted_on=None)
    return proposals.filter(
        Q(body__in=led)
        | Exists(listed.filter(body__in=led))
        | (Q(about=About.FORUM.value) & ~Exists(listed))
    )


def waiting_for(duty: Duty) -> ProposalQuerySet:
    """What the person has to answer, the oldest first."""
    return for_duty(duty).waiting().order_by("proposed_at", "pk")


def answered_for(duty: Duty) -> ProposalQuerySet:
    """What was answered, by the person or somebody else who may, the newest answer first."""
    return for_duty(duty).exclude(answered_at=None).order_by("-answered_at", "-pk")


def get_for(duty: Duty, public_id: str) -> Proposal:
    """The proposal, if this person may answer it; else DoesNotExist, as if it never was."""
    return for_duty(duty).get(public_id=public_id)


def _answers_all(duty: Duty) -> bool:
    return duty.may(Permission.OVERSEE)


# The entry that it is about

_FORUM_TEXTS: dict[Field, str] = {
    Field.NAME: "name",
    Field.ADDRESS: "address",
    Field.OPERATOR: "operator_name",
    Field.SUBJECT: "subject",
    Field.AREA: "area",
    Field.HOUSE_RULES: "house_rules_address",
    Field.REPORTING: "report_address",
}
_BODY_TEXTS: dict[Field, str] = {
    Field.NAME: "name",
    Field.REMIT: "remit",
    Field.WEBSITE: "website",
    Field.CONTACT: "contact_email",
    Field.KIND: "kind_words",
    Field.CLOSED: "closed_words",
}


# What `said_by` knows; of everything else nobody can tell by machine whether it was changed.
_SHORT_TEXTS: dict[About, frozenset[Field]] = {
    About.FORUM: frozenset({*_FORUM_TEXTS, Field.LANGUAGES, Field.LIFE}),
    About.BODY: frozenset({*_BODY_TEXTS, Field.OTHER_NAMES, Field.PARENT}),
}


def said_by(entry: Forum | Body) -> dict[Field, str]:
    """What the register says today, for each field that is a short text; empty: nothing."""
    if isinstance(entry, Forum):
        found = {field: str(getattr(entry, name)) for field, name in _FORUM_TEXTS.items()}
        found[Field.LANGUAGES] = ", ".join(entry.languages)
        if entry.life != ForumLife.UNKNOWN:
            found[Field.LIFE] = entry.get_life_display()
        return found
    found = {field: str(getattr(entry, name)) for field, name in _BODY_TEXTS.items()}
    found[Field.OTHER_NAMES] = ", ".join(entry.other_names)
    found[Field.PARENT] = entry.parent.name if entry.parent else ""
    if entry.acronym_besides:
        found[Field.NAME] = f"{entry.name} ({entry.acronym})"
    return found


def stands_unchanged(proposal: Proposal) -> bool:
    """Whether the entry still says what it said when this was proposed.

    False as well where the register cannot tell: what is no short text, or a missing entry.
    """
    return _says_now(proposal) == proposal.said


def stands_changed(proposal: Proposal) -> bool:
    """Whether the entry says something else by now. False as well where nobody can tell."""
    return _says_now(proposal) not in (None, proposal.said)


def _says_now(proposal: Proposal) -> str | None:
    entry, field = standing_entry(proposal), Field(proposal.field)
    if entry is None or field not in _SHORT_TEXTS[About(proposal.about)]:
        return None
    return said_by(entry).get(field, "")


def was_edited_since(proposal: Proposal) -> bool:
    """Whether anything that the entry says was changed since this was proposed."""
    entry = standing_entry(proposal)
    return entry is not None and audit.was_changed_since(
        f"{proposal.about}:{entry.slug}", at=proposal.proposed_at
    )


def standing_entry(proposal: Proposal) -> Forum | Body | None:
    """The entry that a correction would change today: of a merged forum the one that stands."""
    if proposal.forum is not None:
        return proposal.forum.merged_into or proposal.forum
    return proposal.body


def get_entry(about: About, slug: str, *, practice_too: bool) -> Forum | Body:
    """The entry to correct; of a merged one the one that stands.

    Raises DoesNotExist when there is none, or only one of practice that is not shown.
    """
    shown = {} if practice_too else {"is_practice": False}
    if about is About.BODY:
        found = Body.objects.select_related("parent").filter(**shown)
        return found.filter(slug=slug).first() or found.get(merged__slug=slug)
    forum = Forum.objects.select_related("merged_into").get(slug=slug, **shown)
    return forum.merged_into or forum


def forum_at(address: str) -> Forum | None:
    """The forum of the register that stands at an address, in whatever spelling."""
    place = place_of(address)
    if not place:
        return None
    alias = ForumAlias.objects.filter(place=place).select_related("forum__merged_into").first()
    return (alias.forum.merged_into or alias.forum) if alias else None


def body_like(*, name: str, website: str) -> Body | None:
    """The body of the register with this very name, at this site where one is given.

    Bodies of two countries may share a name: one at another site is another body.
    """
    host = host_of(website)
    for body in Body.objects.filter(name_key=name_key(name), is_practice=False).order_by("slug"):
        if not host or not body.website or host_of(body.website) == host:
            return body
    return None


def official_domains(entry: Forum | Body | None) -> frozenset[str]:
    """Where mailboxes are those of bodies: the service's official domains, and the body's site."""
    domains = set(settings.ALONGSIDE_OFFICIAL_DOMAINS)
    if isinstance(entry, Body) and (host := urlsplit(entry.website).hostname):
        domains.add(host.removeprefix("www."))
    return frozenset(domains)


# In public. A view of ours, not the row: nothing unseen by a person can slip into a page.


@dataclass(frozen=True, slots=True)
class PublicProposal:
    """What everybody may see: of a waiting one only the day, the entry and the field."""

    public_id: str
    about: About
    field: Field
    field_words: str
    is_missing: bool
    state: ProposalState
    state_words: str
    entry_name: str  # empty: of a missing entry, before a person has looked
    entry_slug: str  # empty: of a missing entry
    proposed_on: datetime
    due_on: date
    answered_on: datetime | None
    days: int | None
    is_practice: bool
    is_withheld: bool
    said: str = ""
    proposed: str = ""
    source: str = ""
    source_address: str = ""
    words: str = ""
    changed: str = ""
    reason: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.state is ProposalState.WAITING


_TEXTS = ("said", "proposed", "source", "source_address", "words", "changed", "reason")


def public_view(proposal: Proposal) -> PublicProposal:
    """What everybody may see of it. A rejected one has nothing but its state."""
    entry, state = proposal.entry, ProposalState(proposal.state)
    is_published = state in PUBLISHED
    name = entry.name if entry else ""
    if entry is None and is_published:
        name = proposal.name
    seen: Mapping[str, str] = {}
    if is_published:
        seen = {text: getattr(proposal, text) for text in _TEXTS}
    return PublicProposal(
        public_id=proposal.public_id,
        about=About(proposal.about),
        field=Field(proposal.field),
        field_words=proposal.field_words,
        is_missing=proposal.is_missing,
        state=state,
        state_words=proposal.state_words,
        entry_name=name,
        entry_slug=entry.slug if entry else "",
        proposed_on=proposal.proposed_at,
        due_on=proposal.due_on,
        answered_on=proposal.answered_at,
        days=proposal.days_to_answer,
        is_practice=proposal.is_practice,
        is_withheld=proposal.is_withheld,
        **seen,
    )


def get_public(public_id: str, *, practice_too: bool) -> PublicProposal:
    """The proposal at its permanent address. Raises Proposal.DoesNotExist."""
    shown = {} if practice_too else {"is_practice": False}
    return public_view(
        Proposal.objects.select_related("forum", "body").get(public_id=public_id, **shown)
    )


def public_proposals_of(forum: Forum) -> list[PublicProposal]:
    """Proposals about a forum and about entries that were merged into it: those that wait first,
    then those that were answered last. One query."""
    return [public_view(each) for each in _OF_FORUM[forum.is_practice](forum_id=forum.pk)]


def _of_forum(forum_id: int, *, practice: bool) -> ProposalQuerySet:
    ours = Q(forum=forum_id) | Q(forum__merged_into=forum_id)
    found = Proposal.objects.shown(practice=practice).filter(ours)
    found = found.select_related("forum", "body").order_by(*_WAITING_FIRST)
    return found.only(*_NAMED)[:OF_AN_ENTRY]


_WAITING_FIRST = (F("answered_at").desc(nulls_first=True), "-proposed_at", "-pk")


# Of the entry only what a public view tells.
_NAMED = (
    *(field.name for field in Proposal._meta.concrete_fields),
    *(f"{entry}__{name}" for entry in ("forum", "body") for name in ("slug", "name")),
)
_OF_FORUM = {
    practice: Prepared(partial(_of_forum, practice=practice), forum_id=int)
    for practice in (False, True)
}


def rows_about_bodies() -> ArraySubquery:
    """For a query of bodies: the proposals about each, those that wait first, which
    `public_proposals_in` reads."""
    shown = Proposal.objects.filter(body=OuterRef("pk"), is_practice=OuterRef("is_practice"))
    return ArraySubquery(
        shown.exclude(state=ProposalState.REJECTED.value)
        .order_by(*_WAITING_FIRST)
        .values(row=whole_row(Proposal))[:OF_AN_ENTRY]
    )


def public_proposals_in(rows: Iterable[Sequence[Any]], *, about: Body) -> list[PublicProposal]:
    """What everybody may see of the proposals about a body."""
    found = [instance_of(Proposal, row) for row in rows]
    for proposal in found:
        proposal.body = about
    return [public_view(proposal) for proposal in found]


@dataclass(frozen=True, slots=True)
class ProposalFigures:
    """How many stand where, and how fast they were answered; of real entries or of practice."""

    waiting: int
    accepted: int
    accepted_in_part: int
    declined: int
    median_days: float | None  # None: nothing was answered yet

    @property
    def answered(self) -> int:
        return self.accepted + self.accepted_in_part + self.declined

    def of(self, state: ProposalState | None) -> int:
        """How many the list holds when it is narrowed to the state; None: all."""
        if state is None:
            return self.waiting + self.answered
        counts = {
            ProposalState.WAITING: self.waiting,
            ProposalState.ACCEPTED: self.accepted,
            ProposalState.IN_PART: self.accepted_in_part,
            ProposalState.DECLINED: self.declined,
        }
        return counts.get(state, 0)


@dataclass(frozen=True, slots=True)
class ProposalList:
    page: Page[Any]  # of PublicProposal
    figures: ProposalFigures
    practice: list[PublicProposal]


class _Median(Aggregate):
    """The middle of the values; between two of them, halfway (PostgreSQL's percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def figures(*, practice: bool) -> ProposalFigures:
    """In one query. The median is of whole days of the calendar, as the published file has them,
    so that anybody can count it again (law 7)."""

    def those(*states: ProposalState) -> Q:
        return Q(state__in=[state.value for state in states])

    days = ExpressionWrapper(
        TruncDate("answered_at") - TruncDate("proposed_at"), output_field=DurationField()
    )
    found = Proposal.objects.shown(practice=practice).aggregate(
        waiting=Count("pk", filter=those(ProposalState.WAITING)),
        accepted=Count("pk", filter=those(ProposalState.ACCEPTED)),
        accepted_in_part=Count("pk", filter=those(ProposalState.IN_PART)),
        declined=Count("pk", filter=those(ProposalState.DECLINED)),
        median=_Median(days, filter=those(*PUBLISHED)),
    )
    middle: timedelta | None = found.pop("median")
    return ProposalFigures(**found, median_days=middle / A_DAY if middle is not None else None)


def proposal_list(
    state: ProposalState | None,
    *,
    entry: tuple[About, str] | None = None,
    page: str | int = 1,
    practice_too: bool,
) -> ProposalList:
    """The public list, newest first, in pages; a page beyond is the last. At most three queries.

    `state` narrows it; None, or the state of those that are not shown: all. `entry` does as well:
    kind and slug of a forum or body. Entries that were merged into a forum belong to it.
    """
    shown = Proposal.objects.shown(practice=False)
    if entry is not None:
        shown = shown.filter(about_entry(*entry))
    state = None if state is ProposalState.REJECTED else state
    if state is not None:
        shown = shown.filter(state=state.value)
    known = figures(practice=False)
    paginator = Paginator(_newest(shown), PAGE_SIZE)
    if entry is None:
        paginator.count = known.of(state)  # counted already
    found: Page[Any] = paginator.get_page(page)
    found.object_list = [public_view(proposal) for proposal in found.object_list]
    practice: list[PublicProposal] = []
    if practice_too and entry is None:
        of_practice = _newest(Proposal.objects.shown(practice=True))
        practice = [public_view(proposal) for proposal in of_practice[:OF_PRACTICE]]
    return ProposalList(found, known, practice)


def public_proposals_after(
    *,
    forum: str = "",
    body: str = "",
    state: ProposalState | None = None,
    after: int,
    limit: int,
) -> list[tuple[int, PublicProposal]]:
    """What everybody may see of each, with its number, in the order in which they came: for
    programs. Of real entries only. One query."""
    found = Proposal.objects.shown(practice=False).filter(pk__gt=after)
    if forum:
        found = found.filter(about_entry(About.FORUM, forum))
    if body:
        found = found.filter(about_entry(About.BODY, body))
    if state is not None:
        found = found.filter(state=state.value)
    rows = found.select_related("forum__merged_into", "body").order_by("pk")[:limit]
    return [
        (row.pk, replace(public_view(row), entry_slug=entry.slug if entry else ""))
        for row in rows
        for entry in (standing_entry(row),)
    ]


def about_entry(about: About, slug: str) -> Q:
    """That a proposal is about this entry, or about one that was merged into it."""
    if about is About.BODY:
        return Q(body__slug=slug)
    return Q(forum__slug=slug) | Q(forum__merged_into__slug=slug)


def answered_proposals(practice: bool) -> ProposalQuerySet:
    """Those that stand in public with their answer, for the published file, the oldest first."""
    return (
        Proposal.objects.answered(practice=practice)
        .select_related("forum", "body")
        .order_by("answered_at", "pk")
    )


def _newest(proposals: ProposalQuerySet) -> ProposalQuerySet:
    return proposals.select_related("forum", "body").order_by("-proposed_at", "-pk")
