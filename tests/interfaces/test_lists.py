"""The cross-government list for everybody, and the pages by which a body keeps its own."""

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.audit import actions as audit
from alongside.bodies import search as body_search
from alongside.bodies.domain.kinds import ClosedHow
from alongside.forums import search
from alongside.forums.models import Listing, NoForumFound
from alongside.publishing import major_forums
from tests.factories import (
    DAY,
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
    on_duty,
    person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PAGES = ["/lists/", "/lists/?q=well&sort=size", "/lists/without/", "/lists/criteria/"]


@pytest.fixture
def _lists():
    """Two forums on the lists of two bodies, one body that found none, one that says nothing."""
    aps = BodyFactory(slug="aps", name="Aldmere Public Services", acronym="APS")
    health = BodyFactory(slug="health", name="Health Board")
    well = ForumFactory(slug="well", name="The Well", subject="Sick pay", size=70_000)
    carers = ForumFactory(slug="carers", name="Carers at night", size=900)
    ListingFactory(forum=well, body=aps, leads=True, criteria=["size"], reason="The largest one.")
    ListingFactory(forum=well, body=health, listed_on=TODAY - 92 * DAY)
    ListingFactory(forum=carers, body=health)
    MeasureFactory(forum=well, kind="members", value=70_000, unit="members")
    AgreementFactory(forum=well, body=aps, welcome=True)
    ForumTopicFactory(forum=well)
    NoForumFoundFactory(body=BodyFactory(slug="ports", name="Ports Office"))
    BodyFactory(slug="silent", name="Silent Office")
    ListingFactory(forum__practice=True, body=BodyFactory(practice=True, name="Practice Office"))
    body_search.refresh_search()
    search.refresh_search()


def tree_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return LexborHTMLParser(response.content)


def text_of(client, address):
    return " ".join(tree_of(client, address).css_first("main").text(separator=" ").split())


def names_on(client, address):
    return [node.text(strip=True) for node in tree_of(client, address).css("h2.results__title")]


def browser_of(user):
    client = Client()
    client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def body():
    return BodyFactory(slug="aps", name="Aldmere Public Services", acronym="APS")


@pytest.fixture
def lead(body):
    return browser_of(person(Role.ENGAGEMENT_LEAD, body=body))


# The public list


@pytest.mark.usefixtures("_lists")
def test_one_forum_stands_once_with_all_bodies_and_the_one_that_leads_first(client):
    assert names_on(client, "/lists/") == ["Carers at night", "The Well"]
    text = text_of(client, "/lists/")

    assert "Listed by Aldmere Public Services (leads) , Health Board" in text
    assert "The largest one." in text
    assert "It is among the largest places for its subject" in text
    assert "members 70,000" in text or "70,000 members" in text
    assert "1 body must look again" in text


@pytest.mark.usefixtures("_lists")
def test_the_numbers_of_the_list_say_of_how_many(client):
    text = text_of(client, "/lists/")

    assert "2 forums on at least one list" in text
    assert "2 bodies that publish a list of 4 in the register" in text
    assert "66.7 % of listings looked at in the last 92 days" in text
    assert "n = 3" in text


@pytest.mark.usefixtures("_lists")
def test_bodies_without_a_list_are_named_and_so_is_who_looked_and_found_none(client):
    first = text_of(client, "/lists/")
    assert "Ports Office : looked and found none, searched on 6 May 2026" in first
    assert "Silent Office : no list published" in first

    text = text_of(client, "/lists/without/")
    assert "2 of 4 public bodies" in text
    assert text.index("Looked and found none") < text.index("Ports Office")
    assert text.index("Ports Office") < text.index("No list published")
    assert text.index("No list published") < text.index("Silent Office")
    assert "Health Board" not in text


@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?topic=work", ["The Well"]),
        ("?body=aps", ["The Well"]),
        ("?body=health&looked=fresh", ["Carers at night"]),
        ("?looked=due", ["The Well"]),
        ("?looked=fresh", ["Carers at night"]),
        ("?q=sick+pay", ["The Well"]),
        ("?q=Health+Board", ["Carers at night", "The Well"]),
        ("?sort=size", ["The Well", "Carers at night"]),
        ("?sort=bodies", ["The Well", "Carers at night"]),
        ("?body=nobody", []),
        ("?q=zzzz", []),
    ],
)
def test_the_list_is_narrowed_and_ordered_by_its_address(client, query, names):
    assert names_on(client, f"/lists/{query}") == names


