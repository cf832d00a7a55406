"""When a forum is major for a body, and when a listing must be looked at again."""

from datetime import date, timedelta

import pytest

from alongside.forums.domain.listing import (
    CRITERION_EVIDENCE,
    CRITERION_WORDS,
    Criterion,
    Refused,
    checked_criteria,
    checked_reason,
    checked_search_day,
    is_due,
    oldest_fresh,
    review_due_on,
)

TODAY = date(2026, 5, 6)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days_ago", "due"), [(0, False), (91, False), (92, True), (93, True), (5_000, True)]
)
def test_a_listing_is_due_again_on_the_92nd_day_after_the_last_look(days_ago, due):
    assert is_due(TODAY - days_ago * A_DAY, on=TODAY) is due


def test_the_oldest_fresh_day_is_the_last_one_that_is_not_due():
    oldest = oldest_fresh(TODAY)

    assert not is_due(oldest, on=TODAY)
    assert is_due(oldest - A_DAY, on=TODAY)
    assert review_due_on(oldest) == TODAY + A_DAY


def test_every_criterion_is_published_with_words_and_with_how_to_see_it():
    assert set(CRITERION_WORDS) == set(CRITERION_EVIDENCE) == set(Criterion)
    assert all(CRITERION_WORDS.values())
    assert all(CRITERION_EVIDENCE.values())


def test_criteria_are_kept_once_each_in_the_published_order():
    assert checked_criteria(["size", "subject", "size"]) == ["subject", "size"]


@pytest.mark.parametrize("given", [[], (), set()])
def test_a_listing_without_a_criterion_is_refused(given):
    with pytest.raises(Refused, match="at least one criterion"):
        checked_criteria(given)


@pytest.mark.parametrize("given", [["because"], ["size", "x"], "size and more", [""], None])
def test_a_criterion_that_is_not_published_is_refused(given):
    with pytest.raises(Refused, match="no published criterion"):
        checked_criteria(given)


def test_a_reason_is_kept_without_blanks_around_it_and_without_characters_nobody_can_store():
    assert checked_reason("  The largest\x00 one.\r\nBy far. ") == "The largest one.\nBy far."


@pytest.mark.parametrize("text", ["", "   \n ", "Because.", "\x00" * 50])
def test_a_reason_that_says_nothing_is_refused(text):
    with pytest.raises(Refused, match="Say in a sentence why"):
        checked_reason(text)


def test_a_reason_longer_than_a_page_is_refused_with_its_length():
    with pytest.raises(Refused, match=r"at most 2,000 characters; these are 2,001"):
        checked_reason("x" * 2_001)


@pytest.mark.parametrize("days_ago", [0, 1, 366])
def test_a_search_of_the_last_year_counts(days_ago):
    day = TODAY - days_ago * A_DAY

    assert checked_search_day(day, today=TODAY) == day


@pytest.mark.parametrize(("days_ago", "words"), [(-1, "in the future"), (367, "more than a year")])
def test_a_search_to_come_or_of_long_ago_is_refused(days_ago, words):
    with pytest.raises(Refused, match=words):
        checked_search_day(TODAY - days_ago * A_DAY, today=TODAY)
