"""People, bodies, forums, guidance, agreements and plans. Times are fixed around NOON."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from alongside.accounts.domain.roles import Role
from alongside.accounts.models import User
from alongside.agreements.domain.terms import Answer, EngagementModel
from alongside.agreements.models import AccountLook, Agreement
from alongside.bodies.domain import topics
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import (
    Body,
    BodyIdentifier,
    Membership,
    MergedBody,
    RemitTopic,
    SourceRecord,
)
from alongside.core import sealed
from alongside.forums.domain.kinds import (
    AccountDirection,
    AliasKind,
    MeasureMethod,
    VerifiedHow,
)
from alongside.forums.domain.places import place_of
from alongside.forums.models import (
    Board,
    DuplicateCheck,
    Forum,
    ForumAlias,
    ForumSourceRecord,
    ForumTopic,
    Listing,
    Measure,
    NoForumFound,
    OfficialAccount,
    Verification,
)
from alongside.guidance.models import ApprovedLine, Source
from alongside.plans.models import DraftStep, Goal, Objective, PlanIndicator, PlanVersion

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
TODAY = date(2026, 5, 6)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class UserFactory(DjangoModelFactory[User]):
    """Somebody without any role; passwords are for tests of signing in."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@aldmere.example")
    display_name = factory.Sequence(lambda n: f"Person {n}")


class BodyFactory(DjangoModelFactory[Body]):
    class Meta:
        model = Body

    slug = factory.Sequence(lambda n: f"body-{n}")
    name = "Aldmere Public Services"
    kind = BodyKind.OTHER.value

    class Params:
        practice = factory.Trait(is_practice=True)


class BodyIdentifierFactory(DjangoModelFactory[BodyIdentifier]):
    class Meta:
        model = BodyIdentifier

    body = factory.SubFactory(BodyFactory)
    scheme = "GOVUK-SLUG"
    value = factory.Sequence(lambda n: f"body-{n}")


class MergedBodyFactory(DjangoModelFactory[MergedBody]):
    class Meta:
        model = MergedBody

    body = factory.SubFactory(BodyFactory)
    slug = factory.Sequence(lambda n: f"former-{n}")
    name = "Aldmere Benefits Agency"
    said = factory.LazyFunction(dict)
    reason = "Both lists give the same address."
    merged_at = NOON


class RemitTopicFactory(DjangoModelFactory[RemitTopic]):
    class Meta:
        model = RemitTopic

    body = factory.SubFactory(BodyFactory)
    scheme = topics.SCHEME
    code = "work"
    label = "Work"


class SourceRecordFactory(DjangoModelFactory[SourceRecord]):
    class Meta:
        model = SourceRecord

    body = factory.SubFactory(BodyFactory)
    source = "govuk"
    key = factory.Sequence(lambda n: f"key-{n}")
    said = factory.LazyAttribute(lambda record: {"name": record.body.name})
    read_at = NOON


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    body = factory.SubFactory(BodyFactory)
    role = Role.ADVISER.value

    class Params:
        central = factory.Trait(body=None, role=Role.CENTRAL_TEAM.value)


class ForumFactory(DjangoModelFactory[Forum]):
    """A forum of which nothing is known but its name and address; people post by hand."""

    class Meta:
        model = Forum
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"forum-{n}")
    name = factory.Sequence(lambda n: f"Aldmere Forum {n}")
    address = factory.LazyAttribute(lambda forum: f"https://{forum.slug}.example")
    added_at = NOON - 90 * DAY

    class Params:
        practice = factory.Trait(is_practice=True)
        with_interface = factory.Trait(engine="misago")

    @factory.post_generation
    def own_alias(self, create: bool, extracted: object, **kwargs: object) -> None:
        """Its address is an alias of its own, as actions keep it."""
        if create and self.address:
            own = ForumAlias(
                forum_id=self.pk,
                place=place_of(self.address),
                address=self.address,
                kind=AliasKind.OWN.value,
                noted_at=self.added_at,
            )
            ForumAlias.objects.bulk_create([own], ignore_conflicts=True)


class ForumAliasFactory(DjangoModelFactory[ForumAlias]):
    class Meta:
        model = ForumAlias

    forum = factory.SubFactory(ForumFactory)
    place = factory.LazyAttribute(lambda alias: place_of(alias.address))
    address = factory.Sequence(lambda n: f"https://old-{n}.example")
    kind = AliasKind.MOVED.value
    noted_at = NOON


class ForumSourceRecordFactory(DjangoModelFactory[ForumSourceRecord]):
    class Meta:
        model = ForumSourceRecord

    forum = factory.SubFactory(ForumFactory)
    source = "forums"
    said = factory.LazyAttribute(lambda record: {"name": record.forum.name})
    read_at = NOON


class ForumTopicFactory(DjangoModelFactory[ForumTopic]):
    class Meta:
        model = ForumTopic

    forum = factory.SubFactory(ForumFactory)
    scheme = topics.SCHEME
    code = "work"
    label = "Work"


class BoardFactory(DjangoModelFactory[Board]):
    class Meta:
        model = Board

    forum = factory.SubFactory(ForumFactory)
    external_id = factory.Sequence(lambda n: str(n + 1))
    name = "Sick pay"


