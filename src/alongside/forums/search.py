"""Finding forums by words, and keeping the words by which they are found.

Actions call `refresh_search` after each write. What is typed is read by `forums.domain.asking`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Any

from django.db import connection

from alongside.core.letters import plain_sql
from alongside.forums.domain import asking
from alongside.forums.domain.asking import Asked, Term

# Weights of ts_rank from D to A: the remit of a body that lists the forum; description, operator,
# boards and topics; subject and area; names and address. A topic is one of some hundred for
# everything, given in haste or missing: it tells less than what the subject says in words.
WEIGHTS = "{0.1, 0.25, 0.5, 1.0}"
# Of the best one's rank: who comes below shares a word with the question and nothing else.
_TOO_FAR = 0.2
# Of all that is asked for: who has this much fits closely. So does whoever has a subject that we
# know in its name or subject, or by the very word in a description that is short: this much of what
# a word counts is left there.
_MUCH, _SHORT = 0.35, 0.85
# From how close a word must be to one that we know to be taken for a slip of the pen of it.
_CLOSE = 0.86

# "MoneySavingExpert" is found by "money saving expert" and the other way round.
_NAMES = """concat_ws(' ', forum.name,
    regexp_replace(forum.name, '([[:lower:]])([[:upper:]])', '\\1 \\2', 'g'),
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(forum.other_names)))"""
_TOGETHER = f"replace({plain_sql('forum.name')}, ' ', '')"
_HOST = r"substring(forum.address FROM '^\w+://(?:www\.)?([^/:]+)')"
_SUBJECT = "concat_ws(' ', forum.subject, forum.area)"
_TOPICS = "(SELECT string_agg(label, ' ') FROM forums_forumtopic WHERE forum_id = forum.id)"
_DESCRIPTION = "concat_ws(' ', forum.description, forum.operator_name)"
_BOARDS = "(SELECT string_agg(name, ' ') FROM forums_board WHERE forum_id = forum.id)"
_PARTS = f"concat_ws(' ', {_DESCRIPTION}, {_BOARDS}, {_TOPICS})"
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
  setweight(to_tsvector('english', {plain_sql(_PARTS)}), 'C')
  || setweight(to_tsvector('english', {plain_sql(_REMITS)}), 'D')
WHERE %(all)s OR forum.id = ANY(%(ids)s)
"""  # noqa: S608  # made of the texts above only

