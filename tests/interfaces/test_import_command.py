"""`alongside bodies import`: what it shows, what it writes, and how it ends."""

import json
from email.utils import formatdate

import pytest
from typer.testing import CliRunner

from alongside.bodies.models import Body
from alongside.ops import command_line
from tests.served_forum import served_forum

pytestmark = pytest.mark.django_db

HEADER = "id,name,kind,parent_id\n"


def run(*arguments):
    return CliRunner().invoke(command_line.app, ["bodies", "import", *map(str, arguments)])


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "bodies.csv"
    path.write_text(f"{HEADER}a,Aldmere [council],local_authority,\nb,Brackenford,,a\n")
    return path


def test_without_a_word_it_shows_what_it_would_do_and_writes_nothing(source):
    told = run(source)

    assert told.exit_code == 0
    assert "Aldmere [council], aldmere-council (line 2)" in told.stdout
    assert "2 to add, 0 to change, 0 to close, 0 unchanged" in told.stdout
    assert "Nothing was written. Write it with --write." in told.stdout
    assert not Body.objects.exists()


def test_it_writes_when_told_to_and_then_has_nothing_to_do(source):
    first, again = run(source, "--write"), run(source, "--write")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "Written." in first.stdout
    assert "Nothing to do." in again.stdout
    assert Body.objects.count() == 2


@pytest.fixture
def register(settings, tmp_path):
    """A publisher's register, which may be kept for ten minutes."""
    with served_forum() as site:
        settings.ALONGSIDE_LOOPBACK_FORUMS = [site.address]
        settings.ALONGSIDE_LISTS_FOLDER = tmp_path / "lists"
        site.pages["/bodies.csv"] = _list("name\nAldmere\n")
        yield site


def _list(text, **headers):
    told = {"Content-Type": "text/csv", "Cache-Control": "max-age=600", "Date": formatdate()}
    return 200, told | headers, text.encode()


def test_a_list_with_an_address_is_written_as_it_was_shown_and_fetched_once(register):
    shown = run(f"{register.address}/bodies.csv")
    register.pages["/bodies.csv"] = _list("name\nBrackenford\n")
    written = run(f"{register.address}/bodies.csv", "--write")

    assert "fetched within the last hour" not in shown.stdout
    assert "fetched within the last hour, as its publisher allows" in written.stdout
    assert [body.name for body in Body.objects.all()] == ["Aldmere"]
    assert register.asked == ["/robots.txt", "/bodies.csv", "/robots.txt"]


def test_a_list_that_its_publisher_does_not_let_anybody_keep_is_fetched_again(register):
    register.pages["/bodies.csv"] = _list("name\nAldmere\n", **{"Cache-Control": "no-store"})
    run(f"{register.address}/bodies.csv")
    register.pages["/bodies.csv"] = _list("name\nBrackenford\n")

    assert "Brackenford" in run(f"{register.address}/bodies.csv").stdout


def test_changes_are_shown_field_by_field(source):
    run(source, "--write")
    source.write_text(f"{HEADER}a,Aldmere,local_authority,c\nb,Brackenford,court,\nc,Crown,,\n")

    told = run(source)

    assert "name: Aldmere [council] → Aldmere" in told.stdout
    assert "kind: other → court" in told.stdout
    assert "parent: nothing → crown" in told.stdout


def test_many_changes_are_cut_short_unless_all_are_wanted(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("name\n" + "".join(f"Body {n}\n" for n in range(60)))

    short, whole = run(path), run(path, "--all")

    assert "… and 20 more. --all shows them." in short.stdout
    assert "Body 59" not in short.stdout
    assert "Body 59" in whole.stdout


def test_faults_end_with_one_and_stand_by_their_lines(source):
    source.write_text(f"{HEADER}a,,court,\nb,=1+1,court,\n")

    told = run(source, "--write")

    assert told.exit_code == 1
    assert "The list has 2 faults. Nothing was imported." in told.stderr
    assert "line 2: The name is missing." in told.stderr
    assert "line 3: The name begins like a formula" in told.stderr
    assert not Body.objects.exists()


def test_programs_are_told_in_json(source):
    shown = json.loads(run(source, "--json").stdout)
    written = json.loads(run(source, "--json", "--write").stdout)

    assert [found["body"] for found in shown["added"]] == ["aldmere-council", "brackenford"]
    assert (shown["records"], shown["unchanged"], shown["written"]) == (2, 0, False)
    assert written["written"] is True
    assert Body.objects.count() == 2


def test_programs_are_told_of_faults_in_the_same_way(source):
    source.write_text(f"{HEADER}a,,court,\n")

    told = run(source, "--json", "--write")

    assert told.exit_code == 1
    assert json.loads(told.stdout) == {
        "error": "The list has 1 fault. Nothing was imported.",
        "faults": [
            {
                "place": "line 2",
                "field": "name",
                "message": "The name is missing.",
            }
        ],
    }


@pytest.mark.parametrize(
    "wish", [("--format", "xml"), ("--kind", "castle"), ("--source", "Two Words")]
)
def test_wishes_that_mean_nothing_are_refused(source, wish):
    told = run(source, *wish)

    assert told.exit_code == 2
    assert not Body.objects.exists()


def test_the_list_may_be_given_a_name(source):
    run(source, "--write", "--source", "counties")

    assert Body.objects.get(slug="brackenford").source_records.get().source == "counties"
