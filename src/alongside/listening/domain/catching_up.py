"""What of a board's list is opened at a visit: what is new, what waits, what was let through late.

A visit opens a bounded number of threads, and so does a day, the newest first: whoever asked today
can still be answered in time. What there was no room for waits for the next visits and is known by
the times between which it was asked. What has waited for too long is left out and counted.

Law 4: what matched nothing is not stored, not even its number in the forum. That a moderator let
through a thread of yesterday is known by counting: for each of the last hours we keep how many
threads the board's list had that were asked in it. Where it has one more, those of this hour are
opened again.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alongside.connectors.port import Precision, ThreadHeading

MOST_A_VISIT = 40
MOST_A_DAY = 400
# An official's answer to an older question helps nobody who asked it.
WORTH_READING = timedelta(days=14)
# How far back threads that were let through late are looked for, and how often the list is asked so
# far back.
LATE_BY = timedelta(days=3)
LOOKED_FOR_EVERY = timedelta(days=1)

MOST_AHEAD = 200  # hours, the nearest

HOUR = timedelta(hours=1)
_A_LITTLE = timedelta(seconds=1)
# How much later a time may be than it is told, by the forum's own clock (connectors.pages).
_ROUNDED_BY = {
    Precision.EXACT: timedelta(0),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.DAY: timedelta(days=1),
    Precision.RELATIVE: timedelta(hours=14),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reading of a board was left.

    Everything asked up to `newest_asked_at` was seen, but for what waits: `waiting` threads asked
    between the two other times, the last of them `waiting_id`, for a forum may tell one time of
    many threads. That is a mark: what stands for a number in some forums repeats the title.
    `counts` says for hours since `counted_from`, by their beginnings, how many threads asked in
    them the list had. `ahead` says the same of threads dated later than the visit that read them: a
    forum's clock may be ahead of ours. `looked_back_at`: when it was last asked so far back.
    """

    newest_asked_at: datetime | None = None
    waiting: int = 0
    waiting_from: datetime | None = None
    waiting_until: datetime | None = None
    waiting_id: str = ""
    counts: Mapping[datetime, int] = field(default_factory=dict)
    ahead: Mapping[datetime, int] = field(default_factory=dict)
    counted_from: datetime | None = None
    looked_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visit opens, newest first; what waits for another; how many are left out for good."""

    to_open: tuple[ThreadHeading, ...]
    waiting: tuple[ThreadHeading, ...]
    left_out: int
    found_new: int  # threads started since the last visit


def since_of(place: Place, *, at: datetime) -> datetime | None:
    """From when the board's list is asked for; None: its first page, for it was never read.

    Always from the beginning of an hour, so that what is counted by hours is whole.
    """
    if place.newest_asked_at is None:
        return None
    since = place.newest_asked_at
    if place.waiting and place.waiting_from is not None:
        since = min(since, place.waiting_from)
    if _looks_back(place, at) and place.counted_from is not None:
        since = min(since, max(at - LATE_BY, place.counted_from))
    return hour_of(since) - _A_LITTLE


def asks_for_news_alone(place: Place, *, at: datetime) -> bool:
    """Whether a list whose first page has not changed has nothing for us."""
    return place.newest_asked_at is not None and not place.waiting and not _looks_back(place, at)


def choose(
    headings: Iterable[ThreadHeading],
    *,
    place: Place,
    is_known: Callable[[ThreadHeading], bool],
    opened_today: int,
    most_a_visit: int = MOST_A_VISIT,
    most_a_day: int = MOST_A_DAY,
    worth_reading: timedelta = WORTH_READING,
    at: datetime,
) -> Choice:
    """What to open of a board's list, asked for since `since_of(place)`.

    `is_known` says of a thread that every body has its enquiry already: it is not opened again.
    """
    listed = sorted(headings, key=_by_time, reverse=True)
    grown, was_ahead = _grown_hours(listed, place), _hours_seen_ahead(listed, place)
    candidates = [
        each
        for each in listed
        if _is_wanted(each, place, grown)
        and not (_is_new(each, place) and hour_of(each.asked_at) in was_ahead)
    ]
    wanted = [each for each in candidates if not is_known(each)]
    is_first = place.newest_asked_at is None
    too_old = [each for each in wanted if each.asked_at < at - worth_reading]
    wanted = [each for each in wanted if each.asked_at >= at - worth_reading]
    room = max(0, min(most_a_visit, most_a_day - opened_today))
    return Choice(
        to_open=tuple(wanted[:room]),
        waiting=tuple(wanted[room:]),
        # What was asked long before the first visit was never ours to read.
        left_out=0 if is_first else len(too_old),
        found_new=sum(_is_new(each, place) for each in listed if each.asked_at <= at),
    )


def place_after(
    place: Place,
    listed: Sequence[ThreadHeading],
    *,
    unread: Collection[ThreadHeading],
    is_whole_list: bool = True,
    at: datetime,
) -> Place:
    """Where reading is left once all that was chosen was read, but for `unread`.

    Without `is_whole_list` the list ended before it came to what was seen already: nothing can be
    counted from before now.
    """
    # A date in the future would hide every question until then.
    times = [each.asked_at for each in listed if each.asked_at <= at]
    newest = max([*times, place.newest_asked_at or datetime.min.replace(tzinfo=at.tzinfo)])
    waits = sorted((each for each in unread if each.asked_at <= at), key=_by_time)
    counts, counted_from = _counts_after(place, listed, is_whole_list, at)
    left = {each.external_id for each in unread}
    ahead = Counter(
        hour_of(each.asked_at)
        for each in listed
        if each.asked_at > at
        and each.external_id not in left
        and each.precision is not Precision.RELATIVE
    )
    return replace(
        place,
        newest_asked_at=newest if times or place.newest_asked_at else None,
        waiting=len(waits),
        waiting_from=waits[0].asked_at if waits else None,
        waiting_until=waits[-1].asked_at if waits else None,
        waiting_id=_mark_of(waits[-1]) if waits else "",
        counts=counts,
        ahead=dict(sorted(ahead.items())[:MOST_AHEAD]),
        counted_from=counted_from,
        looked_back_at=at if _looks_back(place, at) else place.looked_back_at,
    )


def hour_of(moment: datetime) -> datetime:
    """The beginning of its hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def first_span(listed: Sequence[ThreadHeading], *, at: datetime) -> timedelta:
    """The time over which the threads of a first page were started."""
    times = [each.asked_at for each in listed if each.asked_at <= at]
    return at - min(times, default=at)


