"""The operator decides, and the plan binds: the story of agreements and plans.

Asked by letter, the operator answers on a phone. The plan is drafted and consulted on, the next
version as well, and their difference is read. A hold stops a reply that is queued already.
"""

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
from tests.browser.test_story import SIGNED, SignIn, sign_in, wait_for_text
from tests.engine.practice_forum import wait_for

__all__ = ["sign_in"]  # a fixture

pytestmark = pytest.mark.browser

QUESTION = "Changed course in the second week"
ANSWER = (
    "A change of course is reported twice: by the university, and by the student, who tells "
    "Student Finance online. Payments wait until both reports have come.\n\n"
    "The rules stand here: https://www.gov.uk/student-finance"
) + SIGNED


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


def wait_for_letter(folder: Path, subject: str) -> bool:
    """Whether a letter with the subject is written within half a minute."""
    for _ in range(60):
        if any(f"Subject: {subject}".encode() in file.read_bytes() for file in folder.glob("*")):
            return True
        time.sleep(0.5)
    return False


def test_the_operator_decides_and_the_plan_binds(
    service: Service, phone: Page, visitor: Page, sign_in: SignIn
) -> None:
    """Laws 1, 2 and 5, as the people live them."""
    lead = sign_in("lead")
    ask_the_operator(lead)
    say_with_conditions(phone, private_link(service.state / "mail"))
    wait_for_text(lead, "Answered")
    check_page(lead)

    # Version 2 is drafted in its steps, and the operator is asked about it.
    begin_version(lead, 2)
    tasks = lead.url
    write_about(lead, "Nobody waits longer than two days for a first answer.")
    write_objective(lead, "Say hello in the lounge, then answer factual questions.")
    lead.goto(tasks)
    consultation = ask_about_the_draft(lead, "What should we do otherwise?")
    comment_on_the_phone(phone, private_link(service.state / "mail"))
    lead.goto(f"{service.address}/workspace/")
    expect(lead.get_by_text("2 comments to answer").first).to_be_visible()
    lead.goto(tasks)
    expect(lead.get_by_text("Publish after that.").first).to_be_visible()
    lead.goto(consultation)
    answer_comments(lead)
    lead.goto(tasks)
    publish(lead, 2)
    assert wait_for_letter(service.state / "mail", "What became of your comments")
    plan = f"{service.address}/bodies/aldmere-public-services/plan/"
    read_the_record(visitor, f"{plan}2/")
    phone.goto(phone.url)
    expect(phone.get_by_text("We say hello first.")).to_be_visible()
    check_page(phone)

    # Version 3 follows; the earlier ones stay as they were, and the difference is told in words.
    begin_version(lead, 3)
    write_about(lead, "Nobody waits longer than one day for a first answer.")
    lead.goto(tasks)
    publish(lead, 3)
    # Asked without the browser's cache, which may keep public pages for a minute.
    assert "longer than one day" in visitor.request.get(plan).text()
    read_the_difference(visitor, plan)

    # About the version after it, everybody is asked.
    begin_version(lead, 4)
    ask_everybody(lead, "What is missing for you?")
    comment_in_public(visitor, service.address)
    wait_for_text(lead, "More Welsh, please.")
    check_page(lead)
    assert visitor.context.cookies() == []

    stop_a_queued_reply(service, lead, phone, sign_in)
    speak_and_leave(phone)


def ask_the_operator(lead: Page) -> None:
    """The lead keeps a contact, reads the letter and sends it."""
    menu(lead, "Agreements")
    lead.get_by_role("main").get_by_role("link", name=re.compile("Aldmere Helps")).first.click()
    lead.get_by_role("link", name="Contacts and letters").click()
    check_page(lead)
    lead.get_by_label("Who is it?").fill("Owner")
    lead.get_by_label("E-mail address").fill("owner@forum.example")
    lead.get_by_role("button", name="Keep this contact").click()
    expect(lead.get_by_label("Letter", exact=True)).to_have_value(
        re.compile("What is read and kept")
    )
    check_page(lead)
    lead.get_by_role("button", name="Send the letter").click()
    expect(lead.get_by_text("The letter goes out within a minute")).to_be_visible()


def say_with_conditions(phone: Page, link: str) -> None:
    """The link is the operator's once they press, and leaves the address at once."""
    phone.goto(link)
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

    # Everything but the words starts from what was agreed before.
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


def begin_version(lead: Page, number: int) -> None:
    menu(lead, "Plans")
    lead.get_by_role("main").get_by_role("link", name=re.compile("Begin")).click()
    lead.get_by_role("button", name=f"Begin version {number}").click()
    check_page(lead)


