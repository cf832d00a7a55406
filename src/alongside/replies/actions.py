"""Writing replies: drafting, second reading, posting by hand, and a person's word on the rest.

What the worker does to a reply is in `sending`.
"""

from collections.abc import Container, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.queries import Duty
from alongside.enquiries import actions as enquiries
from alongside.enquiries.domain.triage import EnquiryState
from alongside.enquiries.models import Enquiry
from alongside.forums import queries as forums
from alongside.forums.domain import places
from alongside.forums.models import OfficialAccount
from alongside.guidance.domain.checks import CHECK_WORDS, Finding, Severity
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from alongside.replies import queries, wording
from alongside.replies.domain import life
from alongside.replies.domain.life import (
    ChecksFailed,
    NotAllowed,
    NotPossibleNow,
    NotYours,
    PolicyRefused,
    Proof,
    ReplyError,
    ReplyState,
    Route,
)
from alongside.replies.models import Attempt, CheckResult, Reply


@transaction.atomic
def save_draft(
    *, enquiry: Enquiry, text: str, seen_at: datetime | None, by: Duty, at: datetime
) -> Reply:
    """Saves the text of the reply to an enquiry that the person has claimed.

    `seen_at` is the `saved_at` of the draft the text is based on, None when there was none. Raises
    PolicyRefused, NotYours when a colleague has claimed it, NotPossibleNow when the draft moved on
    or is newer, ReplyError when the text is longer than any forum takes.
    """
    if len(text) > life.LONGEST_TEXT:
        raise ReplyError(
            f"The answer has {len(text):,} characters; at most {life.LONGEST_TEXT:,} can be kept. "
            "Shorten it."
        )
    # The row is read again and held: the claim may have gone since the page was opened, and two
    # windows of one person must not both begin a reply.
    enquiry = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("forum", "body", "seen")
        .get(pk=enquiry.pk)
    )
    _check_permission(by, Permission.ANSWER, enquiry.body_id)
    if enquiry.state != EnquiryState.CLAIMED or enquiry.claimed_by_id != by.user.pk:
        raise NotYours("Claim this question first. A colleague may have taken it meanwhile.")
    _obey(_ask_to_draft(enquiry, by, at))
    account = forums.account_in_use(forum_id=enquiry.forum_id, body_id=enquiry.body_id)
    assert account is not None  # the policy refuses without one
    reply = (
        Reply.objects.select_for_update()
        .filter(enquiry=enquiry)
        .exclude(state=ReplyState.WITHDRAWN.value)
        .first()
    )
    if reply is None:
        reply = Reply(enquiry=enquiry, account=account, author=by.user)
    elif reply.state != ReplyState.DRAFT:
        raise NotPossibleNow("This reply is no longer a draft. Open it again to see where it is.")
    elif reply.text != text and (seen_at is None or reply.saved_at > seen_at):
        raise NotPossibleNow(
            "This draft was saved in another window since you opened it. Your text is kept below: "
            "compare it with the saved one, then save again."
        )
    elif reply.author_id != by.user.pk:
        reply.author = by.user  # taken over with the claim
    reply.text, reply.account, reply.saved_at = text, account, at
    reply.save()
    _tell("reply.drafted", reply, by.user.username, at)
    return reply


