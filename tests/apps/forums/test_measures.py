"""Figures about forums: recorded once with their source, withdrawn with a reason, never deleted."""

import random
from decimal import Decimal

import pytest
from django.db import IntegrityError

from alongside.accounts.domain.roles import Role
from alongside.audit.queries import public_events
from alongside.bodies.queries import duty_of
from alongside.forums import measure_actions as actions
from alongside.forums import queries
from alongside.forums.actions import EntryMerged, NotAllowed
from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import Bound, MeasureMethod
from alongside.forums.domain.measures import Reading
from alongside.forums.models import Forum, Measure
from alongside.forums.sizes import refresh_sizes
from tests.factories import HOUR, NOON, ForumFactory, MeasureFactory, MembershipFactory

pytestmark = pytest.mark.django_db

READING = {
    "kind": "members",
    "value": Decimal(42_000),
    "unit": "members",
    "bound": Bound.OVER,
    "period": "",
    "method": MeasureMethod.SHOWN,
    "asserted_by": "the forum's front page",
    "source": "front page",
    "source_address": "https://forum.example",
    "dated": "2026-05",
    "quotation": "over 42,000 members",
}


@pytest.fixture
def lead():
    return duty_of(MembershipFactory(role=Role.ENGAGEMENT_LEAD.value).user)


def record(forum, **changes):
    return actions.record_measure(forum=forum, **{**READING, **changes}, by="lead", at=NOON)


def add(forum, lead, **changes):
    return actions.add_measure(
        forum_id=forum.pk, reading=Reading(**{**READING, **changes}), by=lead, at=NOON
    )


def withdraw(measure, lead, reason="Counted twice.", at=NOON):
    return actions.withdraw_measure(measure_id=measure.pk, reason=reason, by=lead, at=at)


def size_of(forum):
    return Forum.objects.get(pk=forum.pk).size


def test_a_recorded_figure_is_a_public_change():
    forum = ForumFactory(name="Ferry")

    record(forum)

    event = public_events().get()
    assert (event.kind, event.subject) == ("measure.recorded", f"forum:{forum.slug}")
    assert event.details["name"] == "Ferry"
    assert event.details["changes"]["value"] == [None, 42_000]
    assert event.details["changes"]["source"] == [None, "front page"]


def test_a_figure_of_practice_is_no_public_change():
    record(ForumFactory(practice=True))

    assert not public_events().exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": " "}, "source"),
        ({"asserted_by": ""}, "asserted_by"),
        ({"unit": ""}, "unit"),
        ({"value": Decimal(-1)}, "value"),
        ({"value": Decimal(10) ** 13}, "value"),
        ({"dated": "2026-05-07"}, "dated"),
        ({"dated": "May"}, "dated"),
    ],
)
def test_a_figure_that_cannot_stand_is_refused_by_field_and_leaves_nothing(changes, field):
    with pytest.raises(actions.MeasureRefused) as refused:
        record(ForumFactory(), **changes)

    assert list(refused.value.faults) == [field]
    assert not Measure.objects.exists()
    assert not public_events().exists()


def test_the_day_of_a_figure_is_todays_here_whatever_the_time_in_greenwich(settings):
    settings.TIME_ZONE = "Europe/London"
    late = NOON.replace(hour=23, minute=30)  # in London it is half past midnight of the 7th

    measure = actions.record_measure(
        forum=ForumFactory(), **{**READING, "dated": "2026-05-07"}, by="lead", at=late
    )

    assert measure.dated == "2026-05-07"


def test_conflicting_figures_of_two_sources_stand_beside_one_another(lead):
    forum = ForumFactory()

    add(forum, lead)
    add(forum, lead, source="Media pack", value=Decimal(60_000), method=MeasureMethod.STATED)

    assert forum.measures.standing().count() == 2


def test_a_figure_that_is_told_again_by_hand_is_pointed_at(lead):
    forum = ForumFactory()
    first = add(forum, lead)

    with pytest.raises(actions.ToldAlready, match="withdraw it first") as told:
        add(forum, lead, value=Decimal(1))

    assert told.value.measure == first


