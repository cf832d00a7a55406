"""Who may open a page of the workspace, and what every such page is given."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.domain.roles import Permission
from alongside.accounts.models import User
from alongside.bodies.queries import Duty, duty_of
from alongside.core import clock
from alongside.forums import listing_queries
from alongside.plans import consultations
from alongside.plans import queries as plans
from alongside.proposals import queries as proposals
from alongside.publishing.entries import address_now
from alongside.workspace import accounts_work, operators_work


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in and whose roles are known."""

    duty: Duty
    user: User


View = Callable[..., HttpResponse]

# (words, URL name, who sees it)
NAVIGATION: list[tuple[str, str, Permission]] = [
    ("Queue", "queue", Permission.SEE_WORKSPACE),
    ("Across government", "central-board", Permission.OVERSEE),
    ("Second reading", "second-reading", Permission.SEE_WORKSPACE),
    ("Replies", "reply-list", Permission.SEE_WORKSPACE),
    ("Lists", "list-board", Permission.SEE_WORKSPACE),
    ("Looks before building", "duplicate-check-board", Permission.SEE_WORKSPACE),
    ("Forums", "forum-list", Permission.SEE_WORKSPACE),
    ("Agreements", "agreement-list", Permission.SEE_WORKSPACE),
    ("Plans", "plan-list", Permission.SEE_WORKSPACE),
    ("Watches", "watch-list", Permission.SEE_WORKSPACE),
    ("Proposals", "proposal-list", Permission.LEAD),
    ("Accounts", "account-list", Permission.SEE_WORKSPACE),
    ("Public bodies", "body-list", Permission.KEEP_REGISTER),
    ("People", "person-list", Permission.ADMINISTER),
    ("Periods", "period-list", Permission.SEE_WORKSPACE),
]

# Pages that belong to an entry of the navigation without being it.
_PAGES_BELOW = {
    "queue": ("enquiry", "enquiry-add", "reply-save", "enquiry-set-aside"),
    "reply-list": ("reply", "reply-approve", "reply-return", "reply-give-link"),
    "list-board": (
        *("list", "list-choose", "list-add", "list-entry", "list-none-found"),
        *("list-review", "list-take-off"),
    ),
    "duplicate-check-board": (
        *("duplicate-check-add", "duplicate-check"),
        *("duplicate-check-consulted", "duplicate-check-decide"),
    ),
    "forum-list": (
        "forum",
        "forum-add",
        "forum-edit",
        "forum-merge",
        "alias-add",
        "board-add",
        "measure-add",
        "measure-withdraw",
        "site-list",
    ),
    "agreement-list": (
        *("agreement", "asking", "contact-add", "objection", "sentence"),
        *("referrals", "referral-hook-make"),
    ),
    "body-list": ("body-add", "body-edit", "body-merge"),
    "plan-list": (
        *("plan-edit", "plan-step", "plan-forum", "plan-forum-add"),
        *("plan-preview", "plan-publish", "plan-import", "plan-import-save"),
        *("consultation", "consultation-comment", "consultation-more-time"),
        "consultation-call-off",
    ),
    "proposal-list": ("proposal",),
    "account-list": ("account", "account-look", "account-settle"),
    "central-board": ("commitment", "commitment-add", "commitment-change", "commitment-end"),
    "period-list": ("period", "period-add", "period-end", "period-withdraw"),
}


def staff_page(permission: Permission = Permission.SEE_WORKSPACE) -> Callable[[View], View]:
    """Lets in people who hold the permission for some body; what is not theirs is not found."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            staff = cast(StaffRequest, request)
            if settings.ALONGSIDE_SECOND_FACTOR and not is_mfa_enabled(staff.user):
                return redirect("mfa_activate_totp")
            staff.duty = duty_of(staff.user)
            if not staff.duty.may(permission):
                raise PermissionDenied(
                    _("Your role does not open this page. Ask your engagement lead.")
                )
            try:
                response = view(staff, *args, **kwargs)
            except ObjectDoesNotExist as exc:
                # A bookmark of an entry that turned out to be another body leads there.
                if request.method == "GET" and (address := address_now(request.path)):
                    return redirect(address)
                raise Http404 from exc
            # Staff pages hold words of members and drafts: no cache may keep them.
            response["Cache-Control"] = "no-store, private"
            return response

        return guarded

    return decorate


def show(
    request: StaffRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders a page of the workspace with its navigation."""
    here = request.resolver_match.url_name if request.resolver_match else None
    counts = _work_waiting(request.duty)
    return render(
        request,
        f"workspace/{template}",
        {
            "duty": request.duty,
            "person": request.user,
            "now": clock.now(),
            "nav": [
                {
                    "text": _(words),
                    "href": reverse(f"workspace:{name}"),
                    "active": here in (name, *_PAGES_BELOW.get(name, ())),
                    "count": counts.get(name),
                }
                for words, name, permission in NAVIGATION
                if request.duty.may(permission) or name in counts
            ],
            **context,
        },
        status=status,
    )


def _work_waiting(duty: Duty) -> dict[str, int]:
    """How much waits for this person, by name of the page: shown beside it in the navigation."""
    waiting = {}
    if led := duty.body_ids(Permission.LEAD):
        today = timezone.localdate(clock.now())
        waiting["list-board"] = listing_queries.reviews_due(led, on=today).count()
        waiting["plan-list"] = plans.reviews_passed(led, on=today).count()
        waiting["plan-list"] += consultations.count_to_answer(led, at=clock.now())
        waiting["agreement-list"] = operators_work.count_for(led, at=clock.now())
    if led or duty.may(Permission.KEEP_REGISTER):
        waiting["account-list"] = accounts_work.count_for(duty)
    if proposals.may_answer_some(duty):
        waiting["proposal-list"] = proposals.waiting_for(duty).count()
    return waiting
