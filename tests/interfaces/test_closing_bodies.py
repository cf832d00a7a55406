"""A body closes: what it leaves behind is said before, its list ends, and all counts agree."""

import json

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.enquiries.models import Enquiry
from alongside.forums.jobs import end_next_list_of_closed_body
from alongside.forums.models import Listing
from alongside.ops import command_line
from alongside.replies import closed_bodies
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    EnquiryFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MembershipFactory,
    OfficialAccountFactory,
    RemitTopicFactory,
    ReplyFactory,
    on_duty,
    person,
)
from tests.interfaces.test_bodies_kept import errors_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

CLOSING = TODAY - 30 * DAY
MERGED = {
    "closed_how": "merged",
    "closed_on_day": CLOSING.day,
    "closed_on_month": CLOSING.month,
    "closed_on_year": CLOSING.year,
    "successors": "hartwell",
}


def text_of(response):
    return " ".join(LexborHTMLParser(response.content).body.text(separator=" ").split())


@pytest.fixture
def central(client):
    client.force_login(person(Role.CENTRAL_TEAM))
    return client


@pytest.fixture
def body():
    """A body with a list of two forums, on one of which it leads."""
    body = BodyFactory(slug="aps", name="Aldmere Public Services")
    RemitTopicFactory(body=body, code="money", label="Money")
    for name in ("The Well", "The Spring"):
        forum = ForumFactory(name=name, slug=name.lower().replace(" ", "-"))
        ForumTopicFactory(forum=forum, code="money", label="Money")
        ListingFactory(forum=forum, body=body, listed_on=TODAY - 90 * DAY, leads=name == "The Well")
    return body


@pytest.fixture
def heir():
    return BodyFactory(slug="hartwell", name="Hartwell Council")


def edit(body):
    return reverse("workspace:body-edit", args=[body.slug])


def close(client, body, **changes):
    return client.post(edit(body), typed(body, **MERGED | changes))


# What it leaves behind


def test_the_form_says_what_the_body_still_holds_before_it_is_closed(central, body):
    forum = Listing.objects.first().forum
    AgreementFactory(forum=forum, body=body, welcome=True)
    OfficialAccountFactory(forum=forum, body=body)
    EnquiryFactory(forum=forum, body=body)

    page = text_of(central.get(edit(body)))

    assert "Before you close it: the body still holds" in page
    assert "a list of 2 forums" in page
    assert "1 agreement with an operator" in page
    assert "1 official account" in page
    assert "1 open question" in page


def test_a_body_that_holds_nothing_is_closed_without_a_word(central, heir):
    page = text_of(central.get(edit(heir)))

    assert "Before you close it" not in page
    assert "Body that goes on with its list" not in page


# Its list


def test_the_list_ends_on_the_day_on_which_the_body_closed(central, body, heir):
    assert close(central, body).status_code == 302

    for listing in Listing.objects.all():
        assert listing.delisted_on == CLOSING
        assert listing.delisted_reason == (
            "Aldmere Public Services closed on 6 April 2026, and its list ended with it."
        )
    told = Event.objects.filter(kind="forum.delisted", is_public=True)
    assert {event.details["body"] for event in told} == {"aps"}
    assert told.count() == 2
    history = text_of(central.get("/forums/the-well/history/"))
    assert "off its list of major forums" in history


def test_the_list_passes_to_a_successor_where_the_person_chooses_so(central, body, heir):
    ListingFactory(forum=Listing.objects.get(forum__slug="the-spring").forum, body=heir)

    assert close(central, body, list_to="hartwell").status_code == 302

    passed = Listing.objects.get(body=heir, forum__slug="the-well")
    assert passed.leads
    assert passed.listed_on == TODAY
    # Nobody has looked at it again: the last look stays the one before.
    assert passed.looked_at_on == TODAY - 90 * DAY
    assert Listing.objects.filter(body=heir, delisted_on=None).count() == 2
    assert not Listing.objects.filter(body=body, delisted_on=None).exists()
    assert Event.objects.filter(kind="forum.listed", details__body="hartwell").exists()
    assert (
        "Hartwell Council goes on with its list."
        in Listing.objects.filter(body=body).first().delisted_reason
    )


