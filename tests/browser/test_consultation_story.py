"""A draft is asked about: the operator comments on a phone, the lead answers, and it is published
with the version; then everybody is asked."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Service
from tests.browser.looking import check_page
from tests.browser.test_operator_story import phone, private_link
from tests.browser.test_story import SignIn, sign_in, wait_for_text

__all__ = ["phone", "sign_in"]  # fixtures

pytestmark = pytest.mark.browser


def test_operators_and_everybody_are_asked_about_a_plan(
    service: Service, phone: Page, visitor: Page, sign_in: SignIn
) -> None:
    # The lead begins the next version, and knows at which address the operator is reached.
    lead = sign_in("lead")
    plans = lead.get_by_role("navigation", name="Workspace").get_by_role("link", name="Plans")
    lead.goto(f"{service.address}/workspace/agreements/")
    lead.get_by_role("main").get_by_role("link", name=re.compile("Aldmere Helps")).first.click()
    lead.get_by_role("link", name="Contacts and letters").click()
    if not lead.get_by_label("Who is it?").is_visible():
        lead.get_by_text("Add a contact", exact=True).click()
    lead.get_by_label("Who is it?").fill("Moderator")
    lead.get_by_label("E-mail address").fill("moderator@forum.example")
    lead.get_by_role("button", name="Keep this contact").click()
    plans.click()
    lead.get_by_role("main").get_by_role("link", name=re.compile("Aldmere Public")).first.click()
    if lead.get_by_role("button", name=re.compile("Begin version")).count():
        lead.get_by_role("button", name=re.compile("Begin version")).click()
    check_page(lead)
    tasks = lead.url
    lead.get_by_role("link", name="Ask operators, and everybody if you wish").click()
    check_page(lead)

    # What is not filled in is said, and what was typed stays.
    lead.get_by_role("button", name="Open the consultation").click()
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(lead)
    lead.get_by_label("What do you ask, and why?").fill(
        "We would like to answer questions about sick pay. What should we do otherwise?"
    )
    for box in lead.get_by_role("checkbox", name=re.compile("Owner")).all():
        box.uncheck()
    lead.get_by_role("button", name="Open the consultation").click()
    expect(lead.get_by_text("The consultation is open.")).to_be_visible()
    check_page(lead)
    consultation = lead.url

    # The operator reads the part about their forum, and says what they think.
    phone.goto(private_link(service.state / "mail"))
    expect(phone.get_by_text("asks what you think of the draft of its plan")).to_be_visible()
    check_page(phone)
    phone.get_by_role("button", name="Open my pages").click()
    check_page(phone)
    phone.get_by_role("link", name="Read the draft and say what you think").click()
    check_page(phone)
    phone.get_by_role("button", name="Send what you wrote").click()
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(phone)
    phone.get_by_label("What do you think of this?").fill("Say hello in the lounge first.")
    phone.get_by_label("Anything about the plan as a whole?").fill("We like it.")
    phone.get_by_role("button", name="Send what you wrote").click()
    expect(phone.get_by_text("Your comments are with")).to_be_visible()
    check_page(phone)

    # The lead cannot publish before each comment is answered.
    lead.goto(f"{service.address}/workspace/")
    expect(lead.get_by_text("2 comments to answer").first).to_be_visible()
    check_page(lead)
    lead.goto(tasks)
    expect(lead.get_by_text("Publish after that.").first).to_be_visible()
    lead.goto(consultation)
    lead.get_by_role("button", name="Close it now").click()
    expect(lead.get_by_text("The consultation is closed.")).to_be_visible()
    check_page(lead)
    lead.get_by_role("link", name=re.compile("Answer it")).first.click()
    check_page(lead)
    lead.get_by_label("Not changed, because").check()
    lead.get_by_label("Say what was changed, or why not").fill("Thank you.")
    lead.get_by_role("button", name="Keep this answer").click()
    lead.get_by_label("Changed", exact=True).check()
    lead.get_by_label("Say what was changed, or why not").fill("We say hello first.")
    lead.get_by_role("button", name="Keep this answer").click()
    expect(lead.get_by_text("The answer is kept.")).to_be_visible()
    check_page(lead)
    lead.goto(tasks)
    lead.get_by_role("link", name="Preview and publish").click()
    check_page(lead)
    lead.get_by_role("button", name="Publish and freeze").click()
    expect(lead.get_by_text("is published and frozen")).to_be_visible()

    # The record stands with the version, for everybody, without a person's name.
    visitor.goto(f"{service.address}/bodies/aldmere-public-services/plan/#consultation")
    main = visitor.get_by_role("main")
    expect(main).to_contain_text("Say hello in the lounge first.")
    expect(main).to_contain_text("We say hello first.")
    expect(main).not_to_contain_text("Moderator")
    check_page(visitor)
    visitor.get_by_role("link", name=re.compile("What was asked, and the draft of that")).click()
    expect(visitor.get_by_text("Answers published")).to_be_visible()
    check_page(visitor)
    phone.goto(phone.url)
    expect(phone.get_by_text("We say hello first.")).to_be_visible()
    check_page(phone)

    # Everybody is asked about the version after it; nobody needs an account.
    lead.goto(tasks)
    lead.get_by_role("button", name=re.compile("Begin version")).click()
    lead.get_by_role("link", name="Ask operators, and everybody if you wish").click()
    lead.get_by_label("What do you ask, and why?").fill("What is missing for you?")
    for box in lead.get_by_role("checkbox", name=re.compile("Owner|Moderator")).all():
        box.uncheck()
    lead.get_by_label("Ask everybody as well").check()
    lead.get_by_role("button", name="Open the consultation").click()
    expect(lead.get_by_text("The consultation is open.")).to_be_visible()
    visitor.goto(f"{service.address}/consultations/")
    check_page(visitor)
    visitor.get_by_role("link", name=re.compile("Plan of Aldmere")).first.click()
    check_page(visitor)
    visitor.get_by_role("main").get_by_role("button", name="Comment on this draft").click()
    check_page(visitor)
    visitor.get_by_label("What do you think of “The plan as a whole”?").fill("More Welsh, please.")
    visitor.wait_for_timeout(3500)  # nobody reads and writes in three seconds
    visitor.get_by_role("button", name="Send what you wrote").click()
    expect(visitor.get_by_text("Your comment was sent").first).to_be_visible()
    assert visitor.context.cookies() == []
    check_page(visitor)
    wait_for_text(lead, "More Welsh, please.")
    check_page(lead)
