"""Reading agreements: the newest record of each forum and body is the one that counts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.agreements.domain.asking import REMIND_AFTER, RENEW_BEFORE
from alongside.agreements.domain.terms import (
    CLOSING,
    OPERATOR,
    SERVICE,
    WELCOMING,
    Answer,
    Standing,
    standing_from,
)
from alongside.agreements.models import Agreement, Letter, Request, Statement
from alongside.core.prepared import Prepared
from alongside.core.rows import RowsWith


def newest_agreement(*, forum_id: int, body_id: int) -> Agreement | None:
    """The record that counts, in force or not; None if nobody has asked."""
    return (
        Agreement.objects.filter(forum_id=forum_id, body_id=body_id)
        .select_related("forum", "body")
        .order_by("-pk")
        .first()
    )


def newest_agreements() -> QuerySet[Agreement]:
    """The record that counts of every forum and body."""
    newer = Agreement.objects.filter(
        forum=OuterRef("forum"), body=OuterRef("body"), pk__gt=OuterRef("pk")
    )
    return (
        Agreement.objects.filter(~Exists(newer))
        .select_related("forum", "body")
        .order_by("body__name_key", "forum__name_key", "pk")
    )


def newest_agreements_in(forum_id: int) -> list[Agreement]:
    """The records that count in one forum, each with its body, by the body's name. One query."""
    return _NEWEST_IN(forum_id=forum_id)


def newest_rows_of_bodies(*, practice_too: bool) -> ArraySubquery:
    """For a query of bodies: the records that count of each, by the forum's name, as JSON."""
    shown = {} if practice_too else {"forum__is_practice": False}
    newest = newest_agreements().filter(body=OuterRef("pk"), **shown).order_by("forum__name_key")
    return ArraySubquery(newest.values(row=_OF_BODIES.row()))


def agreements_in(rows: Sequence[Sequence[Any]]) -> list[Agreement]:
    """Those that came with a body by `newest_rows_of_bodies`, each with its forum."""
    return [_OF_BODIES.read(row) for row in rows]


def newest_rows_of_forums() -> ArraySubquery:
    """For a query of forums: the records that count in each, by the body's name, as JSON."""
    newest = newest_agreements().filter(forum=OuterRef("pk")).order_by("body__name_key")
    return ArraySubquery(newest.values(row=_OF_FORUMS.row()))


def agreements_in_forum(rows: Sequence[Sequence[Any]]) -> list[Agreement]:
    """Those that came with a forum by `newest_rows_of_forums`, each with its body."""
    return [_OF_FORUMS.read(row) for row in rows]


_OF_BODY = ("slug", "name", "acronym", "is_practice", "jurisdiction", "kind", "closed_how")
_OF_FORUMS = RowsWith(Agreement, body=_OF_BODY, letter=("sha256",))
_OF_BODIES = RowsWith(Agreement, forum=("slug", "name", "is_practice"), letter=("sha256",))
# Of forum and body only by what pages name them: most of the time went into columns nobody read.
_NAMED = (
    *(field.name for field in Agreement._meta.concrete_fields),
    *(f"forum__{name}" for name in ("slug", "name", "is_practice")),
    *(f"body__{name}" for name in _OF_BODY),
    "letter__sha256",
)
_NEWEST_IN = Prepared(
    lambda forum_id: (
        newest_agreements().filter(forum_id=forum_id).select_related("letter").only(*_NAMED)
    ),
    forum_id=int,
)


def agreements_in_force(*, on: date) -> QuerySet[Agreement]:
    """Of every forum and body the newest record, where it welcomes and counts on the day."""
    return newest_agreements().filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        answer__in=sorted(WELCOMING),
        valid_from__lte=on,
    )


def history_of(*, forum_id: int, body_id: int) -> QuerySet[Agreement]:
    """All records of one forum and body, newest first."""
    return (
        Agreement.objects.filter(forum_id=forum_id, body_id=body_id)
        .select_related("forum", "body", "letter")
        .defer("letter__content")
    )


def agreement_in_force(*, forum_id: int, body_id: int, on: date) -> Agreement | None:
    """The record that counts, where it welcomes and counts on the day."""
    newest = newest_agreement(forum_id=forum_id, body_id=body_id)
    return newest if standing(newest, on=on) is Standing.IN_FORCE else None


