"""Who may read a board, asked before each of many requests."""

from datetime import timedelta

import pytest

from alongside.agreements import actions as agreements
from alongside.bodies import actions as bodies
from alongside.bodies.domain.kinds import ClosedHow
from alongside.enquiries.listeners import ReadingAllowed
from tests.factories import DAY, NOON, TODAY, AgreementFactory, BoardReadingFactory, publish_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading():
    made = BoardReadingFactory()
    forum = made.board.forum
    agreement = AgreementFactory(forum=forum, welcome=True, valid_until=TODAY + DAY)
    publish_plan(agreement.body, [forum])
    made.body = agreement.body
    return made


def hold(reading):
    forum = reading.board.forum
    agreements.hold_agreement(forum=forum, body=reading.body, reason="", by="operator", at=NOON)


def resume(reading):
    forum = reading.board.forum
    agreements.resume_agreement(forum=forum, body=reading.body, reason="", by="operator", at=NOON)


def test_the_policy_is_asked_again_only_once_an_agreement_or_a_plan_differs(
    reading, django_assert_num_queries
):
    allowed = ReadingAllowed(looked_up_every=0)
    assert allowed(reading, at=NOON)

    with django_assert_num_queries(1):
        assert allowed(reading, at=NOON)


def test_asking_the_policy_costs_three_queries_however_many_forums_a_plan_names(
    reading, django_assert_num_queries
):
    others = [BoardReadingFactory().board.forum for _ in range(3)]
    publish_plan(reading.body, [reading.board.forum, *others])
    allowed = ReadingAllowed(looked_up_every=0)

    with django_assert_num_queries(4):  # and one whether anything differs
        assert allowed(reading, at=NOON)


def test_law_1_a_hold_counts_from_the_next_look_and_so_does_its_end(reading):
    now = [0.0]
    allowed = ReadingAllowed(looked_up_every=0.2, clock=lambda: now[0])
    assert allowed(reading, at=NOON)

    hold(reading)
    now[0] += 0.2
    assert not allowed(reading, at=NOON)

    resume(reading)
    now[0] += 0.2
    assert allowed(reading, at=NOON)


def test_between_two_looks_nothing_is_asked_of_the_database(reading, django_assert_num_queries):
    now = [0.0]
    allowed = ReadingAllowed(clock=lambda: now[0])
    allowed(reading, at=NOON)

    with django_assert_num_queries(0):
        assert allowed(reading, at=NOON)


def test_law_2_a_plan_that_leaves_the_forum_out_ends_reading(reading):
    allowed = ReadingAllowed(looked_up_every=0)
    assert allowed(reading, at=NOON)
    other = BoardReadingFactory().board.forum

    publish_plan(reading.body, [other])

    assert not allowed(reading, at=NOON)


def test_a_body_that_closes_reads_no_further(reading):
    allowed = ReadingAllowed(looked_up_every=0)
    assert allowed(reading, at=NOON)

    bodies.close_body(slug=reading.body.slug, how=ClosedHow.MERGED, by="lead", at=NOON)

    assert not allowed(reading, at=NOON)


def test_law_1_an_agreement_that_ends_with_the_day_is_not_read_under_on_the_next(reading):
    allowed = ReadingAllowed(looked_up_every=0)

    assert allowed(reading, at=NOON + DAY)
    assert not allowed(reading, at=NOON + 2 * DAY + timedelta(hours=1))
