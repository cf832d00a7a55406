"""Who has what on a day: list, plan, consultations and agreements of every open body, in one query.

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
from alongside.reporting.domain.standing import (
    Agreements,
    Consultations,
    Consulting,
    KindShare,
    Standing,
    shares,
)

# Set by set; but of plans each body's newest version is found by its index, however many there are.
_EVERYBODY = """
WITH meant AS MATERIALIZED (
  SELECT id, slug, name, acronym, kind, jurisdiction, name_key FROM bodies_body
  WHERE is_practice = %(practice)s AND (closed_how = '' OR closed_on > %(on)s)
    AND (%(whole)s OR kind = ANY(%(kinds)s) OR slug = ANY(%(slugs)s))
), listed AS MATERIALIZED (
  SELECT listing.body_id, count(*) AS forums_listed, min(listing.listed_on) AS listed_since,
    max(coalesce(reviewed_on, listed_on)) AS looked_at_on,
    min(coalesce(reviewed_on, listed_on)) AS oldest_look,
    count(*) FILTER (WHERE coalesce(reviewed_on, listed_on) < %(fresh)s) AS reviews_due
  FROM forums_listing AS listing JOIN meant ON meant.id = listing.body_id
  JOIN forums_forum AS forum ON forum.id = listing.forum_id
  WHERE forum.is_practice = %(practice)s AND listing.listed_on <= %(on)s
    AND (listing.delisted_on IS NULL OR listing.delisted_on > %(on)s)
  GROUP BY listing.body_id
), searched AS MATERIALIZED (
  SELECT body_id, max(searched_on) AS none_found_on FROM forums_noforumfound
  WHERE searched_on <= %(on)s AND recorded_at < %(end)s GROUP BY body_id
), agreed AS MATERIALIZED (
  SELECT body_id, jsonb_build_object(
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
  ) AS said
  FROM (
    SELECT body_id, answer, valid_from, valid_until,
      answer IN ('welcome', 'with_conditions') AS welcomes,
      answer IN ('welcome', 'with_conditions') AND valid_from <= %(on)s
        AND (valid_until IS NULL OR valid_until >= %(on)s) AS counts
    FROM (
      SELECT DISTINCT ON (agreement.body_id, agreement.forum_id)
        agreement.body_id, answer, valid_from, valid_until
      FROM agreements_agreement AS agreement JOIN meant ON meant.id = agreement.body_id
      JOIN forums_forum AS forum ON forum.id = agreement.forum_id
      WHERE forum.is_practice = %(practice)s AND agreement.recorded_at < %(end)s
      ORDER BY agreement.body_id, agreement.forum_id, agreement.id DESC
    ) AS newest
  ) AS judged
  GROUP BY body_id
), asked AS MATERIALIZED (
  SELECT body_id, count(*) AS open_requests FROM agreements_request
  WHERE asked_at < %(end)s AND (closed_at IS NULL OR closed_at >= %(end)s) GROUP BY body_id
), consulted AS MATERIALIZED (
  SELECT body_id, jsonb_build_object(
    'published', count(*) FILTER (WHERE is_published),
    'unpublished', coalesce(jsonb_agg(jsonb_build_object(
      'id', public_id, 'is_open', is_open, 'ends_on', ends_on, 'is_open_to_all', is_open_to_all,
      'unanswered', CASE WHEN is_published THEN 0 ELSE (
        SELECT count(*) FROM plans_comment AS comment
        WHERE comment.consultation_id = told.id AND made_at < %(end)s
          AND (withheld_at IS NULL OR withheld_at >= %(end)s) AND NOT EXISTS (
            SELECT FROM plans_commentanswer AS answer
            WHERE answer.comment_id = comment.id AND answer.at < %(end)s
          )
      ) END
    ) ORDER BY ends_on, id) FILTER (WHERE NOT is_published), '[]')
  ) AS said
  FROM (
    SELECT consultation.id, consultation.body_id, public_id, is_open_to_all,
      coalesce(version.published_at < %(end)s, false) AS is_published,
      (closed_at IS NULL OR closed_at >= %(end)s) AND closes_on >= %(on)s AS is_open,
      CASE WHEN closed_at < %(end)s THEN least((closed_at AT TIME ZONE %(zone)s)::date, closes_on)
        ELSE closes_on END AS ends_on
    FROM plans_consultation AS consultation
    LEFT JOIN plans_planversion AS version ON version.id = consultation.version_id
    WHERE opened_at < %(end)s AND (called_off_because = '' OR closed_at >= %(end)s)
  ) AS told
  GROUP BY body_id
)
SELECT meant.id AS body_id, meant.slug, meant.name, meant.acronym, meant.kind, meant.jurisdiction,
  coalesce(forums_listed, 0) AS forums_listed, listed_since, looked_at_on, oldest_look,
  coalesce(reviews_due, 0) AS reviews_due, none_found_on,
  plan.plan_number, plan.plan_title, plan.plan_from, plan.plan_review_on,
  agreed.said AS agreements, coalesce(open_requests, 0) AS open_requests,
  consulted.said AS consultations
