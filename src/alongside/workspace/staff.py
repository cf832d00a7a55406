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
from django.utils.translation import gettext as _

from alongside.accounts.domain.roles import Permission
from alongside.accounts.models import User
from alongside.bodies.queries import Duty, duty_of
from alongside.core import clock


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in and whose roles are known."""

    duty: Duty
    user: User


View = Callable[..., HttpResponse]

# (words, URL name, who sees it)
NAVIGATION: list[tuple[str, str, Permission]] = [
    ("Queue", "queue", Permission.SEE_WORKSPACE),
    ("Second reading", "second-reading", Permission.SEE_WORKSPACE),
    ("Replies", "reply-list", Permission.SEE_WORKSPACE),
    ("Agreements", "agreement-list", Permission.SEE_WORKSPACE),
    ("Plans", "plan-list", Permission.SEE_WORKSPACE),
    ("Watches", "watch-list", Permission.SEE_WORKSPACE),
    ("Accounts", "account-list", Permission.SEE_WORKSPACE),
    ("People", "person-list", Permission.ADMINISTER),
]

# Pages that belong to an entry of the navigation without being it.
_PAGES_BELOW = {
    "queue": ("enquiry", "enquiry-add", "reply-save", "enquiry-set-aside"),
    "reply-list": ("reply", "reply-approve", "reply-return", "reply-give-link"),
    "agreement-list": ("agreement", "forum-add"),
    "plan-list": ("plan-edit", "plan-publish"),
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
                }
                for words, name, permission in NAVIGATION
                if request.duty.may(permission)
            ],
            **context,
        },
        status=status,
    )
