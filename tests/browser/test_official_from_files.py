"""Is this account official, asked of an exported page that was opened from a disk."""

import shutil
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.utils.text import slugify
from playwright.sync_api import Browser, Page

from alongside.forums.domain.accounts import CONFUSABLES, PAIRS
from alongside.forums.domain.kinds import AccountDirection
from alongside.publishing.account_words import circumstances, missing_words
from alongside.publishing.entries.accounts import Account, Checked, Heir
from alongside.publishing.entries.official import AccountAnywhere
from alongside.register.views.search import accounts_script as script_of
from alongside.ui.build import UI
from tests.browser.looking import check_page

pytestmark = pytest.mark.browser


def listed(
    handle,
    *,
    profile="",
    retired=False,
    stated=False,
    forum="The Well",
    place="well.example",
    **more,
):
    opened = datetime(2026, 4, 6, tzinfo=UTC)
    directions = () if stated else AccountDirection
    account = Account(
        public_id=slugify(handle),
        forum_slug=place.partition(".")[0],
        forum_name=forum,
        forum_is_practice=False,
        body_slug="aps",
        body_name="Aldmere Public Services",
        body_is_practice=False,
        handle=handle,
        profile_address=profile,
        opened_at=opened,
        retired_at=opened if retired else None,
        checked=[Checked(each, True, "https://aldmere.example", opened) for each in directions],
        **more,
    )
    return AccountAnywhere(account, [forum, f"{forum} Forum"], [place])


ACCOUNTS = [
    listed("AldmereAdvice", profile="https://well.example/u/aldmereadvice/12/"),
    listed("OldAdvice", profile="https://well.example/member.php?u=7", retired=True),
    listed("NoProfile"),
    listed("AldmereAdvice", forum="The Spring", place="big.example/spring"),
    listed("SaidOnly", stated=True),
    listed(
        "OfClosed",
        profile="https://well.example/u/ofclosed/3/",
        body_closed_how="merged",
        body_closed_on=date(2026, 5, 1),
        body_successors=[Heir("hartwell", "Hartwell")],
        forum_life="closed",
    ),
    listed("Twice", forum="Twin Well", place="one.example"),
    listed("Twice", forum="Twin Well", place="other.example", retired=True),
    listed("Gone", forum="Twin Well", place="one.example", retired=True),
    listed("Gone", forum="Twin Well", place="other.example", retired=True),
    listed("Bramley <b>&\"' Co", forum="Pond", place="pond.example"),
]

QUESTIONS = [
    ("AldmereAdvice on The Well", "Yes"),
    ("aldmereadvice on well", "Yes"),
    ("Is @AldmereAdvice on The Well Forum official?", "Yes"),
    ("AldmereAdvice at https://www.well.example/", "Yes"),
    ("https://WELL.example/U/AldmereAdvice/12?ref=1#top", "Yes"),
    ("well.example/u/aldmereadvice/12/posts/", "Yes"),
    ("(https://well.example/u/aldmereadvice/12/)", "Yes"),
    ("https://well.example/u/NoProfile", "Yes"),
    ("Bramley <b>&\"' Co on Pond", "Yes"),
    ("SaidOnly on The Well", "Not verified"),
    ("OldAdvice on The Well", "Not any more"),
    ("OfClosed on The Well", "Not any more"),
    ("https://well.example/u/ofclosed/3/", "Not any more"),
    ("Twice on Twin Well", "Say more"),
    ("Gone on Twin Well", "Not any more"),
    ("https://well.example/member.php?tab=1&u=7", "Not any more"),
    ("Somebody on The Well", "No"),
    ("https://well.example/u/aldmereadvice/99/", "No"),
    ("https://well.example/u/somebody", "No"),
    ("https://well.example@evil.example/u/aldmereadvice/12/", "No"),
    ("https://well.example.evil.example/u/aldmereadvice/12/", "No"),
    ("https://evil.example/", "No"),
    ("https://big.example/u/aldmereadvice", "No"),
    ("AldmereAdvice on An Unknown Place", "No"),
    ("SomebodyElse", "No"),
    ("javascript:alert(1)", "No"),
    ("javascript://well.example/u/aldmereadvice/12/", "No"),
    ("<img src=x onerror=alert(1)>", "No"),
    ("a" * 50_000, "No"),
    ("AldmereAdvice", "Say more"),
    ("The Well", "Say more"),
    ("https://well.example", "Say more"),
    ("https://well.example/t/a-thread", "Say more"),
    ("advice@aldmere.example", "Say more"),
    ("https://well.example/u/aldmereadvice/12/ https://evil.example/x", "Say more"),
]
ALIKE = [
    "AldmereAdv1ce",
    "AldmereAdvlce",
    "АldmereAdvice",
    "Aldmere_Advice",
    "AldrnereAdvice",
    "Aldmere\u200bAdvice",
    "AldmereAdvcie",
    "AldmereAdviceUK",
]