def write_about(lead: Page, goal: str) -> None:
    """What was typed is saved before any button is pressed."""
    lead.get_by_role("link", name="About the plan").click()
    check_page(lead)
    lead.get_by_label("What will be better for the people who ask?").fill(goal)
    expect(lead.get_by_text(re.compile(r"Saved at \d\d:\d\d"))).to_be_visible()
    with lead.expect_navigation():  # a save in the background may still be under way
        lead.get_by_role("button", name="Save and go on").click()
    check_page(lead)
    lead.get_by_role("link", name="Back to the tasks").click()


def write_objective(lead: Page, statement: str) -> None:
    lead.get_by_role("main").get_by_role("link", name=re.compile("Aldmere Helps")).first.click()
    check_page(lead)
    lead.get_by_label("What you will do there").fill(statement)
    with lead.expect_navigation():
        lead.get_by_role("button", name="Save and go on").click()


def ask_about_the_draft(lead: Page, question: str) -> str:
    """Asks the operator; the address of the consultation's page.

    What is not filled in is said, and what was chosen stays.
    """
    lead.get_by_role("link", name="Ask operators, and everybody if you wish").click()
    check_page(lead)
    everybody = lead.get_by_label("Ask everybody as well")
    everybody.check()
    lead.get_by_role("button", name="Open the consultation").click()
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(everybody).to_be_checked()
    check_page(lead)
    everybody.uncheck()
    lead.get_by_label("What do you ask, and why?").fill(question)
    lead.get_by_role("button", name="Open the consultation").click()
    expect(lead.get_by_text("The consultation is open.")).to_be_visible()
    check_page(lead)
    return lead.url


def ask_everybody(lead: Page, question: str) -> None:
    lead.get_by_role("link", name="Ask operators, and everybody if you wish").click()
    lead.get_by_label("What do you ask, and why?").fill(question)
    for box in lead.get_by_role("checkbox", name=re.compile("Owner")).all():
        box.uncheck()
    lead.get_by_label("Ask everybody as well").check()
    lead.get_by_role("button", name="Open the consultation").click()
    expect(lead.get_by_text("The consultation is open.")).to_be_visible()


def comment_on_the_phone(phone: Page, link: str) -> None:
    """The operator reads the part about their forum, and says what they think."""
    phone.goto(link)
    expect(phone.get_by_text("asks what you think of the draft of its plan")).to_be_visible()
    check_page(phone)
    phone.get_by_role("button", name="Open my pages").click()
    check_page(phone)
    phone.get_by_role("link", name="Read the draft and say what you think").click()
    check_page(phone)
    phone.get_by_role("button", name="Send what you wrote").click()
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(phone)
    phone.get_by_label("What do you think of this?").fill("Say hello every Monday.")
    phone.get_by_label("Anything about the plan as a whole?").fill("We like it.")
    phone.get_by_role("button", name="Send what you wrote").click()
    expect(phone.get_by_text("Your comments are with")).to_be_visible()
    check_page(phone)


def comment_in_public(visitor: Page, address: str) -> None:
    """Nobody needs an account, nor a cookie."""
    visitor.goto(f"{address}/consultations/")
    check_page(visitor)
    visitor.get_by_role("link", name=re.compile("Plan of Aldmere")).first.click()
    check_page(visitor)
    visitor.get_by_role("main").get_by_role("button", name="Comment on this draft").click()
    check_page(visitor)
    visitor.get_by_label("What do you think of “The plan as a whole”?").fill("More Welsh, please.")
    visitor.wait_for_timeout(3500)  # nobody reads and writes in three seconds
    visitor.get_by_role("button", name="Send what you wrote").click()
    expect(visitor.get_by_text("Your comment was sent").first).to_be_visible()
    check_page(visitor)


def answer_comments(lead: Page) -> None:
    """Each comment is answered before anything is published."""
    check_page(lead)
    lead.get_by_role("button", name="Close it now").click()
    expect(lead.get_by_text("The consultation is closed.")).to_be_visible()
    check_page(lead)
    lead.get_by_role("link", name=re.compile("Answer it")).first.click()
    check_page(lead)
    for words, verdict, answer in (
        ("We like it.", "Not changed, because", "Thank you."),
        ("Say hello every Monday.", "Not changed, because", "We say hello first."),
    ):
        expect(lead.get_by_role("main")).to_contain_text(words)
        lead.get_by_label(verdict, exact=True).check()
        lead.get_by_label("Say what was changed, or why not").fill(answer)
        lead.get_by_role("button", name="Keep this answer").click()
    expect(lead.get_by_text("Everything is answered.")).to_be_visible()
    check_page(lead)


