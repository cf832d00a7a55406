"""Writing enquiries: raising, claiming, releasing, setting aside, forgetting words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.connectors.port import ThreadHeading
from alongside.enquiries.domain import triage
from alongside.enquiries.domain.referrals import HOW_LENGTH, ReferralState, Way
from alongside.enquiries.domain.threads import thread_id_of
from alongside.enquiries.domain.triage import EnquiryError, EnquiryState, Origin
from alongside.enquiries.domain.words import kept_words
from alongside.enquiries.following import follow
from alongside.enquiries.models import Enquiry, Referral
from alongside.forums.models import Forum
from alongside.guidance.domain.personal_details import masked
from alongside.listening.domain.roles import ThreadFacts
from alongside.matching.models import Match
from alongside.plans import queries as plans
from alongside.plans.domain import policy


def _length_of(field: str) -> int:
    return getattr(Enquiry._meta.get_field(field), "max_length", None) or 0


class NotAllowed(EnquiryError):
    """The person's roles do not cover this."""


class ClaimedBySomebodyElse(EnquiryError):
    """A colleague is answering it."""


class Unstorable(EnquiryError):
    """A thread's number, board or address cannot be kept, and must not be cut."""


BOARD_NAME_LENGTH = _length_of("board_name")
TITLE_LENGTH = _length_of("title")


def storable(text: str) -> str:
    """The text without the signs that PostgreSQL cannot keep: NUL, and halves of a pair."""
    return text.replace("\0", "").encode("utf-8", errors="ignore").decode("utf-8")


def check_storable(heading: ThreadHeading) -> None:
    """Raises Unstorable for what names the thread and cannot be stored as it is."""
    for text, most, what in (
        (heading.external_id, _length_of("thread_id"), "number"),
        (heading.board_id, _length_of("board_id"), "board's number"),
        (heading.address, _length_of("thread_address"), "address"),
    ):
        if len(text) > most:
            raise Unstorable(f"Its {what} is longer than {most} characters.")
        if storable(text) != text:
            raise Unstorable(f"Its {what} has characters that no forum gives.")


@transaction.atomic
def raise_enquiry(
    *,
    body: Body,
    forum: Forum,
    heading: ThreadHeading,
    question: str,
    facts: ThreadFacts,
    names: Collection[str] = (),
    origin: Origin,
    match: Match | None,
    response_hours: int,
    referred_at: datetime | None = None,
    question_at: datetime | None = None,
    by: str,
    at: datetime,
) -> Enquiry | None:
    """Raises the enquiry, once for each body and thread; None when it stands already.

    `question` is cut to a short excerpt that is deleted 60 days later; personal details that the
    asker gave away are left out, and so are `names`, of whoever wrote in the thread (law 4).
    `referred_at`: when a moderator passed it on; the promised time runs from then. `question_at`:
    as for `following.follow`.
    Raises Unstorable.
    """
    check_storable(heading)
    enquiry, added = Enquiry.objects.get_or_create(
        body=body,
        forum=forum,
        thread_id=heading.external_id,
        defaults={
            "board_id": heading.board_id,
            "board_name": storable(heading.board_name)[:BOARD_NAME_LENGTH],
            "thread_address": heading.address,
            "title": kept_words(storable(heading.title), names=names)[:TITLE_LENGTH],
            "excerpt": triage.excerpt_of(kept_words(storable(question), names=names)),
            "excerpt_until": at + triage.EXCERPT_KEPT,
            "replies_seen": facts.replies,
            "members_who_replied": facts.members_who_replied,
            "origin": origin.value,
            "match": match,
            "asked_at": heading.asked_at,
            "raised_at": at,
            "referred_at": referred_at,
            "response_hours": response_hours,
            "due_at": triage.due_at(
                asked_at=referred_at or heading.asked_at, response_hours=response_hours
            ),
        },
    )
    if not added:
        return None
    follow(enquiry, question_at=question_at, at=at)
    _tell("enquiry.raised", enquiry, by, at, {"origin": origin.value})
    return enquiry


