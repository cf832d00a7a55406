"""A plan is written in steps, compared with its last version, and read by everybody."""

import html
import json
import re
from datetime import date, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from alongside.accounts.domain.roles import Role
from alongside.agreements.domain.terms import EngagementModel
from alongside.audit.models import Event
from alongside.core import clock
from alongside.plans import draft_actions, queries
from alongside.plans.domain import policy
from alongside.plans.domain.steps import GoalText, IndicatorText, Standards
from alongside.plans.models import Objective, PlanVersion
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    EnquiryFactory,
    ForumFactory,
    line,
    person,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ABOUT = {
    "title": "Taking part",
    "goal": "People find an answer.",
    "languages": ["en"],
    "other_languages": "PL, gd",
    "review_on_day": "1",
    "review_on_month": "11",
    "review_on_year": "2026",
}


def lead_of(body, name="lead"):
    client = Client()
    client.force_login(
        person(Role.ENGAGEMENT_LEAD, body=body, username=name, display_name=f"Colleague {name}"),
        backend=django_settings.AUTHENTICATION_BACKENDS[0],
    )
    return client


@pytest.fixture
def body():
    return BodyFactory(slug="aps", acronym="APS")


@pytest.fixture
def lead(body):
    return lead_of(body)


@pytest.fixture
def draft(body):
    return draft_actions.begin_draft(body=body, by="lead", at=NOON)


def step(name):
    return f"/workspace/plans/aps/steps/{name}/"


