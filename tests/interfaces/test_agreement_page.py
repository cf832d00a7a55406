"""The page on which an engagement lead records what an operator answered."""

import pytest
from django.urls import reverse

from alongside.accounts.domain.roles import Role
from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import EngagementModel
from tests.factories import (
    NOON,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    BodyFactory,
    ForumFactory,
    on_duty,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def pair():
    body, forum = BodyFactory(), ForumFactory()
    BoardFactory(forum=forum, external_id="7", name="Sick pay")
    BoardFactory(forum=forum, external_id="8", name="Parking")
    return body, forum


@pytest.fixture
def address(pair):
    body, forum = pair
    return reverse("workspace:agreement", args=[body.slug, forum.slug])


@pytest.fixture
def lead(client, pair):
    client.force_login(on_duty(Role.ENGAGEMENT_LEAD, body=pair[0]).user)
    return client


def newest(pair):
    body, forum = pair
    return agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk)


def answer(**values):
    day = {"day": "6", "month": "5", "year": "2026"}
    return {
        "answer": "welcome",
        **{f"answered_on_{part}": value for part, value in day.items()},
        **{f"valid_from_{part}": value for part, value in day.items()},
        "models_allowed": ["open_answering"],
        "peers_first_hours": "0",
        "evidence": "Asked by letter.",
        **values,
    }


def test_an_answer_for_some_boards_covers_these_boards_only(lead, pair, address):
    response = lead.post(address, answer(board_ids=["7"]))

    assert response.status_code == 302
    assert newest(pair).board_ids == ["7"]


def test_an_answer_that_names_no_board_covers_every_board(lead, pair, address):
    lead.post(address, answer())

    assert newest(pair).board_ids == []
    assert "Every board" in lead.get(address).content.decode()


def test_boards_are_named_where_the_register_lacks_them_and_bind(lead, pair, address):
    lead.post(address, answer(board_ids=["7"], boards_named="parking\nQuiet room"))

    assert newest(pair).board_ids == ["7", "8", "quiet-room"]
    assert pair[1].boards.get(external_id="quiet-room").name == "Quiet room"
    refused = lead.post(address, answer(boards_named="x" * 201))
    assert refused.status_code == 422
    assert "at most 200 letters" in refused.content.decode()


def test_a_date_to_come_is_said_beside_its_field_with_all_other_faults(lead, pair, address):
    page = lead.post(address, answer(answered_on_year="2027", models_allowed=[]))

    assert page.status_code == 422
    said = page.content.decode()
    assert 'href="#id_answered_on_day">Date of the answer: The date of the answer must not' in said
    assert "Choose at least one way" in said


def test_a_withdrawal_that_an_official_records_says_how_it_was_said(lead, pair, address):
    lead.post(address, answer())

    page = lead.post(f"{address}withdraw/", {"reason": " "}, follow=True).content.decode()
    assert "Say how the operator said that they withdraw" in page
    assert newest(pair).answer == "welcome"

    lead.post(f"{address}withdraw/", {"reason": "By telephone on 5 May."})
    assert newest(pair).answer == "withdrawn"


def test_what_the_operator_closed_offers_no_form_for_a_welcome(lead, pair, address):
    AgreementFactory(
        forum=pair[1], body=pair[0], answer="held", recorded_by="operator", recorded_at=NOON
    )

    page = lead.get(address).content.decode()

    assert "a welcome can only come from there" in page
    assert 'name="models_allowed"' not in page


def test_a_board_that_the_forum_does_not_have_is_refused(lead, pair, address):
    response = lead.post(address, answer(board_ids=["99"]))

    assert response.status_code == 422
    assert newest(pair) is None


@pytest.mark.parametrize("then", [{}, {"held": True}])
def test_a_new_answer_starts_from_what_the_operator_allows_already(lead, pair, address, then):
    body, forum = pair
    AgreementFactory(
        forum=forum,
        body=body,
        welcome=True,
        models_allowed=[EngagementModel.REFERRAL.value],
        links_allowed=False,
        posts_per_day=3,
        peers_first_hours=24,
        board_ids=["8", "31"],
    )
    if then:
        AgreementFactory(forum=forum, body=body, **then)

    page = lead.get(address).content.decode()

    checked = [part.split(">")[0] for part in page.split("<input") if " checked" in part[:400]]
    values = "\n".join(part for part in checked)
    assert 'value="referral"' in values
    assert 'value="open_answering"' not in values
    assert 'name="allows_reading"' in values
    assert 'name="links_allowed"' not in values
    assert 'value="8"' in values
    assert 'value="31"' in values  # the forum no longer shows it; it is not dropped silently
    assert 'value="7"' not in values
    assert "Board 31" in page
    assert 'name="posts_per_day" type="text" value="3"' in page or 'value="3"' in page
    assert 'value="24"' in page


def test_after_a_withdrawal_a_new_answer_starts_empty(lead, pair, address):
    body, forum = pair
    AgreementFactory(forum=forum, body=body, welcome=True, board_ids=["8"])
    AgreementFactory(forum=forum, body=body, withdrawn=True)

    page = lead.get(address).content.decode()

    checked = [part.split(">")[0] for part in page.split("<input") if " checked" in part[:400]]
    assert [part for part in checked if 'name="links_allowed"' not in part] == []


def test_the_record_names_its_boards_and_the_page_says_what_is_read(lead, pair, address):
    body, forum = pair
    AgreementFactory(forum=forum, body=body, welcome=True, board_ids=["7"])
    boards = {board.name: board for board in forum.boards.all()}
    BoardReadingFactory(board=boards["Sick pay"], visited_at=NOON, problem="Thread 41: No post.")
    BoardReadingFactory(board=boards["Parking"])

    page = " ".join(lead.get(address).content.decode().split())

    assert '>Boards</dt><dd class="govuk-summary-list__value">Sick pay</dd>' in page
    assert "Thread 41: No post." in page
    assert "Never" in page


def test_what_is_read_elsewhere_is_not_on_the_page(lead, address):
    BoardReadingFactory(problem="Too busy.")

    assert "What is read" not in lead.get(address).content.decode()
