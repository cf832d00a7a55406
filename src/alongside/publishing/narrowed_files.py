"""The published tables of forums and bodies, narrowed as their lists are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet

from alongside.publishing import body_lists, forum_lists
from alongside.publishing.domain.filters import BodyFilter, ForumFilter, ListFilter
from alongside.publishing.tables import Edited

_FILTERS: dict[str, type[ListFilter]] = {"forums": ForumFilter, "bodies": BodyFilter}


class NotNarrowed(Exception):
    """The file cannot be narrowed so; `parameter` is the one that is at fault."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def narrowed(found: Edited, params: Mapping[str, Sequence[str]], *, at: datetime) -> Edited:
    """The file with the rows that the list of this query shows; the same without a query.

    Raises NotNarrowed for what the file does not know, rather than give all rows to whoever asked
    for some. Other files than those of forums and bodies, and those of practice, know no query.
    """
    kind = "" if found.edition.practice else found.file.name
    _check(_FILTERS.get(kind), params)
    match kind:
        case "forums" if (forums := ForumFilter.of(params)).narrows:
            ids = forum_lists.fitting_ids(forums, at=at)
        case "bodies" if (bodies := BodyFilter.of(params)).narrows:
            ids = body_lists.fitting_ids(bodies, at=at)
        case _:
            return found
    all_rows = cast(QuerySet[Any], found.file.rows(found.edition))
    return replace(found, file=replace(found.file, rows=lambda _: all_rows.filter(pk__in=ids)))


def _check(filtered: type[ListFilter] | None, params: Mapping[str, Sequence[str]]) -> None:
    # A list leads to its file with its whole query; in which order rows come makes no difference.
    known = ("q", *filtered.FACETS, "sort") if filtered else ()
    for name in params:
        if name not in known:
            choices = f"It has {', '.join(known)}." if known else "It has none."
            raise NotNarrowed(name, f"This file has no such parameter. {choices}")
    for name, values in (filtered.KNOWN if filtered else {}).items():
        for value in params.get(name, ()):
            if value not in set(values):
                raise NotNarrowed(name, f"It must be one of {', '.join(values)}.")
