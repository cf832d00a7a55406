"""Times as people's forums write them, in many languages: exact, to the minute, day or span.

Pure: what "yesterday" means is counted from the `now` of the reader, the time of the answer.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from alongside.connectors import time_words as words
from alongside.connectors.calendars import in_our_manner
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

# No forum is older than the web; a clock may be in another zone, but not a week ahead.
EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
LONGEST_TEXT = 160  # a time stands in a line of its own, or in one with few other words

_MONTH = timedelta(days=31)
_LONGEST_IN_MONTHS = timedelta(days=760)
_LONGEST_EASTERN = timedelta(days=60 * 365)  # a larger number of years is a year

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"
    r"(?:(?:T|\.(?=\d\d:)|,?\s+(?:at\s+)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"(?!\s*[ap]\.?\s?m\b)\s*(Z\b|[+-]\d{2}:?\d{2}|UTC\b|GMT\b)?)?",
    re.IGNORECASE,
)
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
NUMBERS = re.compile(
    r"(?<![\d.:/\-])(\d{1,4})\s?([./\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})(?![\d/\-])"
)
# A day in numbers with a clock and nothing else, as most forums in English write it.
NUMBERED = re.compile(
    r"(\d\d?)([-/.])(\d\d?)\2((?:19|20)\d\d),? (?:at )?(\d\d?):(\d\d)(?: ([ap])m)?\.?",
    re.ASCII | re.IGNORECASE,
)
_VERSION = re.compile(r"(?:version|release|\bver|\bv)\.?\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,14}")
_NEXT_WORD = re.compile(r"\.?[\s\-/]+(?:de\s+)?([^\W\d_]{2,14})")
_DAY_BEFORE = re.compile(
    r"(?<![\w.:#])(\d{1,2})\s?(?:st|nd|rd|th|er|\.?º)?(?:\s+(?:de|of|a))?[\s\-/.,’']*$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:19|20|25)\d{2})[.,\s\-/]*$")
_DAY_AFTER = re.compile(
    r"\.?[\s\-/]*(?<!\d)(\d{1,2})(?:\s?(?:st|nd|rd|th)\b|\.)?(?!\d|:\d|[.h]\d\d)"
    r"(?:,?[\s\-/.,’']+(?:de\s+)?((?:19|20|25)\d{2}|\d{2}(?![\d:.h]))(?!\d))?",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    r"\.?,?(?:\s+(?:de|del|of)\s+|[\s\-/.,’']*)((?:19|20|25)\d{2}|(?<=[\s\-/.’'])\d{2}(?![\d:.h]))"
    r"(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?:[:.]|\s?h\s?|時|点|시\s?)(\d{2})(?!\d)(?:[:.](\d{2})(?!\d))?分?"
    r"\s*([ap])?(?(4)\.?\s?m\b)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s*([ap])\.?\s?m\b", re.IGNORECASE)
# As Django's forums write 12:00 and 00:00 in English.
_NAMED_HOUR = re.compile(r"(?<!\w)(noon|midnight)(?!\w)", re.IGNORECASE)
_EASTERN_NOON = re.compile(r"(下午|午後|오후)")
_ZONE = re.compile(r"\s*(Z\b|UTC(?!\s*[+-])|GMT(?!\s*[+-])|[+-]\d{2}:?\d{2}\b)")

_SPAN = re.compile(
    rf"(?<![\w.,])(\d{{1,4}}(?:[.,]\d{{1,2}})?(?=\D)|(?:{'|'.join(sorted(words.ONE))})(?=\s))\s*([^\W\d_]{{1,12}})\.?(?!\w)"
)
_CLOSE_SPAN = re.compile(r"(\d{1,4})\s?([^\W\d_]+)")
_SHORT = "|".join(sorted(words.SHORT_SPANS, key=len, reverse=True))
_SHORT_AGO = re.compile(rf"(?<!\w)(\d{{1,3}})\s?({_SHORT}) ago(?!\w)")
_AGO = re.compile(rf"(?<!\w)(?:{words.AGO})(?!\w)")
_EASTERN_SPANS = "|".join(
    sorted([*words.SPANS_WITHOUT_BLANK, words.EASTERN_MONTH], key=len, reverse=True)
)
_EASTERN_AGO = re.compile(
    rf"((?:\d{{1,4}}\s*(?:{_EASTERN_SPANS})[\s,，、]*)+)(?:{words.AGO_WITHOUT_BLANK})"
)
_EASTERN_SPAN = re.compile(rf"(\d{{1,4}})\s*({_EASTERN_SPANS})")
# Words besides a span that say no more than that it is over: "since 3 days - by".
_BESIDE_SPANS = re.compile(rf"(?<!\w)(?:{words.BESIDE_SPANS})(?!\w)|[\s,&.·|\-–—]+")
_LONGEST_BESIDE_SPANS = 40  # letters
_WORTH_A_LOOK = re.compile(r"\d")
# Without a figure only these can tell a time.
_TELLING = (
    words.TODAY
    | words.YESTERDAY
    | words.BEFORE_YESTERDAY
    | words.ONE
    | {word.split()[0] for word in words.NOW}
)


class DateReader:
    """Reads the times of one page.

    `now` is when the page was answered; without it "yesterday" and a day without its year tell
    nothing. `language` is the page's own word (its `lang`). `month_first` says how 05/06/2026 is
    meant, None takes what the numbers allow and the language is known to do. `may_be_ahead`: the
    text is known to be the time of a post, and the forum's clock may be wrong; of other texts, days
    to come are of appointments.
    """

    def __init__(
        self,
        *,
        now: datetime | None = None,
        language: str = "",
        month_first: bool | None = None,
        may_be_ahead: bool = False,
    ) -> None:
        self.now = now.astimezone(UTC) if now is not None else None
        self.language, _, self.region = language.replace("_", "-").casefold().partition("-")
        self.month_first_is_open = month_first is None
        self.month_first = bool(month_first)
        self.may_be_ahead = may_be_ahead
        self._told: dict[str, bool] = {}
        self._of_posts: dict[str, Moment | None] = {}
        self._no_times = words.NO_TIMES_OF_LANGUAGE.get(self.language, frozenset())
        self._exceptions: Mapping[str, int] = words.MONTHS_OF_LANGUAGE.get(self.language, {})

    def find(self, text: str) -> Moment | None:
        """The first time in a short text; None if it tells none, or one not to be believed."""
        found = self._numbered(text) or self._find(text)
        return found if found is not None and self._is_believable(found) else None

    def moment_of_post(self, text: str) -> Moment | None:
        """The first time in a text that is known to hold a post's: a month alone is none."""
        # What each post repeats, a day or its thread's title, is read once.
        if text not in self._of_posts:
            found = self.find(text.strip()[:LONGEST_TEXT])
            is_a_month = found and found.precision is Precision.DAY and found.rounded_by
            self._of_posts[text] = None if is_a_month else found
        return self._of_posts[text]

    def tells_a_time(self, text: str) -> bool:
        """Whether a short text tells any time at all, be it wrong."""
        told = self._told.get(text)
        if told is None:
            told = self._told[text] = self._find(text, any_now=True) is not None
        return told

    def counted_back(self, text: str) -> Moment | None:
        """The time that a text counts back from now, whatever else it tells."""
        try:
            return self._relative(text.casefold(), self.now) if self.now is not None else None
        except (ValueError, OverflowError):
            return None

    def _is_believable(self, moment: Moment) -> bool:
        if moment.at < EARLIEST:
            return False
        return self.may_be_ahead or self.now is None or moment.at <= self.now + AHEAD

    def _numbered(self, text: str) -> Moment | None:
        """What `_find` says of the most frequent form, in a fifth of the time."""
        found = NUMBERED.fullmatch(text)
        if found is None:
            return None
        one, sign, two, year, hour, minute, half = found.groups()
        day, month, hours = int(one), int(two), int(hour)
        if day <= 12 and (month > 12 or (self.month_first and sign != ".")):
            day, month = month, day
        if half:
            hours = hours % 12 + (12 if half in "pP" else 0)
        try:
            at = datetime(int(year), month, day, hours, int(minute), tzinfo=UTC)
        except ValueError:
            return None
        return Moment(at, Precision.MINUTE)

    def _find(self, text: str, *, any_now: bool = False) -> Moment | None:
        if len(text) > LONGEST_TEXT:
            return None
        text = in_our_manner(text)
        folded = text.casefold()
        now = self.now or (_ANY_NOW if any_now else None)
        if not _WORTH_A_LOOK.search(folded):
            if _TELLING.isdisjoint(re.split(r"[\s,.:()|·•]+", folded)):
                return None
            return self._of_words(folded, now) or self._relative(folded, now)
        try:
            return (
                iso_in(text)
                or self._to_the_minute(folded, now)
                or self._relative(folded, now)
                or self._written_out(folded, now)
                or self._of_words(folded, now)
            )
        except (ValueError, OverflowError):
            return None

    def _to_the_minute(self, text: str, now: datetime | None) -> Moment | None:
        """A day with its year and its clock, which says more than "3 days ago" beside it."""
        if ":" not in text or not ("20" in text or "19" in text or text.count("/") > 1):
            return None
        found = self._written_out(text, now)
        return found if found is not None and found.precision is not Precision.DAY else None

    def _written_out(self, text: str, now: datetime | None) -> Moment | None:
        day = self._eastern(text) or self._in_numbers(text) or self._named(text, now)
        if day is None:
            return None
        at, start, end, rounded_by = day
        if rounded_by:
            return Moment(at, Precision.DAY, rounded_by)
        return _with_clock(at, text, start, end)

    def _eastern(self, text: str) -> "_Day | None":
        if text.isascii() or (found := _EAST.search(text)) is None:
            return None
        return _day(int(found[1]), int(found[2]), int(found[3]), found.start(), found.end())

    def _in_numbers(self, text: str) -> "_Day | None":
        if text.count("-") < 2 and text.count("/") < 2 and text.count(".") < 2:
            return None  # found out in a tenth of the time
        for found in NUMBERS.finditer(text):
            start = found.start()
            if start and _VERSION.search(text, max(0, start - 12), start):
                continue
            one, two, three = int(found[1]), int(found[3]), int(found[4])
            if len(found[1]) == 4:
                year, month, day = one, two, three
                if len(found[4]) > 2:
                    continue
            elif len(found[1]) == 3 or len(found[4]) == 1:
                continue
            else:
                year, month, day = three, two, one
                if one <= 12 and (two > 12 or (self.month_first and found[2] != ".")):
                    month, day = one, two
                if len(found[4]) == 2:
                    if one > 31:
                        continue
                    year += 2000 if three < 70 else 1900
            if 1 <= month <= 12 and 1 <= day <= 31:
                return _day(year, month, day, start, found.end())
        return None

    def _named(self, text: str, now: datetime | None) -> "_Day | None":
        for found in _WORD.finditer(text):
            month = self._month(found[0])
            if month and (day := self._around(text, found.start(), found.end(), month, now)):
                return day
        return None

    def _around(
        self, text: str, start: int, end: int, month: int, now: datetime | None
    ) -> "_Day | None":
        """The day whose month's name stands in these places."""
        doubtful = text[start:end] in words.WORDS_IN_DOUBT and self.language in ("", "en")
        before = _DAY_BEFORE.search(text[max(0, start - 14) : start])
        year_before = _YEAR_BEFORE.search(text[max(0, start - 10) : start])
        if before is not None and 1 <= int(before[1]) <= 31:
            start -= len(before[0])
            year = _YEAR_AFTER.match(text, end)
            if year is not None:
                return _day(int(year[1]), month, int(before[1]), start, year.end())
            if doubtful:
                return None
            return _day_without_year(month, int(before[1]), start, end, now)
        after = _DAY_AFTER.match(text, end)
        if after and (behind := _NEXT_WORD.match(text, after.end(1))) and self._month(behind[1]):
            return None  # "mar. 3 nov. 2026" in French, Italian and Spanish: a Tuesday
        if after is not None and 1 <= int(after[1]) <= 31:
            if year_before is not None:
                return _day(int(year_before[1]), month, int(after[1]), start, after.end(1))
            if after[2] is not None:
                return _day(int(after[2]), month, int(after[1]), start, after.end())
            if doubtful:
                return None
            return _day_without_year(month, int(after[1]), start, after.end(1), now)
        year = _YEAR_AFTER.match(text, end)
        if year is not None and len(year[1]) == 4 and not doubtful:
            return _day(int(year[1]), month, 1, start, year.end(), _MONTH)
        return None

    def _month(self, word: str) -> int | None:
        return self._exceptions.get(word) or words.MONTHS.get(word)

    def _relative(self, text: str, now: datetime | None) -> Moment | None:
        if not text.isascii() and (east := _EASTERN_AGO.search(text)) is not None:
            return _eastern_ago(text, east[0], now)
        text = text.strip(" .,·•()")
        if (short := _CLOSE_SPAN.fullmatch(text)) is not None:
            span = words.SHORT_SPANS.get(short[2]) or words.SPANS.get(short[2])
            if span is not None and int(short[1]) * span > _LONGEST_IN_MONTHS > span:
                return None  # "82 months": how long somebody has been a member
            return _back(now, int(short[1]), span) if span is not None else None
        if " ago" in text and (ago := _SHORT_AGO.search(text)) is not None:
            return _back(now, int(ago[1]), words.SHORT_SPANS[ago[2]])
        spans, rest = _spans_in(text)
        if not spans:
            return None
        # Without the word "ago" it may be anything's age: only where nothing else is written.
        if not _is_beside_spans(rest) and not _AGO.search(rest):
            return None
        return _back_by(now, spans[:3])

    def _of_words(self, text: str, now: datetime | None) -> Moment | None:
        """ "Today, 12:42", "Monday at 3 pm", or a clock alone, which is today's."""
        if now is None:
            return None
        if text.strip(" .") in words.NOW:
            return Moment(now, Precision.RELATIVE, timedelta(minutes=1))
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        said = re.findall(r"[^\s\d,.:()|·•]+", words.in_one(text))
        tokens = set(said) - self._no_times
        if not tokens.isdisjoint(words.TODAY):
            return _with_clock(midnight, text, 0, 0)
        if not tokens.isdisjoint(words.BEFORE_YESTERDAY):
            return _with_clock(midnight - timedelta(days=2), text, 0, 0)
        if not tokens.isdisjoint(words.YESTERDAY):
            return _with_clock(midnight - timedelta(days=1), text, 0, 0)
        clock = _CLOCK.search(text) or _HOUR.search(text)
        if clock is None:
            return None
        for token in said:
            if (number := words.WEEKDAYS.get(token)) is not None:
                back = (midnight.weekday() - number) % 7 or 7
                return _with_clock(midnight - timedelta(days=back), text, 0, 0)
        if clock[0].strip() == text.strip() and (":" in clock[0] or clock.re is _HOUR):
            found = _with_clock(midnight, text, 0, 0)
            if found.precision is Precision.DAY:
                return None  # no clock shows 25:61
            if found.at > now + timedelta(hours=1):
                return Moment(found.at - timedelta(days=1), found.precision)
            return found
        return None


