import json
import shutil
import subprocess
from pathlib import Path

import pytest

from alongside.ui import build


class FakeTools:
    """Stands in for npm and Sass: writes what they would write, and counts the calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.failures: dict[str, str] = {}

    def __call__(self, arguments, *, cwd: Path, seconds: int, what: str):
        self.calls.append(what)
        if what in self.failures:
            return subprocess.CompletedProcess(arguments, 1, "", self.failures[what])
        if what == "npm":
            for script in build.BROWSER_SCRIPTS:
                path = cwd / "node_modules" / script
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("code();\n//# sourceMappingURL=code.map\n")
        else:
            for pair in arguments[-len(build.SHEETS) :]:
                Path(pair.partition(":")[2]).write_text("body{}")
        return subprocess.CompletedProcess(arguments, 0, "", "")


@pytest.fixture
def tools(monkeypatch) -> FakeTools:
    fake = FakeTools()
    monkeypatch.setattr(build, "_run_node", fake)
    return fake


@pytest.fixture
def styles(tmp_path) -> Path:
    folder = tmp_path / "styles"
    (folder / "components").mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3}))
    (folder / "alongside.scss").write_text("body {}")
    (folder / "components" / "_figure.scss").write_text(".figure {}")
    return folder


@pytest.fixture
def built(tmp_path) -> Path:
    return tmp_path / "static" / "built"


def test_the_first_build_fetches_compiles_and_copies(tools, styles, built):
    assert build.build(styles=styles, built=built) is True

    assert tools.calls == ["npm", "Sass"]
    assert sorted(path.name for path in built.iterdir()) == [
        "alongside.css",
        "govuk-frontend.min.js",
        "htmx.min.js",
        "public.css",
        "stamp.txt",
    ]


def test_a_copied_script_names_no_map_that_is_not_there(tools, styles, built):
    build.build(styles=styles, built=built)

    assert (built / "htmx.min.js").read_text() == "code();\n"


def test_a_second_build_has_nothing_to_do(tools, styles, built):
    build.build(styles=styles, built=built)
    tools.calls.clear()

    assert build.build(styles=styles, built=built) is False
    assert tools.calls == []


def test_a_changed_component_is_compiled_without_fetching_again(tools, styles, built):
    build.build(styles=styles, built=built)
    tools.calls.clear()
    (styles / "components" / "_figure.scss").write_text(".figure { color: red }")

    assert build.build(styles=styles, built=built) is True
    assert tools.calls == ["Sass"]


def test_a_changed_lock_file_is_fetched_again(tools, styles, built):
    build.build(styles=styles, built=built)
    tools.calls.clear()
    (styles / "package-lock.json").write_text(json.dumps({"lockfileVersion": 4}))

    build.build(styles=styles, built=built)

    assert tools.calls == ["npm", "Sass"]


def test_a_failed_build_leaves_what_was_built_last(tools, styles, built):
    build.build(styles=styles, built=built)
    tools.failures["Sass"] = (
        'Error: expected "{".\n  ╷\n1 │ bad\n  ╵\n  alongside.scss 1:4  root stylesheet\n'
    )
    (styles / "alongside.scss").write_text("bad")

    with pytest.raises(build.BuildError) as raised:
        build.build(styles=styles, built=built)

    assert str(raised.value) == ('The styles do not compile: expected "{" (alongside.scss 1:4).')
    assert (built / "alongside.css").read_text() == "body{}"
    assert [path.name for path in built.parent.iterdir()] == ["built"]


def test_a_registry_out_of_reach_is_said_in_a_sentence(tools, styles, built):
    tools.failures["npm"] = "npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED\n"

    with pytest.raises(build.BuildError, match=r"could not be fetched: code ECONNREFUSED\. Check"):
        build.build(styles=styles, built=built)

    assert not built.exists()


def test_a_broken_installation_is_said_in_a_sentence(styles, built):
    shutil.rmtree(styles)

    with pytest.raises(build.BuildError, match=r"package-lock.json cannot be read: No such file"):
        build.build(styles=styles, built=built)


def test_the_command_says_what_is_wrong_and_fails(tools, styles, built, monkeypatch, capsys):
    monkeypatch.setattr(
        build.build, "__kwdefaults__", {"styles": styles, "built": built, "force": False}
    )
    tools.failures["npm"] = "npm error code E500\n"

    assert build.main([]) == 1

    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("The styles could not be built. The packages for styles")
