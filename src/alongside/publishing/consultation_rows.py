"""The rows of the published files about consultations. Each file is one query, or two.

Who was asked and what was said is published with the version that came of it, never before.
"""

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from alongside.agreements.models import Letter
from alongside.plans.domain.consulting import Verdict
from alongside.plans.models import Comment, CommentAnswer, Consultation, Invitation
from alongside.publishing.queries import Edition


def consultation_rows(edition: Edition) -> QuerySet[Any]:
    """Consultations of everybody, and all whose record is published, in the order of opening."""
    operators = Invitation.objects.filter(consultation=OuterRef("pk"))
    spoke = Comment.objects.filter(consultation=OuterRef("consultation"), forum=OuterRef("forum"))
    answered = operators.filter(Q(nothing_to_add_at__isnull=False) | Exists(spoke))
    comments = Comment.objects.filter(consultation=OuterRef("pk"))
    answers = comments.annotate(verdict=_newest_answer("verdict"))
    return (
        Consultation.objects.filter(
            Q(is_open_to_all=True) | Q(version__isnull=False),
            body__is_practice=edition.practice,
        )
        .annotate(
            operators=_count(operators),
            operators_answered=_count(answered),
            comments_count=_count(comments),
            changed=_count(answers.filter(verdict=Verdict.CHANGED.value)),
            not_changed=_count(answers.filter(verdict=Verdict.NOT_CHANGED.value)),
            withheld=_count(comments.filter(withheld_at__isnull=False)),
        )
        .select_related("body", "version")
        .defer("document", "version__document", "body__search")
        .order_by("opened_at", "pk")
    )


def consulted_rows(edition: Edition) -> QuerySet[Any]:
    """Operators who were asked in consultations whose record is published."""
    sent = Letter.objects.filter(
        notice=OuterRef("consultation__notice"),
        sent_at__isnull=False,
        contact__in=Invitation.contacts.through.objects.filter(
            invitation=OuterRef(OuterRef("pk"))
        ).values("contact"),
    )
    spoke = Comment.objects.filter(consultation=OuterRef("consultation"), forum=OuterRef("forum"))
    return (
        Invitation.objects.filter(
            consultation__version__isnull=False,
            consultation__body__is_practice=edition.practice,
        )
        .annotate(
            forum_slug=_forum_slug(),
            asked_at=Subquery(sent.order_by("sent_at").values("sent_at")[:1]),
            spoke=Exists(spoke),
        )
        .select_related("consultation__body", "consultation__version")
        .defer("consultation__document", "consultation__version__document")
        .order_by("consultation__opened_at", "consultation", "forum_slug", "pk")
    )


def comment_rows(edition: Edition) -> QuerySet[Any]:
    """Comments of consultations whose record is published, each with the answer that counts."""
    return (
        Comment.objects.filter(
            consultation__version__isnull=False,
            consultation__body__is_practice=edition.practice,
        )
        .annotate(
            # Of one of everybody there is none, and so no slug.
            forum_slug=_forum_slug(),
            verdict=_newest_answer("verdict"),
            answer_words=_newest_answer("words"),
            answered_at=_newest_answer("at"),
        )
        .select_related("consultation__body", "consultation__version")
        .defer("consultation__document", "consultation__version__document")
        .order_by("consultation__opened_at", "consultation", "pk")
    )


def _newest_answer(field: str) -> Subquery:
    """For a query of comments: a field of the answer that counts, or null."""
    answers = CommentAnswer.objects.filter(comment=OuterRef("pk")).order_by("-pk")
    return Subquery(answers.values(field)[:1])


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of the rows hang on each row of the query around."""
    counted = rows.order_by().values(hangs_on=F("consultation")).annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0)


def _forum_slug() -> Coalesce:
    """The slug of the entry that stands, over up to two merges; null without a forum."""
    return Coalesce(
        "forum__merged_into__merged_into__slug", "forum__merged_into__slug", "forum__slug"
    )