# First counts how many ideas of the question a forum fits, then how surely: by the very word or
# another for it, or by what is wider; where it says what it is about, or where much is said, and
# there the less, the more is said; a little more where it stands in both. An idea counts the less,
# the more forums fit it, and the less its words tell (`Term.weight`). What is wider counts once for
# all ideas together: debt is wider than bailiffs, arrears and council tax, and whoever speaks of
# debt only is no nearer than whoever speaks of bailiffs. Where any word tells something, a forum
# is not found by words that tell nothing.
_FIND = """
WITH term AS MATERIALIZED (
  SELECT idea, weight, is_known, to_tsquery('english', found) AS found,
    to_tsquery('english', very_name) AS very_name, to_tsquery('english', very_about) AS very_about,
    to_tsquery('english', about) AS about, to_tsquery('english', very_text) AS very_text,
    to_tsquery('english', text) AS text, to_tsquery('english', text_only) AS text_only,
    to_tsquery('english', anywhere) AS anywhere, to_tsquery('english', wider_about) AS wider_about
  FROM unnest(%(idea)s::int[], %(weight)s::float8[], %(is_known)s::bool[], %(found)s::text[],
    %(very_name)s::text[], %(very_about)s::text[], %(about)s::text[], %(very_text)s::text[],
    %(text)s::text[], %(text_only)s::text[], %(anywhere)s::text[], %(wider_about)s::text[])
    AS asked(idea, weight, is_known, found, very_name, very_about, about, very_text, text,
      text_only, anywhere, wider_about)
), fitted AS MATERIALIZED (
  SELECT term.idea, forum.id, forum.size, max(term.weight) AS weight,
    bool_or(forum.search @@ term.anywhere OR forum.search @@ term.very_name) AS is_close,
    bool_or(term.is_known AND (forum.search @@ term.very_name OR forum.search @@ term.about
      OR (spread >= %(short)s AND forum.search @@ term.very_text))) AS is_about,
    max((CASE
    WHEN forum.search @@ term.very_name THEN 1.0
    WHEN forum.search @@ term.very_about THEN 0.97
    WHEN forum.search @@ term.about THEN 0.95
    WHEN forum.search @@ term.very_text THEN 0.8 * spread
    WHEN forum.search @@ term.text THEN 0.75 * spread
    WHEN forum.search @@ term.anywhere THEN 0.45
    WHEN forum.search @@ term.wider_about THEN 0.4
    ELSE 0.2 END)::float8
    + CASE WHEN (forum.search @@ term.very_name OR forum.search @@ term.about)
      AND forum.search @@ term.text_only THEN 0.05 ELSE 0 END) AS fit
  FROM term JOIN forums_forum AS forum ON forum.search @@ term.found
  CROSS JOIN LATERAL (
    SELECT 1 - least(0.35, 0.12 * ln(1 + length(forum.search) / 40.0)) AS spread
  ) AS how
  WHERE forum.is_practice = %(practice)s AND forum.merged_into_id IS NULL
    AND (%(refused)s = '' OR NOT forum.search @@ to_tsquery('english', %(refused)s))
  GROUP BY term.idea, forum.id, forum.size
), counted AS MATERIALIZED (
  SELECT ln(1 + count(*)::float8) AS all_of_them FROM forums_forum
  WHERE is_practice = %(practice)s AND merged_into_id IS NULL
), idea AS MATERIALIZED (
  SELECT idea, weight * (0.4 + 0.6 * (all_of_them - ln(greatest(1, fits))) / all_of_them) AS weight
  FROM counted CROSS JOIN (
    SELECT idea, max(weight) AS weight, sum(fit) AS fits FROM fitted GROUP BY idea
  ) AS each
), ranked AS (
  SELECT id, size, bool_or(is_about) AS is_about,
    coalesce(sum(idea.weight * fit) FILTER (WHERE is_close), 0)
    + coalesce(max(idea.weight * fit) FILTER (WHERE NOT is_close), 0) AS rank
  FROM fitted JOIN idea USING (idea) GROUP BY id, size
  HAVING max(fitted.weight) >= %(least)s
), judged AS (
  SELECT id, size, rank, is_about OR rank >= %(much)s AS is_close FROM ranked
  WHERE rank >= %(too_far)s * (SELECT max(rank) FROM ranked)
), good AS (
  SELECT id, size, rank, is_close, count(*) OVER () AS all_of_them,
    count(*) FILTER (WHERE is_close) OVER () AS close_ones
  FROM judged
  ORDER BY rank DESC, size DESC NULLS LAST, id
  LIMIT %(limit)s OFFSET %(offset)s
)
SELECT forum.id, forum.slug, forum.name, forum.address, good.rank, good.is_close,
  good.all_of_them, good.close_ones
FROM good JOIN forums_forum AS forum USING (id)
ORDER BY good.rank DESC, good.size DESC NULLS LAST, forum.id
"""

