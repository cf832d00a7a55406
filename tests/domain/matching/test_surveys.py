"""The pure counting of a survey."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.matching.domain import surveys
from alongside.matching.domain.surveys import ALL, Question, Tally, Topic

SICK_PAY = Topic("watch:1", "Sick pay", "watch", ("sick pay",), ("holiday",))
HOUR = timedelta(hours=1)


def question(text, *, month=3, after=None, answered=None):
    return Question(
        asked_at=datetime(2026, month, 14, 9, tzinfo=UTC),
        text=text,
        is_answered=after is not None if answered is None else answered,
        answered_after=after,
    )


def test_a_question_counts_once_in_all_and_once_for_each_topic_that_it_touches():
    housing = Topic("remit:2", "Housing", "remit", ("housing",))

    tallies = surveys.count(
        [question("My sick pay and my housing"), question("Weather"), question("Housing", month=4)],
        [SICK_PAY, housing],
    )

    assert {key: tally.questions for key, tally in tallies.items()} == {
        (date(2026, 3, 1), ALL): 2,
        (date(2026, 3, 1), "watch:1"): 1,
        (date(2026, 3, 1), "remit:2"): 1,
        (date(2026, 4, 1), ALL): 1,
        (date(2026, 4, 1), "remit:2"): 1,
    }


def test_words_are_matched_as_watches_match_them():
    assert SICK_PAY.is_touched_by("Are SICK payments late?") is False
    assert SICK_PAY.is_touched_by("Is sick pay late?")
    assert not SICK_PAY.is_touched_by("Sick pay in my holidays?")


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (HOUR, "1 hour"),
        (HOUR * 1.01, "4 hours"),
        (timedelta(days=7), "7 days"),
        (timedelta(days=8), "later"),
        (-HOUR, "1 hour"),
        (None, "time not told"),
    ],
)
def test_times_to_the_first_answer_fall_into_steps(after, words):
    assert surveys.WITHIN_WORDS[surveys.place_of(after)] == words


def test_law_7_without_a_question_a_share_has_no_value():
    assert (Tally().unanswered_share, Tally().half_within) == (None, None)


def test_half_of_the_answers_are_counted_among_those_whose_time_is_known():
    tally = Tally()
    for after in (HOUR, 3 * HOUR, 30 * HOUR):
        tally.add(question("", after=after))
    tally.add(question("", answered=True))
    tally.add(question(""))

    assert (tally.questions, tally.unanswered, tally.half_within) == (5, 1, "4 hours")


@pytest.mark.parametrize(
    ("label", "phrases"),
    [
        ("Crime, justice and law", ("Crime", "justice", "law")),
        ("Housing, local and community", ("Housing",)),
        ("Money", ("Money",)),
    ],
)
def test_a_topic_of_a_remit_is_counted_by_the_words_of_its_label(label, phrases):
    topic = surveys.topic_of_label("GOVUK-TOPIC:x", label)

    assert topic is not None
    assert topic.any_of == phrases


def test_a_label_that_says_nothing_of_its_own_is_no_topic_to_count_by():
    assert surveys.topic_of_label("X:1", "International") is None


def test_an_estimate_counts_threads_and_lists_at_the_forums_pace():
    found = surveys.estimate([100, 7], pause_seconds=5, requests_a_day=50)

    assert (found.requests, found.seconds, found.days) == (107 + 5 + 1, 113 * 6, 3)


def test_an_estimate_says_when_nobody_can_know():
    assert surveys.estimate([100, None], pause_seconds=5, requests_a_day=50).requests is None
