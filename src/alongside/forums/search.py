"""Finding forums by words, and keeping the words by which they are found.

Actions call `refresh_search` after each write. What is typed is read by `forums.domain.asking`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from alongside.core.letters import plain_sql
from alongside.forums.domain import asking
from alongside.forums.domain.asking import Asked

# Weights of ts_rank from D to A: the remit of a body that lists the forum; description, operator
# and boards; subject, area and topics; names and address.
WEIGHTS = "{0.1, 0.25, 0.5, 1.0}"
# Of the best one's rank: who comes below shares a word with the question and nothing else.
_TOO_FAR = 0.05

# "MoneySavingExpert" is found by "money saving expert" and the other way round.
_NAMES = """concat_ws(' ', forum.name,
    regexp_replace(forum.name, '([[:lower:]])([[:upper:]])', '\\1 \\2', 'g'),
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(forum.other_names)))"""
_TOGETHER = f"replace({plain_sql('forum.name')}, ' ', '')"
_HOST = r"substring(forum.address FROM '^\w+://(?:www\.)?([^/:]+)')"
_SUBJECT = """concat_ws(' ', forum.subject, forum.area,
    (SELECT string_agg(label, ' ') FROM forums_forumtopic WHERE forum_id = forum.id))"""
_DESCRIPTION = "concat_ws(' ', forum.description, forum.operator_name)"
_BOARDS = "(SELECT string_agg(name, ' ') FROM forums_board WHERE forum_id = forum.id)"
_REMITS = """coalesce((
    SELECT string_agg(concat_ws(' ', body.name, body.acronym, body.remit,
      (SELECT string_agg(label, ' ') FROM bodies_remittopic WHERE body_id = body.id)), ' ')
    FROM forums_listing AS listing JOIN bodies_body AS body ON body.id = listing.body_id
    WHERE listing.forum_id = forum.id AND listing.delisted_on IS NULL
      AND body.is_practice = forum.is_practice), '')"""

_REFRESH = f"""
UPDATE forums_forum AS forum SET search =
  setweight(to_tsvector('english',
    concat_ws(' ', {plain_sql(_NAMES)}, {_TOGETHER}, {plain_sql(_HOST)})), 'A') ||
  setweight(to_tsvector('english', {plain_sql(_SUBJECT)}), 'B') ||
  setweight(to_tsvector('english', {plain_sql(f"concat_ws(' ', {_DESCRIPTION}, {_BOARDS})")}), 'C')
  || setweight(to_tsvector('english', {plain_sql(_REMITS)}), 'D')
WHERE %(all)s OR forum.id = ANY(%(ids)s)
"""  # noqa: S608  # made of the texts above only

# A term counts the more, the fewer forums have it; a forum, the more of the terms it has. Of those
# that are good by any of the terms' forms, the ones that have the very words come further up.
_FIND = """
WITH term AS MATERIALIZED (
  SELECT ord, to_tsquery('english', exact) AS exact, to_tsquery('english', wide) AS wide
  FROM unnest(%(exact)s::text[], %(wide)s::text[]) WITH ORDINALITY AS asked(exact, wide, ord)
), hit AS MATERIALIZED (
  SELECT term.ord, forum.id, forum.size, ts_rank(%(weights)s, forum.search, term.wide) AS rank
  FROM term JOIN forums_forum AS forum ON forum.search @@ term.wide
  WHERE forum.is_practice = %(practice)s AND forum.merged_into_id IS NULL
    AND (%(refused)s = '' OR NOT forum.search @@ to_tsquery('english', %(refused)s))
), weight AS MATERIALIZED (
  SELECT ord, ln(1 + (
    SELECT count(*) FROM forums_forum WHERE is_practice = %(practice)s AND merged_into_id IS NULL
  )::float8 / count(*)) AS weight
  FROM hit GROUP BY ord
), good AS MATERIALIZED (
  SELECT id, sum(rank * weight) AS words, sum(weight) / (SELECT sum(weight) FROM weight) AS share
  FROM hit JOIN weight USING (ord) GROUP BY id, size
  ORDER BY sum(rank * weight) * sum(weight) DESC, size DESC NULLS LAST, id
  LIMIT 5 * %(limit)s
)
SELECT forum.id, forum.slug, forum.name, forum.address,
  (0.6 * good.words + 0.4 * very.words) * good.share AS rank
