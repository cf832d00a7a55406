"""Across government and commitments, as everybody sees them."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.bodies.domain.kinds import BodyKind
from alongside.reporting import actions
from alongside.reporting.domain.commitments import Ended
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    CommentFactory,
    CommitmentEndFactory,
    CommitmentFactory,
    ConsultationFactory,
    ForumFactory,
    ListingFactory,
    RequestFactory,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

DEPARTMENT = BodyKind.MINISTERIAL_DEPARTMENT.value


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return LexborHTMLParser(response.content)


def words_of(node):
    return " ".join(node.text(separator=" ").split())


def department(**values):
    return BodyFactory(kind=DEPARTMENT, **values)


@pytest.fixture
def _government():
    """Two departments, one of which has everything, and a court."""
    good, forum = department(slug="good", name="Good Department"), ForumFactory()
    publish_plan(good, [forum], review_on=TODAY - DAY)
    ListingFactory(body=good, forum=forum, listed_on=TODAY - 3 * DAY)
    AgreementFactory(body=good, forum=forum, welcome=True, valid_until=TODAY + 10 * DAY)
    department(slug="bare", name="Bare Department")
    BodyFactory(kind="court", name="A Court")
    BodyFactory(kind="executive_agency", name="An Agency")


def row_of(page, slug, table):
    found = page.css_first(f'[aria-labelledby="{table}"] tbody a[href="/bodies/{slug}/"]')
    return [words_of(cell) for cell in found.parent.parent.css("th, td")]


@pytest.mark.usefixtures("_government")
def test_the_page_says_who_has_what_and_names_the_gaps(client):
    page = page_of(client, "/across-government/")

    assert words_of(page.css_first(".sentence-summary")) == (
        "2 ministerial departments: 1 has a plan in force, 1 has a list, "
        "1 has an operator’s agreement."
    )
    good, bare = row_of(page, "good", "first-table"), row_of(page, "bare", "first-table")
    assert good[1:5] == [
        "1 forum last looked at 3 May 2026",
        "Version 1 of the plan of Good Department since 16 April 2026; "
        "review was due on 5 May 2026",
        "None",
        "1 welcome",
    ]
    assert good[5] == "Plan’s review date passed on 5 May 2026 An agreement ends on 16 May 2026"
    assert bare[1:] == [
        "No list", "No plan", "None", "Nobody has asked", "No list published No plan published",
    ]  # fmt: skip
    assert "Executive agencies: 1 of 1 have neither a plan in force nor a list" in page.text()
    assert page.css_first("#gaps ~ p a").text() == "An Agency"
    assert "A Court" not in words_of(page.css_first("main"))


@pytest.mark.usefixtures("_government")
def test_a_kind_of_body_has_pages_of_fifty(client, monkeypatch):
    monkeypatch.setattr("alongside.publishing.across.PAGE_SIZE", 1)

    first = page_of(client, f"/across-government/{DEPARTMENT}/")
    second = page_of(client, f"/across-government/{DEPARTMENT}/page/2/")

    assert first.css_first('a[href="/bodies/bare/"]')
    assert second.css_first('a[href="/bodies/good/"]')
    assert client.get(f"/across-government/{DEPARTMENT}/page/3/").status_code == 404
    assert client.get("/across-government/nothing/").status_code == 404


def test_a_request_that_waits_for_its_answer_is_nobodys_business(client):
    RequestFactory(body=department(slug="asks"))

    page = page_of(client, "/across-government/")

    assert row_of(page, "asks", "first-table")[4] == "Nobody has asked"


def test_consultations_are_told_with_their_days(client):
    body = department(slug="asks")
    version = publish_plan(body, [ForumFactory()])
    past = {"body": body, "opened_at": NOON - 120 * DAY, "closed_at": NOON - 90 * DAY}
    ConsultationFactory(**past, closes_on=TODAY - 90 * DAY, version=version)
    late = ConsultationFactory(**past, closes_on=TODAY - 90 * DAY)
    CommentFactory(consultation=late)
    ConsultationFactory(body=body, closes_on=TODAY + 20 * DAY)

    page = page_of(client, "/across-government/")

    row = row_of(page, "asks", "first-table")
    assert row[3] == (
        "Open to everybody on the draft of asks until 26 May 2026 "
        "Closed, not answered yet on the draft of asks closed on 5 February 2026 "
        "1 answered in public"
    ).replace("asks", body.name)
    assert "Answers to its consultation were due on 30 April 2026" in row[5]


def test_decision_21_a_consultation_of_operators_alone_is_nobody_elses_business(client):
    body = department(slug="asks")
    ConsultationFactory(body=body, is_open_to_all=False)

    page = page_of(client, "/across-government/")
    file = b"".join(client.get("/data/who-has-what.csv").streaming_content).decode()

    assert row_of(page, "asks", "first-table")[3] == "None"
    assert TODAY.replace(month=6, day=3).isoformat() not in file


def test_the_page_of_a_body_names_the_commitments_that_mean_it(client):
    body = department(slug="aps")
    publish_plan(body, [ForumFactory()])
    due = {"due_on": TODAY + 30 * DAY}
    CommitmentFactory(statement="All departments have a plan.", what="plan", **due)
    CommitmentFactory(statement="All agree with operators.", what="agreement", **due)
    CommitmentFactory(
        statement="The Office has a list.",
        what="list",
        kinds=[],
        bodies=["aps"],
        due_on=TODAY - DAY,
    )
    CommitmentFactory(statement="Courts have plans.", kinds=["court"])
    CommitmentFactory(statement="Made-up ones have plans.", is_practice=True)
    CommitmentEndFactory(commitment=CommitmentFactory(statement="It was withdrawn."))

    page = page_of(client, "/bodies/aps/")

    assert [words_of(item) for item in page.css(".pledges li")] == [
        "The Office has a list. Overdue Was due on 5 May 2026: a list of major forums, or the word "
        "that none was found. Today it has none.",
        "All departments have a plan. Has it It has a published plan in force. Due on 5 June 2026.",
        "All agree with operators. Not yet Due on 5 June 2026: an operator’s agreement in force.",
    ]


def test_the_page_of_a_closed_body_or_of_one_that_nobody_meant_names_none(client):
    CommitmentFactory()
    department(slug="gone", closed_how="no_longer_exists")
    BodyFactory(slug="court", kind="court")

    for slug in ("gone", "court"):
        assert not page_of(client, f"/bodies/{slug}/").css("#commitments")


def test_an_empty_register_says_what_comes(client):
    assert "No public body is in the register yet" in page_of(client, "/across-government/").text()
    assert "No commitment has been recorded yet" in page_of(client, "/commitments/").text()
    assert client.get("/across-government/kinds.svg").status_code == 404


@pytest.mark.usefixtures("_government")
def test_a_running_commitment_says_how_many_have_it_and_names_who_has_not(client):
    found = CommitmentFactory()

    page = page_of(client, found.get_absolute_url())

    assert words_of(page.css_first(".sentence-summary")) == (
        "1 of 2 bodies has a published plan in force; 1 has not yet (counted on 6 May 2026)."
    )
    rows = [words_of(row) for row in page.css("#bodies-table ~ tbody tr")] or [
        words_of(row) for row in page.css("main tbody tr")
    ]
    assert rows == ["Bare Department Not yet", "Good Department Has it since 16 April 2026"]
    assert page.css_first(f'img[src="{found.get_absolute_url()}progress.svg"]')
    assert client.get(f"{found.get_absolute_url()}progress.svg").status_code == 200


@pytest.mark.usefixtures("_government")
def test_a_day_that_has_passed_says_plainly_what_was_missed_and_who_was_late(client):
    found = CommitmentFactory(due_on=TODAY - 25 * DAY)
    actions.freeze_next_result(at=NOON)

    page = page_of(client, found.get_absolute_url())

    assert words_of(page.css_first(".sentence-summary")) == (
        "On 11 April 2026, its day, 0 of 2 bodies had a published plan in force; 2 had not. "
        "On 6 May 2026 1 has it."
    )
    rows = [words_of(row) for row in page.css("main tbody tr")]
    assert rows == [
        "Bare Department Missed Has it not",
        "Good Department Missed Has it since 16 April 2026, late",
    ]
    assert "25 days late" in words_of(page.css_first("main"))
    assert "Missed" in page_of(client, "/commitments/").css_first("#missed").text()


def test_a_commitment_that_ended_says_how_and_why_and_leads_to_what_it_became(client):
    old = CommitmentFactory()
    new = CommitmentFactory(replaces=old, statement="A later day for all departments.")
    CommitmentEndFactory(commitment=old, how=Ended.CHANGED.value, reason="It was too soon.")

    page = page_of(client, old.get_absolute_url())

    assert page.css_first(f'.govuk-inset-text a[href="{new.get_absolute_url()}"]')
    assert "It was too soon." in words_of(page.css_first("main"))
    later = page_of(client, new.get_absolute_url())
    assert later.css_first(f'#earlier ~ ul a[href="{old.get_absolute_url()}"]')


def test_law_7_practice_is_shown_apart_and_only_where_practice_is_shown(client, settings):
    made_up = CommitmentFactory(is_practice=True, statement="Made-up bodies do made-up things.")

    assert "Made-up bodies" not in page_of(client, "/commitments/").text()
    assert client.get(made_up.get_absolute_url()).status_code == 404

    settings.ALONGSIDE_SHOW_PRACTICE = True
    page = page_of(client, "/commitments/")
    assert page.css_first("#practice ~ ul").text().count("Made-up bodies") == 1
    assert client.get(made_up.get_absolute_url()).status_code == 200


def test_a_commitment_that_one_body_keeps_is_told_of_one(client):
    publish_plan(department(name="A Department with a plan"), [ForumFactory()])

    page = page_of(client, CommitmentFactory().get_absolute_url())

    assert "The one body that is meant has a published plan in force" in words_of(page)


def test_a_commitment_of_many_bodies_has_pages_and_names_who_has_not_first(client, monkeypatch):
    monkeypatch.setattr("alongside.publishing.commitments.PAGE_SIZE", 2)
    for number in range(3):
        department(name=f"Department {number}")
    publish_plan(department(name="A Department with a plan"), [ForumFactory()])
    found = CommitmentFactory()

    second = page_of(client, f"{found.get_absolute_url()}page/2/")

    assert [words_of(row)[:12] for row in second.css("main tbody tr")] == [
        "Department 2", "A Department",
    ]  # fmt: skip
    assert client.get(f"{found.get_absolute_url()}page/3/").status_code == 404


@pytest.mark.usefixtures("_government")
@pytest.mark.parametrize("many", [1, 6])
def test_the_pages_take_at_most_6_queries_whatever_there_is(
    client, django_assert_max_num_queries, many
):
    for number in range(many):
        found = CommitmentFactory(bodies=["good"], due_on=TODAY + (number + 1) * DAY)
        actions.freeze_next_result(at=NOON + (number + 2) * DAY)
    addresses = [
        "/across-government/",
        f"/across-government/{DEPARTMENT}/",
        "/across-government/kinds.svg",
        "/commitments/",
        "/commitments.atom",
        found.get_absolute_url(),
        f"{found.get_absolute_url()}progress.svg",
    ]
    for address in addresses:
        with django_assert_max_num_queries(6):
            assert client.get(f"{address}?not-kept").status_code == 200, address


def test_what_somebody_wrote_is_never_markup(client):
    evil = "<b>bold</b>{{ 1 }}%(x)s %d"
    department(slug="b", name=evil)
    found = CommitmentFactory(statement=evil, bodies=["b"])
    CommitmentEndFactory(commitment=found, reason=evil)

    for address in ("/across-government/", "/commitments/", found.get_absolute_url()):
        page = page_of(client, address)
        assert not page.css("b, i")
        assert evil in page.html.replace("&lt;", "<").replace("&gt;", ">")


def test_the_trail_and_its_feeds_tell_of_commitments(client):
    from alongside.accounts.domain.roles import Role
    from tests.apps.reporting.test_commitments import PLANS
    from tests.factories import on_duty

    found = actions.record_commitment(wording=PLANS, by=on_duty(Role.CENTRAL_TEAM), at=NOON)

    for address in ("/commitments.atom", "/changes.atom"):
        feed = client.get(address).content.decode()
        assert "The commitment “All ministerial departments publish" in feed
        assert found.get_absolute_url() in feed
    changes = page_of(client, "/changes/?kind=commitments")
    assert changes.css_first(f'a[href="{found.get_absolute_url()}"]')
    assert "Ministerial department" in changes.text()
