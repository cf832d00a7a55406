"""Who reads which board now: claims of a worker that reads many boards side by side.

A claim ends by itself, so boards of a worker that died are read by another one. One forum is read
board by board: two at once would only wait for each other's turns.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from alongside.forums.domain.kinds import READ_FROM
from alongside.listening.models import BoardReading

# A reader that died gives its board back after this long. Reading twice harms nobody:
# enquiries are unique by thread.
CLAIM = timedelta(minutes=10)
# A reader that lives says so well before the claim ends.
KEPT_EVERY = CLAIM / 5
_LOOKED_AT = 4  # times as many as wanted: several may be of one forum


class BoardClaims:
    """See `side_by_side.Claims`."""

    @transaction.atomic
    def claim(self, *, most: int, at: datetime) -> list[BoardReading]:
        """Boards that have waited longest, of forums where no other is being read, claimed."""
        is_free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        being_read = BoardReading.objects.filter(
            board__forum=OuterRef("board__forum"), claimed_until__gte=at
        )
        waiting = (
            BoardReading.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("board__forum")
            .filter(is_free, ~Exists(being_read), next_visit_at__lte=at)
            .filter(board__forum__engine__in=READ_FROM)
            .order_by("next_visit_at", F("visited_at").asc(nulls_first=True), "pk")[
                : most * _LOOKED_AT
            ]
        )
        of_forums: dict[int, BoardReading] = {}
        for reading in waiting:
            of_forums.setdefault(reading.board.forum_id, reading)
        claimed = list(of_forums.values())[:most]
        for reading in claimed:
            reading.claimed_until = at + CLAIM
        _claim([reading.pk for reading in claimed], until=at + CLAIM)
        return claimed

    def keep(self, ids: Collection[int], *, at: datetime) -> None:
        _claim(ids, until=at + CLAIM)

    def give_back(self, ids: Collection[int]) -> None:
        _claim(ids, until=None)


BOARDS = BoardClaims()


def _claim(reading_ids: Collection[int], *, until: datetime | None) -> None:
    if reading_ids:
        BoardReading.objects.filter(pk__in=reading_ids).update(claimed_until=until)
