"""The list of forums: what fits, in pages, with counts of what it can be narrowed to.

As fast with ten thousand forums as with a hundred: only what a page shows is read, in one query.
"""

# ruff: noqa: S608  # statements are made of texts of this package; values are parameters

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from alongside.agreements.domain.terms import (
    WELCOMING,
    Answer,
    Standing,
    standing_from,
)
from alongside.bodies.domain import topics
from alongside.core.letters import name_key
from alongside.core.names import named_sql
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import (
    FORUM_KIND_WORDS,
    LIFE_WORDS,
    ForumKind,
    ForumLife,
)
from alongside.forums.domain.places import around, place_of
from alongside.forums.models import Forum, ForumAlias
from alongside.forums.search import WEIGHTS, Fit, Question, question_for
from alongside.publishing.domain.filters import ForumFilter, ForumOrder
from alongside.publishing.facets import (
    Counts,
    Facet,
    Listing,
    count,
    no_choices,
    place_behind,
    rows_of,
)
from alongside.publishing.leading_figures import LeadingFigure, figure_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class BodyThere:
    """A body in a forum: whether it lists it, and how the operator stands to it today."""

    slug: str
    name: str
    acronym: str
    lists_it: bool
    leads: bool
    standing: Standing

    @property
    def short_name(self) -> str:
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class ForumSummary:
    """A forum in a list. `size` is None when nothing is known."""

    slug: str
    name: str
    kind: str
    address: str
    operator_name: str
    subject: str
    description: str
    area: str
    languages: Sequence[str]
    engine: str
    life: str
    size: LeadingFigure | None
    bodies: Sequence[BodyThere]  # by name

    @property
    def kind_words(self) -> str:
        return FORUM_KIND_WORDS[ForumKind(self.kind)]

    @property
    def life_words(self) -> str:
        return LIFE_WORDS[ForumLife(self.life)]

    @property
    def welcomed(self) -> list[BodyThere]:
        return [body for body in self.bodies if body.standing is Standing.IN_FORCE]

    @property
    def asked(self) -> list[BodyThere]:
        return [body for body in self.bodies if body.standing is not Standing.NONE]

    @property
    def listed_by(self) -> list[BodyThere]:
        """Who leads comes first."""
        listing = (body for body in self.bodies if body.lists_it)
        return sorted(listing, key=lambda body: not body.leads)


@dataclass(frozen=True, slots=True)
class ForumList:
    page: Page[ForumSummary]
    counts: Counts
    question: Question | None  # how the words were read; None without words
    practice: Sequence[Forum]
    no_choices: Sequence[tuple[str, str]] = ()  # facets and values that nothing has: passed over


# Of the newest answer of each operator to each real body: whether one welcomes on the day.
_WELCOMING = ", ".join(f"'{answer}'" for answer in sorted(WELCOMING))
_ANSWERED = f"""
answered AS MATERIALIZED (
  SELECT newest.forum_id, bool_or(newest.answer IN ({_WELCOMING})
    AND newest.valid_from <= %(today)s
    AND (newest.valid_until IS NULL OR newest.valid_until >= %(today)s)) AS welcomed
  FROM (
    SELECT DISTINCT ON (forum_id, body_id) forum_id, body_id, answer, valid_from, valid_until
    FROM agreements_agreement ORDER BY forum_id, body_id, id DESC
  ) AS newest
  JOIN bodies_body AS body ON body.id = newest.body_id AND NOT body.is_practice
  GROUP BY newest.forum_id
)"""
_WELCOME = """CASE WHEN answered.welcomed THEN 'yes' WHEN answered.forum_id IS NULL
  THEN 'not-asked' ELSE 'no' END"""
_BAND = """CASE WHEN forum.size IS NULL THEN CASE WHEN EXISTS (
    SELECT FROM forums_measure AS measure
    WHERE measure.forum_id = forum.id AND measure.withdrawn_at IS NULL
  ) THEN 'other-figures' ELSE 'not-known' END WHEN forum.size < 1000 THEN '0'
  WHEN forum.size < 10000 THEN '1000' WHEN forum.size < 100000 THEN '10000'
  WHEN forum.size < 1000000 THEN '100000' ELSE '1000000' END"""
# Bodies that list the forum as major, or have asked its operator.
_THERE = """
SELECT forum_id, body_id FROM forums_listing WHERE delisted_on IS NULL
UNION SELECT forum_id, body_id FROM agreements_agreement"""