def said(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def rows(prefix, *values):
    data = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": len(values)}
    for number, row in enumerate(values):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_a_plan_is_written_from_nothing_and_published(body, lead):
    forum = ForumFactory(slug="well", name="The Well")
    assert "Begin version 1" in said(lead.get("/workspace/plans/aps/"))
    lead.post("/workspace/plans/aps/begin/")
    assert "things are still missing" in said(lead.get("/workspace/plans/aps/"))

    lead.post(step("about"), ABOUT | {"seen": 0})
    lead.post(step("goals"), rows("goals", {"key": "g", "title": "Answers"}) | {"seen": 0})
    added = lead.post("/workspace/plans/aps/forums/", {"forum": "well", "model": "clinic"})
    assert added.url == "/workspace/plans/aps/forums/well/"
    lead.post(
        added.url,
        {
            "model": "open_answering",
            "goal_key": "g",
            "statement": "Answer.",
            "hours": "Weekdays",
            "response_hours": "24",
            "peers_first_hours": "2",
            "seen": 0,
        },
    )
    lead.post(
        step("standards"),
        {
            "disclosure": "We say who we are.",
            "safeguarding_role": "Head of Safeguarding",
            "contact_role": "Forum team",
            "contact": "forums@aldmere.example",
            "corrections_contact": "https://aldmere.example/mistakes",
            "seen": 0,
        },
    )
    assert "cannot be published yet" in said(lead.get("/workspace/plans/aps/")).lower()
    lead.post(
        step("law"),
        {
            "lawful_basis": "public_task",
            "legal_power": "Aldmere Act 1999, section 4",
            "assessment_reference": "DPIA 7",
            "assessed_on_day": "1",
            "assessed_on_month": "3",
            "assessed_on_year": "2026",
            "seen": 0,
        },
    )
    lead.post(
        step("indicators"),
        rows("own", {"key": "o", "direction": "at_least"})
        | {"figures": ["within_standard"], "within_standard_target": "80 %", "seen": 0},
    )

    assert "Nothing is missing" in said(lead.get("/workspace/plans/aps/"))
    preview = lead.get("/workspace/plans/aps/preview/")
    assert "Publish and freeze" in said(preview)
    published = lead.post(
        "/workspace/plans/aps/publish/",
        {
            "effective_from_day": "6",
            "effective_from_month": "5",
            "effective_from_year": "2026",
            "seen_at": queries.draft_of(body.pk).drafted_at.isoformat(),
        },
    )

    assert published.status_code == 302
    document = json.loads(PlanVersion.objects.get(number=1).document)
    assert document["languages"] == ["en", "pl", "gd"]
    assert document["goals"] == [{"id": "g", "title": "Answers", "description": ""}]
    assert document["objectives"][0]["forum"]["id"] == forum.slug
    assert document["indicators"][0]["target"] == "80"
    assert document["second_reader"] == "always"


def test_what_is_missing_is_said_in_sentences_that_lead_there(lead, draft):
    page = lead.get("/workspace/plans/aps/").content.decode()

    assert f'href="{step("about")}#id_title"' in page
    assert f'href="{step("law")}#id_assessed_on_day"' in page
    assert 'href="/workspace/plans/aps/forums/"' in page


def test_a_plan_with_gaps_is_not_published_and_says_what_is_missing(lead, draft):
    response = lead.post(
        "/workspace/plans/aps/publish/",
        {
            "effective_from_day": "6",
            "effective_from_month": "5",
            "effective_from_year": "2026",
            "seen_at": draft.drafted_at.isoformat(),
        },
    )

    assert response.status_code == 422
    assert "Give the plan a title." in said(response)


def test_law_10_two_windows_show_both_texts_and_lose_none(body, lead, draft):
    other = lead_of(body, "other")
    other.post(step("about"), ABOUT | {"goal": "People find THEIR answer.", "seen": 0})

    response = lead.post(step("about"), ABOUT | {"goal": "People find MY answer.", "seen": 0})

    text = said(response)
    assert response.status_code == 409
    assert "THEIR" in text
    assert "Colleague other" in text
    assert "People find MY answer." in response.content.decode()
    assert queries.draft_of(body.pk).goal == "People find THEIR answer."
    # Saving again from that page is the decision.
    (seen,) = re.findall(r'name="seen" value="(\d+)"', response.content.decode())
    lead.post(step("about"), ABOUT | {"goal": "People find MY answer.", "seen": seen})
    assert queries.draft_of(body.pk).goal == "People find MY answer."


@pytest.mark.parametrize("name", ["goals", "indicators"])
def test_law_10_lists_in_two_windows_lose_no_row(body, lead, draft, name):
    prefix, field = ("goals", "title") if name == "goals" else ("own", "name")
    row = {"key": "k", field: "THEIRS", "unit": "calls", "direction": "at_least"}
    lead_of(body, "other").post(step(name), rows(prefix, row) | {"seen": 0})

    response = lead.post(step(name), rows(prefix, row | {field: "MINE"}) | {"seen": 0})

    assert response.status_code == 409
    assert "THEIRS" in said(response)
    assert 'value="MINE"' in response.content.decode()


def test_law_10_a_draft_that_was_published_meanwhile_gives_the_text_back(lead, body):
    response = lead.post(step("about"), ABOUT | {"seen": 1})

    assert response.status_code == 409
    assert "People find an answer." in response.content.decode()
    assert "was not saved" in said(response)


def test_a_step_saves_in_the_background_by_the_same_form(lead, draft):
    first = lead.post(step("about"), ABOUT | {"seen": 0}, headers={"Accept": "application/json"})
    stale = lead.post(
        step("about"),
        ABOUT | {"title": "Other", "seen": 0},
        headers={"Accept": "application/json"},
    )
    wrong = lead.post(
        step("about"),
        ABOUT | {"review_on_day": "", "seen": 1},
        headers={"Accept": "application/json"},
    )

    rests_on = json.loads(first.json().pop("rests_on"))
    assert set(rests_on) == {"title", "goal", "review_on", "languages"}
    assert first.json() | {"rests_on": ""} == {
        "state": "saved",
        "said": "Saved at 13:00",
        "seen": 1,
        "rests_on": "",
    }
    assert (stale.status_code, stale.json()["state"]) == (409, "conflict")
    assert (wrong.status_code, wrong.json()["state"]) == (422, "problem")
    assert "day, a month and a year" in wrong.json()["said"]


def test_law_4_a_persons_name_is_refused_beside_its_field_and_kept_there(lead, draft):
    response = lead.post(
        step("standards"), {"safeguarding_role": "Jane Smith", "disclosure": "Us.", "seen": 0}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_safeguarding_role"' in page
    assert 'value="Jane Smith"' in page
    found = queries.draft_of(draft.body_id)
    assert (found.disclosure, found.safeguarding_role) == ("Us.", "")


def test_goals_move_up_and_go_without_a_script(lead, draft):
    one, two = {"key": "a", "title": "A"}, {"key": "b", "title": "B"}
    lead.post(step("goals"), rows("goals", one, two) | {"seen": 0})
    lead.post(step("goals"), rows("goals", one, two) | {"seen": 1, "move": "up:b"})
    assert [goal.title for goal in draft.goals.all()] == ["B", "A"]

    lead.post(step("goals"), rows("goals", two, one | {"take_out": "on"}) | {"seen": 2})
    assert [goal.title for goal in draft.goals.all()] == ["B"]


def test_a_goal_moves_down_too_and_the_page_says_where_it_is_now(lead, draft):
    one, two = {"key": "a", "title": "A"}, {"key": "b", "title": "B"}
    lead.post(step("goals"), rows("goals", one, two) | {"seen": 0})

    answer = lead.post(
        step("goals"),
        rows("goals", one | {"description": "Just typed."}, two) | {"seen": 1, "move": "down:a"},
    )
    page = lead.get(step("goals"))

    assert answer.headers["Location"] == f"{step('goals')}#row-a"
    assert "“A” is now number 2 of 2." in said(page)
    assert [(goal.title, goal.description) for goal in draft.goals.all()] == [
        ("B", ""),
        ("A", "Just typed."),
    ]


CALLS = {"key": "calls", "name": "Calls", "unit": "calls", "direction": "at_most", "target": "5"}
VISITS = {"key": "visits", "name": "Visits", "unit": "visits", "direction": "at_least"}
ANSWERED = {"figures": ["answered_rate"], "answered_rate_target": "80"}


def test_indicators_are_put_in_order_figures_and_own_ones_alike(lead, draft):
    lead.post(step("indicators"), rows("own", CALLS, VISITS) | ANSWERED | {"seen": 0})
    page = lead.get(step("indicators")).content.decode()
    lead.post(
        step("indicators"),
        rows("own", CALLS | {"target": "4"}, VISITS) | ANSWERED | {"seen": 1, "move": "up:calls"},
    )
    order = [(one.name, one.target) for one in draft.indicators.all()]
    # Saved again without a move, they stay where they were put.
    lead.post(
        step("indicators"), rows("own", CALLS, VISITS | {"target": "9"}) | ANSWERED | {"seen": 2}
    )

    assert page.count('name="move"') == 4
    assert order[0] == ("Calls", 4)
    assert order[1][1] == 80
    assert [one.key for one in draft.indicators.all()][0::2] == ["calls", "visits"]
    assert [one.target for one in draft.indicators.all()] == [5, 80, 9]


def test_an_indicator_is_taken_out_and_the_others_keep_their_keys_and_order(lead, draft):
    lead.post(step("indicators"), rows("own", CALLS, VISITS) | ANSWERED | {"seen": 0})
    figure = draft.indicators.get(figure="answered_rate")

    lead.post(
        step("indicators"),
        rows("own", CALLS | {"take_out": "on"}, VISITS | {"name": "Visitors"})
        | ANSWERED
        | {"seen": 1},
    )

    assert [(one.key, one.target) for one in draft.indicators.all()] == [
        (figure.key, 80),
        ("visits", None),
    ]
    assert draft.indicators.get(key="visits").name == "Visitors"


def test_law_10_a_plan_with_many_indicators_of_its_own_loses_none_when_it_is_saved(lead, draft):
    many = [CALLS | {"key": f"k{number}", "name": f"I{number}"} for number in range(20)]
    lead.post(step("indicators"), rows("own", *many) | {"seen": 0})

    page = lead.get(step("indicators")).content.decode()
    lead.post(step("indicators"), rows("own", *many) | {"seen": 1, "move": "down:k0"})

    assert 'name="own-TOTAL_FORMS" value="21"' in page
    assert [one.name for one in draft.indicators.all()][:3] == ["I1", "I0", "I2"]
    assert draft.indicators.count() == 20


def test_law_10_a_figure_that_this_service_does_not_know_is_kept_as_the_bodys_own(lead, draft):
    draft.indicators.create(key="odd", position=0, figure="of_old", name="Old", unit="%")

    page = lead.get(step("indicators")).content.decode()

    assert re.search(r'name="own-0-name"[^>]*value="Old"', page)


def test_a_fault_of_a_figure_stands_beside_its_field_wherever_it_is_in_the_order(lead, draft):
    lead.post(step("indicators"), rows("own", CALLS) | ANSWERED | {"seen": 0})
    lead.post(step("indicators"), rows("own", CALLS) | ANSWERED | {"seen": 1, "move": "up:calls"})
    day = {
        f"answered_rate_baseline_on_{part}": value
        for part, value in (("day", "1"), ("month", "2"), ("year", "2026"))
    }

    answer = lead.post(step("indicators"), rows("own", CALLS) | ANSWERED | day | {"seen": 2})

    assert answer.status_code == 422
    assert 'href="#id_answered_rate_baseline"' in answer.content.decode()


def test_a_fault_in_a_list_stands_in_its_row(lead, draft):
    response = lead.post(
        step("indicators"),
        rows(
            "own",
            {"key": "a", "name": "", "direction": "at_least"},
            {"key": "b", "name": "Calls", "unit": "", "direction": "at_most", "target": "5"},
        )
        | {"figures": ["answered_rate"], "seen": 0},
    )

    assert response.status_code == 422
    assert 'href="#id_own-1-unit"' in response.content.decode()


def test_a_second_reader_is_no_choice_since_the_software_knows_no_other_way(lead, draft):
    assert "Every reply is read by a second person" in said(lead.get(step("standards")))
    assert "second_reader" not in lead.get(step("standards")).content.decode()


def test_the_page_of_a_forum_says_what_its_operator_allows(body, lead, draft):
    forum = ForumFactory(slug="well", name="The Well")
    AgreementFactory(forum=forum, body=body, welcome=True, peers_first_hours=6)
    draft_actions.add_objective(
        body=body, forum=forum, model=EngagementModel.NONE, by="lead", at=NOON
    )

    text = said(lead.get("/workspace/plans/aps/forums/well/"))

    assert "welcomes APS" in text
    assert "Members come first for 6 hours" in text


def test_a_forum_is_taken_out_and_its_open_page_gives_the_text_back(body, lead, draft):
    forum = ForumFactory(slug="well")
    draft_actions.add_objective(
        body=body, forum=forum, model=EngagementModel.NONE, by="lead", at=NOON
    )
    lead.post("/workspace/plans/aps/forums/well/take-out/")

    response = lead.post(
        "/workspace/plans/aps/forums/well/", {"statement": "A text that took long.", "seen": 0}
    )

    assert not Objective.objects.exists()
    assert response.status_code == 409
    assert "A text that took long." in response.content.decode()


def test_a_draft_is_thrown_away_only_as_it_was_read(body, lead, draft):
    lead.post("/workspace/plans/aps/discard/", {"seen_at": (NOON - HOUR).isoformat()})
    assert queries.draft_of(body.pk) == draft

    lead.post("/workspace/plans/aps/discard/", {"seen_at": draft.drafted_at.isoformat()})
    assert queries.draft_of(body.pk) is None


def test_an_unknown_step_is_not_found(lead, draft):
    assert lead.get(step("forums")).status_code == 404
    assert lead.get(step("other")).status_code == 404
    assert lead.get("/workspace/plans/aps/forums/none/").status_code == 404


def test_a_passed_review_makes_work_for_the_lead(body, lead, monkeypatch):
    publish_plan(body, [ForumFactory()], review_on=TODAY - DAY)

    text = said(lead.get("/workspace/plans/"))
    assert "1 plan is past its review date" in text
    assert "After 2 June 2026 it allows no new replies." in text

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=60))
    assert "It allows no new replies any more." in said(lead.get("/workspace/plans/"))


