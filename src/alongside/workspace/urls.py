"""Addresses of the workspace, under /workspace/."""

from django.urls import path

from alongside.workspace.views import (
    accounts,
    agreements,
    by_hand,
    enquiries,
    forums,
    people,
    plans,
    queue,
    replies,
    watches,
)

app_name = "workspace"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("enquiries/add/", by_hand.enquiry_add, name="enquiry-add"),
    path("enquiries/<slug:enquiry_id>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<slug:enquiry_id>/claim/", enquiries.claim, name="enquiry-claim"),
    path("enquiries/<slug:enquiry_id>/release/", enquiries.release, name="enquiry-release"),
    path("enquiries/<slug:enquiry_id>/set-aside/", enquiries.set_aside, name="enquiry-set-aside"),
    path("enquiries/<slug:enquiry_id>/reply/", enquiries.save_reply, name="reply-save"),
    path("enquiries/<slug:enquiry_id>/check/", enquiries.check_reply, name="reply-check"),
    path("second-reading/", replies.second_reading, name="second-reading"),
    path("replies/", replies.reply_list, name="reply-list"),
    path("replies/<slug:reply_id>/", replies.reply, name="reply"),
    path("replies/<slug:reply_id>/approve/", replies.approve, name="reply-approve"),
    path("replies/<slug:reply_id>/return/", replies.send_back, name="reply-return"),
    path("replies/<slug:reply_id>/send-again/", replies.send_again, name="reply-send-again"),
    path("replies/<slug:reply_id>/redraft/", replies.redraft, name="reply-redraft"),
    path("replies/<slug:reply_id>/withdraw/", replies.withdraw, name="reply-withdraw"),
    path("replies/<slug:reply_id>/by-hand/", replies.begin_by_hand, name="reply-begin-by-hand"),
    path("replies/<slug:reply_id>/not-posted/", replies.leave_by_hand, name="reply-leave-by-hand"),
    path("replies/<slug:reply_id>/link/", replies.give_link, name="reply-give-link"),
    path("agreements/", agreements.agreement_list, name="agreement-list"),
    path("agreements/<slug:body_slug>/<slug:forum_slug>/", agreements.agreement, name="agreement"),
    path(
        "agreements/<slug:body_slug>/<slug:forum_slug>/hold/",
        agreements.hold,
        name="agreement-hold",
    ),
    path(
        "agreements/<slug:body_slug>/<slug:forum_slug>/resume/",
        agreements.resume,
        name="agreement-resume",
    ),
    path(
        "agreements/<slug:body_slug>/<slug:forum_slug>/withdraw/",
        agreements.withdraw,
        name="agreement-withdraw",
    ),
    path("forums/add/", forums.forum_add, name="forum-add"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<slug:body_slug>/", plans.plan_edit, name="plan-edit"),
    path("plans/<slug:body_slug>/publish/", plans.plan_publish, name="plan-publish"),
    path("watches/", watches.watch_list, name="watch-list"),
    path("watches/<slug:watch_id>/end/", watches.watch_end, name="watch-end"),
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/<int:account_id>/retire/", accounts.account_retire, name="account-retire"),
    path("people/", people.person_list, name="person-list"),
    path("people/roles/<int:membership_id>/end/", people.role_end, name="role-end"),
    path("people/<int:user_id>/stop/", people.person_stop, name="person-stop"),
    path("people/<int:user_id>/allow/", people.person_allow, name="person-allow"),
]
