"""Reading consultations: who was asked, what they said, and what must still be done.

`consulting` writes what is read here.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from alongside.agreements.links import Operator
from alongside.agreements.models import Letter
from alongside.forums.models import Forum
from alongside.plans.domain.consulting import Section, Verdict, changed_sections, sections_of
from alongside.plans.domain.documents import Document
from alongside.plans.drafts import draft_document
from alongside.plans.models import (
    Comment,
    CommentAnswer,
    Consultation,
    Invitation,
    PlanVersion,
)

_QUOTED = 60  # characters of a comment, where it is named


@dataclass(frozen=True, slots=True)
class Answered:
    """A comment with the answer that counts; None while there is none."""

    comment: Comment
    answer: CommentAnswer | None

    @property
    def waits(self) -> bool:
        return self.answer is None and not self.comment.is_withheld


@dataclass(frozen=True, slots=True)
class Asked:
    """The operator of a forum who was asked. `asked_at` is None while no letter has gone out."""

    invitation: Invitation
    asked_at: datetime | None
    comments: int

    @property
    def has_answered(self) -> bool:
        return bool(self.comments) or self.invitation.nothing_to_add_at is not None


def get_consultation(body_id: int, public_id: str) -> Consultation:
    """One consultation of the body. Raises Consultation.DoesNotExist."""
    return Consultation.objects.select_related("body", "version", "notice").get(
        body=body_id, public_id=public_id
    )


def unpublished(body_id: int) -> list[Consultation]:
    """The consultations whose record goes out with the next version, oldest first."""
    return list(
        Consultation.objects.filter(body=body_id, version=None)
        .select_related("body", "notice")
        .order_by("pk")
    )


def last_told(body_id: int) -> Consultation | None:
    """The newest published consultation of which operators were told how it ended."""
    return (
        Consultation.objects.filter(body=body_id, outcome_notice__isnull=False)
        .select_related("body", "outcome_notice", "version__body")
        .first()
    )


def open_now(*, on: date) -> QuerySet[Consultation]:
    """Those in which comments are taken on the day."""
    return Consultation.objects.filter(closed_at=None, closes_on__gte=on).select_related("body")


def document_of(consultation: Consultation) -> Document:
    """The frozen draft."""
    found: dict[str, Any] = json.loads(consultation.document)
    return found


def sections(consultation: Consultation) -> list[Section]:
    """The parts of the frozen draft."""
    return sections_of(document_of(consultation))


def asked(consultation: Consultation) -> list[Asked]:
    """The operators who were asked, by forum."""
    first_letter = (
        Letter.objects.filter(
            notice=consultation.notice_id,
            sent_at__isnull=False,
            contact__in=Invitation.contacts.through.objects.filter(
                invitation=OuterRef(OuterRef("pk"))
            ).values("contact"),
        )
        .order_by()
        .values("notice")
        .annotate(first=Min("sent_at"))
        .values("first")
    )
    counts: dict[int, int] = {}
    for forum_id in consultation.comments.exclude(forum=None).values_list("forum_id", flat=True):
        assert forum_id is not None
        counts[forum_id] = counts.get(forum_id, 0) + 1
    invitations: QuerySet[Any] = (
        Invitation.objects.filter(consultation=consultation)
        .select_related("forum")
        .annotate(asked_at=Subquery(first_letter))
        .order_by("forum__name_key", "pk")
    )
    return [Asked(found, found.asked_at, counts.get(found.forum_id, 0)) for found in invitations]


def comments_of(consultation: Consultation) -> list[Answered]:
    """Every comment in the order in which it came, with the answer that counts."""
    found = (
        Comment.objects.filter(consultation=consultation)
        .select_related("forum")
        .prefetch_related(Prefetch("answers", CommentAnswer.objects.order_by("-pk")))
        .order_by("pk")
    )
    return [Answered(comment, next(iter(comment.answers.all()), None)) for comment in found]


def record_of(consultation: Consultation) -> dict[str, object]:
    """What is published of it: who was asked, what was said by part, and the answers.

    Forums are named, people never. Days are ISO 8601; `answer` is changed or not_changed, and
    empty for what was withheld.
    """
    parts = {section.key: section for section in sections(consultation)}
    order = list(parts)
    comments = sorted(
        comments_of(consultation),
        key=lambda found: (order.index(found.comment.section), found.comment.pk),
    )
    return {
        "id": consultation.public_id,
        "introduction": consultation.introduction,
        "opened_on": _day(consultation.opened_at),
        "closed_on": consultation.closed_on.isoformat(),
        "called_off_because": consultation.called_off_because,
        "is_open_to_all": consultation.is_open_to_all,
        "draft_sha256": consultation.sha256,
        "asked": [
            {
                "forum": _forum(found.invitation.forum),
                "asked_on": _day(found.asked_at) if found.asked_at else None,
                "has_answered": found.has_answered,
            }
            for found in asked(consultation)
        ],
        "comments": [_record_of_comment(found, parts[found.comment.section]) for found in comments],
    }


def _record_of_comment(found: Answered, part: Section) -> dict[str, object]:
    """`about` is the forum that the part of the plan is for, `forum` the one whose operator spoke;
    null there is one of everybody."""
    comment, answer = found.comment, found.answer
    about = {"id": part.forum_id, "name": part.forum_name} if part.forum_id else None
    return {
        "id": comment.public_id,
        "section": comment.section,
        "about": about,
        "forum": _forum(comment.forum) if comment.forum else None,
        "made_on": _day(comment.made_at),
        "words": comment.words,
        "withheld_because": comment.withheld_because,
        "answer": answer.verdict if answer else "",
        "answer_words": answer.words if answer else "",
        "answered_on": _day(answer.at) if answer else None,
    }


def unanswered() -> QuerySet[Comment]:
    """Comments of unpublished consultations that were neither answered nor withheld."""
    return Comment.objects.filter(
        ~Exists(CommentAnswer.objects.filter(comment=OuterRef("pk"))),
        withheld_at=None,
        consultation__version=None,
    )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the draft cannot be published yet: an open consultation, comments without answer, or
    with one that the draft does not bear out."""

    sentence: str
    consultation: Consultation
    comment: Comment | None = None  # the one whose answer is not true


