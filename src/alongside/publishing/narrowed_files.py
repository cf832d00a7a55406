"""The published tables of forums and bodies, narrowed as their lists are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet

from alongside.publishing import body_lists, forum_lists
from alongside.publishing.domain.filters import BodyFilter, ForumFilter
from alongside.publishing.tables import Edited


def narrowed(found: Edited, params: Mapping[str, Sequence[str]], *, at: datetime) -> Edited:
    """The file with the rows that the list of this query shows; the same without a query.

    Other files, and those of practice, know no query.
    """
    if found.edition.practice or not params:
        return found
    match found.file.name:
        case "forums" if (forums := ForumFilter.of(params)).narrows:
            ids = forum_lists.fitting_ids(forums, at=at)
        case "bodies" if (bodies := BodyFilter.of(params)).narrows:
            ids = body_lists.fitting_ids(bodies, at=at)
        case _:
            return found
    all_rows = cast(QuerySet[Any], found.file.rows(found.edition))
    return replace(found, file=replace(found.file, rows=lambda _: all_rows.filter(pk__in=ids)))
