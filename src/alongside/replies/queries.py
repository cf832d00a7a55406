"""Reading replies."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.bodies.queries import Duty, duty_of
from alongside.enquiries.models import Enquiry
from alongside.forums.models import OfficialAccount
from alongside.guidance import queries as guidance
from alongside.guidance.domain.checks import Check, Finding, check_draft
from alongside.periods import queries as periods
from alongside.periods.domain.terms import Mode
from alongside.periods.models import RestrictedPeriod
from alongside.plans import queries as plans
from alongside.plans.domain import policy
from alongside.replies.domain.life import ReplyState, Route
from alongside.replies.models import Reply

# What counts against the operator's posts a day: everything that may stand in the forum.
_MAY_STAND = [
    ReplyState.SENDING.value,
    ReplyState.POSTED.value,
    ReplyState.HELD.value,
    ReplyState.LIVE.value,
    ReplyState.NEEDS_PERSON.value,
    ReplyState.REMOVED.value,  # it did stand there: to take it out makes no room for another
]


def visible_to(duty: Duty) -> QuerySet[Reply]:
    """Replies of the bodies whose work the person may see."""
    replies = Reply.objects.select_related(
        *("enquiry__forum", "enquiry__body", "enquiry__seen"),
        *("account", "author", "approved_by", "facts_period"),
    )
    if duty.may(Permission.OVERSEE):
        return replies
    return replies.filter(enquiry__body_id__in=duty.body_ids(Permission.SEE_WORKSPACE))


def get_reply_for(duty: Duty, public_id: str) -> Reply:
    """The reply, if this person may see it; else DoesNotExist, as if it never was."""
    return visible_to(duty).get(public_id=public_id)


def reply_to(enquiry: Enquiry) -> Reply | None:
    """The reply that is written or stands; None when there is none."""
    return (
        Reply.objects.filter(enquiry=enquiry)
        .exclude(state=ReplyState.WITHDRAWN.value)
        .select_related("author", "account")
        .first()
    )


def to_second_read(duty: Duty) -> QuerySet[Reply]:
    """Waiting for a second reader; the person's own come too, so that they see them wait."""
    return visible_to(duty).filter(state=ReplyState.IN_REVIEW.value).order_by("submitted_at", "pk")


def to_post_by_hand(duty: Duty) -> QuerySet[Reply]:
    """Approved for posting by hand, or being posted so."""
    return (
        visible_to(duty)
        .filter(
            route=Route.BY_HAND.value,
            state__in=[ReplyState.APPROVED.value, ReplyState.SENDING.value],
        )
        .order_by("approved_at", "pk")
    )


def needing_a_person(duty: Duty) -> QuerySet[Reply]:
    """Stopped by the policy, refused by the forum or its moderators, or of unknown outcome."""
    return (
        visible_to(duty)
        .filter(
            state__in=[
                ReplyState.STOPPED.value,
                ReplyState.REJECTED.value,
                ReplyState.NEEDS_PERSON.value,
            ]
        )
        .order_by("approved_at", "pk")
    )


def on_their_way(duty: Duty) -> QuerySet[Reply]:
    """With the worker or the forum: queued, being sent, not yet read back, held."""
    return (
        visible_to(duty)
        .filter(
            Q(state__in=[ReplyState.POSTED.value, ReplyState.HELD.value])
            | Q(
                state__in=[ReplyState.APPROVED.value, ReplyState.SENDING.value],
                route=Route.INTERFACE.value,
            )
        )
        .order_by("approved_at", "pk")
    )


def drafts_of(duty: Duty) -> QuerySet[Reply]:
    """The person's own drafts."""
    return visible_to(duty).filter(state=ReplyState.DRAFT.value, author=duty.user)


def live_replies(duty: Duty) -> QuerySet[Reply]:
    """What stands in forums, newest first."""
    return visible_to(duty).filter(state=ReplyState.LIVE.value).order_by("-live_at", "-pk")


