"""People and their roles, for administrators."""

from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.domain.roles import Permission, Role
from alongside.bodies import actions as bodies
from alongside.bodies.queries import people
from alongside.core import clock
from alongside.workspace.forms import PersonForm
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told


@staff_page(Permission.ADMINISTER)
def person_list(request: StaffRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            validate_password(data["password"])
            bodies.add_person(
                username=data["username"],
                email=data["email"],
                display_name=data["display_name"],
                password=data["password"],
                role=Role(data["role"]),
                body=data["body"],
                by=request.user.username,
                at=clock.now(),
            )
        except ValidationError as exc:
            form.add_error("password", exc)
        except bodies.NameTaken as exc:
            form.add_error("username", str(exc))
        else:
            messages.success(request, _("The person can sign in now."))
            return redirect("workspace:person-list")
    return show(
        request,
        "person_list.html",
        {"people": people(), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@staff_page(Permission.ADMINISTER)
def role_end(request: StaffRequest, membership_id: int) -> HttpResponse:
    with told(request, bodies.OwnAccess, _("The role has ended.")):
        bodies.end_role(membership_id=membership_id, by=request.user, at=clock.now())
    return redirect("workspace:person-list")


@require_POST
@staff_page(Permission.ADMINISTER)
def person_stop(request: StaffRequest, user_id: int) -> HttpResponse:
    try:
        stopped = bodies.stop_sign_in(user_id=user_id, by=request.user, at=clock.now())
    except bodies.OwnAccess as exc:
        messages.error(request, str(exc))
    else:
        messages.success(
            request,
            _("%(name)s can no longer sign in, and is signed out.")
            % {"name": stopped.display_name},
        )
    return redirect("workspace:person-list")


@require_POST
@staff_page(Permission.ADMINISTER)
def person_allow(request: StaffRequest, user_id: int) -> HttpResponse:
    allowed = bodies.allow_sign_in(user_id=user_id, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s can sign in again.") % {"name": allowed.display_name})
    return redirect("workspace:person-list")