@pytest.fixture(params=[len(ACCOUNTS), 2], ids=["all on the page", "most of them beside it"])
def listed_here(request) -> int:
    return request.param


@pytest.fixture
def page(tmp_path, browser: Browser, listed_here: int):
    shown, others = ACCOUNTS[:listed_here], ACCOUNTS[listed_here:]
    html = render_to_string(
        "register/official_all.html",
        {
            "accounts": shown,
            "more": len(others),
            "confusables": CONFUSABLES,
            "pairs": PAIRS,
            "missing_words": missing_words,
            "circumstances": circumstances,
            "is_export": True,
            "practice_shown": False,
        },
    )
    shutil.copytree(UI / "static" / "ui", tmp_path / "static" / "ui")
    html = html.replace("/static/", "static/").replace('"/search/', '"search/')
    (tmp_path / "index.html").write_text(html.replace('href="/"', 'href="index.html"'), "utf-8")
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "accounts.js").write_text(script_of(others), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto((tmp_path / "index.html").as_uri())
    yield opened
    context.close()


def ask(page: Page, question: str) -> str:
    page.evaluate("document.querySelector('[data-official-answer]').replaceChildren()")
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")
    return page.locator("[data-official-answer] .verdict__answer").inner_text()


def test_every_question_gets_its_answer_from_the_page_alone(page: Page):
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    answers = [(question, ask(page, question)) for question, _expected in QUESTIONS]

    assert answers == QUESTIONS
    # Nothing is sent: not to the page’s own server, not to any other.
    assert [each for each in requests if not each.startswith("file:")] == []


def test_a_name_that_looks_official_is_warned_of(page: Page):
    for name in ALIKE:
        assert ask(page, f"{name} on The Well") == "No"
        answer = page.locator("[data-official-answer]").inner_text()
        assert "easily taken for" in answer, name
        assert "AldmereAdvice" in answer


def test_letters_look_alike_in_the_browser_as_they_do_on_the_service(page: Page):
    for alike, letter in CONFUSABLES.items():
        if "advice".count(letter) != 1:
            continue
        name = f"Aldmere{'Advice'.lower().replace(letter, alike)}"
        assert ask(page, f"{name} on The Well") in ("No", "Yes")
        said = page.locator("[data-official-answer]").inner_text()
        assert "AldmereAdvice" in said, alike


def test_the_answer_names_the_account_and_leads_to_its_page(page: Page):
    ask(page, "AldmereAdvice on The Well")

    answer = page.locator("[data-official-answer]")
    assert "Aldmere Public Services" in answer.inner_text()
    assert answer.locator("a").first.get_attribute("href").endswith("accounts/aldmereadvice/")
    check_page(page)


def test_an_account_that_stands_beside_the_page_is_led_to_as_a_file(page: Page, listed_here: int):
    ask(page, "SaidOnly on The Well")

    way = page.locator("[data-official-answer] li a").first.get_attribute("href")
    if listed_here < len(ACCOUNTS):
        assert way == page.url.replace("index.html", "accounts/saidonly/index.html")


def test_without_a_script_the_accounts_of_the_page_are_listed(
    browser: Browser, page: Page, listed_here: int
):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)

    assert not plain.locator("#q").is_visible()
    assert plain.locator("tbody tr").count() == listed_here
    context.close()
