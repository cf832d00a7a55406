"""What is asked of a figure before it may be recorded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from alongside.forums.domain.kinds import MeasureMethod
from alongside.forums.domain.measures import (
    LONGEST,
    SUGGESTED,
    NoNumber,
    Reading,
    faults_of,
    kind_of,
    number_of,
)

TODAY = date(2026, 5, 6)
READING = Reading(
    kind="members",
    value=Decimal(42_000),
    unit="members",
    method=MeasureMethod.SHOWN,
    asserted_by="the forum's front page",
    source="front page",
    source_address="https://forum.example/about",
    dated="2026-05-06",
)


def faults(**changes):
    return faults_of(replace(READING, **changes), today=TODAY)


def test_a_whole_figure_has_no_fault():
    assert faults() == {}


@pytest.mark.parametrize("field", ["kind", "unit", "source", "asserted_by"])
@pytest.mark.parametrize("empty", ["", "   "])
def test_a_figure_without_kind_unit_source_or_author_is_refused(field, empty):
    assert list(faults(**{field: empty})) == [field]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("-1", "below zero"),
        ("1000000000001", "larger than anybody can count"),
        ("1E+400", "larger"),
        ("0.125", "two digits"),
        ("NaN", "as a number"),
        ("Infinity", "as a number"),
    ],
)
def test_a_number_that_nobody_counted_is_refused(value, words):
    assert words in faults(value=Decimal(value))["value"]


@pytest.mark.parametrize("value", ["0", "0.25", "3.50", "1000000000000", "4.2E+4"])
def test_numbers_from_nothing_to_a_million_million_are_taken(value):
    assert faults(value=Decimal(value)) == {}


@pytest.mark.parametrize(
    "dated", ["1970", "2009-02", "2024-02-29", "2026", "2026-05", "2026-05-06"]
)
def test_dates_are_as_exact_as_known(dated):
    assert faults(dated=dated) == {}


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        ("2026-05-07", "future"),
        ("2026-06", "future"),
        ("2027", "future"),
        ("2025-02-29", "no real date"),
        ("2025-13", "no real date"),
        ("2025-00", "no real date"),
        ("0000", "1970 or later"),
        ("1969-12-31", "1970 or later"),
        ("", "2026-05"),
        ("6 May 2026", "2026-05"),
        ("06/05/2026", "2026-05"),
        ("2026-5-6", "2026-05"),
        ("٢٠٢٦", "2026-05"),
        ("2026-05-06T12:00", "2026-05"),
    ],
)
def test_a_date_that_is_none_or_to_come_is_refused(dated, words):
    assert words in faults(dated=dated)["dated"]


@pytest.mark.parametrize("field", sorted(LONGEST))
def test_texts_have_a_limit_and_hold_no_nul(field):
    assert "at most" in faults(**{field: "https://" + "x" * LONGEST[field]})[field]
    assert "NUL" in faults(**{field: "a\x00b"})[field]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "forum.example", "https://", "//x.y"])
def test_the_address_of_a_source_is_one_that_opens(address):
    assert "whole address" in faults(source_address=address)["source_address"]


def test_every_fault_is_told_at_once():
    assert set(faults(kind="", value=Decimal(-1), source="", dated="soon")) == {
        "kind",
        "value",
        "source",
        "dated",
    }


@pytest.mark.parametrize(
    ("typed", "number"),
    [("42000", 42000), ("42,000", 42000), (" 1,234,567.5 ", "1234567.5"), ("0", 0), ("-3", -3)],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert number_of(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "many", "4.2m", "1e5", "1,23", "12,34,567", "1.2.3", "NaN", "9" * 100, "１２"]
)
def test_what_is_no_number_is_told_how_to_write_one(typed):
    with pytest.raises(NoNumber, match="42000"):
        number_of(typed)


def test_a_usual_kind_is_written_in_its_usual_way_and_any_other_stays():
    assert kind_of("  Registered   USERS ") == "registered users"
    assert kind_of("Answered  questions") == "Answered questions"


def test_every_usual_kind_has_a_unit_and_is_a_kind():
    for kind, unit in SUGGESTED.items():
        assert faults(kind=kind, unit=unit) == {}
        assert kind_of(kind) == kind
