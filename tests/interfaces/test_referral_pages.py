"""Referrals on pages: a lead sets a webhook up, an operator passes questions on, all see more."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.agreements.domain.terms import EngagementModel
from alongside.enquiries import hooks
from alongside.enquiries.domain.triage import EnquiryState
from alongside.enquiries.models import Enquiry, Referral, ReferralHook
from alongside.ops.worker import LINES
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    AgreementFactory,
    BodyFactory,
    EnquiryFactory,
    ReferralFactory,
    ReferralHookFactory,
    line,
    publish_plan,
)
from tests.factories import operators as of
from tests.factories.referrals import GROUP, assigned, discourse_headers
from tests.html.checker import faults_of_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

AGREED = {"models_allowed": ["open_answering", "referral"], "allows_reading": True}


def referral_line(engine="discourse", **agreement):
    made = line(
        engine=engine,
        agreement=AGREED | agreement,
        plan={"model": EngagementModel.REFERRAL},
    )
    made.enquiry.delete()
    return made


@pytest.fixture
def whole():
    return referral_line()


def signed_in(duty):
    client = Client()
    client.force_login(duty.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def lead(whole):
    return signed_in(whole.lead)


@pytest.fixture
def adviser(whole):
    return signed_in(whole.adviser)


def text_of(response):
    return " ".join(LexborHTMLParser(response.content).body.text(separator=" ").split())


def page_of(whole, name="referrals", *more):
    return reverse(f"workspace:{name}", args=[whole.body.slug, whole.forum.slug, *more])


def make(lead, whole, **values):
    return lead.post(
        page_of(whole, "referral-hook-make"), {"addressee": GROUP, "replaces": "", **values}
    )


def shown(response, name):
    """What stands in one of the boxes for copying."""
    return LexborHTMLParser(response.content).css_first(f"#{name}").text().strip()


# The lead sets it up


def test_address_and_secret_are_shown_once_and_work(whole, lead, client):
    before = text_of(lead.get(page_of(whole)))
    assert "Make address and secret" in before
    assert "assign topics" in before  # what its administrators do

    answer = make(lead, whole)

    secret, letter = shown(answer, "made-secret"), shown(answer, "made-letter")
    (address,) = re.findall(rf"{re.escape(settings.ALONGSIDE_ADDRESS)}(/hooks/\S+)", letter)
    assert secret not in letter
    assert GROUP in letter
    assert answer["Cache-Control"] == "no-store, private"
    body = assigned()
    told = client.post(
        address,
        body,
        content_type="application/json",
        headers=discourse_headers(body, secret=secret),
    )
    assert told.status_code == 200
    later = lead.get(page_of(whole)).content.decode()
    assert secret not in later
    assert address not in later
    assert "Last heard" in later


def test_reloading_that_page_makes_no_other_secret(whole, lead):
    make(lead, whole)
    first = ReferralHook.objects.get()

    again = make(lead, whole)

    assert again.status_code == 409
    assert "changed meanwhile" in text_of(again)
    assert hooks.hook_of(body=whole.body, forum=whole.forum) == first


def test_a_lead_replaces_and_ends_it(whole, lead):
    make(lead, whole)
    first = ReferralHook.objects.get()
    page = lead.get(page_of(whole)).content.decode()
    assert f'value="{first.public_id}"' in page

    make(lead, whole, replaces=first.public_id, addressee="another-group")
    second = hooks.hook_of(body=whole.body, forum=whole.forum)
    assert second.addressee == "another-group"
    ended = lead.post(page_of(whole, "referral-hook-end"), {"hook": second.public_id}, follow=True)

    assert "its secret is gone" in text_of(ended)
    assert hooks.hook_of(body=whole.body, forum=whole.forum) is None


def test_ending_what_was_replaced_meanwhile_ends_nothing(whole, lead):
    hook = ReferralHookFactory(body=whole.body, forum=whole.forum)

    page = lead.post(page_of(whole, "referral-hook-end"), {"hook": "older"}, follow=True)

    assert "changed meanwhile" in text_of(page)
    assert hooks.hook_of(body=whole.body, forum=whole.forum) == hook


def test_what_is_missing_is_said_beside_its_field(whole, lead):
    page = make(lead, whole, addressee="  ")

    assert page.status_code == 422
    assert LexborHTMLParser(page.content).css_first("#id_addressee-error") is not None
    assert not ReferralHook.objects.exists()


@pytest.mark.parametrize(
    ("engine", "typed", "words"),
    [
        ("discourse", "Labour Department", "as it stands in its address"),
        ("vanilla", "Labour Department", "in figures alone"),
        ("xenforo", "Questions for you", "ends the board’s address"),
    ],
)
def test_a_name_that_no_delivery_would_hold_is_refused_at_once(engine, typed, words):
    whole = referral_line(engine)

    page = make(signed_in(whole.lead), whole, addressee=typed)

    assert (page.status_code, words in text_of(page)) == (422, True)
    assert typed in page.content.decode()  # law 10: nothing typed is lost
    assert not ReferralHook.objects.exists()


def test_an_address_that_was_pasted_is_kept_as_the_number_in_it():
    whole = referral_line("xenforo")

    make(signed_in(whole.lead), whole, addressee=f"{whole.forum.address}/forums/questions.12/")

    assert ReferralHook.objects.get().addressee == "12"


def test_a_board_for_referrals_that_the_operator_left_out_is_said_on_top():
    whole = referral_line("xenforo", board_ids=["7"])
    lead = signed_in(whole.lead)
    hook = ReferralHookFactory(kind="xenforo", body=whole.body, forum=whole.forum, addressee="7")
    assert "other boards" not in text_of(lead.get(page_of(whole)))

    ReferralHook.objects.filter(pk=hook.pk).update(addressee="8")

    assert "other boards" in text_of(lead.get(page_of(whole)))


def test_what_could_not_be_taken_in_is_one_link_away(whole, lead):
    stuck = ReferralFactory(
        body=whole.body,
        forum=whole.forum,
        given_up=True,
        way="webhook",
        hook=ReferralHookFactory(body=whole.body, forum=whole.forum),
        number="41",
        first_key="1",
        thread_address=f"{whole.forum.address}/t/41",
    )

    for address in ("/workspace/", page_of(whole)):
        page = LexborHTMLParser(lead.get(address).content)
        link = page.css_first(f'a[href="{stuck.thread_address}"]')
        assert link is not None
        assert "number 41" in link.text()


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("phpbb", "phpBB has no webhooks"),
        ("", "does not know this forum’s software"),
        ("xenforo", "It signs nothing, so each thread is read"),
        ("vanilla", "User number of the official account"),
    ],
)
def test_what_each_software_can_do_is_said(engine, words):
    whole = referral_line(engine)

    assert words in text_of(signed_in(whole.lead).get(page_of(whole)))


def test_xenforo_without_reading_is_told_what_must_be_agreed_first():
    whole = referral_line("xenforo", allows_reading=False)

    page = text_of(signed_in(whole.lead).get(page_of(whole)))

    assert "must agree to machine reading first" in page


def test_software_that_tells_nothing_gets_no_hook_by_a_forged_form():
    whole = referral_line("phpbb")

    page = signed_in(whole.lead).post(
        page_of(whole, "referral-hook-make"), {"addressee": "x"}, follow=True
    )

    assert "understands no webhooks" in text_of(page)


def test_an_adviser_sees_what_was_passed_on_and_changes_nothing(whole, adviser):
    ReferralHookFactory(body=whole.body, forum=whole.forum)

    page = adviser.get(page_of(whole))

    assert "Make new ones" not in text_of(page)
    assert make(adviser, whole).status_code == 403


def test_why_nothing_comes_is_said_on_top(whole, lead):
    whole.answer(held=True)

    assert "on hold" in text_of(lead.get(page_of(whole)))


def test_what_could_not_be_taken_is_on_the_leads_queue_until_it_is_tried_again(whole, lead):
    stuck = ReferralFactory(body=whole.body, forum=whole.forum, given_up=True)
    ReferralFactory(body=whole.body, forum=whole.forum, given_up=True, closed_at=NOON - 8 * DAY)

    queue = text_of(lead.get("/workspace/"))
    assert "Passed on by moderators and not taken in" in queue
    assert queue.count(stuck.problem) == 1
    page = lead.post(page_of(whole, "referral-again", stuck.public_id), follow=True)

    assert "taken up again" in text_of(page)
    stuck.refresh_from_db()
    assert stuck.state == "waiting"
    assert "not taken in" not in text_of(lead.get("/workspace/"))


def test_more_than_the_queue_shows_is_said_to_stand_elsewhere(whole, lead, monkeypatch):
    monkeypatch.setattr("alongside.workspace.views.queue.REFERRALS_SHOWN", 1)
    ReferralFactory(body=whole.body, forum=whole.forum, given_up=True)
    assert "passed on later" not in text_of(lead.get("/workspace/"))

    ReferralFactory.create_batch(2, body=whole.body, forum=whole.forum, given_up=True)

    assert "2 more, passed on later, stand" in text_of(lead.get("/workspace/"))


def test_another_forums_referral_is_not_tried_again_by_this_address(whole, lead):
    other = ReferralFactory(given_up=True)

    assert lead.post(page_of(whole, "referral-again", other.public_id)).status_code == 404


def test_account_and_agreement_lead_to_the_page(whole, lead):
    for address in (
        reverse("workspace:account", args=[whole.account.pk]),
        reverse("workspace:agreement", args=[whole.body.slug, whole.forum.slug]),
    ):
        assert page_of(whole) in lead.get(address).content.decode()


def test_what_a_worker_does_is_among_its_lines():
    steps = [step.__name__ for steps in LINES.values() for step in steps]

    assert {"take_in_next_referral", "forget_next_referrals"} <= set(steps)


# The official's side


@pytest.fixture
def referred(whole):
    enquiry = EnquiryFactory(
        body=whole.body,
        forum=whole.forum,
        board_id=whole.board.external_id,
        referred=True,
    )
    ReferralFactory(
        body=whole.body,
        forum=whole.forum,
        state="taken",
        due_at=None,
        closed_at=NOON,
        enquiry=enquiry,
        note="She asked twice already.",
    )
    return enquiry


def test_the_queue_and_the_question_say_that_a_moderator_passed_it_on(adviser, referred):
    queue = text_of(adviser.get("/workspace/"))
    page = text_of(adviser.get(reverse("workspace:enquiry", args=[referred.public_id])))

    assert "A moderator passed it on" in queue
    assert "A moderator passed this on" in page
    assert "“She asked twice already.”" in page
    assert "Claim and answer" in page  # the referral plan allows it


def test_a_referral_is_declined_with_a_reason_that_its_operator_reads(adviser, referred):
    address = reverse("workspace:enquiry-set-aside", args=[referred.public_id])

    bare = adviser.post(address, {"decision": "not_ours", "reason": ""})
    assert bare.status_code == 422
    assert "reads your reason" in text_of(bare)
    referred.refresh_from_db()
    assert referred.state == EnquiryState.NEW
    adviser.post(address, {"decision": "not_ours", "reason": "The council decides this."})

    referred.refresh_from_db()
    assert (referred.state, referred.decision_reason) == (
        EnquiryState.NOT_OURS,
        "The council decides this.",
    )


def by_hand(whole, **values):
    return {
        "body": whole.body.pk,
        "forum": whole.forum.pk,
        "address": f"{whole.forum.address}/t/fit-note/41",
        "board_name": "Sick pay",
        "title": "Can a fit note be dated back?",
        "asked_on_day": "6",
        "asked_on_month": "5",
        "asked_on_year": "2026",
        "asked_time": "9:30",
        "came": "referred",
        "how": "By private message in the forum",
        "told_on_day": "6",
        "told_on_month": "5",
        "told_on_year": "2026",
        **values,
    }


def test_an_official_records_that_a_moderator_told_them_how_and_when(whole, adviser):
    answer = adviser.post("/workspace/enquiries/add/", by_hand(whole))

    enquiry = Enquiry.objects.get()
    assert answer.url == reverse("workspace:enquiry", args=[enquiry.public_id])
    assert (enquiry.origin, enquiry.referred_at) == ("referral", NOON - HOUR)  # noon in London
    assert "told to an official : By private message" in text_of(adviser.get(answer.url)).replace(
        "official:", "official :"
    )


def test_a_question_that_one_found_is_refused_under_a_referral_plan(whole, adviser):
    page = adviser.post("/workspace/enquiries/add/", by_hand(whole, came="found"))

    assert page.status_code == 422
    assert "no moderator has referred this question" in text_of(page)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"how": " "}, "how"),
        ({"how": "Call 07700 900123"}, "how"),
        ({"told_on_day": ""}, "told_on"),
        ({"told_on_day": "", "told_on_month": "", "told_on_year": ""}, "told_on"),
        ({"told_on_day": "7"}, "told_on"),
        ({"told_on_day": "5"}, "told_on"),
    ],
)
def test_how_and_when_a_moderator_told_are_asked_for_beside_their_fields(
    whole, adviser, values, field
):
    page = adviser.post("/workspace/enquiries/add/", by_hand(whole, **values))

    assert page.status_code == 422
    assert LexborHTMLParser(page.content).css_first(f"#id_{field}-error") is not None
    assert "Can a fit note be dated back?" in page.content.decode()
    assert not Enquiry.objects.exists()


# The operator's page


class Operator:
    """Somebody of the operator with a browser of their own."""

    def __init__(self, whole):
        self.client = Client()
        self.address = f"/operators/forums/{whole.forum.slug}/pass-on/"
        who = of.contact(body=whole.body, forums=[whole.forum])
        self.client.post("/operators/enter/", {"key": of.key_for(who).key})

    def look(self, address=""):
        return self.client.get(address or self.address)

    def send(self, **values):
        key = re.search(r'name="form_key" value="(\w+)"', self.look().content.decode())[1]
        return self.client.post(self.address, {"form_key": key, **values}, follow=True)


@pytest.fixture
def operator(whole):
    return Operator(whole)


def thread(whole, number=41):
    return f"{whole.forum.address}/t/fit-note/{number}"


def test_an_operator_passes_a_question_on_in_one_step(whole, operator):
    home = text_of(operator.look(f"/operators/forums/{whole.forum.slug}/"))
    assert "Pass a question on" in home

    page = operator.send(address=thread(whole), note="She asked twice already.")

    referral = Referral.objects.get()
    assert "Passed on." in text_of(page)
    assert (referral.body, referral.way) == (whole.body, "operator")
    assert referral.note == "She asked twice already."
    assert "Waiting" in text_of(page)


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "https://elsewhere.example/t/1", "javascript:alert(1)", "x" * 600],
)
def test_an_address_of_no_thread_here_is_said_beside_its_field(whole, operator, address):
    page = operator.send(address=address, note="She asked twice already.")

    assert page.status_code == 422
    assert LexborHTMLParser(page.content).css_first("#id_address-error") is not None
    assert "She asked twice already." in page.content.decode()
    assert not Referral.objects.exists()


def test_a_thread_that_was_passed_on_already_is_said(whole, operator):
    operator.send(address=thread(whole))

    page = operator.send(address=f"{thread(whole)}?u=me")

    assert page.status_code == 422
    assert f"You passed this thread to {whole.body.short_name} already" in text_of(page)


def test_where_several_bodies_take_part_one_is_chosen(whole, operator):
    other = BodyFactory(name="Ferry Office")
    AgreementFactory(forum=whole.forum, body=other, welcome=True, **AGREED)
    publish_plan(other, [whole.forum], model=EngagementModel.REFERRAL)

    assert operator.send(address=thread(whole)).status_code == 422
    operator.send(address=thread(whole), body=other.slug)

    assert Referral.objects.get().body == other


def test_a_body_without_a_plan_for_referrals_is_not_offered(whole, operator):
    AgreementFactory(
        forum=whole.forum, body=BodyFactory(name="Ferry Office"), welcome=True, **AGREED
    )

    page = operator.look()

    assert LexborHTMLParser(page.content).css_first("[name=body]") is None


def test_in_a_held_forum_nothing_is_passed_on(whole, operator):
    whole.answer(held=True)

    page = operator.look()

    assert "Everything is on hold" in text_of(page)
    assert LexborHTMLParser(page.content).css_first("[name=address]") is None


def test_the_board_is_asked_for_where_no_program_reads_it_off_the_thread():
    whole = referral_line(allows_reading=False, board_ids=["7"])
    whole.forum.boards.update(external_id="7", name="Sick pay")
    operator = Operator(whole)

    assert operator.send(address=thread(whole)).status_code == 422
    operator.send(address=thread(whole), board="7")

    assert Referral.objects.get().board_name == "Sick pay"


def outcome(whole, operator, enquiry=None, **values):
    if enquiry is not None:
        values |= {"state": "taken", "due_at": None, "closed_at": NOON, "enquiry": enquiry}
    ReferralFactory(body=whole.body, forum=whole.forum, **values)
    return text_of(operator.look())


def test_an_operator_sees_the_promise_of_what_was_taken(whole, operator):
    enquiry = EnquiryFactory(
        body=whole.body, forum=whole.forum, referred=True, due_at=NOON + 2 * DAY
    )

    page = outcome(whole, operator, enquiry)

    assert "Taken" in page
    assert "promised by 8 May 2026" in page


def test_an_operator_reads_the_answer(whole, operator):
    enquiry = EnquiryFactory(body=whole.body, forum=whole.forum, referred=True, answered=True)
    reply = whole.reply(enquiry=enquiry, live=True)

    outcome(whole, operator, enquiry)

    assert reply.public_link in operator.look().content.decode()


def test_an_operator_reads_why_it_was_declined(whole, operator):
    enquiry = EnquiryFactory(
        body=whole.body,
        forum=whole.forum,
        referred=True,
        state="not_ours",
        decided_at=NOON,
        decision_reason="The council decides this.",
    )

    page = outcome(whole, operator, enquiry)

    assert "Declined" in page
    assert "The council decides this." in page


def test_an_operator_reads_what_holds_it_up_or_why_it_was_given_up(whole, operator):
    waiting = outcome(whole, operator, problem="The forum is not answering just now.")
    given_up = outcome(whole, operator, given_up=True)

    assert "The forum is not answering just now." in waiting
    assert "Could not be taken The forum has no such page" in given_up


def test_law_1_an_operator_sees_no_other_forums_referrals(whole, operator):
    stranger = ReferralFactory(note="Elsewhere")

    assert stranger.forum.slug not in operator.look().content.decode()
    other = operator.client.get(f"/operators/forums/{stranger.forum.slug}/pass-on/")
    assert other.status_code == 404


def test_a_form_from_elsewhere_passes_nothing_on(whole, operator):
    answer = operator.client.post(operator.address, {"address": thread(whole)})

    assert answer.status_code == 403
    assert not Referral.objects.exists()


def test_what_was_passed_on_stands_on_the_forums_page_with_its_outcome(whole, operator):
    enquiry = EnquiryFactory(
        body=whole.body, forum=whole.forum, referred=True, due_at=NOON + timedelta(days=2)
    )
    outcome(whole, operator, enquiry)

    home = text_of(operator.look(f"/operators/forums/{whole.forum.slug}/"))

    assert f"{enquiry.title} , 6 May 2026" in home
    assert "promised by 8 May 2026" in home


# Their HTML


def test_every_page_about_referrals_is_valid_html(whole, lead, adviser, referred, tmp_path):
    operator = Operator(whole)
    made = make(lead, whole)
    ReferralFactory(body=whole.body, forum=whole.forum, given_up=True, note="She asked.")
    ReferralFactory(body=whole.body, forum=whole.forum, problem="Busy.")
    pages = {
        "made": made,
        "set-up": lead.get(page_of(whole)),
        "wrong": make(lead, whole, addressee=""),
        "queue": lead.get("/workspace/"),
        "adviser": adviser.get(page_of(whole)),
        "enquiry": adviser.get(reverse("workspace:enquiry", args=[referred.public_id])),
        "by-hand": adviser.post("/workspace/enquiries/add/", by_hand(whole, how="")),
        "pass-on": operator.look(),
        "not-passed-on": operator.send(address="https://elsewhere.example/t/1"),
        "forum": operator.look(f"/operators/forums/{whole.forum.slug}/"),
    }
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_bytes(page.content)

    # Said of every date in the design system's own markup, for older assistive technology.
    faults = [fault for fault in faults_of_pages(tmp_path) if "“group” role" not in fault.message]
    assert [str(fault) for fault in faults] == []
