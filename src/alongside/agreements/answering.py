"""What an operator does on their own pages: answer, hold, end the hold, end it all.

Each is a new dated record whose evidence says that it came by the private link.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.agreements import actions, queries, recorded_letters
from alongside.agreements.actions import AgreementError, NothingToHold, Scope
from alongside.agreements.domain.terms import OPERATOR, WELCOMING, Answer
from alongside.agreements.links import Operator
from alongside.agreements.models import Agreement, Contact
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.forums.named_boards import keep_named_boards

NOBODY_YET = ""  # what was seen where there is no record yet


class AnsweredMeanwhile(AgreementError):
    """Somebody else of the operator answered since the page was opened; nothing was recorded."""

    def __init__(self, newest: Agreement) -> None:
        super().__init__("Somebody else has answered in the meantime.")
        self.newest = newest


@transaction.atomic
def answer_body(
    *,
    operator: Operator,
    forum: Forum,
    body: Body,
    answer: Answer,
    scope: Scope | None,
    conditions: str,
    valid_until: date | None,
    contact_role: str,
    seen: str,
    at: datetime,
    named_boards: Mapping[str, str] | None = None,
) -> Agreement:
    """Records the operator's answer to one body. It counts from today on.

    `named_boards` are boards of the scope that the operator named, names by number: the register
    gets those that it lacks.

    `seen` is the identifier of the record that the operator saw when they began, or NOBODY_YET.
    Raises NotYours when the body never asked this mailbox, AnsweredMeanwhile when a newer record
    stands, and AgreementError.
    """
    contact = operator.contact_for(forum, body.pk)
    actions.alone_in(forum)
    newest = queries.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    if newest is not None and newest.public_id != seen:
        raise AnsweredMeanwhile(newest)
    today = timezone.localdate(at)
    keep_named_boards(forum=forum, names=named_boards or {}, by=OPERATOR, at=at)
    recorded = actions.record_answer(
        forum=forum,
        body=body,
        answer=answer,
        answered_on=today,
        valid_from=today,
        valid_until=valid_until,
        scope=scope,
        conditions=conditions,
        evidence=_came_by_link(operator, contact, "Answered"),
        contact_role=contact_role,
        contact=contact,
        by=OPERATOR,
        at=at,
    )
    recorded_letters.tell_colleagues(agreement=recorded, at=at)
    return recorded


@transaction.atomic
def hold_forum(*, operator: Operator, forum: Forum, at: datetime) -> list[Agreement]:
    """Stops everything that any body does in the forum, at once, queued replies included (law 1).

    Pressing it twice is no mistake: then there is nothing left to stop. Raises NotYours.
    """
    return _change_each(
        forum, WELCOMING, actions.hold_agreement, operator=operator, verb="Held", at=at
    )


@transaction.atomic
def resume_forum(*, operator: Operator, forum: Forum, at: datetime) -> list[Agreement]:
    """Ends the holds that this mailbox pressed, and those of bodies that asked it.

    A hold that somebody else pressed on another body is none of its business.

    What counted before counts again. Raises NothingToHold when nothing is on hold.
    """
    resumed = _change_each(
        forum,
        frozenset({Answer.HELD}),
        actions.resume_agreement,
        operator=operator,
        verb="Hold ended",
        at=at,
        only=lambda record: (
            record.body_id in {contact.body_id for contact in operator.contacts_in(forum)}
            or record.contact_id in {contact.pk for contact in operator.contacts}
        ),
    )
    if not resumed:
        raise NothingToHold("Nothing in this forum is on hold.")
    return resumed


@transaction.atomic
def end_with_body(*, operator: Operator, forum: Forum, body: Body, at: datetime) -> Agreement:
    """Ends the agreement with one body for good. Raises NothingToHold, and NotYours."""
    actions.alone_in(forum)
    contact = operator.contact_in(forum)
    ended = actions.withdraw_agreement(
        forum=forum,
        body=body,
        reason=_came_by_link(operator, contact, "Ended"),
        contact=contact,
        by=OPERATOR,
        at=at,
    )
    recorded_letters.tell_colleagues(agreement=ended, at=at)
    return ended


def _change_each(
    forum: Forum,
    answers: frozenset[Answer],
    change: Callable[..., Agreement],
    *,
    operator: Operator,
    verb: str,
    at: datetime,
    only: Callable[[Agreement], bool] = lambda _record: True,
) -> list[Agreement]:
    """Changes the record that counts of each body where it is one of the answers."""
    contact = operator.contact_in(forum)
    reason = _came_by_link(operator, contact, verb)
    actions.alone_in(forum)
    changed = [
        change(forum=forum, body=record.body, reason=reason, contact=contact, by=OPERATOR, at=at)
        for record in queries.newest_agreements().filter(forum=forum, answer__in=sorted(answers))
        if only(record)
    ]
    for record in changed:
        recorded_letters.tell_colleagues(agreement=record, at=at)
    return changed


def _came_by_link(operator: Operator, contact: Contact, verb: str) -> str:
    made_on = timezone.localdate(operator.link.made_at)
    return (
        f"{verb} on the operator's own pages, by the private link of "
        f"{made_on.day} {made_on:%B %Y}, as “{contact.role}”."
    )
