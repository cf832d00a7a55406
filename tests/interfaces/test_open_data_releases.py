"""Pages and files of releases, as anybody meets them."""

import gzip
import json
import shutil
import subprocess
import warnings

import pytest
from csvw import CSVW
from frictionless import Package, system
from pyshacl import validate as validate_shapes
from rdflib import Graph
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from alongside.ops import command_line
from alongside.publishing.actions import publish_release
from alongside.publishing.files import DATA_FILES
from alongside.publishing.formats.rows import FORMS
from alongside.publishing.models import Release
from tests.factories import DAY, NOON, ForumFactory, ReleaseFileFactory
from tests.interfaces.test_open_data_formats import HERE
from tests.interfaces.test_register_data import a_real_register

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("at_noon"),
    # The validators use what others of their libraries have deprecated.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def released(*, at=NOON, note=""):
    return publish_release(note=note, by="zoe", at=at)


@pytest.fixture
def downloaded(client, tmp_path):
    """Every file of a release as whoever follows the links of its page has it."""
    a_real_register()
    release = released()
    page = LexborHTMLParser(client.get(release.get_absolute_url()).content)
    start = release.get_absolute_url()
    links = {node.attributes["href"] for node in page.css("main a")}
    for link in links:
        if link.startswith(start) and link != start:
            content = client.get(link).getvalue()
            (tmp_path / link.removeprefix(start)).write_bytes(content)
    return tmp_path


