"""A file of figures: checked row by row, staged by COPY, compared and written in the database.

One call of the ORM a figure would take a hundred times as long.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.audit.import_actions import Origin, origin_of, record_import
from alongside.audit.models import Event
from alongside.bodies.domain.facts import is_formula
from alongside.bodies.imports.reading import Table, read_table
from alongside.core.copying import analyse
from alongside.forums.domain.kinds import Bound, MeasureMethod
from alongside.forums.domain.measures import (
    FORMULA,
    NoNumber,
    Reading,
    faults_of,
    kind_of,
    number,
    number_of,
)
from alongside.forums.domain.places import place_of
from alongside.forums.imports.cells import (
    Faults,
    Json,
    cell,
    missing_columns,
    name_of_file,
    no_such,
    one_of,
    unused_columns,
)
from alongside.forums.models import Forum, ForumAlias, Measure
from alongside.forums.sizes import refresh_sizes

MOST_BYTES = 300_000_000
MOST_RECORDS = 500_000
COLUMNS = (
    "forum_id",
    "address",
    "kind",
    "value",
    "unit",
    "bound",
    "period",
    "method",
    "asserted_by",
    "source",
    "source_address",
    "dated",
    "quotation",
)
_NEEDED = (
    ("forum_id", "address"),
    ("kind",),
    ("value",),
    ("method",),
    ("asserted_by",),
    ("source",),
    ("dated",),
    ("unit",),
)
_KEY = {"kind", "source", "dated", "period"}  # by which a forum's figures are told apart
_PUBLISHED_TOO = ("recorded_at",)  # in the published file; this register notes its own
_EXAMPLES = 200  # of differences that are told one by one
MOST_TOLD = 20  # figures in one public event

_STAGE = """
CREATE TEMPORARY TABLE staged_measure (
  line text, forum_id bigint, kind text, value numeric(16, 2), unit text, bound text, period text,
  method text, asserted_by text, source text, source_address text, dated text, quotation text
) ON COMMIT DROP
"""
_COPY = """
COPY staged_measure (line, forum_id, kind, value, unit, bound, period, method, asserted_by, source,
  source_address, dated, quotation) FROM STDIN
"""
# How each row of the file stands to what the register holds: to the figure that stands for the same
# forum, kind, source, date and time covered, or else to the same figure that was withdrawn.
_COMPARE = """
CREATE TEMPORARY TABLE compared_measure ON COMMIT DROP AS
SELECT DISTINCT ON (staged.line) staged.*, known.value AS known_value, known.unit AS known_unit,
  CASE
    WHEN known.id IS NULL THEN 'new'
    WHEN known.withdrawn_at IS NOT NULL THEN 'withdrawn'
    WHEN (known.value, known.unit, known.bound) = (staged.value, staged.unit, staged.bound)
    THEN 'same'
    ELSE 'other'
  END AS outcome
FROM staged_measure AS staged LEFT JOIN forums_measure AS known
  ON known.forum_id = staged.forum_id AND known.kind = staged.kind
  AND known.source = staged.source AND known.dated = staged.dated
  AND known.period = staged.period
  AND (known.withdrawn_at IS NULL OR (known.value = staged.value AND known.unit = staged.unit))
ORDER BY staged.line, known.withdrawn_at IS NULL DESC
"""
_KEPT = """
SELECT line, forum.name, compared.kind, dated, known_value, known_unit, value, unit
FROM compared_measure AS compared JOIN forums_forum AS forum ON forum.id = compared.forum_id
WHERE outcome = 'other' ORDER BY length(line), line LIMIT %s
"""
_BY_FORUM = """
SELECT forum.id, forum.slug, forum.name, count(*), min(dated), max(dated),
  array_agg(DISTINCT compared.kind)
FROM compared_measure AS compared JOIN forums_forum AS forum ON forum.id = compared.forum_id
WHERE outcome = 'new' GROUP BY forum.id, forum.slug, forum.name ORDER BY forum.name, forum.id
"""
# The newest of each forum's new figures, for its public history.
_TOLD = """
SELECT forum_id, kind, value, unit, bound, period, method, dated, source
FROM (
  SELECT *, row_number() OVER (PARTITION BY forum_id ORDER BY dated DESC, kind, source) AS place
  FROM compared_measure WHERE outcome = 'new'
) AS ranked WHERE place <= %s ORDER BY forum_id, place
"""
_INSERT = """
INSERT INTO forums_measure (forum_id, kind, value, unit, bound, period, method, asserted_by,
  source, source_address, dated, quotation, recorded_at, withdrawn_reason)
SELECT forum_id, kind, value, unit, bound, period, method, asserted_by, source, source_address,
  dated, quotation, %s, '' FROM compared_measure WHERE outcome = 'new'
