"""What every page of the story is held to: axe finds nothing, and 320 px are enough."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 AA (Public Sector Bodies Accessibility Regulations 2018), and axe's own best practice.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PICTURES = os.environ.get("ALONGSIDE_PICTURES")  # a folder, to keep what was seen


def check_page(page: Page) -> None:
    """Law 9: everybody can use it. Raises AssertionError with what is wrong and where."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    size = page.viewport_size
    assert size is not None
    for width in (320, 375):
        page.set_viewport_size({"width": width, "height": 800})
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{page.url} is {too_wide} px wider than a window of {width} px"
        if width == 375:
            _keep(page, "375")
    page.set_viewport_size(size)
    _keep(page, "1280")


def _keep(page: Page, width: str) -> None:
    if PICTURES:
        name = re.sub(r"\W+", "-", page.url.split("//")[1].split("/", 1)[1]).strip("-") or "home"
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("*.png"))) // 2
        page.screenshot(path=folder / f"{number:02}-{name[:60]}-{width}.png", full_page=True)