def is_a_span(text: str) -> bool:
    """Whether a text tells a span and nothing else: "since 3 months, 2 weeks"."""
    spans, rest = _spans_in(text.replace("\u00a0", " ").casefold())
    return bool(spans) and _is_beside_spans(_AGO.sub("", rest))


def _spans_in(text: str) -> tuple[list[tuple[float, timedelta]], str]:
    """The spans of time that a text tells, and what stands besides."""
    spans, rest = [], text
    for found in _SPAN.finditer(text):
        span = words.SPANS.get(found[2])
        if span is not None and (found[1][0].isdecimal() or found[1] in words.ONE):
            spans.append((_amount(found[1]), span))
            rest = rest.replace(found[0], "", 1)
    return spans, rest


def _is_beside_spans(rest: str) -> bool:
    return len(rest) <= _LONGEST_BESIDE_SPANS and not _BESIDE_SPANS.sub("", rest)


_ANY_NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
_Day = tuple[datetime, int, int, timedelta]


def reader_of_posts(
    *, now: datetime | None, month_first: bool | None = None, language: str = ""
) -> DateReader:
    """What reads texts that are known to hold a post's time.

    Where `month_first` is None, the day comes first in doubt.
    """
    return DateReader(now=now, language=language, month_first=month_first, may_be_ahead=True)


