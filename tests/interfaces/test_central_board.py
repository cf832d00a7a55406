"""The central team's board, and how commitments are recorded, changed and ended there."""

import csv
import io

import pytest
from django.conf import settings
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.bodies.domain.kinds import BodyKind
from alongside.reporting.models import Commitment, CommitmentEnd
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    CommentFactory,
    CommitmentFactory,
    ConsultationFactory,
    ForumFactory,
    RequestFactory,
    person,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

BOARD = "/workspace/across-government/"
DEPARTMENT = BodyKind.MINISTERIAL_DEPARTMENT.value
TYPED = {
    "statement": "All ministerial departments publish a plan by 31 March 2027.",
    "what": "plan",
    "kinds": [DEPARTMENT],
    "due_on_day": "31",
    "due_on_month": "3",
    "due_on_year": "2027",
    "source_address": "https://www.aldmere.example/statement",
}


@pytest.fixture
def central():
    client = Client()
    client.force_login(person(Role.CENTRAL_TEAM), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def department(**values):
    return BodyFactory(kind=DEPARTMENT, **values)


def page_of(response, status=200):
    assert response.status_code == status
    return LexborHTMLParser(response.content)


def names_on(page):
    return [link.text() for link in page.css("main tbody th a")]


def checked(client, typed, address="/workspace/commitments/add/"):
    """What the page asks to be sent once more, after it has said whom it means."""
    page = page_of(client.post(address, typed | {"step": "check"}))
    mark = page.css_first("input[name=checked]").attributes["value"]
    return page, typed | {"checked": mark, "step": "record"}


def test_the_most_urgent_body_comes_first_and_the_others_follow_by_their_days(central):
    department(name="Owes without a day")
    publish_plan(department(name="Review soon"), [ForumFactory()], review_on=TODAY + 9 * DAY)
    AgreementFactory(body=department(name="Ends first"), welcome=True, valid_until=TODAY + 3 * DAY)
    department(name="Missed", slug="missed")
    CommitmentFactory(kinds=[], bodies=["missed"], due_on=TODAY - DAY)
    BodyFactory(name="A court need not", kind="court")

    page = page_of(central.get(BOARD))

    assert names_on(page) == ["Missed", "Ends first", "Review soon", "Owes without a day"]
    late = page.css_first(".across__late").text()
    assert late == "Committed to a plan by 5 May 2026, and missed it"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?lacks=plan&sort=name", ["Bare", "Zeal"]),
        ("?lacks=agreement&sort=name", ["Bare", "Planned"]),
        ("?lacks=consultation&sort=name", ["Bare", "Planned", "Zeal"]),
        ("?kind=court", ["Court"]),
        ("?who=all&sort=kind", ["Bare", "Zeal", "Planned", "Court"]),
        ("?q=court", ["Court"]),
        ("?q=zeál", ["Zeal"]),
        ("?place=GB&sort=name", ["Planned"]),
        ("?place=GB-WLS", ["Planned"]),
        ("?lacks=late", []),
        ("?sort=nonsense&kind=nonsense&lacks=%00&page=x&sort=name", ["Bare", "Planned", "Zeal"]),
    ],
)
def test_the_board_is_narrowed_and_sorted_by_its_address(central, query, expected):
    department(name="Bare")
    publish_plan(department(name="Planned", jurisdiction="GB-WLS"), [ForumFactory()])
    AgreementFactory(body=department(name="Zeal"), welcome=True)
    BodyFactory(name="Court", kind="court")

    assert names_on(page_of(central.get(BOARD + query))) == expected


def test_the_board_counts_comments_that_wait_and_tells_of_operators_alone(central):
    body = department(name="Asks", slug="asks")
    past = {"opened_at": NOON - 120 * DAY, "closes_on": TODAY - 90 * DAY}
    late = ConsultationFactory(body=body, closed_at=NOON - 90 * DAY, is_open_to_all=False, **past)
    CommentFactory(consultation=late)
    ConsultationFactory(body=body, is_open_to_all=False, closes_on=TODAY + 20 * DAY)
    soon = ConsultationFactory(body=department(name="Soon"), **past | {"closes_on": TODAY - DAY})
    CommentFactory.create_batch(2, consultation=soon)

    page = page_of(central.get(BOARD))
    [row, *_] = csv.DictReader(
        io.StringIO(central.get("/workspace/across-government.csv").text, newline="")
    )

    assert names_on(page) == ["Asks", "Soon"]
    told = " ".join(page.css_first("main").text(separator=" ").split())
    assert "1 comment without an answer, which was due on 30 April 2026" in told
    assert "2 comments to answer by 28 July 2026" in told
    assert "Operators asked until 26 May 2026" in told
    assert (row["operators_asked_until"], row["comments_to_answer"]) == ("2026-05-26", "1")
    assert (row["consultation_open_until"], row["consultation_answers_due_on"]) == ("", "")
    assert row["due"].startswith("comments to be answered by 2026-04-30")


def test_the_board_has_pages_of_fifty(central):
    for number in range(51):
        department(name=f"Department {number:02}")

    assert len(names_on(page_of(central.get(BOARD)))) == 50
    assert len(names_on(page_of(central.get(f"{BOARD}?page=2")))) == 1


