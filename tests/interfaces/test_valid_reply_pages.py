"""Pages of replies in their states, and pages with a survey, are valid HTML."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alongside.accounts.domain.roles import Role
from alongside.core import clock
from alongside.plans import draft_actions
from tests.factories import (
    FIT_TEXT,
    NOON,
    SurveyBoardFactory,
    SurveyCountFactory,
    SurveyFactory,
    line,
    person,
)
from tests.html.checker import faults_of_pages

pytestmark = pytest.mark.django_db
ALL_MARKS = (
    f"{FIT_TEXT}\n\n# A\n\n1. b\n\n   c\n2. d\n   - e\n\n> f\n> - g\n\n---\n\n~~h~~ `i` [j] "
    "![k](https://e.example/k.png)\n\n```\nl < m\n```\n\n| n | o |\n|---|---|\n| p | q |\n"
)
TOPICS = [
    {"key": key, "label": key, "origin": "remit", "any_of": [key], "none_of": []}
    for key in ("housing", "dogs")
]


def client_of(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_pages_of_replies_and_of_surveys_are_valid_html(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    pages = {}
    states = ("in_review", "approved", "held", "rejected", "needs_person", "live")
    for state in states:
        whole = line(engine="xenforo")
        reply = whole.reply(**{state: True}, text=ALL_MARKS)
        reader = client_of(whole.reader.user if state == "in_review" else whole.adviser.user)
        pages[state] = reader.get(reverse("workspace:reply", args=[reply.public_id]))
    whole = line(engine="phpbb", secret=False)
    by_hand = whole.reply(sending=True, by_hand=True, text=ALL_MARKS)
    adviser = client_of(whole.adviser.user)
    pages["by_hand"] = adviser.get(reverse("workspace:reply", args=[by_hand.public_id]))
    another = whole.another_enquiry()
    adviser.post(reverse("workspace:reply-save", args=[another.public_id]), {"text": ALL_MARKS})
    pages["draft"] = adviser.get(reverse("workspace:enquiry", args=[another.public_id]))
    survey = SurveyFactory(forum=whole.forum, body=whole.body, topics=TOPICS, finished_at=NOON)
    board = SurveyBoardFactory(survey=survey)
    for topic, questions in (("", 40), ("housing", 30), ("dogs", 2)):
        SurveyCountFactory(board=board, topic=topic, questions=questions, unanswered=2)
    draft_actions.begin_draft(body=whole.body, by="lead", at=NOON)
    lead = client_of(person(Role.ENGAGEMENT_LEAD, body=whole.body))
    slugs = [whole.body.slug, whole.forum.slug]
    pages["plan-forum"] = lead.get(reverse("workspace:plan-forum", args=slugs))
    pages["forum"] = lead.get(reverse("register:forum", args=[whole.forum.slug]))
    pages["plan"] = lead.get(reverse("register:plan", args=[whole.body.slug]))

    for name, response in pages.items():
        assert response.status_code == 200, name
        (tmp_path / f"{name}.html").write_bytes(response.content)

    faults = [str(fault) for fault in faults_of_pages(tmp_path)]
    # Attributes of htmx, without which every page works, are none of HTML's own.
    assert [fault for fault in faults if "Attribute “hx-" not in fault] == []
