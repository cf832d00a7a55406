"""Keeping the words by which a forum is found. Actions call this after each write."""

from collections.abc import Collection

from django.db import connection

# Weights, from A to D: what it is called, what it is about, its boards and who is there, and the
# remits of the bodies that list it as major.
_REFRESH = """
UPDATE forums_forum AS forum SET search =
  setweight(to_tsvector('english', concat_ws(' ', forum.name,
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(forum.other_names))
  )), 'A') ||
  setweight(to_tsvector('english', concat_ws(' ', forum.subject, forum.area,
    (SELECT string_agg(label, ' ') FROM forums_forumtopic WHERE forum_id = forum.id)
  )), 'B') ||
  setweight(to_tsvector('english', concat_ws(' ', forum.description, forum.operator_name,
    (SELECT string_agg(name, ' ') FROM forums_board WHERE forum_id = forum.id)
  )), 'C') ||
  setweight(to_tsvector('english', coalesce(
    (SELECT string_agg(concat_ws(' ', body.name, body.remit), ' ')
     FROM forums_listing AS listing JOIN bodies_body AS body ON body.id = listing.body_id
     WHERE listing.forum_id = forum.id AND listing.delisted_on IS NULL
       AND body.is_practice = forum.is_practice), ''
  )), 'D')
WHERE %(all)s OR forum.id = ANY(%(ids)s)
"""


def refresh_search(forum_ids: Collection[int] | None = None) -> None:
    """Computes the words of these forums again, of all without an argument. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"all": forum_ids is None, "ids": list(forum_ids or ())})
