"""E-mails to operators. A row is a letter that is to go out; the private link in it is made in the
instant before, and stands nowhere else.

Nothing is sent twice: a letter whose worker died, or whose end is unknown, goes to a person.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from alongside.accounts.models import User
from alongside.agreements import contacts, links, queries
from alongside.agreements.domain.asking import (
    CLOSE_AFTER,
    LINK_MARK,
    REMIND_AFTER,
    closes_at,
)
from alongside.agreements.domain.letters import CLAIM, LetterKind, next_try
from alongside.agreements.domain.links import LINK_LIVES
from alongside.agreements.models import Contact, Letter, PrivateLink, Request
from alongside.bodies.models import Body
from alongside.core import mailing
from alongside.forums.models import Forum


@dataclass(frozen=True, slots=True)
class ReadyLetter:
    """A claimed letter as it goes out. `message` holds the private link: never log it."""

    letter: Letter
    link: PrivateLink
    message: mail.EmailMessage


def first_words(
    *, body: Body, forum: Forum, excerpt_days: int, excerpt_length: int
) -> tuple[str, str]:
    """Subject and text of a letter that asks, for the lead to change.

    What is kept of a question is settled in an app above this one, which says it here.
    """
    text = render_to_string(
        "agreements/ask.txt",
        {
            "body": body,
            "forum": forum,
            "excerpt_days": excerpt_days,
            "excerpt_length": excerpt_length,
            "link_days": LINK_LIVES.days,
        },
    )
    return f"May {body.short_name} help in {forum.name}? You decide"[:150], text.strip()


def last_words(*, body: Body, forum: Forum, on: date) -> str:
    """What stands under every letter that asks, and no lead can cut: how to say no, what silence
    means, and where everybody can see that the letter is genuine."""
    return render_to_string(
        "agreements/ask_end.txt",
        {
            "body": body,
            "forum": forum,
            "runs_on": queries.agreement_in_force(forum_id=forum.pk, body_id=body.pk, on=on),
            "remind_days": REMIND_AFTER.days,
            "close_days": CLOSE_AFTER.days,
        },
    ).strip()


@transaction.atomic
def claim_next_letter(*, at: datetime) -> Letter | None:
    """The letter that has waited longest, claimed for this worker; None: nothing is due.

    A letter that some worker claimed an hour ago and never ended may have gone out: a person looks.
    """
    Letter.objects.filter(ended_at=None, claimed_at__lte=at - CLAIM).update(
        ended_at=at,
        problem="It may have been sent: the worker stopped on the way. Ask, or send again.",
    )
    letter = (
        Letter.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(ended_at=None, claimed_at=None, due_at__lte=at)
        .order_by("due_at", "pk")
        .first()
    )
    if letter is not None:
        letter.claimed_at = at
        letter.save(update_fields=["claimed_at"])
    return letter


@transaction.atomic
def make_ready(*, letter_id: int, at: datetime) -> ReadyLetter | None:
    """The letter with its private link, ready to go out; None when it has lost its reason.

    Raises sealed.CannotOpen when the mailbox cannot be read with the keys of this service.
    """
    letter = Letter.objects.select_related(
        "contact__body",
        *("request__body", "request__forum"),
        *("objection__body", "objection__forum"),
        "notice",
    ).get(pk=letter_id)
    contact, request, notice = letter.contact, letter.request, letter.notice
    reason = ""
    if contact.ended_at is not None:
        reason = "the contact was removed"
    elif request is not None and request.closed_at is not None:
        reason = "the request has ended"
    elif request is not None and request.body.is_closed:
        reason = "the body has closed"
    elif notice is not None and notice.ended_at is not None:
        reason = "what it tells is over"
    if reason:
        end(letter, problem=f"Not sent: {reason}.", at=at)
        return None
    address = contacts.address_of(contact)
    link, key = links.new_link(contact=contact, at=at)
    subject, text = _words(letter, at=at)
    # The key stands in the query, which no log of ours has and proxies are told to leave out.
    place = f"{settings.ALONGSIDE_ADDRESS}{reverse('operators:enter')}?key={key}"
    is_written = letter.kind in (LetterKind.ASK, LetterKind.NOTICE)
    headers = {} if is_written else {"Auto-Submitted": "auto-generated"}
    message = mail.EmailMessage(
        subject=subject,
        body=text.replace(LINK_MARK, place),
        to=[address],
        reply_to=_reply_to(letter),
        headers=headers,
        connection=mailing.connection(stays_here=contact.is_practice),
    )
    return ReadyLetter(letter, link, message)


@transaction.atomic
def record_sent(*, letter_id: int, at: datetime) -> None:
    """The letter went out; of a request, the days begin to count."""
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    letter.sent_at = letter.ended_at = at
    letter.problem = ""
    letter.save(update_fields=["sent_at", "ended_at", "problem"])
    Contact.objects.filter(pk=letter.contact_id).update(used_at=at)
    if letter.request_id is not None:
        requests = Request.objects.filter(pk=letter.request_id)
        if letter.kind == LetterKind.ASK:
            requests.filter(sent_at=None).update(sent_at=at)
        elif letter.kind == LetterKind.REMIND:
            requests.filter(reminded_at=None).update(reminded_at=at)


@transaction.atomic
def record_failure(
    *, letter_id: int, link_id: int | None, problem: str, will_pass: bool, at: datetime
) -> None:
    """The letter did not go out. It is tried again later, or a person looks."""
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    letter.failures = min(letter.failures + 1, 1000)
    letter.problem = problem[:300]
    later = next_try(letter.failures, at=at) if will_pass else None
    if later is None:
        letter.ended_at = at
    else:
        letter.due_at, letter.claimed_at = later, None
    letter.save()
    if link_id is not None and will_pass:
        PrivateLink.objects.filter(pk=link_id, used_at=None).delete()  # nobody has its key


@transaction.atomic
def send_again(*, letter_id: str, body: Body, at: datetime) -> Letter:
    """Queues a letter anew that did not go out. Raises Letter.DoesNotExist for any other."""
    letter = Letter.objects.select_for_update(of=("self",)).get(
        Q(objection__body=body) | Q(objection=None, contact__body=body),
        public_id=letter_id,
        contact__ended_at=None,
        sent_at=None,
        ended_at__isnull=False,
        request__closed_at=None,
        notice__ended_at=None,
    )
    letter.due_at, letter.claimed_at, letter.ended_at, letter.failures = at, None, None, 0
    letter.save()
    return letter


def end(letter: Letter, *, problem: str, at: datetime) -> None:
    letter.ended_at, letter.problem = at, problem
    letter.save(update_fields=["ended_at", "problem"])


def _words(letter: Letter, *, at: datetime) -> tuple[str, str]:
    request = letter.request
    if letter.notice is not None:
        return letter.notice.subject, letter.notice.letter
    common = {"link_days": LINK_LIVES.days}
    if letter.objection is not None:
        found = letter.objection
        said = {**common, "objection": found, "body": found.body, "forum": found.forum}
        text = render_to_string("agreements/objection_answered.txt", said)
        subject = f"{found.body.short_name} answered you about {found.forum.name}"
        return subject[:150], text.strip()
    if letter.kind == LetterKind.FRESH_LINK or request is None:
        text = render_to_string("agreements/fresh_link.txt", common)
        return "Your private link", text.strip()
    if letter.kind == LetterKind.ASK:
        return request.subject, request.letter
    assert request.sent_at is not None  # nobody is reminded of what they did not get
    quoted = request.letter.replace(LINK_MARK, "(the private link of that day)")
    text = render_to_string(
        "agreements/remind.txt",
        {
            **common,
            "body": request.body,
            "forum": request.forum,
            "request": request,
            "runs_on": queries.agreement_in_force(
                forum_id=request.forum_id, body_id=request.body_id, on=timezone.localdate(at)
            ),
            "closes_at": closes_at(sent_at=request.sent_at, reminded_at=at),
            "quoted": "\n".join(f"> {line}".rstrip() for line in quoted.splitlines()),
        },
    )
    return f"Reminder: {request.subject}"[:150], text.strip()


def _reply_to(letter: Letter) -> list[str]:
    """An answer by e-mail reaches the lead who asked or answered, while they work here."""
    if letter.request is not None:
        name = letter.request.asked_by
    elif letter.notice is not None:
        name = letter.notice.written_by
    elif letter.objection is not None:
        name = letter.objection.answered_by
    else:
        return []
    wrote = User.objects.filter(username=name, is_active=True).exclude(email="").first()
    return [wrote.email] if wrote else []
