"""Joining two entries that turned out to be one public body. Nothing that was recorded is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.domain.hierarchy import (
    loop_through,
    parent_loop_sentence,
    successor_loop_sentence,
)
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.domain.merging import FILLED, doubts, joined, names_after
from alongside.bodies.merge_tables import Table, tables
from alongside.bodies.models import Body, BodyIdentifier, MergedBody, RemitTopic, SourceRecord
from alongside.bodies.queries import (
    Duty,
    fingerprint_of,
    one_at_a_time,
    parent_edges,
    statement_of,
    successor_edges,
)
from alongside.bodies.search import refresh_search

_LONGEST_REASON = 500
_IN_STATEMENT = (RemitTopic, BodyIdentifier)  # shown word by word, not counted


class CannotMerge(Exception):
    """These two entries cannot be joined; the message says why and what to do instead."""


class NotAllowed(CannotMerge):
    """The person's roles do not cover changes of the register of bodies."""


@dataclass(frozen=True, slots=True)
class Going:
    """How many rows of one table each entry has, in words for one and for many."""

    one: str
    many: str
    kept: int
    merged: int


@dataclass(frozen=True, slots=True)
class Merging:
    """What two entries say and have, side by side, and what is in the way of joining them.

    `in_the_way` is empty when they can be joined; `doubts` are for whoever decides; `other_way`
    says whether they could be with the other one kept. `seen` is the fingerprint of both as shown.
    """

    kept_says: Mapping[str, object]
    merged_says: Mapping[str, object]
    joined_says: Mapping[str, object]
    going: list[Going]
    in_the_way: list[str]
    doubts: list[str]
    other_way: bool
    seen: str


def what_would_merge(*, kept: Body, merged: Body) -> Merging:
    """What `merge_bodies` would do, without doing it."""
    found = tables()
    says, other = statement_of(kept), statement_of(merged)
    counted: dict[tuple[str, str], list[int]] = {
        ("body that belongs to it", "bodies that belong to it"): [
            Body.objects.filter(Q(parent=body) | Q(other_parents=body)).distinct().count()
            for body in (kept, merged)
        ],
        ("body that it took over from", "bodies that it took over from"): [
            body.predecessors.count() for body in (kept, merged)
        ],
    }
    for table in found:
        if table.model in _IN_STATEMENT:
            continue
        counts = counted.setdefault((table.rule.one, table.rule.many), [0, 0])
        counts[0] += table.rows(kept).count()
        counts[1] += table.rows(merged).count()
    return Merging(
        kept_says=says,
        merged_says=other,
        joined_says=joined(says, other),
        going=[Going(*words, *counts) for words, counts in counted.items() if any(counts)],
        in_the_way=list(_in_the_way(kept, merged, found)),
        doubts=list(doubts(*(_identifiers(body) for body in (kept, merged)))),
        other_way=not any(_in_the_way(merged, kept, found)),
        seen=_seen(says, other),
    )


@transaction.atomic
def merge_bodies(
    *, kept_id: int, merged_id: int, reason: str, seen: str = "", by: Duty, at: datetime
) -> Body:
    """Joins `merged` into `kept`: its identifiers, names, topics, relatives, people and all that
    was recorded for it go over, empty facts are filled, and its address leads to the other for
    good. What the register said of it is kept beside that address.

    `seen` is what `what_would_merge` gave. Raises NotAllowed, Body.DoesNotExist, and CannotMerge
    where something is in the way (agreements, published plans and what else never changes keep the
    body that they were made for), without a reason, or when an entry changed since it was seen.
    """
    if not by.may(Permission.KEEP_REGISTER):
        raise NotAllowed("Your role does not allow this. Ask the central team.")
    if kept_id == merged_id:
        raise CannotMerge("Choose another entry: this is the same one.")
    reason = " ".join(reason.replace("\x00", "").split())[:_LONGEST_REASON]
    if not reason:
        raise CannotMerge("Say how you know that they are one body: the reason is published.")
    one_at_a_time()
    locked = {
        body.pk: body
        for body in Body.objects.select_for_update(of=("self",))
        .filter(pk__in=[kept_id, merged_id])
        .order_by("pk")
    }
    if len(locked) != 2:
        raise Body.DoesNotExist
    kept, merged = locked[kept_id], locked[merged_id]
    found = tables()
    for sentence in _in_the_way(kept, merged, found):
        raise CannotMerge(sentence)
    before, other = statement_of(kept), statement_of(merged)
    if seen and seen != _seen(before, other):
        raise CannotMerge(
            "One of the two entries was changed while you were reading. Look at both again."
        )
    moved = {table.rule.many: _move(table, kept, merged, at=at) for table in found}
    _join_families(kept, merged)
    _rename_in_records(kept, merged)
    _fill_empty(kept, merged)
    MergedBody.objects.create(
        body=kept, slug=merged.slug, name=merged.name, said=other, reason=reason, merged_at=at
    )
    merged.delete()
    refresh_search([kept.pk])
    kept = Body.objects.get(pk=kept.pk)
    _tell(kept, before, other, reason=reason, moved=moved, slug=merged.slug, by=by, at=at)
    return kept


def _identifiers(body: Body) -> list[tuple[str, str]]:
    return list(body.identifiers.values_list("scheme", "value"))


def _seen(kept: Mapping[str, object], merged: Mapping[str, object]) -> str:
    return fingerprint_of({"kept": kept, "merged": merged})


