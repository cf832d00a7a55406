"""How a reply will read in the forum, shown to who writes it and to who approves it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.bodies.queries import Duty
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.replies.models import Reply
from alongside.replies.wording import mark_of, wording_of
from tests.factories import FIT_TEXT, NOON, line

pytestmark = pytest.mark.django_db
TEXT = f"{FIT_TEXT}\n\n# Steps\n\n- **First** <script>alert(1)</script>\n- ~~Second~~"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def browser_of(duty: Duty) -> Client:
    client = Client()
    client.force_login(duty.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def parts(content: bytes, selector: str) -> list[LexborNode]:
    return LexborHTMLParser(content).css(selector)


def page_of(duty: Duty, reply: Reply) -> bytes:
    return browser_of(duty).get(reverse("workspace:reply", args=[reply.public_id])).content


def test_a_second_reader_sees_how_it_will_read_and_the_exact_text() -> None:
    whole = line(engine="xenforo")
    reply = whole.reply(in_review=True, text=TEXT)

    page = page_of(whole.reader, reply)

    (shown,) = parts(page, ".as-read")
    assert shown.css_first("ul > li > strong").text() == "First"
    assert not shown.css("script")
    assert "<script>alert(1)</script>" in shown.text()
    (limits,) = parts(page, ".as-read__limits")
    assert "Headings: they stand as bold lines." in limits.text()
    (exact,) = parts(page, "#exact-text")
    assert "[*][b]First[/b] <script>alert(1)</script>" in exact.text()
    assert "The exact text that is sent" in LexborHTMLParser(page).text()


@pytest.mark.parametrize(("engine", "is_told"), [("discourse", True), ("xenforo", False)])
def test_a_second_reader_learns_why_signs_stand_in_the_text_that_nobody_typed(
    engine: str, is_told: bool
) -> None:
    whole = line(engine=engine)
    reply = whole.reply(in_review=True, text=f"{FIT_TEXT}\n\n@jane, it costs £1,000 (pa).")

    page = page_of(whole.reader, reply)

    (exact,) = parts(page, "#exact-text")
    assert (r"\(pa)" in exact.text()) is is_told
    assert ("Readers do not see them." in LexborHTMLParser(page).text()) is is_told


def test_the_one_who_writes_sees_it_as_they_type() -> None:
    whole = line(engine="discourse")
    writer = browser_of(whole.adviser)

    answer = writer.post(
        reverse("workspace:reply-check", args=[whole.enquiry.public_id]), {"text": TEXT}
    )
    saved = writer.post(
        reverse("workspace:reply-save", args=[whole.enquiry.public_id]),
        {"text": TEXT, "then": "save"},
        follow=True,
    )

    for page in (answer.content, saved.content):
        (shown,) = parts(page, "#preview .as-read")
        assert shown.css_first("strong").text() == "Steps"
    assert b'hx-swap-oob="true"' in answer.content
    assert b"hx-swap-oob" not in saved.content


def test_by_hand_the_text_to_copy_is_in_the_forum_s_markup() -> None:
    whole = line(engine="phpbb", secret=False)
    reply = whole.reply(in_review=True, text=TEXT)
    browser_of(whole.reader).post(
        reverse("workspace:reply-approve", args=[reply.public_id]),
        {"seen_at": reply.saved_at.isoformat(), "seen_mark": mark_of(wording_of(reply))},
    )
    browser_of(whole.adviser).post(reverse("workspace:reply-begin-by-hand", args=[reply.public_id]))

    page = page_of(whole.adviser, reply)

    (copied,) = parts(page, "#reply-text")
    assert "[b]Steps[/b]" in copied.text()
    assert "The approved text (BBCode)" in LexborHTMLParser(page).text()
    assert "crossed out" in LexborHTMLParser(page).text()


def test_law_5_a_page_that_showed_another_markup_cannot_approve_it() -> None:
    whole = line(engine="discourse")
    reply = whole.reply(in_review=True, text=TEXT)
    (field,) = parts(page_of(whole.reader, reply), "[name=seen_mark]")
    seen = field.attributes["value"]
    Forum.objects.update(engine="xenforo")

    answer = browser_of(whole.reader).post(
        reverse("workspace:reply-approve", args=[reply.public_id]),
        {"seen_at": reply.saved_at.isoformat(), "seen_mark": seen},
    )

    assert answer.status_code == 409
    assert "The way in which this text is put into the forum has changed" in answer.content.decode()
    assert Reply.objects.get().state == "in_review"


def test_law_5_an_approval_that_does_not_say_which_markup_was_read_is_none() -> None:
    whole = line()
    reply = whole.reply(in_review=True)

    answer = browser_of(whole.reader).post(
        reverse("workspace:reply-approve", args=[reply.public_id]),
        {"seen_at": reply.saved_at.isoformat()},
    )

    assert answer.status_code == 409
