"""How questions come in from moderators of one forum, and what became of them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.agreements import contacts
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.enquiries import hooks, referral_actions
from alongside.enquiries.domain.triage import EnquiryError
from alongside.enquiries.models import Referral
from alongside.enquiries.referral_queries import referrals_in
from alongside.forums import queries as forums
from alongside.forums.domain.kinds import ENGINE_WORDS
from alongside.forums.models import Forum
from alongside.workspace.forms_referrals import HookForm
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told

SHOWN = 50
_CONFLICT, _UNPROCESSABLE = 409, 422


@require_safe
@staff_page()
def referrals(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    body = bodies.bodies_visible_to(request.duty).get(slug=body_slug)
    return _page(request, body, forums.get_forum(forum_slug))


@require_POST
@staff_page(Permission.LEAD)
def hook_make(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """A new address and secret. They are on this very answer and nowhere else, so it leads on to
    no other page; sent twice, it changes nothing."""
    body, forum = _led(request, body_slug, forum_slug)
    form = _form(body, forum, request)
    if form is None:
        messages.error(request, _("The service understands no webhooks of this forum’s software."))
        return redirect("workspace:referrals", body_slug, forum_slug)
    if not form.is_valid():
        return _page(request, body, forum, form=form, status=_UNPROCESSABLE)
    try:
        made = hooks.make_hook(
            body=body,
            forum=forum,
            addressee=form.cleaned_data["addressee"],
            replaces=form.cleaned_data["replaces"],
            by=request.duty,
            at=clock.now(),
        )
    except hooks.ReplacedMeanwhile as exc:
        messages.error(request, str(exc))
        return _page(request, body, forum, status=_CONFLICT)
    except EnquiryError as exc:
        form.add_error("addressee", str(exc))
        return _page(request, body, forum, form=form, status=_UNPROCESSABLE)
    return _page(request, body, forum, made=made)


@require_POST
@staff_page(Permission.LEAD)
def hook_end(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    body, forum = _led(request, body_slug, forum_slug)
    with told(
        request, EnquiryError, _("The address takes nothing any more, and its secret is gone.")
    ):
        hooks.end_hook(
            body=body,
            forum=forum,
            hook_id=request.POST.get("hook", "")[:12],
            by=request.duty,
            at=clock.now(),
        )
    return redirect("workspace:referrals", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def try_again(
    request: StaffRequest, body_slug: str, forum_slug: str, referral_id: str
) -> HttpResponse:
    body, forum = _led(request, body_slug, forum_slug)
    found = Referral.objects.get(public_id=referral_id, body=body, forum=forum)
    with told(request, EnquiryError, _("It is taken up again within a minute.")):
        referral_actions.try_again(referral_id=found.public_id, by=request.duty, at=clock.now())
    return redirect("workspace:referrals", body_slug, forum_slug)


def _led(request: StaffRequest, body_slug: str, forum_slug: str) -> tuple[Body, Forum]:
    led = bodies.bodies_visible_to(request.duty).filter(
        pk__in=request.duty.body_ids(Permission.LEAD)
    )
    return led.get(slug=body_slug), forums.get_forum(forum_slug)


def _form(body: Body, forum: Forum, request: StaffRequest | None = None) -> HookForm | None:
    """None: the forum's software tells nothing by itself."""
    referrer = hooks.referrer_in(forum)
    if referrer is None:
        return None
    wanted = {"name": referrer.addressee.name, "ask": referrer.addressee.ask}
    if request is not None:
        return HookForm(request.POST, **wanted)
    standing = hooks.hook_of(body=body, forum=forum)
    known = {"replaces": standing.public_id, "addressee": standing.addressee} if standing else {}
    return HookForm(initial=known, **wanted)


def _page(
    request: StaffRequest,
    body: Body,
    forum: Forum,
    *,
    form: HookForm | None = None,
    made: hooks.Made | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    referrer, hook = hooks.referrer_in(forum), hooks.hook_of(body=body, forum=forum)
    # Where only one board counts, the operator must have agreed to that one.
    board_id = hook.addressee if hook and referrer and not referrer.is_believed else None
    reached = referral_actions.reach(forum=forum, body=body, board_id=board_id, at=at)
    return show(
        request,
        "referrals.html",
        {
            "body": body,
            "forum": forum,
            "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
            "refusal": reached.refusal,
            "reads": reached.reads,
            "contacts": contacts.contacts_of(body_id=body.pk, forum_id=forum.pk).count(),
            "referrer": referrer,
            "software": ENGINE_WORDS.get(forum.engine, "") if forum.engine else "",
            "hook": hook,
            "form": form or _form(body, forum),
            "made": made,
            "made_address": _address_of(made) if made else "",
            "letter": _letter(body, forum, made) if made else "",
            "referrals": referrals_in(forum_id=forum.pk, body_id=body.pk)[:SHOWN],
            "count": referrals_in(forum_id=forum.pk, body_id=body.pk).count(),
        },
        status=status,
    )


def _address_of(made: hooks.Made) -> str:
    return f"{settings.ALONGSIDE_ADDRESS}{reverse('hooks:hear', args=[made.key])}"


def _letter(body: Body, forum: Forum, made: hooks.Made) -> str:
    """What the forum's administrators need to set it up, to be sent to them; not the secret."""
    referrer = hooks.referrer_in(forum)
    if referrer is None:
        return ""
    steps = "\n".join(f"{number}. {_(step)}" for number, step in enumerate(referrer.steps, 1))
    return "\n\n".join(
        (
            _("How moderators of %(forum)s pass questions to %(body)s")
            % {"forum": forum.name, "body": body.name},
            f"{_('Address')}: {_address_of(made)}\n"
            f"{_(referrer.addressee.name)}: {made.hook.addressee}\n"
            f"{_('Secret')}: {_('comes separately')}",
            steps,
        )
    )
