"""The activity of the register, and the history of an entry."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.publishing import changes
from tests.factories import DAY, HOUR, NOON, BodyFactory, EventFactory, ForumFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def words_of(node):
    return " ".join(node.text(separator=" ").split())


def sentences(page):
    return [words_of(node) for node in page.css(".change__sentence")]


def change(of_kind="forum.updated", subject="forum:well", at=NOON, name="The Well", **details):
    return EventFactory(
        kind=of_kind, subject=subject, at=at, is_public=True, details={"name": name, **details}
    )


def test_changes_stand_by_day_with_links_to_what_changed(client):
    ForumFactory(slug="well")
    change("forum.added", at=NOON - 2 * DAY)
    change(at=NOON)

    page = page_of(client, "/changes/")

    assert [words_of(node) for node in page.css(".changes__day")] == ["6 May 2026", "4 May 2026"]
    assert sentences(page) == [
        "The entry of The Well was changed.",
        "The Well was added to the register.",
    ]
    assert page.css_first('.change__sentence a[href="/forums/well/"]')
    # British summer time.
    assert words_of(page.css_first(".change__meta")) == "Forum changed , 13:00"


def test_nobody_is_named(client):
    EventFactory(kind="forum.added", subject="forum:well", actor="jo.bloggs", is_public=True)

    assert "jo.bloggs" not in page_of(client, "/changes/").html


def test_changes_are_narrowed_by_kind_and_body(client):
    BodyFactory(slug="aps", name="Aldmere Services")
    change("forum.listed", body="aps")
    change("forum.added", at=NOON - HOUR)

    assert len(sentences(page_of(client, "/changes/?kind=lists"))) == 1
    assert len(sentences(page_of(client, "/changes/?kind=forums"))) == 1
    assert len(sentences(page_of(client, "/changes/?body=aps"))) == 1
    assert "No change fits" in words_of(page_of(client, "/changes/?kind=figures").body)
    assert "No change fits" in words_of(page_of(client, "/changes/?body=nobody").body)
    chosen = page_of(client, "/changes/?kind=lists&body=aps")
    assert chosen.css_first("#kind option[selected]").attributes["value"] == "lists"
    assert chosen.css_first("#body option[selected]").attributes["value"] == "aps"


def test_older_changes_are_a_page_away_and_the_filter_stays(client, monkeypatch):
    monkeypatch.setattr(changes, "PAGE_SIZE", 2)
    for number in range(3):
        change(name=f"Forum {number}", at=NOON - number * HOUR)

    first = page_of(client, "/changes/?kind=forums")
    older = first.css_first("a[rel=next]").attributes["href"]
    second = page_of(client, f"/changes/{older}")

    assert "kind=forums" in older
    assert sentences(second) == ["The entry of Forum 2 was changed."]
    assert second.css_first("a[rel=next]") is None
    assert second.css_first('.changes-pages a[href="?kind=forums"]')


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=-1",
        "before=99999999999999999999999",
        "before=9223372036854775807",
        "before=%00",
        "before=٣",
        "kind=nothing",
        "body=%00",
        "body=%ED%A0%80",
        "body=" + "x" * 5000,
        "before&kind&body&&==",
    ],
)
def test_nonsense_is_no_fault(client, query):
    change()
    ForumFactory(slug="well")

    assert client.get(f"/changes/?{query}").status_code == 200
    assert client.get(f"/forums/well/history/?{query}").status_code == 200


def test_a_register_without_changes_says_so(client):
    ForumFactory(slug="well")
    BodyFactory(slug="aps")

    assert "Nothing has changed yet" in words_of(page_of(client, "/changes/").body)
    for address in ("/forums/well/history/", "/bodies/aps/history/"):
        assert "No change is on record yet" in words_of(page_of(client, address).body)


def test_a_history_shows_each_field_before_and_after(client):
    ForumFactory(slug="well")
    change(changes={"life": ["quiet", "closed"], "area": ["Aldmere", ""], "subject": [None, "pay"]})

    page = page_of(client, "/forums/well/history/")

    assert [words_of(node) for node in page.css(".difference")] == [
        "Area Removed Aldmere",
        "State Was Quiet: few new posts Now Closed",
        "Subject Added pay",
    ]
    assert [words_of(node) for node in page.css("del")] == ["Aldmere", "Quiet: few new posts"]
    assert [words_of(node) for node in page.css("ins")] == ["Closed", "pay"]


def test_long_texts_show_the_words_removed_and_added_in_words_too(client):
    ForumFactory(slug="well")
    before = "Members help each other with sick pay, fit notes and holidays, in a friendly tone."
    change(changes={"description": [before, before.replace("holidays", "pensions")]})

    text = page_of(client, "/forums/well/history/").css_first(".difference__text")

    assert "removed: holidays," in words_of(text.css_first("del"))
    assert "added: pensions," in words_of(text.css_first("ins"))
    assert "Members help each other" in words_of(text)


def test_a_history_holds_what_was_merged_into_the_forum_and_nothing_of_others(client):
    kept = ForumFactory(slug="kept")
    ForumFactory(slug="old", merged_into=kept)
    change(subject="forum:kept", name="Kept")
    change(subject="forum:old", name="Old", at=NOON - HOUR)
    change(subject="forum:other", name="Other")

    found = sentences(page_of(client, "/forums/kept/history/"))

    assert found == ["The entry of Kept was changed.", "The entry of Old was changed."]


def test_a_body_s_history_holds_what_concerns_it(client):
    BodyFactory(slug="aps", name="Aldmere Services")
    change("body.updated", subject="body:aps", name="Aldmere Services")
    change("forum.listed", body="aps", at=NOON - HOUR)
    change("forum.listed", body="other", at=NOON - HOUR)

    assert sentences(page_of(client, "/bodies/aps/history/")) == [
        "The entry of Aldmere Services was changed.",
        "Aldmere Services listed The Well as major for its work.",
    ]


@pytest.mark.parametrize("address", ["/forums/well/history/", "/bodies/aps/history/"])
def test_a_practice_entry_has_a_history_only_where_practice_is_shown(client, settings, address):
    ForumFactory(slug="well", practice=True)
    BodyFactory(slug="aps", practice=True)
    hidden = client.get(address).status_code

    settings.ALONGSIDE_SHOW_PRACTICE = True

    page = page_of(client, address)
    assert hidden == 404
    assert page.css_first(".practice-band")
    assert "Practice leaves no history" in words_of(page.body)


@pytest.mark.parametrize("address", ["/forums/none/history/", "/bodies/none/history/"])
def test_an_entry_that_is_not_there_has_no_history(client, address):
    assert client.get(address).status_code == 404
