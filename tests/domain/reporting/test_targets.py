"""Targets of plans: which figures they may be set for, and when they are reached."""

from decimal import Decimal

import pytest

from alongside.plans.domain.terms import Direction
from alongside.reporting.domain.targets import FIGURES, Progress, progress_of


@pytest.mark.parametrize(
    ("value", "direction", "progress"),
    [
        ("80", Direction.AT_LEAST, Progress.REACHED),
        ("79.9", Direction.AT_LEAST, Progress.NOT_YET),
        ("80", Direction.AT_MOST, Progress.REACHED),
        ("80.1", Direction.AT_MOST, Progress.NOT_YET),
    ],
)
def test_on_its_target_a_figure_has_reached_it(value, direction, progress):
    assert progress_of(Decimal(value), target=Decimal("80"), direction=direction) is progress


def test_law_7_no_value_is_neither_reached_nor_missed():
    found = progress_of(None, target=Decimal("0"), direction=Direction.AT_LEAST)

    assert found is Progress.NO_VALUE


def test_the_figures_for_plans_are_those_that_are_published_save_what_would_tempt():
    assert {"within_standard", "answered_rate", "left_to_peers"} <= set(FIGURES)
    assert "set_aside" not in FIGURES
    assert FIGURES["first_reply_median"].direction is Direction.AT_MOST