def _by_time(heading: ThreadHeading) -> tuple[datetime, str]:
    return heading.asked_at, _mark_of(heading)


def _mark_of(heading: ThreadHeading) -> str:
    """What tells a thread from others of its moment, and nothing of it to anybody."""
    return hashlib.sha256(heading.external_id.encode("utf-8", "replace")).hexdigest()[:16]


def _looks_back(place: Place, at: datetime) -> bool:
    return place.looked_back_at is None or at >= place.looked_back_at + LOOKED_FOR_EVERY


def _is_new(heading: ThreadHeading, place: Place) -> bool:
    return place.newest_asked_at is None or heading.asked_at > place.newest_asked_at


def _is_wanted(heading: ThreadHeading, place: Place, grown: Collection[datetime]) -> bool:
    if _is_new(heading, place) or _waits(heading, place):
        return True
    assert place.newest_asked_at is not None  # or it were new
    may_be_new = heading.asked_at + _ROUNDED_BY[heading.precision] > place.newest_asked_at
    if heading.precision is Precision.RELATIVE or not _is_counted(heading, place):
        return may_be_new
    return hour_of(heading.asked_at) in grown


def _waits(heading: ThreadHeading, place: Place) -> bool:
    return (
        place.waiting_from is not None
        and place.waiting_until is not None
        and place.waiting_from <= heading.asked_at
        and _by_time(heading) <= (place.waiting_until, place.waiting_id)
    )


def _is_counted(heading: ThreadHeading, place: Place) -> bool:
    """Whether the hour in which it was asked has been counted. "2 hours ago" is of no hour."""
    return (
        place.counted_from is not None
        and hour_of(heading.asked_at) >= place.counted_from
        and heading.precision is not Precision.RELATIVE
    )


def _grown_hours(listed: Iterable[ThreadHeading], place: Place) -> set[datetime]:
    """Hours of which the list has more threads than it had, those that are new not counted."""
    now = Counter(
        hour_of(each.asked_at)
        for each in listed
        if _is_counted(each, place) and not _is_new(each, place)
    )
    return {hour for hour, count in now.items() if count > place.counts.get(hour, 0)}


def _hours_seen_ahead(listed: Iterable[ThreadHeading], place: Place) -> set[datetime]:
    """Hours all of whose threads were read when they were dated in the future."""
    now = Counter(hour_of(each.asked_at) for each in listed if _is_new(each, place))
    return {hour for hour, count in now.items() if count <= place.ahead.get(hour, 0)}


def _counts_after(
    place: Place, listed: Iterable[ThreadHeading], is_whole_list: bool, at: datetime
) -> tuple[dict[datetime, int], datetime]:
    oldest = hour_of(at - LATE_BY)
    since = since_of(place, at=at)
    if since is None or place.counted_from is None or not is_whole_list:
        counted_from, before = hour_of(at), {}
    else:
        counted_from = max(place.counted_from, oldest)
        # What the list was not asked for stands as it was.
        before = {hour: count for hour, count in place.counts.items() if oldest <= hour <= since}
    now = Counter(
        hour_of(each.asked_at)
        for each in listed
        if each.precision is not Precision.RELATIVE
        and each.asked_at <= at
        and hour_of(each.asked_at) >= counted_from
    )
    return {**before, **now}, counted_from
