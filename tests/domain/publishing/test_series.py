"""Figures of one kind over time."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from alongside.publishing.domain.series import middle_of, series_of


@dataclass(frozen=True)
class Figure:
    dated: str
    value: Decimal = Decimal(1)
    method: str = "shown"
    bound: str = "exact"
    period: str = ""
    kind: str = "members"
    withdrawn_at: datetime | None = None


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        ("2009", date(2009, 7, 1)),
        ("2009-02", date(2009, 2, 14)),
        ("2009-12", date(2009, 12, 16)),
        ("2009-02-27", date(2009, 2, 27)),
        ("2009-13", None),
        ("2009-02-30", None),
        ("0", None),
        ("", None),
        ("soon", None),
        ("2009-1-1-1", None),
    ],
)
def test_a_date_as_exact_as_known_has_a_place_in_time(dated, day):
    assert middle_of(dated) == day


def points_of(*figures):
    [series] = series_of([("members", figures)])
    return series.points


def test_points_come_in_the_order_of_time_with_their_bound():
    points = points_of(Figure("2026", Decimal("131002.50")), Figure("2009", bound="over"))

    assert [(point.dated, point.said) for point in points] == [
        ("2009", "over 1"),
        ("2026", "131,002.5"),
    ]


@pytest.mark.parametrize(("between", "peak"), [(706, 706), (600, None)])
def test_a_peak_is_told_where_it_stands_out_from_both_ends(between, peak):
    values = {"2019": 313, "2022": between, "2026": 578}

    [series] = series_of([("members", [Figure(on, Decimal(n)) for on, n in values.items()])])

    assert (series.peak and series.peak.value) == peak


def test_the_line_leads_through_figures_of_one_way_of_counting_alone():
    shown = [Figure("2019"), Figure("2020"), Figure("2026", Decimal(5))]
    others = [Figure("2024", Decimal(9), method="stated"), Figure("2025", method="reported")]

    [series] = series_of([("members", shown + others)])

    assert [point.dated for point in series.line] == ["2019", "2020", "2026"]
    assert {point.method for point in series.line} == {"shown"}
    assert series.has_others
    assert (series.first.dated, series.newest.dated) == ("2019", "2026")


def test_of_two_ways_told_as_often_the_line_is_of_the_better_one():
    stated = [Figure("2009", method="stated"), Figure("2010", method="stated")]
    counted = [Figure("2009", Decimal(2), method="counted"), Figure("2026", method="counted")]

    assert [point.value for point in points_of(*stated, *counted) if point.is_on_line] == [2, 1]


def test_where_each_moment_was_counted_in_another_way_there_is_no_line():
    [series] = series_of([("members", [Figure("2009", method="stated"), Figure("2026")])])

    assert not series.line
    assert not series.has_others
    assert (series.first.dated, series.newest.dated) == ("2009", "2026")


def test_of_one_day_and_one_way_the_line_has_one_figure():
    points = points_of(Figure("2009"), Figure("2009", Decimal(3)), Figure("2026"))

    assert [point.is_on_line for point in points].count(True) == 2


def test_figures_of_other_periods_and_those_withdrawn_are_left_out():
    figures = [
        Figure("2026", period="a month"),
        Figure("2020", period="a month"),
        Figure("2019"),
        Figure("2018", period="a month", withdrawn_at=datetime(2026, 5, 6)),
    ]

    assert [point.dated for point in points_of(*figures)] == ["2020", "2026"]


def test_one_moment_is_no_series():
    groups = [
        ("members", [Figure("2009"), Figure("2009", method="stated")]),
        ("posts", [Figure("2009"), Figure("2026", Decimal(5))]),
        ("threads", [Figure("2009", withdrawn_at=datetime(2026, 5, 6))]),
        ("odd", [Figure("someday"), Figure("2009")]),
    ]

    [series] = series_of(groups)

    assert series.kind == "posts"
    assert (series.first.value, series.newest.value) == (1, 5)
    assert not series.has_others
