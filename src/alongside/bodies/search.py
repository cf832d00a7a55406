"""Keeping the words by which a body is found. Actions call this after each write."""

from collections.abc import Collection

from django.db import connection

from alongside.core.letters import plain_sql

_NAMES = """concat_ws(' ', body.name, body.acronym,
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(body.other_names)))"""
_HOST = r"substring(body.website FROM '^\w+://(?:www\.)?([^/:]+)')"
_TOPICS = """coalesce(
    (SELECT string_agg(label, ' ') FROM bodies_remittopic WHERE body_id = body.id), '')"""

# Weights, from A to D: what it is called, what it is for, what it says of its remit, its address.
_REFRESH = f"""
UPDATE bodies_body AS body SET search =
  setweight(to_tsvector('english', {plain_sql(_NAMES)}), 'A') ||
  setweight(to_tsvector('english', {plain_sql(_TOPICS)}), 'B') ||
  setweight(to_tsvector('english', {plain_sql("body.remit")}), 'C') ||
  setweight(to_tsvector('english', coalesce({plain_sql(_HOST)}, '')), 'D')
WHERE %(all)s OR body.id = ANY(%(ids)s)
"""  # noqa: S608  # made of the texts above only


def refresh_search(body_ids: Collection[int] | None = None) -> None:
    """Computes the words of these bodies again, of all without an argument. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"all": body_ids is None, "ids": list(body_ids or ())})
