"""Writing agreements. Nothing is overwritten: each answer adds a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.agreements import queries
from alongside.agreements.domain.asking import Outcome
from alongside.agreements.domain.terms import (
    OPERATOR,
    SERVICE,
    WELCOMING,
    Answer,
    EngagementModel,
    OfficialLook,
    Standing,
)
from alongside.agreements.models import Agreement, Contact, EvidenceFile, Request
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum


class AgreementError(Exception):
    """The answer cannot be recorded so; the message is for the person who records it."""


class OperatorsOwnWord(AgreementError):
    """The operator closed it with their own hand, and nobody else opens it (law 1)."""


class NothingToHold(AgreementError):
    """There is no agreement that could be held, resumed or withdrawn."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a welcoming answer covers."""

    models: frozenset[EngagementModel]
    allows_reading: bool = False
    links_allowed: bool = True
    posts_per_day: int | None = None
    peers_first_hours: int = 0
    board_ids: frozenset[str] = frozenset()
    reading_every_hours: int | None = None  # the least pause; None: none was named
    officials_shown: frozenset[OfficialLook] = frozenset()
    officials_words: str = ""


@transaction.atomic
def record_answer(
    *,
    forum: Forum,
    body: Body,
    answer: Answer,
    answered_on: date,
    valid_from: date,
    valid_until: date | None,
    scope: Scope | None,
    conditions: str,
    evidence: str,
    by: str,
    at: datetime,
    contact_role: str = "",
    letter: EvidenceFile | None = None,
    contact: Contact | None = None,
) -> Agreement:
    """Records what the operator answered. A request that is open is answered by it.

    `contact_role` says who answered, `letter` is their letter, when there is one, and `contact` by
    whose private link it came. Raises AgreementError when a welcome names no engagement model, when
    conditions are promised and not written down, when the evidence is missing, when it ends before
    it begins, when it was answered on a day to come, when it would begin later and so end today
    what is in force, when the letter is another pair's, or when one of forum and body is for
    practice and the other is real; OperatorsOwnWord when an official records a welcome where the
    operator's own hand has closed.
    """
    alone_in(forum)
    if forum.is_practice != body.is_practice:
        raise AgreementError(
            "A practice forum agrees with a practice body only, a real forum with a real one."
        )
    if not evidence.strip():
        raise AgreementError("Say how the operator was asked and how they answered.")
    if valid_until is not None and valid_until < valid_from:
        raise AgreementError("The last day must not be before the first day.")
    if answer in WELCOMING and (scope is None or not scope.models):
        raise AgreementError("Choose at least one way in which the operator welcomes us.")
    if answer is Answer.WITH_CONDITIONS and not conditions.strip():
        raise AgreementError("Write down the operator's conditions in their own words.")
    if answer not in WELCOMING or scope is None:
        scope = Scope(models=frozenset())
    today = timezone.localdate(at)
    if answered_on > today:
        raise AgreementError("The operator cannot have answered on a day to come.")
    if answer is Answer.NO_ANSWER and by not in {OPERATOR, SERVICE}:
        _check_not_closed_by_operator(forum, body)
    if answer in WELCOMING:
        newest = queries.newest_agreement(forum_id=forum.pk, body_id=body.pk)
        if by != OPERATOR:
            _check_not_closed_by_operator(forum, body)
        if valid_from > today and queries.standing(newest, on=today) is Standing.IN_FORCE:
            raise AgreementError(
                "An agreement is in force today, and the newest record alone counts. Let the new "
                "answer count from today, or record it on the day on which it begins."
            )
    if letter is not None and (letter.forum_id, letter.body_id) != (forum.pk, body.pk):
        raise AgreementError("This letter belongs to another forum or body. Choose the file again.")
    _close_request(forum=forum, body=body, answer=answer, by=by, at=at)
    return _add(
        forum=forum,
        body=body,
        answer=answer,
        answered_on=answered_on,
        valid_from=valid_from,
        valid_until=valid_until,
        scope=scope,
        conditions=conditions.strip(),
        evidence=evidence.strip(),
        contact_role=contact_role.strip(),
        letter=letter,
        contact=contact,
        by=by,
        at=at,
    )


def _check_not_closed_by_operator(forum: Forum, body: Body) -> None:
    """Raises OperatorsOwnWord. A further no that an official recorded undoes nothing of it."""
    own = queries.closed_by_operator(forum_id=forum.pk, body_id=body.pk)
    if own is not None:
        raise OperatorsOwnWord(
            "The operator closed this on their own pages "
            f"({own.answer_words.lower()}, {own.recorded_at.day} {own.recorded_at:%B %Y}). Only "
            "they can open it again, there: nobody records it for them."
        )


@transaction.atomic
def hold_agreement(
    *,
    forum: Forum,
    body: Body,
    reason: str,
    by: str,
    at: datetime,
    contact: Contact | None = None,
) -> Agreement:
    """Stops everything in the forum at once, queued replies included, until it is resumed."""
    return _stop(
        forum=forum, body=body, answer=Answer.HELD, reason=reason, contact=contact, by=by, at=at
    )


@transaction.atomic
def withdraw_agreement(
    *,
    forum: Forum,
    body: Body,
    reason: str,
    by: str,
    at: datetime,
    contact: Contact | None = None,
) -> Agreement:
    """Ends the agreement. Only a new answer of the operator opens the forum again."""
    return _stop(
        forum=forum,
        body=body,
        answer=Answer.WITHDRAWN,
        reason=reason,
        contact=contact,
        by=by,
        at=at,
    )


