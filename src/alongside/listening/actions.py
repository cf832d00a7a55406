"""Writing the place reached in each board, and what reading came to in numbers."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.fetching.messages import Validators
from alongside.forums.models import Forum
from alongside.listening.domain import visits
from alongside.listening.domain.catching_up import MOST_A_DAY, Place
from alongside.listening.models import BoardReading, ReadingDay

# Boards of a forum get their first places one after another, not all at one moment.
BETWEEN_FIRST_VISITS = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Visited:
    """What came of one visit of a board.

    `threads` were looked at, `counted_before` in earlier parts of the visit; of `kept` some body
    has a question. `found_new` were started since the last visit, `over` this time. `not_before`:
    until then the forum, or our own manners, want it left alone. `validators` are of the list's
    first page. `promised` and `agreed_pause` are as in `visits.next_visit`. Without `has_asked`
    nothing went out to the forum, so it was no visit.
    """

    place: Place
    threads: int = 0
    kept: int = 0
    left_out: int = 0
    found_new: int = 0
    over: timedelta | None = None
    is_overlong: bool = False
    counted_before: int = 0
    validators: Validators = field(default_factory=Validators)
    problem: str = ""
    not_before: datetime | None = None
    promised: timedelta | None = None
    agreed_pause: timedelta = timedelta(0)
    has_asked: bool = True


@transaction.atomic
def schedule_boards(*, forum: Forum, at: datetime) -> None:
    """Every board of the forum gets its place, the first one due now."""
    between = timedelta(0) if forum.is_practice else BETWEEN_FIRST_VISITS
    BoardReading.objects.bulk_create(
        [
            BoardReading(board=board, next_visit_at=at + number * between)
            for number, board in enumerate(forum.boards.order_by("pk"))
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def record_reading(*, reading_id: int, visited: Visited, at: datetime) -> None:
    """The board was visited; where it was left, and when it is next.

    A place in the future is taken as `at`: it would hide every question until then. With a
    `problem` it was read no further; it is tried again later, after longer and longer
    pauses, and people see why.
    """
    reading = _locked(reading_id)
    over = visited.over or at - (reading.read_at or at)
    _take_place(reading, visited.place, at)
    reading.claimed_until = None
    reading.problem = visited.problem.replace("\0", "")[:300]
    is_practice = reading.board.forum.is_practice
    spread = _spread_of(reading)
    today = _count(reading, visited, at, visits_made=int(visited.has_asked))
    if visited.problem:
        reading.failures = min(reading.failures + 1, 1000)
        next_visit_at = visits.after_failure(
            failures=reading.failures, visited_at=at, is_practice=is_practice, spread=spread
        )
    else:
        reading.failures, reading.read_at = 0, at
        reading.threads_a_day = visits.rate_after(
            reading.threads_a_day, threads=visited.found_new, over=over
        )
        next_visit_at = visits.next_visit(
            threads_a_day=reading.threads_a_day,
            visited_at=at,
            promised=visited.promised,
            agreed_pause=visited.agreed_pause,
            is_behind=reading.waiting > 0,
            is_practice=is_practice,
            spread=spread,
        )
    if reading.waiting and today.threads >= MOST_A_DAY:
        next_visit_at = max(next_visit_at, _tomorrow(at) + spread * visits.BEHIND_PAUSE)
    _keep_validators(reading, visited.validators)
    if visited.has_asked:
        reading.visited_at = at
    reading.next_visit_at = _outside_quiet_hours(
        max(next_visit_at, visited.not_before or next_visit_at), reading
    )
    reading.save()
    if threads := visited.threads + visited.counted_before:
        audit.record(
            kind="board.read",
            actor=audit.WORKER,
            subject=f"forum:{reading.board.forum.slug}",
            at=at,
            details={"board": reading.board.external_id, "threads": threads},
        )


@transaction.atomic
def record_progress(*, reading_id: int, visited: Visited, at: datetime) -> None:
    """The board was read up to there, and is being read on or given back: it stays due."""
    reading = _locked(reading_id)
    _take_place(reading, visited.place, at)
    _count(reading, visited, at, visits_made=0)
    reading.save()


@transaction.atomic
def skip_reading(*, reading_id: int, problem: str, at: datetime) -> None:
    """Nobody may read here now: nothing was fetched. Looked at again at the next visit."""
    reading = _locked(reading_id)
    reading.problem, reading.claimed_until = problem[:300], None
    is_practice = reading.board.forum.is_practice
    pause = visits.PRACTICE_INTERVAL if is_practice else visits.SOONEST
    reading.next_visit_at = at + pause
    reading.save()


@transaction.atomic
def put_off_reading(*, reading_id: int, until: datetime) -> None:
    """Nothing was fetched: the operator allows the next reading from then on."""
    reading = _locked(reading_id)
    reading.claimed_until, reading.next_visit_at = None, until
    reading.save(update_fields=["claimed_until", "next_visit_at"])


@transaction.atomic
def count_look_again(*, forum: Forum, board_id: str, at: datetime) -> None:
    """A thread with an open question was looked at again."""
    today = _today(forum.pk, board_id, at)
    ReadingDay.objects.filter(pk=today.pk).update(looked_again=F("looked_again") + 1)
    audit.record(
        kind="board.read_again",
        actor=audit.WORKER,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"board": board_id},
    )


@transaction.atomic
def forget_days(*, at: datetime) -> int:
    """Deletes numbers of days long past; of how many."""
    oldest = timezone.localdate(at) - visits.COUNTS_KEPT
    return ReadingDay.objects.filter(day__lt=oldest).delete()[0]


def _take_place(reading: BoardReading, place: Place, at: datetime) -> None:
    if place.newest_asked_at is not None:
        newest = max(place.newest_asked_at, reading.newest_asked_at or place.newest_asked_at)
        reading.newest_asked_at = min(newest, at)
    reading.waiting = place.waiting
    reading.waiting_from, reading.waiting_until = place.waiting_from, place.waiting_until
    reading.waiting_id = place.waiting_id.replace("\0", "")[:100]
    reading.counts, reading.ahead = _as_stored(place.counts), _as_stored(place.ahead)
    reading.counted_from, reading.looked_back_at = place.counted_from, place.looked_back_at


def _as_stored(counts: Mapping[datetime, int]) -> dict[str, int]:
    return {hour.isoformat(): count for hour, count in sorted(counts.items())}


def _keep_validators(reading: BoardReading, validators: Validators) -> None:
    """Ones that are too long to keep are as good as none."""
    fits = len(validators.etag) <= 200 and len(validators.last_modified) <= 60
    kept = validators if fits and "\0" not in validators.etag else Validators()
    reading.etag, reading.last_modified = kept.etag, kept.last_modified.replace("\0", "")


def _count(
    reading: BoardReading, visited: Visited, at: datetime, *, visits_made: int
) -> ReadingDay:
    """Adds to the day's numbers; gives them as they are now."""
    today = _today(reading.board.forum_id, reading.board.external_id, at)
    today.visits += visits_made
    today.threads += visited.threads
    today.kept += visited.kept
    if visits_made:
        today.left_out += visited.left_out
        today.overlong += visited.is_overlong
    today.save()
    return today


def _today(forum_id: int, board_id: str, at: datetime) -> ReadingDay:
    """The day's numbers, locked: several workers may read one forum."""
    day = timezone.localdate(at)
    found, _added = ReadingDay.objects.get_or_create(forum_id=forum_id, board_id=board_id, day=day)
    return ReadingDay.objects.select_for_update().get(pk=found.pk)


def _spread_of(reading: BoardReading) -> float:
    """Where between 0 and 1 the board stands, so that those of one forum are not due at once."""
    return zlib.crc32(f"board {reading.pk}".encode()) / 2**32


def _outside_quiet_hours(moment: datetime, reading: BoardReading) -> datetime:
    quiet = settings.ALONGSIDE_QUIET_HOURS
    if quiet is None or reading.board.forum.is_practice:
        return moment
    return visits.outside_quiet_hours(
        moment, seconds_left=quiet.seconds_left, spread=_spread_of(reading)
    )


def _tomorrow(at: datetime) -> datetime:
    day = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(0)))


def _locked(reading_id: int) -> BoardReading:
    return (
        BoardReading.objects.select_for_update(of=("self",))
        .select_related("board__forum")
        .get(pk=reading_id)
    )
