"""Consulting on a draft: opening, commenting, answering, and putting the record into a version.

The rules and their sources are in `domain.consulting`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.agreements import notices
from alongside.agreements.links import OPERATOR, Operator, forums_of
from alongside.agreements.models import Contact
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans import consultations, writing
from alongside.plans.domain import consulting as rules
from alongside.plans.domain import documents
from alongside.plans.domain.consulting import ConsultationError, NotOpen, Verdict
from alongside.plans.domain.errors import ChangedMeanwhile, NotReady
from alongside.plans.domain.missing import gaps_of
from alongside.plans.drafts import draft_document
from alongside.plans.models import (
    Comment,
    CommentAnswer,
    Consultation,
    Invitation,
    PlanVersion,
)
from alongside.proposals import flood
from alongside.proposals.domain.texts import fingerprint
from alongside.proposals.flood import Form

PUBLIC = "public"  # who commented, in the trail: nobody knows


class Full(ConsultationError):
    """So many comments wait that nobody would read another one."""


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
    `actions.publish_draft`. Raises NoDraft, ChangedMeanwhile, NotReadable, ConsultationError when
    one is open, nobody is asked or the days are too few, and AgreementError for an unfit letter.
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
    _note(
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
    consultation = _held(consultation_id, body_id=body.pk)
    today = timezone.localdate(at)
    _check_open(consultation, today)
    rules.check_longer(closes_on, before=consultation.closes_on, today=today)
    before, consultation.closes_on = consultation.closes_on, closes_on
    consultation.save(update_fields=["closes_on"])
    _note(
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
    consultation = _held(consultation_id, body_id=body.pk)
    _check_open(consultation, timezone.localdate(at))
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
    consultation = _held(consultation_id, body_id=body.pk)
    _check_open(consultation, timezone.localdate(at))
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


# Commenting


@transaction.atomic
def comment_as_operator(
    *,
    operator: Operator,
    forum: Forum,
    consultation_id: str,
    words: Mapping[str, str],
    at: datetime,
) -> list[Comment]:
    """What the operator says, by part of the plan; what was sent before stays and is not repeated.

    Raises NotOpen, ConsultationError when nothing was said or a part is not theirs to comment on,
    and Invitation.DoesNotExist when they were not asked.
    """
    invitation = consultations.invitation_of(operator, forum, consultation_id)
    consultation = _held(consultation_id)
    _check_open(consultation, timezone.localdate(at))
    offered = rules.sections_for(consultations.sections(consultation), [invitation.forum.slug])
    said = _said(words, [section.key for section in offered])
    known = set(
        consultation.comments.filter(forum=invitation.forum).values_list("section", "words")
    )
    made = Comment.objects.bulk_create(
        Comment(
            consultation=consultation,
            section=section,
            forum=invitation.forum,
            words=text,
            made_at=at,
        )
        for section, text in said.items()
        if (section, text) not in known
    )
    _note_comments(consultation, len(made), forum=invitation.forum, by=OPERATOR, at=at)
    return made


@transaction.atomic
def say_nothing_to_add(
    *, operator: Operator, forum: Forum, consultation_id: str, at: datetime
) -> Invitation:
    """The operator has read the draft and has nothing to add: that is an answer, and counted.

    Raises NotOpen, and Invitation.DoesNotExist when they were not asked.
    """
    invitation = consultations.invitation_of(operator, forum, consultation_id)
    consultation = _held(consultation_id)
    _check_open(consultation, timezone.localdate(at))
    if invitation.nothing_to_add_at is None:
        invitation.nothing_to_add_at = at
        invitation.save(update_fields=["nothing_to_add_at"])
        _note_comments(consultation, 0, forum=invitation.forum, by=OPERATOR, at=at)
    return invitation


@transaction.atomic
def comment_openly(
    *, consultation_id: str, words: Mapping[str, str], form: Form, network: str, at: datetime
) -> list[Comment]:
    """What somebody without an account says, by part of the plan. Who it was is not stored.

    `form` and `network` as in `proposals.actions.propose`. The same words sent twice are one
    comment. Raises flood.FormUsed and flood.TooMany, NotOpen, ConsultationError, Full, and
    Consultation.DoesNotExist when it is not open to everybody.
    """
    salt = flood.salt_of_the_day(at)
    consultation = _held(consultation_id)
    if not consultation.is_open_to_all:
        raise Consultation.DoesNotExist(consultation_id)
    _check_open(consultation, timezone.localdate(at))
    said = _said(words, [section.key for section in consultations.sections(consultation)])
    prints = {section: fingerprint(section, text) for section, text in said.items()}
    known = set(
        consultation.comments.filter(fingerprint__in=prints.values()).values_list(
            "fingerprint", flat=True
        )
    )
    if known == set(prints.values()):
        return []
    flood.use(form)
    flood.count(network, salt=salt, at=at)
    waiting = consultations.unanswered().filter(consultation=consultation, forum=None)
    if waiting.count() >= rules.OPEN_COMMENTS:
        raise Full(
            "So many comments wait for an answer that we take no more for now. Your words are "
            "still here. Try again in a few days."
        )
    made = Comment.objects.bulk_create(
        Comment(
            consultation=consultation,
            section=section,
            words=text,
            fingerprint=prints[section],
            made_at=at,
        )
        for section, text in said.items()
        if prints[section] not in known
    )
    _note_comments(consultation, len(made), forum=None, by=PUBLIC, at=at)
    return made


# Answering


@transaction.atomic
def answer_comments(
    *,
    comment_ids: Sequence[str],
    body: Body,
    verdict: Verdict,
    words: str,
    by: str,
    at: datetime,
) -> list[CommentAnswer]:
    """Gives each of these comments the same answer; until it is published, the newest counts.

    Raises ConsultationError without words, for what was withheld, or when the record has been
    published, and Comment.DoesNotExist when one is not the body's.
    """
    words = rules.cleaned_words(words, most=rules.ANSWER_LENGTH)
    if not words:
        raise ConsultationError(
            "Say what was changed." if verdict is Verdict.CHANGED else "Say why it was not changed."
        )
    comments = [_held_comment(public_id, body) for public_id in dict.fromkeys(comment_ids)]
    if any(comment.is_withheld for comment in comments):
        raise ConsultationError("One of these was withheld, so there is nothing to answer.")
    made = CommentAnswer.objects.bulk_create(
        CommentAnswer(comment=comment, verdict=verdict.value, words=words, by=by, at=at)
        for comment in comments
    )
    for comment in comments:
        _note(
            comment.consultation,
            "consultation.answered",
            by=by,
            at=at,
            details={"comment": comment.public_id, "answer": verdict.value},
            is_public=False,
        )
    return made


@transaction.atomic
def withhold_comment(*, comment_id: str, body: Body, reason: str, by: str, at: datetime) -> Comment:
    """Deletes words that may not be published; that there was a comment, and why its words are
    not shown, is published. Whoever said it may say it anew while the consultation is open.

    Raises ConsultationError without a reason or when the record has been published, and
    Comment.DoesNotExist when it is not the body's.
    """
    reason = rules.cleaned_words(reason, most=rules.REASON_LENGTH)
    if not reason:
        raise ConsultationError("Say why it cannot be published. The reason is published.")
    comment = _held_comment(comment_id, body)
    if comment.is_withheld:
        raise ConsultationError("Its words were deleted already.")
    comment.words = comment.fingerprint = ""
    comment.withheld_because, comment.withheld_by, comment.withheld_at = reason, by, at
    comment.save()
    _note(
        comment.consultation,
        "consultation.withheld",
        by=by,
        at=at,
        details={"comment": comment.public_id},
        is_public=False,
    )
    return comment


# Publishing


def records_for(version: PlanVersion, *, at: datetime) -> list[dict[str, object]]:
    """Puts the body's consultations into the version that is about to be frozen: their records.

    Inside the caller's transaction. Raises NotReady while one is open, or a comment is unanswered:
    what people said is taken into account before it is decided, not explained away afterwards.
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
    Consultation.objects.filter(pk__in=[each.pk for each in found]).update(version=version)
    return records


