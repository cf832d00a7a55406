"""Law 8: it survives without a centre. All that is public lives on as plain files."""

import hashlib
import json
import posixpath
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from alongside.core import clock
from alongside.ops import command_line
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
def _a_public_register(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
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
            assert link.startswith("#"), link
    assert "/forums/" in links


def test_an_address_that_only_this_machine_can_open_is_warned_of(tmp_path, settings):
    assert not export_site(tmp_path / "site", at=NOON).warning

    settings.ALONGSIDE_ADDRESS = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    report = export_site(tmp_path / "site", at=NOON)

    assert "set ALONGSIDE_ADDRESS" in report.warning
    assert report.as_dict()["warning"] == report.warning


def test_law_8_what_only_the_running_service_does_is_led_to_where_that_stands(tmp_path, settings):
    settings.ALONGSIDE_SERVICE_ADDRESS = "https://service.example"

    report = export_site(tmp_path / "site", at=NOON)

    assert set(ELSEWHERE) <= set(report.elsewhere)
    front = (tmp_path / "site/index.html").read_text()
    assert 'href="https://service.example/sign-in/"' in front
    assert 'href="https://service.example/"' in front
    entry = (tmp_path / "site/forums/well/index.html").read_text()
    assert 'href="https://service.example/forums/well/correct/"' in entry
    build = (tmp_path / "site/before-you-build-a-forum/index.html").read_text()
    assert 'href="https://service.example/before-you-build-a-forum/"' in build
    assert 'href="https://service.example/sign-in/"' in (tmp_path / "site" / NOT_FOUND).read_text()
    again = export_site(tmp_path / "site", at=NOON)
    assert again.kept
    assert again.elsewhere == report.elsewhere


def test_law_8_without_a_running_service_no_link_leads_to_what_only_it_does(tmp_path, settings):
    settings.ALONGSIDE_CONTACT = "register@aldmere.example"

    report = export_site(tmp_path / "site", at=NOON)

    assert report.elsewhere == ()
    site = tmp_path / "site"
    own = re.compile(re.escape(settings.ALONGSIDE_ADDRESS) + r"(/[^\s\"'<>&?#,\\]*)")
    looked_at = 0
    for file in site.rglob("*"):
        if file.suffix not in (".html", ".json", ".jsonld", ".xml", ".atom", ".csv", ".ttl"):
            continue
        for path in set(own.findall(file.read_text())):
            target = site / unquote(path).lstrip("/")
            # In CSV and in sentences an address may be followed by a mark that ends it.
            assert target.exists() or (site / unquote(path).strip("/;,.)")).exists(), (file, path)
            looked_at += 1
    assert looked_at > 200


def test_what_a_copy_without_a_service_cannot_take_it_says_where_to_send(tmp_path, settings):
    settings.ALONGSIDE_CONTACT = "register@aldmere.example"
    export_site(tmp_path / "with", at=NOON)
    settings.ALONGSIDE_CONTACT = settings.ALONGSIDE_ADDRESS
    export_site(tmp_path / "without", at=NOON)

    for name in ("forums/well", "bodies/aps", "proposals"):
        page = (tmp_path / "with" / name / "index.html").read_text()
        assert 'href="mailto:register@aldmere.example"' in page, name
        assert "correct/" not in page
        bare = (tmp_path / "without" / name / "index.html").read_text()
        assert "Tell whoever publishes it" in bare, name
    programs = (tmp_path / "with/api/index.html").read_text()
    assert "no program answers" in programs
    assert "/api/v1/openapi.json" not in programs
    build = (tmp_path / "with/before-you-build-a-forum/index.html").read_text()
    assert "the running service is needed" not in build


def test_every_page_of_a_copy_says_of_which_day_it_is_and_none_says_today(site, client):
    found = []
    for page in site.rglob("*.html"):
        if 'http-equiv="refresh"' in (text := page.read_text()):
            continue
        parser = LexborHTMLParser(text)
        assert "as of 6 May 2026" in parser.css_first("footer").text(), page
        for node in parser.css("script, style"):
            node.decompose()
        if page.parent.name == "api" or page.parent.parent.name == "data":
            continue  # they explain columns, whose words hold for every edition
        said = parser.css_first("main").text().replace("where they go today", "")
        found += [(page.parent.name, each) for each in re.findall(r".{40}\b[Tt]oday\b", said)]
    assert found == []
    assert "as of 6 May 2026 at 13:00" in (site / "data/index.html").read_text().replace(
        '<time data-copy="moment" datetime="2026-05-06T12:00:00+00:00">', ""
    )
    assert "as of" not in client.get("/").text
    assert "counted by this service, today" in client.get("/lists/").text


def test_a_page_that_was_taken_over_says_the_day_of_the_copy_that_it_is_in(site):
    ForumFactory(slug="alone")
    export_site(site, at=NOON)

    report = export_site(site, at=NOON + timedelta(days=1))

    page = (site / "forums/alone/index.html").read_text()
    assert report.kept
    assert '<time data-copy="day" datetime="2026-05-07">7 May 2026</time>' in page
    assert "6 May 2026</time>" not in page.partition("<footer")[2]
    manifest = json.loads((site / MANIFEST).read_text())["files"]
    written = next(entry for entry in manifest if entry["path"] == "forums/alone/index.html")
    assert written["sha256"] == hashlib.sha256(page.encode()).hexdigest()


def test_an_exported_page_says_the_same_as_the_running_one_without_what_needs_a_server(
    site, client
):
    exported = LexborHTMLParser((site / "forums/well/index.html").read_bytes())
    running = LexborHTMLParser(client.get("/forums/well/").content)

    for parser in (exported, running):
        for node in parser.css("footer, #proposals ~ p"):
            node.decompose()
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
    assert sorted(path.name for path in site.parent.iterdir()) == ["site"]


def test_an_entry_with_an_address_that_leads_nowhere_does_not_stop_the_export(tmp_path):
    ForumFactory(house_rules_address="/rules/of/nobody")

    report = export_site(tmp_path / "site", at=NOON)

    assert "/rules/of/nobody" in report.elsewhere
    assert not any(
        "/rules/of/nobody" in link
        for page in (tmp_path / "site/forums").rglob("*.html")
        for link in links_of(page)
    )


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
    assert sorted(path.name for path in site.parent.iterdir()) == ["site"]


def test_law_10_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "thesis.txt").write_text("years of work")
    monkeypatch.setattr(command_line.state, "prepare_environment", lambda: None)

    done = CliRunner().invoke(command_line.app, ["export", str(tmp_path / "thesis.txt" / "site")])

    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "cannot be written (Not a directory). Name a folder that you may write to." in said
    assert "Traceback" not in said
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_law_10_the_root_of_the_disk_is_no_folder_for_an_export():
    with pytest.raises(ExportError, match="Name a folder in it"):
        export_site(Path("/"), at=NOON)
