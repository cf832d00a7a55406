"""A draft is written step by step, unfinished if need be, and never over somebody else's text."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.agreements.domain.terms import EngagementModel
from alongside.audit.models import Event
from alongside.plans import actions, draft_actions, drafts, queries
from alongside.plans.domain.errors import ChangedMeanwhile, NoDraft, NotReady, PlanError, Unfit
from alongside.plans.domain.steps import About, GoalText, Law, ObjectiveText, Standards, Step
from alongside.plans.models import Goal, Objective, PlanIndicator
from tests.factories import HOUR, NOON, TODAY, BodyFactory, ForumFactory, publish_plan

pytestmark = pytest.mark.django_db

ABOUT = About(title="Ours", goal="Better.", review_on=TODAY + timedelta(days=90))
TEXT = ObjectiveText(model=EngagementModel.OPEN_ANSWERING, statement="Answer.", hours="Weekdays")


@pytest.fixture
def body():
    body = BodyFactory()
    draft_actions.begin_draft(body=body, by="lead", at=NOON)
    return body


def save(body, step, content, seen=0, by="lead", at=NOON + HOUR):
    return draft_actions.save_step(body=body, step=step, content=content, seen=seen, by=by, at=at)


def test_a_first_draft_is_empty_and_has_a_review_date(body):
    draft = queries.draft_of(body.pk)

    assert (draft.title, draft.second_reader) == ("", "always")
    assert draft.review_on == TODAY + timedelta(days=182)


def test_to_begin_twice_leaves_one_draft(body):
    again = draft_actions.begin_draft(body=body, by="other", at=NOON + HOUR)

    assert again == queries.draft_of(body.pk)


def test_the_next_version_begins_as_a_copy_with_the_same_keys():
    body, forum = BodyFactory(), ForumFactory()
    first = publish_plan(body, [forum])

    draft = draft_actions.begin_draft(body=body, by="lead", at=NOON)

    assert drafts.gaps(draft) == []
    old, new = json.loads(first.document), drafts.draft_document(draft)
    for name in ("goals", "objectives", "indicators", "legal_power", "languages"):
        assert old[name] == new[name]
    assert Goal.objects.filter(version=draft).get() != Goal.objects.filter(version=first).get()


def test_a_forum_that_was_found_to_be_another_is_copied_as_that_one():
    body, forum, same = BodyFactory(), ForumFactory(), ForumFactory()
    publish_plan(body, [forum, same])
    same.merged_into = forum
    same.save()

    draft = draft_actions.begin_draft(body=body, by="lead", at=NOON)

    assert [objective.forum for objective in draft.objectives.all()] == [forum]


def test_a_step_is_saved_unfinished(body):
    saved = save(body, Step.ABOUT, replace(ABOUT, title=""))

    assert (saved.number, saved.saved_by) == (1, "lead")
    assert queries.draft_of(body.pk).goal == "Better."


def test_law_10_two_windows_of_one_step_do_not_write_over_one_another(body):
    save(body, Step.ABOUT, ABOUT)
    theirs = replace(ABOUT, title="Theirs")
    save(body, Step.ABOUT, theirs, seen=1, by="other")

    with pytest.raises(ChangedMeanwhile):
        save(body, Step.ABOUT, replace(ABOUT, title="Mine"), seen=1)

    assert drafts.content_of(queries.draft_of(body.pk), Step.ABOUT) == theirs


def test_two_windows_of_different_steps_do_not_meet(body):
    save(body, Step.ABOUT, ABOUT)
    save(body, Step.GOALS, (GoalText("g", "A goal"),), by="other")

    draft = queries.draft_of(body.pk)
    assert (draft.title, draft.goals.get().title) == ("Ours", "A goal")


def test_the_same_text_from_two_windows_is_no_conflict(body):
    save(body, Step.ABOUT, ABOUT)

    assert save(body, Step.ABOUT, ABOUT, seen=0, by="other").number == 1


def test_law_10_what_is_refused_is_not_half_saved(body):
    save(body, Step.STANDARDS, Standards(disclosure="We say who we are."))

    with pytest.raises(Unfit) as refused:
        save(
            body,
            Step.STANDARDS,
            Standards(disclosure="Another text.", contact_role="Jane Smith"),
            seen=1,
        )

    assert [fault.field for fault in refused.value.faults] == ["contact_role"]
    assert queries.draft_of(body.pk).disclosure == "We say who we are."


def test_an_assessment_of_tomorrow_is_refused(body):
    with pytest.raises(Unfit, match="future"):
        save(body, Step.LAW, Law(assessed_on=TODAY + timedelta(days=1)))


def test_goals_keep_their_objectives_when_they_are_reworded_and_lose_them_when_they_go(body):
    forum = ForumFactory()
    save(body, Step.GOALS, (GoalText("a", "A"), GoalText("b", "B")))
    draft_actions.add_objective(
        body=body, forum=forum, model=EngagementModel.CLINIC, by="lead", at=NOON
    )
    draft_actions.save_objective(
        body=body, forum=forum, content=replace(TEXT, goal_key="b"), seen=0, by="lead", at=NOON
    )

    save(body, Step.GOALS, (GoalText("b", "Better"), GoalText("a", "A")), seen=1)
    assert Objective.objects.get(version__body=body).goal.title == "Better"

    save(body, Step.GOALS, (GoalText("a", "A"),), seen=2)
    assert Objective.objects.get(version__body=body).goal is None


def test_a_forum_is_in_the_draft_once_and_can_be_taken_out(body):
    forum = ForumFactory()
    add = {"body": body, "forum": forum, "model": EngagementModel.NONE, "by": "lead", "at": NOON}
    draft_actions.add_objective(**add)
    with pytest.raises(PlanError, match="already"):
        draft_actions.add_objective(**add)

    draft_actions.take_out_objective(body=body, forum=forum, by="lead", at=NOON)

    with pytest.raises(NoDraft):
        draft_actions.save_objective(
            body=body, forum=forum, content=TEXT, seen=0, by="lead", at=NOON
        )


def test_a_draft_does_not_mix_practice_and_real(body):
    with pytest.raises(PlanError, match="practice"):
        draft_actions.add_objective(
            body=body,
            forum=ForumFactory(practice=True),
            model=EngagementModel.NONE,
            by="lead",
            at=NOON,
        )


def test_nothing_is_saved_where_there_is_no_draft():
    with pytest.raises(NoDraft):
        save(BodyFactory(), Step.ABOUT, ABOUT)


def test_a_draft_is_thrown_away_as_it_was_read(body):
    read = queries.draft_of(body.pk).drafted_at
    save(body, Step.ABOUT, ABOUT)

    with pytest.raises(ChangedMeanwhile):
        draft_actions.discard_draft(body=body, seen_at=read, by="lead", at=NOON)
    draft_actions.discard_draft(body=body, seen_at=NOON + HOUR, by="lead", at=NOON + 2 * HOUR)

    assert queries.draft_of(body.pk) is None


def test_a_run_of_saves_is_one_event_of_the_trail(body):
    for number in range(3):
        save(
            body,
            Step.ABOUT,
            replace(ABOUT, title=str(number)),
            seen=number,
            at=NOON + timedelta(minutes=number),
        )

    assert Event.objects.filter(kind="plan.drafted").count() == 1


def test_a_whole_draft_from_elsewhere_is_noticed_by_an_open_page(body):
    save(body, Step.ABOUT, ABOUT)
    read = queries.draft_of(body.pk).drafted_at
    actions.save_draft(
        body=body,
        title="From a file",
        goal="",
        disclosure="",
        review_on=TODAY + timedelta(days=30),
        objectives=[],
        seen_at=read,
        by="lead",
        at=NOON + 2 * HOUR,
    )

    with pytest.raises(ChangedMeanwhile):
        save(body, Step.ABOUT, replace(ABOUT, title="Mine"), seen=1)


def test_a_draft_with_gaps_is_not_published_and_says_which(body):
    save(body, Step.ABOUT, ABOUT)

    with pytest.raises(NotReady) as refused:
        actions.publish_draft(body=body, effective_from=TODAY, by="lead", at=NOON + 2 * HOUR)

    assert {gap.step for gap in refused.value.gaps} >= {Step.GOALS, Step.FORUMS, Step.LAW}


def test_a_plan_does_not_take_effect_before_it_is_published():
    with pytest.raises(NotReady, match="or later"):
        publish_plan(BodyFactory(), [ForumFactory()], effective_from=date(2026, 1, 1))


@pytest.mark.parametrize("model", [Goal, PlanIndicator])
def test_law_2_goals_and_indicators_of_a_published_plan_are_frozen_even_by_hand(model):
    version = publish_plan(BodyFactory(), [ForumFactory()])
    table = model._meta.db_table

    for statement in (f"UPDATE {table} SET position = 7", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="plan_version_is_frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{statement} WHERE version_id = %s", [version.pk])
