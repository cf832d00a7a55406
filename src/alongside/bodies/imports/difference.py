"""What an import would change: the list, the register, and what the list said the last time.

Pure: no database, no clock. The rule for a field is `merging.merged`: what the list changed since
last time is taken over where the register still says what the list said then (or says nothing);
what people wrote here stays, and is told. Nothing is ever deleted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from alongside.bodies.domain.facts import (
    RESERVED_SLUGS,
    Identifier,
    faults_of,
    name_key,
    other_names_of,
)
from alongside.bodies.domain.hierarchy import (
    loops_in,
    parent_loop_sentence,
    successor_loop_sentence,
)
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.imports.changes import Change, Difference, Kept
from alongside.bodies.imports.merging import (
    EMPTY,
    by_place,
    facts_of,
    free_slug,
    matters,
    merged,
    says_nothing,
)
from alongside.bodies.imports.namesakes import LIKE, known_loosely, likenesses, not_listed_of
from alongside.bodies.imports.records import (
    NEVER_CLOSED,
    ImportRefused,
    LineFault,
    Reading,
    Record,
    Reference,
    Said,
)
from alongside.bodies.imports.sentences import doubts_about, twin_sentence
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
SEPARATOR = "; "  # of the published files


def difference_of(reading: Reading, standing: Standing, *, today: date) -> Difference:
    """What writing the list would change. Raises ImportRefused with every fault of the list."""
    return _Comparison(reading, standing, today).difference()


class _Comparison:
    def __init__(self, reading: Reading, standing: Standing, today: date) -> None:
        self.reading, self.standing, self.today = reading, standing, today
        self.records = self._without_merged(reading.records)
        self.faults: list[LineFault] = list(reading.faults)
        self.slug_of: dict[int, str] = {}  # of the record with this number
        self.by_reference: dict[Reference, int] = {}  # number of the record
        self.left: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}
        self._known_labels: dict[tuple[str, str], str] | None = None
        self.found = Difference(
            reading.form, reading.source, len(reading.records), notes=list(reading.notes)
        )

    def difference(self) -> Difference:
        self._judge_facts()
        self._find_twins()
        self._match()
        self._name_new_ones()
        # With all that may be at fault so far: the rest of the list is judged all the same.
        statements = self._statements()
        self._refuse_loops(statements)
        if self.faults:
            raise ImportRefused(sorted(self.faults, key=by_place))
        self.found.changes = [change for change in statements if matters(change)]
        self.found.not_listed = not_listed_of(self.standing, set(self.slug_of.values()))
        for example in likenesses(self.found.changes, self.standing):
            self._leave(LIKE, example)
        self._note_namesakes()
        self.found.notes += self._left_out()
        self.found.notes[:0] = doubts_about(
            [change for change in self.found.changes if change.slug in self.standing.told],
            read_on=self.standing.read_on,
            newest_change=self.reading.newest_change,
        )
        return self.found

    def _without_merged(self, records: Sequence[Record]) -> list[Record]:
        """Without what an older file of our own says of an entry that was merged into one that it
        has as well."""
        keys = {record.key for record in records if record.is_published}
        former = self.standing.by_former_slug
        return [
            record
            for record in records
            if not record.is_published or former.get(record.key) not in keys
        ]

    # What each record says by itself

    def _judge_facts(self) -> None:
        for record in self.records:
            if len(record.key) > LONGEST_KEY:
                self._fault(record, "id", f"The id has more than {LONGEST_KEY} characters.")
            try:
                facts = facts_of(record)
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
                    self._fault(
                        record, "identifiers", twin_sentence(handle, record, self.records[first])
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
        rest = [(number, self.records[number]) for number in unmatched]
        for number, slug in known_loosely(rest, self.standing, taken=taken).items():
            taken[slug] = self.records[number]
            self.slug_of[number] = slug
        unmatched = [number for number in unmatched if number not in self.slug_of]
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
            return self._match_by_our_slug(record)
        for identifier, holder in held.items():
            if holder != slug and not self._is_followed_by(holder, slug):
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

    def _is_followed_by(self, before: str, slug: str) -> bool:
        """Whether the body closed, and the other took over: with its address, it may be."""
        fields = self.standing.bodies[before].fields
        return bool(fields["closed"][0]) and slug in fields["successors"]

    def _match_by_our_slug(self, record: Record) -> str | None:
        """The body of the same name in the same place of our addresses, for a file of our own."""
        former = self.standing.by_former_slug
        if not record.is_published:
            return None
        if record.key in former:
            return former[record.key]
        body = self.standing.bodies.get(record.key)
        if body is None or body.is_practice:
            return None
        return body.slug if name_key(body.fields["name"]) == name_key(record.name) else None

    @staticmethod
    def _has_another(body: StandingBody, record: Record) -> bool:
        """Whether the body has the most lasting identifier, with another value."""
        scheme, value = record.identifiers[0]
        theirs = [held for of, held in body.identifiers if of == scheme]
        return len(record.identifiers) > 1 and bool(theirs) and value not in theirs

    def _standing_by_name(self) -> dict[str, list[StandingBody]]:
        """Bodies that this list never spoke of: one of them may be meant by its name."""
        found: dict[str, list[StandingBody]] = {}
        names = [(body.fields["name"], slug) for slug, body in self.standing.bodies.items()]
        names += [(name, slug) for _former, name, slug in self.standing.merged]
        for name, slug in names:
            body, fitting = self.standing.bodies[slug], found.setdefault(name_key(name), [])
            if slug not in self.standing.told and not body.is_practice and body not in fitting:
                fitting.append(body)
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
        taken = {*self.standing.bodies, *self.standing.by_former_slug} | RESERVED_SLUGS
        for number, record in enumerate(self.records):
            if number in self.slug_of:
                continue
            slug = free_slug(record, self.reading.source, taken)
            taken.add(slug)
            self.slug_of[number] = slug

    # What changes

    def _statements(self) -> list[Change]:
        heirs = self._heirs()
        changes = []
        for number, record in enumerate(self.records):
            slug = self.slug_of[number]
            body, told = self.standing.bodies.get(slug), self.standing.told.get(slug)
            said = self._said(record, heirs.pop(slug, set()), body, told)
            changes.append(self._change(slug, record.key, body, told, said, record))
        changes += [
            self._change_of_unlisted(slug, successors) for slug, successors in sorted(heirs.items())
        ]
        return changes

    def _said(
        self, record: Record, heirs: set[str], body: StandingBody | None, told: Told | None
    ) -> Said:
        """What the record says, its relatives by their slugs. An empty value says nothing."""
        said = dict(record.said)
        if record.parents is not None:
            parents = self._resolved(record, record.parents, "parent")
            said["parent"] = parents[0] if parents else ""
            said["other_parents"] = sorted(set(parents[1:]) - {said["parent"]})
        if record.successors is not None or heirs:
            named = self._resolved(record, record.successors or [], "successor")
            said["successors"] = sorted({*named, *heirs})
        if "topics" in said:
            said["topics"] = sorted(self._labelled(topic, body) for topic in said["topics"])
        if "other_names" in said:
            ours = body.fields["other_names"] if body is not None else []
            # Names that hold the sign by which names are parted are still the same names.
            is_same = SEPARATOR.join(ours) == SEPARATOR.join(said["other_names"])
            said["other_names"] = sorted(ours if is_same else said["other_names"])
        empty_says_none = self.reading.empty_says_none
        for name in said.keys() & (told.said.keys() if told is not None else set()):
            if says_nothing(name, said[name], empty_says_none=empty_says_none):
                said[name] = told.said[name] if told is not None else said[name]
        return said

    def _labelled(self, topic: list[str], body: StandingBody | None) -> list[str]:
        """The topic with the label that it has here, where the list gives its code alone."""
        scheme, code, label = topic
        if label != code:
            return topic
        ours = body.fields["topics"] if body is not None else []
        own = next((held for held in ours if held[:2] == [scheme, code]), None)
        return own or [scheme, code, self._labels().get((scheme, code), label)]

    def _labels(self) -> dict[tuple[str, str], str]:
        if self._known_labels is None:
            self._known_labels = {
                (scheme, code): label
                for body in self.standing.bodies.values()
                for scheme, code, label in body.fields["topics"]
            }
        return self._known_labels

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
            after[name] = merged(name, ours, base.get(name), theirs)
            is_kept = name not in SET_FIELDS and after[name] != theirs
            if is_kept and theirs not in (base.get(name), *EMPTY):
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
        new: list[Identifier] = []
        for identifier in (*record.identifiers, *record.loose_identifiers):
            if identifier in held or identifier in new:
                continue
            is_own = identifier in record.identifiers
            is_known = not is_own and identifier in self.by_reference
            if is_known or identifier in self.standing.by_identifier:
                self._leave(
                    "Identifiers that another body holds, left out",
                    f"{' '.join(identifier)} of {record.name}",
                )
                continue
            if not is_own:
                self.by_reference[identifier] = -1
            new.append(identifier)
        return new

    def _resolved(self, record: Record, references: Iterable[Reference], what: str) -> list[str]:
        slugs = []
        for reference in references:
            slug = self._slug_of_reference(reference)
            if slug is not None:
                slugs.append(slug)
            elif reference[1] in self.reading.unread:
                pass  # it may well be in the list: its own line is at fault
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
        body = self.standing.bodies.get(self.standing.by_former_slug.get(value, value))
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
            for loop in loops_in(edges):
                place = next((places[slug] for slug in loop if places.get(slug)), "")
                names = [fields[slug]["name"] for slug in loop]
                self.faults.append(LineFault(place, name, sentence(names)))

    # Telling

    def _note_namesakes(self) -> None:
        """Bodies of one name in one list are told apart by their identifiers alone: say so."""
        by_name: dict[str, list[int]] = {}
        for number, record in enumerate(self.records):
            by_name.setdefault(name_key(record.name), []).append(number)
        for numbers in by_name.values():
            slugs = [self.slug_of[number] for number in numbers]
            if len(numbers) > 1 and not all(slug in self.standing.bodies for slug in slugs):
                places = " and ".join(self.records[number].place for number in numbers[:3])
                self._leave(
                    "Several bodies of one name, told apart by their identifiers",
                    f"{self.records[numbers[0]].name}, {places}, as {', '.join(slugs[:3])}",
                )

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
