"""A file of forums: which are new, what changes in those that are known; and writing it.

An empty cell says nothing: what the register knows is never made empty by a file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from alongside.audit import actions as audit
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.bodies.imports.reading import Table, read_table
from alongside.forums import addresses, queries
from alongside.forums.domain.facts import ForumFacts, faults_of, language_of, names_of
from alongside.forums.domain.kinds import AliasKind, ForumKind, ForumLife
from alongside.forums.domain.places import place_of
from alongside.forums.imports.cells import (
    Faults,
    Json,
    cell,
    check_columns,
    no_such,
    one_of,
    several,
    unused_columns,
)
from alongside.forums.models import Forum, ForumAlias, ForumTopic
from alongside.forums.search import refresh_search

MOST_BYTES = 100_000_000
MOST_RECORDS = 100_000
# Topics of other lists have a label, which a row of this file does not: they stay as they are.
COLUMNS = (
    "forum_id",
    *(part.name for part in fields(ForumFacts) if part.name != "other_topics"),
    "aliases",
)
# In the published file; this register makes its own.
_PUBLISHED_TOO = ("added_at", "page", "size", "merged_into")
_TEXTS = (
    "name",
    "address",
    "operator_name",
    "subject",
    "description",
    "area",
    "house_rules_address",
    "report_address",
)
_STORED = (*_TEXTS, "other_names", "kind", "languages", "engine", "life", "house_rules_read_on")
_BATCH = 1000


@dataclass(slots=True)
class Entry:
    """A row of the file beside the entry that it means; `forum` is None for a new one."""

    place: str
    slug: str
    forum: Forum | None
    before: ForumFacts | None
    facts: ForumFacts
    aliases: list[str] = field(default_factory=list)  # that the register does not know yet

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


@dataclass(frozen=True, slots=True)
class Difference:
    """What importing the file changes."""

    rows: int
    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    written: bool = False

    @property
    def unchanged_count(self) -> int:
        return self.rows - len(self.added) - len(self.changed)

    def as_dict(self) -> Json:
        return {
            "records": self.rows,
            "added": [entry.as_dict() for entry in self.added],
            "changed": [entry.as_dict() for entry in self.changed],
            "unchanged": self.unchanged_count,
            "notes": list(self.notes),
            "written": self.written,
        }


@dataclass(slots=True)
class _Standing:
    """What the register holds, by what a row may name."""

    by_slug: dict[str, Forum]
    by_place: dict[str, Forum]
    slugs: set[str]


def import_forums(path: Path, *, write: bool, by: str, at: datetime) -> Difference:
    """Compares the file with the register and, with `write`, writes the difference; all or nothing.

    Raises ImportRefused with every fault.
    """
    table = read_table(path, most_bytes=MOST_BYTES, most_records=MOST_RECORDS)
    return import_table(table, write=write, by=by, at=at)


@transaction.atomic
def import_table(table: Table, *, write: bool, by: str, at: datetime) -> Difference:
    """The same for rows that were read already."""
    check_columns(table, needed=[("name",)])
    if write:
        with connection.cursor() as cursor:
            # Nobody enters a forum or changes one while the file is compared and written.
            cursor.execute("LOCK TABLE forums_forum, forums_forumalias IN SHARE ROW EXCLUSIVE MODE")
    entries = _compared(table, today=timezone.localdate(at))
    added = tuple(entry for entry in entries if entry.before is None)
    changed = tuple(entry for entry in entries if entry.is_changed)
    if write:
        _write(added, changed, by=by, at=at)
    return Difference(
        rows=len(entries), added=added, changed=changed, notes=tuple(_notes(table)), written=write
    )


def _notes(table: Table) -> Iterable[str]:
    if unused := unused_columns(table, known=(*COLUMNS, *_PUBLISHED_TOO)):
        yield f"Columns that are not read: {', '.join(unused)}."


def _compared(table: Table, *, today: date) -> list[Entry]:
    """Each row beside the entry that it means. Raises ImportRefused with every fault."""
    standing = _standing()
    standing.slugs |= {cell(placed.value, "forum_id") for placed in table.rows}
    faults = Faults()
    entries: list[Entry] = []
    named: dict[str, str] = {}  # what a forum of the file is known by, and the line that named it
    for placed in table.rows:
        row: Mapping[str, str] = placed.value
        forum, why = _meant(row, standing)
        if why:
            faults.add(placed.place, "forum_id", why)
            continue
        before = queries.facts_of(forum) if forum is not None else None
        facts, wrong = _facts_of(row, before, today)
        aliases, wrong_aliases = _aliases_of(row, forum, facts, standing)
        wrong |= wrong_aliases
        other = standing.by_place.get(place_of(facts.address)) if facts.address else None
        if other is not None and (forum is None or other.pk != forum.pk):
            wrong["address"] = f"{other.name} ({other.slug}) is known there already."
        slug = forum.slug if forum is not None else _new_slug(row, facts, standing, wrong)
        for key in {slug, *map(place_of, filter(None, (facts.address, *aliases)))}:
            if key in named:
                wrong.setdefault("name", f"{named[key]} is about the same forum.")
            named.setdefault(key, placed.place)
        faults.add_all(placed.place, wrong)
        entries.append(Entry(placed.place, slug, forum, before, facts, aliases))
    faults.refuse_if_any()
    return entries


def _standing() -> _Standing:
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
        slugs={forum.slug for forum in by_pk.values()},
    )


def _meant(row: Mapping[str, str], standing: _Standing) -> tuple[Forum | None, str]:
    """The entry that the row is about, None for a new one; or why it cannot be taken over."""
    slug, address = cell(row, "forum_id"), cell(row, "address")
    forum = standing.by_slug.get(slug) if slug else standing.by_place.get(place_of(address))
    if forum is None:
        return None, ""
    if forum.is_practice:
        return None, f"{forum.slug} is practice, which a file never changes."
    if forum.merged_into is not None:
        kept = forum.merged_into.slug
        return None, f"{forum.slug} was joined with {kept}. Write {kept} instead."
    return forum, ""


def _facts_of(
    row: Mapping[str, str], before: ForumFacts | None, today: date
) -> tuple[ForumFacts, dict[str, str]]:
    """The facts of the row; what it does not say is as it was. And what is wrong with them."""
    wrong: dict[str, str] = {}
    said: dict[str, Any] = {name: text for name in _TEXTS if (text := cell(row, name))}
    if "name" in said:
        said["name"] = " ".join(said["name"].split())
    if "description" in said:
        said["description"] = said["description"].replace("\r\n", "\n")
    if engine := cell(row, "engine"):
        said["engine"] = engine.lower()
    if kind := cell(row, "kind"):
        said["kind"] = one_of(ForumKind, kind)
        if said["kind"] is None:
            wrong["kind"] = no_such(ForumKind, kind)
    if life := cell(row, "life"):
        said["life"] = one_of(ForumLife, life)
        if said["life"] is None:
            wrong["life"] = no_such(ForumLife, life)
        elif said["life"] is ForumLife.UNKNOWN:
            del said["life"]  # says nothing: somebody of ours may have looked
    if day := cell(row, "house_rules_read_on"):
        try:
            said["house_rules_read_on"] = date.fromisoformat(day)
        except ValueError:
            wrong["house_rules_read_on"] = f"“{day[:40]}” is no day such as 2026-05-06."
    if languages := several(row, "languages"):
        said["languages"] = tuple(dict.fromkeys(map(language_of, languages)))
    if topics := _topics_of(row):
        said["topics"] = topics
    known = before or ForumFacts(name="")
    facts = replace(known, **{name: value for name, value in said.items() if value is not None})
    names = (*facts.other_names, *several(row, "other_names"))
    facts = replace(facts, other_names=names_of(names, besides=facts.name))
    judged, faults = addresses.judged(facts, known=before)
    return judged, {**faults_of(judged, today=today), **faults, **wrong}


def _topics_of(row: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of our list of topics, written as code or scheme:code; other lists are passed over."""
    codes = []
    for topic in several(row, "topics"):
        scheme, _, code = topic.rpartition(":")
        if scheme in ("", SCHEME):
            codes.append(code)
    unknown = [code for code in codes if code not in TOPICS]
    return tuple(code for code in TOPICS if code in codes) + tuple(unknown)


