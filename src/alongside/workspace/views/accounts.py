"""Official accounts of a body in forums, and whether they are proved in both directions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.domain.roles import Permission
from alongside.agreements import account_looks
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums import account_actions, credentials, handing_over
from alongside.forums.actions import ForumError
from alongside.forums.domain.kinds import AccountDirection
from alongside.forums.models import OfficialAccount
from alongside.publishing import account_words
from alongside.publishing.badges import badge_code
from alongside.publishing.entries.accounts import account_of, account_row
from alongside.publishing.entries.official import account_entry
from alongside.workspace.forms import AccountForm
from alongside.workspace.forms_accounts import AccountFactsForm, LookForm, SecretForm, SettleForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@staff_page()
def account_list(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _list(request)
    form = AccountForm(request.POST, duty=request.duty)
    if not form.is_valid():
        return _list(request, form=form, status=422)
    try:
        account = account_actions.open_account(
            forum=form.cleaned_data["forum"],
            body=form.cleaned_data["body"],
            handle=form.cleaned_data["handle"],
            secret=form.cleaned_data["secret"],
            profile_address=form.cleaned_data["profile_address"],
            named_at_address=form.cleaned_data["named_at_address"],
            language=form.cleaned_data["language"],
            by=request.user,
            at=clock.now(),
        )
    except ForumError as exc:
        form.add_error(_field_of(exc), str(exc))
        return _list(request, form=form, status=422)
    account_looks.look_again(account_id=account.pk, by=request.user, at=clock.now())
    messages.success(request, _("The account stands in the public register."))
    return redirect("workspace:account", account.pk)


@staff_page()
def account(request: StaffRequest, account_id: int) -> HttpResponse:
    """One account: both directions of its proof. An engagement lead says where each stands."""
    found = _visible(request, account_id)
    if request.method != "POST":
        return _page(request, found)
    form = AccountFactsForm(request.POST)
    if not request.duty.may(Permission.LEAD, body_id=found.body_id):
        messages.error(request, _("Only an engagement lead of this body changes its accounts."))
        return _page(request, found, status=403)
    if not form.is_valid():
        return _page(request, found, facts=form, status=422)
    try:
        account_actions.change_account(
            account_id=found.pk, by=request.user, at=clock.now(), **form.cleaned_data
        )
    except ForumError as exc:
        form.add_error(_field_of(exc), str(exc))
        return _page(request, found, facts=form, status=422)
    account_looks.look_again(account_id=found.pk, by=request.user, at=clock.now())
    messages.success(request, _("Saved. Both directions are looked at soon."))
    return redirect("workspace:account", found.pk)


@require_POST
@staff_page(Permission.LEAD)
def account_look(request: StaffRequest, account_id: int) -> HttpResponse:
    """A person says what they saw."""
    found = _led(request, account_id)
    form = LookForm(request.POST, account=found)
    if not form.is_valid():
        return _page(request, found, look=form, status=422)
    direction = AccountDirection(form.cleaned_data["direction"])
    try:
        account_actions.record_verification(
            account_id=found.pk,
            direction=direction,
            found=form.cleaned_data["found"] == "yes",
            address=form.address_of(direction),
            note=form.cleaned_data["note"],
            by=request.user,
            at=clock.now(),
        )
    except ForumError as exc:
        form.add_error(None, str(exc))
        return _page(request, found, look=form, status=422)
    messages.success(request, _("Recorded. Everybody can see it on the account’s page."))
    return redirect("workspace:account", found.pk)


@require_POST
@staff_page(Permission.LEAD)
def account_look_again(request: StaffRequest, account_id: int) -> HttpResponse:
    found = _led(request, account_id)
    account_looks.look_again(account_id=found.pk, by=request.user, at=clock.now())
    messages.success(request, _("Both directions are looked at soon."))
    return redirect("workspace:account", found.pk)


@require_POST
@staff_page(Permission.LEAD)
def account_secret(request: StaffRequest, account_id: int) -> HttpResponse:
    """Another key or password of the account, or none: then answers are posted by hand."""
    found = _led(request, account_id)
    form = _secret_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, secret=form, status=422)
    secret = form.cleaned_data["secret"]
    try:
        changed = account_actions.change_secret(
            account_id=found.pk, secret=secret, by=request.user, at=clock.now()
        )
    except ForumError as exc:
        form.add_error(None, str(exc))
        return _page(request, found, secret=form, status=422)
    if not secret:
        messages.success(request, _("Forgotten. Answers are posted by hand from now on."))
    elif changed.secret_due_at:
        messages.success(request, _("Saved. It is used as soon as it has been checked."))
    else:
        messages.success(request, _("Saved. Answers are sent by the service from now on."))
    return redirect("workspace:account", found.pk)


@require_POST
@staff_page(Permission.LEAD)
def account_retire(request: StaffRequest, account_id: int) -> HttpResponse:
    found = _led(request, account_id)
    account_actions.retire_account(account_id=found.pk, by=request.user, at=clock.now())
    messages.success(request, _("The account is retired and its password forgotten."))
    return redirect("workspace:account-list")


@require_POST
@staff_page()
def account_settle(request: StaffRequest, account_id: int) -> HttpResponse:
    """The body has closed: its account is retired, or handed over to whoever took over."""
    found = _visible(request, account_id)
    form = SettleForm(request.POST, heirs=handing_over.heirs_of(found.body))
    if not handing_over.may_settle(request.duty, found):
        if request.duty.may(Permission.LEAD, body_id=found.body_id):
            messages.error(
                request, _("Nothing is to be settled: its body is open, or it is retired.")
            )
            return _page(request, found, status=422)
        raise PermissionDenied(
            _(
                "Only accounts of bodies that have closed are handed over, by their lead or the "
                "central team."
            )
        )
    if not form.is_valid():
        return _page(request, found, settle=form, status=422)
    try:
        if not form.heir_slug:
            account_actions.retire_account(account_id=found.pk, by=request.user, at=clock.now())
            messages.success(request, _("The account is retired and its password forgotten."))
            return redirect("workspace:account", found.pk)
        account = handing_over.hand_over_account(
            account_id=found.pk, to_slug=form.heir_slug, by=request.duty, at=clock.now()
        )
    except ForumError as exc:
        form.add_error("to", str(exc))
        return _page(request, found, settle=form, status=422)
    account_looks.look_again(account_id=account.pk, by=request.user, at=clock.now())
    messages.success(
        request,
        _("%(handle)s is an account of %(body)s now. Its proof has to be found anew.")
        % {"handle": account.handle, "body": account.body.name},
    )
    if request.duty.may(Permission.OVERSEE) or account.body_id in request.duty.body_ids(
        Permission.SEE_WORKSPACE
    ):
        return redirect("workspace:account", account.pk)
    return redirect("workspace:account-list")


# Beside which field a fault is said.
_FIELDS: dict[type[ForumError], str] = {
    account_actions.NameRefused: "handle",
    account_actions.PracticeMixed: "forum",
    account_actions.ProfileRefused: "profile_address",
    account_actions.PageRefused: "named_at_address",
    account_actions.LanguageRefused: "language",
}


def _field_of(fault: ForumError) -> str | None:
    """None: it belongs to no single field."""
    return next((name for kind, name in _FIELDS.items() if isinstance(fault, kind)), None)


def _visible(request: StaffRequest, account_id: int) -> OfficialAccount:
    return (
        OfficialAccount.objects.filter(body__in=bodies.bodies_visible_to(request.duty))
        .select_related("body", "forum")
        .get(pk=account_id)
    )


def _led(request: StaffRequest, account_id: int) -> OfficialAccount:
    return (
        OfficialAccount.objects.filter(body_id__in=request.duty.body_ids(Permission.LEAD))
        .select_related("body", "forum")
        .get(pk=account_id)
    )


def _page(
    request: StaffRequest,
    found: OfficialAccount,
    *,
    facts: AccountFactsForm | None = None,
    look: LookForm | None = None,
    secret: SecretForm | None = None,
    settle: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    entry = account_entry(found.public_id, practice_too=True)
    may_lead = request.duty.may(Permission.LEAD, body_id=found.body_id)
    known = {
        "profile_address": found.profile_address,
        "named_at_address": found.named_at_address,
        "language": found.language,
    }
    return show(
        request,
        "account.html",
        {
            "record": found,
            "account": entry.account,
            "looks": entry.looks,
            "directions": account_words.DIRECTION_WORDS,
            "proof": account_words.proof_words(entry.account),
            "look": account_looks.look_of(found.pk),
            "may_lead": may_lead and found.retired_at is None and not found.body.is_closed,
            "circumstances": account_words.circumstances(entry.account),
            "settle": settle or _settle_form(request, found),
            "facts": facts or AccountFactsForm(initial=known),
            "look_form": look or LookForm(account=found),
            "wanted": credentials.wanted_in(found.forum),
            "secret_form": secret or _secret_form(found),
            "badge_code": badge_code(entry.account),
        },
        status=status,
    )


def _settle_form(request: StaffRequest, account: OfficialAccount) -> SettleForm | None:
    if not handing_over.may_settle(request.duty, account):
        return None
    return SettleForm(heirs=handing_over.heirs_of(account.body))


def _secret_form(account: OfficialAccount, data: QueryDict | None = None) -> SecretForm:
    wanted = credentials.wanted_in(account.forum)
    return SecretForm(data, is_key=wanted is not None and wanted.is_key)


def _list(
    request: StaffRequest, *, form: AccountForm | None = None, status: int = 200
) -> HttpResponse:
    may_lead = request.duty.may(Permission.LEAD)
    visible = bodies.bodies_visible_to(request.duty)
    groups: dict[Body, list[dict[str, Any]]] = {}
    rows: Any = (
        OfficialAccount.objects.filter(body__in=visible)
        .select_related("body", "forum")
        .annotate(row=account_row())
        .order_by("body__name_key", "forum__name_key", "pk")
    )
    for record in rows:
        own = groups.setdefault(record.body, [])
        own.append({"record": record, "account": account_of(record.row)})
    return show(
        request,
        "account_list.html",
        {
            "groups": [
                {
                    "body": body,
                    "rows": sorted(own, key=lambda row: row["record"].retired_at is not None),
                    "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
                }
                for body, own in groups.items()
            ],
            "unproved": account_looks.unproved(request.duty.body_ids(Permission.LEAD)),
            "directions": account_words.DIRECTION_WORDS,
            "wanted_by_software": list(credentials.wanted_by_software()) if may_lead else [],
            "form": (form or AccountForm(duty=request.duty)) if may_lead else None,
        },
        status=status,
    )
