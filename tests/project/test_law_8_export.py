"""Law 8: it survives without a centre. All that is public lives on as plain files."""

import hashlib
import json
import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.core import clock
from alongside.publishing.export import MANIFEST, ExportError, export_site
from alongside.publishing.exported_pages import NOT_FOUND
from tests.factories import (
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    OfficialAccountFactory,
    ReplyFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db

# What only the running service can do: signing in, answering programs, and taking proposals.
ELSEWHERE = (
    "/sign-in/",
    "/api/v1/openapi.json",
    "/bodies/aps/correct/",
    "/bodies/parent/correct/",
    "/forums/well/correct/",
    "/proposals/missing-body/",
    "/proposals/missing-forum/",
)


@pytest.fixture(autouse=True)
def _a_public_register(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    (tmp_path / "static").mkdir()
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    body = BodyFactory(slug="aps", parent=BodyFactory(slug="parent"))
    forum = ForumFactory(slug="well")
    pair = {"body": body, "forum": forum}
    ListingFactory(**pair)
    AgreementFactory(**pair, welcome=True)
    MeasureFactory(forum=forum)
    account = OfficialAccountFactory(**pair)
    publish_plan(body, [forum])
    publish_plan(body, [forum], effective_from=TODAY)
    ReplyFactory(live=True, account=account, enquiry__body=body, enquiry__forum=forum)
    AgreementFactory(body__practice=True, forum__practice=True, forum__slug="hidden")


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    export_site(folder, at=NOON)
    return folder


def links_of(page: Path):
    parser = LexborHTMLParser(page.read_bytes())
    for attribute in ("href", "src", "action"):
        for node in parser.css(f"[{attribute}]"):
            yield node.attributes[attribute] or ""


def test_law_8_every_internal_link_of_the_exported_site_resolves(site):
    pages = sorted(set(site.rglob("*.html")) - {site / NOT_FOUND})

    crawled = 0
    for page in pages:
        for link in links_of(page):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            assert not link.startswith("/"), f"{link} on {page} works at one address only"
            assert not parts.query, f"{link} on {page} asks for a server"
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file(), f"{link} on {page}"
            assert target.is_relative_to(site)
            if parts.fragment:
                anchors = LexborHTMLParser(target.read_bytes())
                assert anchors.css_first(f'[id="{parts.fragment}"]'), f"{link} on {page}"
            crawled += 1
    assert len(pages) > 40
    assert crawled > 200


def test_law_8_every_page_of_the_site_can_be_reached_from_its_front_page(site):
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = {
            (page.parent / unquote(urlsplit(link).path)).resolve()
            for link in links_of(page)
            if not urlsplit(link).netloc and urlsplit(link).path
        }
        waiting += [each for each in targets if each.suffix == ".html" and each not in reached]

    assert reached == set(site.rglob("*.html")) - {site / NOT_FOUND}


def test_the_page_for_what_is_not_there_works_in_every_folder(site):
    page = site / NOT_FOUND

    links = list(links_of(page))

    assert "Page not found" in page.read_text()
    assert 'type="module"' not in page.read_text()
    for link in links:
        if link.startswith("/"):
            assert (site / link.lstrip("/") / "index.html").is_file() or (
                site / link.lstrip("/")
            ).is_file(), link
        else:
            assert link.startswith(("#", "http://testserver/")), link
    assert "/forums/" in links


def test_an_address_that_only_this_machine_can_open_is_warned_of(tmp_path, settings):
    assert not export_site(tmp_path / "site", at=NOON).warning

    settings.ALONGSIDE_ADDRESS = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    report = export_site(tmp_path / "site", at=NOON)

    assert "set ALONGSIDE_ADDRESS" in report.warning
    assert report.as_dict()["warning"] == report.warning


def test_law_8_what_leads_back_to_the_running_service_is_named(tmp_path):
    report = export_site(tmp_path / "site", at=NOON)

    assert report.elsewhere == tuple(sorted(ELSEWHERE))
    assert f'href="http://testserver{ELSEWHERE[0]}"' in (tmp_path / "site/index.html").read_text()


def test_an_exported_page_says_the_same_as_the_running_one_without_what_needs_a_server(
    site, client
):
    exported = LexborHTMLParser((site / "forums/well/index.html").read_bytes())
    running = LexborHTMLParser(client.get("/forums/well/").content)

    assert exported.body.text() == running.body.text()
    for page in site.rglob("*.html"):
        assert not LexborHTMLParser(page.read_bytes()).css("form")


def test_data_files_and_frozen_plans_are_exported_byte_by_byte(site, client):
    for address in ("/data/forums.csv", "/data/figures.json", "/bodies/aps/plan/1.json"):
        assert (site / address.lstrip("/")).read_bytes() == client.get(address).getvalue()
    assert (site / "robots.txt").is_file()
    assert (site / ".well-known/security.txt").is_file()


def test_what_changed_between_neighbouring_versions_is_exported(site):
    page = LexborHTMLParser((site / "bodies/aps/plan/differences/1/2/index.html").read_bytes())

    assert "What changed from version 1 to version 2" in page.body.text()


def test_the_manifest_names_every_file_with_its_fingerprint(site):
    manifest = json.loads((site / MANIFEST).read_text())

    written = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert {entry["path"]: entry["sha256"] for entry in manifest["files"]} == written


def test_styles_and_scripts_go_along(site):
    named = {
        posixpath.normpath(link)
        for link in links_of(site / "index.html")
        if link.startswith("static/")
    }

    assert named
    assert all((site / name).is_file() for name in named)


def test_practice_is_not_exported_unless_the_service_shows_it(tmp_path, settings):
    export_site(tmp_path / "without", at=NOON)
    settings.ALONGSIDE_SHOW_PRACTICE = True
    export_site(tmp_path / "with", at=NOON)

    assert not (tmp_path / "without/forums/hidden").exists()
    assert not list((tmp_path / "without/data").glob("practice*"))
    assert (tmp_path / "with/forums/hidden/index.html").is_file()
    assert (tmp_path / "with/data/practice-forums.csv").is_file()


def test_a_list_of_many_is_whole_in_an_export_page_by_page(tmp_path):
    for _ in range(60):
        ForumFactory()

    export_site(tmp_path / "site", at=NOON)

    lists = [tmp_path / "site/forums/index.html"]
    lists += (tmp_path / "site/forums").glob("page/*/index.html")
    shown = [
        result
        for page in lists
        for result in LexborHTMLParser(page.read_bytes()).css(".results__result h2")
    ]
    assert len(lists) > 1
    assert len(shown) == 61


def test_a_second_export_takes_the_place_of_the_first(site):
    forum, before = ForumFactory(slug="newer"), len(list(site.rglob("*.html")))
    (site / "forums/well/index.html").write_text("old")

    report = export_site(site, at=NOON)

    assert (site / f"forums/{forum.slug}/index.html").is_file()
    assert "The Well" not in (site / "forums/well/index.html").read_text() != "old"
    assert str(report).startswith(f"{before + 2} pages and ")  # the forum, and its history
    assert sorted(path.name for path in site.parent.iterdir()) == ["site", "static"]


def test_an_entry_with_an_address_that_leads_nowhere_does_not_stop_the_export(tmp_path):
    ForumFactory(house_rules_address="/rules/of/nobody")

    report = export_site(tmp_path / "site", at=NOON)

    assert "/rules/of/nobody" in report.elsewhere


def test_law_10_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(ExportError, match="something else than an export"):
        export_site(tmp_path, at=NOON)
    with pytest.raises(ExportError, match="is a file"):
        export_site(tmp_path / "thesis.txt", at=NOON)

    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_law_10_an_export_with_a_broken_page_leaves_the_last_one_standing(site, monkeypatch):
    before = (site / MANIFEST).read_bytes()
    MeasureFactory(forum__slug="newer")

    def fail(*_args, **_kwargs):
        raise LookupError("no such board")

    monkeypatch.setattr("alongside.publishing.entries.forum_entry", fail)

    with pytest.raises(ExportError, match="/forums/newer/"):
        export_site(site, at=NOON)

    assert (site / MANIFEST).read_bytes() == before
    assert sorted(path.name for path in site.parent.iterdir()) == ["site", "static"]
