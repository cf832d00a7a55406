"""Consultations: the smallest legal rows, and one that was opened by the action."""

from collections.abc import Iterable
from datetime import datetime

import factory
from factory.django import DjangoModelFactory

from alongside.agreements import letters
from alongside.agreements.links import Operator, operator_of
from alongside.agreements.models import Contact, Letter, Notice
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.plans import consulting
from alongside.plans.domain.consulting import USUAL
from alongside.plans.models import Comment, CommentAnswer, Consultation, Invitation, PlanVersion
from tests.factories import operators
from tests.factories.lines import save_plan
from tests.factories.operators import LETTER
from tests.factories.register import NOON, TODAY, BodyFactory, ForumFactory

CONSULT_LETTER = f"{{question}}\n\nUntil {{day}}. {LETTER}"
_EMPTY = '{"consultations":[],"goals":[],"indicators":[],"objectives":[]}'


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    body = factory.SubFactory(BodyFactory)
    subject = "What do you think of our plan?"
    letter = LETTER
    written_by = "lead"
    written_at = NOON


class ConsultationFactory(DjangoModelFactory[Consultation]):
    """An open one on a draft that says nothing; see `consult` for one on a whole draft."""

    class Meta:
        model = Consultation

    body = factory.SubFactory(BodyFactory)
    document = _EMPTY
    sha256 = "0" * 64
    introduction = "We would like to hear what you think."
    is_open_to_all = True
    opened_by = "lead"
    opened_at = NOON
    closes_on = TODAY + USUAL


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    consultation = factory.SubFactory(ConsultationFactory)
    forum = factory.SubFactory(ForumFactory)


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    consultation = factory.SubFactory(ConsultationFactory)
    section = "whole"
    words = "Say hello first."
    made_at = NOON


class CommentAnswerFactory(DjangoModelFactory[CommentAnswer]):
    class Meta:
        model = CommentAnswer

    comment = factory.SubFactory(CommentFactory)
    verdict = "changed"
    words = "We say hello first."
    by = "lead"
    at = NOON


def consult(
    body: Body,
    forums: Iterable[Forum],
    *,
    contacts: Iterable[Contact] = (),
    is_open_to_all: bool = True,
    sent: bool = True,
    at: datetime = NOON,
) -> Consultation:
    """A consultation on a whole draft of the body; the letters have gone out if so."""
    save_plan(body, forums, at=at)
    consultation = ask_about_draft(body, contacts, is_open_to_all=is_open_to_all, at=at)
    if sent and consultation.notice is not None:
        for letter in Letter.objects.filter(notice=consultation.notice):
            letters.record_sent(letter_id=letter.pk, at=at)
    return consultation


def change_draft(body: Body) -> None:
    """The draft says otherwise now what people were asked about: plan, forums and law."""
    draft = PlanVersion.objects.get(body=body, number=None)
    PlanVersion.objects.filter(pk=draft.pk).update(
        goal=f"{draft.goal} We say hello first.", legal_power="Aldmere Act 2001, section 7"
    )
    draft.objectives.update(statement="Say hello first, then answer.")


def ask_about_draft(
    body: Body,
    contacts: Iterable[Contact] = (),
    *,
    is_open_to_all: bool = True,
    at: datetime | None = None,
) -> Consultation:
    """A consultation on the body's draft as it is; opened now unless told."""
    at = at or clock.now()
    return consulting.open_consultation(
        body=body,
        introduction="We would like to hear what you think.",
        closes_on=at.date() + USUAL,
        is_open_to_all=is_open_to_all,
        contacts=list(contacts),
        subject="What do you think of our plan?",
        letter=CONSULT_LETTER,
        by="lead",
        at=at,
    )


def visiting(contact: Contact, *, at: datetime = NOON) -> Operator:
    """The operator who opened their private link."""
    key = operators.key_for(contact, at=at).key
    visit_key, _ends_at = operators.links.enter(key=key, network="192.0.2.7/32", at=at)
    return operator_of(visit_key=visit_key, at=at)
