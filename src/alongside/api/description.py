"""The interface as people read it, made from its own OpenAPI description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from alongside.api.interface import api
from alongside.api.shapes import Problem

# How lists are walked through is said once, not at each of them.
OF_EVERY_LIST = ("limit", "cursor")
_REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`values` are those that it may have; empty: any that its words allow."""

    name: str
    in_path: bool
    required: bool
    several: bool
    words: str
    values: tuple[str, ...]
    usual: str  # the value that counts when none is given; empty: there is none
    most: int | None  # of a number
    example: str  # empty: the example does without it


@dataclass(frozen=True, slots=True)
class Part:
    """A field of an answer. `words` may be empty where the name says it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the interface, and what it answers."""

    name: str  # of its address in this site, and of its section of the page
    tag: str
    path: str  # with {places}
    summary: str
    words: str
    parameters: tuple[Parameter, ...]
    comes_in_parts: bool
    answer: tuple[Part, ...]  # of each entry, where it answers with a list of them
    is_list: bool

    @property
    def own_parameters(self) -> list[Parameter]:
        """Without those that say which part of a list is wanted."""
        parts = OF_EVERY_LIST if self.comes_in_parts else ()
        return [found for found in self.parameters if found.name not in parts]

    def example(self, places: Mapping[str, str]) -> str:
        """An address that can be asked; places that are not given stay as they are."""
        path = self.path
        for name, value in places.items():
            path = path.replace(f"{{{name}}}", value)
        query = [
            (found.name, places.get(found.name, found.example))
            for found in self.parameters
            if found.example and not found.in_path
        ]
        return f"{path}?{urlencode(query)}" if query else path


@dataclass(frozen=True, slots=True)
class Description:
    words: str
    operations: tuple[Operation, ...]
    problem: tuple[Part, ...]  # the fields of every error
    limit: Parameter
    cursor: Parameter

    @property
    def by_tag(self) -> dict[str, list[Operation]]:
        found: dict[str, list[Operation]] = {}
        for operation in self.operations:
            found.setdefault(operation.tag, []).append(operation)
        return found


@cache
def description() -> Description:
    """What the interface says of itself; the same as long as the process runs."""
    document: Any = api.get_openapi_schema()
    schemas = document["components"]["schemas"]
    operations = tuple(_operations(document["paths"], schemas))
    walked = next(found for found in operations if found.comes_in_parts)
    by_name = {found.name: found for found in walked.parameters}
    return Description(
        words=document["info"]["description"],
        operations=operations,
        problem=tuple(_parts(schemas[Problem.__name__])),
        limit=by_name["limit"],
        cursor=by_name["cursor"],
    )


def parameters_of(path: str) -> tuple[str, ...] | None:
    """What may be asked at a path, by name; None: the interface does not describe it."""
    return _parameters_by_path().get(path)


@cache
def _parameters_by_path() -> dict[str, tuple[str, ...]]:
    return {
        operation.path: tuple(found.name for found in operation.parameters if not found.in_path)
        for operation in description().operations
    }


def _operations(paths: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in paths.items():
        for said in methods.values():
            parameters = tuple(_parameter(found, schemas) for found in said.get("parameters", ()))
            entry, is_list = _entry_of(said["responses"][200], schemas)
            yield Operation(
                name=said["operationId"].rpartition("_views_")[2].replace("_", "-"),
                tag=said["tags"][0],
                path=path,
                summary=said["summary"],
                words=said.get("description", ""),
                parameters=parameters,
                comes_in_parts={found.name for found in parameters} >= set(OF_EVERY_LIST),
                answer=tuple(_parts(entry)),
                is_list=is_list,
            )


def _parameter(said: Mapping[str, Any], schemas: Mapping[str, Any]) -> Parameter:
    schema = _resolved(said["schema"], schemas)
    several = schema.get("type") == "array"
    value = _resolved(schema["items"], schemas) if several else schema
    choices = ("true", "false") if value.get("type") == "boolean" else value.get("enum", ())
    (example,) = said["schema"].get("examples", [""])[:1] or [""]
    return Parameter(
        name=said["name"],
        in_path=said["in"] == "path",
        required=said.get("required", False),
        several=several,
        words=said.get("description", ""),
        values=tuple(map(str, choices)),
        usual=_as_text(schema.get("default")),
        most=value.get("maximum"),
        example=_as_text(example[0] if isinstance(example, list) else example),
    )


def _entry_of(response: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[Any, bool]:
    """The schema of the answer, or of each entry where the answer is a list."""
    schema = _resolved(response["content"]["application/json"]["schema"], schemas)
    items = schema.get("properties", {}).get("items", schema)
    if items.get("type") == "array":
        return _resolved(items["items"], schemas), True
    return schema, False


def _parts(schema: Mapping[str, Any]) -> Iterator[Part]:
    for name, said in schema.get("properties", {}).items():
        yield Part(name, said.get("description", ""))


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that is meant: behind a reference, or besides null."""
    if "anyOf" in schema:
        (meant,) = (each for each in schema["anyOf"] if each.get("type") != "null")
        return _resolved(meant, schemas)
    if "$ref" in schema:
        return _resolved(schemas[schema["$ref"].removeprefix(_REF)], schemas)
    return schema


def _as_text(value: object) -> str:
    match value:
        case None | "" | []:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)
