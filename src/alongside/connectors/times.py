"""Times as the engines that we know write them; what is none of theirs goes to `dates`."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from alongside.connectors.dates import LONGEST_TEXT, DateReader
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

# No forum is older than the web, and no clock that we believe is further ahead than a day.
EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier januari enero gennaio gen jän jänner ene janeiro",
            "feb february februar février févr fév februari febrero febbraio fevereiro fev",
            "mar march märz mär mars maart marzo mrt março mrz",
            "apr april avril avr abril aprile abr",
            "may mai mei mayo maggio mag maj maio",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août augustus agosto ago agu augusti",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre déc diciembre dic dicembre dezembro des",
        ),
        start=1,
    )
    for name in names.split()
}
_CLOCK = re.compile(
    r"\b(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?", re.IGNORECASE
)
_HOUR = re.compile(r"\b(\d{1,2})\s*([ap])\.?\s?m\b", re.IGNORECASE)
# As Django's forums write 12:00 and 00:00 in English.
_NAMED_HOUR = re.compile(r"\b(noon|midnight)\b", re.IGNORECASE)
_ISO = re.compile(
    r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?"
)
# As programs write it, all of it and nothing else.
_WHOLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.)?[\s\-/]+(?:de |of )?([^\W\d_]{3,10})\.?,?[\s\-/]*"
    r"(?:de )?'?(\d{4}|\d{2}\b(?!:))?"
)
_MONTH_DAY = re.compile(
    r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.]\d),?\s*'?(\d{4})?"
)
_NUMBERS = re.compile(r"\b(\d{1,4})([-./])(\d{1,2})\2(\d{2,4})\b")
_AGO = re.compile(
    r"(?<![.,\d])\b(\d+(?:[.,]\d{1,2})?|an?|one|einem|einer|un|une)\s*"
    r"(s|sec|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|yr|years?"
    r"|sekunden?|minuten?|stunden?|tag|tagen|wochen?|monat|monaten|jahr|jahren"
    r"|heures?|jours?|semaines?|mois|ans?)\b\.?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_PAST = re.compile(r"\bago\b|\bvor\b|\bil y a\b|\bhace\b", re.IGNORECASE)
_UNITS = (
    (re.compile(r"s|sec.*|sek.*"), timedelta(seconds=1)),
    (re.compile(r"mo|month.*|monat.*|mois"), timedelta(days=30)),
    (re.compile(r"m|min.*"), timedelta(minutes=1)),
    (re.compile(r"h|hr.*|hour.*|stunde.*|heure.*"), timedelta(hours=1)),
    (re.compile(r"d|day.*|tag.*|jour.*"), timedelta(days=1)),
    (re.compile(r"w|week.*|woche.*|semaine.*"), timedelta(days=7)),
    (re.compile(r"y|yr|year.*|jahr.*|ans?"), timedelta(days=365)),
)
_TODAY = re.compile(r"\b(today|heute|aujourd.hui|vandaag|hoy|oggi|idag)\b", re.IGNORECASE)
_YESTERDAY = re.compile(r"\b(yesterday|gestern|hier|gisteren|ayer|ieri|igår)\b", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_JUST_NOW = re.compile(r"\b(just now|moments? ago|gerade eben)\b", re.IGNORECASE)


def moment_of(text: str, *, now: datetime | None, month_first: bool | None = None) -> Moment | None:
    """The first time that a text tells, None for none.

    `now` is when the page was answered; without it "yesterday" tells nothing. `month_first`
    says how "05-06-2026" is meant; None takes what the numbers allow, the day first in doubt.
    """
    text = text.strip()[:200]
    return (
        _with_zone(text)
        or _written_out(text, now=now, month_first=month_first)
        or _relative(text, now=now)
        or _in_another_language(text, now=now, month_first=month_first)
    )


def exact(value: object) -> Moment | None:
    """A time in ISO 8601 or RFC 2822 with its zone, or seconds (milliseconds) since 1970."""
    if isinstance(value, str):
        if _WHOLE.fullmatch(value) is not None:
            return _with_zone(value)
        value = value.strip()
        if not (value.isascii() and value.isdigit() and 9 <= len(value) <= 13):
            return _with_zone(value[:100])
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _from_seconds(value / 1000 if value > 100_000_000_000 else value)


def _with_zone(text: str) -> Moment | None:
    if _WHOLE.fullmatch(text) is not None:
        try:
            return _believed(datetime.fromisoformat(text), Precision.EXACT)
        except ValueError:
            return None
    if (found := _ISO.search(text)) is not None:
        try:
            moment = datetime.fromisoformat(
                f"{found[1]}-{found[2]}-{found[3]}T{found[4] or '00'}:{found[5] or '00'}"
                f":{found[6] or '00'}{_offset(found[7])}"
            )
        except ValueError:
            return None
        if found[4] is None:
            clock = _clock_in(text[: found.start()] + text[found.end() :])
            precision = Precision.DAY if clock is None else Precision.MINUTE
            return _believed(moment + (clock or timedelta(0)), precision)
        return _believed(moment, Precision.EXACT if found[7] else Precision.MINUTE)
    if re.match(r"[A-Z][a-z]{2}, \d", text):
        try:
            sent = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
        return _believed(sent, Precision.EXACT if sent.tzinfo else Precision.MINUTE)
    return None


def _written_out(text: str, *, now: datetime | None, month_first: bool | None) -> Moment | None:
    day = _day_in(text, now=now, month_first=month_first)
    if day is None:
        return None
    clock = _clock_in(text)
    if clock is None:
        return _believed(day, Precision.DAY)
    return _believed(day + clock, Precision.MINUTE)


def _day_in(text: str, *, now: datetime | None, month_first: bool | None) -> datetime | None:
    for found in _DAY_MONTH.finditer(text):
        if (month := _MONTHS.get(found[2].casefold())) is not None:
            return _day(found[3], month, int(found[1]), now=now)
    for found in _MONTH_DAY.finditer(text):
        if (month := _MONTHS.get(found[1].casefold())) is not None:
            return _day(found[3], month, int(found[2]), now=now)
    for found in _NUMBERS.finditer(text):
        one, two, three = int(found[1]), int(found[3]), int(found[4])
        if len(found[1]) == 4:
            return _day(found[1], two, three, now=now)
        if len(found[1]) > 2:
            continue
        day, month = one, two
        if two > 12 or (month_first and one <= 12):
            day, month = two, one
        return _day(found[4], month, day, now=now)
    if now is None:
        return None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if _TODAY.search(text):
        return midnight
    if _YESTERDAY.search(text):
        return midnight - timedelta(days=1)
    for number, name in enumerate(_WEEKDAYS):
        if re.search(rf"\b{name}\b", text, re.IGNORECASE) and _clock_in(text) is not None:
            return midnight - timedelta(days=(midnight.weekday() - number) % 7 or 7)
    return None


def _day(year: str | None, month: int, day: int, *, now: datetime | None) -> datetime | None:
    if year is None:
        # "25 Sep" is the last one there was.
        if now is None:
            return None
        number = now.year
    else:
        number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        found = datetime(number, month, day, tzinfo=UTC)
        if year is None and now is not None and found > now + AHEAD:
            found = found.replace(year=number - 1)
    except ValueError:
        return None
    return found


def _clock_in(text: str) -> timedelta | None:
    # A date's own points ("25.09.2026") are no clock.
    if any(text.count(sign) > 1 for sign in "-./"):
        text = _NUMBERS.sub(" ", text)
    found = _CLOCK.search(text)
    if found is None:
        if (hour := _HOUR.search(text)) is None:
            named = _NAMED_HOUR.search(text)
            if named is None:
                return None
            return timedelta(hours=12 if named[1].lower() == "noon" else 0)
        hours, minutes, seconds, half = int(hour[1]), 0, 0, hour[2]
    else:
        hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
        half = found[4]
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _relative(text: str, *, now: datetime | None) -> Moment | None:
    if now is None:
        return None
    if _JUST_NOW.search(text):
        return Moment(now, Precision.RELATIVE, timedelta(minutes=1))
    found = _AGO.search(text)
    if found is None or not (_PAST.search(text) or found[0].strip() == text):
        return None
    number = float(found[1].replace(",", ".")) if found[1][0].isdigit() else 1
    unit = next((size for names, size in _UNITS if names.fullmatch(found[2].lower())), None)
    if unit is None or number > 10_000:
        return None
    moment = _believed(now - number * unit, Precision.RELATIVE)
    return Moment(moment.at, Precision.RELATIVE, unit) if moment is not None else None


def _in_another_language(
    text: str, *, now: datetime | None, month_first: bool | None
) -> Moment | None:
    """What a forum says in one of the many languages that only the reader of any forum knows."""
    if len(text) > LONGEST_TEXT or not (any(map(str.isalpha, text)) and _DIGIT.search(text)):
        return None
    found = DateReader(now=now, month_first=bool(month_first)).find(text)
    is_month = found is not None and found.precision is Precision.DAY and found.rounded_by
    return None if is_month else found


def _offset(zone: str | None) -> str:
    return "+00:00" if zone in (None, "Z", "UTC", "GMT") else zone or ""


def _from_seconds(seconds: float) -> Moment | None:
    try:
        return _believed(datetime.fromtimestamp(seconds, UTC), Precision.EXACT)
    except (ValueError, OverflowError, OSError):
        return None


def _believed(moment: datetime, precision: Precision) -> Moment | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        if moment.tzinfo is not UTC:
            moment = moment.astimezone(UTC)
        return Moment(moment, precision) if moment >= EARLIEST else None
    except OverflowError:
        return None