_WHY = f"""
WITH term AS MATERIALIZED (
  SELECT ord, form, of_wider, to_tsquery('english', query) AS wide
  FROM (
    SELECT ord, form, false AS of_wider, query
    FROM unnest(%(ord)s::int[], %(form)s::int[], %(wide)s::text[]) AS asked(ord, form, query)
    UNION ALL
    SELECT ord, 0, true, query
    FROM unnest(%(wider)s::text[]) WITH ORDINALITY AS asked(query, ord) WHERE query <> ''
  ) AS asked
)
SELECT forum.id, term.ord, term.form, term.of_wider, why.place, why.detail
FROM forums_forum AS forum
JOIN term ON forum.search @@ term.wide
CROSS JOIN LATERAL (
  SELECT 'name' AS place, '' AS detail WHERE ts_filter(forum.search, '{{a}}') @@ term.wide
  UNION ALL
  SELECT 'subject', forum.subject
  WHERE to_tsvector('english', {plain_sql("forum.subject")}) @@ term.wide
  UNION ALL
  SELECT 'area', forum.area WHERE to_tsvector('english', {plain_sql("forum.area")}) @@ term.wide
  UNION ALL
  SELECT 'topics', topic.label FROM forums_forumtopic AS topic
  WHERE topic.forum_id = forum.id
    AND to_tsvector('english', {plain_sql("topic.label")}) @@ term.wide
  UNION ALL
  SELECT 'boards', board.name FROM forums_board AS board
  WHERE board.forum_id = forum.id
    AND to_tsvector('english', {plain_sql("board.name")}) @@ term.wide
  UNION ALL
  SELECT 'description', ts_headline('english', forum.description, term.wide,
    'StartSel="", StopSel="", MaxWords=12, MinWords=6')
  WHERE to_tsvector('english', {plain_sql("forum.description")}) @@ term.wide
  UNION ALL
  SELECT 'operator', forum.operator_name
  WHERE to_tsvector('english', {plain_sql("forum.operator_name")}) @@ term.wide
  UNION ALL
  SELECT 'remit', body.name
  FROM forums_listing AS listing JOIN bodies_body AS body ON body.id = listing.body_id
  WHERE listing.forum_id = forum.id AND listing.delisted_on IS NULL
    AND body.is_practice = forum.is_practice AND body.search @@ term.wide
) AS why
WHERE forum.id = ANY(%(ids)s)
ORDER BY term.of_wider, term.ord, term.form, why.detail
"""  # noqa: S608  # made of the texts above only

_MOST_DETAILS = 3  # told of one place


class Place(StrEnum):
    """Where a word of the question stands."""

    NAME = "name"
    SUBJECT = "subject"
    AREA = "area"
    TOPICS = "topics"
    BOARDS = "boards"
    DESCRIPTION = "description"
    OPERATOR = "operator"
    REMIT = "remit"  # of a body that lists the forum as major


PLACE_WORDS: dict[Place, str] = {
    Place.NAME: "in its name",
    Place.SUBJECT: "in its subject",
    Place.AREA: "in its area",
    Place.TOPICS: "in its topics",
    Place.BOARDS: "in the names of its boards",
    Place.DESCRIPTION: "in its description",
    Place.OPERATOR: "in who runs it",
    Place.REMIT: "in the remit of a body that lists it",
}


@dataclass(frozen=True, slots=True)
class Why:
    """Words of the question that were found, or other words for them, and where."""

    place: Place
    words: tuple[str, ...]
    details: tuple[str, ...] = ()  # what stands there; empty for the name

    def __str__(self) -> str:
        where = PLACE_WORDS[self.place]
        shown = ", ".join(self.details[:_MOST_DETAILS])
        more = len(self.details) - _MOST_DETAILS
        which = f" ({shown}{f' and {more} more' if more > 0 else ''})" if shown else ""
        return f"{', '.join(self.words)}: {where}{which}"


@dataclass(frozen=True, slots=True)
class FoundForum:
    """A forum that fits a question. `rank` compares within one answer only, the best first."""

    pk: int
    slug: str
    name: str
    address: str
    rank: float
    is_close: bool  # it is about what is asked, or has much of it; else it shares a word or two
    reasons: tuple[Why, ...]
    missing: tuple[str, ...] = ()  # subjects that are asked for and of which it says nothing

    @property
    def why(self) -> str:
        """The reasons in words: "carers: in its name; sick pay: in the names of its boards"."""
        return "; ".join(map(str, self.reasons))

    @property
    def told(self) -> str:
        """The same for a record, which says as well when that is all."""
        return self.why if self.is_close else f"{self.why} (a word or two in common)"


