"""Words and phrases against a text, by the stem of each word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.matching.domain.words import (
    Expression,
    NoWords,
    expression_of,
    matched_phrases,
    stems,
)

WORDS = st.sampled_from(
    ["student", "finance", "loan", "payments", "sickness", "claiming", "prescription's", "moved"]
)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("loan payments", "My loan payment is late"),
        ("fit note", "Two FIT NOTES, one doctor"),
        ("student finance", "Is student-finance closed?"),
        ("universal credit", "Universal\nCredit: how long?"),
        ("students allowance", "the Students' Allowance"),
        ("student allowance", "the student’s allowance"),
        ("hc2", "My HC2 ran out"),
        ("claim", "claimed, claiming or claims"),
    ],
)
def test_a_phrase_finds_its_words_in_any_form(phrase, text):
    assert matched_phrases(text, expression_of(phrase)) == (phrase,)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sick pay", "I was sick and they did not pay"),
        ("sick pay", "pay sick"),
        ("pay", "payroll"),
        ("loan", "alone"),
        ("hc2", "HC 2"),
        ("loan", ""),
    ],
)
def test_words_apart_turned_round_or_inside_others_are_no_match(phrase, text):
    assert matched_phrases(text, expression_of(phrase)) == ()


def test_any_of_the_phrases_is_enough_and_those_that_stand_there_are_named():
    expression = expression_of("sick pay\nfit note, statutory sick pay")

    found = matched_phrases("Statutory sick pay and what then?", expression)

    assert found == ("sick pay", "statutory sick pay")


def test_one_unwanted_phrase_outweighs_all_others():
    expression = expression_of("student finance", "council tax")

    assert matched_phrases("Student finance and council taxes", expression) == ()


@pytest.mark.parametrize("typed", ["", "  \n , \n", "---", "\n,\n"])
def test_a_watch_without_words_is_refused(typed):
    with pytest.raises(NoWords):
        expression_of(typed)


def test_commas_and_lines_part_phrases_and_blanks_are_folded():
    assert expression_of(" sick   pay ,fit note\n\nSSP ", "cat,") == Expression(
        any_of=("sick pay", "fit note", "SSP"), none_of=("cat",)
    )


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_any_run_of_words_of_a_text_is_found_in_it(words, data):
    first = data.draw(st.integers(min_value=0, max_value=len(words) - 1))
    last = data.draw(st.integers(min_value=first + 1, max_value=len(words)))
    phrase = " ".join(words[first:last])

    assert matched_phrases(" ".join(words), expression_of(phrase)) == (phrase,)


@given(st.lists(WORDS, min_size=1, max_size=4), st.text(max_size=80))
def test_a_text_that_a_watch_excludes_never_matches(words, rest):
    phrase = " ".join(words)

    assert matched_phrases(f"{phrase}. {rest}", expression_of(phrase, phrase)) == ()


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_text_and_no_phrase_upset_the_matching(text, typed):
    try:
        expression = expression_of(typed)
    except NoWords:
        return

    assert set(matched_phrases(text, expression)) <= set(expression.any_of)


@given(st.text(max_size=200))
def test_stems_hold_no_white_space(text):
    assert all(stem == "".join(stem.split()) for stem in stems(text))
