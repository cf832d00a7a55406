"""The public page "what is read here", of one forum: leave, boards, counts, what is stored."""

from datetime import date, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.agreements.domain.terms import EngagementModel
from alongside.fetching.robots import rules_from_answer
from alongside.listening.models import BoardReading
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    ForumFactory,
    ReadingDayFactory,
    line,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def whole():
    made = line(agreement={"reading_every_hours": 6})
    BoardReading.objects.update(
        visited_at=NOON - HOUR, next_visit_at=NOON + 5 * HOUR, threads_a_day=6
    )
    return made


def counted(whole, day=TODAY, **counts):
    return ReadingDayFactory(forum=whole.forum, board_id=whole.board.external_id, day=day, **counts)


def said(client, forum, select="main"):
    response = client.get(f"/forums/{forum.slug}/reading/")
    assert response.status_code == 200
    page = LexborHTMLParser(response.content)
    return " ".join(" ".join(node.text(separator=" ") for node in page.css(select)).split())


def test_the_page_says_by_whose_leave_how_often_and_how_many(client, whole):
    counted(whole, visits=4, threads=12, kept=2, looked_again=5)
    counted(whole, TODAY - timedelta(days=40), visits=3, threads=100, kept=9, left_out=7)

    page = said(client, whole.forum)

    assert "because the forum’s operator agreed to it" in page
    assert "In the last 30 days 12 threads were looked at. 2 fitted a standing search" in page
    assert "The other 10 were forgotten at once." in page
    assert "at most once in 6 hours" in page
    assert "pause of 6 hours between two visits, and it is kept" in page
    assert "6 new threads a day" in page
    assert "from 6 May 2026 at 18:00" in page
    months = said(client, whole.forum, "#reading-months ~ tbody tr, table tbody tr")
    assert "May 2026" in months
    assert "March 2026 3 100 9 0 7" in months


def test_the_page_leads_to_the_agreement_and_to_whom_to_write(client, whole, settings):
    response = client.get(f"/forums/{whole.forum.slug}/reading/").content.decode()

    assert f'href="{whole.agreement.get_absolute_url()}"' in response
    assert f'href="{settings.ALONGSIDE_CONTACT}"' in response


def test_operators_read_by_what_name_their_robots_txt_can_close_the_forum_to_us(client, whole):
    page = said(client, whole.forum)
    rules = rules_from_answer(200, b"User-agent: alongside\nDisallow: /")

    assert "goes by the name “alongside” there" in page
    assert not rules.allow("https://forum.example/")


def test_the_forums_page_and_the_operators_lead_to_it(client, whole):
    page = client.get(f"/forums/{whole.forum.slug}/").content.decode()

    assert f'href="/forums/{whole.forum.slug}/reading/"' in page


def test_a_forum_that_nobody_reads_says_so_and_why(client):
    forum = ForumFactory()

    page = said(client, forum)

    assert "Nothing is read here. No agreement" in page
    assert "Nobody at present." in page
    assert "No board has been read" in page


@pytest.mark.parametrize(
    "answer", [{"held": True}, {"withdrawn": True}, {"expired": True}], ids=str
)
def test_law_1_a_hold_or_an_end_shows_at_once_and_the_numbers_of_before_stay(client, whole, answer):
    counted(whole, threads=12)
    whole.answer(**answer)

    page = said(client, whole.forum)

    assert "Nothing is read here. No agreement" in page
    assert "Not read now" in page
    assert "12 threads were looked at" in page
    assert "from 6 May" not in page


def test_a_body_whose_plan_does_not_take_part_does_not_read(client):
    forum, body = ForumFactory(), BodyFactory()
    AgreementFactory(forum=forum, body=body, welcome=True)

    assert "no public body’s plan says that it takes part" in said(client, forum)

    publish_plan(body, [forum], model=EngagementModel.NONE)
    assert "no public body’s plan says that it takes part" in said(client, forum)


def test_a_body_that_has_closed_does_not_read(client, whole):
    whole.body.closed_how, whole.body.closed_on = "merged", TODAY - timedelta(days=1)
    whole.body.save()

    page = said(client, whole.forum)

    assert "the public body that asked for it has closed" in page
    assert "It has closed, so it does not read." in page
    assert "Not read now" in page
    assert "from 6 May" not in page


def test_a_board_that_the_operator_left_out_is_not_read(client, whole):
    whole.answer(welcome=True, board_ids=["another"])

    assert "Not read now" in said(client, whole.forum)


def test_threads_that_wait_are_told(client, whole):
    BoardReading.objects.update(waiting=3)

    assert "3 threads wait for the next visits" in said(client, whole.forum)


def test_a_list_too_long_to_count_is_told_with_what_was_left_out(client, whole):
    counted(whole, threads=1, left_out=4, overlong=1)

    assert "4 and more, at 1 visit" in said(client, whole.forum)


def test_a_forum_that_was_joined_with_another_leads_there(client, whole):
    old = ForumFactory(merged_into=whole.forum)

    response = client.get(f"/forums/{old.slug}/reading/")

    assert response.status_code == 301
    assert response.url == f"/forums/{whole.forum.slug}/reading/"


def test_the_practice_forum_is_shown_as_practice_and_only_where_practice_is(client, settings):
    whole = line(practice=True)
    address = f"/forums/{whole.forum.slug}/reading/"

    settings.ALONGSIDE_SHOW_PRACTICE = True
    page = client.get(address)
    settings.ALONGSIDE_SHOW_PRACTICE = False

    assert page.status_code == 200
    assert b'content="noindex"' in page.content
    assert client.get(address).status_code == 404


def test_the_page_takes_at_most_6_queries_however_much_was_read(
    client, whole, django_assert_max_num_queries
):
    for number in range(9):
        board = BoardFactory(forum=whole.forum, external_id=f"b{number}")
        BoardReading.objects.create(board=board, next_visit_at=NOON)
        for ago in range(40):
            ReadingDayFactory(
                forum=whole.forum, board_id=f"b{number}", day=TODAY - ago * DAY, threads=1
            )

    with django_assert_max_num_queries(6):
        said(client, whole.forum)


def test_the_interface_tells_the_same(client, whole):
    counted(whole, visits=4, threads=12, kept=2)
    counted(whole, date(2026, 3, 1), threads=3, overlong=1)

    found = client.get(f"/api/v1/forums/{whole.forum.slug}/reading").json()

    assert found["is_read"] is True
    assert found["leaves"][0]["every_hours"] == 6
    assert found["boards"][0]["next_visit_at"] == "2026-05-06T17:00:00Z"
    assert found["boards"][0]["last_30_days"]["threads"] == 12
    assert found["last_30_days"]["kept"] == 2
    assert [month["month"] for month in found["months"]] == ["2026-05", "2026-03"]
    assert found["months"][1]["lists_too_long"] == 1
