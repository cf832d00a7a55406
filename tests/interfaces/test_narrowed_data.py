"""Whatever a list on a page is narrowed by, its files and the interface for programs take as well;
what is no choice is said; one entry is found by its address or its identifier."""

import csv
import io
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests import rich_register
from tests.factories import (
    BodyFactory,
    BodyIdentifierFactory,
    ForumFactory,
    ListingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def shown(client, address):
    return [node.text() for node in page_of(client, address).css(".results__title a")]


def choices_of(page):
    """Every choice that the page offers, as (parameter, value)."""
    boxes = [
        (box.attributes["name"], box.attributes["value"])
        for box in page.css("input[type=checkbox]")
    ]
    options = [
        (select.attributes["name"], option.attributes["value"])
        for select in page.css("main select")
        for option in select.css("option")
        if option.attributes["value"]
    ]
    letters = [("letter", node.text().split()[0]) for node in page.css(".letters__letter")]
    return boxes + options + letters


def links_named(page, words):
    return [
        node.attributes["href"]
        for node in page.css("main a")
        if " ".join(node.text().split()) == words
    ]


def rows_behind(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.getvalue()[:300])
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(text.decode())))


def items_behind(client, address):
    answer = client.get(f"{address}&limit=200")
    assert answer.status_code == 200, (address, answer.content)
    return answer.json()["items"]


@pytest.mark.parametrize(
    ("address", "key"), [("/forums/", "forum_id"), ("/bodies/", "body_id"), ("/lists/", "")]
)
def test_every_choice_of_a_list_can_be_followed_to_the_same_entries_in_both_forms(
    client, address, key
):
    rich_register.fill_register()
    choices = choices_of(page_of(client, address))
    assert len({name for name, _ in choices}) > 2

    for name, value in choices:
        here = f"{address}?{name}={quote(value)}"
        page = page_of(client, here)
        (as_csv,), (as_json,) = (
            links_named(page, "These as CSV"),
            links_named(page, "These as JSON"),
        )
        count = int(page.css_first(".list-bar__count").text().split()[0].replace(",", ""))
        rows, items = rows_behind(client, as_csv), items_behind(client, as_json)
        assert len(rows) == len(items), here
        if key:
            assert count == len(rows), here
            assert [row[key] for row in rows] == sorted(item[key] for item in items), here
        else:
            assert count == len({row["forum_id"] for row in rows}), here


@pytest.mark.parametrize("address", ["/changes/", "/proposals/"])
def test_changes_and_proposals_can_be_followed_from_the_page_to_both_forms(client, address):
    rich_register.fill_register()
    page = page_of(client, address)
    links = [node.attributes["href"] for node in page.css(".list-bar__links a[href*='state=']")]
    queries = [f"{name}={quote(value)}" for name, value in choices_of(page)]
    queries += [link.partition("?")[2] for link in links]
    assert len(queries) >= 4

    for query in queries:
        narrowed = page_of(client, f"{address}?{query}")
        (as_json,) = links_named(narrowed, "These as JSON")
        items = items_behind(client, as_json)
        if "state=waiting" not in query:
            (as_csv,) = links_named(narrowed, "These as CSV")
            assert len(rows_behind(client, as_csv)) == len(items), query