def test_a_passed_review_stands_on_the_leads_queue(body, lead, monkeypatch):
    publish_plan(body, [ForumFactory()], review_on=TODAY - DAY)

    text = said(lead.get("/workspace/"))
    assert "To be reviewed by 5 May 2026: after 2 June 2026 it allows no new replies" in text

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=60))
    assert "it allows no new replies any more" in said(lead.get("/workspace/"))


def test_a_forum_is_taken_in_with_the_patience_that_its_operator_asked_for(body, lead, draft):
    forum = ForumFactory()
    AgreementFactory(forum=forum, body=body, welcome=True, peers_first_hours=24)

    lead.post(
        "/workspace/plans/aps/forums/",
        {"forum": forum.slug, "model": EngagementModel.OPEN_ANSWERING},
    )

    assert Objective.objects.get(forum=forum).peers_first_hours == 24


def opened(client, name):
    """What the page's hidden fields carry, as a browser would send them back."""
    page = client.get(step(name)).content.decode()
    return {
        field: html.unescape(re.search(rf'name="{field}" value="([^"]*)"', page)[1])
        for field in ("seen", "rests_on")
    }


def test_law_10_what_only_one_of_two_changed_is_taken_from_that_one(body, lead, draft):
    lead.post(step("about"), ABOUT | {"seen": 0})
    page = opened(lead, "about")
    lead_of(body, "other").post(step("about"), ABOUT | {"goal": "THEIRS."} | page)

    response = lead.post(step("about"), ABOUT | {"title": "MINE"} | page, follow=True)

    found = queries.draft_of(body.pk)
    assert (found.title, found.goal) == ("MINE", "THEIRS.")
    assert "What was changed elsewhere meanwhile is kept" in said(response)


