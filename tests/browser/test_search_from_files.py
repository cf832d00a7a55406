"""Forums and bodies, searched in an exported site that was opened from a disk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Service
from tests.browser.looking import check_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(service: Service, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("export") / "site"
    service.command("export", str(folder))
    return folder


@pytest.fixture
def page(site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_a_forum_is_found_by_the_beginning_of_a_word_and_its_page_opens(site, page: Page):
    page.goto((site / "forums/index.html").as_uri())

    page.get_by_label("Find a forum by name, subject or area").press_sequentially("netm")

    results = page.locator("[data-search-results] a")
    expect(results).to_have_text(["Netmums"])
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    check_page(page)
    results.click()
    expect(page.locator("h1")).to_have_text("Netmums")


def test_a_body_is_found_by_other_words_for_its_work(site, page: Page):
    page.goto((site / "bodies/index.html").as_uri())

    page.get_by_label("Find a public body by name or remit").press_sequentially("work pensions")

    expect(page.locator("[data-search-results] a").first).to_have_text(
        "Department for Work and Pensions"
    )


def test_a_body_is_found_first_by_its_acronym(site, page: Page):
    page.goto((site / "bodies/index.html").as_uri())

    page.get_by_label("Find a public body by name or remit").press_sequentially("dwp")

    expect(page.locator("[data-search-results] a").first).to_have_text(
        "Department for Work and Pensions"
    )


def test_the_front_page_finds_forums_without_a_server(site, page: Page):
    page.goto((site / "index.html").as_uri())

    page.get_by_label("Find a forum by name, subject or area").press_sequentially("netmums")

    results = page.locator("[data-search-results] a")
    expect(results).to_have_text(["Netmums"])
    check_page(page)
    results.click()
    expect(page.locator("h1")).to_have_text("Netmums")


def refused(request):
    """Not what the test itself broke off by going on, such as the icon of the page before."""
    return request.failure != "net::ERR_ABORTED"


def test_no_page_that_is_opened_from_a_disk_asks_for_what_browsers_refuse_it(site, page: Page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: refused(request) and said.append(request.url))
    pages = ("index", "forums/index", "before-you-build-a-forum/index", "api/index")

    for name in pages:
        page.goto((site / f"{name}.html").as_uri())

    assert said == []
    assert not [each for each in site.rglob("*.html") if 'type="module"' in each.read_text()]


def test_a_word_of_two_letters_finds_nothing_by_itself(site, page: Page):
    page.goto((site / "forums/index.html").as_uri())

    page.get_by_label("Find a forum").fill("in")
    expect(page.get_by_role("status")).to_contain_text("No entry has")

    page.get_by_label("Find a forum").fill("netmums in")
    expect(page.locator("[data-search-results] a")).to_have_text(["Netmums"])


def test_words_that_no_entry_has_are_said_to_be_so(site, page: Page):
    page.goto((site / "forums/index.html").as_uri())

    page.get_by_label("Find a forum").fill("zzzz <img src=x onerror=alert(1)>")

    expect(page.get_by_role("status")).to_contain_text("No entry has")


def test_without_a_script_the_box_is_not_there_and_the_list_is(site, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "forums/index.html").as_uri())

    expect(page.locator("[data-search]")).to_be_hidden()
    expect(page.get_by_role("link", name="Netmums")).to_be_visible()
    context.close()
