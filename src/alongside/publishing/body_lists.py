"""The list of public bodies: what fits, in pages, with counts of what it can be narrowed to.

Bodies that have closed stand in it for those only who ask for them.
"""

# ruff: noqa: S608  # statements are made of texts of this package; values are parameters

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from alongside.bodies.domain import topics
from alongside.bodies.domain.facts import acronym_besides
from alongside.bodies.domain.kinds import CLOSED_WORDS, KIND_WORDS, BodyKind, ClosedHow
from alongside.bodies.models import Body
from alongside.core.letters import name_key
from alongside.core.names import letter_sql, named_sql
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.search import WEIGHTS, Fit, Question, question_for
from alongside.publishing.domain.filters import BodyFilter, BodyOrder, HasList, HasPlan, State
from alongside.publishing.facets import (
    Counts,
    Facet,
    Listing,
    count,
    no_choices,
    place_behind,
    rows_of,
)

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class NamedBody:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class BodySummary:
    """A body in a list: what it says of forums, and its plan. None: it has none in force."""

    slug: str
    name: str
    acronym: str
    kind: str
    jurisdiction: str
    closed_on: date | None
    closed_how: str
    parent: NamedBody | None
    successors: Sequence[NamedBody]  # of a closed body
    predecessor_slugs: Sequence[str]  # of bodies whose work it took over
    has_list: HasList
    forums_listed: int
    none_found_on: date | None  # the day on which it searched last, when it found none
    plan_number: int | None
    plan_review_on: date | None
    today: date

    @property
    def acronym_besides(self) -> str:
        return acronym_besides(self.name, self.acronym)

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[BodyKind(self.kind)]

    @property
    def is_closed(self) -> bool:
        return self.closed_how != ""

    @property
    def closed_words(self) -> str:
        return CLOSED_WORDS[ClosedHow(self.closed_how)] if self.closed_how else ""

    @property
    def review_passed(self) -> bool:
        return self.plan_review_on is not None and self.plan_review_on < self.today


