"""Whom a commitment means, when it is kept or missed, and what is due first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.bodies.domain.kinds import BodyKind
from alongside.reporting.domain.commitments import (
    Committed,
    Ended,
    Scope,
    State,
    Unfit,
    checked_day,
    checked_reason,
    checked_scope,
    checked_statement,
    state_of,
)
from alongside.reporting.domain.standing import (
    Agreements,
    Consultations,
    Consulting,
    DueKind,
    Promise,
    Standing,
    due_from,
    shares,
    urgency,
)

TODAY = date(2026, 5, 6)
DAY = timedelta(days=1)
DEPARTMENT = Standing(
    body_id=1,
    slug="aps",
    name="Aldmere Public Services",
    acronym="",
    kind=BodyKind.MINISTERIAL_DEPARTMENT,
    jurisdiction="GB-WLS",
    on=TODAY,
)


def means(scope, *, kind="ministerial_department", jurisdiction="GB-WLS"):
    return scope.holds(slug="aps", kind=kind, jurisdiction=jurisdiction)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(kinds=("ministerial_department",)), True),
        (Scope(kinds=("tribunal",)), False),
        (Scope(jurisdictions=("GB",)), True),  # a country has what its parts have
        (Scope(jurisdictions=("GB-SCT",)), False),
        (Scope(kinds=("ministerial_department",), jurisdictions=("GB-SCT",)), False),
        (Scope(kinds=("tribunal",), bodies=("aps",)), True),
        (Scope(bodies=("other",)), False),
        (Scope(), False),
    ],
)
def test_a_scope_is_a_kind_and_a_place_together_and_those_named_besides(scope, expected):
    assert means(scope) is expected


def test_a_commitment_runs_until_the_end_of_its_day():
    due = {"due_on": TODAY, "ended": None, "counted": (0, 3)}

    assert state_of(**due, on=TODAY) is State.RUNNING
    assert state_of(**due, on=TODAY + DAY) is State.MISSED


@pytest.mark.parametrize(
    ("counted", "expected"),
    [((3, 3), State.KEPT), ((2, 3), State.MISSED), ((0, 0), State.EMPTY)],
)
def test_law_7_a_commitment_of_nobody_is_neither_kept_nor_missed(counted, expected):
    assert state_of(due_on=TODAY, ended=None, counted=counted, on=TODAY + DAY) is expected


@pytest.mark.parametrize("ended", Ended)
def test_what_ended_says_how_whatever_was_counted(ended):
    found = state_of(due_on=TODAY, ended=ended, counted=(1, 3), on=TODAY + DAY)

    assert found.value == ended.value


def test_a_day_that_has_come_makes_no_commitment():
    assert checked_day(TODAY + DAY, today=TODAY) == TODAY + DAY
    with pytest.raises(Unfit, match="a day to come"):
        checked_day(TODAY, today=TODAY)


@pytest.mark.parametrize("text", ["", "  too short", "x" * 301])
def test_a_statement_says_something_in_a_sentence(text):
    with pytest.raises(Unfit) as caught:
        checked_statement(text)
    assert caught.value.field == "statement"


def test_an_end_says_why():
    with pytest.raises(Unfit, match="why"):
        checked_reason("done")


def test_a_scope_names_only_what_the_register_knows():
    known = {"kinds": {"tribunal"}, "jurisdictions": {"GB"}, "bodies": {"aps"}}

    kept = checked_scope(Scope(("tribunal", "tribunal"), (), ("aps",)), **known)

    assert kept == Scope(("tribunal",), (), ("aps",))
    for scope, field in (
        (Scope(), "kinds"),
        (Scope(kinds=("guild",)), "kinds"),
        (Scope(jurisdictions=("FR",)), "jurisdictions"),
        (Scope(bodies=("nowhere",)), "bodies"),
    ):
        with pytest.raises(Unfit) as caught:
            checked_scope(scope, **known)
        assert caught.value.field == field


def test_a_body_that_searched_lately_and_found_none_has_answered():
    searched = replace(DEPARTMENT, none_found_on=TODAY - 10 * DAY)
    long_ago = replace(DEPARTMENT, none_found_on=TODAY - 400 * DAY)

    assert searched.has(Committed.LIST)
    assert not searched.has_list
    assert not long_ago.has(Committed.LIST)


def test_a_plan_whose_review_date_has_passed_is_a_plan_but_no_fresh_one():
    body = replace(DEPARTMENT, plan_number=2, plan_from=TODAY, plan_review_on=TODAY - DAY)

    assert body.has(Committed.PLAN)
    assert not body.has(Committed.FRESH_PLAN)


def test_what_has_a_day_is_due_before_what_has_none():
    body = replace(
        DEPARTMENT,
        plan_number=1,
        plan_review_on=TODAY + 20 * DAY,
        agreements=Agreements(welcome=1, ending=1, next_end=TODAY + 10 * DAY),
    )
    promised = Promise(Scope(bodies=("aps",)), Committed.FRESH_PLAN, TODAY + 5 * DAY)

    found = due_from(body, [promised])

    assert [due.kind for due in found] == [
        DueKind.AGREEMENTS_END,
        DueKind.PLAN_REVIEW,
        DueKind.NO_LIST,
    ]


def test_what_was_committed_and_missed_is_due_first_and_said_once():
    missed = Promise(Scope(bodies=("aps",)), Committed.PLAN, TODAY - 3 * DAY)
    far = Promise(Scope(bodies=("aps",)), Committed.LIST, TODAY + 300 * DAY)

    found = due_from(DEPARTMENT, [missed, far])

    assert [(due.kind, due.by) for due in found] == [
        (DueKind.COMMITMENT, TODAY - 3 * DAY),
        (DueKind.NO_LIST, None),
    ]


def test_answers_are_due_twelve_weeks_after_people_were_asked():
    closed = Consulting("a", False, TODAY - 90 * DAY, is_open_to_all=True, unanswered=2)
    opened = Consulting("b", True, TODAY + 9 * DAY, is_open_to_all=True, unanswered=5)
    body = replace(DEPARTMENT, consultations=Consultations(0, (closed, opened)))

    [told, *_] = due_from(body, [])
    [inside, *_] = due_from(body, [], inside=True)

    assert (told.kind, told.by, told.count) == (DueKind.ANSWERS, TODAY - 6 * DAY, 0)
    assert (inside.by, inside.count) == (TODAY - 6 * DAY, 2)
    assert body.consultations.open_until() == TODAY + 9 * DAY


def test_decision_21_what_operators_alone_are_asked_is_told_to_public_servants_only():
    closed = Consulting("a", False, TODAY, is_open_to_all=False, unanswered=1)
    opened = Consulting("b", True, TODAY + DAY, is_open_to_all=False)
    told = Consultations(0, (closed, opened))
    body = replace(DEPARTMENT, kind=BodyKind.COURT, consultations=told)

    assert not due_from(body, [])
    assert (told.going_on(), told.to_answer(), told.open_until()) == (None, [], None)
    assert [due.kind for due in due_from(body, [], inside=True)] == [DueKind.ANSWERS]
    assert told.open_until(inside=True) == TODAY + DAY


def test_only_bodies_of_kinds_that_should_have_a_plan_are_told_that_they_lack_one():
    assert not due_from(replace(DEPARTMENT, kind=BodyKind.COURT), [])


@given(st.lists(st.integers(-500, 500) | st.none(), max_size=4))
def test_the_most_urgent_is_the_one_whose_first_day_comes_first(days):
    promises = [
        Promise(Scope(bodies=("aps",)), Committed.AGREEMENT, TODAY + day * DAY)
        for day in days
        if day is not None
    ]

    found = due_from(DEPARTMENT, promises)

    dated = [due.by for due in found if due.by]
    assert dated == sorted(dated)
    assert urgency(found) <= urgency(())


def test_shares_count_each_kind_and_begin_with_ministerial_departments():
    court = replace(DEPARTMENT, kind=BodyKind.COURT, forums_listed=1)
    planned = replace(DEPARTMENT, plan_number=1, plan_review_on=TODAY - DAY)

    first, second = shares([court, court, DEPARTMENT, planned])

    assert (first.kind, first.bodies, first.with_plan, first.review_passed) == (
        BodyKind.MINISTERIAL_DEPARTMENT, 2, 1, 1,
    )  # fmt: skip
    assert (second.kind, second.with_list) == (BodyKind.COURT, 2)
