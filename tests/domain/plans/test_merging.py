"""Two texts of one step become one, and only what both changed is asked about."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alongside.agreements.domain.terms import EngagementModel
from alongside.plans.domain.merging import Keep, Rests, digest, digests_of, merge, undecided
from alongside.plans.domain.steps import GoalText, ObjectiveText, Standards

WAS = Standards(disclosure="Us.", contact_role="Team", contact="a@b.example")


def merged(mine, saved, was=WAS, **keep):
    return merge(mine=mine, saved=saved, rests=Rests(digests_of(was), keep))


def test_law_10_what_one_changed_is_taken_from_that_one():
    found = merged(replace(WAS, disclosure="We."), replace(WAS, contact_role="Forum team"))

    assert found.content == replace(WAS, disclosure="We.", contact_role="Forum team")
    assert not found.clashes


def test_law_10_what_both_changed_is_asked_and_what_was_decided_against_is_told():
    mine, saved = replace(WAS, disclosure="Mine."), replace(WAS, disclosure="Theirs.")

    (clash,) = merged(mine, saved).clashes
    kept = merged(mine, saved, disclosure=Keep.SAVED)

    assert clash.part == "disclosure"
    assert kept.content == saved
    assert [(one.whose, one.text) for one in kept.let_go] == [(Keep.MINE, "Mine.")]


def test_law_10_of_the_hours_of_a_week_each_day_is_a_part():
    week = ObjectiveText(EngagementModel.CLINIC, working_hours=("Mo-Fr 09:00-17:00",))
    mine = replace(week, working_hours=("Mo 10:00-12:00", "Tu-Fr 09:00-17:00"))
    saved = replace(week, working_hours=("Mo-Th 09:00-17:00",))
    both = replace(week, working_hours=("Mo 08:00-12:00", "Tu-Fr 09:00-17:00"))

    joined = merged(mine, saved, week)
    asked = merged(mine, both, week)

    assert joined.content.working_hours == ("Mo 10:00-12:00", "Tu-Th 09:00-17:00")
    assert joined.clashes == ()
    assert [clash.part for clash in asked.clashes] == ["on_mo"]
    kept = merged(mine, both, week, on_mo=Keep.SAVED)
    assert kept.content.working_hours == both.working_hours
    assert [one.text for one in kept.let_go] == ["10:00 to 12:00"]


@given(parts=st.sets(st.sampled_from(["disclosure", "contact_role"]), min_size=1))
def test_law_10_what_nobody_decided_is_asked_again(parts):
    mine = replace(WAS, disclosure="Mine.", contact_role="Mine")
    saved = replace(WAS, disclosure="Theirs.", contact_role="Theirs")

    found = merge(mine=mine, saved=saved, rests=Rests(undecided(digests_of(saved), parts)))

    assert {clash.part for clash in found.clashes} == parts


def test_law_10_a_row_of_which_nobody_decided_is_asked_again():
    was = (GoalText("a", "A"), GoalText("b", "B"))
    mine, saved = (was[0], GoalText("b", "BB")), (was[0],)

    for one, other in ((mine, saved), (saved, mine)):
        rests = Rests(undecided(digests_of(other), ["b"]))
        (clash,) = merge(mine=one, saved=other, rests=rests).clashes
        assert (clash.part, clash.field) == ("b", "")


def test_what_is_read_the_same_is_the_same():
    assert digest(Decimal("5.00")) == digest(Decimal(5))
    assert digest(None) == digest("")


_GOALS = st.lists(
    st.builds(GoalText, st.sampled_from("abcd"), st.sampled_from(["", "x", "y", "z"]), st.just("")),
    unique_by=lambda goal: goal.key,
    max_size=4,
).map(tuple)


@given(was=_GOALS, mine=_GOALS, saved=_GOALS)
def test_law_10_no_text_that_was_changed_goes_without_a_question(was, mine, saved):
    found = merged(mine, saved, was)
    asked = {clash.part.partition(".")[0] for clash in found.clashes}
    result = {goal.key: goal for goal in found.content}

    for side in (mine, saved):
        for goal in set(side) - set(was):
            assert (
                goal.key in asked
                or result[goal.key].title == goal.title
                or (
                    # The title is as it was: the other's counts.
                    goal.title in {old.title for old in was if old.key == goal.key}
                )
            )


@given(was=_GOALS, mine=_GOALS)
def test_one_who_writes_alone_is_never_asked(was, mine):
    found = merged(mine, was, was)

    assert (set(found.content), found.clashes) == (set(mine), ())
