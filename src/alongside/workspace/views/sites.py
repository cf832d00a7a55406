"""Sites that failed so often that they are left alone, and those that reserve their pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.core import clock
from alongside.manners import actions
from alongside.manners import queries as manners
from alongside.workspace import sites_work
from alongside.workspace.staff import StaffRequest, show, staff_page


@require_safe
@staff_page(Permission.KEEP_FORUMS)
def site_list(request: StaffRequest) -> HttpResponse:
    return show(
        request,
        "site_list.html",
        {
            "left_alone": sites_work.left_alone(),
            "count": manners.left_alone().count(),
            "reserved": manners.reserved_hosts()[: sites_work.MOST_SHOWN],
        },
    )


@require_POST
@staff_page(Permission.KEEP_FORUMS)
def site_try_again(request: StaffRequest, host: str) -> HttpResponse:
    try:
        pace = actions.try_again(host=host, by=request.user.username, at=clock.now())
    except actions.NotLeftAlone:
        messages.success(request, _("This site is asked again already."))
    else:
        messages.success(
            request,
            _("%(site)s is asked once as soon as something is due there.") % {"site": pace.name},
        )
    return redirect("workspace:site-list")
