"""Writing proposals: proposing, answering, and forgetting what was kept against floods."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.forums.models import Forum
from alongside.proposals import flood, queries
from alongside.proposals.domain import limits, texts
from alongside.proposals.domain.fields import About, Field
from alongside.proposals.domain.life import (
    ACCEPTING,
    REJECTED_KEPT,
    NotChanged,
    ProposalError,
    ProposalState,
    check_answer,
)
from alongside.proposals.flood import Form
from alongside.proposals.models import DaySalt, NetworkTrace, Proposal, UsedForm

PUBLIC = "public"  # who proposed, in the trail: nobody knows


class Full(ProposalError):
    """So many wait that nobody would look at another one soon."""


class AnsweredAlready(ProposalError):
    """Somebody answered it in the meantime."""


class NothingLeft(ProposalError):
    """The words have been deleted; there is nothing to look at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What somebody proposes. `entry` is None for a missing one, which `name` then names."""

    about: About
    entry: Forum | Body | None
    field: Field
    name: str = ""
    proposed: str
    source: str
    words: str = ""

    @property
    def fingerprint(self) -> str:
        entry = f"{self.about}:{self.entry.slug}" if self.entry else f"{self.about}:"
        return texts.fingerprint(
            entry, self.field, self.name, self.proposed, self.source, self.words
        )


@transaction.atomic
def propose(*, wording: Wording, form: Form, network: str, at: datetime) -> Proposal:
    """Stores a proposal that waits for an answer. The same text sent twice is one proposal.

    `network` is what domain.limits.network_of returns; of it only a hash is kept, for the day.
    Raises FormUsed, TooMany and Full.
    """
    # One at a time: counting and storing must not be overtaken, or every limit is a suggestion.
    salt = flood.salt_of_the_day(at)
    known = _same_text(wording.fingerprint, at=at)
    if known is not None:
        return known
    flood.use(form)
    flood.count(network, salt=salt, at=at)
    _check_room(wording)
    entry = wording.entry
    said = queries.said_by(entry).get(wording.field, "") if entry else ""
    proposal = Proposal.objects.create(
        about=wording.about.value,
        forum=entry if isinstance(entry, Forum) else None,
        body=entry if isinstance(entry, Body) else None,
        name=entry.name if entry else wording.name,
        field=wording.field.value,
        said=said,
        proposed=wording.proposed,
        source=wording.source,
        words=wording.words,
        fingerprint=wording.fingerprint,
        proposed_at=at,
        is_practice=bool(entry and entry.is_practice),
    )
    audit.record(
        kind="proposal.made",
        actor=PUBLIC,
        subject=f"proposal:{proposal.public_id}",
        at=at,
        details={"about": proposal.about, "field": proposal.field},
    )
    return proposal


def _same_text(fingerprint: str, *, at: datetime) -> Proposal | None:
    """A proposal of the same text that waits, or was answered so lately that asking again tells
    nothing new; the one who sends it is led to that answer."""
    found = Proposal.objects.filter(fingerprint=fingerprint)
    lately = Q(answered_at__gt=at - REJECTED_KEPT) | Q(state=ProposalState.REJECTED.value)
    return found.waiting().first() or found.filter(lately).order_by("-answered_at", "-pk").first()


def _check_room(wording: Wording) -> None:
    """Raises Full."""
    waiting = Proposal.objects.waiting()
    if waiting.count() >= limits.WAITING_IN_TOTAL:
        raise Full(
            "So many corrections wait for an answer that we take no more for now. Your words are "
            f"still here. Try again in a few days, or write to {settings.ALONGSIDE_CONTACT}."
        )
    match wording.entry:
        case Forum():
            here, most = waiting.filter(forum=wording.entry), limits.WAITING_OF_AN_ENTRY
        case Body():
            here, most = waiting.filter(body=wording.entry), limits.WAITING_OF_AN_ENTRY
        case _:
            here = waiting.filter(about=wording.about.value, field=Field.MISSING.value)
            most = limits.WAITING_MISSING
    if here.count() >= most:
        raise Full(
            f"{most} corrections of this kind wait for an answer already, so we take no more here "
            "for now. Your words are still here. Try again in a few days."
        )


class NotAllowed(ProposalError):
    """The person's roles do not cover this."""


