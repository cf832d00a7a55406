"""Times as programs write them for programs; what people write is read by `dates`."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from alongside.connectors.dates import EARLIEST, iso_in
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

_LONGEST = 100
_MOST_SECONDS = 100_000_000_000  # more are thousandths


def exact(value: object) -> Moment | None:
    """A time in ISO 8601 or RFC 2822, or seconds (thousandths of them) since 1970.

    One without a zone is to the minute, one without a clock to the day. None if it is none, or
    before the web.
    """
    if isinstance(value, str):
        value = value.strip()[:_LONGEST]
        if not (value.isascii() and value.isdecimal() and 9 <= len(value) <= 13):
            return _believed(_by_standard(value) or _otherwise(value))
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _believed(_since_1970(value / 1000 if value > _MOST_SECONDS else value))


def _by_standard(value: str) -> Moment | None:
    """ISO 8601 as programs write it: much the most frequent, and much the fastest to read."""
    if value[4:5] != "-":
        return None
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            return Moment(at if at.tzinfo is UTC else at.astimezone(UTC))
    except (ValueError, OverflowError):
        return None
    precision = Precision.DAY if len(value) <= 10 else Precision.MINUTE
    return Moment(at.replace(tzinfo=UTC), precision)


def _otherwise(value: str) -> Moment | None:
    try:
        if (found := iso_in(value)) is not None:
            return found
        sent = parsedate_to_datetime(value)
        if sent.tzinfo is None:
            return Moment(sent.replace(tzinfo=UTC), Precision.MINUTE)
        return Moment(sent.astimezone(UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _since_1970(seconds: float) -> Moment | None:
    try:
        return Moment(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _believed(found: Moment | None) -> Moment | None:
    return found if found is not None and found.at >= EARLIEST else None
