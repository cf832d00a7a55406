"""Commitments: counted from the records, frozen on their day, never changed."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from alongside.accounts.domain.roles import Role
from alongside.agreements.domain.terms import Answer
from alongside.audit.models import Event
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.plans.domain.consulting import USUAL
from alongside.reporting import actions, commitment_queries, jobs
from alongside.reporting.domain.commitments import Committed, Ended, Scope, State, Unfit
from alongside.reporting.domain.standing import shares
from alongside.reporting.models import Commitment, CommitmentResult
from alongside.reporting.standings import everybody, kind_shares
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    CommentAnswerFactory,
    CommentFactory,
    CommitmentEndFactory,
    CommitmentFactory,
    CommitmentResultFactory,
    ConsultationFactory,
    ForumFactory,
    ListingFactory,
    NoForumFoundFactory,
    RequestFactory,
    on_duty,
    publish_plan,
)

pytestmark = pytest.mark.django_db

DEPARTMENT = BodyKind.MINISTERIAL_DEPARTMENT.value
PLANS = actions.Wording(
    statement="All ministerial departments publish a plan by 5 June 2026.",
    what=Committed.PLAN,
    scope=Scope(kinds=(DEPARTMENT,)),
    due_on=TODAY + 30 * DAY,
    source_address="https://www.aldmere.example/statement",
)


def department(**values):
    return BodyFactory(kind=DEPARTMENT, **values)


def test_everybody_has_what_its_records_say():
    body, forum = department(slug="aps"), ForumFactory()
    ListingFactory(body=body, forum=forum, listed_on=TODAY - 200 * DAY, reviewed_on=None)
    publish_plan(body, [forum])
    publish_plan(body, [forum], at=NOON - 2 * DAY, effective_from=TODAY + 9 * DAY)
    AgreementFactory(body=body, forum=forum)
    AgreementFactory(body=body, forum=forum, welcome=True, valid_until=TODAY + 20 * DAY)
    AgreementFactory(body=body, answer=Answer.NO_ANSWER.value)
    RequestFactory(body=body)

    [found] = everybody(on=TODAY).bodies

    assert (found.forums_listed, found.reviews_due, found.oldest_look) == (
        1, 1, TODAY - 200 * DAY,
    )  # fmt: skip
    assert found.plan_number == 1  # the second has not taken effect
    assert (found.agreements.welcome, found.agreements.no_answer) == (1, 1)
    assert (found.agreements.ending, found.agreements.next_end) == (1, TODAY + 20 * DAY)
    assert (found.agreements.not_welcome, found.agreements.open_requests) == (0, 1)


def test_everybody_has_the_consultations_that_its_records_say():
    body = department(slug="aps")
    version = publish_plan(body, [ForumFactory()])
    asked = {"body": body, "opened_at": NOON - 60 * DAY, "closed_at": NOON - 30 * DAY}
    ConsultationFactory(**asked, version=version, closes_on=TODAY - 30 * DAY)
    ConsultationFactory(**asked, called_off_because="It was too soon.")
    closed = ConsultationFactory(**asked, closes_on=TODAY - 20 * DAY)  # all had answered early
    _waits, done = CommentFactory.create_batch(2, consultation=closed, made_at=NOON - 40 * DAY)
    CommentAnswerFactory(comment=done, at=NOON - 10 * DAY)
    ConsultationFactory(body=body, is_open_to_all=False, opened_at=NOON - DAY)

    [now] = everybody(on=TODAY).bodies
    [then] = everybody(on=TODAY - 35 * DAY).bodies

    told = now.consultations
    assert told.published == 1
    [waiting] = told.to_answer()
    assert (waiting.id, waiting.ends_on, waiting.unanswered) == (
        closed.public_id, TODAY - 30 * DAY, 1,
    )  # fmt: skip
    assert waiting.answers_due_on == TODAY + 54 * DAY
    assert told.going_on() is None
    assert told.open_until(inside=True) == TODAY + USUAL
    # On that day two were open that have closed since, one of them the one that was called off.
    assert then.consultations.published == 0
    assert len(then.consultations.unpublished) == 3
    assert not then.consultations.to_answer()


def test_a_consultation_whose_day_has_passed_is_closed_before_a_worker_says_so():
    body = department()
    ConsultationFactory(body=body, closes_on=TODAY - DAY, opened_at=NOON - 30 * DAY)

    [found] = everybody(on=TODAY).bodies

    assert [each.ends_on for each in found.consultations.to_answer()] == [TODAY - DAY]


def test_law_7_kinds_are_counted_in_the_database_as_body_by_body():
    forum = ForumFactory()
    for number in range(3):
        body = department()
        ListingFactory(body=body, forum=forum, listed_on=TODAY - number * DAY)
        version = publish_plan(body, [forum], review_on=TODAY + (number - 1) * DAY)
        AgreementFactory(body=body, forum=forum, welcome=number > 0, valid_until=TODAY)
        ConsultationFactory(
            body=body,
            version=version,
            opened_at=NOON - 40 * DAY,
            closed_at=NOON - 30 * DAY,
            closes_on=TODAY - 30 * DAY,
        )
    ListingFactory(body=department(), forum=ForumFactory(practice=True), listed_on=TODAY - DAY)
    for days in (10, 400):
        NoForumFoundFactory(body=BodyFactory(kind="court"), searched_on=TODAY - days * DAY)
    BodyFactory(kind="tribunal", practice=True)

    for on in (TODAY, TODAY + DAY, TODAY - DAY, TODAY - 25 * DAY):
        assert kind_shares(on=on) == shares(everybody(on=on).bodies)
    first, second = kind_shares(on=TODAY)
    assert (first.bodies, first.with_list, first.with_plan, first.review_passed) == (4, 3, 3, 1)
    assert (first.with_agreement, first.with_consultation) == (2, 3)
    assert (second.bodies, second.with_list, second.found_none) == (2, 0, 1)


def test_everybody_is_one_query_whatever_there_is(django_assert_num_queries):
    for _ in range(3):
        publish_plan(department(), [ForumFactory()])

    with django_assert_num_queries(2):  # one asks whether anything has changed
        assert len(everybody(on=TODAY).bodies) == 3


def test_law_7_a_day_that_has_passed_is_answered_as_it_was():
    body, forum = department(), ForumFactory()
    ListingFactory(
        body=body, forum=forum, listed_on=TODAY - 20 * DAY, delisted_on=TODAY - 5 * DAY,
        delisted_reason="It closed.",
    )  # fmt: skip
    AgreementFactory(
        body=body, welcome=True, recorded_at=NOON - 20 * DAY, valid_until=TODAY - 5 * DAY
    )
    publish_plan(body, [forum], at=NOON - 8 * DAY, effective_from=TODAY - 8 * DAY)

    [then] = everybody(on=TODAY - 10 * DAY).bodies
    [now] = everybody(on=TODAY).bodies

    assert (then.has_list, then.has_plan, then.agreements.in_force) == (True, False, 1)
    assert (now.has_list, now.has_plan, now.agreements.in_force) == (False, True, 0)


def test_closed_bodies_and_practice_are_not_among_everybody():
    department()
    department(closed_how=ClosedHow.MERGED.value)
    department(practice=True)

    assert len(everybody(on=TODAY).bodies) == 1
    assert len(everybody(on=TODAY, practice=True).bodies) == 1


def test_the_central_team_records_a_commitment_and_everybody_sees_it_in_the_trail():
    commitment = actions.record_commitment(wording=PLANS, by=on_duty(Role.CENTRAL_TEAM), at=NOON)

    event = Event.objects.get(kind="commitment.recorded")
    assert event.is_public
    assert event.subject == f"commitment:{commitment.public_id}"
    assert event.details["changes"]["due_on"] == [None, "2026-06-05"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ENGAGEMENT_LEAD])
def test_nobody_else_records_one(role):
    with pytest.raises(actions.NotAllowed):
        actions.record_commitment(wording=PLANS, by=on_duty(role, body=BodyFactory()), at=NOON)


def test_a_commitment_names_only_open_bodies():
    department(slug="gone", closed_how=ClosedHow.MERGED.value)
    wording = actions.Wording(
        PLANS.statement, PLANS.what, Scope(bodies=("gone",)), PLANS.due_on, PLANS.source_address
    )

    with pytest.raises(Unfit, match="gone"):
        actions.record_commitment(wording=wording, by=on_duty(Role.CENTRAL_TEAM), at=NOON)


def test_law_7_progress_is_counted_by_name_from_the_records():
    commitment = CommitmentFactory()
    publish_plan(department(name="With"), [ForumFactory()])
    department(name="Without")
    BodyFactory(name="Of another kind")

    found = commitment_queries.progress_of(commitment, at=NOON)

    assert (found.today.met, found.today.bodies, found.today.percent) == (1, 2, 50)
    assert [mark.name for mark in found.today.have_not] == ["Without"]
    assert found.today.have[0].evidence == "plans: version 1"
    assert found.state is State.RUNNING


def test_a_body_that_found_none_keeps_a_commitment_to_a_list():
    commitment = CommitmentFactory(what=Committed.LIST.value)
    body = department()
    NoForumFoundFactory(body=body, searched_on=TODAY - DAY, recorded_at=NOON - DAY)

    [mark] = commitment_queries.count_of(commitment, on=TODAY).marks

    assert mark.met
    assert mark.evidence == f"no-forum-found: searched on {TODAY - DAY}"


def test_what_stood_on_the_day_is_frozen_once_and_the_past_is_not_written_anew():
    commitment = CommitmentFactory(due_on=TODAY - DAY)
    late, forum = department(name="Late"), ForumFactory()
    publish_plan(department(name="In time"), [forum])
    publish_plan(late, [forum], at=NOON, effective_from=TODAY)

    first = actions.freeze_next_result(at=NOON)
    again = actions.freeze_next_result(at=NOON)
    found = commitment_queries.progress_of(commitment, at=NOON)

    assert (first.met, first.bodies, again) == (1, 2, None)
    assert found.state is State.MISSED
    assert [mark.name for mark in found.on_the_day.have_not] == ["Late"]
    assert found.today.missing == 0
    assert Event.objects.get(kind="commitment.counted").details["changes"]["met"] == [None, 1]


def test_until_the_worker_has_frozen_it_the_day_is_counted_from_dated_records():
    commitment = CommitmentFactory(due_on=TODAY - DAY)
    publish_plan(department(), [ForumFactory()], at=NOON, effective_from=TODAY)

    found = commitment_queries.progress_of(commitment, at=NOON)

    assert (found.on_the_day.met, found.on_the_day.frozen_at) == (0, None)


def test_nothing_is_frozen_before_the_day_is_over():
    CommitmentFactory(due_on=TODAY)

    assert actions.freeze_next_result(at=NOON) is None
    assert actions.freeze_next_result(at=NOON + DAY) is not None


def test_the_job_freezes_one_at_a_time(monkeypatch):
    monkeypatch.setattr("alongside.core.clock.now", lambda: NOON)
    CommitmentFactory.create_batch(2, due_on=TODAY - DAY)

    assert [jobs.freeze_next_commitment() for _ in range(3)] == [True, True, False]


def test_a_change_is_a_new_record_and_the_old_day_is_counted_all_the_same():
    by = on_duty(Role.CENTRAL_TEAM)
    old = actions.record_commitment(wording=PLANS, by=by, at=NOON)
    later = actions.Wording(
        "All ministerial departments publish a plan by 5 July 2026.",
        PLANS.what, PLANS.scope, PLANS.due_on + 30 * DAY, PLANS.source_address,
    )  # fmt: skip

    new = actions.change_commitment(
        commitment_id=old.pk, wording=later, reason="Parliament sat longer.", by=by, at=NOON + DAY
    )

    assert new.replaces == old
    seen = commitment_queries.get_progress(old.public_id, practice_too=False, at=NOON + DAY)
    assert (seen.state, seen.replaced_by) == (State.CHANGED, new)
    assert seen.at_the_end.on == TODAY + timedelta(days=1)
    frozen = actions.freeze_next_result(at=NOON + 40 * DAY)
    assert frozen.commitment == old
    with pytest.raises(actions.Ending):
        actions.end_commitment(
            commitment_id=old.pk, how=Ended.CLOSED, reason="All is done.", by=by, at=NOON
        )


def test_a_change_that_changes_nothing_is_refused():
    by = on_duty(Role.CENTRAL_TEAM)
    old = actions.record_commitment(wording=PLANS, by=by, at=NOON)

    with pytest.raises(actions.CommitmentError, match="Nothing would change"):
        actions.change_commitment(
            commitment_id=old.pk, wording=PLANS, reason="No reason at all.", by=by, at=NOON
        )


def test_a_commitment_that_is_withdrawn_says_why_and_what_stood():
    by = on_duty(Role.CENTRAL_TEAM)
    department()
    found = actions.record_commitment(wording=PLANS, by=by, at=NOON)

    actions.end_commitment(
        commitment_id=found.pk, how=Ended.WITHDRAWN, reason="Another law came.", by=by, at=NOON
    )

    seen = commitment_queries.get_progress(found.public_id, practice_too=False, at=NOON)
    assert (seen.state, seen.end.reason) == (State.WITHDRAWN, "Another law came.")
    assert (seen.shown.met, seen.shown.bodies) == (0, 1)
    assert not commitment_queries.promises()


def test_a_fault_in_a_change_leaves_the_old_commitment_as_it_was():
    by = on_duty(Role.CENTRAL_TEAM)
    old = actions.record_commitment(wording=PLANS, by=by, at=NOON)
    wrong = actions.Wording(PLANS.statement, PLANS.what, Scope(), PLANS.due_on, "")

    with pytest.raises(Unfit):
        actions.change_commitment(
            commitment_id=old.pk, wording=wrong, reason="Parliament sat longer.", by=by, at=NOON
        )

    assert commitment_queries.promises()


@pytest.mark.parametrize("table", ["commitment", "commitmentend", "commitmentresult"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_commitment_or_what_stood(table, verb):
    CommitmentEndFactory()
    CommitmentResultFactory()

    with (
        pytest.raises(ProgrammingError, match="commitment_never_changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(f"reporting_{table}"))


def test_law_7_practice_people_commit_practice_bodies_only():
    by = on_duty(Role.CENTRAL_TEAM)
    by.user.is_practice = True
    department()
    department(practice=True, name="Made up")

    found = actions.record_commitment(wording=PLANS, by=by, at=NOON)

    assert [mark.name for mark in commitment_queries.count_of(found, on=TODAY).marks] == ["Made up"]
    assert not Event.objects.get(kind="commitment.recorded").is_public
    assert not commitment_queries.progress(at=NOON)
    with pytest.raises(Commitment.DoesNotExist):
        commitment_queries.get_progress(found.public_id, practice_too=False, at=NOON)
    assert not CommitmentResult.objects.exists()
