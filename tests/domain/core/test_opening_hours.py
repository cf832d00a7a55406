"""Hours of the week: how they are written, read, said and obeyed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.opening_hours import (
    NoHours,
    Span,
    all_parsed,
    is_within,
    next_beginning,
    parsed,
    span_of,
    spans_of,
    times_of,
    times_text,
    words_of,
)

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = parsed("Mo-Fr 09:00-17:00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mo-Fr 09:00-17:00", "Monday to Friday, 9:00 to 17:00"),
        ("Sa,Su 10:00-12:30", "Saturday and Sunday, 10:00 to 12:30"),
        ("Mo,We-Fr 08:00-24:00", "Monday and Wednesday to Friday, 8:00 to 24:00"),
        ("Tu 13:05-13:10", "Tuesday, 13:05 to 13:10"),
    ],
)
def test_hours_are_said_as_people_say_them(text, said):
    assert words_of([parsed(text)]) == said


@pytest.mark.parametrize(
    "text",
    ["", "always", "Mo-Fr", "09:00-17:00", "Mo-Fr 17:00-09:00", "Fr-Mo 09:00-17:00",
     "Xx 09:00-17:00", "Mo 25:00-26:00", "Mo 09:60-10:00", "Mo 09:00-09:00"],
)  # fmt: skip
def test_what_says_no_hours_is_refused_with_a_sentence(text):
    with pytest.raises(NoHours) as refused:
        parsed(text)

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("", []),
        ("9:00 to 17:00", [(540, 1020)]),
        ("9-17", [(540, 1020)]),
        ("9.30–5pm", [(570, 1020)]),
        ("13:00 to 17:00, 9:00 to 12:00", [(540, 720), (780, 1020)]),
        ("9am to 12pm and 1pm to 5pm", [(540, 720), (780, 1020)]),
        ("0:00 to 24:00", [(0, 1440)]),
    ],
)
def test_the_hours_of_a_day_are_read_as_people_type_them(typed, times):
    assert times_of(typed) == times


@pytest.mark.parametrize(
    "typed", ["mornings", "9", "9:00", "17:00 to 9:00", "9 to 12, 11 to 13", "13pm to 14pm"]
)
def test_hours_of_a_day_that_cannot_be_are_refused(typed):
    with pytest.raises(NoHours):
        times_of(typed)


TIMES = st.integers(0, 1439).flatmap(
    lambda begins: st.tuples(st.just(begins), st.integers(begins + 1, 1440))
)
SPANS = st.builds(
    lambda days, times: span_of(days, *times),
    st.sets(st.integers(0, 6), min_size=1),
    TIMES,
)


@given(SPANS)
def test_what_is_written_is_read_back(span):
    assert parsed(str(span)) == span


@given(st.dictionaries(st.integers(0, 6), TIMES.map(lambda times: [times]), min_size=1))
def test_the_lines_of_a_form_are_the_same_after_a_round(times_by_day):
    spans = spans_of(times_by_day)

    assert {
        day: times_of(times_text(spans, day)) for day in range(7) if times_text(spans, day)
    } == times_by_day


@pytest.mark.parametrize(
    ("at", "within"),
    [
        (datetime(2026, 5, 6, 9, 0), True),
        (datetime(2026, 5, 6, 8, 59, 59), False),
        (datetime(2026, 5, 6, 16, 59, 59), True),
        (datetime(2026, 5, 6, 17, 0), False),
        (datetime(2026, 5, 9, 12, 0), False),
    ],
)
def test_the_first_minute_is_within_and_the_last_is_not(at, within):
    assert is_within([WEEKDAYS], at.replace(tzinfo=LONDON)) == within


def test_without_any_hours_it_is_always_within():
    assert is_within([], datetime(2026, 5, 9, 3, tzinfo=LONDON))


def test_a_day_on_which_the_clocks_change_has_its_hours_by_the_clock():
    sunday = all_parsed(["Su 09:00-10:00"])
    saturday_night = datetime(2026, 3, 28, 23, tzinfo=LONDON)

    assert next_beginning(sunday, saturday_night) == datetime(2026, 3, 29, 9, tzinfo=LONDON)
    assert next_beginning(sunday, saturday_night).utcoffset() == timedelta(hours=1)


@given(
    st.lists(SPANS, min_size=1, max_size=3),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
)
def test_the_next_beginning_is_later_within_and_no_further_than_a_week(spans: list[Span], naive):
    at = naive.replace(tzinfo=LONDON)

    begins = next_beginning(spans, at)

    assert at < begins <= at + timedelta(days=7)
    assert is_within(spans, begins)
