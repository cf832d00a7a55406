"""Plans in StratML as Hypothesis makes them up, and the validator that documents are shown to."""

import io
from functools import cache
from pathlib import Path

import xmlschema
from hypothesis import strategies as st

from alongside.plans.domain import stratml

RULES = Path(__file__).with_name("stratml_rules.xsd")

# What XML can hold: no control characters but tab, new line and return, and no half characters.
texts = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        exclude_characters="\ufffe\uffff",
        include_characters="\t\n\r<>&\"'",
    ).filter(lambda letter: ord(letter) & 0xFFFE != 0xFFFE),
    max_size=12,
)
days = st.none() | st.dates()
units = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3
)
addresses = st.sampled_from(
    ["", "https://alongside.example/bodies/hmrc/plan/1/?a=1&b=2#top", "urn:isbn:123", "plans/1"]
)


def some(of, most=2):
    return st.lists(of, max_size=most).map(tuple)


@st.composite
def plans(draw):
    """A plan of any form that Part 2 allows; each identifier stands once."""
    numbers = iter(range(10_000))

    def identifier():
        kept = draw(st.booleans())
        return stratml.identifier_of(f"urn:test:{next(numbers)}") if kept else ""

    def made(cls, **fields):
        return cls(
            **{
                name: draw(value) if hasattr(value, "filter") else value
                for name, value in fields.items()
            }
        )

    def many(make, most=2):
        return tuple(make() for _ in range(draw(st.integers(0, most))))

    def role():
        return made(
            stratml.Role,
            name=texts,
            description=texts,
            types=some(st.sampled_from(stratml.RoleType)),
        )

    def stakeholder():
        return made(
            stratml.Stakeholder,
            name=texts,
            description=texts,
            roles=many(role),
            type=st.none() | st.sampled_from(stratml.StakeholderType),
        )

    def organization():
        return made(
            stratml.Organization,
            name=texts,
            acronym=texts,
            identifier=identifier(),
            description=texts,
            stakeholders=many(stakeholder),
        )

    def statement():
        if draw(st.booleans()):
            return None
        return made(stratml.Statement, description=texts, identifier=identifier())

    def value():
        return made(stratml.Value, name=texts, description=texts)

    def result():
        descriptor = draw(st.none() | st.builds(stratml.Descriptor, name=texts, value=texts))
        return made(
            stratml.Result,
            start=days,
            end=days,
            units=units,
            descriptor=descriptor,
            description=texts,
        )

    def measurement():
        return made(stratml.Measurement, targets=many(result), actuals=many(result))

    def relationship():
        return made(
            stratml.Relationship,
            identifier=identifier(),
            referents=some(texts),
            name=texts,
            description=texts,
            type=st.none() | st.sampled_from(stratml.RelationshipType),
        )

    def indicator():
        return made(
            stratml.Indicator,
            sequence=texts,
            dimension=texts,
            unit=texts,
            identifier=identifier(),
            relationships=many(relationship, 1),
            measurements=many(measurement, 1),
            other=texts,
            stage=st.none() | st.sampled_from(stratml.ValueChainStage),
            type=st.none() | st.sampled_from(stratml.IndicatorType),
        )

    def objective():
        return made(
            stratml.Objective,
            name=texts,
            description=texts,
            identifier=identifier(),
            sequence=texts,
            stakeholders=many(stakeholder, 1),
            other=texts,
            indicators=many(indicator, 1),
        )

    def goal():
        return made(
            stratml.Goal,
            name=texts,
            description=texts,
            identifier=identifier(),
            sequence=texts,
            stakeholders=many(stakeholder, 1),
            other=texts,
            objectives=many(objective),
        )

    def administration():
        if draw(st.booleans()):
            return None
        return made(
            stratml.Administration,
            identifier=identifier(),
            start=days,
            end=days,
            publication=days,
            source=addresses,
        )

    def submitter():
        if draw(st.booleans()):
            return None
        return made(
            stratml.Submitter,
            identifier=identifier(),
            given_name=texts,
            surname=texts,
            phone=texts,
            email=texts,
        )

    core = stratml.Core(
        organizations=many(organization, 1),
        vision=statement(),
        mission=statement(),
        values=many(value),
        goals=(goal(), *many(goal, 1)),
    )
    return made(
        stratml.Plan,
        name=texts,
        description=texts,
        other=texts,
        core=core,
        administration=administration(),
        submitter=submitter(),
        type=st.sampled_from(stratml.PlanType),
    )


@cache
def validator(schema: Path = RULES) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(schema))


def faults(document: bytes, schema: Path = RULES) -> list[str]:
    """What the validator finds wrong."""
    return [str(fault.reason) for fault in validator(schema).iter_errors(io.BytesIO(document))]
