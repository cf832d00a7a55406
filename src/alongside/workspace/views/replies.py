"""Replies: second reading, posting by hand, proof, and what needs a person."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.audit.queries import events_of
from alongside.core import clock
from alongside.plans.domain import policy
from alongside.replies import actions, moderating
from alongside.replies import queries as replies
from alongside.replies import wording as wordings
from alongside.replies.domain.life import HELD_LIMIT, MOVES, ReplyError, ReplyState, Route
from alongside.replies.models import Reply
from alongside.workspace import typed
from alongside.workspace.forms import CommentForm, FactsForm, LinkForm, TurnedDownForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@require_safe
@staff_page()
def second_reading(request: StaffRequest) -> HttpResponse:
    return show(request, "second_reading.html", {"replies": replies.to_second_read(request.duty)})


@require_safe
@staff_page()
def reply_list(request: StaffRequest) -> HttpResponse:
    return show(
        request,
        "reply_list.html",
        {
            "drafts": replies.drafts_of(request.duty),
            "on_their_way": replies.on_their_way(request.duty),
            "in_review": replies.to_second_read(request.duty),
            "needing": replies.needing_a_person(request.duty),
            "by_hand": replies.to_post_by_hand(request.duty),
            "live": replies.live_replies(request.duty)[:100],
        },
    )


@require_safe
@staff_page()
def reply(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _page(request, replies.get_reply_for(request.duty, reply_id))


@require_POST
@staff_page(Permission.SECOND_READ)
def approve(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _confirmed(
        request,
        reply_id,
        actions.approve_reply,
        done=lambda done: (
            _("Approved. It now waits to be posted by hand.")
            if done.route == Route.BY_HAND
            else _("Approved. The service sends it within moments and looks for it in the forum.")
        ),
    )


@require_POST
@staff_page(Permission.SECOND_READ)
def send_back(request: StaffRequest, reply_id: str) -> HttpResponse:
    found = replies.get_reply_for(request.duty, reply_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, comment_form=form, status=422)
    return _do(
        request,
        reply_id,
        actions.return_reply,
        done=lambda _done: _("Returned to the author with your comment."),
        seen_at=typed.moment(request, "seen_at") or typed.NEVER,
        comment=form.cleaned_data["comment"],
    )


@require_POST
@staff_page(Permission.SECOND_READ)
def send_again(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _confirmed(
        request, reply_id, actions.send_again, done=lambda _done: _("It will be sent again.")
    )


@require_POST
@staff_page(Permission.ANSWER)
def redraft(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _do(
        request, reply_id, actions.redraft_reply, done=lambda _done: _("It is a draft again.")
    )


@require_POST
@staff_page(Permission.ANSWER)
def withdraw(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _do(
        request,
        reply_id,
        actions.withdraw_reply,
        done=lambda _done: _("Withdrawn. The question is still yours to answer or release."),
    )


@require_POST
@staff_page(Permission.ANSWER)
def begin_by_hand(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _do(request, reply_id, actions.begin_posting_by_hand)


@require_POST
@staff_page(Permission.ANSWER)
def leave_by_hand(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _do(
        request,
        reply_id,
        actions.leave_posting_by_hand,
        done=lambda _done: _("It waits to be posted by hand."),
    )


@require_POST
@staff_page(Permission.ANSWER)
def give_link(request: StaffRequest, reply_id: str) -> HttpResponse:
    found = replies.get_reply_for(request.duty, reply_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, link_form=form, status=422)
    try:
        actions.give_link(
            reply_id=found.pk, link=form.cleaned_data["link"], by=request.duty, at=clock.now()
        )
    except ReplyError as exc:
        form.add_error("link", str(exc))
        return _page(request, found, link_form=form, status=422)
    messages.success(request, _("Thank you. The link is recorded."))
    return redirect("workspace:reply", reply_id)


@require_POST
@staff_page(Permission.ANSWER)
def look_now(request: StaffRequest, reply_id: str) -> HttpResponse:
    return _do(
        request,
        reply_id,
        moderating.look_now,
        done=lambda _done: _("The service looks for it next. Open this page again in a moment."),
    )


@require_POST
@staff_page(Permission.ANSWER)
def turned_down(request: StaffRequest, reply_id: str) -> HttpResponse:
    found = replies.get_reply_for(request.duty, reply_id)
    form = TurnedDownForm(request.POST)
    if not form.is_valid():
        return _page(request, found, turned_down_form=form, status=422)
    return _do(
        request,
        reply_id,
        moderating.record_rejection,
        done=lambda _done: _("Recorded. Write another answer, or withdraw this one."),
        reason=form.cleaned_data["reason"],
    )


def _confirmed(
    request: StaffRequest,
    reply_id: str,
    action: Callable[..., Reply],
    *,
    done: Callable[[Reply], str],
) -> HttpResponse:
    """A press of "send": in a restricted period the reader confirms what it asks for."""
    found = replies.get_reply_for(request.duty, reply_id)
    form = FactsForm(request.POST)
    confirms = form.is_valid()
    if replies.facts_period_of(found, at=clock.now()) is not None and not confirms:
        return _page(request, found, facts_form=form, status=422)
    return _do(
        request,
        reply_id,
        action,
        done=done,
        seen_at=typed.moment(request, "seen_at") or typed.NEVER,
        seen_mark=typed.text(request, "seen_mark"),
        confirms_facts=confirms,
    )


def _do(
    request: StaffRequest,
    reply_id: str,
    action: Callable[..., Reply],
    *,
    done: Callable[[Reply], str] | None = None,
    **values: Any,
) -> HttpResponse:
    """One call into the domain; its refusal is told on the reply's page."""
    found = replies.get_reply_for(request.duty, reply_id)
    try:
        changed = action(reply_id=found.pk, by=request.duty, at=clock.now(), **values)
    except ReplyError as exc:
        return _page(
            request, replies.get_reply_for(request.duty, reply_id), problem=exc, status=409
        )
    if done is not None:
        messages.success(request, done(changed))
    return redirect("workspace:reply", reply_id)