class MeasureFactory(DjangoModelFactory[Measure]):
    class Meta:
        model = Measure

    forum = factory.SubFactory(ForumFactory)
    kind = "posts"
    value = 70_000
    unit = "posts"
    method = MeasureMethod.SHOWN.value
    asserted_by = "the forum's front page"
    source = "front page"
    dated = "2026-05"
    recorded_at = NOON


class ListingFactory(DjangoModelFactory[Listing]):
    class Meta:
        model = Listing

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    reason = "Most questions about sick pay are asked here."
    listed_on = TODAY


class NoForumFoundFactory(DjangoModelFactory[NoForumFound]):
    class Meta:
        model = NoForumFound

    body = factory.SubFactory(BodyFactory)
    searched_on = TODAY
    how = "Two search engines, for “sick pay forum”."
    recorded_at = NOON


class DuplicateCheckFactory(DjangoModelFactory[DuplicateCheck]):
    class Meta:
        model = DuplicateCheck

    body = factory.SubFactory(BodyFactory)
    need = "Shift workers in Aldmere ask how sick pay is worked out."
    looked_at = NOON


class OfficialAccountFactory(DjangoModelFactory[OfficialAccount]):
    class Meta:
        model = OfficialAccount
        skip_postgeneration_save = True

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    handle = factory.Sequence(lambda n: f"AldmereOfficial{n}")
    opened_at = NOON - 30 * DAY

    class Params:
        with_secret = factory.Trait(
            sealed_secret=factory.LazyFunction(lambda: sealed.seal("a secret of the test"))
        )
        retired = factory.Trait(retired_at=NOON - DAY)
        verified = factory.Trait(
            named=factory.RelatedFactory(
                "tests.factories.register.VerificationFactory", factory_related_name="account"
            ),
            linked=factory.RelatedFactory(
                "tests.factories.register.VerificationFactory",
                factory_related_name="account",
                direction=AccountDirection.LINKS_BACK.value,
            ),
        )


class VerificationFactory(DjangoModelFactory[Verification]):
    class Meta:
        model = Verification

    account = factory.SubFactory(OfficialAccountFactory)
    direction = AccountDirection.BODY_NAMES_IT.value
    found = True
    how = VerifiedHow.PERSON.value
    address = "https://aldmere.example/forums"
    checked_at = NOON


class AccountLookFactory(DjangoModelFactory[AccountLook]):
    class Meta:
        model = AccountLook

    account = factory.SubFactory(OfficialAccountFactory)
    due_at = NOON


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    body = factory.SubFactory(BodyFactory)
    title = "Taking sick leave"
    address = factory.Sequence(lambda n: f"https://www.gov.uk/page-{n}")
    checked_on = TODAY


class ApprovedLineFactory(DjangoModelFactory[ApprovedLine]):
    class Meta:
        model = ApprovedLine

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Line {n}")
    text = "The rule stands on this page."
    source = factory.SubFactory(SourceFactory, body=factory.SelfAttribute("..body"))
    agreed_on = TODAY
    expires_on = TODAY + 365 * DAY


class AgreementFactory(DjangoModelFactory[Agreement]):
    """An answer that says no; `welcome=True` covers reading and open answering everywhere."""

    class Meta:
        model = Agreement

    forum = factory.SubFactory(ForumFactory)
    body = factory.SubFactory(BodyFactory)
    answer = Answer.NOT_WELCOME.value
    answered_on = TODAY - 30 * DAY
    valid_from = TODAY - 30 * DAY
    evidence = "Asked by letter; they answered by letter."
    recorded_by = "lead"
    recorded_at = NOON - 30 * DAY

    class Params:
        welcome = factory.Trait(
            answer=Answer.WELCOME.value,
            models_allowed=[EngagementModel.OPEN_ANSWERING.value],
            allows_reading=True,
        )
        held = factory.Trait(answer=Answer.HELD.value)
        withdrawn = factory.Trait(answer=Answer.WITHDRAWN.value)
        expired = factory.Trait(welcome=True, valid_until=TODAY - DAY)


class PlanVersionFactory(DjangoModelFactory[PlanVersion]):
    """A draft without objectives. See `publish_plan` for a version in force."""

    class Meta:
        model = PlanVersion

    body = factory.SubFactory(BodyFactory)
    title = "Taking part"
    goal = "Questions about sick pay find a correct answer where they were asked."
    disclosure = "We say who we are."
    review_on = TODAY + 180 * DAY
    drafted_at = NOON - 20 * DAY


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    version = factory.SubFactory(PlanVersionFactory)
    position = 1
    title = "Questions find an answer."


class PlanIndicatorFactory(DjangoModelFactory[PlanIndicator]):
    class Meta:
        model = PlanIndicator

    version = factory.SubFactory(PlanVersionFactory)
    position = 1
    name = "Questions answered"
    unit = "%"


class DraftStepFactory(DjangoModelFactory[DraftStep]):
    class Meta:
        model = DraftStep

    draft = factory.SubFactory(PlanVersionFactory)
    name = "goals"
    number = 1
    saved_by = "lead"
    saved_at = NOON


class ObjectiveFactory(DjangoModelFactory[Objective]):
    class Meta:
        model = Objective

    version = factory.SubFactory(PlanVersionFactory)
    forum = factory.SubFactory(ForumFactory)
    model = EngagementModel.OPEN_ANSWERING.value
    statement = "Answer questions about sick pay."
