"""Writes a difference: COPY into temporary tables, then one statement for each table.

One call of the ORM a body would take a hundred times as long. Runs inside the transaction of its
caller, so that a fault leaves nothing behind.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection

from alongside.audit import actions as audit
from alongside.audit.import_actions import Origin, record_import
from alongside.audit.models import Event
from alongside.bodies.imports.changes import Change, Difference
from alongside.bodies.imports.standing import Fields, Standing
from alongside.bodies.models import Body, BodyIdentifier, RemitTopic, SourceRecord
from alongside.bodies.search import refresh_search
from alongside.core.copying import Row, analyse, copy_rows

_STAGE = """
CREATE TEMPORARY TABLE staged_body (
  id bigint, is_new boolean, changes boolean, slug text, name text, acronym text,
  other_names jsonb, kind text, parent_id bigint, jurisdiction text, founded_on date,
  closed_on date, closed_how text, remit text, website text, key text, said jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_topic (
  body_id bigint, scheme text, code text, label text, stays boolean
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_link (
  is_parent boolean, from_body_id bigint, to_body_id bigint, stays boolean
) ON COMMIT DROP;
"""
_BODIES = """
INSERT INTO bodies_body (
  id, slug, name, acronym, other_names, kind, parent_id, jurisdiction, founded_on, closed_on,
  closed_how, remit, website, contact_email, lawful_basis, is_practice
) SELECT
  id, slug, name, acronym, other_names, kind, parent_id, jurisdiction, founded_on, closed_on,
  closed_how, remit, website, '', '', false
FROM staged_body WHERE is_new;
UPDATE bodies_body AS body SET
  name = staged.name, acronym = staged.acronym, other_names = staged.other_names,
  kind = staged.kind, parent_id = staged.parent_id, jurisdiction = staged.jurisdiction,
  founded_on = staged.founded_on, closed_on = staged.closed_on, closed_how = staged.closed_how,
  remit = staged.remit, website = staged.website
FROM staged_body AS staged WHERE staged.id = body.id AND staged.changes AND NOT staged.is_new;
"""
_TOPICS = """
DELETE FROM bodies_remittopic AS topic USING staged_topic AS staged
  WHERE NOT staged.stays AND topic.body_id = staged.body_id
  AND topic.scheme = staged.scheme AND topic.code = staged.code;
INSERT INTO bodies_remittopic (body_id, scheme, code, label)
  SELECT body_id, scheme, code, label FROM staged_topic WHERE stays
  ON CONFLICT (body_id, scheme, code) DO UPDATE SET label = excluded.label;
"""
_LINKS = """
DELETE FROM {table} AS link USING staged_link AS staged
  WHERE staged.is_parent = {is_parent} AND NOT staged.stays
  AND link.from_body_id = staged.from_body_id AND link.to_body_id = staged.to_body_id;
INSERT INTO {table} (from_body_id, to_body_id)
  SELECT from_body_id, to_body_id FROM staged_link WHERE is_parent = {is_parent} AND stays
  ON CONFLICT (from_body_id, to_body_id) DO NOTHING;
"""
_RECORDS = """
INSERT INTO bodies_sourcerecord (body_id, source, key, said, read_at)
  SELECT id, %s, key, said, %s FROM staged_body WHERE said IS NOT NULL
  ON CONFLICT (source, body_id) DO UPDATE
  SET key = excluded.key, said = excluded.said, read_at = excluded.read_at
"""


def write(
    difference: Difference, standing: Standing, *, origin: Origin, by: str, at: datetime
) -> None:
    """Writes all of it, with its public events, and refreshes the search of what changed."""
    pks = _number_new_ones(difference.changes, standing)
    changing = [change for change in difference.changes if change.changes_register]
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        copy_rows(cursor, "staged_body", (_body_row(change, pks) for change in difference.changes))
        # Identifiers are only ever added: they need no stage.
        copy_rows(
            cursor,
            "bodies_bodyidentifier (body_id, scheme, value)",
            _identifier_rows(changing, pks),
        )
        copy_rows(cursor, "staged_topic", _topic_rows(changing, pks))
        copy_rows(cursor, "staged_link", _link_rows(changing, pks))
        cursor.execute(_BODIES)
        cursor.execute(_TOPICS)
        for table, is_parent in (
            ("bodies_body_other_parents", "true"),
            ("bodies_body_successors", "false"),
        ):
            cursor.execute(_LINKS.format(table=table, is_parent=is_parent))
        cursor.execute(_RECORDS, [difference.source, at])
        cursor.execute("DROP TABLE staged_body, staged_topic, staged_link")
    name_of = _names(difference.changes, standing)
    record_import(
        [_event(change, name_of) for change in changing],
        kind="bodies.imported",
        origin=origin,
        counts=_counts(changing),
        actor=by,
        at=at,
    )
    if searched := [pks[change.slug] for change in changing if _is_searched_anew(change)]:
        refresh_search(searched)
    analyse(Body, BodyIdentifier, RemitTopic, SourceRecord, Event, rows=len(difference.changes))


def note_left_out(difference: Difference, *, at: datetime) -> None:
    """Keeps since when the list names a body no more; one that it names again is left out no more.

    So that an older edition, which named two entries of one body, does not keep them apart.
    """
    records = SourceRecord.objects.filter(source=difference.source)
    left_out = [slug for slug, _name in difference.not_listed]
    records.filter(body__slug__in=left_out, left_out_at=None).update(left_out_at=at)
    records.exclude(left_out_at=None).exclude(body__slug__in=left_out).update(left_out_at=None)


def _number_new_ones(changes: Sequence[Change], standing: Standing) -> dict[str, int]:
    """The key of every body by its slug; those of new bodies are taken from the sequence."""
    pks = {slug: body.pk for slug, body in standing.bodies.items()}
    new = [change for change in changes if change.is_new]
    if new:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(name::regclass)"
                " FROM pg_get_serial_sequence('bodies_body', 'id') AS name, generate_series(1, %s)",
                [len(new)],
            )
            for change, (pk,) in zip(new, cursor.fetchall(), strict=True):
                pks[change.slug] = pk
    return pks


def _body_row(change: Change, pks: Mapping[str, int]) -> Row:
    after = change.after
    how, closed_on = after["closed"]
    return (
        pks[change.slug],
        change.is_new,
        change.changes_register,
        change.slug,
        after["name"],
        after["acronym"],
        json.dumps(after["other_names"]),
        after["kind"],
        pks[after["parent"]] if after["parent"] else None,
        after["jurisdiction"],
        after["founded_on"] or None,
        closed_on or None,
        how,
        after["remit"],
        after["website"],
        change.key,
        json.dumps(change.said) if change.is_told_anew else None,
    )


def _identifier_rows(changes: Sequence[Change], pks: Mapping[str, int]) -> Iterable[Row]:
    for change in changes:
        for scheme, value in change.new_identifiers:
            yield pks[change.slug], scheme, value


def _topic_rows(changes: Sequence[Change], pks: Mapping[str, int]) -> Iterable[Row]:
    for change in changes:
        before, after = change.before.get("topics", []), change.after["topics"]
        codes = {(scheme, code) for scheme, code, _ in after}
        for scheme, code, label in before:
            if (scheme, code) not in codes:
                yield pks[change.slug], scheme, code, label, False
        for topic in after:
            if topic not in before:
                yield pks[change.slug], *topic, True


def _link_rows(changes: Sequence[Change], pks: Mapping[str, int]) -> Iterable[Row]:
    for change in changes:
        for name, is_parent in (("other_parents", True), ("successors", False)):
            before, after = change.before.get(name, []), change.after[name]
            for slug in {*before} - {*after}:
                yield is_parent, pks[change.slug], pks[slug], False
            for slug in {*after} - {*before}:
                yield is_parent, pks[change.slug], pks[slug], True


def _names(changes: Sequence[Change], standing: Standing) -> Callable[[str], str]:
    names = {slug: body.fields["name"] for slug, body in standing.bodies.items()}
    names |= {change.slug: change.name for change in changes}
    return lambda slug: names[slug]


def _counts(changing: Sequence[Change]) -> dict[str, int]:
    added, closed = (
        sum(map(is_so, changing)) for is_so in (lambda one: one.is_new, lambda one: one.closes)
    )
    return {"added": added, "changed": len(changing) - added - closed, "closed": closed}


def _event(change: Change, name_of: Callable[[str], str]) -> audit.Happening:
    kind = "body.added" if change.is_new else "body.closed" if change.closes else "body.updated"
    details: dict[str, object] = {"name": change.name, "changes": {}}
    if not change.is_new:
        details["changes"] = told_changes(change, name_of)
    return audit.Happening(kind, f"body:{change.slug}", details)


def told_changes(change: Change, name_of: Callable[[str], str]) -> dict[str, list[object]]:
    """The change as the public history tells it: relatives by name, topics by label."""
    before, after = _told(change.before, name_of), _told(change.after, name_of)
    changes = audit.changes_between(before, after)
    if change.new_identifiers:
        changes["identifiers"] = [
            [],
            [" ".join(identifier) for identifier in change.new_identifiers],
        ]
    return changes


def _told(fields: Fields, name_of: Callable[[str], str]) -> dict[str, object]:
    how, closed_on = fields["closed"]
    return {
        **{name: value for name, value in fields.items() if name != "closed"},
        "closed_how": how,
        "closed_on": closed_on,
        "parent": name_of(fields["parent"]) if fields["parent"] else "",
        "other_parents": sorted(map(name_of, fields["other_parents"])),
        "successors": sorted(map(name_of, fields["successors"])),
        "topics": [label for _scheme, _code, label in fields["topics"]],
    }


def _is_searched_anew(change: Change) -> bool:
    searched = {"name", "acronym", "other_names", "topics", "remit", "website"}
    return change.is_new or not searched.isdisjoint(change.fields)