def test_law_10_only_what_both_changed_is_a_question_and_the_other_text_is_kept(body, lead, draft):
    lead.post(step("about"), ABOUT | {"seen": 0})
    page = opened(lead, "about")
    lead_of(body, "other").post(
        step("about"), ABOUT | {"title": "THEIR title", "goal": "THEIR goal."} | page
    )

    asked = lead.post(
        step("about"), ABOUT | {"goal": "MY goal.", "other_languages": "pl"} | page
    ).content.decode()

    assert re.findall(r'name="(keep-\w+)"', asked) == ["keep-goal"] * 2
    assert 'value="THEIR title"' in asked
    assert "checked" not in asked.partition('id="two-texts"')[2].partition("</section>")[0]
    (rests_on,) = re.findall(r'name="rests_on" value="([^"]*)"', asked)
    typed = {"title": "THEIR title", "goal": "MY goal.", "other_languages": "pl"}
    hidden = {"choose": "goal", "seen": 2, "rests_on": html.unescape(rests_on)}
    again = lead.post(step("about"), ABOUT | typed | hidden)
    assert again.status_code == 409
    assert "Choose which text stands: What will be better" in said(again)
    assert queries.draft_of(body.pk).goal == "THEIR goal."
    answer = lead.post(step("about"), ABOUT | typed | hidden | {"keep-goal": "mine"})
    found = queries.draft_of(body.pk)
    assert (found.title, found.goal) == ("THEIR title", "MY goal.")
    assert found.languages == ["en", "pl"]
    assert "THEIR goal." in said(answer)
    (kept,) = Event.objects.get(kind="plan.text_let_go").details["texts"]
    assert kept == {"part": "goal", "whose": "saved", "text": "THEIR goal."}


