"""Whether an operator's answer is in force on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.agreements.domain.terms import (
    ANSWER_WORDS,
    MODEL_WORDS,
    WELCOMING,
    AgreementTerms,
    Answer,
    EngagementModel,
    Standing,
    standing_of,
)

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


def terms(answer=Answer.WELCOME, valid_from=FIRST, valid_until=LAST):
    return AgreementTerms(
        answer=answer,
        answered_on=date(2026, 4, 3),
        valid_from=valid_from,
        valid_until=valid_until,
        models=frozenset({EngagementModel.OPEN_ANSWERING}),
        allows_reading=True,
        links_allowed=True,
        posts_per_day=None,
        peers_first_hours=0,
        board_ids=frozenset(),
        address="",
    )


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (FIRST - timedelta(days=1), Standing.NOT_YET),
        (FIRST, Standing.IN_FORCE),
        (LAST, Standing.IN_FORCE),
        (LAST + timedelta(days=1), Standing.EXPIRED),
    ],
)
def test_an_agreement_counts_from_its_first_day_to_its_last(day, standing):
    assert standing_of(terms(), on=day) is standing


@given(day=DAYS)
def test_an_agreement_without_a_last_day_goes_on(day):
    standing = standing_of(terms(valid_until=None), on=day)

    assert standing is (Standing.IN_FORCE if day >= FIRST else Standing.NOT_YET)


@given(day=DAYS, first=DAYS, answer=st.sampled_from(sorted(set(Answer) - WELCOMING)))
def test_any_other_answer_is_never_in_force(day, first, answer):
    assert standing_of(terms(answer, first, None), on=day) == answer.value


@given(day=DAYS)
def test_where_nobody_has_asked_nothing_is_in_force(day):
    assert standing_of(None, on=day) is Standing.NONE


@given(day=DAYS, first=DAYS, length=st.integers(min_value=0, max_value=400))
def test_an_agreement_has_one_spell_in_force(day, first, length):
    last = first + timedelta(days=length)

    in_force = standing_of(terms(valid_from=first, valid_until=last), on=day) is Standing.IN_FORCE

    assert in_force is (first <= day <= last)


def test_people_cite_an_agreement_by_the_day_of_the_answer():
    assert terms().name == "agreement of 3 April 2026"


def test_every_answer_and_model_has_words():
    assert set(ANSWER_WORDS) == set(Answer)
    assert set(MODEL_WORDS) == set(EngagementModel)