@transaction.atomic
def answer(
    *,
    public_id: str,
    state: ProposalState,
    changed: str = "",
    reason: str = "",
    withhold: bool = False,
    by: Duty,
    at: datetime,
) -> Proposal:
    """Answers a waiting proposal; all but a rejection is published, words included.

    `withhold` deletes the proposal's words at once, for they hold something about a person; the
    answer stands. Raises NotAllowed, AnsweredAlready, Unfounded without what must be said, and
    NotChanged for what would be accepted though the entry stands as it stood.
    """
    proposal = _locked(public_id, by)
    if not proposal.is_waiting or state is ProposalState.WAITING:
        raise AnsweredAlready("Somebody has answered this proposal in the meantime.")
    check_answer(state, changed=changed, reason=reason)
    _check_changed(proposal, state)
    proposal.state, proposal.answered_at = state.value, at
    proposal.changed, proposal.reason = changed.strip(), reason.strip()
    if withhold:
        _delete_words(proposal)
    proposal.save()
    _record_answer(proposal, by=by, at=at)
    return proposal


def _check_changed(proposal: Proposal, state: ProposalState) -> None:
    """Raises NotChanged. What is right in part may have been changed elsewhere in the entry."""
    if state not in ACCEPTING or not queries.stands_unchanged(proposal):
        return
    if state is ProposalState.IN_PART and queries.was_edited_since(proposal):
        return
    raise NotChanged(
        "The entry still says what it said when this was proposed. Change the entry first, then "
        "accept the proposal."
    )


@transaction.atomic
def take_up_again(*, public_id: str, by: Duty, at: datetime) -> Proposal:
    """Lets a proposal that was rejected wait for an answer again: it was a correction after all.

    Raises NotAllowed, AnsweredAlready for one that was not rejected, and NothingLeft.
    """
    proposal = _locked(public_id, by)
    if not proposal.is_rejected:
        raise AnsweredAlready("Only what was set aside as no correction can be taken up again.")
    if not proposal.fingerprint:
        raise NothingLeft("Its words have been deleted, so there is nothing left to answer.")
    proposal.state = ProposalState.WAITING.value
    proposal.answered_at, proposal.changed, proposal.reason = None, "", ""
    proposal.save()
    audit.record(
        kind="proposal.taken_up",
        actor=by.user.username,
        subject=f"proposal:{proposal.public_id}",
        at=at,
    )
    return proposal


@transaction.atomic
def withhold_words(*, public_id: str, by: Duty, at: datetime) -> Proposal:
    """Deletes the words of an answered proposal, for they hold something about a person.

    Raises NotAllowed, and AnsweredAlready while it waits: then the answer says so.
    """
    proposal = _locked(public_id, by)
    if proposal.is_waiting:
        raise AnsweredAlready("Answer it first; the answer can leave its words out.")
    _delete_words(proposal)
    proposal.save()
    audit.record(
        kind="proposal.withheld",
        actor=by.user.username,
        subject=f"proposal:{proposal.public_id}",
        at=at,
    )
    return proposal


def _locked(public_id: str, by: Duty) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("forum__merged_into", "body__parent")
        .get(public_id=public_id)
    )
    if not queries.for_duty(by).filter(pk=proposal.pk).exists():
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")
    return proposal


def _record_answer(proposal: Proposal, *, by: Duty, at: datetime) -> None:
    entry = proposal.entry
    subject = f"{proposal.about}:{entry.slug}" if entry else f"proposal:{proposal.public_id}"
    is_public = proposal.is_published and not proposal.is_practice
    audit.record(
        kind="proposal.answered",
        actor=by.user.username,
        subject=subject,
        at=at,
        details={
            "name": entry.name if entry else proposal.name or proposal.field_words,
            "proposal": proposal.public_id,
            "field": proposal.field,
            "answer": proposal.state,
        },
        public=is_public,
    )


def _delete_words(proposal: Proposal) -> None:
    proposal.said = proposal.proposed = proposal.source = proposal.words = ""
    proposal.fingerprint, proposal.is_withheld = "", True
    if proposal.is_missing:
        proposal.name = ""


# Forgetting


@transaction.atomic
def forget_traces(*, at: datetime) -> int:
    """Deletes salts and traces of days that are over (UTC), and tokens that are too old; how many.

    Once its salt is gone, a trace leads nowhere; it goes with it all the same.
    """
    today = at.astimezone(UTC).date()
    forgotten = DaySalt.objects.filter(day__lt=today).delete()[0]
    forgotten += NetworkTrace.objects.filter(day__lt=today).delete()[0]
    forgotten += UsedForm.objects.filter(expires_at__lte=at).delete()[0]
    return forgotten


@transaction.atomic
def empty_rejected(*, at: datetime) -> int:
    """Deletes the words of what was rejected, when their day has come; of how many."""
    due = (
        Proposal.objects.filter(
            state=ProposalState.REJECTED.value, answered_at__lte=at - REJECTED_KEPT
        )
        .exclude(fingerprint="")
        .update(name="", said="", proposed="", source="", words="", reason="", fingerprint="")
    )
    if due:
        audit.record(
            kind="proposals.emptied",
            actor=audit.WORKER,
            subject="proposals",
            at=at,
            details={"proposals": due},
        )
    return due
