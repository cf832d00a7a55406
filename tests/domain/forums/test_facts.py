"""What is asked of the facts about a forum."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.bodies.domain.topics import TOPICS
from alongside.connectors.registry import CONNECTORS
from alongside.connectors.signs import SIGNS
from alongside.forums.domain.facts import (
    LONGEST,
    MOST_NAMES,
    ForumFacts,
    fault_of_board_number,
    faults_of,
    language_of,
    names_of,
)
from alongside.forums.domain.kinds import (
    ALIAS_WORDS,
    BOUND_WORDS,
    CLOSED_TO_PROGRAMS,
    ENGINE_WORDS,
    FORUM_KIND_WORDS,
    KNOWN_WELL,
    LIFE_WORDS,
    READ_FROM,
    SPOKEN_WITH,
    AliasKind,
    Bound,
    ForumKind,
    ForumLife,
)

TODAY = date(2026, 5, 6)
FACTS = ForumFacts(
    name="Ferry Corner",
    address="https://forum.example",
    languages=("en", "cy"),
    topics=("money",),
    house_rules_address="https://forum.example/rules",
    house_rules_read_on=TODAY,
)


def faults(**changes):
    return faults_of(replace(FACTS, **changes), today=TODAY)


@pytest.mark.parametrize(
    ("number", "engine", "has_fault"),
    [
        ("12", "misago", False),
        ("sick-pay", "misago", True),
        ("sick-pay.2_a", "bbpress", False),
        ("sick pay", "bbpress", True),
        ("sick-pay", "phpbb", True),
        ("sick-pay@lists.example.org", "hyperkitty", False),
        ("../x", "", True),
        ("x" * 51, "", True),
        ("１２", "misago", True),
        ("12\x00", "", True),
    ],
)
def test_the_number_of_a_board_is_such_as_its_software_gives(number, engine, has_fault):
    assert bool(fault_of_board_number(number, engine=engine)) is has_fault


def test_whole_facts_have_no_fault():
    assert faults() == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"languages": ("English",)}, "languages"),
        ({"languages": ("en", "x y")}, "languages"),
        ({"engine": "phpBB 3"}, "engine"),
        ({"topics": ("money", "moon")}, "topics"),
        ({"house_rules_read_on": date(2026, 5, 7)}, "house_rules_read_on"),
        ({"house_rules_address": ""}, "house_rules_address"),
        ({"other_names": tuple(f"Name {n}" for n in range(MOST_NAMES + 1))}, "other_names"),
        ({"other_names": ("x" * 201,)}, "other_names"),
        ({"name": "..."}, "name"),
        ({"name": "Ferry \u202erenroC"}, "name"),
        ({"operator_name": "Ferry\u200ePress"}, "operator_name"),
        ({"other_names": ("Fer\x07ry",)}, "other_names"),
        ({"description": "Two lines,\nand \u2066more."}, "description"),
        ({"subject": "a\x00b"}, "subject"),
        ({"other_names": ("a\x00b",)}, "other_names"),
        *(({name: "x" * (longest + 1)}, name) for name, longest in LONGEST.items()),
    ],
)
def test_a_wrong_fact_is_named_by_its_field(changes, field):
    assert list(faults(**changes)) == [field]


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("EN", "en"),
        ("en_gb", "en-GB"),
        (" cy ", "cy"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
    ],
)
def test_languages_are_written_in_the_usual_way(typed, tag):
    assert language_of(typed) == tag


def test_names_are_kept_once_each_without_the_forums_own():
    assert names_of(
        ["MSE", " mse ", "", "Money  Saving", "FERRY corner"], besides="Ferry Corner"
    ) == (
        "MSE",
        "Money Saving",
    )


def test_a_fingerprint_changes_with_any_fact():
    assert FACTS.fingerprint == replace(FACTS).fingerprint
    assert len({FACTS.fingerprint, replace(FACTS, area="Wales").fingerprint}) == 2


def test_details_are_such_as_json_holds():
    details = FACTS.as_details()

    assert details["house_rules_read_on"] == "2026-05-06"
    assert details["topics"] == [
        {"scheme": "GOVUK-TOPIC", "code": "money", "label": TOPICS["money"]}
    ]


def test_every_word_of_the_field_has_words():
    assert set(FORUM_KIND_WORDS) == set(ForumKind)
    assert set(LIFE_WORDS) == set(ForumLife)
    assert set(BOUND_WORDS) == set(Bound)
    assert set(ALIAS_WORDS) == set(AliasKind)


def test_software_that_can_be_spoken_with_is_that_which_has_a_connector():
    known = {
        kind: found for kind, found in CONNECTORS.items() if kind not in ("generic", "dry_run")
    }
    assert {kind for kind, connector in known.items() if connector.can_read} == KNOWN_WELL
    assert {kind for kind, connector in known.items() if connector.can_post} == SPOKEN_WITH
    assert set(ENGINE_WORDS) >= KNOWN_WELL | CLOSED_TO_PROGRAMS


def test_forums_of_any_software_are_read_but_those_that_are_closed_to_programs():
    assert {"", "own", "punbb", "drupal"} | KNOWN_WELL <= READ_FROM
    assert not READ_FROM & CLOSED_TO_PROGRAMS


def test_software_that_can_be_recognised_has_words():
    assert set(SIGNS) <= set(ENGINE_WORDS)


def test_names_of_software_fit_and_are_told_apart():
    assert all(len(engine) <= 30 for engine in ENGINE_WORDS)
    assert len(set(ENGINE_WORDS.values())) == len(ENGINE_WORDS)
