"""How releases of the data are named. Pure."""

import re
from collections.abc import Collection
from datetime import date

VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d+)?")


def next_version(day: date, taken: Collection[str]) -> str:
    """2026-11-22 for the first release of a day, then 2026-11-22.2 and so on."""
    first = day.isoformat()
    of_day = [version for version in taken if version.split(".")[0] == first]
    if not of_day:
        return first
    highest = max(int(version.partition(".")[2] or 1) for version in of_day)
    return f"{first}.{highest + 1}"


def is_first_of_day(version: str) -> bool:
    return "." not in version
