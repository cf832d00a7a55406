"""What a record says of looking for existing forums before one is built."""

import pytest

from alongside.forums.domain.building import (
    DECISION_WORDS,
    Refused,
    checked_consulted,
    checked_decision,
    checked_need,
)
from alongside.forums.domain.kinds import BuildDecision


def test_the_need_is_kept_in_one_line():
    assert checked_need(" Carers who\r\n work  nights\x00 ") == "Carers who work nights"


@pytest.mark.parametrize("text", ["", "carers", " \n\t ", "\x00" * 40])
def test_a_need_that_names_neither_audience_nor_need_is_refused(text):
    with pytest.raises(Refused, match="who needs help, and with what"):
        checked_need(text)


def test_a_need_longer_than_two_sentences_is_refused_with_its_length():
    with pytest.raises(Refused, match=r"at most 600 characters; these are 1,200"):
        checked_need("x" * 1_200)


def test_nobody_need_have_been_consulted_yet():
    assert checked_consulted("  ") == ""


def test_every_decision_has_words():
    assert set(DECISION_WORDS) == set(BuildDecision)


def test_no_decision_is_no_decision():
    with pytest.raises(Refused, match="Choose what was decided"):
        checked_decision(BuildDecision.OPEN, "A reason long enough.", consulted="The operators.")


@pytest.mark.parametrize("decision", sorted(set(BuildDecision) - {BuildDecision.OPEN}))
def test_a_decision_without_a_reason_is_refused(decision):
    with pytest.raises(Refused, match="why it was decided so"):
        checked_decision(decision, "  Yes. ", consulted="The operators of two forums.")


def test_nobody_builds_before_operators_and_users_were_consulted():
    with pytest.raises(Refused, match="consulted"):
        checked_decision(BuildDecision.BUILD, "Nothing serves this need yet.", consulted="")


@pytest.mark.parametrize(
    "decision", sorted(set(BuildDecision) - {BuildDecision.OPEN, BuildDecision.BUILD})
)
def test_what_builds_nothing_may_be_decided_without_consulting(decision):
    reason = "Two forums serve this need already."

    assert checked_decision(decision, f" {reason} ", consulted="") == reason
