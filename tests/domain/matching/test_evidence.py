"""What a survey says as evidence: shares, spans, and nothing so small that it points at people."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from alongside.matching.domain.evidence import SMALLEST_SHOWN, Counted, Evidence

HOUSING = Counted("housing", "Housing", 200, 76)
RARE = Counted("rare", "Rare things", 3, 2)
EVIDENCE = Evidence(
    survey_id="abc123",
    forum_id=1,
    forum_slug="the-well",
    body_slug="aps",
    body_name="Aldmere Public Services",
    body_is_practice=False,
    from_month=date(2025, 5, 1),
    until_month=date(2026, 4, 1),
    surveyed_on=date(2026, 5, 3),
    whole=Counted("", "", 412, 157),
    topics=[HOUSING, RARE],
)


@pytest.mark.parametrize(
    ("questions", "unanswered", "share"),
    [(412, 157, "38.1"), (3, 1, "33.3"), (8, 8, "100.0"), (8, 0, "0.0"), (0, 0, None)],
)
def test_the_share_is_to_one_place_and_of_nothing_no_value(questions, unanswered, share):
    found = Counted("", "", questions, unanswered).share

    assert found == (None if share is None else Decimal(share))


def test_the_first_and_the_last_month_are_counted():
    assert (EVIDENCE.months, EVIDENCE.until_day) == (12, date(2026, 4, 30))
    assert replace(EVIDENCE, from_month=EVIDENCE.until_month).months == 1


def test_law_4_small_counts_are_not_shown_in_public():
    shown = EVIDENCE.in_public

    assert shown.counted("rare") == Counted("rare", "Rare things", None, None)
    assert shown.counted("rare").share is None
    assert shown.counted("housing") == HOUSING
    assert shown.whole == EVIDENCE.whole


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (SMALLEST_SHOWN - 1, None), (SMALLEST_SHOWN, 5)]
)
def test_law_4_only_nothing_and_enough_are_shown(count, shown):
    found = Counted("", "", 40, count).in_public

    assert found.unanswered == shown
    assert (found.share is None) == (shown is None)


def test_an_indicator_names_the_survey_that_it_begins_from():
    assert EVIDENCE.indicator_name(HOUSING, forum_name="The Well") == (
        "Questions about Housing in The Well that nobody answers, of all asked (survey abc123)"
    )
    assert EVIDENCE.indicator_name(EVIDENCE.whole, forum_name="The Well").startswith(
        "Questions in The Well"
    )


def test_the_name_of_an_indicator_fits_a_plan_however_long_the_names_are():
    long = replace(HOUSING, label="x" * 300)

    assert len(EVIDENCE.indicator_name(long, forum_name="y" * 300)) <= 200
