"""What is said to a draft on which people are asked, and what its body answers.

The rules and their sources are in `domain.consulting`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.agreements.domain.terms import OPERATOR
from alongside.agreements.links import Operator
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans import consultations
from alongside.plans.consulting import check_open, held, note
from alongside.plans.domain import consulting as rules
from alongside.plans.domain.consulting import ConsultationError, Verdict
from alongside.plans.models import Comment, CommentAnswer, Consultation, Invitation
from alongside.proposals import flood
from alongside.proposals.domain.texts import fingerprint
from alongside.proposals.flood import Form

PUBLIC = "public"  # who commented, in the trail: nobody knows


class Full(ConsultationError):
    """So many comments wait that nobody would read another one."""


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
    consultation = held(consultation_id)
    check_open(consultation, timezone.localdate(at))
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
            contact=operator.contact_in(forum),
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
    consultation = held(consultation_id)
    check_open(consultation, timezone.localdate(at))
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
    consultation = held(consultation_id)
    if not consultation.is_open_to_all:
        raise Consultation.DoesNotExist(consultation_id)
    check_open(consultation, timezone.localdate(at))
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

    What was withheld may be answered too. Raises ConsultationError without words or when the record
    has been published, and Comment.DoesNotExist when one is not the body's.
    """
    words = rules.cleaned_words(words, most=rules.ANSWER_LENGTH)
    if not words:
        raise ConsultationError(
            "Say what was changed." if verdict is Verdict.CHANGED else "Say why it was not changed."
        )
    comments = [_held_comment(public_id, body) for public_id in dict.fromkeys(comment_ids)]
    made = CommentAnswer.objects.bulk_create(
        CommentAnswer(comment=comment, verdict=verdict.value, words=words, by=by, at=at)
        for comment in comments
    )
    for comment in comments:
        note(
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
    note(
        comment.consultation,
        "consultation.withheld",
        by=by,
        at=at,
        details={"comment": comment.public_id},
        is_public=False,
    )
    return comment


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


def _held_comment(comment_id: str, body: Body) -> Comment:
    comment = Comment.objects.select_related("consultation__body").get(
        public_id=comment_id, consultation__body=body
    )
    # Whoever publishes holds this row too: an answer comes before, or not at all.
    consultation = held(comment.consultation.public_id)
    comment.refresh_from_db()  # somebody may have held it a moment ago
    if consultation.version_id is not None:
        raise ConsultationError("The record has been published and is frozen.")
    return comment


def _note_comments(
    consultation: Consultation, count: int, *, forum: Forum | None, by: str, at: datetime
) -> None:
    note(
        consultation,
        "consultation.commented",
        by=by,
        at=at,
        details={"comments": count, **({"forum": forum.slug} if forum else {})},
        is_public=False,
    )
