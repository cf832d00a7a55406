"""Before you build a forum: looking for everybody, and the record that a body keeps of it."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.bodies import search as body_search
from alongside.forums import search
from alongside.forums.models import DuplicateCheck, Forum
from alongside.publishing import building
from tests.factories import (
    NOON,
    AgreementFactory,
    BodyFactory,
    DuplicateCheckFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

NEED = "Carers who work nights ask each other about sick pay."
LOOK = "/before-you-build-a-forum/"
RECORDS = "/before-you-build-a-forum/records/"


@pytest.fixture
def body():
    return BodyFactory(slug="aps", name="Aldmere Public Services", acronym="APS")


@pytest.fixture
def lead(body):
    return browser_of(person(Role.ENGAGEMENT_LEAD, body=body))


@pytest.fixture
def _forums(body):
    carers = ForumFactory(name="Carers at night", slug="carers", subject="Caring and work")
    ListingFactory(forum=carers, body=body, leads=True)
    MeasureFactory(forum=carers, kind="members", value=70_000, unit="members")
    AgreementFactory(forum=carers, body=body, welcome=True)
    ForumFactory(name="Stamps")
    ForumFactory(name="Practice for carers", practice=True)
    body_search.refresh_search()
    search.refresh_search()


def browser_of(user):
    client = Client()
    client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def tree_of(client, address, data=None):
    response = client.get(address, data)
    assert response.status_code == 200, (address, response.status_code)
    return LexborHTMLParser(response.content)


def text_of(client, address, data=None):
    tree = tree_of(client, address, data)
    return " ".join(tree.css_first("main").text(separator=" ").split())


# Looking


@pytest.mark.usefixtures("_forums")
def test_a_described_need_finds_the_forums_that_serve_it_with_the_reason_why(client):
    tree = tree_of(client, LOOK, {"q": NEED})
    text = text_of(client, LOOK, {"q": NEED})

    assert [node.text() for node in tree.css("h3 a")] == ["Carers at night"]
    assert "Why it fits." in text
    assert "in its name" in text
    assert "70,000" in text
    assert "Welcomes officials APS" in text
    assert "Listed by Aldmere Public Services (leads)" in text


def test_the_advice_stands_there_before_anybody_looks(client):
    text = text_of(client, LOOK)

    assert "Ask the operators." in text
    assert "Ask the users." in text
    assert "Keep a record that you looked" not in text


@pytest.mark.usefixtures("_forums")
def test_looking_stores_nothing(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as asked:
        response = client.get(LOOK, {"q": NEED})

    assert not response.cookies
    assert not any(
        (query["sql"] or "").startswith(("INSERT", "UPDATE", "DELETE"))
        for query in asked.captured_queries
    )
    assert not DuplicateCheck.objects.exists()


def test_that_nothing_is_found_is_no_proof_and_the_page_says_so(client):
    text = text_of(client, LOOK, {"q": NEED})

    assert "No forum in the register serves this need" in text
    assert "no proof" in text


@pytest.mark.parametrize("words", ["carers", "   a   ", "\x00" * 40 + "x"])
def test_law_10_too_few_words_are_asked_for_again_beside_the_field(client, words):
    tree = tree_of(client, LOOK, {"q": words})

    assert tree.css_first("#q-error") is not None
    assert tree.css_first("title").text().startswith("Error:")


@pytest.mark.parametrize(
    "words",
    ["x" * 5_000, "& | ! ( ) : * <-> '" * 20, "<script>alert(1)</script> for carers", "…" * 100],
)
def test_law_10_nonsense_is_looked_for_and_shown_as_text(client, words):
    page = client.get(LOOK, {"q": words})

    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_law_4_personal_details_are_taken_out_of_text_and_address_before_anything_else(client):
    response = client.get(LOOK, {"q": f"{NEED} Write to ama.boateng@mail.example please"})

    assert response.status_code == 302
    assert "ama.boateng" not in response.headers["Location"]
    assert response.headers["Cache-Control"] == "no-store"
    shown = client.get(response.headers["Location"]).content.decode()
    assert "Personal details were left out" in shown
    assert "[e-mail address left out]" in shown


@pytest.mark.usefixtures("_forums")
def test_law_7_practice_forums_serve_no_real_need(client, settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True

    assert "Practice for carers" not in text_of(client, LOOK, {"q": NEED})


# The record


@pytest.mark.usefixtures("_forums")
def test_an_adviser_keeps_a_dated_record_at_a_permanent_public_address(body, client):
    adviser = browser_of(person(Role.ADVISER, body=body))
    add = reverse("workspace:duplicate-check-add")
    assert "1 forum is found for these words now" in text_of(adviser, add, {"need": NEED})

    adviser.post(add, {"need": NEED, "body": body.pk, "consulted": "The operator of one forum."})

    check = DuplicateCheck.objects.get()
    address = f"{LOOK}{check.public_id}/"
    text = text_of(client, address)
    assert NEED in text
    assert "Looked on 6 May 2026" in text
    assert "Carers at night" in text
    assert "The operator of one forum." in text
    assert "Not decided yet" in text
    assert address in client.get(address).content.decode()


@pytest.mark.usefixtures("_forums")
def test_the_record_shows_what_was_found_then_and_links_only_to_what_is_still_there(body, client):
    found = [
        {"slug": "carers", "name": "Carers, as it was called", "address": "", "why": "its name"},
        {"slug": "gone", "name": "A forum of then", "address": "", "why": "its boards"},
    ]
    check = DuplicateCheckFactory(body=body, found=found)
    Forum.objects.filter(slug="carers").update(name="Another name")

    tree = tree_of(client, f"{LOOK}{check.public_id}/")

    rows = tree.css("tbody th")
    assert [row.text(strip=True) for row in rows] == ["Carers, as it was called", "A forum of then"]
    assert [len(row.css("a")) for row in rows] == [1, 0]


def test_the_lead_adds_consultation_and_decision_and_the_record_freezes(body, lead, client):
    check = DuplicateCheckFactory(body=body)
    ours = reverse("workspace:duplicate-check", args=[check.public_id])

    build = {"decision": "build", "why": "Nothing serves this need today."}
    refused = lead.post(f"{ours}decide/", build)
    lead.post(f"{ours}consulted/", {"consulted": "The operators of two forums.\nTheir users."})
    lead.post(f"{ours}decide/", build)

    assert refused.status_code == 422
    assert "consulted" in refused.content.decode()
    assert "Nothing serves this need today." in refused.content.decode()
    text = text_of(client, f"{LOOK}{check.public_id}/")
    assert "Build a forum. Decided on 6 May 2026. The record is frozen since." in text
    assert "Nothing serves this need today." in text
    assert "Decide, and freeze the record" not in lead.get(ours).content.decode()
    again = lead.post(f"{ours}decide/", build | {"decision": "nothing"})
    assert again.status_code == 422
    assert "frozen" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"need": ""}, "who needs help"),
        ({"need": "carers"}, "who needs help"),
        ({"need": "x" * 601}, "600"),
        ({"need": f"{NEED} Ask ama@example.com."}, "personal detail"),
        ({"consulted": "Ring 07700 900123 for Ama."}, "personal detail"),
        ({"body": ""}, "Choose the body"),
        ({"body": "999999"}, "Choose one of the answers"),
    ],
)
def test_law_10_a_refused_record_says_why_and_keeps_what_was_typed(body, lead, typed, words):
    data = {"need": NEED, "body": body.pk, "consulted": "Nobody so far.", **typed}

    response = lead.post(reverse("workspace:duplicate-check-add"), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert data["consulted"] in page
    assert data["need"] in page
    assert not DuplicateCheck.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose what was decided"),
        ({"decision": "take_part"}, "why it was decided so"),
        ({"decision": "open", "why": "Not yet, we still think."}, "Choose one of the answers"),
        ({"decision": "sideways", "why": "Not yet, we still think."}, "Choose one of the answers"),
        ({"decision": "take_part", "why": "Ask ama@example.com why."}, "personal detail"),
    ],
)
def test_law_10_a_refused_decision_freezes_nothing(body, lead, typed, words):
    check = DuplicateCheckFactory(body=body)

    response = lead.post(reverse("workspace:duplicate-check-decide", args=[check.public_id]), typed)

    check.refresh_from_db()
    assert response.status_code == 422
    assert words in response.content.decode()
    assert check.decided_at is None


def test_the_central_team_reads_records_and_keeps_none(body):
    check = DuplicateCheckFactory(body=body)
    central = browser_of(person(Role.CENTRAL_TEAM))

    board = text_of(central, reverse("workspace:duplicate-check-board"))
    add = text_of(central, reverse("workspace:duplicate-check-add"))

    assert check.need in board
    assert "Only people of a public body keep records" in add


# The list of records


def test_all_records_are_listed_the_newest_first_in_pages(client, monkeypatch, body):
    monkeypatch.setattr(building, "PAGE_SIZE", 2)
    for number in range(3):
        DuplicateCheckFactory(body=body, need=f"Need number {number} of many people.")

    first, last = text_of(client, RECORDS), text_of(client, f"{RECORDS}page/2/")

    assert "3 records" in first
    assert first.index("number 2") < first.index("number 1")
    assert "number 0" in last
    assert client.get(f"{RECORDS}page/3/").status_code == 404


def test_an_empty_list_of_records_says_what_to_do(client):
    assert "No body has kept a record yet" in text_of(client, RECORDS)


@pytest.mark.parametrize("practice_shown", [False, True])
def test_law_7_records_of_practice_stand_apart_and_only_where_practice_is_shown(
    client, settings, practice_shown, django_assert_max_num_queries
):
    settings.ALONGSIDE_SHOW_PRACTICE = practice_shown
    check = DuplicateCheckFactory(body__practice=True)

    with django_assert_max_num_queries(6):
        listed = client.get(RECORDS).content.decode()
    status = client.get(f"{LOOK}{check.public_id}/").status_code

    assert (check.public_id in listed, status) == ((True, 200) if practice_shown else (False, 404))


@pytest.mark.parametrize("public_id", ["0000000000", "records-x", "x" * 300])
def test_a_record_that_never_was_is_not_found(client, public_id):
    assert client.get(f"{LOOK}{public_id}/").status_code == 404


def test_a_record_is_the_same_for_everybody_and_may_be_kept(client, django_assert_max_num_queries):
    check = DuplicateCheckFactory(
        looked_at=NOON, found=[{"slug": "a", "name": "A", "address": "", "why": "its name"}]
    )

    with django_assert_max_num_queries(6):
        response = client.get(f"{LOOK}{check.public_id}/")

    assert not response.cookies
    assert "public" in response.headers["Cache-Control"]


def test_a_part_of_what_was_found_says_how_many_there_are_and_leads_to_all(
    client, django_assert_max_num_queries
):
    for number in range(23):
        ForumFactory(name=f"Bees {number}", subject="beekeeping")
    search.refresh_search()
    address = "/before-you-build-a-forum/?q=Beekeepers+who+ask+about+bees"

    with django_assert_max_num_queries(6):
        first = text_of(client, address)
    second = text_of(client, address + "&page=2")

    assert "The 20 forums that fit best, of 23" in first
    assert "Forums 21 to 23 of 23" in second
    assert "page=2" in client.get(address).text