class ReasonMissing(EnquiryError):
    """A moderator asked, and reads why no official answers."""


class NotInForce(EnquiryError):
    """Agreement, plan or account do not allow an answer: the refusal names the clause."""

    def __init__(self, refusal: policy.Refused) -> None:
        super().__init__(refusal.sentence)
        self.clause, self.address = refusal.clause, refusal.address


class RaisedAlready(EnquiryError):
    """The body has an enquiry for this thread; `public_id` names it."""

    def __init__(self, message: str, *, public_id: str) -> None:
        super().__init__(message)
        self.public_id = public_id


@dataclass(frozen=True, slots=True)
class Told:
    """That a moderator passed a question on, as an official records it: how, and when."""

    how: str
    at: datetime


@transaction.atomic
def raise_by_hand(
    *,
    body: Body,
    forum: Forum,
    address: str,
    board_name: str,
    title: str,
    asked_at: datetime,
    told: Told | None = None,
    by: Duty,
    at: datetime,
) -> Enquiry:
    """Raises an enquiry that a person found: for forums that no program reads, and for the rest.

    `title` is the question in the official's own words; nothing of the member's is kept (law 4).
    `told`: a moderator passed it on; a question that is here already is then marked as referred.
    Raises NotAllowed, NotAThread, NotInForce with the policy's sentence, RaisedAlready, and
    EnquiryError for a question or a referral from the future.
    """
    if not by.may(Permission.ANSWER, body_id=body.pk):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")
    if asked_at > at:
        raise EnquiryError("The question cannot have been asked in the future.")
    if told is not None and told.at > at:
        raise EnquiryError("The moderator cannot have told you in the future.")
    thread_id = thread_id_of(
        address, forum_name=forum.name, forum_address=forum.address, engine=forum.engine
    )
    known = (
        Enquiry.objects.select_for_update()
        .filter(body=body, forum=forum, thread_id=thread_id)
        .first()
    )
    if known and (told is None or known.is_referred):
        raise _raised_already(known)
    # Where the service knows the boards, an agreement may be bound to some of them.
    board = forum.boards.filter(name__iexact=board_name.strip()).first()
    board_id = board.external_id if board else ""
    situation = plans.situation_of(
        forum=forum,
        body=body,
        adviser=plans.adviser_terms(by, body_id=body.pk),
        thread=policy.ThreadTerms(
            board_id=known.board_id if known else board_id,
            asked_at=asked_at,
            is_referred=told is not None,
        ),
        on=timezone.localdate(at),
    )
    refusal = policy.decide(policy.Act.DRAFT, situation, at=at)
    if refusal is not None:
        raise NotInForce(refusal)
    if known and told is not None:
        mark_referred(known, referred_at=told.at, by=by.user.username, at=at)
        _note_told(known, told, at=at)
        return known
    assert situation.plan is not None  # the policy refuses without plan and objective
    assert situation.plan.objective is not None
    enquiry = raise_enquiry(
        body=body,
        forum=forum,
        heading=ThreadHeading(
            external_id=thread_id,
            address=address.strip(),
            title=title.strip(),
            board_id=board_id,
            board_name=masked(board_name.strip()),
            asked_at=asked_at,
            last_post_at=asked_at,
            replies=0,
        ),
        question="",
        facts=ThreadFacts(replies=0, members_who_replied=0, has_official_reply=False),
        origin=Origin.REFERRAL if told else Origin.HAND,
        match=None,
        response_hours=situation.plan.objective.response_hours,
        referred_at=told.at if told else None,
        by=by.user.username,
        at=at,
    )
    if enquiry is None:  # a colleague, or listening, was quicker by a moment
        raise _raised_already(Enquiry.objects.get(body=body, forum=forum, thread_id=thread_id))
    if told is not None:
        _note_told(enquiry, told, at=at)
    return enquiry


