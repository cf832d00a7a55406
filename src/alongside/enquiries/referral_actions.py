"""Writing referrals: passed on by an operator, claimed by a worker, and what became of each."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.agreements.domain.terms import OPERATOR
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.connectors.port import Thread, ThreadHeading
from alongside.enquiries import actions
from alongside.enquiries.actions import NotAllowed, NotInForce
from alongside.enquiries.domain import referrals as rules
from alongside.enquiries.domain.referrals import ReferralState, Way
from alongside.enquiries.domain.threads import thread_id_of
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EnquiryError, Origin
from alongside.enquiries.models import Enquiry, Referral
from alongside.forums import queries as forums
from alongside.forums.models import Board, Forum
from alongside.guidance.domain.personal_details import masked
from alongside.listening.domain.roles import ThreadFacts, facts_of, member_names
from alongside.plans import queries as plans
from alongside.plans.domain import policy

# A worker that dies while it reads delays the referral by this, and no more.
CLAIM = timedelta(minutes=10)
LONGEST_PROBLEM = 600
_UNREAD = ThreadFacts(replies=0, members_who_replied=0, has_official_reply=False)
# Reasons not to answer that the body removes by itself: the question may wait for that.
_SOME_ACCOUNT = policy.AccountTerms(handle="", address="")


class PassedOnAlready(EnquiryError):
    """The body has been asked about this thread; `public_id` names the referral."""

    def __init__(self, message: str, *, public_id: str) -> None:
        super().__init__(message)
        self.public_id = public_id


class TooMany(EnquiryError):
    """More is waiting from this forum than any moderator passes on."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a body may take a referral now. `reads`: its thread may be read by machine."""

    refusal: policy.Refused | None
    reads: bool
    response_hours: int


def reach(*, forum: Forum, body: Body, board_id: str | None, at: datetime) -> Reached:
    """Asks the policy what becomes of a referral now; `board_id` None: not known yet.

    What refuses is the operator's word, the plan, its model or the board. A restricted period and
    a missing account only hold up the answer: whoever opens the enquiry sees them there.
    """
    today = timezone.localdate(at)
    thread = policy.ThreadTerms(board_id=board_id or "", asked_at=at, is_referred=True)
    situation = plans.situation_of(
        forum=forum, body=body, adviser=policy.SOMEBODY, thread=thread, on=today
    )
    if board_id is None and situation.agreement is not None:
        # Which boards the operator agreed to can be asked once the thread has been read.
        situation = replace(
            situation, agreement=replace(situation.agreement, board_ids=frozenset())
        )
    taken = replace(situation, period=None, account=_SOME_ACCOUNT)
    refusal = policy.decide(policy.Act.DRAFT, taken, at=at)
    objective = situation.plan.objective if situation.plan else None
    return Reached(
        refusal=refusal,
        reads=policy.decide(policy.Act.READ, situation, at=at) is None,
        response_hours=objective.response_hours if objective else 0,
    )


@transaction.atomic
def pass_on(
    *, forum: Forum, body: Body, address: str, board: Board | None, note: str, at: datetime
) -> Referral:
    """An operator passes a question to the body, by their own page.

    `note` is theirs to the official; it is deleted when an excerpt would be. Raises NotAThread,
    NotInForce with the policy's sentence, PassedOnAlready and TooMany.
    """
    address = address.strip().split("#")[0]
    thread_id_of(address, forum_name=forum.name, forum_address=forum.address, engine=forum.engine)
    reached = reach(forum=forum, body=body, board_id=board.external_id if board else None, at=at)
    if reached.refusal is not None:
        raise NotInForce(reached.refusal)
    # One at a time for a forum, so that a button pressed twice passes a question on once.
    Forum.objects.select_for_update(of=("self",)).get(pk=forum.pk)
    known = _known(forum=forum, body=body, address=address)
    if known is not None:
        raise PassedOnAlready(
            f"You passed this thread to {body.short_name} already.", public_id=known.public_id
        )
    waiting = Referral.objects.filter(forum=forum, state=ReferralState.WAITING.value)
    if waiting.count() >= rules.MOST_WAITING:
        raise TooMany(
            f"{rules.MOST_WAITING} questions that you passed on still wait. Try again tomorrow."
        )
    note = masked(actions.storable(note.strip()))[: rules.NOTE_LENGTH]
    referral = Referral.objects.create(
        body=body,
        forum=forum,
        way=Way.OPERATOR.value,
        thread_address=address,
        board_id=board.external_id if board else "",
        board_name=board.name if board else "",
        note=note,
        note_until=at + EXCERPT_KEPT if note else None,
        referred_at=at,
        received_at=at,
        due_at=at,
        until=at + rules.GIVE_UP_AFTER,
    )
    _tell("referral.received", referral, OPERATOR, at)
    return referral


