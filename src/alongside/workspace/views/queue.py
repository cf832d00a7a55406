"""The queue: what should I do now, and why this one."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.accounts.domain.roles import Permission
from alongside.agreements import notices
from alongside.core import clock
from alongside.enquiries import queries as enquiries
from alongside.enquiries.referral_queries import held_up
from alongside.forums import listing_queries
from alongside.plans import consultations
from alongside.plans import queries as plans
from alongside.plans.domain.policy import REVIEW_GRACE
from alongside.replies import closed_bodies
from alongside.replies import queries as replies
from alongside.workspace import accounts_work, boards_work, operators_work, sites_work
from alongside.workspace.staff import StaffRequest, show, staff_page

REFERRALS_SHOWN = 10


@require_safe
@staff_page()
def queue(request: StaffRequest) -> HttpResponse:
    duty = request.duty
    held = held_up(duty.body_ids(Permission.LEAD), at=clock.now())
    return show(
        request,
        "queue.html",
        {
            "waiting": enquiries.waiting(duty)[:100],
            "waiting_count": enquiries.waiting(duty).count(),
            "mine": enquiries.claimed_by(duty),
            "reviews_due": listing_queries.reviews_due(
                duty.body_ids(Permission.LEAD), on=timezone.localdate(clock.now())
            ),
            "operators": operators_work.work_for(duty.body_ids(Permission.LEAD), at=clock.now()),
            "closed_bodies": list(closed_bodies.bodies_with_questions_left(duty)),
            "accounts": accounts_work.work_for(duty),
            "plans_to_review": plans.reviews_passed(
                duty.body_ids(Permission.LEAD), on=timezone.localdate(clock.now())
            ),
            "review_grace": REVIEW_GRACE,
            "today": timezone.localdate(clock.now()),
            "consulted": consultations.to_answer(duty.body_ids(Permission.LEAD), at=clock.now()),
            "notices_stuck": list(notices.notices_stuck(duty.body_ids(Permission.LEAD))),
            "referrals_held_up": list(held[:REFERRALS_SHOWN]),
            "referrals_held_up_beyond": max(held.count() - REFERRALS_SHOWN, 0),
            "left_alone": sites_work.left_alone_for(duty),
            "deaf": boards_work.deaf_for(duty, on=timezone.localdate(clock.now())),
            "needing": replies.needing_a_person(duty),
            "by_hand": replies.to_post_by_hand(duty),
            "to_second_read": replies.to_second_read(duty).exclude(author=request.user)
            if duty.may(Permission.SECOND_READ)
            else [],
        },
    )
