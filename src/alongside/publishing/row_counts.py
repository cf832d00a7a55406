"""How many rows the published tables have today, counted by the database in one question."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from alongside.core.unchanged import kept_while_unchanged
from alongside.publishing.queries import Edition
from alongside.publishing.tables import Edited


def row_counts(found: list[Edited], edition: Edition) -> dict[str, int]:
    """By the name of the table. Without those that are computed row by row when they are asked for.

    Kept for the day, as long as nothing changes.
    """
    key = ("rows of tables", edition.practice, timezone.localdate(edition.at))
    return kept_while_unchanged(key, lambda: _counted(found))


def _counted(found: list[Edited]) -> dict[str, int]:
    counts: dict[str, int] = {}
    questions: list[tuple[str, str, tuple[Any, ...]]] = []
    for each in found:
        if each.file.is_computed:
            continue
        rows = each.file.rows(each.edition)
        assert isinstance(rows, QuerySet)
        try:
            sql, params = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            counts[each.name] = 0
            continue
        questions.append((each.name, sql, params))
    if questions:
        counted = ", ".join(
            f"(SELECT count(*) FROM ({sql}) AS t)"  # noqa: S608  # of our own queries
            for _, sql, _ in questions
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {counted}", [one for _, _, params in questions for one in params]
            )
            row = cursor.fetchone() or ()
        counts |= {name: count for (name, _, _), count in zip(questions, row, strict=True)}
    return counts
