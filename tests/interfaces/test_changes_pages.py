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


def test_a_history_shows_what_was_added_to_a_list_and_what_was_taken_away(client):
    ForumFactory(slug="well")
    change(changes={"other_names": [["Old Well", "Spring"], ["Spring", "Wells", "New Well"]]})

    page = page_of(client, "/forums/well/history/")

    assert words_of(page.css_first(".difference")) == (
        "Other names Removed Old Well Added Wells New Well 1 other stayed"
    )
    assert [words_of(node) for node in page.css("del")] == ["Old Well"]
    assert [words_of(node) for node in page.css("ins")] == ["Wells", "New Well"]


def test_the_items_of_a_very_long_list_stand_behind_a_summary(client):
    ForumFactory(slug="well")
    change(changes={"boards": [[], [f"Board {number}" for number in range(60)]]})

    page = page_of(client, "/forums/well/history/")

    assert words_of(page.css_first("details summary")) == "Show 40 more of boards"
    assert len(page.css("ins")) == 60


def an_import(entries=2):
    said = {"source": "govuk", "file": "https://lists.example/orgs.json"}
    whole = change(
        "bodies.imported", "import:govuk", name="govuk", entries=entries, added=2, **said
    )
    for number in range(entries):
        BodyFactory(slug=f"body-{number}", name=f"Body {number}")
        EventFactory(
            kind="body.added",
            subject=f"body:body-{number}",
            at=NOON,
            is_public=True,
            part_of=whole.pk,
            details={"name": f"Body {number}", **said},
        )
    return whole


def test_an_import_stands_as_one_line_that_opens_into_all_that_it_did(client, monkeypatch):
    monkeypatch.setattr(changes, "PAGE_SIZE", 2)
    an_import(entries=3)

    line = page_of(client, "/changes/").css(".change")
    home = page_of(client, "/")
    first = page_of(client, line[0].css_first("a").attributes["href"])
    second = page_of(
        client,
        line[0].css_first("a").attributes["href"]
        + first.css_first("a[rel=next]").attributes["href"],
    )

    said = "3 public bodies came from GOV.UK’s list of organisations by import: all of them new."
    assert len(line) == 1
    assert said in words_of(line[0])
    assert said in words_of(home.body)
    assert "Body 1 was added" not in words_of(home.body)
    assert sentences(first) == [f"Body {n} was added to the register." for n in (2, 1)]
    assert sentences(second) == ["Body 0 was added to the register."]
    assert "Source: GOV.UK’s list of organisations" in words_of(first.body)


def test_a_history_names_the_file_from_which_an_import_took_a_change(client):
    whole = an_import()

    source = page_of(client, "/bodies/body-0/history/").css_first(".change__source")

    assert words_of(source) == (
        "Source: GOV.UK’s list of organisations ( https://lists.example/orgs.json ), "
        "imported on 6 May 2026. All that this import changed"
    )
    assert [link.attributes["href"] for link in source.css("a")] == [
        "https://lists.example/orgs.json",
        f"/changes/imports/{whole.pk}/",
    ]


def test_the_feed_of_the_register_tells_an_import_once_and_that_of_an_entry_its_own_part(client):
    whole = an_import()

    feed = client.get("/changes.atom").content.decode()
    own = client.get("/bodies/body-0/changes.atom").content.decode()

    assert feed.count("<entry>") == 1
    assert f"http://testserver/changes/imports/{whole.pk}/" in feed
    assert "Body 0 was added to the register." in own
    assert "Source: GOV.UK’s list of organisations" in own


@pytest.mark.parametrize("number", ["0", "7", "99999999999999999999999"])
def test_an_import_that_never_was_is_not_found(client, number):
    assert client.get(f"/changes/imports/{number}/").status_code == 404


def test_the_front_page_leads_to_what_changed(client):
    found = change(changes={"area": ["Aldmere", "Ald"], "subject": [None, "pay"]})

    page = page_of(client, "/")

    assert page.css_first(f'a[href="/changes/#change-{found.pk}"]')


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