def test_the_files_of_lists_take_one_body_or_one_forum(client):
    one, other = ListingFactory(body__slug="aps"), ListingFactory(forum__slug="well")

    assert [row["forum_id"] for row in rows_behind(client, "/data/listings.csv?body=aps")] == [
        one.forum.slug
    ]
    assert [row["body_id"] for row in rows_behind(client, "/data/listings.csv?forum=well")] == [
        other.body.slug
    ]
    refused = client.get("/data/listings.csv?topic=zzz")
    assert refused.status_code == 422
    assert refused.json()["details"][0]["where"] == "query.topic"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/forums/?size=zzz", "Size, by people"),
        ("/forums/?life=zzz", "State"),
        ("/forums/?topic=zzz", "Topic"),
        ("/forums/?area=zzz", "Area"),
        ("/forums/?body=zzz", "Public body"),
        ("/bodies/?kind=zzz", "Kind"),
        ("/bodies/?jurisdiction=zzz", "Country"),
        ("/lists/?topic=zzz", "Topic"),
        ("/lists/?looked=zzz", "Looked at by the bodies"),
        ("/changes/?kind=zzz", "What changed"),
        ("/proposals/?state=zzz", "Show"),
    ],
)
def test_law_10_what_is_no_choice_is_said_above_the_list_and_the_rest_is_kept(
    client, address, title
):
    ListingFactory(forum__name="The Well", forum__area="Wales", body__name="Aldmere Pensions")

    page = page_of(client, address)

    notes = [" ".join(node.text().split()) for node in page.css(".fit-note")]
    assert notes == [
        f"There is no choice “zzz” under “{title}”. It was left out; everything else counts."
    ]
    if not address.startswith(("/changes", "/proposals")):
        assert len(page.css(".results__title a")) == 1


def test_beside_what_is_no_choice_the_others_narrow_as_they_would_alone(client):
    ForumFactory(name="The Well", area="Wales")
    ForumFactory(name="Elsewhere", area="Kent")

    assert shown(client, "/forums/?area=Wales&topic=zzz&size=zzz") == ["The Well"]
    assert len(page_of(client, "/forums/?area=Wales&topic=zzz&size=zzz").css(".fit-note")) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.reddit.com/r/funny/",
        "http://reddit.com/r/funny",
        "reddit.com/r/Funny/",
        "WWW.REDDIT.COM/r/funny",
    ],
)
def test_who_pastes_an_address_of_a_forum_however_it_is_spelled_finds_it_alone(client, typed):
    ForumFactory(name="Funny", slug="funny", address="https://www.reddit.com/r/funny/")
    ForumFactory(name="Funny too", address="https://www.reddit.com/r/askfunny/")

    assert shown(client, f"/forums/?q={quote(typed)}") == ["Funny"]
    found = client.get(f"/api/v1/forums?address={quote(typed)}").json()["items"]
    assert [item["forum_id"] for item in found] == ["funny"]
    found = client.get(f"/api/v1/forums?q={quote(typed)}").json()["items"]
    assert [item["forum_id"] for item in found] == ["funny"]
    assert [
        row["forum_id"] for row in rows_behind(client, f"/data/forums.csv?q={quote(typed)}")
    ] == ["funny"]


def test_an_address_that_leads_to_no_forum_is_looked_for_by_its_words(client):
    forum = ForumFactory(name="Funny", address="https://www.reddit.com/r/funny/")

    page = page_of(client, "/forums/?q=https://nowhere.example/")

    assert forum.name not in [node.text() for node in page.css(".results__title a")]


@pytest.mark.parametrize("typed", ["E08000019", "e08000019", "gss:E08000019"])
def test_who_types_an_identifier_of_a_body_finds_it_open_or_closed(client, typed):
    body = BodyFactory(name="Sheffield City Council", slug="sheffield", closed_how="split")
    BodyIdentifierFactory(body=body, scheme="gss", value="E08000019")
    BodyIdentifierFactory(scheme="gss", value="E08000018")

    assert shown(client, f"/bodies/?q={typed}") == ["Sheffield City Council"]
    assert shown(client, f"/bodies/?identifier={typed}") == ["Sheffield City Council"]
    for query in (f"identifier={typed}", f"q={typed}"):
        found = client.get(f"/api/v1/bodies?{query}").json()["items"]
        assert [item["body_id"] for item in found] == ["sheffield"], query
        rows = rows_behind(client, f"/data/bodies.csv?{query}")
        assert [row["body_id"] for row in rows] == ["sheffield"], query