FROM good JOIN forums_forum AS forum USING (id)
CROSS JOIN LATERAL (
  SELECT sum(weight * ts_rank(%(weights)s, forum.search, term.exact)) AS words
  FROM term JOIN weight USING (ord)
) AS very
ORDER BY rank DESC, forum.size DESC NULLS LAST, forum.name, forum.id
LIMIT %(limit)s
"""

_WHY = f"""
WITH term AS MATERIALIZED (
  SELECT ord, to_tsquery('english', wide) AS wide
  FROM unnest(%(wide)s::text[]) WITH ORDINALITY AS asked(wide, ord)
)
SELECT forum.id, term.ord, why.place, why.detail
FROM forums_forum AS forum
JOIN term ON forum.search @@ term.wide
CROSS JOIN LATERAL (
  SELECT 'name' AS place, '' AS detail WHERE ts_filter(forum.search, '{{a}}') @@ term.wide
  UNION ALL
  SELECT 'subject', '' WHERE ts_filter(forum.search, '{{b}}') @@ term.wide
  UNION ALL
  SELECT 'boards', board.name FROM forums_board AS board
  WHERE board.forum_id = forum.id
    AND to_tsvector('english', {plain_sql("board.name")}) @@ term.wide
  UNION ALL
  SELECT 'description', ''
  WHERE to_tsvector('english', {plain_sql(_DESCRIPTION)}) @@ term.wide
  UNION ALL
  SELECT 'remit', body.name
  FROM forums_listing AS listing JOIN bodies_body AS body ON body.id = listing.body_id
  WHERE listing.forum_id = forum.id AND listing.delisted_on IS NULL
    AND body.is_practice = forum.is_practice AND body.search @@ term.wide
) AS why
WHERE forum.id = ANY(%(ids)s)
ORDER BY term.ord, why.detail
"""  # noqa: S608  # made of the texts above only


class Place(StrEnum):
    """Where a word of the question stands."""

    NAME = "name"
    SUBJECT = "subject"
    BOARDS = "boards"
    DESCRIPTION = "description"
    REMIT = "remit"  # of a body that lists the forum as major


PLACE_WORDS: dict[Place, str] = {
    Place.NAME: "in its name",
    Place.SUBJECT: "in its subject, area or topics",
    Place.BOARDS: "in the names of its boards",
    Place.DESCRIPTION: "in its description",
    Place.REMIT: "in the remit of a body that lists it",
}


@dataclass(frozen=True, slots=True)
class Why:
    """Words of the question that were found, or other words for them, and where."""

    place: Place
    words: tuple[str, ...]
    details: tuple[str, ...] = ()  # which boards, or which bodies; empty for the other places

    def __str__(self) -> str:
        where = PLACE_WORDS[self.place]
        which = f" ({', '.join(self.details)})" if self.details else ""
        return f"{', '.join(self.words)}: {where}{which}"


@dataclass(frozen=True, slots=True)
class FoundForum:
    """A forum that fits a question. `rank` compares within one answer only, the best first."""

    pk: int
    slug: str
    name: str
    address: str
    rank: float
    reasons: tuple[Why, ...]

    @property
    def why(self) -> str:
        """The reasons in words: "carers: in its name; sick pay: in the names of its boards"."""
        return "; ".join(map(str, self.reasons))


class Fit(StrEnum):
    """How well what is shown fits what was typed."""

    ALL = "all"  # every word
    CORRECTED = "corrected"  # every word, once slips of the pen are set right
    SOME = "some"  # no entry has every word; these have at least one
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Question:
    """A search as a list runs it: text for `to_tsquery('english', …)`, and how well it fits."""

    fit: Fit
    query: str  # what an entry must match
    exact: str  # what lets it stand further up
    words: tuple[str, ...]  # that were looked for


def refresh_search(forum_ids: Collection[int] | None = None) -> None:
    """Computes the words of these forums again, of all without an argument. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"all": forum_ids is None, "ids": list(forum_ids or ())})


