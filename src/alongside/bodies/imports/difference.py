"""What an import would change: the list, the register, and what the list said the last time.

Pure: no database, no clock. The rule for a field, in `_merged`: what the list changed since last
time is taken over where the register still says what the list said then (or says nothing); what
people wrote here stays, and is told. Nothing is ever deleted.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from alongside.bodies.domain.facts import (
    LONGEST_SLUG,
    RESERVED_SLUGS,
    Facts,
    Identifier,
    faults_of,
    name_key,
    other_names_of,
)
from alongside.bodies.domain.hierarchy import (
    loop_in,
    parent_loop_sentence,
    successor_loop_sentence,
)
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.imports.changes import Change, Difference, Kept
from alongside.bodies.imports.records import (
    NEVER_CLOSED,
    ImportRefused,
    LineFault,
    Reading,
    Record,
    Reference,
    Said,
)
from alongside.bodies.imports.standing import (
    NO_FIELDS,
    SET_FIELDS,
    Fields,
    Standing,
    StandingBody,
    Told,
)

LONGEST_KEY = 300
MOST_NAMED = 5  # examples in one note
_NEW: Fields = {**NO_FIELDS, "kind": BodyKind.OTHER.value}
_EMPTY: tuple[object, ...] = ("", [], NEVER_CLOSED)


def difference_of(reading: Reading, standing: Standing, *, today: date) -> Difference:
    """What writing the list would change. Raises ImportRefused with every fault of the list."""
    return _Comparison(reading, standing, today).difference()


class _Comparison:
    def __init__(self, reading: Reading, standing: Standing, today: date) -> None:
        self.reading, self.standing, self.today = reading, standing, today
        self.records = reading.records
        self.faults: list[LineFault] = list(reading.faults)
        self.slug_of: dict[int, str] = {}  # of the record with this number
        self.by_reference: dict[Reference, int] = {}  # number of the record
        self.left: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}
        self.found = Difference(
            reading.form, reading.source, len(reading.records), notes=list(reading.notes)
        )

    def difference(self) -> Difference:
        self._judge_facts()
        self._find_twins()
        self._match()
        self._name_new_ones()
        if not self.faults:
            # References mean nothing while it is not certain who is who.
            statements = self._statements()
            self._refuse_loops(statements)
            self.found.changes = [change for change in statements if _matters(change)]
            listed = set(self.slug_of.values())
            self.found.not_listed = sorted(self.standing.told.keys() - listed)
            self.found.notes += self._left_out()
        if self.faults:
            raise ImportRefused(sorted(self.faults, key=_by_place))
        return self.found

    # What each record says by itself

    def _judge_facts(self) -> None:
        for record in self.records:
            if len(record.key) > LONGEST_KEY:
                self._fault(record, "id", f"The id has more than {LONGEST_KEY} characters.")
            try:
                facts = _facts_of(record)
            except ValueError:
                self._fault(record, "", "A date here cannot be read. Write it as 2026-05-06.")
                continue
            for fault in faults_of(facts, today=self.today):
                self._fault(record, fault.field, fault.sentence)

    def _find_twins(self) -> None:
        for number, record in enumerate(self.records):
            handles: list[Reference] = [("", record.key), *record.identifiers]
            for handle in dict.fromkeys(handles):
                first = self.by_reference.setdefault(handle, number)
                if first != number:
                    other = self.records[first]
                    what = " ".join(handle).strip()
                    self._fault(
                        record,
                        "identifiers",
                        f"“{what[:80]}” stands at {other.place} already, for {other.name[:80]}. "
                        "Every body has an identifier of its own.",
                    )
                    break

    # Who is who

    def _match(self) -> None:
        taken: dict[str, Record] = {}
        unmatched: list[int] = []
        for number, record in enumerate(self.records):
            slug = self._match_by_identifier(record)
            if slug is None:
                unmatched.append(number)
            elif slug in taken:
                self._fault(
                    record,
                    "identifiers",
                    f"This is {self._name(slug)} of the register, and so is {taken[slug].place}.",
                )
            else:
                taken[slug] = record
                self.slug_of[number] = slug
        by_name = self._standing_by_name() if unmatched else {}
        # Where there is nobody to be meant, names need not be compared.
        names = Counter(name_key(record.name) for record in self.records if by_name)
        for number in unmatched if by_name else ():
            record = self.records[number]
            key = name_key(record.name)
            slug = self._match_by_name(record, by_name.get(key, ())) if names[key] == 1 else None
            if slug is not None and slug not in taken:
                taken[slug] = record
                self.slug_of[number] = slug

    def _match_by_identifier(self, record: Record) -> str | None:
        held = {
            identifier: self.standing.by_identifier[identifier]
            for identifier in record.identifiers
            if identifier in self.standing.by_identifier
        }
        by_key = self.standing.by_key.get(record.key)
        slug = by_key or next(iter(held.values()), None)
        if slug is None:
            return None
        for identifier, holder in held.items():
            if holder != slug:
                self._fault(
                    record,
                    "identifiers",
                    f"{' '.join(identifier)} is an identifier of {self._name(holder)} in the "
                    f"register, and this is {self._name(slug)}. Take it from one of them first.",
                )
                return slug
        body = self.standing.bodies[slug]
        if body.is_practice:
            self._fault(record, "identifiers", "A practice body holds this identifier.")
        if by_key is None and record.identifiers and self._has_another(body, record):
            scheme, value = next(iter(held))
            self._fault(
                record,
                "identifiers",
                f"{scheme} {value} is an identifier of {self._name(slug)} in the register, which "
                f"has another {record.identifiers[0][0]}. Take {scheme} {value} from it first.",
            )
        return slug

    @staticmethod
    def _has_another(body: StandingBody, record: Record) -> bool:
        """Whether the body has the most lasting identifier, with another value."""
        scheme, value = record.identifiers[0]
        theirs = [held for of, held in body.identifiers if of == scheme]
        return len(record.identifiers) > 1 and bool(theirs) and value not in theirs

    def _standing_by_name(self) -> dict[str, list[StandingBody]]:
        """Bodies that this list never spoke of: one of them may be meant by its name."""
        found: dict[str, list[StandingBody]] = {}
        for body in self.standing.bodies.values():
            if body.slug not in self.standing.told and not body.is_practice:
                found.setdefault(name_key(body.fields["name"]), []).append(body)
        return found

    @staticmethod
    def _match_by_name(record: Record, standing: Sequence[StandingBody]) -> str | None:
        country = record.jurisdiction[:2]
        known = dict(record.identifiers)
        fitting = [
            body
            for body in standing
            if (not country or body.fields["jurisdiction"][:2] in ("", country))
            and not (record.is_closed and not body.fields["closed"][0])
            and not any(known.get(scheme, value) != value for scheme, value in body.identifiers)
        ]
        open_ones = [body for body in fitting if not body.fields["closed"][0]]
        meant = open_ones or fitting
        return meant[0].slug if len(meant) == 1 else None

    def _name_new_ones(self) -> None:
        taken = set(self.standing.bodies) | RESERVED_SLUGS
        for number, record in enumerate(self.records):
            if number in self.slug_of:
                continue
            slug = _free_slug(record, self.reading.source, taken)
            taken.add(slug)
            self.slug_of[number] = slug

    # What changes

    def _statements(self) -> list[Change]:
        heirs = self._heirs()
        changes = []
        for number, record in enumerate(self.records):
            slug = self.slug_of[number]
            body, told = self.standing.bodies.get(slug), self.standing.told.get(slug)
            said = self._said(record, heirs.pop(slug, set()))
            changes.append(self._change(slug, record.key, body, told, said, record))
        changes += [
            self._change_of_unlisted(slug, successors) for slug, successors in sorted(heirs.items())
        ]
        return changes

    def _said(self, record: Record, heirs: set[str]) -> Said:
        """What the record says, its relatives by their slugs."""
        said = dict(record.said)
        if record.parents is not None:
            parents = self._resolved(record, record.parents, "parent")
            said["parent"] = parents[0] if parents else ""
            said["other_parents"] = sorted(set(parents[1:]) - {said["parent"]})
        if record.successors is not None or heirs:
            named = self._resolved(record, record.successors or [], "successor")
            said["successors"] = sorted({*named, *heirs})
        if "other_names" in said:
            said["other_names"] = sorted(said["other_names"])
        if "topics" in said:
            said["topics"] = sorted(said["topics"])
        return said

    def _heirs(self) -> dict[str, set[str]]:
        """Successors by the body that they took over from, as the successors say it."""
        heirs: dict[str, set[str]] = {}
        for number, record in enumerate(self.records):
            for reference in record.predecessors:
                before = self._slug_of_reference(reference)
                listed = self.by_reference.get(reference)
                if before is None or (listed is not None and not self.records[listed].is_closed):
                    continue  # unknown here, or open: then only its pages have moved
                if listed is not None or before in self.standing.told:
                    heirs.setdefault(before, set()).add(self.slug_of[number])
        return heirs

    def _change_of_unlisted(self, slug: str, successors: set[str]) -> Change:
        """A body that the list leaves out by now, and names as one that others followed."""
        body, told = self.standing.bodies[slug], self.standing.told[slug]
        said = dict(told.said)
        if not said.get("closed", NEVER_CLOSED)[0]:
            said["closed"] = [ClosedHow.REPLACED.value, ""]
        said["successors"] = sorted({*said.get("successors", []), *successors})
        return self._change(slug, told.key, body, told, said, None)

    def _change(
        self,
        slug: str,
        key: str,
        body: StandingBody | None,
        told: Told | None,
        said: Said,
        record: Record | None,
    ) -> Change:
        before = body.fields if body else {}
        after = self._merged_with(body, told, said) if body else {**_NEW, **said}
        if after["other_names"]:
            after["other_names"] = other_names_of(after["other_names"], besides=after["name"])
        if after["parent"] in after["other_parents"]:
            after["other_parents"] = [
                one for one in after["other_parents"] if one != after["parent"]
            ]
        return Change(
            slug=slug,
            pk=body.pk if body else None,
            before=before,
            after=after,
            new_identifiers=self._new_identifiers(record, body) if record else [],
            key=key,
            said=said,
            is_told_anew=told is None or told.said != said or told.key != key,
            place=record.place if record else "",
        )

    def _merged_with(self, body: StandingBody, told: Told | None, said: Said) -> Fields:
        """What a standing body becomes; what stays otherwise than the list says is told."""
        after, base = dict(body.fields), told.said if told else {}
        for name, theirs in said.items():
            ours = after[name]
            after[name] = _merged(name, ours, base.get(name), theirs)
            is_kept = name not in SET_FIELDS and after[name] != theirs
            if is_kept and theirs not in (base.get(name), *_EMPTY):
                self.found.kept.append(Kept(body.slug, after["name"], name, ours, theirs))
        # Whichever name stays, the body is found by the other one, too.
        names = {body.fields["name"], *after["other_names"]}
        if said["name"] != base.get("name"):
            names.add(said["name"])
        if names - {after["name"], *after["other_names"]}:
            after["other_names"] = sorted(names)
        return after

    def _new_identifiers(self, record: Record, body: StandingBody | None) -> list[Identifier]:
        held = set(body.identifiers) if body else set()
        new = [identifier for identifier in record.identifiers if identifier not in held]
        for identifier in record.loose_identifiers:
            if identifier in held or identifier in new:
                continue
            if identifier in self.standing.by_identifier or identifier in self.by_reference:
                self._leave(
                    "Identifiers that another body holds, left out",
                    f"{' '.join(identifier)} of {record.name}",
                )
                continue
            self.by_reference[identifier] = -1
            new.append(identifier)
        return new

    def _resolved(self, record: Record, references: Iterable[Reference], what: str) -> list[str]:
        slugs = []
        for reference in references:
            slug = self._slug_of_reference(reference)
            if slug is not None:
                slugs.append(slug)
            elif self.reading.knows_all_relatives:
                self._fault(
                    record,
                    what,
                    f"Its {what} “{reference[1][:80]}” stands neither in this list nor in the "
                    "register. Add it, or leave the cell empty.",
                )
            else:
                self._leave(
                    f"Bodies named as a {what} that neither this list nor the register has",
                    f"{reference[1]} of {record.name}",
                )
        return list(dict.fromkeys(slugs))

    def _slug_of_reference(self, reference: Reference) -> str | None:
        number = self.by_reference.get(reference)
        if number is not None and number >= 0:
            return self.slug_of[number]
        scheme, value = reference
        if scheme:
            return self.standing.by_identifier.get(reference)
        by_key = self.standing.by_key.get(value)
        if by_key is None and ":" in value:
            first, _, rest = value.partition(":")
            return self.standing.by_identifier.get((first.strip(), rest.strip()))
        body = self.standing.bodies.get(value)
        return by_key or (body.slug if body and not body.is_practice else None)

    # What the whole would be

    def _refuse_loops(self, changes: Sequence[Change]) -> None:
        fields = {slug: body.fields for slug, body in self.standing.bodies.items()}
        fields |= {change.slug: change.after for change in changes}
        places = {change.slug: change.place for change in changes}
        parents = {
            slug: [*filter(None, [of["parent"]]), *of["other_parents"]]
            for slug, of in fields.items()
        }
        successors = {slug: of["successors"] for slug, of in fields.items()}
        for name, edges, sentence in (
            ("parent", parents, parent_loop_sentence),
            ("successors", successors, successor_loop_sentence),
        ):
            if loop := loop_in(edges):
                place = next((places[slug] for slug in loop if places.get(slug)), "")
                names = [fields[slug]["name"] for slug in loop]
                self.faults.append(LineFault(place, name, sentence(names)))

    # Telling

    def _name(self, slug: str) -> str:
        return str(self.standing.bodies[slug].fields["name"])

    def _fault(self, record: Record, name: str, sentence: str) -> None:
        self.faults.append(LineFault(record.place, name, sentence))

    def _leave(self, what: str, example: str) -> None:
        self.left[what] += 1
        examples = self.examples.setdefault(what, [])
        if len(examples) < MOST_NAMED:
            examples.append(example)

    def _left_out(self) -> Iterator[str]:
        for what, count in self.left.items():
            more = " …" if count > len(self.examples[what]) else ""
            yield f"{what}: {count} ({'; '.join(self.examples[what])}{more})."


def _merged(name: str, ours: Any, base: Any, theirs: Any) -> Any:
    """What a field of a standing body becomes. `base`: what the list said last; None for nothing.

    Lists are merged by their members: what the list added is added, what it dropped goes only if
    it came from there. Names stay: a former name is still looked for.
    """
    if name in SET_FIELDS:
        dropped = [] if name == "other_names" else [one for one in base or [] if one not in theirs]
        added = [one for one in theirs if one not in (base or [])]
        kept = [one for one in ours if one not in dropped]
        merged = [*kept, *(one for one in added if one not in kept)]
        return sorted(merged) if merged != list(ours) else ours
    if theirs in (base, ours):
        return ours
    is_unsaid = ours in _EMPTY or (name == "kind" and ours == BodyKind.OTHER)
    if is_unsaid and base in (None, *_EMPTY):
        return theirs
    if base is None:
        return ours
    return theirs if ours == base else ours


def _matters(change: Change) -> bool:
    return change.changes_register or change.is_told_anew


def _facts_of(record: Record) -> Facts:
    said = record.said
    how, closed_on = said.get("closed", NEVER_CLOSED)
    founded_on = said.get("founded_on", "")
    return Facts(
        name=said["name"],
        acronym=said.get("acronym", ""),
        other_names=said.get("other_names", []),
        jurisdiction=said.get("jurisdiction", ""),
        founded_on=date.fromisoformat(founded_on) if founded_on else None,
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
        closed_how=how,
        remit=said.get("remit", ""),
        website=said.get("website", ""),
        topics=[(scheme, code, label) for scheme, code, label in said.get("topics", [])],
        identifiers=[*record.identifiers, *record.loose_identifiers],
    )


def _free_slug(record: Record, source: str, taken: set[str]) -> str:
    """The record's place in our addresses: from its name, told apart by country, then number."""
    country = record.jurisdiction[:2].lower()
    wanted = record.slug[: LONGEST_SLUG - len("-gb-999")].strip("-_").lower()
    if not wanted:
        # Names in other letters than ours make no address; this stays the same every time.
        digest = hashlib.sha256(f"{source} {record.key}".encode()).hexdigest()
        wanted = f"{country or 'body'}-{digest[:10]}"
    candidates = [wanted, f"{wanted}-{country}"] if country else [wanted]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def _by_place(fault: LineFault) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, fault.place))
    return (int(digits) if digits else 0, fault.field)
