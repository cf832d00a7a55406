"""What people type, as a question to the text search."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.letters import plain
from alongside.forums.domain import asking, synonyms
from alongside.forums.domain.towns import TOWNS


def said(text):
    return [term.said for term in asking.read(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Llŷn, Ynys Môn", "llyn ynys mon"),
        ("SELF-EMPLOYED", "self employed"),
        ("Jobseeker’s  allowance", "jobseekers allowance"),
        ("Łódź and Ærø", "lodz and aro"),
        ("ﬁt note №5", "fit note no5"),
        ("\ud800 \x00", ""),
    ],
)
def test_letters_become_plain(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("sick pay", ["sick pay"]),
        ("the poultry of Aldmere", ["poultry", "aldmere"]),
        ("poultry poultry HENS hen", ["poultry", "hens"]),
        ("forum for carers", ["carers"]),
        ("forums", ["forums"]),
        ("https://forums.saving-hens.co.uk/talk?x=1", ["saving", "hens"]),
        ("e.g. hens", ["hens"]),
        ("the", []),
        ("-tax", []),
        ('""', []),
        ("", []),
    ],
)
def test_words_that_tell_nothing_apart_are_passed_over(text, terms):
    assert said(text) == terms


@pytest.mark.parametrize(
    ("remit", "terms"),
    [
        (
            "Looks after the natural environment, farming and food.",
            "natural environment farming food",
        ),
        ("We are responsible for public services across the UK.", ""),
        ("Supports people who look after others. 2019", ""),
        ("Pays carer’s allowance; sets standards.", "pays|carers allowance"),
        ("", ""),
    ],
)
def test_a_remit_is_read_by_its_subject(remit, terms):
    found = [term.said for term in asking.read_remit(remit).terms]

    assert found == (terms.split("|") if "|" in terms else terms.split())


def test_a_sentence_is_asked_by_what_it_is_about():
    text = (
        "We want to build a forum where carers of people with dementia can ask each other "
        "about benefits and sick pay."
    )

    assert said(text) == ["carers", "dementia", "benefits", "sick pay"]


def test_a_sentence_is_not_asked_for_the_feelings_of_those_it_is_about():
    assert "worried" not in said("People who care for a parent and are worried about money")


def test_other_words_for_the_same_thing_do_as_well():
    (term,) = asking.read("jobseeker's allowance").terms

    assert "'jsa'" in term.wide
    assert "'dole'" in term.wide
    assert "'jsa'" not in term.exact


def test_words_in_quotes_stand_in_that_order_only():
    (quoted,), (loose,) = asking.read('"statutory pay"').wanted[0], asking.read("sick pay").terms

    assert quoted.wide == "('statutory' <-> 'pay')"
    assert "('sick' & 'pay')" in loose.wide


def test_a_word_may_be_refused_and_one_of_two_be_enough():
    asked = asking.read("wool or socks -wasps")

    assert asked.all_words == "(('wool' | 'socks') & !('wasps'))"
    assert asked.any_refused == "'wasps'"


def test_only_the_last_word_of_a_short_question_may_be_unfinished():
    assert [term.unfinished for term in asking.read("poultry bees").terms] == [False, True]
    assert [term.unfinished for term in asking.read("poultry hen").terms] == [False, False]


def test_slips_of_the_pen_are_set_right_by_words_that_we_know():
    assert [term.said for term in asking.read("benifits jobsekers").corrected.terms] == [
        "benefits",
        "jobseekers",
    ]
    assert asking.read("zzyzx carers").corrected == asking.read("zzyzx carers")


@given(st.text(max_size=300))
def test_whatever_is_typed_becomes_quoted_words_and_operators_only(text):
    asked = asking.read(text)

    for query in (asked.all_words, asked.any_word, asked.all_exact, asked.any_refused):
        assert not re.sub(r"'[^'\\]*'|[()&|!]|<->|:\*| ", "", query)


def test_every_group_has_a_phrase_that_can_be_looked_for_and_says_nothing_twice():
    groups = synonyms.GROUPS
    phrases = [tuple(phrase.split()) for group in groups for phrase in group]
    stems = [synonyms.stems_of(phrase) for phrase in phrases]
    twice = {phrase for phrase, stem in zip(phrases, stems, strict=True) if stems.count(stem) > 1}

    assert not twice
    assert all(phrases)
    assert len(groups) >= 350
    for group in groups:
        assert any(synonyms.can_be_looked_for(tuple(phrase.split())) for phrase in group), group


def test_what_a_group_names_as_wider_is_another_group():
    for group in synonyms.ALL_GROUPS:
        for name in group.wider:
            number = synonyms.group_of(tuple(name.split()))
            assert number is not None, (group, name)
            assert synonyms.GROUPS[number] != group.phrases, group


def test_the_words_are_plain_and_in_no_list_of_words_that_tell_nothing():
    for group in synonyms.GROUPS:
        for phrase in group:
            assert phrase == plain(phrase)
            assert phrase not in synonyms.STOP_WORDS | TOWNS, phrase


def test_nobody_looks_for_a_phrase_that_would_be_cut_short():
    (term,) = asking.read("unemployed").terms

    assert ("out", "of", "work") not in term.others
    assert "'out'" not in term.wide
    assert asking.read("out of work").terms[0].exact == asking.read("unemployed").terms[0].wide or (
        "'unemployed'" in asking.read("out of work").terms[0].exact
    )


def test_words_that_mean_the_same_are_one_idea_and_what_is_asked_for_is_not_wider_too():
    asked = asking.read("noise, noisy neighbours, bailiffs, debt")

    assert asked.ideas == [0, 0, 1, 2]
    assert ("debt",) in asking.read("bailiffs").terms[0].wider
    assert ("debt",) not in asked.terms[2].wider


def test_places_and_words_of_every_need_weigh_little():
    weights = {term.said: term.weight for term in asking.read("keeping hens in Leeds").terms}

    assert weights["hens"] > 4 * max(weights["keeping"], weights["leeds"])


def test_a_query_can_be_kept_to_parts_of_an_entry():
    assert asking.within("('sick' <-> 'pay' | 'ssp':*)", "AB") == (
        "('sick':AB <-> 'pay':AB | 'ssp':*AB)"
    )


@pytest.mark.parametrize(
    ("words", "other"),
    [("dole", "jsa"), ("carers", "caring"), ("ctax", "council tax"), ("sfe", "student loan")],
)
def test_lay_words_lead_to_official_words_and_back(words, other):
    phrase, wanted = tuple(words.split()), tuple(other.split())

    assert wanted in synonyms.synonyms_of(phrase)
    assert phrase in synonyms.synonyms_of(wanted) or synonyms.synonyms_of(wanted)
