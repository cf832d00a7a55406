"""Everything that `alongside run` starts, from an empty folder, and a browser to look at it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.engine.practice_forum import unused_port

ROOT = Path(__file__).resolve().parents[2]
# Set in development to keep a picture of every page the story visits.
PICTURES = os.environ.get("ALONGSIDE_PICTURES")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Service:
    """The running service and its practice forum."""

    address: str
    forum: str
    state: Path
    worker: int  # its process

    def command(self, *arguments: str) -> str:
        """What `alongside …` prints, run beside the running service."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "ALONGSIDE_SECRET_KEY", "ALONGSIDE_ENCRYPTION_KEYS")
        }
        done = subprocess.run(
            [sys.executable, "-m", "alongside.ops", *arguments],
            env=environment | {"ALONGSIDE_STATE": str(self.state)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def worker_pausing(self) -> Iterator[None]:
        """The worker stands still, as on a busy machine: what is queued stays queued."""
        os.kill(self.worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.worker, signal.SIGCONT)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """The service as `script/run` starts it on a new machine; stopped as Ctrl-C stops it."""
    state = ROOT / "var" / "tests-browser"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir(parents=True)
    # Nothing of the tests' own settings may reach it.
    own = ("ALONGSIDE_", "DATABASE_URL", "DJANGO_")
    environment = {n: v for n, v in os.environ.items() if not n.startswith(own)}
    log = state / "run.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside.ops", "run", "--port", str(unused_port())],
            env=environment | {"ALONGSIDE_STATE": str(state)},
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
    try:
        deadline = time.monotonic() + 240
        while "Ctrl-C stops everything" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        said = log.read_text()
        address = re.search(r"Public site\s+(\S+)/", said)
        forum = re.search(r"Practice forum\s+(\S+)/", said)
        assert address is not None, said
        assert forum is not None, said
        yield Service(address[1], forum[1], state, worker_of(process.pid))
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, log.read_text()
        assert "stopped." in log.read_text()


def worker_of(pid: int) -> int:
    """The worker among the processes that a run has started."""
    [worker] = [
        child.pid for child in psutil.Process(pid).children() if child.cmdline()[-1] == "worker"
    ]
    return worker


@dataclass
class Failures:
    """Answers of the service that no page may give, whatever the story expects."""

    seen: list[str]

    def listen_to(self, context: BrowserContext) -> BrowserContext:
        context.on(
            "response",
            lambda answer: (
                self.seen.append(f"{answer.status} {answer.url}")
                # 422 is a form that comes back with what is wrong in it.
                if answer.status >= 400 and answer.status != 422
                else None
            ),
        )
        # A page that breaks the content security policy says so in the console.
        context.on(
            "console",
            lambda said: (
                self.seen.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        return context


@pytest.fixture
def failures() -> Iterator[Failures]:
    """Collects what went wrong behind the pages, and fails the story at its end."""
    collected = Failures([])
    yield collected
    assert collected.seen == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; else the one that Playwright has."""
    path = os.environ.get("ALONGSIDE_BROWSER") or next(
        (found for name in BROWSERS if (found := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            # As root, Chromium has no sandbox to offer; it only ever sees our own pages.
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, failures: Failures) -> Iterator[Page]:
    """Somebody who is not signed in."""
    context = failures.listen_to(browser.new_context(viewport={"width": 1280, "height": 900}))
    yield context.new_page()
    context.close()