def _known(*, forum: Forum, body: Body, address: str) -> Referral | None:
    """A referral of the same thread that stands, told by what its address names."""

    def named(text: str) -> str:
        return thread_id_of(
            text, forum_name=forum.name, forum_address=forum.address, engine=forum.engine
        )

    thread_id = named(address)
    standing = Referral.objects.filter(
        forum=forum, body=body, state__in=[ReferralState.WAITING.value, ReferralState.TAKEN.value]
    ).select_related("enquiry")
    for referral in standing.order_by("-pk")[:1000]:
        if referral.enquiry is not None and referral.enquiry.thread_id == thread_id:
            return referral
        if referral.thread_address.startswith(f"{forum.address}/") and (
            named(referral.thread_address) == thread_id
        ):
            return referral
    return None


@transaction.atomic
def claim_next_referral(*, at: datetime) -> Referral | None:
    """The referral that has waited longest; None: nothing is due.

    Its next try is set before this one begins, so that a worker that dies delays it only.
    """
    referral = (
        Referral.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("forum", "body", "hook")
        .filter(state=ReferralState.WAITING.value, due_at__lte=at)
        .order_by("due_at", "pk")
        .first()
    )
    if referral is not None:
        referral.due_at, referral.tries = at + CLAIM, referral.tries + 1
        referral.save(update_fields=["due_at", "tries"])
    return referral


def note_read(referral: Referral, *, board_id: str, at: datetime) -> None:
    """That a program read the thread: the operator sees it beside all other reading."""
    audit.record(
        kind="board.read",
        actor=audit.WORKER,
        subject=f"forum:{referral.forum.slug}",
        at=at,
        details={"board": board_id, "threads": 1},
    )


@transaction.atomic
def take_referral(
    *,
    claimed: Referral,
    address: str,
    thread: Thread | None,
    reached: Reached,
    at: datetime,
) -> Enquiry | None:
    """Raises the enquiry, or marks the one that stands; the referral ends in the same moment.

    Without `thread`, which nobody may or could read, the enquiry holds the link and no words.
    None: somebody else was quicker. Raises Unstorable and NotAThread.
    """
    referral = _still_waiting(claimed)
    if referral is None:
        return None
    forum, body = referral.forum, referral.body
    heading = thread.heading if thread else _unread_heading(referral, address)
    if heading.board_id and not heading.board_name:
        # Some engines number a thread's board and do not name it; the register does.
        known = forum.boards.filter(external_id=heading.board_id).first()
        heading = replace(heading, board_name=known.name if known else "")
    question, facts, names = "", _UNREAD, frozenset[str]()
    if thread is not None:
        first = thread.posts[0]
        question = "" if first.is_hidden else first.text
        handles = forums.official_handles(forum.pk)
        facts = facts_of(thread.posts, official_handles=handles)
        names = member_names(thread.posts, official_handles=handles)
    by = OPERATOR if referral.way == Way.OPERATOR else audit.WORKER
    enquiry = actions.raise_enquiry(
        body=body,
        forum=forum,
        heading=heading,
        question=question,
        facts=facts,
        names=names,
        origin=Origin.REFERRAL,
        match=None,
        response_hours=reached.response_hours,
        referred_at=referral.referred_at,
        by=by,
        at=at,
    )
    if enquiry is None:
        enquiry = Enquiry.objects.select_for_update(of=("self",)).get(
            body=body, forum=forum, thread_id=heading.external_id
        )
        actions.mark_referred(enquiry, referred_at=referral.referred_at, by=by, at=at)
    referral.enquiry, referral.thread_address = enquiry, heading.address
    _close(referral, ReferralState.TAKEN, problem="", at=at)
    _tell("referral.taken", referral, audit.WORKER, at)
    return enquiry