_LIST = Listing(
    entry="forum",
    ctes=_ANSWERED,
    source="forums_forum AS forum LEFT JOIN answered ON answered.forum_id = forum.id",
    stands="NOT forum.is_practice AND forum.merged_into_id IS NULL",
    facets=(
        Facet("welcome", f"({_WELCOME}) = ANY(%(welcome)s)", value=_WELCOME),
        Facet(
            "topic",
            "forum.id IN (SELECT topic.forum_id FROM forums_forumtopic AS topic"
            f" WHERE topic.scheme = '{topics.SCHEME}' AND topic.code = ANY(%(topic)s))",
            rows="SELECT topic.code AS value, '' AS words, base.misses, 1 AS n FROM base"
            " JOIN forums_forumtopic AS topic ON topic.forum_id = base.id"
            f" WHERE topic.scheme = '{topics.SCHEME}'",
        ),
        Facet("size", f"({_BAND}) = ANY(%(size)s)", value=_BAND),
        Facet("life", "forum.life = ANY(%(life)s)", value="forum.life"),
        Facet("area", "forum.area = ANY(%(area)s)", value="forum.area"),
        Facet(
            "engine",
            "coalesce(nullif(forum.engine, ''), 'not-known') = ANY(%(engine)s)",
            value="coalesce(nullif(forum.engine, ''), 'not-known')",
        ),
        Facet(
            "language",
            "forum.languages ?| %(language)s::text[]",
            base_columns="forum.languages",
            # Counted by the few combinations that occur.
            rows="SELECT said.value, '' AS words, misses, n FROM (SELECT languages, misses,"
            " count(*) AS n FROM base GROUP BY languages, misses) AS spoken,"
            " jsonb_array_elements_text(languages) AS said",
        ),
        Facet(
            "body",
            f"forum.id IN (SELECT there.forum_id FROM ({_THERE}) AS there JOIN bodies_body AS body"
            " ON body.id = there.body_id WHERE body.slug = ANY(%(body)s) AND NOT body.is_practice)",
            rows="SELECT body.slug AS value, body.name AS words, misses, n FROM ("
            f"SELECT there.body_id, base.misses, count(*) AS n FROM ({_THERE}) AS there"
            " JOIN base ON base.id = there.forum_id GROUP BY there.body_id, base.misses"
            ") AS known JOIN bodies_body AS body ON body.id = known.body_id"
            " WHERE NOT body.is_practice",
        ),
        Facet(
            "address",
            "forum.id IN (SELECT coalesce(named.merged_into_id, named.id)"
            " FROM forums_forumalias AS alias JOIN forums_forum AS named"
            " ON named.id = alias.forum_id WHERE alias.place = ANY(%(address)s))",
        ),
    ),
)

_BY_SLUG = "forum.slug"
# Who types the whole name wants that entry, however often another says the same words.
_NAMED = named_sql("forum")
_ORDERS = {
    ForumOrder.BEST: f"""{_NAMED},
      2 * ts_rank_cd(%(weights)s, forum.search, to_tsquery('english', %(exact)s))
      + ts_rank_cd(%(weights)s, forum.search, to_tsquery('english', %(query)s)) DESC,
      forum.size DESC NULLS LAST, forum.name_key, forum.id""",
    ForumOrder.NAME: "forum.name_key, forum.id",
    ForumOrder.SIZE: "forum.size DESC NULLS LAST, forum.name_key, forum.id",
    ForumOrder.NEWEST: "forum.added_at DESC, forum.name_key, forum.id",
}