def publish(lead: Page, number: int) -> None:
    lead.get_by_role("link", name="Preview and publish").click()
    check_page(lead)
    lead.get_by_role("button", name="Publish and freeze").click()
    expect(lead.get_by_text(f"Version {number} is published and frozen")).to_be_visible()
    check_page(lead)


def read_the_record(visitor: Page, address: str) -> None:
    """What was said and answered stands with the version, without a person's name."""
    visitor.goto(f"{address}#consultation")
    main = visitor.get_by_role("main")
    for words in (
        "Nobody waits longer than two days",
        "Say hello in the lounge, then answer factual questions.",
        "Say hello every Monday.",
        "We say hello first.",
    ):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("Owner")
    check_page(visitor)
    visitor.get_by_role("link", name=re.compile("What was asked, and the draft of that")).click()
    expect(visitor.get_by_text("Answers published")).to_be_visible()
    check_page(visitor)


def read_the_difference(visitor: Page, plan: str) -> None:
    visitor.goto(f"{plan}3/")
    check_page(visitor)
    visitor.goto(f"{plan}2/")
    expect(visitor.get_by_role("main")).to_contain_text("longer than two days")
    visitor.goto(f"{plan}1/")
    expect(visitor.get_by_role("main")).not_to_contain_text("Nobody waits longer")
    visitor.goto(f"{plan}differences/2/3/")
    expect(visitor.get_by_role("main")).to_contain_text("What will be better: reworded")
    check_page(visitor)
    visitor.get_by_label("Earlier version").select_option(label="Version 1")
    visitor.get_by_role("button", name="Compare these").click()
    expect(visitor.get_by_role("main")).to_contain_text("Say hello in the lounge")
    check_page(visitor)


def stop_a_queued_reply(service: Service, lead: Page, phone: Page, sign_in: SignIn) -> None:
    """The operator presses hold while an approved reply waits for the worker."""
    wait_for(service.forum)
    adviser = sign_in("adviser")
    wait_for_text(adviser, QUESTION)
    adviser.get_by_role("link", name=re.compile(QUESTION)).first.click()
    adviser.get_by_role("button", name="Claim and answer").click()
    adviser.get_by_label("Your answer").fill(ANSWER)
    adviser.get_by_role("button", name="Send for second reading").click()
    expect(adviser.get_by_text("A colleague must approve a reply that you wrote")).to_be_visible()
    thread = adviser.get_by_role("link", name=re.compile(QUESTION)).first.get_attribute("href")
    assert thread is not None
    reader = sign_in("reader")
    reader.get_by_role("link", name="Second reading").click()
    reader.get_by_role("link", name=re.compile(QUESTION)).click()
    hold = phone.get_by_role("button", name=re.compile("^Hold"))

    with service.worker_pausing():
        reader.get_by_role("button", name="Approve and send").click()
        expect(reader.get_by_text("The service is at it")).to_be_visible()
        check_page(reader)
        expect(hold).to_be_in_viewport()  # in sight on every page, without scrolling
        hold.click()
        expect(phone.get_by_text("Everything is on hold")).to_be_visible()
        check_page(phone)
        # Whoever looks is told at once, before a worker comes to it.
        reader.goto(reader.url)
        expect(reader.get_by_text("put everything on hold")).to_be_visible()
        check_page(reader)

    # The worker refuses it in the instant before sending, and says the clause.
    wait_for_text(reader, "Stopped")
    expect(reader.get_by_text("put everything on hold")).to_be_visible()
    check_page(reader)
    clause = reader.get_by_role("link", name="Read the clause").get_attribute("href")
    assert clause is not None
    clause_page = reader.context.new_page()
    clause_page.goto(service.address + clause)
    expect(clause_page.get_by_role("main")).to_contain_text("On hold")
    check_page(clause_page)
    assert "Payments wait until both reports have come" not in phone.request.get(thread).text()
    lead.goto(f"{service.address}/workspace/")
    expect(lead.get_by_text("The operator decided: On hold")).to_be_visible()
    check_page(lead)

    # It goes on when the operator says so, and a human presses send.
    phone.get_by_role("button", name="End the hold").click()
    expect(phone.get_by_text("The hold has ended").first).to_be_visible()
    reader.get_by_role("button", name="Send it").click()
    wait_for_text(reader, "It stands in the forum")
    check_page(reader)
    assert "Payments wait until both reports have come" in phone.request.get(thread).text()
    phone.goto(phone.url)
    expect(phone.get_by_role("main")).to_contain_text("APS posted an answer in “Student finance”")
    check_page(phone)


def speak_and_leave(phone: Page) -> None:
    """They say something in public, read what the public sees, and leave."""
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


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Workspace").get_by_role("link", name=name).click()


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
