"""Consulting on a draft by its pages: the lead asks, operators and everybody comment, the lead
answers, and the record stands with the version."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.conf import settings as conf
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.agreements import letters
from alongside.agreements.domain.terms import ANSWERING_MODELS, EngagementModel
from alongside.agreements.models import Letter
from alongside.core import clock
from alongside.plans import actions, commenting, consulting, queries
from alongside.plans.domain import documents
from alongside.plans.domain.consulting import Verdict
from alongside.plans.drafts import draft_document
from alongside.plans.models import Comment, Consultation
from alongside.publishing import export
from alongside.publishing.consultation_texts import sections_shown
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    BodyFactory,
    CommentFactory,
    ForumFactory,
    PlanVersionFactory,
    change_draft,
    consult,
    operators,
    person,
    publish_plan,
    save_plan,
    visiting,
)
from tests.html.checker import faults_of_pages
from tests.interfaces.test_operator_pages import Person
from tests.interfaces.test_proposals import Hands, token_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def hands(monkeypatch):
    hands = Hands()
    monkeypatch.setattr(clock, "now", hands)
    return hands


@pytest.fixture
def body():
    return BodyFactory(slug="aps", name="Aldmere Public Services", acronym="APS")


@pytest.fixture
def well():
    return ForumFactory(slug="well", name="The Well")


@pytest.fixture
def owner(body, well):
    return operators.contact(body=body, forums=[well], role="Petra Harris, owner")


@pytest.fixture
def lead(body):
    client = Client()
    client.force_login(
        person(Role.ENGAGEMENT_LEAD, body=body, username="lead"),
        backend=conf.AUTHENTICATION_BACKENDS[0],
    )
    return client


def said(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def published(client, form, name="plan-consultations"):
    return client.get(f"/data/{name}.{form}").getvalue().decode()


def answer_all(body):
    for comment in Comment.objects.all():
        commenting.answer_comments(
            comment_ids=[comment.public_id],
            body=body,
            verdict=Verdict.CHANGED,
            words="We say hello first.",
            by="lead",
            at=clock.now(),
        )
    change_draft(body)


def publish(body, hands):
    hands.at = NOON + 29 * DAY
    return actions.publish_draft(body=body, effective_from=hands.at.date(), by="lead", at=hands.at)


def public_page(consultation):
    return f"/bodies/aps/plan/consultations/{consultation.public_id}/"


def comment_page(consultation):
    return f"{public_page(consultation)}comment/"


def workspace(consultation, *rest):
    return "/".join(["/workspace/plans/aps/consultation", consultation.public_id, *rest, ""])


ASK = "/workspace/plans/aps/consultation/"
DAYS = {"closes_on_day": "3", "closes_on_month": "6", "closes_on_year": "2026"}


# Asking


@pytest.mark.usefixtures("hands")
def test_the_lead_asks_an_operator_by_letter(lead, body, well, owner):
    draft = save_plan(body, [well])
    page = said(lead.get(ASK))
    assert "The Well: Petra Harris, owner" in page
    assert "one press says so. You have until the end of {day}: {link}" in page

    response = lead.post(
        ASK,
        {
            **DAYS,
            "introduction": "What should be otherwise?",
            "contacts": [owner.public_id],
            "subject": "What do you think?",
            "letter": "{question} Until {day}, here: {link}",
            "seen_at": draft.drafted_at.isoformat(),
        },
    )

    assert response.status_code == 302
    consultation = Consultation.objects.get()
    assert consultation.closes_on == TODAY + 28 * DAY
    letter = Letter.objects.get(notice=consultation.notice)
    message = letters.make_ready(letter_id=letter.pk, at=NOON).message
    assert message.to == [operators.ADDRESS]
    assert message.body.startswith("What should be otherwise? Until 3 June 2026, here: http")
    assert "not yet" in said(lead.get(ASK))


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"closes_on_day": "7", "closes_on_month": "5"}, "Give people at least 14 days"),
        ({"introduction": ""}, "Answer the question “What do you ask, and why?”"),
        ({"contacts": []}, "Choose an operator to ask, or ask everybody"),
        ({"letter": "Without the link"}, "must hold {link} once"),
        ({"letter": "{link} {question}"}, "must hold {day} once"),
        ({"letter": "{link} {day}"}, "must hold {question} once"),
        ({"introduction": "What of {this}?"}, "write it without braces"),
        (
            {"introduction": "Why? " * 599, "letter": "{link} {day} {question}" + "x" * 3500},
            "at most 6,000 together",
        ),
        ({"introduction": "Call 07700 900123"}, "looks like a personal detail"),
    ],
)
def test_a_form_that_is_not_whole_opens_nothing_and_keeps_what_was_typed(
    lead, body, well, owner, typed, problem
):
    save_plan(body, [well])

    response = lead.post(
        ASK,
        {
            **DAYS,
            "introduction": "What should be otherwise?",
            "contacts": [owner.public_id],
            "subject": "A subject of mine",
            "letter": "{question} Until {day}, here: {link}",
            **typed,
        },
    )

    assert response.status_code == 422
    assert problem in said(response)
    assert "A subject of mine" in response.content.decode()
    assert not Consultation.objects.exists()


@pytest.mark.usefixtures("hands")
def test_everybody_is_asked_without_a_letter(lead, body, well, owner):
    draft = save_plan(body, [well])

    response = lead.post(
        ASK,
        {
            **DAYS,
            "introduction": "What should be otherwise?",
            "is_open_to_all": "on",
            "subject": "",
            "letter": "",
            "seen_at": draft.drafted_at.isoformat(),
        },
    )

    assert response.status_code == 302
    assert not Letter.objects.exists()
    assert Consultation.objects.get().is_open_to_all


@pytest.mark.usefixtures("hands")
def test_a_draft_that_changed_in_another_window_is_not_asked_about(lead, body, well):
    save_plan(body, [well])

    response = lead.post(
        ASK,
        {
            **DAYS,
            "introduction": "What should be otherwise?",
            "is_open_to_all": "on",
            "seen_at": (NOON - 30 * DAY).isoformat(),
        },
    )

    assert response.status_code == 409
    assert "The draft has changed since you opened this page" in said(response)


@pytest.mark.usefixtures("hands")
def test_a_draft_that_is_gone_or_asked_about_meanwhile_costs_nobody_their_words(lead, body, well):
    typed = {**DAYS, "introduction": "Half an hour of work.", "is_open_to_all": "on"}

    gone = lead.post(ASK, typed)
    consult(body, [well])
    meanwhile = lead.post(ASK, typed)

    assert (gone.status_code, meanwhile.status_code) == (409, 409)
    assert "Half an hour of work." in said(gone)
    assert "A consultation is open already" in said(meanwhile)
    assert "Half an hour of work." in said(meanwhile)


@pytest.mark.usefixtures("hands")
def test_a_forum_whose_operator_nobody_knows_is_named_with_the_way_to_add_one(lead, body, well):
    save_plan(body, [well])

    page = lead.get(ASK)

    assert "add a contact of The Well" in said(page)
    assert "/workspace/agreements/aps/well/asking/" in page.content.decode()


@pytest.mark.usefixtures("hands")
def test_the_list_of_tasks_and_the_preview_say_where_the_consultation_stands(
    lead, body, well, owner
):
    save_plan(body, [well])
    assert "Not asked" in said(lead.get("/workspace/plans/aps/"))
    assert "Neither operators nor the public were asked" in said(
        lead.get("/workspace/plans/aps/preview/")
    )

    consulting.open_consultation(
        body=body,
        introduction="What do you think?",
        closes_on=TODAY + 28 * DAY,
        is_open_to_all=True,
        contacts=[],
        subject="",
        letter="",
        by="lead",
        at=NOON,
    )

    for page in ("/workspace/plans/aps/", "/workspace/plans/aps/preview/"):
        assert "People were promised until 3 June 2026 to comment" in said(lead.get(page))


@pytest.mark.usefixtures("hands")
def test_more_time_is_given_and_a_day_before_the_promise_is_refused(lead, body, well):
    consultation = consult(body, [well])
    more = {"closes_on_day": "1", "closes_on_month": "6", "closes_on_year": "2026"}

    refused = lead.post(workspace(consultation, "more-time"), more)
    taken = lead.post(workspace(consultation, "more-time"), more | {"closes_on_month": "7"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "People were promised until 3 June 2026" in said(refused)
    consultation.refresh_from_db()
    assert f"{consultation.closes_on}" == "2026-07-01"


@pytest.mark.usefixtures("hands")
def test_it_is_called_off_by_the_lead_with_a_reason(lead, body, well):
    consultation = consult(body, [well])

    assert lead.post(workspace(consultation, "call-off"), {"reason": ""}).status_code == 422
    assert (
        lead.post(workspace(consultation, "call-off"), {"reason": "Too soon."}).status_code == 302
    )

    assert "Called off" in said(lead.get(ASK))
    assert "Too soon." in said(Client().get(public_page(consultation)))


@pytest.mark.usefixtures("hands")
def test_a_letter_that_did_not_go_out_is_work_and_is_sent_again(lead, body, well, owner):
    consultation = consult(body, [well], contacts=[owner], sent=False)
    letter = Letter.objects.get(notice=consultation.notice)
    letters.record_failure(
        letter_id=letter.pk, link_id=None, problem="No such box.", will_pass=False, at=NOON
    )
    assert "A letter did not go out: No such box." in said(lead.get("/workspace/"))

    lead.post(workspace(consultation, "letters", letter.public_id, "again"))

    letter.refresh_from_db()
    assert letter.ended_at is None


# Operators


@pytest.mark.usefixtures("hands")
def test_an_operator_says_what_they_think_from_the_letter_on(client, body, well, owner):
    other = ForumFactory(slug="spring", name="The Spring")
    consultation = consult(body, [well, other], contacts=[owner])
    assert "asks what you think of the draft of its plan" in said(
        client.get(operators.key_for(owner).address)
    )
    operator = Person(client, owner)
    assert "What do you think of the plan of Aldmere Public Services?" in operator.text
    address = f"/operators/forums/well/plans/{consultation.public_id}/"

    page = said(operator.get(address))
    assert "What they would do in The Well" in page
    assert "Answer questions about sick pay." in page
    assert "The Spring" not in page
    assert operator.press(address).status_code == 422
    assert "Write something about at least one part" in operator.text
    operator.press(address, words_1="Say hello first.", words_2="Fine.")

    assert "Your comments are with Aldmere Public Services" in operator.text
    assert "6 May 2026, by “Petra Harris, owner” Say hello first." in operator.text
    assert [(each.section, each.forum) for each in Comment.objects.all()] == [
        ("forum:well", well),
        ("whole", well),
    ]


@pytest.mark.parametrize("model", list(EngagementModel))
def test_an_operator_reads_that_officials_would_answer_at_once(body, well, model):
    """What a plan leaves open is the very thing that its operator must see."""
    draft = save_plan(body, [well], model=model, peers_first_hours=0)

    [ours] = [part for part in sections_shown(draft_document(draft)) if part.forum_id == well.slug]

    told = {fact.label: fact.text for fact in ours.facts}
    assert ("Members first" in told) == (model in ANSWERING_MODELS)


@pytest.mark.usefixtures("hands")
def test_an_operator_has_nothing_to_add_with_one_press(client, body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    operator = Person(client, owner)
    address = f"/operators/forums/well/plans/{consultation.public_id}/"
    operator.get(address)

    operator.press(address, nothing="yes")

    assert "you have read the draft and have nothing to add" in operator.text
    assert consultation.invitations.get().nothing_to_add_at == NOON


@pytest.mark.usefixtures("hands")
def test_personal_details_are_asked_to_be_left_out_and_the_words_stay(client, body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    operator = Person(client, owner)
    address = f"/operators/forums/well/plans/{consultation.public_id}/"
    operator.get(address)

    response = operator.press(address, words_1="Write to petra@private.example")

    assert response.status_code == 422
    assert "looks like a personal detail" in operator.text
    assert "petra@private.example" in response.content.decode()
    assert not Comment.objects.exists()


def test_what_comes_after_the_last_day_is_shown_again_to_be_copied(
    client, body, well, owner, hands
):
    consultation = consult(body, [well], contacts=[owner])
    hands.at = NOON + 28 * DAY
    operator = Person(client, owner)
    address = f"/operators/forums/well/plans/{consultation.public_id}/"
    operator.get(address)
    hands.at = NOON + 28 * DAY + 11 * 3600 * SECOND + 1800 * SECOND
    response = operator.press(address, words_1="Too late.")

    assert response.status_code == 422
    assert "It came after the last day" in operator.text
    assert "Too late." in operator.text
    assert not Comment.objects.exists()


@pytest.mark.usefixtures("hands")
def test_a_stranger_to_the_consultation_finds_no_page(client, body, well, owner):
    consultation = consult(body, [ForumFactory()], contacts=[])
    operator = Person(client, owner)

    assert (
        operator.get(f"/operators/forums/well/plans/{consultation.public_id}/").status_code == 404
    )


# Everybody


def test_everybody_comments_without_account_cookie_or_name(client, body, well, hands):
    consultation = consult(body, [well])
    page = client.get(comment_page(consultation))
    hands.at += 20 * SECOND

    response = client.post(
        comment_page(consultation), {"token": token_of(page), "words_1": "More Welsh, please."}
    )

    assert response.status_code == 302
    assert "It is answered by 26 August 2026 at the latest" in said(client.get(response.url))
    assert not client.cookies
    comment = Comment.objects.get()
    assert (comment.section, comment.forum, comment.words) == ("whole", None, "More Welsh, please.")
    public = said(client.get(public_page(consultation)))
    assert "1 comment has come so far" in public
    assert "More Welsh" not in public


def test_a_form_of_a_program_is_not_taken(client, body, well, hands):
    consultation = consult(body, [well])
    page = client.get(comment_page(consultation))
    words = {"token": token_of(page), "words_1": "Buy this."}

    too_fast = client.post(comment_page(consultation), words)
    hands.at += 20 * SECOND
    forged = client.post(comment_page(consultation), words | {"token": "made:up"})
    filled = client.post(comment_page(consultation), words | {"homepage": "https://spam.example"})

    assert [each.status_code for each in (too_fast, forged, filled)] == [422, 422, 422]
    assert all("Buy this." in each.content.decode() for each in (too_fast, forged, filled))
    assert not Comment.objects.exists()


def test_nobody_comments_after_the_last_day(client, body, well, hands):
    consultation = consult(body, [well])
    hands.at = NOON + 28 * DAY
    page = client.get(comment_page(consultation))
    assert page.status_code == 200
    hands.at = NOON + 28 * DAY + 12 * 3600 * SECOND

    late = client.post(
        comment_page(consultation), {"token": token_of(page), "words_1": "Too late."}
    )

    assert late.status_code == 409
    assert "closed on 3 June 2026, so no more comments are taken" in said(late)
    assert "Too late." in late.content.decode()
    assert client.get(comment_page(consultation)).url == public_page(consultation)


@pytest.mark.usefixtures("hands")
def test_what_operators_alone_are_asked_is_not_public_before_it_is_published(
    client, body, well, owner
):
    consultation = consult(body, [well], contacts=[owner], is_open_to_all=False)

    for address in (
        public_page(consultation),
        f"{public_page(consultation)[:-1]}.json",
        comment_page(consultation),
        f"{comment_page(consultation)}sent/",
    ):
        assert client.get(address).status_code == 404
    assert consultation.public_id not in client.get("/consultations/").content.decode()
    assert consultation.public_id not in published(client, "csv")


@pytest.mark.usefixtures("hands")
def test_the_public_page_shows_the_draft_of_that_day_with_its_fingerprint(client, body, well):
    publish_plan(body, [well])
    consultation = consult(body, [well])

    page = client.get(public_page(consultation))
    document = client.get(f"{public_page(consultation)[:-1]}.json")

    assert "Answer questions about sick pay." in said(page)
    assert consultation.sha256 in said(page)
    assert document.content.decode() == consultation.document
    assert "Aldmere Public Services" in said(client.get("/consultations/"))
    for place in ("/bodies/aps/", "/bodies/aps/plan/"):
        assert "Read the draft and comment" in said(client.get(place))


@pytest.mark.usefixtures("hands")
def test_practice_is_asked_about_only_where_practice_is_shown(client, settings):
    body = BodyFactory(slug="aps", is_practice=True)
    consultation = consult(body, [ForumFactory(is_practice=True)])

    settings.ALONGSIDE_SHOW_PRACTICE = False
    assert client.get(public_page(consultation)).status_code == 404
    assert client.get(comment_page(consultation)).status_code == 404
    settings.ALONGSIDE_SHOW_PRACTICE = True
    assert client.get(public_page(consultation)).status_code == 200


# Answering


@pytest.mark.usefixtures("hands")
def test_the_lead_answers_several_that_say_the_same_at_once(lead, body, well):
    consultation = consult(body, [well])
    first, second = (
        CommentFactory(consultation=consultation, words=words) for words in ("One.", "Two.")
    )
    address = workspace(consultation, "comments", first.public_id)
    assert "Two." in said(lead.get(address))
    assert "2 comments to answer" in said(lead.get("/workspace/"))

    refused = lead.post(address, {"verdict": "changed", "words": ""})
    lead.post(
        address,
        {"verdict": "changed", "words": "We say hello first.", "also": [second.public_id]},
    )

    assert refused.status_code == 422
    page = said(lead.get(ASK))
    assert "The draft still says there what it said before." in page
    assert page.count("We say hello first.") == 2
    assert "wait for an answer" not in page
    assert "change it in the draft" in said(lead.get(address))
    change_draft(body)
    assert "change it in the draft" not in said(lead.get(address))


@pytest.mark.usefixtures("hands")
def test_words_that_may_not_be_published_are_deleted_with_a_reason(lead, body, well):
    consultation = consult(body, [well])
    comment = CommentFactory(consultation=consultation, words="My neighbour is ill.")
    address = workspace(consultation, "comments", comment.public_id)

    assert lead.post(address, {"reason": ""}).status_code == 422
    lead.post(address, {"reason": "It tells about a person’s illness."})

    page = said(lead.get(ASK))
    assert "It tells about a person’s illness." in page
    assert "My neighbour" not in page


@pytest.mark.usefixtures("hands")
def test_the_lead_of_another_body_finds_nothing(body, well):
    consultation = consult(body, [well])
    comment = CommentFactory(consultation=consultation)
    client = Client()
    client.force_login(
        person(Role.ENGAGEMENT_LEAD, body=BodyFactory()), backend=conf.AUTHENTICATION_BACKENDS[0]
    )

    for address in (ASK, workspace(consultation, "comments", comment.public_id)):
        assert client.get(address).status_code == 404


# The record


def _published(body, well, owner, hands):
    consultation = consult(body, [well], contacts=[owner])
    operator = visiting(owner)
    commenting.comment_as_operator(
        operator=operator,
        forum=well,
        consultation_id=consultation.public_id,
        words={"forum:well": "Say hello first."},
        at=NOON,
    )
    hidden = CommentFactory(consultation=consultation, words="My neighbour is ill.")
    commenting.withhold_comment(
        comment_id=hidden.public_id, body=body, reason="About a person.", by="lead", at=NOON
    )
    CommentFactory(consultation=consultation, section="law", words="Which law?")
    answer_all(body)
    publish(body, hands)
    return consultation


def test_the_record_stands_with_the_version_and_names_nobody(client, body, well, owner, hands):
    consultation = _published(body, well, owner, hands)

    for address in ("/bodies/aps/plan/", "/bodies/aps/plan/1/", public_page(consultation)):
        page = said(client.get(address))
        for words in (
            "the operator of 1 forum was asked and everybody could comment. 1 operator answered.",
            "There were 3 comments: 3 led to a change, 0 did not, with a reason. The words of 1 "
            "may not be published.",
            "asked on 6 May 2026, answered",
            "Say hello first.",
            "We say hello first.",
            "Somebody from the public",
            "About a person.",
        ):
            assert words in page, (address, words)
        assert "Petra" not in page
        assert "neighbour" not in page


def test_the_record_is_open_data_and_in_the_interface(client, body, well, owner, hands):
    consultation = _published(body, well, owner, hands)

    [row] = json.loads(published(client, "json"))["rows"]
    told = {name: row[name] for name in ("version", "operators_asked", "operators_answered")}
    assert told == {"version": 1, "operators_asked": 1, "operators_answered": 1}
    assert (row["comments"], row["changed"], row["not_changed"], row["withheld"]) == (3, 3, 0, 1)
    [asked] = json.loads(published(client, "json", "plan-consulted"))["rows"]
    assert (asked["forum_id"], asked["has_answered"]) == ("well", True)
    comments = client.get("/api/v1/plan-comments?body=aps").json()["items"]
    assert [(each["section"], each["forum_id"], each["answer"]) for each in comments] == [
        ("forum:well", "well", "changed"),
        ("whole", None, "changed"),
        ("law", None, "changed"),
    ]
    [found] = client.get("/api/v1/plans/aps").json()["consultations"]
    assert (found["consultation_id"], found["comments"]) == (consultation.public_id, 3)


def test_what_everybody_is_asked_about_is_told_in_the_feeds(client, body, well, owner, hands):
    _published(body, well, owner, hands)

    feed = client.get("/bodies/aps/changes.atom").content.decode()
    changes = said(client.get("/changes/"))

    assert "asks what people think of the draft of its plan, until 3 June 2026" in feed
    assert "The consultation on the draft of the plan of Aldmere Public Services closed." in changes


def test_a_version_of_before_says_that_nothing_is_known(client, body):
    document = documents.canonical({"format": "alongside.plan/2", "objectives": []})
    PlanVersionFactory(
        body=body,
        number=1,
        document=document,
        sha256=documents.fingerprint(document),
        effective_from=TODAY,
        published_at=NOON,
        published_by="lead",
    )

    assert "of before consultations were recorded here" in said(client.get("/bodies/aps/plan/1/"))


def test_pages_of_consultations_take_few_queries(
    client, body, well, owner, hands, django_assert_max_num_queries
):
    consultation = _published(body, well, owner, hands)
    other = consult(BodyFactory(slug="other"), [well], at=hands.at)

    for address in (
        "/bodies/aps/plan/",
        public_page(consultation),
        f"/bodies/other/plan/consultations/{other.public_id}/",
        "/consultations/",
    ):
        with django_assert_max_num_queries(6):
            assert client.get(address).status_code == 200


def test_an_export_shows_open_consultations_and_leads_to_the_form_elsewhere(
    tmp_path, settings, body, well, owner, hands
):
    settings.ALONGSIDE_SERVICE_ADDRESS = "https://service.example"
    _published(body, well, owner, hands)
    other = BodyFactory(slug="other")
    consultation = consult(other, [well], at=hands.at)

    report = export.export_site(tmp_path / "site", at=hands.at)

    folder = tmp_path / "site" / "bodies" / "other" / "plan" / "consultations"
    page = (folder / consultation.public_id / "index.html").read_text()
    assert "This page is a copy. Comments are taken by the running service" in page
    assert (folder / f"{consultation.public_id}.json").read_text() == consultation.document
    assert any(address.endswith("/comment/") for address in report.elsewhere)


def test_pages_are_valid_html(client, lead, tmp_path, body, well, owner, hands):
    consultation = _published(body, well, owner, hands)
    other = consult(body, [well], contacts=[owner], at=hands.at)
    comment = CommentFactory(consultation=other)
    operator = Person(Client(), owner)
    folder = tmp_path / "pages"
    folder.mkdir()
    pages = {
        "record": client.get(public_page(consultation)),
        "open": client.get(public_page(other)),
        "form": client.get(comment_page(other)),
        "sent": client.get(f"{comment_page(other)}sent/"),
        "list": client.get("/consultations/"),
        "plan": client.get("/bodies/aps/plan/"),
        "comment": lead.get(workspace(other, "comments", comment.public_id)),
        "operator": operator.get(f"/operators/forums/well/plans/{other.public_id}/"),
        "operator-closed": operator.get(f"/operators/forums/well/plans/{consultation.public_id}/"),
        "operator-forum": operator.get("/operators/forums/well/"),
    }
    for name, page in pages.items():
        assert page.status_code == 200, name
        (folder / f"{name}.html").write_bytes(page.content)

    assert [str(fault) for fault in faults_of_pages(tmp_path)] == []
    assert LexborHTMLParser(pages["form"].content).css_first("textarea") is not None


@pytest.mark.usefixtures("at_noon")
def test_a_draft_that_people_are_asked_about_is_not_thrown_away(lead, body, well):
    consultation = consult(body, [well])
    draft = queries.draft_of(body.pk)

    page = lead.get("/workspace/plans/aps/").content.decode()
    refused = lead.post(
        "/workspace/plans/aps/discard/", {"seen_at": draft.drafted_at.isoformat()}, follow=True
    )

    assert "People are being asked about this draft until the end of" in page
    assert "/workspace/plans/aps/discard/" not in page
    assert "as long as nobody has commented" in refused.content.decode()
    assert queries.draft_of(body.pk) == draft
    consulting.call_off(
        consultation_id=consultation.public_id, body=body, reason="Too early.", by="lead", at=NOON
    )
    lead.post("/workspace/plans/aps/discard/", {"seen_at": draft.drafted_at.isoformat()})
    assert queries.draft_of(body.pk) is None
