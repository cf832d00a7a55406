"""Times as forums write them, each with its precision."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.connectors.dates import EARLIEST, reader_of_posts
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision
from alongside.connectors.times import exact

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MINUTE, DAY, RELATIVE = Precision.MINUTE, Precision.DAY, Precision.RELATIVE


def moment_of(
    text: str, *, now: datetime | None, month_first: bool | None = None, language: str = ""
) -> Moment | None:
    reader = reader_of_posts(now=now, month_first=month_first, language=language)
    return reader.moment_of_post(text)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("25 Medi 2026, 02:27", utc(2026, 9, 25, 2, 27), MINUTE),
        ("pt wrz 25, 2026 2:27 am", utc(2026, 9, 25, 2, 27), MINUTE),
        ("Пт сен 25, 2026 2:27", utc(2026, 9, 25, 2, 27), MINUTE),
        ("pá 25. zář 2026 2:27", utc(2026, 9, 25, 2, 27), MINUTE),
        ("25 Eyl 2026 02:27", utc(2026, 9, 25, 2, 27), MINUTE),
        ("2026年9月25日 02:27", utc(2026, 9, 25, 2, 27), MINUTE),
        ("Ddoe, 10:30", utc(2026, 11, 24, 10, 30), MINUTE),
        ("i går 10:30", utc(2026, 11, 24, 10, 30), MINUTE),
        ("Вчера в 10:30", utc(2026, 11, 24, 10, 30), MINUTE),
        ("hace 2 horas", NOW - timedelta(hours=2), RELATIVE),
        ("3 dni temu", NOW - timedelta(days=3), RELATIVE),
    ],
)
def test_other_languages_are_read_as_in_any_forum(
    text: str, at: datetime, precision: Precision
) -> None:
    found = moment_of(text, now=NOW)

    assert found is not None
    assert (found.at, found.precision) == (at, precision)


def test_parts_of_a_day_are_counted() -> None:
    found = moment_of("10.5 days ago", now=NOW)

    assert found is not None
    assert (found.at, found.precision) == (NOW - timedelta(days=10, hours=12), RELATIVE)


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2026-11-05T08:00:00+01:00", utc(2026, 11, 5, 7), Precision.EXACT),
        ("2026-11-05T08:00:00.123Z", utc(2026, 11, 5, 8), Precision.EXACT),
        ("Thu, 05 Nov 2026 08:00:00 +0100", utc(2026, 11, 5, 7), Precision.EXACT),
        ("2026-11-05 08:00", utc(2026, 11, 5, 8), MINUTE),
        ("2026-11-05, 08:00 PM", utc(2026, 11, 5, 20), MINUTE),
        ("2026-11-05", utc(2026, 11, 5), DAY),
        ("Nov 05, 2026, 08:00 AM", utc(2026, 11, 5, 8), MINUTE),
        ("Thu Nov 05, 2026 8:00 pm", utc(2026, 11, 5, 20), MINUTE),
        ("5th November 2026, 16:26", utc(2026, 11, 5, 16, 26), MINUTE),
        ("Sept. 5, 2026, 9 a.m.", utc(2026, 9, 5, 9), MINUTE),
        ("Sept. 5, 2026, noon", utc(2026, 9, 5, 12), MINUTE),
        ("Sept. 5, 2026, midnight", utc(2026, 9, 5), MINUTE),
        ("05 November 2026 - 12:05 am", utc(2026, 11, 5, 0, 5), MINUTE),
        ("05.11.2026, 08:00", utc(2026, 11, 5, 8), MINUTE),
        ("05/11/2026, 08h15", utc(2026, 11, 5, 8, 15), MINUTE),
        ("11-19-02, 06:39 PM", utc(2002, 11, 19, 18, 39), MINUTE),
        ("10. März 2026 um 09:38", utc(2026, 3, 10, 9, 38), MINUTE),
        ("5 de noviembre de 2026", utc(2026, 11, 5), DAY),
        ("le 5 août 2026 à 10:00", utc(2026, 8, 5, 10), MINUTE),
        ("Today at 10:15 AM", utc(2026, 11, 25, 10, 15), MINUTE),
        ("Gestern, 20:00", utc(2026, 11, 24, 20), MINUTE),
        ("Monday at 3:15 PM", utc(2026, 11, 23, 15, 15), MINUTE),
        ("Wednesday at 3:15 PM", utc(2026, 11, 18, 15, 15), MINUTE),  # today would be "Today"
        ("24 Nov", utc(2026, 11, 24), DAY),
        ("24 Dec", utc(2025, 12, 24), DAY),  # the last one there was
        ("3 days ago", NOW - timedelta(days=3), RELATIVE),
        ("an hour ago", NOW - timedelta(hours=1), RELATIVE),
        ("vor 2 Wochen", NOW - timedelta(days=14), RELATIVE),
        ("5m", NOW - timedelta(minutes=5), RELATIVE),
        ("just now", NOW, RELATIVE),
    ],
)
def test_a_time_is_read_as_exactly_as_it_is_told(
    text: str, at: datetime, precision: Precision
) -> None:
    moment = moment_of(text, now=NOW)

    assert moment is not None
    assert (moment.at, moment.precision) == (at, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Council tax",
        "31 February 2026",
        "2026-13-45",
        "25:61",
        "Posts: 17",
        "may 2026",
        "v1.2.3",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment_of(text, now=NOW) is None


@pytest.mark.parametrize("text", ["Yesterday, 20:00", "3 days ago", "24 Nov", "just now"])
def test_without_the_answer_s_date_what_counts_back_tells_nothing(text: str) -> None:
    assert moment_of(text, now=None) is None


@pytest.mark.parametrize(
    ("month_first", "month", "day"), [(True, 5, 6), (False, 6, 5), (None, 6, 5)]
)
def test_a_date_that_can_be_read_both_ways_is_read_as_asked(
    month_first: bool | None, month: int, day: int
) -> None:
    moment = moment_of("05-06-2026", now=NOW, month_first=month_first)

    assert moment is not None
    assert (moment.at.month, moment.at.day) == (month, day)


@pytest.mark.parametrize("value", [1793520000, 1793520000000, "1793520000", 1793520000.0])
def test_seconds_and_milliseconds_are_told_apart(value: object) -> None:
    assert exact(value) == Moment(datetime.fromtimestamp(1793520000, UTC))


@pytest.mark.parametrize("value", [None, True, -1, 10**30, float("nan"), [], {}, "yesterday", "1"])
def test_what_is_no_exact_time_is_none(value: object) -> None:
    assert exact(value) is None


def test_a_time_before_the_web_is_not_believed() -> None:
    assert moment_of("1 Jan 1970", now=NOW) is None
    assert exact(0) is None


@given(st.text(max_size=300), st.booleans() | st.none())
def test_no_text_breaks_the_reader(text: str, month_first: bool | None) -> None:
    moment = moment_of(text, now=NOW, month_first=month_first)

    assert moment is None or moment.at >= EARLIEST


@given(st.from_regex(r"[0-9./: -]{4,24}( ?[ap]m| ago)?", fullmatch=True))
def test_no_row_of_figures_breaks_the_reader(text: str) -> None:
    moment = moment_of(text, now=NOW)

    assert moment is None or moment.at.tzinfo is not None


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2100, 1, 1)))
def test_an_exact_time_is_read_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)

    assert exact(whole.isoformat()) == Moment(whole)


def test_the_time_of_a_long_note_stands_at_its_beginning() -> None:
    note = f"Last edited by robin on Fri Nov 20, 2026 12:00 pm. Reason: {'words ' * 40}"

    assert moment_of(note, now=NOW) == Moment(utc(2026, 11, 20, 12), MINUTE)


def test_a_day_with_its_clock_says_more_than_a_span_beside_it() -> None:
    told = "3 days ago (20 November 2026, 12:05), edited 1 time in total"

    assert moment_of(told, now=NOW) == Moment(utc(2026, 11, 20, 12, 5), MINUTE)
