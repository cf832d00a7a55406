"""People who sign in."""

import pytest

from alongside.accounts import actions
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_somebody_added_with_a_password_can_sign_in_with_it(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    user = actions.add_user(
        username="adviser",
        email="adviser@aldmere.example",
        display_name="Morgan Ferry",
        password="a long enough sentence",
    )

    assert user.check_password("a long enough sentence")


def test_somebody_added_without_a_password_cannot_sign_in_yet():
    user = actions.add_user(
        username="adviser",
        email="adviser@aldmere.example",
        display_name="Morgan Ferry",
        password=None,
    )

    assert not user.has_usable_password()


def test_colleagues_see_the_name_that_a_person_chose():
    user = UserFactory(display_name="Morgan Ferry")

    assert str(user) == user.get_full_name() == user.get_short_name() == "Morgan Ferry"