def test_law_10_the_saved_text_is_kept_where_it_is_chosen_and_mine_is_shown_once_more(
    body, lead, draft
):
    lead.post(step("about"), ABOUT | {"seen": 0})
    page = opened(lead, "about")
    lead_of(body, "other").post(step("about"), ABOUT | {"goal": "THEIRS."} | page)

    answer = lead.post(step("about"), ABOUT | {"goal": "MINE.", "keep-goal": "saved"} | page)

    assert queries.draft_of(body.pk).goal == "THEIRS."
    assert "MINE." in said(answer)


def test_law_10_goals_of_two_windows_are_joined_row_by_row(body, lead, draft):
    one, two = {"key": "a", "title": "A"}, {"key": "b", "title": "B"}
    lead.post(step("goals"), rows("goals", one, two) | {"seen": 0})
    page = opened(lead, "goals")
    theirs = one | {"description": "Theirs."}, two | {"take_out": "on"}, {"key": "d", "title": "D"}
    lead_of(body, "other").post(step("goals"), rows("goals", *theirs) | page)

    lead.post(
        step("goals"), rows("goals", one | {"title": "AA"}, two, {"key": "c", "title": "C"}) | page
    )

    assert [(goal.key, goal.title, goal.description) for goal in draft.goals.all()] == [
        ("a", "AA", "Theirs."),
        ("d", "D", ""),
        ("c", "C", ""),
    ]


def test_law_10_a_row_that_one_took_out_and_the_other_changed_is_a_question(body, lead, draft):
    one, two = {"key": "a", "title": "A"}, {"key": "b", "title": "B"}
    lead.post(step("goals"), rows("goals", one, two) | {"seen": 0})
    page = opened(lead, "goals")
    lead_of(body, "other").post(step("goals"), rows("goals", one, two | {"take_out": "on"}) | page)

    answer = lead.post(step("goals"), rows("goals", one, two | {"title": "BB"}) | page)

    assert answer.status_code == 409
    assert "Taken out" in said(answer)
    assert re.findall(r'name="(keep-\w+)"', answer.content.decode()) == ["keep-b"] * 2


def test_a_page_that_saves_in_the_background_never_sets_the_others_fields_back(body, lead, draft):
    lead.post(step("about"), ABOUT | {"seen": 0})
    page = opened(lead, "about")
    lead_of(body, "other").post(step("about"), ABOUT | {"goal": "THEIRS."} | page)

    for title in ("One", "Two", "Three"):
        answer = lead.post(
            step("about"), ABOUT | {"title": title} | page, headers={"Accept": "application/json"}
        ).json()
        page = {"seen": answer["seen"], "rests_on": answer["rests_on"]}

    found = queries.draft_of(body.pk)
    assert (found.title, found.goal) == ("Three", "THEIRS.")


def test_law_10_a_figure_taken_out_elsewhere_does_not_come_back_unasked(body, lead, draft):
    lead.post(step("indicators"), rows("own", CALLS) | ANSWERED | {"seen": 0})
    page = opened(lead, "indicators")
    lead_of(body, "other").post(step("indicators"), rows("own", CALLS) | page)

    lead.post(step("indicators"), rows("own", CALLS | {"target": "4"}) | ANSWERED | page)

    assert [(one.name, one.target) for one in draft.indicators.all()] == [("Calls", 4)]


def test_what_a_page_rests_on_may_be_anything_and_loses_nothing(body, lead, draft):
    lead.post(step("about"), ABOUT | {"seen": 0})

    for rests_on in ("{", "[1]", '{"title": 5}', "[" * 9000):
        answer = lead.post(
            step("about"), ABOUT | {"title": "Mine", "seen": 7, "rests_on": rests_on}
        )
        assert answer.status_code == 409


def test_one_wrong_field_keeps_nothing_else_from_being_saved(lead, draft):
    lead.post(step("about"), ABOUT | {"seen": 0})
    page = opened(lead, "about")
    wrong = {"review_on_day": "40", "title": "New", "other_languages": "PL, gd"}

    answer = lead.post(step("about"), ABOUT | wrong | page, headers={"Accept": "application/json"})

    found = queries.draft_of(draft.body_id)
    assert answer.status_code == 422
    assert answer.json()["said"].startswith("All but this is saved: ")
    assert answer.json()["problems"][0]["href"] == "#id_review_on_day"
    assert (found.title, found.review_on) == ("New", date(2026, 11, 1))
    again = lead.post(
        step("about"),
        ABOUT
        | {"title": "New", "review_on_day": "2"}
        | {name: answer.json()[name] for name in ("seen", "rests_on")},
    )
    assert again.status_code == 302
    assert queries.draft_of(draft.body_id).review_on == date(2026, 11, 2)


