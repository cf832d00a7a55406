"""Plans: one draft at a time, published as frozen, numbered versions."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from alongside.agreements.domain.terms import EngagementModel
from alongside.plans import actions, queries
from alongside.plans.actions import ChangedMeanwhile, NotReady, ObjectiveDraft, PlanError
from alongside.plans.domain import policy
from alongside.plans.domain.documents import fingerprint
from alongside.plans.models import Objective, PlanVersion
from tests.factories import (
    HOUR,
    NOON,
    TODAY,
    WHOLE_PLAN,
    BodyFactory,
    ForumFactory,
    PlanVersionFactory,
    line,
    publish_plan,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def save(body, forums=(), **values):
    return actions.save_draft(
        **{
            **WHOLE_PLAN,
            "body": body,
            "review_on": TODAY + 90 * DAY,
            "objectives": [
                ObjectiveDraft(
                    forum=forum,
                    model=EngagementModel.OPEN_ANSWERING,
                    statement="Answer.",
                    hours="Weekdays",
                    goal_key="goal-1",
                )
                for forum in forums
            ],
            "by": "lead",
            "at": NOON,
            **values,
        }
    )


def publish(body, effective_from=TODAY):
    return actions.publish_draft(body=body, effective_from=effective_from, by="lead", at=NOON)


def test_saving_a_draft_again_replaces_its_text_and_objectives():
    body, one, two = BodyFactory(), ForumFactory(), ForumFactory()
    first = save(body, [one, two])

    draft = save(body, [two], title="Another title", seen_at=first.drafted_at)

    assert PlanVersion.objects.get().title == "Another title"
    assert [objective.forum for objective in draft.objectives.all()] == [two]
    assert queries.draft_of(body.pk) == draft


def test_law_10_a_draft_saved_by_somebody_else_meanwhile_is_not_written_over():
    body = BodyFactory()
    mine = save(body)
    seen_at = mine.drafted_at
    save(body, title="Theirs", seen_at=seen_at, at=NOON + HOUR)

    with pytest.raises(ChangedMeanwhile):
        save(body, title="Mine", seen_at=seen_at, at=NOON + 2 * HOUR)

    assert PlanVersion.objects.get().title == "Theirs"


def test_law_10_a_first_draft_is_not_written_over_by_one_that_knew_of_none():
    body = BodyFactory()
    save(body, title="Theirs")

    with pytest.raises(ChangedMeanwhile):
        save(body, title="Mine", seen_at=None, at=NOON + HOUR)

    assert PlanVersion.objects.get().title == "Theirs"


def test_what_is_published_is_what_was_read():
    body = BodyFactory()
    read = save(body, [ForumFactory()]).drafted_at
    save(body, [ForumFactory()], title="Changed since", seen_at=read, at=NOON + HOUR)

    with pytest.raises(ChangedMeanwhile):
        actions.publish_draft(
            body=body, effective_from=TODAY, seen_at=read, by="lead", at=NOON + HOUR
        )

    assert not PlanVersion.objects.filter(number__isnull=False).exists()


def test_a_plan_has_one_objective_for_each_forum():
    forum = ForumFactory()

    with pytest.raises(PlanError, match="one objective"):
        save(BodyFactory(), [forum, forum])

    assert not PlanVersion.objects.exists()


def test_publishing_numbers_the_versions_and_leaves_no_draft():
    body, forum = BodyFactory(), ForumFactory()

    numbers = []
    for _ in range(2):
        save(body, [forum])
        numbers.append(publish(body).number)

    assert numbers == [1, 2]
    assert queries.draft_of(body.pk) is None
    assert [version.number for version in queries.versions_of(body.pk)] == [2, 1]


def test_law_2_the_published_text_can_be_checked_by_its_fingerprint():
    body, forum = BodyFactory(), ForumFactory()
    save(body, [forum])

    version = publish(body)

    assert version.sha256 == fingerprint(version.document)
    document = json.loads(version.document)
    assert document["version"] == 1
    assert document["objectives"][0]["forum"]["id"] == forum.slug
    assert document["effective_from"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda body: None, "no draft"),
        (save, "at least one objective"),
        (lambda body: save(body, [ForumFactory()], review_on=TODAY), "review date"),
    ],
)
def test_a_plan_that_is_not_ready_is_refused_in_words(prepare, words):
    body = BodyFactory()
    prepare(body)

    with pytest.raises(NotReady, match=words):
        publish(body)

    assert not queries.versions_of(body.pk)


def test_the_newest_version_that_has_taken_effect_is_in_force():
    body, forum = BodyFactory(), ForumFactory()
    first = publish_plan(body, [forum], effective_from=TODAY - DAY)
    second = publish_plan(body, [forum], effective_from=TODAY + DAY)

    assert queries.plan_in_force(body.pk, on=TODAY) == first
    assert queries.plan_in_force(body.pk, on=TODAY + DAY) == second


def test_before_the_first_version_takes_effect_it_is_the_one_that_is_shown():
    body = BodyFactory()
    first = publish_plan(body, [ForumFactory()], effective_from=TODAY + DAY)

    assert queries.plan_in_force(body.pk, on=TODAY) == first
    assert list(queries.plans_in_force(on=TODAY)) == []


def test_plans_in_force_of_all_bodies_come_in_one_query(django_assert_num_queries):
    forum = ForumFactory()
    for _ in range(3):
        body = BodyFactory()
        publish_plan(body, [forum], effective_from=TODAY - 2 * DAY)
        publish_plan(body, [forum], effective_from=TODAY - DAY)

    with django_assert_num_queries(1):
        versions = list(queries.plans_in_force(on=TODAY).prefetch_related(None))

    assert [version.number for version in versions] == [2, 2, 2]


def test_a_forums_page_shows_what_the_plans_in_force_say_about_it():
    body, forum, other = BodyFactory(), ForumFactory(), ForumFactory()
    publish_plan(body, [forum, other], effective_from=TODAY - 2 * DAY)
    current = publish_plan(body, [forum], effective_from=TODAY - DAY)

    assert [found.version for found in queries.objectives_for(forum.pk, on=TODAY)] == [current]
    assert queries.objectives_for(other.pk, on=TODAY) == []


def test_law_2_the_policy_reads_plan_agreement_and_account():
    whole = line()

    decision = queries.ask_policy(
        policy.Act.SEND,
        forum=whole.forum,
        body=whole.body,
        adviser=policy.SOMEBODY,
        reader=policy.A_COLLEAGUE,
        at=NOON,
    )

    assert decision is None


def test_law_2_a_forum_that_the_plan_does_not_name_is_refused():
    whole = line()
    other = ForumFactory(with_interface=True)
    whole.answer(forum=other, welcome=True)

    decision = queries.ask_policy(policy.Act.DRAFT, forum=other, body=whole.body, at=NOON)

    assert decision.clause is policy.Clause.NO_OBJECTIVE
    assert decision.address == f"{whole.plan.get_absolute_url()}#objectives"


def test_the_situation_is_gathered_in_few_queries(django_assert_max_num_queries):
    whole = line()

    with django_assert_max_num_queries(6):
        queries.situation_of(forum=whole.forum, body=whole.body, on=TODAY)


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans_planversion SET goal = 'other' WHERE id = %s",
        "DELETE FROM plans_planversion WHERE id = %s",
        "UPDATE plans_objective SET statement = 'other' WHERE version_id = %s",
        "DELETE FROM plans_objective WHERE version_id = %s",
    ],
)
def test_law_2_a_published_plan_is_frozen_even_by_hand(statement):
    version = publish_plan(BodyFactory(), [ForumFactory()])

    with pytest.raises(DatabaseError, match="plan_version_is_frozen"):
        run(statement, version.pk)


def test_law_2_no_objective_is_added_to_a_published_plan():
    version = publish_plan(BodyFactory(), [ForumFactory()])

    with pytest.raises(DatabaseError, match="plan_version_is_frozen"):
        Objective.objects.create(
            version=version, forum=ForumFactory(), model="open_answering", statement="More."
        )


def test_law_2_no_objective_moves_into_a_published_plan():
    version = publish_plan(BodyFactory(), [ForumFactory()])
    draft = save(version.body, [ForumFactory()])

    with pytest.raises(DatabaseError, match="plan_version_is_frozen"):
        run(
            "UPDATE plans_objective SET version_id = %s WHERE version_id = %s", version.pk, draft.pk
        )


def test_a_draft_can_still_be_deleted():
    draft = save(BodyFactory(), [ForumFactory()])

    draft.delete()

    assert not Objective.objects.exists()


def test_a_body_has_one_draft():
    draft = PlanVersionFactory()

    with pytest.raises(IntegrityError, match="plan_has_one_draft"):
        PlanVersionFactory(body=draft.body)


def test_half_a_publication_cannot_be_stored():
    with pytest.raises(IntegrityError, match="plan_publication_is_whole"):
        PlanVersionFactory(number=1)


def test_a_version_number_is_given_once():
    version = publish_plan(BodyFactory(), [ForumFactory()])
    again = {
        field.attname: getattr(version, field.attname)
        for field in PlanVersion._meta.fields
        if field.name != "id"
    }

    with pytest.raises(IntegrityError, match="plan_version_is_unique"):
        PlanVersion.objects.create(**again)


@pytest.mark.parametrize("practice", ["forum", "body"])
def test_a_plan_does_not_mix_practice_and_real(practice):
    body = BodyFactory(is_practice=practice == "body")
    forum = ForumFactory(is_practice=practice == "forum")

    with pytest.raises(PlanError, match="practice"):
        save(body, [forum])

    assert not PlanVersion.objects.exists()
