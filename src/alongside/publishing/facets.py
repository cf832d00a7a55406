"""Counting what a list can be narrowed to, and narrowing it, in SQL of one statement each.

A facet's own counts leave its own choice aside: who has chosen "Money" still sees how many forums
there are about "Work". So each entry is looked at once, with a mark for every chosen facet that it
misses; those that miss one at most are counted, each facet over those that miss none or itself.

Counting ten thousand entries takes some 40 ms, five times as long as everything else of the page.
What was counted is therefore kept while the database stays as it is (`core.unchanged`).
"""

# ruff: noqa: S608  # statements are made of texts of this package; values are parameters

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from alongside.bodies.domain.topics import TOPICS
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.forums.search import Fit, Question
from alongside.publishing.domain.filters import ListFilter


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of a list, in SQL.

    `passes` says whether an entry has one of the values `%(<name>)s`, an array of text. `value` is
    the one value of an entry, never null; or else `rows` has the entry's values as (value, words),
    over `base`, which has the entries' `id` and whatever `base_columns` adds.
    """

    name: str
    passes: str
    value: str = ""
    rows: str = ""
    base_columns: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: where its entries come from, which of them stand in it, and its facets.

    `ctes` are common table expressions that `source` joins. `entry` is the alias of the entries.
    """

    entry: str
    source: str
    stands: str
    facets: Sequence[Facet]
    ctes: str = ""

    def narrowed(self, asked: ListFilter) -> str:
        """The condition that an entry of the list fits."""
        passes = [facet.passes for facet in self.facets if asked.values(facet.name)]
        searched = [f"{self.entry}.search @@ to_tsquery('english', %(query)s)"] * bool(asked.text)
        return " AND ".join([self.stands, *searched, *passes])

    def params(self, asked: ListFilter, question: Question | None) -> dict[str, Any]:
        return {
            **{facet.name: list(asked.values(facet.name)) for facet in self.facets},
            "query": question.query if question else "",
            "exact": question.exact if question else "",
        }


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, and how many entries have it besides all else that is chosen."""

    value: str
    words: str  # from the data; empty where the page has words of its own
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    total: int
    by_facet: Mapping[str, Sequence[Value]]  # the largest first


def count(
    listing: Listing, asked: ListFilter, question: Question | None, more: Mapping[str, Any]
) -> Counts:
    """How many entries fit, and how many there are of each value. One query at most.

    `more` are values that the SQL of the list names besides those of its facets.
    """
    if question and question.fit is Fit.NONE:
        return Counts(0, {facet.name: () for facet in listing.facets})
    params = {**listing.params(asked, question), **more}
    active = [facet for facet in listing.facets if asked.values(facet.name)]
    bits = {facet.name: 1 << number for number, facet in enumerate(active)}
    single = [facet for facet in listing.facets if facet.value]
    several = [facet for facet in listing.facets if facet.rows]
    misses = " + ".join(
        f"CASE WHEN {facet.passes} THEN 0 ELSE {bits[facet.name]} END" for facet in active
    )
    columns = [
        f"{listing.entry}.id",
        *(f"{facet.value} AS f_{facet.name}" for facet in single),
        *(facet.base_columns for facet in several if facet.base_columns),
        f"{misses or '0'} AS misses",
    ]
    searched = f" AND {listing.entry}.search @@ to_tsquery('english', %(query)s)"
    base = (
        f"SELECT {', '.join(columns)} FROM {listing.source}"
        f" WHERE {listing.stands}{searched if asked.text else ''}"
    )
    if active:
        base = f"SELECT * FROM ({base}) AS looked_at WHERE misses & (misses - 1) = 0"
    names = [f"f_{facet.name}" for facet in single]
    sets = [f"(misses, {name})" for name in names]
    parts = [
        f"SELECT GROUPING({', '.join(names)}), coalesce({', '.join(names)}), '', misses, count(*)"
        f" FROM base GROUP BY GROUPING SETS ((misses), {', '.join(sets)})",
        *(
            f"SELECT {-number}, value, words, misses, sum(n)::bigint FROM ({facet.rows}) AS found"
            " GROUP BY value, words, misses"
            for number, facet in enumerate(several, start=1)
        ),
    ]
    ctes = f"{listing.ctes}, " if listing.ctes else ""
    sql = f"WITH {ctes}base AS MATERIALIZED ({base}) {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    # GROUPING has a bit for each column that a row is not grouped by, the last column the lowest.
    whole = (1 << len(names)) - 1
    by_number: dict[int, str] = {-n: facet.name for n, facet in enumerate(several, start=1)}
    by_number |= {
        whole & ~(1 << (len(names) - 1 - place)): facet.name for place, facet in enumerate(single)
    }
    found: dict[str, dict[tuple[str, str], int]] = {facet.name: {} for facet in listing.facets}
    total = 0
    for number, value, words, missed, counted in rows:
        if number == whole:
            total += counted if missed == 0 else 0
            continue
        name = by_number[number]
        if missed in (0, bits.get(name, 0)):
            of_facet = found[name]
            of_facet[value, words] = of_facet.get((value, words), 0) + counted
    return Counts(total, {name: _largest_first(values) for name, values in found.items()})


def no_choices(
    asked: ListFilter, counts: Counts, whole: Callable[[], Counts]
) -> tuple[tuple[str, str], ...]:
    """Values that were chosen and that no entry has, nor any list that they come from.

    `counts`: of what is asked for; `whole`: counts everything, asked only where a value is missing.
    """

    def missing(counts: Counts, chosen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        has = {name: {each.value for each in found} for name, found in counts.by_facet.items()}
        return [(name, value) for name, value in chosen if value not in has[name]]

    known = (*asked.EXACT, *asked.KNOWN)
    chosen = [(name, value) for name, values in asked.chosen for value in values]
    not_here = missing(counts, [(name, value) for name, value in chosen if name not in known])
    if not not_here:
        return ()
    return tuple(
        (name, value)
        for name, value in missing(whole(), not_here)
        if not (name == "topic" and value in TOPICS)
        and not (name == "body" and Body.objects.filter(slug=value, is_practice=False).exists())
    )


def _largest_first(values: Mapping[tuple[str, str], int]) -> list[Value]:
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
    return [Value(value, words, count) for (value, words), count in ordered]


def rows_of(sql: str, params: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The rows of a query, each as {column: value}."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def place_behind(slug: str, ids: Sequence[int], model: type[Forum] | type[Body]) -> int:
    """Where a list of keys goes on behind the entry with this slug; its start when there is none.

    Raises LookupError if that one is not, or no longer, in the list.
    """
    if not slug:
        return 0
    last = model._default_manager.filter(slug=slug).values_list("pk", flat=True).first()
    if last not in ids:
        raise LookupError(slug)
    return ids.index(last) + 1
