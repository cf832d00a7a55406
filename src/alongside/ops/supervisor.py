"""`alongside run`: everything on one machine, from an empty folder to a service that answers.

Embedded database (unless DATABASE_URL is set), tables, starter data, web process, worker and the
practice forum. Stops all of it on Ctrl-C.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

import httpx
from rich.console import Console

from alongside.ops import state

WEB_PORT = 8000
PRACTICE_PORT = 8900
READY_SECONDS = 60.0
STOP_SECONDS = 15.0
PROJECT = Path(__file__).resolve().parents[3]
PRACTICE_PYTHON = PROJECT / ".venv-practice" / "bin" / "python"
PRACTICE_PROGRAM = PROJECT / "practice" / "forum.py"
# The practice forum is a playground on this machine, and people of practice can sign in only where
# practice is switched on: these passwords are no secrets.
OFFICIAL_PASSWORD = "practice-official-account"  # noqa: S105  # no secret, see above
PEOPLE_PASSWORD = "practice makes better"  # noqa: S105  # no secret, see above

console = Console(highlight=False)


class Stopped(Exception):
    """Somebody asked us to stop, or a process has ended by itself."""


def run(*, port: int | None, practice: bool) -> int:
    """Sets up and runs everything until it is stopped; the exit code for the shell."""
    began = time.monotonic()
    lock = only_one_here()
    practice = practice and PRACTICE_PYTHON.exists() and PRACTICE_PROGRAM.exists()
    # People of practice could not sign in: somebody switched practice off.
    practice = practice and os.environ.get("ALONGSIDE_SHOW_PRACTICE", "yes") != "no"
    with ExitStack() as held:
        web_port = held.enter_context(free_port(port or WEB_PORT, exactly=port is not None))
        practice_port = held.enter_context(free_port(PRACTICE_PORT)) if practice else 0
        return _run(lock, began, web_port, practice_port)


def _let_visit(practice_address: str) -> None:
    """Beside the forums on this machine that somebody named, the practice forum is visited."""
    named = [part.strip() for part in os.environ.get(state.TOLD, "").split(",") if part.strip()]
    os.environ[state.TOLD] = ",".join(dict.fromkeys([*named, practice_address]))


def _run(lock: TextIO, began: float, web_port: int, practice_port: int) -> int:
    practice = practice_port != 0
    address = os.environ.setdefault("ALONGSIDE_ADDRESS", f"http://127.0.0.1:{web_port}")
    practice_address = f"http://127.0.0.1:{practice_port}"
    if practice:
        os.environ.setdefault("ALONGSIDE_SHOW_PRACTICE", "yes")
        os.environ.setdefault("ALONGSIDE_SECOND_FACTOR", "no")
        _let_visit(practice_address)
    state.tell_commands(lock)
    processes: list[tuple[str, subprocess.Popen[bytes]]] = []
    _stop_on_signals()
    server = None
    code = 0
    try:
        with step("Database"):
            server = state.prepare_environment()
        with step("Tables and pages"):
            _set_up_django(database_is_given=server is None)
        if practice:
            _allow_practice()
            forum_environment = _forum_environment(practice_address)
            with step("Practice forum"):
                _practice_forum(forum_environment, "prepare")
                processes.append(("practice forum", _start_forum(forum_environment)))
        with step("Starter data"):
            _load_starter(practice_address if practice else None)
        with step("Web process and worker"):
            processes.append(("web process", _start_web(web_port)))
            processes.append(("worker", _start_worker()))
            _wait_for(f"http://127.0.0.1:{web_port}/health/", processes)
            if practice:
                _wait_for(f"{practice_address}/", processes)
        if practice:
            with step("Boards of the practice forum"):
                _discover_boards()
        _welcome(address, practice_address if practice else None, time.monotonic() - began)
        _watch(processes)
    except Stopped as exc:
        if str(exc):
            console.print(f"\n{exc}", style="bold red")
            code = 1
    except state.StateError as exc:
        console.print(f"\n{exc}", style="bold red")
        code = 1
    finally:
        # A second Ctrl-C must not leave processes behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        console.print("\nStopping …", end=" ")
        stop_processes(processes)
        if server is not None:
            server.cleanup()
        lock.close()
        console.print("stopped.")
    return code


def only_one_here() -> TextIO:
    """A lock on the state folder, held while it is open. Raises Stopped when another run has it.

    Two runs in one folder would share a database and each give the practice forum its own address.
    """
    folder = state.state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    # Not emptied: if another run has it, its words stand there.
    lock = (folder / state.RUNNING).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Stopped(
            "Alongside is already running from this folder. Stop it there with Ctrl-C first, or "
            "set ALONGSIDE_STATE to another folder."
        ) from None
    return lock


@contextmanager
def free_port(wanted: int, *, exactly: bool = False) -> Iterator[int]:
    """The wanted port, or the next free one of twenty, for this run alone while it is held.

    A server listens on it only once everything is set up, so two runs that begin together, from two
    folders, agree by a lock. Raises Stopped when there is none.
    """
    for port in [wanted] if exactly else range(wanted, wanted + 20):
        path = Path(tempfile.gettempdir()) / f"alongside-{os.getuid()}-port-{port}.lock"
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            continue
        try:
            if _is_ours(lock) and _is_unused(port):
                yield port
                return
        finally:
            os.close(lock)
    raise Stopped(f"Port {wanted} is in use. Stop what uses it, or give another: --port NUMBER.")


def _is_ours(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_unused(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def stop_processes(processes: list[tuple[str, subprocess.Popen[bytes]]]) -> None:
    """Asks every process to stop, waits, and ends those that do not."""
    for _name, process in reversed(processes):
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for _name, process in reversed(processes):
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def step(words: str) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    began = time.monotonic()
    with console.status(f"{words} …"):
        yield
    console.print(f"  [green]✓[/green] {words} [dim]{time.monotonic() - began:.1f} s[/dim]")


def _set_up_django(*, database_is_given: bool) -> None:
    """Settings, tables and static files. Raises Stopped or StateError with one sentence."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import Error

    try:
        django.setup()
        if database_is_given:
            state.reach_database(os.environ["DATABASE_URL"])
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
    except ImproperlyConfigured as exc:
        raise Stopped(str(exc)) from exc
    except Error as exc:
        raise Stopped(state.trouble_with_database(exc)) from exc


