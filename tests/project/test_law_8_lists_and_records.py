"""Law 8: the lists of major forums and the looks before building live on as plain files."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.core import clock
from alongside.publishing import building, major_forums
from alongside.publishing.export import export_site
from tests.factories import (
    NOON,
    BodyFactory,
    DuplicateCheckFactory,
    ForumFactory,
    ListingFactory,
    NoForumFoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(monkeypatch, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(major_forums, "PAGE_SIZE", 2)
    monkeypatch.setattr(major_forums, "NAMES_PER_PAGE", 2)
    monkeypatch.setattr(building, "PAGE_SIZE", 2)
    body = BodyFactory(slug="aps")
    forum = ForumFactory(slug="well", name="The Well")
    ListingFactory(forum=forum, body=body, leads=True)
    for number in range(4):
        ListingFactory(body=body, forum__name=f"Forum {number}")
        NoForumFoundFactory(body__name=f"Body {number}")
    found = [{"slug": "well", "name": "The Well", "address": "", "why": "its name"}]
    for number in range(3):
        DuplicateCheckFactory(
            body=body, found=found, need=f"Need {number}, of many people.", public_id=f"rcd{number}"
        )
    export_site(tmp_path / "site", at=NOON)
    return tmp_path / "site"


def main_of(file):
    tree = LexborHTMLParser(file.read_bytes())
    return tree, " ".join(tree.css_first("main").text(separator=" ").split())


def test_law_8_lists_are_exported_page_by_page_and_offer_nothing_that_needs_a_server(site):
    first, _ = main_of(site / "lists/index.html")
    last, text = main_of(site / "lists/page/3/index.html")
    _, without = main_of(site / "lists/without/page/2/index.html")
    _, criteria = main_of(site / "lists/criteria/index.html")

    assert "The Well" in text
    assert "page/2/index.html" in [link.attributes.get("href") for link in first.css("nav a")]
    assert "../2/index.html" in [link.attributes.get("href") for link in last.css("nav a")]
    assert not (site / "lists/page/4").exists()
    assert not first.css("form")
    assert not [link for link in first.css("main a") if "?" in (link.attributes["href"] or "")]
    assert "Body 2" in without
    assert "92 days" in criteria


def test_law_8_every_record_is_a_file_at_its_permanent_address(site):
    folder = site / "before-you-build-a-forum"
    for number in range(3):
        tree, text = main_of(folder / f"rcd{number}/index.html")
        assert f"Need {number}, of many people." in text
        (link,) = tree.css("tbody th a")
        assert link.attributes["href"] == "../../forums/well/index.html"
    _, last = main_of(folder / "records/page/2/index.html")
    assert "Need 0" in last

    tree, text = main_of(folder / "index.html")

    assert "It finds forums by single words" in text
    assert not tree.css("form")
    assert tree.css_first("[data-search=forums]") is not None
    assert "Ask the operators." in text
