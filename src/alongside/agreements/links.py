"""Private links of operators: made, exchanged for a cookie, renewed, revoked.

A key is 256 random bits. It stands in one e-mail and in nothing of ours: the database holds its
SHA-256. Opening a link changes nothing, since mail scanners open every link; it is exchanged by a
person's press of a button.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from alongside.agreements.domain import links as rules
from alongside.agreements.domain.letters import LetterKind
from alongside.agreements.domain.terms import OPERATOR
from alongside.agreements.models import Contact, Knock, Letter, OperatorVisit, PrivateLink
from alongside.audit import actions as audit
from alongside.core import sealed
from alongside.forums.models import Forum

KEY_LENGTH = 43  # characters of a key: 32 bytes in base64
_WRONG, _FRESH = "wrong", "fresh"


class NoSuchLink(Exception):
    """No private link that opens anything: expired, revoked, mistyped or made up."""


class TooManyKnocks(Exception):
    """So many wrong links came from one network that none is looked at for now."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many links that are not valid came from your network.")
        self.until = until


class NotYours(Exception):
    """The forum is not one of this operator's, or the body never asked this mailbox."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who came by a private link: all that was addressed to their mailbox."""

    contact: Contact  # the one that the link was sent to
    link: PrivateLink
    contacts: Sequence[Contact]  # of the same mailbox; each with its body
    forums: Sequence[Forum]  # by name

    def forum(self, slug: str) -> Forum:
        """One of the operator's forums. Raises NotYours."""
        for forum in self.forums:
            if forum.slug == slug:
                return forum
        raise NotYours(slug)

    def contacts_in(self, forum: Forum) -> list[Contact]:
        """The contacts, one of each body, that cover the forum."""
        return [
            contact
            for contact in self.contacts
            if any(_standing(place).pk == forum.pk for place in contact.forums.all())
        ]

    def contact_in(self, forum: Forum) -> Contact:
        """In which capacity they act for the whole forum. Raises NotYours."""
        for contact in self.contacts_in(forum):
            return contact
        raise NotYours(forum.slug)

    def contact_for(self, forum: Forum, body_id: int) -> Contact:
        """In which capacity they answer the body. Raises NotYours."""
        for contact in self.contacts_in(forum):
            if contact.body_id == body_id:
                return contact
        raise NotYours(forum.slug)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def new_link(*, contact: Contact, at: datetime) -> tuple[PrivateLink, str]:
    """A link for a letter that goes out now, and its key, which is stored nowhere."""
    key = secrets.token_urlsafe(32)
    link = PrivateLink.objects.create(
        contact=contact, digest=digest_of(key), made_at=at, expires_at=at + rules.LINK_LIVES
    )
    return link, key


def look(*, key: str, network: str, at: datetime) -> PrivateLink:
    """The link that the key opens; nothing is changed by looking at one that is alive.

    A right key opens whatever else came from its network: nobody guesses 256 bits, and no stranger
    may shut an operator out. Raises TooManyKnocks, and NoSuchLink: whatever is wrong with it,
    whoever knocks learns the same.
    """
    link = None
    if len(key) <= 2 * KEY_LENGTH:
        link = (
            PrivateLink.objects.select_related("contact__body")
            .filter(digest=digest_of(key), contact__ended_at=None)
            .first()
        )
    if link is not None and link.is_alive(at):
        return link
    until = _closed_until(_WRONG, network, most=rules.WRONG_LINKS_AN_HOUR, at=at)
    if until is not None:
        raise TooManyKnocks(until)
    _note_knock(_WRONG, network, at=at)
    raise NoSuchLink


def enter(*, key: str, network: str, at: datetime) -> tuple[str, datetime]:
    """Exchanges a key for that of a visit, and renews the link: the visit's key and its end.

    Raises TooManyKnocks and NoSuchLink.
    """
    # Outside of the transaction: the trace of a wrong key stays although nothing else is written.
    found = look(key=key, network=network, at=at)
    with transaction.atomic():
        link = PrivateLink.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not link.is_alive(at):  # revoked at this very moment
            raise NoSuchLink
        link.used_at, link.expires_at = at, at + rules.LINK_LIVES
        link.save(update_fields=["used_at", "expires_at"])
        Contact.objects.filter(pk=link.contact_id).update(used_at=at)
        visit_key = secrets.token_urlsafe(32)
        visit = OperatorVisit.objects.create(
            link=link, digest=digest_of(visit_key), ends_at=at + rules.VISIT_LIVES
        )
        audit.record(
            kind="operator.came",
            actor=OPERATOR,
            subject=f"contact:{found.contact.public_id}",
            at=at,
        )
    return visit_key, visit.ends_at


