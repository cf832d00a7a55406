"""All files together as a Frictionless data package: `datapackage.json` beside the CSV files."""

from collections.abc import Mapping, Sequence
from typing import Any

from alongside.publishing.columns import Column, Kind
from alongside.publishing.licence import licence, publisher
from alongside.publishing.tables import Edited

NAME = "datapackage.json"
MEDIA_TYPE = "application/vnd.datapackage+json"
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
    Kind.MAILBOX: {"type": "string", "format": "email"},
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.TRUTH: {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    Kind.DAY: {"type": "date"},
    Kind.MOMENT: {"type": "datetime"},
    Kind.PARTIAL_DAY: {"type": "string"},
}
_PARTIAL_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"


def data_package(
    files: Sequence[Edited],
    *,
    created: str,
    homepage: str,
    version: str = "",
    fingerprints: Mapping[str, tuple[str, int]] | None = None,
) -> dict[str, Any]:
    """The package of all files. `created`: a moment of ISO 8601.

    A release has a `version`, and of each CSV file's name its SHA-256 and its size in bytes.
    """
    terms = licence()
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "alongside",
        "title": "Forums where people help each other, and public servants alongside them",
        "homepage": homepage,
        "created": created,
        "licenses": [{"path": terms.address, "title": terms.name}],
        "contributors": [{"title": publisher(), "role": "publisher"}],
        "resources": [_resource(edited, files, fingerprints or {}) for edited in files],
    }
    if version:
        package["version"] = version
    return package


def _resource(
    edited: Edited, files: Sequence[Edited], fingerprints: Mapping[str, tuple[str, int]]
) -> dict[str, Any]:
    path = f"{edited.name}.csv"
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": edited.name,
        "path": path,
        "title": edited.title,
        "description": edited.file.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": _schema(edited, files),
    }
    if path in fingerprints:
        sha256, size = fingerprints[path]
        resource |= {"hash": f"sha256:{sha256}", "bytes": size}
    return resource


def _schema(edited: Edited, files: Sequence[Edited]) -> dict[str, Any]:
    keys = {each.name: each.file.key[0] for each in files if len(each.file.key) == 1}
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in edited.file.columns],
        "missingValues": [""],
    }
    if primary := edited.file.primary_key:
        schema["primaryKey"] = list(primary)
    foreign = [
        {
            "fields": column.name,
            "reference": {
                # A table that refers to itself is named by the empty text.
                "resource": "" if column.refers_to == edited.name else column.refers_to,
                "fields": keys[column.refers_to],
            },
        }
        for column in edited.file.columns
        if column.refers_to in keys and not column.several
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(column: Column[Any]) -> dict[str, Any]:
    found = {
        "name": column.name,
        "description": column.description,
        **({"type": "string"} if column.several else _TYPES[column.kind]),
    }
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.kind is Kind.PARTIAL_DAY:
        constraints["pattern"] = _PARTIAL_DAY
    if constraints:
        found["constraints"] = constraints
    return found