def _aliases_of(
    row: Mapping[str, str], forum: Forum | None, facts: ForumFacts, standing: _Standing
) -> tuple[list[str], dict[str, str]]:
    """The other addresses that the register does not know yet."""
    new: dict[str, str] = {}
    for typed in several(row, "aliases"):
        found = addresses.web_address(typed)
        if found.fault:
            return [], {"aliases": f"{typed[:100]}: {found.fault}"}
        place = place_of(found.address)
        known = standing.by_place.get(place)
        if known is not None and (forum is None or known.pk != forum.pk):
            return [], {"aliases": f"{known.name} ({known.slug}) is known at {typed[:100]}."}
        if known is None and place != place_of(facts.address):
            new[place] = found.address
    return list(new.values()), {}


def _new_slug(
    row: Mapping[str, str], facts: ForumFacts, standing: _Standing, wrong: dict[str, str]
) -> str:
    wanted = cell(row, "forum_id")
    if wanted:
        if slugify(wanted) != wanted or len(wanted) > 100 or wanted in queries.RESERVED_SLUGS:
            wrong["forum_id"] = "An identifier has small letters, digits and hyphens only."
        return wanted
    base = slugify(facts.name)[:90].strip("-") or "forum"
    number, slug = 1, base
    while slug in standing.slugs or slug in queries.RESERVED_SLUGS:
        number += 1
        slug = f"{base}-{number}"
    standing.slugs.add(slug)
    return slug


