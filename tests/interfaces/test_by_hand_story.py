"""The second path, told through the pages: a forum that no program reads, answered by hand.

The engagement lead adds the forum; the adviser adds the question, drafts and posts; the second
reader approves; the link is the proof. And what goes wrong on the way is said beside its field.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.accounts.domain.roles import Role
from alongside.audit.queries import events_of
from alongside.enquiries.domain.triage import EnquiryState, Origin
from alongside.enquiries.models import Enquiry
from alongside.forums.models import Forum
from alongside.replies.domain.life import Proof, ReplyState, Route
from alongside.replies.models import Reply
from alongside.replies.wording import mark_of, wording_of
from tests.factories import (
    FIT_TEXT,
    HOUR,
    NOON,
    AgreementFactory,
    BodyFactory,
    EnquiryFactory,
    ForumFactory,
    OfficialAccountFactory,
    SourceFactory,
    line,
    person,
    publish_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

FORUM = {
    "name": "Ferry Corner",
    "address": "https://Talk.Ferrycorner.example/",
    "operator_name": "Ferry Corner Association",
    "subject": "Work and health",
    "area": "",
    "engine": "",
    "house_rules_address": "",
}


def signed_in(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def question(body, forum, **values):
    return {
        "body": body.pk,
        "forum": forum.pk,
        "address": f"{forum.address}/topic/4711-fit-note?view=all#post-3",
        "board_name": "Sick pay",
        "title": "Can a fit note be dated back?",
        "asked_on_day": "6",
        "asked_on_month": "5",
        "asked_on_year": "2026",
        "asked_time": "9:30",
        **values,
    }


def add(client, body, forum, **values):
    return client.post(reverse("workspace:enquiry-add"), question(body, forum, **values))


def errors_of(response):
    """What the page says is wrong, by field."""
    page = LexborHTMLParser(response.content)
    return {
        node.attributes["id"].removeprefix("id_").removesuffix("-error"): " ".join(
            node.text().split()
        )
        for node in page.css("p.govuk-error-message")
    }


@pytest.fixture
def by_hand():
    """A forum without an interface that welcomes replies and lets no machine read."""
    return line(engine="", secret=False, agreement={"allows_reading": False})


@pytest.fixture
def adviser(by_hand):
    return signed_in(by_hand.adviser.user)


def test_a_question_found_by_a_person_is_answered_by_hand_and_its_link_is_the_proof():
    body = BodyFactory(acronym="APS")
    asker, reader, lead = (
        signed_in(person(role, body=body))
        for role in (Role.ADVISER, Role.SECOND_READER, Role.ENGAGEMENT_LEAD)
    )
    SourceFactory(body=body)

    added = lead.post(reverse("workspace:forum-add"), FORUM)
    forum = Forum.objects.get()
    assert added.url == f"{reverse('workspace:forum', args=[forum.slug])}?added=yes"
    assert (forum.slug, forum.address) == ("ferry-corner", "https://talk.ferrycorner.example")
    assert not forum.is_practice
    AgreementFactory(forum=forum, body=body, welcome=True, allows_reading=False)
    OfficialAccountFactory(forum=forum, body=body)
    publish_plan(body, [forum], response_hours=24)

    response = add(asker, body, forum)

    enquiry = Enquiry.objects.get()
    assert response.url == reverse("workspace:enquiry", args=[enquiry.public_id])
    assert asker.get(response.url).status_code == 200
    # British Summer Time: half past nine there is half past eight in UTC.
    assert enquiry.asked_at == NOON - 3.5 * HOUR
    assert enquiry.due_at == enquiry.asked_at + 24 * HOUR
    assert (enquiry.origin, enquiry.excerpt) == (Origin.HAND, "")
    shown = asker.get(response.url).content.decode()
    assert "none of the member’s words are kept" in shown
    assert "when it was read" not in shown

    of_enquiry = [enquiry.public_id]
    asker.post(reverse("workspace:enquiry-claim", args=of_enquiry))
    asker.post(
        reverse("workspace:reply-save", args=of_enquiry), {"text": FIT_TEXT, "then": "submit"}
    )
    reply = Reply.objects.get()
    assert reply.state == ReplyState.IN_REVIEW
    # Its author finds it while a colleague has it.
    waiting = asker.get(reverse("workspace:reply-list")).content.decode()
    assert "Waiting for second reading" in waiting
    assert reverse("workspace:reply", args=[reply.public_id]) in waiting
    of_reply = [reply.public_id]
    reader.post(
        reverse("workspace:reply-approve", args=of_reply),
        {"seen_at": reply.saved_at.isoformat(), "seen_mark": mark_of(wording_of(reply))},
    )
    reply.refresh_from_db()
    assert (reply.state, reply.route) == (ReplyState.APPROVED, Route.BY_HAND)
    asker.post(reverse("workspace:reply-begin-by-hand", args=of_reply))
    asker.post(
        reverse("workspace:reply-give-link", args=of_reply),
        {"link": f"{forum.address}/topic/4711-fit-note#post-9"},
    )

    reply.refresh_from_db()
    enquiry.refresh_from_db()
    assert (reply.state, reply.proof) == (ReplyState.LIVE, Proof.LINK_GIVEN)
    assert enquiry.state == EnquiryState.ANSWERED
    assert [event.kind for event in events_of(f"enquiry:{enquiry.public_id}")] == [
        "enquiry.raised",
        "enquiry.claimed",
        "enquiry.answered",
    ]


def test_a_thread_has_one_enquiry_and_the_page_leads_to_it(adviser, by_hand):
    add(adviser, by_hand.body, by_hand.forum)
    known = Enquiry.objects.get(origin=Origin.HAND)

    again = add(
        adviser,
        by_hand.body,
        by_hand.forum,
        address=f"{by_hand.forum.address}/topic/4711-fit-note?view=all",
    )

    assert again.status_code == 422
    assert "already" in errors_of(again)["address"]
    assert reverse("workspace:enquiry", args=[known.public_id]) in again.content.decode()


def test_older_software_tells_threads_apart_behind_the_question_mark(adviser, by_hand):
    for number in (1, 2):
        address = f"{by_hand.forum.address}/showthread.php?t={number}"
        add(adviser, by_hand.body, by_hand.forum, address=address)

    assert Enquiry.objects.filter(origin=Origin.HAND).count() == 2


def test_long_addresses_that_begin_alike_are_told_apart(adviser, by_hand):
    for ending in ("a", "b"):
        address = f"{by_hand.forum.address}/{'long-' * 40}{ending}"
        add(adviser, by_hand.body, by_hand.forum, address=address)

    assert Enquiry.objects.filter(origin=Origin.HAND).count() == 2


def test_where_the_service_can_send_the_softwares_own_number_names_the_thread():
    whole = line(engine="misago")
    client = signed_in(whole.adviser.user)
    board = whole.board

    refused = add(client, whole.body, whole.forum, address=f"{whole.forum.address}/c/sick-pay/3/")
    add(
        client,
        whole.body,
        whole.forum,
        address=f"{whole.forum.address}/t/fit-note/4711/post/9/",
        board_name=board.name.upper(),
    )

    assert "not the address of a thread" in errors_of(refused)["address"]
    raised = Enquiry.objects.get(origin=Origin.HAND)
    assert (raised.thread_id, raised.board_id) == ("4711", board.external_id)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("address", {"address": "https://elsewhere.example/topic/1"}),
        ("title", {"title": "Call me on 07700 900123 about sick pay"}),
        ("board_name", {"board_name": "Sick pay, jo@members.example"}),
        ("asked_on", {"asked_on_day": "7"}),
        ("asked_time", {"asked_time": "14:30"}),
        ("asked_time", {"asked_time": "half past two"}),
    ],
)
def test_law_10_what_is_wrong_is_said_beside_its_field(adviser, by_hand, field, values):
    response = add(adviser, by_hand.body, by_hand.forum, **values)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert not Enquiry.objects.filter(origin=Origin.HAND).exists()


def test_without_a_time_noon_counts_but_never_the_future(adviser, by_hand):
    add(adviser, by_hand.body, by_hand.forum, asked_time="")

    assert Enquiry.objects.get(origin=Origin.HAND).asked_at == NOON - HOUR


def test_law_2_a_forum_outside_the_plan_is_refused_in_the_policys_words(adviser, by_hand):
    outside = ForumFactory()
    AgreementFactory(forum=outside, body=by_hand.body, welcome=True)

    response = add(adviser, by_hand.body, outside)

    assert "has no objective for" in errors_of(response)["forum"]


def test_law_1_forums_without_an_agreement_are_not_offered(adviser, by_hand):
    EnquiryFactory()
    stranger = ForumFactory()

    page = adviser.get(reverse("workspace:enquiry-add")).content.decode()
    response = add(adviser, by_hand.body, stranger)

    assert stranger.name not in page
    assert list(errors_of(response)) == ["forum"]


@pytest.mark.parametrize(
    "address",
    ["ftp://talk.ferrycorner.example", "https://127.0.0.1", "https://localhost", "https://10.0.0.7",
     "https://talk.ferrycorner.example:8443", "https://talk.ferrycorner.example/?page=1"],
)  # fmt: skip
def test_a_forum_stands_at_a_public_address(by_hand, address):
    lead = signed_in(by_hand.lead.user)

    response = lead.post(reverse("workspace:forum-add"), FORUM | {"address": address})

    assert response.status_code == 422
    assert list(errors_of(response)) == ["address"]


@pytest.mark.parametrize("spelling", ["https://WWW.{}", "https://{}/", "https://{}"])
def test_a_forum_is_added_once_however_its_address_is_written(by_hand, spelling):
    lead = signed_in(by_hand.lead.user)
    host = by_hand.forum.address.removeprefix("https://")

    response = lead.post(reverse("workspace:forum-add"), FORUM | {"address": spelling.format(host)})

    assert by_hand.forum.name in errors_of(response)["address"]


def test_forums_of_one_name_have_addresses_of_their_own_here(by_hand):
    lead = signed_in(by_hand.lead.user)

    for host in ("one", "two"):
        stated = FORUM | {"address": f"https://{host}.example", "is_another": "on"}
        lead.post(reverse("workspace:forum-add"), stated)

    slugs = set(Forum.objects.filter(name="Ferry Corner").values_list("slug", flat=True))
    assert slugs == {"ferry-corner", "ferry-corner-2"}


def test_a_forum_whose_address_nobody_knows_is_named_with_what_to_do():
    body = BodyFactory()
    forum = ForumFactory(name="The Nook", address="")
    AgreementFactory(forum=forum, body=body, welcome=True)

    page = signed_in(person(Role.ADVISER, body=body)).get(reverse("workspace:enquiry-add"))

    text = page.content.decode()
    assert "The register knows no address of these forums" in text
    assert f'href="{reverse("workspace:forum", args=[forum.slug])}">The Nook</a>' in text
    assert "No operator has agreed yet" not in text
