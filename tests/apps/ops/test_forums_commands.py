"""`alongside forums import` and `alongside forums measures import`: what they say, and to whom."""

import json

import pytest
import typer
from typer.testing import CliRunner

from alongside.forums.models import Forum, Measure
from alongside.ops import forums_commands
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

FORUMS = "forum_id,name,address,subject\nferry,Ferry Corner,https://ferry.example,[Work]\n"
MEASURES = (
    "forum_id,kind,value,unit,method,asserted_by,source,dated\n"
    "ferry,members,42000,members,shown,the front page,front page,2024-05\n"
)


@pytest.fixture
def run(tmp_path):
    """Runs a command on a file with this text: (code of the end, what it printed)."""
    app = typer.Typer()
    app.callback()(lambda: None)
    forums_commands.add_to(app, lambda command: command)
    file = tmp_path / "file.csv"

    def running(words, text, *options):
        file.write_text(text, encoding="utf-8")
        found = CliRunner().invoke(app, [*words.split(), str(file), *options])
        return found.exit_code, found.output

    return running


def test_a_difference_is_shown_first_and_written_when_asked_for(run):
    shown = run("import", FORUMS)
    count = Forum.objects.count()
    written = run("import", FORUMS, "--write")

    assert (shown[0], count) == (0, 0)
    assert "Ferry Corner, ferry (line 2)" in shown[1]
    assert "Nothing was written. Write it with --write." in shown[1]
    assert "Written." in written[1]
    assert Forum.objects.get().subject == "[Work]"


def test_a_change_is_shown_field_by_field(run):
    run("import", FORUMS, "--write")

    code, said = run("import", FORUMS.replace("[Work]", "[Rest]"))

    assert code == 0
    assert "subject: [Work] → [Rest]" in said
    assert "0 to add, 1 to change" in said


def test_what_stays_as_people_entered_it_is_shown(run):
    ForumFactory(slug="ferry", name="Ferry Corner", subject="Rest")

    code, said = run("import", FORUMS)

    assert code == 0
    assert "Ferry Corner (line 2): subject stays Rest; the file: [Work]" in said
    assert "1 forum in the file" in said


def test_a_name_for_the_file_is_a_short_name(run):
    code, said = run("import", FORUMS, "--source", "Not short!")

    assert code == 2
    assert "--source is a short name" in said


def test_figures_are_shown_by_forum(run):
    ForumFactory(slug="ferry", name="Ferry Corner")

    shown = run("measures import", MEASURES)
    written = run("measures import", MEASURES, "--write")
    again = run("measures import", MEASURES.replace("42000", "41000"), "--write")

    assert "Ferry Corner: 1 (members; 2024-05)" in shown[1]
    assert "Written." in written[1]
    assert "42000 members stays; the file: 41000 members" in again[1]
    assert "Nothing to do." in again[1]
    assert Measure.objects.get().value == 42_000


@pytest.mark.parametrize("words", ["import", "measures import"])
def test_faults_are_told_by_line_and_end_with_one(run, words):
    text = {"import": FORUMS, "measures import": MEASURES}[words].replace("ferry,", "No slug,")

    code, said = run(words, text, "--write")
    json_code, as_json = run(words, text, "--json")

    assert (code, json_code) == (1, 1)
    assert "The list has 1 fault. Nothing was imported." in said
    assert "line 2" in said
    assert json.loads(as_json)["faults"][0]["place"] == "line 2"


def test_programs_get_the_whole_difference(run):
    found = json.loads(run("import", FORUMS, "--json")[1])

    assert [entry["forum_id"] for entry in found["added"]] == ["ferry"]
    assert (found["records"], found["unchanged"], found["written"]) == (1, 0, False)
    ForumFactory(slug="ferry")
    figures = json.loads(run("measures import", MEASURES, "--json")[1])
    assert figures["forums"][0]["kinds"] == ["members"]
