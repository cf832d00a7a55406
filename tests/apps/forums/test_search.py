"""Finding forums by words, and why each was found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.bodies import search as bodies_search
from alongside.forums import search
from alongside.forums.search import (
    Fit,
    Place,
    find_forums,
    look_for_forums,
    question_for,
    refresh_search,
)
from tests.factories import (
    BoardFactory,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    RemitTopicFactory,
)

pytestmark = pytest.mark.django_db


def names(text, **asked):
    return [found.name for found in find_forums(text, limit=10, **asked)]


@pytest.fixture
def _register():
    carers = ForumFactory(name="Carers Circle", subject="looking after family at home")
    hens = ForumFactory(
        name="HenKeepersUnited",
        other_names=["The Roost"],
        address="https://www.henkeeping.example/talk",
        subject="keeping poultry",
        description="Smallholders advise one another about avian flu rules.",
        area="Ynys Môn",
    )
    work = ForumFactory(name="Working Day", operator_name="Kestrel Press")
    BoardFactory(forum=work, name="Statutory Sick Pay")
    ForumTopicFactory(forum=work, label="Employment")
    body = BodyFactory(name="Aldmere Agriculture", remit="Diseases of farmed animals")
    RemitTopicFactory(body=body, label="Food and farming")
    ListingFactory(forum=hens, body=body)
    ListingFactory(forum=carers, delisted_on="2026-01-01", delisted_reason="x", body=body)
    bodies_search.refresh_search()
    refresh_search()


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("carer", "Carers Circle"),
        ("caring", "Carers Circle"),
        ("hen keepers", "HenKeepersUnited"),
        ("henkeepers", "HenKeepersUnited"),
        ("roost", "HenKeepersUnited"),
        ("https://henkeeping.example/", "HenKeepersUnited"),
        ("ynys mon", "HenKeepersUnited"),
        ("Ynys Môn", "HenKeepersUnited"),
        ("poul", "HenKeepersUnited"),
        ("avian", "HenKeepersUnited"),
        ("farmed", "HenKeepersUnited"),
        ("ssp", "Working Day"),
        ("off sick", "Working Day"),
        ("poultryx", "HenKeepersUnited"),
        ("zzyzxq", None),
        ("kestrel", "Working Day"),
        ("job", "Working Day"),
        ("emploiment", "Working Day"),
    ],
)
def test_a_forum_is_found_by_names_subject_boards_description_and_remit(text, name):
    assert names(text) == ([name] if name else [])


@pytest.mark.usefixtures("_register")
def test_the_reason_names_the_words_and_where_they_stand():
    found = find_forums("poultry diseases", limit=1)[0]
    work = find_forums("sick pay", limit=1)[0]

    assert [(why.place, why.words, why.details) for why in found.reasons] == [
        (Place.NAME, ("poultry (in other words: hen)",), ()),
        (Place.SUBJECT, ("poultry",), ("keeping poultry",)),
        (Place.REMIT, ("diseases",), ("Aldmere Agriculture",)),
    ]
    assert work.why == "sick pay: in the names of its boards (Statutory Sick Pay)"


@pytest.mark.usefixtures("_register")
def test_the_reason_says_which_other_words_stand_there():
    assert find_forums("looking after my mum", limit=1)[0].why == (
        "looking after my mum (in other words: carer): in its name"
    )


def test_that_there_are_people_is_no_idea():
    ForumFactory(name="People and members", size=99_999)
    ForumFactory(name="Bees")
    refresh_search()

    assert names("people and members who keep bees") == ["Bees"]
    assert names("people") == ["People and members"]


@pytest.mark.usefixtures("_register")
def test_a_sentence_finds_what_serves_any_part_of_it_the_rarest_words_first():
    for number in range(5):
        ForumFactory(name=f"Family {number}")
    refresh_search()

    found = names("We want a place where family members who keep poultry can help each other.")

    assert found[0] == "HenKeepersUnited"
    assert set(found[1:]) <= {f"Family {number}" for number in range(5)} | {"Carers Circle"}


def test_the_name_counts_more_than_the_description_and_then_the_size():
    ForumFactory(name="Small bees", size=10)
    ForumFactory(name="Large bees", size=10_000)
    ForumFactory(name="Gardens", description="bees", size=99_999)
    refresh_search()

    assert names("bees") == ["Large bees", "Small bees", "Gardens"]


def test_a_forum_that_fits_more_of_what_is_asked_about_comes_before_one_in_the_right_place():
    ForumFactory(name="Leeds Chat", subject="life in Leeds", area="Leeds", size=99_999)
    ForumFactory(name="Leeds Fans", subject="football", area="Leeds", size=99_999)
    ForumFactory(name="Rate Payers", description="Debt and council tax.")
    refresh_search()

    found = names("People in debt who ask about council tax in Leeds")

    assert found[0] == "Rate Payers"


def test_words_of_one_meaning_are_one_idea_however_often_they_are_said():
    ForumFactory(name="Noise", description="Noisy neighbours, loud music and barking dogs.")
    ForumFactory(name="Quiet", description="Noise and how to sleep in spite of it.")
    refresh_search()

    assert names("noise, loud music, noise nuisance, insomnia") == ["Quiet", "Noise"]


def test_what_is_wider_than_the_words_is_found_after_them_and_says_so():
    ForumFactory(name="Pennywise", subject="personal finance")
    ForumFactory(name="Clear Slate", subject="debt collectors")
    refresh_search()

    found = find_forums("bailiffs", limit=5)

    assert [forum.name for forum in found] == ["Clear Slate", "Pennywise"]
    assert found[1].why == "bailiffs (something wider): in its subject (personal finance)"


def test_what_is_wider_than_several_words_never_outranks_the_very_word():
    for number in range(4):
        ForumFactory(name=f"Money and debt {number}", subject="debt, tax and bills", size=99_999)
    ForumFactory(name="Legal corner", description="Bailiffs, courts and what they may do.")
    refresh_search()

    assert names("Bailiffs are at my door about council tax arrears")[0] == "Legal corner"


def test_a_topic_that_was_given_in_haste_does_not_outrank_what_the_boards_say():
    hasty = ForumFactory(name="Model Makers", subject="model railways", size=99_999)
    ForumTopicFactory(forum=hasty, label="Housing")
    tenants = ForumFactory(name="Over to you", subject="life in Leeds")
    BoardFactory(forum=tenants, name="Housing and repairs")
    refresh_search()

    assert names("people with questions about housing repairs in Leeds")[0] == "Over to you"


def test_a_forum_of_one_thing_comes_before_a_large_one_with_a_board_for_everything():
    everything = ForumFactory(name="Town Talk", size=999_999)
    for number in range(60):
        BoardFactory(forum=everything, name=f"Board{number} of thing{number}")
    BoardFactory(forum=everything, name="Bees")
    ForumFactory(name="The Frame", description="Bees, and how to keep them.")
    refresh_search()

    assert names("bees") == ["The Frame", "Town Talk"]


@pytest.mark.parametrize(
    ("need", "name"),
    [
        ("people who want to stop drinking", "stopdrinking"),
        ("questions about personal finance", "www.personalfinance.example"),
        ("somewhere to ask about fell ponies and their feed", "FellPonies"),
        ("help with breast feeding", "Breastfeeding friends"),
        ("what fumes do to welders, and how they protect themselves", "Welding"),
        ("people on the waiting list who are dyslexik", "Dyslexia"),
    ],
)
def test_a_need_finds_names_written_in_one_word_what_people_do_and_slips_of_the_pen(need, name):
    for one in (
        "stopdrinking",
        "www.personalfinance.example",
        "FellPonies",
        "Breastfeeding friends",
        "Welding",
        "Dyslexia",
    ):
        ForumFactory(name=one)
    refresh_search()

    assert names(need)[0] == name


def test_customers_are_no_customs():
    ForumFactory(name="Importers", subject="customs and import duty")
    ForumFactory(name="Beds", subject="selling mattresses")
    refresh_search()

    assert names("shops whose customers send mattresses back") == ["Beds"]


def test_what_shares_a_word_or_two_says_so_and_what_fits_says_what_it_does_not_speak_of():
    ForumFactory(name="Fish", description="Tanks, pumps and rules for keeping fish.")
    ForumFactory(name="Broad beans", subject="allotments", description="Sheds and soil.")
    refresh_search()

    weak = look_for_forums("new rules for tanks that take sewage of rural homes", limit=5)
    good = look_for_forums("people on allotments who are bothered by rats", limit=5)

    assert [(each.name, each.is_close) for each in weak.forums] == [("Fish", False)]
    assert weak.close == 0
    assert [(each.name, each.is_close, each.missing) for each in good.forums] == [
        ("Broad beans", True, ("rats",))
    ]


def test_words_that_tell_nothing_find_nothing_where_others_tell_something():
    ForumFactory(name="Users and stakeholders", description="A pilot programme.")
    refresh_search()

    assert names("stakeholders of the pilot programme for hovercraft licences") == []
    assert names("stakeholders") == ["Users and stakeholders"]


def test_a_phrase_that_the_text_search_would_cut_short_is_looked_for_by_other_words_only():
    ForumFactory(name="Work boots", subject="boots for work")
    ForumFactory(name="Jobless")
    refresh_search()

    assert names("out of work")[0] == "Jobless"
    assert question_for("unemployed", of="forums").fit is Fit.ALL
    assert "'out' <-> 'of' <-> 'work'" not in question_for("unemployed", of="forums").query


def test_how_many_fit_in_all_is_told_with_a_part_of_them():
    for number in range(7):
        ForumFactory(name=f"Bees {number}")
    refresh_search()

    first = look_for_forums("bees", limit=5)
    rest = look_for_forums("bees", limit=5, offset=5)

    assert (len(first.forums), first.total) == (5, 7)
    assert [forum.name for forum in rest.forums] == ["Bees 5", "Bees 6"]


def test_merged_forums_are_not_found_and_practice_only_where_asked():
    real = ForumFactory(name="Bees")
    ForumFactory(name="Bees before", merged_into=real)
    ForumFactory(name="Practice bees", practice=True)
    refresh_search()

    assert names("bees") == ["Bees"]
    assert names("bees", practice=True) == ["Practice bees"]


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "the",
        "-poultry",
        '"',
        "'",
        "\\",
        "a\x00b",
        "\ud800",
        "&|!:*<->()",
        "'; DROP TABLE x",
        "%s",
    ],
)
def test_nonsense_finds_nothing_and_is_no_fault(text):
    assert names(text) == []


def test_of_a_huge_text_no_more_is_asked_than_of_a_long_one():
    refresh_search([ForumFactory(name="Bees").pk])

    def asked(words):
        text = " ".join(f"word{number} '\"(" for number in range(words)) + " bees"
        with CaptureQueriesContext(connection) as queries:
            find_forums(text, limit=5)
        return sum(len(query["sql"]) for query in queries)

    assert asked(20_000) == asked(2_000)


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("poultry ynys", Fit.ALL),
        ("poultry emploiment", Fit.SOME),
        ("emploiment", Fit.CORRECTED),
        ("poultry kestrel", Fit.SOME),
        ("xylophone", Fit.NONE),
        ("the", Fit.NONE),
    ],
)
def test_a_list_is_searched_by_the_strictest_reading_that_any_entry_fits(text, fit):
    assert question_for(text, of="forums").fit is fit


def test_a_body_is_found_by_names_topics_remit_and_address():
    body = BodyFactory(
        name="Office for Fair Hens",
        acronym="OFFHEN",
        other_names=["Poultry Board"],
        website="https://www.fair-hens.example/about",
        remit="Checks coops.",
    )
    RemitTopicFactory(body=body, label="Food and farming")
    bodies_search.refresh_search([body.pk])

    for text in ("fair hens", "offhen", "poultry", "coops", "farming"):
        assert question_for(text, of="bodies").fit is Fit.ALL, text
    assert question_for("kestrel", of="bodies").fit is Fit.NONE


def test_finding_takes_two_queries(django_assert_num_queries):
    refresh_search([ForumFactory(name="Bees").pk])

    with django_assert_num_queries(2):
        search.find_forums("bees and hens", limit=5)
