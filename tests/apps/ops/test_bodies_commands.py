"""`alongside bodies import`, and what holds for the whole command line."""

from itertools import pairwise

import pytest
import typer
from typer.testing import CliRunner

from alongside.bodies.models import Body
from alongside.ops import bodies_commands
from alongside.ops.command_line import app as whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Imports a file with this text: (code of the end, what it printed)."""
    app = typer.Typer()
    app.callback()(lambda: None)
    app.add_typer(bodies_commands.prepared_by(lambda command: command), name="bodies")
    file = tmp_path / "list.csv"

    def running(text, *options):
        file.write_text(text, encoding="utf-8")
        found = CliRunner().invoke(app, ["bodies", "import", str(file), *options])
        return found.exit_code, found.output

    return running


def test_one_body_is_told_in_the_singular(run):
    code, said = run("name\nAldmere\n", "--write")

    assert code == 0
    assert "1 body in the list (list): 1 to add" in said
    assert Body.objects.get().name == "Aldmere"


def test_a_body_that_is_missing_now_is_told_and_stays(run):
    run("name\nAldmere\nFerry\n", "--write")

    assert "1 body are" not in (said := run("name\nAldmere\n")[1])
    assert "No longer in the list: 1 body. Nothing changes there." in said


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--jurisdiction", "Elbonia"),
        ("--scheme", "no scheme"),
        ("--kind", "club"),
        ("--source", "A"),
    ],
)
def test_an_option_that_is_no_such_thing_is_named_and_no_line_of_the_file(run, option, value):
    code, said = run("name\nAldmere\n", option, value)

    assert code == 2
    assert "Invalid value" in said
    assert "line 2" not in said


def test_the_version_is_told():
    found = CliRunner().invoke(whole, ["--version"])

    assert (found.exit_code, found.output.split()[0]) == (0, "alongside")


@pytest.mark.parametrize(
    "words", ["bodies import", "forums import", "forums measures import", "export", "worker"]
)
def test_helps_flow_over_whole_lines_and_imports_give_an_example(words):
    found = CliRunner().invoke(whole, [*words.split(), "--help"], env={"COLUMNS": "80"})

    text = [line.strip() for line in found.output.split("╭")[0].split("\n")]
    # A line ends early only at the end of a paragraph.
    ragged = [
        line
        for line, following in pairwise(text)
        if line and following and len(line) + 1 + len(following.split()[0]) <= 78
    ]
    assert ragged == []
    assert ("Example: alongside" in found.output) == ("import" in words)
