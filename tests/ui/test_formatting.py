from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from alongside.ui import formatting

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)  # a Wednesday, 13:00 in London


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (999, "999"),
        (42000, "42,000"),
        (1234567.0, "1,234,567"),
        (71.46, "71.5"),
        (Decimal("1200.25"), "1,200.2"),
        (-4500, "-4,500"),
    ],
)
def test_numbers_have_commas_between_thousands(value, said):
    assert formatting.number(value) == said


def test_a_missing_number_is_never_zero():
    assert formatting.number(None) == "no value"


def test_the_places_after_the_point_can_be_fixed():
    assert formatting.number(3, places=2) == "3.00"


def test_a_day_is_said_in_full():
    assert formatting.day(date(2026, 11, 2)) == "2 November 2026"


def test_a_moment_is_said_in_the_readers_time_zone():
    assert formatting.moment(NOON, LONDON) == "17 June 2026 at 13:00"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=5, minutes=7), "5 hours 7 minutes"),
        (timedelta(days=2, hours=4, minutes=59), "2 days 4 hours"),
        (timedelta(days=3, minutes=5), "3 days"),
        (timedelta(days=1400), "1,400 days"),
        (3600, "1 hour"),
        (None, "no value"),
    ],
)
def test_a_length_of_time_has_its_two_largest_units(length, said):
    assert formatting.duration(length) == said


def test_a_negative_length_of_time_is_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        formatting.duration(timedelta(seconds=-1))


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-59), "59 minutes ago"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(hours=-23), "23 hours ago"),
        (timedelta(hours=-26), "yesterday at 11:00"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(days=-7), "10 June 2026"),
        (timedelta(seconds=30), "in less than a minute"),
        (timedelta(minutes=40), "in 40 minutes"),
        (timedelta(hours=30), "tomorrow at 19:00"),
        (timedelta(days=5), "in 5 days"),
        (timedelta(days=400), "22 July 2027"),
    ],
)
def test_a_moment_is_said_as_people_say_it(away, said):
    assert formatting.relative(NOON + away, now=NOON, zone=LONDON) == said


def test_days_are_counted_by_the_calendar():
    late, next_but_one = datetime(2026, 6, 17, 22, 30, tzinfo=UTC), NOON + timedelta(hours=59)

    said = formatting.relative(late, now=next_but_one, zone=LONDON)

    assert said == "3 days ago"  # 23:30 on Wednesday, seen just after midnight on Saturday


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(hours=4), "today at 17:00"),
        (timedelta(hours=-4), "today at 09:00"),
        (timedelta(days=1), "tomorrow at 13:00"),
        (timedelta(days=-1), "yesterday at 13:00"),
        (timedelta(days=2), "Friday at 13:00"),
        (timedelta(days=7), "24 June 2026 at 13:00"),
        (timedelta(days=-2), "15 June 2026 at 13:00"),
    ],
)
def test_a_deadline_is_said_with_its_time(away, said):
    assert formatting.due(NOON + away, now=NOON, zone=LONDON) == said


@pytest.mark.parametrize(
    ("away", "said"),
    [(timedelta(minutes=40), "40 minutes left"), (timedelta(hours=-3), "3 hours late")],
)
def test_what_is_left_of_a_deadline(away, said):
    assert formatting.remaining(NOON + away, now=NOON) == said


def test_a_moment_without_a_time_zone_is_refused():
    naive = datetime(2026, 6, 17, 12, 0)

    for call in (
        lambda: formatting.moment(naive, LONDON),
        lambda: formatting.relative(naive, now=NOON, zone=LONDON),
        lambda: formatting.due(naive, now=NOON, zone=LONDON),
        lambda: formatting.remaining(naive, now=NOON),
    ):
        with pytest.raises(ValueError, match="no time zone"):
            call()


def test_only_the_first_letter_becomes_a_capital():
    assert formatting.capitalize_first("visitors of MSE") == "Visitors of MSE"
    assert formatting.capitalize_first("") == ""


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "English"), ("cy", "Welsh"), ("en-GB", "British English"), ("xx-odd", "xx-odd")],
)
def test_a_language_is_said_by_its_name(tag, said):
    assert formatting.language_name(tag) == said


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("“1.5m”", "1.5m"),
        ('"1.5m"', "1.5m"),
        (" ‘over 42,000 members’ ", "over 42,000 members"),
        ("1.5m", "1.5m"),
        ("“one” and “two”", "“one” and “two”"),
        ("he said “one”", "he said “one”"),
        ("”", "”"),
        ("", ""),
    ],
)
def test_quoted_words_lose_the_marks_that_a_page_puts_itself(written, bare):
    assert formatting.unquoted(written) == bare
