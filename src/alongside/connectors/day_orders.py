"""Whether 05/06/2026 is in May or in June: by the other dates of a page, and by its language."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from alongside.connectors.dates import LONGEST_TEXT, NUMBERED, NUMBERS, DateReader
from alongside.connectors.time_words import WEEKDAYS

_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = 12
# Where the month may come first: in English.
_SHORT_WEEKDAYS = {
    short: number
    for number, names in enumerate(
        ("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun"),
    )
    for short in names.split()
}


def numbered_dates(texts: Iterable[str | None]) -> list[str]:
    """Those of the texts that are dates in numbers."""
    return [text for text in texts if text and len(text) <= LONGEST_TEXT and NUMBERS.search(text)]


def month_comes_first(
    texts: Sequence[str], reader: DateReader, *, besides: Sequence[str] = ()
) -> bool:
    """Whether 05/06/2026 on this page is in May, by the page's own dates.

    A number above 12 settles it, also in the dates `besides`, which stand in no order, or a weekday
    or "3 months ago" beside a date; else the order in which the dates rise and lie in no future;
    else the habit of the page's language.
    """
    votes, pairs = 0, []
    for index, text in enumerate((*texts, *besides)):
        is_alone = found = NUMBERED.fullmatch(text)
        if found is None and len(text) <= LONGEST_TEXT:
            found = NUMBERS.search(text)
        if found is None or len(found[1]) > 2 or len(found[4]) < 2:
            continue
        one, two, year = int(found[1]), int(found[3]), int(found[4])
        if one > 12 >= two:
            votes -= 1
        elif two > 12 >= one:
            votes += 1
        elif one and two and year and one != two and not is_alone:
            votes += _vote_of_weekday(text, (one, two), year) or _vote_of_span(
                text, (one, two), year, reader
            )
        if index < len(texts):
            pairs.append((year, one, two))
    if votes:
        return votes > 0
    if reader.now is not None and pairs:
        today = (reader.now.year, reader.now.month, reader.now.day)
        century = 2000 if pairs[0][0] < 100 else 0
        as_months = [(year + century, one, two) for year, one, two in pairs]
        as_days = [(year + century, two, one) for year, one, two in pairs]
        faults = [
            sum(day > today for day in order) + sum(two < one for one, two in pairwise(order))
            for order in (as_months, as_days)
        ]
        if faults[0] != faults[1]:
            return faults[0] < faults[1]
    return reader.language == "en" and reader.region == "us"


def _vote_of_weekday(text: str, numbers: tuple[int, int], year: int) -> int:
    """What "Tue, 05/06/2026" says: 1 for the month first, -1 for the day, 0 for none."""
    told = (
        _SHORT_WEEKDAYS.get(word, WEEKDAYS.get(word)) for word in _WORD.findall(text.casefold())
    )
    named = {number for number in told if number is not None}
    if len(named) != 1 or max(numbers) > _MONTHS:
        return 0
    one, two = numbers
    century = 2000 if year < 100 else 0
    as_month, as_day = (
        datetime(year + century, month, day, tzinfo=UTC).weekday() in named
        for month, day in ((one, two), (two, one))
    )
    return as_month - as_day


def _vote_of_span(text: str, numbers: tuple[int, int], year: int, reader: DateReader) -> int:
    """What "05/06/2026 (3 months ago)" says: 1 for the month first, -1 for the day, 0 for none."""
    ago = reader.counted_back(text) if any(map(str.isalpha, text)) else None
    if ago is None:
        return 0
    century = 2000 if year < 100 else 0
    one, two = numbers
    off = [
        abs(datetime(year + century, month, day, tzinfo=UTC) - ago.at)
        for month, day in ((one, two), (two, one))
    ]
    if min(off) > ago.rounded_by or max(off) < 2 * ago.rounded_by:
        return 0
    return 1 if off[0] < off[1] else -1


def has_open_date(text: str) -> bool:
    """Whether a time is written so that only the whole page can tell the day from the month."""
    found = NUMBERS.search(text)
    if found is None or found[2] == "." or len(found[1]) > 2:
        return False
    return int(found[1]) <= 12 and int(found[3]) <= 12
