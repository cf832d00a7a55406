"""StratML: written strictly, read leniently, and the same plan both ways."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.plans.domain import stratml
from alongside.plans.domain.stratml import (
    Administration,
    Core,
    Goal,
    Indicator,
    Measurement,
    Objective,
    Plan,
    PlanType,
    Relationship,
    Result,
    Role,
    RoleType,
    Stakeholder,
    StakeholderType,
    StratmlError,
    Submitter,
)
from alongside.plans.domain.stratml.parsing import MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS
from tests.domain.plans.stratml_plans import faults, plans

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
SMALL = Plan(name="Plan", core=Core(goals=(Goal(name="Help", description="More help."),)))


def part_2(
    goals: str = "", *, after: str = "", attributes: str = ' Type="Performance_Plan"'
) -> bytes:
    return (
        f'<PerformancePlanOrReport xmlns="{PART_2}"{attributes}><Name>Plan</Name>'
        f"<StrategicPlanCore>{goals}</StrategicPlanCore>{after}</PerformancePlanOrReport>"
    ).encode()


def goal(inside: str = "") -> str:
    return f"<Goal><Name>Help</Name><Description>More.</Description>{inside}</Goal>"


def objective(inside: str = "") -> str:
    return goal(f"<Objective><Name>Answer</Name>{inside}</Objective>")


def told(document: bytes) -> str:
    return "\n".join(str(note) for note in stratml.read(document).notes)


# ------------------------------------------------------------------ both ways


@given(plans())
def test_what_is_written_is_read_as_the_same_plan_with_nothing_to_repair(plan):
    reading = stratml.read(stratml.write(plan))

    assert reading.plan == plan
    assert reading.notes == ()


@settings(max_examples=40)
@given(plans())
def test_what_is_written_is_valid(plan):
    assert faults(stratml.write(plan)) == []


def test_the_same_plan_gives_the_same_bytes():
    assert stratml.write(SMALL) == stratml.write(replace(SMALL))


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_in_words(content):
    with pytest.raises(StratmlError) as refused:
        stratml.read(content)

    assert str(refused.value).endswith(".") or "line" in str(refused.value)


@settings(max_examples=80)
@given(plans(), st.data())
def test_a_damaged_document_is_read_or_refused_in_words_and_what_is_read_can_be_written(plan, data):
    document = stratml.write(plan)
    start = data.draw(st.integers(0, len(document)))
    end = data.draw(st.integers(start, min(len(document), start + 40)))
    piece = data.draw(st.sampled_from([b"", b"<", b"<Name>", b"</Goal>", b"&amp;", document[:200]]))

    try:
        reading = stratml.read(document[:start] + piece + document[end:])
    except StratmlError:
        return

    if reading.plan.goals:
        assert faults(stratml.write(reading.plan)) == []


# ------------------------------------------------------------------ written strictly


def test_an_identifier_comes_from_an_address_for_good_and_begins_with_no_digit():
    identifier = stratml.identifier_of("https://alongside.example/bodies/hmrc/plan/1/")

    assert identifier == "_b2c022b9-3f3a-5a24-9e4c-7b6f43d1b683"


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan(name="Plan"), "at least one goal"),
        (replace(SMALL, submitter=Submitter(identifier="6e21")), "cannot be an identifier"),
        (
            replace(
                SMALL,
                administration=Administration(identifier="same"),
                submitter=Submitter(identifier="same"),
            ),
            "Two parts of the plan have the identifier 'same'",
        ),
        (replace(SMALL, administration=Administration(source="not here")), "source’s address"),
    ],
)
def test_what_the_schema_would_refuse_is_not_written(plan, words):
    with pytest.raises(StratmlError, match=words):
        stratml.write(plan)


@pytest.mark.parametrize("units", ["NaN", "Infinity", "1E+999999", "1E-999999"])
def test_a_number_that_cannot_be_written_out_is_refused(units):
    results = Measurement(targets=(Result(units=Decimal(units)),))
    measured = Objective(indicators=(Indicator(measurements=(results,)),))
    plan = Plan(core=Core(goals=(Goal(objectives=(measured,)),)))

    with pytest.raises(StratmlError, match="number"):
        stratml.write(plan)


def test_what_xml_cannot_hold_is_written_as_a_sign_that_it_was_there():
    document = stratml.write(replace(SMALL, name="One\x00two\x1b[31m"))

    assert stratml.read(document).plan.name == "One\ufffdtwo\ufffd[31m"


def test_an_apostrophe_or_a_bracket_in_a_text_is_text():
    plan = replace(SMALL, name="</Name><Goal/> & “more” 'so'")

    assert stratml.read(stratml.write(plan)).plan == plan


# ------------------------------------------------------------------ read leniently


def test_part_1_is_read_with_its_submitter_inside_the_administrative_information():
    document = f"""<?xml version="1.0"?>
    <s:StrategicPlan xmlns:s="{PART_1}"><s:Name>Plan</s:Name>
      <s:StrategicPlanCore><s:Vision><s:Description>Help</s:Description></s:Vision>
        <s:Goal><s:Name>One</s:Name><s:Description>Two</s:Description>
          <s:Stakeholder StakeholderTypeType="Person"><s:Name>People</s:Name></s:Stakeholder>
        </s:Goal></s:StrategicPlanCore>
      <s:AdministrativeInformation><s:StartDate>2026-01-01</s:StartDate>
        <s:Submitter><s:EmailAddress>team@hmrc.example</s:EmailAddress></s:Submitter>
      </s:AdministrativeInformation></s:StrategicPlan>"""

    reading = stratml.read(document.encode())

    assert (reading.part, reading.notes) == (1, ())
    assert reading.plan.type is PlanType.STRATEGIC_PLAN
    assert reading.plan.administration == Administration(start=date(2026, 1, 1))
    assert reading.plan.submitter == Submitter(email="team@hmrc.example")
    assert reading.plan.goals[0].stakeholders == (
        Stakeholder(name="People", type=StakeholderType.PERSON),
    )


@pytest.mark.parametrize(
    ("namespace", "words"),
    [
        ("http://www.stratml.net", "drafts of 2009"),
        ("http://www.stratml.net/PerformancePlanOrReport", "drafts of Part 2"),
        ("", "no namespace"),
    ],
)
def test_the_namespaces_of_older_files_are_read_and_told(namespace, words):
    document = part_2(goal()).replace(PART_2.encode(), namespace.encode())

    reading = stratml.read(document)

    assert reading.plan.goals[0].name == "Help"
    assert words in str(reading.notes[0])


# Slips that public files of Part 2 have, and what becomes of them.
@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            part_2(goal("<Identifier>6e21b622-a951</Identifier>")),
            "goal 1 (line 1): The identifier “6e21b622-a951” was written as _6e21b622-a951.",
        ),
        (part_2(goal("<Identifier/>")), "goal 1 (line 1): An empty identifier was left out."),
        (
            part_2(goal("<Identifier>a</Identifier>") + goal("<Identifier>a</Identifier>")),
            "goal 2 (line 1): The identifier “a” stands for another part already",
        ),
        (
            part_2("<Goal><Description>More.</Description><Name>Help</Name></Goal>"),
            "goal 1 (line 1): Its parts stand in another order",
        ),
        (part_2(goal("<id>7</id>")), "goal 1 (line 1): “id” is not known here: left out: “7”"),
        (part_2("<Goal><Name>Help</Name></Goal>"), "Description is missing"),
        (
            part_2(goal(), after="<Submitter><FirstName>Team</FirstName></Submitter>"),
            "submitter (line 1): FirstName was read as GivenName.",
        ),
        (
            part_2(
                goal(),
                after="<AdministrativeInformation><Submitter/></AdministrativeInformation>",
            ),
            "The submitter stands where Part 1 has it",
        ),
        (
            part_2(objective('<PerformanceIndicator IndicatorType="quantitative"/>')),
            "The attribute IndicatorType was read as PerformanceIndicatorType.",
        ),
        (
            part_2(
                objective(
                    "<Stakeholder><Name>We</Name><Role><Name>Do</Name>"
                    "<RoleType>Doer</RoleType></Role></Stakeholder>"
                )
            ),
            "goal 1, objective 1, stakeholder 1, role 1 (line 1): RoleType is “Doer”",
        ),
        (part_2(goal(), attributes=""), "Type is missing"),
        (part_2(goal(), attributes=' Type="Performance Plan"'), "was read as Performance_Plan"),
        (part_2(goal(), attributes=' Type="Wish"'), "and not one of Strategic_Plan"),
        (part_2(goal("<Name>Again</Name>")), "Name stands 2 times; the texts were joined."),
        (part_2(goal("Stray")), "Text between its parts was left out: “Stray”"),
        (
            part_2(goal('<b xmlns="http://www.w3.org/1999/xhtml">bold</b>')),
            "another vocabulary (“http://www.w3.org/1999/xhtml”)",
        ),
        (part_2("<Goal><Name>A <b>bold</b> one</Name></Goal>"), "only its text was kept"),
        (part_2(), "Goal is missing"),
    ],
)
def test_a_slip_is_put_right_or_left_out_and_told_with_its_place(document, words):
    assert words in told(document)


@pytest.mark.parametrize(
    ("element", "text", "field", "value", "words"),
    [
        ("StartDate", "2026-05-06Z", "start", date(2026, 5, 6), "was read as the day 2026-05-06"),
        ("StartDate", "2026-05-06T10:00:00", "start", date(2026, 5, 6), "was read as the day"),
        ("StartDate", "May 2026", "start", None, "StartDate is “May 2026”, and not a day"),
        ("StartDate", "2026-02-31", "start", None, "and not a day"),
        ("StartDate", " ", "start", None, ""),
        ("NumberOfUnits", "1,200", "units", Decimal(1200), "was read as 1200"),
        ("NumberOfUnits", "85 %", "units", None, "and not a number such as 85.5"),
        ("NumberOfUnits", "1e9", "units", None, "and not a number"),
        ("NumberOfUnits", "٣", "units", None, "and not a number"),
    ],
)
def test_days_and_numbers_are_understood_or_left_out_in_words(element, text, field, value, words):
    document = part_2(
        objective(
            "<PerformanceIndicator><MeasurementDimension/><UnitOfMeasurement/>"
            f"<MeasurementInstance><TargetResult><{element}>{text}</{element}></TargetResult>"
            "</MeasurementInstance></PerformanceIndicator>"
        )
    )

    reading = stratml.read(document)

    assert getattr(reading.plan.indicators[0].measurements[0].targets[0], field) == value
    assert words in told(document)
    assert bool(reading.notes) == bool(words)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("www.hmrc.example/plan", "www.hmrc.example/plan"),
        ("https://hmrc.example/a plan.pdf", "https://hmrc.example/a%20plan.pdf"),
        ("https://hmrc.example/é", "https://hmrc.example/%C3%A9"),
        ("http://hmrc.example:port/", ""),
        ("https://hmrc.example/" + 2_000 * "a", ""),
    ],
)
def test_the_sources_address_is_kept_escaped_or_left_out(written, read):
    after = f"<AdministrativeInformation><Source>{written}</Source></AdministrativeInformation>"

    plan = stratml.read(part_2(goal(), after=after)).plan

    assert plan.administration == Administration(source=read)
    assert faults(stratml.write(plan)) == []


def test_what_refers_to_an_identifier_follows_it():
    document = part_2(
        objective(
            "<Identifier>1a</Identifier><PerformanceIndicator><MeasurementDimension/>"
            "<UnitOfMeasurement/><Relationship><ReferentIdentifier>1a</ReferentIdentifier>"
            "<ReferentIdentifier>2b elsewhere</ReferentIdentifier></Relationship>"
            "</PerformanceIndicator>"
        )
    )

    plan = stratml.read(document).plan

    assert plan.objectives[0].identifier == "_1a"
    assert plan.indicators[0].relationships == (Relationship(referents=("_1a", "2b elsewhere")),)


def test_a_role_that_performs_and_benefits_is_both():
    document = part_2(
        objective(
            "<Stakeholder><Name>We</Name><Role><Name>Both</Name><RoleType>performer</RoleType>"
            "<RoleType>Beneficiary</RoleType></Role></Stakeholder>"
        )
    )

    roles = stratml.read(document).plan.objectives[0].stakeholders[0].roles

    assert roles == (Role(name="Both", types=(RoleType.PERFORMER, RoleType.BENEFICIARY)),)


# ------------------------------------------------------------------ what is let in, and how much


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "The file is empty"),
        (b"A plan.", "not XML that can be read (line 1)"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "begins with the element “html”"),
        (b'<StrategicPlan xmlns="urn:mine"/>', "its namespace is “urn:mine”"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><StrategicPlan/>', "document type or entities"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><StrategicPlan/>', "document type or entities"),
        (b"<StrategicPlan>&secret;</StrategicPlan>", "undefined entity"),
        (b'<?xml version="1.0" encoding="nonsense"?><StrategicPlan/>', "not XML that can be read"),
        (b"<a>" * (MOST_DEPTH + 1), "more than 40 deep"),
        (b"<a>" + b"<b/>" * MOST_ELEMENTS, "more than 100,000 elements"),
        (b"<a " + b" ".join(b'b%d=""' % number for number in range(51)) + b"/>", "50 attributes"),
        (b" " * (MOST_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(document, words):
    with pytest.raises(StratmlError) as refused:
        stratml.read(document)

    assert words in str(refused.value)


def test_entities_within_entities_are_never_unfolded():
    bomb = '<!DOCTYPE a [<!ENTITY l0 "ha">'
    for level in range(1, 30):
        bomb += f'<!ENTITY l{level} "&l{level - 1};&l{level - 1};">'
    bomb += "]><StrategicPlan><Name>&l29;</Name></StrategicPlan>"

    with pytest.raises(StratmlError, match="entities"):
        stratml.read(bomb.encode())


def test_of_a_file_of_50_mb_no_more_is_taken_than_the_limit():
    taken = 0

    def pieces():
        nonlocal taken
        yield b"<StrategicPlan>"
        for _ in range(800):
            taken += 65_536
            yield b" " * 65_536

    with pytest.raises(StratmlError, match="larger than 10 MB"):
        stratml.read(pieces())

    assert taken <= MOST_BYTES + 65_536


def test_a_file_with_faults_without_end_tells_the_first_of_them():
    reading = stratml.read(part_2(goal("<wrong/>" * 2_000)))

    assert (len(reading.notes), reading.more) == (500, 1_500)
