"""The ground under every app: settings readers, identifiers, choices."""

from enum import StrEnum

import pytest
from django.core.exceptions import ImproperlyConfigured

from alongside.core.choices import choices_from, words_of
from alongside.core.environment import env_flag, env_list, env_text, env_whole
from alongside.core.identifiers import ALPHABET, LENGTH, new_identifier


class Weather(StrEnum):
    FINE = "fine"
    VERY_WET = "very_wet"


def test_choices_are_values_with_words():
    assert choices_from(Weather) == [("fine", "Fine"), ("very_wet", "Very wet")]
    assert words_of(Weather.VERY_WET) == "Very wet"


def test_identifiers_are_short_and_hold_nothing_that_is_misread():
    made = {new_identifier() for _ in range(1000)}

    assert len(made) == 1000
    assert all(len(identifier) == LENGTH for identifier in made)
    assert set("".join(made)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("aeiou01lO")


def test_a_missing_setting_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.delenv("ALONGSIDE_EXAMPLE", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"ALONGSIDE_EXAMPLE must be set\. See docs"):
        env_text("ALONGSIDE_EXAMPLE")

    assert env_text("ALONGSIDE_EXAMPLE", "otherwise") == "otherwise"


def test_an_empty_setting_that_must_be_set_counts_as_missing(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_EXAMPLE", "")

    with pytest.raises(ImproperlyConfigured):
        env_text("ALONGSIDE_EXAMPLE")


@pytest.mark.parametrize(("value", "flag"), [("yes", True), ("no", False)])
def test_a_flag_is_yes_or_no(monkeypatch, value, flag):
    monkeypatch.setenv("ALONGSIDE_EXAMPLE", value)

    assert env_flag("ALONGSIDE_EXAMPLE", default=not flag) is flag


@pytest.mark.parametrize("value", ["", "true", "1", "Yes"])
def test_a_flag_that_says_anything_else_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("ALONGSIDE_EXAMPLE", value)

    with pytest.raises(ImproperlyConfigured, match="must be yes or no"):
        env_flag("ALONGSIDE_EXAMPLE")


def test_a_list_is_parted_by_commas(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_EXAMPLE", " gov.uk, ,nhs.uk ,")

    assert env_list("ALONGSIDE_EXAMPLE") == ["gov.uk", "nhs.uk"]


@pytest.mark.parametrize("value", ["-1", "4.5", "many", "", "2"])
def test_a_whole_number_below_the_least_or_no_number_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("ALONGSIDE_EXAMPLE", value)

    with pytest.raises(ImproperlyConfigured, match="whole number from 3"):
        env_whole("ALONGSIDE_EXAMPLE", default=9, least=3)
