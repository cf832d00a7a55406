"""What may become of a proposal, and what each answer must say."""

from datetime import date, timedelta

import pytest

from alongside.proposals.domain.fields import (
    BODY_FIELDS,
    FORUM_FIELDS,
    About,
    Field,
    field_words,
    fields_of,
)
from alongside.proposals.domain.life import (
    ANSWERS,
    STATE_WORDS,
    ProposalState,
    Unfounded,
    answer_due_on,
    check_answer,
    words_end_at,
)
from tests.factories import NOON


@pytest.mark.parametrize(
    ("state", "changed", "reason", "missing"),
    [
        (ProposalState.ACCEPTED, "", "It is right.", "changed"),
        (ProposalState.ACCEPTED, " \n", "", "changed"),
        (ProposalState.ACCEPTED, "The name.", "", "reason"),
        (ProposalState.IN_PART, "The name.", "", "reason"),
        (ProposalState.IN_PART, "", "Only the name.", "changed"),
        (ProposalState.DECLINED, "", " ", "reason"),
    ],
)
def test_an_answer_says_what_it_rests_on(state, changed, reason, missing):
    with pytest.raises(Unfounded) as caught:
        check_answer(state, changed=changed, reason=reason)

    assert caught.value.field == missing


@pytest.mark.parametrize(
    ("state", "changed", "reason"),
    [
        (ProposalState.ACCEPTED, "The name.", "Its page says so."),
        (ProposalState.IN_PART, "The name.", "Not the address."),
        (ProposalState.DECLINED, "", "The page shows another."),
        (ProposalState.REJECTED, "", ""),
    ],
)
def test_an_answer_that_says_enough_is_taken(state, changed, reason):
    check_answer(state, changed=changed, reason=reason)


def test_an_answer_is_promised_within_two_weeks():
    assert answer_due_on(date(2026, 5, 6)) == date(2026, 5, 20)


def test_law_4_only_the_words_of_what_was_rejected_have_an_end():
    ends = {state: words_end_at(state, NOON) for state in ANSWERS}

    assert ends.pop(ProposalState.REJECTED) == NOON + timedelta(days=30)
    assert set(ends.values()) == {None}
    assert words_end_at(ProposalState.WAITING, None) is None


def test_every_field_and_state_has_words():
    assert set(STATE_WORDS) == set(ProposalState)
    assert {*FORUM_FIELDS, *BODY_FIELDS, Field.MISSING} == set(Field)
    for about in About:
        assert field_words(about, Field.MISSING)
        assert all(field_words(about, field) == words for field, words in fields_of(about).items())
