"""Writes what a file of forums changes, in the transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from alongside.audit import actions as audit
from alongside.audit.import_actions import Origin, record_import
from alongside.audit.models import Event
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.core.copying import analyse
from alongside.forums.domain.facts import ForumFacts
from alongside.forums.domain.kinds import AliasKind
from alongside.forums.domain.places import place_of
from alongside.forums.imports.merging import PLAIN
from alongside.forums.lapsed_proofs import let_proofs_lapse
from alongside.forums.models import Forum, ForumAlias, ForumSourceRecord, ForumTopic
from alongside.forums.search import refresh_search

if TYPE_CHECKING:
    from alongside.forums.imports.forums import Entry

_STORED = (*PLAIN, "other_names", "languages")
_BATCH = 1000


def write(
    added: Sequence[Entry], changed: Sequence[Entry], *, origin: Origin, by: str, at: datetime
) -> None:
    """Stores new and changed entries with their addresses, topics and public events."""
    entries = (*added, *changed)
    if not entries:
        return
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
    let_proofs_lapse(
        [
            entry.forum
            for entry in changed
            if entry.forum and entry.before and entry.before.address != entry.facts.address
        ],
        at=at,
    )
    _write_topics(entries)
    refresh_search([entry.forum.pk for entry in entries if entry.forum])
    record_import(
        list(map(_happening, entries)),
        kind="forums.imported",
        origin=origin,
        counts={"added": len(added), "changed": len(changed)},
        actor=by,
        at=at,
    )
    analyse(Forum, ForumAlias, ForumTopic, Event, rows=len(entries))


def remember(entries: Sequence[Entry], *, source: str, at: datetime) -> None:
    """Keeps what the file said of each entry, for the next import of it."""
    ForumSourceRecord.objects.bulk_create(
        (
            ForumSourceRecord(forum=entry.forum, source=source, said=entry.said, read_at=at)
            for entry in entries
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["source", "forum"],
        update_fields=["said", "read_at"],
    )
    analyse(ForumSourceRecord, rows=len(entries))


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