_KINDS = ", ".join(f"'{kind}'" for kind in sizes.ORDER)
_METHODS = ", ".join(f"'{method}'" for method in sizes.METHODS)
# The leading figure as forums.domain.sizes chooses it, and the bodies there, of one page's forums.
_SHOWN = f"""
SELECT shown.*, figure.*, there.bodies FROM ({{page}}) AS shown
LEFT JOIN LATERAL (
  SELECT to_jsonb(measure) AS figure FROM forums_measure AS measure
  WHERE measure.forum_id = shown.id AND measure.withdrawn_at IS NULL
  ORDER BY array_position(ARRAY[{_KINDS}], measure.kind::text) NULLS LAST, measure.dated DESC,
    array_position(ARRAY[{_METHODS}], measure.method::text), measure.id
  LIMIT 1
) AS figure ON true
LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object(
      'slug', body.slug, 'name', body.name, 'acronym', body.acronym,
      'lists_it', listing.id IS NOT NULL, 'leads', coalesce(listing.leads, false),
      'answer', newest.answer, 'valid_from', newest.valid_from,
      'valid_until', newest.valid_until) ORDER BY body.name_key, body.id) AS bodies
  FROM (
    SELECT listing.body_id FROM forums_listing AS listing
    WHERE listing.forum_id = shown.id AND listing.delisted_on IS NULL
    UNION SELECT body_id FROM agreements_agreement WHERE forum_id = shown.id
  ) AS known
  JOIN bodies_body AS body ON body.id = known.body_id AND NOT body.is_practice
  LEFT JOIN forums_listing AS listing ON listing.forum_id = shown.id
    AND listing.body_id = body.id AND listing.delisted_on IS NULL
  LEFT JOIN LATERAL (
    SELECT answer, valid_from, valid_until FROM agreements_agreement
    WHERE forum_id = shown.id AND body_id = body.id ORDER BY id DESC LIMIT 1
  ) AS newest ON true
) AS there ON true
ORDER BY shown.place
"""
_COLUMNS = """forum.id, forum.slug, forum.name, forum.kind, forum.address, forum.operator_name,
  forum.subject, forum.description, forum.area, forum.languages, forum.engine, forum.life"""


def forum_list(
    asked: ForumFilter,
    *,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    practice_too: bool,
    at: datetime,
) -> ForumList:
    """The forums that fit, with size and welcome, in pages. A page beyond is the last.

    The list as it stands is kept as long as nothing changes; its readers share it.
    """
    today = timezone.localdate(at)

    def now() -> ForumList:
        return _forum_list(asked, page, page_size, practice_too, today)

    if asked.narrows:
        return now()
    key = ("forum list", asked, page, page_size, practice_too, today)
    return kept_while_unchanged(key, now)


def _forum_list(
    asked: ForumFilter, page: int, page_size: int, practice_too: bool, today: date
) -> ForumList:
    order = _ORDERS[ForumOrder(asked.sorted_by)]
    looked = _look(asked, order, today)
    if nowhere := no_choices(
        asked, looked.counts, lambda: _look(ForumFilter(), _ORDERS[ForumOrder.NAME], today).counts
    ):
        without = asked.without_all(nowhere)
        return replace(
            _forum_list(without, page, page_size, practice_too, today), no_choices=nowhere
        )
    found: Page[Any] = Paginator(range(looked.counts.total), page_size).get_page(page)
    start = max(found.start_index() - 1, 0)
    if looked.ids is None:
        found.object_list = _page(_Part(order, page_size, offset=start), today)
    else:
        found.object_list = _page(_These(looked.ids[start : start + page_size]), today)
    standing = Forum.objects.standing()
    practice = standing.filter(is_practice=True).order_by("name_key", "pk") if practice_too else ()
    return ForumList(found, looked.counts, looked.question, list(practice))


def forums_after(
    asked: ForumFilter, slug: str, *, limit: int, at: datetime
) -> tuple[list[ForumSummary], Fit | None]:
    """The next forums that fit in the order of their slugs, for programs that walk through all.

    And how well what is found fits the words; None without words.
    """
    today = timezone.localdate(at)
    if not asked.narrows:
        return _page(_Part(_BY_SLUG, limit, after=slug), today), None
    question, following = kept_while_unchanged(
        ("forums after", asked, slug, today), lambda: _fitting(asked, _BY_SLUG, today, after=slug)
    )
    return _page(_These(following[:limit]), today), question.fit if question else None


def fitting_ids(asked: ForumFilter, *, at: datetime) -> list[int]:
    """The keys of all forums that fit."""
    return _fitting(asked, _BY_SLUG, timezone.localdate(at))[1]


