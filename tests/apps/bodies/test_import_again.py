"""Lists that come again: our own file, an older edition, several bodies of one name."""

import pytest
from django.urls import reverse

from alongside.bodies.models import Body
from tests.apps.bodies.lists import organisation
from tests.factories import BodyFactory, BodyIdentifierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(client):
    """The bytes of the published bodies.csv."""

    def fetched():
        response = client.get(reverse("register:data-file", args=["bodies", "csv"]))
        return b"".join(response) if response.streaming else response.content

    return fetched


def test_our_own_file_of_a_rich_register_has_nothing_to_do(lists, published):
    top = BodyFactory(slug="top", name="Top", acronym="TOP", other_names=["Upper; Middle", "A|B"])
    other = BodyFactory(slug="other", name="Other", jurisdiction="GB-WLS", founded_on="2001-02-03")
    body = BodyFactory(
        slug="mint",
        name="Royal Mint",
        acronym="RM",
        kind="public_corporation",
        parent=top,
        remit="- coins\n- medals, “fine” ones; and “more”",
        website="https://mint.example/",
        closed_how="merged",
        closed_on="2020-01-01",
        contact_email="team@mint.example",
    )
    body.other_parents.add(other)
    body.successors.add(other)
    BodyFactory(slug="mint-2", name="Royal Mint")  # of the same name, without any identifier
    for scheme, code, label in (
        ("KEYWORD", "accounting", "Accounting"),
        ("KEYWORD", "coins", "coins"),
        ("LGSL", "57", "Noise: complaints"),
        ("GOVUK-TOPIC", "work", "Work"),
    ):
        body.topics.create(scheme=scheme, code=code, label=label)
    BodyIdentifierFactory(body=body, scheme="GB-COH", value="A:1")
    source = lists.file(published(), "bodies.csv")

    difference = lists.take(source)
    again = lists.compare(source)

    assert difference.is_empty
    assert (difference.kept, difference.notes, difference.not_listed) == ([], [], [])
    assert (again.is_empty, again.changes) == (True, [])
    assert {str(topic) for topic in body.topics.all()} == {
        "Accounting",
        "coins",
        "Noise: complaints",
        "Work",
    }


def test_a_topic_in_other_words_is_the_same_topic(lists):
    body = BodyFactory(name="Aldmere")
    body.topics.create(scheme="LGSL", code="57", label="Noise")

    lists.take(lists.csv({"name": "Aldmere", "topics": "LGSL:57:Loud things; LGSL:58:Smells"}))
    again = lists.compare(
        lists.csv({"name": "Aldmere", "topics": "LGSL:57:Loud things; LGSL:58:Smells"})
    )

    assert {str(topic) for topic in body.topics.all()} == {"Noise", "Smells"}
    assert again.is_empty


def test_an_empty_value_empties_nothing(lists):
    full = {
        "id": "1",
        "name": "Aldmere",
        "acronym": "ALD",
        "website": "https://aldmere.example",
        "remit": "Ferries",
        "topics": "work",
        "parent_id": "2",
        "dissolution_date": "2020-01-01",
        "closed_how": "merged",
    }
    lists.take(lists.csv(full, {"id": "2", "name": "County"}))

    emptied = {**dict.fromkeys(full, ""), "id": "1", "name": "Aldmere"}
    difference = lists.take(lists.csv(emptied, {"id": "2", "name": "County"}))
    lists.take(lists.csv(full | {"acronym": "AL"}, {"id": "2", "name": "County"}))

    assert difference.is_empty
    body = Body.objects.get(name="Aldmere")
    assert (body.website, body.remit, body.parent.name) == (
        "https://aldmere.example",
        "Ferries",
        "County",
    )
    assert (body.closed_how, body.topics.count()) == ("merged", 1)
    assert body.acronym == "AL"  # it is still known what the list said before it said nothing


def test_a_list_that_would_turn_back_much_asks_which_edition_is_the_newer_one(lists):
    slugs = [f"body-{n}" for n in range(12)]
    dated = {"updated_at": "2026-03-01T12:00:00Z"}
    lists.take(lists.govuk(*(organisation(slug, **dated) for slug in slugs)))

    older = {"title": "Old words of {}", "updated_at": "2017-03-01T12:00:00Z"}
    difference = lists.compare(
        lists.govuk(
            *(organisation(slug, **older | {"title": f"Old words of {slug}"}) for slug in slugs)
        )
    )
    few = lists.compare(lists.govuk(organisation("body-0", title="Other words")))

    assert difference.notes[0].startswith(
        "This list says much in another way than it did on 6 May 2026: 12 names. "
        "The newest change that it knows of is of 1 March 2017."
    )
    assert not few.notes


def test_bodies_of_one_name_are_told_when_they_are_added(lists):
    source = lists.csv({"id": "1", "name": "Parish Council"}, {"id": "2", "name": "Parish council"})

    difference = lists.take(source)

    assert difference.notes == [
        "Several bodies of one name, told apart by their identifiers: 1 (Parish Council, line 2 "
        "and line 3, as parish-council, parish-council-2)."
    ]
    assert lists.compare(source).notes == []
