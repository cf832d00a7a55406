"""Public bodies, and the roles people hold in them."""

import pytest
from django.db import IntegrityError

from alongside.accounts.domain.roles import Permission, Role
from alongside.audit.queries import events_of
from alongside.bodies import actions, queries
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body, BodyIdentifier, Membership
from alongside.bodies.queries import duty_of
from tests.factories import (
    NOON,
    BodyFactory,
    BodyIdentifierFactory,
    MembershipFactory,
    UserFactory,
    on_duty,
    person,
)

pytestmark = pytest.mark.django_db


def record(**values):
    return actions.record_body(
        **{
            "slug": "aps",
            "name": "Aldmere Public Services",
            "kind": BodyKind.LOCAL_AUTHORITY,
            "by": "central",
            "at": NOON,
            **values,
        }
    )


def test_a_body_is_recorded_with_its_identifiers():
    body = record(acronym="APS", identifiers=[("GOVUK-SLUG", "aps")])

    assert body.short_name == "APS"
    assert body.kind_words == "Local authority"
    assert [str(identifier) for identifier in body.identifiers.all()] == ["GOVUK-SLUG aps"]


def test_recording_a_body_again_brings_it_up_to_date_and_deletes_nothing():
    record(identifiers=[("GOVUK-SLUG", "aps")])

    record(name="Aldmere Services", identifiers=[("GB-LAE", "ALD")])

    assert Body.objects.get().name == "Aldmere Services"
    assert BodyIdentifier.objects.count() == 2


def test_a_body_is_found_with_its_family():
    parent = record()
    record(slug="child", parent=parent)

    assert [child.slug for child in queries.get_body("aps").children.all()] == ["child"]


def test_public_figures_speak_of_real_bodies_only():
    real = BodyFactory()
    BodyFactory(practice=True)

    assert list(Body.objects.real()) == [real]


def test_an_identifier_belongs_to_one_body():
    BodyIdentifierFactory(value="aps")

    with pytest.raises(IntegrityError, match="body_identifier_is_unique"):
        BodyIdentifierFactory(value="aps")


@pytest.mark.parametrize(
    ("role", "in_body"),
    [(Role.ADVISER, False), (Role.ENGAGEMENT_LEAD, False), (Role.CENTRAL_TEAM, True)],
)
def test_a_role_is_held_for_a_body_unless_it_is_a_central_one(role, in_body):
    body = BodyFactory() if in_body else None

    with pytest.raises(IntegrityError, match="membership_has_a_body_unless_central"):
        MembershipFactory(role=role.value, body=body)


@pytest.mark.parametrize("central", [True, False])
def test_a_role_is_held_once(central):
    held = MembershipFactory(central=central)

    with pytest.raises(IntegrityError, match="membership_is_held_once"):
        MembershipFactory(user=held.user, body=held.body, role=held.role)


def test_granting_a_role_twice_changes_nothing():
    user, body = UserFactory(), BodyFactory()

    for _ in range(2):
        actions.grant_role(user=user, role=Role.ADVISER, body=body, by="admin", at=NOON)

    assert Membership.objects.count() == 1


def test_a_person_is_added_with_a_first_role(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    body = BodyFactory()

    actions.add_person(
        username="adviser",
        email="adviser@aldmere.example",
        display_name="Morgan Ferry",
        password="a long enough sentence",
        role=Role.ADVISER,
        body=body,
        by="admin",
        at=NOON,
    )

    membership = Membership.objects.get()
    assert (membership.user.username, membership.body) == ("adviser", body)
    assert [event.kind for event in events_of("user:adviser")] == ["user.added", "role.granted"]


def test_a_sign_in_name_is_given_once_whatever_its_letters():
    UserFactory(username="Adviser")

    with pytest.raises(actions.NameTaken):
        actions.add_person(
            username="adviser",
            email="",
            display_name="",
            password="",
            role=Role.ADMINISTRATOR,
            body=None,
            by="admin",
            at=NOON,
        )


def test_a_persons_roles_are_read_in_one_query(django_assert_num_queries):
    body, other = BodyFactory(), BodyFactory()
    user = person(Role.ADVISER, Role.SECOND_READER, body=body)

    with django_assert_num_queries(1):
        duty = duty_of(user)

    assert duty.may(Permission.SECOND_READ, body_id=body.pk)
    assert not duty.may(Permission.SECOND_READ, body_id=other.pk)
    assert duty.may(Permission.SECOND_READ)
    assert duty.body_ids(Permission.ANSWER) == [body.pk]


def test_the_central_team_sees_every_body_and_answers_for_none():
    body = BodyFactory()
    duty = on_duty(Role.CENTRAL_TEAM)

    assert list(queries.bodies_visible_to(duty)) == [body]
    assert not duty.may(Permission.ANSWER, body_id=body.pk)


def test_an_adviser_sees_the_work_of_their_own_body_only():
    own = BodyFactory()
    BodyFactory()

    assert list(queries.bodies_visible_to(on_duty(Role.ADVISER, body=own))) == [own]


def test_somebody_inactive_may_do_nothing():
    user = person(Role.ADMINISTRATOR)
    user.is_active = False
    user.save()

    assert not any(duty_of(user).may(permission) for permission in Permission)