def _allow_practice() -> None:
    """Asked before anything of practice is made. Raises Stopped for a database in real use."""
    from alongside.ops.starter import load

    try:
        load.refuse_practice_among_real_people()
    except load.PracticeRefused as exc:
        raise Stopped(str(exc)) from exc


def _load_starter(practice_address: str | None) -> None:
    from alongside.core import clock
    from alongside.ops.starter import load

    load.load_register(by="starter data", at=clock.now())
    if practice_address is not None:
        load.load_practice(
            forum_address=practice_address,
            official_secret=OFFICIAL_PASSWORD,
            password=PEOPLE_PASSWORD,
            by="starter data",
            at=clock.now(),
        )


def _discover_boards() -> None:
    from alongside.core import clock
    from alongside.ops.starter import load

    load.discover_boards(load.practice_forum(), at=clock.now())


def _forum_environment(address: str) -> dict[str, str]:
    """What the practice forum is told; nothing of the service's own secrets."""
    folder = state.state_folder() / "practice"
    folder.mkdir(parents=True, exist_ok=True)
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }
    return kept | {
        "PRACTICE_DATABASE_URL": state.other_database(os.environ["DATABASE_URL"], "practice_forum"),
        "PRACTICE_ADDRESS": address,
        "PRACTICE_SECRET_KEY": state.kept_secrets(state.state_folder() / "secrets.env")[
            "PRACTICE_SECRET_KEY"
        ],
        "PRACTICE_STATE_DIR": str(folder),
        "PRACTICE_OFFICIAL_PASSWORD": OFFICIAL_PASSWORD,
    }


def _practice_forum(environment: dict[str, str], command: str) -> None:
    done = subprocess.run(
        [PRACTICE_PYTHON, PRACTICE_PROGRAM, command],
        env=environment,
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Stopped(f"The practice forum could not be prepared:\n{done.stdout[-2000:]}")


def _start_forum(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return _start([str(PRACTICE_PYTHON), str(PRACTICE_PROGRAM), "serve"], "practice", environment)


def _start_web(port: int) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--no-ws", "--log-level", "warning", "alongside.wsgi:application"),
    ]
    return _start(command, "web", dict(os.environ))


def _start_worker() -> subprocess.Popen[bytes]:
    return _start([sys.executable, "-m", "alongside.ops", "worker"], "worker", dict(os.environ))


def _start(command: list[str], name: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Starts a process in a group of its own, so that Ctrl-C reaches only us; its log is kept."""
    logs = state.state_folder() / "logs"
    logs.mkdir(exist_ok=True)
    with (logs / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            command,
            env=environment,
            cwd=PROJECT if PROJECT.is_dir() else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_for(address: str, processes: list[tuple[str, subprocess.Popen[bytes]]]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        _check_alive(processes)
        try:
            # Our own processes on loopback; `fetching` is for other people's sites.
            if httpx.get(address, timeout=2.0, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise Stopped(f"{address} did not answer within {READY_SECONDS:.0f} seconds. See var/logs.")


def _watch(processes: list[tuple[str, subprocess.Popen[bytes]]]) -> None:
    while True:
        _check_alive(processes)
        time.sleep(0.5)


def _check_alive(processes: list[tuple[str, subprocess.Popen[bytes]]]) -> None:
    for name, process in processes:
        if process.poll() is not None:
            raise Stopped(
                f"The {name} has ended by itself (exit code {process.returncode}). "
                f"Its log is in {state.state_folder() / 'logs'}."
            )


def _stop_on_signals() -> None:
    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    handler: Callable[[int, FrameType | None], None] = ask_to_stop
    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGINT, handler)
    signal.signal(signal.SIGHUP, handler)


def _welcome(address: str, practice_address: str | None, seconds: float) -> None:
    console.print(f"\n[bold]Alongside is running[/bold] [dim](ready in {seconds:.1f} s)[/dim]\n")
    console.print(f"  Public site    {address}/")
    console.print(f"  Workspace      {address}/workspace/")
    if practice_address is None:
        console.print("\n  Add the first person: [bold]alongside people add --help[/bold]")
    else:
        from alongside.ops.starter import load

        console.print(f"  Practice forum {practice_address}/  [dim](nobody there is real)[/dim]")
        console.print(f"\n  Sign in with the password [bold]{PEOPLE_PASSWORD}[/bold] as")
        for username, role in load.practice_people():
            console.print(f"    {username:<16} {role}")
        console.print(
            "\n  Try this: sign in as [bold]adviser[/bold], claim a question and answer it.\n"
            "  Sign in as [bold]reader[/bold] in another window and approve the answer. Within\n"
            "  moments it stands in the practice forum, with its public link as proof."
        )
    console.print("\n  Ctrl-C stops everything; your data stays.\n")
