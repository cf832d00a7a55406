"""Starts a practice forum for tests, with a database and a state folder of its own."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from alongside.ops import state

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-practice" / "bin" / "python"
PROGRAM = ROOT / "practice" / "forum.py"
OFFICIAL_PASSWORD = "official-in-tests"


@dataclass(frozen=True)
class PracticeForum:
    """A running practice forum."""

    address: str
    environment: dict[str, str] = field(repr=False)

    def ask(self, *, board: str, title: str, text: str) -> dict[str, object]:
        """A member asks a question: {"thread_id", "address"}."""
        answer: dict[str, object] = json.loads(
            self.run("ask", "--board", board, "--title", title, "--text", text)
        )
        return answer

    def run(self, *arguments: str) -> str:
        """What a command of the forum prints. A command that fails fails the test."""
        done = subprocess.run(
            [PYTHON, PROGRAM, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def page(self, path: str) -> str:
        """A page of the forum as a guest sees it."""
        address = path if path.startswith("http") else self.address + path
        return httpx.get(address, follow_redirects=True, timeout=30).text


@contextmanager
def running_forum(database_url: str, folder: Path) -> Iterator[PracticeForum]:
    """A practice forum that answers, freshly seeded if its database is new."""
    address = f"http://127.0.0.1:{unused_port()}"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PRACTICE_DATABASE_URL": state.other_database(database_url, "practice_forum_in_tests"),
        "PRACTICE_ADDRESS": address,
        "PRACTICE_STATE_DIR": str(folder),
        "PRACTICE_OFFICIAL_PASSWORD": OFFICIAL_PASSWORD,
    }
    forum = PracticeForum(address, environment)
    forum.run("prepare")
    forum.run("reset", "--yes")
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [PYTHON, PROGRAM, "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        wait_for(address)
        yield forum
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def wait_for(address: str, *, seconds: float = 60) -> None:
    """Returns once the address answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, timeout=5).status_code < 500:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within {seconds:.0f} seconds")


def unused_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
