"""Operators: a contact, a letter that went out, and a private link that opens their pages."""

from dataclasses import dataclass
from datetime import datetime

from alongside.agreements import asking, contacts, letters, links
from alongside.agreements.models import Contact, PrivateLink, Request
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from tests.factories.register import NOON, BodyFactory, ForumFactory

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
