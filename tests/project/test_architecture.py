"""The project about itself: layers, keys, migrations, settings, and what a clone must not hold."""

import ast
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "alongside"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def layer_of_apps():
    """The height of each app, 0 for the lowest row, as the contract of the layers has it."""
    (contract,) = (found for found in CONTRACTS if found["name"] == "Apps point one way")
    rows = [re.split(r"[\s|()]+", row.strip("() ")) for row in reversed(contract["layers"])]
    return {app: height for height, row in enumerate(rows) for app in row if app}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


def relations():
    """Every foreign key between two of our models: (from, field, to)."""
    return [
        (model, field, field.related_model)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model in our_models()
    ]


def sources(pattern="**/*.py"):
    return sorted(PACKAGE.glob(pattern))


# Layers


def test_every_import_contract_is_kept():
    # In a process of its own, as script/check runs it, with the interpreter of these tests.
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_app_with_tables_has_its_place_in_the_layers():
    assert {model._meta.app_label for model in our_models()} <= set(layer_of_apps())


@pytest.mark.parametrize(("model", "field", "target"), relations(), ids=str)
def test_foreign_keys_point_down(model, field, target):
    layers = layer_of_apps()
    here, there = model._meta.app_label, target._meta.app_label

    assert here == there or layers[there] < layers[here], (
        f"{field} points up or aside: a lower app must not know an upper one."
    )


@pytest.mark.parametrize(("model", "field", "target"), relations(), ids=str)
def test_a_key_into_another_app_leaves_no_way_back(model, field, target):
    if model._meta.app_label == target._meta.app_label:
        return

    # A reverse accessor is an upward dependency that no import shows.
    # A field to many gets a hidden name of Django's own, which ends so too.
    assert str(field.remote_field.related_name).endswith("+"), f"{field} needs related_name='+'."


def test_apps_do_not_signal_to_one_another():
    users = [
        path.relative_to(ROOT)
        for path in sources()
        if re.search(
            r"^\s*(from|import) django\.(dispatch|db\.models\.signals)", path.read_text(), re.M
        )
    ]

    assert users == []


def test_domain_rules_ask_for_no_time():
    users = [
        path.relative_to(ROOT)
        for path in sources("*/domain/*.py")
        if re.search(r"\.(now|today|utcnow)\(", path.read_text())
    ]

    assert users == []


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_is_longer_than_one_can_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 500


# Migrations


def imports_of(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(
    "path", sources("*/migrations/0*.py"), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_migrations_stand_alone(path):
    ours = {name for name in imports_of(path) if name.split(".")[0] == "alongside"}

    # A default that makes a new identifier for each row cannot be written as a plain value, nor can
    # the expression of a column that the database makes itself: another one gets another name.
    assert ours <= {"alongside.core.identifiers", "alongside.core.names"}


@pytest.mark.django_db
def test_models_and_migrations_are_in_step():
    # Raises SystemExit with a list of changes when a migration is missing.
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Settings


def settings_read():
    """Names of the environment that the package asks for."""
    reading = re.compile(
        r"""(?:env_(?:text|flag|list|whole)|os\.environ\.get|os\.environ\.setdefault|getenv)
            \(\s*"([A-Z][A-Z0-9_]+)"|os\.environ\["([A-Z][A-Z0-9_]+)"\]""",
        re.VERBOSE,
    )
    return {
        name
        for path in sources()
        for found in reading.findall(path.read_text(encoding="utf-8"))
        for name in found
        # What Django or the practice forum are told is no setting of ours.
        if name.startswith(("ALONGSIDE_", "DATABASE_"))
    }


def test_every_setting_is_explained_where_one_looks_for_it():
    running = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")

    missing = sorted(name for name in settings_read() if f"`{name}`" not in running)

    assert settings_read()
    assert missing == []


def test_no_setting_is_explained_that_nobody_reads():
    running = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", running, re.M))
    # Read by the browser test, not by the package.
    explained -= {"ALONGSIDE_BROWSER"}

    assert explained <= settings_read()


# What a clone must not hold


def tracked_texts():
    """(path, text) of every file that is or would be tracked; skips what is not text."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("This is not a git checkout.")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_place_on_somebodys_machine():
    place = re.compile(r"(?<![\w.~:/-])/(?:root|work|tmp|home/[a-z]\w*|Users/\w+)/\w")

    found = [
        f"{name}: {match[0]}" for name, text in tracked_texts() if (match := place.search(text))
    ]

    assert found == []


def test_no_file_names_a_package_index():
    index = re.compile(
        r"--(?:extra-)?index-url|--find-links|--trusted-host|^\s*(?:extra-)?index-url\s*="
        r"|registry\s*=\s*[\"{]|/simple/?[\"'\s]",
        re.M,
    )

    found = [
        f"{name}: {match[0]}" for name, text in tracked_texts() if (match := index.search(text))
    ]

    assert found == []


def test_requirements_are_pinned_with_hashes_and_name_no_address():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        lines = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip() and not line.lstrip().startswith("#")
        ]
        pins = [line for line in lines if not line.startswith(" ")]

        assert pins
        assert not [line for line in lines if "://" in line]
        assert all("==" in pin for pin in pins)
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


# The network


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_reaches_beyond_this_machine():
    # An address that is kept for documentation (RFC 5737), should it ever be asked.
    with socket.socket() as probe, pytest.raises(SocketConnectBlockedError):
        probe.connect(("192.0.2.1", 80))
