"""The pages by which the central team keeps the bodies of the register."""

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from alongside.accounts.domain.roles import Role
from alongside.audit.queries import public_events
from alongside.bodies.models import Body
from alongside.workspace.forms_bodies import initial_of
from tests.factories import (
    NOON,
    TODAY,
    BodyFactory,
    BodyIdentifierFactory,
    RemitTopicFactory,
    person,
)

pytestmark = pytest.mark.django_db

PLAIN = {"name": "Aldmere", "kind": "other", "closed_how": "open"}
ADD = reverse("workspace:body-add")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("alongside.core.clock.now", lambda: NOON)


@pytest.fixture
def central(client):
    client.force_login(person(Role.CENTRAL_TEAM))
    return client


def edit(body):
    return reverse("workspace:body-edit", args=[body.slug])


def typed(body, **changes):
    """What the form of the body sends when nothing but `changes` is typed."""
    values = {name: value for name, value in initial_of(body).items() if value}
    for name in ("founded_on", "closed_on"):
        if day := values.pop(name, None):
            values |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return {**values, **changes}


def errors_of(answer):
    """The messages beside the fields, by field."""
    assert answer.status_code == 422
    page = HTMLParser(answer.content)
    assert "There is a problem" in page.css_first(".govuk-error-summary").text()
    return {
        found.id.removeprefix("id_").removesuffix("-error"): found.text(strip=True)
        for found in page.css("p.govuk-error-message[id]")
    }


def test_a_body_is_added_with_all_that_is_said_of_it(central):
    parent, heir = BodyFactory(name="County"), BodyFactory(name="Heir", acronym="HR")
    BodyFactory(slug="sponsor", name="County")  # the same name: told apart by its identifier

    answer = central.post(
        ADD,
        {
            "name": " Aldmere   Services ",
            "acronym": "AS",
            "other_names": "Aldmere Union\r\n\r\nThe Union",
            "kind": "local_authority",
            "jurisdiction": "gb-wls",
            "parent": parent.slug,
            "other_parents": "sponsor",
            "founded_on_day": "5",
            "founded_on_month": "7",
            "founded_on_year": "1848",
            "closed_how": "merged",
            "closed_on_day": "6",
            "closed_on_month": "5",
            "closed_on_year": "2026",
            "successors": "hr",
            "remit": "Pays benefits.",
            "topics": ["work", "money"],
            "other_topics": "IPSV | 439 | Pensions",
            "identifiers": "GSS W1\nGSS W2\nGSS W1",
            "website": "https://aldmere.example",
            "contact_email": "forums@aldmere.example",
        },
    )

    body = Body.objects.get(slug="aldmere-services")
    assert answer.url == edit(body)
    assert (body.name, body.jurisdiction, body.parent) == ("Aldmere Services", "GB-WLS", parent)
    assert body.other_names == ["Aldmere Union", "The Union"]
    assert (body.founded_on.year, body.closed_on, body.closed_how) == (1848, TODAY, "merged")
    assert list(body.successors.all()) == [heir]
    assert [str(topic) for topic in body.topics.all()] == ["Money", "Work", "Pensions"]
    assert [str(held) for held in body.identifiers.all()] == ["GSS W1", "GSS W2"]
    assert public_events().get().kind == "body.added"


def test_two_bodies_of_one_name_have_different_addresses(central):
    for _ in range(2):
        central.post(ADD, PLAIN)

    assert sorted(Body.objects.values_list("slug", flat=True)) == ["aldmere", "aldmere-2"]


def test_saving_what_is_shown_changes_nothing(central):
    parent = BodyFactory(name="County")
    body = BodyFactory(
        name="Aldmere",
        parent=parent,
        other_names=["Union"],
        founded_on=TODAY,
        closed_on=TODAY,
        closed_how="merged",
        lawful_basis="Public task",
        remit="Pays.\nMore.",
    )
    body.successors.add(BodyFactory())
    RemitTopicFactory(body=body)
    RemitTopicFactory(body=body, scheme="IPSV", code="439", label="Pensions")
    BodyIdentifierFactory(body=body)

    answer = central.post(edit(body), typed(body))

    assert answer.status_code == 302
    assert not public_events().exists()