@transaction.atomic
def put_off(
    *,
    claimed: Referral,
    problem: str,
    again_at: datetime,
    board_id: str = "",
    address: str = "",
    at: datetime,
) -> None:
    """Nothing was done and trying again is safe; given up when two weeks are over.

    `board_id`: in which board the thread was seen to stand, so that it is not read again only to
    learn that. `address`: where a person finds it meanwhile.
    """
    referral = _still_waiting(claimed)
    if referral is None:
        return
    if board_id and referral.way == Way.WEBHOOK:
        referral.board_id = board_id
    referral.thread_address = referral.thread_address or address
    if referral.until is None or again_at >= referral.until:
        _close(referral, ReferralState.GIVEN_UP, problem=problem, at=at)
        _tell("referral.given_up", referral, audit.WORKER, at)
        return
    referral.due_at, referral.problem = again_at, _kept(problem)
    referral.save(update_fields=["due_at", "problem", "board_id", "thread_address"])


@transaction.atomic
def give_up(*, claimed: Referral, problem: str, address: str = "", at: datetime) -> None:
    """It cannot become an enquiry as it is; a lead sees why, and where a person finds it."""
    if (referral := _still_waiting(claimed)) is not None:
        referral.thread_address = referral.thread_address or address
        _close(referral, ReferralState.GIVEN_UP, problem=problem, at=at)
        _tell("referral.given_up", referral, audit.WORKER, at)


@transaction.atomic
def leave_alone(*, claimed: Referral, at: datetime) -> None:
    """Looked at, and not passed to this body: nothing more of it is kept than that."""
    if (referral := _still_waiting(claimed)) is not None:
        _close(referral, ReferralState.NOT_OURS, problem="", at=at)


@transaction.atomic
def try_again(*, referral_id: str, by: Duty, at: datetime) -> Referral:
    """A lead lets a referral that was given up be taken up once more, with its whole time.

    Raises NotAllowed, Referral.DoesNotExist, and EnquiryError when it has not been given up.
    """
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("body", "forum")
        .get(public_id=referral_id)
    )
    if not by.may(Permission.LEAD, body_id=referral.body_id):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")
    if referral.state != ReferralState.GIVEN_UP:
        raise EnquiryError("This referral has not been given up. Open the page again.")
    referral.state, referral.closed_at = ReferralState.WAITING.value, None
    referral.problem = ""
    if referral.way == Way.WEBHOOK:
        referral.board_id = ""  # moderators may have moved the thread meanwhile
    referral.due_at, referral.tries, referral.until = at, 0, at + rules.GIVE_UP_AFTER
    referral.save()
    _tell("referral.again", referral, by.user.username, at)
    return referral


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Deletes the operators' words whose date has come, and the numbers of threads that were not
    for us; of how many referrals."""
    forgotten = Referral.objects.filter(note_until__lte=at).update(note="", note_until=None)
    not_ours = Referral.objects.filter(
        state=ReferralState.NOT_OURS.value, closed_at__lte=at - rules.NOT_OURS_KEPT
    )
    return forgotten + not_ours.delete()[0]


def _still_waiting(claimed: Referral) -> Referral | None:
    """The referral, locked; None when another worker ended it or a later try has begun."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("forum", "body")
        .filter(pk=claimed.pk, state=ReferralState.WAITING.value, tries=claimed.tries)
        .first()
    )


def _close(referral: Referral, state: ReferralState, *, problem: str, at: datetime) -> None:
    referral.state, referral.problem = state.value, _kept(problem)
    referral.due_at, referral.closed_at = None, at
    referral.save()


def _kept(problem: str) -> str:
    return actions.storable(problem)[:LONGEST_PROBLEM]


def _unread_heading(referral: Referral, address: str) -> ThreadHeading:
    forum = referral.forum
    return ThreadHeading(
        external_id=thread_id_of(
            address, forum_name=forum.name, forum_address=forum.address, engine=forum.engine
        ),
        address=address,
        title="",
        board_id=referral.board_id,
        board_name=referral.board_name,
        # Nobody says when it was asked; the moderator's word is the first that is known of it.
        asked_at=referral.referred_at,
        last_post_at=referral.referred_at,
        replies=None,
    )


def _tell(kind: str, referral: Referral, actor: str, at: datetime) -> None:
    audit.record(
        kind=kind,
        actor=actor,
        subject=f"forum:{referral.forum.slug}",
        at=at,
        details={
            "body": referral.body.slug,
            "referral": referral.public_id,
            "way": referral.way,
            "enquiry": referral.enquiry.public_id if referral.enquiry else "",
        },
    )