def iso_in(text: str) -> Moment | None:
    """The first time by ISO 8601 that stands in a text. Raises ValueError for a 31 February."""
    if "-" not in text or (found := _ISO.search(text)) is None:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if found[4] is None:
        at = datetime(year, month, day, tzinfo=UTC)
        return _with_clock(at, text, found.start(), found.end())
    offset = _offset(found[7])
    at = datetime(
        year, month, day, int(found[4]), int(found[5]), int(found[6] or 0), tzinfo=UTC
    ) - (offset or timedelta(0))
    return Moment(at, Precision.MINUTE if offset is None else Precision.EXACT)


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _year(year: int) -> int:
    if year < 100:
        return year + (2000 if year < 70 else 1900)
    # The Thai calendar counts from the Buddha.
    return year - 543 if year >= 2500 else year


def _day(
    year: int, month: int, day: int, start: int, end: int, rounded_by: timedelta = timedelta(0)
) -> _Day | None:
    try:
        return datetime(_year(year), month, day, tzinfo=UTC), start, end, rounded_by
    except ValueError:
        return None


def _day_without_year(
    month: int, day: int, start: int, end: int, now: datetime | None
) -> _Day | None:
    """ "25 Sep" is the last one there was."""
    if now is None:
        return None
    found = _day(now.year, month, day, start, end)
    if found is not None and found[0] > now + AHEAD:
        found = _day(now.year - 1, month, day, start, end)
    return found