def find_forums(text: str, *, limit: int, practice: bool = False) -> list[FoundForum]:
    """The forums that fit the text best, with the reason why each was found. Two queries at most.

    The text may be a word, a list of words, or a sentence or two about an audience and a need. A
    forum need not have every word: rare words count more than common ones, what a forum is called
    more than what stands in its description, and words count that mean the same. Of equally good
    ones the largest comes first. With `practice`, practice forums alone are looked at, else none.
    """
    asked = asking.read(text)
    if not asked:
        return []
    found = _find(asked, limit=limit, practice=practice)
    if not found and asked.corrected != asked:
        asked = asked.corrected
        found = _find(asked, limit=limit, practice=practice)
    why = _why(asked, [row[0] for row in found])
    return [
        FoundForum(pk, slug, name, address, rank, why[pk])
        for pk, slug, name, address, rank in found
        if rank >= _TOO_FAR * found[0][4]
    ]


def question_for(text: str, *, of: str, practice: bool = False) -> Question:
    """The strictest reading of the text that any entry fits; one query.

    `of` is "forums" or "bodies": both are searched by the same rules.
    """
    asked = asking.read(text)
    corrected = asked.corrected
    readings = [
        (Fit.ALL, asked, asked.all_words),
        (Fit.CORRECTED, corrected, corrected.all_words if corrected != asked else ""),
        (Fit.SOME, corrected, corrected.any_word),
    ]
    tried = [reading for reading in readings if reading[2]]
    if not asked:
        return Question(Fit.NONE, "", "", ())
    rows = f"SELECT 1 FROM {_TABLES[of]} AND search @@ to_tsquery('english', %s)"  # noqa: S608  # ours
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"EXISTS ({rows})" for _ in tried),
            [value for _, _, query in tried for value in (practice, query)],
        )
        fits = cursor.fetchone()
    for (fit, reading, query), some in zip(tried, fits, strict=True):
        if some:
            exact = reading.any_exact if fit is Fit.SOME else reading.all_exact
            return Question(fit, query, exact, tuple(term.said for term in reading.terms))
    return Question(Fit.NONE, asked.all_words, "", tuple(term.said for term in asked.terms))


_TABLES = {
    "forums": "forums_forum WHERE merged_into_id IS NULL AND is_practice = %s",
    "bodies": "bodies_body WHERE is_practice = %s",
}


def _find(asked: Asked, *, limit: int, practice: bool) -> list[tuple[int, str, str, str, float]]:
    terms = asked.terms
    params: dict[str, Any] = {
        "exact": [term.exact for term in terms],
        "wide": [term.wide for term in terms],
        "refused": asked.any_refused,
        "weights": WEIGHTS,
        "practice": practice,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, params)
        rows: list[Any] = cursor.fetchall()
    return rows


def _why(asked: Asked, forum_ids: Sequence[int]) -> dict[int, tuple[Why, ...]]:
    if not forum_ids:
        return {}
    with connection.cursor() as cursor:
        wide = [term.wide for term in asked.terms]
        cursor.execute(_WHY, {"wide": wide, "ids": list(forum_ids)})
        rows = cursor.fetchall()
    found: dict[int, dict[Place, tuple[dict[str, None], dict[str, None]]]] = defaultdict(dict)
    for pk, ordinal, place, detail in rows:
        words, details = found[pk].setdefault(Place(place), ({}, {}))
        words[asked.terms[ordinal - 1].said] = None
        if detail:
            details[detail] = None
    return {pk: tuple(_in_order_of_places(found[pk])) for pk in forum_ids}


def _in_order_of_places(
    places: dict[Place, tuple[dict[str, None], dict[str, None]]],
) -> Iterable[Why]:
    for place in Place:
        if place in places:
            words, details = places[place]
            yield Why(place, tuple(words), tuple(details))