@transaction.atomic
def submit_reply(
    *, reply_id: int, override_reasons: Mapping[str, str], by: Duty, at: datetime
) -> Reply:
    """Sends the draft for second reading.

    `override_reasons`: why each warning is passed over, by the check's name. Raises ChecksFailed
    when a block stands or a warning has no reason, PolicyRefused, NotYours.
    """
    reply = _locked(reply_id)
    _check_author(reply, by)
    _check_move(reply, ReplyState.IN_REVIEW)
    _obey(_ask_to_draft(reply.enquiry, by, at))
    if not reply.text.strip():
        raise ChecksFailed("Write the answer first.")
    findings = _check_blocks(reply, at=at)
    passed = {name: reason.strip() for name, reason in override_reasons.items() if reason.strip()}
    for finding in findings:
        if finding.check.value not in passed:
            raise ChecksFailed(
                f"“{CHECK_WORDS[finding.check]}”: {finding.message} "
                "Change the text, or give a reason for the second reader."
            )
    reply.check_results.all().delete()
    CheckResult.objects.bulk_create(
        CheckResult(
            reply=reply,
            check_name=finding.check.value,
            severity=finding.severity.value,
            message=finding.message,
            override_reason=passed[finding.check.value],
        )
        for finding in findings
    )
    reply.state, reply.submitted_at, reply.comment = ReplyState.IN_REVIEW.value, at, ""
    reply.save()
    _tell("reply.submitted", reply, by.user.username, at, {"overrides": len(findings)})
    return reply


@transaction.atomic
def approve_reply(
    *,
    reply_id: int,
    seen_at: datetime | None = None,
    seen_mark: str | None = None,
    confirms_facts: bool = False,
    by: Duty,
    at: datetime,
) -> Reply:
    """A second person approves the text that they read; this is the press of "send" (law 5).

    `seen_at` is the `saved_at` of the text that was read, None when the caller has just read it;
    `seen_mark` is the `wording.mark_of` what they read in the forum's markup.
    `confirms_facts`: they say that it states facts about services and nothing else, which a
    restricted period may ask for. The reply is queued for the worker, or for posting by hand where
    the forum has no interface.
    Raises NotYours for the author, NotAllowed, PolicyRefused, ChecksFailed when a rule has become
    stricter since it was sent for second reading, NotPossibleNow when the text is another.
    """
    reply = _locked(reply_id)
    _check_seen(reply, seen_at)
    _check_permission(by, Permission.SECOND_READ, reply.enquiry.body_id)
    _check_move(reply, ReplyState.APPROVED, only_from={ReplyState.IN_REVIEW})
    life.check_approval(author_id=reply.author_id, approver_id=by.user.pk)
    _obey(_ask_to_approve(reply, by, confirms_facts, at))
    _check_blocks(reply, at=at)
    reply.facts_period = queries.facts_period_of(reply, at=at) if confirms_facts else None
    wording.settle(reply, account=_account(reply.enquiry), seen_mark=seen_mark)
    reply.state = ReplyState.APPROVED.value
    reply.approved_by, reply.approved_at = by.user, at
    reply.not_before = None
    reply.save()
    _tell("reply.approved", reply, by.user.username, at, {"route": reply.route})
    return reply


@transaction.atomic
def return_reply(
    *, reply_id: int, comment: str, seen_at: datetime | None = None, by: Duty, at: datetime
) -> Reply:
    """The second reader gives the draft back, with a comment. Raises ReplyError without one."""
    reply = _locked(reply_id)
    _check_seen(reply, seen_at)
    _check_permission(by, Permission.SECOND_READ, reply.enquiry.body_id)
    _check_move(reply, ReplyState.DRAFT, only_from={ReplyState.IN_REVIEW})
    life.check_approval(author_id=reply.author_id, approver_id=by.user.pk)
    if not comment.strip():
        raise ReplyError("Say what should change, so that the author can act on it.")
    _back_to_draft(reply, comment=comment.strip(), at=at)
    _tell("reply.returned", reply, by.user.username, at)
    return reply


@transaction.atomic
def redraft_reply(*, reply_id: int, by: Duty, at: datetime) -> Reply:
    """The author, or a lead in their absence, takes a reply back to draft.

    From "needs a person" this says that somebody looked and the reply does not stand there.
    """
    reply = _locked(reply_id)
    _check_author(reply, by, or_lead=True)
    _check_move(reply, ReplyState.DRAFT)
    was = reply.state
    _back_to_draft(reply, comment=reply.comment, at=at)
    _tell("reply.redrafted", reply, by.user.username, at, {"was": was})
    return reply


