"""Reading StratML leniently: Parts 1 and 2, and the slips that real files have.

What can be understood is put right, what cannot is left out, and each is told with its place. What
is read can be written again: it holds nothing that the schema forbids, save that a file without
a goal gives a plan without one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote

from alongside.plans.domain.stratml import shapes
from alongside.plans.domain.stratml.model import Plan, PlanType, RoleType
from alongside.plans.domain.stratml.parsing import Node, parse
from alongside.plans.domain.stratml.shapes import Attribute, Part, Shape, Simple, StratmlError

W = TypeVar("W", bound=StrEnum)

MOST_NOTES = 500
_EXCERPT = 80  # letters
_LONGEST_ADDRESS = 2_000

# Names that files of other versions and of other writers' tools have; by what they mean.
_OTHER_NAMES = {
    "FirstName": "GivenName",
    "LastName": "Surname",
    "Phone": "PhoneNumber",
    "Email": "EmailAddress",
    "Organisation": "Organization",
}
_OTHER_ATTRIBUTES = {
    "IndicatorType": "PerformanceIndicatorType",
    "StakeholderType": "StakeholderTypeType",
}
# Attributes that say how to read the document, and nothing about the plan.
_ABOUT_READING = (
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/XML/1998/namespace",
)
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# Kept for a percent sign: an address that is escaped already stays as it is.
_KEPT_IN_ADDRESS = "!#$%&'()*+,/:;=?@~"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was put right, or with `is_lost` left out, and where."""

    place: str  # "goal 1, objective 2 (line 45)"
    sentence: str
    is_lost: bool

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"

    def as_dict(self) -> dict[str, str]:
        return {"place": self.place, "message": self.sentence}


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan, and what was done to understand it. `more`: notes beyond those that are told."""

    plan: Plan
    part: int  # 1 or 2
    notes: tuple[Note, ...]
    more: int = 0

    @property
    def repaired(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if not note.is_lost)

    @property
    def left_out(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.is_lost)


def read(source: bytes | Iterable[bytes]) -> Reading:
    """The plan in the document, which may come piece by piece.

    Raises StratmlError, and nothing else, when it is no StratML, too big, too deep, declares
    entities, or is no XML at all; its message is for the person who has the file.
    """
    root = parse(source)
    if root.name not in (shapes.ROOT, shapes.PART_1_ROOT):
        raise StratmlError(
            f"The file is no plan in StratML: it begins with the element {_cut(root.name)}, and a "
            f"plan with {shapes.PART_1_ROOT} or {shapes.ROOT}."
        )
    if root.namespace not in shapes.NAMESPACES:
        raise StratmlError(
            f"The file is no plan in StratML: its namespace is {_cut(root.namespace)}, and that of "
            f"a plan {shapes.NAMESPACE}, or urn:ISO:std:iso:17469:tech:xsd:stratml_core in Part 1."
        )
    return _Reader(root).read()


@dataclass(slots=True)
class _Reader:
    root: Node
    notes: list[Note] = field(default_factory=list)
    more: int = 0
    seen: set[str] = field(default_factory=set)  # identifiers, as we write them
    written: frozenset[str] = frozenset()  # those that we write otherwise, as the file has them

    def read(self) -> Reading:
        root, is_part_1 = self.root, self.root.name == shapes.PART_1_ROOT
        if words := shapes.NAMESPACES[root.namespace]:
            self._note("", root, f"It has {words}; it was read as if it had today’s.")
        self._find_submitter(is_part_1)
        self.written = frozenset(
            text
            for node in _every(root)
            if node.name == "Identifier" and _identifier_for(text := node.text.strip()) != text
        )
        plan: Plan = self._shape(root, shapes.PLAN, "")
        if not root.attributes.get(("", "Type"), "").strip():
            if is_part_1:  # where nothing says it, for there is but one type
                plan = replace(plan, type=PlanType.STRATEGIC_PLAN)
            else:
                self._note("", root, "Type is missing; it was taken for Performance_Plan.")
        return Reading(plan, 1 if is_part_1 else 2, tuple(self.notes), self.more)

    def _find_submitter(self, is_part_1: bool) -> None:
        """Part 1 has the submitter inside the administrative information, Part 2 after it."""
        for holder in list(self.root.children):
            if holder.name != "AdministrativeInformation":
                continue
            for node in [child for child in holder.children if child.name == "Submitter"]:
                holder.children.remove(node)
                self.root.children.append(node)
                if not is_part_1:
                    sentence = "The submitter stands where Part 1 has it; it was moved."
                    self._note("", node, sentence)

    # ------------------------------------------------------------------ elements with children

    def _shape(self, node: Node, shape: Shape, place: str) -> Any:
        found = self._children(node, shape, place)
        if said := node.text.strip():
            self._lose(place, node, f"Text between its parts was left out: {_cut(said)}")
        values: dict[str, Any] = self._attributes(node, shape, place)
        for part in shape.parts:
            nodes = found.get(part.element, [])
            if not nodes and part.is_required:
                sentence = f"{part.element} is missing; it was taken for empty."
                self._note(place, node, sentence)
            values |= self._values(part, nodes, place)
        return shape.value(**values)

    def _children(self, node: Node, shape: Shape, place: str) -> dict[str, list[Node]]:
        order = {part.element: index for index, part in enumerate(shape.parts)}
        by_letters = {name.casefold(): name for name in order}
        found: dict[str, list[Node]] = {}
        last, in_order = 0, True
        for child in node.children:
            if child.namespace not in shapes.NAMESPACES:
                self._lose(
                    place,
                    child,
                    f"{child.name} is of another vocabulary ({_cut(child.namespace)}) and was "
                    f"left out{_said(child)}",
                )
                continue
            meant = _OTHER_NAMES.get(child.name, child.name)
            name = meant if meant in order else by_letters.get(meant.casefold(), meant)
            if name not in order:
                self._lose(
                    place, child, f"{_cut(child.name)} is not known here: left out{_said(child)}"
                )
                continue
            if name != child.name:
                self._note(place, child, f"{child.name} was read as {name}.")
            in_order = in_order and order[name] >= last
            last = max(last, order[name])
            found.setdefault(name, []).append(child)
        if not in_order:
            self._note(place, node, "Its parts stand in another order than the schema’s.")
        return found

    def _attributes(self, node: Node, shape: Shape, place: str) -> dict[str, Any]:
        by_name = {attribute.name: attribute for attribute in shape.attributes}
        values: dict[str, Any] = {}
        for (namespace, written), text in node.attributes.items():
            if namespace in _ABOUT_READING or not text.strip():
                continue
            name = _OTHER_ATTRIBUTES.get(written, written)
            attribute = by_name.get(name)
            if namespace or attribute is None or attribute.field in values:
                self._lose(place, node, f"The attribute {_cut(written)} was left out: {_cut(text)}")
                continue
            if name != written:
                self._note(place, node, f"The attribute {written} was read as {name}.")
            word = self._word(attribute, text, node, place)
            if word is not None:
                values[attribute.field] = word
        return values

    def _word(self, attribute: Attribute, text: str, node: Node, place: str) -> StrEnum | None:
        word = _word_of(attribute.words, text)
        if word is None:
            allowed = ", ".join(attribute.words)
            self._lose(
                place,
                node,
                f"{attribute.name} is {_cut(text)}, and not one of {allowed}: left out.",
            )
        elif word != text:
            self._note(place, node, f"{attribute.name} {_cut(text)} was read as {word}.")
        return word

    # ------------------------------------------------------------------ what fields hold

    def _values(self, part: Part, nodes: list[Node], place: str) -> dict[str, Any]:
        """The value of a field; nothing where its class has a better default."""
        if isinstance(part.kind, Shape):
            shape = part.kind
            places = [
                _within(place, f"{shape.words} {number}" if part.is_many else shape.words)
                for number, _ in enumerate(nodes, start=1)
            ]
            if part.is_many:
                read = (
                    self._shape(node, shape, at) for node, at in zip(nodes, places, strict=True)
                )
                return {part.field: tuple(read)}
            self._lose_further(part, nodes, place)
            # A plan's core has no part of a place: "goal 1" says it all.
            at = place if shape is shapes.CORE else _within(place, shape.words)
            return {part.field: self._shape(nodes[0], shape, at)} if nodes else {}
        if part.kind is Simple.ROLE_TYPE:
            return {part.field: self._role_types(part, nodes, place)}
        if part.is_many:
            return {part.field: tuple(self._simple(part, node, place) for node in nodes)}
        if part.kind is Simple.TEXT and len(nodes) > 1:
            sentence = f"{part.element} stands {len(nodes)} times; the texts were joined."
            self._note(place, nodes[1], sentence)
            texts = (self._simple(part, node, place) for node in nodes)
            return {part.field: "\n\n".join(text for text in texts if text)}
        self._lose_further(part, nodes, place)
        return {part.field: self._simple(part, nodes[0], place)} if nodes else {}

    def _lose_further(self, part: Part, nodes: list[Node], place: str) -> None:
        for node in nodes[1:]:
            sentence = f"{part.element} may stand once; this further one was left out{_said(node)}"
            self._lose(place, node, sentence)

    def _simple(self, part: Part, node: Node, place: str) -> Any:
        text = node.text
        if node.children:
            text = "".join(_whole_text(node))
            self._note(place, node, f"{part.element} holds markup; only its text was kept.")
        if node.attributes:
            self._attributes(node, _NO_ATTRIBUTES, place)
        match part.kind:
            case Simple.DAY:
                return self._day(part, text.strip(), node, place)
            case Simple.NUMBER:
                return self._number(part, text.strip(), node, place)
            case Simple.ADDRESS:
                return self._address(part, text.strip(), node, place)
            case Simple.IDENTIFIER:
                return self._identifier(text.strip(), node, place)
        if part.element == "ReferentIdentifier" and text.strip() in self.written:
            return _identifier_for(text.strip())  # it follows the identifier that it names
        return text

    def _day(self, part: Part, text: str, node: Node, place: str) -> date | None:
        if not text:
            return None
        if match := _DAY.fullmatch(text):
            try:
                day = date.fromisoformat(match[1])
            except ValueError:
                pass  # the 31st of February
            else:
                if match[2] or match[3]:
                    sentence = f"{part.element} {_cut(text)} was read as the day {day}."
                    self._note(place, node, sentence)
                return day
        self._lose(
            place,
            node,
            f"{part.element} is {_cut(text)}, and not a day such as 2026-05-06: left out.",
        )
        return None

    def _number(self, part: Part, text: str, node: Node, place: str) -> Decimal | None:
        if not text:
            return None
        plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
        # The writer's own limit, less what it may add: a 0 before the point.
        if shapes.DECIMAL.fullmatch(plain) and len(plain) < shapes.LONGEST_NUMBER:
            if plain != text:
                self._note(place, node, f"{part.element} {_cut(text)} was read as {plain}.")
            return Decimal(plain)
        sentence = f"{part.element} is {_cut(text)}, and not a number such as 85.5: left out."
        self._lose(place, node, sentence)
        return None

    def _address(self, part: Part, text: str, node: Node, place: str) -> str:
        if len(text) > _LONGEST_ADDRESS:
            self._lose(place, node, f"{part.element} is too long for an address: left out.")
            return ""
        if not text or shapes.ADDRESS.fullmatch(text):
            return text
        escaped = quote(text, safe=_KEPT_IN_ADDRESS, errors="replace")
        if shapes.ADDRESS.fullmatch(escaped):
            self._note(place, node, f"{part.element} {_cut(text)} was written as {escaped}.")
            return escaped
        self._lose(place, node, f"{part.element} is {_cut(text)}, and no address: left out.")
        return ""

    def _identifier(self, text: str, node: Node, place: str) -> str:
        if not text:
            self._note(place, node, "An empty identifier was left out.")
            return ""
        identifier = _identifier_for(text)
        if identifier in self.seen:
            self._lose(
                place,
                node,
                f"The identifier {_cut(text)} stands for another part already, and must be the "
                "only one of its kind: left out here.",
            )
            return ""
        if identifier != text:
            sentence = f"The identifier {_cut(text)} was written as {identifier}."
            self._note(place, node, sentence)
        self.seen.add(identifier)
        return identifier

    def _role_types(self, part: Part, nodes: list[Node], place: str) -> tuple[RoleType, ...]:
        types: list[RoleType] = []
        for node in nodes:
            text = "".join(_whole_text(node)).strip()
            word = _word_of(RoleType, text)
            if not text:
                continue
            if word is None:
                sentence = f"RoleType is {_cut(text)}, not Performer or Beneficiary: left out."
                self._lose(place, node, sentence)
            elif len(types) == part.most:
                self._lose(place, node, f"A role has two types at most: {word} was left out.")
            else:
                if word != text:
                    self._note(place, node, f"RoleType {_cut(text)} was read as {word}.")
                types.append(word)
        return tuple(types)

    # ------------------------------------------------------------------ telling

    def _note(self, place: str, node: Node, sentence: str) -> None:
        self._tell(Note(_at(place, node), sentence, is_lost=False))

    def _lose(self, place: str, node: Node, sentence: str) -> None:
        self._tell(Note(_at(place, node), sentence, is_lost=True))

    def _tell(self, note: Note) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)
        else:
            self.more += 1


_NO_ATTRIBUTES = Shape("", object, ())


def _identifier_for(text: str) -> str:
    """The text as an identifier: as it stands if it can be one, else with a line before it."""
    for candidate in (text, f"_{text}"):
        if shapes.IDENTIFIER.fullmatch(candidate):
            return candidate
    return shapes.identifier_of(text)


def _word_of(words: type[W], text: str) -> W | None:
    """The word that is meant, whatever its capitals and however its parts are joined."""
    bare = re.sub(r"[\s_-]", "", text).casefold()
    return next((word for word in words if word.replace("_", "").casefold() == bare), None)


def _every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _every(child)


def _whole_text(node: Node) -> Iterator[str]:
    for inner in _every(node):
        yield from inner.pieces


def _said(node: Node) -> str:
    text = " ".join("".join(_whole_text(node)).split())
    return f": {_cut(text)}" if text else "."


def _cut(text: str) -> str:
    short = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}…"
    return f"“{short}”" if short else "without a name"


def _within(place: str, inner: str) -> str:
    return f"{place}, {inner}" if place else inner


def _at(place: str, node: Node) -> str:
    return f"{place or 'the file'} (line {node.line})"
