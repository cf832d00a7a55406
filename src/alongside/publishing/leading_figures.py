"""The figure to show of a forum where there is room for one, by the rule of `domain.sizes`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.fields import TextField
from django.db.models.functions import Cast, JSONObject

from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import BOUND_WORDS, METHOD_WORDS
from alongside.forums.models import Measure


@dataclass(frozen=True, slots=True)
class LeadingFigure:
    """What it counts, how many, who says so and of when."""

    kind: str
    value: Decimal
    unit: str
    bound: str
    period: str
    method: str
    asserted_by: str
    source: str
    source_address: str
    dated: str
    quotation: str

    @property
    def bound_words(self) -> str:
        return BOUND_WORDS[self.bound]

    @property
    def method_words(self) -> str:
        return METHOD_WORDS[self.method]


_FIELDS = tuple(LeadingFigure.__dataclass_fields__)


def figure_of(row: dict[str, Any]) -> LeadingFigure:
    """Of a row as JSON; it may hold more."""
    values = {name: row[name] for name in _FIELDS}
    return LeadingFigure(**{**values, "value": Decimal(row["value"])})


def leading_figure_row(forum: OuterRef) -> Subquery:
    """For a query of what has a forum: its leading figure as JSON, or null."""
    # The value as text: JSON that was read has no exact numbers.
    columns = {name: name for name in _FIELDS if name != "value"}
    row = JSONObject(**columns, value=Cast("value", TextField()))
    leading = (
        Measure.objects.standing()
        .filter(forum=OuterRef(forum))
        .order_by(_place("kind", sizes.ORDER), "-dated", _place("method", sizes.METHODS), "pk")
    )
    # Chosen by its key first: PostgreSQL would write each of the forum's figures as JSON, and then
    # put them in order.
    return Subquery(Measure.objects.filter(pk=Subquery(leading.values("pk")[:1])).values(row=row))


def _place(column: str, values: tuple[str, ...]) -> Case:
    """Where the value stands in the order; what does not stand in it comes last."""
    whens = [When(**{column: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)))