def closed_by_operator(*, forum_id: int, body_id: int) -> Agreement | None:
    """The operator's own last word, where it closed the forum to the body; None: it did not.

    What an official recorded since, a further no included, takes nothing from it.
    """
    own = (
        Agreement.objects.filter(forum_id=forum_id, body_id=body_id, recorded_by=OPERATOR)
        .order_by("-pk")
        .first()
    )
    return own if own is not None and own.answer in CLOSING else None


def standing(agreement: Agreement | None, *, on: date) -> Standing:
    """The standing of a record on a day."""
    if agreement is None:
        return Standing.NONE
    answer = Answer(agreement.answer)
    return standing_from(answer, agreement.valid_from, agreement.valid_until, on=on)


# Work for engagement leads


def ending_soon(body_ids: Collection[int], *, on: date) -> QuerySet[Agreement]:
    """Agreements in force that end within 60 days, the next one first."""
    return (
        agreements_in_force(on=on)
        .filter(body__in=body_ids, valid_until__lte=on + RENEW_BEFORE)
        .order_by("valid_until", "pk")
    )


def ended_lately(body_ids: Collection[int], *, on: date) -> QuerySet[Agreement]:
    """Agreements that ended by their date in the last 60 days, the newest end first.

    Without those about which the operator has been asked anew.
    """
    asked = Request.objects.filter(forum=OuterRef("forum"), body=OuterRef("body"), closed_at=None)
    return (
        newest_agreements()
        .filter(
            ~Exists(asked),
            body__in=body_ids,
            answer__in=sorted(WELCOMING),
            valid_until__lt=on,
            valid_until__gte=on - RENEW_BEFORE,
        )
        .order_by("-valid_until", "pk")
    )


def unanswered(body_ids: Collection[int], *, at: datetime) -> QuerySet[Request]:
    """Requests that an operator has had for 14 days without answering, the oldest first.

    `has_agreed` of each: what they agreed to before goes on without an answer.
    """
    agreed = agreements_in_force(on=timezone.localdate(at)).filter(
        forum=OuterRef("forum"), body=OuterRef("body")
    )
    return (
        Request.objects.filter(body__in=body_ids, closed_at=None, sent_at__lte=at - REMIND_AFTER)
        .annotate(has_agreed=Exists(agreed))
        .select_related("body", "forum")
        .order_by("sent_at", "pk")
    )


def answered_lately(body_ids: Collection[int], *, at: datetime) -> QuerySet[Agreement]:
    """What operators themselves decided in the last 24 hours, their silence that became a no
    included, and what counts now, newest first."""
    return (
        newest_agreements()
        .filter(
            body__in=body_ids,
            recorded_by__in=[OPERATOR, SERVICE],
            recorded_at__gt=at - timedelta(days=1),
        )
        .order_by("-pk")
    )


def spoken_lately(body_ids: Collection[int], *, at: datetime) -> QuerySet[Agreement]:
    """The answers of operators who changed their public sentence in the last 24 hours."""
    said = Statement.objects.filter(forum=OuterRef("forum"), made_at__gt=at - timedelta(days=1))
    return newest_agreements().filter(Exists(said), body__in=body_ids).order_by("-pk")


def letters_stuck(body_ids: Collection[int]) -> QuerySet[Letter]:
    """Letters that did not go out, or of which nobody knows: of open requests, and answers to
    objections."""
    return (
        Letter.objects.filter(
            Q(objection__body__in=body_ids)
            | Q(request__isnull=False, request__closed_at=None, contact__body__in=body_ids),
            contact__ended_at=None,
            ended_at__isnull=False,
            sent_at=None,
        )
        .select_related(
            "contact__body",
            *("request__forum", "request__body"),
            *("objection__forum", "objection__body"),
        )
        .order_by("ended_at", "pk")
    )


def forum_ids_asked_by(body_ids: Collection[int]) -> frozenset[int]:
    """The forums whose operators ever answered these bodies."""
    answers = Agreement.objects.filter(body__in=body_ids)
    return frozenset(answers.values_list("forum_id", flat=True))
