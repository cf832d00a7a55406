"""Who has what on a day: list, plan and agreements of every open body, in one query.

The same question is asked of today, for pages and files, and of a commitment's day. All rows that
it reads are dated, so that a day that has passed is answered as it was, as far as nothing was
merged since.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from alongside.agreements.domain.asking import RENEW_BEFORE
from alongside.bodies.domain.kinds import BodyKind
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain.listing import oldest_fresh
from alongside.reporting.domain.standing import Agreements, KindShare, Standing, shares

# Lateral: of each body only its own rows are read, by their index. A plan's newest version is found
# without looking at the others, however many there are.
_EVERYBODY = """
SELECT body.id AS body_id, body.slug, body.name, body.acronym, body.kind, body.jurisdiction,
  listed.*, searched.*, plan.*, agreed.said AS agreements, asked.open_requests
FROM bodies_body AS body
LEFT JOIN LATERAL (
  SELECT count(*) AS forums_listed, min(listing.listed_on) AS listed_since,
    max(coalesce(reviewed_on, listed_on)) AS looked_at_on,
    min(coalesce(reviewed_on, listed_on)) AS oldest_look,
    count(*) FILTER (WHERE coalesce(reviewed_on, listed_on) < %(fresh)s) AS reviews_due
  FROM forums_listing AS listing JOIN forums_forum AS forum ON forum.id = listing.forum_id
  WHERE listing.body_id = body.id AND forum.is_practice = body.is_practice
    AND listing.listed_on <= %(on)s
    AND (listing.delisted_on IS NULL OR listing.delisted_on > %(on)s)
) AS listed ON true
LEFT JOIN LATERAL (
  SELECT max(searched_on) AS none_found_on FROM forums_noforumfound
  WHERE body_id = body.id AND searched_on <= %(on)s AND recorded_at < %(end)s
) AS searched ON true
LEFT JOIN LATERAL (
  SELECT number AS plan_number, title AS plan_title, effective_from AS plan_from,
    review_on AS plan_review_on
  FROM plans_planversion
  WHERE body_id = body.id AND number IS NOT NULL AND effective_from <= %(on)s
    AND published_at < %(end)s
  ORDER BY number DESC LIMIT 1
) AS plan ON true
LEFT JOIN LATERAL (
  SELECT CASE WHEN count(*) > 0 THEN jsonb_build_object(
    'welcome', count(*) FILTER (WHERE counts AND answer = 'welcome'),
    'with_conditions', count(*) FILTER (WHERE counts AND answer = 'with_conditions'),
    'not_welcome', count(*) FILTER (WHERE answer = 'not_welcome'),
    'no_answer', count(*) FILTER (WHERE answer = 'no_answer'),
    'held', count(*) FILTER (WHERE answer IN ('held', 'withdrawn')),
    'expired', count(*) FILTER (WHERE welcomes AND valid_until < %(on)s),
    'not_yet', count(*) FILTER (WHERE welcomes AND valid_from > %(on)s),
    'since', min(valid_from) FILTER (WHERE counts),
    'next_end', min(valid_until) FILTER (WHERE counts),
    'ending', count(*) FILTER (WHERE counts AND valid_until <= %(renew)s)
  ) END AS said
  FROM (
    SELECT answer, valid_from, valid_until, answer IN ('welcome', 'with_conditions') AS welcomes,
      answer IN ('welcome', 'with_conditions') AND valid_from <= %(on)s
        AND (valid_until IS NULL OR valid_until >= %(on)s) AS counts
    FROM (
      SELECT DISTINCT ON (agreement.forum_id) answer, valid_from, valid_until
      FROM agreements_agreement AS agreement
      JOIN forums_forum AS forum ON forum.id = agreement.forum_id
      WHERE agreement.body_id = body.id AND forum.is_practice = body.is_practice
        AND agreement.recorded_at < %(end)s
      ORDER BY agreement.forum_id, agreement.id DESC
    ) AS newest
  ) AS judged
) AS agreed ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS open_requests FROM agreements_request AS request
  WHERE request.body_id = body.id AND request.asked_at < %(end)s
    AND (request.closed_at IS NULL OR request.closed_at >= %(end)s)
) AS asked ON true
WHERE body.is_practice = %(practice)s AND (body.closed_how = '' OR body.closed_on > %(on)s)
ORDER BY body.name_key, body.id
"""


@dataclass(frozen=True, slots=True)
class Everybody:
    """All open bodies on a day, by name, real ones or those of practice; and what each kind has."""

    on: date
    bodies: tuple[Standing, ...]
    shares: tuple[KindShare, ...]


def everybody(*, on: date, practice: bool = False) -> Everybody:
    """What every open body has on the day; of today, now. Kept as long as nothing is written."""
    return kept_while_unchanged(
        ("who has what", on, practice), lambda: _everybody(on=on, practice=practice)
    )


def _everybody(*, on: date, practice: bool) -> Everybody:
    params: dict[str, date | datetime | bool] = {
        "on": on,
        "end": end_of(on),
        "fresh": oldest_fresh(on),
        "renew": on + RENEW_BEFORE,
        "practice": practice,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, params)
        names = [column.name for column in cursor.description or ()]
        bodies = tuple(_standing(dict(zip(names, row, strict=True)), on) for row in cursor)
    return Everybody(on, bodies, tuple(shares(bodies)))


def end_of(day: date) -> datetime:
    """The moment at which the day is over, where the service is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _standing(row: dict[str, Any], on: date) -> Standing:
    said, open_requests = row.pop("agreements"), row.pop("open_requests")
    counts: dict[str, Any] = json.loads(said) if isinstance(said, str) else said or {}
    for name in ("since", "next_end"):
        if counts.get(name):
            counts[name] = date.fromisoformat(counts[name])
    row["kind"] = BodyKind(row["kind"])
    row["plan_title"] = row["plan_title"] or ""
    return Standing(**row, on=on, agreements=Agreements(**counts, open_requests=open_requests))


class Days:
    """What every open body has on several days, each asked for once. For one page or file."""

    def __init__(self, *, practice: bool = False) -> None:
        self.practice = practice
        self._known: dict[date, Everybody] = {}

    def __getitem__(self, on: date) -> Everybody:
        if on not in self._known:
            self._known[on] = everybody(on=on, practice=self.practice)
        return self._known[on]
