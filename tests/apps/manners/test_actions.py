"""A person says "try again", and what nobody needs is forgotten."""

from datetime import timedelta

import pytest

from alongside.audit.models import Event
from alongside.core import clock
from alongside.manners import actions, jobs, queries
from alongside.manners.models import Notice, Pace
from tests.factories import NOON, PaceFactory, SiteNoticeFactory

pytestmark = pytest.mark.django_db


def test_a_person_lets_one_careful_request_out():
    pace = PaceFactory(left_alone=True, paused_until=NOON.timestamp() + 60)

    actions.try_again(host=pace.name, by="admin", at=NOON)

    pace.refresh_from_db()
    assert pace.resting_until == 0
    # The site's own wish is not ours to shorten.
    assert pace.paused_until == NOON.timestamp() + 60
    # Its answer decides whether the host is trusted again.
    assert queries.left_alone().get() == pace
    event = Event.objects.get()
    assert (event.kind, event.actor, event.subject) == (
        "site.tried_again",
        "admin",
        f"site:{pace.name}",
    )


def test_a_host_that_is_trusted_has_nothing_to_try_again():
    pace = PaceFactory()

    with pytest.raises(actions.NotLeftAlone):
        actions.try_again(host=pace.name, by="admin", at=NOON)

    assert not Event.objects.exists()


def test_sites_that_nobody_visited_for_90_days_are_forgotten(monkeypatch):
    kept, notice = PaceFactory(), SiteNoticeFactory()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=89))
    assert not jobs.forget_next_sites()
    assert Pace.objects.get() == kept
    assert Notice.objects.get() == notice

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=91))
    assert jobs.forget_next_sites()

    assert not Pace.objects.exists()
    assert not Notice.objects.exists()
    assert not jobs.forget_next_sites()
