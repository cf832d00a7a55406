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
from alongside.bodies.models import Body
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain.listing import SEARCH_COUNTS_FOR, oldest_fresh
from alongside.reporting.domain.standing import (
    Agreements,
    Consultations,
    Consulting,
    KindShare,
    Standing,
    in_order,
)

# Set by set; but of plans each body's newest version is found by its index, however many there are.
_RECORDS = """
WITH others AS MATERIALIZED (
  SELECT id FROM forums_forum WHERE is_practice <> %(practice)s
), meant AS MATERIALIZED (
  SELECT id, slug, name, acronym, kind, jurisdiction, name_key FROM bodies_body
  WHERE is_practice = %(practice)s AND (closed_how = '' OR closed_on > %(on)s)
    AND (%(whole)s OR kind = ANY(%(kinds)s) OR slug = ANY(%(slugs)s))
), listed AS MATERIALIZED (
  SELECT listing.body_id, count(*) AS forums_listed, min(listing.listed_on) AS listed_since,
    max(coalesce(reviewed_on, listed_on)) AS looked_at_on,
    min(coalesce(reviewed_on, listed_on)) AS oldest_look,
    count(*) FILTER (WHERE coalesce(reviewed_on, listed_on) < %(fresh)s) AS reviews_due
  FROM forums_listing AS listing JOIN meant ON meant.id = listing.body_id
  WHERE listing.forum_id NOT IN (SELECT id FROM others) AND listing.listed_on <= %(on)s
    AND (listing.delisted_on IS NULL OR listing.delisted_on > %(on)s)
  GROUP BY listing.body_id
), searched AS MATERIALIZED (
  SELECT body_id, max(searched_on) AS none_found_on FROM forums_noforumfound
  WHERE searched_on <= %(on)s AND recorded_at < %(end)s GROUP BY body_id
), agreed AS MATERIALIZED (
  SELECT body_id,
    count(*) FILTER (WHERE counts AND answer = 'welcome') AS welcome,
    count(*) FILTER (WHERE counts AND answer = 'with_conditions') AS with_conditions,
    count(*) FILTER (WHERE answer = 'not_welcome') AS not_welcome,
    count(*) FILTER (WHERE answer = 'no_answer') AS no_answer,
    count(*) FILTER (WHERE answer IN ('held', 'withdrawn')) AS held,
    count(*) FILTER (WHERE welcomes AND valid_until < %(on)s) AS expired,
    count(*) FILTER (WHERE welcomes AND valid_from > %(on)s) AS not_yet,
    min(valid_from) FILTER (WHERE counts) AS agreed_since,
    min(valid_until) FILTER (WHERE counts) AS next_end,
    count(*) FILTER (WHERE counts AND valid_until <= %(renew)s) AS ending
  FROM (
    SELECT body_id, answer, valid_from, valid_until,
      answer IN ('welcome', 'with_conditions') AS welcomes,
      answer IN ('welcome', 'with_conditions') AND valid_from <= %(on)s
        AND (valid_until IS NULL OR valid_until >= %(on)s) AS counts
    FROM (
      SELECT DISTINCT ON (agreement.body_id, agreement.forum_id)
        agreement.body_id, answer, valid_from, valid_until
      FROM agreements_agreement AS agreement JOIN meant ON meant.id = agreement.body_id
      WHERE agreement.forum_id NOT IN (SELECT id FROM others) AND agreement.recorded_at < %(end)s
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
          AND NOT EXISTS (
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
"""
_BODIES = """
FROM meant
LEFT JOIN listed ON listed.body_id = meant.id
LEFT JOIN searched ON searched.body_id = meant.id
LEFT JOIN agreed ON agreed.body_id = meant.id
LEFT JOIN asked ON asked.body_id = meant.id
LEFT JOIN consulted ON consulted.body_id = meant.id
LEFT JOIN LATERAL (
  SELECT number AS plan_number, effective_from AS plan_from, review_on AS plan_review_on
  FROM plans_planversion
  WHERE body_id = meant.id AND number IS NOT NULL AND effective_from <= %(on)s
    AND published_at < %(end)s
  ORDER BY number DESC LIMIT 1
) AS plan ON true
"""
# In the order of the fields of Standing and of Agreements.
_EVERYBODY = f"""{_RECORDS}
SELECT meant.id, meant.slug, meant.name, meant.acronym, meant.kind, meant.jurisdiction,
  coalesce(forums_listed, 0), listed_since, looked_at_on, oldest_look, coalesce(reviews_due, 0),
  none_found_on, plan_number, plan_from, plan_review_on,
  welcome, with_conditions, not_welcome, no_answer, held, expired, not_yet,
  coalesce(open_requests, 0), agreed_since, next_end, ending, consulted.said
{_BODIES}
ORDER BY meant.name_key, meant.id
"""
# As `domain.standing.shares` counts, without reading each body: a test holds the two equal.
_KINDS = f"""{_RECORDS}
SELECT meant.kind, count(*), count(forums_listed),
  count(*) FILTER (WHERE forums_listed IS NULL AND none_found_on >= %(searched)s),
  count(plan_number), count(*) FILTER (WHERE plan_review_on < %(on)s),
  count(*) FILTER (WHERE welcome + with_conditions > 0),
  count(*) FILTER (WHERE (consulted.said->'published')::int > 0)
{_BODIES}
GROUP BY meant.kind
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the bodies: those of these kinds, and those of these slugs."""

    kinds: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()

    def with_also(self, other: "Part") -> "Part":
        """Those of both, in one order, so that the same bodies are asked for in the same words."""
        return Part(
            tuple(sorted({*self.kinds, *other.kinds})), tuple(sorted({*self.slugs, *other.slugs}))
        )


