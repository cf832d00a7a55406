"""Operators: a contact, a letter that went out, and a private link that opens their pages."""

from dataclasses import dataclass
from datetime import datetime

import factory
from factory.django import DjangoModelFactory

from alongside.agreements import asking, contacts, letters, links
from alongside.agreements.models import (
    Contact,
    EvidenceFile,
    Knock,
    Letter,
    Objection,
    OperatorVisit,
    PrivateLink,
    Request,
    Statement,
    StatementRuling,
)
from alongside.bodies.models import Body
from alongside.core import sealed
from alongside.forums.models import Forum
from tests.factories.register import DAY, HOUR, NOON, BodyFactory, ForumFactory

ADDRESS = "owner@forum.example"
LETTER = "May we help in your forum? Decide here:\n\n{link}\n\nKind regards"


def contact(
    *,
    body: Body | None = None,
    forums: list[Forum] | None = None,
    role: str = "Owner",
    address: str = ADDRESS,
    at: datetime = NOON,
) -> Contact:
    """A contact of the body, of one new forum unless told."""
    body = body or BodyFactory()
    forums = forums or [ForumFactory(is_practice=body.is_practice)]
    return contacts.add_contact(
        body=body, forums=forums, role=role, address=address, by="lead", at=at
    )


def ask(who: Contact, *, sent: bool = True, at: datetime = NOON) -> Request:
    """The operator of the contact's first forum is asked; the letter has gone out if so."""
    forum = who.forums.first()
    assert forum is not None
    request = asking.ask_operator(
        body=who.body,
        forum=forum,
        contacts=[who],
        subject="May we help?",
        letter=LETTER,
        by="lead",
        at=at,
    )
    if sent:
        for letter in request.letters.all():
            letters.record_sent(letter_id=letter.pk, at=at)
    request.refresh_from_db()
    return request


@dataclass(slots=True)
class Key:
    """A private link with its key, which only a test may know."""

    link: PrivateLink
    key: str

    @property
    def address(self) -> str:
        return f"/operators/enter/?key={self.key}"


def key_for(who: Contact, *, at: datetime = NOON) -> Key:
    return Key(*links.new_link(contact=who, at=at))


def _digest(number: int) -> str:
    return f"{number:064x}"


class ContactFactory(DjangoModelFactory[Contact]):
    """A mailbox without a forum; see `contact` for one that the action keeps."""

    class Meta:
        model = Contact

    body = factory.SubFactory(BodyFactory)
    role = "Owner"
    sealed_address = factory.LazyFunction(lambda: sealed.seal(ADDRESS))
    address_digest = factory.Sequence(_digest)
    added_by = "lead"
    added_at = NOON
    used_at = NOON


class RequestFactory(DjangoModelFactory[Request]):
    class Meta:
        model = Request

    body = factory.SubFactory(BodyFactory)
    forum = factory.SubFactory(ForumFactory)
    subject = "May we help?"
    letter = LETTER
    asked_by = "lead"
    asked_at = NOON


class LetterFactory(DjangoModelFactory[Letter]):
    class Meta:
        model = Letter

    contact = factory.SubFactory(ContactFactory)
    kind = "fresh_link"
    due_at = NOON


class PrivateLinkFactory(DjangoModelFactory[PrivateLink]):
    class Meta:
        model = PrivateLink

    contact = factory.SubFactory(ContactFactory)
    digest = factory.Sequence(_digest)
    made_at = NOON
    expires_at = NOON + 90 * DAY


class OperatorVisitFactory(DjangoModelFactory[OperatorVisit]):
    class Meta:
        model = OperatorVisit

    link = factory.SubFactory(PrivateLinkFactory)
    digest = factory.Sequence(_digest)
    ends_at = NOON + 12 * HOUR


class KnockFactory(DjangoModelFactory[Knock]):
    class Meta:
        model = Knock

    kind = "wrong"
    digest = factory.Sequence(_digest)
    at = NOON


class EvidenceFileFactory(DjangoModelFactory[EvidenceFile]):
    class Meta:
        model = EvidenceFile

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    kind = "text/plain"
    size = 9
    sha256 = factory.Sequence(_digest)
    content = b"We agree."
    added_by = "lead"
    added_at = NOON


class ObjectionFactory(DjangoModelFactory[Objection]):
    class Meta:
        model = Objection

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    reply_id = "q7c2"
    wish = "object"
    words = "It is about another country."
    contact_role = "Owner"
    made_at = NOON


class StatementFactory(DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    forum = factory.SubFactory(ForumFactory)
    words = "We are glad that they are here."
    contact_role = "Owner"
    made_at = NOON


class StatementRulingFactory(DjangoModelFactory[StatementRuling]):
    class Meta:
        model = StatementRuling

    statement = factory.SubFactory(StatementFactory)
    body = factory.SubFactory(BodyFactory)
    is_withheld = True
    reason = "It names a member of the forum."
    ruled_by = "lead"
    ruled_at = NOON
