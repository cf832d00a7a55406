"""Asking an operator: one letter, one reminder, and no answer means no."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.agreements import actions, letters, queries
from alongside.agreements.actions import AgreementError
from alongside.agreements.domain import asking as rules
from alongside.agreements.domain.asking import Outcome, Step
from alongside.agreements.domain.letters import LetterKind
from alongside.agreements.domain.terms import CLOSING, Answer, Standing
from alongside.agreements.models import Contact, Letter, Request
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum


class AlreadyAsked(AgreementError):
    """A letter is out, and the operator has time to answer it."""


class LeftAlone(AgreementError):
    """The operator said no, or nothing, and was promised to be left alone."""


class NothingToRemind(AgreementError):
    """The request has ended, was not sent yet, or was reminded of already."""


@transaction.atomic
def ask_operator(
    *,
    body: Body,
    forum: Forum,
    contacts: Collection[Contact],
    subject: str,
    letter: str,
    by: str,
    at: datetime,
    invited: str = "",
) -> Request:
    """Queues the letter to each contact, and records that the operator was asked.

    Under it stands, whatever the lead wrote, what `letters.last_words` says. After a no, and after
    silence, we promised to write no more: then `invited` says how the operator asked to be written
    to again. Raises LeftAlone without it, AgreementError when nobody is written to or the letter is
    unfit, and AlreadyAsked.
    """
    actions.alone_in(forum)
    is_closed = is_left_alone(body_id=body.pk, forum_id=forum.pk)
    if is_closed and not invited.strip():
        raise LeftAlone(
            "We promised to write no more. Only if the operator has asked to hear from you again: "
            "say how, and when."
        )
    try:
        subject, letter = rules.checked_letter(subject, letter)
    except rules.UnfitLetter as exc:
        raise AgreementError(str(exc)) from exc
    last_words = letters.last_words(body=body, forum=forum, on=timezone.localdate(at))
    letter = f"{letter}\n\n{last_words}"
    ours = list(
        Contact.objects.standing().filter(
            pk__in=[contact.pk for contact in contacts], body=body, forums=forum
        )
    )
    if not ours:
        raise AgreementError("Choose at least one contact to write to.")
    try:
        with transaction.atomic():
            request = Request.objects.create(
                body=body, forum=forum, subject=subject, letter=letter, asked_by=by, asked_at=at
            )
    except IntegrityError:
        raise AlreadyAsked(
            "The operator was asked and has time to answer. Remind them, or call it off first."
        ) from None
    _queue(request, ours, LetterKind.ASK, at=at)
    details: dict[str, object] = {"letters": len(ours)}
    if is_closed:
        details["invited"] = invited.strip()
    _note(request, "operator.asked", by=by, at=at, details=details)
    return request


@transaction.atomic
def remind_operator(*, request_id: str, body: Body, by: str, at: datetime) -> Request:
    """Queues the one reminder before its day. Raises NothingToRemind and Request.DoesNotExist."""
    request = _locked(request_id, body)
    if not _remind(request, by=by, at=at):
        raise NothingToRemind(
            "There is one reminder for each letter: it has been sent, or the letter has not."
        )
    return request


@transaction.atomic
def call_off(*, request_id: str, body: Body, by: str, at: datetime) -> Request:
    """Ends the request without an answer: nothing more is sent, and nothing counts as a no.

    Raises NothingToRemind when it has ended, and Request.DoesNotExist.
    """
    request = _locked(request_id, body)
    if request.closed_at is not None:
        raise NothingToRemind("This request has ended.")
    _close(request, Outcome.CALLED_OFF, by=by, at=at)
    return request


@transaction.atomic
def remind_or_close_next(*, at: datetime) -> bool:
    """Reminds of the open request that is due for it, or closes it; False: none is due."""
    reminders = Letter.objects.filter(request=OuterRef("pk"), kind=LetterKind.REMIND.value)
    to_remind = Q(~Exists(reminders), reminded_at=None, sent_at__lte=at - rules.REMIND_AFTER)
    to_close = Q(
        sent_at__lte=at - rules.CLOSE_AFTER, reminded_at__lte=at - rules.CLOSE_AFTER_REMINDER
    )
    request = (
        # With its forum, whose operator may be answering at this moment: then it is their turn.
        Request.objects.select_for_update(skip_locked=True, of=("self", "forum"), no_key=True)
        .select_related("body", "forum")
        .filter(to_remind | to_close, closed_at=None)
        .order_by("sent_at", "pk")
        .first()
    )
    if request is None or request.sent_at is None:
        return False
    if request.body.is_closed:
        # Nobody asks any more: a reminder would be for nothing, and silence no answer to anybody.
        _close(request, Outcome.CALLED_OFF, by=audit.WORKER, at=at)
        return True
    step = rules.step_due(sent_at=request.sent_at, reminded_at=request.reminded_at, at=at)
    if step is Step.CLOSE:
        _record_silence(request, at=at)
    elif not _remind(request, by=audit.WORKER, at=at):
        # Nobody is left to be reminded: silence of nobody is no answer of anybody.
        _close(request, Outcome.CALLED_OFF, by=audit.WORKER, at=at)
    return True


def is_left_alone(*, body_id: int, forum_id: int) -> bool:
    """Whether the operator's last word was a no, or silence: then nothing more is written."""
    newest = queries.newest_agreement(forum_id=forum_id, body_id=body_id)
    return newest is not None and newest.answer in CLOSING