def _is_stopped_by_policy(found: Reply) -> bool:
    """Whether what stopped it is asked of the policy, which may say something else by now."""
    return found.state == ReplyState.STOPPED and found.problem_clause in {
        clause.value for clause in policy.Clause if clause is not policy.Clause.WRITTEN_OTHERWISE
    }


def _page(
    request: StaffRequest,
    found: Reply,
    *,
    comment_form: CommentForm | None = None,
    link_form: LinkForm | None = None,
    facts_form: FactsForm | None = None,
    turned_down_form: TurnedDownForm | None = None,
    problem: ReplyError | None = None,
    status: int = 200,
) -> HttpResponse:
    duty, enquiry = request.duty, found.enquiry
    is_author = found.author_id == request.user.pk
    may_read = duty.may(Permission.SECOND_READ, body_id=enquiry.body_id)
    may_answer = duty.may(Permission.ANSWER, body_id=enquiry.body_id)
    may_lead = duty.may(Permission.LEAD, body_id=enquiry.body_id)
    by_hand = found.route == Route.BY_HAND
    state = ReplyState(found.state)
    wording = wordings.wording_of(found)
    refusal, is_settled, now = None, False, clock.now()
    if state is ReplyState.IN_REVIEW or _is_stopped_by_policy(found):
        # What would refuse even a colleague who confirms all that is asked for.
        refusal = replies.ask_about(
            policy.Act.APPROVE, found, reader=policy.A_COLLEAGUE, at=now
        ) or replies.refusal_of_text(found, at=now)
        is_settled = state is ReplyState.STOPPED and refusal is None
    elif state is ReplyState.APPROVED or (by_hand and state is ReplyState.SENDING):
        refusal = replies.ask_about(policy.Act.SEND, found, at=now)
        is_quota = refusal is not None and refusal.clause is policy.Clause.QUOTA_REACHED
        if state is ReplyState.SENDING and is_quota:
            refusal = None  # the quota counts this reply itself by now
        refusal = refusal or replies.refusal_of_text(found, at=now)
    return show(
        request,
        "reply.html",
        {
            "reply": found,
            "enquiry": enquiry,
            "wording": wording,
            "mark": wordings.mark_of(wording),
            "check_results": found.check_results.all(),
            "events": events_of(f"reply:{found.public_id}", f"enquiry:{enquiry.public_id}"),
            "refusal": refusal,
            "is_settled": is_settled,
            "problem": problem,
            "is_author": is_author,
            "may_second_read": may_read and not is_author and state is ReplyState.IN_REVIEW,
            "may_redraft": (is_author or may_lead)
            and may_answer
            and state
            in (
                ReplyState.IN_REVIEW,
                ReplyState.APPROVED,
                ReplyState.STOPPED,
                ReplyState.REJECTED,
                ReplyState.NEEDS_PERSON,
            ),
            "may_withdraw": (is_author or may_lead)
            and may_answer
            and ReplyState.WITHDRAWN in MOVES[state],
            "was_looked_for": state is ReplyState.NEEDS_PERSON
            and bool(found.public_link)
            and found.looks > 0,
            "may_send_again": may_read
            and not is_author
            and state in (ReplyState.STOPPED, ReplyState.NEEDS_PERSON),
            "may_begin_by_hand": may_answer and by_hand and state is ReplyState.APPROVED,
            "posting_by_hand": may_answer and by_hand and state is ReplyState.SENDING,
            "may_give_link": may_answer
            and ((by_hand and state is ReplyState.SENDING) or state is ReplyState.NEEDS_PERSON),
            "held_until": found.posted_at + HELD_LIMIT
            if state is ReplyState.HELD and found.posted_at
            else None,
            "may_look": may_answer and state is ReplyState.HELD,
            "may_turn_down": may_answer
            and ReplyState.REJECTED in MOVES[state]
            and moderating.was_held(found),
            "turned_down_form": turned_down_form or TurnedDownForm(),
            "facts_period": replies.facts_period_of(found, at=clock.now()),
            "facts_form": facts_form or FactsForm(),
            "comment_form": comment_form or CommentForm(),
            "link_form": link_form or LinkForm(),
        },
        status=status,
    )
