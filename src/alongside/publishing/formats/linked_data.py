"""Tables as JSON-LD, in the words of schema.org where it has them and in our own elsewhere.

The context is spelled out in each file, so that no program has to fetch one. Terms of our own are
the addresses of the pages that explain the columns.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from alongside.publishing.columns import Cell, Column, Kind, json_value
from alongside.publishing.licence import licence, publisher
from alongside.publishing.models import Release, ReleaseFile
from alongside.publishing.tables import DataFile, Edited, absolute
from alongside.publishing.tables.register import BODIES, FORUMS

SCHEMA = "https://schema.org/"
_NAMES = {file.name: file.names for file in (BODIES, FORUMS)}
# How values of a kind are read, by the terms of schema.org.
_TYPES = {Kind.ADDRESS: "@id", Kind.DAY: "Date", Kind.MOMENT: "DateTime"}
Node = dict[str, Any]


def name_of(file_name: str, key: str) -> str:
    """What a row of a file is called in linked data; it need not lead anywhere."""
    if names := _NAMES.get(file_name):
        return names(key)
    return f"{_explained(file_name)}#{key}"


def dataset(edited: Edited, extensions: Mapping[str, str]) -> Node:
    """The file as a schema.org Dataset; `extensions`: the media type of each form."""
    terms = licence()
    return {
        "@type": "Dataset",
        "@id": edited.page,
        "name": edited.title,
        "description": edited.file.description,
        "url": edited.page,
        "license": terms.address,
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "creator": {"@type": "Organization", "name": publisher()},
        "variableMeasured": [column.name for column in edited.file.columns],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": edited.address(extension),
                "encodingFormat": media_type.partition(";")[0],
            }
            for extension, media_type in extensions.items()
        ],
    }


def catalogue(files: Sequence[Edited], extensions: Mapping[str, str]) -> Node:
    """All files as a schema.org DataCatalog."""
    home = absolute(reverse("register:data"))
    return {
        "@context": SCHEMA,
        "@type": "DataCatalog",
        "@id": home,
        "url": home,
        "name": "alongside",
        "license": licence().address,
        "creator": {"@type": "Organization", "name": publisher()},
        "dataset": [dataset(edited, extensions) for edited in files],
    }


def released(release: Release, files: Sequence[ReleaseFile]) -> Node:
    """A release as a schema.org Dataset, with the fingerprint of every file."""
    page = absolute(release.get_absolute_url())
    return {
        "@context": SCHEMA,
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "name": f"Data of the register, release {release.version}",
        "description": release.note
        or "Every file of the register as it was at one moment, frozen, with its fingerprint.",
        "version": release.version,
        "datePublished": json_value(release.made_at),
        "license": licence().address,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": publisher()},
        "isPartOf": absolute(reverse("register:data")),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "contentUrl": absolute(file.get_absolute_url()),
                "encodingFormat": file.media_type.partition(";")[0],
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in files
        ],
    }


def in_page(node: Node) -> SafeString:
    """The statements as they may stand in a script element: no text ends it."""
    # Safe: without "<" no text can close the element, and JSON reads the escape as the same letter.
    return mark_safe(json.dumps(node, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S308


def head(edited: Edited) -> str:
    """The context, and what the file is; its rows follow in the same graph, one in each line."""
    context = json.dumps(context_of(edited.file), ensure_ascii=False)
    about = {
        "@id": edited.page,
        "@type": "Dataset",
        "name": edited.title,
        "description": edited.file.description,
        "license": licence().address,
    }
    return f'{{"@context": {context},\n"@graph": [\n{json.dumps(about, ensure_ascii=False)}'


def context_of(file: DataFile) -> Node:
    """Which word of the file is which term, and how its values are read."""
    context: Node = {"@vocab": SCHEMA, "license": {"@type": "@id"}}
    for column in file.columns:
        term = column.term or column.name
        entry: Node = {} if column.term else {"@id": f"{_explained(file.name)}#{column.name}"}
        if (kind := _TYPES.get(column.kind)) and not column.refers_to:
            entry["@type"] = kind
        if entry:
            context[term] = {**context.get(term, {}), **entry}
    return context


def row_writer(edited: Edited) -> Callable[[Sequence[Cell]], str]:
    node_of = node_writer(edited.file)
    return lambda cells: json.dumps(node_of(cells), ensure_ascii=False)


def node_writer(file: DataFile) -> Callable[[Sequence[Cell]], Node]:
    """A function that turns the cells of a row into what JSON-LD says of it."""
    key = [column.name for column in file.columns].index(file.key[0]) if len(file.key) == 1 else -1
    row_type = file.row_type or _explained(file.name)
    # A forum is named in many rows, and to find an address takes longer than all else.
    names = cache(name_of)

    def node_of(cells: Sequence[Cell]) -> Node:
        node: Node = {"@id": names(file.name, str(cells[key]))} if key >= 0 else {}
        node["@type"] = row_type
        for column, cell in zip(file.columns, cells, strict=True):
            for value in _values(column, cell, names):
                _add(node, column.term or column.name, value)
        return node

    return node_of


def _values(column: Column[Any], cell: Cell, names: Callable[[str, str], str]) -> list[object]:
    if cell is None or cell == "":
        return []
    found = json_value(cell)
    values = found if isinstance(found, list) else [found]
    if column.refers_to:
        return [{"@id": names(column.refers_to, str(value))} for value in values]
    if column.linked:
        return [column.linked(str(value)) for value in values]
    return values


def _add(node: Node, term: str, value: object) -> None:
    """Several values of one term stand in a list."""
    if term not in node:
        node[term] = value
    elif isinstance(node[term], list):
        node[term].append(value)
    else:
        node[term] = [node[term], value]


def _explained(file_name: str) -> str:
    return absolute(reverse("register:data-set", args=[file_name]))
