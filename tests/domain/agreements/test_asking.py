"""Rules of asking: days, silence, what a letter holds, which files are taken, how links live."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.agreements.domain import evidence, links
from alongside.agreements.domain.asking import (
    Step,
    UnfitLetter,
    checked_letter,
    closes_at,
    ends_soon,
    is_silence_recorded,
    step_due,
)
from alongside.agreements.domain.letters import MOST_TRIES, next_try
from alongside.agreements.domain.terms import Answer

SENT = datetime(2026, 5, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("reminded", "after", "due"),
    [
        (None, 14 * DAY - MINUTE, None),
        (None, 14 * DAY, Step.REMIND),
        (None, 100 * DAY, Step.REMIND),  # nobody's silence counts before they were reminded
        (14 * DAY, 28 * DAY - MINUTE, None),
        (14 * DAY, 28 * DAY, Step.CLOSE),
        (2 * DAY, 28 * DAY - MINUTE, None),  # reminded early: the 28 days stay
        (40 * DAY, 54 * DAY - MINUTE, None),
        (40 * DAY, 54 * DAY, Step.CLOSE),
    ],
)
def test_one_reminder_then_silence_means_no(reminded, after, due):
    reminded_at = None if reminded is None else SENT + reminded

    assert step_due(sent_at=SENT, reminded_at=reminded_at, at=SENT + after) is due


def test_the_day_that_a_letter_names_is_the_day_on_which_it_is_closed():
    assert closes_at(sent_at=SENT, reminded_at=None) == SENT + 28 * DAY
    assert closes_at(sent_at=SENT, reminded_at=SENT + 20 * DAY) == SENT + 34 * DAY


@pytest.mark.parametrize(
    ("newest", "is_expired", "recorded"),
    [
        (None, False, True),
        (Answer.NO_ANSWER, False, True),
        (Answer.WELCOME, True, True),
        (Answer.WELCOME, False, False),
        (Answer.WITH_CONDITIONS, False, False),
        (Answer.HELD, False, False),
        (Answer.WITHDRAWN, False, False),
        (Answer.NOT_WELCOME, False, False),
    ],
)
def test_silence_to_a_further_letter_takes_nothing_back(newest, is_expired, recorded):
    assert is_silence_recorded(newest, is_expired=is_expired) is recorded


def test_a_letter_is_tidied():
    assert checked_letter(" May  we\nhelp? ", "Hello\r\n{link}\r\n") == (
        "May we help?",
        "Hello\n{link}",
    )


@pytest.mark.parametrize(
    "letter", ["Hello", "{link}{link}", " ", "{link}" + "x" * 6000, "{link} {", "{name} {link}"]
)
def test_a_letter_without_its_link_or_too_long_is_unfit(letter):
    with pytest.raises(UnfitLetter):
        checked_letter("May we?", letter)


def test_an_agreement_makes_work_60_days_ahead():
    today = SENT.date()

    assert ends_soon(today + 60 * DAY, on=today)
    assert ends_soon(today, on=today)
    assert not ends_soon(today + 61 * DAY, on=today)
    assert not ends_soon(today - DAY, on=today)
    assert not ends_soon(None, on=today)


def test_letters_are_tried_again_less_and_less_and_not_for_ever():
    pauses = [next_try(failures, at=SENT) for failures in range(1, MOST_TRIES)]

    assert pauses == sorted(pauses)
    assert pauses[0] == SENT + 5 * MINUTE
    assert next_try(MOST_TRIES, at=SENT) is None


def test_fresh_links_have_pauses_and_a_number_a_day():
    assert links.may_send_fresh([], at=SENT)
    assert not links.may_send_fresh([SENT - 9 * MINUTE], at=SENT)
    assert links.may_send_fresh([SENT - 10 * MINUTE], at=SENT)
    assert not links.may_send_fresh([SENT - hours * 60 * MINUTE for hours in (1, 2, 3)], at=SENT)
    assert links.may_send_fresh([SENT - hours * 60 * MINUTE for hours in (1, 2, 25)], at=SENT)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        ("We agree, of course – Zoë.\n".encode(), "text/plain"),
        (b"\xef\xbb\xbfWe agree.", "text/plain"),
    ],
)
def test_a_letter_is_what_its_first_bytes_say(content, kind):
    assert evidence.kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"x" * (evidence.LARGEST + 1), "too large"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "PDF"),
        (b'\xef\xbb\xbf \n<svg xmlns="http://www.w3.org/2000/svg">', "PDF"),
        (b"<?xml version='1.0'?>", "PDF"),
        (b"PK\x03\x04...", "PDF"),
        (b"MZ\x90\x00", "PDF"),
        (b"GIF89a\x00", "PDF"),
        (b"We \x00 agree", "PDF"),
        (b"\xff\xfeW\x00e\x00", "PDF"),
    ],
)
def test_other_files_are_refused_with_a_sentence(content, words):
    with pytest.raises(evidence.UnfitFile, match=words):
        evidence.kind_of(content)


def test_a_letter_of_the_largest_size_is_taken():
    assert evidence.kind_of(b"%PDF-" + b"x" * (evidence.LARGEST - 5)) == "application/pdf"
