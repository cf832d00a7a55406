"""Telling operators what was recorded in their name, so that nothing stands unseen: by an official,
or by a colleague of theirs."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from alongside.agreements import contacts, notices
from alongside.agreements.domain.terms import OPERATOR, Source
from alongside.agreements.models import Agreement


def tell_operator(*, agreement: Agreement, by: str, at: datetime) -> int:
    """Queues a letter to each mailbox of the operator that the body knows; how many.

    What the operator recorded with their own hand, or nobody did, is not told. In the caller's
    transaction, so that the record never stands without it.
    """
    if agreement.came_from is not Source.BODY:
        return 0
    to = list(contacts.contacts_of(body_id=agreement.body_id, forum_id=agreement.forum_id))
    if not to:
        return 0
    page = reverse("register:forum", args=[agreement.forum.slug])
    text = render_to_string(
        "agreements/recorded.txt",
        {
            "agreement": agreement,
            "body": agreement.body,
            "forum": agreement.forum,
            "page": f"{settings.ALONGSIDE_ADDRESS}{page}",
        },
    )
    subject = f"{agreement.body.short_name} recorded your answer about {agreement.forum.name}"
    notices.write_notice(
        body=agreement.body, contacts=to, subject=subject[:150], letter=text.strip(), by=by, at=at
    )
    return len(to)


def tell_colleagues(*, agreement: Agreement, at: datetime) -> int:
    """Queues a letter to each other mailbox of the operator that the body knows; how many.

    Several people may speak for one forum, and the newest answer counts: whoever said otherwise
    before must not learn of it by chance. In the caller's transaction.
    """
    contact = agreement.contact
    if contact is None:
        return 0
    known = contacts.contacts_of(body_id=agreement.body_id, forum_id=agreement.forum_id)
    to = list(known.exclude(address_digest=contact.address_digest))
    if not to:
        return 0
    # A role is free text, and a letter with braces would not go out.
    role = contact.role.replace("{", "(").replace("}", ")")
    text = render_to_string(
        "agreements/colleague.txt",
        {
            "agreement": agreement,
            "body": agreement.body,
            "forum": agreement.forum,
            "role": role,
        },
    )
    subject = f"{agreement.forum.name}: {agreement.answer_words.lower()}, says “{role}”"
    notices.write_notice(
        body=agreement.body,
        contacts=to,
        subject=subject.replace("{", "(").replace("}", ")")[:150],
        letter=text.strip(),
        by=OPERATOR,
        at=at,
    )
    return len(to)