"""


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure that stands here with another value than the file gives. It stays as it is."""

    place: str
    forum: str
    kind: str
    dated: str
    ours: str
    theirs: str

    def as_dict(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class NewFigures:
    """How many figures a forum gets, of which kinds, from when to when."""

    pk: int
    slug: str
    name: str
    count: int
    first: str
    last: str
    kinds: tuple[str, ...]

    def as_dict(self) -> Json:
        return {
            "forum_id": self.slug,
            "name": self.name,
            "figures": self.count,
            "kinds": list(self.kinds),
            "from": self.first,
            "to": self.last,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What importing the file changes. `kept` are at most the first 200 of `kept_count`."""

    rows: int
    new: int
    unchanged: int
    withdrawn: int  # stand in the file, and were found wrong here: they stay withdrawn
    kept_count: int
    kept: tuple[KeptFigure, ...]
    forums: tuple[NewFigures, ...]
    notes: tuple[str, ...] = ()
    written: bool = False

    def as_dict(self) -> Json:
        return {
            "records": self.rows,
            "added": self.new,
            "unchanged": self.unchanged,
            "withdrawn_here": self.withdrawn,
            "kept_count": self.kept_count,
            "kept": [kept.as_dict() for kept in self.kept],
            "forums": [forum.as_dict() for forum in self.forums],
            "notes": list(self.notes),
            "written": self.written,
        }


@dataclass(slots=True)
class _Known:
    """Which forum a row means."""

    by_slug: dict[str, tuple[int, str]] = field(default_factory=dict)  # key, or why not
    by_place: dict[str, int] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)


def import_measures(path: Path, *, write: bool, by: str, at: datetime) -> Difference:
    """Compares the file with the register and, with `write`, adds what is new; all or nothing.

    Raises ImportRefused with every fault.
    """
    table = read_table(path, most_bytes=MOST_BYTES, most_records=MOST_RECORDS)
    from_file = origin_of(source=name_of_file(path), place=path)
    return import_table(table, origin=from_file, write=write, by=by, at=at)


@transaction.atomic
def import_table(table: Table, *, origin: Origin, write: bool, by: str, at: datetime) -> Difference:
    """The same for rows that were read already."""
    rows = list(_checked_rows(table, _known_forums(table), today=timezone.localdate(at)))
    unused = unused_columns(table, known=(*COLUMNS, *_PUBLISHED_TOO))
    with connection.cursor() as cursor:
        if write:
            # Nobody records the same figure while it is compared.
            cursor.execute("LOCK TABLE forums_measure IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DROP TABLE IF EXISTS staged_measure, compared_measure")
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_COMPARE)
        cursor.execute("ANALYZE compared_measure")
        cursor.execute("SELECT outcome, count(*) FROM compared_measure GROUP BY outcome")
        counts: dict[str, int] = dict(cursor.fetchall())
        cursor.execute(_KEPT, [_EXAMPLES])
        kept = tuple(
            KeptFigure(line, name, kind, dated, _said(ours, our_unit), _said(theirs, unit))
            for line, name, kind, dated, ours, our_unit, theirs, unit in cursor.fetchall()
        )
        cursor.execute(_BY_FORUM)
        forums = tuple(
            NewFigures(pk, slug, name, count, first, last, tuple(kinds))
            for pk, slug, name, count, first, last, kinds in cursor.fetchall()
        )
        if write and forums:
            cursor.execute(_INSERT, [at])
            told = _told(cursor)
    if write and forums:
        refresh_sizes([forum.pk for forum in forums])
        record_import(
            [_happening(forum, told[forum.pk]) for forum in forums],
            kind="measures.imported",
            origin=origin,
            counts={"figures": counts["new"]},
            actor=by,
            at=at,
        )
        analyse(Measure, Forum, Event, rows=counts["new"])
    return Difference(
        rows=len(table.rows),
        new=counts.get("new", 0),
        unchanged=counts.get("same", 0),
        withdrawn=counts.get("withdrawn", 0),
        kept_count=counts.get("other", 0),
        kept=kept,
        forums=forums,
        notes=(f"Columns that are not read: {', '.join(unused)}.",) if unused else (),
        written=write,
    )


def _known_forums(table: Table) -> _Known:
    known = _Known()
    found = Forum.objects.values_list("pk", "slug", "is_practice", "merged_into__slug")
    for pk, slug, is_practice, kept in found:
        why = ""
        if is_practice:
            why = f"{slug} is practice: its figures are not imported."
        elif kept:
            why = f"{slug} was joined with {kept}. Write {kept} instead."
        known.by_slug[slug] = (pk, why)
        known.slugs[pk] = slug
    if "address" in table.columns:
        known.by_place = dict(ForumAlias.objects.values_list("place", "forum"))
    return known


def _checked_rows(table: Table, known: _Known, *, today: date) -> Iterator[tuple[Any, ...]]:
    """The rows as they are staged, each figure once. Raises ImportRefused after the last one."""
    faults = Faults(list(table.faults))
    missing = missing_columns(table, faults, needed=_NEEDED)
    told: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}
    staged: list[tuple[Any, ...]] = []
    for placed in table.rows:
        row: Mapping[str, str] = placed.value
        pk, why = _forum_of(known, cell(row, "forum_id"), cell(row, "address"))
        if why and "forum_id" not in missing:
            faults.add(placed.place, "forum_id", why)
        reading, wrong = _reading_of(row, today)
        wrong = {name: sentence for name, sentence in wrong.items() if name not in missing}
        if wrong:
            faults.add_all(placed.place, wrong)
        if why or missing or not _KEY.isdisjoint(wrong):
            continue
        key = (pk, reading.kind, reading.source, reading.dated, reading.period)
        said = (reading.value, reading.unit, reading.bound)
        if (before := told.get(key)) is not None:
            if before[1] != said and not wrong:
                faults.add(
                    placed.place,
                    "value",
                    f"{before[0]} gives another value for the same forum, kind, source and date.",
                )
            continue
        if wrong:
            continue
        told[key] = (placed.place, said)
        staged.append(
            (
                placed.place,
                pk,
                reading.kind,
                reading.value,
                reading.unit,
                reading.bound.value,
                reading.period,
                reading.method.value,
                reading.asserted_by,
                reading.source,
                reading.source_address,
                reading.dated,
                reading.quotation,
            )
        )
    faults.refuse_if_any()
    yield from staged


def _forum_of(known: _Known, slug: str, address: str) -> tuple[int, str]:
    if slug:
        if slug not in known.by_slug:
            return 0, f"There is no forum {slug[:100]} in the register."
        return known.by_slug[slug]
    place = place_of(address)
    if not place:
        return 0, "Give the forum by its forum_id or its address."
    if place not in known.by_place:
        return 0, f"No forum of the register is known at {place[:200]}."
    return known.by_slug[known.slugs[known.by_place[place]]]


def _reading_of(row: Mapping[str, str], today: date) -> tuple[Reading, dict[str, str]]:
    wrong: dict[str, str] = {}
    method, bound = cell(row, "method"), cell(row, "bound")
    found_method = one_of(MeasureMethod, method)
    if found_method is None:
        wrong["method"] = no_such(MeasureMethod, method) if method else "Say who counted."
    found_bound = one_of(Bound, bound) if bound else Bound.EXACT
    if found_bound is None:
        wrong["bound"] = no_such(Bound, bound)
    value = Decimal(0)
    try:
        value = number_of(cell(row, "value"))
    except NoNumber as exc:
        wrong["value"] = str(exc)
    reading = Reading(
        kind=kind_of(cell(row, "kind")),
        value=value,
        unit=_plain(cell(row, "unit")),
        bound=found_bound or Bound.EXACT,
        period=_plain(cell(row, "period")),
        method=found_method or MeasureMethod.REPORTED,
        asserted_by=_plain(cell(row, "asserted_by")),
        source=_plain(cell(row, "source")),
        source_address=cell(row, "source_address"),
        dated=cell(row, "dated"),
        quotation=cell(row, "quotation").replace("\r\n", "\n"),
    )
    if is_formula(row.get("quotation", "").strip()):
        # With the apostrophe that published files put before it, it is the text of a page.
        wrong["quotation"] = FORMULA.format(reading.quotation[:20])
    return reading, {**faults_of(reading, today=today), **wrong}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(text.split())


def _said(value: Decimal, unit: str) -> str:
    return f"{value.normalize():f} {unit}"


def _told(cursor: Any) -> dict[int, list[Json]]:
    """The newest new figures by forum, as values of JSON."""
    found: dict[int, list[Json]] = defaultdict(list)
    cursor.execute(_TOLD, [MOST_TOLD])
    names = ("kind", "value", "unit", "bound", "period", "method", "dated", "source")
    for pk, *values in cursor.fetchall():
        figure = dict(zip(names, values, strict=True))
        figure["value"] = number(figure["value"])
        found[pk].append({name: value for name, value in figure.items() if value != ""})
    return found


def _happening(forum: NewFigures, told: list[Json]) -> audit.Happening:
    """One public event for each forum: a year of daily figures is one change, not 365."""
    details: Json = {"name": forum.name}
    if forum.count == 1:
        [figure] = told
        details |= {"kind": figure["kind"], "dated": figure["dated"]}
        details["changes"] = audit.changes_between({}, figure)
    else:
        named = ("kind", "value", "unit", "bound", "dated")
        figures = [{name: one[name] for name in named} for one in told]
        if forum.count > len(figures):
            figures.append({"more": forum.count - len(figures)})
        details |= {"figures": forum.count, "changes": {"figures": [None, figures]}}
    return audit.Happening("measure.recorded", f"forum:{forum.slug}", details)
