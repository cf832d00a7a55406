"""The operator decides: asked by letter, they answer on a phone, hold everything, and go on."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Failures, Service
from tests.browser.looking import check_page
from tests.browser.test_story import SignIn, sign_in

__all__ = ["sign_in"]  # a fixture

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser, failures: Failures) -> Iterator[Page]:
    """The operator's phone, which nobody of government has held."""
    context = failures.listen_to(
        browser.new_context(viewport={"width": 375, "height": 667}, has_touch=True)
    )
    yield context.new_page()
    context.close()


def private_link(folder: Path) -> str:
    """What the newest letter in the folder says; practice letters are files."""
    for _ in range(60):
        for file in sorted(folder.glob("*"), key=lambda found: found.stat().st_mtime, reverse=True):
            message = file.read_bytes().split(b"\n" + b"-" * 79)[0]
            letter = email.message_from_bytes(message, policy=email.policy.default)
            if found := re.search(r"http\S+key=\S+", letter.get_content()):
                return found[0]
        time.sleep(0.5)
    raise AssertionError("No letter was written.")


def test_the_operator_decides_on_a_phone(service: Service, phone: Page, sign_in: SignIn) -> None:
    # The lead keeps a contact, reads the letter and sends it.
    lead = sign_in("lead")
    lead.get_by_role("navigation", name="Workspace").get_by_role("link", name="Agreements").click()
    lead.get_by_role("main").get_by_role("link", name=re.compile("Aldmere Helps")).first.click()
    lead.get_by_role("link", name="Contacts and letters").click()
    check_page(lead)
    lead.get_by_label("Who is it?").fill("Owner")
    lead.get_by_label("E-mail address").fill("owner@forum.example")
    lead.get_by_role("button", name="Keep this contact").click()
    expect(lead.get_by_label("Letter", exact=True)).to_have_value(re.compile("How to say no"))
    check_page(lead)
    lead.get_by_role("button", name="Send the letter").click()
    expect(lead.get_by_text("The letter goes out within a minute")).to_be_visible()
    letters = lead.url

    # The operator opens the link. It is theirs once they press, and leaves the address at once.
    phone.goto(private_link(service.state / "mail"))
    check_page(phone)
    assert phone.context.cookies() == []
    phone.get_by_role("button", name="Open my pages").click()
    expect(phone.get_by_role("heading", name="You decide.")).to_be_visible()
    assert "key=" not in phone.url
    [cookie] = phone.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (
        True,
        "Strict",
        "/operators/",
    )
    check_page(phone)

    # With conditions: everything else starts from what was agreed before.
    if phone.get_by_role("link", name="Change your answer").count():
        phone.get_by_role("link", name="Change your answer").click()
        check_page(phone)
    phone.get_by_role("link", name=re.compile("With conditions")).click()
    check_page(phone)
    phone.get_by_label("Your conditions, in your own words").fill("")
    phone.get_by_role("button", name="Check your answer").click()
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(phone)
    phone.get_by_label("Your conditions, in your own words").fill("Say hello in the lounge first.")
    phone.get_by_role("button", name="Check your answer").click()
    expect(phone.get_by_role("heading", name="Check your answer")).to_be_visible()
    check_page(phone)
    phone.get_by_role("button", name="This counts from now on").click()
    expect(phone.get_by_text("Your answer is recorded")).to_be_visible()
    check_page(phone)
    lead.goto(letters)
    expect(lead.get_by_role("main")).to_contain_text("Answered")
    check_page(lead)

    # Hold is in sight without scrolling, and stops everything.
    hold = phone.get_by_role("button", name=re.compile("^Hold"))
    expect(hold).to_be_in_viewport()
    hold.click()
    expect(phone.get_by_text("Everything is on hold")).to_be_visible()
    check_page(phone)
    lead.goto(f"{service.address}/workspace/")
    expect(lead.get_by_text("The operator decided: On hold")).to_be_visible()
    check_page(lead)
    phone.get_by_role("button", name="End the hold").click()
    expect(phone.get_by_text("The hold has ended")).to_be_visible()

    # They say something in public, and leave.
    phone.get_by_role("link", name=re.compile("Say something in public|Change it")).click()
    phone.get_by_label("What would you like to say in public?").fill("They are welcome here.")
    check_page(phone)
    phone.get_by_role("button", name="Publish it").click()
    expect(phone.get_by_text("They are welcome here.").first).to_be_visible()
    phone.get_by_role("link", name="What the public sees of your forum").click()
    expect(phone.get_by_role("main")).to_contain_text("Say hello in the lounge first.")
    phone.go_back()
    phone.get_by_role("button", name="Leave").click()
    expect(phone.get_by_role("heading", name="You have left your pages")).to_be_visible()
    check_page(phone)


def test_a_fresh_link_is_asked_for_without_javascript(browser: Browser, service: Service) -> None:
    """Law 9: all works without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{service.address}/operators/enter/?key=mistyped")
    page.get_by_role("main").get_by_role("button", name="Send me a fresh link").click()
    page.get_by_label("Your e-mail address").fill("nobody@forum.example")
    page.get_by_role("button", name="Send it to me").click()

    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    context.close()