@transaction.atomic
def withdraw_reply(*, reply_id: int, by: Duty, at: datetime) -> Reply:
    """The author, or a lead in their absence, gives up a reply that does not stand in the forum.

    The enquiry stays claimed: it can be answered anew, set aside or released.
    """
    reply = _locked(reply_id)
    _check_author(reply, by, or_lead=True)
    _check_move(reply, ReplyState.WITHDRAWN)
    reply.state = ReplyState.WITHDRAWN.value
    reply.save(update_fields=["state"])
    _tell("reply.withdrawn", reply, by.user.username, at)
    return reply


@transaction.atomic
def begin_posting_by_hand(*, reply_id: int, by: Duty, at: datetime) -> Reply:
    """A person is about to post the approved text. The policy is asked in this instant.

    The reply comes back stopped, with the clause, when the policy refuses for good; raises
    PolicyRefused when it only says "not yet" (quota, members first).
    """
    reply = _locked(reply_id)
    _check_permission(by, Permission.ANSWER, reply.enquiry.body_id)
    if reply.route != Route.BY_HAND:
        raise NotPossibleNow("This reply is sent by the service, not by hand.")
    _check_move(reply, ReplyState.SENDING)
    decision = refusal_to_send(reply, at=at)
    if decision is not None:
        if decision.clause in policy.PASSING:
            raise refusal_of(decision)
        stop(reply, decision, by=by.user.username, at=at)
        return reply
    reply.state = ReplyState.SENDING.value
    reply.save(update_fields=["state"])
    Attempt.objects.create(reply=reply, claimed_at=at, claimed_by=by.user)
    _tell("reply.taken_to_post", reply, by.user.username, at)
    return reply


@transaction.atomic
def leave_posting_by_hand(*, reply_id: int, by: Duty, at: datetime) -> Reply:
    """The person did not post it after all: it waits to be posted by hand again.

    Only they can know that they did not, or a lead who has asked them. Raises NotYours.
    """
    reply = _locked(reply_id)
    _check_permission(by, Permission.ANSWER, reply.enquiry.body_id)
    if reply.route != Route.BY_HAND:
        raise NotPossibleNow("This reply is sent by the service, not by hand.")
    taken = reply.attempts.filter(ended_at=None).exclude(claimed_by=by.user).first()
    if taken is not None and not by.may(Permission.LEAD, body_id=reply.enquiry.body_id):
        raise NotYours(f"{taken.claimed_by} is posting this reply. Ask them, or your lead.")
    _check_move(reply, ReplyState.APPROVED, only_from={ReplyState.SENDING})
    end_attempt(reply, "not posted", at)
    reply.state = ReplyState.APPROVED.value
    reply.save(update_fields=["state"])
    _tell("reply.left_to_post", reply, by.user.username, at)
    return reply


@transaction.atomic
def send_again(
    *,
    reply_id: int,
    seen_at: datetime | None = None,
    seen_mark: str | None = None,
    confirms_facts: bool = False,
    by: Duty,
    at: datetime,
) -> Reply:
    """A second person presses "send" again, having looked: the reply does not stand there.

    For replies that were stopped or need a person; all else as in `approve_reply`. Raises
    NotYours for the author, PolicyRefused, ChecksFailed, NotPossibleNow as that does.
    """
    reply = _locked(reply_id)
    _check_seen(reply, seen_at)
    _check_permission(by, Permission.SECOND_READ, reply.enquiry.body_id)
    _check_move(reply, ReplyState.APPROVED, only_from={ReplyState.STOPPED, ReplyState.NEEDS_PERSON})
    life.check_approval(author_id=reply.author_id, approver_id=by.user.pk)
    _obey(_ask_to_approve(reply, by, confirms_facts, at))
    _check_blocks(reply, at=at)
    reply.facts_period = queries.facts_period_of(reply, at=at) if confirms_facts else None
    end_attempt(reply, "not there", at)
    wording.settle(reply, account=_account(reply.enquiry), seen_mark=seen_mark)
    reply.state = ReplyState.APPROVED.value
    reply.approved_by, reply.approved_at = by.user, at
    reply.not_before, reply.looks = None, 0
    reply.problem, reply.problem_clause, reply.problem_address = "", "", ""
    reply.save()
    _tell("reply.sent_again", reply, by.user.username, at)
    return reply


