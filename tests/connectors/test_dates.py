"""Times as forums write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.connectors.dates import DateReader
from alongside.connectors.port import Precision
from alongside.connectors.times import exact

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("Sun Jul 28, 2013 1:34 pm", "en", "2013-07-28 13:34"),
        ("12 Jan 2018, 12:27", "de", "2018-01-12 12:27"),
        ("14. Juni 2020 10:42", "de", "2020-06-14 10:42"),
        ("Posted: Mon 3 Mär 2025, 07:05", "de", "2025-03-03 07:05"),
        ("04/02/2005, 12h25", "fr", "2005-02-04 12:25"),
        ("Dimanche 5 avril 2015 à 10:34", "fr", "2015-04-05 10:34"),
        ("29 de abril de 2019 às 14:05", "pt", "2019-04-29 14:05"),
        ("5 ago 2024, 9:01", "es", "2024-08-05 09:01"),
        ("2020. április 3. 10:02", "hu", "2020-04-03 10:02"),
        ("Вс окт 06, 2019 4:59 pm", "ru", "2019-10-06 16:59"),
        ("Пн ноя 04, 2019 4:59 pm", "ru", "2019-11-04 16:59"),
        ("Lun 12 Aoû 2013 13:16", "fr", "2013-08-12 13:16"),
        ("Пон жов 07, 2019 16:59", "uk", "2019-10-07 16:59"),
        ("Lun Noi 04, 2019 4:59 pm", "ro", "2019-11-04 16:59"),
        ("Pon Avg 05, 2019 4:59 pm", "sr", "2019-08-05 16:59"),
        ("črc 8, 2019 16:59", "cs", "2019-07-08 16:59"),
        ("Szep 9, 2019 16:59", "hu", "2019-09-09 16:59"),
        ("Pir Spa 07, 2019 16:59", "lt", "2019-10-07 16:59"),
        ("6 października 2019, 16:59", "pl", "2019-10-06 16:59"),
        ("3 listopada 2021, 10:00", "pl", "2021-11-03 10:00"),
        ("3. listopada 2021., 10:00", "hr", "2021-10-03 10:00"),
        ("6 οκτωβρίου 2019, 10:00", "el", "2019-10-06 10:00"),
        ("٦ أكتوبر 2019 10:00", "ar", "2019-10-06 10:00"),
        ("2019年10月6日 下午3:04", "zh", "2019-10-06 15:04"),
        ("3 Mawrth 2025, 10:00", "cy", "2025-03-03 10:00"),
        ("24-Apr-06 10:11", "en", "2006-04-24 10:11"),
        ("2026/3/9 09:21", "en", "2026-03-09 09:21"),
        ("Jan 5 '14 at 10:11", "en", "2014-01-05 10:11"),
        ("12:42am On Feb 24", "en", "2026-02-24 00:42"),
        ("Today, 10:02 AM", "en", "2026-03-20 10:02"),
        ("вчера, 12:03", "ru", "2026-03-19 12:03"),
        ("Ddoe, 12:03", "cy", "2026-03-19 12:03"),
        ("i dag 10:02", "da", "2026-03-20 10:02"),
        ("I går, 12:03", "no", "2026-03-19 12:03"),
        ("Χθες, 12:03", "el", "2026-03-19 12:03"),
        ("Hôm qua lúc 12:03", "vi", "2026-03-19 12:03"),
        ("Kemarin pukul 12:03", "id", "2026-03-19 12:03"),
        ("Monday at 3:14 PM", "en", "2026-03-16 15:14"),
        ("۱۳۹۴/۰۷/۰۹، ۰۹:۲۵", "fa", "2015-10-01 09:25"),
        ("1394/07/09 ساعت 21:25", "fa", "2015-10-01 21:25"),
        ("1399-12-30, 09:25 ب.ظ", "fa", "2021-03-20 21:25"),
        ("09-07-1394, 09:25 ق.ظ", "fa", "2015-10-01 09:25"),
        ("جمعه ۱ فروردین ۱۴۰۴، ۰۹:۲۵", "fa", "2025-03-21 09:25"),
        ("پنج شنبه مهر 09, 1394 9:25 ب.ظ", "fa", "2015-10-01 21:25"),
        ("1 فروردين ماه 1404 - 09:25", "fa", "2025-03-21 09:25"),
        ("10-01-2015, 09:25 بعد از ظهر", "fa", "2015-01-10 21:25"),
        ("4 يونيو 2013 01:23 مساءً", "ar", "2013-06-04 13:23"),
        ("04-06-2013, 12:23 ص", "ar", "2013-06-04 00:23"),
        ("4 Ιουνίου 2013, 1:23 μμ", "el", "2013-06-04 13:23"),
        ("04 Haziran 2013, 01:23 ÖS", "tr", "2013-06-04 13:23"),
        ("4 Tháng sáu 2013 lúc 1:23 CH", "vi", "2013-06-04 13:23"),
        ("Thứ 3 Tháng 12 04, 2013 1:23 pm", "vi", "2013-12-04 13:23"),
        ("04 Tháng mười một, 2013, 13:23", "vi", "2013-11-04 13:23"),
        ("อังคาร 04 มิ.ย. 2013 1:23 pm", "th", "2013-06-04 13:23"),
        ("มิถุนายน 04, 2013, 01:23 pm", "th", "2013-06-04 13:23"),
        ("4 พฤศจิกายน 2556 13:23", "th", "2013-11-04 13:23"),
        ("週二 6月 04, 2013 1:23 pm", "zh", "2013-06-04 13:23"),
        ("화 6월 04, 2013 1:23 pm", "ko", "2013-06-04 13:23"),
        ("Jan. 5, 2026, noon", "en", "2026-01-05 12:00"),
        ("Jan. 5, 2026, midnight", "en", "2026-01-05 00:00"),
    ],
)
def test_times_are_read_to_the_minute_in_many_languages(
    words: str, language: str, expected: str
) -> None:
    found = DateReader(now=NOW, language=language).find(words)

    assert found is not None
    assert found.at == datetime.fromisoformat(f"{expected}+00:00")
    assert found.precision is Precision.MINUTE


@pytest.mark.parametrize(
    ("words", "back", "rounded_by"),
    [
        ("3 days ago", timedelta(days=3), timedelta(days=1)),
        ("58.9 days ago", timedelta(days=58.9), timedelta(days=1)),
        ("vor 3 Tagen", timedelta(days=3), timedelta(days=1)),
        ("il y a 2 heures", timedelta(hours=2), timedelta(hours=1)),
        ("hace un mes", timedelta(days=30), timedelta(days=30)),
        ("2 yıl önce", timedelta(days=730), timedelta(days=365)),
        ("3 小时前", timedelta(hours=3), timedelta(hours=1)),
        ("5d", timedelta(days=5), timedelta(days=1)),
        ("1 Jahr 2 Tage her", timedelta(days=367), timedelta(days=1)),
        ("about an hour ago", timedelta(hours=1), timedelta(hours=1)),
        ("před 3 hodinami", timedelta(hours=3), timedelta(hours=1)),
        ("3 órával ezelőtt", timedelta(hours=3), timedelta(hours=1)),
        ("πριν από 3 ημέρες", timedelta(days=3), timedelta(days=1)),
        ("prije 3 dana", timedelta(days=3), timedelta(days=1)),
        ("3 tháng trước", timedelta(days=90), timedelta(days=30)),
    ],
)
def test_relative_times_say_how_far_they_are_rounded(
    words: str, back: timedelta, rounded_by: timedelta
) -> None:
    found = DateReader(now=NOW).find(words)

    assert found is not None
    assert (found.at, found.precision, found.rounded_by) == (
        NOW - back,
        Precision.RELATIVE,
        rounded_by,
    )


@pytest.mark.parametrize(
    "words",
    ["Posts: 1234", "version 4.11.2", "I think 5 replies", "ago 5", "Member for 3 years", "#12", "",
     "I may go", "We waited a year", "10.0.0.1", "May I?", "99/99/2020", "31 February 2020"],
)  # fmt: skip
def test_other_words_tell_no_time(words: str) -> None:
    assert DateReader(now=NOW, language="en").find(words) is None


@pytest.mark.parametrize(
    "words",
    ["1436/12/18, 09:25", "1394/13/09", "1394/07/31", "1394-07-09-12", "1394 مهر", "تیر 1394"],
)
def test_a_day_of_the_islamic_calendar_or_none_at_all_is_not_taken_for_a_persian_one(
    words: str,
) -> None:
    assert DateReader(now=NOW, language="fa").find(words) is None


def test_a_clock_in_the_future_is_not_believed() -> None:
    reader = DateReader(now=NOW)

    assert reader.find("1 January 2031, 10:00") is None
    assert reader.tells_a_time("1 January 2031, 10:00")
    assert reader.find("1 January 1970") is None


def test_a_day_without_its_year_is_the_last_there_was() -> None:
    found = DateReader(now=NOW).find("25 September")

    assert found is not None
    assert (found.at, found.precision) == (datetime(2025, 9, 25, tzinfo=UTC), Precision.DAY)


def test_without_the_answers_own_time_yesterday_tells_nothing() -> None:
    assert DateReader().find("yesterday, 10:00") is None
    assert DateReader().find("3 days ago") is None


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2026-03-03T09:15:00+01:00", datetime(2026, 3, 3, 8, 15, tzinfo=UTC), Precision.EXACT),
        ("2026-03-03T09:15:00", datetime(2026, 3, 3, 9, 15, tzinfo=UTC), Precision.MINUTE),
        ("2026-03-03", datetime(2026, 3, 3, tzinfo=UTC), Precision.DAY),
        ("Tue, 03 Mar 2026 09:15:00 GMT", datetime(2026, 3, 3, 9, 15, tzinfo=UTC), Precision.EXACT),
        ("1772529300", datetime(2026, 3, 3, 9, 15, tzinfo=UTC), Precision.EXACT),
        ("1772529300000", datetime(2026, 3, 3, 9, 15, tzinfo=UTC), Precision.EXACT),
    ],
)
def test_times_for_programs_are_read_as_exactly_as_they_are(
    value: str, expected: datetime, precision: Precision
) -> None:
    found = exact(value)

    assert found is not None
    assert (found.at, found.precision) == (expected, precision)


@given(
    st.builds(
        "{0}{sign}{1}{sign}{2}{3}{4}:{5:02}{6}".format,
        st.integers(0, 32),
        st.integers(0, 32),
        st.integers(1965, 2035),
        st.sampled_from([", ", " ", " at ", ", at "]),
        st.integers(0, 25),
        st.integers(0, 61),
        st.sampled_from(["", " AM", " pm", ".", " PM."]),
        sign=st.sampled_from("-./"),
    ),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "de", "en-us"]),
)
def test_a_day_in_numbers_means_the_same_alone_and_behind_a_word(
    text: str, month_first: bool | None, language: str
) -> None:
    for now in (NOW, None):
        reader = DateReader(now=now, language=language, month_first=month_first)
        assert reader.find(text) == reader.find(f"On {text}")


@given(st.text(max_size=200))
def test_any_words_tell_a_time_or_none(words: str) -> None:
    for now in (NOW, None):
        found = DateReader(now=now).find(words)
        assert found is None or found.at.tzinfo is not None
    exact(words)


def test_a_version_is_no_day() -> None:
    assert DateReader(now=NOW).find("Powered by Some Forum Version 3.4.07") is None


@pytest.mark.parametrize("words", ["vorgestern, 08:30", "avant-hier à 08h30", "前天 08:30"])
def test_the_day_before_yesterday_is_counted_back(words: str) -> None:
    found = DateReader(now=NOW).find(words)

    assert found is not None
    assert found.at.date() == NOW.date() - timedelta(days=2)
    assert (found.at.hour, found.at.minute) == (8, 30)


def test_of_two_days_of_the_week_the_first_is_meant() -> None:
    found = [
        DateReader(now=NOW).find(f"{one} - {other} 8:00 am")
        for one in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        for other in ("Saturday", "Sunday", "Friday")
        if one != other
    ]

    assert [moment.at.strftime("%A") for moment in found if moment] == [
        *("Monday",) * 3,
        *("Tuesday",) * 3,
        *("Wednesday",) * 3,
        *("Thursday",) * 3,
        *("Friday",) * 2,
    ]


def test_a_word_that_is_yesterday_in_another_language_tells_no_time():
    assert not DateReader(now=NOW, language="de").tells_a_time("nur hier")
    assert DateReader(now=NOW, language="fr").tells_a_time("hier")


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("Since 40 minutes", timedelta(minutes=40)),
        ("Since 1 hour, 35 minutes", timedelta(hours=1, minutes=35)),
        ("Since 2 days - By", timedelta(days=2)),
        ("seit 3 Tagen", timedelta(days=3)),
        ("depuis 2 heures", timedelta(hours=2)),
        ("2 年，5 月 之前", timedelta(days=2 * 365 + 150)),
        ("5 月，1 周 之前", timedelta(days=157)),
        ("发表于 1 月 之前", timedelta(days=30)),
        ("3 小时，5 分钟 之前", timedelta(hours=3, minutes=5)),
    ],
)
def test_since_when_and_how_long_before_now_are_counted_back(words: str, back: timedelta) -> None:
    found = DateReader(now=NOW).find(words)

    assert found is not None
    assert (found.at, found.precision) == (NOW - back, Precision.RELATIVE)


@pytest.mark.parametrize("words", ["5月之前都可以申请", "2026 年 5 月之前", "Since 3 of us asked"])
def test_before_a_month_and_since_something_else_are_no_times(words: str) -> None:
    found = DateReader(now=NOW).find(words)

    assert found is None or found.precision is not Precision.RELATIVE


def test_a_point_may_stand_between_a_day_and_its_clock() -> None:
    found = DateReader(now=NOW).find("Date: 2026-03-03.15:12:46")

    assert found is not None
    assert (found.at, found.precision) == (
        datetime(2026, 3, 3, 15, 12, 46, tzinfo=UTC),
        Precision.MINUTE,
    )


@pytest.mark.parametrize(
    "written",
    ["mar. 3 nov. 2026 10:02", "mar 3 nov 2026 10:02", "Mar 3 de nov de 2026, 10:02"],
    ids=["French", "Italian", "Spanish"],
)
def test_a_tuesday_before_a_date_is_not_march(written: str) -> None:
    found = DateReader(now=datetime(2026, 11, 25, 12, tzinfo=UTC)).find(written)

    assert found is not None
    assert found.at == datetime(2026, 11, 3, 10, 2, tzinfo=UTC)


def test_a_figure_that_ends_a_name_is_no_day() -> None:
    found = DateReader(now=NOW, language="en").find("heron9, March 5, 2026, 9:10 a.m.")

    assert found is not None
    assert (found.at.month, found.at.day) == (3, 5)
