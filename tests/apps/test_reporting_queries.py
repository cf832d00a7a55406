"""Which questions the public figures are counted from."""

import pytest

from alongside.reporting import queries
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    EnquiryFactory,
    ForumFactory,
    ListingFactory,
    ReplyFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db


def by_key(found):
    return {indicator.key: indicator for indicator in found}


def test_a_live_reply_answers_and_its_time_is_when_it_was_posted():
    ReplyFactory(live=True, posted_at=NOON - 4 * HOUR, enquiry__asked_at=NOON - 10 * HOUR)

    found = by_key(queries.figures(practice=False, at=NOON))

    assert found["answered"].value == 1
    assert found["first_reply_median"].value == 6


@pytest.mark.parametrize("state", ["in_review", "approved", "sending", "posted", "held"])
def test_a_reply_that_was_not_seen_answers_nothing(state):
    ReplyFactory(**{state: True})

    found = by_key(queries.figures(practice=False, at=NOON))

    assert found["questions_logged"].value == 1
    assert found["answered"].value == 0


def test_law_7_practice_is_excluded_by_rule_on_either_side():
    EnquiryFactory()
    EnquiryFactory(body__practice=True)
    EnquiryFactory(forum__practice=True)

    real = by_key(queries.figures(practice=False, at=NOON))
    practice = by_key(queries.figures(practice=True, at=NOON))

    assert real["questions_logged"].value == 1
    assert practice["questions_logged"].value == 2


def test_figures_of_one_body_are_counted_from_its_questions_alone():
    ours, _ = EnquiryFactory(), EnquiryFactory()

    found = by_key(queries.figures(practice=False, body=ours.body, at=NOON))

    assert found["questions_logged"].value == 1


def test_moments_are_counted_in_whole_seconds_as_they_are_published():
    EnquiryFactory(raised_at=(NOON - HOUR).replace(microsecond=999_999))

    (logged,) = queries.logged_questions(practice=False)

    assert logged.question.raised_at == NOON - HOUR


def test_the_present_minute_is_in_the_period_so_that_a_new_reply_counts_at_once():
    ReplyFactory(live=True, posted_at=NOON, enquiry__asked_at=NOON - HOUR)

    found = by_key(queries.figures(practice=False, at=NOON))

    assert found["first_reply_median"].denominator == 1


def test_figures_take_one_query(django_assert_num_queries):
    for _ in range(3):
        ReplyFactory(live=True)

    with django_assert_num_queries(1):
        queries.figures(practice=False, at=NOON)
    with django_assert_num_queries(1):
        queries.register_figures(practice=False, at=NOON)


def test_what_the_register_holds_is_counted_without_practice():
    body, forum = BodyFactory(), ForumFactory()
    BodyFactory()
    ForumFactory()
    practice = {"body": BodyFactory(practice=True), "forum": ForumFactory(practice=True)}
    for pair in ({"body": body, "forum": forum}, practice):
        ListingFactory(**pair)
        AgreementFactory(**pair, welcome=True)
        publish_plan(pair["body"], [pair["forum"]])
        ReplyFactory(live=True, **{f"enquiry__{name}": each for name, each in pair.items()})

    found = by_key(queries.register_figures(practice=False, at=NOON))
    of_practice = by_key(queries.register_figures(practice=True, at=NOON))

    assert {key: int(each.value) for key, each in found.items()} == {
        "forums": 2,
        "bodies": 2,
        "bodies_with_list": 1,
        "bodies_with_plan": 1,
        "welcoming_forums": 1,
        "replies": 1,
        "list_freshness": 100,
    }
    assert {key: int(each.value) for key, each in of_practice.items()} == dict.fromkeys(
        ("forums", "bodies", "bodies_with_list", "bodies_with_plan", "welcoming_forums", "replies"),
        1,
    ) | {"list_freshness": 100}


def test_an_empty_register_holds_nothing():
    found = queries.register_figures(practice=False, at=NOON)

    assert [indicator.value for indicator in found] == [0] * 6 + [None]


def test_list_freshness_is_the_share_of_listings_that_were_looked_at_in_92_days():
    ListingFactory(listed_on=TODAY - 91 * DAY)
    ListingFactory(listed_on=TODAY - 200 * DAY, reviewed_on=TODAY)
    ListingFactory(listed_on=TODAY - 92 * DAY)
    ListingFactory(listed_on=TODAY - 300 * DAY, reviewed_on=TODAY - 92 * DAY)
    ListingFactory(listed_on=TODAY - 300 * DAY, delisted_on=TODAY, delisted_reason="It has closed.")
    ListingFactory(listed_on=TODAY - 300 * DAY, body__practice=True)

    found = by_key(queries.register_figures(practice=False, at=NOON))

    freshness = found["list_freshness"]
    assert (freshness.value, freshness.numerator, freshness.denominator) == (50, 2, 4)


def test_a_newer_answer_of_the_operator_ends_a_welcome_in_the_figures():
    welcome = AgreementFactory(welcome=True)
    AgreementFactory(forum=welcome.forum, body=welcome.body, held=True)
    AgreementFactory(expired=True)
    AgreementFactory(welcome=True, valid_from=(NOON + DAY).date())

    found = by_key(queries.register_figures(practice=False, at=NOON))

    assert found["welcoming_forums"].value == 0