@dataclass(frozen=True, slots=True)
class BodyList:
    page: Page[BodySummary]
    counts: Counts
    question: Question | None  # how the words were read; None without words
    practice: Sequence[Body]
    wanted: BodyFilter  # as it was understood: of open bodies alone, unless a state is chosen
    no_choices: Sequence[tuple[str, str]] = ()  # facets and values that nothing has: passed over

    @property
    def closed(self) -> int:
        """How many closed bodies fit everything else that is asked for."""
        states = self.counts.by_facet["state"]
        return sum(found.count for found in states if found.value == State.CLOSED)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Of the bodies that are open: how many say nothing of forums, and how many plan nothing."""

    bodies: int
    without_list: int  # those that looked and found no forum among them
    without_plan: int


_CTES = """
listed AS MATERIALIZED (
  SELECT listing.body_id, count(*) AS forums FROM forums_listing AS listing
  JOIN forums_forum AS forum ON forum.id = listing.forum_id
  WHERE listing.delisted_on IS NULL AND NOT forum.is_practice GROUP BY listing.body_id
), plan AS MATERIALIZED (
  SELECT DISTINCT ON (body_id) body_id, number, review_on FROM plans_planversion
  WHERE number IS NOT NULL AND effective_from <= %(today)s ORDER BY body_id, number DESC
), searched AS MATERIALIZED (
  SELECT body_id, max(searched_on) AS searched_on FROM forums_noforumfound GROUP BY body_id
)"""
_SOURCE = """bodies_body AS body LEFT JOIN listed ON listed.body_id = body.id
  LEFT JOIN plan ON plan.body_id = body.id LEFT JOIN searched ON searched.body_id = body.id"""
_HAS_LIST = """CASE WHEN listed.body_id IS NOT NULL THEN 'yes'
  WHEN body.closed_how <> '' THEN 'closed'
  WHEN searched.body_id IS NOT NULL THEN 'none-found' ELSE 'no' END"""
_HAS_PLAN = "CASE WHEN plan.body_id IS NULL THEN 'no' ELSE 'yes' END"
_STATE = "CASE body.closed_how WHEN '' THEN 'open' ELSE 'closed' END"
_LETTER = letter_sql("body.name_key")

# By its value, or by scheme and value with a colon between them; letters of either case.
_IDENTIFIED = """
SELECT body_id FROM bodies_bodyidentifier
WHERE lower(value) = ANY(%(identifier)s) OR lower(scheme || ':' || value) = ANY(%(identifier)s)"""

_LIST = Listing(
    entry="body",
    ctes=_CTES,
    source=_SOURCE,
    stands="NOT body.is_practice",
    facets=(
        Facet("list", f"({_HAS_LIST}) = ANY(%(list)s)", value=_HAS_LIST),
        Facet("plan", f"({_HAS_PLAN}) = ANY(%(plan)s)", value=_HAS_PLAN),
        Facet(
            "topic",
            "body.id IN (SELECT topic.body_id FROM bodies_remittopic AS topic"
            f" WHERE topic.scheme = '{topics.SCHEME}' AND topic.code = ANY(%(topic)s))",
            rows="SELECT topic.code AS value, '' AS words, base.misses, 1 AS n FROM base"
            " JOIN bodies_remittopic AS topic ON topic.body_id = base.id"
            f" WHERE topic.scheme = '{topics.SCHEME}'",
        ),
        Facet("kind", "body.kind = ANY(%(kind)s)", value="body.kind"),
        # A country has what its parts have (ISO 3166-2: GB-WLS is a part of GB).
        Facet(
            "jurisdiction",
            "(body.jurisdiction = ANY(%(jurisdiction)s)"
            " OR split_part(body.jurisdiction, '-', 1) = ANY(%(jurisdiction)s))",
            base_columns="body.jurisdiction",
            rows="SELECT said.value, '' AS words, base.misses, 1 AS n FROM base,"
            " unnest(ARRAY[jurisdiction, CASE WHEN position('-' IN jurisdiction) > 0"
            " THEN split_part(jurisdiction, '-', 1) END]) AS said(value) WHERE said.value <> ''",
        ),
        Facet("state", f"({_STATE}) = ANY(%(state)s)", value=_STATE),
        Facet("letter", f"({_LETTER}) = ANY(%(letter)s)", value=_LETTER),
        Facet("identifier", f"body.id IN (SELECT found.body_id FROM ({_IDENTIFIED}) AS found)"),
    ),
)
_BY_SLUG = "body.slug"
# Who types the whole name wants that entry, however often another says the same words.
_NAMED = named_sql("body", "body.acronym")
_ORDERS = {
    BodyOrder.BEST: f"""{_NAMED},
      2 * ts_rank_cd(%(weights)s, body.search, to_tsquery('english', %(exact)s))
      + ts_rank_cd(%(weights)s, body.search, to_tsquery('english', %(query)s)) DESC,
      coalesce(listed.forums, 0) DESC, body.name_key, body.id""",
    BodyOrder.NAME: "body.name_key, body.id",
    BodyOrder.FORUMS: "coalesce(listed.forums, 0) DESC, body.name_key, body.id",
}
# What a page shows of each body, read for those bodies alone.
_SHOWN = """
SELECT body.slug, body.name, body.acronym, body.kind, body.jurisdiction, body.closed_on,
  body.closed_how, parent.slug AS parent_slug, parent.name AS parent_name,
  listed.forums AS forums_listed, searched.searched_on AS none_found_on,
  plan.number AS plan_number, plan.review_on AS plan_review_on, next.successors,
  former.predecessors
