"""The public figures: what counts, from how many, and what they never say."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.enquiries.domain.triage import SET_ASIDE, EnquiryState
from alongside.reporting.domain.indicators import (
    ANSWER_WINDOW,
    Period,
    Question,
    Unit,
    bands,
    indicators,
    reply_times,
)

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ALWAYS = Period(start=None, end=NOON)


def question(
    *,
    asked=-49,
    raised=None,
    replied=None,
    state=None,
    standard=48,
    referred=None,
    declined=None,
):
    """Times in hours from NOON."""
    answered = EnquiryState.ANSWERED if replied is not None else EnquiryState.NEW
    return Question(
        asked_at=NOON + asked * HOUR,
        raised_at=NOON + (asked if raised is None else raised) * HOUR,
        state=state or answered,
        first_reply_at=None if replied is None else NOON + replied * HOUR,
        response_hours=standard,
        referred_at=None if referred is None else NOON + referred * HOUR,
        declined_at=None if declined is None else NOON + declined * HOUR,
    )


def figures(*questions, period=ALWAYS, at=NOON):
    return {found.key: found for found in indicators(questions, period=period, at=at)}


def test_nothing_to_count_from_is_no_value_and_never_0_per_cent():
    found = figures()

    rates = [found[key] for key in ("answered_rate", "first_reply_median", "within_standard")]
    assert [(rate.value, rate.denominator) for rate in rates] == [(None, 0)] * 3
    assert {rate.value_words for rate in rates} == {"no value"}
    assert found["questions_logged"].value == 0


def test_questions_set_aside_are_no_questions_for_the_body():
    found = figures(
        question(),
        question(state=EnquiryState.LEFT_TO_PEERS),
        question(state=EnquiryState.NOT_OURS),
        question(state=EnquiryState.NOT_A_QUESTION),
    )

    assert found["questions_logged"].value == 1
    assert found["left_to_peers"].value == 1
    assert found["set_aside"].value == 2
    assert found["within_standard"].denominator == 1


def test_a_question_younger_than_28_days_is_left_out_of_the_share_even_if_it_is_answered():
    """Otherwise the share begins at 100 % and falls as questions grow old unanswered."""
    old, young = -29 * 24, -24

    found = figures(
        question(asked=old),
        question(asked=old, replied=old + 5),
        question(asked=young),
        question(asked=young, replied=-1),
    )

    assert (found["answered_rate"].numerator, found["answered_rate"].denominator) == (1, 2)
    assert found["answered_rate"].value == Decimal("50.0")
    assert found["answered"].value == 2


def test_an_answer_after_28_days_is_late_and_still_counts_among_the_asked():
    asked = -40 * 24

    found = figures(question(asked=asked, replied=asked + 28 * 24 + 1))

    assert found["answered"].value == 0
    assert (found["answered_rate"].numerator, found["answered_rate"].denominator) == (0, 1)


def test_the_28_days_begin_when_the_question_was_logged_here():
    found = figures(question(asked=-60 * 24, raised=-24, replied=-1))

    assert found["answered"].value == 1


def test_time_runs_from_the_question_in_the_forum_to_the_reply_in_the_forum():
    found = figures(
        question(asked=-10, raised=-9, replied=-8),
        question(asked=-10, replied=-6),
        question(asked=-10, replied=-1),
    )

    assert (found["first_reply_median"].value, found["first_reply_median"].denominator) == (4, 3)
    assert found["first_reply_p90"].value == 9


def test_the_median_of_two_lies_half_way_between_them():
    found = figures(question(asked=-10, replied=-9), question(asked=-10, replied=-8))

    assert found["first_reply_median"].value == Decimal("1.5")


def test_nine_in_ten_is_the_time_of_the_ninth_of_ten():
    found = figures(*(question(asked=-20, replied=-20 + hours) for hours in range(1, 11)))

    assert found["first_reply_p90"].value == 9


def test_a_reply_dated_before_its_question_counts_as_at_once():
    found = figures(question(asked=-5, replied=-6))

    assert found["first_reply_median"].value == 0


def test_a_standard_that_has_not_fallen_due_is_not_yet_kept_or_broken():
    found = figures(question(asked=-47, replied=-46, standard=48))

    assert (found["within_standard"].value, found["within_standard"].denominator) == (None, 0)


def test_an_unanswered_question_breaks_the_standard_when_it_falls_due():
    found = figures(
        question(asked=-50, replied=-2, standard=48),
        question(asked=-50, standard=48),
        question(asked=-50, replied=-1, standard=48),
    )

    assert (found["within_standard"].numerator, found["within_standard"].denominator) == (1, 3)
    assert found["within_standard"].value == Decimal("33.3")


def test_the_first_moment_of_a_period_is_in_it_and_the_last_is_not():
    period = Period(start=NOON - 2 * HOUR, end=NOON)

    assert NOON - 2 * HOUR in period
    assert NOON not in period
    assert (
        figures(question(asked=-2), question(asked=-3), period=period)["questions_logged"].value
        == 1
    )


def test_what_came_after_the_moment_is_not_known_at_it():
    asked, answer_due = question(asked=-40, replied=-1), NOON - 2 * HOUR

    found = figures(asked, period=Period(start=None, end=answer_due), at=answer_due)

    assert found["answered"].value == 0
    assert found["first_reply_median"].value is None


def test_a_figure_can_be_said_in_words_and_as_json():
    rate = figures(question(asked=-29 * 24, replied=-28 * 24))["answered_rate"]

    assert rate.value_words == "100.0 %"
    assert rate.as_dict()["value"] == 100
    assert rate.as_dict()["n"] == 1


moments = st.integers(min_value=-60 * 24, max_value=0)
questions = st.builds(
    question,
    asked=moments,
    raised=moments,
    replied=st.none() | moments,
    state=st.sampled_from(EnquiryState),
    standard=st.integers(min_value=1, max_value=500),
)
periods = st.builds(
    lambda start, hours: Period(NOON + start * HOUR, NOON + min(0, start + hours) * HOUR),
    start=moments,
    hours=st.integers(min_value=0, max_value=60 * 24),
)


@given(st.lists(questions), periods)
def test_a_share_lies_between_0_and_100_and_is_none_exactly_when_n_is_0(asked, period):
    for found in indicators(asked, period=period, at=NOON):
        if found.unit is Unit.PERCENT:
            assert (found.value is None) == (found.denominator == 0)
            assert found.value is None or 0 <= found.value <= 100
            assert found.numerator is not None
            assert 0 <= found.numerator <= found.denominator


@given(st.lists(questions))
def test_every_logged_question_is_counted_once(asked):
    found = figures(*asked, period=Period(None, NOON + HOUR), at=NOON + HOUR)

    counted = ("questions_logged", "left_to_peers", "set_aside")
    assert sum(found[key].denominator for key in counted) == len(asked)


@given(st.lists(questions), periods)
def test_the_order_of_the_questions_does_not_matter(asked, period):
    assert indicators(asked, period=period, at=NOON) == indicators(
        reversed(asked), period=period, at=NOON
    )


@given(st.lists(questions), st.lists(questions, max_size=3))
def test_setting_questions_aside_changes_no_rate(asked, more):
    aside = [
        Question(each.asked_at, each.raised_at, EnquiryState.NOT_OURS, None, each.response_hours)
        for each in more
    ]

    before, after = figures(*asked), figures(*asked, *aside)

    changed = {key for key in before if before[key] != after[key]}
    assert changed <= {"set_aside"}


@given(st.lists(questions))
def test_half_of_the_replies_are_as_soon_as_the_median_and_nine_in_ten_as_the_90th(asked):
    times = reply_times(asked, period=ALWAYS)
    found = figures(*asked)
    median, ninth = found["first_reply_median"].value, found["first_reply_p90"].value

    assert (median is None) == (not times)
    if median is not None:
        in_hours = [Decimal(time // timedelta(seconds=1)) / 3600 for time in times]
        slack = Decimal("0.05")  # of rounding
        assert sum(hours <= median + slack for hours in in_hours) * 2 >= len(times)
        assert sum(hours <= ninth + slack for hours in in_hours) * 10 >= 9 * len(times)
        assert median <= ninth


@given(st.lists(st.timedeltas(min_value=timedelta(0), max_value=90 * DAY)))
def test_the_bands_hold_every_time_once(times):
    assert sum(band.count for band in bands(times)) == len(times)
    assert all(band.count >= 0 for band in bands(times))


def test_all_decisions_to_set_aside_are_known_here():
    assert EnquiryState.LEFT_TO_PEERS in SET_ASIDE
    assert timedelta(days=28) == ANSWER_WINDOW


# Referrals


def test_a_referral_is_answered_in_time_from_when_it_was_passed_on():
    found = figures(
        question(asked=-500, replied=-30, standard=48, referred=-60),
        question(asked=-500, replied=-5, standard=48, referred=-60),
        question(asked=-500, standard=48, referred=-60),
        question(asked=-500, replied=-490, standard=48),
    )

    rate = found["referrals_answered"]
    assert (rate.numerator, rate.denominator, rate.value) == (1, 3, Decimal("33.3"))


@pytest.mark.parametrize(("declined", "kept"), [(-30, 1), (-5, 0)])
def test_a_referral_that_is_declined_with_a_reason_in_time_is_dealt_with(declined, kept):
    found = figures(
        question(
            asked=-70,
            standard=48,
            referred=-60,
            declined=declined,
            state=EnquiryState.NOT_OURS,
        )
    )

    assert (found["referrals_answered"].numerator, found["referrals_answered"].denominator) == (
        kept,
        1,
    )


def test_a_referral_whose_standard_has_not_fallen_due_is_not_counted():
    found = figures(question(asked=-500, standard=48, referred=-40))

    assert found["referrals_answered"].value is None


def test_a_question_that_was_answered_before_a_moderator_asked_is_dealt_with():
    found = figures(question(asked=-500, replied=-400, standard=48, referred=-60))

    assert found["referrals_answered"].numerator == 1
