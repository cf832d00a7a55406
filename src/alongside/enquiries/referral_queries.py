"""Reading referrals: what was passed on, and what holds some of it up."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from alongside.enquiries.domain.referrals import ReferralState
from alongside.enquiries.models import Referral

# What was given up stays on the queue of a lead for so long; afterwards the forum's page has it.
SHOWN_ON_QUEUE = timedelta(days=7)


def referrals_in(*, forum_id: int, body_id: int | None = None) -> QuerySet[Referral]:
    """What was passed on in a forum, newest first; to one body, if it is given."""
    found = (
        Referral.objects.filter(forum=forum_id)
        .exclude(state=ReferralState.NOT_OURS.value)
        .select_related("body", "forum", "enquiry__body", "enquiry__forum")
    )
    return found if body_id is None else found.filter(body=body_id)


def held_up(body_ids: Collection[int], *, at: datetime) -> QuerySet[Referral]:
    """What could not be taken in: it waits with its reason, or was given up this week."""
    return (
        Referral.objects.filter(
            Q(state=ReferralState.WAITING.value) & ~Q(problem="")
            | Q(state=ReferralState.GIVEN_UP.value, closed_at__gt=at - SHOWN_ON_QUEUE),
            body__in=body_ids,
        )
        .select_related("body", "forum")
        .order_by("received_at", "pk")
    )
