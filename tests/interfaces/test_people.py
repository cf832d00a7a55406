"""What administrators do about people: ending roles, stopping and allowing sign-in."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alongside.accounts.domain.roles import Role
from alongside.audit.queries import events_of
from alongside.bodies.models import Membership
from tests.factories import BodyFactory, MembershipFactory, person

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def admin():
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def colleague():
    return person(Role.ADVISER, body=BodyFactory(), display_name="Morgan Ferry")


def act(admin, name, pk):
    return signed_in(admin).post(reverse(f"workspace:{name}", args=[pk]), follow=True)


def test_a_role_ends_and_the_person_stays_in_the_list(admin, colleague):
    membership = Membership.objects.get(user=colleague)

    response = act(admin, "role-end", membership.pk)

    assert not Membership.objects.filter(user=colleague).exists()
    assert "Morgan Ferry" in response.content.decode()
    assert [event.kind for event in events_of(f"user:{colleague.username}")] == ["role.ended"]
    assert signed_in(colleague).get(reverse("workspace:queue")).status_code == 403


def test_nobody_ends_their_own_administrator_role(admin):
    own = Membership.objects.get(user=admin)

    response = act(admin, "role-end", own.pk)

    assert Membership.objects.filter(pk=own.pk).exists()
    assert "your own administrator role" in response.content.decode()


def test_nobody_stops_their_own_sign_in(admin):
    response = act(admin, "person-stop", admin.pk)

    admin.refresh_from_db()
    assert admin.is_active
    assert "your own sign-in" in response.content.decode()


def test_an_administrator_may_end_another_role_of_their_own(admin):
    other = MembershipFactory(user=admin)

    act(admin, "role-end", other.pk)

    assert not Membership.objects.filter(pk=other.pk).exists()


def test_a_stopped_person_is_signed_out_at_once_and_for_good(admin, colleague):
    open_page = signed_in(colleague)
    address = reverse("workspace:queue")
    assert open_page.get(address).status_code == 200

    act(admin, "person-stop", colleague.pk)
    assert open_page.get(address).status_code == 302
    act(admin, "person-allow", colleague.pk)

    assert open_page.get(address).status_code == 302  # the old session does not open again
    assert signed_in(colleague).get(address).status_code == 200
    assert [event.kind for event in events_of(f"user:{colleague.username}")] == [
        "user.stopped",
        "user.allowed",
    ]


def test_a_stopped_person_is_told_so_at_sign_in(admin, colleague):
    colleague.set_password("a long enough sentence")
    colleague.save()
    act(admin, "person-stop", colleague.pk)

    response = Client().post(
        reverse("account_login"),
        {"login": colleague.username, "password": "a long enough sentence"},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == reverse("account_inactive")
    assert "You cannot sign in" in response.content.decode()
