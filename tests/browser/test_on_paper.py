"""What a printer gets: nobody scrolls paper, and nothing may be cut off it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import alongside.ui

pytestmark = pytest.mark.browser

STYLES = Path(alongside.ui.__file__).parent / "static" / "ui" / "built" / "public.css"
SHEET = 794 - 2 * 76  # A4 at 96 dots an inch, without the margins of 2 cm
TOPICS = [f"Topic {number} of a long name" for number in range(18)]

MATRIX = f"""
<div class="data-table coverage" tabindex="0">
  <table class="coverage__table">
    <caption class="data-table__caption">Bodies and topics</caption>
    <thead><tr><th class="coverage__corner">Public body</th>
      {"".join(f'<th class="coverage__topic"><a href="#">{topic}</a></th>' for topic in TOPICS)}
    </tr></thead>
    <tbody><tr><th scope="row">Department for Environment, Food &amp; Rural Affairs</th>
      {'<td class="cover cover--gap">gap</td>' * len(TOPICS)}</tr></tbody>
  </table>
</div>
"""


@pytest.fixture
def paper(browser: Browser) -> Page:
    # As wide as a screen: a browser asks the styles for wide screens when it prints, too.
    page = browser.new_page(viewport={"width": 800, "height": 1000})
    page.emulate_media(media="print")
    return page


def show(page: Page, content: str) -> None:
    page.set_content(
        f"<!doctype html><style>{STYLES.read_text()}</style>"
        f'<main class="govuk-main-wrapper" style="width:{SHEET}px">{content}</main>'
    )


def test_every_column_of_who_covers_what_stands_on_the_sheet(paper):
    show(paper, MATRIX)

    edge = paper.eval_on_selector("td:last-child", "cell => cell.getBoundingClientRect().right")
    overflow = paper.eval_on_selector(".coverage", "box => getComputedStyle(box).overflowX")
    left = paper.eval_on_selector("main", "box => box.getBoundingClientRect().left")

    assert overflow == "visible"
    assert edge - left <= SHEET + 1


def test_what_was_added_alone_takes_the_whole_line_and_nothing_to_press_is_printed(paper):
    show(
        paper,
        '<details class="change__details"><summary>Show 1 field</summary>'
        '<dl class="differences"><div class="difference"><dt class="difference__field">Name</dt>'
        '<dd class="difference__side">Added The Well</dd></div></dl></details>',
    )

    assert not paper.locator("summary").is_visible()
    assert paper.locator("dd").is_visible()
    line, side = (paper.locator(name).bounding_box() for name in (".difference", "dd"))
    assert line is not None
    assert side is not None
    assert side["width"] == pytest.approx(line["width"], abs=1)
