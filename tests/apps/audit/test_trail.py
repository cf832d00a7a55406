"""The trail can be added to, never changed or deleted, whoever writes."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from alongside.audit import actions as audit
from alongside.audit.models import Event
from alongside.audit.queries import events_of
from tests.factories import HOUR, NOON, EventFactory

pytestmark = pytest.mark.django_db


def test_an_event_says_what_was_done_by_whom_to_what_and_when():
    audit.record(kind="plan.published", actor="lead", subject="body:aps", at=NOON)

    event = Event.objects.get()
    assert (event.kind, event.actor, event.subject, event.at) == (
        "plan.published",
        "lead",
        "body:aps",
        NOON,
    )


def test_events_of_several_subjects_come_oldest_first():
    later = EventFactory(subject="reply:b", at=NOON + HOUR)
    earlier = EventFactory(subject="enquiry:a", at=NOON)
    EventFactory(subject="reply:other")

    assert list(events_of("enquiry:a", "reply:b")) == [earlier, later]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET actor = 'nobody'", "DELETE FROM audit_event"]
)
def test_the_trail_refuses_change_and_deletion_even_by_hand(statement):
    EventFactory()

    with pytest.raises(DatabaseError, match="event_is_append_only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_trail_refuses_change_through_the_model():
    event = EventFactory()
    event.actor = "nobody"

    with pytest.raises(DatabaseError, match="event_is_append_only"):
        event.save()
