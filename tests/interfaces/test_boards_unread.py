"""A board that nothing can be read from, day after day, is told to whoever leads the body."""

import pytest

from alongside.accounts.domain.roles import Role
from alongside.listening.models import BoardReading
from tests import factories
from tests.factories import DAY, NOON, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HEADING = "Boards that cannot be read"
LOGIN = "The list of threads came without a thread."


@pytest.fixture
def whole():
    return line()


def fail(times, **values):
    BoardReading.objects.update(failures=times, problem=LOGIN, read_at=NOON - 2 * DAY, **values)


def queue(client, role, body=None):
    client.force_login(factories.person(role, body=body))
    return client.get("/workspace/").content.decode()


def test_a_lead_is_told_since_when_and_why(client, whole):
    fail(5)

    text = queue(client, Role.ENGAGEMENT_LEAD, whole.body)

    assert HEADING in text
    assert LOGIN in text
    assert whole.forum.name in text
    assert f"/workspace/agreements/{whole.body.slug}/{whole.forum.slug}/#readings" in text
    assert "2 days ago" in text or "4 May" in text


def test_a_passing_failure_is_told_to_nobody(client, whole):
    fail(4)

    assert HEADING not in queue(client, Role.ENGAGEMENT_LEAD, whole.body)


def test_others_are_not_told(client, whole):
    fail(9)

    assert HEADING not in queue(client, Role.ADVISER, whole.body)
    assert HEADING not in queue(client, Role.ENGAGEMENT_LEAD, factories.BodyFactory())


@pytest.mark.parametrize("answer", [{"held": True}, {"welcome": True, "board_ids": ["another"]}])
def test_what_is_not_to_be_read_is_no_trouble(client, whole, answer):
    fail(9)
    whole.answer(**answer)

    assert HEADING not in queue(client, Role.ENGAGEMENT_LEAD, whole.body)
