"""A plain CSV of any country: columns by the names of Popolo, or of publicbodies.org's files.

Telephone numbers, addresses and mailboxes are not read: they may be a person's. Which columns are
read, and how, is documented in `docs/bodies.md`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import slugify

from alongside.bodies.domain import topics as govuk_topics
from alongside.bodies.domain.facts import (
    LONGEST_ACRONYM,
    LONGEST_ADDRESS,
    LONGEST_CODE,
    LONGEST_LABEL,
    Identifier,
    is_address,
    name_key,
    other_names_of,
    tidy,
)
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.imports.reading import Row, Table, columns_unread
from alongside.bodies.imports.records import NEVER_CLOSED, Reading, Record, Reference
from alongside.bodies.imports.words import PartOfADay, day_of, kind_of, mended, unguarded

KEYWORD = "KEYWORD"  # scheme of topics that are words of the list's own
PUBLICBODIES = "PUBLICBODIES"  # scheme of identifiers of publicbodies.org, such as gb/ofcom

# Our name of a column, and the names that it goes by; the first that the file has counts, with
# blanks or hyphens between the words as well.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "body_id", "key"),
    "name": (
        "name",
        "title",
        "official_name",
        "body_name",
        "organisation_name",
        "organization_name",
        "organisation",
        "organization",
    ),
    "acronym": ("acronym", "abbreviation", "abbr"),
    "other_names": ("other_names",),
    "kind": ("kind", "classification", "category"),
    "parent": ("parent_id", "parent_body_id", "parent_key"),
    "other_parents": ("other_parent_ids", "other_parent_body_ids"),
    "jurisdiction": ("jurisdiction_code", "jurisdiction"),
    "founded_on": ("founding_date", "founded_on"),
    "closed_on": ("dissolution_date", "closed_on"),
    "closed_how": ("closed_how",),
    "successors": ("successor_ids", "successor_body_ids", "replaced_by"),
    "website": ("website", "url"),
    "remit": ("remit", "description"),
    "topics": ("topics",),
    "keywords": ("keywords",),
    "identifiers": ("identifiers",),
    "tags": ("tags",),
}
# This service's own bodies.csv, and what of it is not read: this register has its own.
_PUBLISHED_COLUMNS = frozenset({"body_id", "page"})
_PUBLISHED_TOO = frozenset({"contact_email", "lawful_basis", "page"})
_PUBLICBODIES_COLUMNS = frozenset({"id", "name", "jurisdiction_code", "source_url", "tags"})
# WhatDoTheyKnow's tags in the list of Great Britain that say what a body is.
_TAG_KINDS = {
    "local_council": BodyKind.LOCAL_AUTHORITY,
    "parish_council": BodyKind.LOCAL_AUTHORITY,
    "town_council": BodyKind.LOCAL_AUTHORITY,
    "london_borough": BodyKind.LOCAL_AUTHORITY,
    "scotland_council": BodyKind.LOCAL_AUTHORITY,
    "nhs": BodyKind.HEALTH_BODY,
    "nhstrust": BodyKind.HEALTH_BODY,
    "nhsft": BodyKind.HEALTH_BODY,
    "nhswales": BodyKind.HEALTH_BODY,
    "nhsni": BodyKind.HEALTH_BODY,
    "pct": BodyKind.HEALTH_BODY,
    "sha": BodyKind.HEALTH_BODY,
    "specialha": BodyKind.SPECIAL_HEALTH_AUTHORITY,
    "executive_agency": BodyKind.EXECUTIVE_AGENCY,
    "department": BodyKind.MINISTERIAL_DEPARTMENT,
    "non_ministerial_department": BodyKind.NON_MINISTERIAL_DEPARTMENT,
    "imb": BodyKind.INDEPENDENT_MONITORING_BODY,
    "tribunal": BodyKind.TRIBUNAL,
}
_DEFUNCT = "defunct"


@dataclass(slots=True)
class _Left:
    """What was left out of records that were taken, counted, to be told once."""

    kinds: Counter[str] = field(default_factory=Counter)
    websites: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def read_table(
    table: Table, *, source: str, kind: BodyKind | None, jurisdiction: str, scheme: str
) -> Reading:
    """What the file says of each body. Faults stand in the reading.

    `kind` and `jurisdiction` count for bodies of which the file does not say it. `scheme` names
    the register that the column `id` belongs to; without one the ids are the file's own.
    """
    is_publicbodies = frozenset(table.columns) >= _PUBLICBODIES_COLUMNS
    is_published = frozenset(table.columns) >= _PUBLISHED_COLUMNS
    reading = Reading("csv", source, knows_all_relatives=not is_publicbodies)
    written = {name.replace(" ", "_").replace("-", "_"): name for name in table.columns}
    columns = {
        ours: next(written[name] for name in names if name in written)
        for ours, names in COLUMNS.items()
        if any(name in written for name in names)
    }
    if "name" not in columns:
        reading.fault("line 1", "name", _no_names(table.columns))
        return reading
    reader = _Reader(
        columns=columns,
        reading=reading,
        kind=kind,
        jurisdiction=jurisdiction.upper(),
        scheme=scheme or (PUBLICBODIES if is_publicbodies else ""),
        same_id_is_same_body=is_publicbodies,
        is_published=is_published,
    )
    for placed in table.rows:
        reader.take(placed.place, placed.value)
    unread = set(table.columns) - set(columns.values()) - {""}
    reader.tell_what_was_left(unread=unread - _PUBLISHED_TOO if is_published else unread)
    return reading


def _no_names(columns: Iterable[str]) -> str:
    found = ", ".join(filter(None, columns))[:300]
    return (
        f"The column name is missing: none is called {', '.join(COLUMNS['name'])}. The columns "
        f"found are: {found or 'none'}. Is this a list of bodies? Then call the one with their "
        "names “name”."
    )


class _Reader:
    def __init__(
        self,
        *,
        columns: dict[str, str],
        reading: Reading,
        kind: BodyKind | None,
        jurisdiction: str,
        scheme: str,
        same_id_is_same_body: bool,
        is_published: bool,
    ) -> None:
        self.columns, self.reading, self.left = columns, reading, _Left()
        self.kind, self.jurisdiction, self.scheme = kind, jurisdiction, scheme
        self.same_id_is_same_body, self.is_published = same_id_is_same_body, is_published
        self.by_id: dict[str, Record] = {}

    def take(self, place: str, row: Row) -> None:
        """Adds the row's record to the reading, or its faults."""
        cells = {
            ours: unguarded(mended(row[theirs]).strip()) for ours, theirs in self.columns.items()
        }
        name = tidy(cells["name"])
        if not name:
            self.reading.unread.add(cells.get("id", ""))
            self.reading.fault(place, "name", "The name is missing.")
            return
        known_as = cells.get("id", "")
        first = self.by_id.get(known_as)
        if known_as and first is not None and self.same_id_is_same_body:
            # publicbodies.org: "us/doe" is the Department of Energy and the Energy Department.
            names = [*first.said.get("other_names", []), name]
            first.said["other_names"] = other_names_of(names, besides=first.name)
            self.left.twice.append(f"{place} ({name}) is {first.place} ({first.name})")
            return
        tags = cells.get("tags", "")
        said = self._said(place, name, cells, tags)
        record = Record(
            place=place,
            key=known_as or slugify(name, allow_unicode=True) or name,
            slug=slugify(known_as.rsplit("/", 1)[-1] if "/" in known_as else name),
            said=said,
            identifiers=self._identifiers(place, cells),
            loose_identifiers=_identifiers_in_tags(tags),
            parents=self._references(cells, "parent", "other_parents"),
            successors=self._references(cells, "successors"),
            is_known_by_name=not known_as,
            is_published=self.is_published,
        )
        if known_as:
            self.by_id[known_as] = record
        self.reading.records.append(record)

    def tell_what_was_left(self, *, unread: set[str]) -> None:
        notes = self.reading.notes
        if unread:
            notes.append(columns_unread(unread))
        notes += [
            f"The kind “{words[:60]}” is not known here; taken as “Other public body”: {count} "
            f"{'time' if count == 1 else 'times'}."
            for words, count in self.left.kinds.most_common()
        ]
        for what, found in (
            ("Websites that are no addresses, left out", self.left.websites),
            ("Years or months without a day, left out", self.left.days),
            ("The same identifier again, taken as another name", self.left.twice),
        ):
            if found:
                notes.append(f"{what}: {'; '.join(found)}.")

    def _said(self, place: str, name: str, cells: dict[str, str], tags: str) -> dict[str, object]:
        said: dict[str, object] = {"name": name}
        acronym = tidy(cells.get("acronym", ""))
        if "acronym" in cells:
            fits = len(acronym) <= LONGEST_ACRONYM and name_key(acronym) != name_key(name)
            said["acronym"] = acronym if fits else ""
        others = [*self._parts(cells.get("other_names", "")), acronym]
        if "other_names" in cells or "acronym" in cells:
            said["other_names"] = [
                other
                for other in other_names_of(others, besides=name)
                if other != said.get("acronym") and name_key(other) != name_key(name)
            ]
        if kind := self._kind(cells.get("kind", ""), tags):
            said["kind"] = kind.value
        if jurisdiction := cells.get("jurisdiction", "").upper() or self.jurisdiction:
            said["jurisdiction"] = jurisdiction
        if "remit" in cells:
            said["remit"] = cells["remit"].replace("\r\n", "\n")
        if "website" in cells:
            said["website"] = self._website(place, cells["website"])
        if "founded_on" in cells:
            said["founded_on"] = self._day(place, "founded_on", cells["founded_on"])
        self._say_closed(said, place, cells, tags)
        if "topics" in cells or "keywords" in cells or "," in tags:
            said["topics"] = self._topics(place, cells, tags)
        return said

    def _kind(self, words: str, tags: str) -> BodyKind | None:
        if words:
            if kind := kind_of(words):
                return kind
            self.left.kinds[tidy(words)] += 1
        by_tag = (_TAG_KINDS[tag] for tag in tags.split() if tag in _TAG_KINDS)
        return next(by_tag, self.kind or (BodyKind.OTHER if words else None))

    def _website(self, place: str, address: str) -> str:
        if address and "://" not in address and "." in address.split("/")[0]:
            address = f"http://{address}"  # www.arn.se, as publicbodies.org writes some
        if address and (not is_address(address) or len(address) > LONGEST_ADDRESS):
            self.left.websites.append(f"{place}, {address[:80]}")
            return ""
        return address

    def _day(self, place: str, name: str, text: str) -> str:
        try:
            day = day_of(text)
        except PartOfADay:
            self.left.days.append(f"{place}, {text}")
            return ""
        except ValueError:
            self.reading.fault(place, name, f"“{text[:40]}” is no date. Write it as 2026-05-06.")
            return ""
        return day.isoformat() if day else ""

    def _say_closed(
        self, said: dict[str, object], place: str, cells: dict[str, str], tags: str
    ) -> None:
        is_defunct = _DEFUNCT in tags.split()
        if not is_defunct and not {"closed_on", "closed_how"} & cells.keys():
            return
        written, how = cells.get("closed_on", ""), cells.get("closed_how", "")
        day = self._day(place, "closed_on", written)
        if not (written or how or is_defunct):
            said["closed"] = list(NEVER_CLOSED)
            return
        heirs = cells.get("successors", "")
        said["closed"] = [how or (ClosedHow.REPLACED if heirs else ClosedHow.UNKNOWN).value, day]

    def _topics(self, place: str, cells: dict[str, str], tags: str) -> list[list[str]]:
        """Each topic once, as [scheme, code, label]. A word that is no code is its own label."""
        found: dict[tuple[str, str], str] = {}
        for part in self._parts(cells.get("topics", "")):
            scheme, code, label = self._topic(part)
            found.setdefault((scheme, code), label)
        words = [*self._parts(cells.get("keywords", "")), *(tags.split(",") if "," in tags else [])]
        for label in map(tidy, words):
            if label and len(label) <= LONGEST_LABEL:
                code = slugify(label, allow_unicode=True)[:LONGEST_CODE] or label[:LONGEST_CODE]
                found.setdefault((KEYWORD, code), label)
        return [[scheme, code, label] for (scheme, code), label in found.items()]

    def _topic(self, part: str) -> tuple[str, str, str]:
        scheme, _, rest = part.partition(":")
        if not rest:
            scheme, rest = govuk_topics.SCHEME, part
        code, _, label = rest.partition(":")
        code, label = code.strip(), tidy(label)
        if scheme == govuk_topics.SCHEME:
            label = govuk_topics.TOPICS.get(code, label)
            if not label:
                return KEYWORD, slugify(part, allow_unicode=True)[:LONGEST_CODE], tidy(part)
        return scheme.strip(), code, label or code

    def _identifiers(self, place: str, cells: dict[str, str]) -> list[Identifier]:
        found: list[Identifier] = []
        # Longer ones (publicbodies.org has some of 220 characters) are still the record's key.
        if self.scheme and 0 < len(cells.get("id", "")) <= LONGEST_CODE:
            found.append((self.scheme, cells["id"]))
        for part in self._parts(cells.get("identifiers", "")):
            scheme, sign, value = part.partition(":")
            if not sign:
                self.reading.fault(
                    place,
                    "identifiers",
                    f"“{part[:40]}” names no register. Write identifiers as GSS:E08000019.",
                )
                continue
            found.append((scheme.strip(), value.strip()))
        return list(dict.fromkeys(found))

    def _references(self, cells: dict[str, str], *names: str) -> list[Reference] | None:
        if not any(name in cells for name in names):
            return None
        return [("", key) for name in names for key in self._parts(cells.get(name, ""))]

    def _parts(self, cell: str) -> list[str]:
        """The values of a cell. Others than this service part them by | as well."""
        parted = cell if self.is_published else cell.replace("|", ";")
        return [part.strip() for part in parted.split(";") if part.strip()]


def _identifiers_in_tags(tags: str) -> list[Identifier]:
    """Numbers that WhatDoTheyKnow's tags give: of the company (ch) and the charity."""
    schemes = {"ch": "GB-COH", "charity": "GB-CHC"}
    found = []
    for tag in tags.split():
        prefix, sign, value = tag.partition(":")
        if sign and value and prefix in schemes:
            found.append((schemes[prefix], value))
    return found