@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize(
    "query",
    [
        "?topic=nothing&looked=maybe&sort=sideways&page=-1",
        "?q=%00%00&body=%00",
        "?q=%ED%A0%80&topic=%ED%B0%80",
        "?q=" + "x%26%7C!" * 200,
        "?page=99999999999999999999",
        "?q='; DROP TABLE--",
        "?q=%2A%3A%2A",
        "?q=...",
    ],
)
def test_law_10_nonsense_in_the_address_is_passed_over(client, query):
    assert client.get(f"/lists/{query}").status_code == 200


@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize("practice_shown", [False, True])
@pytest.mark.parametrize("address", PAGES)
def test_a_list_asks_the_database_at_most_6_times_and_sets_no_cookie(
    client, settings, django_assert_max_num_queries, address, practice_shown
):
    settings.ALONGSIDE_SHOW_PRACTICE = practice_shown

    with django_assert_max_num_queries(6):
        response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "public" in response.headers["Cache-Control"]


@pytest.mark.usefixtures("_lists")
def test_law_7_practice_lists_are_shown_apart_and_only_when_practice_is(client, settings):
    assert "Practice Office" not in text_of(client, "/lists/")

    settings.ALONGSIDE_SHOW_PRACTICE = True

    text = text_of(client, "/lists/")
    assert "Practice lists" in text
    assert text.index("Not counted above") < text.index("Practice Office")
    assert "2 forums on at least one list" in text


def test_an_empty_list_says_why_and_what_to_do_first(client):
    text = text_of(client, "/lists/")

    assert "No public body has published a list yet" in text
    assert "No public body is in the register yet" in text_of(client, "/lists/without/")


def test_where_every_body_has_a_list_the_page_says_so(client):
    ListingFactory()

    assert "Every public body has a list" in text_of(client, "/lists/without/")


def test_closed_bodies_are_not_missed_among_those_without_a_list(client):
    BodyFactory(name="Closed Office", closed_how=ClosedHow.ENDED.value)
    BodyFactory(name="Open Office")

    text = text_of(client, "/lists/without/")

    assert "1 of 1 public bodies" in text
    assert "Closed Office" not in text


def test_each_page_of_the_list_has_an_address_of_its_own(client, monkeypatch):
    monkeypatch.setattr(major_forums, "PAGE_SIZE", 2)
    for number in range(5):
        ListingFactory(forum__name=f"Forum {number}")

    assert names_on(client, "/lists/") == ["Forum 0", "Forum 1"]
    assert names_on(client, "/lists/page/3/") == ["Forum 4"]
    links = [node.attributes["href"] for node in tree_of(client, "/lists/page/2/").css("nav a")]
    assert {"/lists/", "/lists/page/3/"} <= set(links)
    assert client.get("/lists/page/4/").status_code == 404
    assert client.get("/lists/page/0/").status_code in (200, 404)


def test_pages_of_a_narrowed_list_keep_the_filter(client, monkeypatch):
    monkeypatch.setattr(major_forums, "PAGE_SIZE", 1)
    body = BodyFactory(slug="aps")
    for name in ("A", "B"):
        ListingFactory(body=body, forum__name=name)
    ListingFactory(forum__name="C")

    links = [node.attributes["href"] for node in tree_of(client, "/lists/?body=aps").css("nav a")]

    assert "?body=aps&page=2" in links
    assert names_on(client, "/lists/?body=aps&page=2") == ["B"]


def test_a_forum_on_many_lists_names_the_first_and_counts_the_others(client):
    forum = ForumFactory()
    for number in range(9):
        ListingFactory(forum=forum, body__name=f"Body {number}")

    text = text_of(client, "/lists/")

    assert "Body 5" in text
    assert "and 3 other bodies" in text


def test_words_of_bodies_are_shown_as_text(client):
    ListingFactory(reason="<script>alert(1)</script> is asked here", body__name="<b>Bold</b>")

    page = client.get("/lists/").content.decode()

    assert "<script>alert" not in page
    assert "<b>Bold" not in page


def test_the_criteria_are_published_with_their_names_in_the_files(client):
    text = text_of(client, "/lists/criteria/")

    assert "It is among the largest places for its subject" in text
    assert "92 days after the last look" in text
    tree = tree_of(client, "/lists/criteria/")
    assert [node.text() for node in tree.css("tbody code")] == [
        "subject",
        "size",
        "activity",
        "reach",
        "advice",
    ]


# Keeping one's own list


