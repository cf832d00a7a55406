"""What a body has committed to, for its own page: out of the query that the page asks anyway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from alongside.reporting.commitment_queries import standing_commitments
from alongside.reporting.domain.commitments import COMMITTED_WORDS, Committed, Scope
from alongside.reporting.domain.standing import Standing


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment that stands and means the body, and whether the body has today what it asks."""

    id: str
    statement: str
    what: Committed
    due_on: date
    is_met: bool
    on: date

    @property
    def what_words(self) -> str:
        return COMMITTED_WORDS[self.what]

    @property
    def day_passed(self) -> bool:
        return self.due_on < self.on


def pledge_rows() -> ArraySubquery:
    """For a query of bodies: all commitments that stand, of practice or of real bodies.

    They are few; whom each means is said by one rule, `Scope.holds`, which `pledges_of` asks.
    """
    return ArraySubquery(
        standing_commitments(practice=OuterRef("is_practice")).values(
            row=JSONObject(
                id="public_id",
                statement="statement",
                what="what",
                due_on="due_on",
                kinds="kinds",
                jurisdictions="jurisdictions",
                bodies="bodies",
            )
        )
    )


def pledges_of(rows: Sequence[Mapping[str, Any]], body: Standing) -> list[Pledge]:
    """Those of the rows that mean the body, the nearest day first."""
    return [
        Pledge(
            id=row["id"],
            statement=row["statement"],
            what=what,
            due_on=date.fromisoformat(row["due_on"]),
            is_met=body.has(what),
            on=body.on,
        )
        for row in rows
        if Scope(tuple(row["kinds"]), tuple(row["jurisdictions"]), tuple(row["bodies"])).holds(
            slug=body.slug, kind=body.kind, jurisdiction=body.jurisdiction
        )
        for what in (Committed(row["what"]),)
    ]
