"""How changes of the register are said."""

import re

import pytest

from alongside.publishing.domain.change_fields import field_noun, field_words, value_text
from alongside.publishing.domain.changes import KINDS, ChangeGroup, kinds_of, words_of_kind


def places_in(sentence):
    return set(re.findall(r"%\((\w+)\)s", sentence))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_sentence_for_when_only_the_name_is_known(kind):
    words = words_of_kind(kind)

    assert "name" in places_in(words.sentence)
    assert places_in(words.alone or words.sentence) == {"name"}
    assert words.sentence.endswith(".")
    assert (words.alone or ".").endswith(".")
    assert {"fields", "how"} <= places_in(words.fields or "%(fields)s%(how)s")


def test_every_group_holds_some_kind():
    assert all(kinds_of(group) for group in ChangeGroup)


def test_a_kind_that_nobody_knows_is_said_by_its_name():
    words = words_of_kind("listing.re_opened%")

    assert words.group is ChangeGroup.LISTS
    assert words.sentence % {"name": "The Well"} == "Listing re opened%: The Well."


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", None, ""),
        ("name", "", ""),
        ("leads", True, "yes"),
        ("value", 42000, "42,000"),
        ("value", 3.5, "3.5"),
        ("closed_on", "2026-05-06", "6 May 2026"),
        ("dated", "2009-02", "February 2009"),
        ("dated", "2009", "2009"),
        ("dated", "2009-99", "2009-99"),
        ("name", "2009-02", "2009-02"),
        ("name", "2026-99-99", "2026-99-99"),
        ("life", "quiet", "Quiet: few new posts"),
        ("bound", "exact", "exact"),
        ("topics", ["work", "of-another-list"], "Work, of-another-list"),
        ("life", "something_new", "something_new"),
        ("kind", "mailing_list", "Mailing list"),
        ("kind", "registered users", "registered users"),
        ("closed_how", "merged", "merged into another body"),
        ("other_names", ["The Spring", "", "Old Well"], "The Spring, Old Well"),
        ("topics", [{"scheme": "GOVUK-TOPIC", "code": "work", "label": "Work"}], "Work"),
        ("identifiers", [{"scheme": "GB-COH", "value": "01"}], "GB-COH 01"),
        ("odd", {"a": 1, "b": [2, None]}, "a 1, b 2"),
    ],
)
def test_a_value_is_said_as_people_read_it(field, value, said):
    assert value_text(field, value) == said


def test_a_field_without_words_is_said_by_its_name():
    assert field_words("house_rules_address") == "house rules"
    assert field_words("some_new_field") == "some new field"


def test_a_field_that_is_called_by_a_phrase_has_a_noun_for_sentences():
    assert (field_noun("operator_name"), field_noun("parent")) == ("operator", "parent body")
    assert field_noun("website") == "website"
