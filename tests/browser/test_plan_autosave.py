"""A plan is written in a browser that loses its connection and its session, and no text is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Service
from tests.browser.looking import check_page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    sign_in(found, service.address)
    yield found
    context.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/workspace/plans/")
    page.get_by_label("Sign-in name or e-mail").fill("lead")
    page.get_by_label("Password", exact=True).fill("practice makes better")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Plans", exact=True)).to_be_visible()


def test_law_10_no_text_is_lost_beside_a_wrong_field_offline_or_signed_out(page, service):
    steps = f"{service.address}/workspace/plans/aldmere-public-services/"
    page.goto(steps)
    begin = page.get_by_role("button", name=re.compile("Begin version"))
    if begin.count():
        begin.click()
    page.goto(f"{steps}steps/standards/")
    said = page.locator("[data-autosave-said]")

    # A person's name is wrong; the other field is saved.
    page.get_by_label("Who leads on safeguarding?").fill("Jane Smith")
    page.get_by_label("How do they reach it?").fill("team@aldmere.example")
    expect(said).to_contain_text("All but this is saved", timeout=20_000)
    expect(said).to_be_in_viewport()
    expect(page.locator("[data-autosave-problem]")).to_have_count(1)
    check_page(page)

    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Back to the tasks").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]

    page.get_by_label("Who leads on safeguarding?").fill("Head of Safeguarding")
    expect(said).to_contain_text("Saved at", timeout=20_000)
    expect(page.locator("[data-autosave-problem]")).to_have_count(0)

    # Offline, then on again: it is saved without anybody's doing.
    page.context.set_offline(True)
    page.get_by_label("How do they reach it?").fill("offline@aldmere.example")
    expect(said).to_contain_text("no connection", timeout=20_000)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_label("How do they reach it?")).to_have_value("offline@aldmere.example")
    page.context.set_offline(False)
    expect(said).to_contain_text("Saved at", timeout=20_000)

    # Signed out: the text stays, and is saved after signing in in another tab.
    page.context.clear_cookies()
    page.get_by_label("How do they reach it?").fill("again@aldmere.example")
    expect(said).to_contain_text("signed out", timeout=20_000)
    check_page(page)
    with page.context.expect_page() as opened:
        said.get_by_role("link").click()
    other = opened.value
    other.get_by_label("Sign-in name or e-mail").fill("lead")
    other.get_by_label("Password", exact=True).fill("practice makes better")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("link", name="Standards and roles")).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("“Standards and roles” is saved.")).to_be_visible(timeout=20_000)
    page.goto(f"{steps}steps/standards/")
    expect(page.get_by_label("How do they reach it?")).to_have_value("again@aldmere.example")


def test_law_10_two_windows_are_asked_only_about_what_both_changed(page, service, browser):
    address = f"{service.address}/workspace/plans/aldmere-public-services/"
    page.goto(address)
    begin = page.get_by_role("button", name=re.compile("Begin version"))
    if begin.count():
        begin.click()
    page.goto(f"{address}steps/about/")
    other = page.context.new_page()
    other.goto(f"{address}steps/about/")
    other.get_by_label("Title", exact=True).fill("Their title")
    other.get_by_label("What will be better").fill("Their goal: people find an answer.")
    other.get_by_role("button", name="Save and go on").click()
    expect(other.get_by_text("“About the plan” is saved.")).to_be_visible()

    page.get_by_label("What will be better").fill("My goal: people find a correct answer.")
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", name="You both changed the same")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Their title")
    expect(page.get_by_role("radio", name="Keep mine")).to_have_count(1)
    check_page(page)
    page.get_by_role("button", name="Save what is chosen").first.click()
    expect(page.get_by_text("Choose which text stands").first).to_be_visible()
    check_page(page)
    page.get_by_role("radio", name="Keep mine").check()
    page.get_by_role("button", name="Save what is chosen").first.click()
    expect(page.get_by_role("heading", name="“About the plan” is saved")).to_be_visible()
    expect(page.get_by_text("Their goal: people find an answer.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Go on").or_(page.get_by_role("button", name="Go on")).click()
    expect(page.get_by_role("heading", name="Goals", exact=True)).to_be_visible()
