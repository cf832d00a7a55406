"""Sites that are left alone: on the queue of whom it concerns, and a page to ask them again."""

import pytest

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from tests import factories
from tests.factories import ForumFactory, ListingFactory, PaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PAGE, QUEUE = "/workspace/sites/", "/workspace/"


def signed_in(client, role, body=None):
    client.force_login(factories.person(role, body=body))
    return client


def page(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def listing():
    forum = ForumFactory(name="Aldmere Talk", address="https://www.aldmere-talk.example/forum")
    return ListingFactory(forum=forum)


@pytest.fixture
def pace(listing):
    return PaceFactory(name="www.aldmere-talk.example", left_alone=True)


def test_the_page_says_which_site_since_when_why_and_which_forums_stand_there(client, pace):
    text = page(signed_in(client, Role.ADMINISTRATOR))

    assert "www.aldmere-talk.example" in text
    assert "Aldmere Talk" in text
    assert "It answered with status 503." in text
    assert "5 failures in a row" in text


def test_without_such_sites_the_page_says_that_all_is_well(client):
    assert "No site is left alone" in page(signed_in(client, Role.CENTRAL_TEAM))


def test_the_queue_tells_administrators_and_the_leads_whose_forums_stand_there(
    client, pace, listing
):
    lead = page(signed_in(client, Role.ENGAGEMENT_LEAD, listing.body), QUEUE)
    assert "Sites left alone" in lead
    assert "Aldmere Talk" in lead

    assert "Sites left alone" in page(signed_in(client, Role.ADMINISTRATOR), QUEUE)

    others = page(signed_in(client, Role.ENGAGEMENT_LEAD, factories.BodyFactory()), QUEUE)
    assert "Sites left alone" not in others
    assert "Sites left alone" not in page(signed_in(client, Role.ADVISER, listing.body), QUEUE)


def test_a_lead_is_told_of_a_forum_that_an_agreement_speaks_of(client, pace, listing):
    agreement = factories.AgreementFactory(forum=listing.forum, body=factories.BodyFactory())

    text = page(signed_in(client, Role.ENGAGEMENT_LEAD, agreement.body), QUEUE)

    assert "Sites left alone" in text


def test_a_person_asks_the_site_once_more_and_the_trail_knows(client, pace):
    signed_in(client, Role.ADMINISTRATOR)

    response = client.post(f"{PAGE}{pace.name}/try-again/", follow=True)

    assert "is asked once as soon as something is due there" in response.content.decode()
    assert "asked once as soon as something is due</p>" in response.content.decode()
    pace.refresh_from_db()
    assert pace.resting_until == 0
    assert Event.objects.get(kind="site.tried_again").subject == f"site:{pace.name}"


def test_a_site_that_is_trusted_by_now_needs_no_asking(client):
    signed_in(client, Role.ADMINISTRATOR)

    response = client.post(f"{PAGE}forum.example/try-again/", follow=True)

    assert "This site is asked again already." in response.content.decode()


def test_sites_that_reserve_their_pages_are_named_with_their_terms(client):
    PaceFactory(name="a.example", reserved=True, reservation_policy="https://a.example/terms")
    PaceFactory(name="b.example", reserved=False)

    text = page(signed_in(client, Role.ADMINISTRATOR))

    assert "https://a.example/terms" in text
    assert "b.example" not in text


def test_the_list_of_forums_leads_to_the_page(client, pace):
    text = page(signed_in(client, Role.ADMINISTRATOR), "/workspace/forums/")

    assert '<a class="govuk-link" href="/workspace/sites/">Sites left alone</a> (1)' in text


def test_forums_of_a_hundred_sites_cost_one_question(client, django_assert_max_num_queries):
    for number in range(30):
        PaceFactory(left_alone=True)
        ForumFactory(address=f"https://forum-{number}.example/talk")
    signed_in(client, Role.ADMINISTRATOR)

    with django_assert_max_num_queries(15):
        page(client)
