"""Asking an operator: contacts, the letter, what was sent, and the state of private links."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.domain.roles import Permission
from alongside.agreements import asking as actions
from alongside.agreements import contacts, letters, links, objecting, sentences
from alongside.agreements import queries as agreements
from alongside.agreements.actions import AgreementError
from alongside.agreements.domain.objecting import Wish
from alongside.agreements.models import Contact, Letter, Objection
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock, sealed
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EXCERPT_LENGTH
from alongside.forums import queries as forums
from alongside.forums.models import Forum
from alongside.replies import queries as replies
from alongside.replies import removing
from alongside.replies.domain.life import ReplyError
from alongside.workspace.forms_asking import (
    ContactForm,
    LetterForm,
    ObjectionAnswerForm,
    RulingForm,
)
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told

_UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def asking(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """Everything about asking this operator; a POST sends the letter."""
    body, forum = _led(request, body_slug, forum_slug)
    if request.method != "POST":
        return _page(request, body, forum)
    known = list(contacts.contacts_of(body_id=body.pk, forum_id=forum.pk))
    is_closed = actions.is_left_alone(body_id=body.pk, forum_id=forum.pk)
    form = LetterForm(request.POST, contacts=known, is_closed=is_closed)
    if not form.is_valid():
        return _page(request, body, forum, letter=form, status=_UNPROCESSABLE)
    chosen = [contact for contact in known if contact.public_id in form.cleaned_data["contacts"]]
    try:
        actions.ask_operator(
            body=body,
            forum=forum,
            contacts=chosen,
            subject=form.cleaned_data["subject"],
            letter=form.cleaned_data["letter"],
            invited=form.cleaned_data.get("invited", ""),
            by=request.user.username,
            at=clock.now(),
        )
    except AgreementError as exc:
        form.add_error(None, str(exc))
        return _page(request, body, forum, letter=form, status=_UNPROCESSABLE)
    messages.success(request, _("The letter goes out within a minute. You see here when it has."))
    return redirect("workspace:asking", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def contact_add(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    body, forum = _led(request, body_slug, forum_slug)
    others = _others(forum)
    form = ContactForm(request.POST, others=others)
    if not form.is_valid():
        return _page(request, body, forum, contact=form, status=_UNPROCESSABLE)
    chosen = form.cleaned_data.get("others", [])
    try:
        contacts.add_contact(
            body=body,
            forums=[forum, *(other for other in others if other.slug in chosen)],
            role=form.cleaned_data["role"],
            address=form.cleaned_data["address"],
            by=request.user.username,
            at=clock.now(),
        )
    except AgreementError as exc:
        form.add_error(None, str(exc))
        return _page(request, body, forum, contact=form, status=_UNPROCESSABLE)
    messages.success(request, _("The contact is kept. You can write to them now."))
    return redirect("workspace:asking", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def contact_end(
    request: StaffRequest, body_slug: str, forum_slug: str, contact_id: str
) -> HttpResponse:
    """Takes the mailbox from this forum; with its last forum it is deleted for good."""
    body, forum = _led(request, body_slug, forum_slug)
    try:
        contact = contacts.remove_contact(
            contact_id=contact_id, body=body, forum=forum, by=request.user.username, at=clock.now()
        )
    except AgreementError as exc:
        messages.error(request, str(exc))
    else:
        messages.success(
            request,
            _("The address is deleted, and its private links have ended.")
            if contact.ended_at
            else _("Removed here. It stays a contact for its other forums."),
        )
    return redirect("workspace:asking", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def contact_end_links(
    request: StaffRequest, body_slug: str, forum_slug: str, contact_id: str
) -> HttpResponse:
    body, _forum = _led(request, body_slug, forum_slug)
    contact = Contact.objects.standing().get(public_id=contact_id, body=body)
    links.revoke_links(contact=contact, by=request.user.username, at=clock.now())
    messages.success(request, _("The private links have ended. A fresh one can be asked for."))
    return redirect("workspace:asking", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def remind(request: StaffRequest, body_slug: str, forum_slug: str, request_id: str) -> HttpResponse:
    body, _forum = _led(request, body_slug, forum_slug)
    with told(request, AgreementError, _("The reminder goes out within a minute.")):
        actions.remind_operator(
            request_id=request_id, body=body, by=request.user.username, at=clock.now()
        )
    return redirect("workspace:asking", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def call_off(
    request: StaffRequest, body_slug: str, forum_slug: str, request_id: str
) -> HttpResponse:
    body, _forum = _led(request, body_slug, forum_slug)
    with told(
        request, AgreementError, _("Called off. Nothing more is sent, and nothing counts as a no.")
    ):
        actions.call_off(request_id=request_id, body=body, by=request.user.username, at=clock.now())
    return redirect("workspace:asking", body_slug, forum_slug)


@require_POST
@staff_page(Permission.LEAD)
def send_again(
    request: StaffRequest, body_slug: str, forum_slug: str, letter_id: str
) -> HttpResponse:
    body, _forum = _led(request, body_slug, forum_slug)
    try:
        letters.send_again(letter_id=letter_id, body=body, at=clock.now())
    except Letter.DoesNotExist:
        messages.error(request, _("This letter has gone out, or is no longer needed."))
    else:
        messages.success(request, _("The letter is tried again within a minute."))
    return redirect("workspace:asking", body_slug, forum_slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def objection(
    request: StaffRequest, body_slug: str, forum_slug: str, objection_id: str
) -> HttpResponse:
    """What the operator says to a post, and the body's answer."""
    body, forum = _led(request, body_slug, forum_slug)
    found = objecting.objections_in(forum_id=forum.pk, body_id=body.pk).get(public_id=objection_id)
    if request.method == "POST" and "again" in request.POST and found.answered_at:
        return _removed_now(request, found)
    form = ObjectionAnswerForm(
        request.POST if request.method == "POST" else None,
        asks_for_removal=found.wish == Wish.REMOVE,
    )
    if form.is_bound and form.is_valid():
        try:
            removing.answer_objection(
                objection_id=objection_id,
                body=body,
                answer=form.cleaned_data["answer"],
                is_removed=form.is_removed,
                by=request.user.username,
                at=clock.now(),
            )
        except (AgreementError, ReplyError) as exc:
            form.add_error("answer", str(exc))
        else:
            written = found.letters.exists()
            messages.success(
                request,
                _(
                    "Your answer goes to the operator by e-mail within a minute, and stands on "
                    "their pages."
                )
                if written
                else _(
                    "The operator reads your answer on their pages. No address is kept to write to."
                ),
            )
            return redirect("workspace:objection", body_slug, forum_slug, objection_id)
    return show(
        request,
        "objection.html",
        {
            "body": body,
            "forum": forum,
            "objection": found,
            "letters": found.letters.select_related("contact"),
            "reply": replies.visible_to(request.duty).filter(public_id=found.reply_id).first(),
            "form": form,
        },
        status=_UNPROCESSABLE if form.is_bound else 200,
    )