def test_the_same_bodies_come_as_a_file(central):
    department(name="=Bare")
    RequestFactory(body=department(slug="asks", name="Asks"))

    response = central.get("/workspace/across-government.csv?sort=name")

    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert response["Content-Type"].startswith("text/csv")
    assert rows[0]["body_id"] == "asks"
    assert (rows[0]["open_requests"], rows[0]["due"]) == ("1", "no list; no plan")
    assert rows[1]["name"] == "'=Bare"


def test_a_commitment_is_recorded_only_after_its_bodies_were_seen(central):
    department(name="One"), department(name="Two")

    page, again = checked(central, TYPED)

    assert "It means 2 bodies today" in page.text()
    assert not Commitment.objects.exists()
    response = central.post("/workspace/commitments/add/", again, follow=True)
    made = Commitment.objects.get()
    assert "0 of 2 bodies have a published plan in force;" in response.content.decode()
    assert (made.kinds, made.due_on.isoformat()) == ([DEPARTMENT], "2027-03-31")


def test_what_was_changed_after_the_check_is_checked_again(central):
    department(name="One", slug="one")

    _page, again = checked(central, TYPED)
    page = page_of(
        central.post("/workspace/commitments/add/", again | {"kinds": [], "bodies": "One"})
    )

    assert "It means 1 body today" in page.text()
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kinds": []}, "Choose a kind of body"),
        ({"bodies": "Nowhere at all"}, "No open body in the register is called “Nowhere at all”."),
        ({"due_on_year": ""}, "must include a day, a month and a year"),
        ({"statement": ""}, "Say in a sentence who has committed"),
        ({"statement": "x" * 301}, "Shorten this to 300 characters"),
        ({"what": ""}, "Choose what each body shall have."),
        ({"source_address": "nowhere"}, "address"),
        ({"statement": "Ring 020 7946 0018 about the plan."}, "personal detail"),
    ],
)
def test_law_10_what_is_wrong_is_said_and_nothing_typed_is_lost(central, wrong, said):
    department(name="One")

    page = page_of(
        central.post("/workspace/commitments/add/", TYPED | {"step": "record"} | wrong), 422
    )

    assert said in page.css_first(".govuk-error-summary").text()
    typed = page.css_first("input[name=source_address]").attributes["value"]
    assert typed == (TYPED | wrong)["source_address"]
    assert not Commitment.objects.exists()


def test_a_day_that_has_come_is_refused_beside_its_field(central):
    department(name="One")
    past = TYPED | {"due_on_day": "6", "due_on_month": "5", "due_on_year": "2026"}

    page = page_of(central.post("/workspace/commitments/add/", past | {"step": "check"}), 422)

    assert "Name a day to come" in page.css_first("#id_due_on-error").text()


def test_a_change_takes_the_place_of_the_old_and_says_why(central):
    department(name="One")
    old = CommitmentFactory()
    address = f"/workspace/commitments/{old.public_id}/change/"
    shown = page_of(central.get(address))
    assert shown.css_first("textarea[name=statement]").text().strip() == old.statement

    _page, again = checked(central, TYPED | {"reason": "Parliament sat longer."}, address)
    response = central.post(address, again)

    new = Commitment.objects.get(replaces=old)
    assert response["Location"] == f"/workspace/commitments/{new.public_id}/"
    assert old.end.reason == "Parliament sat longer."
    late = page_of(central.post(address, again), 422)
    assert "Somebody has closed, withdrawn or changed" in late.text()


def test_a_commitment_is_withdrawn_with_a_reason(central):
    found = CommitmentFactory()
    address = f"/workspace/commitments/{found.public_id}/end/"

    empty = page_of(central.post(address, {"how": "withdrawn", "reason": ""}), 422)
    central.post(address, {"how": "withdrawn", "reason": "Another law took its place."})

    assert "Say in a sentence why it ends." in empty.css_first(".govuk-error-summary").text()
    assert CommitmentEnd.objects.get().how == "withdrawn"
    page = page_of(central.get(f"/workspace/commitments/{found.public_id}/"))
    assert "Another law took its place." in page.text()
    assert not page.css("form[action$='/end/']")


def test_practice_people_see_practice_bodies_and_record_nothing_about_real_ones(settings):
    settings.ALONGSIDE_SHOW_PRACTICE = True
    department(name="Real")
    department(name="Made up", practice=True)
    BodyFactory(name="Of a kind of which nothing is expected", practice=True)
    someone, client = person(Role.CENTRAL_TEAM), Client()
    type(someone).objects.filter(pk=someone.pk).update(is_practice=True)
    client.force_login(someone, backend=settings.AUTHENTICATION_BACKENDS[0])
    real = CommitmentFactory()

    seen = names_on(page_of(client.get(BOARD)))
    assert sorted(seen) == ["Made up", "Of a kind of which nothing is expected"]
    assert names_on(page_of(client.get(f"{BOARD}?who=expected"))) == ["Made up"]
    assert names_on(page_of(client.get(f"{BOARD}?show=real"))) == ["Real"]
    page, _again = checked(client, TYPED)
    assert "It means 1 body today" in page.text()
    change = client.get(f"/workspace/commitments/{real.public_id}/change/")
    assert change.status_code == 404