@dataclass(frozen=True, slots=True)
class FoundForums:
    """Some of the forums that fit, and how many there are."""

    forums: Sequence[FoundForum]
    total: int
    close: int  # of them


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


def find_forums(
    text: str, *, limit: int, offset: int = 0, practice: bool = False
) -> list[FoundForum]:
    """The forums that fit the text best, with the reason why each was found. Two queries at most.

    The text may be a word, a list of words, or a sentence or two about an audience and a need. A
    forum need not have every word: those come first that fit most of what the text is about, in
    these or other words. Of equally good ones the largest comes first. With `practice`, practice
    forums alone are looked at, else none.
    """
    return list(look_for_forums(text, limit=limit, offset=offset, practice=practice).forums)


def look_for_forums(
    text: str, *, limit: int, offset: int = 0, practice: bool = False
) -> FoundForums:
    """The same, and how many there are in all that fit."""
    asked = asking.read(text)
    if not asked:
        return FoundForums((), 0, 0)
    asked = _without_slips(asked, practice=practice)
    found = _find(asked, limit=limit, offset=offset, practice=practice)
    if not found and not offset and asked.corrected != asked:
        asked = asked.corrected
        found = _find(asked, limit=limit, offset=offset, practice=practice)
    why = _why(asked, [row[0] for row in found])
    return FoundForums(
        [
            FoundForum(pk, slug, name, address, rank, is_close, *why[pk])
            for pk, slug, name, address, rank, is_close, _, _ in found
        ],
        found[0][6] if found else 0,
        found[0][7] if found else 0,
    )


def _without_slips(asked: Asked, *, practice: bool) -> Asked:
    """The question with words set right that no forum has, and that are all but words we know."""
    slips = asked.corrected_in(None, closeness=_CLOSE)
    words = [
        term.words[0] for term, other in zip(asked.terms, slips.terms, strict=True) if term != other
    ]
    if not words:
        return asked
    stands = _fit_anything("forums", [f"'{word}'" for word in words], practice=practice)
    unknown = {word for word, known in zip(words, stands, strict=True) if not known}
    return asked.corrected_in(unknown, closeness=_CLOSE)


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
    fits = _fit_anything(of, [query for _, _, query in tried], practice=practice)
    for (fit, reading, query), some in zip(tried, fits, strict=True):
        if some:
            exact = reading.any_exact if fit is Fit.SOME else reading.all_exact
            return Question(fit, query, exact, tuple(term.said for term in reading.terms))
    return Question(Fit.NONE, asked.all_words, "", tuple(term.said for term in asked.terms))


_TABLES = {
    "forums": "forums_forum WHERE merged_into_id IS NULL AND is_practice = %s",
    "bodies": "bodies_body WHERE is_practice = %s",
}


def _fit_anything(of: str, queries: Sequence[str], *, practice: bool) -> tuple[bool, ...]:
    """Whether any entry fits each of the text search queries; there is at least one. One query."""
    rows = f"SELECT 1 FROM {_TABLES[of]} AND search @@ to_tsquery('english', %s)"  # noqa: S608  # a name of _TABLES
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"EXISTS ({rows})" for _ in queries),
            [value for query in queries for value in (practice, query)],
        )
        found: tuple[bool, ...] = cursor.fetchone()
    return found


_Row = tuple[int, str, str, str, float, bool, int, int]