def operator_of(*, visit_key: str, at: datetime) -> Operator:
    """Who holds the cookie. Raises NoSuchLink when visit or link has ended."""
    visit = (
        OperatorVisit.objects.select_related("link__contact__body")
        .filter(digest=digest_of(visit_key), ends_at__gt=at, link__contact__ended_at=None)
        .first()
    )
    if visit is None or not visit.link.is_alive(at):
        raise NoSuchLink
    contact = visit.link.contact
    contacts = list(
        Contact.objects.standing()
        .filter(
            address_digest__in=_digests_of(contact),
            is_practice=contact.is_practice,
        )
        .select_related("body")
        .prefetch_related("forums__merged_into")
    )
    places = {
        _standing(forum).pk: _standing(forum) for each in contacts for forum in each.forums.all()
    }
    forums = sorted(places.values(), key=lambda forum: (forum.name, forum.pk))
    return Operator(contact=contact, link=visit.link, contacts=contacts, forums=forums)


@transaction.atomic
def leave(*, visit_key: str) -> None:
    """Ends the visit: the cookie opens nothing any more. The link stays."""
    OperatorVisit.objects.filter(digest=digest_of(visit_key)).delete()


@transaction.atomic
def revoke_links(*, contact: Contact, by: str, at: datetime) -> int:
    """Ends every private link of the contact, and the visits they were exchanged for; how many."""
    alive = PrivateLink.objects.filter(contact=contact, revoked_at=None)
    OperatorVisit.objects.filter(link__contact=contact).delete()
    revoked = alive.update(revoked_at=at, revoked_by=by)
    if revoked:
        audit.record(
            kind="operator_link.revoked",
            actor=by,
            subject=f"contact:{contact.public_id}",
            at=at,
            details={"links": revoked},
        )
    return revoked


@transaction.atomic
def ask_fresh_link(*, address: str, network: str, at: datetime) -> None:
    """Queues a letter with a fresh link, if the mailbox is one that we wrote to.

    Whoever asks learns nothing: neither whether it is known, nor whether something is sent.
    Raises TooManyKnocks.
    """
    until = _closed_until(_FRESH, network, most=rules.FRESH_LINKS_AN_HOUR, at=at)
    if until is not None:
        raise TooManyKnocks(until)
    _note_knock(_FRESH, network, at=at)
    contact = (
        Contact.objects.standing()
        .select_for_update()
        .filter(address_digest__in=sealed.digests(rules.same_mailbox(address)))
        .order_by("-used_at", "-pk")
        .first()
    )
    if contact is None:
        return
    of_mailbox = Letter.objects.filter(
        contact__address_digest__in=_digests_of(contact), kind=LetterKind.FRESH_LINK.value
    )
    queued = list(of_mailbox.filter(due_at__gt=at - rules.A_DAY).values_list("due_at", flat=True))
    if rules.may_send_fresh(queued, at=at):
        Letter.objects.create(contact=contact, kind=LetterKind.FRESH_LINK.value, due_at=at)


def forums_of(contact: Contact) -> list[Forum]:
    """The forums that the contact was written to about, by name."""
    places = {_standing(forum) for forum in contact.forums.select_related("merged_into")}
    return sorted(places, key=lambda forum: (forum.name, forum.pk))


def links_of(contact_ids: Sequence[int], *, at: datetime) -> dict[int, list[PrivateLink]]:
    """The links of each contact that are alive; never their keys, which we do not have."""
    found: dict[int, list[PrivateLink]] = {pk: [] for pk in contact_ids}
    alive: QuerySet[PrivateLink] = PrivateLink.objects.filter(
        contact__in=contact_ids, revoked_at=None, expires_at__gt=at
    )
    for link in alive:
        found[link.contact_id].append(link)
    return found


@transaction.atomic
def forget_knocks(*, at: datetime) -> int:
    """Deletes traces that are a day old, visits that ended, and links that expired long ago."""
    forgotten = Knock.objects.filter(at__lte=at - rules.A_DAY).delete()[0]
    forgotten += OperatorVisit.objects.filter(ends_at__lte=at).delete()[0]
    return forgotten


def _digests_of(contact: Contact) -> list[str]:
    """Under which the mailbox may stand, whichever key it was sealed with."""
    try:
        return sealed.digests(rules.same_mailbox(sealed.unseal(contact.sealed_address)))
    except sealed.CannotOpen:
        return [contact.address_digest]


def _standing(forum: Forum) -> Forum:
    """The forum, or the one that its entry was joined to."""
    return forum.merged_into or forum


def _trace(kind: str, network: str, at: datetime) -> str:
    # Keyed, and of one day: the table alone, with all addresses tried, tells nothing.
    return sealed.digest(f"knock:{kind}:{at:%Y-%m-%d}:{network}")


def _note_knock(kind: str, network: str, *, at: datetime) -> None:
    Knock.objects.create(kind=kind, digest=_trace(kind, network, at), at=at)


def _closed_until(kind: str, network: str, *, most: int, at: datetime) -> datetime | None:
    moments = list(
        Knock.objects.filter(digest=_trace(kind, network, at), at__gt=at - rules.AN_HOUR)
        .order_by("-at")
        .values_list("at", flat=True)[:most]
    )
    return moments[-1] + rules.AN_HOUR if len(moments) >= most else None
