"""Official accounts of a body in forums."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.domain.roles import Permission
from alongside.bodies import queries as bodies
from alongside.core import clock
from alongside.forums import actions
from alongside.forums import queries as forums
from alongside.forums.models import OfficialAccount
from alongside.workspace.forms import AccountForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@staff_page()
def account_list(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = AccountForm(request.POST, duty=request.duty)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        actions.open_account(
            forum=form.cleaned_data["forum"],
            body=form.cleaned_data["body"],
            handle=form.cleaned_data["handle"],
            secret=form.cleaned_data["secret"],
            profile_address=form.cleaned_data["profile_address"],
            by=request.user,
            at=clock.now(),
        )
    except actions.ForumError as exc:
        form.add_error("handle", str(exc))
        return _page(request, form=form, status=422)
    messages.success(request, _("The account stands in the public register."))
    return redirect("workspace:account-list")


@require_POST
@staff_page(Permission.LEAD)
def account_retire(request: StaffRequest, account_id: int) -> HttpResponse:
    account = OfficialAccount.objects.filter(
        body_id__in=request.duty.body_ids(Permission.LEAD)
    ).get(pk=account_id)
    actions.retire_account(account_id=account.pk, by=request.user, at=clock.now())
    messages.success(request, _("The account is retired and its password forgotten."))
    return redirect("workspace:account-list")


def _page(
    request: StaffRequest, *, form: AccountForm | None = None, status: int = 200
) -> HttpResponse:
    may_lead = request.duty.may(Permission.LEAD)
    return show(
        request,
        "account_list.html",
        {
            "groups": [
                {
                    "body": body,
                    "accounts": forums.accounts_of(body.pk),
                    "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
                }
                for body in bodies.bodies_visible_to(request.duty).filter(
                    pk__in=OfficialAccount.objects.values("body")
                )
            ],
            "form": (form or AccountForm(duty=request.duty)) if may_lead else None,
        },
        status=status,
    )