def _with_clock(at: datetime, text: str, start: int, end: int) -> Moment:
    """The day, which begins at midnight, with the clock that stands after it, or else before it."""
    for part in (text[end : end + 40], text[max(0, start - 24) : start]):
        found = _CLOCK.search(part)
        hour = None if found is not None else _HOUR.search(part)
        if found is not None:
            hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
            half = found[4]
        elif hour is not None:
            hours, minutes, seconds, half = int(hour[1]), 0, 0, hour[2]
        elif (named := _NAMED_HOUR.search(part)) is not None:
            hours, minutes, seconds, half = 12 if named[1].casefold() == "noon" else 0, 0, 0, ""
        else:
            continue
        if half:
            hours = hours % 12 + (12 if half.casefold() == "p" else 0)
        elif hours < 12 and not part.isascii() and _EASTERN_NOON.search(part):
            hours += 12
        if hours > 23 or minutes > 59 or seconds > 59:
            continue
        moment = at.replace(hour=hours, minute=minutes, second=seconds)
        zone = _ZONE.match(part, found.end()) if found is not None else None
        if zone is not None and (offset := _offset(zone[1].upper())) is not None:
            return Moment(moment - offset, Precision.EXACT)
        return Moment(moment, Precision.MINUTE)
    return Moment(at, Precision.DAY)


