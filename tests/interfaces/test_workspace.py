"""The workspace by its pages: nothing typed is lost, what is sent is what was read."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from alongside.bodies.queries import Duty
from alongside.core import clock
from alongside.replies import jobs
from alongside.replies.models import Reply
from tests.factories import FIT_TEXT, HOUR, NOON, Line, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return line()


def browser_of(duty: Duty) -> Client:
    client = Client()
    client.force_login(duty.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def footer_of(page: HttpResponse) -> str:
    footer = LexborHTMLParser(page.content).css_first(".site-footer")
    assert footer is not None
    return footer.text()


@pytest.mark.parametrize("page", ["workspace:queue", "mfa_index", "account_change_password"])
def test_nobody_who_is_signed_in_is_asked_to_sign_in(whole: Line, page: str) -> None:
    said = footer_of(browser_of(whole.adviser).get(reverse(page)))

    assert "Sign in" not in said
    assert "Accessibility" in said


def test_who_is_not_signed_in_finds_the_way_in_at_the_foot_of_the_page() -> None:
    assert "Sign in" in footer_of(Client().get(reverse("account_login")))
    assert "Sign in" in footer_of(Client().get("/about/"))


def test_law_10_an_answer_with_a_nul_character_is_saved_without_it(whole: Line) -> None:
    """Some PDFs put it on the clipboard; PostgreSQL keeps none."""
    address = reverse("workspace:reply-save", args=[whole.enquiry.public_id])

    answer = browser_of(whole.adviser).post(address, {"text": "Half\x00 a word", "then": "save"})

    assert answer.status_code == 302
    assert Reply.objects.get().text == "Half a word"


def test_law_10_a_refused_draft_comes_back_with_every_word(whole: Line) -> None:
    whole.answer(held=True)
    address = reverse("workspace:reply-save", args=[whole.enquiry.public_id])

    answer = browser_of(whole.adviser).post(address, {"text": "What I wrote.", "then": "submit"})

    assert answer.status_code == 422
    assert "What I wrote." in answer.content.decode()
    assert "on hold" in answer.content.decode()


def test_law_10_a_text_saved_in_another_window_is_shown_beside_the_one_just_typed(
    whole: Line,
) -> None:
    whole.reply(text="Saved elsewhere.")
    address = reverse("workspace:reply-save", args=[whole.enquiry.public_id])

    answer = browser_of(whole.adviser).post(address, {"text": "Typed here.", "then": "save"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Typed here." in page
    assert "Saved elsewhere." in page
    assert Reply.objects.get().text == "Saved elsewhere."


def test_law_5_a_page_that_shows_another_text_cannot_approve_this_one(whole: Line) -> None:
    reply = whole.reply(in_review=True)
    seen = reply.saved_at.isoformat()
    Reply.objects.update(text=f"{FIT_TEXT} Changed.", saved_at=NOON + HOUR)
    address = reverse("workspace:reply-approve", args=[reply.public_id])

    answer = browser_of(whole.reader).post(address, {"seen_at": seen})

    assert answer.status_code == 409
    assert "text has changed" in answer.content.decode()
    assert Reply.objects.get().state == "in_review"


@pytest.mark.parametrize("tampered", ["", "yesterday", "2026-13-45", "2026-01-01T00:00"])
def test_law_5_an_approval_that_does_not_say_what_was_read_is_no_approval(
    whole: Line, tampered: str
) -> None:
    reply = whole.reply(in_review=True)
    address = reverse("workspace:reply-approve", args=[reply.public_id])

    answer = browser_of(whole.reader).post(address, {"seen_at": tampered})

    assert answer.status_code == 409
    assert Reply.objects.get().state == "in_review"


def test_law_1_a_text_that_is_being_posted_by_hand_is_hidden_once_the_operator_holds(
    whole: Line,
) -> None:
    reply = whole.reply(sending=True, by_hand=True, text=f"{FIT_TEXT} Very particular words.")
    address = reverse("workspace:reply", args=[reply.public_id])
    adviser = browser_of(whole.adviser)
    assert "Very particular words." in adviser.get(address).content.decode()

    whole.answer(held=True)

    page = adviser.get(address).content.decode()
    assert "Very particular words." not in page
    assert "Do not post it now" in page


def test_law_1_a_reply_that_waits_for_another_day_says_the_hold_at_once(whole: Line) -> None:
    reply = whole.reply(approved=True)
    waits = "The operator allows two posts a day. It is sent tomorrow."
    Reply.objects.update(problem=waits, not_before=NOON + 20 * HOUR)
    address = reverse("workspace:reply", args=[reply.public_id])
    adviser = browser_of(whole.adviser)
    assert waits in adviser.get(address).content.decode()

    whole.answer(held=True)

    page = adviser.get(address).content.decode()
    assert "put everything on hold" in page
    assert waits not in page


def test_a_reply_that_a_hold_stopped_says_when_the_hold_has_ended(whole: Line) -> None:
    reply = whole.reply(approved=True)
    whole.answer(held=True)
    while jobs.send_next_reply():
        pass
    address = reverse("workspace:reply", args=[reply.public_id])
    adviser = browser_of(whole.adviser)
    stopped = adviser.get(address).content.decode()
    assert "put everything on hold" in stopped
    assert "That is settled now." not in stopped
    assert "When it was to be sent: " in adviser.get(reverse("workspace:queue")).content.decode()

    whole.answer(welcome=True)

    settled = adviser.get(address).content.decode()
    assert "When it was to be sent, this stopped it" in settled
    assert "That is settled now." in settled


def test_the_text_as_it_stands_in_the_page_keeps_its_first_empty_line(whole: Line) -> None:
    whole.reply(text="\n\nAfter two empty lines.")

    page = browser_of(whole.adviser).get(
        reverse("workspace:enquiry", args=[whole.enquiry.public_id])
    )

    assert ">\n\n\nAfter two empty lines.</textarea>" in page.content.decode()
