"""What lists can be narrowed by: the same as on the pages of the register."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from alongside.bodies.domain.kinds import BodyKind
from alongside.forums.domain.kinds import ForumLife
from alongside.publishing.domain.filters import (
    TEXT_LENGTH,
    BodyFilter,
    BodyOrder,
    ForumFilter,
    ForumOrder,
    HasList,
    HasPlan,
    SizeBand,
    State,
    Welcome,
)

_SEVERAL = 20
Words = Annotated[str, StringConstraints(max_length=TEXT_LENGTH)]
Value = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Narrowed(Schema):
    """Several values of one facet mean either of them; several facets mean all."""

    q: Words = Field(
        "",
        description="Words: all of them, or else, when no entry has all, at least one. "
        'Quotes keep words together ("sick pay"), a minus refuses a word (-tax)',
    )

    def _params(self) -> dict[str, Any]:
        values = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {
            name: [value] if isinstance(value, str) else value for name, value in values.items()
        }


class ForumParams(Narrowed):
    welcome: list[Welcome] = Field(
        [], max_length=_SEVERAL, description="How it stands to bodies", examples=[["yes"]]
    )
    topic: list[Value] = Field(
        [], max_length=_SEVERAL, description="Code of a topic, see /topics", examples=[["money"]]
    )
    size: list[SizeBand] = Field(
        [],
        max_length=_SEVERAL,
        description="Least people of the band, other-figures or not-known",
    )
    life: list[ForumLife] = Field([], max_length=_SEVERAL, description="State of the forum")
    area: list[Value] = Field([], max_length=_SEVERAL, description="Area, as in `area`")
    engine: list[Value] = Field([], max_length=_SEVERAL, description="Software, or not-known")
    language: list[Value] = Field([], max_length=_SEVERAL, description="BCP 47, such as cy")
    body: list[Value] = Field(
        [], max_length=_SEVERAL, description="Body that lists it or has asked its operator"
    )
    address: list[Value] = Field(
        [], max_length=_SEVERAL, description="Its own address or one that leads to it, as spelled"
    )

    sort: ForumOrder | None = Field(
        None, description="As on the pages; empty: in the order of identifiers"
    )

    def filter(self) -> ForumFilter:
        return ForumFilter.of(self._params())


class BodyParams(Narrowed):
    has_list: list[HasList] = Field(
        [],
        alias="list",
        max_length=_SEVERAL,
        description="What it says of forums, see `has_list`",
        examples=[["no"]],
    )
    plan: list[HasPlan] = Field([], max_length=_SEVERAL, description="Whether one is in force")
    topic: list[Value] = Field([], max_length=_SEVERAL, description="Code, see /topics")
    kind: list[BodyKind] = Field([], max_length=_SEVERAL, description="Kind of public body")
    jurisdiction: list[Value] = Field([], max_length=_SEVERAL, description="ISO 3166: GB-WLS")
    state: list[State] = Field([], max_length=_SEVERAL, description="Open, closed; empty: both")
    letter: list[Value] = Field(
        [], max_length=_SEVERAL, description="First letter of its name", examples=[["A"]]
    )
    identifier: list[Value] = Field(
        [],
        max_length=_SEVERAL,
        description="Its value in any list, or scheme and value: `E08000019`, `gss:E08000019`",
    )

    sort: BodyOrder | None = Field(
        None, description="As on the pages; empty: in the order of identifiers"
    )

    def filter(self) -> BodyFilter:
        return BodyFilter.of(self._params())
