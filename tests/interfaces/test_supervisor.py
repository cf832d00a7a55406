"""`alongside run` says what is in its way, in one sentence."""

import os
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from psycopg import sql
from typer.testing import CliRunner

from alongside.ops import command_line, state, supervisor
from tests.environment import DATABASE_URL


def test_a_second_run_in_the_same_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    first = supervisor.only_one_here()

    with pytest.raises(supervisor.Stopped, match="already running from this folder"):
        supervisor.only_one_here()

    first.close()
    supervisor.only_one_here().close()


def test_a_command_beside_a_run_knows_the_practice_forum_as_long_as_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    monkeypatch.setenv("ALONGSIDE_LOOPBACK_FORUMS", "http://127.0.0.1:8900")
    assert state.told_by_run(tmp_path) == ""

    lock = supervisor.only_one_here()
    state.tell_commands(lock)
    with pytest.raises(supervisor.Stopped):
        supervisor.only_one_here()

    assert state.told_by_run(tmp_path) == "http://127.0.0.1:8900"
    lock.close()
    assert state.told_by_run(tmp_path) == ""


@pytest.mark.parametrize("named", ["", "http://127.0.0.1:9001, http://localhost:9002"])
def test_forums_on_this_machine_are_visited_beside_the_practice_forum(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_LOOPBACK_FORUMS", named)

    supervisor._let_visit("http://127.0.0.1:8900")
    supervisor._let_visit("http://127.0.0.1:8900")

    visited = os.environ["ALONGSIDE_LOOPBACK_FORUMS"].split(",")
    assert visited == [*filter(None, named.split(", ")), "http://127.0.0.1:8900"]


@pytest.mark.parametrize(
    "named",
    [
        "http://127.0.0.1:9001 http://127.0.0.1:9002",
        "http://forum.example",
        "127.0.0.1:9001",
        "http://127.0.0.1:9001/",
    ],
)
def test_a_forum_that_is_not_on_this_machine_stops_the_start_with_a_sentence(named: str) -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import alongside.settings"],
        env={
            **os.environ,
            "ALONGSIDE_LOOPBACK_FORUMS": named,
            "ALONGSIDE_SECRET_KEY": "x",
            "ALONGSIDE_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert "ALONGSIDE_LOOPBACK_FORUMS must be origins on this machine" in started.stderr


def test_a_port_that_was_asked_for_and_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with (
            pytest.raises(supervisor.Stopped, match=f"Port {port} is in use"),
            supervisor.free_port(port, exactly=True),
        ):
            pass

        with supervisor.free_port(port) as other:
            assert other != port


def test_two_runs_that_begin_together_get_two_ports() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with supervisor.free_port(port) as first, supervisor.free_port(port) as second:
        assert second != first
    with supervisor.free_port(port, exactly=True) as again:
        assert again == port


def test_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"

    made = state.kept_secrets(file)

    assert state.kept_secrets(file) == made
    assert set(made) == {"ALONGSIDE_SECRET_KEY", "ALONGSIDE_ENCRYPTION_KEYS", "PRACTICE_SECRET_KEY"}
    assert len(set(made.values())) == 3
    assert file.stat().st_mode & 0o077 == 0


def test_an_older_file_of_secrets_gets_what_it_lacks_and_keeps_what_it_has(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    file.write_text("ALONGSIDE_SECRET_KEY=kept\nALONGSIDE_ENCRYPTION_KEYS=kept=")

    found = state.kept_secrets(file)

    assert found["ALONGSIDE_SECRET_KEY"] == "kept"
    assert found["ALONGSIDE_ENCRYPTION_KEYS"] == "kept="
    assert state.kept_secrets(file) == found


def test_the_practice_forum_is_told_no_secret_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    secrets = state.kept_secrets(tmp_path / "secrets.env")

    told = supervisor._forum_environment("http://127.0.0.1:8900")

    assert told["PRACTICE_SECRET_KEY"] == secrets["PRACTICE_SECRET_KEY"]
    for name in ("ALONGSIDE_SECRET_KEY", "ALONGSIDE_ENCRYPTION_KEYS"):
        assert secrets[name] not in told.values()
        assert secrets[name][::-1] not in told.values()


def test_a_database_that_cannot_be_reached_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        port = taken.getsockname()[1]

        with pytest.raises(state.StateError, match="DATABASE_URL cannot be used") as refused:
            state.reach_database(f"postgresql://somebody@127.0.0.1:{port}/alongside")

    assert "\n" not in str(refused.value)


def test_an_address_that_names_no_database_is_told_in_one_sentence() -> None:
    with pytest.raises(state.StateError, match="DATABASE_URL cannot be used"):
        state.reach_database("nonsense")


def test_a_database_that_is_missing_is_made() -> None:
    name = f"made_{uuid.uuid4().hex}"
    url = state.other_database(DATABASE_URL, name)
    try:
        state.reach_database(url)
        state.reach_database(url)

        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT current_database()").fetchone()
        assert found == (name,)
    finally:
        with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def test_recomputing_at_no_moment_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "enquiries.csv"
    file.write_text("body_id\n")

    told = CliRunner().invoke(
        command_line.app, ["figures", "recompute", str(file), "--at", "yesterday"]
    )

    assert told.exit_code == 1
    assert "'yesterday'" in told.stderr
    assert "Traceback" not in told.output


def test_recomputing_from_a_file_that_is_not_utf_8_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "enquiries.csv"
    file.write_bytes(b"body_id\xff\n")

    told = CliRunner().invoke(command_line.app, ["figures", "recompute", str(file)])

    assert told.exit_code == 1
    assert "UTF-8" in told.stderr


def test_a_folder_with_a_blank_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(state.StateError, match="blank in its path"):
        state.start_database(tmp_path / "my projects")
