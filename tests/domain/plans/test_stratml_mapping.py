"""Our plans as StratML, and anybody's StratML as far as a draft can hold it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.agreements.domain.terms import ANSWERING_MODELS, EngagementModel
from alongside.plans.domain import stratml, stratml_lines, stratml_reading
from alongside.plans.domain.documents import canonical, fingerprint
from alongside.plans.domain.steps import GoalText, IndicatorText, Law, Standards
from alongside.plans.domain.stratml_documents import document_of
from alongside.plans.domain.stratml_mapping import About, plan_of
from alongside.plans.domain.stratml_reading import plan_read
from alongside.plans.domain.terms import Direction
from tests.domain.plans.plan_documents import later, plan_documents
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
        "goal": "answers",
        "reason": "",
        "statement": "Answer questions about sick pay.",
        "hours": "Monday to Friday, 9:00 to 17:00",
        "response_standard_hours": 24,
        "peers_first_hours": 2,
        **values,
    }


def indicator(**values):
    return {
        "id": "within",
        "figure_id": "within_standard",
        "name": "Within the published standard",
        "unit": "%",
        "direction": "at_least",
        "baseline": "60.5",
        "baseline_on": "2026-01-01",
        "target": "80",
        "target_on": "2026-11-01",
        **values,
    }


def document(**values):
    return {
        "format": "alongside.plan/2",
        "body": {"id": "aps", "name": "Aldmere Public Services"},
        "version": 2,
        "title": "Taking part",
        "goal": "Questions find an answer where they are asked.",
        "languages": ["en", "cy"],
        "disclosure": "We say who we are.\n\nAlways.",
        "disclosure_line": "I work for Aldmere Public Services.",
        "second_reader": "always",
        "safeguarding_role": "Head of Safeguarding",
        "contact_role": "Forum team",
        "contact": "forums@aps.example",
        "corrections_contact": "https://www.aps.example/corrections",
        "lawful_basis": "public_task",
        "legal_power": "Aldmere Services Act 1999, section 4",
        "assessment_reference": "DPIA 2026/7",
        "assessed_on": "2026-03-02",
        "effective_from": "2026-05-06",
        "review_on": "2026-11-06",
        "is_practice": False,
        "goals": [
            {"id": "answers", "title": "Answers", "description": "Where they are asked."},
            {"id": "listening", "title": "Listening", "description": ""},
        ],
        "objectives": [
            objective(),
            objective(
                forum={"id": "mill", "name": "The Mill"},
                engagement_model="none",
                goal="listening",
                reason="Members answer well.",
                hours="",
                response_standard_hours=48,
                peers_first_hours=0,
            ),
        ],
        "indicators": [
            indicator(),
            indicator(
                id="visits",
                figure_id="",
                name="Visits to our pages",
                unit="visits",
                direction="at_most",
                baseline=None,
                baseline_on=None,
                target_on=None,
            ),
        ],
        **values,
    }


# As the first release froze it: no format, no goals, nothing of roles and law.
FIRST = {
    "body": {"id": "aps", "name": "Aldmere Public Services"},
    "version": 1,
    "title": "Taking part",
    "goal": "Questions find an answer where they are asked.",
    "disclosure": "We say who we are.",
    "effective_from": "2026-05-06",
    "review_on": "2026-11-06",
    "is_practice": False,
    "objectives": [
        {
            "forum": {"id": "well", "name": "The Well"},
            "engagement_model": "listen_only",
            "statement": "Read what is asked.",
            "hours": "",
            "response_standard_hours": 48,
            "peers_first_hours": 0,
        }
    ],
}


def read_again(plan):
    read = stratml.read(stratml.write(plan)).plan
    return plan_read(
        read, body_name="Aldmere Public Services", remit=ABOUT.remit, mailbox=ABOUT.mailbox
    )


def back(document):
    """The document as the file of it tells it."""
    reading = stratml.read(stratml.write(plan_of(document, ABOUT)))
    assert reading.notes == ()
    return document_of(reading.plan)


# ------------------------------------------------------------------ out


def test_a_version_is_a_performance_plan_with_each_part_in_its_element():
    plan = plan_of(document(), ABOUT)

    (organization,) = plan.core.organizations
    answers, listening, measured = plan.goals
    (found,) = answers.objectives
    body, members = found.stakeholders
    assert plan.type is stratml.PlanType.PERFORMANCE_PLAN
    assert (organization.name, organization.acronym) == ("Aldmere Public Services", "APS")
    assert plan.core.mission.description == "Sick pay and care."
    assert plan.core.vision.description == "Questions find an answer where they are asked."
    assert (answers.name, answers.description) == ("Answers", "Where they are asked.")
    assert [one.name for one in listening.objectives] == ["The Mill"]
    assert measured.name == "What is measured"
    assert (found.name, found.description) == ("The Well", "Answer questions about sick pay.")
    assert body.roles[0].types == (stratml.RoleType.PERFORMER,)
    assert (members.name, members.type) == (
        "Members of The Well",
        stratml.StakeholderType.GENERIC_GROUP,
    )
    assert members.roles[0].types == (stratml.RoleType.BENEFICIARY,)
    assert "Engagement model: open_answering (Open answering)" in found.other
    assert f"Forum: {SITE}/forums/well/" in found.other
    assert "Why no part is taken: Members answer well." in listening.objectives[0].other
    assert plan.administration == stratml.Administration(
        identifier=stratml.identifier_of(ABOUT.address),
        start=date(2026, 5, 6),
        end=date(2026, 11, 6),
        publication=date(2026, 5, 1),
        source=ABOUT.address,
    )
    assert plan.submitter.email == "team@aps.example"
    assert plan.submitter.given_name == plan.submitter.surname == ""


def test_law_4_roles_are_roles_and_never_people():
    (organization,) = plan_of(document(), ABOUT).core.organizations

    safeguarding, contact = organization.stakeholders
    assert safeguarding.name == "Head of Safeguarding"
    assert (contact.name, contact.description) == ("Forum team", "forums@aps.example")
    assert {one.type for one in organization.stakeholders} == {
        stratml.StakeholderType.GENERIC_GROUP
    }


def test_what_stratml_has_no_element_for_stands_in_lines_that_people_can_read():
    other = plan_of(document(), ABOUT).other

    assert "Languages: en, cy" in other
    assert "How officials say who they are: We say who we are.\n  \n  Always." in other
    assert "What each reply holds: I work for Aldmere Public Services." in other
    assert "Second reader: always (Every reply is read by a second person" in other
    assert "Lawful basis: public_task (Public task (article 6(1)(e)" in other
    assert "Data protection impact assessment: DPIA 2026/7" in other
    assert "as JSON: {" not in other


def test_law_2_the_file_names_the_fingerprint_of_the_version_that_it_is_made_of():
    version = document()

    assert f"as JSON: {fingerprint(canonical(version))}" in plan_of(version, ABOUT).other


def test_the_response_standard_is_an_indicator_with_a_target_for_the_plans_time():
    indicator, *_ = plan_of(document(), ABOUT).indicators

    (target,) = indicator.measurements[0].targets
    assert (indicator.dimension, indicator.unit) == ("Time to a first reply", "hours")
    assert target.units == Decimal(24)
    assert (target.start, target.end) == (date(2026, 5, 6), date(2026, 11, 6))


def test_an_indicator_has_its_baseline_and_its_target_with_their_days():
    _, within, visits = plan_of(document(), ABOUT).indicators

    (measured,) = within.measurements
    assert (within.dimension, within.unit) == ("Within the published standard", "%")
    assert "Figure: within_standard" in within.other
    assert "Direction: at_least (at least)" in within.other
    assert measured.targets == (
        stratml.Result(
            start=date(2026, 5, 6),
            end=date(2026, 11, 1),
            units=Decimal(80),
            description="At least.",
        ),
    )
    assert measured.actuals == (
        stratml.Result(end=date(2026, 1, 1), units=Decimal("60.5"), description="Baseline."),
    )
    assert visits.measurements[0].actuals == ()
    assert visits.measurements[0].targets[0].description == "At most."


def test_a_body_that_only_listens_promises_no_reply():
    listening = document(objectives=[objective(engagement_model="listen_only")], indicators=[])

    assert plan_of(listening, ABOUT).indicators == ()


def test_practice_says_so():
    assert plan_of(document(is_practice=True), ABOUT).description.startswith("Practice data")


# ------------------------------------------------------------------ and back


@settings(max_examples=60, deadline=None)
@given(plan_documents())
def test_any_document_comes_back_from_its_file_as_it_was_what_later_formats_say_included(version):
    file = stratml.write(plan_of(version, ABOUT))

    assert faults(file) == []
    assert canonical(back(version)) == canonical(version)


@pytest.mark.parametrize("version", [document(), FIRST], ids=["today", "first"])
def test_a_frozen_version_comes_back_byte_for_byte_with_its_fingerprint(version):
    assert fingerprint(canonical(back(version))) == fingerprint(canonical(version))


def test_what_a_later_format_says_travels_as_json_in_its_part():
    version = document(
        consultation={"asked": 3},
        objectives=[objective(working_hours=[{"day": "mon"}])],
    )
    plan = plan_of(version, ABOUT)

    assert plan.other.endswith('More, as JSON: {"consultation": {"asked": 3}}')
    assert '{"working_hours": [{"day": "mon"}]}' in plan.objectives[0].other
    assert back(version) == version


def test_who_changes_an_element_changes_the_plan():
    file = stratml.write(plan_of(document(), ABOUT))

    changed = document_of(stratml.read(file.replace(b"Where they are asked.", b"Here.")).plan)

    assert changed["goals"][0]["description"] == "Here."


def test_a_version_comes_back_as_the_draft_that_it_was_with_nothing_missed():
    read = read_again(plan_of(document(), ABOUT))

    assert read.is_ours
    assert read.left_out == ()
    assert (read.title, read.goal) == (
        "Taking part",
        "Questions find an answer where they are asked.",
    )
    assert (read.languages, read.review_on) == (("en", "cy"), date(2026, 11, 6))
    assert read.standards == Standards(
        disclosure="We say who we are.\n\nAlways.",
        disclosure_line="I work for Aldmere Public Services.",
        safeguarding_role="Head of Safeguarding",
        contact_role="Forum team",
        contact="forums@aps.example",
        corrections_contact="https://www.aps.example/corrections",
    )
    assert read.law == Law(
        lawful_basis="public_task",
        legal_power="Aldmere Services Act 1999, section 4",
        assessment_reference="DPIA 2026/7",
        assessed_on=date(2026, 3, 2),
    )
    assert read.goals == (
        GoalText("answers", "Answers", "Where they are asked."),
        GoalText("listening", "Listening"),
    )
    assert read.indicators == (
        IndicatorText(
            key="within",
            name="Within the published standard",
            unit="%",
            figure="within_standard",
            baseline=Decimal("60.5"),
            baseline_on=date(2026, 1, 1),
            target=Decimal(80),
            target_on=date(2026, 11, 1),
        ),
        IndicatorText(
            key="visits",
            name="Visits to our pages",
            unit="visits",
            direction=Direction.AT_MOST,
            target=Decimal(80),
        ),
    )


@pytest.mark.parametrize("model", EngagementModel)
def test_each_objective_comes_back_with_its_goal_and_its_model(model):
    read = read_again(
        plan_of(document(objectives=[objective(engagement_model=model.value)]), ABOUT)
    )

    (found,) = read.objectives
    assert read.left_out == ()
    assert found.addresses == (f"{SITE}/forums/well/",)
    assert (found.model, found.statement) == (model, "Answer questions about sick pay.")
    assert (found.hours, found.peers_first_hours) == ("Monday to Friday, 9:00 to 17:00", 2)
    assert found.response_hours == (24 if model in ANSWERING_MODELS else None)
    assert found.goal_key == "answers"


def test_a_plan_of_before_goals_comes_back_without_any():
    read = read_again(plan_of(FIRST, ABOUT))

    assert (read.goals, read.left_out) == ((), ())
    assert read.goal == FIRST["goal"]


def test_of_a_file_about_practice_nothing_is_missed_either():
    assert read_again(plan_of(document(is_practice=True), ABOUT)).left_out == ()


def test_what_a_later_form_says_is_named_for_no_draft_here_can_hold_it():
    version = document(
        petition={"signed": 3}, objectives=[objective(shifts=["Monday"])], indicators=[]
    )

    assert read_again(plan_of(version, ABOUT)).left_out == (
        "What a later form of plans says of “The Well”: “shifts”",
        "1 part of a later form of plans: “petition”",
    )


def test_what_the_page_of_a_forum_learns_to_hold_comes_back_by_its_name(monkeypatch):
    monkeypatch.setattr(stratml_reading, "_BY_NAME", frozenset({"shifts"}))
    version = document(objectives=[objective(shifts=["Mo-Fr", "Sa"])])

    read = read_again(plan_of(version, ABOUT))

    assert read.objectives[0].more == {"shifts": ("Mo-Fr", "Sa")}
    assert read.left_out == ()


def test_what_is_not_plain_is_left_out_whatever_its_name(monkeypatch):
    monkeypatch.setattr(stratml_reading, "_BY_NAME", frozenset({"shifts"}))
    version = document(objectives=[objective(shifts=[{"day": "mon"}])])

    read = read_again(plan_of(version, ABOUT))

    assert read.objectives[0].more == {}
    assert read.left_out == ("What a later form of plans says of “The Well”: “shifts”",)


def test_the_record_of_consultations_stays_with_its_version():
    version = document(consultations=[{"asked": 3}])

    assert back(version) == version
    assert read_again(plan_of(version, ABOUT)).left_out == ()


# ------------------------------------------------------------------ by anybody


def stranger(*goals, **values):
    return plan_read(
        stratml.Plan(**{"name": "A plan", "core": stratml.Core(goals=goals), **values}),
        body_name="Aldmere Public Services",
    )


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
            mission=stratml.Statement(description="Keep ports."),
            values=(stratml.Value(name="Courage"), stratml.Value(name="Care")),
            goals=(
                stratml.Goal(
                    name="One",
                    description="Help.",
                    other="By June.",
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

    assert not read.is_ours
    assert read.goal == "Calm seas."
    assert [(goal.title, goal.description) for goal in read.goals] == [
        ("One", "Help."),
        ("Two", "Listen."),
    ]
    assert [one.name for one in read.indicators] == ["Ferries on time"]
    assert read.left_out == (
        "1 result already achieved.",
        "The description: “For the year.”",
        "The mission: “Keep ports.”",
        "2 values: “Courage, Care”",
        "1 other organisation: “Ports Office”",
        "What Ports Office is: “It keeps ports.”",
        "Other information about the plan: “Made by hand.”",
        "The mailbox: “other@ports.example”",
        "Other information about 1 goal.",
        "Other information about objective “Boats”: “With care.”",
        "1 stakeholder: “Sailors”",
    )
    assert read.objectives[0].model is None
    assert read.objectives[0].goal_key == read.goals[0].key


def test_two_goals_of_one_name_are_one_and_what_is_too_long_for_a_title_stands_below_it():
    read = stranger(
        stratml.Goal(name="Help", description="One."),
        stratml.Goal(name="HELP", description="Two."),
        stratml.Goal(name="", description="word " * 50),
        stratml.Goal(),
    )

    first, second = read.goals
    assert (first.title, first.description) == ("Help", "One.\n\nTwo.")
    assert len(second.title) <= 200
    assert second.description == ("word " * 50).strip()
    assert read.left_out == ()


def test_more_goals_and_indicators_than_a_plan_has_are_left_out_by_name():
    indicators = tuple(stratml.Indicator(dimension=f"I{n}") for n in range(25))
    goals = [stratml.Goal(name=f"Goal {number}") for number in range(13)]
    goals[0] = stratml.Goal(name="G", objectives=(stratml.Objective(indicators=indicators),))

    read = stranger(*goals)

    assert (len(read.goals), len(read.indicators)) == (12, 24)
    assert read.indicators[0].unit == "number"
    assert read.left_out == (
        "Goal “Goal 12”: a plan has at most 12.",
        "Indicator “I24”: a plan has at most 24.",
    )


def test_of_several_targets_the_last_is_the_plans_and_at_most_is_understood():
    def target(year, units, words=""):
        return stratml.Result(end=date(year, 1, 1), units=Decimal(units), description=words)

    measured = stratml.Measurement(
        targets=(target(2027, "2.345", "At most two."), target(2026, 9)),
        actuals=(stratml.Result(units=Decimal(10**10), description="The baseline"),),
    )
    indicator = stratml.Indicator(dimension="Days", unit="days", measurements=(measured,))

    read = stranger(stratml.Goal(objectives=(stratml.Objective(indicators=(indicator,)),)))

    (found,) = read.indicators
    assert (found.target, found.target_on) == (Decimal("2.35"), date(2027, 1, 1))
    assert (found.direction, found.baseline) == (Direction.AT_MOST, None)
    assert read.left_out == (
        "All but the last of the 2 targets of “Days”.",
        "What the target of “Days” has behind the second digit after the point.",
        "The baseline of “Days”, which is larger than 999,999,999.99.",
    )


def test_law_4_a_person_named_where_a_role_belongs_is_left_out():
    changed = plan_of(document(safeguarding_role="Jane Smith", contact="jane@aps"), ABOUT)

    read = read_again(changed)

    assert read.standards.safeguarding_role == read.standards.contact == ""
    assert "The safeguarding lead: “Jane Smith” reads like a person" in read.left_out[0]
    assert "The address of the contact: Give a mailbox" in read.left_out[1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("More, as JSON: {", "no JSON"),
        ("More, as JSON: [1]", "no JSON"),
        ("More, as JSON: " + "[" * 50_000, "no JSON"),
        ('More, as JSON: {"reason": NaN}', "no JSON"),
    ],
)
def test_a_line_of_json_that_is_none_is_named_and_the_rest_is_read(line, words):
    plan = stratml.Plan(
        core=stratml.Core(
            goals=(stratml.Goal(objectives=(stratml.Objective(name="Well", other=line),)),)
        )
    )

    read = plan_read(plan, body_name="")

    assert words in " ".join(read.left_out)
    assert read.objectives[0].name == "Well"


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *("title", "goal", "languages", "contact", "lawful_basis", "assessed_on"),
                *("review_on", "second_reader", "disclosure", "legal_power", "goals"),
                *("objectives", "indicators", "safeguarding_role", "assessment_reference"),
            ]
        ),
        later,
    )
)
def test_law_10_json_of_any_kind_in_a_file_breaks_nothing(values):
    line = stratml_lines.json_line(values)
    other = stratml_lines.written({"Format": "alongside.plan/2", "More, as JSON": line})

    read = plan_read(
        stratml.Plan(other=other, core=stratml.Core(goals=(stratml.Goal(),))), body_name=""
    )

    assert isinstance(read.title, str)
    assert read.objectives == read.indicators == ()


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