def refusal_to_send(reply: Reply, *, at: datetime) -> policy.Decision:
    """Why an approved reply may not leave the house in this instant; None: it may.

    Inside the caller's transaction, with the reply's row held. Holds the account's row as well: two
    workers with two replies for one forum take turns, so that both see the operator's quota.
    """
    reply.account = (
        OfficialAccount.objects.select_for_update(of=("self",))
        .select_related("forum")
        .get(pk=reply.account_id)
    )
    decision = queries.ask_about(policy.Act.SEND, reply, at=at)
    if decision is not None:
        return decision
    if reply.route == Route.INTERFACE and not reply.account.sealed_secret:
        return policy.Refused(
            policy.Clause.NO_ACCOUNT,
            f"The service cannot sign in as {reply.account.handle} any more. "
            "Take the reply back to draft, so that the present account is used.",
            reverse("register:account", args=[reply.account.public_id]),
        )
    if (decision := wording.refusal_of_another(reply)) is not None:
        return decision
    return queries.refusal_of_text(reply, at=at)


def stop(reply: Reply, decision: policy.Refused, *, by: str, at: datetime) -> None:
    """Stops an approved reply, inside the caller's transaction: the policy refused it."""
    _check_move(reply, ReplyState.STOPPED)
    reply.state = ReplyState.STOPPED.value
    reply.problem, reply.problem_clause = decision.sentence, decision.clause.value
    reply.problem_address = decision.address
    reply.save()
    _tell("reply.stopped", reply, by, at, {"clause": decision.clause.value})


@transaction.atomic
def give_link(*, reply_id: int, link: str, by: Duty, at: datetime) -> Reply:
    """A person gives the public address at which the reply stands.

    Where the agreement lets us read, the text is looked for there before the reply is called live;
    elsewhere, and when the same link is given again after a look that found nothing, the link
    itself is the proof (law 6). Raises ReplyError for an address elsewhere
    than in the forum.
    """
    reply = _locked(reply_id)
    _check_permission(by, Permission.ANSWER, reply.enquiry.body_id)
    _check_link(link, reply.enquiry)
    may_look = queries.ask_policy(policy.Act.READ, reply.enquiry, at=at) is None
    # Looked for at this very link and not found: the same link again is the person's own word.
    insists = reply.state == ReplyState.NEEDS_PERSON and reply.public_link == link.strip()
    then = ReplyState.LIVE if insists or not may_look else ReplyState.POSTED
    if reply.state == ReplyState.SENDING and reply.route != Route.BY_HAND:
        raise NotPossibleNow("The service is sending this reply. Open it again in a moment.")
    _check_move(reply, then)
    reply.public_link = link.strip()
    reply.posted_at = reply.posted_at or at
    reply.problem, reply.problem_clause, reply.problem_address = "", "", ""
    reply.looks, reply.not_before = 0, at
    end_attempt(reply, "link given", at)
    reply.state = then.value
    if then is ReplyState.LIVE:
        reply.proof, reply.live_at = Proof.LINK_GIVEN.value, at
        enquiries.mark_answered(enquiry_id=reply.enquiry_id, by=by.user.username, at=at)
    reply.save()
    _tell("reply.link_given", reply, by.user.username, at)
    if then is ReplyState.LIVE:
        _tell("reply.live", reply, by.user.username, at, {"proof": reply.proof})
    return reply


def refusal_of(decision: policy.Refused) -> PolicyRefused:
    """The policy's refusal as an error for people."""
    return PolicyRefused(decision.sentence, clause=decision.clause.value, address=decision.address)


