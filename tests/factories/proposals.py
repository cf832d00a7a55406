"""Corrections that somebody proposed, and what is kept against floods."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from alongside.proposals.domain.fields import About, Field
from alongside.proposals.domain.life import ProposalState
from alongside.proposals.models import DaySalt, NetworkTrace, Proposal, UsedForm
from tests.factories.register import DAY, NOON, TODAY, BodyFactory, ForumFactory


class ProposalFactory(DjangoModelFactory[Proposal]):
    """A correction of a forum's address that nobody has looked at yet."""

    class Meta:
        model = Proposal

    about = About.FORUM.value
    forum = factory.SubFactory(ForumFactory)
    field = Field.ADDRESS.value
    name = "Aldmere Forum"
    said = "https://old.example"
    proposed = "https://new.example"
    source = "https://old.example/we-have-moved"
    words = "It moved last week."
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    proposed_at = NOON - 3 * DAY
    is_practice = factory.LazyAttribute(
        lambda made: bool(getattr(made.forum or made.body, "is_practice", False))
    )

    class Params:
        of_body = factory.Trait(
            about=About.BODY.value,
            forum=None,
            body=factory.SubFactory(BodyFactory),
            field=Field.WEBSITE.value,
        )
        missing = factory.Trait(forum=None, field=Field.MISSING.value, name="A new forum", said="")
        accepted = factory.Trait(
            state=ProposalState.ACCEPTED.value, answered_at=NOON, changed="The address."
        )
        accepted_in_part = factory.Trait(
            state=ProposalState.IN_PART.value,
            answered_at=NOON,
            changed="The address.",
            reason="The old one still works.",
        )
        declined = factory.Trait(
            state=ProposalState.DECLINED.value, answered_at=NOON, reason="The page shows another."
        )
        rejected = factory.Trait(state=ProposalState.REJECTED.value, answered_at=NOON)


class UsedFormFactory(DjangoModelFactory[UsedForm]):
    class Meta:
        model = UsedForm

    digest = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = NOON + timedelta(hours=1)


class DaySaltFactory(DjangoModelFactory[DaySalt]):
    class Meta:
        model = DaySalt

    day = TODAY
    salt = b"0" * 32


class NetworkTraceFactory(DjangoModelFactory[NetworkTrace]):
    class Meta:
        model = NetworkTrace

    day = TODAY
    digest = factory.Sequence(lambda n: f"{n:064x}")
    at = NOON
