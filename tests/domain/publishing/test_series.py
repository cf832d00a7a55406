"""Figures of one kind over time."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from alongside.publishing.domain.series import middle_of, points_of, series_of


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


def test_points_come_in_the_order_of_time_with_their_bound():
    points = points_of([Figure("2026", Decimal("131002.50")), Figure("2009", bound="over")])

    assert [(point.dated, point.said) for point in points] == [
        ("2009", "over 1"),
        ("2026", "131,002.5"),
    ]


def test_of_one_date_the_line_leads_through_the_strongest():
    weak, strong = Figure("2009", method="stated"), Figure("2009", Decimal(2), method="counted")

    points = points_of([weak, strong, Figure("2026")])

    assert [(point.value, point.is_on_line) for point in points[:2]] == [(1, False), (2, True)]


def test_what_a_third_party_reported_stands_beside_a_line_of_stronger_figures():
    reported = Figure("2025", Decimal(9), method="reported")

    beside = points_of([Figure("2009"), Figure("2020"), reported])
    alone = points_of([Figure("2009"), reported])

    assert [point.is_on_line for point in beside] == [True, True, False]
    assert [point.is_on_line for point in alone] == [True, True]


def test_figures_of_other_periods_and_those_withdrawn_are_left_out():
    figures = [
        Figure("2026", period="a month"),
        Figure("2020", period="a month"),
        Figure("2019"),
        Figure("2018", period="a month", withdrawn_at=datetime(2026, 5, 6)),
    ]

    assert [point.dated for point in points_of(figures)] == ["2020", "2026"]


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
    assert not series.has_weaker