def mark_referred(enquiry: Enquiry, *, referred_at: datetime, by: str, at: datetime) -> None:
    """A moderator asks for the body, of a question that is here already and locked.

    A question that was left to peers before any moderator asked is open again: the moderator says
    that peers do not suffice. So is one that was set aside without a reason, which they could not
    be told. What was decided about a referred one stands, or whoever repeats a referral could undo
    it.
    """
    if enquiry.is_referred:
        return
    enquiry.referred_at = referred_at
    if enquiry.state == EnquiryState.LEFT_TO_PEERS or (
        enquiry.state in triage.SET_ASIDE and not enquiry.decision_reason
    ):
        enquiry.state = EnquiryState.NEW.value
        enquiry.claimed_by, enquiry.claimed_at = None, None
        enquiry.decided_at, enquiry.decision_reason = None, ""
        enquiry.due_at = triage.due_at(asked_at=referred_at, response_hours=enquiry.response_hours)
    enquiry.save()
    if enquiry.state == EnquiryState.NEW:
        follow(enquiry, at=at)
    _tell("enquiry.referred", enquiry, by, at)


def _note_told(enquiry: Enquiry, told: Told, *, at: datetime) -> None:
    Referral.objects.create(
        body=enquiry.body,
        forum=enquiry.forum,
        way=Way.BY_HAND.value,
        thread_address=enquiry.thread_address,
        how=masked(storable(told.how.strip()))[:HOW_LENGTH],
        referred_at=told.at,
        received_at=at,
        state=ReferralState.TAKEN.value,
        closed_at=at,
        enquiry=enquiry,
    )


def _raised_already(known: Enquiry) -> RaisedAlready:
    return RaisedAlready(
        f"This thread is in the service already, as “{known.heading}”.", public_id=known.public_id
    )


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
    """Gives the enquiry back to the queue; a decision to set it aside is taken back likewise.

    Who has claimed it may, and a lead in their absence. Raises ClaimedBySomebodyElse.
    """
    enquiry = _locked(enquiry_id, by, Permission.ANSWER)
    if (
        enquiry.state == EnquiryState.CLAIMED
        and enquiry.claimed_by_id != by.user.pk
        and not by.may(Permission.LEAD, body_id=enquiry.body_id)
    ):
        raise ClaimedBySomebodyElse(
            f"{enquiry.claimed_by} is answering this question. They or your lead can release it."
        )
    triage.check_move(EnquiryState(enquiry.state), EnquiryState.NEW)
    enquiry.state = EnquiryState.NEW.value
    enquiry.claimed_by, enquiry.claimed_at = None, None
    enquiry.decided_at, enquiry.decision_reason = None, ""
    enquiry.save()
    follow(enquiry, at=at)
    _tell("enquiry.released", enquiry, by.user.username, at)
    return enquiry


@transaction.atomic
def set_enquiry_aside(
    *, enquiry_id: int, decision: EnquiryState, reason: str, by: Duty, at: datetime
) -> Enquiry:
    """Decides that no official answers: left to peers, not ours, not a question.

    Raises EnquiryError when the decision is none of these, or a colleague is answering, and
    ReasonMissing where a moderator passed the question on: they read the reason.
    """
    if decision not in triage.SET_ASIDE:
        raise EnquiryError("Choose what you decide about this question.")
    enquiry = _locked(enquiry_id, by, Permission.ANSWER)
    if enquiry.state == EnquiryState.CLAIMED and enquiry.claimed_by_id != by.user.pk:
        raise ClaimedBySomebodyElse(f"{enquiry.claimed_by} is answering this question.")
    triage.check_move(EnquiryState(enquiry.state), decision)
    if enquiry.is_referred and not reason.strip():
        raise ReasonMissing(
            "Say why: a moderator passed this question on, and reads your reason on their page."
        )
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
        follow(enquiry, at=at)
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
