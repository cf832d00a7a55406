"""Where benchmarks keep their databases: an embedded server of their own, under var/benchmarks."""

import os
import subprocess
import sys
from pathlib import Path

from alongside.ops import state

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "benchmarks"


def database(name: str) -> dict[str, str]:
    """The environment of a process that works on the database of this name; made if missing."""
    os.environ.setdefault("ALONGSIDE_STATE", str(FOLDER))
    os.environ["ALONGSIDE_ADDRESS"] = "http://testserver"
    os.environ["ALONGSIDE_SHOW_PRACTICE"] = "no"
    global _server
    _server = _server or state.prepare_environment()
    url = state.other_database(os.environ["DATABASE_URL"], name)
    state.reach_database(url)
    return {**os.environ, "DATABASE_URL": url}


_server: state.Server | None = None


def prepare(environment: dict[str, str]) -> None:
    """Tables in step, and static files collected, as in a running service."""
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "-v", "0"]):
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            env={**environment, "DJANGO_SETTINGS_MODULE": "alongside.settings"},
            cwd=ROOT,
            check=True,
        )
