import json
import re

import pytest

from tests.ui.conftest import UI

STYLES = UI / "styles"
TOKENS = dict(
    re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (STYLES / "_tokens.scss").read_text())
) | {"ink": "#0b0c0c", "muted": "#484949", "neutral-surface": "#f3f3f3"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("paper", "brand"),
        ("brand-light", "brand"),
        ("brand", "paper"),
        ("brand", "brand-surface"),
        ("ink", "brand-surface"),
        ("muted", "paper"),
        ("muted", "brand-surface"),
        ("muted", "neutral-surface"),
        ("ink", "attention-fill"),
        ("attention", "attention-surface"),
        ("attention", "paper"),
        ("good", "good-surface"),
        ("good", "paper"),
        ("bad", "bad-surface"),
        ("bad", "paper"),
        ("active", "active-surface"),
    ],
)
def test_text_can_be_read_on_its_surface(text, surface):
    assert contrast(TOKENS[text], TOKENS[surface]) >= 4.5


def test_the_masthead_can_be_read():
    source = (STYLES / "components" / "_masthead.scss").read_text()

    assert contrast(re.search(r"background: (#[0-9a-f]{6});", source)[1], "#ffffff") >= 4.5


def test_the_lock_file_names_no_registry_and_has_every_hash():
    lock = json.loads((STYLES / "package-lock.json").read_text())

    packages = {name: one for name, one in lock["packages"].items() if name}
    assert "://" not in re.sub(r'"url": "[^"]*"', "", json.dumps(packages))
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def test_each_component_of_ours_is_in_the_style_sheet():
    sheet = "".join((STYLES / name).read_text() for name in ("alongside.scss", "_reading.scss"))

    for path in (STYLES / "components").glob("_*.scss"):
        assert f'@use "components/{path.stem.removeprefix("_")}";' in sheet


def test_a_components_file_is_named_after_its_class():
    for path in (STYLES / "components").glob("_*.scss"):
        name = path.stem.removeprefix("_")
        assert re.search(rf"\.(govuk-|moj-)?{name}s?\b", path.read_text()), name