def test_a_wrong_row_of_a_list_keeps_no_other_row_from_being_saved(lead, draft):
    lead.post(step("indicators"), rows("own", CALLS, VISITS) | {"seen": 0})
    page = opened(lead, "indicators")

    answer = lead.post(
        step("indicators"),
        rows("own", CALLS | {"target": "many", "name": "Phone calls"}, VISITS | {"target": "7"})
        | {"figures": ["answered_rate"], "answered_rate_target": "most"}
        | page,
    )

    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert "All that is right on this page is saved." in said(answer)
    assert sorted((one.name, one.target) for one in draft.indicators.exclude(figure="x"))[1:] == [
        ("Phone calls", 5),
        ("Visits", 7),
    ]


def test_law_1_a_plan_that_promises_what_the_operator_forbids_is_warned_of_everywhere(
    body, lead, draft
):
    forum = ForumFactory(slug="well", name="The Well")
    board = BoardFactory(forum=forum, name="Sick pay")
    AgreementFactory(
        forum=forum,
        body=body,
        welcome=True,
        models_allowed=["clinic"],
        peers_first_hours=6,
        board_ids=[board.external_id],
    )
    objective = draft_actions.add_objective(
        body=body, forum=forum, model=EngagementModel.OPEN_ANSWERING, by="lead", at=NOON
    )
    Objective.objects.filter(pk=objective.pk).update(peers_first_hours=1, response_hours=4)

    for address in ("", "forums/well/", "preview/"):
        text = said(lead.get(f"/workspace/plans/aps/{address}"))
        assert "allows clinic, not open answering; replies will be refused." in text
        assert "members come first for 6 hours, the plan for 1 hour; earlier" in text
        assert "within 4 hours, but members come first for 6 hours" in text
    assert "Boards: Sick pay" in said(lead.get("/workspace/plans/aps/forums/well/"))


def test_who_plans_or_allows_a_clinic_reads_that_none_can_be_held_yet(body, lead, draft):
    forum = ForumFactory(slug="well", name="The Well")
    AgreementFactory(forum=forum, body=body, welcome=True, models_allowed=["clinic"])

    adding = said(lead.get("/workspace/plans/aps/forums/"))
    draft_actions.add_objective(
        body=body, forum=forum, model=EngagementModel.CLINIC, by="lead", at=NOON
    )

    assert "This cannot be done with this service yet, so no reply would go out." in adding
    for address in ("", "forums/well/", "preview/"):
        text = said(lead.get(f"/workspace/plans/aps/{address}"))
        assert "Clinics cannot be held with this service yet, so replies in The Well" in text


