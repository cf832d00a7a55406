"""The lists of forums and bodies: finding, narrowing, sorting, pages."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from django.urls import resolve
from selectolax.lexbor import LexborHTMLParser

from alongside.bodies import search as bodies_search
from alongside.forums import search as forums_search
from alongside.publishing.exported_pages import is_export
from alongside.ui.copies import MARK, Copy
from tests.factories import (
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    NoForumFoundFactory,
    RemitTopicFactory,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def results_of(client, address):
    return [node.text() for node in page_of(client, address).css(".results__title a")]


def text_of(client, address):
    return " ".join(page_of(client, address).body.text(separator=" ").split())


def counts_of(page, facet):
    """{words: how many} of one group of the panel."""
    found = {}
    for box in page.css(f"input[type=checkbox][name={facet}]"):
        label = page.css_first(f"label[for={box.attributes['id']}]")
        words, _, count = " ".join(label.text(separator=" ").split()).rpartition("(")
        found[words.strip()] = int(count.rstrip(" )").replace(",", ""))
    return found


def as_part_of_an_export(address):
    request = RequestFactory().get(address)
    request.META[MARK] = Copy(NOON)
    assert is_export(request)
    match = resolve(address)
    return LexborHTMLParser(match.func(request, **match.kwargs).content)


def test_forums_are_found_by_words_the_best_first(client):
    ForumFactory(name="City talk", area="Aldmere", description="Some keep poultry.")
    ForumFactory(name="Poultry and more")
    forums_search.refresh_search()

    assert results_of(client, "/forums/?q=POULTRY") == ["Poultry and more", "City talk"]
    assert results_of(client, "/forums/?q=poultry&sort=name") == ["City talk", "Poultry and more"]
    assert results_of(client, "/forums/?q=poultry+aldmere") == ["City talk"]


def test_who_types_the_whole_name_of_an_entry_finds_it_first(client):
    lists = ForumFactory(name="Education forum", subject="education", size=99_999)
    ForumFactory(name="Ofsted talk", other_names=["Éducation"])
    ForumFactory(name="Education")
    other = BodyFactory(name="Department of Education (US)", remit="Department for education.")
    ListingFactory(body=other, forum=lists)
    BodyFactory(name="Department for Education", acronym="DfE")
    BodyFactory(name="DfE Friends of DfE", remit="DfE")
    forums_search.refresh_search()
    bodies_search.refresh_search()

    assert results_of(client, "/bodies/?q=department+for+education") == [
        "Department for Education",
        "Department of Education (US)",
    ]
    assert results_of(client, "/bodies/?q=dfe")[0] == "Department for Education"
    assert results_of(client, "/forums/?q=education") == [
        "Education",
        "Ofsted talk",
        "Education forum",
    ]


def test_when_no_forum_has_all_words_those_with_some_are_shown_and_it_is_said(client):
    ForumFactory(name="Poultry and more")
    forums_search.refresh_search()

    assert results_of(client, "/forums/?q=poultry+motorcycles") == ["Poultry and more"]
    assert "No forum has all these words. These have some." in text_of(
        client, "/forums/?q=poultry+motorcycles"
    )
    assert "No forum has all" not in text_of(client, "/forums/?q=poultry")
    assert "No forum fits" in text_of(client, "/forums/?q=xylophones")


def test_a_slip_of_the_pen_is_set_right_and_said(client):
    ForumFactory(name="Pensions talk")
    forums_search.refresh_search()

    said = text_of(client, "/forums/?q=pentions")

    assert "No forum has these words as you typed them. These have: pension" in said
    assert "Pensions talk" in said


def test_forums_are_narrowed_by_every_facet(client):
    agreement = AgreementFactory(welcome=True, forum__name="Open", forum__engine="misago")
    AgreementFactory(held=True, forum__name="Held", forum__area="Fennbury")
    AgreementFactory(
        welcome=True,
        forum__name="Welcomes practice",
        body__practice=True,
        forum__life="closed",
        forum__size=12_000,
    )
    listing = ListingFactory(forum__name="Listed", forum__languages=["en", "cy"])
    ForumTopicFactory(forum=listing.forum, code="work")

    for query, names in {
        "welcome=yes": ["Open"],
        "welcome=no": ["Held"],
        "welcome=not-asked": ["Listed", "Welcomes practice"],
        "welcome=yes&welcome=no": ["Held", "Open"],
        f"body={agreement.body.slug}": ["Open"],
        f"body={listing.body.slug}": ["Listed"],
        "engine=misago": ["Open"],
        "engine=not-known": ["Held", "Listed", "Welcomes practice"],
        "area=Fennbury": ["Held"],
        "life=closed": ["Welcomes practice"],
        "size=10000": ["Welcomes practice"],
        "size=not-known&topic=work": ["Listed"],
        "topic=work&welcome=yes": [],
        "language=cy": ["Listed"],
        "language=cy&language=fr": ["Listed"],
    }.items():
        assert results_of(client, f"/forums/?{query}") == names, query


def test_a_forum_with_other_figures_than_of_people_is_not_one_of_which_nothing_is_known(client):
    MeasureFactory(forum__name="Recipes", kind="recipes shared", unit="recipes", value=700)
    withdrawn = MeasureFactory(forum__name="Wrong", kind="posts", unit="posts", value=5)
    withdrawn.withdrawn_at, withdrawn.withdrawn_reason = NOON, "A slip."
    withdrawn.save()
    ForumFactory(name="Nothing")

    counts = counts_of(page_of(client, "/forums/"), "size")

    assert results_of(client, "/forums/?size=other-figures") == ["Recipes"]
    assert results_of(client, "/forums/?size=not-known") == ["Nothing", "Wrong"]
    assert counts == {"No figure known": 2, "Other figures, none of people": 1}


def test_merged_forums_stand_in_no_list_and_in_no_count(client):
    ForumFactory(name="Before", merged_into=ForumFactory(name="Now"), engine="misago")

    page = page_of(client, "/forums/")

    assert [node.text() for node in page.css(".results__title a")] == ["Now"]
    assert page.css_first(".list-bar__count").text() == "1 forum"
    assert counts_of(page, "engine") == {}


def test_each_value_says_how_many_it_leaves_besides_what_is_chosen_elsewhere(client):
    for number in range(6):
        forum = ForumFactory(
            life="active" if number < 4 else "closed", engine="own" if number == 1 else "misago"
        )
        ForumTopicFactory(forum=forum, code="work" if number % 2 else "money")
    ForumFactory(life="quiet", engine="own")

    page = page_of(client, "/forums/?life=active&topic=work")

    assert counts_of(page, "life") == {
        "Active": 2,
        "Closed": 1,
    }
    assert counts_of(page, "topic") == {"Work": 2, "Money": 2}
    assert counts_of(page, "engine") == {"Misago": 1, "Software of its own": 1}
    checked = [box.attributes["value"] for box in page.css("input[checked]")]
    assert checked == ["work", "active"]


def test_what_narrows_the_list_can_be_taken_away_piece_by_piece(client):
    forum = ForumFactory(name="Hens", life="active", area="Aldmere & Co")
    forums_search.refresh_search([forum.pk])
    address = "/forums/?q=hens&area=Aldmere+%26+Co&life=active&life=quiet&sort=size"

    links = [a.attributes["href"] for a in page_of(client, address).css("a.chosen__away")]

    left = [parse_qs(urlsplit(link).query) for link in links]
    whole = parse_qs(urlsplit(address).query)
    assert left == [
        {name: values for name, values in whole.items() if name != "q"},
        {**whole, "life": ["quiet"]},
        {**whole, "life": ["active"]},
        {name: values for name, values in whole.items() if name != "area"},
    ]
    assert all(results_of(client, link) == ["Hens"] for link in (links[0], links[2], links[3]))


def test_a_chosen_value_that_nothing_has_can_be_taken_away(client):
    ForumFactory(name="Hens")
    BodyFactory(slug="none-such")

    page = page_of(client, "/forums/?body=none-such")

    assert "No forum fits" in page.body.text()
    assert page.css_first("a.chosen__away").attributes["href"] == "/forums/"


def test_forums_are_sorted_by_size_and_by_when_they_were_added(client):
    ForumFactory(name="A small one", size=10, added_at=NOON)
    ForumFactory(name="B big one", size=500, added_at=NOON - timedelta(days=1))
    ForumFactory(name="C unknown", added_at=NOON - timedelta(days=2))

    assert results_of(client, "/forums/?sort=size") == ["B big one", "A small one", "C unknown"]
    assert results_of(client, "/forums/?sort=newest") == ["A small one", "B big one", "C unknown"]


def test_a_forum_in_the_list_says_its_size_with_source_and_date_and_who_is_there(client):
    forum = ForumFactory()
    MeasureFactory(forum=forum, kind="posts", value=9)
    MeasureFactory(
        forum=forum,
        kind="registered users",
        unit="users",
        value=42_000,
        bound="over",
        dated="2009-02",
    )
    MeasureFactory(
        forum=forum,
        kind="registered users",
        value=99_000,
        dated="2010",
        withdrawn_at=NOON,
        withdrawn_reason="A slip.",
    )
    ListingFactory(forum=forum, body__name="Second Body")
    ListingFactory(forum=forum, body__name="Third Body", leads=True)
    AgreementFactory(forum=forum, body__name="First Body", welcome=True)

    said = text_of(client, "/forums/")

    assert "over 42,000 registered users (shown by the site, February 2009)" in said
    assert "Welcomes officials First Body" in said
    assert "Listed by Third Body , Second Body" in said


def test_a_narrowed_list_comes_in_pages_that_keep_what_is_chosen(client):
    for number in range(26):
        ForumFactory(name=f"Forum {number:02}", subject="hens")
    forums_search.refresh_search()

    page = page_of(client, "/forums/?q=hens&life=unknown&page=2")

    assert [node.text() for node in page.css(".results__title a")] == ["Forum 25"]
    previous = parse_qs(urlsplit(page.css_first("a[rel=prev]").attributes["href"]).query)
    assert (previous["q"], previous["life"]) == (["hens"], ["unknown"])


@pytest.mark.parametrize(
    ("address", "factory"), [("/forums/", ForumFactory), ("/bodies/", BodyFactory)]
)
def test_each_page_of_the_whole_list_has_an_address_that_an_export_can_keep(
    client, address, factory
):
    for number in range(51):
        factory(name=f"Entry {number:02}")

    first, third = page_of(client, address), page_of(client, f"{address}page/3/")

    assert first.css_first("a[rel=next]").attributes["href"] == f"{address}page/2/"
    assert [node.text() for node in third.css(".results__title a")] == ["Entry 50"]
    assert client.get(f"{address}page/4/").status_code == 404
    assert client.get(f"{address}page/0/").status_code == 404
    exported = as_part_of_an_export(f"{address}page/2/")
    assert len(exported.css(".results__title a")) == 25
    assert not exported.css("form")
    assert exported.css_first("[data-search]")


@pytest.mark.parametrize("slug", ["page", "page-2", "lookup"])
def test_no_address_of_a_list_hides_an_entry(client, slug):
    ForumFactory(slug=slug, name="Hidden?")
    BodyFactory(slug=slug, name="Hidden?")

    assert page_of(client, f"/forums/{slug}/").css_first("h1").text().strip() == "Hidden?"
    assert page_of(client, f"/bodies/{slug}/").css_first("h1").text().strip() == "Hidden?"


def test_bodies_are_found_narrowed_and_sorted(client):
    listing = ListingFactory(body__name="Zeal Authority", body__acronym="ZA")
    tribunal = BodyFactory(name="Aldmere Tribunal", kind="tribunal", remit="appeals about hens")
    searched = NoForumFoundFactory(body__name="Éire Office", body__jurisdiction="IE").body
    RemitTopicFactory(body=tribunal, code="work")
    publish_plan(searched, [ForumFactory()])
    bodies_search.refresh_search()

    for query, names in {
        "": ["Aldmere Tribunal", "Éire Office", "Zeal Authority"],
        "sort=forums": ["Zeal Authority", "Aldmere Tribunal", "Éire Office"],
        "q=za": ["Zeal Authority"],
        "q=hens": ["Aldmere Tribunal"],
        "q=eire": ["Éire Office"],
        "kind=tribunal": ["Aldmere Tribunal"],
        "topic=work": ["Aldmere Tribunal"],
        "list=yes": ["Zeal Authority"],
        "list=none-found": ["Éire Office"],
        "list=no": ["Aldmere Tribunal"],
        "plan=yes": ["Éire Office"],
        "jurisdiction=IE": ["Éire Office"],
        "letter=E": ["Éire Office"],
        "letter=A&letter=Z": ["Aldmere Tribunal", "Zeal Authority"],
    }.items():
        assert results_of(client, f"/bodies/?{query}") == names, query
    assert listing.body.name in text_of(client, "/bodies/?list=yes")


def test_closed_bodies_are_shown_to_those_only_who_ask_and_it_is_said(client):
    BodyFactory(name="Open Office")
    closed = BodyFactory(name="Closed Office", closed_how="merged", closed_on=TODAY)
    closed.successors.add(BodyFactory(name="New Office"))

    said = text_of(client, "/bodies/")
    page = page_of(client, "/bodies/")
    (link,) = [a for a in page.css(".results__note a") if "closed" in a.text()]
    both = text_of(client, link.attributes["href"])

    assert "Closed Office" not in said
    assert "2 public bodies" in said
    assert "Not shown: 1 body that has closed." in said
    assert "3 public bodies" in both
    assert "Closed merged into another body, 6 May 2026. Its work is done by New Office" in both
    assert results_of(client, "/bodies/?state=closed") == ["Closed Office"]


def test_a_closed_body_does_not_count_among_those_without_a_list(client):
    open_office = BodyFactory(name="Open Office")
    closed = BodyFactory(name="Closed Office", closed_how="merged")
    closed.successors.add(open_office)
    both = "state=open&state=closed"

    said = text_of(client, "/bodies/?state=closed")

    assert results_of(client, f"/bodies/?list=no&{both}") == ["Open Office"]
    assert results_of(client, f"/bodies/?list=closed&{both}") == ["Closed Office"]
    assert "Closed, keeps no list" in text_of(client, f"/bodies/?{both}")
    assert "No list published" not in said.partition("1 public body")[2]
    assert "No plan published" not in said
    for page in ("/", "/coverage/"):
        assert "1 of 1 public bod" in text_of(client, page)
    assert "Closed Office" not in text_of(client, "/lists/") + text_of(client, "/lists/without/")


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "%27" * 300,
        "topic=" + "x" * 5000,
        "&".join(f"area={number}" for number in range(500)),
        "size=-1&size=x&welcome=&life=%00",
        "q=%22&letter=%F0%9F%90%94",
        "q=the&sort=best",
        "language=%7B&language=%22%5D",
        "area=%25s&body=%28%29&engine=%25%28x%29s",
    ],
)
@pytest.mark.parametrize("address", ["/forums/", "/bodies/"])
def test_nonsense_narrows_and_breaks_nothing(client, address, query):
    ForumFactory()
    BodyFactory()

    assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/forums/?q=hens&welcome=yes&size=other-figures&sort=best",
        "/forums/?welcome=yes&page=2",
        "/forums/page/2/",
        "/bodies/?q=office&list=yes&state=open&state=closed",
        "/bodies/page/2/",
    ],
)
def test_however_many_there_are_a_list_asks_at_most_6_times(
    client, settings, django_assert_max_num_queries, address
):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    for number in range(55):
        body = BodyFactory(name=f"Office {number}", remit="hens")
        agreement = AgreementFactory(welcome=True, body=body, forum__subject="hens")
        MeasureFactory(forum=agreement.forum)
        ListingFactory(body=body, forum=agreement.forum)
    forums_search.refresh_search()
    bodies_search.refresh_search()

    with django_assert_max_num_queries(6):
        shown = results_of(client, address)

    assert shown


def test_the_panel_is_folded_until_it_is_opened_and_every_box_has_a_name(client):
    for engine in ("misago", "own"):
        ForumFactory(engine=engine)

    page = page_of(client, "/forums/")

    assert "open" not in page.css_first("details.facets__fold").attributes
    boxes = page.css("input[type=checkbox]")
    assert boxes
    assert all(page.css_first(f"label[for={box.attributes['id']}]") for box in boxes)
    assert all(group.css_first("legend").text() for group in page.css(".facets__group fieldset"))


def test_the_front_page_opens_four_doors_and_says_what_changed(client):
    doors = [a.attributes["href"] for a in page_of(client, "/").css(".doors__link")]

    assert doors == ["/forums/", "/bodies/", "/is-this-official/", "/before-you-build-a-forum/"]
    assert "Nothing has changed in the register yet." in text_of(client, "/")


@pytest.mark.parametrize(
    ("address", "proposing"),
    [("/forums/", "/proposals/missing-forum/"), ("/bodies/", "/proposals/missing-body/")],
)
def test_an_empty_register_offers_no_filter_and_takes_proposals(client, address, proposing):
    page = page_of(client, address)

    assert page.css_first("details.facets__fold") is None
    assert page.css_first("input[type=search]") is not None
    assert page.css_first(f"main a[href='{proposing}']") is not None


def test_what_narrows_a_list_is_taken_away_by_a_name_that_is_quoted_once(client):
    page = page_of(client, "/forums/?q=hens")

    assert (
        page.css_first(".chosen__away .govuk-visually-hidden").text() == "Take away Words: “hens”"
    )


def test_a_forum_that_is_missing_is_proposed_from_a_list_of_others(client):
    ForumFactory()

    assert page_of(client, "/forums/").css_first("main a[href='/proposals/missing-forum/']")