def _in_the_way(kept: Body, merged: Body, found: list[Table]) -> Iterator[str]:
    """Sentences, the weightiest first."""
    if kept.is_practice != merged.is_practice:
        yield "One of the two entries is practice. Practice never mixes with real ones."
        return
    yield from _kinship(kept, merged)
    fixed = [table.rule.many for table in found if table.frozen(merged).exists()]
    if fixed:
        ours = [table.rule.many for table in found if table.frozen(kept).exists()]
        if ours:
            yield (
                f"Both entries have records that never change: {merged.name} has "
                f"{_listed(fixed)}, {kept.name} has {_listed(ours)}. Keep both entries, and close "
                "the one that nobody uses any more: merged into the other, which follows it."
            )
        else:
            yield (
                f"{merged.name} has {_listed(fixed)}, which never change. "
                f"Keep {merged.name} instead, and join {kept.name} into it."
            )
    for table in found:
        rule = table.rule
        if rule.alike_goes or rule.named_in or (rule.settle and not rule.may_settle):
            continue
        for ours_row, theirs in table.clashes(kept, merged):
            if rule.may_settle is None or not rule.may_settle(ours_row, theirs):
                yield rule.clash % {"row": theirs}


def _kinship(kept: Body, merged: Body) -> Iterator[str]:
    """Whoever belongs to another, or follows it, is not the same; and no circle may come of it."""
    for edges, related, circle in (
        (parent_edges(), "is a part of", parent_loop_sentence),
        (successor_edges(), "was followed by", successor_loop_sentence),
    ):
        for one, other in ((kept, merged), (merged, kept)):
            if other.slug in edges.get(one.slug, ()):
                yield (
                    f"{one.name} {related} {other.name}: that makes them two bodies. "
                    "Correct it first if it is wrong."
                )
                return
        ways = {
            slug: {kept.slug if above == merged.slug else above for above in over}
            for slug, over in edges.items()
        }
        ways[kept.slug] = ways.get(kept.slug, set()) | ways.pop(merged.slug, set())
        if loop := loop_through(kept.slug, ways):
            names = dict(Body.objects.filter(slug__in=loop).values_list("slug", "name"))
            yield circle([names[slug] for slug in loop])
            return


def _move(table: Table, kept: Body, merged: Body, *, at: datetime) -> int:
    """Brings the rows over, and says how many."""
    if table.rule.named_in:
        return 0
    pairs = list(table.clashes(kept, merged))
    if table.rule.settle is not None and pairs:
        table.rule.settle([ours for ours, _ in pairs], [theirs for _, theirs in pairs], at)
    elif table.rule.alike_goes:
        table.rows(merged).filter(pk__in=[theirs.pk for _, theirs in pairs]).delete()
    return table.rows(merged).update(**{table.column: kept})


def _join_families(kept: Body, merged: Body) -> None:
    """Whoever belongs to the one, or followed it, does so to the other."""
    parent = kept.parent or merged.parent
    sponsors = {*kept.other_parents.all(), *merged.other_parents.all()} - {parent}
    kept.other_parents.set(found for found in sponsors if found is not None)
    kept.successors.add(*merged.successors.all())
    for before in merged.predecessors.all():
        before.successors.add(kept)
    for child in merged.other_children.all():
        child.other_parents.remove(merged)
        if child.parent_id != kept.pk:
            child.other_parents.add(kept)
    Body.objects.filter(parent=merged).update(parent=kept)
    Body.other_parents.through.objects.filter(
        Q(from_body__parent=kept), to_body=kept
    ).delete()  # a parent is no sponsor besides


def _rename_in_records(kept: Body, merged: Body) -> None:
    """What lists said of others names the entry that stands, so that imports compare like with
    like."""
    named = Q(said__parent=merged.slug)
    for name in ("other_parents", "successors"):
        named |= Q(**{f"said__{name}__contains": [merged.slug]})
    records = list(SourceRecord.objects.filter(named))
    for record in records:
        for name in ("other_parents", "successors"):
            if name in record.said:
                record.said[name] = sorted(
                    {kept.slug if slug == merged.slug else slug for slug in record.said[name]}
                )
        if record.said.get("parent") == merged.slug:
            record.said["parent"] = kept.slug
    SourceRecord.objects.bulk_update(records, ["said"])


def _fill_empty(kept: Body, merged: Body) -> None:
    """What only the other entry knew; its names are names of the body from now on."""
    kept.other_names = names_after(*(_names(body) for body in (kept, merged)))
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(merged, name))
    if kept.kind == BodyKind.OTHER:
        kept.kind = merged.kind
    kept.save()


def _names(body: Body) -> dict[str, Any]:
    return {name: getattr(body, name) for name in ("name", "acronym", "other_names")}


def _tell(
    kept: Body,
    before: Mapping[str, object],
    other: Mapping[str, object],
    *,
    reason: str,
    moved: Mapping[str, int],
    slug: str,
    by: Duty,
    at: datetime,
) -> None:
    """Publicly with what changed for readers; and for those who run it, what went over."""
    told = {"name": kept.name, "merged": slug, "merged_name": other["name"], "into": kept.slug}
    changes: dict[str, Any] = {
        **audit.changes_between(before, statement_of(kept)),
        "reason": [None, reason],
    }
    audit.record(
        kind="body.merged",
        actor=by.user.username,
        subject=f"body:{kept.slug}",
        at=at,
        details={**told, "reason": reason, "changes": changes},
        public=not kept.is_practice,
    )
    audit.record(
        kind="body.merged",
        actor=by.user.username,
        subject=f"body:{slug}",
        at=at,
        details={**told, "reason": reason, "moved": {k: n for k, n in moved.items() if n}},
    )


def _listed(names: list[str]) -> str:
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last