def _removed_now(request: StaffRequest, found: Objection) -> HttpResponse:
    """It had been said before, and the post was read in the forum after all."""
    with told(request, ReplyError, _("Noted. It is looked for once more.")):
        removing.record_removal(
            reply_id=found.reply_id, body=found.body, by=request.user.username, at=clock.now()
        )
    return redirect(request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def sentence(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """The operator's public sentence, and withholding it or showing it again, with a reason."""
    body, forum = _led(request, body_slug, forum_slug)
    found = sentences.sentence_in(forum.pk)
    form = RulingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        is_withheld = form.cleaned_data["act"] == RulingForm.WITHHOLD
        rule = sentences.withhold_sentence if is_withheld else sentences.show_sentence_again
        try:
            rule(
                forum=forum,
                body=body,
                statement_id=form.cleaned_data["statement"],
                reason=form.cleaned_data["reason"],
                by=request.user.username,
                at=clock.now(),
            )
        except AgreementError as exc:
            form.add_error("reason", str(exc))
        else:
            messages.success(
                request,
                _("The sentence is withheld. The public page says so, with your reason.")
                if is_withheld
                else _("The sentence stands on the public page again."),
            )
            return redirect("workspace:sentence", body_slug, forum_slug)
    return show(
        request,
        "sentence.html",
        {
            "body": body,
            "forum": forum,
            "sentence": found,
            "sentences": sentences.sentences_in(forum.pk),
            "form": form,
        },
        status=_UNPROCESSABLE if form.is_bound else 200,
    )


def _led(request: StaffRequest, body_slug: str, forum_slug: str) -> tuple[Body, Forum]:
    """Body and forum, for a lead of this very body: addresses of operators are theirs only."""
    body = bodies.bodies_visible_to(request.duty).get(slug=body_slug)
    if not request.duty.may(Permission.LEAD, body_id=body.pk):
        raise PermissionDenied(_("Only an engagement lead of this body writes to operators."))
    return body, forums.get_forum(forum_slug)


def _others(forum: Forum) -> list[Forum]:
    """Further forums that the register says the same operator runs."""
    if not forum.operator_name:
        return []
    same = Forum.objects.standing().filter(
        operator_name__iexact=forum.operator_name, is_practice=forum.is_practice
    )
    return list(same.exclude(pk=forum.pk).order_by("name", "pk")[:50])


def _page(
    request: StaffRequest,
    body: Body,
    forum: Forum,
    *,
    contact: ContactForm | None = None,
    letter: LetterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    today = timezone.localdate(at)
    known = list(contacts.contacts_of(body_id=body.pk, forum_id=forum.pk))
    alive = links.links_of([each.pk for each in known], at=at)
    if letter is None:
        subject, text = letters.first_words(
            body=body,
            forum=forum,
            excerpt_days=EXCERPT_KEPT.days,
            excerpt_length=EXCERPT_LENGTH,
        )
        letter = LetterForm(
            initial={
                "contacts": [each.public_id for each in known],
                "subject": subject,
                "letter": text,
            },
            contacts=known,
            is_closed=actions.is_left_alone(body_id=body.pk, forum_id=forum.pk),
        )
    return show(
        request,
        "asking.html",
        {
            "body": body,
            "forum": forum,
            "contacts": [_described(each, alive[each.pk]) for each in known],
            "requests": actions.requests_of(body_id=body.pk, forum_id=forum.pk),
            "open_request": actions.open_request(body_id=body.pk, forum_id=forum.pk),
            "contact_form": contact or ContactForm(others=_others(forum)),
            "letter_form": letter,
            "last_words": letters.last_words(body=body, forum=forum, on=today),
            "has_agreed": agreements.agreement_in_force(
                forum_id=forum.pk, body_id=body.pk, on=today
            )
            is not None,
        },
        status=status,
    )


def _described(contact: Contact, alive: list[Any]) -> dict[str, Any]:
    try:
        address = contacts.address_of(contact)
    except sealed.CannotOpen:
        address = _("cannot be opened with the keys of this service")
    return {
        "contact": contact,
        "address": address,
        "links": len(alive),
        "used_at": max((link.used_at for link in alive if link.used_at), default=None),
        "expires_at": max((link.expires_at for link in alive), default=None),
    }
