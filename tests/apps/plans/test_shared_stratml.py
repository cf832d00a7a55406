"""The schema of StratML Part 2 and public files, where a folder of them stands beside the project.

Skipped, and said so, where not. `pytest -s` prints what was read of each file.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from alongside.plans.domain import stratml
from alongside.plans.domain.stratml_mapping import plan_of
from tests.domain.plans.plan_documents import plan_documents
from tests.domain.plans.stratml_plans import RULES, faults, plans
from tests.domain.plans.test_stratml_mapping import ABOUT

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "stratml"
SCHEMA = DATA / "PerformancePlanOrReport20160216.xsd"
FILES = sorted(DATA.glob("*.xml"))
pytestmark = pytest.mark.skipif(
    not SCHEMA.is_file(), reason=f"there is no folder {DATA} with the schema and public files"
)


@settings(max_examples=60)
@given(plans())
def test_what_is_written_is_valid_by_the_schema_itself(plan):
    assert faults(stratml.write(plan), SCHEMA) == []


@settings(max_examples=60, deadline=None)
@given(plan_documents())
def test_any_plan_of_ours_is_valid_by_the_schema_itself(document):
    assert faults(stratml.write(plan_of(document, ABOUT)), SCHEMA) == []


@pytest.mark.parametrize(
    "damage",
    [
        (b"<Name>Plan</Name>", b""),
        (b' Type="Performance_Plan"', b""),
        (b"Performance_Plan", b"Plan"),
        (b"2026-01-01", b"1 January"),
        (b"<NumberOfUnits>4", b"<NumberOfUnits>four"),
        (b"_one", b"1"),
        (b"_two", b"_one"),
        (b"Beneficiary", b"Doer"),
        (b"Generic_Group", b"Group"),
        (b"Quantitative", b"Number"),
        (b"<UnitOfMeasurement>hours</UnitOfMeasurement>", b""),
        (b"<StrategicPlanCore>", b"<StrategicPlanCore><Value/><Value/><Vision/>"),
    ],
)
def test_our_own_rules_find_what_the_schema_finds(damage):
    document = stratml.write(
        stratml.Plan(
            name="Plan",
            core=stratml.Core(
                goals=(
                    stratml.Goal(
                        identifier="_one",
                        stakeholders=(
                            stratml.Stakeholder(
                                type=stratml.StakeholderType.GENERIC_GROUP,
                                roles=(stratml.Role(types=(stratml.RoleType.BENEFICIARY,)),),
                            ),
                        ),
                        objectives=(
                            stratml.Objective(
                                identifier="_two",
                                indicators=(
                                    stratml.Indicator(
                                        unit="hours",
                                        type=stratml.IndicatorType.QUANTITATIVE,
                                        measurements=(
                                            stratml.Measurement(
                                                targets=(
                                                    stratml.Result(
                                                        start=date(2026, 1, 1), units=Decimal(4)
                                                    ),
                                                )
                                            ),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                )
            ),
        )
    )
    before, after = damage
    assert before in document
    broken = document.replace(before, after, 1)

    assert faults(document, SCHEMA) == faults(document, RULES) == []
    assert faults(broken, SCHEMA)
    assert faults(broken, RULES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_public_file_is_read_and_can_be_written_again(path, capsys):
    reading = stratml.read(path.read_bytes())

    plan = reading.plan
    with capsys.disabled():
        print(
            f"\n{path.name}: part {reading.part}, {len(plan.goals)} goals, "
            f"{len(plan.objectives)} objectives, {len(plan.indicators)} indicators; "
            f"{len(reading.repaired)} repaired, {len(reading.left_out)} left out"
        )
        for note in reading.notes:
            print(f"  {note}")
    assert plan.goals
    assert faults(stratml.write(plan), SCHEMA) == []
    assert stratml.read(stratml.write(plan)).plan == plan
