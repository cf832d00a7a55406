"""What differs between two versions of a plan: everything, once, at its place."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.agreements.domain.terms import EngagementModel
from alongside.plans.domain.differences import (
    FIELDS,
    FieldDifference,
    Kind,
    Part,
    Says,
    differences,
    places_of,
)
from alongside.plans.domain.documents import as_current, canonical

FIRST = {
    "body": {"id": "aps", "name": "APS"},
    "version": 1,
    "title": "Taking part",
    "goal": "People find a correct answer where they asked.",
    "disclosure": "We say who we are.",
    "effective_from": "2026-05-01",
    "review_on": "2026-11-01",
    "is_practice": False,
    "objectives": [
        {
            "forum": {"id": "well", "name": "The Well"},
            "engagement_model": "open_answering",
            "statement": "Answer questions about sick pay.",
            "hours": "Weekdays",
            "response_standard_hours": 48,
            "peers_first_hours": 2,
        }
    ],
}
SHORT = st.text(max_size=8)
MAYBE_DAY = st.none() | st.sampled_from(["2026-05-01", "2026-06-01"])
HOURS = st.none() | st.integers(0, 5)


def items(key, fields):
    return st.lists(
        st.fixed_dictionaries(fields), unique_by=lambda item: str(key(item)), max_size=3
    )


DOCUMENTS = st.fixed_dictionaries(
    {
        "title": SHORT,
        "goal": SHORT,
        "disclosure": SHORT,
        "review_on": MAYBE_DAY,
        "languages": st.lists(st.sampled_from(["en", "cy"]), unique=True),
        "goals": items(
            lambda goal: goal["id"],
            {"id": st.sampled_from("abc"), "title": SHORT, "description": SHORT},
        ),
        "objectives": items(
            lambda objective: objective["forum"]["id"],
            {
                "forum": st.fixed_dictionaries({"id": st.sampled_from("xyz"), "name": SHORT}),
                "engagement_model": st.sampled_from([model.value for model in EngagementModel]),
                "statement": SHORT,
                "hours": SHORT,
                "response_standard_hours": HOURS,
                "peers_first_hours": HOURS,
            },
        ),
        "indicators": items(
            lambda indicator: indicator["id"],
            {
                "id": st.sampled_from("ijk"),
                "name": SHORT,
                "unit": SHORT,
                "target": st.none() | st.sampled_from(["5", "7.5"]),
            },
        ),
    },
    # What a later format may say, and what the first did not.
    optional={
        "legal_power": SHORT,
        "assessed_on": MAYBE_DAY,
        "consultation": st.lists(st.fixed_dictionaries({"comment": SHORT}), max_size=2),
    },
)


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document):
    assert differences(document, document) == []
    assert differences(document, json.loads(canonical(document))) == []


@settings(max_examples=200)
@given(DOCUMENTS, DOCUMENTS)
def test_every_value_that_differs_is_named_once_and_nothing_else_is(before, after):
    old, new = places_of(before), places_of(after)
    differing = {place for place in {*old, *new} if old.get(place) != new.get(place)}

    named = [
        (difference.part, difference.item, field.field)
        for difference in differences(before, after)
        for field in difference.fields
        if field.says is not Says.ORDER
    ]

    assert sorted(named) == sorted(differing)


def applied(places, found):
    """The places of the later document, from those of the earlier one and the differences."""
    result = dict(places)
    for difference in found:
        for field in difference.fields:
            if field.says is Says.ORDER:
                continue
            place = (difference.part, difference.item, field.field)
            if field.after is None:
                result.pop(place, None)
            else:
                result[place] = field.after
    return result


@settings(max_examples=200)
@given(DOCUMENTS, DOCUMENTS)
def test_the_earlier_document_with_its_differences_is_the_later_one(before, after):
    assert applied(places_of(before), differences(before, after)) == places_of(after)


@given(DOCUMENTS, DOCUMENTS)
def test_what_is_added_one_way_is_removed_the_other(before, after):
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}

    there = {(one.part, one.item, one.kind) for one in differences(before, after)}
    back = {(one.part, one.item, turned[one.kind]) for one in differences(after, before)}

    assert there == back


@given(DOCUMENTS)
def test_today_s_format_is_read_as_it_is(document):
    current = as_current(document)

    assert as_current(current) == current


def only(before, after):
    (found,) = differences(before, after)
    return found


def test_a_changed_standard_says_both_numbers():
    after = json.loads(json.dumps(FIRST))
    after["objectives"][0]["response_standard_hours"] = 24

    found = only(FIRST, after)

    assert (found.kind, found.part, found.name) == (Kind.CHANGED, Part.OBJECTIVES, "The Well")
    assert found.fields == (FieldDifference("response_standard_hours", Says.HOURS, 48, 24),)


def test_an_objective_is_known_by_its_forum():
    after = {**FIRST, "objectives": [{**FIRST["objectives"][0], "forum": {"id": "b", "name": "B"}}]}

    found = differences(FIRST, after)

    assert [(one.kind, one.name) for one in found] == [
        (Kind.ADDED, "B"),
        (Kind.REMOVED, "The Well"),
    ]


def test_hours_of_a_forum_in_which_nobody_answers_mean_nothing():
    listening = json.loads(json.dumps(FIRST))
    listening["objectives"][0]["engagement_model"] = "listen_only"
    today = as_current(listening)

    assert today["objectives"][0]["response_standard_hours"] is None
    assert differences(listening, today) == []


def test_goals_in_another_order_are_a_difference_of_their_own():
    goals = [{"id": key, "title": key, "description": ""} for key in "abc"]
    before, after = {**FIRST, "goals": goals}, {**FIRST, "goals": [*goals[1:], goals[0]]}

    (order,) = only(before, after).fields

    assert (order.says, order.before, order.after) == (
        Says.ORDER,
        ("a", "b", "c"),
        ("b", "c", "a"),
    )


def test_what_names_the_version_is_no_difference():
    assert differences(FIRST, {**FIRST, "version": 2, "format": "alongside.plan/2"}) == []


def test_what_a_later_format_says_besides_is_not_passed_over():
    found = only(FIRST, {**FIRST, "consultation": [{"comment": "No links, please."}]})

    assert (found.part, found.fields[0].field) == (Part.OTHER, "consultation")
    assert "No links, please." in found.fields[0].after


@pytest.mark.parametrize("part", [part for part in Part if part is not Part.OTHER])
def test_each_part_has_fields(part):
    assert FIELDS[part]