NOBODY = Part()


@dataclass(frozen=True, slots=True)
class Everybody:
    """All open bodies on a day, or those of a part, by name: real ones or those of practice."""

    on: date
    bodies: tuple[Standing, ...]


def everybody(*, on: date, practice: bool = False, part: Part | None = None) -> Everybody:
    """What every open body has on the day, or each of a part of them; of today, now.

    One query. Kept as long as nothing is written.
    """
    return kept_while_unchanged(
        ("who has what", on, practice, part),
        lambda: _everybody(on=on, practice=practice, part=part),
    )


def _everybody(*, on: date, practice: bool, part: Part | None) -> Everybody:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, _params(on, practice, part))
        bodies = tuple(_standing(row, on) for row in cursor.fetchall())
    return Everybody(on, bodies)


def kind_shares(*, on: date, practice: bool = False) -> list[KindShare]:
    """What each kind of open body has on the day. One query, kept as long as nothing is written."""
    return kept_while_unchanged(
        ("what kinds have", on, practice), lambda: _kind_shares(on=on, practice=practice)
    )


def _kind_shares(*, on: date, practice: bool) -> list[KindShare]:
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, _params(on, practice, None))
        return in_order(KindShare(BodyKind(kind), *counts) for kind, *counts in cursor.fetchall())


def kinds_and_places(*, practice: bool = False) -> tuple[set[BodyKind], set[str]]:
    """Of which kinds there are open bodies, and where they act. One query."""
    found = Body.objects.filter(is_practice=practice, closed_how="").order_by()
    rows = set(found.values_list("kind", "jurisdiction").distinct())
    return {BodyKind(kind) for kind, _ in rows}, {place for _, place in rows if place}


def _params(on: date, practice: bool, part: Part | None) -> dict[str, Any]:
    return {
        "on": on,
        "end": end_of(on),
        "fresh": oldest_fresh(on),
        "searched": on - SEARCH_COUNTS_FOR,
        "renew": on + RENEW_BEFORE,
        "zone": timezone.get_default_timezone_name(),
        "practice": practice,
        "whole": part is None,
        "kinds": list(part.kinds) if part else [],
        "slugs": list(part.slugs) if part else [],
    }


def end_of(day: date) -> datetime:
    """The moment at which the day is over, where the service is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _standing(row: tuple[Any, ...], on: date) -> Standing:
    *named, kind, jurisdiction = row[:6]
    values: list[Any] = [*named, BodyKind(kind), jurisdiction, on, *row[6:15]]
    agreed: Any = row[15:26]
    if agreed[0] is not None:
        values.append(Agreements(*agreed))
    else:
        values.append(Agreements(open_requests=agreed[7]) if agreed[7] else _NONE_AGREED)
    values.append(_consultations(json.loads(row[26])) if row[26] else _NEVER_CONSULTED)
    return Standing(*values)


# Shared by all that have none: these records do not change.
_NONE_AGREED, _NEVER_CONSULTED = Agreements(), Consultations()


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