def _amount(words: str) -> float:
    """ "3", "10.1" or "a"."""
    return float(words.replace(",", ".")) if words[0].isdecimal() else 1


def _eastern_ago(text: str, told: str, now: datetime | None) -> Moment | None:
    """ "2 年，5 月之前", "1 月 之前"; but "5月之前" in a sentence is before May, and so is
    "2026 年5月之前"."""
    spans = [
        (int(number), words.SPANS_WITHOUT_BLANK.get(span, timedelta(days=30)))
        for number, span in _EASTERN_SPAN.findall(told)
    ]
    is_month = len(spans) == 1 and re.match(rf"\d+{words.EASTERN_MONTH}", told) is not None
    if (is_month and told != text.strip()) or spans[0][0] * spans[0][1] > _LONGEST_EASTERN:
        return None
    return _back_by(now, spans)


def _back(now: datetime | None, number: float, span: timedelta) -> Moment | None:
    return _back_by(now, [(number, span)])


def _back_by(now: datetime | None, spans: Sequence[tuple[float, timedelta]]) -> Moment | None:
    """So many of each span before now, exact to the smallest of them."""
    if now is None:
        return None
    total = sum((number * span for number, span in spans), timedelta(0))
    return Moment(now - total, Precision.RELATIVE, min(span for _, span in spans))
