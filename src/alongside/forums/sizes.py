"""Keeping the size that forums are sorted by: `domain.sizes.size_of`, in SQL for any number."""

from collections.abc import Collection

from django.db import connection

from alongside.forums.domain.sizes import METHODS, PEOPLE

_REFRESH = """
UPDATE forums_forum AS forum SET size = found.value
FROM (
  SELECT candidate.id, largest.value
  FROM forums_forum AS candidate LEFT JOIN LATERAL (
    SELECT measure.value FROM forums_measure AS measure
    WHERE measure.forum_id = candidate.id AND measure.withdrawn_at IS NULL
      AND measure.kind = ANY(%(people)s)
    ORDER BY array_position(%(people)s, measure.kind::text), measure.dated COLLATE "C" DESC,
      array_position(%(methods)s, measure.method::text), measure.id DESC
    LIMIT 1
  ) AS largest ON true
  WHERE %(all)s OR candidate.id = ANY(%(ids)s)
) AS found
WHERE found.id = forum.id AND forum.size IS DISTINCT FROM found.value
"""


def refresh_sizes(forum_ids: Collection[int] | None = None) -> None:
    """Computes the size of these forums again, of all without an argument. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _REFRESH,
            {
                "people": list(PEOPLE),
                "methods": list(METHODS),
                "all": forum_ids is None,
                "ids": list(forum_ids or ()),
            },
        )
