"""What a list of threads tells of one."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.pages import Moment, start_of_unanswered
from alongside.connectors.port import Precision

AT = datetime(2026, 5, 6, 12, tzinfo=UTC)


def test_a_thread_that_nobody_answered_was_started_with_its_last_post() -> None:
    assert start_of_unanswered(Moment(AT), 0) == Moment(AT)


@pytest.mark.parametrize("replies", [1, None])
def test_one_that_was_answered_or_may_have_been_must_be_opened(replies: int | None) -> None:
    assert start_of_unanswered(Moment(AT), replies) is None


@pytest.mark.parametrize("precision", [Precision.DAY, Precision.RELATIVE])
def test_a_rough_time_does_not_spare_the_opening(precision: Precision) -> None:
    assert start_of_unanswered(Moment(AT, precision), 0) is None
    assert start_of_unanswered(None, 0) is None
