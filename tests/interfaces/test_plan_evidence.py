"""What a survey counted, where a plan is written, published, and on the forum's own page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.matching.evidence import evidence_for, evidence_in
from alongside.plans import draft_actions
from alongside.plans.models import PlanIndicator
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    BodyFactory,
    ForumFactory,
    SurveyBoardFactory,
    SurveyCountFactory,
    SurveyFactory,
    person,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
TOPICS = [
    {"key": key, "label": label, "origin": "remit", "any_of": [key], "none_of": []}
    for key, label in (("housing", "Housing"), ("dogs", "Dogs"), ("never", "Never asked"))
]


@pytest.fixture
def place():
    body, forum = BodyFactory(slug="aps", name="Aldmere Services"), ForumFactory(slug="the-well")
    return body, forum


def survey_of(place, *, finished_at=NOON - DAY, questions=412, unanswered=157, **more):
    body, forum = place
    survey = SurveyFactory(
        forum=forum,
        body=body,
        topics=TOPICS,
        from_month=date(2025, 5, 1),
        until_month=date(2026, 4, 1),
        finished_at=finished_at,
        **more,
    )
    board = SurveyBoardFactory(survey=survey)
    for month, topic, asked, left in (
        (date(2025, 6, 1), "", questions - 12, unanswered - 7),
        (date(2026, 2, 1), "", 12, 7),
        (date(2026, 2, 1), "housing", 200, 50),
        (date(2026, 2, 1), "dogs", 3, 2),
    ):
        SurveyCountFactory(board=board, month=month, topic=topic, questions=asked, unanswered=left)
    return survey


def text_of(response):
    return " ".join(LexborHTMLParser(response.content).body.text(separator=" ").split())


def lead_of(body, client):
    draft_actions.begin_draft(body=body, by="lead", at=NOON)
    client.force_login(person(Role.ENGAGEMENT_LEAD, body=body))
    return client


def test_the_newest_finished_survey_of_each_body_is_the_evidence(place):
    body, forum = place
    survey_of(place, finished_at=NOON - 90 * DAY, questions=99, unanswered=9)
    newest = survey_of(place)
    survey_of(place, finished_at=None, questions=500, unanswered=8)
    other = survey_of((BodyFactory(), forum), finished_at=NOON - 2 * DAY)

    found = evidence_for(forum_id=forum.pk, body_id=body.pk)

    assert found.survey_id == newest.public_id
    assert (found.whole.questions, found.whole.unanswered) == (412, 157)
    assert [(topic.key, topic.questions) for topic in found.topics] == [
        ("housing", 200),
        ("dogs", 3),
        ("never", 0),
    ]
    assert [each.survey_id for each in evidence_in(forum_ids=[forum.pk])] == [
        newest.public_id,
        other.public_id,
    ]


def test_evidence_of_many_forums_is_one_question(place, django_assert_num_queries):
    survey_of(place)
    another = ForumFactory()
    survey_of((place[0], another))

    with django_assert_num_queries(1):
        found = evidence_in(forum_ids=[place[1].pk, another.pk], body_id=place[0].pk)

    assert {each.forum_id for each in found} == {place[1].pk, another.pk}


def test_a_forum_s_page_tells_counts_with_their_span_date_and_method(
    place, client, django_assert_max_num_queries
):
    survey = survey_of(place)

    with django_assert_max_num_queries(6):
        response = client.get("/forums/the-well/")

    page = text_of(response)
    assert "412 questions in 12 months (1 May 2025 to 30 April 2026); 38.1 % of them" in page
    assert (
        "Counted by this service for Aldmere Services, with the operator’s leave, on 5 May" in page
    )
    assert f'id="survey-{survey.public_id}"' in response.content.decode()
    assert "Dogs fewer than 5 fewer than 5" in page
    assert "Housing 200 50 (25 %)" in page


def test_what_was_counted_in_a_web_archive_says_so(place, client):
    survey_of(place, archived_until=NOON - 40 * DAY)
    page = text_of(client.get("/forums/the-well/"))
    archived = NOON - 40 * DAY

    assert f"web archive of the forum with pages until {archived:%-d %B %Y}" in page
    (row, *_) = client.get("/api/v1/surveys").json()["items"]
    assert row["archived_until"] == f"{archived:%Y-%m-%d}"


def test_without_a_survey_nothing_is_said_of_the_past(place, client):
    survey_of(place, finished_at=None)

    assert "What was asked in the past" not in text_of(client.get("/forums/the-well/"))


def test_a_published_plan_tells_its_evidence(place, client, django_assert_max_num_queries):
    body, forum = place
    AgreementFactory(forum=forum, body=body, welcome=True)
    publish_plan(body, [forum])
    survey_of(place)

    with django_assert_max_num_queries(8):
        page = text_of(client.get("/bodies/aps/plan/"))

    assert "Evidence 412 questions in 12 months" in page
    assert "Most about: Housing (200, 25 % unanswered)" in page


def test_a_version_that_was_replaced_is_not_given_later_evidence(place, client):
    body, forum = place
    AgreementFactory(forum=forum, body=body, welcome=True)
    publish_plan(body, [forum], effective_from=(NOON - 60 * DAY).date(), at=NOON - 60 * DAY)
    publish_plan(body, [forum], effective_from=(NOON - 30 * DAY).date(), at=NOON - 30 * DAY)
    survey_of(place)

    assert "Evidence" not in text_of(client.get("/bodies/aps/plan/1/"))
    assert "Evidence" in text_of(client.get("/bodies/aps/plan/2/"))


def test_a_lead_takes_a_share_as_the_baseline_of_an_indicator(place, client):
    body, forum = place
    AgreementFactory(forum=forum, body=body, welcome=True)
    publish_plan(body, [forum])
    survey = survey_of(place)
    lead = lead_of(body, client)
    written = lead.get(reverse("workspace:plan-forum", args=["aps", "the-well"]))
    assert "Evidence: 412 questions in 12 months" in text_of(written)
    assert "Dogs 3 2 (66.7 %)" in text_of(written)  # the lead sees all
    address = reverse("workspace:plan-forum-baseline", args=["aps", "the-well"])

    for _ in range(2):  # pressed twice, it is there once
        lead.post(address, {"survey": survey.public_id, "topic": "housing"})

    indicator = PlanIndicator.objects.get(version__number=None, unit="%", figure="")
    assert (indicator.baseline, indicator.direction) == (Decimal("25.00"), "at_most")
    assert indicator.baseline_on == (NOON - DAY).date()
    assert indicator.name == (
        f"Questions about Housing in {forum.name} that nobody answers, of all asked "
        f"(survey {survey.public_id})"
    )
    shown = lead.get(reverse("workspace:plan-step", args=["aps", "indicators"]))
    assert survey.public_id in shown.content.decode()


@pytest.mark.parametrize("topic", ["never", "dogs", "nonsense"])
def test_law_4_of_too_few_questions_there_is_no_baseline(place, client, topic):
    body, forum = place
    publish_plan(body, [forum])
    survey = survey_of(place)
    address = reverse("workspace:plan-forum-baseline", args=["aps", "the-well"])

    answer = lead_of(body, client).post(
        address, {"survey": survey.public_id, "topic": topic}, follow=True
    )

    assert "Choose a topic of which there were enough questions" in text_of(answer)
    assert not PlanIndicator.objects.filter(name__contains="survey").exists()


def test_a_survey_that_has_been_replaced_is_looked_at_first(place, client):
    body, forum = place
    publish_plan(body, [forum])
    old = survey_of(place, finished_at=NOON - timedelta(days=9))
    survey_of(place)
    address = reverse("workspace:plan-forum-baseline", args=["aps", "the-well"])

    answer = lead_of(body, client).post(
        address, {"survey": old.public_id, "topic": "housing"}, follow=True
    )

    assert "There is a newer survey" in text_of(answer)