def forums_sorted(
    asked: ForumFilter, slug: str, *, limit: int, at: datetime
) -> tuple[list[ForumSummary], Fit | None]:
    """The next forums behind one in the order that is asked for, as on the pages, for programs.

    Raises LookupError if that one is not, or no longer, in the list.
    """
    today, order = timezone.localdate(at), _ORDERS[ForumOrder(asked.sorted_by)]
    question, ids = kept_while_unchanged(
        ("forums sorted", asked, today), lambda: _fitting(asked, order, today)
    )
    start = place_behind(slug, ids, Forum)
    return _page(_These(ids[start : start + limit]), today), question.fit if question else None


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a list holds. `ids`: its forums in their order; None: all of them."""

    question: Question | None
    counts: Counts
    ids: Sequence[int] | None


def _meant(asked: ForumFilter) -> ForumFilter:
    """Who types the address of a forum or of one of its pages wants that forum and no other."""
    if asked.is_address and (place := place_of(asked.text)):
        known = ForumAlias.objects.filter(place__in=around(place), forum__is_practice=False)
        # Of a forum in a folder of another's host, the folder says more than the host.
        if nearest := max(known.values_list("place", flat=True), key=len, default=""):
            return asked.without_text().only("address", nearest)
    if addresses := asked.values("address"):
        return asked.only("address", *map(place_of, addresses))
    return asked


def _look(asked: ForumFilter, order: str, today: date) -> _Looked:
    """What fits, and how many there are of what else; what thousands have takes time to rank."""

    def now() -> _Looked:
        meant = _meant(asked)
        question, ids = _fitting(meant, order, today) if meant.narrows else (None, None)
        return _Looked(question, count(_LIST, meant, question, {"today": today}), ids)

    return kept_while_unchanged(("forums", asked, order, today), now)


def _fitting(
    asked: ForumFilter, order: str, today: date, *, after: str = ""
) -> tuple[Question | None, list[int]]:
    """Every forum that fits, in this order. Two queries at most."""
    asked = _meant(asked)
    question = question_for(asked.text, of="forums") if asked.text else None
    if question and question.fit is Fit.NONE:
        return question, []
    where = _LIST.narrowed(asked) + (f" AND {_BY_SLUG} > %(after)s" if after else "")
    sql = f"WITH {_LIST.ctes} SELECT forum.id FROM {_LIST.source} WHERE {where} ORDER BY {order}"
    params = {
        **_LIST.params(asked, question),
        "today": today,
        "weights": WEIGHTS,
        "typed": name_key(asked.text),
        "after": after,
    }
    return question, [row["id"] for row in rows_of(sql, params)]


@dataclass(frozen=True, slots=True)
class _These:
    """Forums by their keys, in this order."""

    ids: Sequence[int]

    @property
    def sql(self) -> str:
        return (
            f"SELECT {_COLUMNS}, array_position(%(ids)s::bigint[], forum.id) AS place"
            " FROM forums_forum AS forum WHERE forum.id = ANY(%(ids)s)"
        )

    @property
    def params(self) -> dict[str, Any]:
        return {"ids": list(self.ids)}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of all forums, in an order that an index holds."""

    order: str
    limit: int
    offset: int = 0
    after: str = ""  # a slug

    @property
    def sql(self) -> str:
        after = f" AND {_BY_SLUG} > %(after)s" if self.after else ""
        return (
            f"SELECT {_COLUMNS}, row_number() OVER (ORDER BY {self.order}) AS place"
            f" FROM forums_forum AS forum WHERE {_LIST.stands}{after}"
            f" ORDER BY {self.order} LIMIT %(limit)s OFFSET %(offset)s"
        )

    @property
    def params(self) -> dict[str, Any]:
        return {"limit": self.limit, "offset": self.offset, "after": self.after}


def _page(part: _These | _Part, today: date) -> list[ForumSummary]:
    if isinstance(part, _These) and not part.ids:
        return []
    return [_summary(row, today) for row in rows_of(_SHOWN.format(page=part.sql), part.params)]


def _summary(row: dict[str, Any], today: date) -> ForumSummary:
    return ForumSummary(
        **{name: row[name] for name in _PLAIN},
        languages=json.loads(row["languages"]),
        size=figure_of(json.loads(row["figure"], parse_float=Decimal)) if row["figure"] else None,
        bodies=[_body(body, today) for body in json.loads(row["bodies"] or "[]")],
    )


_PLAIN = (
    "slug", "name", "kind", "address", "operator_name", "subject", "description", "area",
    "engine", "life",
)  # fmt: skip


def _body(row: dict[str, Any], today: date) -> BodyThere:
    return BodyThere(
        slug=row["slug"],
        name=row["name"],
        acronym=row["acronym"],
        lists_it=row["lists_it"],
        leads=row["leads"],
        standing=_standing(row, today),
    )


def _standing(row: dict[str, Any], today: date) -> Standing:
    """By the rule that policy follows."""
    if row["answer"] is None:
        return Standing.NONE
    return standing_from(
        Answer(row["answer"]),
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        on=today,
    )
