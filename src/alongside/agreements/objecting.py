"""What an operator says to a post, and what the body answers."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from alongside.agreements.actions import AgreementError
from alongside.agreements.contacts import contacts_of
from alongside.agreements.domain.letters import LetterKind
from alongside.agreements.domain.objecting import WORDS_LENGTH, Wish
from alongside.agreements.domain.terms import OPERATOR
from alongside.agreements.links import Operator
from alongside.agreements.models import Contact, Letter, Objection
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum


@transaction.atomic
def object_to_post(
    *,
    operator: Operator,
    forum: Forum,
    body: Body,
    reply_id: str,
    post_address: str,
    wish: Wish,
    words: str,
    at: datetime,
) -> Objection:
    """Puts what the operator says before the leads of the body. Raises AgreementError, NotYours."""
    contact = operator.contact_in(forum)
    words = fit(words, WORDS_LENGTH)
    if not words:
        raise AgreementError("Say what is wrong with the post, so that it can be put right.")
    objection = Objection.objects.create(
        forum=forum,
        body=body,
        reply_id=reply_id,
        post_address=post_address,
        wish=wish.value,
        words=words,
        contact_role=contact.role,
        contact=contact,
        made_at=at,
    )
    audit.record(
        kind="objection.made",
        actor=OPERATOR,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"body": body.slug, "reply": reply_id, "wish": wish.value},
    )
    return objection


@transaction.atomic
def answer_objection(
    *, objection_id: str, body: Body, answer: str, by: str, at: datetime
) -> Objection:
    """Answers the operator, who is written to and reads it on their pages. An answer stays as it
    was given.

    The letter goes to whoever objected, or else to all whom the body can write to in the forum.

    Raises AgreementError, and Objection.DoesNotExist when it is not the body's.
    """
    objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("forum", "contact")
        .get(public_id=objection_id, body=body)
    )
    if objection.answered_at is not None:
        raise AgreementError("This was answered already.")
    answer = fit(answer, WORDS_LENGTH)
    if not answer:
        raise AgreementError("Write what you did, or why not.")
    objection.answer, objection.answered_by, objection.answered_at = answer, by, at
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    Letter.objects.bulk_create(
        Letter(contact=contact, objection=objection, kind=LetterKind.OBJECTION.value, due_at=at)
        for contact in _whom_to_write_to(objection)
    )
    audit.record(
        kind="objection.answered",
        actor=by,
        subject=f"forum:{objection.forum.slug}",
        at=at,
        details={"body": body.slug, "reply": objection.reply_id},
    )
    return objection


def _whom_to_write_to(objection: Objection) -> list[Contact]:
    if objection.contact is not None and objection.contact.ended_at is None:
        return [objection.contact]
    return list(contacts_of(body_id=objection.body_id, forum_id=objection.forum_id))


def objections_waiting(body_ids: Collection[int]) -> QuerySet[Objection]:
    """What operators said and no lead has answered, oldest first."""
    return (
        Objection.objects.filter(body__in=body_ids, answered_at=None)
        .select_related("body", "forum")
        .order_by("made_at", "pk")
    )


def objections_in(*, forum_id: int, body_id: int | None = None) -> QuerySet[Objection]:
    """Every objection in a forum, newest first; to one body's posts only, if it is given."""
    found = Objection.objects.filter(forum=forum_id).select_related("body")
    return found if body_id is None else found.filter(body=body_id)


def fit(words: str, most: int) -> str:
    """The words as they are kept. Raises AgreementError when they are too long."""
    words = words.replace("\0", "").replace("\r\n", "\n").strip()
    if len(words) > most:
        raise AgreementError(f"Make it shorter: at most {most} characters.")
    return words
