"""One question, all the way, as its people live it: the story that README.md tells.

A question in a real forum reaches an adviser, is answered, checked, approved, placed, proved and
counted in public; the operator's word stops it; and a forum without an interface works as well.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Failures, Service
from tests.browser.looking import check_page
from tests.engine.practice_forum import wait_for

pytestmark = pytest.mark.browser

PASSWORD = "practice makes better"
OFFICIAL, OFFICIAL_PASSWORD = "PracticeOfficial", "practice-official-account"
QUESTION = "Childcare grant: does it count"
SECOND_QUESTION = "New Style ESA or Universal Credit"
THIRD_QUESTION = "HC2 certificate ran out"
SIGNED = "\n\nAnswered for Aldmere Public Services (APS)."
ANSWER = (
    "The childcare grant pays for registered or approved childcare. A grandparent counts when "
    "they are a registered childminder who looks after other children too.\n\n"
    "The rules stand here: https://www.gov.uk/childcare-grant/eligibility"
) + SIGNED

SECOND_ANSWER = (
    "Both can be claimed at the same time. New Style Employment and Support Allowance depends on "
    "National Insurance contributions, and Universal Credit on the household's income.\n\n"
    "The page https://www.gov.uk/employment-support-allowance explains the difference."
) + SIGNED

SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in(browser: Browser, service: Service, failures: Failures) -> Iterator[SignIn]:
    """Each person has a browser of their own."""
    contexts = []

    def as_person(username: str) -> Page:
        context = failures.listen_to(browser.new_context(viewport={"width": 1280, "height": 900}))
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{service.address}/workspace/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.get_by_label("Sign-in name or e-mail").fill(username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Queue", exact=True)).to_be_visible()
        return page

    yield as_person
    for context in contexts:
        context.close()


def wait_for_text(page: Page, text: str, *, tries: int = 60) -> None:
    """Opens the page again until the text stands there: no script keeps staff pages fresh."""
    for _ in range(tries):
        if page.get_by_text(text).first.is_visible():
            return
        page.wait_for_timeout(1000)
        page.goto(page.url)
    expect(page.get_by_text(text).first).to_be_visible()


def post_by_hand(page: Page, thread: str, text: str) -> str:
    """Signs in to the practice forum as the official account, posts, and copies the post's link."""
    page.goto(thread)
    page.get_by_role("button", name="Sign in").first.click()
    page.get_by_placeholder("Username or e-mail").fill(OFFICIAL)
    page.get_by_placeholder("Password").fill(OFFICIAL_PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Reply").first.click()
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Post reply").click()
    post = page.locator("li.post").filter(has_text=text.split(".")[0])
    expect(post).to_be_visible()
    number = (post.get_attribute("id") or "").removeprefix("post-")
    return f"{thread}post/{number}/"


def test_one_question_all_the_way(service: Service, visitor: Page, sign_in: SignIn) -> None:
    wait_for(service.forum)

    # Anybody reads the public site, without a cookie.
    for path in (
        "/",
        "/forums/",
        "/bodies/",
        "/figures/",
        "/data/",
        "/api/",
        "/about/",
        "/privacy/",
    ):
        visitor.goto(service.address + path)
        check_page(visitor)
    visitor.goto(f"{service.address}/forums/")
    visitor.get_by_role("link", name="The Student Room").first.click()
    expect(visitor.get_by_role("main")).to_contain_text("1.4m")
    check_page(visitor)
    visitor.goto(f"{service.address}/bodies/")
    visitor.get_by_role("link", name=re.compile("Aldmere Public Services")).first.click()
    check_page(visitor)
    visitor.get_by_role("link", name="Taking part where people already help each other").click()
    expect(visitor.get_by_role("main")).to_contain_text("ersion 1")
    check_page(visitor)
    assert visitor.context.cookies() == []

    # The adviser finds the question, claims it, and is told what is wrong with a draft.
    visitor.goto(f"{service.address}/sign-in/")
    check_page(visitor)
    adviser = sign_in("adviser")
    wait_for_text(adviser, QUESTION)
    check_page(adviser)
    adviser.get_by_role("link", name=QUESTION).click()
    check_page(adviser)
    adviser.get_by_role("button", name="Claim and answer").click()
    draft = adviser.get_by_label("Your answer")
    draft.fill("Send me a private message about your claim, or ring 07700 900123.")
    adviser.get_by_role("button", name="Send for second reading").click()
    expect(adviser.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(draft).to_have_value(re.compile("private message"))  # law 10: nothing typed is lost
    for name in (
        "Says who is speaking",
        "No personal details",
        "No invitation to private messages",
        "Not about one person's case",
        "Links an official source",
    ):
        item = adviser.get_by_role("listitem").filter(has_text=name)
        expect(item).to_contain_text(re.compile("Must change|Look again"))
    check_page(adviser)
    draft.fill(ANSWER)
    adviser.get_by_role("button", name="Send for second reading").click()
    expect(adviser.get_by_text("A colleague must approve a reply that you wrote")).to_be_visible()
    check_page(adviser)

    # The second reader reads and approves; the worker sends it and finds it in the forum.
    reader = sign_in("reader")
    reader.get_by_role("link", name="Second reading").click()
    check_page(reader)
    reader.get_by_role("link", name=QUESTION).click()
    check_page(reader)
    reader.get_by_role("button", name="Approve and send").click()
    wait_for_text(reader, "It stands in the forum")
    check_page(reader)
    link = reader.get_by_role("link", name=service.forum).first
    address = link.get_attribute("href")
    assert address is not None
    visitor.goto(address)
    expect(visitor.get_by_text("A grandparent counts when")).to_be_visible()

    # It is counted, apart from the public figures, which never count practice.
    visitor.goto(f"{service.address}/figures/")
    expect(visitor.get_by_role("main")).to_contain_text("ractice")
    check_page(visitor)
    file = service.state / "enquiries.csv"
    published = visitor.request.get(f"{service.address}/data/practice-enquiries.csv")
    file.write_bytes(published.body())
    recomputed = service.command("figures", "recompute", str(file), "--json")
    assert '"answered"' in recomputed

    # The lead sees every page of the workspace; the operator's hold stops drafting.
    lead = sign_in("lead")
    for name in ("Replies", "Plans", "Watches", "Accounts", "Agreements"):
        lead.get_by_role("navigation", name="Workspace").get_by_role("link", name=name).click()
        check_page(lead)
    lead.get_by_role("main").get_by_role("link", name=re.compile("Aldmere Helps")).first.click()
    check_page(lead)
    lead.get_by_role("button", name="Put on hold").click()
    expect(lead.get_by_text("Everything has stopped")).to_be_visible()
    adviser.goto(f"{service.address}/workspace/")
    adviser.get_by_role("link", name=SECOND_QUESTION).click()
    why = adviser.get_by_role("region", name="Why nothing may be written")
    expect(why).to_contain_text("put everything on hold")  # the worker may have met it too
    expect(adviser.get_by_role("link", name="Read the clause")).to_be_visible()
    check_page(adviser)
    lead.get_by_label("How the operator said so").fill("By telephone, this morning.")
    lead.get_by_role("button", name="End the hold").click()
    expect(lead.get_by_text("The agreement counts again")).to_be_visible()

    # Without a password for the account, the next answer is posted by hand, and looked for as well.
    lead.get_by_role("navigation", name="Workspace").get_by_role("link", name="Accounts").click()
    lead.get_by_role("link", name="PracticeOfficial", exact=True).click()
    check_page(lead)
    lead.get_by_text("Retire the account", exact=True).click()
    lead.get_by_role("button", name="Yes, retire PracticeOfficial").click()
    lead.get_by_label("Forum", exact=True).fill("Aldmere Helps Each Other")
    lead.get_by_label("Name of the account in the forum").fill("PracticeOfficial")
    lead.get_by_role("button", name="Register this account").click()
    # A part of a name is nobody's word for a forum: the one that fits is offered first.
    lead.get_by_label("Aldmere Helps Each Other (practice forum)").check()
    check_page(lead)
    lead.get_by_role("button", name="Register this account").click()
    expect(lead.get_by_text("The account stands in the public register")).to_be_visible()
    lead.get_by_role("navigation", name="Workspace").get_by_role("link", name="Accounts").click()
    expect(lead.get_by_role("row").filter(has_text="PracticeOfficial")).to_contain_text("by hand")
    check_page(lead)
    adviser.goto(f"{service.address}/workspace/")
    adviser.get_by_role("link", name=SECOND_QUESTION).click()
    adviser.get_by_role("button", name="Claim and answer").click()
    draft.fill(SECOND_ANSWER)
    adviser.get_by_role("button", name="Send for second reading").click()
    reader.get_by_role("link", name="Second reading").click()
    reader.get_by_role("link", name=SECOND_QUESTION).click()
    reader.get_by_role("button", name="Approve and send").click()
    expect(reader.get_by_text("It now waits to be posted by hand")).to_be_visible()
    adviser.goto(adviser.url)
    check_page(adviser)
    adviser.get_by_role("button", name="Post it by hand now").click()
    check_page(adviser)
    text = adviser.get_by_label("The approved text").input_value()
    thread = adviser.get_by_role("link", name="Open the thread").get_attribute("href")
    assert thread is not None
    adviser.get_by_label("Public link of your post").fill("https://elsewhere.example/post/1")
    adviser.get_by_role("button", name="Record this link").click()
    expect(adviser.get_by_text("It begins with").first).to_be_visible()
    link_by_hand = post_by_hand(visitor, thread, text)
    adviser.get_by_label("Public link of your post").fill(link_by_hand)
    adviser.get_by_role("button", name="Record this link").click()
    wait_for_text(adviser, "It stands in the forum")
    expect(adviser.get_by_role("main")).to_contain_text("Read in the forum by this service")


def test_an_administrator_adds_a_person(service: Service, sign_in: SignIn) -> None:
    administrator = sign_in("admin")
    administrator.get_by_role("link", name="People").click()
    check_page(administrator)
    administrator.get_by_role("button", name="Add this person").click()
    expect(administrator.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(administrator)


def test_the_whole_story_needs_no_javascript(browser: Browser, service: Service) -> None:
    """Law 9: all works without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{service.address}/workspace/")
    page.get_by_label("Sign-in name or e-mail").fill("adviser")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    wait_for_text(page, THIRD_QUESTION)  # the worker may still be reading
    page.get_by_role("link", name=THIRD_QUESTION).click()
    page.get_by_role("button", name="Claim and answer").click()
    page.get_by_label("Your answer").fill("Too short.")
    page.get_by_role("button", name="Save draft and check").click()

    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Says who is speaking")).to_contain_text(
        "Must change"
    )
    context.close()