def test_only_a_lead_adds_or_withdraws():
    adviser = duty_of(MembershipFactory(role=Role.ADVISER.value).user)
    measure = MeasureFactory()

    with pytest.raises(NotAllowed):
        add(measure.forum, adviser)
    with pytest.raises(NotAllowed):
        withdraw(measure, adviser)


def test_a_withdrawn_figure_stays_with_its_reason_and_counts_no_more(lead):
    forum = ForumFactory()
    wrong = record(forum)

    withdraw(wrong, lead, "  Counted\n twice. ")

    wrong.refresh_from_db()
    assert (wrong.withdrawn_at, wrong.withdrawn_reason) == (NOON, "Counted twice.")
    assert size_of(forum) is None
    assert not queries.measures().exists()
    event = public_events().first()
    assert (event.kind, event.details["reason"]) == ("measure.withdrawn", "Counted twice.")


def test_the_right_figure_takes_the_place_of_a_withdrawn_one(lead):
    forum = ForumFactory()
    withdraw(record(forum), lead)

    right = add(forum, lead, value=Decimal(24_000))

    assert Measure.objects.count() == 2
    assert size_of(forum) == right.value


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 301])
def test_a_figure_is_withdrawn_with_a_reason_of_some_length(lead, reason):
    measure = MeasureFactory()

    with pytest.raises(actions.MeasureRefused) as refused:
        withdraw(measure, lead, reason)

    assert list(refused.value.faults) == ["reason"]
    measure.refresh_from_db()
    assert measure.withdrawn_at is None


def test_withdrawing_twice_keeps_the_first_reason(lead):
    measure = MeasureFactory()
    withdraw(measure, lead, "The first.")

    withdraw(measure, lead, "The second.", at=NOON + HOUR)

    measure.refresh_from_db()
    assert (measure.withdrawn_reason, measure.withdrawn_at) == ("The first.", NOON)
    assert public_events().count() == 1


def test_a_figure_cannot_be_withdrawn_in_the_database_without_a_reason():
    with pytest.raises(IntegrityError, match="measure_is_withdrawn_with_a_reason"):
        MeasureFactory(withdrawn_at=NOON)


def test_an_entry_that_was_joined_takes_no_figure():
    with pytest.raises(EntryMerged):
        record(ForumFactory(merged_into=ForumFactory()))


def test_the_size_of_a_forum_is_the_newest_figure_of_people():
    forum = ForumFactory()

    for kind, value, dated in (
        ("posts", 900_000, "2026-05"),
        ("visitors", 70_000, "2026-05"),
        ("members", 1_000, "2009"),
        ("members", 2_000, "2024-02"),
        ("moderators", 12, "2026-05"),
    ):
        record(forum, kind=kind, value=Decimal(value), dated=dated)

    assert size_of(forum) == 2_000


def test_the_size_in_the_database_is_that_of_the_rule():
    chance = random.Random(7)
    forums = [ForumFactory() for _ in range(30)]
    for forum in forums:
        for number in range(chance.randrange(8)):
            withdrawn = chance.random() < 0.2
            MeasureFactory(
                forum=forum,
                kind=chance.choice([*sizes.PEOPLE, "posts", "moderators"]),
                value=number,
                dated=chance.choice(["2009", "2009-02", "2009-02-27", "2026", "2026-05"]),
                method=chance.choice(sizes.METHODS),
                source=f"source {number}",
                withdrawn_at=NOON if withdrawn else None,
                withdrawn_reason="Wrong." if withdrawn else "",
            )
    Forum.objects.update(size=99)

    refresh_sizes()

    for forum in forums:
        best = sizes.size_of(forum.measures.order_by("-pk"))
        assert size_of(forum) == (best.value if best else None)


def test_only_the_sizes_that_are_asked_for_are_computed_again():
    one, other = MeasureFactory(kind="members").forum, MeasureFactory(kind="members").forum
    Forum.objects.update(size=None)

    refresh_sizes([one.pk])

    assert (size_of(one), size_of(other)) == (70_000, None)
