"""Writing enquiries: raising, claiming, releasing, setting aside, forgetting words."""

from datetime import datetime

from django.db import transaction

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.connectors.port import ThreadHeading
from alongside.enquiries.domain import triage
from alongside.enquiries.domain.triage import EnquiryError, EnquiryState, Origin
from alongside.enquiries.models import Enquiry
from alongside.forums.models import Forum
from alongside.guidance.domain.personal_details import masked
from alongside.listening.domain.roles import ThreadFacts
from alongside.matching.models import Match


class NotAllowed(EnquiryError):
    """The person's roles do not cover this."""


class ClaimedBySomebodyElse(EnquiryError):
    """A colleague is answering it."""


@transaction.atomic
def raise_enquiry(
    *,
    body: Body,
    forum: Forum,
    heading: ThreadHeading,
    question: str,
    facts: ThreadFacts,
    origin: Origin,
    match: Match | None,
    response_hours: int,
    by: str,
    at: datetime,
) -> Enquiry | None:
    """Raises the enquiry, once for each body and thread; None when it stands already.

    `question` is cut to a short excerpt that is deleted 60 days later; personal details that the
    asker gave away are left out (law 4).
    """
    enquiry, added = Enquiry.objects.get_or_create(
        body=body,
        forum=forum,
        thread_id=heading.external_id,
        defaults={
            "board_id": heading.board_id,
            "board_name": heading.board_name,
            "thread_address": heading.address,
            "title": masked(heading.title)[:300],
            "excerpt": triage.excerpt_of(masked(question)),
            "excerpt_until": at + triage.EXCERPT_KEPT,
            "replies_seen": facts.replies,
            "members_who_replied": facts.members_who_replied,
            "origin": origin.value,
            "match": match,
            "asked_at": heading.asked_at,
            "raised_at": at,
            "response_hours": response_hours,
            "due_at": triage.due_at(asked_at=heading.asked_at, response_hours=response_hours),
        },
    )
    if not added:
        return None
    _tell("enquiry.raised", enquiry, by, at, {"origin": origin.value})
    return enquiry


@transaction.atomic
def claim_enquiry(*, enquiry_id: int, by: Duty, at: datetime) -> Enquiry:
    """Takes the enquiry to answer it. Raises ClaimedBySomebodyElse, NotPossibleNow, NotAllowed."""
    enquiry = _locked(enquiry_id, by, Permission.ANSWER)
    if enquiry.state == EnquiryState.CLAIMED:
        if enquiry.claimed_by_id == by.user.pk:
            return enquiry
        raise ClaimedBySomebodyElse(f"{enquiry.claimed_by} is answering this question.")
    triage.check_move(EnquiryState(enquiry.state), EnquiryState.CLAIMED)
    enquiry.state = EnquiryState.CLAIMED.value
    enquiry.claimed_by, enquiry.claimed_at = by.user, at
    enquiry.save(update_fields=["state", "claimed_by", "claimed_at"])
    _tell("enquiry.claimed", enquiry, by.user.username, at)
    return enquiry


@transaction.atomic
def release_enquiry(*, enquiry_id: int, by: Duty, at: datetime) -> Enquiry:
    """Gives the enquiry back to the queue; a decision to set it aside is taken back likewise."""
    enquiry = _locked(enquiry_id, by, Permission.ANSWER)
    triage.check_move(EnquiryState(enquiry.state), EnquiryState.NEW)
    enquiry.state = EnquiryState.NEW.value
    enquiry.claimed_by, enquiry.claimed_at = None, None
    enquiry.decided_at, enquiry.decision_reason = None, ""
    enquiry.save()
    _tell("enquiry.released", enquiry, by.user.username, at)
    return enquiry


@transaction.atomic
def set_enquiry_aside(
    *, enquiry_id: int, decision: EnquiryState, reason: str, by: Duty, at: datetime
) -> Enquiry:
    """Decides that no official answers: left to peers, not ours, not a question.

    Raises EnquiryError when the decision is none of these, or a colleague is answering.
    """
    if decision not in triage.SET_ASIDE:
        raise EnquiryError("Choose what you decide about this question.")
    enquiry = _locked(enquiry_id, by, Permission.ANSWER)
    if enquiry.state == EnquiryState.CLAIMED and enquiry.claimed_by_id != by.user.pk:
        raise ClaimedBySomebodyElse(f"{enquiry.claimed_by} is answering this question.")
    triage.check_move(EnquiryState(enquiry.state), decision)
    enquiry.state, enquiry.decided_at = decision.value, at
    enquiry.decision_reason = reason.strip()
    enquiry.save(update_fields=["state", "decided_at", "decision_reason"])
    _tell("enquiry.set_aside", enquiry, by.user.username, at, {"decision": decision.value})
    return enquiry


@transaction.atomic
def mark_answered(*, enquiry_id: int, by: str, at: datetime) -> None:
    """An official reply stands in the forum. Called when a reply is live; once is enough."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
    if enquiry.state != EnquiryState.ANSWERED:
        enquiry.state, enquiry.decided_at = EnquiryState.ANSWERED.value, at
        enquiry.save(update_fields=["state", "decided_at"])
        _tell("enquiry.answered", enquiry, by, at)


@transaction.atomic
def forget_words(*, at: datetime) -> int:
    """Deletes titles and excerpts whose date has come; of how many enquiries.

    The phrases of a match stay: they are the watch's words, not the member's.
    """
    due = Enquiry.objects.filter(excerpt_until__lte=at).exclude(title="", excerpt="")
    forgotten = due.update(title="", excerpt="")
    if forgotten:
        audit.record(
            kind="words.forgotten",
            actor=audit.WORKER,
            subject="enquiries",
            at=at,
            details={"enquiries": forgotten},
        )
    return forgotten


def _locked(enquiry_id: int, by: Duty, permission: Permission) -> Enquiry:
    enquiry = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("forum", "body", "claimed_by")
        .get(pk=enquiry_id)
    )
    if not by.may(permission, body_id=enquiry.body_id):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")
    return enquiry


def _tell(
    kind: str, enquiry: Enquiry, actor: str, at: datetime, details: dict[str, object] | None = None
) -> None:
    audit.record(
        kind=kind, actor=actor, subject=f"enquiry:{enquiry.public_id}", at=at, details=details
    )
