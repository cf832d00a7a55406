"""The published files that a command counts again, read from a folder."""

from collections.abc import Iterable
from pathlib import Path


class CannotRead(Exception):
    """A file is not there, or holds no text; the message says which and why."""


def read_published(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The text of each `NAME.csv` in the folder, by its name. Raises CannotRead."""
    files = {}
    for name in names:
        path = folder / f"{name}.csv"
        try:
            files[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise CannotRead(f"{path} is no text in UTF-8, as every published file is.") from None
        except OSError as exc:
            raise CannotRead(f"{path} cannot be read: {exc.strerror}.") from exc
    return files