def _find(asked: Asked, *, limit: int, offset: int, practice: bool) -> list[_Row]:
    terms = [*asked.terms, *asked.pairs]
    ideas = asked.ideas
    wide, wider = [term.wide for term in terms], [term.wider_forms for term in terms]
    very, together = [term.exact for term in terms], [term.together for term in terms]
    weights = [term.weight for term in terms]
    of_ideas = dict(sorted(zip(ideas, weights, strict=False), key=itemgetter(1)))
    params: dict[str, Any] = {
        "idea": [*ideas, *range(len(ideas), len(terms))],
        "weight": weights,
        "is_known": [term.is_known for term in terms],
        "found": _either(wide, wider, together),
        "very_name": _either([asking.within(query, "A") for query in very], together),
        "very_about": [asking.within(query, "AB") for query in very],
        "about": [asking.within(query, "AB") for query in wide],
        "very_text": [asking.within(query, "ABC") for query in very],
        "text": [asking.within(query, "ABC") for query in wide],
        "text_only": [asking.within(query, "C") for query in wide],
        "anywhere": wide,
        "wider_about": [asking.within(query, "AB") for query in wider],
        "refused": asked.any_refused,
        "least": asking.LEAST_TELLING if max(weights) > asking.LEAST_TELLING else 0,
        "short": _SHORT,
        "much": _MUCH * sum(of_ideas.values()),
        "too_far": _TOO_FAR,
        "practice": practice,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, params)
        rows: list[_Row] = cursor.fetchall()
    return rows


def _either(*queries: Sequence[str]) -> list[str]:
    return [" | ".join(filter(None, each)) for each in zip(*queries, strict=True)]


def _why(
    asked: Asked, forum_ids: Sequence[int]
) -> dict[int, tuple[tuple[Why, ...], tuple[str, ...]]]:
    """Why each was found, and which subjects that we know of it says nothing."""
    if not forum_ids:
        return {}
    terms = [*asked.terms, *asked.pairs]
    forms = [
        (ordinal, number, query)
        for ordinal, term in enumerate(terms, start=1)
        for number, query in enumerate([*(query for _, query in term.forms), term.together])
        if query
    ]
    params: dict[str, Any] = {
        "ord": [ordinal for ordinal, _, _ in forms],
        "form": [number for _, number, _ in forms],
        "wide": [query for _, _, query in forms],
        "wider": [term.wider_forms for term in terms],
        "ids": list(forum_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WHY, params)
        rows = cursor.fetchall()
    found: dict[int, dict[Place, tuple[dict[str, None], dict[str, None]]]] = defaultdict(dict)
    fitted: set[tuple[int, int]] = set()
    named: set[tuple[int, int, str]] = set()
    ideas = asked.ideas
    said_of: dict[int, set[int]] = defaultdict(set)  # the ideas
    for pk, ordinal, form, of_wider, place, detail in rows:
        # What is wider is a reason only where nothing closer was found; those rows come last.
        if not of_wider:
            fitted.add((pk, ordinal))
            said_of[pk].update(ideas[ordinal - 1 : ordinal])
        elif (pk, ordinal) in fitted:
            continue
        words, details = found[pk].setdefault(Place(place), ({}, {}))
        # One form is enough; what was said comes before other words for it.
        if (pk, ordinal, place) not in named:
            named.add((pk, ordinal, place))
            words[_named(terms[ordinal - 1], None if of_wider else form)] = None
        if detail:
            details[detail] = None
    subjects = {
        idea: term.said
        for idea, term in reversed([*zip(ideas, asked.terms, strict=True)])
        if term.is_known
    }
    return {
        pk: (
            tuple(_in_order_of_places(found[pk])),
            tuple(subjects[idea] for idea in sorted(subjects.keys() - said_of[pk])),
        )
        for pk in forum_ids
    }


def _named(term: Term, form: int | None) -> str:
    """What was said, and the words that stand there in its stead; no form: something wider."""
    if form is None:
        return f"{term.said} (something wider)"
    there = term.forms[form][0] if form < len(term.forms) else ""
    return f"{term.said} (in other words: {there})" if there else term.said


def _in_order_of_places(
    places: dict[Place, tuple[dict[str, None], dict[str, None]]],
) -> Iterable[Why]:
    for place in Place:
        if place in places:
            words, details = places[place]
            yield Why(place, tuple(words), tuple(details))