def _obey(decision: policy.Decision) -> None:
    if decision is not None:
        raise refusal_of(decision)


def _ask_to_draft(enquiry: Enquiry, by: Duty, at: datetime) -> policy.Decision:
    adviser = plans.adviser_terms(by, body_id=enquiry.body_id)
    return queries.ask_policy(policy.Act.DRAFT, enquiry, adviser=adviser, at=at)


def _ask_to_approve(reply: Reply, by: Duty, confirms_facts: bool, at: datetime) -> policy.Decision:
    reader = queries.reader_terms(by, reply, confirms_facts=confirms_facts)
    return queries.ask_about(policy.Act.APPROVE, reply, reader=reader, at=at)


def _account(enquiry: Enquiry) -> OfficialAccount:
    account = forums.account_in_use(forum_id=enquiry.forum_id, body_id=enquiry.body_id)
    assert account is not None  # the policy refuses without one
    return account


def _check_move(
    reply: Reply, then: ReplyState, *, only_from: Container[ReplyState] | None = None
) -> None:
    life.check_move(ReplyState(reply.state), then, only_from=only_from)


def _check_permission(by: Duty, permission: Permission, body_id: int) -> None:
    if not by.may(permission, body_id=body_id):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")


def _check_author(reply: Reply, by: Duty, *, or_lead: bool = False) -> None:
    _check_permission(by, Permission.ANSWER, reply.enquiry.body_id)
    if or_lead and by.may(Permission.LEAD, body_id=reply.enquiry.body_id):
        return
    if reply.author_id != by.user.pk:
        raise NotYours("Only the author of this reply can do this.")


def _check_seen(reply: Reply, seen_at: datetime | None) -> None:
    """Law 5: what a person sends is what they read."""
    if seen_at is not None and reply.saved_at != seen_at:
        raise NotPossibleNow(
            "The text has changed since you opened this page. Read it again, then decide."
        )


def _check_blocks(reply: Reply, *, at: datetime) -> list[Finding]:
    """What the checks find; raises ChecksFailed when they find what nobody can pass over."""
    findings = queries.findings_for(reply.enquiry, reply.text, at=at)
    for finding in findings:
        if finding.severity is Severity.BLOCK:
            raise ChecksFailed(finding.message)
    return findings


def _check_link(link: str, enquiry: Enquiry) -> None:
    if not places.within(link, enquiry.forum.address):
        raise ReplyError(
            f"Give the address of your post in {enquiry.forum.name}. "
            f"It begins with {enquiry.forum.address.rstrip('/')}/"
        )


def _back_to_draft(reply: Reply, *, comment: str, at: datetime) -> None:
    end_attempt(reply, "not there", at)
    reply.state, reply.saved_at, reply.comment = ReplyState.DRAFT.value, at, comment
    reply.approved_by, reply.approved_at, reply.route = None, None, ""
    reply.prepared_text = ""
    reply.facts_period = None
    reply.not_before, reply.looks = None, 0
    reply.external_id, reply.public_link, reply.posted_at = "", "", None
    reply.problem, reply.problem_clause, reply.problem_address = "", "", ""
    reply.save()


def end_attempt(reply: Reply, outcome: str, at: datetime) -> None:
    """Ends the attempt under way, if there is one, inside the caller's transaction."""
    reply.attempts.filter(ended_at=None).update(ended_at=at, outcome=outcome)


def _locked(reply_id: int) -> Reply:
    return (
        Reply.objects.select_for_update(of=("self",))
        .select_related(
            "enquiry__forum", "enquiry__body", "enquiry__seen", "account__forum", "author"
        )
        .get(pk=reply_id)
    )


def _tell(
    kind: str, reply: Reply, actor: str, at: datetime, details: dict[str, object] | None = None
) -> None:
    audit.record(kind=kind, actor=actor, subject=f"reply:{reply.public_id}", at=at, details=details)
