"""Writing the place reached in each board."""

from datetime import datetime

from django.db import transaction

from alongside.audit import actions as audit
from alongside.forums.models import Forum
from alongside.listening.domain import visits
from alongside.listening.models import BoardReading


@transaction.atomic
def schedule_boards(*, forum: Forum, at: datetime) -> None:
    """Every board of the forum gets its place, due now."""
    BoardReading.objects.bulk_create(
        [BoardReading(board=board, next_visit_at=at) for board in forum.boards.all()],
        ignore_conflicts=True,
    )


@transaction.atomic
def record_reading(
    *,
    reading_id: int,
    newest_asked_at: datetime | None,
    threads_read: int,
    problem: str = "",
    at: datetime,
) -> None:
    """The board was read up to `newest_asked_at` (None: nothing new).

    A place in the future is taken as `at`: it would hide every question until then. With a
    `problem` it was read no further; it is tried again later, after longer and longer
    pauses, and people see why.
    """
    reading = _locked(reading_id)
    if newest_asked_at is not None:
        newest = max(newest_asked_at, reading.newest_asked_at or newest_asked_at)
        reading.newest_asked_at = min(newest, at)
    reading.visited_at, reading.claimed_until = at, None
    reading.problem = problem.replace("\0", "")[:300]
    is_practice = reading.board.forum.is_practice
    if problem:
        reading.failures = min(reading.failures + 1, 1000)
        reading.next_visit_at = visits.after_failure(
            failures=reading.failures, visited_at=at, is_practice=is_practice
        )
    else:
        reading.failures = 0
        reading.next_visit_at = visits.next_visit(
            newest_asked_at=reading.newest_asked_at, visited_at=at, is_practice=is_practice
        )
    reading.save()
    if threads_read:
        audit.record(
            kind="board.read",
            actor=audit.WORKER,
            subject=f"forum:{reading.board.forum.slug}",
            at=at,
            details={"board": reading.board.external_id, "threads": threads_read},
        )


@transaction.atomic
def record_progress(*, reading_id: int, newest_asked_at: datetime, at: datetime) -> None:
    """The board was read up to there, and is being read on or given back: it stays due."""
    reading = _locked(reading_id)
    newest = max(newest_asked_at, reading.newest_asked_at or newest_asked_at)
    reading.newest_asked_at = min(newest, at)
    reading.save(update_fields=["newest_asked_at"])


@transaction.atomic
def skip_reading(*, reading_id: int, problem: str, at: datetime) -> None:
    """Nobody may read here now: nothing was fetched. Looked at again at the next visit."""
    reading = _locked(reading_id)
    reading.problem, reading.claimed_until = problem[:300], None
    reading.next_visit_at = visits.next_visit(
        newest_asked_at=at, visited_at=at, is_practice=reading.board.forum.is_practice
    )
    reading.save()


@transaction.atomic
def put_off_reading(*, reading_id: int, until: datetime) -> None:
    """Nothing was fetched: the operator allows the next reading from then on."""
    reading = _locked(reading_id)
    reading.claimed_until, reading.next_visit_at = None, until
    reading.save(update_fields=["claimed_until", "next_visit_at"])


def _locked(reading_id: int) -> BoardReading:
    return (
        BoardReading.objects.select_for_update(of=("self",))
        .select_related("board__forum")
        .get(pk=reading_id)
    )