def obstacles(body_id: int, *, on: date) -> list[Obstacle]:
    """What of consultations stands in the way of publishing; empty: nothing."""
    found = []
    waiting = _counted(unanswered().filter(consultation__body=body_id))
    for consultation in unpublished(body_id):
        if consultation.is_open(on):
            day = f"{consultation.closes_on.day} {consultation.closes_on:%B %Y}"
            found.append(
                Obstacle(
                    f"People were promised until {day} to comment. Publish after that.",
                    consultation,
                )
            )
        elif count := waiting.get(consultation.pk, 0):
            things = "1 comment waits" if count == 1 else f"{count} comments wait"
            found.append(
                Obstacle(f"{things} for an answer. Answer each before you publish.", consultation)
            )
        else:
            found += [
                Obstacle(_untrue_words(said, consultation), consultation, said.comment)
                for said in answered_untruly(consultation)
            ]
    return found


def unchanged_in_draft(consultation: Consultation) -> set[str]:
    """The keys of the parts in which the draft still says what people were asked about."""
    draft = PlanVersion.objects.filter(body=consultation.body_id, number=None).first()
    if draft is None:
        return set()
    asked_about = document_of(consultation)
    changed = changed_sections(asked_about, draft_document(draft))
    return {section.key for section in sections_of(asked_about)} - changed


def answered_untruly(consultation: Consultation) -> list[Answered]:
    """The comments of which it is said that something was changed, in parts that are the same."""
    said = [
        each
        for each in comments_of(consultation)
        if each.answer is not None
        and each.answer.verdict == Verdict.CHANGED
    ]
    same = unchanged_in_draft(consultation) if said else set()
    return [each for each in said if each.comment.section in same]


def _untrue_words(said: Answered, consultation: Consultation) -> str:
    part = next(each for each in sections(consultation) if each.key == said.comment.section)
    words = " ".join(said.comment.words.split())
    short = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"
    which = f"the comment “{short}”" if short else "a comment whose words were deleted"
    return (
        f"You answered “changed” to {which} on “{part.words or part.forum_name}”, "
        "and the draft says there what it said before. Change it, or answer “not changed”."
    )


# Of operators


def for_operator(operator: Operator, forum: Forum) -> list[Invitation]:
    """The consultations to which this operator was asked for the forum, newest first."""
    bodies = [contact.body_id for contact in operator.contacts_in(forum)]
    return list(
        Invitation.objects.filter(
            Q(forum=forum) | Q(forum__merged_into=forum), consultation__body__in=bodies
        )
        .select_related("consultation__body", "consultation__version__body", "forum")
        .order_by("-consultation")
    )


def invitation_of(operator: Operator, forum: Forum, public_id: str) -> Invitation:
    """The operator's invitation to a consultation. Raises Invitation.DoesNotExist."""
    for invitation in for_operator(operator, forum):
        if invitation.consultation.public_id == public_id:
            return invitation
    raise Invitation.DoesNotExist(public_id)


def asks_contact(contact_id: int, *, on: date) -> bool:
    """Whether a consultation in which the contact was written to is open on the day."""
    return Invitation.objects.filter(
        contacts=contact_id, consultation__in=open_now(on=on).values("pk")
    ).exists()


def comments_by(invitation: Invitation) -> list[Answered]:
    """What the operator said; answers only once they are published."""
    consultation = invitation.consultation
    found = [
        each for each in comments_of(consultation) if each.comment.forum_id == invitation.forum_id
    ]
    if consultation.version_id is None:
        return [Answered(each.comment, None) for each in found]
    return found


# Work for engagement leads


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A consultation with work: comments that wait, or a record that is due."""

    consultation: Consultation
    waiting: int
    is_open: bool
    is_late: bool  # the twelve weeks are over


def to_answer(body_ids: Collection[int], *, at: datetime) -> list[ToAnswer]:
    """Consultations with comments to answer, and closed ones whose record is to be published; the
    one that is due first stands first."""
    today = timezone.localdate(at)
    waiting = _counted(unanswered().filter(consultation__body__in=body_ids))
    found = (
        Consultation.objects.filter(body__in=body_ids, version=None, called_off_because="")
        .select_related("body")
        .order_by("closes_on", "pk")
    )
    work = []
    for each in found:
        is_open = each.is_open(today)
        count = waiting.get(each.pk, 0)
        if count or not is_open:
            work.append(ToAnswer(each, count, is_open, today > each.answers_due_on))
    return work


def count_to_answer(body_ids: Collection[int], *, at: datetime) -> int:
    """How many consultations need a lead."""
    return len(to_answer(body_ids, at=at))


def _counted(comments: QuerySet[Comment]) -> dict[int, int]:
    """How many of them there are, by consultation."""
    counts: dict[int, int] = {}
    for pk in comments.values_list(F("consultation"), flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _forum(forum: Forum) -> dict[str, str]:
    return {"id": forum.slug, "name": forum.name}


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()