def _write(added: tuple[Entry, ...], changed: tuple[Entry, ...], *, by: str, at: datetime) -> None:
    entries = (*added, *changed)
    for entry in entries:
        if entry.forum is None:
            entry.forum = Forum(slug=entry.slug, added_at=at)
        _assign(entry.forum, entry.facts)
        if entry.before is not None and entry.before.address != entry.facts.address:
            entry.forum.visited_at, entry.forum.visit_problem = None, ""
            entry.forum.leads_to = ""
    Forum.objects.bulk_create([entry.forum for entry in added if entry.forum], batch_size=_BATCH)
    Forum.objects.bulk_update(
        [entry.forum for entry in changed if entry.forum],
        [*_STORED, "visited_at", "visit_problem", "leads_to"],
        batch_size=_BATCH,
    )
    _write_addresses(entries, at=at)
    _write_topics(entries)
    refresh_search([entry.forum.pk for entry in entries if entry.forum])
    audit.record_many(map(_happening, entries), actor=by, at=at)


def _assign(forum: Forum, facts: ForumFacts) -> None:
    for name in _STORED:
        value = getattr(facts, name)
        setattr(forum, name, list(value) if isinstance(value, tuple) else value)
    forum.kind, forum.life = facts.kind.value, facts.life.value


def _write_addresses(entries: Iterable[Entry], *, at: datetime) -> None:
    moved: list[int] = []
    owned_again: list[str] = []
    new: list[ForumAlias] = []
    known = set(ForumAlias.objects.values_list("place", flat=True))

    def alias(forum: Forum | None, address: str, kind: AliasKind) -> ForumAlias:
        return ForumAlias(
            forum=forum, place=place_of(address), address=address, kind=kind.value, noted_at=at
        )

    for entry in entries:
        own = place_of(entry.facts.address)
        if entry.before is not None and place_of(entry.before.address) != own and entry.forum:
            moved.append(entry.forum.pk)
        if own in known:
            owned_again.append(own)
        elif own:
            new.append(alias(entry.forum, entry.facts.address, AliasKind.OWN))
        new += [alias(entry.forum, address, AliasKind.SPELLING) for address in entry.aliases]
    own_kind = AliasKind.OWN.value
    ForumAlias.objects.filter(forum__in=moved, kind=own_kind).update(kind=AliasKind.MOVED.value)
    ForumAlias.objects.filter(place__in=owned_again).update(kind=own_kind)
    ForumAlias.objects.bulk_create(new, batch_size=_BATCH)


def _write_topics(entries: Iterable[Entry]) -> None:
    touched = [
        entry
        for entry in entries
        if entry.facts.topics != (entry.before.topics if entry.before else ())
    ]
    ForumTopic.objects.filter(
        forum__in=[entry.forum.pk for entry in touched if entry.forum], scheme=SCHEME
    ).delete()
    ForumTopic.objects.bulk_create(
        (
            ForumTopic(forum=entry.forum, scheme=SCHEME, code=code, label=TOPICS[code])
            for entry in touched
            for code in entry.facts.topics
        ),
        batch_size=_BATCH,
    )


def _happening(entry: Entry) -> audit.Happening:
    changes = entry.changes
    if entry.aliases:
        changes["aliases"] = [None, list(entry.aliases)]
    return audit.Happening(
        kind="forum.added" if entry.before is None else "forum.updated",
        subject=f"forum:{entry.slug}",
        details={"name": entry.facts.name, "changes": changes},
    )