def test_the_list_passes_to_one_of_those_that_took_over_only(central, body, heir):
    BodyFactory(slug="another", name="Another Council")

    faults = errors_of(close(central, body, list_to="another"))

    assert "among those that took over" in faults["list_to"]
    body.refresh_from_db()
    assert not body.is_closed
    assert Listing.objects.filter(delisted_on=None).count() == 2


# Its open questions


@pytest.fixture
def questions(body):
    """Three: in a forum that welcomes the heir, in one that does not, and one being answered."""
    well, spring = (
        Listing.objects.get(forum__slug=slug).forum for slug in ("the-well", "the-spring")
    )
    return (
        EnquiryFactory(forum=well, body=body),
        EnquiryFactory(forum=spring, body=body),
        EnquiryFactory(forum=well, body=body, claimed=True),
    )


def test_open_questions_are_set_aside_with_the_reason_when_nobody_goes_on_with_them(
    central, body, heir, questions
):
    draft = ReplyFactory(enquiry=questions[2], state="draft", text="Half a sentence")

    response = central.post(edit(body), typed(body, **MERGED), follow=True)

    assert "3 open questions were set aside" in text_of(response)
    for enquiry in questions:
        enquiry.refresh_from_db()
        assert enquiry.state == "not_ours"
        assert enquiry.decision_reason == "Aldmere Public Services has closed."
        assert Event.objects.filter(
            kind="enquiry.set_aside", subject=f"enquiry:{enquiry.public_id}"
        ).exists()
    draft.refresh_from_db()
    assert (draft.state, draft.text) == ("withdrawn", "Half a sentence")


def test_open_questions_pass_to_a_successor_where_the_operator_welcomes_it(
    central, body, heir, questions
):
    AgreementFactory(forum=questions[0].forum, body=heir, welcome=True)

    response = central.post(
        edit(body), typed(body, **MERGED | {"questions_to": "hartwell"}), follow=True
    )

    assert "2 open questions passed" in text_of(response)
    assert "1 open question was set aside" in text_of(response)
    for enquiry in questions:
        enquiry.refresh_from_db()
    assert [enquiry.body for enquiry in questions] == [heir, body, heir]
    assert [enquiry.state for enquiry in questions] == ["new", "not_ours", "new"]
    assert questions[2].claimed_by is None
    assert questions[1].decision_reason.endswith("Hartwell Council goes on with its work.")


def test_a_question_that_a_moderator_passed_on_does_not_go_to_another_body(
    central, body, heir, questions
):
    AgreementFactory(forum=questions[0].forum, body=heir, welcome=True)
    Enquiry.objects.filter(pk=questions[0].pk).update(referred_at=NOON)

    close(central, body, questions_to="hartwell")

    questions[0].refresh_from_db()
    assert (questions[0].body, questions[0].state) == (body, "not_ours")


def test_a_question_whose_answer_may_stand_in_the_forum_is_left_to_a_person(
    central, body, heir, questions
):
    ReplyFactory(enquiry=questions[2], needs_person=True)

    response = central.post(edit(body), typed(body, **MERGED), follow=True)

    questions[2].refresh_from_db()
    assert questions[2].state == "claimed"
    assert "1 question stays open: its answer may stand in the forum" in text_of(response)


def test_nothing_of_it_is_done_when_the_body_cannot_be_closed(central, body, heir, questions):
    BodyFactory(slug="another", name="Another Council")

    faults = errors_of(close(central, body, questions_to="another"))

    assert "among those that took over" in faults["questions_to"]
    assert set(Enquiry.objects.values_list("state", flat=True)) == {"new", "claimed"}


def test_no_listing_ends_before_it_began(central, body, heir):
    Listing.objects.update(listed_on=TODAY - DAY)

    close(central, body)

    assert set(Listing.objects.values_list("delisted_on", flat=True)) == {TODAY - DAY}


def test_the_worker_ends_what_is_left_of_lists_of_closed_bodies(body):
    Body.objects.filter(pk=body.pk).update(closed_how="merged", closed_on=CLOSING)

    assert end_next_list_of_closed_body()
    assert not end_next_list_of_closed_body()
    assert not Listing.objects.filter(delisted_on=None).exists()


