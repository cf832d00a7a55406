"""What the register says now, and what a list said the last time, as plain data."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from alongside.bodies.domain.facts import Identifier
from alongside.bodies.imports.records import NEVER_CLOSED, Said
from alongside.bodies.models import Body, BodyIdentifier, MergedBody, RemitTopic, SourceRecord

# What the register says of a body, in the shapes of `Record.said`, relatives by their slugs:
# parent (or ""), other_parents, successors.
Fields = dict[str, Any]

PLAIN_FIELDS = ("name", "acronym", "kind", "jurisdiction", "remit", "website")
SET_FIELDS = ("other_names", "topics", "other_parents", "successors")
NO_FIELDS: Fields = {
    **dict.fromkeys(PLAIN_FIELDS, ""),
    "founded_on": "",
    "closed": NEVER_CLOSED,
    "parent": "",
    **{name: [] for name in SET_FIELDS},
}


@dataclass(slots=True)
class StandingBody:
    pk: int
    slug: str
    is_practice: bool
    fields: Fields
    identifiers: list[Identifier] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What the list said of a body the last time."""

    key: str
    said: Said


@dataclass(slots=True)
class Standing:
    """The register, as far as an import from one list must know it."""

    bodies: dict[str, StandingBody]  # by slug
    told: dict[str, Told]  # by slug, of this list
    read_on: date | None = None  # when this list last said something new
    # Entries that turned out to be another: (address, name, slug of the entry that stands).
    merged: list[tuple[str, str, str]] = field(default_factory=list)
    by_identifier: dict[Identifier, str] = field(default_factory=dict)  # slugs
    by_key: dict[str, str] = field(default_factory=dict)  # slugs, by the list's own key
    by_former_slug: dict[str, str] = field(default_factory=dict)  # slugs

    def __post_init__(self) -> None:
        for body in self.bodies.values():
            self.by_identifier |= dict.fromkeys(body.identifiers, body.slug)
        self.by_key = {told.key: slug for slug, told in self.told.items()}
        self.by_former_slug = {former: slug for former, _name, slug in self.merged}


def standing_for(source: str) -> Standing:
    """The whole register, in seven queries, and what the list said of its bodies."""
    parents = _pairs(Body.other_parents.through.objects)
    successors = _pairs(Body.successors.through.objects)
    slugs: dict[int, str] = {}
    bodies: dict[str, StandingBody] = {}
    parent_ids: dict[str, int] = {}
    columns = ("pk", "slug", "is_practice", "parent_id", "other_names", "founded_on", "closed_on")
    rows = Body.objects.values(*columns, "closed_how", *PLAIN_FIELDS)
    for row in rows:
        pk, slug = row["pk"], row["slug"]
        slugs[pk] = slug
        if row["parent_id"]:
            parent_ids[slug] = row["parent_id"]
        bodies[slug] = StandingBody(
            pk,
            slug,
            row["is_practice"],
            {
                **{name: row[name] for name in PLAIN_FIELDS},
                "founded_on": row["founded_on"].isoformat() if row["founded_on"] else "",
                "closed": [
                    row["closed_how"],
                    row["closed_on"].isoformat() if row["closed_on"] else "",
                ],
                "other_names": list(row["other_names"]),
                "topics": [],
            },
        )
    for body in bodies.values():
        parent = parent_ids.get(body.slug)
        body.fields["parent"] = slugs[parent] if parent else ""
        body.fields["other_parents"] = sorted(slugs[pk] for pk in parents.get(body.pk, ()))
        body.fields["successors"] = sorted(slugs[pk] for pk in successors.get(body.pk, ()))
    for pk, *topic in RemitTopic.objects.order_by("scheme", "code").values_list(
        "body_id", "scheme", "code", "label"
    ):
        bodies[slugs[pk]].fields["topics"].append(topic)
    for pk, scheme, value in BodyIdentifier.objects.values_list("body_id", "scheme", "value"):
        bodies[slugs[pk]].identifiers.append((scheme, value))
    records = SourceRecord.objects.filter(source=source)
    told: dict[str, Told] = {}
    read_at: datetime | None = None
    for pk, key, said, at in records.values_list("body_id", "key", "said", "read_at"):
        told[slugs[pk]] = Told(key, said)
        read_at = max(read_at or at, at)
    merged = MergedBody.objects.values_list("slug", "name", "body__slug")
    return Standing(bodies, told, timezone.localdate(read_at) if read_at else None, list(merged))


def _pairs(links: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    pairs: Iterable[tuple[int, int]] = links.values_list("from_body_id", "to_body_id")
    for first, second in pairs:
        found[first].append(second)
    return found
