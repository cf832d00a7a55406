"""Reading what is due to be read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.fetching.messages import Validators
from alongside.forums.domain.kinds import READ_FROM
from alongside.forums.models import Board, Forum
from alongside.listening.domain.catching_up import Place
from alongside.listening.domain.visits import TOLD_AFTER
from alongside.listening.models import BoardReading, ReadingDay


def readings_of(forum_id: int) -> QuerySet[BoardReading]:
    """What we read in a forum, board by board: the public page "what is read here"."""
    return (
        BoardReading.objects.filter(board__forum_id=forum_id)
        .select_related("board")
        .order_by("board__name", "pk")
    )


def reading_of_board(forum_id: int, board_id: str) -> BoardReading | None:
    """Where we are with a board, by the forum's own number for it; None: we do not read it."""
    return BoardReading.objects.filter(
        board__forum_id=forum_id, board__external_id=board_id
    ).first()


def visits_of_others(reading: BoardReading, *, since: datetime) -> list[datetime]:
    """When the other boards of its forum were last visited, where that was after `since`."""
    others = BoardReading.objects.filter(board__forum_id=reading.board.forum_id).exclude(
        pk=reading.pk
    )
    visited = others.filter(visited_at__gt=since).values_list("visited_at", flat=True)
    return [moment for moment in visited if moment is not None]


def readings_in_trouble(forum_ids: QuerySet[Any]) -> dict[int, list[BoardReading]]:
    """Boards that failed so often in a row that a person should look, by their forums."""
    found: dict[int, list[BoardReading]] = {}
    failing = BoardReading.objects.filter(failures__gte=TOLD_AFTER, board__forum__in=forum_ids)
    for reading in failing.select_related("board").order_by("board__name", "pk"):
        found.setdefault(reading.board.forum_id, []).append(reading)
    return found


def forum_with_new_boards(*, on: date) -> Forum | None:
    """A forum whose operator lets some body read on that day, with boards that have no place yet.

    A person may have added them, or they were found before anybody was asked.
    """
    new = (
        Board.objects.filter(
            ~Exists(BoardReading.objects.filter(board=OuterRef("pk"))),
            forum__engine__in=READ_FROM,
            forum__merged_into=None,
            forum__in=agreements.agreements_in_force(on=on)
            .filter(allows_reading=True)
            .values("forum"),
        )
        .select_related("forum")
        .order_by("pk")
        .first()
    )
    return new.forum if new is not None else None


def place_of(reading: BoardReading) -> Place:
    """Where the reading of the board was left."""
    return Place(
        newest_asked_at=reading.newest_asked_at,
        waiting=reading.waiting,
        waiting_from=reading.waiting_from,
        waiting_until=reading.waiting_until,
        waiting_id=reading.waiting_id,
        counts=_by_hour(reading.counts),
        ahead=_by_hour(reading.ahead),
        counted_from=reading.counted_from,
        looked_back_at=reading.looked_back_at,
    )


def _by_hour(counts: Mapping[str, int]) -> dict[datetime, int]:
    return {datetime.fromisoformat(hour): count for hour, count in counts.items()}


def validators_of(reading: BoardReading) -> Validators:
    """What the forum called the first page of the board's list when we last read it."""
    return Validators(etag=reading.etag, last_modified=reading.last_modified)


def threads_today(reading: BoardReading, *, at: datetime) -> int:
    """How many threads of the board were looked at on the day of `at`, by the site's calendar."""
    return (
        ReadingDay.objects.filter(
            forum_id=reading.board.forum_id,
            board_id=reading.board.external_id,
            day=timezone.localdate(at),
        )
        .values_list("threads", flat=True)
        .first()
        or 0
    )
