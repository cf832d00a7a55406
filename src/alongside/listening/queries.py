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


def readings_with_problems() -> QuerySet[BoardReading]:
    """Boards whose last visit failed, for people to look at."""
    return BoardReading.objects.exclude(problem="").select_related("board__forum")