def posts_today(*, forum_id: int, body_id: int, at: datetime) -> int:
    """Replies of the body in the forum that were sent on the day of `at`, site's calendar."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        Reply.objects.filter(
            enquiry__forum_id=forum_id,
            enquiry__body_id=body_id,
            state__in=_MAY_STAND,
            attempts__claimed_at__gte=day,
            attempts__claimed_at__lt=day + timedelta(days=1),
        )
        .distinct()
        .count()
    )


def ask_policy(
    act: policy.Act,
    enquiry: Enquiry,
    *,
    adviser: policy.AdviserTerms | None = None,
    reader: policy.ReaderTerms | None = None,
    account: OfficialAccount | None = None,
    at: datetime,
) -> policy.Decision:
    """The policy's decision on an act for this enquiry, now.

    `adviser`: who answers it or would; None where nobody does, as in reading.
    """
    return plans.ask_policy(
        act,
        forum=enquiry.forum,
        body=enquiry.body,
        account=account,
        adviser=adviser,
        reader=reader,
        thread=enquiry.thread_terms,
        posts_today=posts_today(forum_id=enquiry.forum_id, body_id=enquiry.body_id, at=at),
        at=at,
    )


def ask_about(
    act: policy.Act, reply: Reply, *, reader: policy.ReaderTerms | None = None, at: datetime
) -> policy.Decision:
    """The policy's decision on an act for a reply as it stands, now.

    Its author answers. `reader`: who is about to approve it; without, who has. What is to be sent
    is sent from the reply's own account, what is to be approved from the one in use.
    """
    enquiry = reply.enquiry
    return ask_policy(
        act,
        enquiry,
        adviser=plans.adviser_terms(duty_of(reply.author), body_id=enquiry.body_id),
        reader=reader or _who_approved(reply),
        account=reply.account if act is policy.Act.SEND else None,
        at=at,
    )


def reader_terms(duty: Duty, reply: Reply, *, confirms_facts: bool = False) -> policy.ReaderTerms:
    """The person as the policy sees somebody who reads the reply for a second time."""
    return policy.ReaderTerms(
        is_author=duty.user.pk == reply.author_id,
        reads=duty.may(Permission.SECOND_READ, body_id=reply.enquiry.body_id),
        confirms_facts=confirms_facts,
    )


def facts_period_of(reply: Reply, *, at: datetime) -> RestrictedPeriod | None:
    """The period that lets the body answer with facts about services only; None: none does."""
    period = periods.period_for(reply.enquiry.body, on=timezone.localdate(at))
    if period is None or period.mode is not Mode.FACTUAL:
        return None
    return periods.get_period(period.public_id)


def _who_approved(reply: Reply) -> policy.ReaderTerms | None:
    if reply.approved_by is None:
        return None
    return reader_terms(
        duty_of(reply.approved_by), reply, confirms_facts=reply.facts_period_id is not None
    )


def findings_for(enquiry: Enquiry, text: str, *, at: datetime) -> list[Finding]:
    """What the checks say about a draft of a reply to the enquiry."""
    situation = plans.situation_of(
        forum=enquiry.forum, body=enquiry.body, on=timezone.localdate(at)
    )
    return _findings_in(text, enquiry, situation)


def refusal_of_text(reply: Reply, *, at: datetime) -> policy.Decision:
    """Why the text of an approved reply may not leave the house any more: agreement or plan may ask
    for more of it than when it was approved."""
    enquiry = reply.enquiry
    situation = plans.situation_of(
        forum=enquiry.forum, body=enquiry.body, on=timezone.localdate(at)
    )
    found = {finding.check for finding in _findings_in(reply.text, enquiry, situation)}
    agreement, plan = situation.agreement, situation.plan
    if Check.LINKS_ALLOWED in found and agreement is not None:
        return policy.Refused(
            policy.Clause.LINKS_NOT_ALLOWED,
            f"The operator of {situation.forum_name} asked for no links ({agreement.name}), and "
            "this answer holds one. Take it back to draft and take the link out.",
            agreement.address,
        )
    if Check.OFFICIAL_IDENTITY in found and plan is not None and plan.disclosure_line:
        return policy.Refused(
            policy.Clause.DISCLOSURE_MISSING,
            f"The {plan.name} promises that every answer says “{plan.disclosure_line}”, and this "
            "one does not. Take it back to draft and add the line.",
            plan.disclosure_address,
        )
    return None


def _findings_in(text: str, enquiry: Enquiry, situation: policy.Situation) -> list[Finding]:
    circumstances = guidance.circumstances_of(
        enquiry.body,
        links_allowed=situation.agreement.links_allowed if situation.agreement else True,
        disclosure_line=situation.plan.disclosure_line if situation.plan else "",
    )
    return check_draft(text, circumstances)
