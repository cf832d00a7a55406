"""Reading what is due to be read."""

from django.db.models import QuerySet

from alongside.listening.models import BoardReading


def readings_of(forum_id: int) -> QuerySet[BoardReading]:
    """What we read in a forum, board by board: the public page "what is read here"."""
    return (
        BoardReading.objects.filter(board__forum_id=forum_id)
        .select_related("board")
        .order_by("board__name")
    )


def reading_of_board(forum_id: int, board_id: str) -> BoardReading | None:
    """Where we are with a board, by the forum's own number for it; None: we do not read it."""
    return BoardReading.objects.filter(
        board__forum_id=forum_id, board__external_id=board_id
    ).first()
