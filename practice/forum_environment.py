"""What the practice forum is told from outside, read once and refused with a sentence if wrong."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from forum_problem import PracticeProblem
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

DEFAULT_ADDRESS = "http://127.0.0.1:8900"
DEFAULT_STATE_DIR = Path(__file__).resolve().parent.parent / "var" / "practice"


class EnvironmentProblem(PracticeProblem):
    """A setting is missing or unusable; the message says which and what is expected."""


@dataclass(frozen=True)
class PracticeEnvironment:
    """Settings of one practice forum.

    `address` is the public address without a slash at the end; `database` holds the parameters of
    a PostgreSQL connection (dbname, host, user, ...), as libpq names them.
    """

    address: str
    host: str
    port: int
    database: Mapping[str, str]
    state_dir: Path


def read_environment(environ: Mapping[str, str]) -> PracticeEnvironment:
    """The settings in PRACTICE_ADDRESS, PRACTICE_DATABASE_URL and PRACTICE_STATE_DIR.

    Raises EnvironmentProblem if one is missing or cannot be used.
    """
    address = environ.get("PRACTICE_ADDRESS", DEFAULT_ADDRESS).rstrip("/")
    host, port = _read_address(address)
    return PracticeEnvironment(
        address=address,
        host=host,
        port=port,
        database=_read_database_url(environ.get("PRACTICE_DATABASE_URL", "")),
        state_dir=Path(environ.get("PRACTICE_STATE_DIR") or DEFAULT_STATE_DIR).resolve(),
    )


def read_secret_key(environ: Mapping[str, str], state_dir: Path) -> str:
    """PRACTICE_SECRET_KEY, or a random key that is made once and kept in `state_dir`."""
    if key := environ.get("PRACTICE_SECRET_KEY"):
        return key
    kept = state_dir / "secret-key"
    state_dir.mkdir(parents=True, exist_ok=True)
    try:
        # Created only if absent, so that two first starts at once agree on one key.
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return kept.read_text()


def _read_address(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme != "http" or not parts.hostname or port is None or parts.path:
        raise EnvironmentProblem(
            f"PRACTICE_ADDRESS must look like {DEFAULT_ADDRESS}, not {address!r}."
        )
    if not is_loopback(parts.hostname):
        # The passwords of the invented members are published with the content.
        raise EnvironmentProblem(
            "PRACTICE_ADDRESS must be on this machine only (127.0.0.1, ::1 or localhost), "
            f"not {parts.hostname!r}."
        )
    return parts.hostname, port


def is_loopback(host: str) -> bool:
    """Whether the name or address is this machine's own, without asking a name server."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read_database_url(url: str) -> Mapping[str, str]:
    if not url:
        raise EnvironmentProblem(
            "PRACTICE_DATABASE_URL is missing. It names a PostgreSQL database, for example "
            "postgresql://user@localhost/practice_forum."
        )
    try:
        parameters = conninfo_to_dict(url)
    except ProgrammingError as problem:
        raise EnvironmentProblem(f"PRACTICE_DATABASE_URL cannot be read: {problem}") from problem
    database = {name: str(value) for name, value in parameters.items() if value is not None}
    name = database.get("dbname", "")
    if "practice" not in name:
        # `reset` drops this database, so it must never be one that holds anything else.
        raise EnvironmentProblem(
            "PRACTICE_DATABASE_URL must name a database of the practice forum's own, with "
            f"'practice' in its name, not {name!r}."
        )
    return database