def test_what_is_edited_stands_in_the_public_history(central):
    body = BodyFactory(name="Aldmere")
    RemitTopicFactory(body=body)
    BodyIdentifierFactory(body=body, scheme="GSS", value="1")

    central.post(edit(body), typed(body, name="Aldmere City", topics=[], identifiers="GSS 2"))

    assert public_events().get().details["changes"] == {
        "name": ["Aldmere", "Aldmere City"],
        "topics": [["Work"], []],
        "identifiers": [["GSS 1"], ["GSS 2"]],
    }


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "", "Fill in “Official name”"),
        ("name", "=1+1", "formula"),
        ("name", "x" * 301, "300 characters or fewer"),
        ("name", "A\u202eB", "control"),
        ("kind", "castle", "castle"),
        ("jurisdiction", "Wales", "ISO 3166"),
        ("parent", "nobody", "No body in the register is called “nobody”"),
        ("parent", "Twins", "Several bodies are called “Twins”"),
        ("other_parents", "nobody\nno-one", "“no-one”"),
        ("successors", "nobody", "“nobody”"),
        ("founded_on_year", "2027", "a day, a month and a year"),
        ("closed_how", "exploded", "exploded"),
        ("other_topics", "Pensions", "list | code | words"),
        ("identifiers", "E08000019", "register and value"),
        ("identifiers", "GSS taken", "an identifier of Twins"),
        ("website", "not an address", "https://"),
        ("contact_email", "somebody", "e-mail address"),
        ("topics", "astrology", "astrology"),
    ],
)
def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(central, field, text, words):
    twin = BodyFactory(name="Twins")
    BodyFactory(name="Twins")
    BodyIdentifierFactory(body=twin, scheme="GSS", value="taken")

    answer = central.post(ADD, {**PLAIN, "remit": "Kept.", field: text})

    assert words in errors_of(answer)[field.removesuffix("_year")]
    assert "Kept." in answer.content.decode()
    assert not Body.objects.filter(name="Aldmere").exists()


def test_a_day_in_the_future_is_refused_beside_its_field(central):
    future = {"founded_on_day": "7", "founded_on_month": "5", "founded_on_year": "2026"}

    assert "in the future" in errors_of(central.post(ADD, {**PLAIN, **future}))["founded_on"]


def test_a_circle_is_refused_beside_the_parent(central):
    top = BodyFactory(name="Top")
    low = BodyFactory(name="Low", parent=top)

    found = errors_of(central.post(edit(top), typed(top, parent=low.slug)))

    assert "Top is a part of Low, which is a part of Top" in found["parent"]


def test_what_cannot_be_read_and_what_cannot_be_are_told_together(central):
    found = errors_of(
        central.post(ADD, {**PLAIN, "parent": "nobody", "jurisdiction": "Wales", "acronym": "=A"})
    )

    assert set(found) == {"parent", "jurisdiction", "acronym"}


def test_a_day_of_closing_needs_a_manner(central):
    body = BodyFactory()
    day = {"closed_on_day": "5", "closed_on_month": "5", "closed_on_year": "2026"}

    assert "closed_how" in errors_of(central.post(edit(body), typed(body, **day)))


def test_what_somebody_else_saved_meanwhile_is_not_written_over_unseen(central):
    body = BodyFactory(name="Aldmere", remit="Old.")
    mine = typed(body, remit="Mine.")
    Body.objects.update(remit="Theirs.")

    first = central.post(edit(body), mine)

    page = first.content.decode()
    assert first.status_code == 422
    assert "Somebody changed this entry" in page
    assert "Theirs." in page
    assert "Mine." in page
    seen = HTMLParser(page).css_first("input[name=seen]").attributes["value"]
    central.post(edit(body), {**mine, "seen": seen})
    body.refresh_from_db()
    assert body.remit == "Mine."


def test_bodies_are_found_by_name_acronym_and_identifier(central):
    body = BodyFactory(name="Aldmere", acronym="ALD", other_names=["Poor Law Union"])
    BodyIdentifierFactory(body=body, scheme="GSS", value="W1")
    BodyFactory(name="Brackenford", closed_how="merged")
    address = reverse("workspace:body-list")

    for text in ("aldm", "ald", "poor law", "w1", body.slug):
        page = central.get(address, {"q": text}).content.decode()
        assert "Aldmere" in page
        assert "Brackenford" not in page
    closed = central.get(address, {"state": "closed"}).content.decode()
    assert "Aldmere" not in closed
    assert "Brackenford" in closed
    assert "No body fits" in central.get(address, {"q": "x\x00y"}).content.decode()


def test_a_long_list_has_pages(central, django_assert_max_num_queries):
    BodyFactory.create_batch(60, name="Aldmere")

    with django_assert_max_num_queries(12):
        page = central.get(reverse("workspace:body-list"), {"page": "2"})

    assert len(HTMLParser(page.content).css("tbody tr")) == 10


def test_practice_stays_practice(central):
    body, real = BodyFactory(practice=True), BodyFactory(name="Real")

    answer = central.post(edit(body), typed(body, parent=real.slug))

    assert "parent" in errors_of(answer)