def test_a_lead_is_led_from_the_navigation_to_the_list_with_what_is_due(body, lead):
    ListingFactory(body=body, forum__name="The Well", listed_on=TODAY - 92 * DAY)

    response = lead.get(reverse("workspace:list-board"))
    assert response.headers["Location"] == reverse("workspace:list", args=["aps"])
    tree = tree_of(lead, response.headers["Location"])

    text = " ".join(tree.body.text(separator=" ").split())
    assert "Listed 92 days ago, look again" in text
    assert "To be looked at again (1)" in text
    (item,) = (node for node in tree.css("nav a") if node.text().strip().startswith("Lists"))
    assert item.css_first(".site-header__count").text() == "1"
    assert "Forums on your list to look at again (1)" in text_of(lead, reverse("workspace:queue"))


def test_a_lead_lists_a_forum_by_search_criteria_and_reason(body, lead):
    forum = ForumFactory(slug="well", name="The Well")
    search.refresh_search()
    found = tree_of(lead, reverse("workspace:list-choose", args=["aps"]) + "?q=well")
    (link,) = (node.attributes["href"] for node in found.css("h3 a"))

    response = lead.post(link, {"criteria": ["size"], "reason": "It is the largest one."})

    assert response.headers["Location"] == reverse("workspace:list", args=["aps"])
    listing = Listing.objects.get()
    assert (listing.forum, listing.body, listing.criteria) == (forum, body, ["size"])
    assert "The Well is on your list" in text_of(lead, response.headers["Location"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": "It is the largest one."}, "Choose at least one criterion"),
        ({"criteria": ["size"]}, "Say in a sentence why"),
        ({"criteria": ["size"], "reason": "Because."}, "Say in a sentence why"),
        ({"criteria": ["famous"], "reason": "It is the largest one."}, "famous"),
        ({"criteria": ["size"], "reason": "x" * 2_001}, "2000"),
        ({"criteria": ["size"], "reason": "Ask ama@example.com about it."}, "personal detail"),
        ({"criteria": ["size"], "reason": "\x00" * 30}, "Say in a sentence why"),
    ],
)
def test_law_10_a_refused_listing_says_why_and_keeps_what_was_typed(body, lead, typed, words):
    ForumFactory(slug="well")
    address = reverse("workspace:list-add", args=["aps", "well"])

    response = lead.post(address, typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "There is a problem" in page
    if "\x00" not in typed.get("reason", ""):
        assert typed.get("reason", "") in page
    assert not Listing.objects.exists()


def test_a_forum_that_is_listed_already_leads_to_its_entry(body, lead):
    listing = ListingFactory(body=body)
    slug = listing.forum.slug

    response = lead.post(
        reverse("workspace:list-add", args=["aps", slug]),
        {"criteria": ["size"], "reason": "It is the largest one."},
    )

    entry = reverse("workspace:list-entry", args=["aps", slug])
    assert response.headers["Location"] == entry
    assert lead.get(reverse("workspace:list-add", args=["aps", slug])).headers["Location"] == entry


def test_law_10_words_typed_while_a_colleague_took_the_forum_off_are_not_lost(body, lead):
    gone = ListingFactory(body=body, delisted_on=TODAY, delisted_reason="Read only since May.")
    place = ["aps", gone.forum.slug]
    words = {"criteria": ["subject"], "reason": "Sick pay is asked about every day."}

    kept = lead.post(reverse("workspace:list-review", args=place), words)

    page = kept.content.decode()
    assert kept.status_code == 422
    assert "Somebody took this forum off the list in the meantime. Your words" in page
    assert words["reason"] in page
    again = reverse("workspace:list-add", args=place)
    assert f'action="{again}"' in page
    assert lead.post(again, words).status_code == 302
    assert Listing.objects.get(delisted_on=None).reason == words["reason"]


@pytest.mark.parametrize("act", ["take-off", "lead", "stop-leading"])
def test_what_is_done_to_a_forum_that_a_colleague_took_off_is_answered_in_a_sentence(
    body, lead, act
):
    gone = ListingFactory(body=body, delisted_on=TODAY, delisted_reason="Read only since May.")

    response = lead.post(
        reverse(f"workspace:list-{act}", args=["aps", gone.forum.slug]), {"why": "It is empty."}
    )

    own = reverse("workspace:list", args=["aps"])
    assert response.headers["Location"] == own
    assert "Somebody took this forum off the list in the meantime." in text_of(lead, own)


@pytest.mark.parametrize("state", [{"life": "closed"}, {"practice": True}])
def test_a_forum_that_cannot_be_listed_says_why(body, lead, state):
    ForumFactory(slug="well", **state)

    response = lead.post(
        reverse("workspace:list-add", args=["aps", "well"]),
        {"criteria": ["size"], "reason": "It is the largest one."},
    )

    assert response.status_code == 422
    assert re.search("has closed|practice", response.content.decode())


def test_a_look_again_takes_the_work_away(body, lead):
    listing = ListingFactory(body=body, listed_on=TODAY - 100 * DAY, criteria=["size"])
    entry = reverse("workspace:list-entry", args=["aps", listing.forum.slug])
    page = lead.get(entry).content.decode()
    assert "Listed 100 days ago" in page
    assert listing.reason in page

    response = lead.post(
        reverse("workspace:list-review", args=["aps", listing.forum.slug]),
        {"criteria": ["subject"], "reason": "Sick pay is asked about every day."},
    )

    listing.refresh_from_db()
    assert response.status_code == 302
    assert (listing.reviewed_on, listing.criteria) == (TODAY, ["subject"])
    assert "To be looked at again" not in text_of(lead, reverse("workspace:list", args=["aps"]))


def test_law_10_a_look_again_without_a_reason_changes_nothing(body, lead):
    listing = ListingFactory(body=body, listed_on=TODAY - 100 * DAY, criteria=["size"])

    response = lead.post(
        reverse("workspace:list-review", args=["aps", listing.forum.slug]), {"criteria": ["size"]}
    )

    listing.refresh_from_db()
    assert response.status_code == 422
    assert listing.reviewed_on is None


def test_a_forum_leaves_the_list_with_a_reason_that_stays(body, lead):
    listing = ListingFactory(body=body)
    address = reverse("workspace:list-take-off", args=["aps", listing.forum.slug])
    refused = lead.post(address, {"why": ""})
    assert refused.status_code == 422
    assert "why it leaves the list" in refused.content.decode()

    lead.post(address, {"why": "It has been read only since May."})

    text = text_of(lead, reverse("workspace:list", args=["aps"]))
    assert "Taken off the list" in text
    assert "It has been read only since May." in text
    again = lead.post(address, {"why": "Once more, to be sure."}, follow=True)
    assert "Somebody took this forum off the list in the meantime." in again.content.decode()
    # Law 10: what was typed is not lost, though nothing is done with it.
    assert "Your words were not saved: “Once more, to be sure.”" in again.content.decode()


def test_a_body_takes_the_lead_and_the_former_leader_reads_it_on_its_list(body, lead):
    listing = ListingFactory(body=body)
    former = ListingFactory(
        forum=listing.forum, leads=True, body=BodyFactory(slug="health", name="Health Board")
    )
    entry = reverse("workspace:list-entry", args=["aps", listing.forum.slug])
    assert "Health Board leads on this forum" in text_of(lead, entry)

    lead.post(reverse("workspace:list-lead", args=["aps", listing.forum.slug]))

    former.refresh_from_db()
    assert former.leads is False
    assert "Your body leads on this forum" in text_of(lead, entry)
    told = browser_of(person(Role.ENGAGEMENT_LEAD, body=former.body))
    assert "aps took the lead" in text_of(told, reverse("workspace:list", args=["health"]))
    lead.post(reverse("workspace:list-stop-leading", args=["aps", listing.forum.slug]))
    assert "No body leads on this forum yet" in text_of(lead, entry)


def test_a_body_says_that_it_searched_and_found_none(body, lead):
    address = reverse("workspace:list-none-found", args=["aps"])
    day = {"searched_on_day": "5", "searched_on_month": "5", "searched_on_year": "2026"}

    refused = lead.post(address, day)
    lead.post(address, day | {"how": "Two search engines, for “sick pay forum”."})

    assert refused.status_code == 422
    assert NoForumFound.objects.get().searched_on == TODAY - DAY
    assert "5 May 2026" in text_of(lead, reverse("workspace:list", args=["aps"]))


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("7", "5", "2026", "must not be in the future"),
        ("1", "5", "2024", "more than a year old"),
        ("31", "2", "2026", "real date"),
        ("x", "y", "z", "whole numbers"),
        ("1", "1", "0001", "between"),
    ],
)
def test_law_10_a_day_of_searching_that_cannot_be_is_refused(body, lead, day, month, year, words):
    typed = {"searched_on_day": day, "searched_on_month": month, "searched_on_year": year}

    response = lead.post(
        reverse("workspace:list-none-found", args=["aps"]), typed | {"how": "Two search engines."}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Two search engines." in page
    assert not NoForumFound.objects.exists()


def test_the_lead_of_a_closed_body_is_told_that_it_keeps_no_list(body, lead):
    RemitTopicFactory(body=body)
    ForumTopicFactory(forum__name="At work")
    body.closed_how = ClosedHow.ENDED.value
    body.save()

    text = text_of(lead, reverse("workspace:list", args=["aps"]))

    assert "Bodies that have closed keep no list." in text
    assert "No list yet" not in text
    assert "Add" not in text


def test_suggestions_say_why_they_fit(body, lead):
    RemitTopicFactory(body=body)
    ForumTopicFactory(forum__name="At work")

    text = text_of(lead, reverse("workspace:list", args=["aps"]))

    assert "Add At work" in text
    assert "Topics in common: Work" in text


def test_an_adviser_sees_the_list_and_cannot_change_it(body):
    listing = ListingFactory(body=body, listed_on=TODAY - 92 * DAY)
    adviser = browser_of(person(Role.ADVISER, body=body))

    page = adviser.get(reverse("workspace:list", args=["aps"])).content.decode()
    entry = adviser.get(
        reverse("workspace:list-entry", args=["aps", listing.forum.slug])
    ).content.decode()

    assert "Add a forum to the list" not in page
    assert "Take it off the list" not in entry
    assert listing.reason in entry


# The central team's board


@pytest.mark.usefixtures("_lists")
def test_the_central_team_sees_who_has_a_list_who_has_none_and_what_is_late():
    central = browser_of(on_duty(Role.CENTRAL_TEAM).user)
    board = reverse("workspace:list-board")

    rows = tree_of(central, board).css("tbody tr")

    words = [" ".join(row.text(separator=" ").split()) for row in rows]
    assert words[0].startswith("Health Board 2 1 0 3 February 2026 Must look again")
    assert any(row.startswith("Aldmere Public Services 1 0 1 ") for row in words)
    assert any("None found, 6 May 2026" in row for row in words)
    assert any(row.startswith("Silent Office 0 0 0 – No list") for row in words)
    text = text_of(central, board)
    assert "Must look again (1)" in text
    assert "No list, no search (1)" in text


@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?state=due", ["Health Board"]),
        ("?state=searched", ["Ports Office"]),
        ("?state=silent", ["Silent Office"]),
        ("?q=ports", ["Ports Office"]),
        ("?q=aps", ["Aldmere Public Services"]),
        ("?state=nonsense&q=health", ["Health Board"]),
        ("?q=%00zzzz&page=x", []),
    ],
)
def test_the_board_is_narrowed_by_state_and_name(query, names):
    central = browser_of(on_duty(Role.CENTRAL_TEAM).user)

    tree = tree_of(central, reverse("workspace:list-board") + query)

    assert [node.text() for node in tree.css("tbody th a")] == names


