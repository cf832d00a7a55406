"""What became of the questions that were passed on in one forum, as its operator sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from alongside.bodies.models import Body
from alongside.enquiries import referral_actions
from alongside.enquiries.domain.referrals import ReferralState
from alongside.enquiries.domain.triage import SET_ASIDE, EnquiryState
from alongside.enquiries.models import Referral
from alongside.enquiries.referral_queries import referrals_in
from alongside.forums.models import Forum
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question that was passed on. `kind` says what became of it:

    waiting (`reason`: what holds it up, if anything), taken, answered (`link`), declined and
    left_to_peers (`reason`: the official's), given_up (`reason`).
    """

    referral: Referral
    kind: str
    reason: str = ""
    link: str = ""
    due_at: datetime | None = None


def outcomes_in(forum: Forum, *, shown: int = SHOWN) -> list[Outcome]:
    """By every body, newest first. Drafts and who answers are the body's own affair."""
    referrals = list(referrals_in(forum_id=forum.pk)[:shown])
    links = dict(
        Reply.objects.filter(
            enquiry__in=[each.enquiry_id for each in referrals if each.enquiry_id],
            state=ReplyState.LIVE.value,
        )
        .order_by("-posted_at", "-pk")
        .values_list("enquiry_id", "public_link")
    )
    return [_outcome(each, links) for each in referrals]


def bodies_to_ask(bodies: Iterable[Body], forum: Forum, *, at: datetime) -> list[Body]:
    """Those of the bodies that may take a question in this forum now."""
    return [
        body
        for body in bodies
        if referral_actions.reach(forum=forum, body=body, board_id=None, at=at).refusal is None
    ]


def _outcome(referral: Referral, links: dict[int, str]) -> Outcome:
    enquiry = referral.enquiry
    if enquiry is None:
        kind = "waiting" if referral.state == ReferralState.WAITING else "given_up"
        return Outcome(referral, kind, reason=referral.problem)
    if enquiry.state == EnquiryState.ANSWERED:
        return Outcome(referral, "answered", link=links.get(enquiry.pk, ""))
    if enquiry.state in SET_ASIDE:
        left = enquiry.state == EnquiryState.LEFT_TO_PEERS
        return Outcome(
            referral, "left_to_peers" if left else "declined", reason=enquiry.decision_reason
        )
    return Outcome(referral, "taken", due_at=enquiry.due_at)
