"""What operators say in public about officials in their forum, and when it is withheld.

Nothing is overwritten: each sentence is a new record, and so is each ruling on one. A sentence that
is withheld is named as such in public, with who withholds it and why; its words are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alongside.agreements.actions import AgreementError
from alongside.agreements.domain.objecting import REASON_LENGTH, STATEMENT_LENGTH
from alongside.agreements.domain.terms import OPERATOR
from alongside.agreements.links import Operator
from alongside.agreements.models import Agreement, Contact, Statement, StatementRuling
from alongside.agreements.objecting import fit
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum


class SaidAnew(AgreementError):
    """The operator has said something else since."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A public sentence with what was ruled about it, the newest first."""

    statement: Statement
    rulings: Sequence[StatementRuling]

    @property
    def withheld(self) -> StatementRuling | None:
        """The ruling by which it is withheld today."""
        return self.rulings[0] if self.rulings and self.rulings[0].is_withheld else None


def sentence_in(forum_id: int) -> Sentence | None:
    """What the operator says in public; None: nothing. Its words are for the public unless it is
    `withheld`."""
    newest = (
        Statement.objects.filter(forum=forum_id)
        .prefetch_related("rulings__body")
        .order_by("-pk")
        .first()
    )
    return _sentence(newest) if newest is not None and newest.words else None


def sentences_in(forum_id: int) -> list[Sentence]:
    """Everything that was said and not taken back by an empty one, newest first."""
    said = Statement.objects.filter(forum=forum_id).exclude(words="")
    return [_sentence(one) for one in said.prefetch_related("rulings__body").order_by("-pk")]


@transaction.atomic
def say_in_public(*, operator: Operator, forum: Forum, words: str, at: datetime) -> Statement:
    """The operator's public sentence about officials in the forum; empty takes it back.

    Raises AgreementError when it is too long or withheld as it stands, and NotYours.
    """
    contact = operator.contact_in(forum)
    words = fit(words, STATEMENT_LENGTH)
    before = sentence_in(forum.pk)
    if before is not None and before.withheld is not None and words == before.statement.words:
        raise AgreementError(
            f"These words are withheld by {before.withheld.body.name}. Say it in other words, or "
            "leave it empty."
        )
    statement = Statement.objects.create(
        forum=forum, words=words, contact_role=contact.role, made_at=at
    )
    audit.record(
        kind="operator.said",
        actor=OPERATOR,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"is_taken_back": not words},
    )
    return statement


def withhold_sentence(
    *, forum: Forum, body: Body, statement_id: int, reason: str, by: str, at: datetime
) -> StatementRuling:
    """Takes the sentence off the public page; that it is withheld, by whom and why stays there.

    `statement_id` is the sentence that was read. Raises AgreementError without a reason, when the
    body has nothing to do with the operator, or when it is withheld already; SaidAnew.
    """
    return _rule(forum, body, statement_id, reason, is_withheld=True, by=by, at=at)


def show_sentence_again(
    *, forum: Forum, body: Body, statement_id: int, reason: str, by: str, at: datetime
) -> StatementRuling:
    """Puts the sentence back on the public page. Raises as `withhold_sentence`."""
    return _rule(forum, body, statement_id, reason, is_withheld=False, by=by, at=at)


@transaction.atomic
def _rule(
    forum: Forum,
    body: Body,
    statement_id: int,
    reason: str,
    *,
    is_withheld: bool,
    by: str,
    at: datetime,
) -> StatementRuling:
    # The forum's row is the lock: of two leads who rule at once, the second reads the first.
    Forum.objects.select_for_update().get(pk=forum.pk)
    sentence = sentence_in(forum.pk)
    if sentence is None or sentence.statement.pk != statement_id:
        raise SaidAnew("The operator has changed the sentence meanwhile. Read it as it is now.")
    if not _knows_operator(body, forum):
        raise AgreementError("Only a body that takes part here, or asked to, rules on this.")
    if (sentence.withheld is not None) == is_withheld:
        raise AgreementError(
            "The sentence is withheld already." if is_withheld else "The sentence is shown already."
        )
    reason = fit(reason, REASON_LENGTH)
    if not reason:
        raise AgreementError("Say why. The reason is public, with the name of your body.")
    ruling = StatementRuling.objects.create(
        statement=sentence.statement,
        body=body,
        is_withheld=is_withheld,
        reason=reason,
        ruled_by=by,
        ruled_at=at,
    )
    audit.record(
        kind="statement.withheld" if is_withheld else "statement.shown",
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"body": body.slug, "reason": reason},
    )
    return ruling


def _knows_operator(body: Body, forum: Forum) -> bool:
    return (
        Agreement.objects.filter(body=body, forum=forum).exists()
        or Contact.objects.filter(body=body, forums=forum).exists()
    )


def _sentence(statement: Statement) -> Sentence:
    return Sentence(statement, list(statement.rulings.all()))
