"""Letters to operators that ask for no agreement: one text, a letter for each contact.

They go the way of all letters (`letters`): the row is the queue, the private link is made in the
instant before, and nothing is sent twice.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from alongside.agreements.actions import AgreementError
from alongside.agreements.domain import asking as rules
from alongside.agreements.domain.letters import LetterKind
from alongside.agreements.models import Contact, Letter, Notice
from alongside.bodies.models import Body


@transaction.atomic
def write_notice(
    *,
    body: Body,
    contacts: Collection[Contact],
    subject: str,
    letter: str,
    by: str,
    at: datetime,
) -> Notice:
    """Queues the letter to each of the body's contacts, once to each mailbox.

    Raises AgreementError when nobody is written to, or the letter is unfit to go out.
    """
    try:
        subject, letter = rules.checked_letter(subject, letter)
    except rules.UnfitLetter as exc:
        raise AgreementError(str(exc)) from exc
    ours = Contact.objects.standing().filter(pk__in=[contact.pk for contact in contacts], body=body)
    if not ours:
        raise AgreementError("Choose at least one contact to write to.")
    notice = Notice.objects.create(
        body=body, subject=subject, letter=letter, written_by=by, written_at=at
    )
    Letter.objects.bulk_create(
        Letter(contact=contact, notice=notice, kind=LetterKind.NOTICE.value, due_at=at)
        for contact in ours
    )
    return notice


@transaction.atomic
def end_notice(*, notice: Notice, at: datetime) -> None:
    """Nothing more of it goes out."""
    notice.ended_at = at
    notice.save(update_fields=["ended_at"])


def letters_of(notice_id: int) -> QuerySet[Letter]:
    """Every letter of the notice, with its contact, by the contact's role."""
    return (
        Letter.objects.filter(notice=notice_id)
        .select_related("contact")
        .order_by("contact__role", "pk")
    )


def notices_stuck(body_ids: Collection[int]) -> QuerySet[Letter]:
    """Letters of notices that did not go out, or of which nobody knows; a person looks."""
    return (
        Letter.objects.filter(
            contact__body__in=body_ids,
            contact__ended_at=None,
            ended_at__isnull=False,
            sent_at=None,
            notice__isnull=False,
            notice__ended_at=None,
        )
        .select_related("contact__body", "notice")
        .order_by("ended_at", "pk")
    )
