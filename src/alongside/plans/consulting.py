"""Consulting on a draft: opening and closing, and putting the record into a version.

The rules and their sources are in `domain.consulting`; what is said meanwhile is in `commenting`.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from alongside.agreements import notices
from alongside.agreements.actions import AgreementError
from alongside.agreements.domain.asking import UnfitLetter
from alongside.agreements.links import forums_of
from alongside.agreements.models import Contact, Notice
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.plans import consultations, consulting_words, writing
from alongside.plans.domain import consulting as rules
from alongside.plans.domain import documents
from alongside.plans.domain.consulting import ConsultationError, NotOpen
from alongside.plans.domain.errors import ChangedMeanwhile, NotReady
from alongside.plans.domain.missing import gaps_of
from alongside.plans.drafts import draft_document
from alongside.plans.models import Comment, Consultation, Invitation, PlanVersion


class NotReadable(ConsultationError):
    """The draft does not say yet what people would be asked about."""


@transaction.atomic
def open_consultation(
    *,
    body: Body,
    introduction: str,
    closes_on: date,
    is_open_to_all: bool,
    contacts: Collection[Contact],
    subject: str,
    letter: str,
    seen_at: datetime | None = None,
    by: str,
    at: datetime,
) -> Consultation:
    """Freezes the draft as it is now, and asks about it: the contacts by letter, and everybody if
    wished. The draft goes on; what people were asked about does not.

    A contact is asked for those of its forums that are in the draft. `seen_at` as in
    `actions.publish_draft`. The letter holds the marks of `rules.filled_letter`.
    Raises NoDraft, ChangedMeanwhile, NotReadable, ConsultationError when one is open, nobody is
    asked or the days are too few, and AgreementError for an unfit letter.
    """
    today = timezone.localdate(at)
    draft = writing.held_draft(body)
    if seen_at is not None and draft.drafted_at != seen_at:
        raise ChangedMeanwhile(
            "The draft has changed since you opened this page. Read it again, then ask about it."
        )
    rules.check_days(closes_on, today=today)
    introduction = rules.cleaned_words(introduction, most=rules.INTRODUCTION_LENGTH)
    if not introduction:
        raise ConsultationError("Say what you ask, and why.")
    document = draft_document(draft)
    if gaps := rules.gaps_to_fill(gaps_of(document)):
        raise NotReadable(" ".join(gap.sentence for gap in gaps))
    if not contacts and not is_open_to_all:
        raise ConsultationError("Choose an operator to ask, or ask everybody.")
    _close_what_is_over(body, at=at)
    text = documents.canonical(document)
    try:
        with transaction.atomic():
            consultation = Consultation.objects.create(
                body=body,
                document=text,
                sha256=documents.fingerprint(text),
                introduction=introduction,
                is_open_to_all=is_open_to_all,
                opened_by=by,
                opened_at=at,
                closes_on=closes_on,
            )
    except IntegrityError:
        raise ConsultationError(
            "A consultation is open already. Give it more time, or wait until it has closed."
        ) from None
    if contacts:
        _invite(consultation, draft, contacts, subject=subject, letter=letter, by=by, at=at)
    note(
        consultation,
        "consultation.opened",
        by=by,
        at=at,
        details={"closes_on": closes_on.isoformat(), "forums": consultation.invitations.count()},
    )
    return consultation


def _invite(
    consultation: Consultation,
    draft: PlanVersion,
    contacts: Collection[Contact],
    *,
    subject: str,
    letter: str,
    by: str,
    at: datetime,
) -> None:
    planned = {objective.forum_id: objective.forum for objective in draft.objectives.all()}
    asked: dict[int, list[Contact]] = {}
    for contact in contacts:
        own = [forum.pk for forum in forums_of(contact) if forum.pk in planned]
        if not own:
            raise ConsultationError("One of these contacts has no forum in the draft.")
        for pk in own:
            asked.setdefault(pk, []).append(contact)
    try:
        subject, letter = rules.filled_letter(
            subject,
            letter,
            question=consultation.introduction,
            closes_on=consultation.closes_on,
        )
    except UnfitLetter as exc:
        raise AgreementError(str(exc)) from exc
    consultation.notice = notices.write_notice(
        body=consultation.body, contacts=contacts, subject=subject, letter=letter, by=by, at=at
    )
    consultation.save(update_fields=["notice"])
    for pk, found in asked.items():
        invitation = Invitation.objects.create(consultation=consultation, forum=planned[pk])
        invitation.contacts.set(found)


@transaction.atomic
def give_more_time(
    *, consultation_id: str, body: Body, closes_on: date, by: str, at: datetime
) -> Consultation:
    """Moves the last day on; never back. Raises NotOpen, ConsultationError, DoesNotExist."""
    consultation = held(consultation_id, body_id=body.pk)
    today = timezone.localdate(at)
    check_open(consultation, today)
    rules.check_longer(closes_on, before=consultation.closes_on, today=today)
    before, consultation.closes_on = consultation.closes_on, closes_on
    consultation.save(update_fields=["closes_on"])
    note(
        consultation,
        "consultation.extended",
        by=by,
        at=at,
        details={
            "closes_on": closes_on.isoformat(),
            "changes": {"closes_on": [before.isoformat(), closes_on.isoformat()]},
        },
    )
    return consultation


@transaction.atomic
def close_early(*, consultation_id: str, body: Body, by: str, at: datetime) -> Consultation:
    """Closes it before its day, when everybody who was asked has answered.

    Raises NotOpen, ConsultationError when somebody's time would be cut short, DoesNotExist.
    """
    consultation = held(consultation_id, body_id=body.pk)
    check_open(consultation, timezone.localdate(at))
    answered = [found.has_answered for found in consultations.asked(consultation)]
    if not rules.may_close_early(is_open_to_all=consultation.is_open_to_all, has_answered=answered):
        raise ConsultationError(
            "People were promised this time. It can close early only when all who were asked "
            "have answered, and it is not open to everybody."
        )
    _close(consultation, by=by, at=at)
    return consultation


@transaction.atomic
def call_off(
    *, consultation_id: str, body: Body, reason: str, by: str, at: datetime
) -> Consultation:
    """Ends it before anybody has said anything; the reason is published with the next version.

    Raises NotOpen, ConsultationError without a reason or once there are comments, which must be
    answered, and DoesNotExist.
    """
    consultation = held(consultation_id, body_id=body.pk)
    check_open(consultation, timezone.localdate(at))
    reason = rules.cleaned_words(reason, most=rules.REASON_LENGTH)
    if not reason:
        raise ConsultationError("Say why. The reason is published.")
    if consultation.comments.exists():
        raise ConsultationError(
            "Somebody has commented, so it cannot be called off: what people said is answered."
        )
    consultation.called_off_because = reason
    _close(consultation, by=by, at=at, kind="consultation.called_off")
    return consultation


@transaction.atomic
def close_next(*, at: datetime) -> bool:
    """Records that the consultation whose last day is over has closed; False: none is due."""
    consultation = (
        Consultation.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("body", "notice")
        .filter(closed_at=None, closes_on__lt=timezone.localdate(at))
        .order_by("closes_on", "pk")
        .first()
    )
    if consultation is None:
        return False
    _close(consultation, by=audit.WORKER, at=at)
    return True


# Publishing


def records_for(version: PlanVersion, *, by: str, at: datetime) -> list[dict[str, object]]:
    """Puts the body's consultations into the version that is about to be frozen: their records.

    Operators who commented are told by letter what became of it.

    Inside the caller's transaction. Raises NotReady while one is open, a comment is unanswered, or
    is said to have changed a part of the draft that is the same: what people said is taken into
    account before it is decided, not explained away afterwards.
    """
    today = timezone.localdate(at)
    found = list(
        Consultation.objects.select_for_update(of=("self",))
        .filter(body=version.body, version=None)
        .select_related("body", "notice")
        .order_by("pk")
    )
    if obstacles := consultations.obstacles(version.body_id, on=today):
        raise NotReady(" ".join(obstacle.sentence for obstacle in obstacles))
    for consultation in found:
        if consultation.closed_at is None:
            _close(consultation, by=audit.WORKER, at=at)
    records = [consultations.record_of(consultation) for consultation in found]
    told = _tell_who_commented(version, found, by=by, at=at)
    Consultation.objects.filter(pk__in=[each.pk for each in found]).update(
        version=version, outcome_notice=told
    )
    return records


def _tell_who_commented(
    version: PlanVersion, found: Collection[Consultation], *, by: str, at: datetime
) -> Notice | None:
    """A letter to each mailbox whose operator commented; None: no operator did."""
    said = Comment.objects.filter(consultation__in=found, forum=OuterRef("forum"))
    invitations = Invitation.objects.filter(Exists(said), consultation__in=found)
    contacts = Contact.objects.standing().filter(
        pk__in=Invitation.contacts.through.objects.filter(invitation__in=invitations).values(
            "contact"
        )
    )
    if not contacts:
        return None
    subject, letter = consulting_words.outcome(version)
    return notices.write_notice(
        body=version.body, contacts=contacts, subject=subject, letter=letter, by=by, at=at
    )


def held(consultation_id: str, *, body_id: int | None = None) -> Consultation:
    """The consultation, its row held until the transaction ends. Raises DoesNotExist."""
    own = {} if body_id is None else {"body": body_id}
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("body", "notice")
        .get(public_id=consultation_id, **own)
    )


def check_open(consultation: Consultation, today: date) -> None:
    """Raises NotOpen."""
    if consultation.is_called_off:
        raise NotOpen("This consultation was called off.")
    if not consultation.is_open(today):
        raise NotOpen(
            f"This consultation closed on {consultation.closed_on.day} "
            f"{consultation.closed_on:%B %Y}, so no more comments are taken."
        )


def _close_what_is_over(body: Body, *, at: datetime) -> None:
    over = Consultation.objects.select_for_update(of=("self",)).filter(
        body=body, closed_at=None, closes_on__lt=timezone.localdate(at)
    )
    for consultation in over.select_related("body", "notice"):
        _close(consultation, by=audit.WORKER, at=at)


def _close(
    consultation: Consultation, *, by: str, at: datetime, kind: str = "consultation.closed"
) -> None:
    consultation.closed_at = at
    consultation.save(update_fields=["closed_at", "called_off_because"])
    if consultation.notice is not None:
        notices.end_notice(notice=consultation.notice, at=at)
    comments = consultation.comments.count()
    note(consultation, kind, by=by, at=at, details={"comments": comments})


def note(
    consultation: Consultation,
    kind: str,
    *,
    by: str,
    at: datetime,
    details: dict[str, object],
    is_public: bool = True,
) -> None:
    """In the trail; in public only what everybody is asked about or may come to read."""
    body = consultation.body
    audit.record(
        kind=kind,
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={"name": body.name, "consultation": consultation.public_id, **details},
        public=is_public and consultation.is_open_to_all and not body.is_practice,
    )