# What others change in the entries


def edit(forum, by, kind="forum.updated", at=NOON, **changes):
    audit.record(
        kind=kind,
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"name": forum.name, "changes": changes},
        public=True,
    )


def test_a_lead_sees_what_others_changed_in_forums_on_the_list(body, lead):
    listed = ListingFactory(body=body, forum__name="The Well").forum
    other = person(
        Role.ENGAGEMENT_LEAD, body=BodyFactory(name="Health Board"), display_name="Sam Reed"
    )
    edit(listed, other.username, address=["https://a.example", "https://b.example"])
    edit(listed, person(Role.CENTRAL_TEAM, display_name="Kim Lee").username, kind="forum.merged")
    edit(listed, "worker", leads_to=["", "https://c.example"])
    edit(listed, body.memberships.get().user.username, subject=["", "Sick pay"])
    edit(listed, other.username, at=NOON - 31 * DAY, area=["", "Wales"])
    edit(ForumFactory(), other.username, area=["", "Wales"])

    text = text_of(lead, reverse("workspace:list", args=["aps"]))

    assert "What others changed in forums on your list (2)" in text
    assert "Sam Reed, Health Board: changed address" in text
    assert "Kim Lee: joined another entry into it" in text


def test_where_nobody_else_changed_anything_the_list_says_nothing_of_it(body, lead):
    ListingFactory(body=body)

    assert "What others changed" not in text_of(lead, reverse("workspace:list", args=["aps"]))