@transaction.atomic
def resume_agreement(
    *,
    forum: Forum,
    body: Body,
    reason: str,
    by: str,
    at: datetime,
    contact: Contact | None = None,
) -> Agreement:
    """Ends a hold: the answer that stood before it counts again, as a new record.

    Raises NothingToHold when the agreement is not on hold, OperatorsOwnWord when the operator
    pressed it and somebody else would end it, and AgreementError without a reason.
    """
    alone_in(forum)
    newest = queries.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    if newest is None or newest.answer != Answer.HELD:
        raise NothingToHold("This agreement is not on hold.")
    if by != OPERATOR:
        _check_not_closed_by_operator(forum, body)
        if not reason.strip():
            raise AgreementError("Say how the operator said so: replies that wait are sent then.")
    before = queries.history_of(forum_id=forum.pk, body_id=body.pk).filter(
        answer__in=sorted(WELCOMING)
    )[0]
    return _add(
        forum=forum,
        body=body,
        answer=Answer(before.answer),
        answered_on=before.answered_on,
        valid_from=before.valid_from,
        valid_until=before.valid_until,
        scope=scope_of(before),
        conditions=before.conditions,
        evidence=_words(reason, "Resumed."),
        contact_role=before.contact_role,
        letter=before.letter,
        contact=contact,
        by=by,
        at=at,
    )


def alone_in(forum: Forum) -> None:
    """Until the end of the caller's transaction nobody else answers for this forum: what was looked
    at is what counts, and no record of an official slips in after the operator's own word."""
    Forum.objects.select_for_update(no_key=True).get(pk=forum.pk)


def scope_of(agreement: Agreement) -> Scope:
    """The scope of a record, to repeat it in a new one."""
    return Scope(
        models=frozenset(EngagementModel(model) for model in agreement.models_allowed),
        allows_reading=agreement.allows_reading,
        links_allowed=agreement.links_allowed,
        posts_per_day=agreement.posts_per_day,
        peers_first_hours=agreement.peers_first_hours,
        board_ids=frozenset(agreement.board_ids),
        reading_every_hours=agreement.reading_every_hours,
        officials_shown=frozenset(OfficialLook(look) for look in agreement.officials_shown),
        officials_words=agreement.officials_words,
    )


def _stop(
    *,
    forum: Forum,
    body: Body,
    answer: Answer,
    reason: str,
    contact: Contact | None,
    by: str,
    at: datetime,
) -> Agreement:
    alone_in(forum)
    newest = queries.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    stoppable = {*WELCOMING, Answer.HELD} if answer is Answer.WITHDRAWN else WELCOMING
    if newest is None or newest.answer not in stoppable:
        raise NothingToHold("There is no agreement in force that could be stopped.")
    if answer is Answer.WITHDRAWN:
        _close_request(forum=forum, body=body, answer=answer, by=by, at=at)
    today = timezone.localdate(at)
    return _add(
        forum=forum,
        body=body,
        answer=answer,
        answered_on=today,
        valid_from=today,
        valid_until=None,
        scope=Scope(models=frozenset()),
        conditions="",
        evidence=_words(reason, "On hold." if answer is Answer.HELD else "Withdrawn."),
        contact=contact,
        by=by,
        at=at,
    )


def _words(reason: str, otherwise: str) -> str:
    return reason.strip() or otherwise


def _add(
    *,
    forum: Forum,
    body: Body,
    answer: Answer,
    answered_on: date,
    valid_from: date,
    valid_until: date | None,
    scope: Scope,
    conditions: str,
    evidence: str,
    by: str,
    at: datetime,
    contact_role: str = "",
    letter: EvidenceFile | None = None,
    contact: Contact | None = None,
) -> Agreement:
    former = Agreement.objects.filter(forum=forum, body=body).order_by("-pk").first()
    agreement = Agreement.objects.create(
        forum=forum,
        body=body,
        answer=answer.value,
        answered_on=answered_on,
        valid_from=valid_from,
        valid_until=valid_until,
        models_allowed=_sorted(scope.models),
        allows_reading=scope.allows_reading,
        links_allowed=scope.links_allowed,
        posts_per_day=scope.posts_per_day,
        peers_first_hours=scope.peers_first_hours,
        board_ids=_sorted(scope.board_ids),
        reading_every_hours=scope.reading_every_hours if scope.allows_reading else None,
        officials_shown=_sorted(scope.officials_shown),
        officials_words=scope.officials_words,
        contact_role=contact_role,
        letter=letter,
        contact=contact,
        conditions=conditions,
        evidence=evidence,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        kind="agreement.recorded",
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={
            "name": forum.name,
            "body": body.slug,
            "answer": answer.value,
            "agreement": agreement.public_id,
            "changes": {"answer": [former.answer if former else None, answer.value]},
        },
        public=not (forum.is_practice or body.is_practice),
    )
    return agreement


def _close_request(*, forum: Forum, body: Body, answer: Answer, by: str, at: datetime) -> None:
    """What was asked is answered. (Silence is closed by `asking`, which knows of it first.)"""
    closed = Request.objects.filter(forum=forum, body=body, closed_at=None).update(
        closed_at=at,
        outcome=Outcome.NO_ANSWER.value if answer is Answer.NO_ANSWER else Outcome.ANSWERED.value,
    )
    if closed:
        audit.record(
            kind="operator_request.closed",
            actor=by,
            subject=f"forum:{forum.slug}",
            at=at,
            details={"body": body.slug, "outcome": answer.value},
        )


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(str(value) for value in values)
