"""Statements of linked data, said once and written as JSON-LD or as Turtle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What stands in an address of Turtle as an escape (Turtle, production IRIREF).
_ESCAPED = {
    ord(char): f"\\u{ord(char):04X}" for char in '<>"{}|^`\\' + "".join(map(chr, range(33)))
}


@dataclass(frozen=True, slots=True)
class Address:
    """Something that is named by its address."""

    iri: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in a language, or of a datatype such as xsd:date."""

    text: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing, what it is, and what is said of it. Without a name it stands where it is used.

    Terms are written with a prefix of PREFIXES.
    """

    types: Sequence[str]
    said: Sequence[tuple[str, "Value"]]
    iri: str = ""


Value = Address | Literal | Thing


@dataclass(slots=True)
class Graph:
    """Things with names, in the order in which they are written."""

    things: list[Thing] = field(default_factory=list)

    def json_ld(self) -> str:
        document = {"@context": PREFIXES, "@graph": [_node(thing) for thing in self.things]}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def turtle(self) -> str:
        lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
        for thing in self.things:
            lines += ["", f"<{_iri(thing.iri)}>", *_statements(thing, " "), " ."]
        return "\n".join(lines) + "\n"


def _node(thing: Thing) -> Mapping[str, object]:
    node: dict[str, object] = {"@id": thing.iri} if thing.iri else {}
    node["@type"] = list(thing.types)
    for term, value in thing.said:
        values = node.setdefault(term, [])
        if isinstance(values, list):
            values.append(_json_value(value))
    return node


def _json_value(value: Value) -> Mapping[str, object]:
    match value:
        case Address():
            return {"@id": value.iri}
        case Literal():
            found = {"@value": value.text}
            if value.datatype:
                found["@type"] = value.datatype
            if value.language:
                found["@language"] = value.language
            return found
        case Thing():
            return _node(value)


def _statements(thing: Thing, margin: str) -> list[str]:
    types = ", ".join(thing.types)
    said = [f"{margin}a {types}"]
    said += [f"{margin}{term} {_turtle_value(value, margin)}" for term, value in thing.said]
    return [f"{line} ;" for line in said[:-1]] + said[-1:]


def _turtle_value(value: Value, margin: str) -> str:
    match value:
        case Address():
            return f"<{_iri(value.iri)}>"
        case Literal():
            # The escapes of JSON are escapes of Turtle as well.
            text = json.dumps(value.text, ensure_ascii=False).replace("\x7f", "\\u007F")
            if value.language:
                return f"{text}@{value.language}"
            return f"{text}^^{value.datatype}" if value.datatype else text
        case Thing():
            inner = "\n".join(_statements(value, margin + "  "))
            return f"[\n{inner}\n{margin}]"


def _iri(iri: str) -> str:
    return iri.translate(_ESCAPED)
