"""A plan in StratML as the draft of a body: what it would be, and saving it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from alongside.agreements.domain.terms import EngagementModel
from alongside.plans import actions, queries, stratml_actions
from alongside.plans.domain import stratml
from alongside.plans.drafts import draft_document
from alongside.plans.models import PlanVersion
from alongside.plans.stratml_drafts import Proposal, propose
from alongside.publishing.stratml import plan_stratml
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    BodyFactory,
    ForumAliasFactory,
    ForumFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db


def plan(*objectives, **values):
    goal = stratml.Goal(name="Help", description="More help.", objectives=objectives)
    return stratml.Plan(**{"name": "A plan", "core": stratml.Core(goals=(goal,)), **values})


def objective(name="Answer", **values):
    return stratml.Objective(name=name, description="Answer there.", **values)


def propose_for(body, read):
    return propose(read, body=body, today=TODAY)


def save(body, proposal, **values):
    return stratml_actions.save_proposal(
        **{"body": body, "proposal": proposal, "by": "lead", "at": NOON, **values}
    )


@pytest.mark.parametrize("model", EngagementModel)
def test_our_own_file_comes_back_as_the_draft_that_it_was(model):
    body, forum = BodyFactory(remit="Sick pay."), ForumFactory()
    standard = 24 if model is not EngagementModel.LISTEN_ONLY and model != "none" else 48
    version = publish_plan(body, [forum], model=model, response_hours=standard, peers_first_hours=3)
    file = plan_stratml(body.slug, practice_too=False, at=NOON)

    proposal = propose_for(body, stratml.read(file).plan)
    draft = save(body, proposal)

    assert (proposal.taken, proposal.left_out) == ((), ())
    document = json.loads(version.document)
    assert draft_document(draft) == {**document, "version": None, "effective_from": None}


def test_a_forum_is_found_by_its_own_address_by_another_one_or_by_its_name():
    by_address = ForumFactory(name="One", address="https://one.example/talk/")
    by_alias = ForumFactory(name="Two")
    ForumAliasFactory(forum=by_alias, address="https://two.example/old")
    by_name = ForumFactory(name="The Third Forum")
    by_stakeholder = ForumFactory(name="The Fourth")

    proposal = propose_for(
        BodyFactory(),
        plan(
            objective(other="In https://one.example/talk, each day."),
            objective(other="See (http://www.two.example/old/)."),
            objective(name="the third forum"),
            objective(stakeholders=(stratml.Stakeholder(name="The Fourth"),)),
        ),
    )

    found = [one.forum_slug for one in proposal.objectives]
    assert found == [forum.slug for forum in (by_address, by_alias, by_name, by_stakeholder)]


def test_an_objective_without_a_known_forum_is_left_out_by_name_and_place():
    ForumFactory(name="Twin")
    ForumFactory(name="Twin")

    proposal = propose_for(BodyFactory(), plan(objective("Sail"), objective("Twin")))

    assert proposal.objectives == ()
    assert "“Sail” (goal 1, objective 1): it names no forum of the register" in proposal.left_out[0]
    assert "“Twin” (goal 1, objective 2)" in proposal.left_out[1]


def test_a_practice_forum_is_no_forum_of_a_real_plan():
    ForumFactory(name="Practice corner", practice=True)

    assert propose_for(BodyFactory(), plan(objective("Practice corner"))).objectives == ()


def test_where_nothing_says_how_a_body_takes_part_it_only_listens_until_somebody_chooses():
    ForumFactory(name="Well")

    proposal = propose_for(BodyFactory(), plan(objective("Well")))

    assert proposal.objectives[0].model is EngagementModel.LISTEN_ONLY
    assert any("does not say how you take part" in sentence for sentence in proposal.taken)


def test_two_objectives_for_one_forum_are_joined_for_a_plan_has_one():
    ForumFactory(name="Well")

    proposal = propose_for(BodyFactory(), plan(objective("Well"), objective("well")))

    assert [one.statement for one in proposal.objectives] == ["Answer there.\n\nAnswer there."]


@pytest.mark.parametrize(
    ("end", "review_on"),
    [
        (TODAY + 30 * DAY, TODAY + 30 * DAY),
        (TODAY, TODAY + 182 * DAY),
        (date(2012, 1, 1), TODAY + 182 * DAY),
        (None, TODAY + 182 * DAY),
    ],
)
def test_a_plan_is_reviewed_on_the_day_on_which_the_file_ends_or_in_half_a_year(end, review_on):
    proposal = propose_for(BodyFactory(), plan(administration=stratml.Administration(end=end)))

    assert proposal.review_on == review_on
    assert bool([said for said in proposal.taken if "review date" in said]) == (end != review_on)


def test_what_the_file_does_not_say_is_taken_from_the_plan_so_far():
    body = BodyFactory()
    publish_plan(body, [ForumFactory()])

    proposal = propose_for(body, plan(name=" "))

    assert proposal.title == "Taking part"
    assert proposal.standards.disclosure == "We say who we are."
    assert proposal.standards.safeguarding_role == "Head of Safeguarding"
    assert (proposal.law.lawful_basis, proposal.languages) == ("public_task", ("en",))
    assert proposal.taken[2] == (
        "The file does not say: how officials say who they are, the safeguarding lead, the role "
        "that operators can turn to, its address, where a mistake can be reported, the lawful "
        "basis, the power in law, the impact assessment, its day, the languages. It is as in your "
        "plan so far."
    )


def test_what_our_own_file_does_not_say_was_not_said_and_is_taken_from_nowhere():
    body, forum = BodyFactory(), ForumFactory()
    version = publish_plan(body, [forum])
    file = plan_stratml(body.slug, practice_too=False, at=NOON)
    bare = file.replace(b"Languages: en\n", b"")

    proposal = propose_for(body, stratml.read(bare).plan)

    assert version.languages == ["en"]
    assert (proposal.languages, proposal.taken) == ((), ())


def test_an_assessment_that_is_still_to_come_is_left_out():
    other = f"Day of the assessment: {(TODAY + DAY).isoformat()}"

    proposal = propose_for(BodyFactory(), plan(other=other))

    assert proposal.law.assessed_on is None
    assert "is still to come" in proposal.left_out[0]


def test_a_proposal_is_the_same_after_its_way_through_a_page():
    body = BodyFactory()
    publish_plan(body, [ForumFactory()])
    file = plan_stratml(body.slug, practice_too=False, at=NOON)
    proposal = propose_for(body, stratml.read(file).plan)

    assert proposal.indicators
    assert proposal.law.assessed_on
    assert Proposal.of_dict(json.loads(json.dumps(proposal.as_dict()))) == proposal


@pytest.mark.parametrize("count", [1, 60])
def test_forums_are_looked_for_in_a_few_queries_however_many_there_are(
    count, django_assert_max_num_queries
):
    body = BodyFactory()
    for number in range(count):
        ForumFactory(name=f"Forum {number}", address=f"https://f{number}.example/")
    read = plan(*(objective(f"Forum {n}", other=f"https://f{n}.example/") for n in range(count)))

    with django_assert_max_num_queries(8):
        proposal = propose_for(body, read)

    assert len(proposal.objectives) == count


def test_law_10_a_draft_that_somebody_saved_meanwhile_is_not_written_over():
    body = BodyFactory()
    proposal = propose_for(body, plan())
    theirs = save(body, proposal)

    with pytest.raises(actions.ChangedMeanwhile):
        save(body, replace(proposal, title="Mine"), at=NOON + HOUR)

    assert queries.draft_of(body.pk) == theirs
    assert PlanVersion.objects.get().title == "A plan"


def test_law_10_nothing_is_saved_when_a_forum_has_left_the_register_meanwhile():
    body, forum = BodyFactory(), ForumFactory(name="Well")
    proposal = propose_for(body, plan(objective("Well")))
    forum.delete()

    with pytest.raises(actions.PlanError, match="left the register"):
        save(body, proposal)

    assert not PlanVersion.objects.exists()


def test_what_was_read_for_one_body_is_not_saved_for_another():
    proposal = propose_for(BodyFactory(), plan())

    with pytest.raises(actions.PlanError, match="another body"):
        save(BodyFactory(), proposal)


def test_of_thousands_of_objectives_without_a_forum_the_first_are_named_and_the_others_counted():
    proposal = propose_for(BodyFactory(), plan(*(objective(f"O{n}") for n in range(1_500))))

    assert len(proposal.left_out) == 201
    assert proposal.left_out[-1] == "801 more of the kind."