def test_everywhere_the_same_bodies_are_counted_once_a_body_has_closed(central, body, heir):
    close(central, body)

    lists = text_of(central.get("/lists/"))
    topic = text_of(central.get("/coverage/topics/money/"))
    page = text_of(central.get("/bodies/aps/"))
    forum = text_of(central.get("/forums/the-well/"))

    assert "The Well" not in lists
    assert "lists 2 forums" not in page
    assert "leads for all" not in page
    assert "Aldmere Public Services" not in topic
    assert "leads for all" not in forum
    data = json.loads(central.get("/data/listings.json").getvalue())["rows"]
    assert [row for row in data if row.get("body_id") == "aps" and not row["delisted_on"]] == []


def test_a_lead_whose_body_has_closed_is_told_so_on_the_page_of_lists(body, heir, central):
    close(central, body)
    lead = Client()
    membership = MembershipFactory(body=body, role=Role.ENGAGEMENT_LEAD.value)
    lead.force_login(membership.user, backend=django_settings.AUTHENTICATION_BACKENDS[0])

    page = text_of(lead.get("/workspace/lists/", follow=True))

    assert "Aldmere Public Services closed on 6 April 2026." in page
    assert "No body fits" not in page
    assert "The Well" in page  # its history


# Who took over, and when


@pytest.mark.parametrize("how", ["merged", "split", "replaced"])
def test_it_is_asked_who_took_over_and_on_which_day(central, body, how):
    faults = errors_of(central.post(edit(body), typed(body, closed_how=how)))

    assert "Say who took over from it" in faults["successors"]
    assert "Give the day on which it closed" in faults["closed_on"]


def test_what_no_source_says_is_ticked(central, body):
    answer = central.post(
        edit(body),
        typed(body, closed_how="merged", successors_unknown="on", closed_on_unknown="on"),
    )

    assert answer.status_code == 302
    body.refresh_from_db()
    assert (body.closed_how, body.closed_on) == ("merged", None)


def test_a_tick_beside_an_answer_is_refused(central, body, heir):
    faults = errors_of(close(central, body, successors_unknown="on", closed_on_unknown="on"))

    assert set(faults) == {"successors_unknown", "closed_on_unknown"}


def test_a_body_that_ended_has_no_successor_to_be_asked_for(central, body):
    answer = close(central, body, closed_how="no_longer_exists", successors="")

    assert answer.status_code == 302


def test_nobody_is_asked_again_who_edits_a_body_that_was_closed_so_before(central):
    body = BodyFactory(closed_how="merged")

    answer = central.post(edit(body), typed(body, remit="Paid benefits."))

    assert answer.status_code == 302


# The import


HEADER = "id,name,kind,closed_how,closed_on,successor_ids\n"


def run(*arguments):
    return CliRunner().invoke(command_line.app, ["bodies", "import", *map(str, arguments)])


@pytest.fixture
def source(tmp_path, at_noon):
    path = tmp_path / "bodies.csv"
    path.write_text(f"{HEADER}a,Aldmere,other,,,\nb,Brackenford,other,,,\n")
    assert run(path, "--write").exit_code == 0
    return path


def test_an_import_says_what_the_bodies_that_close_still_hold_and_ends_their_lists(source):
    body = Body.objects.get(name="Aldmere")
    listing = ListingFactory(body=body, forum=ForumFactory(name="The Well"))
    OfficialAccountFactory(body=body, forum=listing.forum)
    source.write_text(f"{HEADER}a,Aldmere,other,merged,2026-04-06,b\nb,Brackenford,other,,,\n")

    told, as_json = run(source), json.loads(run(source, "--json").stdout)
    assert "Of the bodies that close, 1 hold a list; 1 hold an official account." in told.stdout
    assert "Aldmere, aldmere: lists 1 forum, 1 official account" in told.stdout
    assert as_json["closed"][0]["holds"]["forums_listed"] == 1
    assert Listing.objects.get().delisted_on is None

    run(source, "--write")
    assert Listing.objects.get().delisted_on is not None
    assert Event.objects.filter(kind="forum.delisted").count() == 1


