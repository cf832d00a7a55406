"""What the interface says of public figures: types that describe it as well."""

from typing import Self

from pydantic import Field

from alongside.api.shapes import Answer, Moment
from alongside.publishing.lists import Figures
from alongside.reporting.domain.indicators import Indicator


class FigureOut(Answer):
    figure_id: str
    name: str
    value: float | None = Field(description="Null: there is nothing to count from, which is not 0")
    unit: str
    numerator: int | None
    n: int
    definition: str

    @classmethod
    def of(cls, indicator: Indicator) -> Self:
        return cls(
            figure_id=indicator.key,
            name=indicator.name,
            value=None if indicator.value is None else float(indicator.value),
            unit=indicator.unit.value,
            numerator=indicator.numerator,
            n=indicator.denominator,
            definition=indicator.definition,
        )


class BodyFiguresOut(Answer):
    body_id: str
    name: str
    figures: list[FigureOut]


class FiguresOut(Answer):
    period_start: Moment | None = Field(description="Null: from the first question")
    period_end: Moment = Field(description="The period ends before this moment")
    method: str
    figures: list[FigureOut]
    bodies: list[BodyFiguresOut] = Field(description="Bodies for which questions were logged")

    @classmethod
    def of(cls, figures: Figures) -> Self:
        return cls(
            period_start=figures.period.start,
            period_end=figures.period.end,
            method="counted by this service",
            figures=[
                FigureOut.of(indicator) for indicator in (*figures.questions, *figures.register)
            ],
            bodies=[
                BodyFiguresOut(
                    body_id=row.slug,
                    name=row.name,
                    figures=[FigureOut.of(indicator) for indicator in row.by_key.values()],
                )
                for row in figures.by_body
            ],
        )
