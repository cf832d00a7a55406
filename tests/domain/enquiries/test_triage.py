"""The life of an enquiry, and what is kept of a question."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.enquiries.domain.triage import (
    EXCERPT_LENGTH,
    MOVES,
    OPEN,
    SET_ASIDE,
    STATE_WORDS,
    EnquiryState,
    NotPossibleNow,
    check_move,
    due_at,
    excerpt_of,
)

STATES = list(EnquiryState)


def test_every_state_has_its_line_in_the_table_and_its_words():
    assert set(MOVES) == set(STATE_WORDS) == set(EnquiryState)


@pytest.mark.parametrize("now", STATES)
@pytest.mark.parametrize("then", STATES)
def test_a_move_outside_the_table_is_refused_in_words(now, then):
    if then in MOVES[now]:
        check_move(now, then)
        return

    with pytest.raises(NotPossibleNow, match=STATE_WORDS[now].lower()):
        check_move(now, then)


def test_what_was_answered_stays_answered():
    assert MOVES[EnquiryState.ANSWERED] == frozenset()


def test_nothing_is_answered_that_nobody_claimed():
    before = [state for state in STATES if EnquiryState.ANSWERED in MOVES[state]]

    assert before == [EnquiryState.CLAIMED]


@pytest.mark.parametrize("decision", sorted(SET_ASIDE))
def test_law_3_leaving_a_question_to_peers_is_a_decision_that_can_be_taken_back(decision):
    assert all(decision in MOVES[state] for state in OPEN)
    assert MOVES[decision] == {EnquiryState.NEW}


def test_the_standard_counts_from_the_question_not_from_our_finding_it():
    asked = datetime(2026, 5, 6, 22, tzinfo=UTC)

    assert due_at(asked_at=asked, response_hours=48) == asked + timedelta(days=2)


def test_a_short_question_is_kept_whole_and_folded():
    assert excerpt_of("  Is it\n\nsick pay?  ") == "Is it sick pay?"


def test_a_long_question_is_cut_at_a_word():
    excerpt = excerpt_of("word " * 200)

    assert excerpt.endswith("word…")


@given(st.text(max_size=1000))
def test_law_4_an_excerpt_is_short_and_says_nothing_the_question_does_not(text):
    excerpt = excerpt_of(text)

    assert len(excerpt) <= EXCERPT_LENGTH
    assert " ".join(text.split()).startswith(excerpt.removesuffix("…"))
