"""What the columns of a CSV file are, by CSV on the Web (Metadata Vocabulary for Tabular Data).

Beside each file `x.csv` stands `x.csv-metadata.json`, one of the places where programs look; a
description of all files with what they refer to each other stands at `csv-metadata.json`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from alongside.publishing.columns import SEPARATOR, Column, Kind
from alongside.publishing.licence import licence, publisher
from alongside.publishing.tables import Edited

MEDIA_TYPE = "application/csvm+json"
GROUP = "csv-metadata.json"
_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_DATATYPES: dict[Kind, object] = {
    Kind.TEXT: "string",
    Kind.ADDRESS: "anyURI",
    Kind.MAILBOX: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "decimal",
    Kind.TRUTH: {"base": "boolean", "format": "yes|no"},
    Kind.DAY: "date",
    Kind.MOMENT: "dateTime",
    Kind.PARTIAL_DAY: {"base": "string", "format": r"\d{4}(-\d{2}(-\d{2})?)?"},
}


def table(edited: Edited) -> dict[str, Any]:
    """The description of one file, without what it refers to in others."""
    return {"@context": _CONTEXT, **_table(edited, keys={})}


def table_group(files: Sequence[Edited]) -> dict[str, Any]:
    """The description of all files, with what they refer to each other."""
    keys = {edited.name: edited.file.key[0] for edited in files if len(edited.file.key) == 1}
    return {
        "@context": _CONTEXT,
        **_terms(),
        "tables": [_table(edited, keys=keys) for edited in files],
    }


def _table(edited: Edited, *, keys: Mapping[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in edited.file.columns]}
    if primary := edited.file.primary_key:
        schema["primaryKey"] = list(primary)
    foreign = [
        {
            "columnReference": column.name,
            "reference": {
                "resource": f"{column.refers_to}.csv",
                "columnReference": keys[column.refers_to],
            },
        }
        for column in edited.file.columns
        if column.refers_to in keys and not column.several
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "url": f"{edited.name}.csv",
        "dc:title": edited.title,
        "dc:description": edited.file.description,
        **_terms(),
        "tableSchema": schema,
    }


def _terms() -> dict[str, Any]:
    return {"dc:license": {"@id": licence().address}, "dc:publisher": publisher()}


def _column(column: Column[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": _DATATYPES[column.kind],
    }
    if column.required:
        found["required"] = True
    if column.several:
        found["separator"] = SEPARATOR
    return found
