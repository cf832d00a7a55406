"""The boards of forums: in which part of it a forum talks of what."""

from django.db.models import QuerySet

from alongside.forums.models import Board
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile

BOARD_COLUMNS: list[Column[Board]] = [
    Column(
        "forum_id",
        lambda row: row.forum.slug,
        "The forum that it is a part of",
        required=True,
        refers_to="forums",
    ),
    Column(
        "board_id",
        lambda row: row.external_id,
        "Its number in the forum; of a board that is known by its name alone, that name in plain "
        "letters. Agreements name boards by it",
        required=True,
    ),
    Column("name", lambda row: row.name, "Name of the board", required=True, term="name"),
    Column("address", lambda row: row.address, "Its address, where it is known", Kind.ADDRESS),
]


def _rows(edition: Edition) -> QuerySet[Board]:
    """Boards of forums that stand."""
    return (
        Board.objects.filter(forum__is_practice=edition.practice, forum__merged_into=None)
        .select_related("forum")
        .defer("forum__search")
        .order_by("forum__slug", "external_id")
    )


BOARDS = DataFile(
    "boards",
    "Boards of forums",
    "One row for each board of a forum, as far as they were read or entered. How many threads and "
    "posts a forum has is in measures.",
    BOARD_COLUMNS,
    _rows,
    key=("forum_id", "board_id"),
)
