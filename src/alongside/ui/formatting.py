"""Numbers, dates and lengths of time as people say them. No clock: `now` is an argument."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

from django.utils import dateformat
from django.utils.translation import get_language_info, gettext, ngettext

from alongside.core import opening_hours as hours_of_the_week

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """With commas between thousands: 42,000. None is "no value", never 0.

    `places` fixes the digits after the point; without it, whole numbers have none and others one.
    """
    if value is None:
        return gettext("no value")
    return _digits(value, places)


@lru_cache(maxsize=4096)
def _digits(value: int | float | Decimal, places: int | None) -> str:
    if places is None:
        places = 0 if value == int(value) else 1
    return f"{value:,.{places}f}"


def capitalize_first(text: str) -> str:
    """The text with a capital at its beginning; the rest of it, such as names, as it is."""
    return text[:1].upper() + text[1:]


def language_name(tag: str) -> str:
    """Welsh for "cy" (BCP 47); a language that Django has no name for is its tag."""
    try:
        name: str = get_language_info(tag.lower())["name_translated"]
    except KeyError:
        return tag
    return name


def opening_hours(texts: Sequence[str]) -> str:
    """Monday to Friday, 9:00 to 17:00, of hours as core.opening_hours writes them."""
    return hours_of_the_week.words_of(
        hours_of_the_week.all_parsed(texts),
        days=[gettext(day) for day in hours_of_the_week.DAY_WORDS],
        to=gettext("to"),
        joint=gettext("and"),
    )


# Marks that people copy along with the words of a source; a page has its own.
_QUOTES = {'"': '"', "“": "”", "„": "“", "‘": "’", "«": "»", "'": "'"}


def unquoted(text: str) -> str:
    """Quoted words without the marks around them, so that a page can put its own."""
    bare = text.strip()
    if len(bare) > 2 and _QUOTES.get(bare[0]) == bare[-1]:
        inside = bare[1:-1]
        # '"A" and "B"' begins and ends with marks that are not one pair.
        if bare[0] not in inside and bare[-1] not in inside:
            return inside.strip()
    return bare


def day(value: date) -> str:
    """22 November 2026. For an aware moment, convert it to the reader's time zone first."""
    return dateformat.format(value, "j F Y")


def moment(value: datetime, zone: tzinfo) -> str:
    """22 November 2026 at 17:05. Raises ValueError for a moment without a time zone."""
    local = _local(value, zone)
    return gettext("%(day)s at %(time)s") % {"day": day(local), "time": _clock(local)}


def duration(value: timedelta | int | float | None) -> str:
    """The two largest units, rounded down: 2 days 4 hours. A bare number is of seconds.

    None is "no value"; less than a minute says so. Raises ValueError for a negative length.
    """
    if value is None:
        return gettext("no value")
    length = value if isinstance(value, timedelta) else timedelta(seconds=value)
    if length < timedelta(0):
        raise ValueError(f"A length of time cannot be negative, as {length!r} is.")
    days, rest = divmod(length, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    counted = ((days, _days(days)), (hours, _hours(hours)), (minutes, _minutes(minutes)))
    parts = [said for count, said in counted if count]
    if not parts:
        return gettext("less than a minute")
    # "3 days 5 minutes" would claim a precision that nobody needs.
    if days and not hours:
        parts = parts[:1]
    return " ".join(parts[:2])


def relative(value: datetime, *, now: datetime, zone: tzinfo) -> str:
    """2 hours ago, in 3 days, yesterday at 17:05; a week away and further, the day itself.

    Raises ValueError for moments without a time zone.
    """
    local, today = _local(value, zone), _local(now, zone).date()
    ahead = value > now
    away = value - now if ahead else now - value
    days_away = abs((local.date() - today).days)
    if away < MINUTE:
        return gettext("in less than a minute") if ahead else gettext("just now")
    if away >= WEEK:
        return day(local)
    if away < HOUR:
        length = _minutes(away // MINUTE)
    elif away < DAY:
        length = _hours(away // HOUR)
    elif days_away == 1:
        said = gettext("tomorrow at %(time)s") if ahead else gettext("yesterday at %(time)s")
        return said % {"time": _clock(local)}
    else:
        length = _days(days_away)
    said = gettext("in %(length)s") if ahead else gettext("%(length)s ago")
    return said % {"length": length}


def due(value: datetime, *, now: datetime, zone: tzinfo) -> str:
    """today at 17:00, tomorrow at 09:30, Friday at 12:00; further away, the day and the time.

    Raises ValueError for moments without a time zone.
    """
    local, today = _local(value, zone), _local(now, zone).date()
    days_ahead = (local.date() - today).days
    words = {"time": _clock(local), "weekday": dateformat.format(local, "l")}
    if days_ahead == 0:
        return gettext("today at %(time)s") % words
    if days_ahead == 1:
        return gettext("tomorrow at %(time)s") % words
    if days_ahead == -1:
        return gettext("yesterday at %(time)s") % words
    if 1 < days_ahead < 7:
        return gettext("%(weekday)s at %(time)s") % words
    return moment(value, zone)


def remaining(value: datetime, *, now: datetime) -> str:
    """40 minutes left, or 3 hours late. Raises ValueError for moments without a time zone."""
    for given in (value, now):
        _refuse_naive(given)
    if value >= now:
        return gettext("%(length)s left") % {"length": duration(value - now)}
    return gettext("%(length)s late") % {"length": duration(now - value)}


def _local(value: datetime, zone: tzinfo) -> datetime:
    _refuse_naive(value)
    return value.astimezone(zone)


def _refuse_naive(value: datetime) -> None:
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone, so nobody can say when it was.")


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}"


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


def _hours(count: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