def _said(words: Mapping[str, str], offered: Collection[str]) -> dict[str, str]:
    said = {
        section: text
        for section, typed in words.items()
        if (text := rules.cleaned_words(typed, most=rules.WORDS_LENGTH))
    }
    if not said:
        raise ConsultationError("Write something about at least one part of the plan.")
    if not set(said) <= set(offered):
        raise ConsultationError("One of these parts is not in the draft that you were asked about.")
    return said


def _held(consultation_id: str, *, body_id: int | None = None) -> Consultation:
    """The consultation, its row held until the transaction ends. Raises DoesNotExist."""
    own = {} if body_id is None else {"body": body_id}
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("body", "notice")
        .get(public_id=consultation_id, **own)
    )


def _held_comment(comment_id: str, body: Body) -> Comment:
    comment = Comment.objects.select_related("consultation__body").get(
        public_id=comment_id, consultation__body=body
    )
    # Whoever publishes holds this row too: an answer comes before, or not at all.
    consultation = _held(comment.consultation.public_id)
    if consultation.version_id is not None:
        raise ConsultationError("The record has been published and is frozen.")
    return comment


def _check_open(consultation: Consultation, today: date) -> None:
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
    _note(consultation, kind, by=by, at=at, details={"comments": comments})


def _note_comments(
    consultation: Consultation, count: int, *, forum: Forum | None, by: str, at: datetime
) -> None:
    _note(
        consultation,
        "consultation.commented",
        by=by,
        at=at,
        details={"comments": count, **({"forum": forum.slug} if forum else {})},
        is_public=False,
    )


def _note(
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