@pytest.mark.parametrize(
    ("target", "fault"), [("900", "from 0 to 100 %"), ("-1", "from 0 to 100 %")]
)
def test_a_target_that_cannot_be_is_refused_beside_its_field(lead, draft, target, fault):
    answer = lead.post(
        step("indicators"),
        rows("own", CALLS | {"target": "-3"})
        | ANSWERED
        | {"answered_rate_target": target, "seen": 0},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_answered_rate_target"' in page
    assert 'href="#id_own-0-target"' in page
    assert fault in said(answer)


# In public.


def two_versions(body):
    well, gone = ForumFactory(name="The Well"), ForumFactory(name="Gone")
    publish_plan(body, [well, gone])
    publish_plan(
        body,
        [well],
        response_hours=24,
        effective_from=TODAY,
        goal="Questions about sick pay find an official answer where they were asked.",
    )
    return well


def test_differences_are_told_in_words_and_side_by_side(client, body):
    two_versions(body)

    response = client.get("/bodies/aps/plan/differences/1/2/")

    text = said(response)
    assert "The Well : first reply within 24 hours instead of 48 hours" in text
    assert "Gone is no longer in the plan" in text
    page = response.content.decode()
    assert re.search(r'<del class="difference__removed">.*?a correct</del>', page, re.DOTALL)
    assert re.search(r'<ins class="difference__added">.*?an official</ins>', page, re.DOTALL)
    assert "removed:" in text
    assert "effective" not in text


def test_differences_of_any_two_have_one_address(client, body):
    two_versions(body)
    publish_plan(body, [ForumFactory()], effective_from=TODAY + DAY)

    assert client.get("/bodies/aps/plan/differences/3/1/").url.endswith("/1/3/")
    assert client.get("/bodies/aps/plan/differences/2/2/").url == "/bodies/aps/plan/2/"
    assert client.get("/bodies/aps/plan/differences/?before=3&after=1").url.endswith("/1/3/")
    assert client.get("/bodies/aps/plan/differences/?before=x").url.endswith("/2/3/")
    assert client.get("/bodies/aps/plan/differences/1/3/").status_code == 200
    assert client.get("/bodies/aps/plan/differences/1/9/").status_code == 404
    assert client.get("/bodies/none/plan/differences/").status_code == 404


def test_versions_that_say_the_same_differ_in_nothing(client, body):
    forum = ForumFactory()
    publish_plan(body, [forum])
    publish_plan(body, [forum], effective_from=TODAY)

    assert "Nothing differs" in said(client.get("/bodies/aps/plan/differences/1/2/"))


def test_differences_of_practice_are_shown_only_with_practice(client, settings):
    body, forum = BodyFactory(slug="drill", practice=True), ForumFactory(practice=True)
    publish_plan(body, [forum])
    publish_plan(body, [forum], effective_from=TODAY)

    assert client.get("/bodies/drill/plan/differences/1/2/").status_code == 404
    assert client.get("/bodies/drill/plan/differences/").status_code == 404
    settings.ALONGSIDE_SHOW_PRACTICE = True
    assert client.get("/bodies/drill/plan/differences/1/2/").status_code == 200


def test_the_plan_page_says_everything_that_the_plan_says(client, body):
    well, silent = ForumFactory(name="The Well"), ForumFactory(name="Silent")
    board = BoardFactory(forum=well, name="Sick pay")
    AgreementFactory(
        forum=well,
        body=body,
        welcome=True,
        board_ids=[board.external_id],
        conditions="No links, please.",
    )
    EnquiryFactory(body=body, forum=well, asked_at=NOON - 9 * DAY, raised_at=NOON - 9 * DAY)
    publish_plan(
        body,
        [well],
        goals=[GoalText("goal-1", "Answers", "Where they are asked.")],
        standards=Standards(
            disclosure="We say who we are.",
            disclosure_line="Answered by APS.",
            safeguarding_role="Head of Safeguarding",
            contact_role="Forum team",
            contact="forums@aldmere.example",
            corrections_contact="https://aldmere.example/mistakes",
        ),
    )

    text = said(client.get("/bodies/aps/plan/"))

    for words in (
        "Where they are asked.",
        "Boards: Sick pay",
        "Their conditions: “No links, please.”",
        "at least 80 %",
        "Not yet at the target",
        "Answered by APS.",
        "Head of Safeguarding",
        "Forum team, forums@aldmere.example",
        "Public task",
        "Aldmere Services Act 1999, section 4",
        "DPIA 2026/7, 2 March 2026",
        "Every reply is read by a second person",
        "| sha256sum",
    ):
        assert words in text, words
    assert "This version was published without consultation." in text
    assert silent.name not in text


def test_where_no_part_is_taken_the_reason_is_published(client, body):
    publish_plan(body, [ForumFactory(name="Silent")], model=EngagementModel.NONE)

    text = said(client.get("/bodies/aps/plan/"))

    assert "Where it takes no part, and why Silent Members answer well." in text
    assert "takes part in 0 forums" in text


def test_a_version_that_is_not_in_force_has_no_value_of_today(client, body):
    two_versions(body)

    assert "only for the version in force" in said(client.get("/bodies/aps/plan/1/"))


def test_versions_say_from_when_until_when(client, body):
    two_versions(body)
    publish_plan(body, [ForumFactory()], effective_from=TODAY + 9 * DAY)
    publish_plan(body, [ForumFactory()], effective_from=TODAY + 3 * DAY)

    text = said(client.get("/bodies/aps/plan/"))

    assert "16 April 2026 to 5 May 2026" in text
    assert "6 May 2026 to 8 May 2026" in text
    never = "never in force, replaced by version 4 before its day, 15 May 2026"
    assert never in text
    assert never in said(client.get("/bodies/aps/plan/differences/3/4/"))
    assert "Version 4 replaced it before its day" in said(client.get("/bodies/aps/plan/3/"))


def test_of_two_versions_of_one_day_none_is_said_never_to_have_counted(client, body):
    publish_plan(body, [ForumFactory()], effective_from=TODAY)
    publish_plan(body, [ForumFactory()], effective_from=TODAY, at=NOON)

    text = said(client.get("/bodies/aps/plan/"))

    assert "on 6 May 2026, until version 2 replaced it on the same day" in text
    assert "never" not in text.partition("Versions")[2]


def test_a_version_that_waits_is_named_where_the_next_is_written(client, body, lead):
    two_versions(body)
    publish_plan(body, [ForumFactory()], effective_from=TODAY + 9 * DAY)
    waits = "Version 3 takes effect on 15 May 2026."

    assert waits in said(lead.get("/workspace/plans/aps/"))
    assert "Version 3 (" in said(lead.get("/workspace/plans/"))
    draft_actions.begin_draft(body=body, by="lead", at=NOON)
    assert waits in said(lead.get("/workspace/plans/aps/"))
    assert "version 3 never comes into force" in said(lead.get("/workspace/plans/aps/preview/"))


@pytest.mark.parametrize(("days", "is_asked"), [(9, True), (3, True), (10, False)])
def test_a_version_that_would_come_to_nothing_is_told_of_before(body, lead, days, is_asked):
    publish_plan(body, [ForumFactory()], effective_from=TODAY + 9 * DAY)
    draft_actions.begin_draft(body=body, by="lead", at=NOON)
    first = TODAY + days * DAY
    typed = {
        "effective_from_day": first.day,
        "effective_from_month": first.month,
        "effective_from_year": first.year,
    }

    answer = lead.post("/workspace/plans/aps/publish/", typed)

    assert (answer.status_code == 422) is is_asked
    if is_asked:
        text = said(answer)
        assert "Version 1 is published for 15 May 2026 and would never come into force" in text
        assert lead.post("/workspace/plans/aps/publish/", typed | {"replaces": "on"}).url
    assert queries.versions_of(body.pk).count() == 2


def test_a_first_version_replaced_before_its_day_has_a_page(client, body):
    publish_plan(body, [ForumFactory()], effective_from=TODAY + 9 * DAY)
    publish_plan(body, [ForumFactory()], effective_from=TODAY + 3 * DAY)

    assert "Never in force" in said(client.get("/bodies/aps/plan/1/"))


def test_the_interface_tells_goals_indicators_and_standards(client, body):
    well = ForumFactory(slug="well")
    EnquiryFactory(body=body, forum=well, asked_at=NOON - 9 * DAY, raised_at=NOON - 9 * DAY)
    publish_plan(
        body,
        [well],
        indicators=[
            IndicatorText("w", "Within", "%", figure="within_standard", target=80),
            IndicatorText("o", "Calls", "calls", baseline=7, target=9),
        ],
    )

    found = client.get("/api/v1/plans/aps").json()

    assert found["goals"][0]["forum_ids"] == ["well"]
    assert (found["lawful_basis"], found["languages"]) == ("public_task", ["en"])
    within, own = found["indicators"]
    assert (within["target"], within["value"], within["progress"]) == (80, 0, "not_yet")
    assert (own["figure_id"], own["baseline"], own["progress"]) == ("", 7, None)


def test_the_address_of_the_plan_in_force_stays(client, body):
    two_versions(body)

    assert reverse("register:plan", args=["aps"]) == "/bodies/aps/plan/"
    assert "version 2" in said(client.get("/bodies/aps/plan/"))


def test_words_about_hours_are_told_from_the_hours_that_are_obeyed(client, body):
    well, other, same = (ForumFactory(name=name) for name in ("The Well", "Other", "Same"))
    publish_plan(body, [well, other, same])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # frozen, but for this test
        spans = ["Mo-Fr 09:00-17:00"]
        found = Objective.objects.filter(version__body=body)
        found.filter(forum=well).update(working_hours=spans, hours="Not on public holidays")
        found.filter(forum=other).update(working_hours=[], hours="Mornings")
        found.filter(forum=same).update(
            working_hours=spans, hours="Monday to Friday, 9:00 to 17:00"
        )

    text = said(client.get("/bodies/aps/plan/"))

    assert "9:00 to 17:00 More: Not on public holidays (these words are not binding)" in text
    assert "Mornings (these words are not binding: replies may be sent at any hour)" in text
    assert text.count("More: ") == 1


def test_where_no_part_is_taken_no_goal_is_asked_for(body, lead, draft):
    lead.post(
        step("goals"), rows("goals", GOAL, GOAL | {"key": "h", "title": "More"}) | {"seen": 0}
    )
    for slug, model in (("none", EngagementModel.NONE), ("some", EngagementModel.CLINIC)):
        draft_actions.add_objective(
            body=body, forum=ForumFactory(slug=slug, name=slug), model=model, by="lead", at=NOON
        )

    text = said(lead.get("/workspace/plans/aps/"))

    assert "which goal taking part in some belongs to" in text
    assert "which goal taking part in none belongs to" not in text


GOAL = {"key": "g", "title": "Answers"}


@pytest.mark.parametrize(
    ("model", "at", "clause", "anchor"),
    [
        (EngagementModel.REFERRAL, NOON + 400 * DAY, "plan_review_passed", "review"),
        (EngagementModel.REFERRAL, NOON, "not_referred", "objective-{forum}"),
        (EngagementModel.LISTEN_ONLY, NOON, "model_answers_nothing", "objective-{forum}"),
    ],
)
def test_law_2_a_refusal_leads_to_the_section_of_the_plan_that_says_so(
    client, model, at, clause, anchor
):
    models = [each for each in EngagementModel if each is not EngagementModel.NONE]
    whole = line(plan={"model": model}, agreement={"models_allowed": models})

    decision = queries.ask_policy(
        policy.Act.DRAFT,
        forum=whole.forum,
        body=whole.body,
        thread=whole.enquiry.thread_terms,
        adviser=policy.AdviserTerms(answers=True),
        at=at,
    )

    assert decision.clause == clause
    address, _hash, found = decision.address.partition("#")
    assert found == anchor.format(forum=whole.forum.slug)
    assert f'id="{found}"' in client.get(address).content.decode()