@pytest.fixture
def closed_by_import(source):
    """A body with two questions and an account, closed by a list: it took nobody over but b."""
    body = Body.objects.get(name="Aldmere")
    forum = ForumFactory(name="The Well")
    EnquiryFactory(body=body, forum=forum)
    EnquiryFactory(body=body, forum=forum)
    source.write_text(f"{HEADER}a,Aldmere,other,merged,2026-04-06,b\nb,Brackenford,other,,,\n")
    return body, run(source, "--write").stdout


def test_an_import_says_where_the_questions_wait_that_it_left_to_people(closed_by_import):
    _body, told = closed_by_import

    assert "closed bodies wait in the queue of their leads" in told
    assert "/workspace/bodies/aldmere/left/" in told


def test_questions_that_an_import_left_stand_in_the_queue_until_somebody_decides(
    closed_by_import, central
):
    body, _told = closed_by_import
    lead = Client()
    membership = MembershipFactory(body=body, role=Role.ENGAGEMENT_LEAD.value)
    lead.force_login(membership.user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    stranger = Client()
    other = MembershipFactory(role=Role.ENGAGEMENT_LEAD.value)
    stranger.force_login(other.user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    task = "It closed on 6 April 2026: say what becomes of its questions"

    assert task in text_of(central.get("/workspace/"))
    assert task in text_of(lead.get("/workspace/"))
    assert task not in text_of(stranger.get("/workspace/"))
    assert "2 open questions: nobody can answer them" in text_of(central.get(edit(body)))

    page = "/workspace/bodies/aldmere/left/"
    unsaid = lead.post(page, {})
    assert unsaid.status_code == 422
    assert "Say whether they are set aside or passed on." in text_of(unsaid)
    done = lead.post(page, {"to": "set_aside"}, follow=True)
    assert "2 open questions were set aside, because the body has closed." in text_of(done)
    assert "Nothing of it waits for anybody." in text_of(done)
    assert task not in text_of(central.get("/workspace/"))


def test_questions_that_an_import_left_pass_to_whoever_took_over(closed_by_import, central):
    heir = Body.objects.get(name="Brackenford")
    AgreementFactory(forum=Enquiry.objects.first().forum, body=heir, welcome=True)

    done = central.post("/workspace/bodies/aldmere/left/", {"to": "body:brackenford"}, follow=True)

    assert "2 open questions passed to the body that goes on with them." in text_of(done)
    assert set(Enquiry.objects.values_list("body__name", "state")) == {("Brackenford", "new")}


def test_nobody_settles_the_questions_of_a_closed_body_that_is_not_theirs(closed_by_import):
    body, _told = closed_by_import
    elsewhere = on_duty(Role.ENGAGEMENT_LEAD, body=BodyFactory())
    for stranger in (elsewhere, on_duty(Role.ADVISER, body=body)):
        with pytest.raises(closed_bodies.NotToSettle):
            closed_bodies.settle_questions(slug="aldmere", by=stranger, at=NOON)

    assert set(Enquiry.objects.values_list("state", flat=True)) == {"new"}


def test_an_open_body_goes_on_with_its_questions_itself(central, body, questions):
    page = f"/workspace/bodies/{body.slug}/left/"

    refused = central.post(page, {"to": "set_aside"})

    assert "The body is open" in text_of(central.get(page))
    assert refused.status_code == 422
    assert set(Enquiry.objects.values_list("state", flat=True)) == {"new", "claimed"}


def test_bodies_that_a_list_leaves_out_are_named(tmp_path):
    path = tmp_path / "many.csv"
    names = [f"Body {number:02}" for number in range(12)]
    path.write_text("id,name,kind\nz,Zeal,other\n" + "".join(f"{n},{n},other\n" for n in names))
    run(path, "--write")
    path.write_text("id,name,kind\nz,Zeal,other\n")

    short, whole = run(path).stdout, run(path, "--all").stdout

    assert "No longer in the list: 12 bodies." in short
    assert "  Body 09, body-09" in short
    assert "Body 10" not in short
    assert "… and 2 more. --all shows them." in short
    assert "  Body 11, body-11" in whole
    left = json.loads(run(path, "--json").stdout)["not_in_list"]
    assert len(left) == 12
    assert left[0] == {"body": "body-00", "name": "Body 00"}
