"""Adding a forum to the register, before its operator is asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.accounts.domain.roles import Permission
from alongside.core import clock
from alongside.forums import actions
from alongside.workspace.forms_register import ForumForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@staff_page(Permission.LEAD)
def forum_add(request: StaffRequest) -> HttpResponse:
    form = ForumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            forum = actions.add_forum(**form.cleaned_data, by=request.duty, at=clock.now())
        except actions.ForumError as exc:
            form.add_error("address", str(exc))
        else:
            messages.success(
                request,
                _("%(forum)s stands in the register. Ask its operator, then record the answer.")
                % {"forum": forum.name},
            )
            return redirect("workspace:agreement-list")
    return show(request, "forum_add.html", {"form": form}, status=422 if form.errors else 200)
