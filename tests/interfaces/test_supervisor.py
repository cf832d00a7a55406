"""`alongside run` says what is in its way, in one sentence."""

import socket
from pathlib import Path

import pytest

from alongside.ops import state, supervisor


def test_a_second_run_in_the_same_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    first = supervisor.only_one_here()

    with pytest.raises(supervisor.Stopped, match="already running from this folder"):
        supervisor.only_one_here()

    first.close()
    supervisor.only_one_here().close()


def test_a_port_that_was_asked_for_and_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(supervisor.Stopped, match=f"Port {port} is in use"):
            supervisor.free_port(port, exactly=True)

        assert supervisor.free_port(port) != port


def test_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"

    made = state.kept_secrets(file)

    assert state.kept_secrets(file) == made
    assert set(made) == {"ALONGSIDE_SECRET_KEY", "ALONGSIDE_ENCRYPTION_KEYS"}
    assert file.stat().st_mode & 0o077 == 0


def test_a_folder_with_a_blank_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(state.StateError, match="blank in its path"):
        state.start_database(tmp_path / "my projects")