def open_request(*, body_id: int, forum_id: int) -> Request | None:
    """The request that the operator has still to answer."""
    return Request.objects.filter(body=body_id, forum=forum_id, closed_at=None).first()


def requests_of(*, body_id: int, forum_id: int) -> QuerySet[Request]:
    """Every request, newest first, with its letters."""
    return Request.objects.filter(body=body_id, forum=forum_id).prefetch_related("letters__contact")


def _remind(request: Request, *, by: str, at: datetime) -> bool:
    if request.closed_at is not None or request.sent_at is None:
        return False
    if request.letters.filter(kind=LetterKind.REMIND.value).exists():
        return False
    contacts = Contact.objects.standing().filter(
        forums=request.forum_id,  # who was removed from this forum is not reminded of it
        pk__in=request.letters.filter(kind=LetterKind.ASK.value, sent_at__isnull=False).values(
            "contact"
        ),
    )
    queued = _queue(request, list(contacts), LetterKind.REMIND, at=at)
    if queued:
        _note(request, "operator.reminded", by=by, at=at, details={"letters": queued})
    return bool(queued)


def _record_silence(request: Request, *, at: datetime) -> None:
    today = timezone.localdate(at)
    newest = queries.newest_agreement(forum_id=request.forum_id, body_id=request.body_id)
    is_recorded = rules.is_silence_recorded(
        Answer(newest.answer) if newest else None,
        is_expired=queries.standing(newest, on=today) is Standing.EXPIRED,
    )
    _close(request, Outcome.NO_ANSWER, by=audit.WORKER, at=at)
    if is_recorded:
        assert request.sent_at is not None
        asked_on = timezone.localdate(request.sent_at)
        actions.record_answer(
            forum=request.forum,
            body=request.body,
            answer=Answer.NO_ANSWER,
            answered_on=today,
            valid_from=today,
            valid_until=None,
            scope=None,
            conditions="",
            evidence=(
                f"Asked by e-mail on {asked_on.day} {asked_on:%B %Y}, reminded once, and no answer "
                "came."
            ),
            by=audit.WORKER,
            at=at,
        )


def _close(request: Request, outcome: Outcome, *, by: str, at: datetime) -> None:
    request.closed_at, request.outcome = at, outcome.value
    request.save(update_fields=["closed_at", "outcome"])
    _note(request, "operator_request.closed", by=by, at=at, details={"outcome": outcome.value})


def _queue(
    request: Request, contacts: Collection[Contact], kind: LetterKind, *, at: datetime
) -> int:
    made = Letter.objects.bulk_create(
        [
            Letter(contact=contact, request=request, kind=kind.value, due_at=at)
            for contact in contacts
        ]
    )
    return len(made)


def _locked(request_id: str, body: Body) -> Request:
    return (
        Request.objects.select_for_update(of=("self",))
        .select_related("body", "forum")
        .get(public_id=request_id, body=body)
    )


def _note(
    request: Request, kind: str, *, by: str, at: datetime, details: dict[str, object]
) -> None:
    audit.record(
        kind=kind,
        actor=by,
        subject=f"forum:{request.forum.slug}",
        at=at,
        details={"body": request.body.slug, "request": request.public_id, **details},
    )
