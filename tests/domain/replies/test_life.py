"""The life of a reply: the table is walked, and the laws are read off it."""

from datetime import UTC, datetime

import pytest

from alongside.replies.domain.life import (
    MOVES,
    PROOF_WORDS,
    READ_BACK_PAUSES,
    STATE_WORDS,
    NotPossibleNow,
    NotYours,
    Proof,
    ReplyState,
    check_approval,
    check_move,
    next_look,
)

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
STATES = list(ReplyState)
FINAL = {ReplyState.LIVE, ReplyState.WITHDRAWN}
# Only in these may the forum hold the reply.
MAY_STAND = {ReplyState.SENDING, ReplyState.POSTED, ReplyState.HELD, ReplyState.NEEDS_PERSON}


def reachable(start, *, without=frozenset()):
    """Every state that moves lead to from `start` without entering one of `without`."""
    found, waiting = set(), [start]
    while waiting:
        for then in MOVES[waiting.pop()] - found - without:
            found.add(then)
            waiting.append(then)
    return found


def test_every_state_has_its_line_in_the_table_and_its_words():
    assert set(MOVES) == set(STATE_WORDS) == set(ReplyState)
    assert set(PROOF_WORDS) == set(Proof)


def test_every_state_is_reached_from_a_draft():
    assert reachable(ReplyState.DRAFT) == set(ReplyState)


@pytest.mark.parametrize("now", STATES)
@pytest.mark.parametrize("then", STATES)
def test_a_move_outside_the_table_is_refused_in_words(now, then):
    if then in MOVES[now]:
        check_move(now, then)
        return

    with pytest.raises(NotPossibleNow, match=STATE_WORDS[now].lower()):
        check_move(now, then)


@pytest.mark.parametrize("gate", [ReplyState.IN_REVIEW, ReplyState.APPROVED])
def test_law_5_nothing_is_sent_that_was_not_read_by_a_second_person_and_approved(gate):
    assert ReplyState.SENDING not in reachable(ReplyState.DRAFT, without={gate})


def test_law_5_an_approved_reply_is_the_only_one_that_is_sent():
    assert {state for state in STATES if ReplyState.SENDING in MOVES[state]} == {
        ReplyState.APPROVED
    }


def test_what_is_withdrawn_stays_so_and_what_is_live_until_it_is_removed():
    assert MOVES[ReplyState.WITHDRAWN] == frozenset()
    assert MOVES[ReplyState.LIVE] == {ReplyState.REMOVED}


def test_law_6_what_is_said_to_be_removed_is_live_again_only():
    assert MOVES[ReplyState.REMOVED] == {ReplyState.LIVE}


def test_law_6_nothing_is_live_that_was_not_sent():
    assert ReplyState.LIVE not in reachable(ReplyState.DRAFT, without={ReplyState.SENDING})


def test_law_6_what_the_forum_took_never_goes_back_to_the_queue_without_a_person():
    for state in (ReplyState.POSTED, ReplyState.HELD):
        # Both are left by a person's word alone.
        people = {ReplyState.NEEDS_PERSON, ReplyState.REJECTED}
        assert ReplyState.APPROVED not in reachable(state, without=people)


def test_law_6_what_may_stand_in_the_forum_cannot_be_given_up_without_a_person():
    for state in MAY_STAND - {ReplyState.NEEDS_PERSON}:
        assert ReplyState.WITHDRAWN not in MOVES[state]
        assert ReplyState.DRAFT not in MOVES[state]


def test_a_reply_needs_a_person_at_most_once_it_was_sent():
    before = {state for state in STATES if ReplyState.NEEDS_PERSON in MOVES[state]}

    assert before == {ReplyState.SENDING, ReplyState.POSTED, ReplyState.HELD}


def test_every_state_but_the_final_ones_has_a_way_out():
    for state in set(ReplyState) - FINAL:
        assert FINAL & reachable(state)


def test_an_action_can_begin_from_fewer_states_than_the_table_allows():
    check_move(ReplyState.SENDING, ReplyState.APPROVED)

    with pytest.raises(NotPossibleNow, match="being sent"):
        check_move(ReplyState.SENDING, ReplyState.APPROVED, only_from={ReplyState.IN_REVIEW})


def test_somebody_else_approves():
    check_approval(author_id=1, approver_id=2)

    with pytest.raises(NotYours):
        check_approval(author_id=1, approver_id=1)


def test_looks_come_at_growing_pauses_and_then_a_person_looks():
    looks = [next_look(looks=number, at=NOON) for number in range(len(READ_BACK_PAUSES) + 1)]

    assert [look - NOON for look in looks[:-1]] == sorted(READ_BACK_PAUSES)
    assert looks[-1] is None
