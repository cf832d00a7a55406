"""At which mailbox a body reaches the operator of a forum. Sealed, never public, with an end."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.agreements import links
from alongside.agreements.actions import AgreementError
from alongside.agreements.domain.links import CONTACT_KEPT, same_mailbox
from alongside.agreements.domain.terms import Standing, standing_of
from alongside.agreements.models import Contact, Letter
from alongside.agreements.queries import agreements_in_force, newest_agreement
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.core import sealed
from alongside.forums.models import Forum

ROLE_LENGTH = 100


def contacts_of(*, body_id: int, forum_id: int) -> QuerySet[Contact]:
    """The mailboxes of a forum's operator that a body knows."""
    return Contact.objects.standing().filter(body_id=body_id, forums=forum_id)


def address_of(contact: Contact) -> str:
    """The mailbox, for leads of its body and for letters. Raises sealed.CannotOpen."""
    return sealed.unseal(contact.sealed_address)


@transaction.atomic
def add_contact(
    *, body: Body, forums: Collection[Forum], role: str, address: str, by: str, at: datetime
) -> Contact:
    """Keeps a mailbox of the operator of these forums. One that is known gets the forums added.

    Raises AgreementError when the address is none, when there is no role, or when practice and
    real ones are mixed.
    """
    address, role = address.strip(), " ".join(role.replace("\0", "").split())
    try:
        validate_email(address)
    except ValidationError:
        raise AgreementError("Give a whole e-mail address, such as owner@forum.example.") from None
    if not role:
        raise AgreementError("Say who this is for the forum, such as “owner”.")
    if len(role) > ROLE_LENGTH:
        raise AgreementError(f"Make the role shorter: at most {ROLE_LENGTH} characters.")
    if not forums or any(forum.is_practice != body.is_practice for forum in forums):
        raise AgreementError(
            "A practice forum agrees with a practice body only, a real forum with a real one."
        )
    spelled = same_mailbox(address)
    known = Contact.objects.standing().filter(body=body, address_digest__in=sealed.digests(spelled))
    contact = known.first()
    if contact is None:
        try:
            with transaction.atomic():
                contact = Contact.objects.create(
                    body=body,
                    role=role,
                    sealed_address=sealed.seal(address),
                    address_digest=sealed.digest(spelled),
                    is_practice=body.is_practice,
                    added_by=by,
                    added_at=at,
                    used_at=at,
                )
        except IntegrityError:  # two people added it at the same moment
            contact = known.get()
    elif contact.role != role:
        contact.role = role
        contact.save(update_fields=["role"])
    contact.forums.add(*forums)
    for forum in forums:
        _note("operator_contact.added", forum, body, contact, by=by, at=at)
    return contact


class StillNeeded(AgreementError):
    """The operator would have no way left to stop what they allowed."""


@transaction.atomic
def remove_contact(*, contact_id: str, body: Body, forum: Forum, by: str, at: datetime) -> Contact:
    """The mailbox is no contact for this forum any more, and gets no letters about it.

    With its last forum it is deleted for good, and its private links end. Raises
    Contact.DoesNotExist when it is none of the body in the forum, and StillNeeded while it is the
    last way by which the operator can hold, change or end what they agreed to (law 1).
    """
    contact = (
        Contact.objects.standing()
        .select_for_update(of=("self",))
        .get(public_id=contact_id, body=body, forums=forum)
    )
    others = contacts_of(body_id=body.pk, forum_id=forum.pk).exclude(pk=contact.pk)
    if not others.exists() and _rests_on_it(body, forum, at=at):
        raise StillNeeded(
            f"This is the last way by which the operator of {forum.name} can hold or end what they "
            "agreed to. Add another contact first, or withdraw from the agreement."
        )
    if not contact.forums.exclude(pk=forum.pk).exists():
        _end(contact, by=by, at=at)
        return contact
    contact.forums.remove(forum)
    Letter.objects.filter(
        Q(request__forum=forum) | Q(objection__forum=forum), contact=contact, ended_at=None
    ).update(ended_at=at, problem="Not sent: the contact was removed.")
    _note("operator_contact.ended", forum, body, contact, by=by, at=at)
    return contact


def _rests_on_it(body: Body, forum: Forum, *, at: datetime) -> bool:
    newest = newest_agreement(forum_id=forum.pk, body_id=body.pk)
    if newest is None:
        return False
    standing = standing_of(newest.terms, on=timezone.localdate(at))
    return standing in {Standing.IN_FORCE, Standing.NOT_YET, Standing.HELD}


@transaction.atomic
def forget_contacts(*, at: datetime) -> int:
    """Deletes mailboxes that were not used for two years and that no agreement in force needs."""
    needed = agreements_in_force(on=at.date()).filter(
        body=OuterRef("body"), forum__in=OuterRef("forums")
    )
    old = Contact.objects.standing().filter(used_at__lt=at - CONTACT_KEPT)
    # A contact of two forums stands twice in the join: needed for one of them, it is kept.
    kept = set(old.filter(Exists(needed)).values_list("pk", flat=True))
    due = set(old.values_list("pk", flat=True)) - kept
    forgotten = 0
    for contact in Contact.objects.select_for_update(skip_locked=True).filter(
        pk__in=due, ended_at=None
    ):
        _end(contact, by=audit.WORKER, at=at)
        forgotten += 1
    return forgotten


def _end(contact: Contact, *, by: str, at: datetime) -> None:
    links.revoke_links(contact=contact, by=by, at=at)
    contact.sealed_address = contact.address_digest = ""
    contact.ended_at = at
    contact.save(update_fields=["sealed_address", "address_digest", "ended_at"])
    Letter.objects.filter(contact=contact, ended_at=None).update(
        ended_at=at, problem="Not sent: the contact was removed."
    )
    for forum in contact.forums.all():
        _note("operator_contact.ended", forum, contact.body, contact, by=by, at=at)


def _note(kind: str, forum: Forum, body: Body, contact: Contact, *, by: str, at: datetime) -> None:
    # No address and no role in the trail, which nobody can change: it may name a person.
    audit.record(
        kind=kind,
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"body": body.slug, "contact": contact.public_id},
    )
