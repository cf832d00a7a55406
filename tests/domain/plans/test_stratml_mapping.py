"""Our plans as StratML, and anybody's StratML as far as a draft can hold it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.agreements.domain.terms import ANSWERING_MODELS, EngagementModel
from alongside.plans.domain import stratml
from alongside.plans.domain.stratml_mapping import About, plan_of, plan_read
from tests.domain.plans.stratml_plans import faults, plans

SITE = "https://alongside.example"
ABOUT = About(
    address=f"{SITE}/bodies/aps/plan/2/",
    body_address=f"{SITE}/bodies/aps/",
    forum_address=lambda slug: f"{SITE}/forums/{slug}/",
    published_on=date(2026, 5, 1),
    acronym="APS",
    remit="Sick pay and care.",
    mailbox="team@aps.example",
)


def objective(**values):
    return {
        "forum": {"id": "well", "name": "The Well"},
        "engagement_model": "open_answering",
        "statement": "Answer questions about sick pay.",
        "hours": "Monday to Friday, 9:00 to 17:00",
        "response_standard_hours": 24,
        "peers_first_hours": 2,
        **values,
    }


def document(**values):
    return {
        "body": {"id": "aps", "name": "Aldmere Public Services"},
        "version": 2,
        "title": "Taking part",
        "goal": "Questions find an answer where they are asked.",
        "disclosure": "We say who we are.",
        "effective_from": "2026-05-06",
        "review_on": "2026-11-06",
        "is_practice": False,
        "objectives": [objective()],
        **values,
    }


def read_again(plan):
    read = stratml.read(stratml.write(plan)).plan
    return plan_read(
        read, body_name="Aldmere Public Services", remit=ABOUT.remit, mailbox=ABOUT.mailbox
    )


def test_a_version_is_a_performance_plan_with_each_part_in_its_element():
    plan = plan_of(document(), ABOUT)

    (organization,) = plan.core.organizations
    (goal,) = plan.goals
    (found,) = goal.objectives
    body, members = found.stakeholders
    assert plan.type is stratml.PlanType.PERFORMANCE_PLAN
    assert (organization.name, organization.acronym) == ("Aldmere Public Services", "APS")
    assert plan.core.mission.description == "Sick pay and care."
    assert (goal.name, goal.description) == (
        "Taking part",
        "Questions find an answer where they are asked.",
    )
    assert (found.name, found.description) == ("The Well", "Answer questions about sick pay.")
    assert body.roles[0].types == (stratml.RoleType.PERFORMER,)
    assert (members.name, members.type) == (
        "Members of The Well",
        stratml.StakeholderType.GENERIC_GROUP,
    )
    assert members.roles[0].types == (stratml.RoleType.BENEFICIARY,)
    assert "Engagement model: open_answering (Open answering)" in found.other
    assert f"Forum: {SITE}/forums/well/" in found.other
    assert plan.administration == stratml.Administration(
        identifier=stratml.identifier_of(ABOUT.address),
        start=date(2026, 5, 6),
        end=date(2026, 11, 6),
        publication=date(2026, 5, 1),
        source=ABOUT.address,
    )
    assert plan.submitter.email == "team@aps.example"
    assert plan.submitter.given_name == plan.submitter.surname == ""


def test_the_response_standard_is_an_indicator_with_a_target_for_the_plans_time():
    (indicator,) = plan_of(document(), ABOUT).indicators

    (target,) = indicator.measurements[0].targets
    assert (indicator.dimension, indicator.unit) == ("Time to a first reply", "hours")
    assert target.units == Decimal(24)
    assert (target.start, target.end) == (date(2026, 5, 6), date(2026, 11, 6))


def test_a_body_that_only_listens_promises_no_reply():
    listening = document(objectives=[objective(engagement_model="listen_only")])

    assert plan_of(listening, ABOUT).indicators == ()


def test_practice_says_so():
    assert plan_of(document(is_practice=True), ABOUT).description.startswith("Practice data")


texts = st.text(max_size=30).map(str.strip).filter(bool)


@settings(max_examples=50)
@given(texts, texts, texts, st.lists(st.sampled_from(EngagementModel), min_size=1, max_size=3))
def test_any_version_is_valid_with_every_identifier_once(title, goal, statement, models):
    version = document(
        title=title,
        goal=goal,
        objectives=[
            objective(
                forum={"id": f"forum-{number}", "name": title},
                engagement_model=model.value,
                statement=statement,
            )
            for number, model in enumerate(models)
        ],
    )

    assert faults(stratml.write(plan_of(version, ABOUT))) == []


@pytest.mark.parametrize("model", EngagementModel)
def test_a_version_comes_back_as_the_draft_that_it_was_with_nothing_missed(model):
    read = read_again(
        plan_of(document(objectives=[objective(engagement_model=model.value)]), ABOUT)
    )

    (found,) = read.objectives
    assert (read.title, read.goal) == (
        "Taking part",
        "Questions find an answer where they are asked.",
    )
    assert (read.disclosure, read.review_on) == ("We say who we are.", date(2026, 11, 6))
    assert read.left_out == ()
    assert found.addresses == (f"{SITE}/forums/well/",)
    assert (found.model, found.statement) == (model, "Answer questions about sick pay.")
    assert (found.hours, found.peers_first_hours) == ("Monday to Friday, 9:00 to 17:00", 2)
    assert found.response_hours == (24 if model in ANSWERING_MODELS else None)


def test_of_a_file_about_practice_nothing_is_missed_either():
    assert read_again(plan_of(document(is_practice=True), ABOUT)).left_out == ()


def test_what_a_draft_has_no_place_for_is_named():
    plan = stratml.Plan(
        name="A plan",
        description="For the year.",
        other="Made by hand.",
        submitter=stratml.Submitter(email="other@ports.example"),
        core=stratml.Core(
            organizations=(
                stratml.Organization(name="Ports Office", description="It keeps ports."),
            ),
            vision=stratml.Statement(description="Calm seas."),
            values=(stratml.Value(name="Courage"), stratml.Value(name="Care")),
            goals=(
                stratml.Goal(
                    name="One",
                    description="Help.",
                    stakeholders=(stratml.Stakeholder(name="Sailors"),),
                    objectives=(
                        stratml.Objective(
                            name="Boats",
                            other="With care.",
                            indicators=(
                                stratml.Indicator(
                                    dimension="Ferries on time",
                                    unit="%",
                                    measurements=(
                                        stratml.Measurement(
                                            actuals=(stratml.Result(units=Decimal(80)),)
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
                stratml.Goal(name="Two", description="Listen."),
            ),
        ),
    )

    read = plan_read(plan, body_name="Aldmere Public Services")

    assert read.goal == "One: Help.\n\nTwo: Listen."
    assert read.left_out == (
        "The description: “For the year.”",
        "The vision: “Calm seas.”",
        "2 values: “Courage, Care”",
        "1 other organisation: “Ports Office”",
        "What Ports Office is: “It keeps ports.”",
        "Other information about the plan: “Made by hand.”",
        "The mailbox: “other@ports.example”",
        "Other information about objective “Boats”: “With care.”",
        "1 stakeholder: “Sailors”",
        "1 indicator: “Ferries on time”",
        "1 result already achieved.",
    )
    assert read.objectives[0].model is None


@pytest.mark.parametrize(
    ("units", "hours"), [("24", 24), ("24.00", 24), ("1.5", None), ("0", None)]
)
def test_a_response_standard_is_whole_hours(units, hours):
    target = stratml.Result(units=Decimal(units))
    standard = stratml.Indicator(
        dimension="time to a first reply",
        unit="Hours",
        measurements=(stratml.Measurement(targets=(target,)),),
    )
    goal = stratml.Goal(objectives=(stratml.Objective(indicators=(standard,)),))

    read = plan_read(stratml.Plan(core=stratml.Core(goals=(goal,))), body_name="")

    assert read.objectives[0].response_hours == hours
    assert bool(read.left_out) == (hours is None)


@settings(max_examples=60)
@given(plans())
def test_any_plan_in_stratml_can_be_looked_at_as_a_draft(plan):
    read = plan_read(plan, body_name="Aldmere Public Services")

    assert len(read.title) <= 200
    assert len(read.objectives) == len(plan.objectives)
