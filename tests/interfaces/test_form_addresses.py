"""Addresses that only take a form, opened as a page: after signing in again, or from a history."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alongside.accounts.domain.roles import Role
from tests.factories import BodyFactory, person

pytestmark = pytest.mark.django_db


def test_an_address_that_only_takes_a_form_says_so_in_words(client: Client) -> None:
    body = BodyFactory()
    client.force_login(
        person(Role.ENGAGEMENT_LEAD, body=body), backend=settings.AUTHENTICATION_BACKENDS[0]
    )

    response = client.get(reverse("workspace:plan-publish", args=[body.slug]))

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    page = response.content.decode()
    assert "This address only takes a form" in page
    assert "nothing was changed by opening it" in page
