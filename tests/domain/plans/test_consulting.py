"""The rules of a fair consultation."""

from datetime import date, timedelta

import pytest

from alongside.plans.domain import consulting as rules
from alongside.plans.domain.consulting import ConsultationError
from alongside.plans.domain.documents import as_current
from alongside.plans.domain.missing import Gap
from alongside.plans.domain.steps import Step

TODAY = date(2026, 5, 6)
DAY = timedelta(days=1)
DRAFT = {
    "objectives": [
        {"forum": {"id": "well", "name": "The Well"}},
        {"forum": {"id": "spring", "name": "The Spring"}},
    ]
}


def test_every_step_is_a_part_and_each_forum_one_of_its_own():
    keys = [section.key for section in rules.sections_of(DRAFT)]

    assert keys == [
        *("whole", "about", "goals", "forum:well", "forum:spring"),
        *("standards", "law", "indicators"),
    ]


def test_an_operator_sees_their_own_forum_first_and_no_other_one():
    keys = [section.key for section in rules.sections_for(rules.sections_of(DRAFT), ["spring"])]

    assert keys[:2] == ["forum:spring", "whole"]
    assert "forum:well" not in keys


@pytest.mark.parametrize("days", [14, 28, 182])
def test_there_is_time_enough_to_answer(days):
    rules.check_days(TODAY + days * DAY, today=TODAY)


@pytest.mark.parametrize("days", [-1, 0, 13, 183])
def test_too_little_time_or_no_end_is_refused(days):
    with pytest.raises(ConsultationError):
        rules.check_days(TODAY + days * DAY, today=TODAY)


def test_the_last_day_counts():
    assert rules.is_open(closed=False, closes_on=TODAY, on=TODAY)
    assert not rules.is_open(closed=False, closes_on=TODAY, on=TODAY + DAY)
    assert not rules.is_open(closed=True, closes_on=TODAY, on=TODAY)


def test_answers_are_due_twelve_weeks_after():
    assert rules.answers_due_on(TODAY) == date(2026, 7, 29)


@pytest.mark.parametrize(
    ("is_open_to_all", "answered", "may"),
    [
        (False, [True, True], True),
        (False, [True, False], False),
        (False, [], False),
        (True, [True], False),
    ],
)
def test_nobodys_time_is_cut_short(is_open_to_all, answered, may):
    assert rules.may_close_early(is_open_to_all=is_open_to_all, has_answered=answered) is may


def test_what_is_still_to_be_formed_may_be_missing():
    gaps = [Gap(step, step.value) for step in Step]

    needed = [gap.step for gap in rules.gaps_to_fill(gaps)]

    assert needed == [Step.ABOUT, Step.GOALS, Step.FORUMS]


def test_a_document_of_before_says_nothing_of_consultations():
    assert as_current({"format": "alongside.plan/2"})["consultations"] is None
    assert as_current({"consultations": []})["consultations"] == []


def test_words_are_kept_as_they_were_meant_and_no_longer_than_agreed():
    assert rules.cleaned_words(" One.\r\n\r\n\r\n\r\nTwo.\0 ", most=20) == "One.\n\nTwo."
    with pytest.raises(ConsultationError, match="at most 5 characters"):
        rules.cleaned_words("Too long", most=5)
