"""A file of forums: which are new, what changes in those that are known.

An empty cell says nothing: what the register knows is never made empty by a file, and what people
entered or corrected in it stays (`merging`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from alongside.audit import actions as audit
from alongside.audit.import_actions import Origin, origin_of
from alongside.bodies.imports.reading import Table, columns_unread, read_table
from alongside.forums import queries
from alongside.forums.domain.facts import ForumFacts, alike, faults_of
from alongside.forums.domain.places import place_of, same_holder
from alongside.forums.imports import writing
from alongside.forums.imports.cells import (
    Faults,
    Json,
    cell,
    missing_columns,
    name_of_file,
    unused_columns,
)
from alongside.forums.imports.merging import PLAIN, SEVERAL, Kept, Said, facts_from, merged
from alongside.forums.imports.rows import Row, name_in, row_of
from alongside.forums.models import Forum, ForumAlias, ForumSourceRecord

MOST_BYTES = 100_000_000
MOST_RECORDS = 100_000
# Topics of other lists have a label, which a row of this file does not: they stay as they are.
COLUMNS = ("forum_id", *PLAIN, *SEVERAL, "aliases")
# In the published file; this register makes its own.
_PUBLISHED_TOO = ("added_at", "page", "size", "merged_into")
_MOST_NAMED = 20  # examples in one note


@dataclass(slots=True)
class Entry:
    """A row of the file beside the entry that it means; `forum` is None for a new one."""

    place: str
    slug: str
    forum: Forum | None
    before: ForumFacts | None
    facts: ForumFacts
    aliases: list[str] = field(default_factory=list)  # that the register does not know yet
    kept: list[Kept] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)  # all that the file ever said of it
    is_told_anew: bool = True  # whether the file says something else than the last time

    @property
    def changes(self) -> dict[str, list[object]]:
        """Field by field what differs, as {field: [before, after]}."""
        after = self.facts.as_details()
        if self.before is None:
            return audit.changes_between({}, {name: said for name, said in after.items() if said})
        return audit.changes_between(self.before.as_details(), after)

    @property
    def is_changed(self) -> bool:
        return self.before is not None and (self.before != self.facts or bool(self.aliases))

    def as_dict(self) -> Json:
        return {
            "forum_id": self.slug,
            "name": self.facts.name,
            "place": self.place,
            "changes": self.changes if self.before is not None else {},
            "addresses_added": self.aliases,
        }

    def kept_as_dicts(self) -> list[Json]:
        return [
            {
                "forum_id": self.slug,
                "place": self.place,
                "field": one.field,
                "register": one.ours,
                "file": one.theirs,
            }
            for one in self.kept
        ]


@dataclass(frozen=True, slots=True)
class Difference:
    """What importing the file changes. `kept` are entries that stay otherwise than it says."""

    rows: int
    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    kept: tuple[Entry, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    written: bool = False

    @property
    def unchanged_count(self) -> int:
        return self.rows - len(self.added) - len(self.changed)

    def as_dict(self) -> Json:
        return {
            "source": self.source,
            "records": self.rows,
            "added": [entry.as_dict() for entry in self.added],
            "changed": [entry.as_dict() for entry in self.changed],
            "unchanged": self.unchanged_count,
            "kept": [kept for entry in self.kept for kept in entry.kept_as_dicts()],
            "notes": list(self.notes),
            "written": self.written,
        }


def import_forums(
    path: Path, *, source: str = "", write: bool, by: str, at: datetime
) -> Difference:
    """Compares the file with the register and, with `write`, writes the difference; all or nothing.

    `source` is what the file goes by from one import to the next; without one, its name. Raises
    ImportRefused with every fault.
    """
    table = read_table(path, most_bytes=MOST_BYTES, most_records=MOST_RECORDS)
    from_file = origin_of(source=source or name_of_file(path), place=path)
    return import_table(table, origin=from_file, write=write, by=by, at=at)


@transaction.atomic
def import_table(table: Table, *, origin: Origin, write: bool, by: str, at: datetime) -> Difference:
    """The same for rows that were read already."""
    faults = Faults(list(table.faults))
    if missing_columns(table, faults, needed=[("name",)]):
        faults.refuse_if_any()
    if write:
        with connection.cursor() as cursor:
            # Nobody enters a forum or changes one while the file is compared and written.
            cursor.execute("LOCK TABLE forums_forum, forums_forumalias IN SHARE ROW EXCLUSIVE MODE")
    comparison = _Comparison(table, _standing(origin.source), faults, today=timezone.localdate(at))
    entries = comparison.entries()
    added = tuple(entry for entry in entries if entry.before is None)
    changed = tuple(entry for entry in entries if entry.is_changed)
    if write:
        writing.write(added, changed, origin=origin, by=by, at=at)
        told_anew = [one for one in entries if one.is_told_anew]
        writing.remember(told_anew, source=origin.source, at=at)
    return Difference(
        rows=len(entries),
        added=added,
        changed=changed,
        kept=tuple(entry for entry in entries if entry.kept),
        source=origin.source,
        notes=tuple(comparison.notes()),
        written=write,
    )


@dataclass(slots=True)
class _Standing:
    """What the register holds, by what a row may name, and what the file said of it last time."""

    by_slug: dict[str, Forum]
    by_place: dict[str, Forum]
    told: dict[int, Said]
    slugs: set[str]
    by_name: dict[str, list[Forum]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for forum in self.by_slug.values():
            if not forum.is_practice and forum.merged_into_id is None:
                self.by_name[alike(forum.name)].append(forum)


def _standing(source: str) -> _Standing:
    by_pk = {
        forum.pk: forum
        for forum in Forum.objects.defer("search")
        .select_related("merged_into")
        .prefetch_related("topics")
    }
    return _Standing(
        by_slug={forum.slug: forum for forum in by_pk.values()},
        by_place={
            place: by_pk[pk] for place, pk in ForumAlias.objects.values_list("place", "forum")
        },
        told=dict(ForumSourceRecord.objects.filter(source=source).values_list("forum", "said")),
        slugs={forum.slug for forum in by_pk.values()},
    )


class _Comparison:
    """Each row beside the entry that it means."""

    def __init__(self, table: Table, standing: _Standing, faults: Faults, *, today: date) -> None:
        self.table, self.standing, self.faults, self.today = table, standing, faults, today
        self.named: dict[str, str] = {}  # what a forum of the file is known by, and its line
        self.new_by_name: dict[str, list[Row]] = defaultdict(list)
        self.recognised: list[str] = []  # by their names alone
        self.twins: list[str] = []  # added beside a forum of the same name
        standing.slugs |= {cell(placed.value, "forum_id") for placed in table.rows}
        self.claimed = {
            forum.pk
            for placed in table.rows
            if (forum := self._by_identifier_or_address(placed.value)) is not None
        }

    def entries(self) -> list[Entry]:
        """Raises ImportRefused with every fault."""
        found = [self._entry(placed.place, placed.value) for placed in self.table.rows]
        self.faults.refuse_if_any()
        return found

    def notes(self) -> Iterator[str]:
        if unused := unused_columns(self.table, known=(*COLUMNS, *_PUBLISHED_TOO)):
            yield columns_unread(unused)
        for what, found in (
            ("Recognised by their names, since one of the two has no address", self.recognised),
            (
                "Added, though forums of the same name stand elsewhere. Look whether they are one",
                self.twins,
            ),
        ):
            if found:
                more = f"; … ({len(found):,} in all)" if len(found) > _MOST_NAMED else ""
                yield f"{what}: {'; '.join(found[:_MOST_NAMED])}{more}."

    def _entry(self, place: str, cells: Mapping[str, str]) -> Entry:
        forum, why = self._meant(place, cells)
        if forum is not None and (why := why or _why_not(forum)):
            forum = None
        before = queries.facts_of(forum) if forum is not None else None
        is_elsewhere = forum is not None and self._leads_to_it(cells, forum)
        row = row_of(
            place,
            {**cells, "address": ""} if is_elsewhere else cells,
            known=before,
            today=self.today,
        )
        if why:
            self.faults.add(place, "forum_id", why)
            self.faults.add_all(place, row.wrong)
            return Entry(place, "", None, before, facts_from({}))
        base = self.standing.told.get(forum.pk, {}) if forum is not None else {}
        aliases = self._new_aliases(row, forum, base)
        entry = self._compared(row, forum, before, base, aliases)
        self._refuse_known_places(row, entry)
        self.faults.add_all(place, row.wrong)
        return entry

    def _compared(
        self,
        row: Row,
        forum: Forum | None,
        before: ForumFacts | None,
        base: Said,
        aliases: list[str],
    ) -> Entry:
        kept: list[Kept] = []
        if before is None:
            facts = facts_from(row.said)
        else:
            facts, kept = merged(before, base, row.said)
            row.wrong = faults_of(facts, today=self.today, known=before) | row.wrong
        said = {**base, **row.said}
        if row.aliases:
            said["aliases"] = sorted({*base.get("aliases", []), *row.aliases})
        return Entry(
            row.place,
            forum.slug if forum is not None else self._new_slug(row),
            forum,
            before,
            facts,
            aliases,
            kept,
            said,
            is_told_anew=said != base,
        )

    # Who is who

    def _by_identifier_or_address(self, cells: Mapping[str, str]) -> Forum | None:
        slug, address = cell(cells, "forum_id"), cell(cells, "address")
        if slug:
            return self.standing.by_slug.get(slug)
        return self.standing.by_place.get(place_of(address))

    def _meant(self, place: str, cells: Mapping[str, str]) -> tuple[Forum | None, str]:
        """The entry that the row is about, None for a new one; or why that is not certain."""
        forum = self._by_identifier_or_address(cells)
        if forum is not None or place_of(cell(cells, "address")) in self.standing.by_place:
            return forum, ""  # an address that is known is a fault of a row about another forum
        return self._meant_by_name(place, cells)

    def _meant_by_name(self, place: str, cells: Mapping[str, str]) -> tuple[Forum | None, str]:
        name, address = name_in(cells), cell(cells, "address")
        is_named_apart = cell(cells, "forum_id") != ""
        namesakes = self.standing.by_name.get(alike(name), []) if alike(name) else []
        fitting = [
            forum
            for forum in namesakes
            if forum.pk not in self.claimed and not (forum.address and address)
        ]
        if len(fitting) == 1:
            self.recognised.append(f"{name} ({place}) is {fitting[0].slug}")
            return fitting[0], ""
        if fitting and not is_named_apart:
            return None, (
                f"{len(fitting)} forums of this name stand in the register: "
                f"{', '.join(forum.slug for forum in fitting[:5])}. Write the forum_id of the one "
                "that is meant, or one of its own for another forum."
            )
        near = [forum for forum in namesakes if same_holder(forum.address, address)]
        if near and not is_named_apart:
            return None, (
                f"{near[0].name} ({near[0].slug}) stands in the register at {near[0].address}, on "
                "the same site. Write its forum_id if it is meant, or one of its own for another "
                "forum."
            )
        if namesakes:
            self.twins.append(
                f"{name} ({place}), and {', '.join(one.slug for one in namesakes[:3])}"
            )
        return None, ""

    def _leads_to_it(self, cells: Mapping[str, str], forum: Forum) -> bool:
        """Whether the row found the forum by another of its addresses. Its own one stays then."""
        place = place_of(cell(cells, "address"))
        return (
            not cell(cells, "forum_id")
            and place != ""
            and place != place_of(forum.address)
            and (self.standing.by_place.get(place) == forum)
        )

    def _refuse_known_places(self, row: Row, entry: Entry) -> None:
        """Adds to what is wrong that another entry, or another row, is the same forum."""
        forum, facts = entry.forum, entry.facts
        other = self.standing.by_place.get(place_of(facts.address)) if facts.address else None
        if other is not None and (forum is None or other.pk != forum.pk):
            row.wrong["address"] = f"{other.name} ({other.slug}) is known there already."
        for key in {entry.slug, *map(place_of, filter(None, (facts.address, *entry.aliases)))}:
            if key in self.named:
                row.wrong.setdefault("name", f"{self.named[key]} is about the same forum.")
            self.named.setdefault(key, row.place)
        if forum is not None or not (key := alike(row.name)):
            return
        for earlier in self.new_by_name[key]:
            is_apart = row.forum_id and earlier.forum_id
            if not is_apart and (
                not (row.address and earlier.address) or same_holder(row.address, earlier.address)
            ):
                row.wrong.setdefault(
                    "name",
                    f"{earlier.place} has a forum of the same name. Take one of the two out, or "
                    "write a forum_id in both.",
                )
            elif "name" not in row.wrong:
                self.twins.append(f"{row.name} ({row.place}), and that of {earlier.place}")
        self.new_by_name[key].append(row)

    def _new_aliases(self, row: Row, forum: Forum | None, base: Said) -> list[str]:
        """The other addresses that the register does not know yet, and nobody took away."""
        own = place_of(row.said.get("address", ""))
        new = []
        for place, address in row.aliases.items():
            known = self.standing.by_place.get(place)
            if known is not None and (forum is None or known.pk != forum.pk):
                row.wrong["aliases"] = f"{known.name} ({known.slug}) is known at {address[:100]}."
            elif known is None and place != own and place not in base.get("aliases", []):
                new.append(address)
        return new

    def _new_slug(self, row: Row) -> str:
        wanted = row.forum_id
        if wanted:
            if slugify(wanted) != wanted or len(wanted) > 100 or wanted in queries.RESERVED_SLUGS:
                row.wrong["forum_id"] = "An identifier has small letters, digits and hyphens only."
            return wanted
        base = slugify(row.name)[:90].strip("-") or "forum"
        number, slug = 1, base
        while slug in self.standing.slugs or slug in queries.RESERVED_SLUGS:
            number += 1
            slug = f"{base}-{number}"
        self.standing.slugs.add(slug)
        return slug


def _why_not(forum: Forum) -> str:
    """Why a row about the entry cannot be taken over; empty when it can."""
    if forum.is_practice:
        return f"{forum.slug} is practice, which a file never changes."
    if forum.merged_into is not None:
        kept = forum.merged_into.slug
        return f"{forum.slug} was joined with {kept}. Write {kept} instead."
    return ""