FROM meant
LEFT JOIN listed ON listed.body_id = meant.id
LEFT JOIN searched ON searched.body_id = meant.id
LEFT JOIN agreed ON agreed.body_id = meant.id
LEFT JOIN asked ON asked.body_id = meant.id
LEFT JOIN consulted ON consulted.body_id = meant.id
LEFT JOIN LATERAL (
  SELECT number AS plan_number, title AS plan_title, effective_from AS plan_from,
    review_on AS plan_review_on
  FROM plans_planversion
  WHERE body_id = meant.id AND number IS NOT NULL AND effective_from <= %(on)s
    AND published_at < %(end)s
  ORDER BY number DESC LIMIT 1
) AS plan ON true
ORDER BY meant.name_key, meant.id
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the bodies: those of these kinds, and those of these slugs."""

    kinds: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Everybody:
    """All open bodies on a day, by name, real ones or those of practice; and what each kind has."""

    on: date
    bodies: tuple[Standing, ...]
    shares: tuple[KindShare, ...]


def everybody(*, on: date, practice: bool = False, part: Part | None = None) -> Everybody:
    """What every open body has on the day, or each of a part of them; of today, now.

    One query. Kept as long as nothing is written.
    """
    return kept_while_unchanged(
        ("who has what", on, practice, part),
        lambda: _everybody(on=on, practice=practice, part=part),
    )


def _everybody(*, on: date, practice: bool, part: Part | None) -> Everybody:
    params: dict[str, date | datetime | bool | str | list[str]] = {
        "on": on,
        "end": end_of(on),
        "fresh": oldest_fresh(on),
        "renew": on + RENEW_BEFORE,
        "zone": timezone.get_default_timezone_name(),
        "practice": practice,
        "whole": part is None,
        "kinds": list(part.kinds) if part else [],
        "slugs": list(part.slugs) if part else [],
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
    consulted = row.pop("consultations")
    if said or open_requests:
        counts: dict[str, Any] = json.loads(said) if said else {}
        for name in ("since", "next_end"):
            if counts.get(name):
                counts[name] = date.fromisoformat(counts[name])
        row["agreements"] = Agreements(**counts, open_requests=open_requests)
    if consulted:
        row["consultations"] = _consultations(json.loads(consulted))
    row["kind"] = BodyKind(row["kind"])
    row["plan_title"] = row["plan_title"] or ""
    return Standing(**row, on=on)


def _consultations(said: dict[str, Any]) -> Consultations:
    unpublished = tuple(
        Consulting(**{**each, "ends_on": date.fromisoformat(each["ends_on"])})
        for each in said["unpublished"]
    )
    return Consultations(said["published"], unpublished)


class Days:
    """What open bodies have on several days, each asked for once. For one page or file."""

    def __init__(self, *, practice: bool = False, part: Part | None = None) -> None:
        self.practice, self.part = practice, part
        self._known: dict[date, Everybody] = {}

    def __getitem__(self, on: date) -> Everybody:
        if on not in self._known:
            self._known[on] = everybody(on=on, practice=self.practice, part=self.part)
        return self._known[on]
