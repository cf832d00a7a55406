"""The record that a body looked for existing forums before it built one."""

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.bodies.domain.kinds import ClosedHow
from alongside.forums import duplicate_checks as checks
from alongside.forums import search
from alongside.forums.actions import NotAllowed
from alongside.forums.domain.kinds import BuildDecision
from alongside.forums.models import DuplicateCheck, Forum
from tests.factories import HOUR, NOON, BodyFactory, DuplicateCheckFactory, ForumFactory, on_duty

pytestmark = pytest.mark.django_db

NEED = "Carers who work nights ask each other about sick pay."


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def lead(body):
    return on_duty(Role.ENGAGEMENT_LEAD, body=body)


@pytest.fixture
def _two_forums():
    ForumFactory(name="Carers at night", slug="carers", address="https://carers.example")
    ForumFactory(name="Stamps")
    ForumFactory(name="Practice for carers", practice=True)
    search.refresh_search()


def record(body, by, **values):
    return checks.record_duplicate_check(
        **{"body": body, "need": NEED, "by": by, "at": NOON, **values}
    )


def decide(check, by, **values):
    return checks.decide(
        **{
            "public_id": check.public_id,
            "decision": BuildDecision.TAKE_PART,
            "reason": "Carers at night serves this need.",
            "by": by,
            "at": NOON + HOUR,
            **values,
        }
    )


@pytest.mark.usefixtures("_two_forums")
@pytest.mark.parametrize("role", [Role.ADVISER, Role.SECOND_READER, Role.ENGAGEMENT_LEAD])
def test_whoever_works_for_a_body_keeps_a_record_of_what_was_found(body, role):
    check = record(body, on_duty(role, body=body))

    check.refresh_from_db()
    (found,) = check.found
    assert (found["slug"], found["address"]) == ("carers", "https://carers.example")
    assert "in its name" in found["why"]
    assert (check.looked_at, check.decision) == (NOON, "open")


@pytest.mark.usefixtures("_two_forums")
def test_what_was_found_then_stays_when_the_register_changes(body, lead):
    check = record(body, lead)

    Forum.objects.filter(slug="carers").update(name="Another name")

    check.refresh_from_db()
    assert [found["name"] for found in check.found] == ["Carers at night"]


@pytest.mark.usefixtures("_two_forums")
def test_a_practice_body_finds_practice_forums_only_and_in_private():
    body = BodyFactory(practice=True)

    check = record(body, on_duty(Role.ADVISER, body=body))

    assert [found["name"] for found in check.found] == ["Practice for carers"]
    assert not Event.objects.get().is_public


def test_that_nothing_was_found_is_a_record_as_well(body, lead):
    assert record(body, lead).found == []


@pytest.mark.parametrize("role", [Role.CENTRAL_TEAM, Role.ADMINISTRATOR])
def test_nobody_keeps_a_record_in_the_name_of_a_body_that_is_not_theirs(body, role):
    with pytest.raises(NotAllowed):
        record(body, on_duty(role))
    with pytest.raises(NotAllowed):
        record(body, on_duty(Role.ENGAGEMENT_LEAD, body=BodyFactory()))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"need": "carers"}, "who needs help"),
        ({"need": "x" * 601}, "at most 600"),
        ({"consulted": "x" * 4_001}, "at most 4,000"),
    ],
)
def test_law_10_a_need_that_says_too_little_or_too_much_makes_no_record(body, lead, values, words):
    with pytest.raises(checks.CheckError, match=words):
        record(body, lead, **values)

    assert not DuplicateCheck.objects.exists()


def test_a_closed_body_builds_nothing(body, lead):
    body.closed_how = ClosedHow.ENDED.value
    body.save()

    with pytest.raises(checks.CheckError, match="has closed"):
        record(body, lead)


def test_the_lead_adds_whom_they_consulted_and_what_was_decided(body, lead):
    check = record(body, lead)

    checks.record_consultation(
        public_id=check.public_id, consulted="The operators of two forums.", by=lead, at=NOON
    )
    decide(check, lead, decision=BuildDecision.BUILD)

    check.refresh_from_db()
    assert (check.consulted, check.decision) == ("The operators of two forums.", "build")
    assert check.decided_at == NOON + HOUR
    told = Event.objects.order_by("pk")
    assert [event.kind for event in told] == [
        "duplicate_check.recorded",
        "duplicate_check.consulted",
        "duplicate_check.decided",
    ]
    assert all(event.is_public for event in told)
    assert {event.details["body"] for event in told} == {body.slug}
    assert told[2].details["changes"]["decision"] == ["open", "build"]


def test_the_same_consultation_told_twice_is_one_change(body, lead):
    check = record(body, lead, consulted="The operators of two forums.")

    checks.record_consultation(
        public_id=check.public_id, consulted=" The operators of two forums. ", by=lead, at=NOON
    )

    assert Event.objects.get().kind == "duplicate_check.recorded"


def test_a_consultation_says_something(body, lead):
    check = record(body, lead)

    with pytest.raises(checks.CheckError, match="Say which operators"):
        checks.record_consultation(public_id=check.public_id, consulted=" ", by=lead, at=NOON)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.SECOND_READER, Role.CENTRAL_TEAM])
def test_only_the_lead_of_the_body_decides(body, role):
    check = DuplicateCheckFactory(body=body)
    by = on_duty(role, body=body)

    with pytest.raises(NotAllowed):
        decide(check, by)
    with pytest.raises(NotAllowed):
        checks.record_consultation(public_id=check.public_id, consulted="They.", by=by, at=NOON)


def test_nobody_builds_before_operators_and_users_were_consulted(body, lead):
    check = record(body, lead)

    with pytest.raises(checks.CheckError, match="are consulted"):
        decide(check, lead, decision=BuildDecision.BUILD)

    check.refresh_from_db()
    assert check.decision == "open"


def test_a_decided_record_is_frozen(body, lead):
    check = decide(record(body, lead), lead)

    with pytest.raises(checks.Decided):
        decide(check, lead, decision=BuildDecision.NOTHING)
    with pytest.raises(checks.Decided):
        checks.record_consultation(public_id=check.public_id, consulted="More.", by=lead, at=NOON)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE forums_duplicatecheck SET need = 'Another need.'",
        "UPDATE forums_duplicatecheck SET found = '[]'",
        "UPDATE forums_duplicatecheck SET looked_at = now()",
        "DELETE FROM forums_duplicatecheck",
    ],
)
def test_the_database_keeps_what_was_looked_for_and_found(change):
    DuplicateCheckFactory(found=[{"slug": "a", "name": "A", "address": "", "why": "its name"}])

    with (
        pytest.raises(DatabaseError, match="duplicate_check_is_frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_database_keeps_what_was_decided(body, lead):
    decide(record(body, lead), lead)

    with (
        pytest.raises(DatabaseError, match="duplicate_check_is_frozen"),
        transaction.atomic(),
    ):
        DuplicateCheck.objects.update(consulted="Somebody else.")