def test_sha256sum_finds_every_file_of_a_release_as_it_was_published(downloaded):
    command = ["sha256sum"] if shutil.which("sha256sum") else ["shasum", "-a", "256"]

    done = subprocess.run(
        [*command, "-c", "SHA256SUMS"], cwd=downloaded, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == len(list(downloaded.iterdir())) - 1
    assert len(list(downloaded.iterdir())) == 4 * len(DATA_FILES) + 4


def test_outside_validators_find_no_fault_in_a_release(downloaded):
    with warnings.catch_warnings(), system.use_context(trusted=True):
        warnings.simplefilter("ignore")
        report = Package(str(downloaded / "datapackage.json")).validate()
        csvw = CSVW(str(downloaded / "csv-metadata.json"), validate=True, strict=False)
        is_valid = csvw.is_valid

    assert report.flatten(["name", "type", "note"]) == []
    assert is_valid, csvw.warnings


def test_frictionless_would_find_a_file_that_was_changed_on_the_way(downloaded):
    (downloaded / "topics.csv").write_bytes((downloaded / "topics.csv").read_bytes() + b"\r\n")

    with warnings.catch_warnings(), system.use_context(trusted=True):
        warnings.simplefilter("ignore")
        report = Package(str(downloaded / "datapackage.json")).validate()

    assert "hash-count" in {kind for (kind,) in report.flatten(["type"])}


def test_the_files_are_those_that_were_there_to_download(client):
    ForumFactory(name="=Ł, “x”\n")

    release = released()

    for file in DATA_FILES:
        for ending in (*FORMS, "csv-metadata.json"):
            name = f"{file.name}.{ending}"
            frozen = client.get(f"{release.get_absolute_url()}{name}")
            live = client.get(f"/data/{name}")
            assert frozen.getvalue() == live.getvalue(), name
            assert frozen.headers["Content-Type"] == live.headers["Content-Type"]


def test_a_file_of_a_release_may_be_kept_for_ever_and_is_not_sent_twice(client):
    address = f"{released().get_absolute_url()}forums.csv"

    response = client.get(address)
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.8", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_a_file_of_a_release_is_sent_packed_to_whoever_takes_that(client, accepted, is_packed):
    address = f"{released().get_absolute_url()}forums.json"

    plain = client.get(address).getvalue()
    response = client.get(address, headers={"Accept-Encoding": accepted})
    content = response.getvalue()

    assert (response.headers.get("Content-Encoding") == "gzip") == is_packed
    assert response.headers["Content-Length"] == str(len(content))
    assert (gzip.decompress(content) if is_packed else content) == plain
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_release_stays_as_it_is_whatever_becomes_of_the_register(client):
    ForumFactory(slug="well", name="The Well")
    address = f"{released().get_absolute_url()}forums.csv"
    before = client.get(address).getvalue()
    type(ForumFactory()).objects.update(name="Another")

    assert client.get(address).getvalue() == before
    assert b"The Well" not in client.get("/data/forums.csv").getvalue()


def test_the_page_of_a_release_says_what_changed_and_why(client):
    ForumFactory()
    first = released()
    ForumFactory()
    second = released(note="A forum <was> missing.")

    page = LexborHTMLParser(client.get(second.get_absolute_url()).content)
    older = LexborHTMLParser(client.get(first.get_absolute_url()).content)

    text = " ".join(page.css_first("main").text().split())
    assert "Note: A forum <was> missing." in text
    assert "changes since release 2026-05-06" in text
    (row,) = [row for row in page.css("tbody tr") if row.css_first("th").text() == "forums"]
    assert "1 added" in row.text()
    assert "There is a newer release: 2026-05-06.2." in " ".join(older.body.text().split())
    assert "zoe" not in page.html


def test_releases_are_listed_newest_first(client):
    released()
    released(at=NOON + DAY)

    page = LexborHTMLParser(client.get("/data/releases/").content)
    feed = client.get("/data/releases/feed.atom").content.decode()

    assert [node.text() for node in page.css("tbody th a")] == ["2026-05-07", "2026-05-06"]
    assert feed.index("Release 2026-05-07") < feed.index("Release 2026-05-06")
    assert b"2026-05-07" in client.get("/data/").content
    assert b"in release" in client.get("/data/forums/").content


def test_a_service_without_releases_says_so(client):
    assert b"There is no release yet" in client.get("/data/releases/").content
    assert client.get("/data/releases/feed.atom").status_code == 200


def test_pages_of_releases_ask_the_database_seldom(client, django_assert_max_num_queries):
    for number in range(3):
        released(at=NOON + number * DAY)

    for address in ("/data/", "/data/forums/", "/data/releases/", "/data/releases/2026-05-07/"):
        with django_assert_max_num_queries(5):
            assert client.get(address).status_code == 200


def test_no_content_is_read_for_a_page(client, django_assert_max_num_queries):
    released()

    with django_assert_max_num_queries(5) as asked:
        client.get("/data/releases/2026-05-06/")

    assert not [query for query in asked.captured_queries if '"content"' in query["sql"]]


def test_the_catalogue_names_releases_as_versions_with_fingerprints(client):
    a_real_register()
    released()
    second = released(note="Put right.")

    text = client.get("/data/catalogue.ttl").getvalue().decode()
    graph = Graph().parse(data=text, format="turtle")
    conforms, _, report = validate_shapes(graph, shacl_graph=str(HERE / "dcat.shapes.ttl"))

    assert conforms, report
    assert second.files.get(name="forums.csv").sha256 in text
    assert text.count("dcat:previousVersion") == 1
    assert 'adms:versionNotes "Put right."@en' in text


@pytest.mark.parametrize(
    "address",
    [
        "/data/releases/2026-05-06/none.csv",
        "/data/releases/2026-05-09/",
        "/data/releases/2026-05-09/forums.csv",
        "/data/releases/2001-01-01/forums.csv",
        "/data/releases/-/",
    ],
)
def test_what_was_not_released_is_not_found_and_not_kept(client, address):
    released()
    ReleaseFileFactory(release__version="2001-01-01")  # still being made

    response = client.get(address)

    assert response.status_code == 404
    assert "immutable" not in response.headers.get("Cache-Control", "")


@pytest.fixture
def run(monkeypatch):
    """The command without setting up what the tests have set up already."""
    monkeypatch.setattr(command_line.state, "prepare_environment", lambda: None)

    def invoke(*arguments):
        return CliRunner().invoke(command_line.app, ["release", *arguments])

    return invoke


def test_the_command_publishes_a_release_and_says_where_it_is(run):
    ForumFactory()

    done = run()

    assert done.exit_code == 0, done.output
    assert f"Release 2026-05-06: {4 * len(DATA_FILES) + 4} files" in done.output
    assert "http://testserver/data/releases/2026-05-06/" in done.output
    assert Release.objects.get().made_by == "command line"


def test_the_command_refuses_a_second_release_of_a_day_without_a_note(run):
    run()

    refused = run()
    made = run("--note", "A measure was wrong.", "--by", "zoe", "--json")

    assert refused.exit_code == 1
    assert "Say with a note why 2026-05-06.2 follows it." in " ".join(refused.output.split())
    assert json.loads(made.stdout)["version"] == "2026-05-06.2"
    assert Release.objects.count() == 2


def test_law_7_a_release_whose_addresses_only_this_machine_could_open_is_refused(run, settings):
    settings.ALONGSIDE_ADDRESS = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    ForumFactory()

    refused = run()

    assert refused.exit_code == 1
    said = " ".join(refused.output.split())
    assert "Set ALONGSIDE_ADDRESS to where people reach the service." in said
    assert "--for-practice" in said
    assert not Release.objects.exists()

    assert run("--for-practice").exit_code == 0
    assert Release.objects.count() == 1
