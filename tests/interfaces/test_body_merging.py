"""The pages by which two entries of one body are joined, and where the address of one leads."""

import json

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from alongside.accounts.domain.roles import Role
from alongside.bodies.models import Body
from tests.factories import (
    NOON,
    AgreementFactory,
    BodyFactory,
    BodyIdentifierFactory,
    EnquiryFactory,
    EventFactory,
    ForumFactory,
    MergedBodyFactory,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("alongside.core.clock.now", lambda: NOON)


@pytest.fixture
def keeper():
    keeper = Client()
    keeper.force_login(person(Role.CENTRAL_TEAM))
    return keeper


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return HTMLParser(response.content)


def words_of(page):
    return " ".join(page.css_first("main").text().split())


def value_of(page, name):
    return page.css_first(f"input[name={name}]").attributes["value"]


@pytest.fixture
def _twins():
    BodyFactory(slug="council", name="Aldmere Council", website="https://www.a.example/")
    twin = BodyFactory(slug="borough", name="Aldmere Borough", website="https://a.example")
    BodyIdentifierFactory(body=twin, scheme="GSS", value="E07000001")
    EnquiryFactory(body=twin)


@pytest.mark.usefixtures("_twins")
def test_two_entries_are_shown_side_by_side_and_then_joined(keeper, client):
    found = page_of(keeper, "/workspace/bodies/council/merge/")
    way = "/workspace/bodies/council/merge/?with=borough"
    shown = page_of(keeper, way)
    done = keeper.post(
        "/workspace/bodies/council/merge/",
        {"with": "borough", "reason": "One address.", "seen": value_of(shown, "seen")},
    )

    assert way in [link.attributes["href"] for link in found.css("main a")]
    said = words_of(shown)
    assert "GSS E07000001" in said
    assert "Enquiries 0 1" in said
    assert done.headers["Location"] == "/workspace/bodies/council/"
    assert Body.objects.get().other_names == ["Aldmere Borough"]
    assert "found to be one body" in words_of(page_of(client, "/bodies/council/history/"))


@pytest.mark.usefixtures("_twins")
def test_what_is_in_the_way_of_joining_is_told_before_anything_is_typed(keeper):
    AgreementFactory(body=Body.objects.get(slug="borough"))

    page = page_of(keeper, "/workspace/bodies/council/merge/?with=borough")
    refused = keeper.post(
        "/workspace/bodies/council/merge/", {"with": "borough", "reason": "Same.", "seen": "x"}
    )

    assert "Keep Aldmere Borough instead" in words_of(page)
    assert not page.css("main form[method=post]")
    assert (refused.status_code, Body.objects.count()) == (422, 2)


@pytest.mark.usefixtures("_twins")
def test_who_joins_what_somebody_changed_meanwhile_sees_both_again_with_the_reason_kept(keeper):
    seen = value_of(page_of(keeper, "/workspace/bodies/council/merge/?with=borough"), "seen")
    Body.objects.filter(slug="borough").update(remit="Parks")

    asked = {"with": "borough", "reason": "One address.", "seen": seen}
    again = keeper.post("/workspace/bodies/council/merge/", asked)

    assert again.status_code == 422
    page = HTMLParser(again.content)
    assert "Look at both again" in words_of(page)
    assert "One address." in words_of(page)
    assert value_of(page, "seen") not in ("", seen)


@pytest.mark.usefixtures("_twins")
@pytest.mark.parametrize("other", ["council", "nobody", "", "\x00", "x" * 5000])
def test_a_body_is_joined_with_another_that_stands(keeper, other):
    response = keeper.post("/workspace/bodies/council/merge/", {"with": other, "reason": "Same."})

    assert (response.status_code, Body.objects.count()) == (200, 2)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/bodies/old/", "/bodies/aps/"),
        ("/bodies/old/history/?before=7", "/bodies/aps/history/?before=7"),
        ("/bodies/old/changes.atom", "/bodies/aps/changes.atom"),
        ("/bodies/old/plan/", "/bodies/aps/plan/"),
        ("/bodies/old/plan/3.json", "/bodies/aps/plan/3.json"),
        ("/api/v1/bodies/old", "/api/v1/bodies/aps"),
        ("/api/v1/plans/old", "/api/v1/plans/aps"),
    ],
)
def test_every_address_of_a_merged_entry_leads_on_for_good(client, path, leads_to):
    MergedBodyFactory(slug="old", body=BodyFactory(slug="aps"))

    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (301, leads_to)


def test_whoever_corrects_a_merged_entry_corrects_the_one_that_stands(client):
    MergedBodyFactory(slug="old", body=BodyFactory(slug="aps"))

    response = client.get("/bodies/old/correct/")

    assert response.headers["Location"] == "/bodies/aps/correct/"


def test_a_bookmark_of_a_merged_entry_leads_on_in_the_workspace(keeper):
    MergedBodyFactory(slug="old", body=BodyFactory(slug="aps"))

    assert keeper.get("/workspace/bodies/old/").headers["Location"] == "/workspace/bodies/aps/"


def test_the_history_of_a_body_holds_that_of_entries_merged_into_it(client):
    body = BodyFactory(slug="aps", name="Aldmere Public Services")
    MergedBodyFactory(slug="old", body=body)
    EventFactory(
        kind="body.updated", subject="body:old", is_public=True, details={"name": "Old Office"}
    )
    EventFactory(
        kind="forum.listed",
        subject=f"forum:{ForumFactory(slug='well').slug}",
        is_public=True,
        details={"name": "The Well", "body": "old"},
    )

    history = page_of(client, "/bodies/aps/history/")
    feed = client.get("/bodies/aps/changes.atom").content.decode()

    for said in (words_of(history), feed):
        assert "The entry of Old Office was changed" in said
        assert "Aldmere Public Services listed The Well" in said
    assert "/bodies/old/" not in [link.attributes["href"] for link in history.css("main a")]


def test_programs_learn_that_two_names_are_one_body(client):
    MergedBodyFactory(slug="old", body=BodyFactory(slug="aps"))

    node = json.loads(
        page_of(client, "/bodies/aps/").css_first('script[type="application/ld+json"]').text()
    )
    rows = json.loads(client.get("/data/merged-bodies.json").getvalue())["rows"]

    assert node["sameAs"] == ["http://testserver/bodies/old/#this"]
    assert [(row["merged_body_id"], row["body_id"]) for row in rows] == [("old", "aps")]
    assert client.get("/api/v1/bodies/aps").json()["merged_body_ids"] == ["old"]
