"""What may be said of a body, and the sentence for what may not."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.bodies.domain.facts import (
    LONGEST_NAME,
    Facts,
    faults_of,
    is_formula,
    name_key,
    other_names_of,
    tidy,
)

TODAY = date(2026, 5, 6)
SOUND = Facts(
    name="Aldmere Public Services",
    acronym="APS",
    other_names=["Aldmere Poor Law Union"],
    jurisdiction="GB-WLS",
    founded_on=date(1948, 7, 5),
    closed_on=TODAY,
    closed_how="merged",
    remit="Pays benefits.\n\tAnd grants.",
    website="https://aldmere.example/a?b=c",
    topics=[("GOVUK-TOPIC", "work", "Work")],
    identifiers=[("GB-LAE", "ALD"), ("GB-LAE", "ALE")],
)


@pytest.mark.parametrize("code", ["GB", "GB-WLS", "GB-EAW", "US", "US-CA", "EU", "IT-MI", "NZ"])
def test_countries_and_their_parts_are_jurisdictions(code):
    assert faults_of(replace(SOUND, jurisdiction=code), today=TODAY) == []


def test_what_comes_along_unseen_in_copying_is_left_out_of_names():
    assert tidy("\ufeffHome\u200b Off\xadice\u2060") == "Home Office"


def test_an_at_sign_in_a_path_is_no_password():
    facts = replace(SOUND, website="https://aldmere.example/@office?to=a@b")
    assert faults_of(facts, today=TODAY) == []


def test_sound_facts_have_no_fault():
    assert faults_of(SOUND, today=TODAY) == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "name is missing"),
        ("name", "x" * (LONGEST_NAME + 1), "301 characters"),
        ("name", "Al\x00dmere", "control characters"),
        ("name", "Home \u202eeciffO", "control characters"),
        ("name", "\ud800", "control characters"),
        ("name", '=HYPERLINK("https://evil.example")', "formula"),
        ("name", "@SUM(A1)", "formula"),
        ("name", "+44", "formula"),
        ("acronym", "A" * 21, "21 characters"),
        ("other_names", ["-2+3"], "formula"),
        ("other_names", [f"Name {n}" for n in range(51)], "50 other names"),
        ("jurisdiction", "Wales", "ISO 3166"),
        ("jurisdiction", "gb", "ISO 3166"),
        ("jurisdiction", "XX", "ISO 3166"),
        ("jurisdiction", "UK", "The United Kingdom is GB"),
        ("jurisdiction", "GB-ZZZ", "Of GB, no part has this code"),
        ("name", "…!", "has no letter"),
        ("name", "Home\u200eOffice", "control characters"),
        ("name", "Home\U000e0041Office", "control characters"),
        ("name", "Caf\ufffd", "control characters"),
        ("website", "https://user:secret@aldmere.example", "user name or a password"),
        ("website", "https://token@aldmere.example/x", "user name or a password"),
        ("founded_on", date(2026, 5, 7), "in the future"),
        ("founded_on", date(202, 5, 7), "year 1000"),
        ("closed_on", date(2026, 5, 7), "in the future"),
        ("closed_on", date(1940, 1, 1), "before it was founded"),
        ("closed_how", "", "Say how"),
        ("closed_how", "exploded", "no way in which"),
        ("remit", "x" * 20_001, "20,001 characters"),
        ("remit", "=1+1", "formula"),
        ("website", "javascript:alert(1)", "no address"),
        ("website", "aldmere.example", "no address"),
        ("website", "https://", "no address"),
        ("website", f"https://aldmere.example/{'x' * 500}", "500 characters"),
        ("topics", [("GOVUK TOPIC", "work", "Work")], "no name of a list"),
        ("topics", [("GOVUK-TOPIC", "", "Work")], "all three"),
        ("identifiers", [("", "1")], "no name of a register"),
        ("identifiers", [("GSS", "")], "empty"),
        ("identifiers", [("GSS", "1" * 121)], "121 characters"),
    ],
)
def test_each_fault_names_its_field_and_says_what_is_wrong(field, value, words):
    faults = faults_of(replace(SOUND, **{field: value}), today=TODAY)

    assert [words in fault.sentence for fault in faults if fault.field == field] == [True]


def test_all_faults_are_told_at_once():
    faults = faults_of(Facts(name="", jurisdiction="Wales", website="x"), today=TODAY)

    assert [fault.field for fault in faults] == ["name", "jurisdiction", "website"]


@pytest.mark.parametrize("text", ["- grants\n- loans", "–", "3 + 4", "Home Office", ""])
def test_plain_text_is_no_formula(text):
    assert not is_formula(text)


def test_a_name_is_known_again_in_another_spelling():
    assert name_key("HM Revenue & Customs") == name_key("hm revenue and customs")
    assert name_key("Attorney General’s Office") == name_key("Attorney General's  Office")
    assert name_key("Ynys Môn") == name_key("YNYS MON")
    assert name_key("Home Office") != name_key("Foreign Office")


def test_other_names_are_said_once_and_are_not_the_name():
    assert other_names_of(["A  B", "a b", "", "C", "NAME"], besides="Name") == ["A B", "C"]


def test_blanks_and_ends_of_line_in_a_name_become_one_blank():
    assert tidy(" Attorney \r\nGeneral's\u00a0\tOffice ") == "Attorney General's Office"
