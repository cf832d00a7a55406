"""Whom a restricted period binds, and which of several counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.periods.domain.keeping import (
    PeriodFacts,
    fault_of_early_end,
    faults_of,
    faults_of_change,
    place_of,
)
from alongside.periods.domain.terms import (
    MODE_SENTENCES,
    MODE_WORDS,
    Mode,
    PeriodTerms,
    Place,
    covers,
    in_force_for,
    tightest,
)

TODAY = date(2026, 5, 6)
DAY = timedelta(days=1)
PERIOD = PeriodTerms(
    public_id="a",
    name="General election",
    jurisdiction="GB",
    kinds=frozenset(),
    mode=Mode.FACTUAL,
    begins_on=TODAY,
    ends_on=TODAY + 10 * DAY,
    address="/periods/a/",
)
FACTS = PeriodFacts(
    name="General election",
    jurisdiction="GB",
    mode=Mode.FACTUAL,
    begins_on=TODAY,
    ends_on=TODAY + 10 * DAY,
    source_address="https://www.gov.uk/election-guidance",
)


@pytest.mark.parametrize(
    ("period", "body", "is_covered"),
    [
        ("GB", "GB", True),
        ("GB", "GB-ENG", True),
        ("GB", "GB-WLS", True),
        ("GB", "GB-BIR", True),
        ("GB-ENG", "GB", False),  # what is narrower does not reach up
        ("GB-ENG", "GB-SCT", False),
        ("GB-EAW", "GB-WLS", True),
        ("GB-EAW", "GB-SCT", False),
        ("GB-GBN", "GB-SCT", True),
        ("GB-GBN", "GB-EAW", True),
        ("GB-GBN", "GB-NIR", False),
        ("GB-UKM", "GB", True),
        ("GB-UKM", "GB-NIR", True),
        ("US", "US-CA", True),
        ("US", "GB", False),
        ("EU", "FR", False),  # institutions of the Union, not its members
        ("GB", "", False),
        ("G", "GB", False),
    ],
)
def test_a_wider_jurisdiction_covers_what_lies_within_it(period, body, is_covered):
    assert covers(period, body) == is_covered


def test_a_period_for_some_kinds_of_bodies_is_about_no_others():
    local = replace(PERIOD, kinds=frozenset({"local_authority"}))

    assert local.binds("GB-ENG", "local_authority")
    assert not local.binds("GB-ENG", "executive_agency")


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (TODAY - DAY, False),
        (TODAY, True),
        (TODAY + 10 * DAY, True),
        (TODAY + 11 * DAY, False),
    ],
)
def test_both_its_first_and_its_last_day_count(on, counts):
    found = in_force_for([PERIOD], jurisdiction="GB", kind="other", on=on)

    assert found == ([PERIOD] if counts else [])


def test_of_several_the_tighter_mode_counts():
    tight = replace(PERIOD, public_id="b", mode=Mode.LISTEN_ONLY, ends_on=TODAY)

    assert tightest([PERIOD, tight]) == tight
    assert in_force_for([PERIOD, tight], jurisdiction="GB", kind="other", on=TODAY)[0] == tight


def test_of_two_of_one_mode_the_one_that_ends_last_counts():
    longer = replace(PERIOD, public_id="b", ends_on=PERIOD.ends_on + DAY)

    assert tightest([longer, PERIOD]) == longer


def test_normal_work_binds_nobody_and_loosens_nothing():
    normal = replace(PERIOD, public_id="b", mode=Mode.NORMAL)

    assert tightest([normal]) is None
    assert tightest([normal, PERIOD]) == PERIOD


def test_every_mode_has_its_words():
    assert set(MODE_WORDS) == set(MODE_SENTENCES) == set(Mode)


@given(st.permutations([replace(PERIOD, public_id=str(n), mode=mode) for n, mode in
                        enumerate([*Mode, *Mode])]))  # fmt: skip
def test_which_one_counts_does_not_depend_on_their_order(found):
    assert tightest(found) == replace(PERIOD, public_id="5", mode=Mode.LISTEN_ONLY)


def test_a_whole_period_has_no_fault():
    assert faults_of(FACTS) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "=1+1"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"jurisdiction": "England"}, "jurisdiction"),
        ({"jurisdiction": ""}, "jurisdiction"),
        ({"kinds": ("no_kind",)}, "kinds"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"ends_on": TODAY + 400 * DAY}, "ends_on"),
        ({"source_address": ""}, "source_address"),
        ({"source_address": "javascript:alert(1)"}, "source_address"),
        ({"note": "x" * 2_001}, "note"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(changed, field):
    faults = faults_of(replace(FACTS, **changed))

    assert [fault.field for fault in faults] == [field]
    assert faults[0].sentence.endswith((".", "https://"))


@pytest.mark.parametrize(
    ("on", "is_withdrawn", "place"),
    [
        (TODAY - DAY, False, Place.COMING),
        (TODAY, False, Place.IN_FORCE),
        (TODAY + DAY, False, Place.IN_FORCE),
        (TODAY + 2 * DAY, False, Place.OVER),
        (TODAY, True, Place.WITHDRAWN),
    ],
)
def test_a_period_stands_in_one_place_on_each_day(on, is_withdrawn, place):
    ends_on = TODAY + DAY

    found = place_of(begins_on=TODAY, ends_on=ends_on, is_withdrawn=is_withdrawn, on=on)

    assert found is place


@pytest.mark.parametrize(
    ("place", "changed", "fields"),
    [
        (Place.OVER, {"ends_on": TODAY + DAY, "mode": Mode.NORMAL}, ["mode", "ends_on"]),
        (
            Place.OVER,
            {"name": "Another", "note": "More", "source_address": "https://x.example"},
            [],
        ),
        (Place.IN_FORCE, {"begins_on": TODAY - DAY}, ["begins_on"]),
        (Place.IN_FORCE, {"ends_on": TODAY - DAY}, ["ends_on"]),
        (Place.IN_FORCE, {"mode": Mode.LISTEN_ONLY, "ends_on": TODAY + 20 * DAY}, []),
        (Place.COMING, {"begins_on": TODAY - DAY}, ["begins_on"]),
        (Place.COMING, {"begins_on": TODAY + 3 * DAY, "mode": Mode.NORMAL}, []),
    ],
)
def test_a_change_rewrites_no_day_that_has_been(place, changed, fields):
    faults = faults_of_change(FACTS, replace(FACTS, **changed), place=place, on=TODAY)

    assert [fault.field for fault in faults] == fields


@pytest.mark.parametrize(
    ("last_day", "is_possible"),
    [
        (TODAY - 2 * DAY, False),
        (TODAY - DAY, True),  # at once
        (TODAY, True),
        (TODAY + 4 * DAY, True),
        (TODAY + 5 * DAY, False),
    ],
)
def test_a_period_ends_early_with_yesterday_at_the_earliest(last_day, is_possible):
    fault = fault_of_early_end(
        last_day=last_day, begins_on=TODAY - 3 * DAY, ends_on=TODAY + 5 * DAY, on=TODAY
    )

    assert (fault == "") == is_possible