FROM bodies_body AS body
LEFT JOIN bodies_body AS parent ON parent.id = body.parent_id
CROSS JOIN LATERAL (
  SELECT count(*) AS forums FROM forums_listing AS listing
  JOIN forums_forum AS forum ON forum.id = listing.forum_id AND NOT forum.is_practice
  WHERE listing.body_id = body.id AND listing.delisted_on IS NULL
) AS listed
CROSS JOIN LATERAL (
  SELECT max(searched_on) AS searched_on FROM forums_noforumfound WHERE body_id = body.id
) AS searched
LEFT JOIN LATERAL (
  SELECT number, review_on FROM plans_planversion
  WHERE body_id = body.id AND number IS NOT NULL AND effective_from <= %(today)s
  ORDER BY number DESC LIMIT 1
) AS plan ON true
LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('slug', next.slug, 'name', next.name) ORDER BY next.name_key)
    AS successors
  FROM bodies_body_successors AS link JOIN bodies_body AS next ON next.id = link.to_body_id
  WHERE link.from_body_id = body.id AND NOT next.is_practice
) AS next ON body.closed_how <> ''
LEFT JOIN LATERAL (
  SELECT jsonb_agg(former.slug ORDER BY former.name_key, former.slug) AS predecessors
  FROM bodies_body_successors AS link JOIN bodies_body AS former ON former.id = link.from_body_id
  WHERE link.to_body_id = body.id AND NOT former.is_practice
) AS former ON true
WHERE body.id = ANY(%(ids)s)
ORDER BY array_position(%(ids)s::bigint[], body.id)
"""


def body_list(
    asked: BodyFilter,
    *,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    practice_too: bool,
    at: datetime,
) -> BodyList:
    """The bodies that fit, with list and plan, in pages. A page beyond is the last.

    The list as it stands is kept as long as nothing changes; its readers share it.
    """
    today = timezone.localdate(at)

    def now() -> BodyList:
        return _body_list(asked, page, page_size, practice_too, today)

    if asked.narrows:
        return now()
    key = ("body list", asked, page, page_size, practice_too, today)
    return kept_while_unchanged(key, now)


def _body_list(
    asked: BodyFilter, page: int, page_size: int, practice_too: bool, today: date
) -> BodyList:
    wanted = _open_unless_asked(_meant(asked))
    order = _ORDERS[BodyOrder(asked.sorted_by)]

    def look() -> tuple[Question | None, list[int], Counts]:
        question, ids = _fitting(wanted, order, today)
        return question, ids, count(_LIST, wanted, question, {"today": today})

    question, ids, counts = kept_while_unchanged(("bodies", wanted, order, today), look)
    if nowhere := no_choices(wanted, counts, lambda: _whole(today)):
        without = asked.without_all(nowhere)
        return replace(
            _body_list(without, page, page_size, practice_too, today), no_choices=nowhere
        )
    found: Page[Any] = Paginator(ids, page_size).get_page(page)
    found.object_list = _page(list(found.object_list), today)
    practice = (
        Body.objects.filter(is_practice=True).order_by("name_key", "pk") if practice_too else ()
    )
    return BodyList(found, counts, question, list(practice), wanted)


def _whole(today: date) -> Counts:
    """Of all bodies, open and closed."""
    return kept_while_unchanged(
        ("bodies counted", today), lambda: count(_LIST, BodyFilter(), None, {"today": today})
    )


def bodies_after(
    asked: BodyFilter, slug: str, *, limit: int, at: datetime
) -> tuple[list[BodySummary], Fit | None]:
    """The next bodies that fit in the order of their slugs, for programs that walk through all.

    Closed ones too, unless a state is chosen. And how well what is found fits the words; None
    without words.
    """
    today = timezone.localdate(at)
    question, following = kept_while_unchanged(
        ("bodies after", asked, slug, today), lambda: _fitting(asked, _BY_SLUG, today, after=slug)
    )
    return _page(following[:limit], today), question.fit if question else None


def fitting_ids(asked: BodyFilter, *, at: datetime) -> list[int]:
    """The keys of all bodies that the list shows: of open ones, unless a state is chosen."""
    return _fitting(_open_unless_asked(_meant(asked)), _BY_SLUG, timezone.localdate(at))[1]


def bodies_sorted(
    asked: BodyFilter, slug: str, *, limit: int, at: datetime
) -> tuple[list[BodySummary], Fit | None]:
    """The next bodies behind one in the order that is asked for, as on the pages, for programs.

    Raises LookupError if that one is not, or no longer, in the list.
    """
    today, order = timezone.localdate(at), _ORDERS[BodyOrder(asked.sorted_by)]
    question, ids = kept_while_unchanged(
        ("bodies sorted", asked, today), lambda: _fitting(asked, order, today)
    )
    start = place_behind(slug, ids, Body)
    return _page(ids[start : start + limit], today), question.fit if question else None


def gaps(*, at: datetime) -> Gaps:
    """What is missing today. One query."""
    asked = _open_unless_asked(BodyFilter())
    counts = count(_LIST, asked, None, {"today": timezone.localdate(at)})
    lists = {found.value: found.count for found in counts.by_facet["list"]}
    plans = {found.value: found.count for found in counts.by_facet["plan"]}
    return Gaps(
        bodies=counts.total,
        without_list=counts.total - lists.get(HasList.YES, 0),
        without_plan=plans.get(HasPlan.NO, 0),
    )


def _meant(asked: BodyFilter) -> BodyFilter:
    """Who types an identifier, with its scheme or without, wants that body, open or closed."""
    if asked.is_identifier:
        params = {"identifier": [asked.text.lower()]}
        if list(rows_of(f"{_IDENTIFIED} LIMIT 1", params)):
            return asked.without_text().only("identifier", asked.text.lower())
    if given := asked.values("identifier"):
        return asked.only("identifier", *(value.lower() for value in given))
    return asked


def _open_unless_asked(asked: BodyFilter) -> BodyFilter:
    if asked.values("state") or asked.values("identifier"):
        return asked
    return replace(asked, chosen=(*asked.chosen, ("state", (State.OPEN.value,))))


def _fitting(
    asked: BodyFilter, order: str, today: date, *, after: str = ""
) -> tuple[Question | None, list[int]]:
    """Every body that fits, in this order. Two queries at most."""
    asked = _meant(asked)
    question = question_for(asked.text, of="bodies") if asked.text else None
    if question and question.fit is Fit.NONE:
        return question, []
    where = _LIST.narrowed(asked) + (f" AND {_BY_SLUG} > %(after)s" if after else "")
    sql = f"WITH {_CTES} SELECT body.id FROM {_SOURCE} WHERE {where} ORDER BY {order}"
    params = {
        **_LIST.params(asked, question),
        "today": today,
        "weights": WEIGHTS,
        "typed": name_key(asked.text),
        "after": after,
    }
    return question, [row["id"] for row in rows_of(sql, params)]


def _page(ids: Sequence[int], today: date) -> list[BodySummary]:
    if not ids:
        return []
    rows = rows_of(_SHOWN, {"ids": list(ids), "today": today})
    return [_summary(row, today) for row in rows]


def _summary(row: dict[str, Any], today: date) -> BodySummary:
    successors = json.loads(row.pop("successors") or "[]")
    predecessors = json.loads(row.pop("predecessors") or "[]")
    parent_slug, parent_name = row.pop("parent_slug"), row.pop("parent_name")
    searched_on = row.pop("none_found_on")
    has_list = _has_list(row["forums_listed"], row["closed_how"], searched_on)
    return BodySummary(
        **row,
        has_list=has_list,
        none_found_on=searched_on if has_list is HasList.NONE_FOUND else None,
        parent=NamedBody(parent_slug, parent_name) if parent_slug else None,
        successors=[NamedBody(**found) for found in successors],
        predecessor_slugs=predecessors,
        today=today,
    )


def _has_list(forums_listed: int, closed_how: str, searched_on: date | None) -> HasList:
    """The same as `_HAS_LIST`, of a row that was read."""
    if forums_listed:
        return HasList.YES
    if closed_how:
        return HasList.CLOSED
    return HasList.NONE_FOUND if searched_on else HasList.NO
