"""Keeping the words by which a body is found. Actions call this after each write."""

from collections.abc import Collection

from django.db import connection

# Weights, from A to D: what it is called, what it is for, what it says of its remit.
_REFRESH = """
UPDATE bodies_body AS body SET search =
  setweight(to_tsvector('english', concat_ws(' ', body.name, body.acronym,
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(body.other_names))
  )), 'A') ||
  setweight(to_tsvector('english', coalesce(
    (SELECT string_agg(label, ' ') FROM bodies_remittopic WHERE body_id = body.id), ''
  )), 'B') ||
  setweight(to_tsvector('english', body.remit), 'C')
WHERE %(all)s OR body.id = ANY(%(ids)s)
"""


def refresh_search(body_ids: Collection[int] | None = None) -> None:
    """Computes the words of these bodies again, of all without an argument. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"all": body_ids is None, "ids": list(body_ids or ())})
