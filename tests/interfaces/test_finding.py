"""What helps people and programs to find their way: facets to their end, files, maps, canonical
addresses, and numbers that agree everywhere."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.bodies import search as bodies_search
from alongside.forums import search as forums_search
from alongside.ui.copies import MARK, Copy
from tests.factories import (
    NOON,
    BodyFactory,
    CommitmentFactory,
    ForumFactory,
    ListingFactory,
    OfficialAccountFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db


def tree_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return LexborHTMLParser(answer.text)


def text_of(client, address):
    return " ".join(tree_of(client, address).body.text().split())


def test_every_value_of_a_facet_can_be_reached_without_a_script(client):
    for number in range(15):
        ForumFactory(name=f"Forum {number}", area=f"Area {number:02}")

    page = tree_of(client, "/forums/?sort=size")
    (more,) = (link for link in page.css(".facets__more a") if "area" in link.attributes["href"])
    whole = tree_of(client, more.attributes["href"])

    assert "3 more with fewer" in more.text()
    assert len(page.css('input[name="area"]')) == 12
    assert len(whole.css('input[name="area"]')) == 15
    assert whole.css_first('input[name="all"]').attributes["value"] == "area"
    assert whole.css_first('input[name="sort"]').attributes["value"] == "size"


def test_a_narrowed_list_can_be_had_as_csv_with_the_columns_of_the_whole(client):
    ForumFactory(name="=Bees()", area="Aldmere")
    ForumFactory(name="Hens", area="Brackenford")
    ForumFactory(name="Practice bees", area="Aldmere", practice=True)
    forums_search.refresh_search()
    page = tree_of(client, "/forums/?area=Aldmere")
    (link,) = (a for a in page.css(".list-bar a") if a.text() == "These as CSV")

    whole, some = (
        list(csv.reader(io.StringIO(b"".join(client.get(address)).decode())))
        for address in ("/data/forums.csv", link.attributes["href"])
    )

    assert some[0] == whole[0]
    assert len(whole) == 3
    assert [row[whole[0].index("name")] for row in some[1:]] == ["'=Bees()"]


def test_a_country_has_the_bodies_of_its_parts(client):
    for code in ("GB", "GB", "GB-WLS", "IE", ""):
        BodyFactory(jurisdiction=code)
    bodies_search.refresh_search()

    page = tree_of(client, "/bodies/?jurisdiction=GB")

    counts = {
        box.attributes["value"]: box.parent.css_first(".facets__count").text()
        for box in page.css('input[name="jurisdiction"]')
    }
    assert counts == {"GB": "(3)", "GB-WLS": "(1)", "IE": "(1)"}
    assert "3 public bodies" in text_of(client, "/bodies/?jurisdiction=GB")


def test_how_many_bodies_there_are_is_the_same_everywhere(client):
    listed, closed = BodyFactory(), BodyFactory(closed_how="dissolved")
    BodyFactory(name="Silent")
    BodyFactory(practice=True)
    for body in (listed, closed):
        ListingFactory(body=body)

    assert "1 of 2 public bodies" in text_of(client, "/")
    assert "of 2 in the register" in text_of(client, "/lists/")
    assert "1 of 2 public bodies" in text_of(client, "/lists/without/")
    assert "2 public bodies" in text_of(client, "/bodies/")
    (row,) = tree_of(client, "/figures/").css("#bodies")
    assert row.css_first("td").text().strip() == "2"


def test_practice_is_hidden_while_a_list_is_narrowed(client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    ForumFactory(name="Practice hens", practice=True)
    BodyFactory(name="Practice body", practice=True)

    for kind in ("forums", "bodies"):
        assert tree_of(client, f"/{kind}/").css_first("#practice")
        assert not tree_of(client, f"/{kind}/?q=xylophone").css_first("#practice")


def test_practice_figures_are_folded(client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True

    fold = tree_of(client, "/figures/").css_first("details.practice-fold")

    assert fold.css_first("#practice")
    assert "open" not in fold.attributes


def test_a_very_long_text_is_shown_in_part_with_the_whole_behind_a_summary(client):
    ForumFactory(slug="long", description="w" * 1990)
    ForumFactory(slug="short", description="w" * 90)

    fold = tree_of(client, "/forums/long/").css_first(".glance details.long-text")

    assert "Show all" in fold.css_first("summary").text()
    assert "w" * 1990 in fold.text()
    assert not tree_of(client, "/forums/short/").css_first(".glance details.long-text")


def test_the_map_of_the_site_names_every_real_entry(client, django_assert_max_num_queries):
    body, forum = BodyFactory(slug="office"), ForumFactory(slug="well")
    publish_plan(body, [forum])
    ForumFactory(slug="made-up", practice=True)
    CommitmentFactory(public_id="promise")
    CommitmentFactory(public_id="made-up", is_practice=True)

    with django_assert_max_num_queries(5):
        index = client.get("/sitemap.xml")
    assert "/sitemap.xml\n" in client.get("/robots.txt").text
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    parts = [found.text for found in ElementTree.fromstring(index.content).iter(f"{space}loc")]
    found = {
        place.text.partition("//")[2].partition("/")[2]
        for part in parts
        for place in ElementTree.fromstring(
            client.get("/" + part.partition("//")[2].partition("/")[2]).content
        ).iter(f"{space}loc")
    }

    assert len(parts) == 5
    assert {"forums/well/", "bodies/office/", "bodies/office/plan/", "forums/"} <= found
    assert "commitments/promise/" in found
    assert not {"forums/made-up/", "commitments/made-up/"} & found
    for address in ("/sitemap-forums-2.xml", "/sitemap-forums-0.xml", "/sitemap-x-1.xml"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "own", "is_indexed"),
    [
        ("/forums/", "/forums/", True),
        ("/forums/?utm_source=x", "/forums/", True),
        ("/forums/?page=2", "/forums/page/2/", True),
        ("/forums/page/2/", "/forums/page/2/", True),
        ("/forums/?page=99", "/forums/page/2/", True),
        ("/forums/?area=Aldmere&x=1", "/forums/?area=Aldmere", True),
        ("/forums/?page=2&area=Aldmere", "/forums/?area=Aldmere&page=2", True),
        ("/forums/?q=forum", "/forums/?q=forum", False),
        ("/forums/?sort=size&page=2", "/forums/?sort=size&page=2", False),
        ("/forums/?area=Aldmere&life=unknown", "/forums/?life=unknown&area=Aldmere", False),
        ("/bodies/?page=2", "/bodies/page/2/", True),
        ("/bodies/?plan=no", "/bodies/?plan=no", True),
        ("/changes/?before=7&x=1", "/changes/?before=7", False),
    ],
)
def test_each_page_of_a_list_names_itself(client, settings, asked, own, is_indexed):
    for number in range(40):
        ForumFactory(name=f"Forum {number}", area="Aldmere")
        BodyFactory(name=f"Body {number}")
    forums_search.refresh_search()

    page = tree_of(client, asked)

    canonical = page.css_first('link[rel="canonical"]').attributes["href"]
    assert canonical == f"{settings.ALONGSIDE_ADDRESS}{own}"
    assert (page.css_first('meta[name="robots"]') is None) == is_indexed


@pytest.mark.parametrize(
    ("address", "where", "said"),
    [
        ("/data/forums.csv?bogus=1", "query.bogus", "It has q, welcome, topic"),
        ("/data/forums.json?welcome=perhaps", "query.welcome", "It must be one of yes, no"),
        ("/data/bodies.csv?kind=other&page=2", "query.page", "no such parameter"),
        ("/data/measures.csv?forum=well", "query.forum", "It has none."),
    ],
)
def test_a_file_is_not_given_whole_to_whoever_asks_for_a_part_that_it_does_not_know(
    client, address, where, said
):
    answer = client.get(address)

    assert answer.status_code == 422
    assert answer.json()["error"] == "not_valid"
    (detail,) = answer.json()["details"]
    assert detail["where"] == where
    assert said in detail["problem"]


def test_who_looks_for_a_body_among_the_forums_is_led_on_with_the_same_words(client):
    for here, there in (("forums", "bodies"), ("bodies", "forums")):
        page = tree_of(client, f"/{here}/?q=%22work+%26+pensions%22")

        assert page.css(f'main a[href="/{there}/?q=%22work+%26+pensions%22"]'), here


def test_an_acronym_that_the_name_says_already_is_not_said_twice(client):
    BodyFactory(slug="acf", name="Children and Families (ACF)", acronym="ACF")

    for address in ("/bodies/", "/bodies/acf/"):
        assert "(ACF) (ACF)" not in text_of(client, address)


def test_a_page_says_its_one_address_and_what_it_is_about(client, settings):
    site = settings.ALONGSIDE_ADDRESS
    BodyFactory(slug="office", name="Office </script>", founded_on=date(2001, 2, 3))
    ForumFactory(slug="well", name="The Well", area="Aldmere")

    for address in ("/forums/well/", "/bodies/office/"):
        canonical = tree_of(client, address).css_first('link[rel="canonical"]').attributes["href"]
        assert canonical == f"{site}{address}"
    body, forum = (
        json.loads(tree_of(client, at).css_first('script[type="application/ld+json"]').text())
        for at in ("/bodies/office/", "/forums/well/")
    )
    assert (body["@type"], body["name"]) == ("GovernmentOrganization", "Office </script>")
    assert forum["@id"] == f"{site}/forums/well/#this"
    assert forum["spatialCoverage"] == {"@type": "Place", "name": "Aldmere"}


def test_addresses_of_earlier_pages_lead_to_those_of_today(client):
    for old, new in (
        ("/proposals/page-2/", "/proposals/page/2/"),
        ("/coverage/tribunal/page-3/", "/coverage/tribunal/page/3/"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)


def test_bodies_without_a_list_are_found_by_name(client):
    BodyFactory(name="Llŷn Council")
    BodyFactory(name="Aldmere Board", acronym="ALB")

    assert "Aldmere" not in text_of(client, "/lists/without/?q=llyn")
    assert "Aldmere Board" in text_of(client, "/lists/without/?q=alb")
    assert "0 public bodies of this name" in text_of(client, "/lists/without/?q=zzz")


def test_an_export_keeps_accounts_of_practice_apart(client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    OfficialAccountFactory(handle="RealOne")
    OfficialAccountFactory(
        handle="MadeUp", body=BodyFactory(practice=True), forum=ForumFactory(practice=True)
    )

    page = LexborHTMLParser(client.get("/is-this-official/", **{MARK: Copy(NOON)}).text)

    real, practice = page.css("[data-official-accounts]")
    assert "RealOne" in real.text()
    assert "MadeUp" not in real.text()
    assert "MadeUp" in practice.text()
